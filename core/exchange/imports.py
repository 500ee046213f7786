"""Files of matters brought in on the page: kept, checked, confirmed, stored by the queue, and erased again.

An import is a row of Import from the first moment on. The file lies by its digest as other kept files do;
nobody but who uploaded it gets at it, and after KEPT it is erased with all that was said of its rows.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from core.documents import issue
from core.documents.uploads import CheckedFile, clean_name
from core.exchange.import_columns import Column
from core.exchange.import_rows import Row
from core.exchange.import_table import Head, Table, read_head, read_table
from core.exchange.importing import Entry, Importer, Place, Report, bring_in, judge, too_many
from core.models import Import, Imported, Progress, User
from core.privacy.masking import mask_digits, mask_name
from core.procedure.procedure import Procedure, by_kind
from core.records import progress
from core.records.jobs import enqueue
from core.records.notices import tell
from core.values.digest import digest
from core.values.moments import now
from core.values.refused import Refused

AT_ONCE = 100_000  # bytes; the rows of a larger file are checked by the queue
MOST_ROWS = 20_000  # of a file
PREVIEW = 20  # rows
ASKED = 30  # words of one column that are asked about
REMEMBERED = 10  # imports of a source whose answers are known again
LISTED = 200  # rows that the page names of each sort
KEPT = timedelta(days=30)

Headers = Mapping[str, Sequence[str]]
Words = Mapping[str, Mapping[str, str]]


def right(procedure: Procedure) -> str:
    """The permission to import matters of a kind."""
    return f"{procedure.labels['app']}.import"


def columns_of(procedure: Procedure) -> tuple[Column, ...]:
    return import_string(procedure.importer).columns


def importer_of(made: Import) -> Importer:
    """Raises Refused where the house is not set up for it."""
    return import_string(by_kind()[made.kind].importer)(made.by, made.source)


def head_of(made: Import) -> Head:
    return read_head(issue.read(made.digest), columns_of(by_kind()[made.kind]), made.headers)


def table_of(made: Import) -> Table:
    """All rows. Raises Unreadable."""
    return read_table(issue.read(made.digest), columns_of(by_kind()[made.kind]), MOST_ROWS, made.headers)


def places_of(made: Import) -> Callable[[], set[str]]:
    """Where the rows of the file stand, as the pages name them."""
    return lambda: {str(row.place) for row in table_of(made).rows}


# --- Up to the confirmation -----------------------------------------------------------------------------------


def begin(
    procedure: Procedure,
    by: User,
    file: File,
    checked: CheckedFile,
    source: str,
    headers: Headers,
    words: Words | None = None,
) -> Import:
    """Keep the file and have its rows judged. What was answered about the same named source before is known.

    Raises Unreadable.
    """
    file.seek(0)
    head = read_head(file.read(), columns_of(procedure), headers)
    answers = {"words": dict(words or {})}
    if source and not headers:
        headers, answers = _answered_before(procedure, by, source, head)
    with transaction.atomic():
        made = Import.objects.create(
            by=by,
            at=now(),
            kind=procedure.kind,
            source=source,
            name=checked.name,
            digest=issue.keep(file),
            size=checked.size,
            headers=dict(headers),
            answers=answers,
        )
    look_through(made)
    return made


def _answered_before(
    procedure: Procedure, by: User, source: str, head: Head
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """What the same clerk said of this source the last time, where the file does not say it itself: its own
    header for one of our columns goes before a foreign one that was taken for it once.
    """
    asked = Import.objects.filter(by=by, kind=procedure.kind, source=source, erased_at=None)[:REMEMBERED]
    firsts = {column.headers[0]: column.key for column in columns_of(procedure)}
    plainly = {column.key for column in head.columns if column.key and not column.rivals}
    said: dict[str, str] = {}  # ours by their header, the newest answer first
    words: dict[str, dict[str, str]] = {}
    for before in asked:
        for ours, names in before.headers.items():
            for name in names if firsts.get(ours) not in plainly else ():
                said.setdefault(name, ours)
        for column, meant in before.answers.get("words", {}).items():
            words[column] = {**meant, **words.get(column, {})}
    labels = {column.label for column in head.columns}
    headers: dict[str, list[str]] = {}
    for name, ours in said.items():
        if name in labels:
            headers.setdefault(ours, []).append(name)
    return headers, {"words": words}


def look_through(made: Import) -> None:
    """Have the rows judged, at once or by the queue; not before every question about the header is answered."""
    head = head_of(made)
    made.found = {"missing": head.missing, "unclear": head.unclear, "columns": _columns_told(head)}
    Import.objects.filter(pk=made.pk, mode="").update(
        checked_at=None, headers=made.headers, answers=made.answers, found=made.found
    )
    if head.missing or head.unclear:
        return
    with transaction.atomic():
        progress.begin(_key(made, "check"))
        if made.size > AT_ONCE:
            enqueue("core.operations.nightly.check_import", made.pk, name="核对导入的文件")
    if made.size <= AT_ONCE:
        check(made.pk)


def _columns_told(head: Head, rows: Sequence[Row] = ()) -> list[dict[str, Any]]:
    """Each column of the file: what it is taken for, what happened to it; of one that we do not know the first
    words that stand in it, as little as tells what they are.
    """
    records = [row.record for row in rows[:PREVIEW]]

    def sample(place: int) -> str:
        words = (record[place].strip() for record in records if place < len(record))
        found = next(filter(None, words), "")
        return mask_name(found) if len(found) <= 4 else mask_digits(found)[:20]

    return [
        {
            "label": column.label,
            "key": column.key,
            "told": column.told,
            "rivals": column.rivals,
            "kept": column.kept,
            "never": column.never,
            "sample": "" if column.never or (column.key and not column.rivals) else sample(column.place),
        }
        for column in head.columns
    ]


def check(pk: int) -> str:
    """Judge the rows and keep what is found. Returns what was done, without values of rows."""
    made = Import.objects.select_related("by").get(pk=pk)
    tried, why = _tried(made, "check", dry_run=True)
    if tried is None:
        return f"第 {pk} 号导入没有核对成：{why}"
    importer, table, report = tried
    seen = {
        "missing": (),
        "unclear": (),
        "columns": _columns_told(table.head, table.rows),
        "notes": table.notes,
        "preview": _preview(importer, table, {refusal.row: refusal.reason for refusal in report.refused}),
        "asked": _asked(report, made.answers.get("words", {})),
        **_beside(report),
    }
    Import.objects.filter(pk=pk, mode="").update(**_counts(report), found=seen, checked_at=now())
    return f"第 {pk} 号导入已核对：{report.read} 行。"


def _asked(report: Report, answered: Words) -> list[dict[str, Any]]:
    """The words of the file that nobody knows, most frequent first, those too that were answered."""
    found = []
    for column, words in report.asked.items():
        for word, count in sorted(words.items(), key=lambda pair: -pair[1])[:ASKED]:
            meant = answered.get(column, {}).get(word, "")
            found.append({"column": column, "word": word, "rows": count, "meant": meant})
    return found


def _beside(report: Report) -> dict[str, Any]:
    """What a report has besides its four counts."""
    listed = {
        name: [[one.row, one.reason] for one in getattr(report, name)[:LISTED]]
        for name in ("doubled", "differs", "sealed")
    }
    counts = {f"{name}_count": len(getattr(report, name)) for name in listed}
    return {**listed, **counts, "joined": report.joined, "answered": report.answered, "told": report.notes}


def _preview(importer: Importer, table: Table, why: Mapping[Place, str]) -> list[Any]:
    """The first rows: place, what will be stored, or why it is refused."""
    first = [(row.place, judge(importer, row)) for row in table.rows[:PREVIEW]]
    return [
        [place, list(importer.shown(found).items()), ""]
        if isinstance(found, Entry) and place not in why
        else [place, [], why.get(place) or found]
        for place, found in first
    ]


def confirm(
    made: Import,
    mode: str,
    opened: Sequence[str] = (),
    closed: Mapping[str, str] = {},
    take_over: bool = True,
) -> None:
    """Put it on the queue, once. `opened`: rows that are not sealed though their words point to it; `closed`: rows
    that are though no word does, with the label; `take_over`: matters of before get the answer that the file has
    now. Raises Refused.
    """
    if mode == Import.Mode.WHOLE and made.refused:
        raise Refused(f"有 {made.refused} 行不能导入：改好文件重新上传，或者选“只入库正确的行”。", "mode")
    sealed = made.found.get("sealed_count", 0) - len(opened) + len(closed)
    if mode == Import.Mode.WHOLE and (said := too_many(made.read, sealed)):
        raise Refused(said, "mode")
    with transaction.atomic():
        waiting = Import.objects.filter(pk=made.pk, mode="", checked_at__isnull=False, erased_at=None)
        answers = {**made.answers, "opened": list(opened), "closed": dict(closed), "take_over": take_over}
        if waiting.update(mode=mode, confirmed_at=now(), answers=answers):
            progress.begin(_key(made, "run"))
            enqueue("core.operations.nightly.run_import", made.pk, name="导入其他系统的事项")


# --- On the queue ---------------------------------------------------------------------------------------------


def run(pk: int) -> str:
    """Store the rows, under the right that the importer has now. Safe to run twice, also after it was killed.

    Returns what was done, in a sentence without values of rows.
    """
    made = Import.objects.select_related("by").get(pk=pk)
    if made.ended_at:
        return f"第 {pk} 号导入已做过。"
    if not made.by.has_perm(right(by_kind()[made.kind])):
        progress.fail(_key(made, "run"), "导入人已没有导入的权限")
        return f"第 {pk} 号导入没有做：导入人已没有导入的权限。"
    tried, why = _tried(
        made,
        "run",
        whole=made.mode == Import.Mode.WHOLE,
        take_over=made.answers.get("take_over", True),
        rows=lambda: [Imported(batch=made)],
    )
    if tried is None:
        return f"第 {pk} 号导入没有做成：{why}"
    report = tried[2]
    with transaction.atomic():
        stored = end(made, report)
        beside = f"，{len(report.refused)} 行不能导入" if report.refused else ""
        tell([made.by], None, f"{made.name}：已导入 {stored} 件{beside}。", key=_key(made, "run"))
    return f"第 {pk} 号导入：{stored} 件。"


def end(made: Import, report: Report) -> int:
    """Write down what came of it, once; how many matters were stored, also by a run that was killed."""
    stored = made.matters.count()
    counts = {**_counts(report), "stored": stored}
    beside = {**made.found, **_beside(report)}
    if made.erased_at:
        counts["refusals"], beside = [], {}
    elsewhere = len(report.refused) + stored + report.joined + len(report.doubled) + report.answered
    counts["existing"] = max(report.read - elsewhere, 0)
    Import.objects.filter(pk=made.pk, ended_at=None).update(**counts, found=beside, ended_at=now())
    return stored


def by_command(importer: Importer, name: str, data: bytes, *, whole: bool) -> Import:
    """The log of an import from the command line: its file is not kept."""
    mode = Import.Mode.WHOLE if whole else Import.Mode.GOOD
    return Import.objects.create(
        by=importer.by,
        at=now(),
        kind=importer.kind,
        source=importer.source,
        name=clean_name(name),
        digest=digest(data),
        size=len(data),
        mode=mode,
        confirmed_at=now(),
        erased_at=now(),
    )


def _tried(made: Import, step: str, **how: Any) -> tuple[tuple[Importer, Table, Report] | None, str]:
    """Bring in, telling the page how far it is; or nothing, and a sentence for the one who imports."""
    row = progress.of(_key(made, step))
    row.update(done=0, failed=False, ended_at=None, started_at=now(), note="")

    def heard(done: int, total: int) -> None:
        row.update(done=done, total=max(total, 1))

    try:
        importer, table = importer_of(made), table_of(made)
        said = made.answers
        importer.prepare(table.head, said.get("words", {}), said.get("opened", ()), said.get("closed", {}))
        report = bring_in(importer, table, tell=heard, **how)
    except Refused as error:
        progress.fail(_key(made, step), error.sentence)
        return None, error.sentence
    except Exception:
        progress.fail(_key(made, step), "")
        raise
    row.update(ended_at=now())
    return (importer, table, report), ""


def _counts(report: Report) -> dict[str, Any]:
    return {
        "read": report.read,
        "stored": report.stored,
        "existing": report.existing,
        "refused": len(report.refused),
        "refusals": [[refusal.row, refusal.reason] for refusal in report.refused],
    }


# --- How far it is --------------------------------------------------------------------------------------------


def _key(made: Import, step: str) -> str:
    return f"import:{made.pk}:{step}"


def job(made: Import) -> dict[str, Any] | None:
    """How far check or import is, for components/progress.html; None where there is nothing to wait for."""
    step = "run" if made.mode else "check"
    if made.ended_at or made.erased_at or (step == "check" and made.checked_at):
        return None
    row = progress.of(_key(made, step)).first()
    if row is None and step == "check":
        return None  # a column is not known yet
    row = row or Progress(failed=True)  # forgotten after a month (core.operations.nightly.tidy)
    how, word = progress.state(row), "入库" if step == "run" else "核对"
    doing = word if step == "check" or made.mode == Import.Mode.GOOD else "核对"
    so_far = f"已{doing} {row.done} 行，共 {row.total} 行。"
    return progress.shown(
        row,
        f"{word} {made.name}",
        running=so_far,
        done=so_far,
        lost="没有做成",
        advice="已经入库的不会重复，可以重新上传再导入。",
        url=reverse("import", args=[made.kind]) if how == "failed" else "",
        label="重新上传",
        how="running" if how == "done" else how,
    )
