"""The gate: who sees a matter, everywhere the same, and nothing of what is sealed."""

from collections.abc import Callable
from copy import copy, deepcopy
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.utils import timezone

from config.roles import ROLES
from core.documents import issue
from core.lists.search import find
from core.models import (
    Access,
    Clock,
    Document,
    Exclusion,
    Holding,
    Matter,
    Notice,
    Party,
    Post,
    Unit,
    User,
    gate,
)
from core.models.organisation import seen_with
from core.web.shell import build
from core.workflow.escalation import sweep
from tests.people import BEGINNING, USERS, Town
from tests.sweeps.world import PARTIES, at_status, do

SECRET = "举报赵某挪用渠道养护款"
KEEPERS = {"receptionist", "director", "duty_leader", "petition_officer"}
PAGES = ("/queue/", "/cases/?view=all", "/mediations/?view=all", "/notices/", "/dashboard/")


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def fresh(user: User) -> User:
    """Read anew: a user's posts are read once per request."""
    return User.objects.get(pk=user.pk)


def seers(town: Town, matter: Any) -> set[str]:
    """By the gate before all matters; the gate before this one alone says the same."""
    found = {
        key
        for key, user in town.users.items()
        if Matter.objects.visible_to(fresh(user)).filter(pk=matter.pk).exists()
    }
    assert found == {key for key, user in town.users.items() if asked_alone(fresh(user), matter)}
    return found


def sealed_case(town: Town) -> Any:
    return town.register(SECRET, accusation=True, parties=[dict(party) for party in PARTIES])


def entitle(town: Town) -> None:
    """The unit of the samples may handle accusations."""
    Unit.objects.filter(pk=town.works.pk).update(takes_accusations=True)


def paper_of(town: Town, matter: Any) -> Document:
    """An issued paper without laying one out."""
    return issue.store("cases.receipt", "登记回执", b"%PDF-1.7 nothing", town.receptionist, matter=matter)


def test_a_sealed_matter_stands_on_no_page_of_the_others(town: Town, client: Client) -> None:
    case = sealed_case(town)
    paper, phone = paper_of(town, case), PARTIES[0]["phone"]
    Notice.objects.create(user=town.dispatcher, matter=case, sentence=f"新登记：{case.shown_title}")
    questions = (
        SECRET[:4],
        SECRET[:2],
        case.code,
        case.number,
        PARTIES[0]["name"],
        "tgf",
        phone,
        phone[-4:],
        PARTIES[0]["id_number"],
    )
    searches = [*(f"/search/?q={asked}" for asked in questions), f"/cases/?q={SECRET[2:6]}"]
    own = [
        f"/matters/{case.pk}/",
        f"/matters/{case.pk}/do/correct/",
        f"/matters/{case.pk}/parties/",
        f"/matters/{case.pk}/attach/",
        f"/documents/{paper.pk}/",
        f"/clocks/{case.clocks.get().pk}/",
        f"/cases/{case.pk}/registered/",
    ]
    for key in town.users.keys() - KEEPERS:
        client.force_login(town.users[key])
        for url in (*PAGES, *(searches if key in ("dispatcher", "handler", "liaison") else searches[:2])):
            text = client.get(url, follow=True).content.decode()
            hidden = (SECRET, case.code, case.number, f"/matters/{case.pk}/")
            asked = url.partition("q=")[2]  # a page says back what was asked
            assert not [word for word in hidden if word in text and word != asked], (key, url)
        for url in own:
            assert client.get(url).status_code in ((403, 404) if "registered" in url else (404,)), (key, url)
    client.force_login(town.director)
    for url in ("/cases/", f"/search/?q={phone}"):  # keepers find it, and open it for its words
        assert f"/matters/{case.pk}/" in client.get(url).content.decode(), url
    client.post(f"/matters/{case.pk}/why/", {"reason": "本人保管，核对"})
    assert SECRET in client.get(f"/matters/{case.pk}/").content.decode()


