"""双人复核: what waits for a second administrator, and resetting a forgotten password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.accounts import proposals
from core.models import Proposal, User
from core.values.form_base import Form, short_text
from core.values.refused import Refused
from core.values.screen_formats import when

SHOWN = 100


class ResetForm(Form):
    """Whose password is forgotten, and why it is believed."""

    user = forms.ModelChoiceField(User.objects.filter(is_active=True), label="账号", empty_label="请选择")
    reason = short_text("理由", 200, help_text="如：本人到场，忘记密码。本人和审计员会收到通知。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].label_from_instance = lambda user: f"{user.name}（{user.username}）"  # type: ignore[attr-defined]


@permission_required("core.countersign", raise_exception=True)
def waiting(request: Request) -> HttpResponse:
    """What waits, what was decided lately; a POST asks for a new password."""
    user = request.user
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["user"], form.cleaned_data["reason"]
        try:
            made = ask_password(chosen, by=user, reason=reason)
        except Refused as refused:
            form.add_error("user", refused.sentence)
        else:
            return show_half(request, chosen, made.half, "前半")
    rows = Proposal.objects.select_related("asked_by", "decided_by", "successor__user").prefetch_related(
        "target"
    )
    return render(
        request,
        "core/proposals.html",
        {
            "form": form,
            "proposals": [_line(row, user) for row in rows.order_by("agreed", "-asked_at")[:SHOWN]],
        },
    )


def _line(row: Proposal, user: User) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "act": row.get_act_display(),
        "words": row.words,
        "reason": row.reason,
        "successor": row.successor.user.name if row.successor else "",
        "asked": f"{row.asked_by.name} {when(row.asked_at)}",
        "decided": f"{row.decided_by.name} {when(row.decided_at)}" if row.decided_by else "",
        "agreed": row.agreed,
        "why_not": proposals.why_not(row, user) if row.agreed is None else "",
    }


def ask_password(user: User, *, by: User, reason: str) -> Proposal:
    """A new password for an account, once a second person agrees."""
    words = f"{user.name}（{user.username}）"
    return proposals.ask(Proposal.Act.PASSWORD, user, by=by, reason=reason, words=words)


def show_half(request: HttpRequest, user: User, half: str, which: str) -> HttpResponse:
    """Half of the password, on this page only and never again."""
    return render(request, "core/password_half.html", {"owner": user, "half": half, "which": which})


@require_POST
@permission_required("core.countersign", raise_exception=True)
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree or not."""
    get_object_or_404(Proposal, pk=pk, agreed=None)
    user = request.user
    try:
        proposal, half = proposals.decide(pk, by=user, agreed="agree" in request.POST)
    except Proposal.DoesNotExist:  # a second click, or somebody else was faster
        messages.info(request, "这一项已经复核过了。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        if half:
            return show_half(request, proposal.target, half, "后半")
        messages.success(request, "已同意，即时生效。" if proposal.agreed else "没有同意，申请已退回。")
    return redirect("proposals")
