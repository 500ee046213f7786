"""The file of a mediation: which papers it must hold by its course, what is there, what is missing (domain: 2.4).

A paper is there when it was issued here, or when a scan was attached whose name says what it is (签字的协议书.pdf).
Nothing here writes; core.binding and mediation.tasks make the one file of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from core import acting
from core.models import Attachment, Document
from mediation.models import Confirmation, Mediation

REFERRED = frozenset(Mediation.Source) - {Mediation.Source.APPLICATION, Mediation.Source.INITIATIVE}
ENOUGH = ("",)  # one paper of the kind, whichever its scope


class Course:
    """What has happened in a mediation, as far as its papers follow from it. Reads each table once."""

    def __init__(self, mediation: Mediation) -> None:
        self.mediation = mediation
        self.refused = bool(mediation.refusal)
        self.settled = mediation.settled_level is not None
        self.formal = not (self.refused or self.settled)
        self.agreed = bool(mediation.agreed_at)
        self.written = self.agreed and mediation.form == Mediation.Form.WRITTEN
        self.oral = self.agreed and mediation.form == Mediation.Form.ORAL
        self.ended = bool(mediation.end_reason)
        self.referred = mediation.source in REFERRED

    @cached_property
    def sessions(self) -> int:
        return self.mediation.sessions.count()

    @cached_property
    def inquiries(self) -> int:
        return self.mediation.inquiries.count()

    @cached_property
    def mandates(self) -> int:
        return len(acting.mandates(self.mediation.people))

    @cached_property
    def prolongings(self) -> int:
        return self.mediation.prolongings.count()

    @cached_property
    def visits(self) -> int:
        return self.mediation.visits.count()

    @cached_property
    def evidence(self) -> bool:
        return self.mediation.evidence.exists()

    @cached_property
    def performed(self) -> bool:
        return any(part.done_on for part in self.mediation.instalments.all())

    @cached_property
    def confirmation(self) -> Confirmation | None:
        return getattr(self.mediation, "confirmation", None)

    @property
    def ruled(self) -> bool:
        """The court has given a paper of its own."""
        return bool(
            self.confirmation
            and self.confirmation.result
            and self.confirmation.result != Confirmation.Result.WITHDRAWN
        )


def turn(place: int) -> str:
    """The first of several papers of a kind has no scope, the second is 第2次."""
    return f"第{place}次" if place > 1 else ""


def turns(count: int) -> tuple[str, ...]:
    return tuple(turn(place) for place in range(1, count + 1))


def _once(when: bool) -> tuple[str, ...]:
    return ENOUGH if when else ()


@dataclass(frozen=True)
class Item:
    """A line of the list: `kinds` of papers and `words` in the names of scans that are it.

    `needed(course)`: the scopes that must be there, none where the course asks for none. `others`: a paper
    that others make (a court, a bank, a party); where there is none, the note of the file says why.
    """

    name: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    needed: Callable[[Course], Sequence[str]]
    others: bool = False


ITEMS: tuple[Item, ...] = (
    Item(
        "人民调解申请书或者受理登记表",
        ("mediation.application", "mediation.register"),
        ("申请书", "受理登记表", "登记表"),
        lambda course: ENOUGH,
    ),
    Item(
        "移送函",
        (),
        ("移送", "委托调解", "委派调解", "来函"),
        lambda course: _once(course.referred and course.formal),
        others=True,
    ),
    Item("不予受理告知书", ("mediation.refusal",), ("不予受理",), lambda course: _once(course.refused)),
    Item(
        "权利义务告知书",
        ("mediation.rights",),
        ("权利义务", "告知书"),
        lambda course: _once(course.formal and (course.agreed or course.sessions > 0)),
    ),
    Item(
        "当事人身份证明",
        (),
        ("身份证", "身份证明", "户口", "营业执照", "护照", "居住证"),
        lambda course: _once(course.formal and (course.agreed or course.sessions > 0)),
        others=True,
    ),
    Item(
        "授权委托书",
        ("mediation.mandate",),
        ("授权委托", "委托书"),
        lambda course: tuple(_part(place) for place in range(1, course.mandates + 1)),
    ),
    Item(
        "人民调解调查记录",
        ("mediation.inquiry",),
        ("调查记录", "调查笔录", "询问笔录"),
        lambda course: turns(course.inquiries),
    ),
    Item("证据材料", ("mediation.evidence",), ("证据", "照片"), lambda course: _once(course.evidence)),
    Item("延期同意书", ("mediation.prolonging",), ("延期",), lambda course: turns(course.prolongings)),
    Item(
        "人民调解记录",
        ("mediation.record",),
        ("调解记录", "调解笔录", "一次调解"),
        lambda course: turns(course.sessions) or _once(course.written),
    ),
    Item("人民调解协议书", ("mediation.agreement",), ("协议书", "达成协议", "签字", "签署"), lambda course: _once(course.written)),
    Item("人民调解口头协议登记表", ("mediation.oral",), ("口头协议",), lambda course: _once(course.oral)),
    Item(
        "履行凭证",
        ("mediation.receipt",),
        ("凭证", "收条", "收据", "汇款", "回单", "转账", "履行"),
        lambda course: _once(course.performed),
        others=True,
    ),
    Item(
        "司法确认申请书",
        ("mediation.confirmation",),
        ("司法确认",),
        lambda course: _once(course.confirmation is not None),
    ),
    Item(
        "法院裁定书", (), ("裁定书", "司法确认裁定", "裁定", "调确", "受理通知"), lambda course: _once(course.ruled), others=True
    ),
    Item("终止调解通知书", ("mediation.end",), ("终止",), lambda course: _once(course.ended)),
    Item(
        "人民调解回访记录",
        ("mediation.visit",),
        ("回访",),
        lambda course: turns(course.visits) or _once(course.agreed),
    ),
    Item("结案报告表", ("mediation.closing",), ("结案",), lambda course: ()),
)  # fmt: skip
BESIDE = "其他材料"


def _part(place: int) -> str:
    return f"第{place}份" if place > 1 else ""


class Held(NamedTuple):
    """What is there of an item: the newest version of each paper, by scope, and its scans, oldest first."""

    papers: tuple[Document, ...]
    scans: tuple[Attachment, ...]


class Line(NamedTuple):
    """An item as this mediation has it. `lacking` names what is missing; empty when nothing is."""

    item: Item
    must: bool
    held: Held
    lacking: str


def required(mediation: Mediation, note: str | None = None) -> list[Line]:
    """All lines that this course needs or that are there, in the order of the file.

    `note`: the 卷宗情况说明, where it is being typed and not stored yet; it may explain papers of others.
    """
    course, found, _ = Course(mediation), *held(mediation)
    said = mediation.file_note if note is None else note
    lines = []
    for item, there in zip(ITEMS, found, strict=True):
        scopes = item.needed(course)
        if scopes or there.papers or there.scans:
            lines.append(Line(item, bool(scopes), there, _lacking(item, scopes, there, said)))
    return lines


def missing(mediation: Mediation, note: str | None = None) -> list[str]:
    """What the file still lacks, a phrase for each paper; empty when it may be archived."""
    return [line.lacking for line in required(mediation, note) if line.lacking]


def _lacking(item: Item, scopes: Sequence[str], there: Held, note: str) -> str:
    if not scopes:
        return ""
    issued = {paper.scope for paper in there.papers}
    open_ones = list(scopes) if not issued else [scope for scope in scopes if scope not in issued]
    if scopes is ENOUGH and issued:
        open_ones = []
    if len(there.scans) >= len(open_ones):
        return ""
    if item.others:
        if item.name in note or item.words[0] in note:
            return ""
        how = "请出具，或者上传扫描件" if item.kinds else "请上传扫描件"
        return f"{item.name}（{how}，名称写明“{item.words[0]}”；确实没有的，在卷宗情况说明里写明原因）"
    which = "、".join(scope or "第1次" for scope in open_ones) if len(scopes) > 1 else ""
    return f"{item.name}{which}"


def held(mediation: Mediation) -> tuple[list[Held], tuple[Attachment, ...]]:
    """What is there of each item in their order, and the scans that belong to none. The page has both at hand (core.gathered)."""
    newest: dict[tuple[str, str], Document] = {}
    for paper in sorted(mediation.documents.all(), key=lambda one: one.version):
        newest[paper.kind, paper.scope] = paper
    scans: dict[str, list[Attachment]] = {}
    for scan in mediation.attachments.all():
        if scan.withdrawn_at is None:
            scans.setdefault(_item_of(scan.name), []).append(scan)
    found = []
    for item in ITEMS:
        papers = [paper for kind in item.kinds for paper in _of_kind(newest, kind)]
        found.append(Held(tuple(papers), tuple(scans.get(item.name, ()))))
    return found, tuple(scans.get(BESIDE, ()))


def _of_kind(newest: dict[tuple[str, str], Document], kind: str) -> list[Document]:
    """In the order of their scopes: none, 第2次, 第10次."""
    own = [paper for (key, _), paper in newest.items() if key == kind]
    return sorted(own, key=lambda paper: (len(paper.scope), paper.scope))


def _item_of(name: str) -> str:
    """The item whose word stands in the name of a scan, the longest word first: 司法确认申请书 is no 申请书."""
    words = [
        (len(word), place, item.name)
        for place, item in enumerate(ITEMS)
        for word in item.words
        if word in name
    ]
    if not words:
        return BESIDE
    return max(words)[2]


def retention(mediation: Mediation) -> str:
    """The retention class that the kind of matter suggests (文书档案: 永久, 30年, 10年).

    For good where it was grave; thirty years where a court confirmed the agreement or the case was difficult.
    """
    if mediation.grave:
        return Mediation.Retention.PERMANENT
    court = getattr(mediation, "confirmation", None)
    if mediation.difficult or (court and court.result == Confirmation.Result.CONFIRMED):
        return Mediation.Retention.THIRTY
    return Mediation.Retention.TEN
