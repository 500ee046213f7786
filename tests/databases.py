"""Copies of a worker's database, made by PostgreSQL: dear scenes are built once a run."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.operations.database_roles import as_owner


def _as_owner(*statements: str) -> None:
    """Outside any database of ours; nobody may be connected to one that is copied or dropped."""
    with as_owner(), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def copy(source: str, target: str) -> None:
    """Make `target` like `source`, whatever was there."""
    _as_owner(f'DROP DATABASE IF EXISTS "{target}"', f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop(name: str, *more: str) -> None:
    """Away with it, and with what else is the server's."""
    _as_owner(f'DROP DATABASE "{name}"', *more)


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection goes to this database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@contextmanager
def copied(source: str) -> Iterator[None]:
    """Work in a copy of `source` that is dropped at the end."""
    name = f"{connection.settings_dict['NAME']}_{source}"
    copy(source, name)
    try:
        with connected_to(name):
            yield
    finally:
        drop(name)
