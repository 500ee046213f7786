"""Hand-overs: leads and helpers, returns and rulings, instructions, longer terms. Dates of 2026 with 清明 4–6 April."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from cases.forms_acts import ReplyForm
from cases.models import Case
from cases.steps.handing import LEAD_IS_NAMED_BY
from core.deadlines.calendars import office_calendar
from core.deadlines.lights import of_matter
from core.models import Access, Clock, Matter, Notice, User
from core.operations import verify_history
from core.procedure.procedure import by_kind
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import perform
from core.workflow.roadmap import Builder
from tests.people import Town, moment

NOT_OURS = {"reason": "not_ours", "explanation": "职责清单第 7 项，灌溉渠管护归农业农村办。"}
RECEIVED = "2026-04-02 10:10"  # Thu before 清明


def came(town: Town, **facts: Any) -> Any:
    return town.register("田间路排水渠被施工堵塞", at=moment(RECEIVED), **facts)


def handed(town: Town, at: str = "2026-04-02 11:00", *helpers: Any, by: Any = None, **facts: Any) -> Any:
    """Handed to 村镇办; a helper is (unit, part, days)."""
    case = facts.pop("case", None) or came(town)
    helping = [{"unit": unit, "part": part, "days": days} for unit, part, days in helpers]
    facts = {"unit": town.works, "grade": "complex", "helpers": helping, **facts}
    return town.act(case, "hand_over", by or town.dispatcher, moment(at), **facts).matter


def running(case: Any) -> dict[tuple[str, str], Clock]:
    clocks = Clock.objects.running().filter(matter=case).select_related("unit")
    return {(clock.rule, clock.unit.short_name if clock.unit else ""): clock for clock in clocks}


def again(user: User) -> User:
    """Read anew, as each request does."""
    return User.objects.get(pk=user.pk)


# --- Parallel units ------------------------------------------------------------------------------------------


def test_each_unit_has_its_own_part_and_day(town: Town) -> None:
    case = handed(
        town, "2026-04-02 11:00", (town.farms, "核对受损面积", 3), (town.taowu_village, "劝停施工", 1), days=5
    )
    clocks = running(case)
    assert (
        clocks["cases.sign", "村镇办"].raw == clocks["cases.sign", "农业农村办"].raw == date(2026, 4, 3)
    )  # Fri
    assert clocks["cases.assist", "农业农村办"].raw == date(2026, 4, 8)  # Wed: Fri 3, Tue 7, Wed 8
    assert clocks["cases.assist", "桃坞村"].raw == date(2026, 4, 3)
    assert clocks["cases.feedback", "村镇办"].raw == date(
        2026, 4, 10
    )  # Fri, not Thu 9: 清明 is no working day
    assert clocks["cases.return", "村镇办"].rolled == date(2026, 4, 7)
    assert clocks["cases.handle_complex", ""].raw == date(2026, 4, 22)
    assert ("cases.return", "农业农村办") not in clocks


def test_the_lead_waits_for_its_helpers_and_joins_their_answers(town: Town) -> None:
    case = handed(town, "2026-04-02 11:00", (town.farms, "核对受损面积", 3))
    helper, lead = again(town.stranger), town.handler
    assert Matter.objects.visible_to(helper).filter(pk=case.pk).exists()
    with pytest.raises(PermissionDenied):  # what the lead does is not the helper's
        town.act(case, "sign", helper)
    with pytest.raises(Refused, match="请先签收协办"):
        town.act(case, "answer_as_helper", helper, answer="两亩三分。")
    town.act(case, "sign", lead, moment("2026-04-03 09:00"))
    sign = Clock.objects.get(matter=case, rule="cases.sign", unit=town.farms)
    assert sign.ended_at is None  # the lead's signature is not the helper's
    town.act(case, "sign_as_helper", helper, moment("2026-04-03 10:00"))
    with pytest.raises(Refused, match="农业农村办）还没有答复"):
        town.act(case, "reply", lead, answer="已清理。")
    with pytest.raises(Refused, match="没有在协办"):  # the lead helps nobody
        town.act(case, "answer_as_helper", lead, answer="……")
    town.act(case, "answer_as_helper", helper, moment("2026-04-07 16:20"), answer="受损两亩三分。")
    assert Clock.objects.get(matter=case, rule="cases.assist").end == "met"
    assert Notice.objects.filter(user=lead, sentence__contains="农业农村办已答复协办").exists()
    case = Case.objects.get(pk=case.pk)

    assert "农业农村办公室：受损两亩三分。" in str(ReplyForm(matter=case)["answer"])
    done = town.act(case, "reply", lead, answer="已清理；受损两亩三分，已登记补偿。").matter
    assert done.status == "replied" and not running(case).keys() - {("cases.call_back", "综治中心")}
    assert list(verify_history.verify()) == []


def test_helpers_come_go_and_say_no(town: Town) -> None:
    case = handed(town)
    town.act(case, "add_helper", town.dispatcher, unit=town.farms, part="核对面积", days=3)
    for twice in (town.farms, town.works):
        with pytest.raises(Refused, match=r"已经在协办|不能同时协办"):
            town.act(case, "add_helper", town.dispatcher, unit=twice, part="再来", days=3)
    helper = again(town.stranger)
    town.act(case, "decline_as_helper", helper, **NOT_OURS)
    assert not Matter.objects.visible_to(again(town.stranger)).filter(pk=case.pk).exists()
    with pytest.raises(Http404):
        town.act(case, "sign_as_helper", again(town.stranger))
    assert ("cases.assist", "农业农村办") not in running(case)
    town.act(case, "add_helper", town.dispatcher, unit=town.taowu_village, part="劝停", days=2)
    row = Case.objects.get(pk=case.pk).helpers()[0]
    town.act(case, "drop_helper", town.dispatcher, helper=row, reason="已由村镇办一并办。")
    assert not Case.objects.get(pk=case.pk).helpers()
    assert not Access.objects.current().filter(matter=case, unit=town.taowu_village).exists()


def test_a_lead_cannot_help_itself_and_nobody_helps_twice(town: Town) -> None:
    for helpers in ([(town.works, "自己", 3)], [(town.farms, "一", 3), (town.farms, "二", 3)]):
        case = came(town)
        with pytest.raises(Refused, match=r"不能同时协办|不能协办两次"):
            handed(town, "2026-04-02 11:00", *helpers, case=case)
        assert Case.objects.get(pk=case.pk).status == "registered"


# --- Return, ruling, a second return ------------------------------------------------------------------------------


def test_a_late_return_is_refused_and_the_director_may_have_it_reassigned(town: Town) -> None:
    """Scenario S2: returned on 04-08, allowed until 04-07."""
    case = handed(town)
    with pytest.raises(Refused, match=r"已过退回期限.*04-07"):
        town.act(case, "return", town.handler, moment("2026-04-08 09:00"), **NOT_OURS)
    with pytest.raises(Refused, match="要经中心主任同意") as refused:
        town.act(case, "reassign", town.dispatcher, unit=town.farms, grade="complex", reason="属农业农村办。")
    assert refused.value.field == "decided_by"
    due = running(case)["cases.handle_complex", ""].raw

    moved = perform(
        case.pk,
        "reassign",
        by=town.dispatcher,
        data={"unit": town.farms, "grade": "complex", "reason": "属农业农村办。"},
        at=moment("2026-04-08 10:00"),
        decided_by="周玉兰（中心主任）",
    ).matter
    assert moved.holder_unit == town.farms and moved.status == "handed_over"
    assert running(case)["cases.handle_complex", ""].raw == due  # it did not move
    assert ("cases.sign", "村镇办") not in running(case)
    with pytest.raises(Refused, match="已经由这个单位承办"):
        town.act(case, "reassign", town.director, unit=town.farms, grade="complex", reason="……")


def test_a_return_may_be_ruled_against_and_then_binds(town: Town) -> None:
    case = handed(town)
    town.act(case, "return", town.handler, moment("2026-04-03 09:00"), **NOT_OURS)
    back = town.act(
        case, "uphold", town.dispatcher, moment("2026-04-03 14:10"), reason="职责清单第 3 项。"
    ).matter
    assert back.holder_unit == town.works and back.status == "handed_over"
    assert running(case)["cases.sign", "村镇办"].raw == date(2026, 4, 7)  # Tue
    with pytest.raises(Refused, match="已经裁定，不能再退回"):
        town.act(case, "return", town.handler, **NOT_OURS)


def test_a_second_return_goes_to_the_director_who_names_the_lead(town: Town) -> None:
    case = handed(town)
    town.act(case, "return", town.handler, moment("2026-04-03 09:00"), **NOT_OURS)
    handed(town, "2026-04-03 10:00", case=case, unit=town.farms)
    stranger = again(town.stranger)
    twice = town.act(case, "return", stranger, moment("2026-04-03 15:00"), **NOT_OURS).matter
    assert twice.holder_user == town.director and town.director.has_perm(LEAD_IS_NAMED_BY)
    assert Notice.objects.filter(user=town.director, sentence__contains="第 2 次退回").exists()
    for step, facts in (
        ("hand_over", {"unit": town.works, "grade": "complex"}),
        ("uphold", {"reason": "……"}),
    ):
        with pytest.raises(Refused, match="已经两次退回") as refused:
            town.act(case, step, town.dispatcher, **facts)
        assert refused.value.field == "decided_by"
    handed(town, "2026-04-03 16:00", case=case, by=town.director)
    assert ("cases.return", "村镇办") not in running(case)  # a named lead has no term to send it back in
    with pytest.raises(Refused, match="已经裁定，不能再退回"):
        town.act(case, "return", town.handler, **NOT_OURS)
    assert running(case)["cases.handle_complex", ""].raw == date(2026, 4, 22)  # since the day it came in
    road = road_of(case)
    assert [step.state for step in road.older + road.steps][:6] == [
        "done",
        "back",
        "done",
        "back",
        "done",
        "now",
    ]


def road_of(case: Any) -> Any:
    procedure = by_kind()["case"]
    case = Case.objects.get(pk=case.pk)
    entries = case.history.select_related("by", "holder", "unit", "detail").order_by("seq")
    return Builder(
        procedure,
        case,
        list(entries),
        list(case.clocks.all()),
        office_calendar(),
        now(),
        procedure.tracks(case),
    ).build()


def test_a_term_that_waits_for_its_calendar_uses_up_nothing(town: Town) -> None:
    """In December a term of sixty days ends in a year whose working days nobody knows yet: that is no red bar."""
    with time_machine.travel(moment("2026-12-23 09:00"), tick=False):
        case = town.register("沟渠堵塞", at=moment("2026-12-21 09:00"))
        given = {"unit": town.works, "grade": "complex"}
        case = town.act(case, "hand_over", town.dispatcher, moment("2026-12-21 10:00"), **given).matter
        case = town.act(case, "sign", town.handler).matter
        step = next(step for step in road_of(case).steps if step.state == "now")
    assert step.light and "待2027年日历" in step.light.text
    assert step.used_pct is None and not step.over_pct and step.allowed_text


def test_the_times_of_all_holders_are_its_age(town: Town) -> None:
    case = handed(town, "2026-04-02 11:00", (town.farms, "核对面积", 3))
    town.act(case, "return", town.handler, moment("2026-04-03 09:00"), **NOT_OURS)
    handed(town, "2026-04-03 14:20", case=case, unit=town.taowu_village)
    chief = again(town.grid_chief)
    town.act(case, "sign", chief, moment("2026-04-07 09:00"))
    town.act(
        case,
        "sign_as_helper",
        again(town.stranger),
        moment("2026-04-07 10:00"),
    )
    town.act(case, "answer_as_helper", again(town.stranger), moment("2026-04-08 10:00"), answer="两亩。")
    town.act(case, "reply", chief, moment("2026-04-09 17:00"), answer="已清。")
    done = town.act(
        case, "call_back", town.receptionist, moment("2026-04-10 09:00"), satisfaction="satisfied"
    ).matter
    road = road_of(case)
    steps = [*road.older, *road.steps]
    assert sum(step.minutes for step in steps) == office_calendar().working_minutes(
        case.received_at, done.closed_at
    )
    names = [track.name for step in steps for track in step.tracks]
    assert "主办 桃坞村" in names and "协办 农业农村办" in names
    assert next(track for step in steps for track in step.tracks if track.name == "协办 农业农村办").met


# --- Instructions ---------------------------------------------------------------------------------------------------


def test_a_leader_s_words_hand_the_case_over(town: Town) -> None:
    """Scenario S2: instructed the same day, 村镇办 to lead; sign by 04-03, feedback in five working days 04-10."""
    case = came(town)
    asked = town.act(
        case,
        "ask_instruction",
        town.dispatcher,
        moment("2026-04-02 10:40"),
        leader=town.duty_leader,
        opinion="拟由村镇办主办。",
    ).matter
    assert asked.holder_user == town.duty_leader and asked.status == "awaiting"
    assert running(case)["cases.instruct", "党政办"].raw == date(2026, 4, 3)
    words = {"words": "村镇办牵头，先查清来源。", "unit": town.works, "grade": "complex", "days": 5}
    with pytest.raises(Refused, match="要写明是谁批的") as refused:
        town.act(case, "instruct", town.dispatcher, **words)
    assert refused.value.field == "decided_by"
    done = town.act(case, "instruct", town.duty_leader, moment("2026-04-02 16:00"), **words).matter
    assert done.status == "handed_over" and done.instructions.get().given_by.startswith("唐志远")
    clocks = running(case)
    assert clocks["cases.sign", "村镇办"].raw == date(2026, 4, 3)
    assert clocks["cases.feedback", "村镇办"].raw == date(2026, 4, 10)
    assert of_matter(Matter.objects.get(pk=case.pk), moment("2026-04-02 16:01"), office_calendar()).colour


def test_a_paper_instruction_says_whose_it_is(town: Town) -> None:

    case = came(town)
    town.act(case, "ask_instruction", town.dispatcher, leader=town.chief, opinion="……")
    data = {"words": "同意。", "unit": town.works, "grade": "simple"}
    perform(case.pk, "instruct", by=town.dispatcher, data=data, decided_by="孟德顺（镇长）")
    row = Case.objects.get(pk=case.pk).instructions.get()
    assert (row.given_by, row.typed_by) == ("孟德顺（镇长）", town.dispatcher)
    assert case.history.last().decided_by == "孟德顺（镇长）"


# --- Longer terms ------------------------------------------------------------------------------------------------------


def in_hand(town: Town, grade: str = "ordinary") -> Any:
    case = handed(town, grade=grade)
    return town.act(case, "sign", town.handler, moment("2026-04-03 09:00")).matter


def test_a_term_grows_once_with_consent_from_its_first_day(town: Town) -> None:
    case = in_hand(town)  # 7 days: Thu 04-09
    ask = {"days": 10, "reason": "要等检测。"}
    town.act(case, "ask_extension", town.handler, moment("2026-04-08 09:00"), **ask)
    assert running(case)["cases.extension", "综治中心"].raw == date(2026, 4, 9)
    with pytest.raises(Refused, match="还没有批复"):
        town.act(case, "ask_extension", town.handler, **ask)
    with pytest.raises(PermissionDenied):
        town.act(case, "grant_extension", town.dispatcher)
    town.act(case, "grant_extension", town.director, moment("2026-04-08 15:00"))
    clock = running(case)["cases.handle_ordinary", ""]
    assert clock.raw == date(2026, 4, 19) and clock.rolled == date(2026, 4, 20)  # Sun → Mon
    assert Notice.objects.filter(user=town.receptionist, sentence__contains="2026-04-19").exists()
    with pytest.raises(Refused, match="已经延期过一次"):
        town.act(case, "ask_extension", town.handler, **ask)


def test_no_longer_term_after_the_day_and_none_without_consent(town: Town) -> None:
    case = in_hand(town)
    with pytest.raises(Refused, match="已过办理期限（04-09 止）"):
        town.act(case, "ask_extension", town.handler, moment("2026-04-10 08:30"), days=5, reason="……")
    town.act(case, "ask_extension", town.handler, moment("2026-04-08 09:00"), days=5, reason="……")
    town.act(case, "refuse_extension", town.director, moment("2026-04-08 10:00"), reason="不需要。")
    assert running(case)["cases.handle_ordinary", ""].raw == date(2026, 4, 9)
    assert ("cases.extension", "综治中心") not in running(case)


def test_urging_tells_all_who_hold_it(town: Town) -> None:
    case = handed(town, "2026-04-02 11:00", (town.farms, "核对面积", 3))
    town.act(case, "urge", town.receptionist, words="请今天给准信。")
    told = set(Notice.objects.filter(sentence__startswith="催办").values_list("user__username", flat=True))
    assert told == {"handler", "unit_head", "stranger"}
    with pytest.raises(PermissionDenied):
        town.act(case, "urge", town.handler, words="……")
