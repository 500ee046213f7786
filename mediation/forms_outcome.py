"""Forms of an agreement, its signatures and its performance, of the court, the visit and the file."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.forms import ActForm, day_input, long_text
from mediation import file, remedies
from mediation.forms import LINE
from mediation.models import Confirmation, Instalment, Mediation, Signature
from mediation.steps import agreement

SATISFIED = [(words, words or "没有问到") for words in ("", "满意", "基本满意", "不满意")]
PREVENTED = (
    ("suicide", "防止自杀"),
    ("crime", "防止民转刑"),
    ("mass", "防止群体性上访"),
    ("fight", "制止群体性械斗"),
)


class AgreeForm(ActForm):
    """达成协议: what, how much, until when; one line an instalment."""

    form = forms.ChoiceField(label="协议形式", choices=Mediation.Form.choices, widget=forms.RadioSelect)
    responsibility = long_text("争议事项和各方责任", rows=3, limit=5000, required=False)
    terms = long_text("协议内容", rows=6, limit=20000)
    instalments = long_text(
        "分期履行",
        rows=3,
        limit=3000,
        required=False,
        help_text="一行一期：日期 金额 内容，如 2026-04-20 6800 支付墙体修复款；没有金额的：2026-04-20 恢复排水沟原状。",
    )
    on_the_spot = forms.BooleanField(label="当场履行完毕", required=False)
    manner = forms.CharField(label="履行方式、地点", max_length=300, required=False)
    amount = forms.DecimalField(
        label="涉及金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False,
        help_text="空着就是各期金额之和。",
    )  # fmt: skip
    partial = forms.BooleanField(label="只达成一部分，其余另行处理", required=False)
    identity = forms.BooleanField(label="涉及婚姻、收养等身份关系", required=False)

    def clean_instalments(self) -> list[dict[str, Any]]:
        """A line that is not understood is named."""
        found = []
        for number, line in enumerate(
            filter(None, map(str.strip, self.cleaned_data["instalments"].splitlines())), 1
        ):
            told = LINE.fullmatch(line)
            try:
                if told is None:
                    raise ValueError
                year, month, day, amount, what = told.groups()
                found.append(
                    {
                        "due_on": date(int(year), int(month), int(day)),
                        "amount": Decimal(amount.replace(",", "")) if amount else None,
                        "what": what[:120],
                    }
                )
            except ValueError:
                raise forms.ValidationError(
                    f"第 {number} 行看不懂：“{line[:40]}”。请写成：2026-04-20 6800 支付墙体修复款。"
                ) from None
        return sorted(found, key=lambda part: part["due_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("instalments") and data.get("on_the_spot"):
            self.add_error("on_the_spot", "写了分期的，就不是当场履行完毕。")
        return data


class CheckAgreementForm(ActForm):
    """合法性审查."""

    verdict = forms.ChoiceField(
        label="结论", choices=[("lawful", "合法，可以签字"), ("change", "需要修改")], widget=forms.RadioSelect
    )
    note = long_text("意见", rows=3, limit=500, required=False)


class SignForm(ActForm):
    """签字: one by one, each with its day."""

    who = forms.ChoiceField(label="签字人")
    agent = forms.CharField(label="由代理人签的，代理人姓名", max_length=60, required=False)
    how = forms.ChoiceField(
        label="方式", choices=Signature.How.choices, initial=Signature.How.SIGNED, widget=forms.RadioSelect
    )
    signed_on = forms.DateField(label="日期", widget=day_input(), initial=localdate)

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        if matter is not None:
            done = agreement.signed(matter)
            field = self.fields["who"]
            field.choices = [pair for pair in agreement.signers(matter) if pair[0] not in done]  # type: ignore[attr-defined]


class InstalmentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        yuan = f"{obj.amount:,.2f} 元　" if obj.amount else ""
        return f"第 {obj.order} 期　{obj.due_on}　{yuan}{obj.what}"


class PerformForm(ActForm):
    """登记履行: which instalment, when, by what it is proved."""

    instalment = InstalmentField(Instalment.objects.none(), label="期次", empty_label=None)
    done_on = forms.DateField(label="履行日期", widget=day_input(), initial=localdate)
    proof = forms.CharField(
        label="凭证", max_length=120, help_text="收条、转账记录、现场照片等，扫描件一起附上。"
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        if matter is not None:
            rows = matter.instalments.filter(done_on=None).order_by("order")
            self.fields["instalment"].queryset = rows  # type: ignore[attr-defined]


class UrgeForm(ActForm):
    """督促履行."""

    whom = forms.CharField(label="督促对象", max_length=60)
    words = long_text("督促方式", rows=2, limit=300)


class ConfirmForm(ActForm):
    """共同申请司法确认."""

    court = forms.CharField(label="法院", max_length=60)
    applied_on = forms.DateField(label="共同申请日期", widget=day_input(), initial=localdate)
    applicant = forms.BooleanField(label="申请人一方申请", required=False)
    respondent = forms.BooleanField(label="被申请人一方申请", required=False)


class RulingForm(ActForm):
    """登记法院裁定."""

    number = forms.CharField(label="案号", max_length=60)
    accepted_on = forms.DateField(label="法院受理日期", widget=day_input(), required=False)
    result = forms.ChoiceField(label="结果", choices=Confirmation.Result.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label="裁定日期", widget=day_input())


class EndForm(ActForm):
    """终止调解."""

    end_reason = forms.ChoiceField(
        label="终止原因", choices=Mediation.EndReason.choices, widget=forms.RadioSelect
    )
    end_note = long_text(
        "说明", rows=3, limit=2000, help_text="终止调解通知书按这一类纠纷告知当事人维护权利的途径。"
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        remedies.add_fields(self, matter)


class FeedBackForm(ActForm):
    """反馈移送机关."""

    words = long_text("反馈内容", rows=3, limit=1000)


class VisitForm(ActForm):
    """回访."""

    way = forms.ChoiceField(label="方式", choices=[("上门", "上门"), ("电话", "电话"), ("来访", "来访")])
    visited = forms.CharField(label="回访对象", max_length=60)
    performed = forms.CharField(label="履行情况", max_length=200)
    satisfaction = forms.ChoiceField(label="是否满意", choices=SATISFIED, required=False)
    lawsuit = forms.CharField(label="有没有起诉，结果怎样", max_length=200, required=False)
    signs = forms.CharField(label="激化苗头和措施", max_length=300, required=False)


class ArchiveForm(ActForm):
    """归档: the class of the file."""

    retention = forms.ChoiceField(label="保管期限", choices=Mediation.Retention.choices)
    prevented = forms.MultipleChoiceField(
        label="预防成效", choices=PREVENTED, required=False, widget=forms.CheckboxSelectMultiple
    )
    file_note = long_text(
        "卷宗情况说明", rows=3, limit=2000, required=False, help_text="缺什么、为什么，写在这里。"
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        if matter is not None:
            kwargs["initial"] = {"retention": file.retention(matter), **kwargs.get("initial", {})}
        super().__init__(*args, matter=matter, **kwargs)
