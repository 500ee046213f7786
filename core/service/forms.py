"""Forms of service: one try, what came of a letter, consent to be served electronically."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.models import Party, Service
from core.parties.forms_representation import PersonField, acting, all_acting
from core.service.serving import letters, serving_of
from core.values.form_base import day, limit, only_when, radio, short_text
from core.workflow.forms import ActForm, RowField

Way = Service.Way


def _text(label: str, column: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=limit(Service, column), **more)


# Which ways ask for a field; what is not named here is asked of all.
ASKED_OF = {
    "through": (Way.HOUSEHOLD, Way.AGENT, Way.LEFT, Way.POST, Way.ELECTRONIC),
    "receiver": (Way.HOUSEHOLD, Way.UNIT, Way.POST),
    "relation": (Way.HOUSEHOLD, Way.UNIT, Way.POST),
    "refused_for": (Way.LEFT,),
    "witness": (Way.LEFT,),
    "witness_post": (Way.LEFT,),
    "pictured": (Way.LEFT,),
    "sent_on": (Way.POST,),
    "tracking": (Way.POST,),
    "place": (Way.DIRECT, Way.HOUSEHOLD, Way.UNIT, Way.AGENT, Way.LEFT, Way.PUBLICATION),
    "unknown": (Way.PUBLICATION,),
    "failed": (Way.DIRECT, Way.HOUSEHOLD, Way.UNIT, Way.AGENT, Way.POST, Way.ELECTRONIC),
}


class ServeForm(ActForm):
    """登记送达: which paper on whom, by which way, on which day, and who took it."""

    scan_first, scan_label, scan_help = True, "送达回证、回执、照片", "留置没有见证人的、公告的必须附。"
    to = forms.ChoiceField(label="文书、受送达人")
    way = forms.ChoiceField(label="送达方式", choices=Way.choices)
    on = day(
        "日期", False, initial=localdate,
        help_text="签收、拒签、到达系统、公告的日期；没有送到的写去送、退回的日期。邮件已寄出、还没有结果的空着。",
    )  # fmt: skip
    through = RowField(
        "代理人签收的，是哪一位", lambda form: all_acting(form.matter), says=acting, required=False, empty_label="不是代理人签收",
        help_text="未成年人等没有完全民事行为能力的，选法定代理人。",
    )  # fmt: skip
    receiver = _text("签收人", "receiver", help_text="家属、单位签收的写姓名。")
    relation = _text("与受送达人的关系、职务", "relation")
    refused_for = _text("拒签原因", "refused_for", help_text="拒绝签收的，说明内容以后写。")
    witness = _text("见证人", "witness", help_text="村、居民委员会或者所在单位的代表。")
    witness_post = _text("见证人的单位、职务", "witness_post")
    pictured = forms.BooleanField(label="没有见证人：文书留在住所，已拍照、录像", required=False)
    sent_on = day("寄出日期", False, help_text="邮寄的填。")
    tracking = _text("邮件号", "tracking")
    place = _text("地点、公告的地方", "place")
    unknown = forms.BooleanField(
        label="下落不明", required=False, help_text="公告送达的，没有用其他方式送过就勾。"
    )
    failed = _text(
        "没有送达的原因", "failed", help_text="送达了的空着；家中无人、退回等，写明原因，以后再送。"
    )
    words = _text("备注", "words")

    def __init__(self, *args: Any, matter: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        for name, asked in ASKED_OF.items():
            only_when(f"way={' '.join(asked)}", self.fields[name])
        self._left = {}
        if matter is not None and matter.pk:
            newest = sorted(
                serving_of(matter).left(matter),
                key=lambda one: one[0].dated(matter) or date.min,
                reverse=True,
            )
            self._left = {f"{paper.pk}:{party.pk}": (paper, party) for paper, party in newest}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, f"{paper.label} → {party.get_role_display()} {party.masked_name}")
            for key, (paper, party) in self._left.items()
        ]

    def clean_to(self) -> tuple[str, Party]:
        paper, party = self._left[self.cleaned_data["to"]]
        return paper.pk, party

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way, scan = data.get("way"), data.get("scan")
        if way == Way.LEFT and data.get("pictured") and not scan:
            self.add_error("scan", "请附上留置现场的照片。")
        if way == Way.PUBLICATION and not scan:
            self.add_error("scan", "请附上公告的扫描件或者照片。")
        return data


def _underway(form: Any) -> Any:
    found = Service.objects.filter(pk__in=[row.pk for row in letters(form.matter)])
    return found.select_related("party", "through__representative")


def _letter(row: Service) -> str:
    """1234567890 申请人 陶*发（09-01 寄出）"""
    return (
        f"{row.tracking}　{row.party.get_role_display()} {row.party.masked_name}（{row.sent_on:%m-%d} 寄出）"
    )


class DeliveryForm(ActForm):
    """登记投递结果: signed for, by whom; or why it came back."""

    scan_first, scan_label = True, "邮件回执、退回的信封"
    letter = RowField("邮件", _underway, says=_letter, empty_label=None)
    on = day("签收、退回的日期", initial=localdate)
    receiver = _text("签收人", "receiver", help_text="不是本人签收的写。")
    relation = _text("与受送达人的关系、职务", "relation")
    failed = _text("没有送达的原因", "failed", help_text="签收了的空着；退回的写明原因，以后再送。")


class AgreeForm(ActForm):
    """登记电子送达同意: who, where to; or taken back."""

    party = PersonField(label="当事人", which={"role__in": Party.SIDES})
    agrees = radio("意见", [("yes", "同意电子送达"), ("no", "撤回同意")], initial="yes")
    address = short_text("电子送达地址", 120, False, help_text="政务服务账号、手机号码或者邮箱；撤回的不填。")
    given_on = day("日期", initial=localdate)
