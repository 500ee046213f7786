"""The words of the monthly report, drafted from its numbers by rules (domain: 4.3); a person edits them.

A sentence says only what the tables say. A section without numbers of ours stays empty and is left out of the
paper unless somebody writes it.
"""

from collections.abc import Mapping

from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.procedure.room import rooms
from core.procedure.standard_tables import Facts, Write
from core.statistics import wording
from core.statistics.wording import MOST, most

OFTEN = 3  # a village or category below this is no trend


def draft(month: Period, facts: Facts) -> dict[str, str]:
    """The text of every section, by its key."""
    written = {key: write for room in rooms() for key, write in room.sections.items()}
    return {key: written.get(key, write)(month, facts) for key, (_, write) in SECTIONS.items()}


def _told(facts: Facts, key: str, column: str = "month") -> str:
    return wording.number(facts["tables"]["T1"][key][column], bool(indicators()[key].share_of))


def _compared(facts: Facts, key: str, month: str, year: str) -> str:
    """，环比增长33.6%，同比下降6.1%; nothing where there is no base."""
    row, rate = facts["tables"]["T1"][key], bool(indicators()[key].share_of)
    now = row["month"]
    words = (
        (month, wording.rise(row["mom"], rate, now, row["last_month"])),
        (year, wording.rise(row["yoy"], rate, now, row["last_year"])),
    )
    return "".join(f"，{start}{text}" for start, text in words if text)


def overall(month: Period, facts: Facts) -> str:
    """总体情况."""
    found = facts["tables"]["T1"]
    timely = (
        ""
        if found["on_time_rate"]["month"] is None
        else f"按期办结率{_told(facts, 'on_time_rate')}"
        + _compared(facts, "on_time_rate", "比上月", "比上年同月")
        + "；"
    )
    content = (
        f"参评{_told(facts, 'rated')}件，满意率{_told(facts, 'satisfaction_rate')}。"
        if found["satisfaction_rate"]["month"] is not None
        else "本月没有参评的事项。"
    )
    return (
        f"{month.first.month}月，共接待来访{_told(facts, 'visits')}批次、{_told(facts, 'visitors')}人次，"
        f"登记事项{_told(facts, 'received')}件{_compared(facts, 'received', '环比', '同比')}；"
        f"当场办结{_told(facts, 'settled')}件，分流转办{_told(facts, 'dispatched')}件。"
        f"办结{_told(facts, 'finished')}件{_compared(facts, 'finished', '环比', '同比')}，{timely}"
        f"期末在办{_told(facts, 'closing')}件，其中超期{_told(facts, 'overdue')}件。{content}"
        f"今年以来累计登记{_told(facts, 'received', 'ytd')}件，办结{_told(facts, 'finished', 'ytd')}件。"
    )


def overdue(month: Period, facts: Facts) -> str:
    """督办落实: what is late at the end of the month."""
    found = facts["tables"]["T1"]
    if not found["closing"]["month"]:
        return "期末没有在办的事项。"
    if not found["overdue"]["month"]:
        return f"期末在办的{_told(facts, 'closing')}件都在期限内，没有超期。"
    listed = found.get("listed", {}).get("month")
    more = f"，其中超过五个工作日、达到挂牌条件的{listed}件" if listed else ""
    return f"期末超期{_told(facts, 'overdue')}件{more}；本月办结的事项中超期办结{_told(facts, 'finished_late')}件。"


def outlook(month: Period, facts: Facts) -> str:
    """形势研判: kinds and villages with the most, and what grew; of matters, never of persons."""
    categories, villages = facts["categories"], facts["villages"]
    whole = facts["tables"]["T1"]["received"]["month"]
    grown = [
        f"{name}（{now}件，上年同月{before}件）"
        for name, now, before in categories
        if now >= OFTEN and now > before
    ][:MOST]
    return (
        most("高发类型：", [(name, now) for name, now, _ in categories], whole, "居前")
        + most("高发地区：", [(name, now) for name, now in villages], whole, "居前")
        + (f"比上年同月增加的：{'、'.join(grown)}。" if grown else "")
    )


def advice(month: Period, facts: Facts) -> str:
    """下步工作建议: what the numbers call for; the office adds its own."""
    found = facts["tables"]["T1"]
    wanted = []
    if found["overdue"]["month"]:
        wanted.append(f"对超期的{_told(facts, 'overdue')}件逐件查明原因、明确办结时间")
    if found["closing"]["month"]:
        wanted.append(f"对在办的{_told(facts, 'closing')}件逐件研判，临期的每日调度")
    rated = found["satisfaction_rate"]["month"]
    if rated is not None and rated < 100:
        wanted.append("对评价不满意的事项回访复核，该重办的重办")
    if facts["categories"] and facts["categories"][0][1] >= OFTEN:
        wanted.append(f"围绕{facts['categories'][0][0]}类事项开展一次集中排查")
    numerals = "一二三四"
    return "；".join(f"{numerals[place]}是{text}" for place, text in enumerate(wanted)) + (
        "。" if wanted else ""
    )


def by_hand(month: Period, facts: Facts) -> str:
    """A section whose numbers are not kept here yet."""
    return ""


# The headings of the official form. Where a room has declared what it writes under one, that is printed.
SECTIONS: Mapping[str, tuple[str, Write]] = {
    "overall": ("总体情况", overall),
    "disputes": ("矛盾纠纷排查化解", by_hand),
    "letters": ("信访", by_hand),
    "fields": ("网格化服务管理", by_hand),
    "advice_given": ("公共法律服务", by_hand),
    "overdue": ("督办落实", overdue),
    "outlook": ("形势研判", outlook),
    "advice": ("下步工作建议", advice),
}
