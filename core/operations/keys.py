"""Whether the keys of this installation are those of its data.

The only thing that cannot be made again: a doctor, a backup and a restore prove them on what is stored.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from psycopg import sql

from core.models import HistoryEntry
from core.privacy.encryption import CannotDecrypt, decrypt
from core.privacy.fields import BlindIndexField, EncryptedTextField
from core.records import history


def wrong() -> Iterator[str]:
    """What the keys do not open: one row of each encrypted column and each version of key, one index, one entry."""
    try:
        for model in apps.get_models(include_auto_created=True):
            for field in () if model._meta.proxy else model._meta.local_fields:
                if isinstance(field, EncryptedTextField):
                    yield from _column(model, field)
                elif isinstance(field, BlindIndexField):
                    yield from _index(model, field)
        entry = HistoryEntry.objects.order_by("-id").first()
        if entry and entry.hash != history.entry_hash(entry):
            yield "HISTORY_KEY 不是写经过时用的那一把（或者最近一条经过被改动）"
    except ImproperlyConfigured as missing:
        yield str(missing)


def _column(model: type[models.Model], field: EncryptedTextField) -> Iterator[str]:
    """The newest value of every version of key in the column."""
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "column": sql.Identifier(str(field.column)),
        "pk": sql.Identifier(str(model._meta.pk.column)),
    }
    asked = sql.SQL(
        "SELECT DISTINCT ON (substring({column} FROM 1 FOR 2)) {column} FROM {table}"
        " WHERE length({column}) > 0 ORDER BY substring({column} FROM 1 FOR 2), {pk} DESC"
    ).format(**names)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        for (sealed,) in cursor.fetchall():
            try:
                decrypt(sealed, field.label)
            except CannotDecrypt as why:
                yield f"{model._meta.verbose_name}的“{field.verbose_name}”解不开（FIELD_KEYS）：{why}"


def _index(model: type[models.Model], field: BlindIndexField) -> Iterator[str]:
    try:
        row = model._default_manager.exclude(**{field.name: ""}).order_by("-pk").first()
        if row and field.derive(getattr(row, field.source)) != getattr(row, field.name):
            yield f"{model._meta.verbose_name}的“{field.name}”按现在的 INDEX_KEY 查不到"
    except CannotDecrypt:
        return  # told already of the column itself
