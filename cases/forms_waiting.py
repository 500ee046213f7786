"""What giving a number asks: where to, and nothing that names anybody."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cases.models import Room, Ticket
from core.values.form_base import OnceForm, limit, short_text


class TicketForm(OnceForm):
    """取号. Nothing must be filled in."""

    room = forms.TypedChoiceField(label="去哪里", widget=forms.RadioSelect)
    first = forms.BooleanField(label="优先", required=False, help_text="老人、残疾人、孕妇、军人")
    purpose = short_text("办什么", limit(Ticket, "purpose"), False, help_text="可以不填；不写姓名。")
    people = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
    )

    def __init__(self, destinations: Sequence[tuple[Room, str]], *args: Any, **kwargs: Any) -> None:
        rooms = {str(room.pk): room for room, _ in destinations}
        first = next(iter(rooms), None)
        kwargs["initial"] = {"room": first}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["room"]
        field.coerce, field.choices = (
            rooms.__getitem__,
            [(str(room.pk), words) for room, words in destinations],
        )
