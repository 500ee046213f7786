"""When it happened, by the office's clock, from what a phone says whose own clock may be wrong by days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.values.refused import Refused
from core.values.screen_formats import when

BEARABLE = timedelta(minutes=3)
OLDEST = timedelta(days=30)  # a report may wait on the phone for long, but nobody remembers longer
ASK = "{}，手机的时钟可能不准。请在“发现时间”里写明是哪天几点发现的。"


def happened(seen: datetime | None, slow: Sequence[timedelta], now: datetime) -> tuple[datetime, str]:
    """The moment, and words for a correction. Raises Refused for what cannot be.

    `seen`: when it was found, by the phone; `slow`: by how much the phone was behind our clock when it last asked us
    before, and when it first tried to send.
    """
    if seen is None:
        return now, ""
    if slow and max(slow) - min(slow) > BEARABLE:
        raise Refused(ASK.format("手机的时钟在存下以后改过"), "happened_at")
    wrong = slow[0] if slow and abs(slow[0]) > BEARABLE else timedelta()
    moment = seen + wrong
    if moment > now + BEARABLE:
        raise Refused(ASK.format(f"这一条的发现时间是 {when(moment)}，比现在还晚"), "happened_at")
    if moment < now - OLDEST:
        raise Refused(
            ASK.format(f"这一条的发现时间是 {when(moment)}，已过 {OLDEST.days} 天以上"), "happened_at"
        )
    return min(moment, now), f"手机时钟{_how(wrong)}，已按服务器的时间校正" if wrong else ""


def _how(wrong: timedelta) -> str:
    minutes = abs(wrong) // timedelta(minutes=1)
    if minutes < 120:
        length = f"{minutes} 分钟"
    else:
        length = f"{minutes // 60} 小时" if minutes < 2880 else f"{minutes // 1440} 天"
    return f"{'慢' if wrong > timedelta() else '快'} {length}"
