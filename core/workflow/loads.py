"""What each candidate has in hand, beside the name, for whoever assigns: facts, never an order.

Two numbers with the day: open matters, and those of them that are due by the end of that day. Counted are only
matters that the reader may see. The list stays sorted by name.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate, make_aware

from core.models import Matter, User
from core.values.moments import now
from core.values.screen_formats import day

Loads = Mapping[int, tuple[int, int]]


def of(reader: User, keys: Any, column: str) -> Loads:
    """Open and due matters by the id of a unit or a person (`holder_unit`, `holder_user`)."""
    tomorrow = make_aware(datetime.combine(localdate(now()) + timedelta(days=1), time.min))
    rows = Matter.objects.visible_to(reader).filter(closed_at=None, merged_into=None)
    counted = (
        rows.filter(**{f"{column}__in": keys})
        .order_by()
        .values(column)
        .annotate(whole=Count("pk"), due=Count("pk", filter=Q(due_at__lte=tomorrow)))
        .values_list(column, "whole", "due")
    )
    return {key: (whole, due) for key, whole, due in counted}


def beside(field: Any, reader: User | None, column: str, loads: Loads | None = None) -> Loads:
    """Say it beside each choice of a field of units or people; `loads` where they were counted already."""
    if reader is None:
        return {}
    field.queryset = field.queryset.order_by("name")
    if loads is None:
        loads = of(reader, field.queryset.values("pk"), column)
    named = field.label_from_instance

    def label(one: Any) -> str:
        whole, due = loads.get(one.pk, (0, 0))
        return f"{named(one)}（在办 {whole} 件，到期 {due} 件）"

    field.label_from_instance = label
    said = f"件数截至 {day(localdate(now()))}，只数您看得到的。"
    field.help_text = f"{field.help_text}{said}"
    return loads
