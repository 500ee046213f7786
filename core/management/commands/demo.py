"""`manage.py demo`: build the demo town and tell its story. Refused outside the demo (DEMO=1)."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from core.deadlines.calendars import load_from_chinesecalendar


class Command(BaseCommand):
    help = "装入演示镇（虚构的澄湖县栖云镇）；仅限 DEMO=1，已装过就什么也不做"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="只讲一小段（测试用）")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只能装入演示环境：请在 .env 里设 DEMO=1，并使用单独的数据库")
        begun = time.monotonic()
        load_from_chinesecalendar()
        call_command("load_reference", verbosity=0, stdout=self.stdout)
        if "sync_schedules" in get_commands():
            call_command("sync_schedules", verbosity=0, stdout=self.stdout)
        told = import_string(settings.DEMO_STORY)(small=options["small"], say=self.stdout.write)
        self.stdout.write(
            f"演示镇已装好，用时 {time.monotonic() - begun:.0f} 秒" if told else "演示镇已在，没有改动"
        )
