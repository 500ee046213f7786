"""`manage.py seed`: fill a database with invented matters, for measuring. Never a real one."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "成批写入虚构事项，用来测量快慢；仅限 DEMO=1 或 DEBUG=1，或者没有真实事项的数据库加 --yes-really"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--matters", type=int, default=10_000, help="多少件")
        parser.add_argument("--years", type=int, default=5, help="分布在最近几年")
        parser.add_argument("--seed", type=int, default=1, help="同一个数，同一批事项")
        parser.add_argument("--yes-really", action="store_true", help="确认写入这个没有真实事项的数据库")

    def handle(self, *args: Any, **options: Any) -> None:
        sow, seeded_only = (import_string(f"{settings.SEED}.{name}") for name in ("sow", "seeded_only"))
        if options["matters"] < 1 or not 1 <= options["years"] <= 20:
            raise CommandError("件数至少 1，年数 1 至 20")
        if not (settings.DEMO or settings.DEBUG):
            if not options["yes_really"]:
                raise CommandError(
                    "虚构事项只写入演示环境（DEMO=1）；专门用来测量的空数据库请加 --yes-really"
                )
            if not seeded_only():
                raise CommandError("这个数据库里有别的事项，不能写入虚构事项")
        begun = time.monotonic()
        try:
            sow(options["matters"], options["years"], options["seed"], self.stdout.write)
        except ValueError as problem:
            raise CommandError(f"{problem}，不能写入") from None
        self.stdout.write(f"写入 {options['matters']} 件，用时 {time.monotonic() - begun:.0f} 秒")
