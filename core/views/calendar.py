"""The page of the working calendar: which years are loaded, what a year looks like, importing the next."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.access.request import Request
from core.deadlines.calendar_form import CalendarUpload
from core.deadlines.calendars import Result, import_csv, office_calendar
from core.deadlines.terms import Calendar, weekday
from core.models import CalendarDay, CalendarYear
from core.values.moments import now


@dataclass(frozen=True)
class Month:
    """One line of the year's table."""

    number: int
    workdays: int
    off: list[str]
    made_up: list[str]


@permission_required("core.manage_calendar", raise_exception=True)
def calendar(request: Request) -> HttpResponse:
    """Show the years; POST imports a file, and keeps everything as it was when a line is wrong."""
    form = CalendarUpload(request.POST or None, request.FILES or None)
    result = Result()
    if request.method == "POST" and form.is_valid():
        result = import_csv(form.cleaned_data["file"], request.user, form.cleaned_data["source"])
        if result.ok:
            _report(request, result)
            return redirect(f"{request.path}?year={result.year}")
    rows = {row.year: row for row in CalendarYear.objects.select_related("loaded_by")}
    this_year = timezone.localdate(now()).year
    shown = _chosen(request, this_year)
    context = {
        "form": form,
        "result": result,
        "years": [(year, rows.get(year)) for year in _listed(rows, this_year)],
        "year": shown,
        "row": rows.get(shown),
        "months": _months(office_calendar(), shown) if shown in rows else (),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "core/calendar.html", context, status=status)


def _chosen(request: Request, this_year: int) -> int:
    """The year asked for; this year where none, or no year, is asked for."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) <= 2100 else this_year


def _listed(rows: dict[int, CalendarYear], this_year: int) -> list[int]:
    """Newest first, without gaps, from the first loaded year to the next one."""
    wanted = {*rows, this_year, this_year + 1}
    return list(range(max(wanted), min(wanted) - 1, -1))


def _months(office: Calendar, year: int) -> list[Month]:
    days = list(CalendarDay.objects.filter(date__year=year))
    months = []
    for number in range(1, 13):
        own = [day for day in days if day.date.month == number]
        made_up = [day for day in own if day.kind == CalendarDay.Kind.WORKDAY]
        months.append(
            Month(
                number,
                sum(
                    office.is_workday(date(year, number, n))
                    for n in range(1, monthrange(year, number)[1] + 1)
                ),
                _spans([day for day in own if day.kind == CalendarDay.Kind.HOLIDAY]),
                [f"{day.date.day} 日{weekday(day.date)} {day.name}" for day in made_up],
            )
        )
    return months


def _spans(days: list[CalendarDay]) -> list[str]:
    """Days of one month, those that follow each other under one name together: 1–5 日 劳动节."""
    # Within a run of days the date and its place in the list grow together.
    runs = groupby(enumerate(days), key=lambda pair: (pair[1].date.day - pair[0], pair[1].name))
    spans = []
    for (_, name), run in runs:
        numbers = [day.date.day for _, day in run]
        spans.append(
            f"{numbers[0]}–{numbers[-1]} 日 {name}" if len(numbers) > 1 else f"{numbers[0]} 日 {name}"
        )
    return spans


def _report(request: Request, result: Result) -> None:
    done = "更正" if result.replaced else "导入"
    messages.success(request, f"已{done} {result.year} 年日历，共 {result.days} 天；等待它的期限正在补算。")
    if result.replaced:
        changed = "；".join(result.changes[:20]) or "与原来相同"
        messages.info(request, f"变动：{changed}" + ("……" if len(result.changes) > 20 else "") + "。")
    for warning in result.warnings:
        messages.warning(request, f"{warning}。")
