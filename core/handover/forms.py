"""What the acts of a hand-over ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from core.access.people import paths_with, with_permission
from core.models import Area, Holding, User
from core.values.form_base import day, long_text
from core.values.roles import roles
from core.workflow.forms import ActForm

LATELY = timedelta(days=90)  # a post that ended so long ago may still be handed over


class HoldingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        ended = f"，到 {obj.ends_on:%Y-%m-%d}" if obj.ends_on else ""
        return f"{obj.user.name}（{obj.post.area.full_name}，{obj.post.unit.short_name}{ended}）"


def with_units(user: User) -> str:
    """The name with the units of the posts, for names are not unique."""
    units = {one.post.unit.short_name for one in user.holdings.all()}
    return f"{user.name}（{'、'.join(sorted(units))}）" if units else user.name


class ReceiverField(forms.ModelChoiceField):
    """Who takes over."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            User.objects.none(), label="接手人", widget=forms.Select(attrs={"data-find": ""}), **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        return with_units(obj)

    def offer(self) -> None:
        """Everybody who may hold matters."""
        able = [user.pk for user in with_permission("core.hold")]
        self.queryset = (
            User.objects.filter(pk__in=able).prefetch_related("holdings__post__unit").order_by("name", "pk")
        )


class DraftForm(ActForm):
    """Whose post, who takes it, until which day the giver is there. `KEEP`: the permission of who keeps the posts."""

    KEEP = ""

    holding = HoldingField(Holding.objects.none(), label="移交人", empty_label="请选择")
    receiver = ReceiverField(
        empty_label="请选择", help_text="先由安全管理员授予岗位，再办交接；也可以先由别人接手。"
    )
    last_day = day("移交人在岗到", initial=localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None:
            self.fields["receiver"].offer()  # type: ignore[attr-defined]
            self.fields["holding"].queryset = of_places(paths_with(self.user, self.KEEP))  # type: ignore[attr-defined]


def of_places(paths: list[str]) -> Any:
    """Posts under these paths, as they are held or were lately; not those of the three administrators."""
    business = [key for key, role in roles().items() if role.duty == "business"]
    held = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=localdate() - LATELY), Area.under(paths, "post__area__"),
        activated_by__isnull=False, post__role__in=business, deputy=False,
    )  # fmt: skip
    return held.select_related("user", "post__area__parent__parent", "post__unit").order_by(
        "post__area__code", "pk"
    )


class RecountForm(ActForm):
    """重新清点: with another receiver, where the first cannot."""

    receiver = ReceiverField(empty_label="不换", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None:
            self.fields["receiver"].offer()  # type: ignore[attr-defined]


class SignForForm(ActForm):
    reason = long_text("代签原因", rows=2, limit=300, help_text="例如移交人已离职、住院，联系不上。")


class ObjectForm(ActForm):
    words = long_text("异议内容", rows=3, limit=300)


class VoidForm(ActForm):
    reason = long_text("作废原因", rows=2, limit=300)
