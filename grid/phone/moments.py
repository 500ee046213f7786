"""When it happened, by the office's clock, from what a phone says whose own clock may be wrong by days."""

from datetime import datetime, timedelta

from core.values.refused import Refused
from core.values.screen_formats import when

BEARABLE = timedelta(minutes=3)
OLDEST = timedelta(days=30)  # a report may wait on the phone for long, but nobody remembers longer
ASKED = "请在“发现时间”里写明是哪天几点发现的。"


def happened(
    seen: datetime | None, clock: datetime | None, server: datetime | None, now: datetime
) -> tuple[datetime, str]:
    """The moment, and words for a correction. `seen`: when it was found, by the phone; `clock` and `server`: the phone's
    and our own time at the first try to send it, side by side. Raises Refused for what cannot be.
    """
    if seen is None:
        return now, ""
    wrong = server - clock if server and clock else timedelta()
    moment, words = (
        (seen, "")
        if abs(wrong) < BEARABLE
        else (seen + wrong, f"手机时钟{_how(wrong)}，已按服务器的时间校正")
    )
    if moment > now + BEARABLE:
        raise Refused(f"这一条的发现时间是 {when(moment)}，比现在还晚，手机的时钟可能不准。{ASKED}", "happened_at")
    if moment < now - OLDEST:
        raise Refused(
            f"这一条的发现时间是 {when(moment)}，已过 {OLDEST.days} 天以上，手机的时钟可能不准。{ASKED}", "happened_at"
        )
    return min(moment, now), words


def _how(wrong: timedelta) -> str:
    minutes = abs(wrong) // timedelta(minutes=1)
    length = (
        f"{minutes} 分钟"
        if minutes < 120
        else f"{minutes // 60} 小时"
        if minutes < 2880
        else f"{minutes // 1440} 天"
    )
    return f"{'慢' if wrong > timedelta() else '快'} {length}"
