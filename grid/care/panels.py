"""Parts of the page of one person's care. The page itself asks why before it opens (core.access.sealed)."""

from typing import Any

from core.privacy.masking import mask_minor
from core.procedure.procedure import Panel
from core.values.screen_formats import day, filled
from grid.care.clocks import LOOK_IN, team
from grid.models import Care

LIVE = (Care.Status.PROPOSED, Care.Status.LISTED, Care.Status.ENDING)


def brief(care: Care, user: Any) -> dict[str, Any]:
    """Who, what for, when next; of what has ended the surname, of what is erased nothing."""
    facts = [("类别", care.topic.name)]
    if care.erased_at:
        return {"facts": [*facts, ("个人信息", f"已依法删除（{day(care.erased_at)}）")]}
    if care.status not in LIVE:
        facts += [
            ("姓名", mask_minor(care.name)),
            ("结束", f"{day(care.ended_on)} {care.get_why_display()}" if care.ended_on else ""),
        ]
        return {"facts": filled(*facts)}
    due = next(
        (clock.raw for clock in care.clocks.all() if clock.rule == LOOK_IN.key and clock.ended_at is None),
        None,
    )
    facts += [
        ("姓名", care.name), ("电话", care.phone), ("住址", care.address), ("监护人、联系人", care.guardian), ("需要的帮助", care.need),
        ("依据", _basis(care)), ("帮扶部门", care.topic.unit.name if care.topic.unit else ""), ("走访的人", "、".join(user.name for user in team(care))),
        ("走访周期", f"{care.cycle} 天一次"), ("下次走访", f"{day(due)} 前" if due else ""),
        ("连续没有走访", f"{care.missed} 次" if care.missed else ""),
    ]  # fmt: skip
    return {"facts": filled(*facts)}


def _basis(care: Care) -> str:
    if care.basis == Care.Basis.LAW:
        return care.article
    who = care.get_consent_by_display()
    return f"{who}同意，{day(care.consent_on)}签" if care.consent_on else "同意书还没有签"


def visits(care: Care, user: Any) -> dict[str, Any]:
    """Newest first."""
    rows = sorted(care.visits.select_related("by"), key=lambda row: row.on, reverse=True)
    helps = care.helps.select_related("by", "unit").order_by("-day", "-pk")
    return {
        "offered": care.status in LIVE,
        "helps": [(day(row.day), row.unit.short_name, row.words, row.by.name if row.by else "") for row in helps],
        "rows": [
            {
                "day": day(row.on), "made": row.made, "well": row.well, "words": row.words,
                "by": row.by.name if row.by else "",
            }
            for row in rows
        ]
    }  # fmt: skip


PANELS = (Panel("grid/care_brief.html", brief, brief=True), Panel("grid/care_visits.html", visits))
