"""A screening round of 25 grids before 国庆 2026: who reports, who is late, what is counted; patrols; a hazard until it is gone."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client, override_settings

from core.lists.drilldown import Counted
from core.models import Access, Area, Clock, Holding, Matter, Notice, Post, Unit, User
from core.procedure.indicators import Period
from core.statistics.counting import all_of, count
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter, perform
from grid.models import Incident, IncidentKind, Patrol, PatrolPlan, ScreenedGrid, Screening
from grid.rounds import patrols, tables, watch
from grid.rounds.forms import DraftForm
from tests.people import BEGINNING, Town, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-09-21 07:40"), tick=False) as moving:
        yield moving


@pytest.fixture
def town(scene: Town, clockwork: Any) -> Iterator[Town]:
    """25 grids: 15 of 桃坞, 10 of 松岭, which has a village committee with a head of its own."""
    with transaction.atomic():
        grow(scene)
        yield scene
        transaction.set_rollback(True)


def grow(town: Town) -> None:
    level = town.taowu_2.level
    village = Unit.objects.create(
        code="C03", name="松岭村村民委员会", short_name="松岭村", kind="village", area=town.songling
    )
    for above, numbers in ((town.taowu, range(3, 17)), (town.songling, range(1, 11))):
        for number in numbers:
            name = f"{above.name.removesuffix('村')}第{number}网格"
            Area.objects.create(code=f"{above.code}{number:03d}", name=name, level=level, parent=above)
    head = User.objects.create_user("songling_head", "许百川")
    post = Post.objects.create(role="grid_chief", unit=village, area=town.songling, name="网格长")
    known = Holding.objects.first()
    assert known
    Holding.objects.create(
        post=post, user=head, starts_on=BEGINNING, given_by=known.given_by, activated_by=known.activated_by
    )
    town.users["songling_head"] = head


def found(town: Town, topic: str, grid: Area, by: User) -> Any:
    data = {
        "what": "两家为水沟争执" if topic == "1101" else "配电箱线头裸露",
        "topic": IncidentKind.objects.get(pk=topic),
        "area": grid,
        "to": "village",
    }
    return open_matter("incident", by=by, data=data, key=uuid4()).matter


def do(town: Town, matter: Any, name: str, by: User, **data: Any) -> Screening:
    perform(matter.pk, name, by=by, data=data, key=uuid4())
    return Screening.objects.get(pk=matter.pk)


def drafted() -> Screening:
    """Of the calendar of 2026: 国庆 begins on Thursday 10-01, the last working day before is 09-30."""
    assert watch.draft() == 1 and watch.draft() == 0
    return Screening.objects.get(occasion="holiday")


def issued(town: Town, clockwork: Any) -> Screening:
    screening = drafted()
    clockwork.move_to(moment("2026-09-21 09:00"))
    facts = {
        "first": screening.first,
        "last": screening.last,
        "report_by": screening.report_by,
        "topics": screening.topics,
    }
    return do(town, screening, "issue_screening", town.dispatcher, **facts)


def test_before_national_day(town: Town, clockwork: Any) -> None:
    screening = issued(town, clockwork)
    assert screening.title == "国庆节前排查（9月21日至9月30日）"
    assert (screening.report_by, screening.asked) == (date(2026, 9, 30), 25)
    grids = {row.area.code: row for row in screening.grids.select_related("area")}
    assert len(grids) == 25
    assert {
        clock.unit.short_name: clock.raw
        for clock in Clock.objects.filter(matter=screening, rule="screening.report")
    } == {
        "桃坞村": date(2026, 9, 30),
        "松岭村": date(2026, 9, 30),
    }
    told = Notice.objects.filter(matter=screening, sentence__startswith="排查开始")
    assert set(told.values_list("user__username", flat=True)) == {
        "grid_chief",
        "grid_worker",
        "songling_head",
    }
    taowu = [row for row in grids.values() if row.area.path.startswith(town.taowu.path)]
    songling = [row for row in grids.values() if row not in taowu]

    # Five find something: what was registered is linked, not written again.
    clockwork.move_to(moment("2026-09-28 10:00"))
    finds = [
        (row, found(town, "1101" if place else "0604", row.area, town.grid_chief))
        for place, row in enumerate(taowu[:5])
    ]
    with pytest.raises(Refused, match="已经登记了 1 件"):
        do(town, screening, "report_zero", town.grid_chief, grid=finds[0][0])
    for row, one in finds:
        do(town, screening, "report_found", town.grid_chief, grid=row, found=[one])
    one = finds[1][1]
    perform(
        one.pk, "settle", by=town.grid_chief, data={"settled_how": "当面说和，水沟各让一尺。"}, key=uuid4()
    )
    for row in taowu[5:]:
        do(town, screening, "report_zero", town.grid_chief, grid=row)
    with pytest.raises(Refused, match="不是您负责的网格"):
        do(town, screening, "report_zero", town.grid_chief, grid=songling[0])
    for row in songling[1:]:
        screening = do(town, screening, "report_zero", town.songling_head, grid=row)
    assert (screening.answered, screening.finds.count()) == (24, 5)
    assert list(screening.grids.values_list("result", flat=True)).count("zero") == 19
    with pytest.raises(Refused, match="还有 1 个网格没有报"):
        do(town, screening, "close_screening", town.dispatcher)

    # One does not: reminded, then the head of the village alone with him, then the centre; nobody of the other village.
    for at, step, whom in (
        ("2026-09-30 09:00", "soon", {"songling_head"}),
        ("2026-10-01 09:00", "day", {"songling_head"}),
        ("2026-10-02 09:00", "told", {"director"}),
    ):
        clockwork.move_to(moment(at))
        sweep()
        clock = Clock.objects.get(matter=screening, rule="screening.report", ended_at=None)
        assert whom <= set(
            Notice.objects.filter(key=f"clock:{clock.pk}:{step}").values_list("user__username", flat=True)
        ), step

    clockwork.move_to(moment("2026-10-02 10:00"))
    do(town, screening, "report_zero", town.songling_head, grid=songling[0])
    row = ScreenedGrid.objects.get(pk=songling[0].pk)
    assert row.late and row.result == "zero", "late stays late"

    october = Period(date(2026, 9, 1), date(2026, 10, 31))
    keys = ("disputes", "solved", "hazards", "grids", "zero", "in_time", "rounds")
    numbers = {
        key: int(value or 0)
        for (key, _), value in count(
            all_of("screening"), [(f"screening_{key}", october) for key in keys]
        ).items()
    }
    assert numbers == {
        "screening_disputes": 4, "screening_solved": 1, "screening_hazards": 1, "screening_grids": 25,
        "screening_zero": 20, "screening_in_time": 24, "screening_rounds": 1,
    }  # fmt: skip
    rate = count(all_of("screening"), [("screening_solved_rate", october)])
    assert rate["screening_solved_rate", october] == 25
    for key, of, shown, others in (
        ("disputes", town.director, 4, 0),
        ("solved", town.director, 1, 0),
        ("hazards", town.director, 1, 0),
        ("disputes", town.grid_worker, 0, 4),
    ):
        url = Counted(f"screening_{key}", october, part="occasion-holiday").url
        listed = page(of).get(url).context  # what was found, not the rounds
        assert (len(listed["page"]), listed["others"]) == (shown, others)
    assert page(town.director).get(Counted("screening_rounds", october).url).context["page"].rows

    screening = do(town, screening, "close_screening", town.dispatcher, summary="总体平稳。")
    assert screening.status == "closed"


def test_the_calendar_drafts_and_a_person_issues(town: Town, clockwork: Any) -> None:
    """Half months and holidays of 2026; who may not issue, does not; a draft that nobody issues is told."""
    at = {
        "2026-09-01": ("half_month", date(2026, 9, 15), date(2026, 9, 15)),
        "2026-10-16": ("half_month", date(2026, 10, 31), date(2026, 10, 30)),
        "2026-09-15": ("holiday", date(2026, 9, 24), date(2026, 9, 24)),
    }
    calendar = watch.office_calendar()
    for text, (occasion, last, report_by) in at.items():
        day = date.fromisoformat(text)
        (found,) = (one for one in watch.drafted(day, calendar) if one["occasion"] == occasion)
        assert (found["first"], found["last"], found["report_by"]) == (day, last, report_by)
    with override_settings(DAILY_SCREENING=True):
        assert [one["occasion"] for one in watch.drafted(date(2026, 9, 20), calendar)] == ["daily"], (
            "worked on a Sunday"
        )
        assert watch.drafted(date(2026, 9, 26), calendar) == []
    screening = drafted()
    with pytest.raises(PermissionDenied):
        do(town, screening, "issue_screening", town.petition_officer)
    with pytest.raises(Http404):
        do(town, screening, "report_zero", town.grid_worker, grid=screening.grids.first())
    clockwork.move_to(moment("2026-09-25 09:00"))
    sweep()
    assert Notice.objects.filter(user=town.director, matter=screening, sentence__contains="排查下发").exists()


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_zero_report_in_one_press_and_not_where_something_is_registered(town: Town, clockwork: Any) -> None:
    screening = issued(town, clockwork)
    own = screening.grids.get(area=town.taowu_2)
    client = page(town.grid_worker)
    shown = client.get("/grid/screening/mine/").content.decode()
    assert shown.count("零报告</button>") == 1 and "桃坞第3网格" not in shown
    press = {"grid": own.pk, "key": str(uuid4())}
    assert "零报告，已收到" in client.post("/grid/screening/mine/", press, follow=True).content.decode()
    client.post("/grid/screening/mine/", press)  # twice is once
    own.refresh_from_db()
    assert (own.result, own.by, own.late) == ("zero", town.grid_worker, False)
    assert Screening.objects.get(pk=screening.pk).answered == 1

    made = found(town, "0604", town.taowu_2, town.grid_worker)
    assert made.title in client.get("/grid/screening/mine/").content.decode()
    again = client.post("/grid/screening/mine/", {"grid": own.pk, "key": str(uuid4())}, follow=True)
    assert "已经登记了 1 件" in again.content.decode()
    client.post("/grid/screening/mine/", {"grid": own.pk, "key": str(uuid4()), "found": made.pk})
    own.refresh_from_db()
    assert own.result == "found" and own.finds.get().found_id == made.pk
    other = screening.grids.exclude(area__path__startswith=town.taowu_2.path).first()
    refused = client.post("/grid/screening/mine/", {"grid": other.pk, "key": str(uuid4())}, follow=True)
    assert "不是您负责的网格" in refused.content.decode()
    assert page(town.handler).get("/grid/screening/mine/").status_code == 403
    assert "report_zero" not in page(town.dispatcher).get(f"/matters/{screening.pk}/").content.decode()


def test_a_hazard_is_looked_at_until_it_is_gone(town: Town, clockwork: Any) -> None:
    made = found(town, "0604", town.taowu_2, town.grid_worker)
    demand = {
        "demand": "更换配电箱，线头包扎",
        "owner": "桃坞农机合作社",
        "finish_by": date(2026, 10, 15),
        "cycle": 7,
    }
    perform(made.pk, "watch_hazard", by=town.grid_chief, data=demand, key=uuid4())
    with pytest.raises(Refused, match="已经列入复查"):
        perform(made.pk, "watch_hazard", by=town.grid_chief, data=demand, key=uuid4())
    clock = Clock.objects.get(matter=made, rule="incident.recheck")
    assert clock.raw == date(2026, 9, 28)
    there = page(town.grid_worker).get(f"/matters/{made.pk}/").content.decode()
    assert "papers/grid.rectify/" in there, "who puts it under watch prints the notice"
    with pytest.raises(Refused, match="隐患还没有消除"):
        perform(made.pk, "settle", by=town.grid_chief, data={"settled_how": "叫他改了"}, key=uuid4())

    Clock.objects.filter(matter=made).exclude(pk=clock.pk).delete()
    for at, step, whom in (
        ("2026-09-28 08:30", "today", {"grid_worker"}),
        ("2026-09-29 08:30", "missed", {"grid_worker"}),
        ("2026-09-30 08:30", "told", {"grid_worker", "grid_chief", "director"}),
    ):
        clockwork.move_to(moment(at))
        sweep()
        assert whom <= set(
            Notice.objects.filter(key=f"clock:{clock.pk}:{step}").values_list("user__username", flat=True)
        ), step
    assert "要我复查的隐患" in page(town.grid_worker).get("/grid/mine/").content.decode()
    seen = {"gone": False, "words": "箱子没有换"}
    perform(made.pk, "recheck", by=town.grid_worker, data=seen, key=uuid4())
    assert Clock.objects.get(matter=made, rule="incident.recheck", ended_at=None).raw == date(2026, 10, 7)
    clockwork.move_to(moment("2026-10-07 10:00"))
    perform(made.pk, "recheck", by=town.grid_worker, data={"gone": True, "words": "已经换新"}, key=uuid4())
    assert not Clock.objects.filter(matter=made, rule="incident.recheck", ended_at=None).exists()
    with pytest.raises(Refused, match="没有列入复查的隐患"):
        perform(made.pk, "recheck", by=town.grid_worker, data=seen, key=uuid4())
    settled = perform(
        made.pk, "settle", by=town.grid_chief, data={"settled_how": "换了配电箱"}, key=uuid4()
    ).matter
    assert settled.status == "settled"
    urgent = found(town, "0604", town.taowu_2, town.grid_worker)
    soon = {**demand, "finish_by": date(2026, 10, 9)}
    perform(urgent.pk, "watch_hazard", by=town.grid_chief, data=soon, key=uuid4())
    assert Clock.objects.get(matter=urgent, rule="incident.recheck").raw == date(2026, 10, 9), "its last day"
    desk = found(town, "0604", town.taowu_2, town.dispatcher)
    seen_by_worker = Matter.objects.visible_to(town.grid_worker).filter(pk=desk.pk)
    assert not seen_by_worker
    later = {**demand, "finish_by": date(2026, 11, 20), "cycle": 31}
    perform(desk.pk, "watch_hazard", by=town.dispatcher, data=later, key=uuid4())
    assert seen_by_worker.all(), "who is asked to look can open it, whoever found it"
    period = Period(date(2026, 9, 1), date(2026, 10, 31))
    keys = ("incident_recheck_due", "incident_recheck_done")
    assert [
        int(value or 0) for value in count(all_of("incident"), [(key, period) for key in keys]).values()
    ] == [2, 1]
    perform(desk.pk, "recheck", by=town.grid_worker, data=seen, key=uuid4())
    assert Access.objects.filter(matter=desk, user=town.grid_worker).count() == 1
    child = {"flags": ["minor"], "note": "有孩子触电。"}
    perform(desk.pk, "raise_flags", by=town.dispatcher, data=child, key=uuid4())
    assert not seen_by_worker.all(), "a label set later shuts out who only answers for the place"


def test_a_hazard_under_watch_has_its_own_day_and_no_other(town: Town, clockwork: Any) -> None:
    """The village is on it: nothing is handed up in its name, and nothing counts as late before the day that was set."""
    made = found(town, "0604", town.taowu_2, town.grid_worker)

    def running(one: Any) -> set[str]:
        rules = Clock.objects.filter(matter=one, ended_at=None).values_list("rule", flat=True)
        return {rule.removeprefix("incident.") for rule in rules}

    assert running(made) == {"village", "level_3"}
    demand = {"demand": "更换配电箱", "owner": "桃坞农机合作社", "finish_by": date(2026, 10, 9), "cycle": 7}
    perform(made.pk, "watch_hazard", by=town.grid_chief, data=demand, key=uuid4())
    assert running(made) == {"recheck", "rectify"}
    clockwork.move_to(moment("2026-09-28 09:00"))
    sweep()
    assert Incident.objects.get(pk=made.pk).status == "village"
    clockwork.move_to(moment("2026-10-08 10:00"))
    perform(made.pk, "recheck", by=town.grid_worker, data={"gone": True, "words": "已换新"}, key=uuid4())
    assert running(made) == {"village", "level_3"}, "it is still to be ended"
    perform(made.pk, "settle", by=town.grid_chief, data={"settled_how": "换了"}, key=uuid4())
    period = Period(date(2026, 9, 1), date(2026, 10, 31))
    keys = ("incident_late", "incident_done_in_time")
    asked = count(all_of("incident"), [(key, period) for key in keys])
    assert [int(value or 0) for value in asked.values()] == [0, 1]
    urgent = found(town, "0601", town.taowu_2, town.grid_worker)
    soon = {**demand, "finish_by": date(2026, 10, 20)}
    perform(urgent.pk, "watch_hazard", by=town.dispatcher, data=soon, key=uuid4())
    assert {"level_2", "recheck", "rectify"} <= running(urgent), "what is reckoned by the hour goes on"


def test_a_day_for_putting_right_that_passes_is_told_upwards_and_another_needs_a_reason(
    town: Town, clockwork: Any
) -> None:
    made = found(town, "0604", town.taowu_2, town.grid_worker)
    demand = {"demand": "加护栏", "owner": "桃坞农机合作社", "finish_by": date(2026, 9, 24), "cycle": 31}
    perform(made.pk, "watch_hazard", by=town.grid_chief, data=demand, key=uuid4())
    clock = Clock.objects.get(matter=made, rule="incident.rectify")
    assert clock.raw == date(2026, 9, 24)
    clockwork.move_to(moment("2026-09-24 10:00"))
    perform(made.pk, "recheck", by=town.grid_worker, data={"gone": False, "words": "没有装"}, key=uuid4())
    for at, step, whom in (
        ("2026-09-25 08:30", "over", {"grid_worker", "grid_chief"}),
        ("2026-09-27 08:30", "told", {"grid_chief", "director"}),
    ):
        clockwork.move_to(moment(at))
        sweep()
        told = Notice.objects.filter(key=f"clock:{clock.pk}:{step}").values_list("user__username", flat=True)
        assert whom <= set(told), step

    def longer(day: int) -> Any:
        answers = {"finish_by": date(2026, 10, day), "reason": "配件要从县里调"}
        return perform(made.pk, "set_another_day", by=town.grid_chief, data=answers, key=uuid4())

    with pytest.raises(Refused, match="晚于"):
        perform(made.pk, "set_another_day", by=town.grid_chief, data={"finish_by": date(2026, 9, 27), "reason": "再等等"}, key=uuid4())  # fmt: skip
    longer(9)
    assert Clock.objects.get(matter=made, rule="incident.rectify", ended_at=None).raw == date(2026, 10, 9)
    clockwork.move_to(moment("2026-10-08 10:00"))
    perform(made.pk, "recheck", by=town.grid_worker, data={"gone": True, "words": "装好了"}, key=uuid4())
    assert not Clock.objects.filter(matter=made, rule="incident.rectify", ended_at=None).exists()
    period = Period(date(2026, 9, 1), date(2026, 10, 31))
    assert list(count(all_of("incident"), [("incident_unmended", period)]).values()) == [1]


def test_patrols_are_written_once_counted_by_grid_and_reminded_of_by_plan_alone(
    town: Town, clockwork: Any
) -> None:
    clockwork.move_to(moment("2026-09-22 20:00"))
    client = page(town.grid_worker)
    walk = {
        "key": str(uuid4()),
        "day": "2026-09-22",
        "area": town.taowu_2.pk,
        "team": ["grid", "police"],
        "result": "none",
    }
    client.post("/grid/patrols/new/", walk)
    client.post("/grid/patrols/new/", walk)
    again = client.post("/grid/patrols/new/", {**walk, "key": str(uuid4())})
    assert "已经有人记了" in again.content.decode() and Patrol.objects.count() == 1
    other = client.post("/grid/patrols/new/", {**walk, "line": "南渠"})
    assert (
        other.status_code == 422 and "已经用过" in other.content.decode() and "南渠" in other.content.decode()
    )
    fresh = str(other.context["form"]["key"].value())
    assert client.post("/grid/patrols/new/", {**walk, "line": "南渠", "key": fresh}).status_code == 302
    assert Patrol.objects.count() == 2
    hit = {
        **walk,
        "key": str(uuid4()),
        "line": "北渠",
        "result": "found",
        "what": "涵洞护栏倒了",
        "topic": "1001",
    }
    client.post("/grid/patrols/new/", hit)
    incident = Patrol.objects.get(line="北渠").incident
    assert incident and incident.what == "涵洞护栏倒了"
    shown = page(town.dispatcher).get("/grid/patrols/?month=2026-09").content.decode()
    assert "桃坞第二网格" in shown and incident.number in shown and "韩广林" not in shown.split("<main")[1]

    assert patrols.remind() == 0, "no plan, no duty"
    plan = {
        "area": town.taowu_2.pk,
        "team": ["grid"],
        "weekdays": ["0", "2"],
        "starts_on": "2026-09-21",
        "ends_on": "2026-12-31",
    }
    assert client.get("/grid/patrols/plan/").status_code == 403
    assert page(town.grid_chief).post("/grid/patrols/plan/", plan).status_code == 302
    owed = "今天安排了巡查，还没有记"
    assert owed not in client.get("/grid/mine/").content.decode(), "a Tuesday"
    clockwork.move_to(moment("2026-09-23 09:00"))
    assert owed in page(town.grid_worker).get("/grid/mine/").content.decode()
    assert owed not in page(town.liaison).get("/grid/mine/").content.decode()
    clockwork.move_to(moment("2026-09-24 08:00"))
    client = page(town.grid_worker)
    assert patrols.remind() == 2, "Wednesday 09-23 was planned: worker and head"
    patrols.remind()
    assert Notice.objects.filter(sentence__contains="安排了 09-23 巡查").count() == 2
    found = tables.freeze(Period.of_month(2026, 9), None)["T10"]["rows"]["patrol"]
    pk = PatrolPlan.objects.get().pk
    assert page(town.grid_worker).post("/grid/patrols/plan/", {"end": pk}).status_code == 403
    assert f'value="{pk}">停止' in page(town.grid_chief).get("/grid/patrols/").content.decode()
    assert page(town.grid_chief).post("/grid/patrols/plan/", {"end": "9" * 30}).status_code == 404
    assert page(town.grid_chief).post("/grid/patrols/plan/", {"end": pk}).status_code == 302
    assert PatrolPlan.objects.get().ends_on == date(2026, 9, 24), "nobody is asked any more"
    assert found == {"due": 4, "done": 0}, "Mondays and Wednesdays to the 30th, walked on a Tuesday"


@pytest.mark.parametrize(("words", "fine"), [
    ("刑满释放人员、吸毒人员", False), ("上访老户", False), ("信访人", False), ("信访事项、矛盾纠纷", True), ("用火用电隐患", True),
])  # fmt: skip
def test_a_round_looks_for_matters_and_never_for_kinds_of_people(words: str, fine: bool) -> None:
    assert ("topics" not in DraftForm({"topics": words}).errors) is fine
