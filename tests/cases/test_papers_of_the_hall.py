"""What the papers of the hall say: leaders' words, units that help, returns and rulings, calls, who cannot read."""

from typing import Any
from uuid import uuid4

import pytest

from cases import documents as papers_of_case
from cases.documents import for_units
from cases.models import Case, Room
from core.documents import issue, render
from core.models import Document
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from core.workflow.perform import perform
from tests.people import Town, moment

THURSDAY = "2026-04-02 10:10"  # 清明 follows: 4 to 6 April are off
WORDS = "先排水、后清渠、再定责。"


def fresh(case: Any) -> Case:
    return Case.objects.get(pk=case.pk)


def form(case: Any) -> Any:
    return papers_of_case.registration_form(fresh(case))


def sheet(case: Any) -> Any:
    """The last 转办单: there is one for each hand-over."""
    case = fresh(case)
    return for_units.handover(case, for_units.leads(case)[-1])


def return_sheet(case: Any) -> Any:
    """The last 退回单."""
    case = fresh(case)
    return for_units.returned(case, for_units.returns(case)[-1])


def handed(town: Town, case: Any, at: str = "2026-04-02 11:00", **more: Any) -> Any:
    data = {"unit": town.works, "grade": "ordinary", "note": "先看现场。", **more}
    return town.act(case, "hand_over", town.dispatcher, moment(at), **data).matter


def instructed(town: Town, **more: Any) -> Any:
    case = town.register(at=moment(THURSDAY))
    town.act(
        case, "ask_instruction", town.dispatcher, moment("2026-04-02 10:30"), leader=town.duty_leader, opinion="拟转办"
    )  # fmt: skip
    data = {"words": WORDS, "unit": town.works, "grade": "ordinary", "note": "带上水泵。", **more}
    return town.act(case, "instruct", town.duty_leader, moment("2026-04-02 11:00"), **data).matter


HELPERS = [("farms", "核对受损面积", 3), ("taowu_village", "维持秩序", 5)]


def with_helpers(town: Town) -> Any:
    helpers = [{"unit": getattr(town, key), "part": part, "days": days} for key, part, days in HELPERS]
    return handed(town, town.register(at=moment(THURSDAY)), helpers=helpers)


def back(town: Town, case: Any, at: str = "2026-04-02 15:00", explanation: str = "职责清单第三项") -> Any:
    return town.act(
        case, "return", town.handler, moment(at), reason="not_ours", explanation=explanation
    ).matter


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.documents.render.render", lambda template, context, **_: str(context).encode())


# --- 转办单 -------------------------------------------------------------------------------------------------


def test_the_leader_s_words_and_the_desk_s_own_stand_apart(town: Town) -> None:
    shown = sheet(instructed(town))
    assert (shown["leader_note"], shown["leader_on"], shown["note"]) == (WORDS, "2026年4月2日", "带上水泵。")
    assert shown["leader_name"].startswith("唐志远")


def test_an_earlier_instruction_does_not_speak_for_a_later_hand_over(town: Town) -> None:
    case = handed(town, back(town, instructed(town)), "2026-04-02 16:00", unit=town.farms)
    shown = sheet(case)
    assert "leader_note" not in shown and shown["note"] == "先看现场。"
    assert form(case)["leader_note"] == WORDS  # the form of the whole matter keeps it


def test_units_that_help_stand_with_part_and_day(town: Town) -> None:
    shown = sheet(with_helpers(town))
    assert shown["helpers"] == [
        {"unit": "农业农村办公室", "part": "核对受损面积", "due": "2026年4月8日（星期三）"},
        {"unit": "桃坞村村民委员会", "part": "维持秩序", "due": "2026年4月10日（星期五）"},
    ]
    assert shown["sign_by"] == "2026年4月3日（星期五）"
    assert shown["return_by"] == "2026年4月7日（星期二）"


def test_the_feedback_day_is_its_own(town: Town) -> None:
    case = handed(town, town.register(at=moment(THURSDAY)), days=2)
    assert sheet(case)["answer_by"] == "2026年4月7日（星期二）"
    again = handed(town, back(town, case), "2026-04-02 16:00")
    assert sheet(again)["answer_by"] == "与办结时限相同"


def test_what_was_ruled_upon_may_not_come_back(town: Town) -> None:
    case = back(town, handed(town, town.register(at=moment(THURSDAY))))
    town.act(case, "uphold", town.dispatcher, moment("2026-04-02 16:00"), reason="职责清单第五项")
    shown = sheet(case)
    assert shown["return_by"] == "已裁定承办，不得再退"
    assert shown["sign_by"] == "2026年4月3日（星期五）"


