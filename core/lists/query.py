"""What the address of a list asks for: the page, the export and what is done to many rows all ask here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.lists.cards import cards
from core.lists.drilldown import Counted
from core.models import Matter
from core.procedure import paging
from core.procedure.cards import Card, Looking
from core.procedure.listing import View, in_words
from core.procedure.paging import NEWEST, Order
from core.procedure.procedure import Procedure


@dataclass(frozen=True)
class Asked:
    """The matters of an address, their order, and the same in words.

    `heading` is set for the rows behind a number, which have no `view`; `form` is the filter that was applied,
    `narrowed` whether it leaves anything out.
    """

    matching: QuerySet[Matter]
    order: Order
    words: str
    form: forms.Form
    heading: str = ""
    view: View | None = None
    narrowed: bool = False

    @property
    def live(self) -> bool:
        """Only open matters: they can be sorted by what only those have."""
        return self.view is not None and self.view.live


def ask(procedure: Procedure, user: Any, address: Mapping[str, str], moment: datetime) -> Asked:
    """Of a view or behind a number or card, filtered and sorted. ValueError: no such number."""
    listing = procedure.listing
    assert listing is not None
    counted = Counted.read(address, procedure.kind)
    rows = visible(procedure, user)
    if counted:
        view, heading = None, counted.heading
        behind = counted.rows(procedure.model._default_manager.visible_to(user))
        rows = rows.filter(pk__in=behind.values("pk"))
    elif card := _card(procedure, address):
        view, heading = None, card.label
        rows = rows.filter(card.condition(Looking(user, moment)))
    else:
        view, heading = listing.view(address.get("view")), ""
        rows = rows.filter(view.condition(moment))
    filters = listing.filters(address, rows)
    chosen = in_words(filters.form) if filters.is_valid() else ["筛选条件有误"]
    live = view is not None and view.live
    return Asked(
        matching=rows.none() if filters.form.errors else filters.qs if chosen else rows,
        order=paging.chosen(address, view.order if view else NEWEST, live),
        words="，".join([heading or view.label, *chosen]),  # type: ignore[union-attr]
        form=filters.form,
        heading=heading,
        view=view,
        narrowed=bool(chosen),
    )


def _card(procedure: Procedure, address: Mapping[str, str]) -> Card | None:
    key = address.get("card", "")
    if key and (key not in cards() or cards()[key].kind != procedure.kind):
        raise ValueError(f"没有“{key}”这个数")
    return cards().get(key)


def visible(procedure: Procedure, user: Any) -> QuerySet[Matter]:
    """What of a kind a reader sees at all."""
    return Matter.objects.visible_to(user).filter(kind=procedure.kind)
