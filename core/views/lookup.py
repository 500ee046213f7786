"""The citizen's pages: code and look-up code → step, unit, next date, result; one rating. No account, throttled."""

import hmac
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.accounts.lockout import client_address
from core.accounts.throttle import forgive, spend
from core.models import Matter
from core.privacy.identity_numbers import clean_number
from core.procedure.procedure import procedures
from core.values.form_base import Form, radio, short_text
from core.values.refused import Refused
from core.workflow import public_status
from core.workflow.perform import perform
from core.workflow.public_status import Told

# Tries within half an hour: wrong ones of a number at one address, of an address; ratings of an address.
OF_A_NUMBER, OF_AN_ADDRESS, RATINGS = 5, 30, 30
SALT, TOKEN_AGE = "core.lookup.rate", 30 * 60  # seconds


class LookupForm(Form):
    """Both from the receipt; spaces and small letters do not matter."""

    code = short_text("事项编号", 40, help_text="回执上 SX 开头的一行；网上反映的，WS 开头的受理号")
    lookup_code = forms.CharField(
        label="查询码",
        max_length=20,
        help_text="回执上字号最大的 8 位数字和字母",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("code"):  # came by the QR code: only the other one is left to type
            self.fields["lookup_code"].widget.attrs["autofocus"] = True


class RatingForm(Form):
    """One rating of the result. The token says of what: the two codes are not sent around again."""

    token = forms.CharField(max_length=300, widget=forms.HiddenInput)
    satisfaction = radio(
        "对办理结果，您满意吗？",
        [("satisfied", "满意"), ("fairly", "基本满意"), ("unsatisfied", "不满意")],
        error_messages={"required": "请选一项。"},
    )
    words = forms.CharField(
        label="想说的话",
        max_length=300,
        required=False,
        help_text="可以不写，不超过 300 字。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


WRONG = "没有查到。请对照回执核对两个号码；同一个编号连续输错会暂停半小时，也可以打电话或到大厅问。"
PAUSED = "输错太多次，这里暂停查询半小时。请对照回执核对，过半小时再查，也可以打电话或到大厅问。"
TOO_OLD = "这一页打开太久了，请重新查询一次再评价。"
TOO_MANY = "评价得太频繁了，请过半小时再试，也可以打电话或到大厅说。"


@login_not_required
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """The same answer for wrong and absent, and for both once there were too many tries."""
    posted = request.POST if request.method == "POST" else None
    form = LookupForm(posted, initial={"code": request.GET.get("code", "")[:40]})
    answer: Told | None = None
    rating = None
    if posted is not None and form.is_valid():
        code, lookup_code = (clean_number(form.cleaned_data[name]) for name in ("code", "lookup_code"))
        matter, answer, paused = _look(request, code, lookup_code)
        if answer is None:
            form.add_error(None, PAUSED if paused else WRONG)
        elif matter and answer.rate:
            token = signing.dumps({"matter": matter.pk, "row": answer.rate, "key": uuid4().hex}, salt=SALT)
            rating = RatingForm(initial={"token": token})
    return render(request, "core/lookup.html", {"form": form, "answer": answer, "rating": rating})


def _look(request: HttpRequest, code: str, lookup_code: str) -> tuple[Matter | None, Told | None, bool]:
    """The matter of a number, or what was sent in under it, and what is told of it (None twice for no); and whether
    there were too many tries.

    Whoever tried a number wrongly too often waits, and nobody else: numbers follow one another, and the hall's
    visitors share an address, so others' wrong tries must not tell a right person a false thing. Eight signs are not
    guessed at five tries of a number and an address. Wrong and absent cost the same queries.
    """
    address = client_address(request)
    guessed, flood = f"lookup:{address}:{code}", f"lookup:{address}"
    locked, paused = spend(guessed) > OF_A_NUMBER, spend(flood) > OF_AN_ADDRESS
    matter = (
        Matter.objects.filter(code=code, parent=None, split_from=None).select_related("holder_unit").first()
    )
    sent = next((row for ask in procedures() if ask.sent_in and (row := ask.sent_in(code))), None)
    known = matter.lookup_code if matter else sent[0] if sent else ""
    right = hmac.compare_digest((known or "-" * 8).encode(), lookup_code.encode())
    if locked or not right or not known:
        return None, None, locked or paused
    forgive(guessed, flood)
    if matter is None:
        return None, replace(sent[1], number=code) if sent else None, False
    return matter, replace(public_status.of_matter(matter), number=matter.number), False


@require_POST
@login_not_required
@never_cache
def rate(request: HttpRequest) -> HttpResponse:
    """群众评价: once for a matter, within half an hour of looking it up."""
    form = RatingForm(request.POST)
    status = 200
    if spend(f"rate:{client_address(request)}") > RATINGS:
        form.add_error(None, TOO_MANY)
        status = 429
    elif form.is_valid():
        try:
            return _rated(request, form.cleaned_data)
        except signing.BadSignature:
            form.add_error(None, TOO_OLD)
            status = 400
        except Refused as refused:
            return render(request, "core/rated.html", {"sentence": refused.sentence})
    return render(request, "core/rated.html", {"form": form}, status=status)


def _rated(request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """Raises BadSignature where the token is not ours or too old, Refused where it has been rated."""
    token = signing.loads(data["token"], salt=SALT, max_age=TOKEN_AGE)
    given = {"satisfaction": data["satisfaction"], "words": data["words"]}
    perform(token["matter"], token["row"], by=None, data=given, key=UUID(token["key"]))
    return render(request, "core/rated.html", {"thanks": True})
