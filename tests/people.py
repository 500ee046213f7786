"""A small cast with a story: one town, three villages, a few units, one person per part.

All invented; the region prefix 99 is no province. Built through the models, once per test.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from cases.models import Room
from core.deadlines.clocks import Book, ClockRule, Extend, Start, Suspension, refresh
from core.documents import remedies
from core.models import Area, AreaLevel, Clock, Holding, Post, Unit, User
from core.outside import bodies
from core.parties.capacity import by_law
from core.values.copying import take_ids
from core.values.moments import now
from core.workflow import ladder
from core.workflow.perform import Result, open_matter, perform
from grid import lists
from grid.models import CareKind
from mediation.steps.agreement import signers

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "Fengqiao-2026"
BEGINNING = date(2020, 1, 1)


def moment(text: str) -> datetime:
    """2026-11-18 10:26 of the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def start_clock(matter: Any, rule: ClockRule, asked: Start) -> Clock:
    """A clock that no act has started."""
    book = Book.of(matter)
    clock = book.start(rule, asked)
    book.store()
    refresh(matter)
    return clock


def suspend(clock: Clock, at: datetime, until: date | None = None) -> None:
    """A clock that no act has suspended."""
    book = Book.of(clock.matter)
    book.suspend([clock.rule], at, Suspension("听证", "《信访工作条例》第三十六条", until))
    book.store()
    refresh(clock.matter)


def prolong(clock: Clock, term: str) -> None:
    """A clock that no act has prolonged."""
    book = Book.of(clock.matter)
    book.prolong(Extend(clock.rule, term))
    book.store()
    refresh(clock.matter)


def resume(clock: Clock, at: datetime) -> None:
    book = Book.of(clock.matter)
    book.resume([clock.rule], at)
    book.store()
    refresh(clock.matter)


def signatures(mediation: Any, on: date, seal: date | None = None) -> list[dict[str, Any]]:
    """Everybody signs on a day, for a ward or a unit who acts for it; the seal is put on the same or another."""
    by = {f"party-{party.pk}": by_law(party, on) for party in mediation.people}
    return [
        {"who": key, "by": by.get(key), "how": "signed", "signed_on": seal if key == "seal" and seal else on}
        for key, _ in signers(mediation)
    ]


