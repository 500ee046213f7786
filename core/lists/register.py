"""A printed register (登记簿): what came in in a month or a year, line by line, as the room's Register declares it.

Names are masked. In full they are given to who may see them, for a reason, and every matter gets a Look; of sealed
matters none are given.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from core.documents import paper_formats as say
from core.documents import render
from core.lists.drilldown import Counted
from core.models import Look, Party
from core.privacy.masking import mask_name
from core.procedure import paging
from core.procedure.indicators import Period
from core.procedure.listing import SEALED, Cell, Column, Names, Register
from core.procedure.procedure import Procedure
from core.values.moments import now
from core.values.money import digits

MOST = 200  # lines on paper, some three seconds; the rest stands in the Excel file, or month by month
NAMED = 3  # people of one side
ACROSS = 269  # mm of a line on A4
READ = ("number", "root", "compartment", "received_at", "closed_at", "voided_at", "status")
ORDER = ("received_at", "pk")


@dataclass(frozen=True)
class Line:
    """One line; `cells` in the order of the register's columns."""

    pk: int
    cells: tuple[str, ...]


def of(procedure: Procedure, user: Any, period: Period) -> Any:
    """The matters of the register that the reader may see, in no order: the rows behind its number."""
    matters: Any = procedure.model._default_manager
    return counted(procedure, period).rows(matters.visible_to(user))


def counted(procedure: Procedure, period: Period) -> Counted:
    """The address of the list with the same rows, whose export is the Excel file."""
    return Counted(_register(procedure).counts, period)


def _register(procedure: Procedure) -> Register:
    assert procedure.register is not None
    return procedure.register


def fetched(procedure: Procedure, chosen: Any) -> Any:
    """The rows of chosen matters, with all that a line is made of."""
    register = _register(procedure)
    rows = paging.chosen_of(procedure.model._default_manager.all(), chosen)
    return rows.select_related(*register.related).only(*READ, *register.read)


def lines(register: Register, matters: Sequence[Any], *, full: bool = False) -> list[Line]:
    """Lines of fetched rows; `full`: names in full, but of sealed matters none. One query."""
    people = _people(register, matters, full=full)
    return [Line(row.pk, tuple(_cell(column, row, people) for column in register.columns)) for row in matters]


def _cell(column: Column | Names, row: Any, people: dict[tuple[int, str], list[str]]) -> str:
    if isinstance(column, Names):
        return SEALED if row.sealed else _named(people[row.root_id or row.pk, column.role])
    return _text(column.value(row))


def _text(value: Cell) -> str:
    if isinstance(value, Decimal):
        return digits(value)
    return value.isoformat() if isinstance(value, date) else value or ""


def _named(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + (f"等{len(names)}人" if len(names) > NAMED else "")


def _people(register: Register, matters: Iterable[Any], *, full: bool) -> dict[tuple[int, str], list[str]]:
    """Names by root and role; those of sealed matters are not even fetched."""
    roots = {row.root_id or row.pk for row in matters if not row.sealed}
    roles = [column.role for column in register.columns if isinstance(column, Names)]
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Party.objects.filter(Q(matter__compartment=""), matter__in=roots, role__in=roles)
    named = rows.order_by("matter", "order", "id").values_list("matter", "role", "name", "is_organisation")
    for root, role, name, organisation in named:
        found[root, role].append(name if full else mask_name(name, organisation))
    return found


# --- On paper ---------------------------------------------------------------------------------------------------


@transaction.atomic
def paper(procedure: Procedure, user: Any, period: Period, words: str, reason: str = "") -> bytes:
    """The PDF, A4 across, kept nowhere; with a reason names are in full. What is seen in full is written down, or
    nothing is given.
    """
    register, rows = _register(procedure), of(procedure, user, period)
    matters = list(fetched(procedure, rows.order_by(*ORDER)[:MOST]).order_by(*ORDER))
    if reason:
        _looked(user, matters, reason)
    count, share = rows.order_by().count(), ACROSS / sum(column.width for column in register.columns)
    context = {
        "unit": settings.TOWN["centre"],
        "heading": register.title,
        "form": register.form,
        "period": words,
        "heads": [(one.head, f"{one.width * share:.1f}") for one in register.columns],
        "lines": [
            list(zip(line.cells, map(_css, register.columns), strict=True))
            for line in lines(register, matters, full=bool(reason))
        ],
        "count": count,
        "more": count - len(matters),
        "full": bool(reason),
        "printed": f"{user.name}打印于{say.moment(now())}",
        "created": localtime(now()),
    }
    title = f"{register.title} {words}"
    return render.render("documents/register.html", context, title=title)


def _css(column: Column | Names) -> str:
    return "n" if isinstance(column, Column) and column.number else ""


def _looked(user: Any, matters: Iterable[Any], reason: str) -> None:
    """Write down that these were seen in full. Of sealed ones nothing was."""
    Look.objects.bulk_create(
        Look(matter_id=row.pk, by=user, reason=reason, what="打印登记簿（全名）")
        for row in matters
        if not row.sealed
    )
