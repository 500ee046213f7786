"""manage.py backup: the database and the files into a new directory."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from core.operations import backup


class Command(BaseCommand):
    help = "备份数据库和文件（不含 .env 中的密钥），同时校验经过、密钥和文件"

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
            problems = backup.contents(target).problems
            removed = backup.thin(parent, options["keep"]) if options["keep"] else []
        except (OSError, Error, backup.Damaged) as problem:
            raise CommandError(f"备份失败：{str(problem).strip().splitlines()[0]}") from problem
        self.stdout.write(f"已备份到 {target}（{backup.size_of(target) / 1e6:.1f} MB）")
        self.stdout.write("密钥（.env）不在备份内，请另行保管：没有其中的 FIELD_KEYS，加密的内容无法恢复。")
        for old in removed:
            self.stdout.write(f"已删除旧备份 {old.name}")
        if problems:
            for sentence in problems:
                self.stderr.write(sentence)
            raise CommandError(
                f"备份已经做成，但里面有 {len(problems)} 处不符（见上）：请查明原因，不要删除更早的备份。"
            )
