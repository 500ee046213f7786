"""`manage.py deadline RULE|TERM START [--json]`: reckon a deadline and show how it comes about."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Due, Term, compute, weekday
from core.procedure.procedure import clock_rules

WRONG = 2  # exit code for what was typed wrong; a calendar that is missing exits with 1


class Command(BaseCommand):
    help = "计算期限：规则键或期限（5W、15C、24H、4WH、1M、1Y），起算日 2026-04-02 或时刻 2026-04-02T10:10"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", metavar="RULE|TERM")
        parser.add_argument("start", metavar="START")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        rule = clock_rules().get(options["rule"])
        if rule is None and "." in options["rule"]:
            raise CommandError(f"没有名为 {options['rule']} 的期限规则", returncode=WRONG)
        try:
            term = Term.parse(rule.term if rule else options["rule"])
            start = _start(options["start"])
            due = compute(term, start, office_calendar())
        except ValueError as error:
            raise CommandError(str(error), returncode=WRONG) from error
        if due.pending_year:
            raise CommandError(f"{due.pending_year} 年工作日历未导入，不能计算；请先导入（load_calendar）")
        found = _found(rule, term, start, due)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self._print(rule, term, found)

    def _print(self, rule: ClockRule | None, term: Term, found: dict[str, Any]) -> None:
        self.stdout.write(f"{rule.label}：{term.label}" if rule else term.label)
        labels = {
            "start": "起算",
            "raw": "法定届满日" if rule and rule.legal else "届满日",
            "rolled": "顺延届满日",
            "target": "内控日",
            "due": "到期",
        }
        for key, label in labels.items():
            text = found[key]
            self.stdout.write(f"{label}　{text}（{weekday(date.fromisoformat(text[:10]))}）")
        for skip in found["skipped"]:
            self.stdout.write(f"跳过　{skip['date']} {skip['reason']}")
        if found["basis"]:
            self.stdout.write(f"依据　{found['basis']}")


def _start(text: str) -> date | datetime:
    """A day, or a moment where a time is given."""
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-04-02") else datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}”不是有效的日期，应写作 2026-04-02 或 2026-04-02T10:10") from error


def _found(rule: ClockRule | None, term: Term, start: date | datetime, due: Due) -> dict[str, Any]:
    """The answer; moments are told as precisely, and in the same sort of time, as the start was."""
    dates = {"raw": due.raw, "rolled": due.rolled, "target": due.target}
    dates["due"] = due.rolled if rule and rule.right else due.raw
    if due.moment and isinstance(start, datetime):
        moment = due.moment if start.tzinfo else due.moment.replace(tzinfo=None)
        dates = dict.fromkeys(dates, moment)
    begun = start if term.in_hours or not isinstance(start, datetime) else start.date()
    return {
        "term": str(term),
        "start": _iso(begun),
        **{key: _iso(value) for key, value in dates.items() if value},
        "skipped": [{"date": skip.on.isoformat(), "reason": skip.reason} for skip in due.skipped],
        "basis": rule.basis if rule else "",
    }


def _iso(value: date | datetime) -> str:
    if isinstance(value, datetime) and not (value.second or value.microsecond):
        return value.isoformat(timespec="minutes")
    return value.isoformat()
