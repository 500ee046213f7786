"""The matter's page and the one view that serves every transition of every procedure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from core.access import sealed
from core.access.request import Request
from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.documents import attachments, issue
from core.documents.file_field import digests
from core.lists.prefetch import gather
from core.models import Attachment, Clock, HistoryEntry, Link, Matter
from core.models.gate import of_few, sees
from core.parties import danger_reports
from core.privacy.identity_numbers import CONSENTS_SELF, GROWN
from core.privacy.masking import veil
from core.procedure.below import joins_above
from core.procedure.procedure import Procedure, by_kind, clock_rules, document_kinds, open_to
from core.procedure.room import rooms
from core.procedure.transitions import ASIDE, DANGER, IF_POSSIBLE, NEVER, Snapshot, Transition
from core.values.form_base import renew
from core.values.kept import Coming, Gap, Kept, by_key
from core.values.moments import now
from core.values.refused import Refused, Used
from core.values.screen_formats import day, when
from core.views import clocks as clock_views
from core.views import dossier as dossier_view
from core.workflow.forms import ActForm, as_typed, from_address
from core.workflow.perform import Act, Conflict, look, perform
from core.workflow.permissions import may, not_held, why_not
from core.workflow.roadmap import Builder, Road, said

RECENT = 6


@dataclass(frozen=True)
class Action:
    """A button of 现在可以做."""

    url: str
    label: str
    primary: bool
    refused: str
    aside: bool = False


@dataclass(frozen=True)
class Paper:
    """A line of 文书与材料."""

    url: str
    name: str
    number: str
    day_text: str
    note: str = ""
    withdraw_url: str = ""
    original_url: str = ""


def fetch(request: Request, pk: int) -> tuple[Procedure, Any]:
    """The matter through the gate, as its procedure's own row. Hidden is 404."""
    return _child(sealed.enter(request, pk).kind, pk)


def _child(kind: str, pk: int) -> tuple[Procedure, Any]:
    procedure = by_kind()[kind]
    try:
        return procedure, by_key(procedure.model, pk, *_joins(kind))
    except procedure.model.DoesNotExist:
        raise Http404 from None


@cache
def _joins(kind: str) -> tuple[str, ...]:
    own = by_kind()[kind].joins
    return ("area__parent__parent", "holder_unit", "holder_user", "first_contact", *own, *joins_above(kind))


_ENTRIES = Kept(
    lambda: (
        HistoryEntry.objects.filter(matter_id=Coming(0))
        .select_related("by", "holder", "unit", "detail")
        .order_by("seq")
    )
)
_CLOCKS = Kept(lambda: Clock.objects.filter(matter_id=Coming(0)).select_related("unit"))


def matter(request: Request, pk: int) -> HttpResponse:
    """What and who, the road map, what can be done now, clocks, history, papers."""
    user = request.user
    around = _around(user, pk)
    own = next((other for other in around if other.pk == pk), None)
    if own is None:
        sealed.tried(user, pk)
        raise Http404
    sealed.opened(request, own)
    procedure, child = _child(own.kind, pk)
    gather(child, procedure.gathers)
    around.remove(own)
    below = tuple(other for other in around if (other.root_id, other.parent_id) == (child.root_id, pk))
    merged = tuple(other for other in around if other.merged_into_id == pk)
    moment, entries = now(), readable(child, user, _ENTRIES(pk))
    snapshot = Snapshot(child, user, moment, moment, office_calendar(user), tuple(_CLOCKS(pk)), below, merged)
    context = {
        **_what(user, procedure, child, around),
        **_course(procedure, snapshot, entries),
        **_log(request, procedure, entries, child.names),
    }
    return render(request, "core/matter.html", context)


def _what(user: Any, procedure: Procedure, child: Any, around: Sequence[Matter]) -> dict[str, Any]:
    """What it is and who has to do with it, its papers, what hangs on it."""
    names = child.names
    panels = (*procedure.panels, *(one for room in rooms() for one in room.panels))
    return {
        "matter": child,
        "title": child.masked_title,
        "procedure": procedure,
        "panels": [(panel, veil(panel.context(child, user), names)) for panel in panels],
        "family": veil(_relatives(around, child), names),
        "dossier": dossier_view.panel(procedure, child, user),
        "about": _about(user, child.pk),
        "parties": _parties(child),
        "reveal_url": _reveal_url(user, child),
        "reported": _reported(child),
        "papers": veil(_papers(child, user), names),
        "issuable": _issuable(user, procedure, child),
        "may_attach": user.has_perm("core.attach") and not child.voided_at,
    }


