"""Bringing in the rows of a file (core.exchange.import_table): judging each row, storing what is right.

A bad row is refused with its number as a spreadsheet shows it (the header is row 1 or
stands below a title) and a sentence for the clerk; the others are stored, 500 in a transaction, or all in
one. Nothing is stored twice: every row has a key that stays the same when the file is exported again. What a
second export says otherwise is told, and an answer that is new is taken over by an ordinary act.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Model

from core.documents.uploads import refuse_secrecy_mark
from core.exchange.cells import ERROR
from core.exchange.import_columns import Column, ours
from core.exchange.import_rows import Row
from core.exchange.import_table import Head, Table
from core.models import Matter, User
from core.values.refused import Refused
from core.workflow.perform import perform
from core.workflow.perform_in_bulk import Birth, Step, open_many

NOT_SEALED = "以前已经入库，这次没有封闭：请打开那一件，在那里封闭。"
# In one transaction: from its first number on nobody at the counter gets one until it ends. What is sealed goes
# through the narrow door, one by one.
MOST_WHOLE, MOST_SEALED = 1_000, 50  # rows; some seconds each
CHUNK = 500  # rows between two looks at what is stored already, and two reports of progress
Place = int | str  # of a row: 5, or 二月 5


@dataclass(frozen=True)
class Entry:
    """A row that is right: its lasting key and what is to be stored.

    `mark`: a number that its own system gave it: there is one matter of that number. `joins`: rows of one file
    that have this in common are one matter with several people, unless they are `alone`. `notes`: what is stored
    otherwise than it stood, by kind. `sealed`: why it will be sealed; "" where it will not. `named`: whoever imports
    says that it is, whatever its words.
    """

    key: str
    facts: Mapping[str, Any]
    mark: str = ""
    joins: str = ""
    alone: bool = True
    notes: tuple[str, ...] = ()
    sealed: str = ""
    named: bool = False


@dataclass(frozen=True)
class Refusal:
    row: Place
    reason: str


@dataclass(frozen=True)
class Stored:
    """What is stored of an entry already. `differs`: what the file says otherwise, in a sentence; `step`: the act
    by which what is new in it can be taken over.
    """

    pk: int
    differs: str = ""
    step: Step | None = None


@dataclass
class Report:
    """What an import did. `existing`: rows that had been stored before.

    `joined`: rows that stand with another one, as further people of its matter; `doubled`: rows that stand in the
    file once more; `answered`: matters that were stored before and got their answer now; `differs`: what else is
    not as it is stored. `sealed`: which rows are sealed, and why; `notes`: kinds of what is stored otherwise than
    it stood; `asked`: words that nobody knows, by column.
    """

    read: int = 0
    stored: int = 0
    existing: int = 0
    refused: list[Refusal] = field(default_factory=list)
    joined: int = 0
    doubled: list[Refusal] = field(default_factory=list)
    answered: int = 0
    differs: list[Refusal] = field(default_factory=list)
    sealed: list[Refusal] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    asked: dict[str, dict[str, int]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The four counts, and of the rest what there is."""
        always = ("read", "stored", "existing", "refused")
        return {name: value for name, value in asdict(self).items() if value or name in always}


