"""Pages of the camera points."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.access.people import may_there
from core.access.request import Request
from core.exchange.spreadsheets import Unreadable
from core.intake.places import places
from core.models import Matter
from core.procedure import paging
from core.records.admin_log import note
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import Used
from grid.models import CameraPoint, StillLook
from grid.premises import cameras as point
from grid.premises import file, finds
from grid.premises.cameras import KEEP
from grid.premises.finds import WATCH
from grid.premises.forms import (
    CameraFilter,
    FaultForm,
    FileForm,
    FindForm,
    LookForm,
    MendedForm,
    NewPointForm,
    PointForm,
)

BY_NUMBER = paging.Order("number", "按编号", "number", text=True)
ROWS = 20  # looks and faults on the page of a point


@require_safe
@permission_required("grid.view", raise_exception=True)
def cameras(request: Request) -> HttpResponse:
    """?q=老槐树&area=…&state=broken: in the order of the number."""
    form = CameraFilter(request.GET or None)
    rows = CameraPoint.objects.visible_to(request.user)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    chosen, forward = paging.cut(request, rows.select_related("area__parent", "unit"), BY_NUMBER)
    total = sum(counts.values())
    shown = {
        "form": form,
        "areas": places(),
        "page": paging.page(request, list(chosen), BY_NUMBER, forward, rows, counted=total, limit=max(total, 1)),
        "counts": [(label, counts.get(value, 0)) for value, label in CameraPoint.State.choices],
    }  # fmt: skip
    return render(request, "grid/cameras.html", shown)


def _filtered(rows: Any, asked: dict[str, Any]) -> Any:
    if words := asked["q"].strip():
        rows = rows.filter(Q(number__icontains=words) | Q(place__icontains=words))
    if asked["area"]:
        rows = rows.filter(area__path__startswith=asked["area"].path)
    return rows.filter(state=asked["state"]) if asked["state"] else rows


def _point(request: Request, pk: int, permission: str = "grid.view") -> CameraPoint:
    """404 for one that the reader may not see, 403 where the permission is for another place."""
    user = request.user
    seen = CameraPoint.objects.visible_to(user).select_related("area__parent", "unit")
    one: CameraPoint = get_object_or_404(seen, pk=pk)
    if not may_there(user, permission, one.area):
        raise PermissionDenied
    return one


@never_cache
@require_safe
@permission_required("grid.view", raise_exception=True)
def camera(request: Request, pk: int) -> HttpResponse:
    """One point: its state, what was found by it, faults; who looked, for whoever may look."""
    user = request.user
    one = _point(request, pk)
    open_fault = one.faults.filter(mended_on=None).select_related("by").first()
    seen = Matter.objects.visible_to(user).filter(pk__in=one.finds.values("pk")).order_by("-received_at")
    shown = {
        "camera": one,
        "fault": open_fault,
        "faults": one.faults.exclude(mended_on=None).select_related("mended_by").order_by("-at")[:ROWS],
        "finds": seen[:ROWS],
        "looks": _looks(user, one) if user.has_perm(WATCH) else None,
        "mends": open_fault and point.may_mend(user, one),
    }
    return render(request, "grid/camera.html", shown)


def _looks(user: Any, one: CameraPoint) -> Any:
    """Those for a matter that the reader may not see would say by their reason what it keeps."""
    seen = Matter.objects.visible_to(user).filter(pk__in=one.looks.values("matter"))
    looks = one.looks.filter(Q(matter=None) | Q(matter__in=seen.values("pk")))
    return looks.select_related("by").order_by("-at")[:ROWS]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required([WATCH, "grid.report"], raise_exception=True)
def find(request: Request, pk: int) -> HttpResponse:
    """视频发现."""
    user = request.user
    one = _point(request, pk)
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = finds.find(user, one, form.cleaned_data, form.cleaned_data["key"])
        except Used as used:
            form.add_error(None, used.sentence)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, f"已登记，编号 {made.number}。请马上打电话。")
            return redirect("matter", made.pk)
    return _form(request, one, form, "视频发现", "登记", calls=finds.to_call(one.area))


def _form(
    request: Request, one: CameraPoint | None, form: Any, title: str, verb: str, **more: Any
) -> HttpResponse:
    there = (
        {"lead": one.place, "where": one.area.full_name, "back": reverse("camera", args=[one.pk])}
        if one
        else {}
    )
    shown = {"room": ("cameras", "视频点位"), "form": form, "title": title, "verb": verb, **there, **more}
    return render(request, "grid/premises_form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WATCH, raise_exception=True)
def fault(request: Request, pk: int) -> HttpResponse:
    """报修."""
    user = request.user
    one = _point(request, pk)
    form = FaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            point.report_fault(user, one, form.cleaned_data["words"], form.cleaned_data["due_on"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, "已报修，维护单位会收到通知。")
            return redirect("camera", pk)
    return _form(request, one, form, "报修", "报修")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("grid.view", raise_exception=True)
def mended(request: Request, pk: int) -> HttpResponse:
    """修复: by the unit that mends it, or who keeps the register."""
    user = request.user
    one = _point(request, pk)
    if not point.may_mend(user, one):
        raise PermissionDenied
    form = MendedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            point.mend(user, one, form.cleaned_data["words"])
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "已修好，状态改为正常。")
            return redirect("camera", pk)
    return _form(request, one, form, "修复", "已修好")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WATCH, raise_exception=True)
def look(request: Request, pk: int) -> HttpResponse:
    """查看画面登记: without an incident; for one, it is an act there."""
    user = request.user
    one = _point(request, pk)
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        StillLook.objects.get_or_create(
            key=asked.pop("key"), defaults={"at": now(), "by": user, "camera": one, **asked}
        )
        messages.success(request, "查看画面已登记。")
        return redirect("camera", pk)
    return _form(request, one, form, "查看画面登记", "登记")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def correct(request: Request, pk: int) -> HttpResponse:
    """更正点位: kept in the log of administration."""
    user = request.user
    one = _point(request, pk, KEEP)
    form = PointForm(request.POST or None, instance=one, user=user)
    if request.method == "POST" and form.is_valid() and (one := form.stored()):
        note(user, one, f"更正视频点位：{form.changed or '没有改'}")
        messages.success(request, "点位已更正。")
        return redirect("camera", pk)
    return _form(request, one, form, "更正点位", "保存", areas=places())


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def add(request: Request) -> HttpResponse:
    """登记点位: one that no table names."""
    user = request.user
    form = NewPointForm(request.POST or None, instance=CameraPoint(since=localdate()), user=user)
    if request.method == "POST" and form.is_valid() and (made := form.stored()):
        note(user, made, "登记视频点位")
        messages.success(request, f"{made.number} 已登记。")
        return redirect("camera", made.pk)
    return _form(request, None, form, "登记点位", "登记", areas=places())


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def bring_cameras(request: Request) -> HttpResponse:
    """导入视频点位."""
    user = request.user
    form, brought = FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            brought = file.bring_cameras(form.cleaned_data["file"][0].read(), user)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            note(user, CameraPoint(number="", place="导入"), f"导入视频点位：新登记 {brought.stored} 个")
    return _form(request, None, form, "导入视频点位", "导入", columns=file.CAMERAS, brought=brought)
