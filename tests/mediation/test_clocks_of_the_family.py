"""What a case above shows of the clocks below it, what its receipt promised, and a term that stands still."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.documents import for_citizen
from core.deadlines.calendars import office_calendar
from core.deadlines.lights import of_matter
from core.models import Clock, Matter, Notice
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.escalation import sweep
from mediation.clocks import GROUNDS
from tests.people import Town, moment
from tests.sweeps.world import PARTIES

AT = moment("2026-03-10 09:30")  # Tue


@pytest.fixture
def case(town: Town) -> Any:
    with time_machine.travel(AT, tick=False):
        yield town.register(parties=PARTIES, at=AT)


def fresh(matter: Any) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def test_a_case_in_mediation_shows_the_tightest_clock_of_the_family(town: Town, case: Any) -> None:
    mediation = town.mediate(case, until="applied")
    decide = mediation.clocks.get(rule="mediation.decide")
    assert fresh(case).due_at == decide.expires_at and fresh(case).warn_at == decide.warn_at
    mediation = town.act(
        mediation, "accept", town.committee_head, dispute="neighbour", source="application"
    ).matter
    first = mediation.clocks.get(rule="mediation.first_session")
    assert fresh(case).due_at == first.expires_at
    assert of_matter(fresh(case), now(), office_calendar()).text != "本镇无期限"


def test_what_the_receipt_promised_is_watched_until_the_result_comes_back(town: Town, case: Any) -> None:
    steps = {row["what"]: row["when"] for row in for_citizen._steps(case)}
    mediation = town.mediate(case)
    clock = Clock.objects.get(matter=case, rule="cases.handle_complex")
    assert f"最迟{clock.raw.month}月{clock.raw.day}日" in "".join(steps.values())
    assert clock.ended_at is None
    again = for_citizen._steps(fresh_case(case))
    assert any(f"{clock.raw.month}月{clock.raw.day}日" in row["when"] for row in again)
    town.agree(mediation)
    clock.refresh_from_db()
    assert clock.end == "met" and clock.ended_at < clock.expires_at


def fresh_case(case: Any) -> Any:
    return type(case).objects.get(pk=case.pk)


def test_a_merged_case_keeps_its_promise_too(town: Town, case: Any) -> None:
    other = town.register("同一条渠")
    merged = town.act(case, "merge", town.dispatcher, other=other, reason="同一处渠").matter
    clock = Clock.objects.get(matter=case, rule="cases.handle_complex", ended_at=None)
    assert merged.due_at == clock.expires_at


def suspended(town: Town, mediation: Any, **data: Any) -> Any:
    given = {"ground": "capacity", "until": date(2026, 4, 10), **data}
    return town.act(mediation, "suspend", town.mediator, **given).matter


def test_suspended_it_is_not_late_and_goes_on_where_it_stopped(town: Town, case: Any) -> None:
    with time_machine.travel(AT, tick=False) as clockwork:
        mediation = suspended(town, town.mediate(case))
        term = mediation.clocks.get(rule="mediation.term")
        assert (mediation.status, term.suspended_until) == ("suspended", date(2026, 4, 10))
        assert GROUNDS["capacity"].basis in term.suspended_for
        clockwork.move_to(moment("2026-04-10 09:00"))  # Fri: thirty-one days later
        assert not Matter.objects.filter(pk=mediation.pk).exclude(due_at=None).exists()
        assert of_matter(fresh(mediation), now(), office_calendar()).text == "中止"
        sweep()
        assert Notice.objects.filter(user=town.mediator, sentence__startswith="中止的期限到了").count() == 1
        done = town.act(mediation, "resume", town.mediator, reason="法院已经判决。").matter
        assert done.status == "in_session"
        term.refresh_from_db()
        assert term.raw == date(2026, 5, 10)  # 03-10 + 30 + 31
        assert fresh(mediation).due_at is not None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"ground": "appraisal"}, "双方当事人同意"),
        ({"ground": "medical"}, "只有医疗纠纷"),
        ({"until": date(2026, 3, 10)}, "今天以后"),
        ({"until": date(2026, 5, 10)}, "60 日以内"),
    ],
)
def test_it_stands_still_for_a_reason_and_no_longer_than_needed(
    town: Town, case: Any, data: dict[str, Any], words: str
) -> None:
    mediation = town.mediate(case)
    with pytest.raises(Refused, match=words):
        suspended(town, mediation, **data)


def test_no_delay_is_cured(town: Town, case: Any) -> None:
    with time_machine.travel(AT, tick=False) as clockwork:
        mediation = town.mediate(case)
        clockwork.move_to(moment("2026-04-20 09:00"))
        with pytest.raises(Refused, match="已经届满"):
            suspended(town, mediation, until=date(2026, 5, 1))


def test_the_page_and_the_road_say_why(town: Town, case: Any, client: Client) -> None:
    mediation = suspended(town, town.mediate(case))
    client.force_login(town.mediator)
    page = client.get(reverse("matter", args=[mediation.pk])).content.decode()
    assert GROUNDS["capacity"].label in page and GROUNDS["capacity"].basis in page and "中止" in page
    term = mediation.clocks.get(rule="mediation.term")
    assert GROUNDS["capacity"].basis in client.get(reverse("clock", args=[term.pk])).content.decode()


def test_a_right_of_the_people_reminds_the_mediator_once_and_is_never_late(town: Town, case: Any) -> None:
    with time_machine.travel(AT, tick=False) as clockwork:
        mediation = town.sign(town.agree(town.mediate(case), "written"), on=AT.date())
        clock = mediation.clocks.get(rule="mediation.confirm")
        clockwork.move_to(clock.half_at + timedelta(hours=9))  # what comes at night is told in the morning
        sweep()
        told = Notice.objects.filter(sentence__contains="请提醒当事人")
        assert [notice.user for notice in told] == [town.mediator]
        assert (
            "司法确认" in told[0].sentence
            and f"{clock.rolled.month}月{clock.rolled.day}日" in told[0].sentence
        )
        clockwork.move_to(moment("2026-06-30 09:00"))
        sweep()
        assert Notice.objects.filter(key__startswith=f"clock:{clock.pk}:").count() == 1
