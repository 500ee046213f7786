"""The dossier bound into one: cover, index with real page numbers, all papers and scans in order, notes, back cover."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate, localtime

from core.documents import issue, render
from core.documents import paper_formats as say
from core.documents.binding import BINDABLE, Unbindable, Volume, pages_of
from core.documents.dossier import Dossier
from core.models import Attachment, Document
from core.values.moments import now

LINES = 14  # of the index at least: empty ones are left for ink
KEPT_BESIDE = "电子文件，另存"


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


def versions(dossier: Dossier, child: Any) -> list[Document]:
    """The bound ones, the newest first."""
    made = [paper for paper in child.documents.all() if paper.kind == dossier.kind]
    return sorted(made, key=lambda paper: -paper.version)


def sheets(dossier: Dossier, child: Any) -> list[Sheet]:
    """All lines in order: of each item its papers, then its scans; last what belongs to none. Nothing of the sub-file,
    for it may be read by the parties and lent.
    """
    found, beside = dossier.held(child)
    remarks, lines = dossier.remarks(child), []
    for item, held in zip(dossier.items, found, strict=True):
        if not item.apart:
            lines += [_paper(dossier, child, paper, remarks.get(paper.kind, "")) for paper in held.papers]
            lines += [_scan(scan) for scan in held.scans]
    return lines + [_scan(scan) for scan in beside]


def _paper(dossier: Dossier, child: Any, paper: Document, note: str) -> Sheet:
    """The day of a paper is that of what it tells."""
    told = dossier.days[paper.kind](child) if paper.kind in dossier.days else {}
    on = told.get(paper.scope) or paper.issued_at
    local = say.local(on)
    return Sheet(paper.label, date(local.year, local.month, local.day), note, paper.digest, "pdf", ours=True)


def _scan(scan: Attachment) -> Sheet:
    name, _, _ = scan.name.rpartition(".")
    note = "扫描件" if scan.kind in BINDABLE else KEPT_BESIDE
    return Sheet(name or scan.name, localdate(scan.added_at), note, scan.digest, scan.kind)


def counted(lines: Sequence[Sheet], read: Callable[[str], bytes] = issue.read) -> list[Sheet]:
    """With the page on which each begins, from 1. What cannot be opened or is too long is kept beside the dossier."""
    done, place = [], 1
    for line in lines:
        try:
            pages = pages_of(read(line.digest), line.kind) if line.kind in BINDABLE else 0
        except Unbindable:
            pages, line = 0, replace(line, note=KEPT_BESIDE)
        done.append(replace(line, pages=pages, first=place))
        place += pages
    return done


# --- What the printed sheets say --------------------------------------------------------------------------------


def front(dossier: Dossier, child: Any, lines: Sequence[Sheet]) -> dict[str, Any]:
    """Cover and index."""
    bound = [line for line in lines if line.pages]
    return {
        **dossier.cover_of(child),
        "cover": dossier.cover,
        "pages": sum(line.pages for line in lines),
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


def back(dossier: Dossier, child: Any, lines: Sequence[Sheet]) -> dict[str, Any]:
    """情况说明 and the back cover: how many, what lies beside it, what is missing and why."""
    beside = [line.name for line in lines if not line.pages]
    count, pages = len(lines) - len(beside), sum(line.pages for line in lines)
    notes = [f"本卷共{count}件、{pages}页，按程序先后排列，页号已逐页编写。"]
    if scans := sum(1 for line in lines if line.pages and not line.ours):
        notes.append(f"其中扫描件{scans}件，由上传的文件转成，原文件另存于本系统。")
    if beside:
        notes.append(f"不能装入本卷、另存于本系统的电子文件{len(beside)}件：{'、'.join(beside)}。")
    typed = say.paragraphs(getattr(child, dossier.note, ""))
    notes += [line.rstrip("。") + "。" for line in (*typed, *dossier.notes(child))]
    open_lines = [line for line in dossier.lines(child) if not line.item.apart]
    short = [line.lacking.split("（")[0] for line in open_lines if line.lacking]
    notes.append(f"缺件：{'、'.join(short)}。" if short else "缺件：无。")
    return {
        **dossier.cover_of(child),
        "word": dossier.word,
        "notes": [f"{say.numeral(place)}、{note}" for place, note in enumerate(notes, 1)],
        "count": count,
        "pages": pages,
    }


# --- Binding ----------------------------------------------------------------------------------------------------


def bind(label: str, lines: Sequence[Sheet], front: dict[str, Any], back: dict[str, Any], told: Any) -> bytes:
    """One PDF/A-3b (core.documents.binding). Papers begin on a right-hand page with number 1; the back cover lies on a
    left one. `told(n, note)` hears how many are in, and what to say should the next one be the last. Raises Unbindable
    for a scan that cannot be opened.
    """
    opening, numbers, closing = _printed(label, front, back)
    with Volume(opening) as volume:
        if len(volume) % 2:
            volume.blank()
        first = len(volume)
        for place, line in enumerate(lines, 1):
            told(place - 1, f"目录第{place}件打不开")  # stands where this one ends it
            _add(volume, line)
        told(len(lines))
        volume.number(numbers, first)
        if len(volume) % 2:
            volume.blank()
        volume.add(closing)
        return volume.save()


def _printed(label: str, front: dict[str, Any], back: dict[str, Any]) -> list[bytes]:
    """Front, page numbers and back, laid out."""
    more = {"created": localtime(now()), "number": front["number"]}
    parts = {"front": front, "numbers": {"numbers": range(1, front["pages"] + 1)}, "back": back}
    return [
        render.render(f"documents/dossier_{name}.html", {**values, **more}, title=f"{label}{front['number']}")
        for name, values in parts.items()
    ]


def _add(volume: Volume, line: Sheet) -> None:
    if not line.pages:
        return
    data = issue.read(line.digest)
    if line.ours:
        volume.add(data)
    else:
        volume.add_scan(data, line.kind)
