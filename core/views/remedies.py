"""救济途径: what the papers tell of each kind of dispute, all rows on one page, reviewed by the 司法所."""

import re
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.access.request import Request
from core.deadlines.terms import Term
from core.documents import remedies
from core.models import Remedy
from core.records.admin_log import note
from core.values.form_base import Form, long_text, short_text
from core.values.refused import Refused

NO_KIND = "不属调解的"


def _reviewer(user: Any) -> bool:
    if not remedies.may_review(user):
        raise PermissionDenied
    return True


def _guarded(view: Any) -> Any:
    return permission_required(remedies.PERMISSION, raise_exception=True)(user_passes_test(_reviewer)(view))


@_guarded
def remedies_page(request: Request) -> HttpResponse:
    """Each row as it will print, by kind; who has reviewed it, or the button."""
    rows = remedies.current()
    groups = [_group(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]
    left = sum(group["left"] for group in groups)
    return render(request, "core/remedies.html", {"groups": groups, "left": left, "count": len(rows)})


def _group(kind: str, rows: list[Remedy]) -> dict[str, Any]:
    return {
        "kind": kind or NO_KIND,
        "rows": [_shown(row) for row in rows],
        "left": sum(row.reviewed_on is None for row in rows),
    }


def _shown(row: Remedy) -> dict[str, Any]:
    return {
        "row": row,
        "name": f"{row.code} {row.name}" if row.code else "其余各类",
        "lines": [
            (_condition(line), _sample(line["text"]), line["basis"], line["source"]) for line in row.lines
        ],
        "never": "、".join(word.replace("&", "和") for word in row.never),
        "alone": "、".join(row.never_alone),
    }


def _condition(line: dict[str, Any]) -> str:
    """有仲裁协议时; empty for a line that always prints."""
    words = [
        remedies.NOT[one[1:]] if one.startswith("-") else remedies.CONDITIONS[one] for one in line["when"]
    ]
    return f"{'、'.join(words)}时" if words else ""


def _sample(text: str) -> str:
    """With what is put in at the time said in words."""
    text = text.replace("{who}", "〔姓名〕").replace("{day}", "〔日期〕")
    return re.sub(r"\{until:(\w+)\}", lambda found: f"〔满{Term.parse(found[1]).label}之日〕", text)


@require_POST
@_guarded
def remedy_review(request: Request) -> HttpResponse:
    """审核: the wordings that were on the page; what was reworded meanwhile must be read anew."""
    shown = {int(pk) for pk in request.POST.getlist("row") if pk.isdecimal()}
    with transaction.atomic():
        rows = [row for row in remedies.current() if row.pk in shown]
        try:
            if len(rows) < len(shown):
                raise Refused("有的文字刚被改过，请看过新的再审核。")
            done = remedies.review(rows, request.user)
        except Refused as no:
            messages.error(request, no.sentence)
            return redirect("remedies")
        for row in rows:
            note(request.user, row, f"审核救济途径：{row}（第{row.version}次写定）")
    messages.success(request, f"已审核 {done} 行。")
    return redirect("remedies")


class WordingForm(Form):
    """Text and articles of each line; an empty text takes the line away."""

    def __init__(self, *args: Any, row: Remedy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for place, line in enumerate(row.lines, 1):
            when = _condition(line)
            self.fields[f"text_{place}"] = long_text(
                f"第{place}段", rows=3, limit=1000, required=False, initial=line["text"],
                help_text=f"只在{when}印。" if when else "",
            )  # fmt: skip
            self.fields[f"basis_{place}"] = short_text("依据", 300, False, initial=line["basis"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place, line in enumerate(self.row.lines, 1):
            marks = re.findall(r"\{\w+(?::\w+)?\}", data.get(f"text_{place}", ""))
            if unknown := set(marks) - set(re.findall(r"\{\w+(?::\w+)?\}", line["text"])):
                self.add_error(f"text_{place}", f"花括号里的“{unknown.pop()}”不能自己加。")
        return data

    def lines(self) -> list[dict[str, str]]:
        given = self.cleaned_data
        places = range(1, len(self.row.lines) + 1)
        return [
            {"text": given[f"text_{place}"].strip(), "basis": given[f"basis_{place}"].strip()}
            for place in places
        ]


@_guarded
def remedy(request: Request, pk: int) -> HttpResponse:
    """One row: its wording, which may be changed and must then be reviewed anew, and the earlier ones."""
    row = get_object_or_404(Remedy, pk=pk)
    if row.pk not in {one.pk for one in remedies.current()}:
        messages.error(request, "这一行刚被改过，请看新的文字。")
        return redirect("remedies")
    form = WordingForm(request.POST if request.method == "POST" else None, row=row)

    @transaction.atomic
    def reword(said: Any) -> None:
        made = remedies.reword(row, form.lines(), request.user)
        note(request.user, made, f"改写救济途径：{made}（第{made.version}次写定）")

    if form.does(reword):
        messages.success(request, "已改写，审核以后才能打印。")
        return redirect("remedies")
    earlier = Remedy.objects.filter(kind=row.kind, code=row.code, version__lt=row.version)
    older = [_shown(one) for one in earlier.select_related("by", "reviewed_by")]
    return render(request, "core/remedy.html", {"form": form, "row": row, "older": older})
