"""Drafting the monthly report on the queue: on the first working day after the month, and on demand."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import YearMissing
from core.intake import places
from core.models import Progress, Unit, User
from core.procedure.indicators import Period
from core.records import progress
from core.records.jobs import enqueue
from core.statistics.counting import all_of, month_before, month_of, name_of
from core.values.moments import now
from core.workflow.perform import open_matter
from reports import monthly, narrative, tables
from reports.models import MonthlyReport

STEPS = 3
CATCH_UP = 3  # months
RECENT = timedelta(minutes=10)
# Without the calendar of the year nobody knows the first working day; by the tenth there has been one.
BY_THE_TENTH = timedelta(days=9)


def key_of(month: str) -> str:
    """The row of Progress of a month's report."""
    return f"report:{month}"


def ask(month: str, user: User) -> bool:
    """Have the report of a month (2026-11) drafted. False while that is being done, or was."""
    if MonthlyReport.objects.filter(month=month_of(month).first).exists():
        return False
    with transaction.atomic():
        if claimed := progress.claim(key_of(month), STEPS):
            enqueue("reports.tasks.make_report", month, user.pk)
    return claimed


def make_report(month: str, user_id: int | None = None) -> str:
    """Count and draft. Safe to run twice: a month has one report. Returns what was done, in a sentence
    without values of matters.
    """
    period = month_of(month)
    if period.last >= localdate(now()):
        raise ValueError(f"{month} 还没有过完，不能出月报。")
    if MonthlyReport.objects.filter(month=period.first).exists():
        progress.of(key_of(month)).filter(ended_at=None).update(ended_at=now())
        return f"{month} 已有月报。"
    if not progress.of(key_of(month)).filter(ended_at=None).exists():
        progress.begin(key_of(month), STEPS)
    try:
        return _make(period, User.objects.filter(pk=user_id).first() if user_id else None)
    except Exception:
        progress.fail(key_of(month), "")
        raise


def _make(period: Period, by: User | None) -> str:
    month = name_of(period)
    drafter = by or next(iter(with_permission("reports.draft")), None)
    if drafter is None:
        raise ValueError("没有人有起草月报的权限，请先给人任职。")
    _step(month, 1, "正在统计")
    data = opening(period, drafter)
    _step(month, 2, "正在起草")
    with transaction.atomic():
        row = progress.of(key_of(month)).select_for_update().get()
        if row.ended_at is not None:
            return f"{month} 已由另一个任务起草。"
        open_matter("report", by=by, data=data)
        row.done, row.note, row.ended_at = STEPS, "", now()
        row.save()
    return f"{monthly.month_words(period)}月报已起草。"


def opening(period: Period, drafter: User) -> dict[str, Any]:
    """What the draft of a month begins with: its numbers, counted now, and the words made of them."""
    facts = monthly.frozen(period)
    return {
        "month": period,
        "facts": facts,
        "words": narrative.draft(period, facts),
        "drafter": drafter,
        "area": places.town(),
        "centre": Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")[0],
    }


def _step(month: str, done: int, note: str) -> None:
    progress.of(key_of(month)).update(done=done, note=note)


def make_due_report() -> list[str]:
    """Once a day: put on the queue what is due and missing, the last month and up to two before it."""
    today = localdate(now())
    this_month = Period.of_month(today.year, today.month)
    asked = []
    for back in range(CATCH_UP, 0, -1):
        month = month_before(this_month, back)
        if due_on(month) <= today and _missing(month):
            enqueue("reports.tasks.make_report", name_of(month), None)
            asked.append(name_of(month))
    return asked


def due_on(month: Period) -> date:
    """The first working day after the end of the month."""
    after = month.last + timedelta(days=1)
    try:
        return office_calendar().first_workday_from(after)
    except YearMissing:
        return after + BY_THE_TENTH


def _missing(month: Period) -> bool:
    """No report yet, and the office had begun."""
    begun = all_of(tables.board().kind).filter(received_at__lt=month.until).exists()
    return begun and not MonthlyReport.objects.filter(month=month.first).exists()


def running() -> dict[str, Any] | None:
    """The newest report that is being made or was just made, for components/progress.html."""
    row = Progress.objects.filter(key__startswith=key_of("")).order_by("-started_at").first()
    if row is None or (row.ended_at is not None and now() - row.ended_at > RECENT):
        return None
    period = month_of(row.key.removeprefix(key_of("")))
    report = MonthlyReport.objects.filter(month=period.first).first()
    if report is not None and report.status != MonthlyReport.Status.DRAFTED:
        return None
    return progress.shown(
        row,
        f"{monthly.month_words(period)}月报",
        running=f"{row.note}（第 {row.done} 步，共 {row.total} 步）。",
        done="已起草，请核对后送审。",
        lost="没有起草成",
        advice="请再试一次，还不行请告知系统管理员。",
        url=reverse("matter", args=[report.pk]) if report else "",
        label="打开",
    )
