"""Pages of the phone: reporting, the empty form that is kept on it, and who is logged in."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.accounts.resubmit import writer, writer_field
from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.documents import attachments
from core.documents.file_field import digests
from core.models import Area, Clock, Matter, Party
from core.privacy.account_keys import key_pair
from core.privacy.masking import mask_names
from core.procedure.procedure import by_kind
from core.tasks import panel as tasks
from core.values.form_base import OnceForm, long_text
from core.values.moments import now
from core.values.refused import Refused, Used
from core.values.screen_formats import until
from core.values.statements import planned_anew
from core.views.tasks import waiting
from core.workflow.perform import open_matter
from grid.care.clocks import LOOK_IN, VISIT
from grid.models import Care, Incident, IncidentKind
from grid.phone.forms import PhoneForm
from grid.places import own_village
from grid.premises.sites import due
from grid.rounds.clocks import RECHECK
from grid.rounds.patrols import owed_today
from grid.rounds.views import left
from grid.steps import police

REPORT = permission_required("grid.report", raise_exception=True)
OWN = 60  # grids, at most, that stand first
SHOWN, FOUND = 50, 100  # matters on a page of the phone
SCRIPTS = ("keys", "once", "leaving", "outbox", "queue", "photos", "report")
LOOKS = ("css/fengqiao.css", "css/phone.css", "img/favicon.svg", "img/chevron.svg")
FILES = (*LOOKS, *(f"js/{name}.js" for name in SCRIPTS))


def own_grids(user: Any) -> list[Area]:
    """The grids of whoever works in some: of the posts held, and below; none for who works for the whole town."""
    under = Q(pk=None)
    for post in user.reach.posts:
        under |= Q(path__startswith=post.path)
    grids = Area.objects.filter(under, closed_on=None).exclude(parent=None).order_by("-level__depth", "code")
    return [] if any(post.path.count("/") == 2 for post in user.reach.posts) else list(grids[:OWN])


@REPORT
def report(request: Request) -> HttpResponse:
    """上报: the page, and the one door for reports that come at once or have waited. To a script (X-Part) it answers
    with what became of the report; a form that somebody else filled in is not taken.
    """
    own = own_grids(request.user)
    if request.method != "POST":
        return _page(request, PhoneForm(own=own))
    part = "X-Part" in request.headers
    if part and writer(request) != request.user.pk:
        raise PermissionDenied
    form = PhoneForm(request.POST, request.FILES, own=own)
    try:
        made = _stored(request.user, form) if form.is_valid() else None
    except Used as before:
        mine: Any = Incident.objects.visible_to(request.user).filter(history__key=form.cleaned_data["key"])
        there = mine.first() if before.matter else None
        form.add_error(
            None, f"这一条已经送到（{there.number}），后来的改动没有保存。" if there else before.sentence
        )
        return _refused(request, form, there=there.what if there else "") if part else _page(request, form)
    except Refused as refused:
        form.refuse(refused)
        made = None
    if made is None:
        return _refused(request, form) if part else _page(request, form)
    return _taken(
        request, made, f"已上报，编号 {made.number}。{f'{form.corrected}。' if form.corrected else ''}"
    )


def _taken(request: Request, made: Incident, said: str) -> HttpResponse:
    call = police.to_call(made)
    if "X-Part" in request.headers:
        there = reverse("matter", args=[made.pk])
        return JsonResponse({"done": True, "said": said, "call": call, "url": there})
    messages.success(request, said)
    if call:
        messages.error(request, call)
    return redirect("grid_mine")


@transaction.atomic
def _stored(user: Any, form: PhoneForm) -> Any:
    """The incident with its photos: once, however often it is sent."""
    scan = form.cleaned_data["scan"]
    result = open_matter(
        "incident", by=user, data=form.answers, key=form.cleaned_data["key"], beside=digests(scan)
    )
    if not result.repeated:
        attachments.add_all(result.matter, scan, user, "现场照片", result.entry)
    return result.matter


def _page(request: Request, form: PhoneForm, blank: bool = False) -> HttpResponse:
    shown = {"form": form, "blank": blank, "place": "report", "asked": form.closed_fields}
    shown["village"] = None if blank else own_village(request.user)
    return render(request, "grid/phone/report.html", shown, status=422 if form.sentences else 200)


def _refused(request: Request, form: PhoneForm, **more: str) -> HttpResponse:
    """Why not, and what is asked besides."""
    asked = render_to_string("grid/phone/_asked.html", {"asked": form.closed_fields})
    return JsonResponse({"errors": form.sentences, "asked": asked, **more}, status=422)


# --- Kept on the phone ----------------------------------------------------------------------------------------------


@require_safe
@REPORT
def blank(request: Request) -> HttpResponse:
    """The empty form: it names nobody and carries no token."""
    return _page(request, PhoneForm(own=[]), blank=True)


@require_safe
@REPORT
@gzip_page
def areas(request: Request) -> HttpResponse:
    """The tree of grids in use, by village: [village, [[id, name], …]]. No people."""
    live = Area.objects.filter(closed_on=None).exclude(parent=None).order_by("code")
    names = {area.path: area.name for area in live}
    found: dict[str, list[tuple[int, str]]] = {}
    for area in live:
        village = "/".join(area.path.split("/")[:3]) + "/"
        found.setdefault(names.get(village, area.name), []).append((area.pk, area.name))
    return JsonResponse(list(found.items()), safe=False)


@require_safe
@REPORT
def worker(request: Request) -> HttpResponse:
    """The service worker of this one page."""
    files = [static(name) for name in FILES]
    pages = {
        name: reverse(f"grid_report{end}")
        for name, end in (("page", ""), ("blank", "_blank"), ("areas", "_areas"))
    }
    version = hashlib.sha256(" ".join(files).encode()).hexdigest()[:12]
    return render(
        request, "grid/phone/worker.js", {"files": files, "version": version, **pages}, "text/javascript"
    )


@require_safe
@REPORT
def key(request: Request) -> HttpResponse:
    """Who is logged in, with fresh tokens, the server's time, and both halves of the account's key."""
    user = request.user
    public, private = key_pair(user.pk)
    said = {
        "account": str(user.pk),
        "name": user.name,
        "own": [area.pk for area in own_grids(user)],
        "public": public,
        "private": private,
        "csrf": get_token(request),
        "writer": writer_field(user),
        "server": now().isoformat(),
    }
    return JsonResponse(said)


# --- What is mine ---------------------------------------------------------------------------------------------------


@require_safe
@permission_required("core.view_matters", raise_exception=True)
@planned_anew()
def mine(request: Request) -> HttpResponse:
    """任务: what waits for me, what I am to look at on site, what was given to me, and what came of what I found."""
    user = request.user
    if request.GET.get("tab") == "found":
        found = Incident.objects.visible_to(user).filter(first_contact=user).order_by("-received_at")
        shown: dict[str, Any] = {"tab": "found", "groups": [("", _cards(found[:FOUND]))]}
    else:
        shown = {
            "tab": "mine",
            "groups": [(title, _cards(rows)) for title, rows in _groups(user)],
            "screening": left(user),
            "walks": owed_today(user),
            "sites": due(user) if user.has_perm("grid.field") else 0,
            "tasks": tasks.lines(waiting(user).select_related("matter", "unit", "user", "giver"), user),
        }
    return render(request, "grid/phone/mine.html", {"place": "mine", **shown})


def _groups(user: Any) -> Iterator[tuple[str, Any]]:
    """What waits for me, by what is asked of me."""
    in_hand = Matter.objects.in_hand_of(user).exclude(kind="care").order_by("due_at", "pk")
    yield "要我处置", in_hand[:SHOWN]
    if user.has_perm(VISIT):
        yield "要我走访的", _to_visit(user)
    if user.has_perm("grid.check"):
        incidents = Incident.objects.visible_to(user)
        yield "要我复查的隐患", _to_see_again(incidents)
        yield "要我到场核查", _to_check(incidents, user)


def _to_check(incidents: Any, user: Any) -> Any:
    """Of what was answered that which somebody else did, and of what is urgent that which somebody else found, as
    grid.steps.handling.another_checks says.
    """
    urgent = Q(level__in=(Incident.Level.I, Incident.Level.II))
    own = Q(answered_by=user) | Q(first_contact=user) & urgent
    answered = incidents.filter(status=Incident.Status.ANSWERED).exclude(own)
    return answered.order_by("due_at", "pk")[:SHOWN]


def _to_visit(user: Any) -> Any:
    """People in need of care whose day has come, or was missed. Who it is says only the matter's own page, which logs the look."""
    due = Clock.objects.running().filter(rule=LOOK_IN.key, raw__lte=localdate())
    rows = Care.objects.visible_to(user).filter(
        Q(pk__in=due.values("matter")) | Q(missed__gt=0), closed_at=None
    )
    return rows.order_by("due_at", "pk")[:SHOWN]


