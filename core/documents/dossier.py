"""The dossier (卷宗, 案卷) of a matter: which papers it must hold by its course, what is there, what is missing.

A room declares it (Procedure.dossier); page, completeness and the one bound PDF come from here. A paper is there when
it was issued, or when a scan was attached as it: whoever attaches it chooses the item, or the act that it came with
knows. Names of files say nothing. What lies `apart` is the sub-file (副卷): it is never lent and never bound.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.documents.issue import DocumentKind
from core.models import Attachment, Document
from core.models.matter import CLOSED

ENOUGH = ("",)  # one paper, whichever its scope
BESIDE = ("beside", "其他材料")
Scopes = Sequence[str]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Required:
    """When an item must be there: in words, and as the scopes that a matter needs of it (none: not needed). `unit`: how
    several are counted.
    """

    words: str
    scopes: Callable[[Any], Scopes]
    unit: str = "次"


ALWAYS = Required("每卷都要", lambda child: ENOUGH)


def when(words: str, holds: Callable[[Any], Any]) -> Required:
    """One paper where it holds."""
    return Required(words, lambda child: ENOUGH if holds(child) else ())


def keys(rows: Iterable[Any]) -> Scopes:
    """The scopes of papers that are made one for each row."""
    return tuple(str(row.pk) for row in rows)


@dataclass(frozen=True)
class Item:
    """A line of the list. `papers`: the kinds of documents that are it, beside scans attached as it.

    `others`: a paper that others make (a court, a bank, a party); this is the word by which the note of the dossier
    names it where there is none. `acts`: a scan that comes with one of these acts is this item, where `of(child,
    answers)` holds. `apart`: it lies in the sub-file.
    """

    key: str
    words: str
    papers: tuple[str, ...] = ()
    required: Required | None = None
    others: str = ""
    acts: tuple[str, ...] = ()
    of: Callable[[Any, Facts], bool] = lambda child, answers: True
    apart: bool = False


class Held(NamedTuple):
    """What is there of an item: the newest version of each paper, by scope, and its scans, oldest first."""

    papers: tuple[Document, ...]
    scans: tuple[Attachment, ...]


class Line(NamedTuple):
    """An item as a matter has it. `lacking` names what is missing; empty when nothing is."""

    item: Item
    must: bool
    held: Held
    lacking: str


@dataclass(frozen=True)
class Dossier:
    """What a room says of its dossier. `kind`, `label`: of the bound paper; `word`: how the pages call it.

    `cover`: its template, with what `facts(child)` gives (number at least; to cover, index, notes and back;
    `unit` where it is not the centre's). `days`: by kind of paper the day of what each tells, by its scope; without
    one it is the day of issue. `remarks(child)`: words of the index by kind. `notes(child)`: further sentences of the
    卷宗情况说明. `note`: the child's column of it that somebody types; what `others` make may be explained there.
    `ending`: the stages from which the matter's page says what is missing. `reads_apart(user, child)`: who may know
    the sub-file.
    """

    kind: str
    label: str
    items: tuple[Item, ...]
    cover: str
    facts: Callable[[Any], Facts]
    statuses: frozenset[str]
    ending: frozenset[str]
    word: str = "卷宗"
    days: Mapping[str, Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    remarks: Callable[[Any], Mapping[str, str]] = lambda child: {}
    notes: Callable[[Any], Sequence[str]] = lambda child: ()
    note: str = ""
    reads_apart: Callable[[Any, Any], bool] = lambda user, child: True
    compartments: frozenset[str] = CLOSED

    @property
    def paper(self) -> DocumentKind:
        """The bound dossier among the kinds of papers. It is not issued like the others: its page has it made."""
        return DocumentKind(
            self.kind,
            self.label,
            "documents/dossier_front.html",
            self.facts,
            statuses=self.statuses,
            when=lambda child: f"{self.word}在“{self.word}”页上合成。",
            personal=True,
            compartments=self.compartments,
        )

    def cover_of(self, child: Any) -> Facts:
        """What the cover says, with what stands on every paper."""
        return self.paper.values(child, None)[1]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What a scan may be, as the form asks."""
        named = ((item.key, item.words + ("（副卷）" if item.apart else "")) for item in self.items)
        return (*named, BESIDE)

    def lies_apart(self, key: str) -> bool:
        """Is this item, or this kind of paper, of the sub-file?"""
        return any(item.apart and key in (item.key, *item.papers) for item in self.items)

    def item_of(self, act: str, child: Any, answers: Facts) -> str:
        """Which item the scan is that came with an act; empty where none says so."""
        mine = (item.key for item in self.items if act in item.acts and item.of(child, answers))
        return next(mine, "")

    def lines(self, child: Any, note: str | None = None) -> list[Line]:
        """What this course needs and what is there, in the order of the dossier. `note`: as it is being typed."""
        found, _ = self.held(child)
        said = getattr(child, self.note, "") if note is None else note
        made = []
        for item, there in zip(self.items, found, strict=True):
            scopes = item.required.scopes(child) if item.required else ()
            if scopes or there.papers or there.scans:
                made.append(Line(item, bool(scopes), there, self._lacking(item, scopes, there, said)))
        return made

    def missing(self, child: Any, note: str | None = None) -> list[str]:
        """What it still lacks, a phrase for each paper; empty when it is whole."""
        return [line.lacking for line in self.lines(child, note) if line.lacking]

    def _lacking(self, item: Item, scopes: Scopes, there: Held, note: str) -> str:
        issued = {paper.scope for paper in there.papers}
        left = [scope for scope in scopes if scope not in issued]
        if (scopes is ENOUGH and issued) or len(there.scans) >= len(left):
            return ""
        if not item.others:
            unit = item.required.unit if item.required else ""
            which = (f"第{place}{unit}" for place, scope in enumerate(scopes, 1) if scope in left)
            return item.words + ("、".join(which) if len(scopes) > 1 else "")
        if item.words in note or item.others in note:
            return ""
        how = "请出具，或者上传扫描件" if item.papers else "请上传扫描件"
        why = f"；确实没有的，在{self.word}情况说明里写明“{item.others}”和原因" if self.note else ""
        return f"{item.words}（{how}{why}）"

    def held(self, child: Any) -> tuple[list[Held], tuple[Attachment, ...]]:
        """What is there of each item in their order, and the scans of none. Pages have both at hand (core.lists.prefetch)."""
        newest = {
            (paper.kind, paper.scope): paper
            for paper in sorted(child.documents.all(), key=lambda one: one.version)
        }
        papers = sorted(newest.values(), key=lambda one: (len(one.scope), one.scope))  # as their rows came
        scans: dict[str, list[Attachment]] = {}
        for scan in child.attachments.all():
            if scan.withdrawn_at is None:
                scans.setdefault(scan.item or BESIDE[0], []).append(scan)
        found = [
            Held(
                tuple(paper for kind in item.papers for paper in papers if paper.kind == kind),
                tuple(scans.get(item.key, ())),
            )
            for item in self.items
        ]
        return found, tuple(scans.get(BESIDE[0], ()))
