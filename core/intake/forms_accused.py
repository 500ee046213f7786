"""Whom an accusation names (检举控告, 信访工作条例 30): asked at registering, when a case is sealed, and later."""

from typing import Any

from django import forms

from core.models import Holding, User
from core.values.form_base import Form
from core.values.roles import roles
from core.workflow.forms import ActForm, UnitField

SEES = "core.view_matters"


class KeeperField(forms.ModelChoiceField):
    """Anybody in office; read only where the page shows it."""

    def __init__(self, **kwargs: Any) -> None:
        keys = [key for key, role in roles().items() if SEES in role.permissions]
        held = Holding.objects.filter(post__role__in=keys, activated_by__isnull=False)
        users = User.objects.filter(is_active=True, pk__in=held.values("user"))
        super().__init__(users, required=False, empty_label="—", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


class AccusedFields(Form):
    """A person, or a unit; what follows where nobody is left to keep it stands behind."""

    accused_name = forms.CharField(label="被检举、控告人", max_length=60, required=False)
    accused_post = forms.CharField(label="职务", max_length=60, required=False)
    accused_unit = UnitField(
        label="所在单位（被检举、控告的单位）", required=False, empty_label="不在列的，或者不知道"
    )
    superior = forms.CharField(
        label="当日书面转送的上级机关",
        max_length=60,
        required=False,
        help_text="如 澄湖县纪委监委、澄湖县信访局；只在保管封闭事项的人都应当回避时填。",
    )
    keeper = KeeperField(label="指定保管人", help_text="没有被检举、控告，也不属于被检举、控告的单位。")
    NAMES = ("accused_name", "accused_post", "accused_unit", "superior", "keeper")

    def needs_accused(self, data: dict[str, Any]) -> None:
        if not data.get("accused_name") and not data.get("accused_unit"):
            self.add_error("accused_name", "请写明被检举、控告的人员或者单位；不知道姓名的写“不明”。")

    @property
    def nobody_left(self) -> bool:
        """Does the page have to ask for the superior body and the keeper?"""
        return bool(self["superior"].errors or self["keeper"].errors or self["superior"].value())


def accused_of(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a form with the accused as the effect wants them."""
    one = {name: answers.pop(f"accused_{name}", None) for name in ("name", "post", "unit")}
    return {**answers, "accused": [one]}


class AccusedForm(ActForm, AccusedFields):
    """登记被检举、控告人: one more, or the one that was missing."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.needs_accused(data)
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return accused_of(super().answers)
