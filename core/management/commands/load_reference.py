"""`manage.py load_reference`: the lists that the product brings along. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from core.models import AreaLevel
from core.procedure.room import rooms

LEVELS = ("镇", "村", "综合网格", "微网格")


class Command(BaseCommand):
    help = "装入区域层级和类别等基础数据；已有的不改，可重复执行"

    def handle(self, *args: Any, **options: Any) -> None:
        if not AreaLevel.objects.exists():
            AreaLevel.objects.bulk_create(
                AreaLevel(depth=depth, name=name) for depth, name in enumerate(LEVELS, 1)
            )
            self.stdout.write(f"区域层级 {len(LEVELS)}")
        for path in (path for room in rooms() for path in room.reference):
            if made := import_string(path)():
                self.stdout.write(f"{path} {made}")
