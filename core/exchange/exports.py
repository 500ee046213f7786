"""Taking the rows of a list out of the house: logged first, then made at once or by the queue."""

from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime

from core.access import exclusions
from core.documents import disk_space, issue
from core.exchange.export_files import Sheet, csv_chunks, write_workbook
from core.exchange.export_lines import batches, columns, numbers
from core.lists import query as address
from core.lists.query import Asked
from core.models import Document, Export, Progress, User
from core.procedure.listing import PAGING, Cell
from core.procedure.procedure import Procedure, by_kind
from core.records import progress
from core.records.jobs import enqueue
from core.records.notices import tell
from core.values.moments import now
from core.values.refused import Refused

KIND = "core.export"
MAY = "core.export"
KEPT = timedelta(days=7)  # the file of a long export; the log stays
MOST_AT_ONCE = 2  # long exports of one person that wait or run
TYPES = {
    Export.Format.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Format.CSV: "text/csv; charset=utf-8",
}


def query_of(address: QueryDict) -> str:
    """The address of a list without the place in it."""
    kept = address.copy()
    for name in PAGING:
        kept.pop(name, None)
    return kept.urlencode()


def ask(procedure: Procedure, query: str, user: Any, moment: datetime) -> Asked:
    """What the list shows this reader now. ValueError: the address asks nonsense."""
    return address.ask(procedure, user, QueryDict(query), moment)


def log(
    procedure: Procedure, query: str, user: User, asked: Asked, chosen: "array[int]", answers: dict[str, str]
) -> Export:
    """Write down who takes what, before the first row is given. What is long goes on the queue with it.

    Raises Refused where as many long ones of this person are under way as may be.
    """
    with transaction.atomic():
        if long(len(chosen)):
            User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two clicks wait for one another
            if _under_way(user) >= MOST_AT_ONCE:
                raise Refused(f"您有 {MOST_AT_ONCE} 份大的导出还没有做完，请等做完一份再导出。")
        export = Export.objects.create(
            by=user,
            at=now(),
            kind=procedure.kind,
            query=query,
            words=asked.words,
            count=len(chosen),
            **answers,
        )
        if at_the_queue(export):
            progress.begin(key_of(export), export.count)
            enqueue("core.operations.nightly.make_export", export.pk, name="导出清单")
    return export


def long(count: int) -> bool:
    """Too many rows to be written while somebody waits."""
    return count > settings.EXPORT_AT_ONCE


def at_the_queue(export: Export) -> bool:
    return long(export.count)


def _under_way(user: User) -> int:
    """How many long exports of a person wait or run."""
    lately = Export.objects.filter(by=user, count__gt=settings.EXPORT_AT_ONCE, at__gt=now() - progress.STUCK)
    rows = Progress.objects.filter(key__in=[key_of(export) for export in lately])
    return sum(map(progress.under_way, rows))


def expired(paper: Document) -> bool:
    """Its bytes are gone, or go tonight (core.exchange.retention); or its maker was shut out of something since, which may
    stand in it.
    """
    return paper.issued_at < now() - KEPT or exclusions.since(paper.issued_by, paper.issued_at)


def name_of(export: Export) -> str:
    """The list's name, day and time: … 2026-11-24 1020.xlsx"""
    return f"{label_of(export)} {localtime(export.at):%Y-%m-%d %H%M}.{export.format}"


def label_of(export: Export) -> str:
    listing = by_kind()[export.kind].listing
    return listing.label if listing else export.kind


def key_of(export: Export) -> str:
    """Its row of Progress."""
    return f"export:{export.pk}"


def paper_of(export: Export) -> Document | None:
    """The file that the queue has made of it."""
    return Document.objects.filter(matter=None, kind=KIND, scope=str(export.pk)).first()


# --- Writing --------------------------------------------------------------------------------------------------


