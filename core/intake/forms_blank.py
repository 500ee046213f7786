"""Blank forms: how many numbers, why one is given up, and what was written on each (补录)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.intake.blank import MOST
from core.intake.forms import CodeField
from core.intake.forms_accused import AccusedFields
from core.intake.forms_sensitive import YES, ClosedQuestions
from core.models import Area, Party, Reserved, User
from core.parties.forms import PartyFields
from core.privacy.written_names import looks_like_unit
from core.procedure.intake import Intake
from core.procedure.procedure import by_kind
from core.values.form_base import Form, short_text
from core.values.moments import now
from core.workflow.forms import EARLIEST, ActForm


class ReserveForm(Form):
    """预留: how many forms. The key makes a double click one batch."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    count = forms.IntegerField(
        label="份数",
        min_value=1,
        max_value=MOST,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "fq-short"}),
        help_text=f"一次 1 到 {MOST} 份。",
        error_messages={
            "required": "请填要印几份。",
            "invalid": "份数请填整数。",
            "min_value": "至少 1 份。",
            "max_value": f"一次最多 {MOST} 份，不够再预留一次。",
        },
    )


class GiveUpForm(Form):
    """作废: what happened to the form."""

    reason = short_text("作废理由", 50, error_messages={"required": "请写作废的理由。"})


class EntryForm(Form):
    """The key of the whole page: a double click enters once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class BlankRow(AccusedFields, ClosedQuestions):
    """What was written on one form. A row in which nothing was typed is a form not used yet."""

    at = forms.DateTimeField(
        label="收到时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=ActForm.base_fields["at"].input_formats,  # type: ignore[attr-defined]
        error_messages={
            "required": "请填表上写的来访时间。",
            "invalid": "请写成 2026-11-18 10:26 这样的真实日期和时间。",
        },
    )
    channel = forms.ChoiceField(label="来源", required=False)
    area = CodeField(Area, label="地点", required=False)
    name = short_text("姓名", 60, False)
    phone = forms.CharField(
        label="电话",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    contact = forms.ChoiceField(
        label="联系",
        required=False,
        initial=Party.Contact.OK,
        choices=[choice for choice in Party.Contact.choices if choice[0] != Party.Contact.THROUGH],
    )
    demand = forms.CharField(
        label="诉求",
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请照表上写的录入诉求，一句也行。"},
    )
    flags = forms.MultipleChoiceField(label="要紧情况", required=False, widget=forms.CheckboxSelectMultiple)
    accusation = forms.BooleanField(label="检举控告", required=False)
    confidential = forms.BooleanField(label="要求保密", required=False)

    def __init__(self, reserved: Reserved, user: User, data: Any = None) -> None:
        self.reserved, self.user = reserved, user
        super().__init__(data, prefix=f"n{reserved.pk}", empty_permitted=True, use_required_attribute=False)
        for name in ("channel", "flags"):  # as the room's own form has them
            if asked := self.room.form.base_fields.get(name):
                self.fields[name].choices, self.fields[name].initial = asked.choices, asked.initial  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def room(self) -> Intake:
        intake = by_kind()[self.reserved.kind].intake
        assert intake is not None  # only such rooms reserve numbers
        return intake

    def accuses(self) -> bool:
        return bool(self.ticked("accusation")) or self.ticked("closed_accusation") == [YES]

    def complained_of(self) -> list[str]:
        """Nobody: the form has one line, of whoever came."""
        return []

    def was_posted(self) -> bool:
        """Does the posted page have this row at all?"""
        return self.add_prefix("at") in self.data

    def clean_channel(self) -> str:
        return self.cleaned_data["channel"] or self["channel"].initial

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        reserved_on = localdate(self.reserved.reserved_at)
        if at > now():
            raise forms.ValidationError("收到时间不能晚于现在。")
        if at.year < EARLIEST or localdate(at) < reserved_on:
            raise forms.ValidationError(f"早于这张表预留的日子（{say.day(reserved_on)}），请核对日期。")
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        line = {name: data.get(name) or "" for name in ("name", "phone")}
        unit = "unit" if looks_like_unit(line["name"]) else ""
        person = PartyFields(
            {
                **line,
                "is_organisation": unit,
                "role": Party.Role.APPLICANT,
                "contact": data.get("contact") or Party.Contact.OK,
            }
        )
        for name, sentences in person.errors.items():
            self.add_error(name if name in self.fields else None, list(sentences))
        self.party = person.party
        self.asks_whom(data)
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What registering wants to know."""
        aside = ("at", "name", "phone", "contact", "demand")
        said = {name: value for name, value in self.cleaned_data.items() if name not in aside}
        return {
            **self.accused_of(self.with_answers(said)),
            self.room.words: self.cleaned_data["demand"],
            "parties": [self.party] if self.party else [],
        }