class Importer(Protocol):
    """What an app says of its rows (Procedure.importer)."""

    kind: str
    by: User
    source: str
    columns: tuple[Column, ...]

    def prepare(
        self,
        head: Head,
        words: Mapping[str, Mapping[str, str]],
        opened: Collection[Place],
        closed: Mapping[str, str] = {},
    ) -> None:
        """Told before the rows: the header, what unknown words mean by column, which rows are not to be sealed, and
        which are all the same, by their place, with the label.
        """

    def asks(self, row: Row) -> Iterable[tuple[str, str]]:
        """Words of the row that nobody knows: our column's first name, the word."""

    def options(self, column: str) -> Sequence[tuple[str, str]]:
        """What a word of the column may mean: value, words."""

    def entry(self, row: Row) -> Entry:
        """The row as it is to be stored. Raises Refused."""

    def join(self, first: Entry, other: Entry) -> Entry | None:
        """One matter of two rows; None where the second says nothing more. Raises Refused."""

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Stored]:
        """Those that are stored already, by key."""

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
    take_over: bool = True,
    rows: Callable[[], Sequence[Model]] = tuple,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Store the rows that are right and report on all. `dry_run` judges and stores nothing.

    `whole`: one row that is not right, and none is stored; all are judged before the first is. `take_over`:
    matters that had no answer get the one of the file. `rows()` makes further rows that stand with each matter.
    `tell(done, total)` is called after every 500 rows. Safe to run again, also after it was stopped. Raises
    PermissionDenied; Refused for more than may be stored in one transaction.
    """
    if whole and not dry_run:
        if (judged := _judged_whole(importer, table, tell)).refused:
            return judged
        tell = lambda *_: None  # noqa: E731 (inside the one transaction nobody would hear it)
    report, total = Report(read=len(table.rows)), len(table.rows)
    found = _judged(importer, table.rows, report)
    store = _Store(importer, report, None if dry_run else rows, take_over)
    with transaction.atomic() if whole else nullcontext():
        size = max(len(found), 1) if whole else CHUNK  # whole: its numbers are taken when all else is done
        for start in range(0, len(found), size):
            store.chunk(found[start : start + size])
            tell(min(start + size, total), total)
        if whole and report.refused:
            transaction.set_rollback(True)
            report.stored = report.answered = 0
    places = {row.place: at for at, row in enumerate(table.rows)}
    report.refused.sort(key=lambda one: places[one.row])
    tell(total, total)
    return report


def _judged_whole(importer: Importer, table: Table, tell: Callable[[int, int], None]) -> Report:
    """Of a file that is stored whole or not at all, before anything is stored. Raises Refused for more than fits."""
    judged = bring_in(importer, table, dry_run=True, tell=tell)
    if judged.refused:
        return replace(judged, stored=0, answered=0)
    if said := too_many(judged.read, len(judged.sealed)):
        raise Refused(said)
    return judged


def too_many(rows: int, sealed: int) -> str:
    """Why these cannot be stored all at once; empty where they can."""
    if rows > MOST_WHOLE:
        return f"超过 {MOST_WHOLE} 行的，请分成几个文件，或者选“只入库正确的行”。"
    if sealed > MOST_SEALED:
        return f"有 {sealed} 行要封闭，超过 {MOST_SEALED} 行的，请分成几个文件，或者选“只入库正确的行”。"
    return ""


Found = tuple[Row, Entry]


def _judged(importer: Importer, rows: Iterable[Row], report: Report) -> list[Found]:
    """Each row that is right, those of one matter as one; the others go into the report."""
    pile = _Pile(importer, report)
    for row in rows:
        for column, word in importer.asks(row):
            words = report.asked.setdefault(column, {})
            words[word] = words.get(word, 0) + 1
        entry = judge(importer, row)
        if isinstance(entry, str):
            report.refused.append(Refusal(row.place, entry))
            continue
        try:
            pile.add(row, entry)
        except Refused as refused:
            report.refused.append(Refusal(row.place, refused.sentence))
    return list(pile.found.values())


class _Pile:
    """The entries of one file, each with a key of its own."""

    def __init__(self, importer: Importer, report: Report) -> None:
        self.importer, self.report = importer, report
        self.found: dict[str, Found] = {}
        self.joined: dict[str, str] = {}  # key by what rows of one matter have in common
        self.marked: dict[str, Place] = {}
        self.records: dict[tuple[str, ...], str] = {}  # key by the words of the whole row

    def add(self, row: Row, entry: Entry) -> None:
        """Raises Refused where the row contradicts an earlier one."""
        if not entry.alone and (key := self.joined.get(entry.joins)):
            first, entry_before = self.found[key]
            if together := self.importer.join(entry_before, entry):
                self.found[key] = (first, together)
                self.report.joined += 1
            else:
                self._double(row, first.place)
            return None
        if entry.mark and entry.mark in self.marked:
            raise Refused(f"登记号和第 {self.marked[entry.mark]} 行的相同，内容不同，请核对。")
        if entry.key in self.found:
            words = tuple(cell.strip() for cell in row.record)
            if words in self.records or not row.record:
                return self._same(row, entry, self.records.get(words, entry.key))
            entry = self._again(entry)
        self.found[entry.key] = (row, entry)
        self.joined.setdefault(entry.joins, entry.key)
        self.marked.setdefault(entry.mark, row.place)
        self.records.setdefault(tuple(cell.strip() for cell in row.record), entry.key)
        return None

    def _same(self, row: Row, entry: Entry, key: str) -> None:
        """The same once more. Which of the two was named as to be sealed makes no difference: one of them is stored."""
        first, before = self.found[key]
        if entry.named and not before.named:
            self.found[key] = (first, replace(entry, key=key, facts={**entry.facts, "source_key": key}))
        self._double(row, first.place)

    def _double(self, row: Row, place: Place) -> None:
        self.report.doubled.append(Refusal(row.place, f"和第 {place} 行一样"))

    def _again(self, entry: Entry) -> Entry:
        """Another matter of the same words: the second of its kind in this file, and in the next export too."""
        count = next(
            count for count in range(2, len(self.found) + 3) if f"{entry.key}#{count}" not in self.found
        )
        key = f"{entry.key}#{count}"
        return replace(entry, key=key, facts={**entry.facts, "source_key": key})


@dataclass
class _Store:
    """Stores chunk by chunk and counts."""

    importer: Importer
    report: Report
    rows: Callable[[], Sequence[Model]] | None
    take_over: bool

    def chunk(self, found: Sequence[Found]) -> None:
        with transaction.atomic():
            if self.rows is not None:
                _one_at_a_time()
            known = self.importer.known([entry for _, entry in found])
            for row, entry in found:
                if stored := known.get(entry.key):
                    self._stored_before(row, entry, stored)
            self._open([(row, entry) for row, entry in found if entry.key not in known])

    def _open(self, new: Sequence[Found]) -> None:
        refused: list[Refusal] = []
        if self.rows is not None:
            births = [replace(self.importer.birth(entry), rows=self.rows()) for _, entry in new]
            answers = open_many(self.importer.kind, by=self.importer.by, births=births)
            refused = [
                Refusal(row.place, answer.sentence)
                for (row, _), answer in zip(new, answers, strict=True)
                if isinstance(answer, Refused)
            ]
        self.report.stored += len(new) - len(refused)
        self.report.refused += refused
        self.report.sealed += [Refusal(row.place, entry.sealed) for row, entry in new if entry.sealed]
        count = Counter(self.report.notes)
        count.update(note for _, entry in new for note in entry.notes)
        self.report.notes = dict(count)

    def _stored_before(self, row: Row, entry: Entry, stored: Stored) -> None:
        if entry.named and Matter.objects.filter(pk=stored.pk, compartment="").exists():
            self.report.differs.append(Refusal(row.place, NOT_SEALED))
        if stored.step and self.take_over:
            sentence = self._taken_over(stored)
            if not sentence:
                self.report.answered += 1
                return
            self.report.differs.append(Refusal(row.place, sentence))
        elif stored.step or stored.differs:
            self.report.differs.append(
                Refusal(row.place, stored.differs or "以前没有答复，这次有了；没有补上。")
            )
        self.report.existing += 1

    def _taken_over(self, stored: Stored) -> str:
        """Do it as an ordinary act; why it could not be done."""
        step = stored.step
        if self.rows is None or step is None:
            return ""
        try:
            with transaction.atomic():
                perform(
                    stored.pk,
                    step.name,
                    by=self.importer.by,
                    data=step.data,
                    at=step.at,
                    decided_by=step.decided_by,
                )
        except Refused as refused:
            return f"以前没有答复，这次有了；没有补上：{refused.sentence}"
        except PermissionDenied:
            return "以前没有答复，这次有了；您看不到这一件，没有补上。"
        return ""


def _one_at_a_time() -> None:
    """Imports wait for one another, chunk by chunk: whoever comes second finds what the first has stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core.exchange.importing'))")


