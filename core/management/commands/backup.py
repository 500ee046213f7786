"""manage.py backup: the database and the files into a new directory."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import backup


class Command(BaseCommand):
    help = "备份数据库和文件（不含 .env 中的密钥）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, default=settings.VAR / "backups", help="存放备份的目录"
        )
        parser.add_argument("--keep", type=int, metavar="N", help="只保留最近 N 份，其余删除")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep 至少为 1。")
        parent = options["directory"].resolve()
        try:
            target = backup.make(parent)
        except (OSError, backup.Damaged) as problem:
            raise CommandError(f"备份失败：{problem}") from problem
        size = sum(path.stat().st_size for path in target.iterdir()) / 1e6
        self.stdout.write(f"已备份到 {target}（{size:.1f} MB）")
        self.stdout.write("密钥（.env）不在备份内，请另行保管：没有其中的 FIELD_KEYS，加密的内容无法恢复。")
        for old in backup.made(parent)[: -options["keep"]] if options["keep"] else []:
            shutil.rmtree(old)
            self.stdout.write(f"已删除旧备份 {old.name}")
