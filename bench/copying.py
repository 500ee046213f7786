"""Rows copied by SQL, past triggers and acts: how a table becomes ten times as large in minutes.

Copies have people, rights, clocks and words of their own, and no history.
"""

from typing import Any

from django.db import connection

from core.models import Access, Clock, Matter, MatterText, Party
from core.procedure.procedure import by_kind


def columns(model: Any, *without: str) -> list[str]:
    """Of the model's own table, without those that the database makes itself."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return [field.column for field in fields if field.column not in without]


def copy(model: Any, key: str, given: dict[str, str] | None = None) -> str:
    """Copy the rows that hang on a twin by `key`; `given`: columns that become something else."""
    own = {column: f'o."{column}"' for column in columns(model, *([] if key == "id" else ["id"]))}
    own |= {key: "t.new"} | (given or {})
    table, names = model._meta.db_table, ", ".join(f'"{column}"' for column in own)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(own.values())}"  # noqa: S608 (our own tables)
        f" FROM twin t JOIN {table} o ON o.{key} = t.old"
    )


def multiply(missing: int) -> None:
    """So many more matters: whole families that are closed, a minute earlier each time. No more are open than before."""
    families = "SELECT root_id FROM core_matter GROUP BY root_id HAVING bool_and(closed_at IS NOT NULL)"
    moved = {
        "number": "o.number || '-' || t.round",
        "code": "o.code || t.round",
        "received_at": "o.received_at - t.round * interval '1 minute'",
        "root_id": "t.root",
        "parent_id": "(SELECT p.new FROM twin p WHERE p.old = o.parent_id AND p.round = t.round)",
        "merged_into_id": "NULL",
        "split_from_id": "NULL",
    }
    made = (
        "CREATE TEMP TABLE twin AS SELECT m.id AS old, m.root_id AS above, round,"  # noqa: S608 (fixed text)
        " nextval(pg_get_serial_sequence('core_matter', 'id')) AS new, NULL::bigint AS root"
        f" FROM core_matter m, generate_series(1, (SELECT 1 + {missing} / count(*) FROM core_matter"
        f" WHERE root_id IN ({families}))) round WHERE m.root_id IN ({families})"
    )
    statements = (
        "SET session_replication_role = replica",
        made,
        "CREATE INDEX ON twin (old, round)",
        "ANALYZE twin",
        "UPDATE twin t SET root = p.new FROM twin p WHERE p.old = t.above AND p.round = t.round",
        copy(Matter, "id", moved),
        *(copy(procedure.model, "matter_ptr_id") for procedure in by_kind().values()),
        *(copy(model, "matter_id") for model in (Access, Clock, Party, MatterText)),
        "SET session_replication_role = origin",
        "DROP TABLE twin",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
