"""Forms of the acts of a situation report."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from command.models import SituationReport
from command.situation.drafting import village_of
from core.outside.forms import BodyField, SendForm
from core.values.form_base import day, long_text
from core.workflow.forms import ActForm, EntitledField
from core.workflow.record_steps import asking

SIGN = "command.sign"


class DraftForm(ActForm):
    """起草情况报告: of which days, to whom; below a matter to whom alone. The last seven days are offered, and the body of
    the last report. A village's goes to the town.
    """

    first = day("起始日期", initial=lambda: localdate() - timedelta(days=7))
    last = day("截止日期", initial=lambda: localdate() - timedelta(days=1))
    body = BodyField(label="报送单位")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        urgent = self.matter is not None and self.matter.pk is not None
        before = SituationReport.objects.filter(parent__isnull=not urgent).exclude(body=None).order_by("-pk")
        self.fields["body"].initial = before.values_list("body", flat=True).first()
        if urgent:
            del self.fields["first"], self.fields["last"]
        if village_of(self.user):
            del self.fields["body"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "截止日期早于起始日期。")
        if first and last and (last - first).days > 366:
            self.add_error("first", "一份报告最多写一年。")
        return data


class WriteForm(asking(SituationReport, *SituationReport.WORDS)):  # type: ignore[misc]
    """修改文字: as it stands; what was drafted is corrected here."""

    kept = SituationReport.WORDS

    def fit(self, matter: Any) -> None:
        for name in SituationReport.WORDS:
            self.fields[name].widget.attrs["rows"] = 6
            if name in matter.sections:
                self.fields[name].label = matter.sections[name]
            else:
                del self.fields[name]


class SubmitForm(ActForm):
    signer = EntitledField(SIGN, label="签发人")


class SendAlsoForm(SendForm):
    """另报: the same report to one more body, by the way of every letter to a body outside."""

    kept = ("signed_by",)

    def given(self, matter: Any) -> dict[str, Any]:
        return {"words": f"报送{matter.title}。"}

    def fit(self, matter: Any) -> None:
        self.fields["due_on"].label = "要求回执的日期"


class SendUpForm(SendAlsoForm):
    """报送: to whom the report says."""

    def given(self, matter: Any) -> dict[str, Any]:
        tomorrow = {"due_on": localdate() + timedelta(days=1)} if matter.urgent else {}
        return {**super().given(matter), **tomorrow, "body": matter.body_id}

    def fit(self, matter: Any) -> None:
        super().fit(matter)
        self.fields["body"].disabled = True  # what was signed names it
        self.fields["due_on"].help_text = "到期没有回执的，提醒起草人催问。"


class TakeInForm(ActForm):
    """答复: what the town does about it, by when; what it asks of the county."""

    answer = long_text(
        "答复", rows=3, limit=500, help_text="请镇里协调的，写明由谁办、什么时候办；报县里的也写明。"
    )
