"""Rows of the administrator's desk that rights hang on: what changes there waits for a second person."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from core.accounts import proposals
from core.models import Proposal
from core.privacy.fields import EncryptedTextField
from core.privacy.masking import mask_id
from core.records.admin_log import note
from core.values.form_base import ModelForm
from core.values.refused import Refused


class NothingIsDeleted:
    """Rows are closed, not deleted: history points at them."""

    form: Any = ModelForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Named as the office says it; Django's own words are put together from English."""
        title = {"title": f"{self.model._meta.verbose_name}一览"}  # type: ignore[attr-defined]
        return super().changelist_view(request, {**title, **(extra_context or {})})  # type: ignore[misc]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        title = {"title": f"{'修改' if object_id else '新增'}{self.model._meta.verbose_name}"}  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, {**title, **(extra_context or {})})  # type: ignore[misc]


class InTwoHands(NothingIsDeleted):
    """A ModelAdmin whose `guarded` columns give or take rights: their new values wait as a Proposal, the rest of
    the form is stored at once. A new row that opens something by being there (`opens`) is stored closed; of any other the
    columns that give something (`held_when_new`, which may be left at their default) wait.
    """

    guarded: tuple[str, ...] = ()
    held_when_new: tuple[str, ...] = ()
    opens = False

    def guards(self, obj: Any) -> Iterable[str]:
        """The guarded columns of this row."""
        return self.guarded

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        request.asked = None  # type: ignore[attr-defined]
        values = self._held_back(obj, form, change)
        if not change and self.opens:
            values, obj.closed_on = {"closed_on": None}, timezone.localdate()
        words = f"{obj}：{_words(obj, form, values)}" if values else ""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        if values:
            self._ask(request, obj, values, words)

    def _held_back(self, obj: Any, form: forms.ModelForm, change: bool) -> dict[str, Any]:
        """The new values of guarded columns, taken out of the row again."""
        before = type(obj)._default_manager.get(pk=obj.pk) if change else type(obj)()
        held, values = self.guards(before) if change else self.held_when_new, {}
        for name in form.changed_data:
            if name in held:
                column = obj._meta.get_field(name)
                values[column.attname] = (
                    column.value_to_string(obj) if _dated(obj, column) else getattr(obj, column.attname)
                )
                setattr(obj, name, getattr(before, name))
        return values

    def _ask(self, request: HttpRequest, obj: Any, values: dict[str, Any], words: str) -> None:
        user: Any = request.user
        try:
            proposals.ask(
                Proposal.Act.CHANGE, obj, by=user, reason="在“机构与人员”里改", words=words, values=values
            )
        except Refused as refused:
            note(user, obj, f"没有提交双人复核：{refused.sentence}")  # the rest of the form is stored
            messages.error(request, refused.sentence)
        else:
            messages.warning(request, f"已提交双人复核，安全管理员同意后生效：{words}")
        request.asked = True  # type: ignore[attr-defined]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What waits is in the log as asked, not as changed."""
        return None if getattr(request, "asked", None) else super().log_change(request, obj, message)  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Without the words that it has been changed, where it has not."""
        if getattr(request, "asked", None):
            return redirect(request.path)
        return super().response_change(request, obj)  # type: ignore[misc]


def _dated(obj: Any, column: Any) -> bool:
    return hasattr(getattr(obj, column.attname), "isoformat")


def _words(obj: Any, form: forms.ModelForm, values: dict[str, Any]) -> str:
    """The new values in words, as the second person reads them."""
    said = []
    for attname, value in values.items():
        column = obj._meta.get_field(attname)
        chosen = form.cleaned_data.get(column.name) if column.name in form.changed_data else value
        if isinstance(column, EncryptedTextField):
            chosen = mask_id(str(chosen))
        shown = (
            {None: "空", True: "是", False: "否"}.get(chosen, chosen)
            if not isinstance(chosen, list)
            else chosen
        )
        said.append(f"{column.verbose_name}改为“{shown}”")
    return "，".join(said)
