"""One act on the ticked rows of a list: what can be done and what not, the act's form once, then what was done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.access.request import Request
from core.lists.query import visible
from core.models import Matter
from core.procedure.procedure import Procedure, by_kind
from core.procedure.transitions import IN_BULK, Transition
from core.values.form_base import renew
from core.workflow import bulk_actions
from core.workflow.bulk_actions import Line

TOO_MANY = f"一次最多 {bulk_actions.AT_ONCE} 件，请分几次办。"


@dataclass(frozen=True)
class Asked:
    """Which act on matters of which kind, and the list to go back to."""

    procedure: Procedure
    row: Transition
    list_url: str


@permission_required("core.view_matters", raise_exception=True)
def bulk(request: Request, kind: str) -> HttpResponse:
    """GET with `act` and `pick`: asks. POST with the form and `matter` (id-version): does, and says of each."""
    user = request.user
    procedure = by_kind().get(kind)
    if procedure is None or procedure.listing is None:
        raise Http404
    row = _row(procedure, request.GET.get("act", ""), user)
    list_url = f"{reverse(procedure.labels['list'])}?{request.GET.get('back', '')}"
    asked = Asked(procedure, row, list_url)
    if request.method == "POST":
        return _posted(request, asked)
    picked = _numbers(request.GET.getlist("pick"))
    if not 0 < len(picked) <= bulk_actions.AT_ONCE:
        return _back(request, asked, TOO_MANY if picked else "请先勾选事项。")
    lines = bulk_actions.look_at(row, _matters(procedure, user, picked), user)
    return _page(request, asked, lines, bulk_actions.asked(row, user, None), missed=len(picked) - len(lines))


def _back(request: Request, asked: Asked, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(asked.list_url)


def _row(procedure: Procedure, name: str, user: Any) -> Transition:
    """The act, where the table allows it for many and the user has the right."""
    try:
        row = procedure.workflow.transition(name)
    except KeyError:
        raise Http404 from None
    if IN_BULK not in row.show:
        raise Http404
    if not user.has_perm(row.permission):
        raise PermissionDenied
    return row


def _numbers(texts: Iterable[str]) -> list[int]:
    """Ids in the order of the list, each once; whatever is none is left out."""
    return list(dict.fromkeys(int(text) for text in texts if re.fullmatch(r"[0-9]{1,18}", text)))


def _matters(procedure: Procedure, user: Any, picked: Sequence[int]) -> list[Any]:
    """The ticked matters through the gate, as their procedure's own rows, in the order of the list."""
    seen = visible(procedure, user).filter(pk__in=picked).values("pk")
    rows: Any = procedure.model._default_manager.filter(pk__in=seen)
    found = rows.select_related("area", "holder_unit", "holder_user").in_bulk()
    return [found[pk] for pk in picked if pk in found]


def _posted(request: Request, asked: Asked) -> HttpResponse:
    """Do it to each that the page had listed; what was refused is asked again with the same words."""
    user, row = request.user, asked.row
    texts = [text for text in request.POST.getlist("matter") if re.fullmatch(r"[0-9]{1,18}-[0-9]{1,9}", text)]
    versions = {int(pk): int(version) for pk, version in (text.split("-") for text in texts)}
    if len(versions) > bulk_actions.AT_ONCE:
        return _back(request, asked, TOO_MANY)
    matters = _matters(asked.procedure, user, list(versions))
    form = bulk_actions.asked(row, user, request.POST)
    if not form.is_valid():
        return _page(request, asked, bulk_actions.look_at(row, matters, user), form)
    done = [bulk_actions.do_one(row, one, versions[one.pk], request.POST, user) for one in matters]
    again = _matters(asked.procedure, user, [line.matter.pk for line in done if line.refused])
    lines = bulk_actions.look_at(row, again, user)
    renew(form)  # what was done has the old key; what is asked again is another act
    return _page(request, asked, lines, form, done, missed=len(versions) - len(matters))


def _page(
    request: Request,
    asked: Asked,
    lines: Sequence[Line],
    form: Any,
    done: Sequence[Line] = (),
    missed: int = 0,
) -> HttpResponse:
    """Results, if any; then the form for what can (still) be done, and what cannot with the reason."""
    pks = [line.matter.pk for line in done]
    seen = set(Matter.objects.visible_to(request.user).filter(pk__in=pks).values_list("pk", flat=True))
    said = [(line, _shown(asked.procedure, line, line.matter.pk in seen)) for line in done]
    context = {
        "listing": asked.procedure.listing,
        "list_url": asked.list_url,
        "row": asked.row,
        "form": form,
        "able": [_shown(asked.procedure, line) for line in lines if not line.refused],
        "unable": [_shown(asked.procedure, line) for line in lines if line.refused and not done],
        "done": [shown for line, shown in said if not line.refused],
        "refused": [shown for line, shown in said if line.refused],
        "missed": missed,
    }
    return render(request, "core/bulk.html", context, status=422 if form.errors and not done else 200)


def _shown(procedure: Procedure, line: Line, seen: bool = True) -> dict[str, Any]:
    """A line of components/bulk_lines.html; without an address where it has gone out of sight."""
    matter = line.matter
    return {
        "pk": matter.pk,
        "version": matter.version,
        "url": reverse("matter", args=[matter.pk]) if seen else "",
        "code": matter.code,
        "title": matter.shown_title,
        "status": procedure.workflow.stage_of(matter).label,
        "holder": matter.holder_unit.short_name,
        "refused": line.refused,
    }
