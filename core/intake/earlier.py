"""此人以前的事项: matters of the people who stand at the counter, and what the file knows of them already.

Found by paper number, phone (keyed hashes) or exact name, through the gate. Numbers never leave the file:
the page shows them masked, and the copy is made by the server when the registration is saved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Q, Value, When

from core.deadlines.calendars import office_calendar
from core.deadlines.lights import Light, of_matter
from core.models import Matter, Party
from core.privacy.identity_numbers import clean_number
from core.privacy.phone_numbers import comparable_phone
from core.privacy.pinyin import initials
from core.procedure.procedure import by_kind
from core.values.moments import now

SHOWN = 3  # matters of one person on the page
READ = 60  # parties read for them
LINES = 40  # of the form
COPIED = ("name", "is_organisation", "id_number", "phone", "address", "sex", "birth_on")


@dataclass(frozen=True)
class Typed:
    """One line of the parties, as somebody is typing it: nothing is checked yet."""

    line: int
    name: str = ""
    id_number: str = ""
    phone: str = ""

    def matches(self) -> Q:
        """Parties that are the same person by one of the three."""
        hashes = Q()
        for column, text in (("id_hash", self.id_number), ("phone_hash", self.phone)):
            if found := _hash(column, text):
                hashes |= Q(**{column: found})
        return hashes | (Q(name=self.name, name_initials=initials(self.name)[:60]) if self.name else Q())

    def same(self, party: Party) -> list[str]:
        """By what the party is this person: the surest first."""
        return [
            label
            for label, typed, kept in (
                ("证件相同", clean_number(self.id_number), clean_number(party.id_number)),
                ("电话相同", comparable_phone(self.phone), comparable_phone(party.phone)),
                ("姓名相同", self.name, party.name),
            )
            if typed and typed == kept
        ]


@dataclass(frozen=True)
class Before:
    """One earlier matter of a person who is being registered."""

    matter: Matter
    party: Party
    line: int
    why: tuple[str, ...]
    state: Light
    brings: str
    taken: bool
    other_paper: bool = False

    def same_person(self, other: "Before") -> bool:
        """By the paper where both have one; else by name and phone. Of whom the file has the name alone, those of one
        name stand together, and apart from whom it knows better.
        """
        mine, theirs = self.party, other.party
        if mine.id_hash and theirs.id_hash:
            return mine.id_hash == theirs.id_hash
        alike = mine.name == theirs.name and mine.phone_hash == theirs.phone_hash
        return alike and bool(mine.phone_hash or not (mine.id_hash or theirs.id_hash))

    @property
    def said(self) -> str:
        """By what it was found: 电话相同 199****0001."""
        shown = {"电话相同": self.party.safe_masked_phone(), "姓名相同": self.party.masked_name}
        return "，".join(f"{label} {shown.get(label, '')}".strip() for label in self.why)


@dataclass
class Known:
    """A person whom the file knows, with all matters found: the data of the surest, newest one may be taken along."""

    found: list[Before]
    differs: bool = False  # another person under the same sign has another paper

    @property
    def first(self) -> Before:
        return self.found[0]

    @property
    def shown(self) -> list[Before]:
        return self.found[:SHOWN]


def people(before: Iterable[Before]) -> list[Known]:
    """One block a person, the surest first; whoever shares a phone or a name with another says that the papers differ."""
    known: list[Known] = []
    for one in before:
        mine = next((row for row in known if row.first.same_person(one)), None)
        if mine is None:
            known.append(Known([one]))
        else:
            mine.found.append(one)
    for row in known:
        papers = {other.first.party.id_hash for other in known if other.first.line == row.first.line} - {""}
        row.differs = row.first.other_paper or len(papers) > 1
    return known


def typed(post: Mapping[str, Any] | None) -> list[Typed]:
    """The lines of a posted form that name somebody."""
    if post is None:
        return []
    total = str(post.get("people-TOTAL_FORMS", ""))
    lines = [
        Typed(
            number,
            *(
                str(post.get(f"people-{number}-{field}", "")).replace("\0", "").strip()[:60]
                for field in ("name", "id_number", "phone")
            ),
        )
        for number in range(min(int(total), LINES) if total.isascii() and total.isdigit() else 0)
    ]
    return [one for one in lines if one.name or one.id_number or one.phone]


def earlier(user: Any, lines: Iterable[Typed], post: Any = None, calendar: Any = None) -> list[Before]:
    """Their matters that the reader may see, the surest first; two queries."""
    lines = list(lines)
    conditions = [condition for one in lines if (condition := one.matches())]
    if not conditions:
        return []
    ids = [one.id_number for one in lines if one.id_number]
    phones = [one.phone for one in lines if one.phone]
    surest = Case(
        When(id_hash__in=[_hash("id_hash", text) for text in ids if _hash("id_hash", text)], then=Value(0)),
        When(phone_hash__in=[h for text in phones if (h := _hash("phone_hash", text))], then=Value(1)),
        default=Value(2),
    )
    parties = (
        Party.objects.visible_to(user)
        .filter(reduce(or_, conditions), matter__voided_at=None)
        .select_related("matter__holder_unit")
        .order_by(surest, "-matter__received_at", "-pk")[:READ]
    )
    return _shown(lines, list(parties), post, calendar)


def _shown(lines: list[Typed], parties: list[Party], post: Any, calendar: Any) -> list[Before]:
    shown: dict[int, Before] = {}
    if parties:
        calendar = calendar or office_calendar()
    rated = _rated(party.matter for party in parties)
    for party in parties:
        if party.matter_id in shown:
            continue
        found = next(((one, why) for one in lines if (why := one.same(party))), None)
        if found is None:  # a hash met what the plain text does not: nothing to say of it
            continue
        (one, why), line = found, found[0].line
        taken = post.getlist(f"people-{line}-same_as") if post is not None else []
        shown[party.matter_id] = Before(
            party.matter,
            party,
            line,
            tuple(why),
            state_of(party.matter, calendar, rated.get(party.matter_id, "")),
            brings(party),
            str(party.pk) in taken,
            bool(one.id_number and party.id_number and "证件相同" not in why),
        )
    return list(shown.values())


def _rated(matters: Iterable[Matter]) -> dict[int, str]:
    """What people said of the result, where their room asks for it: one query for each such kind."""
    of_kind: dict[str, list[int]] = {}
    for matter in matters:
        of_kind.setdefault(matter.kind, []).append(matter.pk)
    found: dict[int, str] = {}
    for kind, keys in of_kind.items():
        procedure = by_kind()[kind]
        if procedure.intake and (column := procedure.intake.rated):
            rows = procedure.model._default_manager.filter(pk__in=keys).exclude(**{column: ""})
            found |= dict(rows.values_list("pk", column))
    return found


def state_of(matter: Matter, calendar: Any, said: str = "") -> Light:
    """In hand or done, with the step it is at, and what people `said` of the result (Intake.rated)."""
    procedure = by_kind()[matter.kind]
    label = procedure.workflow.stage_of(matter).label
    if matter.closed_at:
        column: Any = (
            procedure.model._meta.get_field(procedure.intake.rated) if said and procedure.intake else None
        )
        rated = dict(column.choices)[said] if column else ""
        return Light("met", " · ".join(part for part in (label, rated) if part))
    return Light(of_matter(matter, now(), calendar).colour, f"在办 · {label}")


def brings(party: Party) -> str:
    """What the file knows beside the name, masked."""
    parts = (
        ("证件", party.masked_id),
        ("电话", party.safe_masked_phone()),
        ("住址", party.masked_address if party.may_be_reached() else ""),
        ("", "" if party.may_be_reached() else party.get_contact_display()),
    )
    return "、".join(f"{label} {text}".strip() for label, text in parts if text)


def bring(user: Any, data: dict[str, Any], pk: int) -> str:
    """Fill what was left blank in a line from an earlier party; what was typed wins.

    Returns a sentence where that cannot be: the party is hidden, or is somebody else. Whoever must not be
    reached directly stays so.
    """
    party = Party.objects.visible_to(user).filter(pk=pk).first()
    if party is None:
        return "要带入的资料已经看不到了，请手工填写。"
    line = Typed(0, data.get("name") or "", data.get("id_number") or "", data.get("phone") or "")
    other_paper = (
        line.id_number and party.id_number and clean_number(line.id_number) != clean_number(party.id_number)
    )
    if other_paper or not line.same(party):
        return "带入的资料与这一行填的不是同一个人，请去掉“带入资料”或改正。"
    if party.id_number and not line.id_number:
        data["id_kind"] = party.id_kind
    for name in COPIED:
        data[name] = data.get(name) or getattr(party, name)
    if not party.may_be_reached():
        data["contact"], data["contact_through"] = party.contact, party.contact_through
    return ""


def _hash(column: str, text: str) -> str:
    return Party._meta.get_field(column).derive(text) if text else ""  # type: ignore[union-attr]
