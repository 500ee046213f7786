"""The file of a mediation: which papers it must hold by its course, what is there, what is missing (domain: 2.4).

A paper is there when it was issued here, or when a scan was attached as it: whoever attaches it chooses the item, or
the act that it came with knows. Names of files say nothing. What was said apart lies in a sub-file (副卷) of its own.
Nothing here writes; core.documents.binding and mediation.tasks make the one file of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from core.models import Attachment, Document
from core.parties import capacity
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
        return sum(not row.private for row in self.mediation.inquiries.all())

    @cached_property
    def talks(self) -> int:
        """Talks with one side apart."""
        return sum(row.private for row in self.mediation.inquiries.all())

    @cached_property
    def mandates(self) -> int:
        return len(capacity.mandates(self.mediation.people))

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
    """A line of the list: the `kinds` of papers that are it, beside scans attached as it (Attachment.item is `key`).

    `needed(course)`: the scopes that must be there, none where the course asks for none. `others`: a paper
    that others make (a court, a bank, a party); where there is none, the note of the file says why, naming it or `short`.
    `apart`: it lies in the sub-file.
    """

    key: str
    name: str
    kinds: tuple[str, ...]
    needed: Callable[[Course], Sequence[str]]
    others: bool = False
    short: str = ""
    apart: bool = False


def _met(course: Course) -> bool:
    return course.formal and (course.agreed or course.sessions > 0)


RULING = "ruling"
TALK = "talk"
ITEMS: tuple[Item, ...] = (
    Item(
        "opening",
        "人民调解申请书或者受理登记表",
        ("mediation.application", "mediation.register"),
        lambda course: ENOUGH,
    ),
    Item(
        "referral",
        "移送函",
        (),
        lambda course: _once(course.referred and course.formal),
        others=True,
        short="移送",
    ),
    Item("refusal", "不予受理告知书", ("mediation.refusal",), lambda course: _once(course.refused)),
    Item("rights", "权利义务告知书", ("mediation.rights",), lambda course: _once(_met(course))),
    Item("identity", "当事人身份证明", (), lambda course: _once(_met(course)), others=True, short="身份证"),
    Item(
        "mandate",
        "授权委托书",
        ("mediation.mandate",),
        lambda course: tuple(_part(place) for place in range(1, course.mandates + 1)),
    ),
    Item("inquiry", "人民调解调查记录", ("mediation.inquiry",), lambda course: turns(course.inquiries)),
    Item(TALK, "单独谈话记录", ("mediation.talk",), lambda course: turns(course.talks), apart=True),
    Item("evidence", "证据材料", ("mediation.evidence",), lambda course: _once(course.evidence)),
    Item("prolonging", "延期同意书", ("mediation.prolonging",), lambda course: turns(course.prolongings)),
    Item(
        "record",
        "人民调解记录",
        ("mediation.record",),
        lambda course: turns(course.sessions) or _once(course.written),
    ),
    Item("agreement", "人民调解协议书", ("mediation.agreement",), lambda course: _once(course.written)),
    Item("oral", "人民调解口头协议登记表", ("mediation.oral",), lambda course: _once(course.oral)),
    Item(
        "receipt",
        "履行凭证",
        ("mediation.receipt",),
        lambda course: _once(course.performed),
        others=True,
        short="凭证",
    ),
    Item(
        "confirmation",
        "司法确认申请书",
        ("mediation.confirmation",),
        lambda course: _once(course.confirmation is not None),
    ),
    Item(RULING, "法院裁定书", (), lambda course: _once(course.ruled), others=True, short="裁定"),
    Item("end", "终止调解通知书", ("mediation.end",), lambda course: _once(course.ended)),
    Item(
        "visit",
        "人民调解回访记录",
        ("mediation.visit",),
        lambda course: turns(course.visits) or _once(course.agreed),
    ),
    Item("closing", "结案报告表", ("mediation.closing",), lambda course: ()),
)
BESIDE = "beside"
# What a scan may be, as the form asks (core.procedure.procedure.Procedure.items); what lies apart.
CHOICES = (
    *((item.key, item.name + ("（副卷）" if item.apart else "")) for item in ITEMS),
    (BESIDE, "其他材料"),
)
APART = frozenset({TALK, "mediation.talk"})


def reads_apart(user: Any, mediation: Mediation) -> bool:
    """The sub-file is open to the body that mediates and to the archivist (人民调解法 art. 15(4))."""
    own = mediation.body_id in user.reach.units and user.has_perm("mediation.mediate")
    return bool(own or user.has_perm("mediation.archive"))


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
        if item.name in note or item.short in note:
            return ""
        how = "请出具，或者上传扫描件" if item.kinds else "请上传扫描件"
        return f"{item.name}（{how}；确实没有的，在卷宗情况说明里写明“{item.short}”和原因）"
    which = "、".join(scope or "第1次" for scope in open_ones) if len(scopes) > 1 else ""
    return f"{item.name}{which}"


def held(mediation: Mediation) -> tuple[list[Held], tuple[Attachment, ...]]:
    """What is there of each item in their order, and the scans that belong to none. The page has both at hand (core.lists.prefetch)."""
    newest: dict[tuple[str, str], Document] = {}
    for paper in sorted(mediation.documents.all(), key=lambda one: one.version):
        newest[paper.kind, paper.scope] = paper
    scans: dict[str, list[Attachment]] = {}
    for scan in mediation.attachments.all():
        if scan.withdrawn_at is None:
            scans.setdefault(scan.item or BESIDE, []).append(scan)
    found = []
    for item in ITEMS:
        papers = [paper for kind in item.kinds for paper in _of_kind(newest, kind)]
        found.append(Held(tuple(papers), tuple(scans.get(item.key, ()))))
    return found, tuple(scans.get(BESIDE, ()))


def _of_kind(newest: dict[tuple[str, str], Document], kind: str) -> list[Document]:
    """In the order of their scopes: none, 第2次, 第10次."""
    own = [paper for (key, _), paper in newest.items() if key == kind]
    return sorted(own, key=lambda paper: (len(paper.scope), paper.scope))


def has_scan(mediation: Mediation, key: str) -> bool:
    return mediation.attachments.filter(item=key, withdrawn_at=None).exists()


# How long a file is kept, in words that are true of every one on every day (`retention`).
KEPT = "10年（疑难复杂或者经司法确认的30年，重大的永久）"


def retention(mediation: Mediation) -> str:
    """The retention class that the kind of matter suggests (文书档案: 永久, 30年, 10年).

    For good where it was grave; thirty years where a court confirmed the agreement or the dispute was difficult.
    """
    if mediation.grave:
        return Mediation.Retention.PERMANENT
    court = getattr(mediation, "confirmation", None)
    if mediation.difficult or (court and court.result == Confirmation.Result.CONFIRMED):
        return Mediation.Retention.THIRTY
    return Mediation.Retention.TEN
