"""The page that shows every part with invented data; what a page needs and lacks is added there first."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from core.access.request import Request
from core.documents.charts import Chart, Series
from core.values.form_base import Form, radio
from core.values.icons import ICONS

COLOURS = "accent accent-soft band paper surface sunken line edge ink ink-2 ink-3 green yellow red black"


class _PartyForm(Form):
    role = forms.ChoiceField(label="身份", choices=[("a", "申请人"), ("b", "被申请人")])
    name = forms.CharField(label="姓名或名称", required=False)
    id_number = forms.CharField(
        label="证件号码", required=False, widget=forms.TextInput({"data-id-number": "", "data-width": "l"})
    )
    phone = forms.CharField(label="联系电话", required=False)


class _SampleForm(Form):
    demand = forms.CharField(
        label="诉求",
        help_text="照来访人的话记，不要求分类。",
        widget=forms.Textarea({"rows": 2, "data-count": ""}),
    )
    id_number = forms.CharField(label="证件号码", widget=forms.TextInput({"data-id-number": ""}))
    place = forms.CharField(
        label="地点",
        required=False,
        help_text="编号、名称或首字母，如 zxd",
        widget=forms.TextInput({"list": "areas", "data-combobox": ""}),
    )
    source = radio("来源", [("v", "来访"), ("c", "来电")])
    wishes = forms.MultipleChoiceField(
        label="意愿",
        required=False,
        choices=[("m", "调解"), ("p", "信访"), ("l", "法律服务")],
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(label="单位", choices=[("1", "农业农村办公室")])
    sms = forms.BooleanField(label="短信告知来访人", required=False)

    def clean_id_number(self) -> str:
        """Always wrong, to show how an error looks."""
        raise forms.ValidationError("第 18 位应为 2，现为 3，请对照证件核一遍。")


class _FilterForm(Form):
    since = forms.ChoiceField(label="收件", choices=[("", "今年以来")])
    area = forms.ChoiceField(label="村", choices=[("", "全部 8 村")])
    words = forms.CharField(
        label="内容", widget=forms.TextInput({"placeholder": "字、编号、登记号、姓名、电话尾号"})
    )


def samples() -> dict[str, Any]:
    """The invented data of templates/core/styleguide.json, as objects."""
    text = (Path(settings.BASE_DIR) / "templates/core/styleguide.json").read_text(encoding="utf-8")
    shown = vars(json.loads(text, object_hook=lambda pairs: SimpleNamespace(**pairs)))
    return {**shown, "charts": [_chart(facts) for facts in json.loads(text)["charts"]]}


def _chart(facts: dict[str, Any]) -> Chart:
    return Chart(**{**facts, "series": [Series(**one) for one in facts["series"]]})


def styleguide(request: Request) -> HttpResponse:
    """Every part on one page, for those who build pages. Behind the login like everything else."""
    context = {
        **samples(),
        "icons": sorted(ICONS),
        "colours": COLOURS.split(),
        "form": _SampleForm({"id_number": "990121195803160113", "source": "v", "unit": "1"}),
        "formset": forms.formset_factory(_PartyForm, extra=2, can_delete=True)(prefix="party"),
        "filter_form": _FilterForm(),
    }
    return render(request, "core/styleguide.html", context)
