"""The file bound into one: cover, index with real page numbers, all papers and scans in order, notes, back cover."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.binding import BINDABLE, Unbindable, pages_of
from core.models import Attachment, Document
from core.parties import capacity
from mediation import file
from mediation.documents import facts
from mediation.models import Confirmation, Mediation
from mediation.steps import court

KEY = "mediation.file"
LINES = 14  # of the index at least: empty ones are left for ink


@dataclass(frozen=True)
class Sheet:
    """A line of the index: a paper or a scan. `pages` is 0 for what cannot be bound (a recording, a table)."""

    name: str
    on: date
    note: str
    digest: str
    kind: str
    ours: bool = False
    pages: int = 0
    first: int = 0


def made_on_the_queue(mediation: Mediation) -> str:
    """It is not issued like the others: the page of the file has it made (mediation.tasks)."""
    return "卷宗在“卷宗”页上合成。"


def versions(mediation: Mediation) -> list[Document]:
    """The files that were made, the newest first."""
    made = [paper for paper in mediation.documents.all() if paper.kind == KEY]
    return sorted(made, key=lambda paper: -paper.version)


def sheets(mediation: Mediation) -> list[Sheet]:
    """All lines in the order of the file: of each item its papers, then its scans; last what belongs to none.

    The file may be read by the parties and lent, so nothing of the sub-file is in it.
    """
    found, beside = file.held(mediation)
    days = _days(mediation)
    lines = []
    for item, held in zip(file.ITEMS, found, strict=True):
        if item.apart:
            continue
        lines += [_paper(paper, days, mediation) for paper in held.papers]
        lines += [_scan(scan) for scan in held.scans]
    return lines + [_scan(scan) for scan in beside]


def _paper(paper: Document, days: Mapping[tuple[str, str], date], mediation: Mediation) -> Sheet:
    key = paper.kind.removeprefix("mediation.")
    note = ""
    if key == "agreement" and mediation.effective_on:
        note = f"{say.short(mediation.effective_on, weekday=False)}生效"
    on = days.get((key, paper.scope)) or localdate(paper.issued_at)
    return Sheet(paper.label, on, note, paper.digest, "pdf", ours=True)


def _scan(scan: Attachment) -> Sheet:
    name, _, _ = scan.name.rpartition(".")
    note = "扫描件" if scan.kind in BINDABLE else "电子文件，另存"
    return Sheet(name or scan.name, localdate(scan.added_at), note, scan.digest, scan.kind)


def _days(mediation: Mediation) -> dict[tuple[str, str], date]:
    """The day of each paper is that of what it tells, by kind and scope."""
    begun = localdate(mediation.accepted_at or mediation.received_at)
    told = mediation.told.last()
    confirmation = Confirmation.objects.filter(matter=mediation).first()
    one: dict[str, Any] = {
        "application": mediation.applied_on or begun,
        "register": begun,
        "refusal": mediation.closed_at,
        "rights": told and told.told_at,
        "agreement": mediation.agreed_at,
        "oral": mediation.agreed_at,
        "confirmation": confirmation and confirmation.applied_on,
        "end": mediation.ended_at,
    }
    several: dict[str, tuple[Any, str, Callable[[int], str]]] = {
        "inquiry": (mediation.inquiries.filter(private=False), "at", file.turn),
        "prolonging": (mediation.prolongings, "at", file.turn),
        "record": (mediation.sessions, "held_at", file.turn),
        "receipt": (mediation.instalments, "done_on", lambda place: f"第{place}期"),
        "visit": (mediation.visits, "at", file.turn),
    }
    days = {(key, ""): _day(value) for key, value in one.items() if value}
    for place, row in enumerate(capacity.mandates(mediation.people), 1):
        days["mandate", f"第{place}份" if place > 1 else ""] = row.given_on
    for key, (rows, column, scope) in several.items():
        for place, value in enumerate(rows.values_list(column, flat=True), 1):
            if value:
                days[key, scope(place) if place > 1 else ""] = _day(value)
    return days


def _day(value: Any) -> date:
    on: date = say.local(value)
    return date(on.year, on.month, on.day)


def counted(lines: Sequence[Sheet], read: Callable[[str], bytes]) -> list[Sheet]:
    """With the page on which each begins, from 1. What cannot be opened or is too long is kept beside the file."""
    done, place = [], 1
    for line in lines:
        try:
            pages = pages_of(read(line.digest), line.kind) if line.kind in BINDABLE else 0
        except Unbindable:
            pages, line = 0, replace(line, note="电子文件，另存")
        done.append(replace(line, pages=pages, first=place))
        place += pages
    return done


# --- What the printed sheets say --------------------------------------------------------------------------------


def front(mediation: Mediation, lines: Sequence[Sheet]) -> dict[str, Any]:
    """Cover and index."""
    session = mediation.sessions.select_related("kept_by").last()
    bound = [line for line in lines if line.pages]
    return {
        **facts.frame(mediation),
        "number": mediation.number,
        "subject": mediation.title,
        "mediators": "、".join(facts.mediators(mediation)),
        "kept_by": session.kept_by.name if session else "",
        "begun_on": say.day(mediation.accepted_at or mediation.received_at),
        "ended_on": _ended(mediation),
        "results": _results(mediation),
        **_filed(mediation),
        "retention": mediation.retention,
        "pages": sum(line.pages for line in lines),
        "remark": "不公开调解；" if mediation.behind_closed_doors else "",
        "lines": [_line(line, line is bound[-1]) for line in lines],
        "spare": range(max(0, LINES - len(lines))),
        "count": len(lines),
    }


def _line(line: Sheet, last: bool) -> dict[str, str]:
    """The page on which it begins; of the last one also where it ends."""
    page = str(line.first) if line.pages else ""
    if line.pages > 1 and last:
        page = f"{line.first}—{line.first + line.pages - 1}"
    return {"name": line.name, "on": f"{line.on:%Y-%m-%d}", "page": page, "note": line.note}


def _ended(mediation: Mediation) -> str:
    return say.day(mediation.effective_on or mediation.ended_at or mediation.agreed_at or mediation.closed_at)


def _results(mediation: Mediation) -> list[tuple[str, bool]]:
    """What came of it, as boxes with their ticks."""
    found = Confirmation.objects.filter(matter=mediation, result=Confirmation.Result.CONFIRMED)
    agreed = bool(mediation.agreed_at)
    return [
        ("书面协议", agreed and mediation.form == Mediation.Form.WRITTEN),
        ("口头协议", agreed and mediation.form == Mediation.Form.ORAL),
        ("终止", bool(mediation.end_reason)),
        ("不予受理", bool(mediation.refusal)),
        ("已履行", mediation.performed_on is not None),
        ("已司法确认", agreed and found.exists()),
    ]


def _filed(mediation: Mediation) -> dict[str, str]:
    done = mediation.status == Mediation.Status.ARCHIVED
    return {
        "filed_by": mediation.archived_by.name if mediation.archived_by else "",
        "filed_on": say.day(mediation.closed_at) if done else "",
    }


def back(mediation: Mediation, lines: Sequence[Sheet]) -> dict[str, Any]:
    """卷宗情况说明 and the back cover: how many, what lies beside the file, what is missing and why."""
    apart = [line.name for line in lines if not line.pages]
    lacking = [line.lacking for line in file.required(mediation) if line.lacking and not line.item.apart]
    count, pages = len(lines) - len(apart), sum(line.pages for line in lines)
    notes = [f"本卷共{count}件、{pages}页，按程序先后排列，页号已逐页编写。"]
    if scans := sum(1 for line in lines if line.pages and not line.ours):
        notes.append(f"其中扫描件{scans}件，由上传的文件转成，原文件另存于本系统。")
    if apart:
        notes.append(f"不能装入本卷、另存于本系统的电子文件{len(apart)}件：{'、'.join(apart)}。")
    notes += [line.rstrip("。") + "。" for line in say.paragraphs(mediation.file_note)]
    for entry in court.added_later(mediation):
        notes.append(f"补卷：{say.day(entry.typed_at)}{court.AFTER_FILING[entry.action]}，材料补入本卷。")
    short = [phrase.split("（")[0] for phrase in lacking]
    notes.append(f"缺件：{'、'.join(short)}。" if short else "缺件：无。")
    return {
        **facts.frame(mediation),
        "number": mediation.number,
        "notes": [f"{say.numeral(place)}、{note}" for place, note in enumerate(notes, 1)],
        "count": count,
        "pages": pages,
        **_filed(mediation),
    }
