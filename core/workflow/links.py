"""关联: two matters that have to do with one another (core.models.Link), and the act that says so."""

from collections.abc import Mapping
from typing import Any

from core.models import Link, Matter
from core.procedure.transitions import Outcome, Snapshot
from core.records.history import OTHER
from core.values.form_base import short_text
from core.values.refused import Refused
from core.workflow.forms import ActForm, MatterField

Data = Mapping[str, Any]


class OtherForm(ActForm):
    """并案、关联: the other matter, by its number or code."""

    other = MatterField(label="另一件事项")
    why = short_text("说明", 120, False)


def linking(now: Snapshot, other: Matter, why: str) -> list[Link]:
    """The row that links two matters; none where they are linked already."""
    first, second = sorted((now.matter.pk, other.pk))
    if Link.objects.filter(first=first, second=second).exists():
        return []
    return [Link(first_id=first, second_id=second, why=why, by=now.by, at=now.at)]


def link(now: Snapshot, data: Data) -> Outcome:
    """关联: the two have to do with one another; neither moves the other. The history of neither names the other or
    says why: whoever may not see the other, or no more once it is sealed, learns nothing of it (信访工作条例 30).
    """
    other: Matter = data["other"]
    rows = [] if other.pk == now.matter.pk else linking(now, other, data["why"])
    if not rows:
        raise Refused("已经关联，或就是本事项。", "other")
    return Outcome(rows=rows, detail={OTHER: other.pk})