def _course(procedure: Procedure, now: Snapshot, entries: Sequence[HistoryEntry]) -> dict[str, Any]:
    """Where it stands, the road behind and before it, its clocks, what can be done."""
    child = now.matter

    def lines(clocks: Iterable[Clock]) -> list[Any]:
        return [clock_views.line(clock, child, now.calendar, now.now) for clock in clocks]

    return {
        "stage": procedure.workflow.stage_of(child),
        "light": _light(now),
        "road": veil(_road(procedure, now, entries), child.names),
        "actions": _actions(now.by, procedure, now),
        "idle": _idle(now.by, child),
        "clocks": lines(clock_views.pressing(now.clocks)),
        "ended_clocks": lines(clock for clock in reversed(now.clocks) if clock.ended_at),
    }


def _light(now: Snapshot) -> lights.Light:
    """Of its tightest duty; where there is none, what runs all the same: the people's own rights before what others owe."""
    light = lights.of_matter(now.matter, now.now, now.calendar)
    running = [one for one in now.clocks if one.right and one.ended_at is None and one.expires_at]
    if light is not lights.NO_DUTY or not running:
        return light
    theirs = [one for one in running if clock_rules()[one.rule].whose == "citizen"]
    first = min(theirs or running, key=lambda one: one.expires_at or one.started_at)
    of_right = lights.of_clock(first, now.now, now.calendar)
    return lights.Light(of_right.colour, f"{light.text}，{first.label}：{of_right.text}")


def _road(procedure: Procedure, now: Snapshot, entries: Sequence[HistoryEntry]) -> Road:
    tracks = procedure.tracks(now.matter) if procedure.tracks else ()
    links = [
        (reverse("matter", args=[other.pk]), _relative(other)["label"])
        for other in now.below
        if other.is_open
    ]
    road = Builder(procedure, now.matter, entries, now.clocks, now.calendar, now.now, tracks, links)
    return road.build()


def _log(
    request: Request, procedure: Procedure, entries: Sequence[HistoryEntry], names: Any
) -> dict[str, Any]:
    """The history, the newest first; what is older is folded unless it is asked for."""
    shown = len(entries) if "all" in request.GET else RECENT
    lines = [
        {**entry_line(procedure, entry), "folded": place > shown, "last": place == shown}
        for place, entry in enumerate(reversed(entries), 1)
    ]
    return {
        "entries": veil(lines, names),
        "more_url": f"{request.path}?all#log" if len(entries) > shown else "",
        "more_text": f"看全部 {len(entries)} 条",
    }


def _about(user: Any, pk: int) -> list[tuple[str, str]]:
    """Pages of the rooms about this matter, as (address, words)."""
    entries = (entry for room in rooms() for entry in room.about if user.has_perm(entry.permission))
    return [(reverse(entry.url, args=[pk]), entry.label) for entry in entries]


def _parties(child: Any) -> list[dict[str, str]]:
    return [
        {
            "role": party.get_role_display() + ("（代表）" if party.is_representative else ""),
            "name": party.masked_name,
            "phone": party.safe_masked_phone(),
            "more": "　".join(_more(party)),
        }
        for party in child.people
    ]


def _more(party: Any) -> Iterator[str]:
    """What must be known of a party at a glance: how to reach them, that they are a child, who acts for them."""
    if not party.may_be_reached():
        yield party.get_contact_display()
    age = party.age_on(localdate(now()))
    if age is not None and age < GROWN:
        yield "未满十四周岁，敏感个人信息" if age < CONSENTS_SELF else "未成年人"
    if party.capacity:
        yield f"行为能力：{party.get_capacity_display()}"
    for row in party.represented_by.all():
        if row.lasts(localdate(now())):
            yield f"{row.words} {row.representative.masked_name}（{row.how_related}）"


def _reported(child: Any) -> list[str]:
    """强制报告 as it was made; asked only where somebody is protected. Who reported is secret."""
    if not danger_reports.protected(child, localdate(now())):
        return []
    return [
        f"{when(row.reported_at)} 报告{row.get_body_display()}（{row.person}）{row.receipt}，{when(row.seen_at)} 发现"
        for row in danger_reports.reports(child)
    ]


def _reveal_url(user: Any, child: Any) -> str:
    return reverse("reveal", args=[child.pk]) if user.has_perm("core.reveal") else ""