@dataclass
class Town:
    """The cast by name; `at` finds a unit, `who` a person by role."""

    areas: dict[str, Area]
    units: dict[str, Unit]
    users: dict[str, User]

    def __getattr__(self, name: str) -> Any:
        for group in ("users", "units", "areas"):
            found = self.__dict__.get(group, {}).get(name)  # a copy in the making has none
            if found is not None:
                return found
        raise AttributeError(name)

    def register(self, demand: str = "田间排水渠堵塞，要求清理", by: User | None = None, **facts: Any) -> Any:
        """A case as the counter registers it."""
        at = facts.pop("at", None)
        data = {
            "channel": "visit",
            "demand": demand,
            "area": self.taowu,
            "centre": self.centre,
            "town": self.town,
            **facts,
        }
        # Who has no number on record was asked whether they are of age; a story about that says otherwise.
        data["parties"] = [
            one if one.get("id_number") or one.get("is_organisation") else {"of_age": True, **one}
            for one in data.get("parties", ())
        ]
        return open_matter("case", by=by or self.receptionist, data=data, key=uuid4(), at=at).matter

    def act(self, matter: Any, name: str, by: User | None, at: Any = None, **data: Any) -> Result:
        return perform(matter.pk, name, by=by, data=data, key=uuid4(), at=at)

    def mediate(self, case: Any, until: str = "in_session", at: Any = None, **facts: Any) -> Any:
        """A mediation under the case that came so far: applied, accepted, told, in_session."""
        data = {"body": self.committee, "dispute": "neighbour", "source": "application", **facts}
        opener = self.director if case.sealed else self.dispatcher
        made = self.act(case, "to_mediation", opener, at, **data).opened
        steps = (
            (
                "accepted",
                "accept",
                self.committee_head,
                {"dispute": data["dispute"], "source": data["source"]},
            ),
            ("told", "appoint", self.committee_head, {"mediator": self.mediator}),
            ("told", "tell_rights", self.mediator, {}),
            (
                "in_session",
                "hold_session",
                self.mediator,
                {"place": "调解室", "present": "双方", "record": "各述理由。"},
            ),
        )
        order = ("applied", "accepted", "told", "in_session")
        for stage, name, by, given in steps:
            if order.index(stage) > order.index(until):
                break
            if name == "tell_rights":
                sides = ("applicant", "respondent")
                given = {"parties": [one for one in made.people if one.role in sides]}
            made = self.act(made, name, by, at, **given).matter
        return made

    def agree(self, mediation: Any, form: str = "oral", at: Any = None, **facts: Any) -> Any:
        """Agreed: orally on the spot, or in writing with one instalment."""
        day = localdate(at or now()) + timedelta(days=30)
        later = [{"due_on": day, "amount": None, "what": "恢复原状"}]
        data = {
            "form": form,
            "terms": "恢复排水沟原状。",
            "on_the_spot": form == "oral",
            "instalments": [] if form == "oral" else later,
            **facts,
        }
        return self.act(mediation, "agree", self.mediator, at, **data).matter

    def sign(self, mediation: Any, on: date, seal: date | None = None) -> Any:
        """Checked by the head, signed by everybody on a day, sealed on the same or another."""
        checked = {"verdict": "lawful", "note": ""}
        mediation = self.act(mediation, "check_agreement", self.committee_head, **checked).matter
        lines = signatures(mediation, on, seal)
        return self.act(mediation, "sign_agreement", self.mediator, signatures=lines).matter

    def hand_over(self, case: Any, grade: str = "ordinary", at: Any = None) -> Any:
        return self.act(case, "hand_over", self.dispatcher, at, unit=self.works, grade=grade).matter

    def replied(self, **facts: Any) -> Any:
        """A case that went the ordinary way up to the call-back."""
        case = self.hand_over(self.register(**facts))
        self.act(case, "sign", self.handler)
        return self.act(case, "reply", self.handler, answer="已清理，排水恢复。").matter


