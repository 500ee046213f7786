"""What is open to objections for a term (a month's assessment, a commendation): the term, and why not yet. Its matter has
`objections_by` and rows of Objection.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import YearMissing
from core.procedure.transitions import Snapshot
from core.values.form_base import day
from core.workflow.forms import ActForm

TERM = 5  # working days at least
AFTERWARDS = 5  # days after the term in which it is confirmed


def earliest_end(today: date) -> date:
    """The first day on which a term for objections may end."""
    try:
        return office_calendar().add_workdays(today, TERM)
    except YearMissing:
        return today + timedelta(days=TERM + 2)


class EndForm(ActForm):
    """How long something may be objected to."""

    objections_by = day("异议截止", help_text="至少留 5 个工作日。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("objections_by", earliest_end(localdate()))

    def clean_objections_by(self) -> date:
        day: date = self.cleaned_data["objections_by"]
        if day < (first := earliest_end(localdate())):
            raise forms.ValidationError(f"至少留 {TERM} 个工作日，最早 {first}。")
        if day > first + timedelta(days=31):
            raise forms.ValidationError("异议期太长，请在一个月以内。")
        return day


def objected(row: Any) -> str:
    return f"第{row.place}件：{row.words[:40]}"


def term_to_confirm(now: Snapshot, last: date) -> str:
    return f"{(last - localdate(now.at)).days + AFTERWARDS}C"


def they_may_object(now: Snapshot) -> str:
    last = now.matter.objections_by
    over = last and localdate(now.at) > last
    return f"异议期 {last:%m-%d} 已经截止，不能再提。" if over else ""


def the_term_is_over(now: Snapshot) -> str:
    last = now.matter.objections_by
    return f"异议期到 {last:%m-%d}，过了才能定。" if last and localdate(now.at) <= last else ""


def one_waits(now: Snapshot) -> str:
    return "" if now.matter.objections.filter(verdict="").exists() else "没有待认定的异议。"


def all_are_decided(now: Snapshot) -> str:
    left = now.matter.objections.filter(verdict="").count()
    return f"还有 {left} 件异议没有认定。" if left else ""


def by_another(now: Snapshot) -> str:
    """Who drew it up neither decides about it nor confirms it."""
    own = now.by and now.by.pk == now.matter.first_contact_id
    return "这一件是您拟的，要由别人认定、确认。" if own else ""
