"""Registering at a counter, and what is handed out then: the same for every room that declares its Intake."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.documents import attachments
from core.documents.file_field import digests
from core.documents.issue import issue
from core.intake import drafts, online
from core.intake.carry import carried, ways
from core.intake.earlier import earlier, typed
from core.intake.places import centre, places, town
from core.intake.sheet import Sheet
from core.lists.prefetch import gather
from core.models import Matter
from core.privacy.masking import mask_names
from core.procedure.procedure import Procedure, document_kinds
from core.values.form_base import renew
from core.values.moments import now
from core.values.refused import Refused, Used
from core.views import looking
from core.views.looking import intake_of, procedure_for, sheet_of
from core.views.matters import fetch, linked_to, offered, used_for
from core.workflow.perform import open_matter, perform

JUST_NOW = timedelta(minutes=10)


def addresses(kind: str, prefix: str) -> list[URLPattern]:
    """The pages of a room that registers. Their names are everybody's: reverse("register", kwargs={"kind": …}); a menu
    has no kind to give, so the first has a name of its own besides: register_case.
    """
    views = (
        ("register/", register, "register"),
        ("register/", register, f"register_{kind}"),
        ("register/look/", looking.look, "register_look"),
        ("register/draft/", looking.keep, "draft_keep"),
        ("register/draft/<uuid:key>/discard/", looking.discard, "draft_discard"),
        ("<int:pk>/registered/", registered, "registered"),
        ("<int:pk>/receipt/", receipt, "receipt"),
    )
    return [path(prefix + address, view, {"kind": kind}, name=name) for address, view, name in views]


def register(request: Request, kind: str) -> HttpResponse:
    """登记. Nothing typed is lost; a double click is one matter."""
    procedure, user = procedure_for(request, kind), request.user
    if request.method == "POST":
        return _posted(request, procedure)
    draft = drafts.restore(user, kind, request.GET.get("draft", ""))
    known = carried(user, procedure, request.GET.get("from", ""))
    try:
        fields, begun = (
            draft
            or ((known, now()) if known else None)
            or (online.opened(user, kind, request.GET.get("online", "")), now())
        )
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("online_list")
    return _page(request, procedure, sheet_of(procedure, user, fields), fields, begun)


def _posted(request: Request, procedure: Procedure) -> HttpResponse:
    """Register; or keep the draft and look (then=look), or go to a matter that is there (go)."""
    user, post = request.user, request.POST
    judged = post.get("then") != "look" and "go" not in post
    sheet, shown = sheet_of(procedure, user, post, request.FILES, judged=judged), {}
    if judged and sheet.is_valid() and not (shown := _just_now(user, procedure, sheet, post)):
        try:
            return _registered(request, procedure, sheet)
        except Used as before:
            renew(sheet.form)
            post, shown = sheet.form.data, {"used": used_for(user, before.matter)}
        except Refused as refused:
            field = refused.field if refused.field in sheet.form.fields else None
            sheet.form.add_error(field, refused.sentence)
    drafts.save(user, procedure.kind, post)
    if "go" in post and post["go"].isascii() and post["go"].isdigit():
        return redirect("matter", pk=post["go"])
    return _page(request, procedure, sheet, post, drafts.begun(user, post.get("key", "")), **shown)


def _just_now(user: Any, procedure: Procedure, sheet: Sheet, post: QueryDict) -> dict[str, Any]:
    """What this clerk registered minutes ago with the same words of the same people, unless it is to be anew: a form
    that came back by itself is no second matter. Nothing for a second click, which `open_matter` knows.
    """
    data, words = sheet.form.cleaned_data, intake_of(procedure).words
    if "anew" in post or drafts.registered(data["key"]):
        return {}
    names = sorted(party["name"] for party in sheet.parties)
    lately = (
        procedure.model._default_manager.filter(
            first_contact=user, registered_at__gt=now() - JUST_NOW, voided_at=None, **{words: data[words]}
        )
        .exclude(pk__in=[other.pk for other in data["link_to"]])
        .exclude(history__key=data["key"])
    )
    same = (one for one in lately if sorted(party.name for party in one.parties.all()) == names)
    return {"twin": used_for(user, found)} if (found := next(same, None)) else {}


def _page(
    request: Request,
    procedure: Procedure,
    sheet: Sheet,
    fields: QueryDict | None,
    begun: Any,
    **shown: Any,
) -> HttpResponse:
    user, intake, kind = request.user, intake_of(procedure), procedure.kind
    others = drafts.mine(user, kind, but=str(sheet.form["key"].value())) if request.method == "GET" else []
    page = {
        "kind": kind,
        "looks": procedure.has_parties,  # of what is about nobody there is nobody to look for
        "sheet": sheet,
        "form": sheet.form,
        "people": sheet.people,
        "begun": begun,
        "spent": int((now() - begun).total_seconds()),
        "drafts": others,
        "reader_url": settings.ID_READER_URL,
        "lists": {"areas": places(), **intake.lists()},
        **looking.looked(user, procedure, fields),
        **shown,
    }
    return render(request, intake.template, page)


def _registered(request: Request, procedure: Procedure, sheet: Sheet) -> HttpResponse:
    """Stored; on to what the button said. Whoever belongs to an accused unit sees it no more."""
    user, intake, kind = request.user, intake_of(procedure), procedure.kind
    made = _store(user, kind, sheet, request.POST).matter
    if not Matter.objects.visible_to(user).filter(pk=made.pk).exists():
        said = f"已登记为 {made.number}，交指定的保管人。您属于被检举、控告的单位，不能再看。"
        messages.success(request, said)
        return redirect("register", kind=kind)
    if intake.after:
        intake.after(request, made)
    if sheet.form.lacks_representatives(sheet.form.cleaned_data):
        messages.warning(
            request, "集体访还没有推选代表（不超过五人），推出后在事项页的“其他”里用“补充当事人”补上。"
        )
    then = request.POST.get("then", "")
    if then in intake.then:
        return redirect("act", pk=made.pk, name=then)
    return redirect("registered", pk=made.pk, kind=kind)


@transaction.atomic
def _store(user: Any, kind: str, sheet: Sheet, post: QueryDict) -> Any:
    """The matter, its scans and links, and the end of its draft: all or nothing."""
    data = sheet.form.cleaned_data
    others = list(data["link_to"])
    facts = sheet.answers | {"town": town(), "centre": centre(), "repeated": _repeated(user, others, post)}
    sent_in = online.find(user, data["online"]) if data["online"] else None
    fixed, at = online.registering(sent_in, data) if sent_in else ({}, data["at"])
    result = open_matter(
        kind,
        by=user,
        data=facts | fixed,
        key=data["key"],
        at=at,
        decided_by=data["decided_by"],
        beside=digests(data["scan"]),
    )
    if sent_in:
        online.checked(sent_in, result.matter, user)
    if not result.repeated:
        attachments.add_all(result.matter, data["scan"], user, "登记材料", result.entry)
        for other in others:
            link = {"other": other, "why": sheet.form.LINKED}
            perform(result.matter.pk, "link", by=user, data=link)
        drafts.discard(user, data["key"])
    return result


def _repeated(user: Any, others: Iterable[Any], post: QueryDict) -> bool:
    """重复: the clerk links it to a matter in which one of these people stands already. An accusation is none: the mark
    would tell of it to everybody who reads this matter.
    """
    linked = {other.pk for other in others if other.compartment != Matter.Compartment.ACCUSATION}
    return bool(linked) and any(before.matter.pk in linked for before in earlier(user, typed(post)))


def registered(request: Request, pk: int, kind: str) -> HttpResponse:
    """What the clerk hands out now, and what comes next. The page asks for the receipt by itself (prepare.js)."""
    procedure, matter = _of_kind(request, pk, kind)
    gather(matter, procedure.gathers)
    may = offered(request.user, procedure, matter)
    below = [row for row in procedure.workflow.offered(matter.status) if row.moves.opens and row.name in may]
    shown = {
        "kind": kind,
        "matter": matter,
        "receipt": _made(procedure, matter),
        "may_make": _may_make(request.user, procedure, matter),
        "kept": _kept(request, matter),
        "offered": may,
        "below": [(row.name, row.label) for row in below],
        "anew": [(one.kind, one.label) for one in ways(request.user, matter)],
    }
    return render(request, intake_of(procedure).registered, shown)


@require_POST
def receipt(request: Request, pk: int, kind: str) -> HttpResponse:
    """Make the receipt, once, and show it. Registering does not wait for it: laying it out takes nine tenths of the
    time, and whatever becomes of it the matter is stored. Whoever comes second waits for the first in `issue`.
    """
    procedure, matter = _of_kind(request, pk, kind)
    made = _made(procedure, matter)
    if made is None:
        if not _may_make(request.user, procedure, matter):
            raise PermissionDenied
        try:
            made = issue(document_kinds()[intake_of(procedure).receipt], matter, request.user)
        except Refused as refused:
            messages.warning(request, f"已登记，回执没有印出来：{refused.sentence}")
            return redirect("registered", pk=pk, kind=kind)
    return redirect("document", pk=made.pk)


def _of_kind(request: Request, pk: int, kind: str) -> tuple[Procedure, Any]:
    """The matter through the gate; the right is asked before it is looked for."""
    procedure_for(request, kind)
    procedure, matter = fetch(request, pk)
    if procedure.kind != kind:
        raise Http404
    return procedure, matter


def _made(procedure: Procedure, matter: Any) -> Any:
    return matter.documents.filter(kind=intake_of(procedure).receipt).first()


def _may_make(user: Any, procedure: Procedure, matter: Any) -> bool:
    """Whoever registered it hands out its receipt, and whoever issues papers."""
    kind = document_kinds()[intake_of(procedure).receipt]
    return matter.first_contact_id == user.pk or kind.allowed(user)


def _kept(request: Request, matter: Any) -> list[tuple[str, str]]:
    """What came in beside the words, for a last look: people, representatives, scans, links; masked."""
    people = list(matter.parties.all())
    links = Matter.objects.visible_to(request.user).filter(linked_to(matter.pk))
    said = (
        ("当事人", [party.masked_name for party in people]),
        ("推选代表", [party.masked_name for party in people if party.is_representative]),
        ("已存材料", [file.name for file in matter.attachments.filter(withdrawn_at=None)]),
        ("互相关联", list(links.values_list("number", flat=True))),
    )
    return [(term, mask_names("、".join(words), matter.names)) for term, words in said if words]
