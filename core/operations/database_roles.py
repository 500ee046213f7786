"""Two roles of the database: one owns everything, one works in it (docs/adr/0018).

Whoever works (web, tasks) owns no table: it can read and write rows and cannot switch off a trigger, alter or drop.
What builds (migrate, prepare, backup, restore) goes as the owner, settings.DATABASE_OWNER. Where that is not set
there is one role for both, and the doctor says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import sql

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    # What later migrations make.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


@contextmanager
def as_owner() -> Iterator[None]:
    """Django's default connection goes as the owner, if there is another role for that; in the same database."""
    owner: dict[str, Any] = dict(settings.DATABASE_OWNER)
    present = {key: connection.settings_dict.get(key) for key in owner}
    if present == owner:
        yield
        return
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(present)


def admit() -> None:
    """Let the working role into the database in use, as its owner; make the role where it is missing."""
    role, password = settings.DATABASE_ROLE
    if not settings.DATABASE_OWNER or role == connection.settings_dict["USER"]:
        return
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        if password:
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
        for words in GRANTS:
            cursor.execute(sql.SQL(words).format(role=name))


def owns() -> list[str]:
    """What the role in use may do that it should not: be a superuser, own tables. Empty when it is the lesser one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " EXISTS (SELECT FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user)"
        )
        above, owner = cursor.fetchone()
    return [word for word, true in (("超级用户", above), ("表的所有者", owner)) if true]
