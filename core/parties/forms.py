"""Forms about people: a party typed at the counter."""

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from core.models import Party
from core.privacy.identity_numbers import differences, parse_credit_code, parse_id_number
from core.privacy.written_names import looks_like_unit
from core.values.form_base import Form, day, short_text
from core.workflow.forms import ActForm

WIDTH = {"s": {"data-width": "s"}, "m": {"data-width": "m"}, "l": {"data-width": "l"}}


MOST = 5  # representatives of many visitors (《信访工作条例》第二十条)


class PartyFields(Form):
    """One party. Only the name must be filled; the model's own checks speak at the fields."""

    role = forms.ChoiceField(
        label="身份",
        choices=Party.Role.choices,
        initial=Party.Role.APPLICANT,
        widget=forms.Select(attrs=WIDTH["s"]),
    )
    name = short_text("姓名或名称", 60, False)
    id_number = forms.CharField(
        label="证件号码",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-id-number": "", "autocomplete": "off", **WIDTH["l"]}),
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", **WIDTH["m"]}),
    )
    address = short_text("住址", 120, False)
    contact = forms.ChoiceField(
        label="联系",
        initial=Party.Contact.OK,
        required=False,
        widget=forms.Select(attrs=WIDTH["s"]),
        choices=[choice for choice in Party.Contact.choices if choice[0] != Party.Contact.THROUGH],
    )
    is_organisation = forms.ChoiceField(
        label="性质",
        choices=[("", "个人"), ("unit", "单位"), ("person", "个人（已核对）")],
        required=False,
        widget=forms.Select(attrs=WIDTH["s"]),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name"):
            if any(data.get(name) for name in ("id_number", "phone", "address")):
                raise ValidationError(
                    {"name": "填了证件、电话或住址，请同时填姓名；不愿透露的可写“某先生”“某女士”。"}
                )
            return data
        if self._is_a_unit_perhaps(data):
            self.add_error(
                "is_organisation",
                f"“{data['name']}”像是单位：是单位的，“性质”选“单位”；确实是个人的，选“个人（已核对）”。",
            )
            return data
        party = Party(**self.values(data))
        try:
            party.clean()
        except ValidationError as wrong:
            for field, sentences in wrong.message_dict.items():
                for sentence in sentences:
                    self.add_error(field if field in self.fields else None, sentence)
        else:
            self._compare(party, data)
            self.cleaned = {name: getattr(party, name) for name in self.KEPT}
        return data

    def _is_a_unit_perhaps(self, data: dict[str, Any]) -> bool:
        """By the ending of the name or a credit code, where nobody has said which it is. Never decided by itself."""
        if "is_organisation" not in self.fields or data.get("is_organisation"):
            return False
        return looks_like_unit(data["name"]) or _is_credit_code(data.get("id_number") or "")

    def _compare(self, party: Party, data: dict[str, Any]) -> None:
        """What was typed beside a citizen's number must agree with it (domain: 8)."""
        if party.id_kind == Party.IdKind.RESIDENT and party.id_number:
            found = parse_id_number(party.id_number, localdate())
            for sentence in differences(found, data.get("sex") or "", data.get("birth_on")):
                self.add_error("id_number", sentence)

    KEPT = (
        "role",
        "name",
        "id_kind",
        "id_number",
        "phone",
        "address",
        "contact",
        "contact_through",
        "sex",
        "birth_on",
        "is_organisation",
        "is_representative",
    )

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        """What goes into the row. A number is a citizen's, of a unit its credit code."""
        values = {name: data[name] for name in data if name in self.KEPT and data[name] not in (None, "")}
        values["is_organisation"] = data.get("is_organisation") in (True, "unit")
        if values.get("id_number") and not values.get("id_kind"):
            unit = values["is_organisation"]
            values["id_kind"] = Party.IdKind.CREDIT_CODE if unit else Party.IdKind.RESIDENT
        return values

    @property
    def party(self) -> dict[str, Any] | None:
        """The row's values, or None for an empty line."""
        return getattr(self, "cleaned", None)


def _is_credit_code(number: str) -> bool:
    """A unit's code that is no citizen's number: both have eighteen signs."""
    try:
        parse_id_number(number, localdate())
    except ValueError:
        with suppress(ValueError):
            return bool(parse_credit_code(number))
    return False


class PartyForm(ActForm, PartyFields):
    """补充当事人: one party with all that may be known."""

    id_kind = forms.ChoiceField(
        label="证件种类", choices=[("", "居民身份证"), *Party.IdKind.choices[1:]], required=False
    )
    contact = forms.ChoiceField(
        label="联系", choices=Party.Contact.choices, initial=Party.Contact.OK, required=False
    )
    sex = forms.ChoiceField(
        label="性别", choices=Party.Sex.choices, required=False, initial=Party.Sex.UNKNOWN
    )
    birth_on = day("出生日期", False)
    contact_through = short_text("经何人联系", 120, False, help_text="姓名、与当事人的关系、电话")
    is_representative = forms.BooleanField(label="是代表人（不超过五人）", required=False)
    field_order = (
        "role",
        "name",
        "is_organisation",
        "id_kind",
        "id_number",
        "sex",
        "birth_on",
        "phone",
        "address",
        "contact",
        "contact_through",
        "is_representative",
    )

    def clean_name(self) -> str:
        name = self.cleaned_data.get("name", "")
        if not name:
            raise ValidationError("请填姓名或名称。")
        return name

    def clean_is_representative(self) -> bool:
        wanted = bool(self.cleaned_data.get("is_representative"))
        if wanted and self.matter and self.matter.people.filter(is_representative=True).count() >= MOST:
            raise ValidationError("代表人已有五人，不能再多。")
        return wanted

    @property
    def answers(self) -> dict[str, Any]:
        return {"party": self.party}
