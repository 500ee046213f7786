"""A matter's last day is one and the same wherever it is read: list, page, shift sheet, papers, export, look-up."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from cases import shift
from core.documents import paper_formats as say
from core.lists.table import due_day
from core.models import Clock, Matter
from core.values.screen_formats import day, last_day, until, when
from tests.people import Town, moment

# A Friday to the end of which something runs, a Sunday, the eve of a holiday, an hour of an office day.
ENDS = ["2026-03-21 00:00", "2026-03-16 00:00", "2026-04-04 00:00", "2026-03-18 15:10"]


def test_twenty_four_hours_is_the_day_that_ends() -> None:
    assert until(moment("2026-03-21 00:00")) == day(last_day(moment("2026-03-21 00:00")))
    assert until(moment("2026-03-18 15:10")) == when(moment("2026-03-18 15:10"))
    assert until(None) == "—"


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("late", [False, True])
def test_everybody_reads_the_same_day(town: Town, client: Client, end: str, late: bool) -> None:
    """Before and after it is over; nobody is told 24:00 as 00:00 of the next day."""
    with time_machine.travel(moment("2026-03-10 09:30"), tick=False) as clockwork:
        case = town.hand_over(town.register())
        Clock.objects.filter(matter=case).exclude(rule="cases.handle_ordinary").delete()
        clock = Clock.objects.get(matter=case)
        expires = moment(end)
        hours = {"term": "4WH"} if expires.hour else {}
        last = last_day(expires)
        Clock.objects.filter(pk=clock.pk).update(
            expires_at=expires, raw=last, rolled=last, target=last, **hours
        )
        Matter.objects.filter(pk=case.pk).update(due_at=expires)
        clock.refresh_from_db()
        clockwork.move_to(moment("2026-04-20 09:00") if late else moment("2026-03-12 09:00"))
        client.force_login(town.receptionist)
        said = until(expires)
        pages = {
            "list": client.get(reverse("case_list")).content.decode(),
            "page": client.get(reverse("matter", args=[case.pk])).content.decode(),
        }
        notes = [
            line.note
            for part in shift.parts(town.receptionist, town.centre, shift.half(last_day(expires), "day"))
            for line in part.lines
            if part.key == "late"
        ]
        assert notes == ([said] if late else [])
        wrong = f"{localtime(expires):%m-%d}" if not expires.hour else None
        for name, text in pages.items():
            assert said in text, name
            assert not wrong or f"{wrong} 周" not in text, name
        assert due_day(Matter.objects.get(pk=case.pk)) == last
        assert say.short(last) in say.due_short(clock) and say.day(last) in say.due(clock)