def _around(user: Any, pk: int) -> list[Matter]:
    """The matter itself, its family, and what is linked or merged with it, as far as the reader may see."""
    return _AROUND(of_few(user), pk)


def _all_around() -> QuerySet[Any]:
    # A union, each part by its index: as conditions joined by OR they would read every matter.
    root, pk = Matter.objects.filter(pk=Coming(1)).values("root_id")[:1], Coming(1)
    ids = (
        Matter.objects.filter(root_id=Subquery(root))
        .values("pk")
        .union(
            Matter.objects.filter(merged_into=pk).values("pk"),
            Matter.objects.filter(pk=pk, merged_into__isnull=False).values("merged_into"),
            Link.objects.filter(first=pk).values("second"),
            Link.objects.filter(second=pk).values("first"),
        )
    )
    return Matter.objects.filter(Gap(0), pk__in=ids).order_by("id")


_AROUND = Kept(_all_around)


def linked_to(pk: int) -> Q:
    """What was linked with this matter, from either side."""
    return Q(pk__in=Link.objects.filter(first=pk).values("second")) | Q(
        pk__in=Link.objects.filter(second=pk).values("first")
    )


def _relatives(around: Sequence[Matter], child: Matter) -> list[dict[str, str]]:
    """What stands around a matter, of what the reader may see; of what was linked also why."""
    strange, pk = any(other.root_id != child.root_id for other in around), child.pk
    links = Link.objects.filter(Q(first=pk) | Q(second=pk)).exclude(why="") if strange else ()
    why = {link.second_id if link.first_id == pk else link.first_id: link.why for link in links}
    return [{**_relative(other), "why": why.get(other.pk, "")} for other in around]


def _relative(other: Matter) -> dict[str, str]:
    procedure = by_kind()[other.kind]
    return {
        "url": reverse("matter", args=[other.pk]),
        "label": f"{procedure.label} {other.number}",
        "status": procedure.workflow.stage_of(other).label,
    }


def _actions(user: Any, procedure: Procedure, snapshot: Snapshot) -> list[Action]:
    """Buttons made from the table; what is refused stays, with its reason."""
    child = snapshot.matter
    rows = [
        (row, why_not(row, snapshot))
        for row in procedure.workflow.offered(child.status)
        if may(user, child, row)
    ]
    first = {row.name for row, why in rows if not why and procedure.workflow.is_next(row, child)}
    rows.sort(key=lambda pair: (pair[0].name not in first, DANGER in pair[0].show))
    return [
        Action(
            reverse("act", args=[child.pk, row.name]),
            row.label,
            row.name in first,
            refused,
            ASIDE in row.show,
        )
        for row, refused in rows
        if not (refused and IF_POSSIBLE in row.show)
    ]


def offered(user: Any, procedure: Procedure, child: Any) -> set[str]:
    """The acts that this reader may do now, by name."""
    snapshot = _snapshot(child, user)
    rows = procedure.workflow.offered(child.status)
    return {row.name for row in rows if may(user, child, row) and not why_not(row, snapshot)}


def _idle(user: Any, child: Any) -> str:
    """What is said where there is no button."""
    if child.voided_at:
        return "本事项已作废。"
    if child.closed_at:
        return "本事项已办结。"
    if child.holder_user_id == user.pk:
        return "现在没有要办的步骤。"
    who = child.holder_unit.short_name + (child.holder_user.name if child.holder_user else "")
    return f"当前由{who}办理，您无需操作。"


