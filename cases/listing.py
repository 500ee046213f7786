"""What 事项台账 shows for an address: the page and the export ask here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from cases.filters import CaseFilter
from cases.models import Case
from core import keyset
from core.counted import Counted
from core.listing import Asked, Column, Listing, in_words
from core.models import Matter

VIEWS = (
    ("open", "全部在办"),
    ("dispatch", "待分流"),
    ("overdue", "逾期"),
    ("soon", "临期"),
    ("callback", "待回访"),
    ("done", "已办结"),
    ("all", "全部"),
)


def view_of(address: Mapping[str, str]) -> str:
    return address.get("view", "open")


def condition(view: str, moment: datetime) -> Q:
    """What a saved view holds; an unknown one holds everything."""
    return {
        "open": Q(closed_at=None),
        "dispatch": Q(status__in=["registered", "returned"]),
        "overdue": Q(closed_at=None, due_at__lte=moment),
        "soon": Q(closed_at=None, warn_at__lte=moment, due_at__gt=moment),
        "callback": Q(status="replied"),
        "done": Q(closed_at__isnull=False, voided_at=None),
    }.get(view, Q())


def visible(user: Any) -> Any:
    """The cases a reader sees at all."""
    return Matter.objects.visible_to(user).filter(kind="case")


def ask(user: Any, address: Mapping[str, str], moment: datetime) -> Asked:
    """Filtered, of a view or behind a number. ValueError: no such number."""
    view = view_of(address)
    rows, heading = _rows(user, address, view, moment)
    filters = CaseFilter(address, rows)
    valid = filters.is_valid()
    order = keyset.SOONEST if view in ("open", "soon", "overdue") and not heading else keyset.NEWEST
    return Asked(
        matching=filters.qs if valid else rows,
        order=order,
        words="，".join(
            [heading or dict(VIEWS).get(view, "全部"), *(in_words(filters.form) if valid else [])]
        ),
        heading=heading,
        form=filters.form,
    )


def _rows(user: Any, address: Mapping[str, str], view: str, moment: datetime) -> tuple[Any, str]:
    """The rows of a view, or of a number: exactly those that it counted."""
    counted = Counted.read(address, "case")
    if counted is None:
        return visible(user).filter(condition(view, moment)), ""
    rows = counted.rows(Case.objects.visible_to(user))
    return visible(user).filter(pk__in=rows.values("pk")), counted.heading


def _category(case: Any) -> str:
    """A sealed matter's category would say what its label keeps."""
    if case.sealed:
        return "保密"
    return case.category.name if case.category else ""


LISTING = Listing(
    label="事项台账",
    ask=ask,
    own=(
        Column("来源", 10, lambda case: case.get_channel_display()),
        Column("类别", 18, _category),
    ),
    outcome=(Column("评价", 10, lambda case: case.get_satisfaction_display()),),
    related=("category",),
    unread=("demand", "answer", "particulars", "materials"),
)
