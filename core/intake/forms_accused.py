"""Whom an accusation names (检举控告, 信访工作条例 30): asked at registering, when a case is sealed, and later.

What was typed may point to somebody who works here: then a person says whether it is him, and nothing is stored before.
"""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.access import exclusions
from core.models import Holding, Party, User
from core.privacy import written_names
from core.values.form_base import Form, radio, short_text
from core.values.roles import roles
from core.workflow.forms import ActForm, UnitField

SEES = "core.view_matters"
YES, NO = "yes", "no"
HIMSELF = "被检举、控告的人和您同名，请由别人登记（《信访工作条例》第三十条）。"
UNTICKED = "写了被检举、控告人，没有勾“检举控告”：是检举控告的请勾上，不是的请删去被检举、控告人。"
NAMED = 60  # characters of the field


class KeeperField(forms.ModelChoiceField):
    """Anybody in office; read only where the page shows it."""

    def __init__(self, **kwargs: Any) -> None:
        keys = [key for key, role in roles().items() if SEES in role.permissions]
        held = Holding.objects.current().filter(post__role__in=keys)
        users = User.objects.filter(is_active=True, pk__in=held.values("user"))
        super().__init__(users, required=False, empty_label="—", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


class AccusedFields(Form):
    """A person, or a unit; what follows where nobody is left to keep it stands behind."""

    accused_name = short_text("被检举、控告人", 60, False)
    accused_post = short_text("职务", 60, False)
    accused_unit = UnitField(
        label="所在单位（被检举、控告的单位）", required=False, empty_label="不在列的，或者不知道"
    )
    superior = short_text(
        "当日书面转送的上级机关",
        60,
        False,
        help_text="如 澄湖县纪委监委、澄湖县信访局；只在保管封闭事项的人都应当回避时填。",
    )
    keeper = KeeperField(label="指定保管人", help_text="没有被检举、控告，也不属于被检举、控告的单位。")
    NAMES = ("accused_name", "accused_post", "accused_unit", "superior", "keeper")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pointed: dict[str, list[User]] = {}
        if self.is_bound and self.accuses():
            self.pointed = {name: exclusions.pointed_at(name, loosely=True) for name in self.named_in_all()}
        for user in {user.pk: user for users in self.pointed.values() for user in users}.values():
            if user != getattr(self, "user", None):
                self.fields[f"account_{user.pk}"] = account_field(user)

    def accuses(self) -> bool:
        """Does what was posted ask for an accusation?"""
        return True

    def named_in_all(self) -> list[str]:
        """Every name that stands for an accused: those of the field, one by one, and whoever is complained of."""
        return list(
            dict.fromkeys(
                [
                    *written_names.each(self.data.get(self.add_prefix("accused_name"), "")[:NAMED]),
                    *self.complained_of(),
                ]
            )
        )

    def complained_of(self) -> Iterable[str]:
        """Further names: of the respondents."""
        matter = getattr(self, "matter", None)
        people = matter.people if matter else Party.objects.none()
        return people.filter(role=Party.Role.RESPONDENT, is_organisation=False).values_list("name", flat=True)

    @property
    def account_fields(self) -> list[Any]:
        """What is asked of the accounts, for pages that place their fields one by one."""
        return [self[name] for name in self.fields if name.startswith("account_")]

    def accused_of(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers with the accused as the effect wants them: one row for each name, with what was said of the
        accounts that it points to.
        """
        post, unit = answers.pop("accused_post", None), answers.pop("accused_unit", None)
        typed = written_names.each(answers.pop("accused_name", None) or "")
        said = {name: answers.pop(name) for name in list(answers) if name.startswith("account_")}
        rows = [{"name": name, "post": post, "unit": unit} for name in typed or [""]]
        rows += [{"name": name} for name in self.pointed if name not in typed and self.pointed[name]]
        for row in rows:
            asked = {user.pk: said.get(f"account_{user.pk}") for user in self.pointed.get(row["name"], ())}
            row["is_users"] = [pk for pk, answer in asked.items() if answer == YES]
            row["not_users"] = [pk for pk, answer in asked.items() if answer == NO]
        return {**answers, "accused": rows}

    def asks_whom(self, data: dict[str, Any]) -> None:
        """Of a form that ticks what is an accusation: whom it names, and nobody where it is none."""
        if data.get("accusation"):
            self.needs_accused(data)
        elif data.get("accused_name") or data.get("accused_unit"):
            self.add_error("accusation", UNTICKED)

    def needs_accused(self, data: dict[str, Any]) -> None:
        own = getattr(self, "user", None)
        if own and any(written_names.names(name, own.name) for name in self.pointed):
            self.add_error(None, HIMSELF)
        if not data.get("accused_name") and not data.get("accused_unit"):
            self.add_error("accused_name", "请写明被检举、控告的人员或者单位；不知道姓名的写“不明”。")

    @property
    def nobody_left(self) -> bool:
        """Does the page have to ask for the superior body and the keeper?"""
        return bool(self["superior"].errors or self["keeper"].errors or self["superior"].value())


def account_field(user: User) -> forms.ChoiceField:
    """孟德顺（镇长，党政办）: is it him?"""
    who = described(user)
    return radio(
        f"被检举、控告的是否为本中心工作人员：{who}",
        [(YES, "是，就是此人"), (NO, "不是，只是同名")],
        error_messages={"required": f"请核对被检举、控告的是不是{who}，选“是”或者“不是”。没有核对不能登记。"},
    )


def described(user: User) -> str:
    """孟德顺（镇长，党政办）; without a post the account's own name."""
    posts = "；".join(f"{post.name}，{post.unit.short_name}" for post in user.reach.posts)
    return f"{user.name}（{posts or user.username}）"


class AccusedForm(ActForm, AccusedFields):
    """登记被检举、控告人: one more, or the one that was missing."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.needs_accused(data)
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return self.accused_of(super().answers)


class CheckAccusedForm(ActForm):
    """核对: of each account that a name points to, whether it is the accused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.matter.accused.all() if self.matter else ()
        self.asked = [(one, exclusions.unchecked(one)) for one in rows]
        for user in {user.pk: user for _, users in self.asked for user in users}.values():
            self.fields[f"account_{user.pk}"] = account_field(user)
        self.order_fields([*(name for name in self.fields if name not in self.OWN), *self.OWN])

    @property
    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "checked": [
                (one, [(user, said[f"account_{user.pk}"] == YES) for user in users])
                for one, users in self.asked
                if users
            ]
        }
