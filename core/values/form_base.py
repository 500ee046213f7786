"""What every form of the office shares: an empty field is named, prose has its upper bound."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.choices import BlankChoiceIterator
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from psycopg.errors import ExclusionViolation, UniqueViolation

from core.values.refused import Refused, Used

DASHES, CHOOSE = BLANK_CHOICE_DASH[0][1], "请选择"  # Django's word for nothing chosen yet, and ours
CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput, forms.CheckboxInput)

LIMITS: dict[str, tuple[Any, str]] = {
    "max_length": (MaxLengthValidator, "{label}最多 {limit_value} 字，现在有 {show_value} 字。"),
    "max_value": (MaxValueValidator, "{label}不能超过 {limit_value}。"),
    "min_value": (MinValueValidator, "{label}不能小于 {limit_value}。"),
}  # by code: whose sentence names no field, and ours
YEARS = range(1900, 2200)  # what is typed outside of them is a slip, and no calendar reckons with it
MINUTE = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
# Turn the reading order round, show nothing at all or an empty box: a name or a reason with them is not what it looks
# like. Scanners and copied tables bring signs of control; NUL is none of these, it is refused.
UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)


def seen(text: str) -> str:
    """The text without signs that nobody sees."""
    return UNSEEN.sub("", text)


def _seen(data: Any) -> Any:
    """The posted texts as they are read; the same object where there is nothing to take out."""
    if isinstance(data, MultiValueDict):
        if not any(UNSEEN.search(one) for _, values in data.lists() for one in values):
            return data
        cleaned = data.copy()
        for name, values in data.lists():
            cleaned.setlist(name, [seen(one) for one in values])
        return cleaned
    if isinstance(data, Mapping):
        return {name: seen(value) if isinstance(value, str) else value for name, value in data.items()}
    return data


def says_why(reason: str) -> None:
    """A validator: four letters at least, and not one of them again and again."""
    letters = [sign for sign in reason if sign.isalpha()]
    if len(letters) < 4 or len(set(letters)) == 1:
        raise forms.ValidationError("请把理由写清楚，至少四个字。")


class Named:
    """A form that names the field which was left empty, or is too long or too large; a field's own sentence goes first.
    What is typed loses the signs that are not seen before anything reads it. A list asks to be chosen from in words.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            if getattr(field, "empty_label", None) == DASHES:
                field.empty_label = CHOOSE
            elif isinstance(getattr(field, "choices", None), BlankChoiceIterator):
                field.choices = [("", CHOOSE) if one == ("", DASHES) else one for one in field.choices]

    @property
    def data(self) -> Any:
        """What was posted, as it is read."""
        return self._data

    @data.setter
    def data(self, posted: Any) -> None:
        self._data = _seen(posted)

    def add_error(self, field: str | None, error: Any) -> None:
        """Django's, but for its one sentence for every empty field, and for every limit."""
        if field and isinstance(error, forms.ValidationError):
            error = [self._named(self[field], one) for one in error.error_list]  # type: ignore[index]
        super().add_error(field, error)  # type: ignore[misc]

    def does(self, act: Callable[[dict[str, Any]], Any]) -> bool:
        """Whether what was posted holds and the act was done with it (`made`); what it refuses stands at the field."""
        if not (self.is_bound and self.is_valid()):  # type: ignore[attr-defined]
            return False
        try:
            self.made = act(self.cleaned_data)  # type: ignore[attr-defined]
        except Used as used:
            self.add_error(None, f"{used.sentence}要另存一条的，请再提交一次。")
            renew(self)  # type: ignore[arg-type]
            return False
        except Refused as no:
            self.refuse(no)
            return False
        return True

    def refuse(self, no: Refused) -> None:
        """Show what the rules do not allow, at its field where the form has it."""
        self.add_error(no.field if no.field in self.fields else None, no.sentence)  # type: ignore[attr-defined]

    def _named(self, bound: Any, error: Any) -> Any:
        if error.code == "required" and error.message is forms.Field.default_error_messages["required"]:
            verb = "请选择" if isinstance(bound.field.widget, CHOSEN) else "请填写"
            return forms.ValidationError(f"{verb}{bound.label}。", code="required")
        validator, sentence = LIMITS.get(error.code, (None, ""))
        if validator is None or error.message is not validator.message:
            return error
        return forms.ValidationError(sentence.format(label=bound.label, **error.params), code=error.code)

    def _clean_fields(self) -> None:
        """Django's, and of every day and moment the year."""
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):  # type: ignore[attr-defined]
            if isinstance(value, date) and value.year not in YEARS:
                self.add_error(name, f"没有 {value.year} 年这样的日期，请核对年份。")


