"""期限 on a page: lines of clocks, and the reckoning behind one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from core.access import sealed
from core.access.request import Request
from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import last_leg
from core.deadlines.terms import Term, YearMissing, explain
from core.models import Clock
from core.procedure.procedure import clock_rules, last_day_word
from core.values.moments import now
from core.values.screen_formats import day, until, when

# The word of a running clock beside its light, which says how much.
LIGHTS = {"green": "正常", "yellow": "临期", "red": "逾期", "black": "可挂牌", "paused": "中止"}


def pressing(clocks: Sequence[Clock]) -> list[Clock]:
    """Those that run, the most pressing first; what waits for a calendar last."""
    running = [clock for clock in clocks if clock.ended_at is None]
    return sorted(running, key=lambda clock: (clock.expires_at is None, clock.expires_at or clock.started_at))


def line(clock: Clock, child: Any, calendar: Any, moment: Any) -> dict[str, Any]:
    light = lights.of_clock(clock, moment, calendar)
    pending = f"待{clock.pending_year}年日历" if clock.pending_year else "—"
    timed = Term.parse(clock.term).in_hours and clock.expires_at
    raw = until(clock.expires_at) if timed else day(clock.raw) if clock.raw else pending
    # Where several units have one each, whose it is; the centre's and the holder's go without saying.
    whose = clock.unit.short_name if clock.unit and clock.unit_id != child.holder_unit_id else ""
    state = LIGHTS.get(light.colour, "—") if clock.ended_at is None else day(localdate(clock.ended_at))
    return {
        "light": light,
        "url": reverse("clock", args=[clock.pk]),
        "label": f"{clock.label} {Term.parse(clock.term).label}" + (f"（{whose}）" if whose else ""),
        "start_text": when(clock.started_at),
        "raw_text": raw,
        "raw_label": last_day_word(clock),
        "rolled_text": day(clock.rolled) if clock.rolled else pending,
        "target_text": day(clock.target) if clock.target else pending,
        "basis": clock.basis,
        "state_text": state,
    }


def local_words(clock: Clock) -> str:
    """Which local term it took: 镇定 15 日，2026-01-01 起用；原期限 20 日，…"""
    row, rule = clock.local, clock_rules().get(clock.rule)
    if row is None or rule is None:
        return ""
    whole = f"；原期限 {Term.parse(rule.term).label}，{rule.basis}"
    return (
        f"{row.get_level_display()}定 {Term.parse(clock.term).label}，{row.valid_from:%Y-%m-%d} 起用{whole}"
    )


def clock(request: Request, pk: int) -> HttpResponse:
    """The day-by-day reckoning behind a clock."""
    found = get_object_or_404(Clock.objects.select_related("matter", "local"), pk=pk)
    sealed.enter(request, found.matter_id)
    calendar = office_calendar(request.user)
    try:
        term, start = last_leg(found, calendar)
    except YearMissing:  # of a stretch that stood still
        term, start = Term.parse(found.term), localtime(found.started_at)
    return render(
        request,
        "core/deadline.html",
        {
            "clock": found,
            "rule": clock_rules().get(found.rule),
            "local": local_words(found),
            "matter": found.matter,
            "light": lights.of_clock(found, now(), calendar),
            "explanation": explain(term, start, calendar, last_day_word(found)),
            "still": [
                [day(localdate(datetime.fromisoformat(text))) for text in span] for span in found.pauses
            ],
        },
    )