def _sheet(export: Export, count: int) -> Sheet:
    mark = (
        f"{export.by.name}（{export.by.username}）{localtime(export.at):%Y-%m-%d %H:%M} 导出，"
        f"第 {export.pk} 号，共 {count} 件；{label_of(export)}，{export.words}；"
        f"理由：{' '.join(export.reason.split())}"
    )
    return Sheet(label_of(export), columns(by_kind()[export.kind]), count, mark)


def chunks(export: Export, chosen: "array[int]") -> Iterator[bytes]:
    """A CSV, piece by piece."""
    lines = batches(by_kind()[export.kind], chosen, now())
    return csv_chunks(_sheet(export, len(chosen)), lines)


def write(export: Export, chosen: "array[int]", file: IO[bytes], told: Any = None) -> None:
    """The whole file in its format; `told(n)` hears after each batch how many lines there are."""
    lines = _heard(batches(by_kind()[export.kind], chosen, now()), told)
    sheet = _sheet(export, len(chosen))
    if export.format == Export.Format.EXCEL:
        write_workbook(file, sheet, lines)
    else:
        file.writelines(csv_chunks(sheet, lines))
    file.flush()
    file.seek(0)


def _heard(lines: Iterator[list[list[Cell]]], told: Any) -> Iterator[list[list[Cell]]]:
    done = 0
    for batch in lines:
        yield batch
        done += len(batch)
        if told:
            told(done)


# --- On the queue ---------------------------------------------------------------------------------------------


def make(pk: int) -> str:
    """Write and store the file of an export, under the rights its maker has now. Safe to run twice.

    Returns what was done, in a sentence without values of matters.
    """
    export = Export.objects.select_related("by").get(pk=pk)
    if paper_of(export):
        return f"第 {pk} 号导出已有。"
    try:
        disk_space.ask(Path(settings.MEDIA_ROOT), 0)
        return _make(export, progress.of(key_of(export)))
    except Refused as refused:
        progress.fail(key_of(export), refused.sentence)
        return f"第 {pk} 号导出没有做：{refused.sentence}"
    except Exception:
        progress.fail(key_of(export))
        raise


def _make(export: Export, row: Any) -> str:
    if not export.by.has_perm(MAY):
        progress.fail(key_of(export), "导出人已没有导出的权限")
        return f"第 {export.pk} 号导出没有做：导出人已没有导出的权限。"
    row.update(done=0, failed=False, ended_at=None, started_at=now())
    chosen = numbers(ask(by_kind()[export.kind], export.query, export.by, now()))
    with TemporaryFile() as file:
        write(export, chosen, file, lambda done: row.update(done=done, total=max(len(chosen), 1)))
        with transaction.atomic():
            list(row.select_for_update())  # whoever comes second waits here, and finds the file
            if paper_of(export):
                return f"第 {export.pk} 号导出已由另一个任务做好。"
            facts = {"rows": len(chosen), "format": export.format}
            issue.store(KIND, "导出", file, export.by, scope=str(export.pk), facts=facts)
            row.update(ended_at=now(), note=f"{len(chosen)} 件")
            told = f"{label_of(export)}已导出 {len(chosen)} 件，可以下载。"
            tell([export.by], None, told, key=key_of(export))
    return f"第 {export.pk} 号导出：{len(chosen)} 件。"


def job(export: Export, paper: Document | None) -> dict[str, Any]:
    """How far it is, for components/progress.html."""
    row = progress.of(key_of(export)).first() or Progress(failed=True, total=export.count)
    how = "done" if paper else ""
    if paper and expired(paper):
        how, paper = "expired", None
    return progress.shown(
        row,
        f"导出{label_of(export)} {export.count} 件",
        running=f"已写 {row.done} 件，共 {row.total} 件。",
        done=f"{paper.facts['rows'] if paper else 0} 件，已做好。",
        lost="没有做成",
        advice="请回清单再导出一次，还不行请告知系统管理员。",
        url=reverse("export_file", args=[export.pk]) if paper else "",
        label="下载",
        how=how,
    )
