"""分流规则: which unit is suggested for what. People write them here; nothing is learnt, and everybody may read why."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from cases.forms_acts import HANDLERS
from cases.models import Category, RoutingRule
from cases.routing import words
from core.access.request import Request
from core.intake.forms import CodeField
from core.intake.places import places
from core.models import Area, Unit
from core.records.admin_log import note
from core.values.form_base import Form, short_text
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.forms import UnitField


class RuleForm(Form):
    """One rule: a category, a place or both; the unit; who would help; on which ground."""

    category = CodeField(
        Category, "categories", label="类别", required=False, help_text="一级类别管它下面各项；空着就是各类。"
    )
    area = CodeField(Area, label="地点", required=False, help_text="管它下面各处；空着就是全镇。")
    unit = UnitField(*HANDLERS, label="承办单位")
    helpers = forms.ModelMultipleChoiceField(
        Unit.objects.filter(closed_on=None, kind__in=HANDLERS),
        label="协办单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = short_text("依据", 120, False, help_text="如 职责清单第 7 项。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helpers"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("category") or data.get("area")):
            raise forms.ValidationError("类别和地点至少写一个。")
        if data.get("unit") and data["unit"] in (data.get("helpers") or ()):
            self.add_error("helpers", "承办单位不能同时协办。")
        return data


@permission_required("cases.route", raise_exception=True)
def rules(request: Request, pk: int | None = None) -> HttpResponse:
    """The rules in force, the narrowest first as they are asked; POST adds one, or replaces the one shown.

    A change retires the old rule and makes a new one, so that the log of managing tells what stood when.
    """
    old = get_object_or_404(RoutingRule.objects.filter(retired_on=None), pk=pk) if pk else None
    form = RuleForm(request.POST if request.method == "POST" else None, initial=_initial(old))
    if form.does(lambda asked: _store(request.user, old, **asked)):
        messages.success(request, "规则已更改。" if old else "规则已增加。")
        return redirect("rules")
    rows = RoutingRule.objects.filter(retired_on=None).select_related("category", "area", "unit")
    shown = [
        {
            "pk": row.pk,
            "category": str(row.category or "各类"),
            "area": row.area.full_name if row.area else "全镇",
            "unit": row.unit.name,
            "helpers": "、".join(unit.short_name for unit in row.helpers.all()),
            "basis": row.basis,
        }
        for row in rows.prefetch_related("helpers").select_related("area__parent__parent")
    ]
    return render(
        request,
        "cases/rules.html",
        {
            "form": form,
            "old": old,
            "rules": shown,
            "areas": places(),
            "categories": [(str(row), row.initials) for row in Category.objects.filter(retired_on=None)],
        },
    )


def _initial(old: RoutingRule | None) -> dict[str, Any]:
    if old is None:
        return {}
    return {
        "category": old.category_id or "",
        "area": old.area.code if old.area else "",
        "unit": old.unit_id,
        "helpers": [unit.pk for unit in old.helpers.all()],
        "basis": old.basis,
    }


@transaction.atomic
def _store(user: Any, old: RoutingRule | None, helpers: Any, unit: Unit, **data: Any) -> None:
    """The second of two clicks finds what the first made. Raises Refused."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if old:
        _retire(user, old)
    if RoutingRule.objects.filter(
        retired_on=None, unit=unit, category=data["category"], area=data["area"]
    ).exists():
        raise Refused("同样的规则已经有了，请核对下面的清单。")
    row = RoutingRule.objects.create(unit=unit, **data)
    row.helpers.set(helpers)
    note(user, row, f"分流规则：{words(row)}")


def _retire(user: Any, row: RoutingRule) -> None:
    row.retired_on = localdate(now())
    row.save(update_fields=["retired_on"])
    note(user, row, f"停用分流规则：{words(row)}")


@require_POST
@permission_required("cases.route", raise_exception=True)
def retire(request: Request, pk: int) -> HttpResponse:
    """停用: the rule speaks no more; what it said stays in the log."""
    with transaction.atomic():
        row = get_object_or_404(RoutingRule.objects.select_for_update().filter(retired_on=None), pk=pk)
        _retire(request.user, row)
    messages.success(request, "规则已停用。")
    return redirect("rules")
