"""`manage.py statistics --month 2026-11 [--area CODE] [--json]`: table T1 as the monthly report prints it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.models import Area
from core.moments import now
from core.procedures import indicators
from core.terms import weekday
from reports import wording
from reports.statistics import COLUMNS, Table, month_of, table

WRONG = 2  # exit code for what was typed wrong


class Command(BaseCommand):
    help = "打印某月的综治中心运行情况汇总表，数字与月报相同；统计全部事项，只有数字，不含个人信息"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, metavar="YYYY-MM", help="统计月份，如 2026-11")
        parser.add_argument("--area", metavar="CODE", help="区域编码，如某村；不写就是全镇")
        parser.add_argument("--json", action="store_true", help="按 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = month_of(options["month"])
        except ValueError as error:
            raise CommandError(f"{error}。", returncode=WRONG) from error
        area = _area(options["area"])
        found = table(month, area)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        today = timezone.localdate(now())
        self.stdout.write(
            f"综治中心运行情况汇总表　{area or '全部区域'}　{month.first:%Y年}{month.first.month}月"
        )
        if month.last >= today:
            self.stdout.write(f"本月未完，数字截至 {today}（{weekday(today)}）。")
        for cells in _rows(found):
            self.stdout.write("".join(cells))


def _area(code: str | None) -> Area | None:
    if code is None:
        return None
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise CommandError(f"没有编码为“{code}”的区域。", returncode=WRONG)
    return area


def _rows(found: Table) -> list[list[str]]:
    """The table as text, columns aligned: a Chinese character takes two places."""
    numbers = [(indicators()[key], row) for key, row in found.items()]
    rows = [
        ["指标", *COLUMNS.values()],
        *([wording.label(one), *wording.cells(one, row)] for one, row in numbers),
    ]
    return [
        [_pad(text, 12 if place else 20, left=not place) for place, text in enumerate(row)] for row in rows
    ]


def _pad(text: str, width: int, left: bool) -> str:
    wide = sum(1 if ord(character) < 0x1100 or character in "−—" else 2 for character in text)
    space = " " * max(width - wide, 1)
    return text + space if left else space + text