class Form(Named, forms.Form):
    """Base of the forms that are no act."""


def renew(form: forms.Form) -> None:
    """Put a fresh key under the words of a posted form: sent again they are another act."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data[form.add_prefix("key")] = str(uuid4())  # type: ignore[index]


class OnceForm(Form):
    """Of what is done once, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class ModelForm(Named, forms.ModelForm):
    """Base of the forms of a table's rows."""

    def stored(self) -> Any:
        """The saved row; None where somebody else stored the same one since it was checked, which the form then says."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError as error:
            if not isinstance(error.__cause__, (UniqueViolation, ExclusionViolation)):
                raise
            self.add_error(None, "别人刚刚登记了同样的一条，请回到清单里核对。")
            return None


def day_input() -> forms.DateInput:
    """The browser's own calendar; it takes and gives ISO dates only."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def not_ahead(on: date | None) -> None:
    """The validator of a day on which something has happened."""
    if on and on > localdate():
        raise forms.ValidationError("日期不能晚于今天。")


def day(label: str, required: bool = True, *, past: bool = False, **more: Any) -> forms.DateField:
    """A day; `past`: on which something has happened, so that it is no later than today."""
    validators = [not_ahead] if past else []
    return forms.DateField(label=label, required=required, widget=day_input(), validators=validators, **more)


def minute(label: str, required: bool = True, **more: Any) -> forms.DateTimeField:
    """A day and its minute; the browser's own."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    said = {"invalid": "请写成 2026-11-18 10:26 这样的真实日期和时间。"}
    return forms.DateTimeField(
        label=label, required=required, widget=widget, input_formats=MINUTE, error_messages=said, **more
    )


def choice(
    label: str, choices: Iterable[Any], required: bool = True, *, empty: str = "请选择", **more: Any
) -> forms.ChoiceField:
    """One of these, none of them chosen already."""
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=required, **more)


def radio(label: str, choices: Any, required: bool = True, **more: Any) -> forms.ChoiceField:
    """One of these, all of them in sight."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.RadioSelect, **more
    )


def yes_or_no(label: str, yes: str, no: str) -> forms.TypedChoiceField:
    """Yes or no in words that fit; to who reads the answer, True or False."""
    return forms.TypedChoiceField(
        label=label, choices=[("yes", yes), ("no", no)], coerce=lambda word: word == "yes", widget=forms.RadioSelect
    )  # fmt: skip


def short_text(label: str, limit: int, required: bool = True, **more: Any) -> forms.CharField:
    """A field of one line."""
    return forms.CharField(label=label, max_length=limit, required=required, **more)


def limit(model: type[Model], column: str) -> int:
    """How many characters the column holds: fields refuse in words what it could not keep whole."""
    return model._meta.get_field(column).max_length  # type: ignore[union-attr,return-value]


CITES = "data-cites"  # of the widget: words of law may be put in (core.workflow.forms)


def long_text(
    label: str, *, rows: int = 4, limit: int = 5000, cites: bool = False, **kwargs: Any
) -> forms.CharField:
    """A field for prose, with its upper bound. `cites`: law is quoted in it, and is at hand beside it."""
    attrs: dict[str, Any] = {"rows": rows, **({CITES: ""} if cites else {})}
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs=attrs), **kwargs)


def only_when(condition: str, *fields: forms.Field) -> None:
    """These apply only where another field says so; elsewhere they are not shown (static/js/when.js)."""
    for field in fields:
        field.widget.attrs["data-when"] = condition
