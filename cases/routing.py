"""Which unit the written rules suggest for a case. They are data that people write; nothing is learnt."""

from dataclasses import dataclass
from typing import Any

from cases.models import RoutingRule


@dataclass(frozen=True)
class Suggestion:
    """A unit, those who would help, and the rule in words."""

    unit_id: int
    helpers: tuple[int, ...]
    reason: str


def suggestion(case: Any) -> Suggestion | None:
    """The narrowest rule in force for the case's category and place: longer code, deeper area, lower order."""
    if case is None:
        return None
    rules = RoutingRule.objects.filter(retired_on=None, unit__closed_on=None)
    found = [rule for rule in rules.select_related("category", "area", "unit") if _fits(rule, case)]
    if not found:
        return None
    rule = min(found, key=lambda rule: (-len(rule.category_id or ""), -_depth(rule), rule.order, rule.pk))
    return Suggestion(rule.unit_id, tuple(rule.helpers.values_list("pk", flat=True)), words(rule))


def words(rule: RoutingRule) -> str:
    """竹溪村 · 0201 用水排水… → 竹溪村村民委员会（职责清单第 7 项）."""
    what = "、".join(str(part) for part in (rule.area, rule.category) if part)
    return f"{what} → {rule.unit.name}" + (f"（{rule.basis}）" if rule.basis else "")


def _fits(rule: RoutingRule, case: Any) -> bool:
    about = not rule.category_id or (case.category_id or "").startswith(rule.category_id)
    return about and (rule.area is None or case.area_path.startswith(rule.area.path))


def _depth(rule: RoutingRule) -> int:
    return rule.area.path.count("/") if rule.area else 0
