"""What a form said, as one digest: the same key with other words is another act."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db.models import Model, QuerySet

from core.privacy.encryption import blind_index
from core.records.history import canonical
from core.values.refused import Used


def sent_before(rows: QuerySet[Any], key: UUID, **said: Any) -> Any:
    """The row that this form has made already, if any. Raises Used where it said something else: nothing is swallowed."""
    known = rows.filter(key=key).first()
    if known and any(getattr(known, name) != value for name, value in said.items()):
        raise Used
    return known


def words_of(key: UUID | None, *said: Any) -> str:
    """A keyed digest of what was submitted; empty without a key.

    With the form's key in it nobody can see that two acts said the same, and without INDEX_KEY nobody can find
    a telephone number by trying them all: so it may stay when the words themselves are lawfully erased.
    """
    return blind_index(canonical(_plain(said)).decode(), f"submitted {key}") if key else ""


def _plain(value: Any) -> Any:
    """Rows that are there by their key, new ones by what stands in them, files by their content's digest."""
    if isinstance(value, Model):
        if value.pk is not None and not value._state.adding:
            return [value._meta.label, value.pk]
        return {field.attname: _plain(getattr(value, field.attname)) for field in value._meta.concrete_fields}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, str | bytes | File):
        return str(value)
    return [_plain(one) for one in value] if isinstance(value, Iterable) else value
