"""A check-up of an enterprise: its findings, each with its own term, and what becomes of one that is not mended."""

import copy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from core.models import Matter, Notice
from core.procedure.procedure import by_kind
from core.values.refused import Refused
from core.workflow.perform import open_matter
from legal.checkup.questions import newest, questions
from legal.models import Checkup, Finding
from tests.people import Town, moment

CODE = "91990121MA00000021"
FIRM = {
    "role": "applicant",
    "name": "桃坞建材有限公司",
    "is_organisation": True,
    "id_kind": "credit_code",
    "id_number": CODE,
}
RED = {"colour": "red", "area": "labour", "words": "三人没有签劳动合同", "advice": "补签书面劳动合同"}
BLUE = {"colour": "blue", "area": "contract", "words": "送货单没有签收人", "advice": "改用有签收栏的送货单"}


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def visited(town: Town, *parties: dict[str, Any]) -> Checkup:
    data = {
        "demand": "全面体检",
        "size": "small",
        "area": town.taowu,
        "centre": town.centre,
        "parties": [dict(one) for one in parties],
    }
    made = open_matter(
        "checkup", by=town.receptionist, data=data, key=uuid4(), at=moment("2026-03-02 09:00")
    ).matter
    town.act(made, "self_check", town.receptionist, moment("2026-03-06 09:00"), gaps=["6", "9"], notes="")
    facts = {"visited_on": date(2026, 3, 10), "team": "秦援手", "visit_words": "看了合同、工资表。"}
    return town.act(made, "visit", town.legal_officer, moment("2026-03-10 16:00"), **facts).matter


def reported(town: Town) -> Checkup:
    made = visited(town, FIRM)
    for risk, due in ((RED, date(2026, 3, 31)), (BLUE, date(2026, 4, 30))):
        town.act(made, "find", town.legal_officer, moment("2026-03-11 09:00"), **risk, due_on=due)
    return town.act(made, "report", town.legal_officer, moment("2026-03-12 09:00")).matter


def row(made: Any, number: int) -> Finding:
    return Finding.objects.get(matter=made.pk, number=number)


def runs(made: Any) -> list[tuple[str, int, date | None]]:
    found = made.clocks.filter(ended_at=None).order_by("rule", "item")
    return [(clock.rule.split(".")[1], clock.item, clock.raw) for clock in found]


def mend(town: Town, made: Any, number: int, at: str, good: bool = True, **more: Any) -> Any:
    facts = {"finding": row(made, number), "on": moment(at).date(), "words": "补签了。"}
    town.act(made, "mended", town.receptionist, moment(at), **facts)
    facts = {"finding": row(made, number), "good": good, "words": "看过。", **more}
    return town.act(made, "check_mending", town.legal_officer, moment(at), **facts).matter


def test_each_finding_has_its_own_term(town: Town) -> None:
    made = reported(town)
    assert (made.status, made.found, made.list_version) == ("mending", 2, newest())
    assert runs(made) == [("mend", 1, date(2026, 3, 31)), ("mend", 2, date(2026, 4, 30))]
    made = mend(town, made, 1, "2026-03-20 09:00", good=False, due_on=date(2026, 4, 10))
    assert (made.status, row(made, 1).state) == ("mending", "open")
    assert runs(made) == [("mend", 1, date(2026, 4, 10)), ("mend", 2, date(2026, 4, 30))]
    papers = {kind.key: kind.context for kind in by_kind()["checkup"].documents}
    said = papers["legal.checkup_report"](Checkup.objects.get(pk=made.pk))["sections"]
    assert "2026年3月31日" in f"{said}" and "2026年4月10日" not in f"{said}"  # the report of March
    facts = {"finding": row(made, 1), "way": "书面", "words": "月内补签"}
    town.act(made, "remind", town.receptionist, moment("2026-04-02 10:00"), **facts)
    Finding.objects.filter(matter=made.pk, number=1).update(due_on=date(2026, 4, 20))  # once more
    assert "到2026年4月10日" in papers["legal.checkup_reminder"](made, row(made, 1))["opening"][0]
    Finding.objects.filter(matter=made.pk, number=1).update(due_on=date(2026, 4, 10))
    mend(town, made, 1, "2026-04-08 09:00")
    made = mend(town, made, 2, "2026-04-20 09:00")
    assert (made.status, made.mended_on, runs(made)) == (
        "returning",
        date(2026, 4, 20),
        [("return", 0, date(2026, 5, 20))],
    )
    facts = {"on": date(2026, 5, 6), "return_words": "合同都在用。", "satisfaction": "satisfied"}
    assert (
        town.act(made, "return_visit", town.legal_officer, moment("2026-05-06 10:00"), **facts).matter.status
        == "filed"
    )


def test_who_does_not_mend_is_reminded_and_the_director_told(town: Town) -> None:
    made = reported(town)
    left = {"finding": row(made, 1), "reason": "企业说等工人回来。"}
    with pytest.raises(Refused, match="还没有届满"):
        town.act(made, "leave", town.legal_officer, moment("2026-03-31 09:00"), **left)
    with pytest.raises(Refused, match="还没有提醒过企业"):
        town.act(made, "leave", town.legal_officer, moment("2026-04-02 09:00"), **left)
    facts = {"finding": row(made, 1), "way": "书面", "words": "下月补签"}
    town.act(made, "remind", town.receptionist, moment("2026-04-02 10:00"), **facts)
    left["finding"] = row(made, 1)
    town.act(made, "leave", town.legal_officer, moment("2026-04-07 09:00"), **left)
    assert Notice.objects.filter(user=town.director, sentence__contains="没有整改第 1 个风险点").exists()
    made = mend(town, made, 2, "2026-04-20 09:00")
    assert (made.status, made.mended_on) == ("returning", None)  # not all of it was mended


def test_the_report_names_its_enterprise_and_what_is_struck_out_is_not_in_it(town: Town) -> None:
    made = visited(town)
    with pytest.raises(Refused, match="还没有写企业名称"):
        town.act(made, "report", town.legal_officer)
    made = visited(town, FIRM)
    town.act(made, "find", town.legal_officer, moment("2026-03-11 09:00"), **RED, due_on=date(2026, 3, 31))
    town.act(
        made,
        "drop_finding",
        town.legal_officer,
        moment("2026-03-11 10:00"),
        finding=row(made, 1),
        reason="登错。",
    )
    made = town.act(made, "report", town.legal_officer, moment("2026-03-12 09:00")).matter
    assert (made.status, made.found) == ("returning", 0)
    paper = next(kind for kind in by_kind()["checkup"].documents if kind.key == "legal.checkup_report")
    values = paper.context(Checkup.objects.get(pk=made.pk))
    assert (dict(values["rows"])["风 险 点"], dict(values["rows"])["信用代码"]) == ("没有发现", CODE)
    assert [title for title, _ in values["sections"]] == ["企业自查没有做到的", "上门情况"]


def test_lawyers_see_what_was_booked_and_others_of_their_room_do_not(town: Town) -> None:
    made = visited(town, FIRM)
    seen = {
        name
        for name, user in town.users.items()
        if Matter.objects.visible_to(user).filter(pk=made.pk).exists()
    }
    assert {"legal_officer", "director", "receptionist"} <= seen
    assert not {"handler", "mediator", "system_admin", "grid_worker"} & seen


def test_the_list_is_data_with_its_articles() -> None:
    codes = [one.code for one in questions()]
    assert len(codes) == len(set(codes)) and {one.area for one in questions()} <= set(Finding.Area.values)
    assert all("第" in one.basis and "条" in one.basis for one in questions())
