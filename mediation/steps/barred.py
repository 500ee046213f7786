"""What may not be mediated, and what stops a mediation under way (人民调解工作若干规定 arts. 20, 22; 人民调解法
arts. 17, 23, 25). Each is asked anew at every step: a flag may be raised, a category corrected at any time.
"""

from collections.abc import Mapping
from typing import Any

from cases.models import Category
from core.models import Matter
from core.procedure.transitions import Snapshot
from core.values.refused import Refused

# Nobody talks ordinarily while one of these stands at the root; cleared by who may clear them there.
STOPS = frozenset(Matter.Flag) - {Matter.Flag.MINOR, Matter.Flag.CROWD}
Data = Mapping[str, Any]


def no_danger(now: Snapshot) -> str:
    """Violence, threats, despair at home or before it: first somebody deals with the danger."""
    standing = STOPS.intersection(now.matter.standing_flags)
    return "存在未解除的风险标记，不能进行调解。" if standing else ""


def civil(now: Snapshot) -> str:
    """民间纠纷 alone: rights between citizens, or with legal persons (若干规定 art. 20)."""
    category = category_of(now.matter)
    if category is None or (category.mediable and (now.matter.civil_side or not category.civil_side_only)):
        return ""
    return "不属于民间纠纷，请通过下列途径解决。"


def nobody_refuses(now: Snapshot) -> str:
    """人民调解法 arts. 17, 23: who refuses clearly is not mediated with."""
    return "当事人明确拒绝调解，不得调解。" if now.matter.unwilling_on else ""


def category_of(mediation: Any) -> Category | None:
    """What the case above is about."""
    above = getattr(mediation.parent, "as_case", None)
    return above.category if above else None


def refuse_what_is_not_ours(mediation: Any, data: Data) -> None:
    """At the application and when it is accepted. Raises Refused: not civil, or in other hands already."""
    category = category_of(mediation)
    if category and not category.mediable:
        raise Refused("不属于民间纠纷，请通过下列途径解决。")
    if category and category.civil_side_only and not (data.get("civil_side") or mediation.civil_side):
        raise Refused(
            "不属于民间纠纷，请通过下列途径解决。只调解其中民事部分的，请勾选“只调解民事部分”。", "civil_side"
        )
    written = data.get("referral_number") or mediation.referral_number
    if data.get("taken_by") and not written:
        raise Refused("有关机关已经受理，不予受理。有书面委托、移送的，请写明移送文号。", "taken_by")
