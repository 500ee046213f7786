"""What an act asks that tells people which ways stay open: only what the kind's row depends on."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.documents import remedies
from core.models import Party, Remedy
from core.values.form_base import day, long_text

OWN_HINT = (
    "这一类的救济途径尚未审核。由您为本件写明：一行一条，写明机关、期限和条文；以您的名义留存，并告知司法所。"
)


class Holders(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.masked_name)


def _yes(label: str) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _day(label: str) -> forms.Field:
    return day(label, False, help_text="知道的写，文书印出届满日。")


FIELDS = {
    "arb": lambda: _yes("双方有仲裁协议（条款）"),
    "service": lambda: _yes("属于劳务关系（家政、学徒、农户或者家庭雇工），不是劳动关系"),
    "ended": lambda: _day("劳动关系终止日"),
    "iou": lambda: Holders(
        Party.objects.none(), label="谁持有工资欠条", required=False, help_text="只有持欠条的人可以直接起诉。"
    ),
    "child": lambda: _yes("未成年人遭受性侵害"),
    "decided": lambda: _day("知道行政行为（收到处理决定）的日期"),
    "judged": lambda: _day("收到道路交通事故认定书的日期"),
}


class RowField(forms.ModelChoiceField):
    """Which kind the paper follows, where the row leaves it to whoever tells."""

    def __init__(self, row: Remedy) -> None:
        reviewed = remedies.standing().exclude(reviewed_on=None)
        super().__init__(reviewed, label="按哪一类告知救济途径", empty_label=None, initial=row.pk)


def add_fields(form: forms.Form, row: Remedy | None, people: Iterable[Party] = (), **known: Any) -> None:
    """Ask what the row depends on, and for the signer's own words where nobody has reviewed it.

    `known`: answers that the matter has already, by condition.
    """
    if row is None or row.reviewed_on is None:
        form.fields["ways_own"] = long_text(
            "救济途径（为本件自行写明）", limit=2000, required=False, help_text=OWN_HINT
        )
        return
    if row.picks:
        form.fields["ways_as"] = RowField(row)
    for name in remedies.asked(row):
        made = form.fields[f"ways_{name}"] = FIELDS[name]()
        made.initial = known.get(name)
        if name == "iou":
            chosen = [party.pk for party in people]
            made.queryset = Party.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]