def test_a_new_helper_makes_a_new_version_of_the_same_sheet(town: Town, plain: None) -> None:
    kind, case = document_kinds()["cases.handover"], handed(town, town.register(at=moment(THURSDAY)))
    first = issue.issue(kind, case, town.dispatcher)
    town.act(case, "add_helper", town.dispatcher, unit=town.farms, part="核对面积", days=3)
    second = issue.issue(kind, case, town.dispatcher)
    assert (first.number, first.scope, second.version) == (second.number, second.scope, 2)


# --- 退回单 -------------------------------------------------------------------------------------------------


def test_a_return_says_why_by_when_and_of_which_sheet(town: Town, plain: None) -> None:
    case = handed(town, town.register(at=moment(THURSDAY)))
    kind = document_kinds()["cases.returned"]
    with pytest.raises(Refused, match="还没有单位退回"):
        issue.issue(kind, case, town.dispatcher)
    sheet = issue.issue(document_kinds()[for_units.SHEET], case, town.dispatcher)
    shown = return_sheet(back(town, case, explanation="见职责清单：第三项"))
    assert (shown["why"], shown["explanation"]) == ("不属本单位职责", "见职责清单：第三项")
    assert (shown["from_unit"], shown["returned_by"]) == (town.works.name, "俞百川")
    assert (shown["filled_on"], shown["return_by"]) == ("2026年4月2日", "2026年4月7日（星期二）")
    assert (shown["sheet_number"], shown["ruling"]) == (sheet.number, "")


def test_each_return_has_its_number_and_tells_the_ruling(town: Town, plain: None) -> None:
    kind, case = document_kinds()["cases.returned"], handed(town, town.register(at=moment(THURSDAY)))
    first = issue.issue(kind, back(town, case), town.dispatcher)
    handed(town, case, "2026-04-02 16:00", unit=town.farms)
    moved = return_sheet(case)
    assert (moved["ruling"], moved["moved_to"], moved["ruled_by"]) == ("moved", "农业农村办公室", "贺志强")
    again = town.act(
        case, "return", town.stranger, moment("2026-04-03 09:00"), reason="elsewhere", explanation="已有人办"
    ).matter
    second = issue.issue(kind, again, town.director)
    scopes = list(kind.scopes(again))
    assert [first.number, second.number] == ["栖云退〔2026〕1号", "栖云退〔2026〕2号"]
    assert (second.scope, second.label, second.version) == (scopes[1], "退回单（第2次）", 1)
    perform(
        case.pk,
        "uphold",
        by=town.director,
        data={"reason": "第七项"},
        key=uuid4(),
        at=moment("2026-04-03 10:00"),
    )
    assert return_sheet(case)["ruling"] == "kept"


def test_a_helper_s_return_is_none_of_the_lead_s(town: Town) -> None:
    case = with_helpers(town)
    town.act(case, "decline_as_helper", town.stranger, reason="not_ours", explanation="不归我们")
    assert for_units.not_returned(fresh(case))
    assert [one["unit"] for one in sheet(case)["helpers"]] == ["桃坞村村民委员会"]


# --- 登记表 -------------------------------------------------------------------------------------------------


def test_the_form_tells_of_helpers_rooms_and_other_bodies(town: Town) -> None:
    assert (
        form(with_helpers(town))["passed_to"]
        == f"{town.works.name}（协办：农业农村办公室、桃坞村村民委员会）"
    )
    room = Room.objects.get(name="法律咨询室")
    guided = town.act(town.register(), "guide", town.receptionist, room=room).matter
    assert (form(guided)["opinion"], form(guided)["opinion_to"]) == ("guided", "法律咨询室")
    data = {"body": "澄湖县水利局", "where": "人民路1号", "basis": "《水法》第五十六条"}
    told = form(town.act(town.register(), "elsewhere", town.receptionist, **data).matter)
    assert (told["opinion"], told["opinion_to"]) == ("not_ours", "澄湖县水利局（人民路1号）")


ASKED = [["种了几亩", "三亩二分"], ["淹了几天", "两天"]]


def test_what_was_asked_besides_stands_below_the_demand(town: Town) -> None:
    shown = form(town.register(particulars=ASKED))
    assert shown["narrative"][-1] == "专项情况：种了几亩：三亩二分；淹了几天：两天。"
    assert shown["narrative_more"] == []


@pytest.mark.parametrize("demand", ["渠水漫进田里，" * 30, "渠水漫进田里。" * 60])
def test_where_it_does_not_fit_it_goes_on_the_next_sheet_whole(town: Town, demand: str) -> None:
    asked = [["经过", "很长" * 40]]
    shown = form(town.register(demand, particulars=asked))
    assert sum(map(len, shown["narrative"])) <= render.NARRATIVE_LIMIT
    assert shown["narrative_more"][-1] == f"专项情况：经过：{'很长' * 40}。"


