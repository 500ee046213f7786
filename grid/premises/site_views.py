"""Pages of the places."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.access.people import may_there
from core.access.request import Request
from core.exchange.spreadsheets import Unreadable
from core.intake.forms import CodeField
from core.intake.places import places
from core.models import Area, Matter
from core.privacy.masking import mask_phone
from core.procedure import paging
from core.procedure.indicators import Period
from core.records.admin_log import note
from core.statistics.counting import month_of
from core.values.form_base import Form, limit, long_text
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import Used
from grid.forms import topic_field
from grid.intake import INTAKE
from grid.models import Site, SiteKind, SiteVisit
from grid.premises import file
from grid.premises import sites as place
from grid.premises.cameras import KEEP
from grid.premises.forms import FileForm, SiteForm

BY_NAME = paging.Order("name", "按名称", "name", text=True)
ROWS = 20  # visits on the page of a place


class SiteFilter(Form):
    q = forms.CharField(label="名称、地址", required=False, max_length=40)
    area = CodeField(Area, label="网格", required=False)
    kind = forms.ModelChoiceField(SiteKind.objects.all(), label="类别", required=False, empty_label="全部")
    due = forms.BooleanField(label="该走访了", required=False)
    # Of 表10: whose visit fell due in this month.
    month = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_month(self) -> Period | None:
        with suppress(ValueError):
            return month_of(self.cleaned_data["month"])
        return None


class VisitForm(Form):
    """走访: nothing found is one press; what was found is reported with it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label="走访情况",
        max_length=limit(SiteVisit, "words"),
        required=False,
        help_text="不写住户、从业人员的情况。",
    )
    what = long_text("发现了什么", rows=2, limit=2000, required=False)
    topic = topic_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"key": uuid4(), **self.initial}
        self.fields["what"].help_text = "没有发现的空着；写了的随这一条上报。"

    def clean_what(self) -> str:
        words: str = self.cleaned_data["what"]
        if pointing := list(INTAKE.points_at(words)):
            raise forms.ValidationError(f"写到“{pointing[0][1]}”，可能要封闭办理：请用“上报事件”单独上报。")
        return words


class ReasonForm(Form):
    reason = forms.CharField(label="理由", max_length=100)


@require_safe
@permission_required("grid.view", raise_exception=True)
def sites(request: Request) -> HttpResponse:
    """?q=小学&area=…&kind=1&due=on: in the order of the name."""
    form = SiteFilter(request.GET or None)
    rows = Site.objects.visible_to(request.user).filter(closed_on=None)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    chosen, forward = paging.cut(request, rows.select_related("area__parent", "kind"), BY_NAME)
    total = rows.order_by().count()
    shown = {
        "form": form, "areas": places(), "today": localdate(), "total": total,
        "due": rows.filter(due_on__lte=localdate()).count(),
        "page": paging.page(request, list(chosen), BY_NAME, forward, rows, counted=total, limit=max(total, 1)),
    }  # fmt: skip
    return render(request, "grid/sites.html", shown)


def _filtered(rows: Any, asked: dict[str, Any]) -> Any:
    if words := asked["q"].strip():
        rows = rows.filter(Q(name__icontains=words) | Q(address__icontains=words))
    if asked["area"]:
        rows = rows.filter(area__path__startswith=asked["area"].path)
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["month"]:
        rows = rows.filter(pk__in=place.due_in(asked["month"]).values("pk"))
    return rows.filter(due_on__lte=localdate()) if asked["due"] else rows


def _site(request: Request, pk: int, permission: str = "grid.view") -> Site:
    """404 for one that the reader may not see, 403 where the permission is for another place."""
    user = request.user
    seen = Site.objects.visible_to(user).select_related("area__parent", "kind")
    one: Site = get_object_or_404(seen, pk=pk)
    if not may_there(user, permission, one.area):
        raise PermissionDenied
    return one


