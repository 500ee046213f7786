"""An act that adds a row (an inquiry, a hearing, a visit): its form, what the history keeps and the lines of the page come
from the model's own columns, so that no label, limit or choice is written twice.

A model of such rows has a `matter`, and `at` and `by` where the moment and the person of the act are kept.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms.models import fields_for_model
from django.utils.timezone import localtime

from core.models import Unit
from core.procedure.procedure import Panel
from core.procedure.transitions import Effect, Outcome, Snapshot
from core.values.form_base import day_input, minute, not_ahead
from core.values.screen_formats import when
from core.workflow.forms import ActForm, UnitField

Data = Mapping[str, Any]
STAMPS = ("at", "by")
PROSE = 300  # characters from which a column is written in lines rather than in one


def asking(
    model: type[models.Model],
    *columns: str,
    base: type[ActForm] = ActForm,
    required: Collection[str] = (),
    past: Collection[str] = (),
    **more: Any,
) -> Any:
    """A form that asks these columns of the model, in this order; `required`: those that may be empty in the row and not
    here; `past`: days on which something has happened; `more`: fields and attributes beside them.
    """
    fields = fields_for_model(model, columns, formfield_callback=_field)
    for name in required:
        fields[name].required = True
    for name in past:
        fields[name].validators.append(not_ahead)
    return type(f"{model.__name__}Form", (base,), {**fields, **more})


def _field(column: Any, **kwargs: Any) -> Any:
    if isinstance(column, ArrayField):
        return forms.MultipleChoiceField(
            label=column.verbose_name, choices=column.base_field.choices or (), required=not column.blank,
            help_text=column.help_text, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
    if isinstance(column, models.PositiveSmallIntegerField):
        kwargs["max_value"] = 32767  # of the column: Django asks it of the model only
    if isinstance(column, models.TextField):
        return forms.CharField(
            label=column.verbose_name, required=not column.blank, max_length=column.max_length or 5000,
            help_text=column.help_text, widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
    if isinstance(column, models.CharField) and not column.choices and (column.max_length or 0) >= PROSE:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return column.formfield(widget=day_input(), **kwargs)
    if isinstance(column, models.TimeField):
        return column.formfield(widget=forms.TimeInput({"type": "time"}, "%H:%M"), **kwargs)
    if isinstance(column, models.ForeignKey) and column.related_model is Unit:
        return UnitField(label=column.verbose_name, required=not column.blank, help_text=column.help_text)
    if isinstance(column, models.DateTimeField):
        return minute(str(column.verbose_name), not column.blank, help_text=column.help_text)
    field = column.formfield(**kwargs)
    if column.choices and not isinstance(field, forms.TypedMultipleChoiceField):
        field.choices = [("", "请选择"), *column.choices] if not column.has_default() else column.choices
    return field


def adding(model: type[models.Model], *columns: str) -> Effect:
    """The effect that adds the row, with what was answered for these columns, and keeps it in words."""

    def effect(now: Snapshot, data: Data) -> Outcome:
        row = row_of(now, model, data, *columns)
        return Outcome(rows=[row], detail=said(row, *columns))

    return effect


def row_of(now: Snapshot, model: type[models.Model], data: Data, *columns: str, **fixed: Any) -> Any:
    """A row of the model with the answers, stamped with the moment and the person of the act."""
    known = {field.name for field in model._meta.fields}
    stamps = {name: value for name, value in (("at", now.at), ("by", now.by)) if name in known}
    given = {name: data[name] for name in columns if data.get(name) is not None}
    return model(**{**stamps, **given, **fixed})


def said(row: Any, *columns: str) -> dict[str, Any]:
    """What the history keeps of it."""
    return {name: words for name in columns if (words := shown(row, name))}


def shown(row: Any, name: str) -> str:
    """A column of a row in words: its choice, day, name; empty where nothing stands there."""
    value = getattr(row, name)
    if value is None or value == "" or value is False:
        return ""
    if isinstance(value, list):
        words = dict(row._meta.get_field(name).base_field.choices or ())
        return "、".join(str(words[one]) for one in value)
    if callable(display := getattr(row, f"get_{name}_display", None)):
        return str(display())
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "是" if value is True else str(getattr(value, "name", value))


def lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows as the page shows them: when and who, then each column under its label."""
    return [_line(row) for row in rows]


def _line(row: Any) -> dict[str, Any]:
    own = [one for one in row._meta.fields if one.editable and one.name not in ("id", "matter", *STAMPS)]
    at, by = getattr(row, "at", None), getattr(row, "by", None)
    said = [(str(field.verbose_name), shown(row, field.name)) for field in own]
    return {
        "at": when(at) if at else "",
        "by": by.name if by else "",
        "said": [(label, words.rstrip("。")) for label, words in said if words],
    }


def panel(*accessors: str) -> Panel:
    """A part of the page with what was recorded, by kind of record; nothing where nothing was."""

    def context(child: Any, user: Any) -> dict[str, Any]:
        found = [
            (getattr(child, name).model._meta.verbose_name, lines(getattr(child, name).all()))
            for name in accessors
        ]
        return {"records": [(label, rows) for label, rows in found if rows]}

    return Panel("core/records.html", context)
