"""A unit's plan of publicity: what is not held by its month's end is told, what was held is counted by its day."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.models import Matter, Notice
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind
from core.statistics.counting import table
from core.values.refused import Refused
from core.workflow import escalation
from core.workflow.perform import open_matter
from legal.models import Certificate, Lesson, Plan
from legal.publicity.forms import PlanForm
from legal.standard_tables import SPREAD
from tests.people import Town, moment

LINES = [(3, "妇女权益保障法"), (4, "国家安全法"), (5, "民法典")]


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def plan(town: Town, unit: Any = None, **facts: Any) -> Plan:
    Plan.objects.filter(unit=unit or town.works, year=2026).update(year=2020)  # of another test
    data = {
        "demand": "每月一法",
        "unit": unit or town.works,
        "year": 2026,
        "lines": LINES,
        "area": town.town,
        **facts,
    }
    return open_matter(
        "publicity", by=town.director, data=data, key=uuid4(), at=moment("2026-03-02 09:00")
    ).matter


def event(made: Any, number: int) -> Lesson:
    return Lesson.objects.get(matter=made.pk, number=number)


def hold(town: Town, made: Any, number: int, on: date, by: Any = None, **facts: Any) -> Any:
    data = {
        "lesson": event(made, number),
        "held_on": on,
        "place": "文化广场",
        "attended": 60,
        "leaflets": 80,
        **facts,
    }
    at = moment(f"{on} 17:00")
    return town.act(made, "hold_lesson", by or town.handler, at, **data).matter


def test_each_event_has_until_the_end_of_its_month(town: Town) -> None:
    made = plan(town)
    found = made.clocks.filter(ended_at=None).order_by("item").values_list("item", "raw", "unit")
    assert [tuple(row) for row in found] == [
        (n, date(2026, m, d), town.works.pk) for n, m, d in ((1, 3, 31), (2, 4, 30), (3, 5, 31))
    ]
    hold(town, made, 1, date(2026, 3, 20))
    assert made.clocks.get(item=1).end == "met"
    facts = {"lesson": event(made, 2), "month": 6, "reason": "请的老师没有空。"}
    town.act(made, "move_lesson", town.director, moment("2026-04-20 09:00"), **facts)
    assert made.clocks.get(item=2, ended_at=None).raw == date(2026, 6, 30)
    with pytest.raises(Refused, match="2 月已经过去"):
        plan(town, lines=[(2, "宪法")])


def test_one_plan_a_unit_and_year(town: Town) -> None:
    plan(town)
    data = {"demand": "又一份", "unit": town.works, "year": 2026, "lines": LINES, "area": town.town}
    with pytest.raises(Refused, match="2026 年的普法计划已经登记"):
        open_matter("publicity", by=town.director, data=data, key=uuid4(), at=moment("2026-03-02 10:00"))


def test_what_is_not_held_is_told_to_its_unit_and_then_up(town: Town) -> None:
    made = plan(town)

    def told(at: str) -> set[str]:
        Notice.objects.all().delete()
        with time_machine.travel(moment(at), tick=False):
            escalation.sweep()
        return set(Notice.objects.filter(matter=made.pk).values_list("user__username", flat=True))

    assert "handler" in told("2026-03-25 10:00")
    assert "handler" in told("2026-04-01 10:00")
    assert {"director", "duty_leader"} & told("2026-04-13 10:00")


def test_a_year_is_summed_up_once_nothing_is_left(town: Town) -> None:
    made = plan(town)
    with pytest.raises(Refused, match="还有 3 场没有开展"):
        town.act(made, "sum_up", town.handler, moment("2026-03-03 09:00"), summary="好。")
    for number, month in ((1, 3), (2, 4)):
        hold(town, made, number, date(2026, month, 20))
    town.act(
        made,
        "drop_lesson",
        town.director,
        moment("2026-05-06 09:00"),
        lesson=event(made, 3),
        reason="并入集市宣传。",
    )
    assert made.clocks.get(rule="legal.sum_up").ended_at is None
    made = town.act(
        made, "sum_up", town.handler, moment("2026-05-07 09:00"), summary="两场，都是集市。"
    ).matter
    paper = next(kind for kind in by_kind()["publicity"].documents if kind.key == "legal.publicity")
    sheet = paper.context(Plan.objects.get(pk=made.pk))
    assert sheet["opening"][0].endswith("计划 3 场，已开展 2 场，取消 1 场。")
    assert sheet["on"] == "2026年5月7日"  # what was done by May is not told on a day in March
    rows = [words for _, words in sheet["rows"]]
    assert rows[0].endswith("2026年3月20日，文化广场，60 人次，资料 80 份") and rows[2].endswith(
        "取消：并入集市宣传。"
    )


def test_certificates_are_for_who_came(town: Town) -> None:
    made = plan(town)
    facts = {"month": 3, "kind": "training", "topic": "人民调解法", "audience": "mediators"}
    town.act(made, "add_lesson", town.handler, moment("2026-03-03 09:00"), **facts)
    hold(town, made, 4, date(2026, 3, 20), attended=2, hours=Decimal("3.5"))
    facts = {"lesson": event(made, 4), "names": ["方立新", "韩广林"]}
    made = town.act(made, "certify", town.handler, moment("2026-03-21 09:00"), **facts).matter
    for names, said in ((["方立新"], "已经发过"), (["秦满仓"], "不能多于人数")):
        with pytest.raises(Refused, match=said):
            town.act(
                made, "certify", town.handler, moment("2026-03-21 10:00"), lesson=event(made, 4), names=names
            )
    assert "方立新" not in str(list(made.history.values_list("detail", flat=True)))
    paper = next(kind for kind in by_kind()["publicity"].documents if kind.key == "legal.certificate")
    words = paper.context(
        Plan.objects.get(pk=made.pk), Certificate.objects.get(matter=made.pk, name="方立新")
    )["opening"][0]
    assert "3.5 学时" in words and "“人民调解法”" in words


def test_the_unit_sees_its_own_plan_and_no_other_s(town: Town) -> None:
    made, other = plan(town), plan(town, town.farms)
    seen = Matter.objects.visible_to(town.handler)
    assert (seen.filter(pk=made.pk).exists(), seen.filter(pk=other.pk).exists()) == (True, False)
    client = Client()
    client.force_login(town.handler)
    assert client.get(reverse("register_publicity")).status_code == 403
    client.force_login(town.committee_head)
    page = client.get(reverse("register_publicity")).content.decode()
    assert "登记并打印计划" in page and "此人以前" not in page, "a plan is about nobody"


def test_lines_are_read_as_they_are_written() -> None:
    form = PlanForm()
    form.cleaned_data = {"lines": "3月 妇女权益保障法\n4、国家安全法\n\n12月：宪法"}
    assert form.clean_lines() == [(3, "妇女权益保障法"), (4, "国家安全法"), (12, "宪法")]


def test_what_was_held_and_what_was_owed_is_counted(town: Town) -> None:
    Plan.objects.update(year=2020)
    Lesson.objects.update(held_on=None, state="dropped")
    made = plan(town)
    hold(town, made, 1, date(2026, 3, 20))
    hold(town, made, 2, date(2026, 5, 3))
    by_month = [table(SPREAD, Period.of_month(2026, month), None) for month in (3, 4, 5)]
    counted = [[one[key]["month"] for key in SPREAD] for one in by_month]
    assert counted == [[1, 60, 80, 0], [0, 0, 0, 1], [1, 60, 80, 1]]  # April's was late, May's is owed still
