"""What every form of the office shares: an empty field is named, prose has its upper bound."""

from typing import Any

from django import forms
from django.db.models import Model

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput, forms.CheckboxInput)


class Named:
    """A form that names the field which was left empty; a field's own sentence goes first."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Django's, but for its one sentence for every empty field."""
        silent = forms.Field.default_error_messages["required"]
        if field and getattr(error, "code", "") == "required" and error.message is silent:
            bound: Any = self[field]  # type: ignore[index]
            verb = "请选择" if isinstance(bound.field.widget, CHOSEN) else "请填写"
            error = forms.ValidationError(f"{verb}{bound.label}。", code="required")
        super().add_error(field, error)  # type: ignore[misc]


class Form(Named, forms.Form):
    """Base of the forms that are no act."""


class ModelForm(Named, forms.ModelForm):
    """Base of the forms of a table's rows."""


def day_input() -> forms.DateInput:
    """The browser's own calendar; it takes and gives ISO dates only."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def limit(model: type[Model], column: str) -> int:
    """How many characters the column holds: fields refuse in words what it could not keep whole."""
    return model._meta.get_field(column).max_length  # type: ignore[union-attr,return-value]


def long_text(label: str, *, rows: int = 4, limit: int = 5000, **kwargs: Any) -> forms.CharField:
    """A field for prose, with its upper bound."""
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )
