"""The sample, drawn by rule: closed in the period, in the order of their numbers, every n-th; or all that people called bad twice.

Sealed files are not drawn: who looks at them is named one by one, and a review shows its files to many.
"""

from typing import Any

from command.brought import kinds
from command.models import QualityReview
from core.documents.paper_formats import day
from core.models import Matter
from core.procedure.indicators import Period
from core.procedure.procedure import Procedure, by_kind

Rule = QualityReview.Rule


def closed(kind: str, period: Period) -> Any:
    """The whole from which is drawn."""
    rows = Matter.objects.filter(kind=kind, compartment="", voided_at=None, merged_into=None)
    return rows.filter(period.within("closed_at")).order_by("number")


def drawn(kind: str, period: Period, rule: str, every: int) -> tuple[int, list[tuple[int, Matter]]]:
    """How many there are, and the drawn ones with their place among them."""
    rows = list(closed(kind, period))
    if rule == Rule.UNSATISFIED:
        bad = _unsatisfied(by_kind()[kind], rows)
        return len(rows), [(place, row) for place, row in enumerate(rows, 1) if row.pk in bad]
    return len(rows), [(place, row) for place, row in enumerate(rows, 1) if place % every == 0]


def rated(procedure: Procedure) -> str:
    """The column in which people's word on the result stands; empty where the kind has none."""
    return procedure.intake.rated if procedure.intake else ""


def _unsatisfied(procedure: Procedure, rows: list[Matter]) -> set[int]:
    """Closed with that word: the first time it is done anew, so it was said twice."""
    column = rated(procedure)
    words = dict(procedure.model._meta.get_field(column).flatchoices)  # type: ignore[union-attr]
    bad = [value for value, word in words.items() if word == "不满意"]
    found = procedure.model._default_manager.filter(pk__in=[row.pk for row in rows], **{f"{column}__in": bad})
    return set(found.values_list("pk", flat=True))


def span(review: QualityReview) -> str:
    return f"{day(review.first)}至{day(review.last)}"


def said(review: QualityReview) -> str:
    """2026年9月1日至2026年9月30日办结的大厅事项 45 件，按登记号排列，从第 5 件起每 5 件抽 1 件，共 9 件。"""
    whole = (
        f"{span(review)}办结的{kinds()[review.about_kind]} {review.total} 件（封闭的除外），按登记号排列，"
    )
    how = (
        "群众不满意的全部评查"
        if review.rule == Rule.UNSATISFIED
        else f"从第 {review.every} 件起，每 {review.every} 件抽 1 件"
    )
    return f"{whole}{how}，共 {len(review.files())} 件。"
