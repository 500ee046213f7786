"""Bringing in the rows of a file (core.import_table): judging each row, storing what is right.

A bad row is refused with its number as a spreadsheet shows it (the header is row 1 or
stands below a title) and a sentence for the clerk; the others are stored, 500 in a transaction, or all in
one. Nothing is stored twice: every row has a key that stays the same when the file is exported again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model

from core.import_table import Column, Row, Table
from core.models import User
from core.perform_many import Birth, open_many
from core.uploads import refuse_secrecy_mark
from core.workflow import Refused

CHUNK = 500  # rows between two looks at what is stored already, and two reports of progress


@dataclass(frozen=True)
class Entry:
    """A row that is right: its lasting key and what is to be stored."""

    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    row: int
    reason: str


@dataclass
class Report:
    """What an import did. `existing`: rows that had been stored before, or stand twice in the file."""

    read: int = 0
    stored: int = 0
    existing: int = 0
    refused: list[Refusal] = field(default_factory=list)


class Importer(Protocol):
    """What an app says of its rows (Procedure.importer)."""

    kind: str
    by: User
    source: str
    columns: tuple[Column, ...]

    def entry(self, row: Row) -> Entry:
        """The row as it is to be stored. Raises Refused."""

    def known(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that are stored already."""

    def birth(self, entry: Entry) -> Birth:
        """The matter that it becomes."""

    def shown(self, entry: Entry) -> Mapping[str, str]:
        """What will be stored, in words by what it is: for the eye of whoever imports, people masked."""


# --- Judging and storing -----------------------------------------------------------------------------------


def bring_in(
    importer: Importer,
    table: Table,
    *,
    whole: bool = False,
    dry_run: bool = False,
    rows: Callable[[], Sequence[Model]] = tuple,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Store the rows that are right and report on all. `dry_run` judges and stores nothing.

    `whole`: one row that is not right, and none is stored; all are judged before the first is. `rows()` makes
    further rows that stand with each matter. `tell(done, total)` is called after every 500 rows. Safe to run
    again, also after it was stopped. Raises PermissionDenied.
    """
    if whole and not dry_run:
        judged = bring_in(importer, table, dry_run=True, tell=tell)
        if judged.refused:
            return replace(judged, stored=0)
        tell = lambda *_: None  # noqa: E731 (inside the one transaction nobody would hear it)
    report, seen, left = Report(), set[str](), iter(table.rows)
    with transaction.atomic() if whole else nullcontext():
        while chunk := list(islice(left, CHUNK)):
            _bring_chunk(importer, chunk, report, seen, None if dry_run else rows)
            tell(report.read, len(table.rows))
        if whole and report.refused:
            transaction.set_rollback(True)
            report.stored = 0
    return report


def _bring_chunk(
    importer: Importer,
    chunk: list[Row],
    report: Report,
    seen: set[str],
    rows: Callable[[], Sequence[Model]] | None,
) -> None:
    judged = [(row, judge(importer, row)) for row in chunk]
    report.read += len(chunk)
    report.refused += [Refusal(row.number, entry) for row, entry in judged if isinstance(entry, str)]
    with transaction.atomic():
        if rows is not None:
            _one_at_a_time()
        new = _new(importer, [(row, entry) for row, entry in judged if isinstance(entry, Entry)], seen)
        report.existing += sum(isinstance(entry, Entry) for _, entry in judged) - len(new)
        report.stored += len(new)
        if rows is not None:
            births = [replace(importer.birth(entry), rows=rows()) for _, entry in new]
            answers = open_many(importer.kind, by=importer.by, births=births)
            refused = [
                Refusal(row.number, answer.sentence)
                for (row, _), answer in zip(new, answers, strict=True)
                if isinstance(answer, Refused)
            ]
            report.stored -= len(refused)
            report.refused += refused


def _one_at_a_time() -> None:
    """Imports wait for one another, chunk by chunk: whoever comes second finds what the first has stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.importing'))")


def _new(importer: Importer, found: list[tuple[Row, Entry]], seen: set[str]) -> list[tuple[Row, Entry]]:
    """Those that are neither stored nor stood in an earlier row of the file."""
    seen |= importer.known([entry.key for _, entry in found])
    new = []
    for row, entry in found:
        if entry.key not in seen:
            new.append((row, entry))
            seen.add(entry.key)
    return new


def judge(importer: Importer, row: Row) -> Entry | str:
    """What the row holds, or why it is refused."""
    try:
        _check(row, importer.columns)
        return importer.entry(row)
    except Refused as refused:
        return refused.sentence
    except ValidationError as error:
        return "".join(error.messages)


def _check(row: Row, columns: Iterable[Column]) -> None:
    """What holds for every table: whole cells, no NUL, nothing over-long, nothing secret."""
    columns = tuple(columns)
    if row.fault:
        raise Refused(row.fault)
    if all(row.cells[column.key].strip() == column.example for column in columns):
        raise Refused("这是模板里的示例，请删去这一行。")
    for column in columns:
        cell = row.cells[column.key]
        if "\0" in cell:
            raise Refused(f"“{column.headers[0]}”含有空字符（NUL），文件可能已损坏。")
        if column.required and not cell.strip():
            raise Refused(f"“{column.headers[0]}”是空的。")
        if len(cell) > column.limit:
            raise Refused(f"“{column.headers[0]}”有 {len(cell)} 字，最多 {column.limit} 字。")
        refuse_secrecy_mark(cell)
