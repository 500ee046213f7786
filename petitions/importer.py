"""Bringing in petitions: messages with their replies, lists of transfers, the export of the national system.

What was answered before has its two legal clocks, the notice (15 days) and the handling (60 days), with the days of then:
late is late for ever. What was not answered is open here from its day of receipt, and may be born overdue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term
from core.exchange.cells import folded, moment, one_line, past, said, says_nothing
from core.exchange.import_people import UNNAMED
from core.exchange.import_registers import COUNTER, Facts, RegisterImporter
from core.exchange.import_rows import Row
from core.exchange.import_same import SamePeople, applicants
from core.exchange.import_words import TICKED
from core.exchange.importing import Entry, Stored
from core.intake.titles import title_of
from core.models import Matter, OutsideBody, User
from core.values.refused import Refused
from core.workflow.perform_in_bulk import Birth, Step
from petitions import clocks
from petitions.import_words import CHANNELS, COLUMNS, FACTS, FIELDS, KINDS, SOURCES, YES
from petitions.models import Petition

__all__ = ["COLUMNS", "PetitionImporter"]
K, So = Petition.Kind, Petition.Source
DAYS = {"sender_on": "上级收到日期", "report_by": "限办时间", "told": "告知日期", "accepted": "受理日期"}
NATIONAL = "国家系统"  # as a source: its columns are asked once, and every row has its number
TERMS = (
    "应当书面告知", "书面告知按期", "书面告知逾期", "没有告知日期，以答复日期作告知日期", "答复按期",
    "答复逾期，以后的统计一直计逾期",
)  # fmt: skip


class PetitionImporter(RegisterImporter):
    """Rows of one file as petitions of one centre."""

    kind, columns, channels = "petition", COLUMNS, CHANNELS
    choices = [pair for pair in Petition.Channel.choices if pair[0] != Petition.Channel.HALL]
    usual, visit, phone = Petition.Channel.NET, Petition.Channel.VISIT, Petition.Channel.PHONE

    def __init__(self, by: User, source: str = "") -> None:
        super().__init__(by, source)
        self.bodies = {body.pk: body for body in OutsideBody.objects.filter(closed_on=None)}
        self.named = {
            name: body for body in self.bodies.values() for name in (body.name, body.short_name) if name
        }

    # --- Words that nobody knows

    def asks(self, row: Row) -> Any:
        yield from super().asks(row)
        if (word := folded(said(row.cells["source"]))) and word not in SOURCES:
            yield "从哪里来", word
        if (name := one_line(said(row.cells["sender"]))) and name not in self.named:
            yield "转送单位", name

    def own_options(self, column: str) -> Sequence[tuple[str, str]]:
        if column == "从哪里来":
            return list(So.choices)
        return [(str(body.pk), body.name) for body in self.bodies.values()] if column == "转送单位" else ()

    # --- One row

    def own_facts(self, row: Row, facts: Facts, notes: list[str], kept: dict[str, str]) -> Facts:
        cells = row.cells
        own: Facts = {"area": facts.get("area") or self.centre.area}
        own["facts"] = sorted(fact for key, fact in FACTS.items() if _yes(cells[key]))
        own |= {name: True for name in ("urgent", "confidential") if _yes(cells[name])}
        own |= self._days(row, facts["received"])
        own |= self._sent(cells, own)
        own |= _counts(cells, facts)
        if number := folded(said(cells["national"])):
            own["national_number"] = number
        elif self.source == NATIONAL:
            raise Refused("国家系统编号是空的。")
        if word := folded(said(cells["kind"])):
            own["kind_of"] = KINDS.get(word, "")
            if not own["kind_of"]:
                kept["source_category"] = word
        if word := folded(said(cells["field"])):
            first = next((label for label in FIELDS if word.startswith(label)), "")
            own |= {"field": FIELDS[first]} if first else {}
        own["accusation"] = own.get("kind_of") == K.ACCUSATION
        own["unreachable"] = _yes(cells["unknown"]) or not _to_be_told(facts)
        if not says_nothing(cells["threat"]):
            if folded(cells["threat"]) in YES | TICKED:
                notes.append("“扬言”只写了“是”，没有原话，没有存")
            elif folded(cells["threat"]) not in ("否", "没有"):
                own["threat"] = one_line(cells["threat"])
        return own

    def _days(self, row: Row, received: datetime) -> Facts:
        """Days of other columns; told and accepted lie between the receipt and today. Raises Refused."""
        found: Facts = {}
        for name, label in DAYS.items():
            if not (typed := said(row.cells[name])):
                continue
            when = moment(typed, label, self.hint(row))
            day = localdate(when)
            if name in ("told", "accepted") and day < localdate(received):
                raise Refused(f"{label} {day} 早于收到日期 {localdate(received)}。")
            if name == "report_by":
                if day <= localdate(received):
                    raise Refused(f"{label} {day} 应当在收到日期 {localdate(received)} 以后。")
            else:
                past(when, label)
            found[name] = max(when, received) if name in ("told", "accepted") else day
        return found

    def _sent(self, cells: Mapping[str, str], own: Facts) -> Facts:
        """Who sent it down, and whether with a day for the report. Raises Refused for a body that nobody knows."""
        word, name = folded(said(cells["source"])), one_line(said(cells["sender"]))
        meant = self.words.get("从哪里来", {}).get(word) or SOURCES.get(word)
        body = self.named.get(name)
        if chosen := self.words.get("转送单位", {}).get(name):
            body = next((one for one in self.bodies.values() if chosen in (str(one.pk), one.name)), None)
        if word and not meant:
            raise Refused(f"从哪里来“{word}”不认识，应为直接、转送、交办之一。")
        if name and body is None:
            raise Refused(f"转送单位“{name}”不认识，请选对照的单位，或者先登记这个镇外单位。")
        meant = next((value for value, label in So.choices if meant in (value, label)), "")
        source = meant or (
            So.ASSIGNED if body and own.get("report_by") else So.FORWARDED if body else So.DIRECT
        )
        if source == So.DIRECT:
            return {"source": So.DIRECT, "report_by": None, "sender_on": None}
        if body is None:
            raise Refused("上级转送、交办的，要写转送、交办单位。")
        return {"source": source, "sender": body, "sender_number": one_line(said(cells["sender_number"]))}

    def close(self, facts: Facts, compartment: str) -> None:
        """What is an accusation asks no more than that: its keepers, its wall (art. 30)."""
        if compartment == Matter.Compartment.ACCUSATION:
            facts["accusation"], facts["kind_of"] = True, K.ACCUSATION
        else:
            super().close(facts, compartment)

    def entry(self, row: Row) -> Entry:
        """With what came of the two terms of the law."""
        found = super().entry(row)
        facts, sealed = found.facts, found.sealed
        why = K.ACCUSATION.label if facts["accusation"] else "要求保密" if facts.get("confidential") else ""
        if why and not sealed:
            sealed = f"{why}：原表写明。{facts.get('title') or title_of(facts['demand'])}"
        return _in_terms(replace(found, sealed=sealed))

    def join(self, first: Entry, other: Entry) -> Entry | None:
        made = super().join(first, other)
        return _in_terms(made) if made else None

    def identity(self, number: str, facts: Facts, row: Row) -> tuple[str, str]:
        """A number of the national system is one matter's alone; so is one that a register does not count from 1 on."""
        own = number if number and not COUNTER.fullmatch(number) else ""
        key = f"{self.source}:{own}" if own else self.key_of(number, facts["received"], row)
        national = facts.get("national_number", "")
        return (key if own or not national else f"国家:{national}"), national or own

    # --- What is here already

    def known(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        """By key, by national number, or the same words of the same people on the same day; a letter of other days that
        says the same of the same people is linked to the last one.
        """
        numbers = [number for entry in entries if (number := entry.facts.get("national_number"))]
        here = Q(source_key__in=[entry.key for entry in entries]) | Q(national_number__in=numbers)
        by_key: dict[str, Petition] = {}
        by_number: dict[str | None, Petition] = {}
        for one in Petition.objects.filter(here):
            by_key[one.source_key], by_number[one.national_number or None] = one, one
        seen = set(Petition.objects.visible_to(self.by).filter(here).values_list("pk", flat=True))
        same, found = SamePeople(self.by, Petition, entries), {}
        for entry in entries:
            facts = entry.facts
            row = by_key.get(entry.key) or by_number.get(facts.get("national_number", ""))
            if row is None and (before := same.before(facts, facts["demand"])):
                on_one_day = localdate(before.received_at) == localdate(facts["received"])
                if on_one_day and _plain(before.demand) == _plain(facts["demand"]):
                    found[entry.key] = Stored(before.pk)
                elif (
                    before.compartment != Matter.Compartment.ACCUSATION
                ):  # it is repeated by nothing that others see
                    facts["repeats"] = before  # type: ignore[index]
            elif row is not None:
                found[entry.key] = self._stored(row, entry) if row.pk in seen else Stored(row.pk)
        return found

    def _stored(self, row: Petition, entry: Entry) -> Stored:
        """What the file says otherwise; of what is sealed nothing is told."""
        if row.sealed:
            return Stored(row.pk)
        facts = entry.facts
        differs = differing(row, facts)
        if differs:
            return Stored(row.pk, f"以前入库的{'、'.join(differs)}不同：没有改，也没有另存一件。")
        if facts["answer"] and row.opinion and _plain(facts["answer"]) != _plain(row.opinion):
            return Stored(row.pk, "答复和以前入库的不同，没有改。")
        if facts["answer"] is None or row.closed_at:
            return Stored(row.pk)
        if row.status == Petition.Status.REGISTERED and row.source_key:
            return Stored(row.pk, step=self._steps(facts)[-1])
        return Stored(row.pk, "已经在这里办理，文件里的答复没有补上。")

    # --- Storing

    def _steps(self, facts: Mapping[str, Any]) -> list[Step]:
        """The notice on its day, and the answer on its own, or where nobody knows it on the day of receipt."""
        told, end = facts.get("told") or facts.get("accepted"), facts["answered"] or facts["received"]
        steps = []
        if told and (facts["answer"] is None or told <= end):
            steps.append(Step("import_notice", {}, told, decided_by="原系统告知"))
        if facts["answer"] is not None:
            data = {name: facts.get(name, False) for name in ("answer", "late_before", "undated")}
            steps.append(Step("import_reply", data, end, decided_by="原系统答复"))
        return steps

    def birth(self, entry: Entry) -> Birth:
        data = {"centre": self.centre, "town": self.centre.area, "part": Petition.Part.UNIT, **entry.facts}
        steps = self._steps(data)
        received = data.pop("received")
        if data["answer"] is not None:
            data["answered_since"] = data.get("accepted") or received if data["answered"] else None
            data["answered_before"] = True
        return Birth(data, received, steps=tuple(steps))

    def own_shown(self, facts: Facts) -> dict[str, str]:
        sender = facts.get("sender")
        return {
            "类别": str(K(facts["kind_of"]).label) if facts.get("kind_of") else "",
            "国家系统编号": facts.get("national_number", ""),
            "从哪里来": " ".join(
                filter(None, (So(facts["source"]).label, sender and sender.name, facts.get("sender_number")))
            ),
            "情形": "、".join(Petition.Fact(one).label for one in facts["facts"]),
        }


# --- Parts of a row ---------------------------------------------------------------------------------------------


def _yes(cell: str) -> bool:
    return folded(cell).lower() in YES | TICKED


def _plain(words: str) -> str:
    return "".join(words.split())


def _counts(cells: Mapping[str, str], facts: Facts) -> Facts:
    """人数, 以前登记次数. Raises Refused for what is no number."""
    found: Facts = {}
    for name, label, kept in (
        ("head_count", "人数", "head_count"),
        ("before", "以前登记次数", "repeats_outside"),
    ):
        words = folded(said(cells[name])).removesuffix("人").removesuffix("次").removesuffix(".0")
        if not words:
            continue
        if not (words.isascii() and words.isdigit()) or int(words) > 9999:
            raise Refused(f"{label}“{words[:20]}”不是数。")
        found[kept] = int(words)
    if "head_count" in found:
        found["head_count"] = max(found["head_count"], facts.get("head_count", 1))
    return found


def _to_be_told(facts: Facts) -> bool:
    """Name and address are clear; whoever wrote through a platform is told there (art. 23 ¶2)."""
    people = applicants(facts)
    named = any(one["name"] != UNNAMED for one in people)
    return named and (
        facts["channel"] == Petition.Channel.NET or any(one["address"] or one["phone"] for one in people)
    )


def differing(row: Petition, facts: Mapping[str, Any]) -> list[str]:
    """What a row of a file says otherwise than the petition here, by what it is."""
    pairs: list[tuple[str, Any, Any]] = [
        ("诉求", _plain(row.demand), _plain(facts["demand"])),
        ("收到日期", localdate(row.received_at), localdate(facts["received"])),
        ("信访形式", row.channel, facts["channel"]),
    ]
    optional = (
        ("人数", "head_count"),
        ("类别", "kind_of"),
        ("转送、交办文号", "sender_number"),
        ("国家系统编号", "national_number"),
    )
    pairs += [
        (label, getattr(row, name), facts[name])
        for label, name in optional
        if facts.get(name) and getattr(row, name)
    ]
    return [label for label, here, there in pairs if here != there]


# --- The two terms of the law ---------------------------------------------------------------------------------------


def _last_day(rule: ClockRule, since: datetime) -> date:
    """The raw last day of the legal term, which no shorter promise of the town changes; both count in calendar days."""
    return localdate(since) + timedelta(days=Term.parse(rule.term).count)


def _terms(facts: Facts) -> Facts:
    """Whether the notice was owed and in time, and the answer in time; None where it is not owed or not known."""
    answered = facts["answered"]
    told = facts.get("told") or facts.get("accepted") or answered
    told = min(told, answered) if told and answered else told
    owed = (
        not facts["unreachable"] and not facts["accusation"] and (told is not None or facts["answer"] is None)
    )
    in_time = localdate(told) <= _last_day(clocks.NOTICE, facts["received"]) if told else None
    handled = None
    if answered and not facts["accusation"] and facts.get("kind_of") != K.SUGGESTION:
        handled = localdate(answered) <= _last_day(clocks.HANDLE, facts.get("accepted") or facts["received"])
    return {"notice": (owed, in_time), "handled": handled, "late_before": handled is False}


def _in_terms(entry: Entry) -> Entry:
    """The entry with what came of the two terms, among its facts and its notes."""
    facts = {**entry.facts, **_terms(dict(entry.facts))}
    notes = (note for note in entry.notes if note not in TERMS)
    return replace(entry, facts=facts, notes=(*notes, *_told(facts)))


def _told(facts: Facts) -> list[str]:
    owed, in_time = facts["notice"]
    due, told_on_time, told_late, by_answer, handled, late = TERMS
    found = [due] if owed else []
    if owed and in_time is not None:
        found.append(told_on_time if in_time else told_late)
    if owed and not (facts.get("told") or facts.get("accepted")) and facts["answered"]:
        found.append(by_answer)
    return [*found, *([] if facts["handled"] is None else [handled if facts["handled"] else late])]
