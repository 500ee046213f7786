"""Pages of the places."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.intake.forms import CodeField
from core.models import Area, Matter
from core.privacy.masking import mask_phone
from core.procedure import paging
from core.procedure.indicators import Period
from core.records.admin_log import note
from core.statistics.counting import month_of
from core.values.form_base import Form, OnceForm, limit, long_text, short_text
from core.values.moments import now
from grid.forms import topic_field
from grid.models import Site, SiteKind, SiteVisit
from grid.premises import file
from grid.premises import sites as place
from grid.premises.cameras import KEEP
from grid.premises.forms import SiteForm, openly
from grid.premises.pages import Register

REGISTER = Register(
    Site, "sites", "site", "场所", "kind", "name", paging.Order("name", "按名称", "name", text=True), "{0.name}已登记。", "处"
)  # fmt: skip
ROWS = 20  # visits on the page of a place


class SiteFilter(Form):
    q = short_text("名称、地址", 40, False)
    area = CodeField(Area, label="网格", required=False)
    kind = forms.ModelChoiceField(SiteKind.objects.all(), label="类别", required=False, empty_label="全部")
    due = forms.BooleanField(label="该走访了", required=False)
    # Of 表10: whose visit fell due in this month.
    month = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_month(self) -> Period | None:
        with suppress(ValueError):
            return month_of(self.cleaned_data["month"])
        return None


class VisitForm(OnceForm):
    """走访: nothing found is one press; what was found is reported with it."""

    words = short_text("走访情况", limit(SiteVisit, "words"), False, help_text="不写住户、从业人员的情况。")
    what = long_text("发现了什么", rows=2, limit=2000, required=False)
    topic = topic_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].help_text = "没有发现的空着；写了的随这一条上报。"

    def clean_what(self) -> str:
        return openly(self.cleaned_data["what"], "单独上报")


class ReasonForm(Form):
    reason = short_text("理由", 100)


@require_safe
@permission_required("grid.view", raise_exception=True)
def sites(request: Request) -> HttpResponse:
    """?q=小学&area=…&kind=1&due=on: in the order of the name."""
    form = SiteFilter(request.GET or None)
    rows = Site.objects.visible_to(request.user).filter(closed_on=None)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    total, due = rows.order_by().count(), rows.filter(due_on__lte=localdate()).count()
    return REGISTER.listed(request, form, rows, total, due=due, today=localdate())


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


@require_safe
@permission_required("grid.view", raise_exception=True)
def site(request: Request, pk: int) -> HttpResponse:
    """One place: visits, and what was found there, as far as the reader may see it."""
    one = REGISTER.one(request, pk)
    visits = list(one.visits.select_related("by").order_by("-at")[:ROWS])
    ids = [row.incident_id for row in visits if row.incident_id]
    seen = Matter.objects.visible_to(request.user, among=ids) if ids else Matter.objects.none()
    matters = {matter.pk: matter for matter in seen}
    shown = {
        "site": one, "today": localdate(), "phone": mask_phone(str(one.phone)) if one.phone else "",
        "visits": [(row, matters.get(row.incident_id or 0)) for row in visits],
    }  # fmt: skip
    return render(request, "grid/site.html", shown)


@permission_required("grid.report", raise_exception=True)
def visit(request: Request, pk: int) -> HttpResponse:
    """记走访."""
    user = request.user
    one = REGISTER.one(request, pk, "grid.report")
    form = VisitForm(request.POST or None)
    if form.does(lambda asked: place.visit(user, one, asked, asked["key"])):
        made = form.made.incident
        messages.success(request, f"走访已记下{f'，发现的已上报，编号 {made.number}' if made else ''}。")
        return redirect("site", pk)
    return REGISTER.form(request, one, form, "记走访", "保存")


@permission_required("grid.report", raise_exception=True)
def phone(request: Request, pk: int) -> HttpResponse:
    """查看电话: for a reason that is kept in the log of administration."""
    one = REGISTER.one(request, pk, "grid.report")
    form, number = ReasonForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        note(request.user, one, f"查看场所负责人电话：{form.cleaned_data['reason']}")
        number = str(one.phone) or "没有登记"
    return REGISTER.form(request, one, form, "查看电话", "查看", number=number)


@permission_required(KEEP, raise_exception=True)
def add(request: Request) -> HttpResponse:
    """登记场所: one that no table names."""
    return REGISTER.add(
        request, SiteForm(request.POST or None, instance=Site(since=localdate()), user=request.user)
    )


@permission_required(KEEP, raise_exception=True)
def correct(request: Request, pk: int) -> HttpResponse:
    """更正场所: kept in the log of administration."""
    one = REGISTER.one(request, pk, KEEP)
    if one.closed_on:
        raise PermissionDenied
    return REGISTER.correct(request, one, SiteForm(request.POST or None, instance=one, user=request.user))


@permission_required(KEEP, raise_exception=True)
def close(request: Request, pk: int) -> HttpResponse:
    """注销: it is no more; its telephone is erased."""
    one = REGISTER.one(request, pk, KEEP)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one.closed_on, one.phone, one.contact = localdate(now()), "", ""
        one.save(update_fields=["closed_on", "phone", "contact"])
        note(request.user, one, f"注销场所：{form.cleaned_data['reason']}")
        messages.success(request, f"{one.name}已注销，负责人和电话已删去。")
        return redirect("sites")
    return REGISTER.form(request, one, form, "注销", "注销")


@permission_required(KEEP, raise_exception=True)
def bring(request: Request) -> HttpResponse:
    """导入场所."""
    return REGISTER.bring(request, file.SITES, file.bring_sites)