def test_numbers_count_only_what_their_reader_sees(town: Town) -> None:
    """The counter beside 我的待办 and the list behind it, for everybody, with sealed and open matters."""
    for matter in (sealed_case(town), town.register(), town.hand_over(town.register()), town.replied()):
        assert matter.pk
    client = Client()
    for key, user in town.users.items():
        mine = Matter.objects.in_hand_of(fresh(user)).count()
        client.force_login(user)
        answer = client.get("/queue/")
        assert build(answer.wsgi_request).queue_count == mine == len(answer.context["rows"]), key
        visible = Matter.objects.visible_to(fresh(user)).filter(kind="case", closed_at=None)
        if ROLES[next(role for role, name, *_ in USERS if name == key)].sees != "none":
            tabs = client.get("/cases/").context["tabs"]
            assert tabs[0]["count"] == visible.count(), key
    assert Matter.objects.in_hand_of(fresh(town.watch_keeper)).count() == 0


def test_what_is_said_of_a_sealed_matter_hides_its_title(town: Town) -> None:
    case = sealed_case(town)
    entitle(town)
    do(town, case, "hand_over", town.director)
    Clock.objects.filter(matter=case).update(
        look_at=timezone.now(),
        half_at=timezone.now(),
        expires_at=timezone.now(),
        looked_at=timezone.now() - timedelta(1),
        term="24H",  # at whatever hour of the day it is
    )
    assert sweep() > 0
    told = list(Notice.objects.values_list("sentence", flat=True))
    assert told and all("保密事项" in sentence and SECRET[:2] not in sentence for sentence in told)


def test_sealing_later_shuts_out_who_saw_it_before(town: Town, client: Client) -> None:
    case = town.register(SECRET, parties=[dict(party) for party in PARTIES])
    town.act(case, "hand_over", town.dispatcher, unit=town.farms, grade="simple")
    town.act(case, "return", town.stranger, reason="not_ours", explanation="不是我们的。")
    case = do(town, case, "to_mediation", town.dispatcher).parent
    child = Matter.objects.get(parent=case)
    before = seers(town, case)
    assert {"dispatcher", "supervisor", "archivist", "chief", "mediator"} <= before
    assert "stranger" not in before  # what a unit sent back is none of its business any more
    do(town, case, "seal", town.dispatcher)
    named = KEEPERS | {"dispatcher"}  # who keeps sealed matters, who took it in, who closed it
    assert seers(town, case) == named
    assert seers(town, child) == named | {"committee_head"}  # and who has it in hand
    for key in before - named - {"committee_head", "mediator"}:
        client.force_login(town.users[key])
        for url in ("/notices/", "/cases/?view=all", "/mediations/", f"/search/?q={SECRET[:4]}"):
            page = client.get(url).content.decode().replace(f'value="{SECRET[:4]}"', "")
            assert SECRET not in page, (key, url)
    assert Matter.objects.get(pk=child.pk).compartment == "minor"


def test_who_hands_a_sealed_matter_on_sees_it_no_more(town: Town) -> None:
    entitle(town)
    case = do(town, sealed_case(town), "hand_over", town.director)
    assert seers(town, case) == KEEPERS | {"unit_head", "handler"}
    town.act(case, "return", town.handler, reason="not_ours", explanation="不是我们的。")
    assert seers(town, case) == KEEPERS


def test_an_area_s_post_sees_its_area_and_below(town: Town) -> None:
    """Every post that sees by area, put over 桃坞: what is in 松岭 is not there, nor what is above."""
    there = {
        key: town.register(area=town.areas[key], by=town.director)
        for key in ("town", "taowu", "taowu_2", "taowu_2_1", "songling")
    }
    for role in ROLES:
        if ROLES[role].sees != "area":
            continue
        user = holder(town, role, area="taowu")
        seen = {
            key
            for key, matter in there.items()
            if Matter.objects.visible_to(user).filter(pk=matter.pk).exists()
        }
        assert seen - {"town", "songling"} == {"taowu", "taowu_2", "taowu_2_1"}, role
        assert seen <= {"taowu", "taowu_2", "taowu_2_1"}, role
        assert seen == {key for key, matter in there.items() if asked_alone(user, matter)}, role


def asked_alone(user: User, matter: Any) -> bool:
    found = Matter.objects.visible_to(user, among=[matter.pk]).values_list("pk", flat=True)
    assert [*found] == [matter.pk] * gate.sees(user, matter.pk)
    return bool(found)


