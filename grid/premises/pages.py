"""What the pages of the two registers, points and places, have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access.people import may_there
from core.access.request import Request
from core.intake.places import places
from core.procedure import paging
from core.records.admin_log import note
from grid.forms import TableForm
from grid.premises.file import Brought


@dataclass(frozen=True)
class Register:
    """`pages`, `page`: the addresses of the list and of one row; `also`: what is read with a row; `lead`: the column that
    names it; `added`: the sentence once it is registered; `unit`: of counting them.
    """

    model: Any
    pages: str
    page: str
    short: str
    also: str
    lead: str
    order: paging.Order
    added: str
    unit: str

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    def one(self, request: Request, pk: int, permission: str = "grid.view") -> Any:
        """404 for one that the reader may not see, 403 where the permission is for another place."""
        seen = self.model.objects.visible_to(request.user).select_related("area__parent", self.also)
        one = get_object_or_404(seen, pk=pk)
        if not may_there(request.user, permission, one.area):
            raise PermissionDenied
        return one

    def listed(self, request: Request, form: Any, rows: Any, total: int, **more: Any) -> HttpResponse:
        chosen, forward = paging.cut(request, rows.select_related("area__parent", self.also), self.order)
        page = paging.page(
            request, list(chosen), self.order, forward, rows, counted=total, limit=max(total, 1)
        )
        shown = {"form": form, "areas": places(), "page": page, "total": total, **more}
        return render(request, f"grid/{self.pages}.html", shown)

    def form(self, request: Request, one: Any, form: Any, title: str, verb: str, **more: Any) -> HttpResponse:
        """The page of one form; `one`: of which row, None for a new one."""
        shown = {"room": (self.pages, self.label), "form": form, "title": title, "verb": verb, **more}
        if one:
            back = reverse(self.page, args=[one.pk])
            shown |= {"lead": getattr(one, self.lead), "where": one.area.full_name, "back": back}
        return render(request, "grid/premises_form.html", shown, status=422 if form.errors else 200)

    def add(self, request: Request, form: Any) -> HttpResponse:
        """One that no table names."""
        if form.is_bound and form.is_valid() and (made := form.stored()):
            note(request.user, made, f"登记{self.label}")
            messages.success(request, self.added.format(made))
            return redirect(self.page, made.pk)
        return self.form(request, None, form, f"登记{self.short}", "登记", areas=places())

    def correct(self, request: Request, one: Any, form: Any) -> HttpResponse:
        """Kept in the log of administration."""
        if form.is_bound and form.is_valid() and (one := form.stored()):
            note(request.user, one, f"更正{self.label}：{form.changed or '没有改'}")
            messages.success(request, f"{self.short}已更正。")
            return redirect(self.page, one.pk)
        return self.form(request, one, form, f"更正{self.short}", "保存", areas=places())

    def bring(self, request: Request, columns: Any, load: Callable[[bytes, Any], Brought]) -> HttpResponse:
        """A table of it."""
        form = TableForm(request.POST or None, request.FILES or None, told=TOLD)
        title, brought = f"导入{self.label}", None
        if form.does(lambda asked: load(asked["file"][0].read(), request.user)):
            brought = form.made
            note(
                request.user,
                self.model(**{self.lead: "导入"}),
                f"{title}：新登记 {brought.stored} {self.unit}",
            )
        return self.form(request, None, form, title, "导入", columns=columns, brought=brought)


TOLD = "Excel（.xlsx）或 CSV。对的行存下，不对的行逐行说明原因；同一份表再导入不会重复。"
