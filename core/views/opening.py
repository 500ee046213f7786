"""Opening a matter that nobody brings to a counter: a hand-over of a post, what the office calls for itself. Everything
else is acts on its page.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access.request import Request
from core.intake.forms import CodeField
from core.intake.places import places
from core.procedure.procedure import by_kind
from core.values.form_base import renew
from core.values.refused import Refused, Used
from core.views.matters import used_for
from core.workflow.forms import from_address
from core.workflow.perform import open_matter


def new(request: Request, kind: str) -> HttpResponse:
    """The form of the kind's opening row; an address may fill in fields of it (?holding=7)."""
    user = request.user
    procedure = by_kind()[kind]
    row = procedure.workflow.opening
    if not user.has_perm(row.permission):
        raise PermissionDenied
    initial = from_address(request.GET, row.asks)
    form = row.asks(request.POST or None, request.FILES or None, user=user, initial=initial)
    status, used = 200, {}
    if request.method == "POST" and form.is_valid():
        try:
            made = open_matter(kind, by=user, data=form.answers, key=form.cleaned_data["key"])
        except Used as before:
            status, used = 409, used_for(user, before.matter)
            renew(form)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, row.words.done_at(made.matter.status))
            return redirect("matter", pk=made.matter.pk)
    asked = any(isinstance(field, CodeField) for field in form.fields.values())
    verb = "起草" if row.label.startswith("起草") else row.label
    shown = {
        "verb": verb, "form": form, "row": row, "procedure": procedure, "used": used, "areas": places() if asked else [],
    }  # fmt: skip
    return render(request, "core/opening.html", shown, status=status)
