"""Parts of the page of a supervision."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from command.models import Supervision
from command.models.supervision import Colour
from command.steps import FOUR, NOT_HEARD, from_day
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Calendar
from core.outside.panel import PANEL as OUTSIDE
from core.procedure.procedure import Panel
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, filled
from core.workflow import record_steps


def brief(order: Supervision, user: Any) -> dict[str, Any]:
    """Why, whom, in which colour; what waits for a signature, and from which day."""
    return {
        "form": order.get_form_display(),
        "colour": order.get_colour_display(),
        "trigger": order.get_trigger_display(),
        "reason": order.reason,
        "demand": order.demand,
        "facts": filled(*_facts(order)),
        "draft": _draft(order, office_calendar(user)),
        "listed": day(order.listed_on) if order.listed_on else "",
        "rounds": [_round(row) for row in order.rounds.all()],
    }


def _facts(order: Supervision) -> Iterator[tuple[str, str]]:
    yield "责任单位", order.unit.name
    yield "协助政府的工作", order.work
    for name, label in FOUR.items():
        value = getattr(order, name)
        yield label, day(value) if name == "finish_by" and value else str(value or "")
    yield "办理结果", order.report
    yield "回复", order.answer


def _draft(order: Supervision, calendar: Calendar) -> str:
    """黄色督办待签发：…；10月8日起可以签发."""
    if not order.next_colour or not order.colour:
        return ""
    first = from_day(order, calendar)
    later = f"{day(first)} 起可以签发。" if first and localdate() < first else ""
    unheard = order.next_colour == Colour.RED and not order.heard.all()
    return (
        f"{order.get_next_colour_display()}督办待签发：{order.next_why}{later}{NOT_HEARD if unheard else ''}"
    )


def _round(row: Any) -> dict[str, str]:
    return {
        "colour": row.get_colour_display(),
        "signed": f"{day(row.signed_on)} {row.signed_by.name}",
        "reply_by": day(row.reply_by),
        "replied": day(row.replied_on) if row.replied_on else "",
        "late": bool((row.replied_on or localdate()) > row.reply_by),
    }


RECORDS = ("heard", "decisions")
PANELS = (Panel("command/brief.html", brief, brief=True), TASKS, OUTSIDE, record_steps.panel(*RECORDS))
GATHERS = ("clocks", "tasks", "correspondence", "rounds", *RECORDS)
