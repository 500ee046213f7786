"""`manage.py load_laws FILE …`: texts of law from files, as they were published."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from legal.library.law import import_law


class Command(BaseCommand):
    help = "装入法律法规文本（.md，一部一个文件）；文本有变化的换成新的，可重复执行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--source", default="", help="文本来源，如 国家法律法规数据库；不写的记文件名")

    def handle(self, *args: Any, files: list[Path], source: str, **options: Any) -> None:
        for path in files:
            try:
                new = import_law(path.read_text(encoding="utf-8"), source or path.name)
            except (OSError, UnicodeDecodeError, ValueError) as wrong:
                raise CommandError(f"{path}：{wrong}") from wrong
            self.stdout.write(f"{path.name} {'已装入' if new else '没有变化'}")
