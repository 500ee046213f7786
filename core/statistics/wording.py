"""How a number looks in print and on the screen."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from core.procedure.indicators import Indicator
from core.statistics.counting import COLUMNS, Row, rounded

NOTHING = "—"  # 不可比 or no base (domain: 4.1)
SMALL = 10  # a base below it is compared by counts
MOST = 3  # of a ranked list that a sentence names


def number(value: Any, rate: bool = False) -> str:
    """1,234 or 96.4%; a dash where there is no base."""
    if value is None:
        return NOTHING
    return f"{value:.1f}%" if rate else f"{value:,}"


def change(value: Any, rate: bool = False, points: str = "点") -> str:
    """+13.0%, −6.1%, 0.0%; of rates +1.2点. A true minus sign, and none before zero."""
    if value is None:
        return NOTHING
    text = f"{abs(value):.1f}" + (points if rate else "%")
    return text if not value else ("+" if value > 0 else "−") + text


def compared(now: Any, before: Any, moved: Any, rate: bool = False, points: str = "点") -> str:
    """The change against a base; of a base below SMALL the difference itself, for +900.0% of four says nothing."""
    if rate or not before or before >= SMALL or now is None:
        return change(moved, rate, points)
    return f"{'+' if now > before else '−'}{abs(int(now - before)):,}" if now != before else "0"


def percent(part: int, whole: int) -> str:
    """71.5%; a dash where there is no whole."""
    return number(rounded(Fraction(part * 100, whole)) if whole else None, rate=True)


def rise(value: Any, rate: bool = False, now: Any = None, before: Any = None) -> str:
    """The change in words: 增长33.6%, 下降6.1%, 持平; 提高1.2个百分点; of a base below SMALL 增加4件. Empty where it
    cannot be compared.
    """
    if value is None:
        return ""
    if not rate and before and before < SMALL and now != before:
        return f"{'增加' if now > before else '减少'}{abs(int(now - before))}件"
    if not value:
        return "持平"
    up, down = ("提高", "降低") if rate else ("增长", "下降")
    return f"{up if value > 0 else down}{abs(Decimal(str(value))):.1f}" + ("个百分点" if rate else "%")


def ten_thousand(yuan: Any) -> str:
    """Yuan as 万元 with two decimals: 122.88."""
    return f"{(Decimal(str(yuan or 0)) / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def month_in_characters(year: int, month: int) -> str:
    """二〇二六年十一月."""
    digits = "〇一二三四五六七八九"
    months = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    return "".join(digits[int(digit)] for digit in f"{year:04}") + f"年{months[month]}月"


def label(indicator: Indicator) -> str:
    """The name of a row with its unit: 办结（件）."""
    plain = "（" in indicator.label or indicator.share_of
    return indicator.label if plain else f"{indicator.label}（{indicator.unit}）"


def cells(indicator: Indicator, row: Row) -> list[str]:
    """The columns of a row of T1 as they are printed."""
    rate = bool(indicator.share_of)
    bases = {"mom": "last_month", "yoy": "last_year"}
    return [
        compared(row["month"], row[bases[name]], row[name], rate)
        if name in bases
        else number(row[name], rate)
        for name in COLUMNS
    ]


def most(start: str, named: list[tuple[str, int]], whole: int, end: str) -> str:
    """按类型看，邻里14件、婚姻家庭7件居前，合计占41.5%。 Only where something stands out."""
    ranked = sorted((pair for pair in named if pair[1]), key=lambda pair: -pair[1])[:MOST]
    if len(ranked) < 2:
        return ""
    words = "、".join(f"{name}{number}件" for name, number in ranked)
    share = percent(sum(number for _, number in ranked), whole)
    return f"{start}{words}{end}" + ("。" if share == "100.0%" else f"，合计占{share}。")
