"""What may not be mediated, and what stops a mediation under way (人民调解工作若干规定 arts. 20, 22; 人民调解法
arts. 17, 23, 25). Each is asked anew at every step: a flag may be raised, a category corrected at any time.
"""

from collections.abc import Mapping
from typing import Any

from core.models import Matter
from core.procedure.below import demand_of
from core.procedure.traits import Civil
from core.procedure.transitions import Snapshot, says
from core.values.refused import Refused
from mediation import remedies

# Nobody talks ordinarily while one of these stands at the root; cleared by who may clear them there.
STOPS = frozenset(Matter.Flag) - {Matter.Flag.MINOR, Matter.Flag.CROWD}
NOT_CIVIL = "不属于民间纠纷，不适用人民调解，请书面告知应当走的法定途径。"
NO_ACCUSATION = "检举控告事项不适用调解，应当按管理权限移送。"
Data = Mapping[str, Any]


def no_danger(now: Snapshot) -> str:
    """Violence, threats, despair at home or before it: first somebody deals with the danger."""
    standing = STOPS.intersection(now.matter.standing_flags)
    return "存在未解除的风险标记，不能进行调解。" if standing else ""


@says(NOT_CIVIL)
def civil(now: Snapshot) -> str:
    """民间纠纷 alone: rights between citizens, or with legal persons (若干规定 art. 20)."""
    kind = demand_of(now.matter).civil
    return "" if kind is Civil.WHOLE or (kind is Civil.SIDE and now.matter.civil_side) else NOT_CIVIL


@says(NOT_CIVIL)
def civil_above(now: Snapshot) -> str:
    """The same of the matter that would be mediated; whether it is its civil side alone is asked by the form."""
    return NOT_CIVIL if demand_of(now.matter).civil is Civil.NOT else ""


def nobody_refuses(now: Snapshot) -> str:
    """人民调解法 arts. 17, 23: who refuses clearly is not mediated with."""
    return "当事人明确拒绝调解，不得调解。" if now.matter.unwilling_on else ""


def refuse_what_is_not_ours(mediation: Any, data: Data) -> None:
    """At the application and when it is accepted. Raises Refused: not civil, of another kind than its category
    allows, or in other hands already.
    """
    kind = demand_of(mediation).civil
    if kind is Civil.NOT:
        raise Refused(NOT_CIVIL)
    if kind is Civil.SIDE and not (data.get("civil_side") or mediation.civil_side):
        raise Refused(f"{NOT_CIVIL}只调解其中民事部分的，请勾选“只调解民事部分”。", "civil_side")
    if why := remedies.why_not_as(mediation, data["dispute"]):
        raise Refused(why, "dispute")
    written = data.get("referral_number") or mediation.referral_number
    if data.get("taken_by") and not written:
        raise Refused("有关机关已经受理，不予受理。有书面委托、移送的，请写明移送文号。", "taken_by")
