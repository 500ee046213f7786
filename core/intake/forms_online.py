"""我要反映: what a citizen writes on the public page; and why a clerk does not register it."""

from typing import Any

from django import forms

from core.privacy.fields import PhoneField
from core.procedure.intake import Intake
from core.values.form_base import Form, OnceForm, long_text, radio, short_text


class OnlineForm(OnceForm):
    """A citizen's own registration. `leave_empty` is a trap for programs: nobody sees it, nobody fills it in."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "请重新打开这一页再填。"})
    name = forms.CharField(
        label="姓名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填姓名，好给您答复。"},
    )
    phone = PhoneField(
        label="电话",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "请填电话，好跟您联系。"},
    )
    place = short_text("在什么地方", 80, False, help_text="村、组、门牌或者路口，可以不填")
    demand = long_text(
        "什么事，有什么要求",
        rows=6,
        limit=3000,
        help_text="什么时候、跟谁、怎么了、想怎么办。不超过 3000 字。",
        error_messages={"required": "请写下是什么事，一句也行。"},
    )
    confidential = forms.BooleanField(
        label="要求保密", required=False, help_text="检举控告、怕被人知道的，请打勾：只有专人能看到。"
    )
    leave_empty = forms.CharField(
        label="这一栏请留空",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, room: Intake, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (
            str(self.data.get("demand", "")) if self.is_bound and not self.data.get("confidential") else ""
        )
        for _, word in room.points_at(words)[:1]:  # the tightest
            self.fields["closed"] = radio(
                f"您写到了“{word}”。要不要保密处理，只有专人能看到？",
                [("yes", "要保密"), ("no", "不用，一般人员可以看")],
                error_messages={"required": "请选要不要保密处理，选好再提交。"},
            )

    def clean(self) -> dict[str, Any]:
        """Who was asked has answered; both are kept."""
        data = super().clean() or {}
        data["confidential"] = data.get("confidential") or data.get("closed") == "yes"
        data["told_open"] = data.get("closed") == "no"
        return data


class RefuseForm(Form):
    """不予登记: a reason of the list, with words where the list does not say enough."""

    reason = radio(
        "理由",
        [(words, words) for words in ("重复提交", "无实际内容", "其他")],
        error_messages={"required": "请选一个理由。"},
    )
    words = forms.CharField(
        label="说明",
        max_length=150,
        required=False,
        help_text="反映人查得到这句话，请写平实，不写别人的姓名、电话。选“其他”的要写。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == "其他" and not data.get("words"):
            self.add_error("words", "选“其他”的，请写明理由。")
        return data

    @property
    def sentence(self) -> str:
        """重复提交：与上月登记的是同一件."""
        reason, words = self.cleaned_data["reason"], self.cleaned_data["words"].rstrip("。")
        return f"{reason}：{words}" if words else reason