def test_a_record_read_aloud_says_who_read_it(town: Town, plain: None) -> None:
    assert form(town.register(read_aloud=True))["read_aloud"]
    assert not form(town.register())["read_aloud"]


# --- 回访记录 -----------------------------------------------------------------------------------------------


def test_each_call_has_its_line_and_the_last_one_the_boxes(town: Town) -> None:
    case = town.replied(at=moment(THURSDAY))
    kind = document_kinds()["cases.called_back"]
    assert kind.why_not(fresh(case)) == "还没有回访，没有回访记录。"
    town.act(case, "reopen", town.receptionist, reason="渠还是不通")
    assert kind.why_not(fresh(case)) == ""
    town.act(case, "hand_over", town.dispatcher, unit=town.works, grade="simple")
    town.act(case, "sign", town.unit_head)
    town.act(case, "reply", town.unit_head, answer="又清了一遍。")
    town.act(case, "call_back", town.receptionist, satisfaction="satisfied", way="上门", note="这回通了。")
    shown = papers_of_case.called_back(fresh(case))
    assert (shown["way"], shown["satisfaction"], shown["words"]) == ("上门", "satisfied", "这回通了。")
    assert (shown["called_by"], shown["unit_of_answer"]) == ("林小满", f"{town.works.name}　冯立言")
    earlier = shown["earlier"]
    assert [(one["rating"], one["words"]) for one in earlier] == [("不满意，重办", "渠还是不通")]
    assert shown["reopened"]
    assert form(case)["visit_back"].startswith("上门")


def test_who_was_asked_at_the_counter_was_not_called(town: Town) -> None:
    case = town.act(
        town.register(), "answer_on_spot", town.receptionist, answer="已说明。", satisfaction="satisfied"
    ).matter
    shown = papers_of_case.called_back(fresh(case))
    assert (shown["way"], shown["called_by"], shown["earlier"]) == ("当场", "林小满", [])
    unasked = town.act(town.register(), "answer_on_spot", town.receptionist, answer="已说明。").matter
    assert document_kinds()["cases.called_back"].why_not(fresh(unasked))


# --- 告知书, 回执 -------------------------------------------------------------------------------------------


def test_the_notice_names_the_body_and_has_its_own_series(town: Town, plain: None) -> None:
    kind, case = (
        document_kinds()["cases.elsewhere"],
        town.register(parties=[{"name": "陶根发"}], head_count=3),
    )
    with pytest.raises(Refused, match="不能出具不属职责告知书"):
        issue.issue(kind, case, town.receptionist)
    data = {"body": "澄湖县水利局", "where": "人民路1号", "basis": "《水法》第五十六条"}
    town.act(case, "elsewhere", town.receptionist, **data)
    shown = papers_of_case.elsewhere(fresh(case))
    assert (shown["to"], shown["body"], shown["told_by"]) == ("陶根发等3人", "澄湖县水利局", "林小满")
    assert not shown["subject"].endswith("。")
    assert issue.issue(kind, fresh(case), town.receptionist).number == "栖云告〔2026〕1号"


def test_the_receipt_says_where_else_to_go(town: Town) -> None:
    data = {"body": "澄湖县水利局", "where": "人民路1号", "basis": "第五十六条"}
    case = town.act(town.register(), "elsewhere", town.receptionist, **data).matter
    assert papers_of_case.receipt(fresh(case))["steps"][0]["what"] == "已书面告知去哪里办"


def test_the_receipt_tells_nothing_of_what_units_owe_one_another(town: Town) -> None:
    told = [step["what"] for step in papers_of_case.receipt(fresh(with_helpers(town)))["steps"]]
    assert told == ["承办单位签收，并与您联系", "答复办理结果", "综治中心回访，请您评价"]


def test_both_receipts_carry_one_number_and_the_stub_no_key(town: Town) -> None:
    case = town.register()
    made = [
        issue.issue(document_kinds()[f"cases.{name}"], case, town.receptionist)
        for name in ("receipt", "receipt_twice")
    ]
    assert {paper.number for paper in made} == {case.number}
    assert Document.objects.count() == 2


def test_the_papers_cost_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    case = with_helpers(town)
    returned = back(town, handed(town, town.register(at=moment(THURSDAY))))
    for make, of in (
        (papers_of_case.handover, case),
        (papers_of_case.registration_form, case),
        (papers_of_case.returned, returned),
    ):
        with django_assert_max_num_queries(12):
            make(fresh(of))
