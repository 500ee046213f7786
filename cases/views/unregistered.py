"""没有登记的号: the list, and how a line of it goes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases import unregistered, waiting
from core.access.request import Request
from core.models import Matter
from core.privacy.masking import mask_digits
from core.values.form_base import Form, short_text
from core.workflow.forms import MatterField


class SettleForm(Form):
    """The matter that the visit became, or what the visitor came for that is none: one of the two."""

    matter = MatterField(label="登记号", required=False)
    nothing = short_text("来做什么", 100, False)

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["matter"].visible = Matter.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("matter")) == bool(data.get("nothing")):
            raise forms.ValidationError("写登记号，或者写明来做什么，两样写一样。")
        return data


@permission_required(unregistered.PERMISSION, raise_exception=True)
def unregistered_page(request: Request) -> HttpResponse:
    """The list, with what was written of those who asked nothing."""
    if request.method == "POST":
        return _settled(request)
    lines = [
        (ticket, mask_digits(ticket.purpose)) for ticket in unregistered.unregistered().select_related("room")
    ]
    said = [(ticket, mask_digits(ticket.nothing)) for ticket in unregistered.said()]
    shown = {"lines": lines, "said": said, "days": waiting.BACK.days}
    return render(request, "cases/unregistered.html", shown)


def _settled(request: Request) -> HttpResponse:
    pk = request.POST.get("ticket", "")
    ticket, user = unregistered.find(int(pk) if pk.isascii() and pk.isdigit() else 0), request.user
    if "register" in request.POST:
        key = unregistered.begin(user, ticket)
        return redirect(f"{reverse('register_case')}?draft={key}&ticket={ticket.pk}")
    form = SettleForm(user, request.POST)
    if not form.is_valid():
        messages.warning(
            request, "".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
        )
    elif matter := form.cleaned_data["matter"]:
        unregistered.match(user, ticket, matter)
        messages.success(request, f"{ticket} 号已对上 {matter.number}。")
    else:
        unregistered.nothing(user, ticket, form.cleaned_data["nothing"])
        messages.success(request, f"{ticket} 号已记为没有诉求。")
    return redirect("unregistered")
