"""What the registration page asks while it is being typed: who and what is known already, and the draft.

Everything is posted, for it is personal data: nothing of it may stand in an address.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.deadlines.calendars import office_calendar
from core.intake import drafts
from core.intake.earlier import earlier, people, typed
from core.intake.forms import NOWHERE, CodeField, may_link
from core.intake.sheet import Sheet
from core.intake.similar import similar
from core.models import Area
from core.procedure.intake import Intake
from core.procedure.procedure import Procedure, by_kind


def intake_of(procedure: Procedure) -> Intake:
    """What it declares of its counter; 404 where it has none."""
    if procedure.intake is None:
        raise Http404
    return procedure.intake


def procedure_for(request: Request, kind: str) -> Procedure:
    """The room, for whoever may register in it."""
    procedure = by_kind()[kind]
    if not request.user.has_perm(procedure.workflow.opening.permission):
        raise PermissionDenied
    return procedure


def sheet_of(
    procedure: Procedure, user: Any, post: QueryDict | None, files: Any = None, *, judged: bool = False
) -> Any:
    intake = intake_of(procedure)
    return (intake.sheet or Sheet)(intake.form, user, post, files, judged=judged)


@require_POST
def look(request: Request, kind: str) -> HttpResponse:
    """Parts of the page, made anew: earlier matters, likely duplicates, what else the room asks (Intake.answer)."""
    procedure = procedure_for(request, kind)
    sheet = sheet_of(procedure, request.user, request.POST)
    found = looked(request.user, procedure, request.POST)
    return render(request, intake_of(procedure).answer, {"sheet": sheet, **found})


def looked(user: Any, procedure: Procedure, post: QueryDict | None) -> dict[str, Any]:
    """What stands beside the form, for what has been typed so far."""
    shown: dict[str, Any] = {"may_link": may_link(user, procedure.kind)}
    if post is None:
        return shown | {"asked_before": False, "before": [], "alike": []}
    lines = typed(post)
    calendar = SimpleLazyObject(lambda: office_calendar(user))
    before = earlier(user, lines, post, calendar)
    found = similar(
        user,
        procedure,
        post.get(intake_of(procedure).words, "")[:10000],
        _place(post.get("area", "")),
        {one.matter.pk: one.why[0] for one in before},
        post.getlist("link_to"),
        calendar,
    )
    return shown | {"asked_before": bool(lines), "before": before, "known": people(before), "alike": found}


def _place(text: str) -> Area | None:
    """The area that was typed, if there is exactly one."""
    text = text.replace("\0", "").strip()[:60]
    found = CodeField(Area, label="").find(text) if text and text not in NOWHERE else []
    return found[0] if len(found) == 1 else None


@require_POST
def keep(request: Request, kind: str) -> HttpResponse:
    """Keep the draft; the answer is the time of it."""
    procedure_for(request, kind)
    saved = drafts.save(request.user, kind, request.POST)
    if saved is None:
        late = drafts.registered(request.POST.get("key", ""))
        return JsonResponse({"saved": ""}, status=200 if late else 400)
    return JsonResponse({"saved": f"{localtime(saved):%H:%M:%S}"})


@require_POST
def discard(request: Request, key: UUID, kind: str) -> HttpResponse:
    """Throw a draft away; one that is gone already, or is another's, is no matter."""
    procedure_for(request, kind)
    drafts.discard(request.user, key)
    return redirect("register", kind=kind)
