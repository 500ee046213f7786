"""Bringing in cases of another system: messages, hot-line sheets, registers kept in a spreadsheet.

A case keeps its days: it was received when the row says, and an answer was given when the row says, so
that its handling clock (一般事项 7 日) is met or missed as it was then. Only the typing is of today.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.import_words import CHANNELS, CLOSED, COLUMNS, ON_THE_SPOT, OPEN, TICKED
from cases.models import Case, Category
from cases.sensitive import pointed_at
from core.access.people import of_unit
from core.exchange.cells import (
    Hint,
    Places,
    by_code_and_name,
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
from core.exchange.import_people import further, parties_of
from core.exchange.import_rows import Row
from core.exchange.import_table import Head
from core.exchange.importing import Entry, Place, Stored
from core.intake.titles import title_of
from core.models import Area, Matter, Unit, User
from core.privacy.masking import mask_address, mask_digits, mask_id, mask_name, mask_phone
from core.values.refused import Refused
from core.workflow.perform_in_bulk import Birth, Step

__all__ = ["COLUMNS", "CaseImporter", "moment", "tidy"]
# Days that took the answer are counted by the ordinary term; the old system knew no grades.
GRADE = Case.Grade.ORDINARY
LONGEST_EXTRA = 500  # signs that the history keeps of a cell that is none of ours
_COUNTER = re.compile(r"\d{1,4}")  # numbers that every register has from 1 on
_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")
_VILLAGE = re.compile(r".{1,12}(?:村|社区|居委会|村委会|网格)")
_FLAGS: dict[str, Case.Flag] = {
    Matter.Compartment.DOMESTIC_VIOLENCE: Case.Flag.DOMESTIC_VIOLENCE,
    Matter.Compartment.MINOR: Case.Flag.MINOR,
}
Words = Mapping[str, Mapping[str, str]]


class CaseImporter:
    """Rows of one file as cases of one centre.

    `source` names the system they come from: numbers of two systems never clash, whatever they are.
    """

    kind, columns = "case", COLUMNS

    def __init__(self, by: User, source: str = "") -> None:
        self.by, self.source = by, source
        self.centre = _centre(by)
        areas = Area.objects.filter(closed_on=None)
        self.places = Places(areas, self.centre.area)
        self.categories = by_code_and_name(Category.objects.filter(retired_on=None))
        self.clerks = _clerks(self.centre)
        self.titles: tuple[str, ...] = ()
        self.hints: dict[str, Hint] = {}
        self.words: Words = {}
        self.opened: frozenset[str] = frozenset()
        self.channel = ""

    def prepare(self, head: Head, words: Words, opened: Collection[Place]) -> None:
        """Raises Refused for a meaning that is none."""
        self.titles, self.words, self.opened = head.titles, words, frozenset(map(str, opened))
        labels = " ".join(column.label for column in head.columns if column.key in ("received", "name"))
        said_of_it = f"{labels} {' '.join(head.titles)}"
        self.channel = (
            Case.Channel.VISIT if "来访" in said_of_it else Case.Channel.PHONE if "来电" in said_of_it else ""
        )
        for column, meant in words.items():
            known = {value for pair in self.options(column) for value in pair}
            if wrong := [value for value in meant.values() if value and value not in known]:
                raise Refused(f"“{column}”没有“{wrong[0]}”这个词可以对照。")

    # --- Words that nobody knows

    def asks(self, row: Row) -> Iterable[tuple[str, str]]:
        word = folded(said(row.cells["channel"]))
        if word not in CHANNELS and (word or not self.channel):
            yield "来源", word
        place = one_line(said(row.cells["area"]))
        if _VILLAGE.fullmatch(place) and self.places.find(place)[0] is None:
            yield "地点", place

    def options(self, column: str) -> Sequence[tuple[str, str]]:
        if column == "来源":
            return [(str(channel.value), str(channel.label)) for channel in Case.Channel]
        return [(row.code, row.name) for row in self.places.areas] if column == "地点" else ()

    # --- One row

    def entry(self, row: Row) -> Entry:
        """The facts of a case. Raises Refused for what cannot be true."""
        cells = row.cells
        demand = tidy(cells["demand"])
        if not demand:
            raise Refused("“诉求”里没有文字。")
        received = past(moment(cells["received"], "收到时间", self._hint(row)), "收到时间")
        people = parties_of(cells)
        notes, kept = people.notes, people.kept
        number = self._number(cells["number"], notes, kept)
        facts: dict[str, Any] = {
            "demand": demand,
            "received": received,
            "channel": self._channel(cells["channel"], notes),
            "parties": people.parties,
            **self._answer(cells, received, self._hint(row), notes, kept),
            **self._place(cells["area"]),
            **self._category(cells["category"], kept),
            **self._clerk(cells, kept),
        }
        if (count := max(people.count, len(people.parties) if people.count else 0)) > 1:
            facts["head_count"] = count
        if title := one_line(said(cells["title"])):
            if folded(title) in OPEN | TICKED:
                kept["source_title"] = title
            else:
                facts["title"] = mask_digits(title)
        sealed = self._sealed(row, facts, kept)
        self._others(row, kept, notes)
        facts["imported"] = {"source_number": number, **kept}
        facts["source_key"] = self._key(number, received, row)
        if number:
            facts["source_number"] = f"{self.source}:{number}"
        mark = facts["source_number"] if number and not _COUNTER.fullmatch(number) else ""
        together = f"{number}|{received}|{''.join(demand.split())}"
        alone = not number and "demand" not in row.filled
        return Entry(facts["source_key"], facts, mark, together, alone, tuple(notes), sealed)

    def _hint(self, row: Row) -> Hint:
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
        if word in CHANNELS:
            return CHANNELS[word]
        if word:
            channels = "、".join(channel.label for channel in Case.Channel)
            raise Refused(f"来源“{word}”不认识，应为{channels}之一。")
        default = self.channel or Case.Channel.NET
        notes.append(f"没有写来源，记作“{Case.Channel(default).label}”")
        return default

    def _key(self, number: str, received: datetime, row: Row) -> str:
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

    def _category(self, typed: str, kept: dict[str, str]) -> dict[str, Any]:
        """One of our categories; another office's word is no error and stays in the history (原分类)."""
        words = "".join(said(typed).split())
        category = self.categories.get(words) or self.categories.get(words.zfill(4))
        if words and not category:
            kept["source_category"] = words
        return {"category": category}

    def _clerk(self, cells: Mapping[str, str], kept: dict[str, str]) -> dict[str, Any]:
        """Who took it in then: one of ours by name, else the words alone."""
        name = "".join(said(cells["clerk"]).split())
        if name:
            kept["source_clerk"] = name
        return {"taken_in_by": self.clerks[name]} if name in self.clerks else {}

    def _sealed(self, row: Row, facts: dict[str, Any], kept: dict[str, str]) -> str:
        """Close what its words or its category point to, unless whoever imports says that it need not be."""
        words = (kept.get("source_category", ""), facts.get("title", ""), facts["demand"])
        compartment, why = pointed_at(*words)
        if not compartment:
            return ""
        label = Matter.Compartment(compartment).label
        if str(row.place) in self.opened:
            kept["not_sealed"] = f"写有“{why}”，导入人核对后认为不用封闭"
            return ""
        facts["compartment"] = compartment
        if facts["answer"] is None and compartment in _FLAGS:
            facts["flags"] = [_FLAGS[compartment]]
        return f"{label}：写有“{why}”。{facts.get('title') or title_of(facts['demand'])}"

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

    # --- Several rows, and what is stored already

    def join(self, first: Entry, other: Entry) -> Entry | None:
        """One case with the people of both."""
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

    def known(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        keys, marks = [entry.key for entry in entries], [entry.mark for entry in entries if entry.mark]
        rows = list(Case.objects.filter(Q(source_key__in=keys) | Q(source_number__in=marks)).order_by("-pk"))
        by_key, by_mark = (
            {getattr(row, name): row for row in rows} for name in ("source_key", "source_number")
        )
        found = {}
        for entry in entries:
            row = by_key.get(entry.key) or (by_mark.get(entry.mark) if entry.mark else None)
            if row is not None:
                found[entry.key] = self._stored(row, entry)
        return found

    def _stored(self, row: Case, entry: Entry) -> Stored:
        facts, differs = entry.facts, []
        if "".join(facts["demand"].split()) != "".join(row.demand.split()):
            differs.append("诉求")
        if facts["received"] != row.received_at:
            differs.append("收到时间")
        steps = self._steps(facts)
        if differs:
            return Stored(
                row.pk, f"登记号和以前入库的相同，{'、'.join(differs)}不同：没有改，也没有另存一件。"
            )
        if steps and row.status == Case.Status.REGISTERED:
            return Stored(row.pk, step=steps[0])
        if facts["answer"] and row.answer and "".join(facts["answer"].split()) != "".join(row.answer.split()):
            return Stored(row.pk, "答复和以前入库的不同，没有改。")
        if steps and row.closed_at is None:
            return Stored(row.pk, "已经在这里办理，文件里的答复没有补上。")
        return Stored(row.pk)

    def _steps(self, facts: Mapping[str, Any]) -> list[Step]:
        """What followed the registering: an answer, on its day, or where nobody knows it on the day it came in."""
        if facts["answer"] is None:
            return []
        at = facts["answered"] or facts["received"]
        data = {"answer": facts["answer"], "undated": facts.get("undated", False)}
        return [Step("import_reply", data, at, decided_by="原系统答复")]

    def birth(self, entry: Entry) -> Birth:
        """Registered as of its day; what was answered is finished on the day of the answer."""
        data = {"centre": self.centre, "town": self.centre.area, "historic": True, **entry.facts}
        steps = self._steps(data)
        received = data.pop("received")
        answered = data.pop("answered")
        data.pop("answer")
        if answered:  # a term was kept or missed only where both days are known
            data["grade"] = GRADE
        return Birth(data, received, steps=tuple(steps))

    def shown(self, entry: Entry) -> dict[str, str]:
        """The case as its page will show it."""
        facts, people = entry.facts, entry.facts["parties"]
        area = facts.get("area") or self.centre.area
        return {
            "登记号": facts["imported"]["source_number"],
            "收到": day_words(facts["received"]),
            "来源": Case.Channel(facts["channel"]).label,
            "标题": facts.get("title") or title_of(facts["demand"]),
            "诉求": mask_digits(facts["demand"]),
            "地点": f"{area.name} {facts.get('place', '')}".strip(),
            "类别": facts["category"].name
            if facts["category"]
            else facts["imported"].get("source_category", ""),
            "当事人": "、".join(map(_person, people)),
            "证件号码": "、".join(mask_id(party["id_number"]) for party in people if party["id_number"]),
            "住址": "、".join(mask_address(party["address"]) for party in people if party["address"]),
            "答复": _answer_words(facts),
            "封闭": entry.sealed.partition("。")[0],
        }


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