@never_cache
@require_safe
@permission_required("grid.view", raise_exception=True)
def site(request: Request, pk: int) -> HttpResponse:
    """One place: visits, and what was found there, as far as the reader may see it."""
    one = _site(request, pk)
    visits = list(one.visits.select_related("by").order_by("-at")[:ROWS])
    ids = [row.incident_id for row in visits if row.incident_id]
    seen = Matter.objects.visible_to(request.user, among=ids) if ids else Matter.objects.none()
    matters = {matter.pk: matter for matter in seen}
    shown = {
        "site": one, "today": localdate(), "phone": mask_phone(str(one.phone)) if one.phone else "",
        "visits": [(row, matters.get(row.incident_id or 0)) for row in visits],
    }  # fmt: skip
    return render(request, "grid/site.html", shown)


def _form(request: Request, one: Site | None, form: Any, title: str, verb: str, **more: Any) -> HttpResponse:
    there = (
        {"lead": one.name, "where": one.area.full_name, "back": reverse("site", args=[one.pk])} if one else {}
    )
    shown = {"room": ("sites", "场所"), "form": form, "title": title, "verb": verb, **there, **more}
    return render(request, "grid/premises_form.html", shown, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("grid.report", raise_exception=True)
def visit(request: Request, pk: int) -> HttpResponse:
    """记走访."""
    user = request.user
    one = _site(request, pk, "grid.report")
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = place.visit(user, one, form.cleaned_data, form.cleaned_data["key"])
        except Used as used:
            form.add_error(None, used.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            found = f"，发现的已上报，编号 {made.incident.number}" if made.incident else ""
            messages.success(request, f"走访已记下{found}。")
            return redirect("site", pk)
    return _form(request, one, form, "记走访", "保存")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("grid.report", raise_exception=True)
def phone(request: Request, pk: int) -> HttpResponse:
    """查看电话: for a reason that is kept in the log of administration."""
    one = _site(request, pk, "grid.report")
    form, number = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        note(request.user, one, f"查看场所负责人电话：{form.cleaned_data['reason']}")
        number = str(one.phone) or "没有登记"
    return _form(request, one, form, "查看电话", "查看", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def add(request: Request) -> HttpResponse:
    """登记场所: one that no table names."""
    form = SiteForm(request.POST or None, instance=Site(since=localdate()), user=request.user)
    if request.method == "POST" and form.is_valid() and (made := form.stored()):
        note(request.user, made, "登记场所")
        messages.success(request, f"{made.name}已登记。")
        return redirect("site", made.pk)
    return _form(request, None, form, "登记场所", "登记", areas=places())


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def correct(request: Request, pk: int) -> HttpResponse:
    """更正场所: kept in the log of administration."""
    one = _site(request, pk, KEEP)
    if one.closed_on:
        raise PermissionDenied
    form = SiteForm(request.POST or None, instance=one, user=request.user)
    if request.method == "POST" and form.is_valid() and (one := form.stored()):
        note(request.user, one, f"更正场所：{form.changed or '没有改'}")
        messages.success(request, "场所已更正。")
        return redirect("site", pk)
    return _form(request, one, form, "更正场所", "保存", areas=places())


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def close(request: Request, pk: int) -> HttpResponse:
    """注销: it is no more; its telephone is erased."""
    one = _site(request, pk, KEEP)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one.closed_on, one.phone, one.contact = localdate(now()), "", ""
        one.save(update_fields=["closed_on", "phone", "contact"])
        note(request.user, one, f"注销场所：{form.cleaned_data['reason']}")
        messages.success(request, f"{one.name}已注销，负责人和电话已删去。")
        return redirect("sites")
    return _form(request, one, form, "注销", "注销")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(KEEP, raise_exception=True)
def bring(request: Request) -> HttpResponse:
    """导入场所."""
    user = request.user
    form, brought = FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            brought = file.bring_sites(form.cleaned_data["file"][0].read(), user)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            note(user, Site(name="导入"), f"导入场所：新登记 {brought.stored} 处")
    return _form(request, None, form, "导入场所", "导入", columns=file.SITES, brought=brought)
