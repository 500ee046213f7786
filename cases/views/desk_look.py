"""What the registration page asks while it is being typed: who and what is known already, and the draft.

Everything is posted, for it is personal data: nothing of it may stand in an address.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from cases import drafts
from cases.earlier import earlier, people, typed
from cases.forms import NOWHERE, CodeField, Sheet
from cases.similar import similar
from core.deadlines.calendars import office_calendar
from core.models import Area

MAY = permission_required("cases.register", raise_exception=True)


@require_POST
@MAY
def look(request: HttpRequest) -> HttpResponse:
    """Parts of the page, made anew: earlier matters, likely duplicates, the questions of the category."""
    sheet = Sheet(request.user, request.POST)
    return render(
        request, "cases/_look_answer.html", {"sheet": sheet, **looked(request.user, request.POST, sheet)}
    )


def looked(user: Any, post: QueryDict | None, sheet: Sheet) -> dict[str, Any]:
    """What stands beside the form, for what has been typed so far."""
    if post is None:
        return {"asked_before": False, "before": [], "alike": []}
    lines = typed(post)
    calendar = SimpleLazyObject(office_calendar)
    before = earlier(user, lines, post, calendar)
    found = similar(
        user,
        post.get("demand", "")[:10000],
        _place(post.get("area", "")),
        {one.matter.pk: one.why[0] for one in before},
        post.getlist("link_to"),
        calendar,
    )
    return {"asked_before": bool(lines), "before": before, "known": people(before), "alike": found}


def _place(text: str) -> Area | None:
    """The area that was typed, if there is exactly one."""
    text = text.replace("\0", "").strip()[:60]
    found = CodeField(Area, label="").find(text) if text and text not in NOWHERE else []
    return found[0] if len(found) == 1 else None


@require_POST
@MAY
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the draft; the answer is the time of it."""
    saved = drafts.save(request.user, request.POST)
    if saved is None:
        late = drafts.registered(request.POST.get("key", ""))
        return JsonResponse({"saved": ""}, status=200 if late else 400)
    return JsonResponse({"saved": f"{localtime(saved):%H:%M:%S}"})


@require_POST
@MAY
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away; one that is gone already, or is another's, is no matter."""
    drafts.discard(request.user, key)
    return redirect("register")
