"""Check every chain, detail and seal of the history."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import HistoryEntry
from core.operations.verify_history import verify

MOST = 1000  # lines printed; the rest is counted


class Command(BaseCommand):
    help = "校验全部经过：逐条连环、明细、日封、登记的内容、编号、任职和各种记录"

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for problem in verify():
            problems += 1
            if problems <= MOST:
                self.stderr.write(problem)
        if problems > MOST:
            self.stderr.write(f"……还有 {problems - MOST} 处")
        if problems:
            raise CommandError(f"经过校验不通过：{problems} 处。请保留现场，联系安全审计员。")
        self.stdout.write(f"经过校验通过：{HistoryEntry.objects.count()} 条。")
