"""One act on many matters: looked at first, then done one by one, each in its own transaction under its own key."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from core.procedure.procedure import Procedure
from core.procedure.transitions import IN_BULK, Transition
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.forms import ActForm
from core.workflow.perform import Act, Conflict, look, perform
from core.workflow.permissions import may, not_held, why_not

AT_ONCE = 100


@dataclass(frozen=True)
class Line:
    """One matter, and why not; empty where it can be done or was done."""

    matter: Any
    refused: str = ""


def offered(procedure: Procedure, user: Any) -> list[Transition]:
    """The acts that the table allows for many at once, as far as the user has the right."""
    return [
        row for row in procedure.workflow.transitions if IN_BULK in row.show and user.has_perm(row.permission)
    ]


def asked(row: Transition, user: Any, posted: QueryDict | None, matter: Any = None) -> ActForm:
    """The act's own form, once for all; a scan belongs to one matter and is put to it on its page."""
    form: ActForm = (row.asks or ActForm)(posted, matter=matter, user=user)
    del form.fields["scan"]
    return form


def look_at(row: Transition, matters: Iterable[Any], user: Any) -> list[Line]:
    """Which can be done, by the same rights and guards as on a matter's own page."""
    return [
        Line(
            matter,
            why_not(row, look(matter, Act(user, now()))) if may(user, matter, row) else not_held(row, matter),
        )
        for matter in matters
    ]


def do_one(row: Transition, matter: Any, version: int, posted: QueryDict, user: Any) -> Line:
    """Do it to a matter as its page showed it (`version`). What is refused has changed nothing.

    The key is made of the form's and the matter's: the same form sent twice does nothing twice.
    """
    form = asked(row, user, posted, matter)
    if not form.is_valid():
        return Line(matter, " ".join(str(said) for errors in form.errors.values() for said in errors))
    data = form.cleaned_data
    try:
        perform(
            matter.pk,
            row.name,
            by=user,
            data=form.answers,
            key=uuid5(data["key"], str(matter.pk)),
            version=version,
            at=data["at"],
            decided_by=data["decided_by"],
        )
    except Refused as no:
        return Line(matter, no.sentence)
    except PermissionDenied:
        return Line(matter, not_held(row, matter))
    except Http404:
        return Line(matter, "已不在您能看到的范围内。")
    except Conflict:
        return Line(matter, "您打开这一页之后有人先办了；看过现在的情况，仍要办就再提交一次。")
    return Line(matter)