def _to_see_again(incidents: Any) -> Any:
    """Hazards whose day to be looked at has come."""
    due = Clock.objects.running().filter(rule=RECHECK.key, raw__lte=localdate())
    return incidents.filter(closed_at=None, pk__in=due.values("matter")).order_by("due_at", "pk")[:SHOWN]


def _answer(matter: Matter) -> str:
    return "" if matter.sealed else str(getattr(matter, "settled_how", ""))


def _cards(matters: Any) -> list[dict[str, Any]]:
    """Each with its light, stage and days, and the answer once there is one (双向反馈), its people's names masked."""
    moment, calendar, matters = now(), office_calendar(), list(matters)
    answers = {one.pk: _answer(one) for one in matters}
    roots = {one.root_id for one in matters if answers[one.pk]}
    people = Party.objects.filter(matter__in=roots, is_organisation=False) if roots else ()
    names: dict[int, list[str]] = defaultdict(list)
    for party in people:
        names[party.matter_id].append(party.name)
    return [
        {
            "url": reverse("matter", args=[one.pk]),
            "number": one.number,
            "title": "走访一户" if one.kind == "care" else one.shown_title,
            "light": lights.of_matter(one, moment, calendar),
            "stage": by_kind()[one.kind].workflow.stage_of(one).label,
            "due": until(one.due_at) if one.due_at and not one.closed_at else "",
            "answer": mask_names(answers[one.pk], names[one.root_id]),
            "came": localdate(one.received_at),
            "ended": localdate(one.closed_at) if one.closed_at else None,
        }
        for one in matters
    ]


class ComplaintForm(OnceForm):
    """投诉建议: what is wrong with this tool."""

    what = long_text("对这套系统、对上报工作有什么意见", rows=5, limit=2000)


@REPORT
def complaint(request: Request) -> HttpResponse:
    """投诉建议: handled like any other need of service, with its clock and its answer (国办函〔2026〕12号)."""
    user = request.user
    form = ComplaintForm(request.POST or None)
    data = {"title": "对系统和上报工作的意见", "level": IncidentKind.Level.IV, "to": "town"}
    if form.does(
        lambda asked: open_matter("incident", by=user, data=data | {"what": asked["what"]}, key=asked["key"])
    ):
        made = form.made.matter
        messages.success(request, f"已收到，编号 {made.number}。办的结果在“我上报的”里看。")
        return redirect("grid_mine")
    shown = {"form": form, "place": "complaint"}
    return render(request, "grid/phone/complaint.html", shown, status=422 if form.errors else 200)
