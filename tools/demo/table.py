"""What lies on the mediator's table today: one dispute that went up the ladder and is being performed, others on their way."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate, make_aware

from core.documents import issue
from core.models import Party, User
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from core.workflow.ladder import current
from core.workflow.perform import perform
from mediation.models import Mediation
from tools.demo.courses import DISPUTES, Courses
from tools.demo.hours import DAY
from tools.demo.teller import Told, fresh

# Roof and wall of two neighbours: what was asked, found, said and agreed.
EAVES = (
    "屋檐水淋坏邻居山墙，要求改装檐沟、赔修墙款。桃坞村二组两家相邻，被申请人去年翻修老屋，屋檐伸出墙外约四十厘米，雨水直接淋到申请人的山墙，墙面起壳、屋里返潮。"
    "两家为修墙的钱吵过几回，网格员、调解员、网格长都说过，谈不拢。"
)
WISHES = "一、被申请人改装檐沟，雨水不再淋到申请人的墙。\n二、赔偿修墙款 6,800 元。"
LOOKED = (
    "问：檐沟是什么时候装的？\n答：去年九月翻屋面时一起装的，没有装落水管。\n"
    "问：雨水落在哪里？\n答：落在隔壁山墙上，下大雨时看得清清楚楚。\n现场量得：屋檐伸出墙外 40 厘米，墙面起壳约 6 平方米。"
)
FIRST = (
    "申请人：墙是他家檐水淋坏的，瓦工估价 6,800 元，应当全赔。\n"
    "被申请人：墙本来就老了，只认一半。\n"
    "调解员：讲了相邻排水的规定，不得把屋檐水直接排到邻居一侧；约好请泥瓦工到场再看一次墙。"
)
SECOND = (
    "泥瓦工到场看过，说起壳的地方都在檐水落下来的位置，旧伤不多。\n"
    "被申请人：既然这样，我赔，但一次拿不出来。\n"
    "申请人：分两次可以，檐沟要先改。双方意见一致。"
)
TERMS = (
    "一、被申请人在三日内改装檐沟、加装落水管，雨水不再排向申请人一侧。\n"
    "二、被申请人赔偿申请人修墙款 6,800 元，分两期付清。\n"
    "三、双方今后互不追究，和睦相处。"
)
DUTY = "檐沟向邻居一侧排水，被申请人负主要责任；山墙年久失修，申请人自负一部分。"
PARTS = (Decimal("3800"), Decimal("3000"))
CARRIED = ("register", "rights", "inquiry", "record", "agreement")  # papers issued in the course


@dataclass(frozen=True)
class Quarrel:
    """Who against whom (places among the citizens), what about, in which grid and where there, and what is asked."""

    people: tuple[int, int]
    category: str
    grid: str
    place: str
    demand: str
    requests: str = ""


WALL = Quarrel((10, 11), "0203", "204002", "桃坞村二组", EAVES, WISHES)
LANE = Quarrel(
    (12, 13), "0202", "204002", "桃坞村二组", "桃坞村二组邻居砌墙占了共用巷道，三轮车过不去，要求退回去半米。"
)
POND = Quarrel(
    (14, 15), "0201", "205001", "柳塘村五组", "柳塘村五组鱼塘漫水，淹了隔壁两分菜地，要求加高塘埂、赔菜钱。"
)
FEAST = Quarrel(
    (16, 17), "0601", "206001", "石桥村", "在石桥村饭店办酒席，菜品和约定的不一样，要求退一部分餐费。"
)
TREE = Quarrel(
    (18, 19),
    "0203",
    "204002",
    "桃坞村二组",
    "桃坞村二组果树枝伸到隔壁屋顶，落叶堵了天沟，屋里渗水，要求修枝。",
)
HENS = Quarrel(
    (20, 21), "0201", "204002", "桃坞村二组", "桃坞村二组邻居家的鸡进菜地，啄了两垄菜苗，要求拦网、赔菜苗。"
)


class Table:
    """Plans the mediator's present with the courses."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours, self.town = (
            courses, courses.teller, courses.hours, courses.town)  # fmt: skip
        self.mediator, self.head = self.teller.who("mediator"), self.teller.who("committee_head")

    def lay(self, *, papers: bool = True) -> None:
        """One in each state in which a mediator has something to do."""
        self._eaves(papers)
        self._lane()
        self._pond()
        self._feast()
        self._tree()

    # --- One dispute from the doorstep to the second instalment ---------------------------------------------

    def _eaves(self, papers: bool) -> None:
        told = self._at_the_door(self.hours.back(17, 30), WALL)
        for _ in range(3):
            self._hand_up(told, 260, "两家对修墙的钱谈不拢，愿意请镇里调解。")
        mediate, mediator = self.teller.mediate, self.mediator
        self._accepted(told, 90)
        mediate(
            told, 180, "inquire", mediator, place="桃坞村二组现场", asked="翻屋面的瓦工 韩师傅",
            party=None, present="网格员柏春生", record=LOOKED, private=False,
        )  # fmt: skip
        for name, source in (("墙面起壳照片", "申请人提交"), ("修墙报价单", "申请人提交")):
            mediate(
                told,
                5,
                "add_evidence",
                mediator,
                name=name,
                source=source,
                pages=2,
                received_on=self.hours.day_of(told.minute),
            )
        self._met(told, 240, FIRST)
        self._met(told, 520, SECOND, invited="泥瓦工韩师傅", consent=True)
        self._agree(told, 40)
        mediate(told, 60, "check_agreement", self.head, verdict="lawful", note="内容合法，金额、期限写明。")
        self.teller.sign(told, 90, mediator)
        if papers:
            self._papers(told, 30)
        self.teller.plan(self.hours.now - DAY, lambda moment: self._paid(told, moment))

    def _agree(self, told: Told, after: int) -> None:
        """The first part fell due on the last working day, the second falls due within three days."""
        days = (self.hours.day_of(self.hours.now - DAY), localdate() + timedelta(days=2))
        whats = ("第一期修墙款", "第二期修墙款")
        parts = [
            {"due_on": day, "amount": amount, "what": what}
            for day, amount, what in zip(days, PARTS, whats, strict=True)
        ]
        self.teller.mediate(
            told, after, "agree", self.mediator, form="written", responsibility=DUTY, terms=TERMS, instalments=parts,
            amount=sum(PARTS), manner="转账，或者在镇矛盾调解室当面付清", on_the_spot=False,
        )  # fmt: skip

    def _paid(self, told: Told, moment: datetime) -> None:
        given = {"instalment": fresh(told).owed()[0], "done_on": localdate(moment), "proof": "转账记录"}
        perform(told.mediation.pk, "perform", by=self.mediator, data=given, at=moment)

    def _papers(self, told: Told, after: int) -> None:
        """Those of the course, issued as it went; none where this machine cannot print."""
        told.minute += after

        def act(moment: datetime) -> None:
            mediation = fresh(told)
            for key in CARRIED:
                kind = document_kinds()[f"mediation.{key}"]
                try:
                    for part in kind.parts(mediation) if kind.parts else [None]:
                        issue.issue(kind, mediation, self.mediator, part)
                except Refused:  # this machine cannot print
                    return

        self.teller.plan(told.minute, act)

    # --- Others, cut off somewhere -----------------------------------------------------------------------------

    def _lane(self) -> None:
        """Met once; the next sitting is arranged."""
        told = self._brought(self.hours.back(6, 70), LANE)
        self._accepted(told, 60)
        self._met(
            told, 500,
            "申请人：巷道是两家共用的，分家时写过。\n被申请人：只砌在自家滴水线里。\n调解员：约好到现场一起量，再谈退多少。",
        )  # fmt: skip
        self._arranged(told, 30, time(9, 30), "桃坞村二组现场")

    def _pond(self) -> None:
        """Accepted lately: the first sitting is arranged."""
        told = self._brought(self.hours.back(2, 45), POND)
        self._accepted(told, 50)
        self._arranged(told, 20, time(14, 30), "镇矛盾调解室")

    def _feast(self) -> None:
        """Settled by word of mouth and paid at once: the visit and the file are left."""
        told = self._brought(self.hours.back(9, 55), FEAST)
        self._accepted(told, 45)
        self._met(told, 300, "双方对着菜单核对，少了两个菜、换了一个菜。店家愿意退六百元，当场付清。")
        self.teller.agree(
            told, 15, self.mediator, days=0, amount=Decimal("600"), on_the_spot=True, form="oral",
            responsibility="", terms="店家退还餐费 600 元，当场付清；顾客不再投诉。", manner="现金",
        )  # fmt: skip

    def _tree(self) -> None:
        """On the first step of the ladder, in the grid worker's hand."""
        self._at_the_door(self.hours.back(1, 120), TREE)

    def settled_at_the_door(self, minute: int) -> None:
        """Settled by the grid worker on the first step; the window calls back."""
        told = self._at_the_door(minute, HENS)
        told.minute += 200

        def act(moment: datetime) -> None:
            data = {"words": "养鸡的一家拦了网、赔了两垄菜苗，另一家不再计较，两家当面和好。"}
            perform(told.mediation.pk, "settle_step", by=self._on_the_ladder(told), data=data, at=moment)

        self.teller.plan(told.minute, act)
        self.courses.call_back(told)

    # --- Steps that several take ----------------------------------------------------------------------------------

    def _register(self, minute: int, by: str, channel: str, what: Quarrel) -> Told:
        first, second = (self.courses.citizens[place] for place in what.people)
        return self.teller.register(
            minute, self.teller.who(by), channel=channel, demand=what.demand, place=what.place,
            parties=[dict(first), {**second, "role": Party.Role.RESPONDENT}], head_count=2, wishes=["mediation"],
            category=self.teller.categories[what.category], area=self.town.areas[f"990121101{what.grid}"],
        )  # fmt: skip

    def _at_the_door(self, minute: int, what: Quarrel) -> Told:
        """The grid worker hears it and tries first."""
        told = self._register(minute, "grid_worker", "grid", what)
        self._to_mediation(told, "grid_worker", what, source=Mediation.Source.INITIATIVE, way="ladder")
        return told

    def _brought(self, minute: int, what: Quarrel) -> Told:
        """They came to the hall and want to be mediated."""
        told = self._register(minute, "receptionist", "visit", what)
        self._to_mediation(told, "dispatcher", what, source=Mediation.Source.APPLICATION)
        return told

    def _to_mediation(self, told: Told, by: str, what: Quarrel, **facts: Any) -> None:
        dispute = DISPUTES[self.teller.categories[what.category].judicial]
        body = self.town.units["committee"]
        self.teller.case(
            told, 30, "to_mediation", self.teller.who(by), body=body, dispute=dispute, requests=what.requests,
            **facts,
        )  # fmt: skip

    def _hand_up(self, told: Told, after: int, reason: str) -> None:
        told.minute += after

        def act(moment: datetime) -> None:
            by = self._on_the_ladder(told)
            perform(told.mediation.pk, "hand_up", by=by, data={"reason": reason}, at=moment)

        self.teller.plan(told.minute, act)

    def _accepted(self, told: Told, after: int) -> None:
        """Accepted, given to our mediator, and everybody told of their rights."""

        def act(moment: datetime) -> None:
            made = fresh(told)
            data = {"dispute": made.dispute, "source": made.source, "willing": True, "difficult": False}
            perform(made.pk, "accept", by=self.head, data=data, at=moment)

        told.minute += after
        self.teller.plan(told.minute, act)
        self.teller.mediate(told, 25, "appoint", self.head, mediator=self.mediator)
        self.teller.mediate(told, 60, "tell_rights", self.mediator, everybody=True)

    def _met(self, told: Told, after: int, record: str, **facts: Any) -> None:
        self.teller.mediate(
            told, after, "hold_session", self.mediator, place="镇矛盾调解室", present="双方当事人",
            record=record, **facts,
        )  # fmt: skip

    def _on_the_ladder(self, told: Told) -> User:
        rung = current(fresh(told))
        assert rung is not None
        return rung.handler

    def _arranged(self, told: Told, after: int, at: time, place: str) -> None:
        """On the next working day, whenever the demo is started."""
        when = make_aware(datetime.combine(self._next_workday(), at))
        self.teller.mediate(told, after, "arrange", self.mediator, when=when, place=place)

    def _next_workday(self) -> date:
        day = localdate() + timedelta(days=1)
        while not self.hours.calendar.is_workday(day):
            day += timedelta(days=1)
        return day
