"""What importers of registers share (core.exchange.importing.Importer): people, places, days, answers, words that are asked about.

A matter keeps its days: it was received when the row says, and an answer was given when the row says, so that its
clocks are met or missed as they were then. Only the typing is of today. A room says what its columns are, what
further facts it reads, what follows a birth, and which rows it knows already.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.access.people import of_unit
from core.exchange.cells import (
    Hint,
    Places,
    day_words,
    folded,
    has_time,
    hint_of,
    moment,
    one_line,
    past,
    said,
    tidy,
)
from core.exchange.import_columns import Column
from core.exchange.import_people import further, parties_of
from core.exchange.import_rows import Row
from core.exchange.import_table import Head
from core.exchange.import_words import CLOSED, ON_THE_SPOT, OPEN, TICKED
from core.exchange.importing import Entry, Place
from core.intake.sensitive import pointed_at
from core.intake.titles import title_of
from core.models import Area, Matter, Unit, User
from core.privacy.masking import mask_address, mask_digits, mask_id, mask_name, mask_phone
from core.values.refused import Refused

LONGEST_EXTRA = 500  # signs that the history keeps of a cell that is none of ours
COUNTER = re.compile(r"\d{1,4}")  # numbers that every register has from 1 on
_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")
_VILLAGE = re.compile(r".{1,12}(?:村|社区|居委会|村委会|网格)")
Words = Mapping[str, Mapping[str, str]]
Facts = dict[str, Any]


class RegisterImporter:
    """Rows of one file as matters of one centre.

    `source` names the system they come from: numbers of two systems never clash, whatever they are. `channels`: the
    room's channel by the words of a register; `choices`: its channels with their labels; `usual`: the channel of a row
    that says none, in a table that says none.
    """

    kind: str
    columns: tuple[Column, ...]
    channels: Mapping[str, Any]
    choices: Sequence[tuple[str, str]]
    usual: str
    visit: str
    phone: str

    def __init__(self, by: User, source: str = "") -> None:
        self.by, self.source = by, source
        self.centre = _centre(by)
        areas = Area.objects.filter(closed_on=None)
        self.places = Places(areas, self.centre.area)
        self.clerks = _clerks(self.centre)
        self.titles: tuple[str, ...] = ()
        self.hints: dict[str, Hint] = {}
        self.words: Words = {}
        self.opened: frozenset[str] = frozenset()
        self.closed: Mapping[str, str] = {}
        self.channel = ""

    # --- What a room says of its own

    def own_facts(self, row: Row, facts: Facts, notes: list[str], kept: dict[str, str]) -> Facts:
        """Facts that this room alone reads. Raises Refused."""
        return {}

    def close(self, facts: Facts, compartment: str) -> None:
        """Put into the facts what closes it as such."""
        facts["compartment"] = compartment

    def own_options(self, column: str) -> Sequence[tuple[str, str]]:
        """What a word of one of its own columns may mean."""
        return ()

    # --- Before the rows

    def prepare(
        self, head: Head, words: Words, opened: Collection[Place], closed: Mapping[str, str] = {}
    ) -> None:
        """Raises Refused for a meaning that is none."""
        self.titles, self.words, self.closed = head.titles, words, closed
        self.opened = frozenset(map(str, opened))
        labels = " ".join(column.label for column in head.columns if column.key in ("received", "name"))
        said_of_it = f"{labels} {' '.join(head.titles)}"
        self.channel = self.visit if "来访" in said_of_it else self.phone if "来电" in said_of_it else ""
        for column, meant in words.items():
            known = {value for pair in self.options(column) for value in pair}
            if wrong := [value for value in meant.values() if value and value not in known]:
                raise Refused(f"“{column}”没有“{wrong[0]}”这个词可以对照。")

    # --- Words that nobody knows

    def asks(self, row: Row) -> Iterable[tuple[str, str]]:
        word = folded(said(row.cells["channel"]))
        if word not in self.channels and (word or not self.channel):
            yield "来源", word
        place = one_line(said(row.cells["area"]))
        if _VILLAGE.fullmatch(place) and self.places.find(place)[0] is None:
            yield "地点", place

    def options(self, column: str) -> Sequence[tuple[str, str]]:
        if column == "来源":
            return self.choices
        if column == "地点":
            return [(row.code, row.name) for row in self.places.areas]
        return self.own_options(column)

    # --- One row

    def _title(self, cells: Mapping[str, str], facts: Facts, kept: dict[str, Any]) -> None:
        """A word of the state of a matter is none of its title."""
        if title := one_line(said(cells["title"])):
            if folded(title) in OPEN | TICKED:
                kept["source_title"] = title
            else:
                facts["title"] = mask_digits(title)

    def entry(self, row: Row) -> Entry:
        """The facts of a matter. Raises Refused for what cannot be true."""
        cells = row.cells
        demand = tidy(cells["demand"])
        if not demand:
            raise Refused("“诉求”里没有文字。")
        received = past(moment(cells["received"], "收到时间", self.hint(row)), "收到时间")
        people = parties_of(cells)
        notes, kept = people.notes, people.kept
        number = self._number(cells["number"], notes, kept)
        facts: Facts = {
            "demand": demand,
            "received": received,
            "channel": self._channel(cells["channel"], notes),
            "parties": people.parties,
            **self._answer(cells, received, self.hint(row), notes, kept),
            **self._place(cells["area"]),
            **self._clerk(cells, kept),
        }
        if (count := max(people.count, len(people.parties) if people.count else 0)) > 1:
            facts["head_count"] = count
        self._title(cells, facts, kept)
        facts |= self.own_facts(row, facts, notes, kept)
        sealed = self._sealed(row, facts, kept)
        self._others(row, kept, notes)
        facts["imported"] = {"source_number": number, **kept}
        facts["source_key"], mark = self.identity(number, facts, row)
        together = f"{number}|{received}|{''.join(demand.split())}"
        alone = not number and "demand" not in row.filled
        named = str(row.place) in self.closed
        return Entry(facts["source_key"], facts, mark, together, alone, tuple(notes), sealed, named)

    def identity(self, number: str, facts: Facts, row: Row) -> tuple[str, str]:
        """The key that stays the same in a second export, and the number that one matter alone has, if any."""
        return self.key_of(number, facts["received"], row), ""

    def hint(self, row: Row) -> Hint:
        """The year and month that the title and the sheet name: days below are often written without them."""
        if row.sheet not in self.hints:
            titles, sheet = hint_of(*self.titles), hint_of(row.sheet)
            self.hints[row.sheet] = Hint(sheet.year or titles.year, sheet.month or titles.month)
        return self.hints[row.sheet]

    def _number(self, typed: str, notes: list[str], kept: dict[str, str]) -> str:
        number = folded(said(typed)) if folded(typed) != "0" else ""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:\s?\d\d:\d\d:\d\d)?", number):
            notes.append("编号被表格改成了日期，没有当作登记号，记在流转记录")
            kept["source_date"] = number
            return ""
        return number

    def _channel(self, typed: str, notes: list[str]) -> str:
        """The channel by its word; Raises Refused for a word that nobody knows and nobody was asked about."""
        word = folded(said(typed))
        meant = self.words.get("来源", {}).get(word)
        if meant:
            return next(value for value, label in self.options("来源") if meant in (value, label))
        if word in self.channels:
            return self.channels[word]
        if word:
            channels = "、".join(label for _, label in self.choices)
            raise Refused(f"来源“{word}”不认识，应为{channels}之一。")
        default = self.channel or self.usual
        notes.append(f"没有写来源，记作“{dict(self.choices)[default]}”")
        return default

    def key_of(self, number: str, received: datetime, row: Row) -> str:
        """source:number:digest. The digest tells apart two files that count from 1, rows without a number, and
        people who ask the same on one day; spaces and the way a date is written do not change it, so a second
        export is recognised.
        """
        cells = row.cells
        names = ("demand", "name", "phone", "id_number", "area", "name2")
        told = "|".join(
            (timezone.localtime(received).isoformat(), *("".join(cells[name].split()) for name in names))
        )
        return f"{self.source}:{number}:{hashlib.sha256(told.encode()).hexdigest()[:20]}"

    def _answer(
        self, cells: Mapping[str, str], received: datetime, hint: Hint, notes: list[str], kept: dict[str, str]
    ) -> dict[str, Any]:
        """The answer and its day. A word of state is no answer, a day without words still closes, and words
        without a day close on a day that nobody knows.
        """
        answer, typed, state = said(cells["answer"]), said(cells["answered"]), folded(said(cells["state"]))
        if state:
            kept["source_state"] = one_line(cells["state"])
        word = folded(answer)
        if word in OPEN or state in OPEN:
            if answer or typed:
                kept["source_course"] = " ".join(filter(None, (one_line(answer), one_line(typed))))
                notes.append("原表写着还没有办结，按未办结入库")
            return {"answer": None, "answered": None}
        words = "" if word in CLOSED or word in TICKED else answer
        if word and not words:
            kept["source_result"] = one_line(answer)
        if typed:
            return {"answer": words, "answered": self._answered(typed, received, hint)}
        if words or word in CLOSED or state in CLOSED:
            notes.append("有答复没有答复时间，已办结，答复时间空着" if words else "写着已办结，没有办结时间")
            return {"answer": words, "answered": None, "undated": True}
        if word:
            notes.append(f"办理结果只有“{word}”，没有时间，按未办结入库")
        return {"answer": None, "answered": None}

    def _answered(self, typed: str, received: datetime, hint: Hint) -> datetime:
        if folded(typed) in ON_THE_SPOT:
            return received
        answered = past(moment(typed, "答复时间", hint), "答复时间")
        if not has_time(typed) and timezone.localtime(answered).date() == timezone.localtime(received).date():
            return received  # only the day is known, and it is the same day
        if answered < received:
            raise Refused(f"答复时间 {day_words(answered)} 早于收到时间 {day_words(received)}。")
        return answered

    def _place(self, typed: str) -> dict[str, Any]:
        """An area of ours by code or name, else the town with the words kept as the detailed place."""
        words = one_line(said(typed))
        if code := self.words.get("地点", {}).get(words):
            area = next(row for row in self.places.areas if code in (row.code, row.name))
            return {"area": area, "place": words}
        area, rest = self.places.find(words)
        return ({"area": area} if area else {}) | ({"place": rest} if rest or not area else {})

    def _clerk(self, cells: Mapping[str, str], kept: dict[str, str]) -> dict[str, Any]:
        """Who took it in then: one of ours by name, else the words alone."""
        name = "".join(said(cells["clerk"]).split())
        if name:
            kept["source_clerk"] = name
        return {"taken_in_by": self.clerks[name]} if name in self.clerks else {}

    def _sealed(self, row: Row, facts: dict[str, Any], kept: dict[str, str]) -> str:
        """Close what its words or its category point to, unless whoever imports says that it need not be; and what
        whoever imports has read to be such, whatever its words.
        """
        title = facts.get("title") or title_of(facts["demand"])
        if chosen := self.closed.get(str(row.place)):
            self.close(facts, chosen)
            return f"{Matter.Compartment(chosen).label}：导入人核对后封闭。{title}"
        words = (kept.get("source_category", ""), facts.get("title", ""), facts["demand"])
        compartment, why = pointed_at(*words)
        if not compartment:
            return ""
        label = Matter.Compartment(compartment).label
        if str(row.place) in self.opened:
            kept["not_sealed"] = f"写有“{why}”，导入人核对后认为不用封闭"
            return ""
        self.close(facts, compartment)
        return f"{label}：写有“{why}”。{title}"

    def _others(self, row: Row, kept: dict[str, str], notes: list[str]) -> None:
        """What stands in columns that are none of ours, numbers of people masked: the history is no register."""
        found = []
        for label, cell in row.extra:
            words = one_line(said(cell))
            if not words:
                continue
            if len(words) > LONGEST_EXTRA:
                notes.append(f"“{label}”太长，流转记录只记前 {LONGEST_EXTRA} 字")
            found.append(f"{label}：{_NUMBER_OF_A_PERSON.sub(_masked, words[:LONGEST_EXTRA])}")
        if found:
            kept["source_columns"] = "；".join(found)

    # --- Several rows of one matter

    def join(self, first: Entry, other: Entry) -> Entry | None:
        """One matter with the people of both, closed where one of its rows is, as the stricter of them says."""
        if _closed(other) > _closed(first):
            facts = {**other.facts, "source_key": first.facts["source_key"]}
            notes = (*first.notes, *other.notes)
            closed = replace(other, key=first.key, mark=first.mark, facts=facts, notes=notes)
            return self.join(closed, replace(first, notes=())) or closed
        answers = [(entry.facts["answer"], entry.facts["answered"]) for entry in (first, other)]
        if all(answer != (None, None) for answer in answers) and answers[0] != answers[1]:
            raise Refused("和上面同一登记号的一行是同一件，答复不一样，请核对。")
        more = further(first.facts["parties"], other.facts["parties"])
        if not more and answers[1] in (answers[0], (None, None)):
            return None
        parties = [*first.facts["parties"], *more]
        came = sum("role" not in party for party in parties)
        facts = {**first.facts, "parties": parties}
        if answers[0] == (None, None):
            facts |= {
                name: other.facts[name] for name in ("answer", "answered", "undated") if name in other.facts
            }
        if came > 1:
            facts["head_count"] = max(came, first.facts.get("head_count", 1))
        return replace(
            first, facts=facts, notes=(*first.notes, *other.notes), sealed=first.sealed or other.sealed
        )

    def shown(self, entry: Entry) -> dict[str, str]:
        """The matter as its page will show it."""
        facts, people = entry.facts, entry.facts["parties"]
        area = facts.get("area") or self.centre.area
        return {
            "登记号": facts["imported"]["source_number"],
            "收到": day_words(facts["received"]),
            "来源": dict(self.choices)[facts["channel"]],
            "标题": facts.get("title") or title_of(facts["demand"]),
            "诉求": mask_digits(facts["demand"]),
            "地点": f"{area.name} {facts.get('place', '')}".strip(),
            **self.own_shown(dict(facts)),
            "当事人": "、".join(map(_person, people)),
            "证件号码": "、".join(mask_id(party["id_number"]) for party in people if party["id_number"]),
            "住址": "、".join(mask_address(party["address"]) for party in people if party["address"]),
            "答复": _answer_words(facts),
            "封闭": entry.sealed.partition("。")[0],
        }

    def own_shown(self, facts: Facts) -> dict[str, str]:
        """Its own facts, in words by what they are."""
        return {}


def _closed(entry: Entry) -> tuple[bool, ...]:
    """How far a row is closed: an accusation, by whoever imports, by its words."""
    accuses = entry.facts.get("accusation") or entry.facts.get("compartment") == Matter.Compartment.ACCUSATION
    return bool(accuses), entry.named, bool(entry.sealed)


def _person(party: Mapping[str, Any]) -> str:
    side = "（对方）" if party.get("role") else ""
    name = mask_name(party["name"], party.get("is_organisation", False))
    return f"{name}{side} {mask_phone(party['phone'])}".strip()


def _answer_words(facts: Mapping[str, Any]) -> str:
    if facts["answer"] is None:
        return ""
    day = day_words(facts["answered"]) if facts["answered"] else "（时间没有写）"
    return f"{day} {mask_digits(facts['answer']) or '已办结'}"


def _masked(found: re.Match[str]) -> str:
    return mask_phone(found.group()) if len(found.group()) == 11 else mask_id(found.group())


# --- What the rows refer to -----------------------------------------------------------------------------------


def _centre(by: User) -> Unit:
    units = Unit.objects.select_related("area").filter(kind=Unit.Kind.CENTRE, closed_on=None)
    centre = units.filter(pk__in=by.reach.units).first() or units.first()
    if centre is None:
        raise Refused("还没有设综治中心，不能导入；请先在“机构与人员”里建立。")
    return centre


def _clerks(centre: Unit) -> dict[str, User]:
    """The centre's people by name; a name that two of them bear names neither."""
    found: dict[str, list[User]] = {}
    for user in of_unit(centre):
        found.setdefault(user.name, []).append(user)
    return {name: users[0] for name, users in found.items() if len(users) == 1}