AREAS = [  # key, code, name, depth, parent
    ("town", "990121101", "栖云镇", 1, None),
    ("taowu", "990121101204", "桃坞村", 2, "town"),
    ("songling", "990121101203", "松岭村", 2, "town"),
    ("zhuxi", "990121101208", "竹溪村", 2, "town"),
    ("taowu_2", "990121101204002", "桃坞第二网格", 3, "taowu"),
    ("taowu_2_1", "990121101204002001", "桃坞第二网格一组", 4, "taowu_2"),
]
UNITS = [  # key, code, name, short, kind, area
    ("centre", "Z01", "栖云镇社会治安综合治理中心", "综治中心", "centre", "town"),
    ("works", "B01", "村镇建设和综合执法办公室", "村镇办", "department", "town"),
    ("farms", "B02", "农业农村办公室", "农业农村办", "department", "town"),
    ("government", "B00", "栖云镇党政办公室", "党政办", "department", "town"),
    ("taowu_village", "C04", "桃坞村村民委员会", "桃坞村", "village", "taowu"),
    ("committee", "T01", "栖云镇人民调解委员会", "镇调委会", "mediation", "town"),
    ("it", "X01", "栖云镇信息化管理组", "信息组", "outside", "town"),
]
ROOMS = [("综合受理窗口", "window"), ("法律咨询室", "room"), ("心理咨询室", "room")]
USERS = [  # role, key, name, unit, area
    ("receptionist", "receptionist", "林小满", "centre", "town"),
    ("dispatcher", "dispatcher", "贺志强", "centre", "town"),
    ("dispatcher", "second_dispatcher", "章文斌", "centre", "town"),
    ("director", "director", "周玉兰", "centre", "town"),
    ("duty_leader", "duty_leader", "唐志远", "government", "town"),
    ("chief", "chief", "孟德顺", "government", "town"),
    ("petition_officer", "petition_officer", "罗春梅", "centre", "town"),
    ("unit_head", "unit_head", "冯立言", "works", "town"),
    ("handler", "handler", "俞百川", "works", "town"),
    ("handler", "stranger", "许长河", "farms", "town"),
    ("committee_head", "committee_head", "顾明礼", "committee", "town"),
    ("mediator", "mediator", "沈阿妹", "committee", "town"),
    ("grid_chief", "grid_chief", "方立新", "taowu_village", "taowu"),
    ("grid_worker", "grid_worker", "韩广林", "taowu_village", "taowu_2"),
    ("care_officer", "care_officer", "柳知夏", "government", "town"),
    ("care_head", "care_head", "邵桂香", "taowu_village", "taowu"),
    ("care_member", "care_member", "秦巧云", "taowu_village", "taowu"),
    ("liaison", "liaison", "秦满仓", "taowu_village", "taowu_2_1"),
    ("watch_keeper", "watch_keeper", "陈守田", "centre", "town"),
    ("supervisor", "supervisor", "顾小蕾", "government", "town"),
    ("legal_officer", "legal_officer", "苏雨晴", "centre", "town"),
    ("legal_officer", "other_lawyer", "裴明远", "centre", "town"),
    ("counsellor", "counsellor", "简静思", "centre", "town"),
    ("counsellor", "other_counsellor", "云知意", "centre", "town"),
    ("archivist", "archivist", "方子墨", "centre", "town"),
    ("system_admin", "system_admin", "系统管理员甲", "it", "town"),
    ("security_admin", "security_admin", "安全管理员乙", "it", "town"),
    ("auditor", "auditor", "安全审计员丙", "it", "town"),
]
ROLE_OF = {key: role for role, key, *_ in USERS}


def build_town() -> Town:
    """Build the cast. A test takes the one that is kept (tests/kept.py)."""
    remedies.load()
    names = enumerate(["镇", "村", "综合网格", "微网格"], 1)
    levels = AreaLevel.objects.bulk_create(AreaLevel(depth=depth, name=name) for depth, name in names)
    areas: dict[str, Area] = {}
    for pk, (key, code, name, depth, parent) in zip(take_ids(Area, len(AREAS)), AREAS, strict=True):
        above = areas[parent] if parent else None
        path = f"{above.path if above else '/'}{pk}/"
        areas[key] = Area(pk=pk, code=code, name=name, level=levels[depth - 1], parent=above, path=path)
    Area.objects.bulk_create(areas.values())
    units = {
        key: Unit(code=code, name=name, short_name=short, kind=kind, area=areas[area])
        for key, code, name, short, kind, area in UNITS
    }
    Unit.objects.bulk_create(units.values())
    rooms = enumerate(ROOMS, 1)
    Room.objects.bulk_create(
        Room(name=name, kind=kind, unit=units["centre"], order=order) for order, (name, kind) in rooms
    )
    giver = User.objects.create_user("giver", "授予人", is_active=False)
    second = User.objects.create_user("second", "启用人", is_active=False)
    password = make_password(PASSWORD)
    users = {
        key: User(username=key, name=name, password=password, must_change_password=False)
        for _, key, name, _, _ in USERS
    }
    User.objects.bulk_create(users.values())
    posts = {
        (role, unit, area): Post(role=role, unit=units[unit], area=areas[area], name=role)
        for role, _, _, unit, area in USERS
    }
    Post.objects.bulk_create(posts.values())
    Holding.objects.bulk_create(
        Holding(
            post=posts[role, unit, area],
            user=users[key],
            starts_on=BEGINNING,
            given_by=giver,
            activated_by=second,
        )
        for role, key, _, unit, area in USERS
    )
    ladder.load()
    bodies.load()
    lists.load()
    CareKind.objects.update(unit=units["farms"])
    remedies.review_all(users["committee_head"])
    return Town(areas, units, users)
