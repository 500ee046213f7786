"""工作专班 by a template (core.models.TeamTemplate): its roles are laid out to be filled with persons, each of whom gets what is to be
done as a task, so that he sees the matter, is reminded and reports. Started by the act whose form is a TeamForm.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from core.models import TeamTemplate
from core.tasks.forms import HolderField
from core.values.refused import Refused
from core.workflow.forms import ActForm

Data = Mapping[str, Any]


class TeamForm(ActForm):
    """Of an act that puts a team together. The roles of the chosen template are fields: laid out when it comes back."""

    template = forms.ModelChoiceField(
        TeamTemplate.objects.filter(closed_on=None), label="专班模板", required=False, empty_label="不按模板",
        help_text="选了的，提交后列出各个角色，逐一选人。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(self.fields)
        chosen = self.data.get(self.add_prefix("template")) if self.is_bound else self.initial.get("template")
        offered: Any = self.fields["template"]
        template = offered.queryset.filter(pk=chosen).first() if str(chosen).isdecimal() else None
        self.seats = {f"seat_{n}": role for n, role in enumerate(template.seats if template else ())}
        for name, role in self.seats.items():
            field = HolderField(label=role, empty_label="请选择")
            field.fill()
            self.fields[name] = field
        behind = names.index("template") + 1
        self.order_fields([*names[:behind], *self.seats, *names[behind:]])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = [(role, data.pop(name, None)) for name, role in self.seats.items()]
        return {**data, "members": filled}


def members(data: Data) -> list[tuple[str, Any]]:
    """Each role with the holding of whoever fills it; none where no template was chosen. Raises Refused."""
    filled = list(data.get("members") or ()) if data.get("template") else []
    if empty := [role for role, holding in filled if holding is None]:
        raise Refused(f"专班还没有选人：{'、'.join(empty)}。", "template")
    roles: dict[int, str] = {}
    for role, holding in filled:
        if (before := roles.setdefault(holding.user_id, role)) != role:
            raise Refused(f"{holding.user.name}选了两次：{before}、{role}。", "template")
    return filled


def said(filled: list[tuple[str, Any]]) -> str:
    """召集人冯立言，包村干部1俞百川."""
    return "，".join(f"{role}{holding.user.name}" for role, holding in filled)


def lines(filled: list[tuple[str, Any]], what: str, due_on: date) -> list[dict[str, Any]]:
    """What each member is to do, as lines for core.tasks.acts.given."""
    return [
        {"what": f"{role}：{what}", "unit": holding.post.unit, "user": holding.user, "due_on": due_on}
        for role, holding in filled
    ]
