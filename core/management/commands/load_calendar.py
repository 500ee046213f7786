"""`manage.py load_calendar [FILE]`: load the working calendar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.deadlines.calendars import import_csv, load_from_chinesecalendar


class Command(BaseCommand):
    help = "导入工作日历：不带文件时载入 chinesecalendar 的各年，带 CSV 文件（日期,类型,名称）时导入该年"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", type=Path)
        parser.add_argument("--source", default="", help="通知文号，如 国办发明电〔2025〕7号")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            years = load_from_chinesecalendar()
            self.stdout.write(f"已载入 {years[0]}–{years[-1]} 年" if years else "各年日历已是最新")
            return
        try:
            with options["file"].open("rb") as file:
                result = import_csv(file, None, options["source"])
        except OSError as error:
            raise CommandError(f"文件 {options['file']} 读不出来：{error.strerror}", returncode=2) from error
        if not result.ok:
            raise CommandError("没有导入任何内容。\n" + "\n".join(result.errors), returncode=2)
        self.stdout.write(
            f"已{'更正' if result.replaced else '导入'} {result.year} 年日历，共 {result.days} 天"
        )
        for sentence in (*result.changes, *(f"注意：{warning}" for warning in result.warnings)):
            self.stdout.write(sentence)
