"""What an app declares of its list of matters: the page and the export ask the same function for the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.keyset import Order
from core.models import Matter

Cell = str | date | None
PAGING = ("after", "before", "size")  # where one is in a list, not what it shows


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list: the matters, their order, and the same in words.

    `heading` is set for the rows behind a number; `form` is the filter that was applied.
    """

    matching: QuerySet[Matter]
    order: Order
    words: str
    heading: str = ""
    form: forms.Form | None = None


@dataclass(frozen=True)
class Column:
    """A column that only this list has. `value` is read from the procedure's own row."""

    head: str
    width: int
    value: Callable[[Any], Cell]


@dataclass(frozen=True)
class Listing:
    """A list. `ask(user, address, moment)` raises ValueError for an address that asks nonsense.

    `own` stand after the place, `outcome` at the end of an export's line. `related` is fetched with the rows,
    `unread` is left in the database: long texts that no column needs.
    """

    label: str
    ask: Callable[[Any, Mapping[str, str], datetime], Asked]
    own: tuple[Column, ...] = ()
    outcome: tuple[Column, ...] = ()
    related: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def in_words(form: Any) -> list[str]:
    """What was chosen in a valid filter: 村：桃坞村."""
    return [
        f"{form.fields[name].label}：{_word(form.fields[name], value)}"
        for name, value in form.cleaned_data.items()
        if value not in (None, "")
    ]


def _word(field: Any, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return str(value)