def holder(town: Town, role: str, unit: str = "farms", area: str = "town", **dates: Any) -> User:
    """A new user with one post."""
    user = User.objects.create_user(f"new_{role}_{area}_{len(dates)}", "新来的", must_change_password=False)
    giver, second = User.objects.filter(is_active=False).order_by("pk")[:2]
    post, _ = Post.objects.get_or_create(
        role=role, unit=town.units[unit], area=town.areas[area], name=f"x{role}"
    )
    Holding.objects.create(
        **{
            "post": post,
            "user": user,
            "starts_on": BEGINNING,
            "given_by": giver,
            "activated_by": second,
            **dates,
        }
    )
    return user


def test_a_unit_s_post_sees_what_its_unit_holds_or_was_given(town: Town) -> None:
    case = town.hand_over(town.register())
    assert {"unit_head", "handler"} <= seers(town, case) and "stranger" not in seers(town, case)
    assert not {"grid_chief", "grid_worker", "mediator", "legal_officer", "watch_keeper"} & seers(town, case)
    replied = town.replied()
    assert "handler" in seers(town, replied)  # what the unit has done it may still read


def test_own_means_opened_to_the_person(town: Town) -> None:
    """网格员 and 联络员 see what they brought in, not what their village holds."""
    brought = town.register(by=town.grid_worker)
    village = town.act(
        town.register(), "hand_over", town.dispatcher, unit=town.taowu_village, grade="simple"
    ).matter
    assert "grid_worker" in seers(town, brought) and "liaison" not in seers(town, brought)
    assert "grid_chief" in seers(town, village) and not {"grid_worker", "liaison"} & seers(town, village)


