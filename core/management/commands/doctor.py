"""manage.py doctor: what is well, what is not, and what to do; exit code 1 if anything is not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.operations import doctor


class Command(BaseCommand):
    help = "检查本系统的设置、数据库、后台任务、日历、字体、磁盘和备份，并说明怎么处理"
    requires_system_checks: list[str] = []  # it reports them itself

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subjects", nargs="*", help=f"只看这些方面：{' '.join(doctor.SUBJECTS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(doctor.examine(options["subjects"]))
        for finding in findings:
            mark = self.style.SUCCESS("✓") if finding.well else self.style.ERROR("✗")
            advice = "" if finding.well else f" → {finding.advice}"
            self.stdout.write(f"{mark} {finding.seen}{advice}")
        if not all(finding.well for finding in findings):
            sys.exit(1)
