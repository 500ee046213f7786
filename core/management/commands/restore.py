"""manage.py restore: a backup beside the present, checked, then in its place; --drill stops before that."""

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from core.operations import backup, edition


class Command(BaseCommand):
    help = "恢复备份：先另建数据库恢复并校验行数、文件、经过和密钥，通过后才替换现有数据"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", nargs="?", type=Path, help="备份目录；不写则用最近一份")
        parser.add_argument(
            "--drill", action="store_true", help="演练：只恢复到临时位置并校验，不改动现有数据"
        )
        parser.add_argument("--despite", action="store_true", help="有不符也恢复，并列出哪些不符")

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["source"] or next(reversed(backup.made(settings.VAR / "backups")), None)
        if source is None:
            raise CommandError("没有找到备份，请写明备份目录。")
        try:
            if not options["drill"] and (others := backup.others()):
                raise CommandError(
                    f"还有 {others} 个连接在使用数据库：请先停止运行中的系统（make run 按 Ctrl-C）再恢复。"
                )
            self.restore(source.resolve(), options["drill"], options["despite"])
        except edition.Older as older:
            raise CommandError(f"未恢复，现有数据没有改动：{older}") from older
        except (OSError, Error, psycopg.Error, backup.Damaged) as problem:
            hint = "" if options["despite"] else "。要在不符的情况下恢复，加 --despite"
            raise CommandError(
                f"未恢复，现有数据没有改动：{str(problem).strip().splitlines()[0]}{hint}"
            ) from problem

    def restore(self, source: Path, drill: bool, despite: bool) -> None:
        database = f"fengqiao_restore_{secrets.token_hex(4)}"
        if drill:
            with TemporaryDirectory() as files:
                manifest = backup.restore(source, database, Path(files), despite)
            backup.drop(database)
        else:
            manifest = backup.restore(source, database, Path(settings.MEDIA_ROOT), despite)
        self.stdout.write(
            f"{source.name}：{len(manifest.rows)} 张表 {sum(manifest.rows.values())} 行、"
            f"{len(manifest.files)} 个文件、经过的校验链、密钥"
            f"{f'，有 {len(manifest.problems)} 处不符：' if manifest.problems else '全部相符。'}"
        )
        for sentence in manifest.problems:
            self.stdout.write(f"  {sentence}")
        if drill:
            self.stdout.write("演练完成，现有数据没有改动。")
        else:
            kept = backup.put_in_place(database)
            self.stdout.write(f"已恢复。原数据库保留为 {kept}，下次恢复时删除。")