TODAY = timezone.localdate
CASES: dict[str, tuple[Callable[[], dict[str, Any]], bool]] = {
    "in force": (dict, True),
    "not activated": (lambda: {"activated_by": None}, False),
    "ended yesterday": (lambda: {"ends_on": TODAY() - timedelta(days=1)}, False),
    "ends today": (lambda: {"ends_on": TODAY()}, True),
    "begins tomorrow": (lambda: {"starts_on": TODAY() + timedelta(days=1)}, False),
    "deputy today": (lambda: {"deputy": True, "starts_on": TODAY(), "ends_on": TODAY()}, True),
    "deputy last week": (
        lambda: {
            "deputy": True,
            "starts_on": TODAY() - timedelta(days=9),
            "ends_on": TODAY() - timedelta(days=2),
        },
        False,
    ),
    "deputy next week": (
        lambda: {
            "deputy": True,
            "starts_on": TODAY() + timedelta(days=2),
            "ends_on": TODAY() + timedelta(days=9),
        },
        False,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_post_gives_rights_between_its_dates_only(town: Town, client: Client, name: str) -> None:
    dates, works = CASES[name]
    user = holder(town, "dispatcher", unit="centre", **dates())
    case = town.register()
    Access.objects.create(matter=case, user=user, part="named")  # also what was opened by name
    assert user.has_perm("cases.dispatch") is works
    assert Matter.objects.visible_to(user).filter(pk=case.pk).exists() is works
    client.force_login(user)
    assert client.get(f"/matters/{case.pk}/").status_code == (200 if works else 404)
    assert (case.number in client.get(f"/search/?q={case.number}", follow=True).content.decode()) is works


def test_access_is_open_between_its_moments_only(town: Town) -> None:
    now = timezone.now()
    for starts, ends, works in (
        (now - timedelta(1), None, True),
        (now - timedelta(2), now - timedelta(1), False),
        (now + timedelta(1), None, False),
        (now - timedelta(1), now + timedelta(1), True),
    ):
        case = town.register()
        Access.objects.create(matter=case, user=town.stranger, part="named", starts_at=starts, ends_at=ends)
        assert ("stranger" in seers(town, case)) is works, (starts, ends)


def test_a_closed_account_and_a_closed_post_give_nothing(town: Town) -> None:
    case = town.register()
    Post.objects.filter(role="archivist").update(closed_on=date(2026, 1, 1))
    User.objects.filter(pk=town.supervisor.pk).update(is_active=False)
    assert not {"archivist", "supervisor"} & seers(town, case)


def test_the_statistician_s_right_is_no_right_to_read(town: Town) -> None:
    """督办专员 counts everything and reads no sealed matter."""
    case = sealed_case(town)
    assert town.supervisor.has_perm("reports.count_all") and "supervisor" not in seers(town, case)
    assert not find(Matter.objects.visible_to(town.supervisor), SECRET[:4]).matters.exists()


def test_the_three_administrators_read_no_matter(town: Town, client: Client) -> None:
    case = town.register()
    for key in ("system_admin", "security_admin", "auditor"):
        Access.objects.create(matter=case, user=town.users[key], part="named")
        assert not Matter.objects.visible_to(town.users[key]).exists()
        client.force_login(town.users[key])
        assert client.get(f"/matters/{case.pk}/").status_code == 404


def test_files_of_a_hidden_matter_are_hidden(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.receptionist)
    file = SimpleUploadedFile("说明.txt", "情况说明".encode(), "text/plain")
    client.post(f"/matters/{case.pk}/attach/", {"file": file, "item": "beside"})
    found = case.attachments.first()
    assert found is not None
    assert client.get(f"/attachments/{found.pk}/").status_code == 200
    client.force_login(town.stranger)
    for url in (f"/attachments/{found.pk}/", f"/attachments/{found.pk}/withdraw/"):
        assert client.get(url).status_code == 404
    assert client.post(f"/matters/{case.pk}/papers/cases.receipt/").status_code == 404


def test_a_label_set_later_closes_all_that_stands_below(town: Town) -> None:
    case = at_status(town, "case", "below")
    child = Matter.objects.get(parent=case)
    below = Matter.objects.get(pk=child.pk)
    below.pk = below.id = None  # a matter under the mediation: no procedure of today opens one
    below.number, below.parent, below._state.adding = "人造〔2026〕1号", child, True
    below.save(force_insert=True)
    town.act(case, "seal", town.director, compartment="minor", reason="涉及未成年人。")
    for matter in (child, below):
        matter.refresh_from_db()
        assert matter.compartment == "minor"
        assert not Matter.objects.visible_to(town.dispatcher).filter(pk=matter.pk).exists()
        assert Matter.objects.visible_to(town.director).filter(pk=matter.pk).exists()


def test_the_forms_of_the_gate_say_the_same(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many and of few matters: what differs is only what the database reads."""
    matters = [
        sealed_case(town),
        town.register(),
        town.hand_over(town.register(area=town.songling)),
        town.mediate(town.register(parties=[dict(party) for party in PARTIES])),
        at_status(town, "report", "submitted"),
    ]
    Access.objects.create(matter=matters[1], user=town.stranger, part="handling")
    among = [matter.pk for matter in matters[:3]]
    found = []
    for many, whole in ((False, False), (True, False), (True, True)):
        monkeypatch.setattr(gate, "sees_many", lambda reach, many=many: many)
        monkeypatch.setattr(gate, "whole_town", lambda reach, whole=whole: whole)
        rows = Matter.objects.order_by("pk").values_list("pk", flat=True)
        found.append(
            {
                key: (list(rows.visible_to(user)), list(rows.visible_to(user, among=among)))
                for key, user in town.users.items()
            }
        )
    assert found[0] == found[1] == found[2]
    assert {len(rows) for rows, _ in found[0].values()} >= {0, 1, 2, 5}
    assert all(set(few) == set(rows) & set(among) for rows, few in found[0].values())


def plainly(user: User, matter: Matter, opened: list[Access], barred: list[Exclusion], at: datetime) -> bool:
    """The rule as it is said: by area or unit unless a label or the kind closes it, or by a row of Access; and not barred."""
    reach = user.reach
    if "core.view_matters" not in reach.permissions:
        return False

    def runs(row: Any) -> bool:
        return row.starts_at <= at and (row.ends_at is None or row.ends_at > at)

    for row in barred:
        whom = {user.pk, *reach.stands_for}
        if (
            runs(row)
            and row.matter_id == matter.root_id
            and (row.user_id in whom or row.unit_id in reach.belongs)
        ):
            return False
    near = matter.holder_unit_id in reach.sees_units or matter.area_path.startswith(tuple(reach.sees_areas))
    held = near and not matter.compartment and matter.kind not in reach.closed_kinds
    return held or any(
        runs(row)
        and row.matter_id == matter.pk
        and (row.user_id == user.pk or row.unit_id in reach.sees_units)
        for row in opened
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_every_form_of_the_gate_says_the_rule_of_whatever_rows(
    town: Town, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Random areas, units, labels, rows of Access and exclusions, over, running and to come; all readers of the town."""
    dice, first, at = Random(seed), Matter.objects.get(pk=town.register().pk), timezone.now()
    units, areas = list(Unit.objects.all()), list(town.areas.values())
    users = [user for user in town.users.values() if dice.random() < 0.5]
    kinds = ["case", *seen_with()]
    matters = []
    for number in range(30):
        one = copy(first)
        area = dice.choice(areas)
        one.pk, one.id, one.root_id, one.number, one.code = (
            None,
            None,
            None,
            f"人造〔2026〕{number}号",
            f"SX{number}",
        )
        one.kind, one.area, one.area_path, one.holder_unit = (
            dice.choice(kinds),
            area,
            area.path,
            dice.choice(units),
        )
        one.compartment = dice.choice(["", "", "", "minor", "accusation"])
        matters.append(one)
    Matter.objects.bulk_create(matters)
    Matter.objects.filter(root=None).update(root=F("pk"))
    matters = [Matter.objects.get(pk=one.pk) for one in matters]
    Party.objects.bulk_create(Party(matter=one, name="石来福") for one in matters)

    def row(**more: Any) -> dict[str, Any]:
        whom = {"user": dice.choice(users)} if dice.random() < 0.5 else {"unit": dice.choice(units)}
        ends = dice.choice([None, at - timedelta(hours=1), at + timedelta(hours=1)])
        return {
            **whom,
            "matter": dice.choice(matters),
            "starts_at": at + timedelta(hours=dice.choice([-9, -9, 9]))
            if not ends
            else at - timedelta(hours=9),
            "ends_at": ends,
            **more,
        }

    opened = Access.objects.bulk_create(Access(**row(part="handling")) for _ in range(40))
    barred = Exclusion.objects.bulk_create(
        Exclusion(**row(ground="recused", article="《信访工作条例》第二十八条")) for _ in range(12)
    )
    for user in users:
        wanted = {one.pk for one in matters if plainly(user, one, opened, barred, at)}
        for many, whole in ((False, False), (True, False), (True, True)):
            monkeypatch.setattr(gate, "sees_many", lambda reach, many=many: many)
            monkeypatch.setattr(gate, "whole_town", lambda reach, whole=whole: whole)
            seen = set(
                Matter.objects.visible_to(user).filter(number__startswith="人造").values_list("pk", flat=True)
            )
            assert seen == wanted, (user.username, many, whole)
            people = Party.objects.visible_to(user).filter(name="石来福", matter__in=matters)
            assert {one.matter_id for one in people} == wanted, user.username


def test_who_sees_the_whole_town_reads_no_access_of_what_is_open(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look into the index for each sealed row. A hash of all of the reader's rows grew with the town; who sees a
    unit's matters is asked of nearly every row, and keeps it.
    """
    case = sealed_case(town)
    copies = [copy(Matter.objects.get(pk=case.pk)) for _ in range(400)]
    for number, matter in enumerate(copies):
        matter.pk = matter.id = matter.root_id = None
        matter.number, matter.code = f"人造〔2026〕{number}号", f"SX{number}"
    Matter.objects.bulk_create(copies)
    readers = (town.director, town.handler)
    Access.objects.bulk_create(
        Access(matter=matter, user=user, part="handling") for matter in copies for user in readers
    )
    monkeypatch.setattr(gate, "sees_many", lambda reach: True)
    plans = [Matter.objects.visible_to(user).values("pk").explain() for user in readers]
    assert ["hashed" in plan for plan in plans] == [False, True]


def test_who_sees_thousands_is_asked_row_by_row(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        town.hand_over(town.register())
    monkeypatch.setattr(gate, "_many", {})
    monkeypatch.setattr(gate, "MANY", 2)
    assert gate.sees_many(fresh(town.handler).reach)
    assert not gate.sees_many(fresh(town.stranger).reach)
    monkeypatch.setattr(gate, "MANY", 5)
    assert gate.sees_many(fresh(town.handler).reach)  # remembered for a while
    monkeypatch.setattr(gate, "_many", {})
    assert not gate.sees_many(fresh(town.handler).reach)
