"""Forms of help with legal aid."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.intake.forms import RegistrationForm
from core.models import Correspondence
from core.outside import forms as outside
from core.values.form_base import Form, choice, day, long_text, only_when, radio, short_text
from core.workflow.forms import ActForm
from legal.advice.forms import ABOUT
from legal.aid.checklist import needed
from legal.models import Aid
from legal.models.aid import labour_bar

SUPPLY = 7  # days, offered


def _ended() -> forms.DateField:
    return day("劳动关系终止日", False, past=True, help_text="仲裁时效从这一天起算一年；还在职的空着。")


class _Term(Form):
    """By when a right must be used, and whether it can wait."""

    labour_ended_on = _ended()
    bar_on = day("其他时效、期限届满日", False, help_text="诉讼时效、起诉、复议等期限，知道的填。")
    preserve = forms.BooleanField(label="需要立即申请财产保全、证据保全或者先予执行", required=False)

    def clean(self) -> dict[str, Any]:
        """The earlier of the two terms is the one that counts."""
        data = super().clean() or {}
        subject = data.get("subject") or getattr(getattr(self, "matter", None), "subject", "")
        labour = data.get("labour_ended_on") if subject == Aid.Subject.LABOUR else None
        data["labour_ended_on"] = labour
        ends = [on for on in (data.get("bar_on"), labour and labour_bar(labour)) if on]
        data["bar_on"] = min(ends, default=None)
        return data


class _Asked(_Term):
    """What both forms of an application ask."""

    subject = choice("申请事项", Aid.Subject.choices)
    no_limit = choice(
        "不受经济困难条件限制", Aid.NoLimit.choices, False, empty="不属于", help_text="属于的，不用填经济困难状况（第三十二条）。"
    )  # fmt: skip
    no_check = choice(
        "免予核查经济困难状况", Aid.NoCheck.choices, False, empty="不属于", help_text="有材料证明的，不用填经济困难状况（第四十二条）。"
    )  # fmt: skip
    labour_ended_on = _ended()
    field_order = ("subject", "no_limit", "no_check", "labour_ended_on", "bar_on", "preserve")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wages = data.get("subject") in (None, "", Aid.Subject.LABOUR, Aid.Subject.INJURY)
        if data.get("no_check") == Aid.NoCheck.MIGRANT and not wages:
            self.add_error(
                "no_check",
                "进城务工人员只在申请支付劳动报酬、请求工伤赔偿时免予核查（第四十二条第三项），请改选。",
            )
        return data


only_when("subject=labour", _Asked.base_fields["labour_ended_on"])


class ApplyForm(ActForm, _Asked):
    """申请法律援助 below another matter: its people and its words are taken over."""

    demand = long_text("请求和事实", rows=4, limit=3000, required=False, help_text="空着就用登记的内容。")


def _bar_of(aid: Aid) -> date | None:
    return labour_bar(aid.labour_ended_on) if aid.labour_ended_on else None


class TermForm(ActForm, _Term):
    """登记、更正时效: what was not known when it was registered, or known wrongly."""

    kept = ("labour_ended_on", "preserve")

    def given(self, matter: Aid) -> dict[str, Any]:
        return {"bar_on": matter.bar_on} if matter.bar_on not in (None, _bar_of(matter)) else {}

    def fit(self, matter: Aid) -> None:
        if matter.subject != Aid.Subject.LABOUR:
            del self.fields["labour_ended_on"]


class RegisterForm(RegistrationForm, _Asked):
    """法援申请登记 at the counter."""

    KIND, WHERE = "aid_request", "不详"
    MORE = frozenset({"place", "scan", "at", "decided_by", "confidential"})
    head_count = representatives = accusation = None  # type: ignore[assignment]
    flags = forms.MultipleChoiceField(
        label="涉及", required=False, widget=forms.CheckboxSelectMultiple, help_text="登记即封闭，只有指定的人看得到。",
        choices=ABOUT,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demand"].label = "请求和事实"


class HaveForm(ActForm):
    """Base of the forms of the first check: which items there are, of those that this application needs."""

    have = forms.MultipleChoiceField(label="已有的材料", required=False, widget=forms.CheckboxSelectMultiple)

    def fit(self, matter: Aid) -> None:
        self.items = needed(matter, localdate())
        self.fields["have"].choices = [(one, Aid.Item(one).label) for one in self.items]  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        data = super().answers
        return {**data, "missing": [one for one in self.items if one not in data["have"]]}


class TellForm(HaveForm):
    """一次性告知: what is not ticked is missing."""

    missing_more = short_text("其他材料、需要说明的", 300, False)
    supply_by = day("补充期限", initial=lambda: localdate() + timedelta(days=SUPPLY))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("missing_more") and not [
            one for one in self.items if one not in data.get("have", self.items)
        ]:
            self.add_error("have", "材料都有了，不用告知，请直接“转交县法律援助机构”。")
        if data.get("supply_by") and data["supply_by"] <= localdate(data.get("at")):
            self.add_error("supply_by", "补充期限要晚于告知的那天。")
        return data


class SendForm(HaveForm, outside.SendForm):
    """转交: what goes with it; the term is the county's own, so no day is asked."""

    field_order = ("have", "body", "words", "signed_by", "dated_on", "reference")
    due_on = None  # type: ignore[assignment]

    def given(self, matter: Aid) -> dict[str, Any]:
        urgent = "情况紧急，建议先行提供法律援助（《法律援助法》第四十四条）。申请及现有材料一套，其余材料随后补充。"
        words = {"words": urgent if matter.is_urgent() else "法律援助申请及材料一套，请依法审查。"}
        if not matter.told_on:
            return words
        # What was told to be missing is not there, unless it came since.
        lacking = () if matter.supplied_on else matter.missing
        return {**words, "have": [one for one in self.items if one not in lacking]}


class OnForm(ActForm):
    """The day of something."""

    on = day("日期", past=True, initial=localdate)


class SuppliedForm(OnForm):
    words = long_text("补充了什么", rows=2, limit=300)


class ReceivedForm(OnForm):
    """县里收到: the day from which its seven days run."""


class DecidedForm(outside.AnswerForm):
    """登记县里的决定: the day that stands on it."""

    decided_on = day("决定日期", past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        words = {
            Correspondence.Outcome.ACCEPTED: "给予法律援助",
            Correspondence.Outcome.REFUSED: "不予法律援助",
        }
        outcome.choices = [(value, words.get(value, label)) for value, label in outcome.choices]
        self.fields["answer"].label = "决定内容、理由"


class AssignedForm(OnForm):
    assignee = short_text("承办人员", 80, help_text="姓名、律师事务所（法律服务所）。")


class ObjectForm(OnForm):
    """提出异议: the day on which the justice bureau received it."""

    words = long_text("异议的理由", rows=3, limit=500)


class UpheldForm(OnForm):
    outcome = forms.ChoiceField(
        label="审查决定", choices=[("upheld", "维持法律援助机构的决定"), ("corrected", "责令法律援助机构改正")], widget=forms.RadioSelect
    )  # fmt: skip
    words = long_text("内容", rows=2, limit=500, required=False)


class ResultForm(OnForm):
    result = radio("结果", Aid.Result.choices)
    result_words = long_text("结果说明", rows=3, limit=500)


class FollowForm(ActForm):
    satisfaction = radio("满意度", Aid.Satisfaction.choices)
    words = long_text("回访情况", rows=2, limit=300)


class NoteForm(ActForm):
    note = long_text("承办情况", rows=2, limit=500)
