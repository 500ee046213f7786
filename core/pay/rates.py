"""What is paid for, and which rate holds on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.module_loading import import_string

from core.models import Matter, PayRate, PaySheet, User
from core.procedure.procedure import Procedure, by_kind, procedures


@dataclass(frozen=True)
class Item:
    """One thing that was done: `what` is a code of the room's WHATS; `key` says which thing, for it is paid once."""

    key: str
    about: Matter
    payee: User
    what: str
    words: str
    on: date
    on_payroll: bool = False


def words_of(procedure: Procedure) -> Mapping[str, str]:
    found: Mapping[str, str] = import_string(f"{procedure.labels['pays']}.WHATS")
    return found


def items_of(kind: str) -> Callable[[date, date], Sequence[Item]]:
    found: Callable[[date, date], Sequence[Item]] = import_string(f"{by_kind()[kind].labels['pays']}.items")
    return found


def whats() -> list[tuple[str, str]]:
    """Everything that a rate can be for, of all kinds of sheets."""
    return [
        (f"{procedure.kind}.{code}", f"{procedure.label}：{word}")
        for procedure in procedures()
        if procedure.model is PaySheet
        for code, word in words_of(procedure).items()
    ]


def rates_of(kind: str) -> dict[str, list[PayRate]]:
    """By code, the newest first."""
    found: dict[str, list[PayRate]] = {}
    for rate in PayRate.objects.filter(what__startswith=f"{kind}."):
        found.setdefault(rate.what.partition(".")[2], []).append(rate)
    return found
