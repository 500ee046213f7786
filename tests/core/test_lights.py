"""Lights of every rule: colour and words at many instants, against a plain reckoning on a wall calendar."""

from bisect import bisect
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from core.deadlines.clocks import COPIED, reckon, tightest
from core.deadlines.lights import of_clock, of_matter
from core.deadlines.terms import SHANGHAI, Term
from core.models import Clock
from core.procedure.procedure import clock_rules
from tests.core.test_terms import CN, at

# An ordinary Tuesday; a Friday afternoon; the night before a holiday with a make-up Saturday; a Sunday.
STARTS = ("03-10 09:00", "03-13 15:00", "06-07 10:20", "09-24 23:10")
GIVEN = (
    "0C",
    "1H",
    "24H",
    "72H",
    "30N",
    "4WH",
    "2W",
    "5C",
    "1M",
)  # terms that acts give, beside the rules' own
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WORKED = [day for n in range(365) if CN.is_workday(day := date(2026, 1, 1) + DAY * n)]


def running(term: str, start: datetime) -> Clock:
    clock = Clock(rule="", term=term, started_at=start, pauses=[])
    reckon(clock, CN)
    return clock


def instants(clock: Clock) -> set[datetime]:
    """Around each moment of the clock, and through the days about its end."""
    end = clock.expires_at
    found = {end + timedelta(hours=19 * n, minutes=1) for n in range(-6, 12)}
    for moment in (clock.warn_at, end, clock.black_at):
        found |= {moment - MINUTE, moment, moment + MINUTE}
    return {moment for moment in found if moment >= clock.started_at}


def plain(clock: Clock, moment: datetime) -> tuple[str, str]:
    """What a clerk reckons on fingers: the days between two days, the hours between two moments."""
    unit, end = clock.measure, clock.expires_at
    today, last = moment.astimezone(SHANGHAI).date(), (end - MINUTE).astimezone(SHANGHAI).date()
    here = bisect(WORKED, last)
    worked = WORKED[max(here - 12, 0) : here + 12]
    if moment >= end:
        late = [day for day in worked if last < day <= today]
        fifth = late[4] if len(late) > 4 else today  # the end of the fifth day; by the hour, its hour
        black = fifth < today if unit not in ("H", "N", "WH") else moment >= clock.black_at
        amount = {"W": f"{len(late)} 个工作日" if late else "", "WH": None}.get(
            unit, f"{(today - last).days} 日"
        )
        if unit in ("H", "N"):
            amount = clock_time(moment - end)
        words = amount if amount is None else f"超 {amount}" if amount else "逾期"
        return "black" if black else "red", words if words is None or not black else f"可挂牌，{words}"
    target = max((day for day in worked if day <= last), default=last)
    ahead = [day for day in worked if today < day <= target]
    colour = "yellow" if len(ahead) <= 1 else "green"
    if unit == "WH":
        return colour, None
    if unit in ("H", "N"):
        left = clock_time(end - moment)
        return colour, f"剩 {left}" if left else None
    if today == last:
        return colour, "今天到期"
    if unit != "W":
        return colour, f"剩 {(last - today).days} 日"
    left = [day for day in worked if today < day <= last]
    return colour, f"剩 {len(left)} 个工作日"


def clock_time(span: timedelta) -> str:
    minutes = span // MINUTE
    if minutes >= 2880:
        return f"{minutes // 1440} 日"
    return f"{minutes // 60} 小时" if minutes >= 60 else f"{minutes} 分" if minutes else ""


def test_lights_of_every_rule_agree_with_a_plain_reckoning() -> None:
    terms = {rule.term for rule in clock_rules().values()} | set(GIVEN)
    near = {term for term in terms if Term.parse(term).unit != "Y" and Term.parse(term).count < 70}
    wrong = []
    for term in sorted(near):
        for start in map(at, STARTS):
            clock = running(term, start)
            matter: Any = SimpleNamespace(voided_at=None, closed_at=None)
            vars(matter).update(zip(COPIED, tightest([clock]), strict=True))
            for moment in instants(clock):
                light = of_clock(clock, moment, CN)
                assert of_matter(matter, moment, CN) == light  # list and page say the same
                colour, words = plain(clock, moment)
                if light.colour != colour or (words is not None and light.text != words):
                    wrong.append(
                        (term, f"{start:%m-%d %H:%M}", f"{moment:%m-%d %H:%M}", light, colour, words)
                    )
    assert wrong == []


@pytest.mark.parametrize(
    ("term", "start", "now", "text"),
    [
        ("24H", "03-10 15:00", "03-10 15:01", "剩 23 小时"),  # ends within office hours, and runs at night
        ("24H", "03-10 15:00", "03-11 14:30", "剩 30 分"),
        ("24H", "03-10 15:00", "03-11 15:00", "逾期"),
        ("24H", "03-10 15:00", "03-11 23:00", "超 8 小时"),
        ("24H", "03-10 15:00", "03-14 16:00", "超 3 日"),
        ("30N", "03-10 11:45", "03-10 12:05", "剩 10 分"),
        ("4WH", "03-10 16:00", "03-10 16:30", "剩 3 个工作小时"),  # ends on the 11th at 11:00
        ("4WH", "03-10 16:00", "03-11 10:20", "剩 40 分"),
        ("4WH", "03-10 10:15", "03-10 11:50", "剩 2 个工作小时"),
        ("4WH", "03-10 09:00", "03-10 11:45", "剩 1 个工作小时"),
        (
            "4WH",
            "03-10 08:40",
            "03-10 11:59",
            "14:40 到期",
        ),  # 41 minutes of the office, three hours on the wall
        ("4WH", "03-10 16:00", "03-11 11:30", "超 30 分"),
        ("4WH", "03-10 16:00", "03-11 13:00", "超 1 个工作小时"),
        ("4WH", "03-10 16:00", "03-12 11:00", "超 1 个工作日"),
        ("5W", "03-10 09:00", "03-13 16:30", "剩 2 个工作日"),  # Friday; Tuesday is the last
        ("5W", "03-10 09:00", "03-17 20:00", "今天到期"),
        ("5W", "03-06 09:00", "03-14 09:00", "逾期"),  # Saturday; Friday was the last
        ("5W", "03-06 09:00", "03-16 08:00", "超 1 个工作日"),
        ("15C", "03-10 09:00", "03-13 09:00", "剩 12 日"),
        ("15C", "03-10 09:00", "03-27 09:00", "超 2 日"),
        ("1M", "03-10 09:00", "04-09 09:00", "剩 1 日"),
    ],
)
def test_what_is_left_is_said_in_the_unit_of_the_term(term: str, start: str, now: str, text: str) -> None:
    assert of_clock(running(term, at(start)), at(now), CN).text == text
