"""Forms of the leaders' reception."""

from typing import Any

from django.db.models import Count
from django.utils.timezone import localdate

from cases.models import Reception
from core.models import Turn
from core.rosters.rule import WEEKDAYS
from core.values.form_base import limit, long_text, radio
from core.workflow.forms import ActForm, RowField

KIND = "reception"


def _ahead(form: Any) -> Any:
    ahead = Turn.objects.published(KIND).filter(day__gte=localdate()).select_related("user", "substitute")
    return ahead.annotate(booked=Count("receptions"))


def _turn(row: Any) -> str:
    """With how many have been booked on it already."""
    day = f"{row.day:%m-%d} {WEEKDAYS[row.day.weekday()][1]} {row.hours}"
    return f"{day} {row.place} {row.person.name}（已约 {row.booked} 批）"


class BookForm(ActForm):
    """预约领导接访: before whom, when."""

    turn = RowField("接访班次", _ahead, says=_turn, help_text="已公示、还没有过去的班次。")


def _receptions(form: Any) -> Any:
    """Those that nobody has recorded, of turns that have begun."""
    rows = Reception.objects.filter(matter=form.matter.pk, received_at=None, turn__day__lte=localdate())
    return rows.select_related("turn__user", "turn__substitute")


class ReceiveForm(ActForm):
    """记接访: which one, what came of it, what was said."""

    reception = RowField(
        "接访", _receptions, says=lambda row: f"{row.turn.day:%m-%d} {row.turn.person.name}", alone=True
    )
    outcome = radio("结果", Reception.Outcome.choices)
    record = long_text(
        "接谈情况", rows=4, limit=2000, required=False, help_text="来访人怎么说、领导怎么答，照实记。"
    )
    opinion = long_text("处理意见", rows=2, limit=limit(Reception, "opinion"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") not in (None, Reception.Outcome.ABSENT) and not data.get("record"):
            self.add_error("record", "请写明接谈情况。")
        return data
