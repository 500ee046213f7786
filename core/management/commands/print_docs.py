"""manage.py print_docs: write docs/tables anew from the tables of the code; `--check` only compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.operations import tables


class Command(BaseCommand):
    help = "把流程、期限、权限、文书、指标、定时任务各表印到 docs/tables"
    requires_system_checks: list[str] = []  # it reads code only

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比较，不写")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = Path(settings.BASE_DIR, "docs/tables")
        pages = tables.pages()
        stale = [name for name, text in pages.items() if text != _read(directory / name)]
        extra = [path.name for path in directory.glob("*.md") if path.name not in pages]
        if options["check"] and (stale or extra):
            raise CommandError(f"与代码不符：{'、'.join(stale + extra)}。请执行 make docs。")
        directory.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (directory / name).write_text(pages[name], encoding="utf-8")
        self.stdout.write(f"docs/tables：{len(pages)} 页，更新 {len(stale)} 页。")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
