"""Forms of who acts for whom, of capacity, and of the report that must be made."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate

from core.models import DangerReport, Party, Representation
from core.parties import capacity
from core.parties.forms import WIDTH, PartyFields
from core.values.form_base import Form, choice, day, long_text, minute, radio, short_text
from core.workflow.forms import ActForm, RowField, RowsForm


class PersonField(RowField):
    """One of the matter's people, by part and masked name; `which`: of those that these columns pick."""

    def __init__(self, label: str, *, which: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", lambda form: form.matter.people.filter(**which or {}))
        super().__init__(label, rows, says=in_part, **kwargs)


def in_part(row: Party) -> str:
    """申请人 柏某"""
    return f"{row.get_role_display()} {row.masked_name}"


def acting(row: Representation) -> str:
    """柏某（法定代理人，代理申请人 柏某）"""
    return f"{row.representative.masked_name}（{row.words}，代理{in_part(row.principal)}）"


def people(matter: Any) -> Any:
    return matter.people if matter is not None and matter.pk else Party.objects.none()


def all_acting(matter: Any) -> Any:
    """Everybody who acts for one of the matter's people today."""
    return ever_acting(matter).exclude(until__lt=localdate())


def ever_acting(matter: Any) -> Any:
    """With those whose term is over: what they did in it is recorded later, and the act compares the day."""
    return Representation.objects.filter(principal__in=people(matter), ended_at=None)


class AgesForm(ActForm):
    """Base of acts that bind: asks of each side whose age nobody knows, and asks nothing of the others."""

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        self.asked = capacity.unasked(people(matter), localdate())
        for party in self.asked:
            self.fields[f"of_age_{party.pk}"] = radio(
                f"{party.get_role_display()} {party.masked_name}",
                [("yes", "年满 18 周岁"), ("no", "未满 18 周岁")],
                error_messages={"required": "没有身份证号码，请问明是否未满 18 周岁。"},
            )
        self.order_fields([*(f"of_age_{party.pk}" for party in self.asked), *self.fields])

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        told = {party.pk: given.pop(f"of_age_{party.pk}") == "yes" for party in self.asked}
        return {**given, "of_age": told}


class _ActsForForm(ActForm, PartyFields):
    """Whom, and by whom: somebody who stands among the people already, or a new person."""

    role: Any = None
    is_organisation: Any = None
    contact: Any = None
    address: Any = None
    principal = PersonField(
        label="替谁",
        rows=lambda form: form.matter.people.filter(role__in=Party.SIDES, is_organisation=form.UNITS),
    )
    known = PersonField(
        label="由谁",
        which={"is_organisation": False},
        required=False,
        empty_label="新登记的人，填下面几栏",
        help_text="已经登记过的，在这里选。",
    )
    of_age = forms.BooleanField(
        label="已问明代理人年满 18 周岁",
        required=False,
        help_text="有居民身份证号码的不用勾。",
    )
    proof = short_text("核对的证明", 120)
    given_on = day("起始日期", initial=localdate)
    PERSON = ("name", "id_number", "phone")
    ORDER: tuple[str, ...] = ()

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        self.order_fields(
            ["principal", "known", *self.PERSON, "of_age", *self.ORDER, "proof", "given_on", *self.fields]
        )

    UNITS = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("known") and not data.get("name"):
            self.add_error("name", "请选已登记的人，或者填姓名。")
        return data

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        for name in self.PERSON:
            given.pop(name, None)
        return {**given, "person": None if given["known"] else self.party}


class GuardianForm(_ActsForForm):
    """登记监护人: who, in which order, on what proof; consent, and what the child says."""

    relation = choice("与被监护人的关系", Representation.Relation.choices)
    earlier_fail = long_text(
        "顺序在先的监护人为什么不担任",
        rows=2,
        limit=300,
        required=False,
        help_text="父母以外的人担任时写明，如死亡、没有监护能力。",
    )
    birth_on = day("被监护人出生日期", False, help_text="没有登记身份证号码的才填。")
    consented_on = day("监护人同意日期", False)
    child_view = long_text(
        "被监护人的意见", rows=2, limit=500, required=False, help_text="八周岁以上的，听取本人的意见。"
    )
    data_consent = forms.BooleanField(
        label="监护人同意处理不满十四周岁未成年人的个人信息（敏感个人信息）", required=False
    )
    conflict = forms.BooleanField(
        label="与被监护人利益相反（是对方当事人、侵害人等），不能代理", required=False
    )
    until = day("终止日期", False)
    ORDER = (
        "relation", "earlier_fail", "birth_on", "consented_on", "child_view", "data_consent", "conflict",
    )  # fmt: skip


class MandateForm(_ActsForForm):
    """登记授权委托: matter, powers, term (art. 165). No scope is ticked beforehand."""

    post = short_text("与委托人的关系", 60)
    scope = forms.MultipleChoiceField(
        label="权限",
        choices=Representation.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="按授权委托书逐项勾选；只写“全权代理”的，只勾“代为陈述”。",
    )
    by_guardian = forms.BooleanField(
        label="授权委托书由委托人的法定代理人签字",
        required=False,
        help_text="委托人未成年，或者经法院认定无、限制民事行为能力的才勾。",
    )
    until = day("终止日期", False)
    ORDER = ("post", "scope", "by_guardian")


class OfficerForm(_ActsForForm):
    """登记单位代表: who signs for the unit, and its seal."""

    UNITS = True
    post = short_text("职务", 60)
    head = forms.BooleanField(label="是法定代表人（负责人）", required=False)
    credit_code = short_text("统一社会信用代码", 40, False, help_text="登记当事人时填过的不用再填。")
    stamped = forms.BooleanField(label="已核对授权并加盖单位印章", required=False)
    ORDER = ("post", "head", "credit_code", "stamped")


class CapacityForm(ActForm):
    """登记行为能力: what a court found, what is in doubt, who lives on their own wages."""

    party = PersonField(label="当事人", which={"role__in": Party.SIDES, "is_organisation": False})
    finding = radio(
        "情形",
        [
            (Party.Capacity.DOUBTED.value, "行为能力存疑，告知近亲属向人民法院申请认定"),
            (Party.Capacity.LIMITED.value, "法院认定为限制民事行为能力人"),
            (Party.Capacity.NONE.value, "法院认定为无民事行为能力人"),
            ("earns", "十六周岁以上，以自己的劳动收入为主要生活来源"),
            ("full", "不再存疑，或者法院已认定恢复"),
        ],
    )
    ground = short_text("判决文号或者依据", 120, help_text="法院认定的写判决文号；自食其力的写单位和收入。")


class EndActingForm(ActForm):
    """终止代理: whose, why."""

    row = RowField("代理人", lambda form: all_acting(form.matter), says=acting)
    reason = long_text("理由", rows=2, limit=300)


class ReportLine(Form):
    """One organ that was told. An empty line is none."""

    body = choice("报告给", DangerReport.Body.choices, False, empty="—", widget=forms.Select(WIDTH["m"]))
    reported_at = minute("报告时间", False)
    person = short_text("接报人", 60, False)
    receipt = short_text("回执、接报编号", 120, False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in self.fields):
            for name, words in (
                ("body", "请选报告给谁。"),
                ("reported_at", "请写报告时间。"),
                ("person", "请写接报人。"),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if (at := data.get("reported_at")) and at > timezone.now():
                self.add_error("reported_at", "报告时间不能晚于现在。")
        return data


ReportLines = forms.formset_factory(ReportLine, extra=3, max_num=6, absolute_max=6)


class DangerForm(RowsForm):
    """强制报告: who, what was seen when, and whom it was told to at which minute. Nobody's consent is asked."""

    ROWS, rows_legend, rows_hint, rows_add = "reports", "报告", "立即报告；报告了几处写几行", "加一处"
    party = PersonField(
        label="受害、面临危险的人",
        which={"is_organisation": False},
        required=False,
        empty_label="不是已登记的当事人",
    )
    ground = radio("情形", DangerReport.Ground.choices)
    seen_at = minute("发现时间")
    note = long_text("发现的情况", rows=3, limit=500)

    def lines(self, data: Any) -> Any:
        return ReportLines(data, prefix=self.ROWS)
