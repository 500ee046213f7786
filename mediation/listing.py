"""What 矛盾纠纷调解 shows for an address: the page and the export ask here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import keyset
from core.counted import Counted
from core.listing import Asked, Column, Listing
from core.models import Matter
from mediation.models import Mediation

VIEWS = (("open", "在调"), ("agreed", "达成协议"), ("ended", "终止调解"), ("all", "全部"))


def view_of(address: Mapping[str, str]) -> str:
    return address.get("view", "open")


def ask(user: Any, address: Mapping[str, str], moment: datetime) -> Asked:
    """What the reader may see, by state or behind a number. ValueError: no such number."""
    view = view_of(address)
    rows = Matter.objects.visible_to(user).filter(kind="mediation")
    if counted := Counted.read(address, "mediation"):
        behind = counted.rows(Mediation.objects.visible_to(user))
        return Asked(rows.filter(pk__in=behind.values("pk")), keyset.NEWEST, counted.heading, counted.heading)
    if view == "open":
        rows = rows.open()
    elif view in Mediation.Status.values:
        rows = rows.filter(status=view)
    words = dict(VIEWS).get(view) or dict(Mediation.Status.choices).get(view, "全部")
    return Asked(rows, keyset.NEWEST, str(words))


def _result(row: Any) -> str:
    return row.get_form_display() or row.get_end_reason_display()


LISTING = Listing(
    label="矛盾纠纷调解",
    ask=ask,
    own=(
        Column("纠纷类型", 14, lambda row: row.get_dispute_display()),
        Column("案件来源", 14, lambda row: row.get_source_display()),
    ),
    outcome=(Column("调解结果", 24, _result),),
    unread=("facts", "terms", "end_note"),
)