def judge(importer: Importer, row: Row) -> Entry | str:
    """What the row holds, or why it is refused."""
    try:
        check(row, importer.columns)
        return importer.entry(row)
    except Refused as refused:
        return refused.sentence
    except ValidationError as error:
        return "".join(error.messages)


def check(row: Row, columns: Iterable[Column]) -> None:
    """What holds for every table: whole cells, no NUL, nothing over-long, nothing secret. Raises Refused."""
    columns = ours(columns)
    if row.fault:
        raise Refused(row.fault)
    if all(row.cells[column.key].strip() == column.example for column in columns):
        raise Refused("这是模板里的示例，请删去这一行。")
    for column in columns:
        cell = row.cells[column.key]
        if column.required and not cell.strip():
            raise Refused(f"“{column.headers[0]}”是空的。")
        if cell:
            _check_cell(cell, column)
    for _, cell in row.extra:
        refuse_secrecy_mark(cell)


def _check_cell(cell: str, column: Column) -> None:
    if "\0" in cell:
        raise Refused(f"“{column.headers[0]}”含有空字符（NUL），文件可能已损坏。")
    if column.required and ERROR.fullmatch(cell.strip()):
        raise Refused(f"“{column.headers[0]}”是公式的错误 {cell.strip()}，请填写内容。")
    if len(cell) > column.limit:
        raise Refused(f"“{column.headers[0]}”有 {len(cell)} 字，最多 {column.limit} 字。")
    refuse_secrecy_mark(cell)
