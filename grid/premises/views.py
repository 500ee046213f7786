"""Pages of the camera points."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.models import Matter
from core.procedure import paging
from grid.models import CameraPoint
from grid.premises import cameras as point
from grid.premises import file, finds
from grid.premises.cameras import KEEP
from grid.premises.finds import WATCH
from grid.premises.forms import (
    CameraFilter,
    FaultForm,
    FindForm,
    LookForm,
    MendedForm,
    NewPointForm,
    PointForm,
)
from grid.premises.pages import Register

REGISTER = Register(
    CameraPoint, "cameras", "camera", "点位", "unit", "place", paging.Order("number", "按编号", "number", text=True), "{0.number} 已登记。", "个"
)  # fmt: skip
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
    shown = [(label, counts.get(value, 0)) for value, label in CameraPoint.State.choices]
    return REGISTER.listed(request, form, rows, sum(counts.values()), counts=shown)


def _filtered(rows: Any, asked: dict[str, Any]) -> Any:
    if words := asked["q"].strip():
        rows = rows.filter(Q(number__icontains=words) | Q(place__icontains=words))
    if asked["area"]:
        rows = rows.filter(area__path__startswith=asked["area"].path)
    return rows.filter(state=asked["state"]) if asked["state"] else rows


@require_safe
@permission_required("grid.view", raise_exception=True)
def camera(request: Request, pk: int) -> HttpResponse:
    """One point: its state, what was found by it, faults; who looked, for whoever may look."""
    user = request.user
    one = REGISTER.one(request, pk)
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


@permission_required([WATCH, "grid.report"], raise_exception=True)
def find(request: Request, pk: int) -> HttpResponse:
    """视频发现."""
    user = request.user
    one = REGISTER.one(request, pk)
    form = FindForm(request.POST or None)
    if form.does(lambda asked: finds.find(user, one, asked, asked["key"])):
        messages.success(request, f"已登记，编号 {form.made.number}。请马上打电话。")
        return redirect("matter", form.made.pk)
    return REGISTER.form(request, one, form, "视频发现", "登记", calls=finds.to_call(one.area))


@permission_required(WATCH, raise_exception=True)
def fault(request: Request, pk: int) -> HttpResponse:
    """报修."""
    user = request.user
    one = REGISTER.one(request, pk)
    form = FaultForm(request.POST or None)
    if form.does(lambda asked: point.report_fault(user, one, **asked)):
        messages.success(request, "已报修，维护单位会收到通知。")
        return redirect("camera", pk)
    return REGISTER.form(request, one, form, "报修", "报修")


@permission_required("grid.view", raise_exception=True)
def mended(request: Request, pk: int) -> HttpResponse:
    """修复: by the unit that mends it, or who keeps the register."""
    user = request.user
    one = REGISTER.one(request, pk)
    if not point.may_mend(user, one):
        raise PermissionDenied
    form = MendedForm(request.POST or None)
    if form.does(lambda asked: point.mend(user, one, **asked)):
        messages.success(request, "已修好，状态改为正常。")
        return redirect("camera", pk)
    return REGISTER.form(request, one, form, "修复", "已修好")


@permission_required(WATCH, raise_exception=True)
def look(request: Request, pk: int) -> HttpResponse:
    """查看画面登记: without an incident; for one, it is an act there."""
    user = request.user
    one = REGISTER.one(request, pk)
    form = LookForm(request.POST or None)
    if form.does(lambda asked: point.look(user, one, **asked)):
        messages.success(request, "查看画面已登记。")
        return redirect("camera", pk)
    return REGISTER.form(request, one, form, "查看画面登记", "登记")


@permission_required(KEEP, raise_exception=True)
def correct(request: Request, pk: int) -> HttpResponse:
    """更正点位: kept in the log of administration."""
    one = REGISTER.one(request, pk, KEEP)
    return REGISTER.correct(request, one, PointForm(request.POST or None, instance=one, user=request.user))


@permission_required(KEEP, raise_exception=True)
def add(request: Request) -> HttpResponse:
    """登记点位: one that no table names."""
    blank = CameraPoint(since=localdate())
    return REGISTER.add(request, NewPointForm(request.POST or None, instance=blank, user=request.user))


@permission_required(KEEP, raise_exception=True)
def bring_cameras(request: Request) -> HttpResponse:
    """导入视频点位."""
    return REGISTER.bring(request, file.CAMERAS, file.bring_cameras)
