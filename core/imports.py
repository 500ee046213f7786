"""Files of matters brought in on the page: kept, checked, confirmed, stored by the queue, and erased again.

An import is a row of Import from the first moment on. The file lies by its digest as other kept files do;
nobody but who uploaded it gets at it, and after KEPT it is erased with all that was said of its rows.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from core import documents
from core.digest import digest
from core.import_table import Column, Header, Table, read_header, read_table, renamed
from core.importing import Entry, Importer, Report, bring_in, judge
from core.jobs import enqueue
from core.models import Import, Imported, Progress, User
from core.moments import now
from core.notices import tell
from core.procedures import Procedure, by_kind
from core.progress import state
from core.sheets import Unreadable
from core.uploads import CheckedFile, clean_name
from core.workflow import Refused

AT_ONCE = 100_000  # bytes; the rows of a larger file are checked by the queue
MOST_ROWS = 20_000  # of a file
MOST_WHOLE = (
    5_000  # rows in one transaction: nobody in the hall gets a number until it ends, some seconds later
)
PREVIEW = 20  # rows
KEPT = timedelta(days=30)

Headers = Mapping[str, Sequence[str]]


def right(procedure: Procedure) -> str:
    """The permission to import matters of a kind."""
    return f"{procedure.labels['app']}.import"


def columns_of(procedure: Procedure) -> tuple[Column, ...]:
    return import_string(procedure.importer).columns


def importer_of(made: Import) -> Importer:
    """Raises Refused where the house is not set up for it."""
    return import_string(by_kind()[made.kind].importer)(made.by, made.source)


def _columns(made: Import) -> tuple[Column, ...]:
    others = {ours: tuple(names) for ours, names in made.headers.items()}
    return renamed(columns_of(by_kind()[made.kind]), others)


def header_of(made: Import) -> Header:
    return read_header(documents.read(made.digest), _columns(made))


def unknown_headers(made: Import) -> tuple[str, ...]:
    """The headers of the file that are none of ours, whatever was said of them."""
    return read_header(documents.read(made.digest), columns_of(by_kind()[made.kind])).unused


def table_of(made: Import, first: int | None = None) -> Table:
    """All rows, or the first ones. Raises Unreadable."""
    return read_table(documents.read(made.digest), _columns(made), MOST_ROWS, first)


# --- Up to the confirmation -----------------------------------------------------------------------------------


def begin(
    procedure: Procedure, by: User, file: File, checked: CheckedFile, source: str, headers: Headers
) -> Import:
    """Keep the file and have its rows judged. Headers that the same source had before are known.

    Raises Unreadable.
    """
    columns = columns_of(procedure)
    renamed(columns, {ours: tuple(names) for ours, names in headers.items()})
    file.seek(0)
    read_header(file.read(), columns)
    before = Import.objects.filter(by=by, kind=procedure.kind, source=source).exclude(headers={}).first()
    with transaction.atomic():
        made = Import.objects.create(
            by=by,
            at=now(),
            kind=procedure.kind,
            source=source,
            name=checked.name,
            digest=documents.keep(file),
            size=checked.size,
            headers=dict(headers or (before.headers if before else {})),
        )
    look_through(made)
    return made


def look_through(made: Import) -> None:
    """Have the rows judged, at once or by the queue; not before every column that must be there is known."""
    Import.objects.filter(pk=made.pk, mode="").update(checked_at=None, headers=made.headers)
    if header_of(made).missing:
        return
    with transaction.atomic():
        _progress(made, "check")
        if made.size > AT_ONCE:
            enqueue("core.tasks.check_import", made.pk, name="核对导入的文件")
    if made.size <= AT_ONCE:
        check(made.pk)


def check(pk: int) -> str:
    """Judge the rows and keep what is found. Returns what was done, without values of rows."""
    made = Import.objects.select_related("by").get(pk=pk)
    report, why = _tried(made, "check", dry_run=True)
    if report is None:
        return f"第 {pk} 号导入没有核对成：{why}"
    found = _counts(report)
    Import.objects.filter(pk=pk, mode="").update(**found, checked_at=now())
    return f"第 {pk} 号导入已核对：{report.read} 行。"


def confirm(made: Import, mode: str) -> None:
    """Put it on the queue, once. Raises Refused."""
    if mode == Import.Mode.WHOLE and made.refused:
        raise Refused(f"有 {made.refused} 行不能导入：改好文件重新上传，或者选“只入库正确的行”。", "mode")
    if mode == Import.Mode.WHOLE and made.read > MOST_WHOLE:
        raise Refused(f"超过 {MOST_WHOLE} 行的，请分成几个文件，或者选“只入库正确的行”。", "mode")
    with transaction.atomic():
        waiting = Import.objects.filter(pk=made.pk, mode="", checked_at__isnull=False, erased_at=None)
        if waiting.update(mode=mode, confirmed_at=now()):
            _progress(made, "run")
            enqueue("core.tasks.run_import", made.pk, name="导入事项")


def preview(made: Import) -> list[tuple[int, Mapping[str, str], str]]:
    """The first rows: number, what will be stored, or why it is refused."""
    importer = importer_of(made)
    first = [(row.number, judge(importer, row)) for row in table_of(made, PREVIEW).rows]
    return [
        (number, importer.shown(found), "") if isinstance(found, Entry) else (number, {}, found)
        for number, found in first
    ]


# --- On the queue ---------------------------------------------------------------------------------------------


def run(pk: int) -> str:
    """Store the rows, under the right that the importer has now. Safe to run twice, also after it was killed.

    Returns what was done, in a sentence without values of rows.
    """
    made = Import.objects.select_related("by").get(pk=pk)
    if made.ended_at:
        return f"第 {pk} 号导入已做过。"
    if not made.by.has_perm(right(by_kind()[made.kind])):
        _failed(made, "run", "导入人已没有导入的权限")
        return f"第 {pk} 号导入没有做：导入人已没有导入的权限。"
    report, why = _tried(
        made, "run", whole=made.mode == Import.Mode.WHOLE, rows=lambda: [Imported(batch=made)]
    )
    if report is None:
        return f"第 {pk} 号导入没有做成：{why}"
    with transaction.atomic():
        stored = end(made, report)
        beside = f"，{len(report.refused)} 行不能导入" if report.refused else ""
        tell([made.by], None, f"{made.name}：已导入 {stored} 件{beside}。", key=_key(made, "run"))
    return f"第 {pk} 号导入：{stored} 件。"


def end(made: Import, report: Report) -> int:
    """Write down what came of it, once; how many matters were stored, also by a run that was killed."""
    stored = made.matters.count()
    found = {**_counts(report), "stored": stored}
    if made.erased_at:
        found["refusals"] = []
    found["existing"] = max(report.read - len(report.refused) - stored, 0)
    Import.objects.filter(pk=made.pk, ended_at=None).update(**found, ended_at=now())
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


def _tried(made: Import, step: str, **how: Any) -> tuple[Report | None, str]:
    """Bring in, telling the page how far it is; or nothing, and a sentence for the one who imports."""
    progress = _of(made, step)
    progress.update(done=0, failed=False, ended_at=None, started_at=now(), note="")

    def heard(done: int, total: int) -> None:
        progress.update(done=done, total=max(total, 1))

    try:
        importer, table = importer_of(made), table_of(made)
        report = bring_in(importer, table, tell=heard, **how)
    except (Unreadable, Refused) as error:
        _failed(made, step, str(error))
        return None, str(error)
    except Exception:
        _failed(made, step, "")
        raise
    progress.update(ended_at=now())
    return report, ""


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


def _of(made: Import, step: str) -> Any:
    return Progress.objects.filter(key=_key(made, step))


def _progress(made: Import, step: str) -> None:
    fresh = {"done": 0, "total": 1, "note": "", "failed": False, "started_at": now(), "ended_at": None}
    Progress.objects.update_or_create(key=_key(made, step), defaults=fresh)


def _failed(made: Import, step: str, note: str) -> None:
    _of(made, step).update(failed=True, note=note[:80], ended_at=now())


def job(made: Import) -> dict[str, Any] | None:
    """How far check or import is, for components/progress.html; None where there is nothing to wait for."""
    step = "run" if made.mode else "check"
    if made.ended_at or made.erased_at or (step == "check" and made.checked_at):
        return None
    row = _of(made, step).first()
    if row is None and step == "check":
        return None  # a column is not known yet
    row = row or Progress(failed=True)  # forgotten after a month (core.tasks.tidy)
    how = state(row)
    word = "入库" if step == "run" else "核对"
    return {
        "title": f"{word} {made.name}",
        "state": "running" if how == "done" else how,
        "done": row.done,
        "total": row.total,
        "text": {
            "queued": "等后台接手，一般几秒钟。",
            "failed": f"没有做成{f'：{row.note}' if row.note else ''}。已经入库的不会重复，可以重新上传再导入。",
        }.get(
            how,
            f"已{word if step == 'check' or made.mode == Import.Mode.GOOD else '核对'} {row.done} 行，共 {row.total} 行。",
        ),
        "url": reverse("import", args=[made.kind]) if how == "failed" else "",
        "label": "重新上传",
    }
