"""`manage.py statistics --month 2026-11 [--table T1] [--area CODE] [--json]`: a table as the monthly report has it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.deadlines.terms import weekday
from core.models import Area
from core.statistics.counting import month_of
from core.values.moments import now
from reports import tables

WRONG = 2  # exit code for what was typed wrong


class Command(BaseCommand):
    help = "打印某月的统计表，数字与月报相同；统计全部事项，只有数字，不含个人信息"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help="统计月份，如 2026-11")
        parser.add_argument("--area", metavar="CODE", help="区域编码，如某村；不写就是全镇")
        parser.add_argument(
            "--table", default="T1", choices=list(tables.titles()), help="哪张表，不写就是表1"
        )
        parser.add_argument("--json", action="store_true", help="按 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = month_of(options["month"])
        except ValueError as error:
            raise CommandError(f"{error}。", returncode=WRONG) from error
        area = _area(options["area"])
        found = tables.groups()[options["table"]].freeze(month, area)[options["table"]]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        today = timezone.localdate(now())
        [sheet] = tables.sheets(month, {options["table"]: found}, area)
        self.stdout.write(f"{sheet.title}　{sheet.left}　{sheet.right}")
        if month.last >= today:
            self.stdout.write(f"本月未完，数字截至 {today}（{weekday(today)}）。")
        for cells in [sheet.heads, *([row.label, *row.cells] for row in sheet.rows)]:
            self.stdout.write(
                "".join(_pad(text, 12 if place else 20, left=not place) for place, text in enumerate(cells))
            )


def _area(code: str | None) -> Area | None:
    if code is None:
        return None
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise CommandError(f"没有编码为“{code}”的区域。", returncode=WRONG)
    return area


def _pad(text: str, width: int, left: bool) -> str:
    """Columns aligned: a Chinese character takes two places."""
    wide = sum(1 if ord(character) < 0x1100 or character in "−—" else 2 for character in text)
    space = " " * max(width - wide, 1)
    return text + space if left else space + text
