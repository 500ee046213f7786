"""The server's clock: every term, light and entry hangs on it, and nobody sees it.

Compared with the database's (another machine, or this one after a jump) and with the last entry of the history.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from core.models import HistoryEntry
from core.values.screen_formats import when

BEARABLE = timedelta(minutes=1)


def off(database: datetime) -> str:
    """How far our clock is from a moment that the database has just given, in words; empty within a minute."""
    apart = timezone.now() - database
    if abs(apart) < BEARABLE:
        return ""
    return f"这台服务器的时钟比数据库{'快' if apart > timedelta() else '慢'} {_length(abs(apart))}"


def asked() -> str:
    """The same, having asked; and whether an entry is younger than our present moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        if words := off(cursor.fetchone()[0]):
            return words
    entry = HistoryEntry.objects.order_by("-id").first()
    return behind(entry.typed_at) if entry else ""


def behind(last: datetime) -> str:
    """Whether our clock shows an earlier moment than an entry that is stored already; by more than a minute."""
    moment = timezone.now()
    if last - moment < BEARABLE:
        return ""
    return f"服务器的时钟现在是 {when(moment)}，而已有记录记在 {when(last)}"


def _length(apart: timedelta) -> str:
    minutes = int(apart.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"
