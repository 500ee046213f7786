"""网格责任人: who answers where on a day, and keeping it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from core.access.people import paths_with
from core.access.request import Request
from core.accounts.throttle import papers_limited
from core.documents import paper_formats as say
from core.documents import render as papers
from core.exchange.organisation_file import Wrong
from core.intake.places import places, town
from core.models import Area, AreaChange, Matter, PostHandover
from core.privacy.masking import mask_phone
from core.records.admin_log import note
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import day as said_day
from core.views.documents import PDF_POLICY, sent
from grid.forms import TableForm
from grid.models import Duty, Responsibility
from grid.models.posts import SOLE, Kind
from grid.posts import answering, file, outline
from grid.posts.answering import KEEP, Answer
from grid.posts.forms import AskForm, EndForm, ResponsibilityForm, RevealForm, SubstituteForm

HANDOVER = "post_handover"
FEWEST, MOST = 50, 100  # households of a micro-grid


def address(area: Area, day: date | None = None) -> str:
    asked = {"area": area.code, **({"on": day.isoformat()} if day else {})}
    return f"{reverse('grid_posts')}?{urlencode(asked)}"


@require_safe
@permission_required("grid.view_posts", raise_exception=True)
def posts(request: Request) -> HttpResponse:
    """?area=990121101204002&on=2026-03-03: who answered for it on that day, up to the town, and for what lies in it."""
    user = request.user
    form = AskForm(request.GET or None)
    valid = form.is_valid()
    area = (valid and form.cleaned_data["area"]) or _own(user)
    day = (valid and form.cleaned_data["on"]) or localdate(now())
    up = _up(area)
    children = _children(area, day)
    found = answering.on([*(one.pk for one in up), *(one.pk for one in children)], day)
    shown = {
        "form": form if form.is_bound and not valid else AskForm({"area": area.full_name, "on": day.isoformat()}),
        "areas": places(),
        "area": area,
        "day": day,
        "today": day == localdate(now()),
        "named": area.called(day),
        "came": [_changed(row) for row in AreaChange.objects.filter(Q(old=area) | Q(new=area)).select_related("new")],
        "up": [(one, found[one.pk]) for one in reversed(up)],
        "children": _below(children, found, day),
        "keeps": answering.keeps(user, area),
        "vacancies": answering.vacant(paths_with(user, KEEP)) if user.has_perm(KEEP) else [],
        "handovers": _handovers(user),
    }  # fmt: skip
    return render(request, "grid/posts.html", shown)


def _own(user: Any) -> Area:
    """Where the reader's own newest post is."""
    mine = [post.area_id for post in user.reach.posts if post.unit_id in user.reach.units]
    return Area.objects.select_related("parent__parent", "level").get(pk=mine[0]) if mine else town()


def _up(area: Area) -> list[Area]:
    return list(
        Area.objects.filter(pk__in=answering.chain(area)).select_related("level", "parent").order_by("path")
    )


def _children(area: Area, day: date) -> list[Area]:
    """The places below that there were on the day."""
    later = AreaChange.objects.filter(on__gt=day).exclude(act=AreaChange.Act.RENAME).values("new")
    there = area.children.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(pk__in=later)
    return list(there.select_related("level").order_by("code"))


def _below(
    children: Sequence[Area], found: Mapping[int, Sequence[Answer]], day: date
) -> list[dict[str, Any]]:
    """Of each place below: who alone answers for it, how many others, and a hint where it is not of the usual size."""
    micro = set(Duty.objects.filter(kind=Kind.LIAISON).values_list("level", flat=True))
    lines = []
    for area in children:
        others = [row.kind for row in found[area.pk] if row.kind not in SOLE]
        unusual = area.level_id in micro and area.households and not FEWEST <= area.households <= MOST
        lines.append(
            {
                "name": area.called(day),
                "url": address(area, day),
                "sole": [row for row in found[area.pk] if row.kind in SOLE and not row.doubled],
                "others": [f"{Kind(kind).label} {others.count(kind)}" for kind in dict.fromkeys(others)],
                "size": f"{area.households} 户，微网格一般 {FEWEST} 至 {MOST} 户" if unusual else "",
            }
        )
    return lines


