"""Forms of an agreement, its signatures and its performance, of the court, the visit and the file."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import Party, Representation
from core.parties import capacity
from core.parties.forms import WIDTH
from core.parties.forms_representation import AgesForm, acting, ever_acting, people
from core.values.form_base import Form, choice, day, limit, long_text, radio, short_text
from core.workflow.forms import ActForm, RowField, RowsField, RowsForm
from mediation import remedies
from mediation.documents.facts import court as county_court
from mediation.models import Confirmation, Instalment, Mediation, Signature, Visit
from mediation.steps import agreement, court

SATISFIED = [(words, words or "没有问到") for words in ("", "满意", "基本满意", "不满意")]


class PartLine(Form):
    """One line of 分期履行: day, sum, what. An empty line is none."""

    due_on = day("履行期限", False)
    amount = forms.DecimalField(
        label="金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False,
        widget=forms.NumberInput(WIDTH["m"]),
    )  # fmt: skip
    what = short_text("履行内容", limit(Instalment, "what"), False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(value not in (None, "") for value in data.values()) or self.errors:
            for name, words in (("due_on", "请写到哪一天。"), ("what", "请写履行什么。")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data


PartLines = forms.formset_factory(PartLine, extra=3, max_num=60, absolute_max=60)


class AgreeForm(AgesForm, RowsForm):
    """达成协议: what, how much, until when; one line an instalment."""

    ROWS, rows_legend, rows_add = "instalments", "分期履行", "加一期"
    rows_hint = "一行一期；不分期的写一行，当场履行完毕的不写"
    form = radio("协议形式", Mediation.Form.choices)
    responsibility = long_text("争议事项和各方责任", rows=3, limit=5000, required=False)
    terms = long_text("协议内容", rows=6, limit=20000)
    on_the_spot = forms.BooleanField(label="当场履行完毕", required=False)
    manner = short_text("履行方式、地点", limit(Mediation, "manner"), False)
    amount = forms.DecimalField(
        label="涉及金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False,
        help_text="空着就是各期金额之和。",
    )  # fmt: skip
    partial = forms.BooleanField(label="只达成一部分，其余另行处理", required=False)
    identity = forms.BooleanField(label="有身份关系条款（解除婚姻、收养等）", required=False)
    ownership = forms.BooleanField(label="有确权条款（确认物权、知识产权归谁所有）", required=False)
    not_payment = forms.BooleanField(
        label="有给付以外的条款（恢复劳动关系、补办手续等）",
        required=False,
        help_text="劳动争议仅就给付义务达成的，才能申请司法确认。",
    )
    unconfirmed = forms.CharField(
        label="不能司法确认的条款", max_length=limit(Mediation, "unconfirmed"), required=False,
        help_text="勾了上面任一项才填：写明是第几条，其余各条仍可申请司法确认；空着就是整份协议都不能申请。",
    )  # fmt: skip
    authorised = forms.BooleanField(
        label="被代表的各人已逐一书面授权",
        required=False,
        help_text="授权代表和解、签订协议，授权书附卷；没有授权的，协议对他不生效力。",
    )
    for_ward = forms.BooleanField(label="监护人处分财产是为维护被监护人的利益", required=False)
    ward_view = short_text("司法所意见", limit(Mediation, "ward_view"), False)

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        if not any(capacity.is_ward(party, localdate()) for party in capacity.sides(people(matter))):
            del self.fields["for_ward"], self.fields["ward_view"]
        if matter is None or not agreement.stands_for_others(matter):
            del self.fields["authorised"]
        if not getattr(matter, "is_labour", False):
            del self.fields["not_payment"]

    def lines(self, data: Any) -> Any:
        return PartLines(data, prefix=self.ROWS)

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        return {**given, self.ROWS: sorted(given[self.ROWS], key=lambda part: part["due_on"])}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on_the_spot") and self._posted and any(line.has_changed() for line in self.rows):
            self.add_error("on_the_spot", "写了分期的，就不是当场履行完毕。")
        return data


class WriteDownForm(ActForm):
    """改订书面协议: the words as they were agreed, to be completed."""

    terms = long_text("协议内容", rows=6, limit=20000)
    responsibility = long_text("争议事项和各方责任", rows=3, limit=5000, required=False)
    manner = short_text("履行方式、地点", limit(Mediation, "manner"), False)

    kept = ("terms", "responsibility", "manner")


class CheckAgreementForm(ActForm):
    """合法性审查."""

    verdict = radio("结论", [("lawful", "合法，可以签字"), ("change", "需要修改")])
    note = long_text("意见", rows=3, limit=500, required=False)


class SignLine(Form):
    """One who must sign: by themselves or whom they sent, how, on which day. No way chosen: not signed yet."""

    who = forms.ChoiceField(label="签字人", widget=forms.Select(WIDTH["l"]))
    by = forms.ChoiceField(label="由谁签", required=False, widget=forms.Select(WIDTH["l"]))
    how = choice("方式", Signature.How.choices, False, empty="还没有签", widget=forms.Select(WIDTH["m"]))
    signed_on = day("日期", False)

    def __init__(self, *args: Any, pairs: Any = (), acting_rows: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting_rows = {str(row.pk): row for row in acting_rows}
        who = str(self.initial.get("who", ""))
        self.fields["who"].choices = [pair for pair in pairs if not who or pair[0] == who]  # type: ignore[attr-defined]
        own = [row for row in acting_rows if not who or who == f"party-{row.principal_id}"]
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            ("", "加盖印章" if who == "seal" else "本人"),
            *((str(row.pk), f"{row.representative.masked_name}（{row.words}）") for row in own),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") and not data.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", "请写签字的日期。")
        return {**data, "by": self.acting_rows.get(data.get("by", ""))}


SignLines = forms.formset_factory(SignLine, extra=0, max_num=60, absolute_max=60)


class SignForm(AgesForm, RowsForm):
    """签字: all who must sign in one table, each with their own day."""

    ROWS, rows_legend, rows_add = "signatures", "签字、盖章", ""
    rows_hint = "签了的选方式、写日期；还没有签的空着，下次再登记"

    def lines(self, data: Any) -> Any:
        matter, today = self.matter, localdate()
        if matter is None:
            return SignLines(data, prefix=self.ROWS)
        done = agreement.signed(matter)
        left = [pair for pair in agreement.signers(matter) if pair[0] not in done]
        rows = {f"party-{one.pk}": capacity.by_law(one, today) for one in capacity.sides(matter.people)}
        by_law = {key: row.pk for key, row in rows.items() if row}
        initial = [{"who": key, "by": by_law.get(key, ""), "signed_on": today} for key, _ in left]
        given = {"pairs": left, "acting_rows": list(ever_acting(matter))}
        return SignLines(data, prefix=self.ROWS, initial=initial, form_kwargs=given)

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        return {**given, self.ROWS: [line for line in given[self.ROWS] if line["how"]]}


def _instalment(row: Instalment) -> str:
    yuan = f"{row.amount:,.2f} 元　" if row.amount else ""
    return f"第 {row.order} 期　{row.due_on}　{yuan}{row.what}"


class PerformForm(ActForm):
    """登记履行: which instalment, when, by what it is proved."""

    instalment = RowField(
        "期次",
        lambda form: form.matter.instalments.filter(done_on=None).order_by("order"),
        says=_instalment,
        empty_label=None,
    )
    done_on = day("履行日期", initial=localdate)
    recipient = forms.ChoiceField(
        label="款物由谁收", required=False, help_text="付钱付物的要选；代理人代收的，授权要含“代为领取款物”。"
    )
    proof = short_text(
        "凭证", limit(Instalment, "proof"), help_text="收条、转账记录、现场照片等，扫描件一起附上。"
    )

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        self.may_receive: dict[str, tuple[Party, Representation | None]] = {}
        if matter is not None:
            self._recipients(matter)

    def _recipients(self, matter: Any) -> None:
        """Either side, and whoever acted for one of them, by now or then; what they may on the day, the act says."""
        choices = [("", "不是付款付物")]
        ever = list(ever_acting(matter))
        for party in capacity.sides(matter.people):
            words = f"{party.get_role_display()} {party.masked_name}"
            through: list[Representation | None] = [
                None,
                *(row for row in ever if row.principal_id == party.pk),
            ]
            for row in through:
                key = f"{party.pk}-{row.pk if row else ''}"
                self.may_receive[key] = (party, row)
                choices.append(
                    (key, f"{row.representative.masked_name}（{row.words}，代{words}）" if row else words)
                )
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        part = data.get("instalment")
        if part and part.amount and not data.get("recipient") and "recipient" not in self.errors:
            self.add_error("recipient", "请选款项由谁收。")
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "recipient": self.may_receive.get(self.cleaned_data["recipient"])}


class UrgeForm(ActForm):
    """督促履行."""

    whom = short_text("督促对象", 60)
    words = long_text("督促方式", rows=2, limit=300)


class ConfirmForm(ActForm):
    """共同申请司法确认."""

    court = short_text("法院", limit(Confirmation, "court"))
    ground = forms.ChoiceField(
        label="管辖依据", choices=Confirmation.Ground.choices, widget=forms.RadioSelect,
        help_text="法院移送、邀请调解的，向该法院申请；劳动争议向调解组织所在地的法院申请。",
    )  # fmt: skip
    applied_on = day("共同申请日期", initial=localdate)
    applicant = forms.BooleanField(label="申请人一方申请", required=False)
    respondent = forms.BooleanField(label="被申请人一方申请", required=False)
    agents = RowsField(
        "代为申请的",
        lambda form: ever_acting(form.matter),
        says=acting,
        required=False,
        help_text="本人申请的不用勾；未成年人等由法定代理人、单位由其代表申请的要勾；委托代理人的授权要含“代为申请司法确认”。",
    )

    def given(self, matter: Any) -> dict[str, Any]:
        ground = court.usual_ground(matter)
        usual = county_court() if ground != Confirmation.Ground.INVITING else ""
        rows = (capacity.by_law(party, localdate()) for party in capacity.sides(matter.people))
        return {"ground": ground, "court": usual, "agents": [row.pk for row in rows if row]}


class CourtAcceptsForm(ActForm):
    """登记法院受理."""

    accepted_on = day("法院受理日期", initial=localdate)
    mended_on = day("补正日期", False, help_text="法院要求补正材料的，写补齐的日期；没有的空着。")
    number = short_text("案号", limit(Confirmation, "number"), False)


class RulingForm(ActForm):
    """登记法院裁定: nobody's word for it, the court's own paper."""

    number = short_text("案号", limit(Confirmation, "number"))
    accepted_on = day("法院受理日期", False)
    result = forms.ChoiceField(
        label="结果", choices=Confirmation.Result.choices, widget=forms.RadioSelect,
        help_text="请告知双方：裁定有效的，一方不履行可以申请执行；当事人有异议的自收到裁定之日起十五日内、利害关系人自知道之日起六个月内向法院提出。"
        "裁定驳回的，可以再调解变更协议、达成新协议，也可以起诉。不予受理、撤回的，期限内可以再申请。",
    )  # fmt: skip
    decided_on = day("裁定日期")

    def given(self, matter: Any) -> dict[str, Any]:
        known = Confirmation.objects.filter(matter=matter.pk)
        return dict(known.values("number", "accepted_on").first() or {})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ruled = data.get("result") not in (None, Confirmation.Result.WITHDRAWN)
        there = self.matter.attachments.filter(item="ruling", withdrawn_at=None)
        if ruled and not data.get("scan") and not there.exists():
            self.add_error("scan", "请附上法院裁定书（不予受理通知书）的扫描件。")
        return data


class EndForm(ActForm):
    """终止调解."""

    end_reason = radio("终止原因", Mediation.EndReason.choices)
    end_note = long_text(
        "说明", rows=3, limit=2000, help_text="终止调解通知书按这一类纠纷告知当事人维护权利的途径。"
    )

    def fit(self, matter: Any) -> None:
        remedies.add_fields(self, matter)


class FeedBackForm(ActForm):
    """反馈移送机关. What becomes of a fight that the police sent hangs on the performance (治安管理处罚法 9)."""

    words = long_text("反馈内容", rows=3, limit=1000)

    def fit(self, matter: Any) -> None:
        if matter.source == Mediation.Source.POLICE:
            self.fields["words"].help_text = (
                "写明协议有没有履行：民间纠纷引起的打架斗殴等情节较轻的，达成协议并履行后，书面申请经公安机关认可的，不予处罚"
                "（《治安管理处罚法》第九条第四款）。"
            )


class VisitForm(ActForm):
    """回访."""

    way = forms.ChoiceField(label="方式", choices=[("上门", "上门"), ("电话", "电话"), ("来访", "来访")])
    visited = short_text("回访对象", limit(Visit, "visited"))
    performed = short_text("履行情况", limit(Visit, "performed"))
    satisfaction = forms.ChoiceField(label="是否满意", choices=SATISFIED, required=False)
    lawsuit = short_text("有没有起诉，结果怎样", limit(Visit, "lawsuit"), False)
    signs = short_text("激化苗头和措施", limit(Visit, "signs"), False)


class ArchiveForm(ActForm):
    """归档: the class of the file."""

    retention = forms.ChoiceField(label="保管期限", choices=Mediation.Retention.choices)
    file_note = long_text(
        "卷宗情况说明", rows=3, limit=2000, required=False, help_text="缺什么、为什么，写在这里。"
    )

    def given(self, matter: Any) -> dict[str, Any]:
        return {"retention": matter.usual_retention}

    def fit(self, matter: Any) -> None:
        if last := court.window_open(matter, localdate()):
            self.fields[
                "retention"
            ].help_text = f"请注意：双方在 {last:%Y-%m-%d} 前仍可共同申请司法确认。现在归档不影响申请，以后的裁定、履行补入卷宗。"
