"""What nearly every test begins with, built once a worker and kept in a schema beside its tables: the calendar, the cast."""

import pickle
from datetime import datetime
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from core.deadlines.calendars import load_from_chinesecalendar
from core.models import CalendarDay, CalendarYear
from core.operations.database_roles import as_owner
from tests.people import Town, build_town
from tools import postgres

CALENDAR: list[type[models.Model]] = [CalendarYear, CalendarDay]
TODAY = ("reviewed_on",)  # columns that hold the day on which the cast was built
cast: list[type[models.Model]] = []  # the tables that it fills
built = b""  # the cast itself, pickled


def keep() -> None:
    """As the owner, in a database where no test has worked: it keeps the calendar, the cast is taken away again."""
    global built
    load_from_chinesecalendar()
    before = _filled()
    with transaction.atomic():
        built = pickle.dumps(build_town())
    cast.extend(_filled() - before)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for model in (*CALENDAR, *cast):
            cursor.execute(f"CREATE TABLE kept.{model._meta.db_table} AS TABLE {model._meta.db_table}")
        cursor.execute(
            "SET session_replication_role = replica"
        )  # they go all at once, whatever points at them
        for model in cast:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 (our own name)
        cursor.execute("SET session_replication_role = DEFAULT")
    let_in()


def _filled() -> set[type[models.Model]]:
    return {model for model in apps.get_models() if model._meta.managed and model._base_manager.exists()}


def let_in() -> None:
    """The lesser role may read what is kept for it."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"GRANT USAGE ON SCHEMA kept TO {postgres.ROLE};"
            f" GRANT SELECT ON ALL TABLES IN SCHEMA kept TO {postgres.ROLE}"
        )


def load_calendar() -> None:
    """The working days, where a test on real transactions emptied them with everything else."""
    if not CalendarYear.objects.exists():
        _bring(CALENDAR, timezone.now())  # a fiftieth of the time of loading them from the package


def make_town() -> Town:
    """The cast, as if it were built at this moment."""
    now = timezone.now()
    _bring(cast, now)
    town: Town = pickle.loads(built)  # noqa: S301 (our own)
    for user in town.users.values():
        user.password_changed_at = user.created_at = now
    return town


def _bring(kept: list[type[models.Model]], now: datetime) -> None:
    connection.ensure_connection()
    with psycopg.ClientCursor(connection.connection) as cursor:  # many statements at once are merged here
        moments = {"now": now, "today": timezone.localdate(now)}
        cursor.execute("; ".join(map(_statement, kept)), moments)


def _statement(model: type[models.Model]) -> str:
    table = model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)
    values = ", ".join(map(_value, model._meta.local_concrete_fields))
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM kept.{table}"  # noqa: S608 (our own names)


def _value(field: Any) -> str:
    """The column; for a moment, which is that of the building, the present one."""
    if isinstance(field, models.DateTimeField):
        return f'CASE WHEN "{field.column}" IS NOT NULL THEN %(now)s::timestamptz END'
    return "%(today)s" if field.column in TODAY else f'"{field.column}"'
