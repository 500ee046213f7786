"""Registering at the counter, and what is handed out then."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cases import drafts, online, waiting
from cases.earlier import earlier, typed
from cases.forms import NOWHERE, Sheet
from cases.models import Case, Category, PetitionClass
from cases.views.desk_look import looked
from core.documents import attachments
from core.documents.file_field import digests
from core.documents.issue import issue
from core.models import Area, Matter, Unit
from core.privacy.masking import mask_names
from core.procedure.procedure import document_kinds
from core.values.moments import now
from core.values.refused import Refused
from core.views.matters import fetch, linked_to, offered, used_for
from core.workflow.forms import renew
from core.workflow.perform import Used, open_matter, perform

MORE = {"place", "petition_class", "materials", "scan", "at", "decided_by"}  # fields under 更多
JUST_NOW = timedelta(minutes=10)
IN_SIGHT = {"demand", "scan", "area", "flags"}  # of the grid's one screen
THEN = ("hand_over", "answer_on_spot")  # acts that a button of the form goes on to


@permission_required("cases.register", raise_exception=True)
def register(request: HttpRequest) -> HttpResponse:
    """来访登记. Channel and demand suffice; nothing typed is lost; a double click is one case."""
    user: Any = request.user
    if request.method == "POST":
        return _posted(request, user)
    draft = drafts.restore(user, request.GET.get("draft", ""))
    try:
        fields, begun = draft if draft else (online.opened(user, request.GET.get("online", "")), now())
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("online_list")
    return _page(request, Sheet(user, fields), fields, begun)


def _posted(request: HttpRequest, user: Any) -> HttpResponse:
    """Register; or keep the draft and look (then=look), or go to a matter that is there (go)."""
    post: Any = request.POST
    sheet = Sheet(user, post, request.FILES, judged=post.get("then") != "look" and "go" not in post)
    shown: dict[str, Any] = {}
    if sheet.judged and sheet.is_valid() and not (shown := _just_now(user, sheet, post)):
        try:
            return _registered(request, sheet)
        except Used as before:
            renew(sheet.form)
            post = sheet.form.data
            shown = {"used": used_for(user, before.matter)}
        except Refused as refused:
            field = refused.field if refused.field in sheet.form.fields else None
            sheet.form.add_error(field, refused.sentence)
    drafts.save(user, post)
    if "go" in post and post["go"].isascii() and post["go"].isdigit():
        return redirect("matter", pk=post["go"])
    return _page(request, sheet, post, drafts.begun(user, post.get("key", "")), **shown)


def _just_now(user: Any, sheet: Sheet, post: QueryDict) -> dict[str, Any]:
    """What this clerk registered minutes ago with the same words of the same people, unless it is to be anew: a form
    that came back by itself is no second case. Nothing for a second click, which `open_matter` knows.
    """
    data = sheet.form.cleaned_data
    if "anew" in post or drafts.registered(data["key"]):
        return {}
    names = sorted(party["name"] for party in sheet.parties)
    lately = Case.objects.filter(
        first_contact=user, registered_at__gt=now() - JUST_NOW, demand=data["demand"], voided_at=None
    ).exclude(pk__in=[other.pk for other in data["link_to"]])
    same = (one for one in lately if sorted(party.name for party in one.parties.all()) == names)
    return {"twin": used_for(user, found)} if (found := next(same, None)) else {}


def _page(
    request: HttpRequest, sheet: Sheet, fields: QueryDict | None, begun: Any, **shown: Any
) -> HttpResponse:
    user: Any = request.user
    return render(
        request,
        "cases/register.html",
        {
            "sheet": sheet,
            "form": sheet.form,
            "people": sheet.people,
            "begun": begun,
            "spent": int((now() - begun).total_seconds()),
            "more_open": sheet.form["online"].value() or (sheet.judged and _behind(user, sheet)),
            "drafts": drafts.mine(user, but=str(sheet.form["key"].value()))
            if request.method == "GET"
            else [],
            "reader_url": settings.ID_READER_URL,
            "areas": places(),
            "categories": [(str(row), row.initials) for row in Category.objects.filter(retired_on=None)],
            "classes": _classes(),
            **looked(user, fields, sheet),
            **shown,
        },
    )


def _behind(user: Any, sheet: Sheet) -> bool:
    """Is something behind 更多 to be mended? In the grid all but one screen stands there."""
    wrong = sheet.form.errors.keys()
    if user.has_perm("cases.counter"):
        return bool(MORE & wrong)
    return bool(wrong - IN_SIGHT) or not sheet.people.is_valid()


def _classes() -> list[tuple[str, str]]:
    """信访内容分类 to choose from: hundreds of rows that hardly ever change, so read once in ten minutes."""
    found = cache.get("cases.petition_classes")
    if found is None:
        rows = PetitionClass.objects.filter(retired_on=None).select_related("parent__parent")
        found = [(str(row), f"{row.initials} {row.parent or ''}") for row in rows]
        cache.set("cases.petition_classes", found, 600)
    return found


def places() -> list[tuple[str, str]]:
    """What the place may be called, and the other ways to find it. A name that is not the only one of
    its kind is given with the place above it.
    """
    areas = {area.pk: area for area in Area.objects.filter(closed_on=None)}
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    many = Counter(area.name for area in areas.values())
    return [
        *((word, "") for word in NOWHERE),
        *(
            (
                area.name if many[area.name] == 1 else area.full_name,
                f"{area.code} {area.initials} {area.full_name}",
            )
            for area in areas.values()
        ),
    ]


def _registered(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    user: Any = request.user
    result = _store(user, sheet, request.POST)
    case = result.matter
    if not Matter.objects.visible_to(user).filter(pk=case.pk).exists():
        messages.success(
            request, f"已登记为 {case.number}，交指定的保管人。您属于被检举、控告的单位，不能再看。"
        )
        return redirect("register")
    waiting.attach(user, request.GET.get("ticket"), case)
    if case.is_group and not sheet.form.cleaned_data["representatives"]:
        messages.warning(
            request, "集体访还没有推选代表（不超过五人），推出后在事项页的“其他”里用“补充当事人”补上。"
        )
    then = request.POST.get("then", "")
    if then in THEN:
        return redirect("act", pk=case.pk, name=then)
    _print_receipt(request, case)
    return redirect("registered", pk=case.pk)


def _print_receipt(request: HttpRequest, case: Any) -> None:
    """The case is stored by now, whatever becomes of its paper. The second of two clicks may be here
    before the first one's receipt: whoever comes first makes it, and the other waits for it in `issue`.
    """
    kind = document_kinds()["cases.receipt"]
    if case.documents.filter(kind=kind.key).exists():
        return
    try:
        issue(kind, case, request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.warning(request, f"已登记，回执没有印出来：{refused.sentence}")


@transaction.atomic
def _store(user: Any, sheet: Sheet, post: QueryDict) -> Any:
    """The case, its scans and links, and the end of its draft: all or nothing."""
    data = sheet.form.cleaned_data
    others = list(data["link_to"])
    facts = sheet.answers | {"town": town(), "centre": centre(), "repeated": _repeated(user, others, post)}
    intake = online.find(user, data["online"]) if data["online"] else None
    fixed, at = online.registering(intake, data) if intake else ({}, data["at"])
    result = open_matter(
        "case",
        by=user,
        data=facts | fixed,
        key=data["key"],
        at=at,
        decided_by=data["decided_by"],
        beside=digests(data["scan"]),
    )
    if intake:
        online.checked(intake, result.matter, user)
    if not result.repeated:
        attachments.add_all(result.matter, data["scan"], user, "登记材料", result.entry)
        for other in others:
            link = {"other": other, "why": "登记时查到，可能重复"}
            perform(result.matter.pk, "link", by=user, data=link)
        drafts.discard(user, data["key"])
    return result


def _repeated(user: Any, others: Iterable[Any], post: QueryDict) -> bool:
    """重复: the clerk links it to a matter in which one of these people stands already."""
    linked = {other.pk for other in others}
    return bool(linked) and any(before.matter.pk in linked for before in earlier(user, typed(post)))


def town() -> Area:
    """The root of the tree: where a matter happened if nobody said."""
    return Area.objects.filter(parent=None).order_by("code")[0]


def centre() -> Unit:
    """The centre, which holds what has just come in."""
    return Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")[0]


@permission_required("cases.register", raise_exception=True)
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """What the clerk hands out now, and what comes next."""
    procedure, case = fetch(request, pk)
    if procedure.kind != "case":
        raise Http404
    user: Any = request.user
    may = offered(user, procedure, case)
    below = [row for row in procedure.workflow.offered(case.status) if row.moves.opens and row.name in may]
    shown = {
        "case": case,
        "receipt": case.documents.filter(kind="cases.receipt").first(),
        "kept": _kept(request, case),
        "offered": may,
        "below": [(row.name, row.label) for row in below],
    }
    return render(request, "cases/registered.html", shown)


def _kept(request: HttpRequest, case: Any) -> list[tuple[str, str]]:
    """What came in beside the demand, for a last look: people, representatives, scans, links; masked."""
    people = list(case.parties.all())
    links = Matter.objects.visible_to(request.user).filter(linked_to(case.pk))
    said = (
        ("当事人", [party.masked_name for party in people]),
        ("推选代表", [party.masked_name for party in people if party.is_representative]),
        ("已存材料", [file.name for file in case.attachments.filter(withdrawn_at=None)]),
        ("互相关联", list(links.values_list("number", flat=True))),
    )
    return [(term, mask_names("、".join(words), case.names)) for term, words in said if words]