def _changed(row: AreaChange) -> str:
    became = "" if row.act == AreaChange.Act.RENAME else f"为{row.new.name}"
    return f"{row.on:%Y-%m-%d} {row.old_name}{row.get_act_display()}{became}（{row.basis}）"


def _handovers(user: Any) -> list[PostHandover]:
    seen = Matter.objects.visible_to(user).filter(kind=HANDOVER, closed_at=None)
    return list(
        PostHandover.objects.filter(pk__in=seen.values("pk"))
        .select_related("giver", "receiver", "area")
        .order_by("due_at")
    )


# --- Keeping ------------------------------------------------------------------------------------------------------


@permission_required(KEEP, raise_exception=True)
def add(request: Request) -> HttpResponse:
    """登记责任人."""
    user = request.user
    form = ResponsibilityForm(
        request.POST or None, instance=Responsibility(given_by=user), by=user,
        initial={"area": request.GET.get("area", "")[:60], "kind": request.GET.get("kind", "")[:12]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and (row := form.stored()):
        note(user, row, "登记责任人")
        messages.success(request, "已登记。")
        return redirect(address(row.area))
    return _form(request, form, "登记责任人", "登记")


def _form(request: Request, form: Any, title: str, verb: str, **more: Any) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "verb": verb,
        "areas": places() if "area" in form.fields else [],
        **more,
    }
    return render(request, "grid/answer_form.html", shown, status=422 if form.is_bound else 200)


def _row(request: Request, pk: int) -> Responsibility:
    """A row of the reader's own places; of others 403, for it is no secret that it is there."""
    row = get_object_or_404(Responsibility.objects.select_related("area", "user", "unit"), pk=pk)
    if not answering.keeps(request.user, row.area):
        raise PermissionDenied
    return row


@permission_required(KEEP, raise_exception=True)
def end(request: Request, pk: int) -> HttpResponse:
    """离任."""
    row = _row(request, pk)
    form = EndForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        row.ends_on, row.reason = form.cleaned_data["ends_on"], form.cleaned_data["reason"]
        try:
            row.full_clean(exclude=["name"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            row.save(update_fields=["ends_on", "reason"])
            note(request.user, row, f"任到 {row.ends_on}：{row.reason}")
            messages.success(request, f"已登记：{row.shown_name}任到 {row.ends_on}。")
            return redirect(address(row.area))
    return _form(
        request, form, f"{row}　离任", "登记", warn="以后没有人接，这里会列为空缺，提醒网格长和中心主任。"
    )


@permission_required(KEEP, raise_exception=True)
def substitute(request: Request, pk: int) -> HttpResponse:
    """指定代理."""
    user = request.user
    first = _row(request, pk)
    row = Responsibility(area=first.area, kind=first.kind, unit=first.unit, stands_for=first, given_by=user)
    form = SubstituteForm(request.POST or None, instance=row, by=user)
    if request.method == "POST" and form.is_valid() and (made := form.stored()):
        note(user, made, f"代{first.shown_name}，{made.starts_on} 至 {made.ends_on}：{made.reason}")
        messages.success(
            request,
            f"已登记：{made.starts_on} 至 {made.ends_on} 由{made.shown_name}代理，过后仍是{first.shown_name}。",
        )
        return redirect(address(first.area))
    return _form(request, form, f"{first}　请假，指定代理", "登记")


@permission_required(KEEP, raise_exception=True)
def phone(request: Request, pk: int) -> HttpResponse:
    """查看本人电话: for a reason that is kept in the log of administration."""
    row = _row(request, pk)
    form, number = RevealForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        note(request.user, row, f"查看本人电话：{form.cleaned_data['reason']}")
        number = str(row.phone or "没有登记")
        return render(
            request,
            "grid/answer_form.html",
            {"title": f"{row}　本人电话", "number": number, "back": address(row.area)},
        )
    return _form(request, form, f"{row}　本人电话 {mask_phone(str(row.phone or ''))}", "查看")


@permission_required(KEEP, raise_exception=True)
def bring(request: Request) -> HttpResponse:
    """导入责任人: the lines 责任 and 合计 of the organisation's table."""
    user = request.user
    form = TableForm(
        request.POST or None, request.FILES or None, told="Excel（.xlsx）或 CSV。有一行不对，就什么都不存。"
    )
    try:
        if form.does(lambda asked: file.bring(asked["file"][0].read(), user)):
            made, there = (counted.total() for counted in (form.made.made, form.made.there))
            messages.success(request, f"新登记 {made} 人，已有 {there} 人。")
            return redirect("grid_posts")
    except Wrong as wrong:
        form.add_error(None, list(wrong.sentences[:100]))
    return _form(request, form, "导入责任人", "导入", columns=file.EXAMPLE)


# --- The board and the hand-over ----------------------------------------------------------------------------------


@require_safe
@permission_required("grid.view_posts", raise_exception=True)
@papers_limited
def board(request: Request) -> HttpResponse:
    """网格公示牌 (?area=…&size=A3): to be hung up where people meet (滨州条例 art. 6). Made anew each time."""
    form = AskForm(request.GET)
    area = (form.is_valid() and form.cleaned_data["area"]) or _own(request.user)
    size = "A3" if request.GET.get("size") == "A3" else "A4"
    try:
        data = papers.render(
            "documents/grid_board.html",
            {**board_values(area, localdate(now()), size), "size": size},
            title="网格公示牌",
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(address(area))
    return sent(data, f"网格公示牌 {area.name}.pdf", "application/pdf", PDF_POLICY)


MANY = (Kind.PART_TIME, Kind.VOLUNTEER, Kind.BUILDING)  # named in a line, without telephones
FROM_ABOVE = (
    *SOLE,
    Kind.POLICE,
    Kind.DOCTOR,
)  # whom a household calls, though they are there for the whole village
DRAWN = 9  # people beside whom the outline has room
OFF_THE_WALL = Kind.OF_HOUSEHOLD  # names somebody's address


def board_values(area: Area, day: date, size: str = "A4") -> dict[str, Any]:
    """What stands on the wall: work phones only, and nobody's own."""
    up = _up(area)
    found = answering.on([one.pk for one in up], day)
    own = [row for row in found[area.pk] if row.kind != OFF_THE_WALL and not row.doubled]
    above = [
        replace(row, title=one.name)
        for one in reversed(up[:-1])
        for row in found[one.pk]
        if row.kind in FROM_ABOVE and not row.doubled
    ]
    duties = {duty.kind: duty.words.splitlines() for duty in Duty.objects.all()}
    kinds = list(dict.fromkeys(row.kind for row in own))
    people = [_card(row, "") for row in own if row.kind not in MANY] + [
        _card(row, row.title) for row in above
    ]
    return {
        "name": area.name,
        "full_name": area.full_name,
        "people": people,
        "others": [
            (str(Kind(kind).label), "、".join(row.name for row in own if row.kind == kind)) for kind in kinds if kind in MANY
        ],
        "duties": [(str(Kind(kind).label), duties[kind]) for kind in kinds if kind in duties],
        "range": outline.words(area, day),
        "drawing": outline.drawing(area, day, 1.41 if size == "A3" else 1) if len(people) <= DRAWN else "",
        "phone": settings.TOWN["phone"],
        "centre": settings.TOWN["centre"],
        "on": say.day(day),
        "created": localtime(now()),
    }  # fmt: skip


def _card(row: Answer, place: str) -> dict[str, str]:
    unit = f"{row.unit} {row.title}".strip() if not place else ""
    return {
        "label": place + row.label,
        "name": row.name,
        "unit": unit,
        "phone": row.phone,
        "instead_of": row.instead_of,
    }


def told(child: Any, user: Any) -> dict[str, Any]:
    """On the page of each matter that has a place in the town: the way to who answered for it on the day that it came in."""
    if child.area.parent_id is None or not user.has_perm("grid.view_posts"):
        return {}
    on = localdate(child.received_at)
    named = child.area.called(on)
    return {
        "url": address(child.area, on),
        "named": named if named != child.area.name else "",
        "on": said_day(on),
    }
