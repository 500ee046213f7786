"""Forms of the acts on what goes to and comes from bodies outside; a room takes them as they are or builds on them."""

from datetime import timedelta
from typing import Any, Self

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from core.models import Correspondence, Matter, OutsideBody
from core.values.form_base import day, limit, long_text, radio, short_text
from core.workflow.forms import ActForm, RowField

C = Correspondence
Direction, Outcome, Purpose = C.Direction, C.Outcome, C.Purpose


class BodyField(forms.ModelChoiceField):
    """A body in use, of those for which the conditions hold; its sign in the list is its full name."""

    def __init__(self, *, label: str, required: bool = True, **conditions: Any) -> None:
        super().__init__(
            OutsideBody.objects.filter(closed_on=None, **conditions), label=label, required=required,
            empty_label="请选择", widget=forms.Select(attrs={"data-find": ""}),
        )  # fmt: skip


class DeclaredForm(ActForm):
    """Base of forms whose class attributes a row fills in: `SendForm.of(PURPOSES=…)`."""

    @classmethod
    def of(cls, **given: Any) -> type[Self]:
        """The same form for one row of a table."""
        meta: Any = type(cls)
        named = {"__doc__": cls.__doc__, "__module__": cls.__module__}
        return meta(cls.__name__, (cls,), named | given)


class LetterForm(DeclaredForm):
    """Base of 发函 and 收函: which body, what for, number and days of the paper.

    `PURPOSES`: what may be chosen, one is not asked for; `KINDS`, `LEVELS`: of the bodies offered, empty for all;
    `TERM`: days to the answer, as they are offered.
    """

    PURPOSES: tuple[str, ...] = tuple(Purpose)
    KINDS: tuple[str, ...] = ()
    LEVELS: tuple[str, ...] = ()
    TERM: int = 0
    purpose = radio("事由", Purpose.choices)
    body = BodyField(label="对方单位")
    reference = short_text("文号", limit(C, "reference"), False)
    dated_on = day("落款日期")
    due_on = day("要求回复的日期", False)
    words = long_text("内容", rows=5, limit=limit(C, "words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(one, Purpose(one).label) for one in self.PURPOSES]
        if len(self.PURPOSES) == 1:
            del self.fields["purpose"]
        self.fields["body"].queryset = self.bodies()  # type: ignore[attr-defined]
        if self.TERM:
            self.fields["due_on"].initial = localdate() + timedelta(days=self.TERM)

    def bodies(self) -> Any:
        """Of an accusation only those that may handle it, and whom a cadre's own department must be told (信访工作条例 30)."""
        found = OutsideBody.objects.filter(closed_on=None)
        if self.KINDS:
            found = found.filter(kind__in=self.KINDS)
        if self.LEVELS:
            found = found.filter(level__in=self.LEVELS)
        sealed = self.matter is not None and self.matter.compartment == Matter.Compartment.ACCUSATION
        told = Q(kind=OutsideBody.Kind.PERSONNEL) if Purpose.NOTICE in self.PURPOSES else Q()
        return found.filter(Q(takes_accusations=True) | told) if sealed and self.sends else found

    sends = True

    @property
    def answers(self) -> dict[str, Any]:
        return {"purpose": self.PURPOSES[0], **super().answers}


def _named(row: C) -> str:
    """第1件 提请（县信访局）"""
    return str(row.named)


def _open(form: Any, direction: str) -> Any:
    """Papers of the matter that nobody has answered or taken back."""
    rows = form.matter.correspondence.filter(direction=direction, answered_on=None, withdrawn_at=None)
    return rows.select_related("body")


def _sent(form: Any) -> Any:
    rows = _open(form, Direction.SENT).filter(purpose__in=form.PURPOSES)
    return rows.filter(due_on__isnull=False) if form.ASKED else rows


class SendForm(LetterForm):
    """发函. `ANSWERS`: it may be the answer to what was received."""

    ANSWERS = False
    about = RowField(
        "所复的来函",
        lambda form: _open(form, Direction.RECEIVED),
        says=_named,
        required=False,
        empty_label="不是复函",
    )
    signed_by = short_text("签发人", limit(C, "signed_by"), help_text="姓名和职务，如 周玉兰（中心主任）。")
    field_order: tuple[str, ...] = (
        "about",
        "purpose",
        "body",
        "words",
        "due_on",
        "signed_by",
        "dated_on",
        "reference",
    )

    dated_on = day("落款日期", initial=localdate)
    due_on = day("要求回复的日期", False, help_text="不要求回复的不填。到期没有回复，提醒承办人催问。")
    reference = short_text(
        "文号", limit(C, "reference"), False, help_text="在本系统出具的不填，出具时自动编号。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.ANSWERS:
            del self.fields["about"]


class ReceiveForm(LetterForm):
    """收函: the day of the paper, and the day of the stamp with which it came."""

    sends = False
    scan_first, scan_label = True, "来函扫描件"
    came_on = day("收到日期", help_text="收文章上的日期，不是录入的日期。")
    field_order = ("purpose", "body", "reference", "dated_on", "came_on", "due_on", "words")


class OneForm(DeclaredForm):
    """Base of the acts on one paper that was sent and waits for an answer. The only one is chosen already.

    `PURPOSES`: which of the matter's papers.
    """

    PURPOSES: tuple[str, ...] = tuple(Purpose)
    ASKED = True  # only those of which an answer is asked
    letter = RowField("函件", _sent, says=_named, alone=True)


class AnswerForm(OneForm):
    """登记回复: the paper that came, its days from paper and stamp."""

    ASKED = False
    OUTCOMES: tuple[str, ...] = tuple(Outcome)
    scan_first, scan_label = True, "复函扫描件"
    outcome = radio("结果", Outcome.choices)
    answer = long_text("回复内容", rows=5, limit=limit(C, "answer"))
    answered_on = day("收到日期", help_text="收文章上的日期，不是录入的日期。")
    answer_reference = short_text("复函文号", limit(C, "answer_reference"), False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(one, Outcome(one).label) for one in self.OUTCOMES]


class UrgeForm(OneForm):
    """催问: until when this time. The day that was asked for first stays."""

    urged_until = day("请于何日前回复")


class WithdrawForm(OneForm):
    """撤回: why no answer is waited for any more."""

    ASKED = False
    reason = long_text("理由", rows=2, limit=limit(C, "reason"), help_text="要写明已经告诉对方单位。")
