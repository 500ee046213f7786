"""受理登记簿: the mediations that came in in a month or a year, line by line, as the office keeps them.

Names are masked. In full they are given to who may see them, for a reason, and every matter gets a Look.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from core.models import Look, Matter, Party
from core.privacy.masking import mask_name
from core.procedure import paging
from core.procedure.indicators import Period
from core.values.money import digits
from mediation.indicators import registered
from mediation.listing import accepted_on, archived_on, confirmation, performance, result
from mediation.models import Mediation

MOST = 200  # lines on paper, some three seconds; the rest stands in the Excel file, or month by month
SEALED = "保密"
NAMED = 3  # people of one side
SIDES = (Party.Role.APPLICANT, Party.Role.RESPONDENT)
READ = (
    "number", "root", "compartment", "received_at", "closed_at", "voided_at", "status", "dispute", "source",
    "body__short_name", "mediator__name", "accepted_at", "agreed_at", "settled_level", "refusal", "end_reason",
    "form", "amount", "effective_on", "performed_on", "told_unperformed_at", "confirmation__result", "retention",
)  # fmt: skip
HEADS = (
    "编号", "受理日期", "申请人", "被申请人", "纠纷类型", "来源", "调解组织", "调解员", "结果", "协议形式", "金额（元）",
    "生效日期", "履行", "司法确认", "归档",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line; `cells` in the order of HEADS."""

    pk: int
    cells: tuple[str, ...]


def of(user: Any, period: Period) -> Any:
    """The matters of the register that the reader may see, in no order."""
    return Matter.objects.visible_to(user).filter(registered(period))


def fetched(chosen: Any) -> Any:
    """The mediations of chosen matters, with all that a line is made of."""
    rows: Any = paging.chosen_of(Mediation.objects.all(), chosen)
    return rows.select_related("body", "mediator", "confirmation").only(*READ)


def lines(matters: Sequence[Mediation], *, full: bool = False) -> list[Line]:
    """Lines of fetched mediations; `full`: names in full, but of sealed matters none. One query."""
    people = _people(matters, full=full)
    return [Line(matter.pk, _cells(matter, people)) for matter in matters]


def _cells(row: Mediation, people: dict[tuple[int, str], list[str]]) -> tuple[str, ...]:
    sides = (SEALED if row.sealed else _named(people[row.root_id or row.pk, side]) for side in SIDES)
    mediator = row.mediator.name if row.mediator else ""
    kept = archived_on(row)
    return (
        row.number,
        _day(accepted_on(row)),
        *sides,
        SEALED if row.sealed else str(row.get_dispute_display()),
        str(row.get_source_display()),
        row.body.short_name,
        mediator,
        result(row) or str(Mediation.Status(row.status).label),
        str(row.get_form_display()),
        digits(row.amount) if row.amount is not None else "",
        _day(row.effective_on),
        performance(row),
        confirmation(row),
        f"{_day(kept)}（{row.get_retention_display()}）" if kept else "",
    )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _named(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (f"等{len(names)}人" if len(names) > NAMED else "")


def _people(matters: Iterable[Mediation], *, full: bool) -> dict[tuple[int, str], list[str]]:
    """Names by root and side; those of sealed matters are not even fetched."""
    roots = {row.root_id or row.pk for row in matters if not row.sealed}
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Party.objects.filter(Q(matter__compartment=""), matter__in=roots, role__in=SIDES)
    named = rows.order_by("matter", "order", "id").values_list("matter", "role", "name", "is_organisation")
    for root, role, name, organisation in named:
        found[root, role].append(name if full else mask_name(name, organisation))
    return found


def looked(user: Any, matters: Iterable[Mediation], reason: str) -> None:
    """Write down that these were seen in full. Of sealed ones nothing was."""
    Look.objects.bulk_create(
        Look(matter_id=row.pk, by=user, reason=reason, what="打印登记簿（全名）")
        for row in matters
        if not row.sealed
    )
