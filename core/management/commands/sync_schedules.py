"""Make the timetable of the queue what the rooms declare."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django_q.models import Schedule

from core.models import Heartbeat
from core.procedure.room import schedules


class Command(BaseCommand):
    help = "按各应用的声明建立定时任务；可以重复运行"

    def handle(self, *args: Any, **options: Any) -> None:
        rows = schedules()
        Schedule.objects.exclude(name__in=[row.name for row in rows]).delete()
        for row in rows:
            facts = {"func": row.path, "cluster": row.cluster, "repeats": -1}
            if row.every:
                facts |= {"schedule_type": Schedule.MINUTES, "minutes": row.every}
            else:
                facts |= {"schedule_type": Schedule.DAILY}
            known, made = Schedule.objects.get_or_create(
                name=row.name, defaults={**facts, "next_run": _first(row.at)}
            )
            if not made:
                Schedule.objects.filter(pk=known.pk).update(**facts)
        # A system a minute old is not late: the watch is counted from here.
        Heartbeat.objects.get_or_create(name="watch", defaults={"ran_at": timezone.now()})
        self.stdout.write(f"定时任务：{len(rows)} 项。")


def _first(at: str) -> datetime:
    """The next time the clock shows `at` (office time); now for what runs every few minutes."""
    if not at:
        return timezone.now()
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.fromisoformat(at)))
    return today if today > timezone.now() else today + timedelta(days=1)
