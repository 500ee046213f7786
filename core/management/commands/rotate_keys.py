"""Seal every encrypted column anew with the key that writes now."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, models, transaction
from psycopg import sql

from core.privacy.encryption import decrypt, encrypt, writing_version
from core.privacy.fields import EncryptedTextField


class Command(BaseCommand):
    """Run after a new key was added at the end of FIELD_KEYS and every process was restarted.

    Works in small batches beside the running system; stopped half-way, run it again. When it says
    that nothing is left, the old key may be taken out of FIELD_KEYS (keep it with old backups).
    """

    help = "Re-encrypt all personal data with the last key of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows per transaction")

    def handle(self, *args: Any, batch: int, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if isinstance(field, EncryptedTextField) and not model._meta.proxy:
                    done = reseal(model, field, batch)
                    self.stdout.write(f"{field.label}: {done} rows sealed with key {writing_version()}")


def reseal(model: type[models.Model], field: EncryptedTextField, batch: int) -> int:
    """Bring one column to the writing key; rows already there are not touched. Returns how many were not.

    Each batch is locked while it is rewritten, so that an edit in the same second is not undone.
    """
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "column": sql.Identifier(str(field.column)),
        "pk": sql.Identifier(str(model._meta.pk.column)),
    }
    stale = sql.SQL(
        "SELECT {pk}, {column} FROM {table}"
        " WHERE length({column}) > 0 AND substring({column} FROM 1 FOR 2) <> %s AND {pk} > %s"
        " ORDER BY {pk} LIMIT %s FOR UPDATE"
    ).format(**names)
    update = sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s").format(**names)
    done, last = 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(stale, [writing_version().to_bytes(2, "big"), last, batch])
            rows = cursor.fetchall()
            for pk, sealed in rows:
                cursor.execute(update, [encrypt(decrypt(sealed, field.label), field.label), pk])
        if not rows:
            return done
        done, last = done + len(rows), rows[-1][0]