def readable(child: Any, user: Any, entries: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """The history as this reader may read it: that something was done, and no word of it where words of the matter are
    kept from him (Procedure.withholds).
    """
    found = list(entries)
    if by_kind()[child.kind].withheld(child, user) is not None:
        for entry in found:
            entry._state.fields_cache["detail"] = None
    return found


def entry_line(procedure: Procedure, entry: HistoryEntry) -> dict[str, Any]:
    """An entry of the history as components/history.html shows it, names and all."""
    label = LABELS.get(entry.action) or procedure.workflow.label(entry.action)
    words = said(entry, procedure.workflow, 300)
    who = entry.by.name if entry.by else "系统"
    if entry.decided_by:
        who += f"（{entry.decided_by}决定）"
    return {
        "when_text": when(entry.typed_at),
        "who": who,
        "sentence": f"{label}：{words}" if words else f"{label}。",
        "late": entry.late,
        "happened_text": when(entry.happened_at),
    }


# Acts of the kernel itself, which stand in no procedure's table.
LABELS = {
    "core.attach": "上传材料",
    "core.withdraw": "撤下材料",
    "core.erase": "依法删除",
    "core.workflow.escalation": "期限提醒",
}


def _papers(child: Any, user: Any) -> list[Paper]:
    """Issued papers and files, newest first; a version 0 is a file. Nothing of a sub-file that is not open to the user."""
    procedure = by_kind()[child.kind]
    found = [
        *(
            (row.pk, row.label, row.number, row.version, row.issued_at, row.issued_by_id, "", False)
            for row in child.documents.all()
            if not child.erased_at and open_to(user, procedure, child, row.kind)
        ),
        *(
            (row.pk, row.name, "", 0, row.added_at, row.added_by_id, _marked(row), row.is_evidence)
            for row in child.attachments.all()
            if row.withdrawn_at is None and open_to(user, procedure, child, row.item)
        ),
        *_brought_along(child, user),
    ]
    attaches, may_reveal = user.has_perm("core.attach"), user.has_perm("core.reveal")
    holds = attaches and child.holder_unit_id in user.reach.units
    newest: dict[str, int] = {}
    lines = []
    found.sort(key=lambda row: row[4], reverse=True)
    for pk, name, number, version, at, by, mark, evidence in found:
        superseded = version and newest.setdefault(name, version) > version
        withdraw = not version and by is not None and (holds or (by == user.pk and attaches))
        lines.append(Paper(
            url=reverse("document" if version else "attachment", args=[pk]), name=name, number=number, day_text=day(at),
            note="已被新版取代" if superseded else mark,
            withdraw_url=reverse("withdraw", args=[pk]) if withdraw else "",
            original_url=reverse("original", args=[pk]) if evidence and may_reveal else "",
        ))  # fmt: skip
    return lines


def _brought_along(child: Any, user: Any) -> Iterator[tuple[Any, ...]]:
    """What was attached to the matter above before this one was opened below it: whoever goes on
    with it need not ask again, and takes nothing of it away.
    """
    if not child.parent_id:
        return
    above = Matter.objects.visible_to(user).filter(pk=child.parent_id)
    there = {"matter__in": above, "withdrawn_at": None, "item": "", "added_at__lte": child.registered_at}
    for row in Attachment.objects.filter(**there):
        yield row.pk, row.name, "", 0, row.added_at, None, "上级事项的材料", False


def _marked(file: Any) -> str:
    return "带电子签名，原样保存" if file.is_signed else ""


def _issuable(user: Any, procedure: Procedure, child: Any) -> list[tuple[str, str, str]]:
    """(label, address, preview) of what may be issued now; of several of a kind those not issued yet, or the last."""
    kinds = [
        kind
        for kind in procedure.documents
        if kind.allowed(user) and open_to(user, procedure, child, kind.key) and not kind.why_not(child)
    ]
    issued = {(paper.kind, paper.scope) for paper in child.documents.all()}
    lines = []
    for kind in kinds:
        url, look = (reverse(name, args=[child.pk, kind.key]) for name in ("issue", "preview"))
        there = kind.scopes(child)
        fresh = [part for part in there if (kind.key, part) not in issued] or list(there)[-1:]
        for part in fresh:
            query = f"?{urlencode({'part': part})}" if part else ""
            lines.append((there[part], f"{url}{query}", f"{look}{query}"))
    return lines


def form_class(row: Transition) -> type[ActForm]:
    """What a row asks: its own form, or only a confirmation."""
    return row.asks or ActForm


def act(request: Request, pk: int, name: str) -> HttpResponse:
    """One step of any workflow: 404 if hidden, 403 without the right, the reason on the page if refused.

    Whoever typed while the matter went to another unit keeps the words, and reads where it is now.
    """
    user, laid = request.user, "lay" in request.POST
    posted = request.method == "POST" and not laid
    found = sealed.enter(request, pk)
    row = _row(user, found, name)
    procedure, child = _child(found.kind, pk)
    sent = (request.POST, request.FILES) if posted else ()
    kept = {"initial": as_typed(request.POST, form_class(row))} if laid else {}
    form = form_class(row)(*sent, matter=child, user=user, **kept)
    form.initial.update(from_address(request.GET, form_class(row)))
    status, said = 200, dict[str, Any]()
    if posted and form.is_valid():
        tried = _tried(request, procedure, child, row, form)
        if isinstance(tried, HttpResponse):
            return tried
        status, said = tried
    elif not may(user, child, row):
        status = 403
    refused = ""
    if not posted:
        refused = not_held(row, child) if status == 403 else why_not(row, _snapshot(child, user))
    # What a guard refuses today may have been done in time and is only typed today: the day decides then.
    late_url = f"{request.path}?late" if refused and status == 200 and child.status in row.sources else ""
    context = {
        "matter": child, "row": row, "danger": DANGER in row.show, "form": form, "conflict": [], "used": {},
        "refused": refused, "late_url": late_url, "late": "late" in request.GET,
        "here_url": reverse("matter", args=[pk]), "stage": procedure.workflow.stage_of(child), **said,
    }  # fmt: skip
    return render(request, "core/act.html", context, status=status)


def _row(user: Any, found: Matter, name: str) -> Transition:
    """The row of the table, if the user may ever do it. Raises Http404, PermissionDenied."""
    workflow = by_kind()[found.kind].workflow
    try:
        row = workflow.transition(name)
    except KeyError:
        raise Http404 from None
    if NEVER in row.show or row is workflow.opening or not user.has_perm(row.permission):
        raise PermissionDenied
    return row


def _tried(
    request: Request, procedure: Procedure, child: Any, row: Transition, form: ActForm
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Where it leads once it is done; else the code of the answer and what the page says beside the words."""
    try:
        return _done(request, row, _perform(child, row, form))
    except Used as before:
        again = _rewritten(request, form, child.pk)
        renew(again)
        return 409, {"form": again, "used": used_for(request.user, before.matter)}
    except Refused as no:
        form.refuse(no)
        return 200, {}
    except PermissionDenied:
        form.add_error(None, not_held(row, child))
        return 403, {}
    except Conflict as moved:
        told = readable(child, request.user, moved.entries)
        lines = veil([entry_line(procedure, entry) for entry in told], child.names)
        return 409, {"form": _rewritten(request, form, child.pk), "conflict": lines or [UNKNOWN]}


# A version that the matter never had: the form is not one of ours.
UNKNOWN = {"when_text": "", "who": "", "sentence": "这张表单不是现在这件事的，请核对后再提交。"}


def used_for(user: Any, matter: Matter | None) -> dict[str, Any]:
    """What a form that comes again was used for (components/used.html); without an address what is out of sight."""
    seen = matter is not None and sees(user, matter.pk)
    if matter is None or not seen:
        return {"label": ""}
    title = f"{matter.code} {matter.shown_title}"
    return {"label": title, "url": reverse("matter", args=[matter.pk])}


def sent(request: Request, key: UUID) -> HttpResponse:
    """Asked by a form that the browser's Back has brought up again: whether it was carried out, and what it made."""
    entry = HistoryEntry.objects.filter(key=key, by=request.user).select_related("matter").first()
    if entry is None:
        return HttpResponse(status=204)
    return render(request, "components/sent.html", {"used": used_for(request.user, entry.matter)})


@transaction.atomic
def _perform(child: Any, row: Transition, form: ActForm) -> Any:
    """The act, the scan of the paper it rests on and the paper it makes: all or nothing."""
    data = form.cleaned_data
    result = perform(
        child.pk,
        row.name,
        by=form.user,
        data=form.answers,
        key=data["key"],
        version=data["version"],
        at=data["at"],
        decided_by=data["decided_by"],
        beside=digests(data["scan"]),
    )
    if not result.repeated:
        dossier = by_kind()[child.kind].dossier
        item = dossier.item_of(row.name, child, form.answers) if dossier else ""
        attachments.add_all(result.matter, data["scan"], form.user, f"{row.label}扫描件", result.entry, item)
        if row.paper.issued:
            issue.issue(document_kinds()[row.paper.kind], result.matter, form.user)
    return result


def _snapshot(child: Any, user: Any) -> Snapshot:
    return look(child, Act(user, now()))


def _rewritten(request: Request, form: ActForm, pk: int) -> ActForm:
    """The same words on the present version: to be sent again after reading what happened."""
    data = request.POST.copy()
    data["version"] = str(Matter.objects.values_list("version", flat=True).get(pk=pk))
    return type(form)(data, request.FILES, matter=form.matter, user=form.user)


def _done(request: Request, row: Transition, result: Any) -> HttpResponse:
    words = "这一步刚才已经办过，没有重复办。" if result.repeated else row.words.done_at(result.matter.status)
    messages.success(request, words)
    target = result.opened or result.matter
    if not sees(request.user, target.pk):
        return redirect("queue")  # handed on: out of one's own sight
    return redirect("matter", pk=target.pk)
