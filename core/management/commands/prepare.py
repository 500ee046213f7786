"""manage.py prepare: everything between a new version and its first page."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "更新数据库结构，收集静态文件；DEMO=1 时装入演示镇。可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            call_command("demo")
