"""区域变动: renaming, splitting and merging, and where the open matters of a closed place go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from core.access.request import Request
from core.models import Area, AreaChange
from core.values.form_base import Form, day, short_text
from core.values.moments import now
from core.values.refused import Refused
from core.workflow import areas
from core.workflow.perform import perform

Act = AreaChange.Act
RESHAPE = "core.reshape"
MOST = 6  # places that one is split into
PAGE = 50


class ChangeForm(Form):
    """One decision with its day and number. A line is a new place: code, name, households."""

    act = forms.ChoiceField(
        label="变动", choices=[(one, one.label) for one in (Act.RENAME, Act.SPLIT, Act.MERGE)]
    )
    on = day("自", initial=localdate)
    basis = short_text("依据文号", 60)
    name = forms.CharField(
        label="新名称", max_length=40, required=False, widget=forms.TextInput({"data-when": "act=rename"})
    )
    others = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="一起合并的",
        required=False,
        widget=forms.CheckboxSelectMultiple({"data-when": "act=merge"}),
    )
    lines = forms.CharField(
        label="新区域", required=False, max_length=600, widget=forms.Textarea({"rows": 3, "data-when": "act=split merge"}),
        help_text="一行一个：编码 名称 户数，如 990121101204005 桃坞第五网格 320；户数可以不写",
    )  # fmt: skip

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.below = area, list(area.children.filter(closed_on=None).order_by("code"))
        near = Area.objects.filter(parent=area.parent, level=area.level, closed_on=None).exclude(pk=area.pk)
        self.fields["others"].queryset = near  # type: ignore[attr-defined]
        for child in self.below:
            self.fields[f"to_{child.pk}"] = forms.TypedChoiceField(
                label=f"{child.name}归第几个", coerce=int, required=False, empty_value="1",
                choices=[(n, f"第 {n} 个") for n in range(1, MOST + 1)], widget=forms.Select({"data-when": "act=split"}),
            )  # fmt: skip

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > localdate(now()):
            raise forms.ValidationError("请在生效那天或者以后登记。")
        return self.cleaned_data["on"]

    def clean_lines(self) -> list[dict[str, Any]]:
        made = []
        for line in self.cleaned_data["lines"].splitlines():
            words = line.split()
            if not words:
                continue
            if not 2 <= len(words) <= 3 or (
                len(words) == 3 and not (words[2].isdecimal() and len(words[2]) < 7)
            ):
                raise forms.ValidationError(f"“{line.strip()}”请写成：编码 名称 户数。")
            made.append(
                {"code": words[0], "name": words[1], "households": int(words[2]) if len(words) == 3 else None}
            )
        if len(made) > MOST:
            raise forms.ValidationError(f"一次至多拆成 {MOST} 个。")
        return made

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("act") == Act.RENAME and not data.get("name"):
            self.add_error("name", "请填写新名称。")
        late = [
            n
            for child in self.below
            if (n := int(data.get(f"to_{child.pk}") or 1)) > max(len(data.get("lines") or ()), 1)
        ]
        if data.get("act") == Act.SPLIT and late:
            self.add_error("lines", f"有下级区域归第 {late[0]} 个，可是没有写这么多新区域。")
        return data

    def do(self, by: Any) -> None:
        """Raises Refused, ValidationError."""
        data = self.cleaned_data
        if data["act"] == Act.RENAME:
            areas.rename(self.area, data["name"], data["on"], data["basis"], by)
            return
        olds = [self.area, *(data["others"] if data["act"] == Act.MERGE else ())]
        carry = (
            {child.pk: int(data[f"to_{child.pk}"]) - 1 for child in self.below}
            if data["act"] == Act.SPLIT
            else {}
        )
        areas.reshape(olds, data["lines"], data["on"], data["basis"], by, carry)


@permission_required(RESHAPE, raise_exception=True)
def change(request: Request, pk: int) -> HttpResponse:
    """区域变动."""
    area = get_object_or_404(Area.objects.select_related("parent", "level"), pk=pk, closed_on=None)
    form = ChangeForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        try:
            form.do(request.user)
        except Refused as no:
            form.refuse(no)
        except ValidationError as error:
            form.add_error("lines", error.messages)
        else:
            messages.success(request, "区域变动已登记。以前的事项仍留在原来的区域和名称下。")
            return redirect("areas_left")
    shown = {"form": form, "area": area}
    return render(request, "core/area_change.html", shown, status=422 if form.is_bound else 200)


@permission_required(RESHAPE, raise_exception=True)
def left(request: Request) -> HttpResponse:
    """在办事项改到新区域: by decision, one by one; what is not chosen stays where it is."""
    user = request.user
    page = Paginator(areas.left(user).select_related("area").order_by("area", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    options = {area: areas.successors(area) for area in {matter.area for matter in page}}
    if request.method == "POST":
        moved = 0
        for matter in page:
            chosen = request.POST.get(f"matter_{matter.pk}", "")
            if new := next((one for one in options[matter.area] if str(one.pk) == chosen), None):
                perform(matter.pk, "change_area", by=user, data={"area": new, "reason": "区域变动"})
                moved += 1
        messages.success(request, f"已把 {moved} 件改到新区域，其余仍在原区域。")
        return redirect("areas_left")
    rows = [{"matter": matter, "options": options[matter.area]} for matter in page]
    return render(request, "core/areas_left.html", {"page": page, "rows": rows})
