"""What is asked of one leader is his, his deputy's for the day, or taken over by an act that says so."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.models import CalendarYear, Clock, HistoryEntry, Holding, Notice, Post, User
from core.models.organisation import entering
from core.procedure.procedure import by_kind, procedures
from core.procedure.transitions import PASSES
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import perform
from core.workflow.roadmap import Builder
from tests.people import BEGINNING, Town, moment
from tests.sweeps.world import at_status, has_sample


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def asked(town: Town, leader: User) -> Any:
    case = town.register()
    return town.act(
        case, "ask_instruction", town.dispatcher, leader=leader, opinion="拟由村镇办主办。"
    ).matter


def words(town: Town) -> dict[str, Any]:
    return {"unit": town.works, "grade": "ordinary", "words": "请村镇办抓紧。"}


def test_another_leader_does_not_answer_for_the_one_who_was_asked(town: Town, client: Client) -> None:
    case = asked(town, town.duty_leader)
    with pytest.raises(Refused, match=r"唐志远.*代为批示"):
        town.act(case, "instruct", town.chief, **words(town))
    client.force_login(town.chief)
    page = client.get(f"/matters/{case.pk}/").content.decode()
    assert "代为批示" in page and f"/matters/{case.pk}/do/take_over/" in page
    assert "这一步报请的是唐志远" in client.get(f"/matters/{case.pk}/do/instruct/").content.decode()
    client.force_login(town.duty_leader)
    assert "代为批示" not in client.get(f"/matters/{case.pk}/").content.decode()


def test_taking_over_tells_the_first_and_stands_on_the_road(town: Town) -> None:
    with time_machine.travel(moment("2026-06-15 09:00")):
        case = asked(town, town.duty_leader)
    with time_machine.travel(moment("2026-06-15 11:00")):
        town.act(case, "take_over", town.chief, reason="唐志远出差。")
        told = Notice.objects.get(user=town.duty_leader, sentence__contains="代为办理")
        assert "孟德顺" in told.sentence
    with time_machine.travel(moment("2026-06-15 15:00")):
        case = town.act(case, "instruct", town.chief, **words(town)).matter
        entries = list(
            HistoryEntry.objects.filter(matter=case).select_related("by", "holder", "unit", "detail")
        )
        clocks = list(Clock.objects.filter(matter=case))
        road = Builder(
            by_kind()["case"], case, entries, clocks, office_calendar(), moment("2026-06-15 15:00")
        ).build()
    held = [(step.holder_text, step.minutes) for step in road.steps if step.name == "领导批示"]
    assert held == [("党政办 · 唐志远", 120), ("党政办 · 孟德顺", 120)]
    assert case.instructions.get().given_by.startswith("孟德顺")


def test_the_deputy_of_the_day_acts_for_him(town: Town) -> None:
    deputy = User.objects.create_user("deputy", "代理人甲", must_change_password=False)
    post = Post.objects.get(role="duty_leader")
    giver, second = User.objects.get(username="giver"), User.objects.get(username="second")
    facts = {"deputy": True, "starts_on": BEGINNING, "ends_on": localdate() + timedelta(days=2)}
    Holding.objects.create(post=post, user=deputy, given_by=giver, activated_by=second, **facts)
    case = asked(town, town.duty_leader)
    assert town.act(case, "instruct", deputy, **words(town)).matter.status == "handed_over"
    # Who comes in by a request has the same posts, and the calendar as it stands.
    for user in User.objects.filter(is_active=True):
        came = entering(user.pk)
        assert came is not None and came.reach == User.objects.get(pk=user.pk).reach
        assert office_calendar(came) is office_calendar()
    CalendarYear.objects.update(loaded_at=now())
    assert entering(deputy.pk).calendar_stamp != came.calendar_stamp  # type: ignore[union-attr]
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert entering(deputy.pk) is None


def test_words_typed_from_paper_are_those_of_the_one_who_was_asked(town: Town) -> None:
    case = asked(town, town.duty_leader)
    with pytest.raises(Refused) as no:
        perform(case.pk, "instruct", by=town.dispatcher, data=words(town), decided_by="孟德顺（镇长）")
    assert "唐志远" in no.value.sentence and no.value.field == "decided_by"
    done = perform(case.pk, "instruct", by=town.dispatcher, data=words(town), decided_by="唐志远（副镇长）")
    assert done.matter.instructions.get().given_by == "唐志远（副镇长）"


def test_a_report_is_checked_and_signed_by_whom_it_was_sent_to(town: Town) -> None:
    report = at_status(town, "report", "submitted")  # sent to the director
    data = {"facts": report.facts, "signer": town.chief, "note": ""}
    for name, given in (("check", data), ("send_back", {"reason": "太长。"})):
        with pytest.raises(Refused, match=r"周玉兰.*代为审核"):
            town.act(report, name, town.chief, **given)
    type(report).objects.filter(pk=report.pk).update(drafter=town.duty_leader)  # a leader wrote it himself
    with pytest.raises(Refused, match="编制人以外"):
        town.act(report, "take_over_check", town.duty_leader, reason="本人出差。")
    town.act(report, "take_over_check", town.chief, reason="本人出差。")
    report = town.act(report, "check", town.chief, **{**data, "signer": town.duty_leader}).matter
    other = User.objects.create_user("other_leader", "另一领导", must_change_password=False)
    holding = Holding.objects.get(user=town.chief)
    holding.pk, holding.user = None, other
    holding.save()
    with pytest.raises(Refused, match=r"唐志远.*代为签发"):
        town.act(report, "sign_off", other, note="")
    assert Notice.objects.filter(user=town.director, sentence__contains="代为办理").exists()


def test_every_act_that_is_asked_of_one_can_be_taken_over() -> None:
    """Each addressed row, at each of its statuses: a row to take it over, for the same people."""
    found = 0
    for procedure in procedures():
        flow = procedure.workflow
        for row in flow.transitions:
            for status in row.sources if row.who.named else ():
                over = [other for other in flow.offered(status) if other.name.startswith("take_over")]
                assert len(over) == 1 and PASSES in over[0].show and has_sample(procedure.kind, over[0]), (
                    row.name,
                    status,
                )
                found += 1
    assert found >= 5
