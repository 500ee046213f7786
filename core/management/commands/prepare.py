"""manage.py prepare: everything between a new version and its first page."""

import hashlib
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.models import facts
from core.operations import edition
from core.operations.database_roles import as_owner
from core.records import seals


class Command(BaseCommand):
    help = "更新数据库结构、工作日历、定时任务和静态文件；DEMO=1 时装入演示镇。可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("  更新数据库结构")
        self.migrate()
        self.stdout.write("  装入工作日历、类别和定时任务")
        call_command("load_calendar", stdout=StringIO())
        call_command("load_reference", stdout=StringIO())
        call_command("sync_schedules", stdout=StringIO())
        self.stdout.write("  收集静态文件")
        collect()
        if settings.DEMO:
            self.stdout.write("  装入演示镇")
            call_command("demo")

    def migrate(self) -> None:
        """A new version may change rows itself: where all stood as sealed before it, it is sealed anew."""
        with as_owner():  # on a new server the working role is made by this
            try:
                edition.check()
            except edition.Older as older:
                raise CommandError(str(older)) from older
            executor = MigrationExecutor(connection)
            changes = executor.migration_plan(executor.loader.graph.leaf_nodes())
            sealed = "core_sealedfact" in connection.introspection.table_names() and seals.last()
            whole = bool(changes and sealed and not any(facts.problems(sealed.up_to)))
            call_command("migrate", interactive=False, verbosity=0)
            if whole:
                facts.take_all()


def collect() -> None:
    """Collect the static files if one of them has changed: compressing them takes seconds."""
    stamp = settings.STATIC_ROOT / ".collected"
    content = _fingerprint()
    if not stamp.exists() or stamp.read_text() != content:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(content)


def _fingerprint() -> str:
    """A digest of the names, sizes and times of all static files, and of how they are kept."""
    marks = [str(settings.STORAGES["staticfiles"])]
    marks += [
        f"{storage.path(name)} {storage.size(name)} {storage.get_modified_time(name)}"
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    ]
    return hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest()
