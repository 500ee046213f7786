"""Arranging a date with the people of a matter, for any room: `rows` gives the acts, Procedure.arranges what it is.

A date is of whoever arranges it; nobody is at two of them at once, and no place holds two. Nothing runs from it: it
stands in the person's day (core.views.day) and on the matter's page until it is over or called off.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localtime

from core.models import Appointment, Party
from core.models.matter import PROTECTED
from core.procedure.procedure import Panel, by_kind
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    QUIET,
    Outcome,
    Snapshot,
    Transition,
    Words,
    holder,
)
from core.values import moments
from core.values.form_base import minute, short_text
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.forms import ActForm, RowField, RowsField

FARTHEST = timedelta(days=366)
USUAL = 60  # minutes
LENGTHS = ((30, "半小时"), (USUAL, "一小时"), (90, "一个半小时"), (120, "两小时"), (240, "半天"))
Data = Mapping[str, Any]


# --- Forms ------------------------------------------------------------------------------------------------------


class ArrangeForm(ActForm):
    """When, where, with whom: both sides, unless somebody chooses."""

    when = minute("时间")
    minutes = forms.TypedChoiceField(
        label="多久", choices=LENGTHS, coerce=int, initial=USUAL, required=False, empty_value=None
    )
    place = short_text("地点", 60)
    parties = RowsField(
        "和谁",
        lambda form: form.matter.people,
        says=lambda row: f"{row.get_role_display()} {row.masked_name}",
        required=False,
    )

    def given(self, matter: Any) -> dict[str, Any]:
        return {"parties": [party.pk for party in _sides(matter)]}


class CallOffForm(ActForm):
    """取消约定: which one."""

    appointment = RowField(
        "场次",
        lambda form: form.matter.appointments.filter(cancelled_at=None).select_related("user"),
        says=lambda row: f"{when(row.at)}，{row.place}（{row.user.name}）",
        empty_label=None,
    )


def _sides(matter: Any) -> list[Party]:
    return [party for party in matter.people if party.role in Party.SIDES]


# --- The acts ---------------------------------------------------------------------------------------------------


def arranged(matter: Any) -> list[Appointment]:
    """What is arranged and not called off, the next first."""
    return [row for row in matter.appointments.all() if row.cancelled_at is None]


def something_is_arranged(now: Snapshot) -> str:
    return "" if arranged(now.matter) else f"没有约定的{_what(now)}。"


def _what(now: Snapshot) -> str:
    return by_kind()[now.matter.kind].arranges


def arrange(now: Snapshot, data: Data) -> Outcome:
    """A date from now on, where neither who arranges it nor the place is taken."""
    at, place = data["when"], " ".join(data["place"].split())
    assert now.by is not None
    if not now.now < at < now.now + FARTHEST:
        raise Refused("约定的时间要在现在以后，一年以内。", "when")
    until = at + timedelta(minutes=data.get("minutes") or USUAL)
    _refuse_what_clashes(now.by, at, until, place)
    people = list(data["parties"]) if "parties" in data else _sides(now.matter)
    row = Appointment(
        user=now.by, what=_what(now), at=at, until=until, place=place, made_by=now.by,
        parties=[party.pk for party in people],
    )  # fmt: skip
    said = {"when": when(at), "place": place, "parties": "、".join(party.masked_name for party in people)}
    return Outcome(rows=[row], detail=said)


def _refuse_what_clashes(user: Any, at: datetime, until: datetime, place: str) -> None:
    """Whoever arranges for the same person or place waits for the other's transaction: the second is told in words."""
    with connection.cursor() as cursor:
        for key in (f"appointment of {user.pk}", f"appointment at {place}"):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    meant = Appointment.objects.filter(cancelled_at=None, at__lt=until, until__gt=at)
    found = meant.filter(Q(user=user) | Q(place=place)).select_related("user").order_by("at")
    for row in found:
        if row.user_id == user.pk:
            raise Refused(f"{when(row.at)}您已经约了另一场{row.what}。", "when")
        raise Refused(
            f"{place} {when(row.at)}到{localtime(row.until):%H:%M}{row.user.name}已经约用，请换个时间。"
            "不是同一间的，把地点写清楚。",
            "place",
        )


def call_off(now: Snapshot, data: Data) -> Outcome:
    row = data["appointment"]
    if row not in arranged(now.matter):
        raise Refused("这场约定已经取消了。", "appointment")
    return Outcome(
        changes=[(row, {"cancelled_at": now.at})], detail={"appointment": f"{when(row.at)}，{row.place}"}
    )


def rows(
    label: str, sources: Iterable[str], permission: str, still: Iterable[str] = (), note: str = ""
) -> tuple[Transition, Transition]:
    """The two acts for a table, both of who holds the matter. `still`: where only calling off is left."""
    who, every = holder(permission), frozenset(sources)
    return (
        Transition("arrange", label, every, None, who, arrange, ArrangeForm, closed=PROTECTED, show=QUIET,
            words=Words("已约定。请按各方留的联系方式通知当事人。", note=note)),
        Transition("call_off", "取消约定", every | frozenset(still), None, who, call_off, CallOffForm,
            (something_is_arranged,), closed=PROTECTED, show=QUIET | ASIDE | IF_POSSIBLE,
            words=Words("约定已取消。请告诉当事人。")),
    )  # fmt: skip


# --- On the matter's page ---------------------------------------------------------------------------------------


def _panel(matter: Any, user: Any) -> dict[str, Any]:
    """What is still to come."""
    names = {party.pk: party.masked_name for party in matter.people}
    return {
        "lines": [
            f"约定的{row.what}：{when(row.at)}　{row.place}　{row.user.name}"
            + (f"　和{'、'.join(names[pk] for pk in row.parties if pk in names)}" if row.parties else "")
            for row in arranged(matter)
            if row.until > moments.now()
        ]
    }


PANEL = Panel("core/appointments.html", _panel)
