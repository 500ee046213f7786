"""Files of a matter: adding, opening, withdrawing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import sealed
from core.access.forms import LookForm
from core.access.request import Request
from core.documents import attachments, issue
from core.models import Attachment, Look, Matter
from core.procedure.procedure import by_kind, open_to
from core.views.documents import sent, tells_broken
from core.workflow.forms_attachments import AttachForm, WithdrawForm

# A file from outside is only ever saved: opened in a tab it may do nothing at all.
POLICY = "sandbox; default-src 'none'"


def attach(request: Request, pk: int) -> HttpResponse:
    """上传材料. All files of one form are taken, or none."""
    user = request.user
    matter = sealed.enter(request, pk)
    if not user.has_perm("core.attach"):
        raise PermissionDenied
    items = _items(user, matter)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachForm(*given, items=items, initial={"item": request.GET.get("item", "")})

    @transaction.atomic
    def add(said: Any) -> None:
        for file, checked, name in form.named():
            item, evidence = said.get("item", ""), said["evidence"]
            attachments.add(matter, file, checked, user, name, item=item, evidence=evidence)

    if form.does(add):
        messages.success(request, f"已上传 {len(form.cleaned_data['file'])} 个文件。")
        return redirect("matter", pk=pk)
    context = {"matter": matter, "form": form, "here_url": reverse("matter", args=[pk])}
    return render(request, "core/attach.html", context, status=422 if form.is_bound else 200)


def _items(user: Any, matter: Matter) -> list[tuple[str, str]]:
    """What a file of this matter may be; of the sub-file only for who may read it."""
    procedure = by_kind()[matter.kind]
    if procedure.dossier is None:
        return []
    child = procedure.child(matter)
    return [(key, words) for key, words in procedure.dossier.choices if open_to(user, procedure, child, key)]


def _visible(request: Request, pk: int) -> Attachment:
    """Through the gate of its matter. What was withdrawn is hidden."""
    files = Attachment.objects.select_related("matter").filter(withdrawn_at=None)
    found = get_object_or_404(files, pk=pk)
    sealed.enter(request, found.matter_id)
    procedure = by_kind()[found.matter.kind]
    if procedure.lies_apart(found.item) and not open_to(
        request.user, procedure, procedure.child(found.matter), found.item
    ):
        raise Http404
    return found


@require_safe
@tells_broken
def attachment(request: Request, pk: int) -> HttpResponse:
    """The file as it was given, to be saved."""
    found = _visible(request, pk)
    return sent(issue.read(found.digest), found.name, "application/octet-stream", POLICY, download=True)


@tells_broken
def original(request: Request, pk: int) -> HttpResponse:
    """The file as it came, with place and time: asked why, logged like a full view of people."""
    user = request.user
    found = _visible(request, pk)
    if not found.is_evidence:
        raise Http404
    if not user.has_perm("core.reveal"):
        raise PermissionDenied
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = issue.read(found.original_digest)
        reason = form.cleaned_data["reason"]
        Look.objects.create(matter_id=found.matter_id, by=user, reason=reason, what="原件")
        return sent(data, f"原件 {found.name}", "application/octet-stream", POLICY, download=True)
    here = reverse("matter", args=[found.matter_id])
    context = {"attachment": found, "matter": found.matter, "form": form, "here_url": here}
    return render(request, "core/original.html", context, status=422 if form.is_bound else 200)


def withdraw(request: Request, pk: int) -> HttpResponse:
    """撤下材料: hidden from here on, kept with the reason."""
    user = request.user
    found = _visible(request, pk)
    if not attachments.may_withdraw(user, found):
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        attachments.withdraw(found, user, form.cleaned_data["reason"])
        messages.success(request, f"已撤下“{found.name}”。")
        return redirect("matter", pk=found.matter_id)
    context = {
        "attachment": found,
        "matter": found.matter,
        "form": form,
        "here_url": reverse("matter", args=[found.matter_id]),
    }
    return render(request, "core/withdraw.html", context, status=422 if form.is_bound else 200)
