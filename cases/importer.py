"""Bringing in cases of another system: messages, hot-line sheets, registers kept in a spreadsheet.

An answered case has its handling clock (一般事项 7 日), met or missed as it was then.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from cases.import_words import CHANNELS, COLUMNS
from cases.models import Case, Category
from core.exchange.cells import by_code_and_name, moment, said, tidy
from core.exchange.import_registers import COUNTER, Facts, RegisterImporter
from core.exchange.import_rows import Row
from core.exchange.importing import Entry, Stored
from core.models import Matter, User
from core.workflow.perform_in_bulk import Birth, Step

__all__ = ["COLUMNS", "CaseImporter", "moment", "tidy"]
# Days that took the answer are counted by the ordinary term; the old system knew no grades.
GRADE = Case.Grade.ORDINARY
_FLAGS: dict[str, Case.Flag] = {
    Matter.Compartment.DOMESTIC_VIOLENCE: Case.Flag.DOMESTIC_VIOLENCE,
    Matter.Compartment.MINOR: Case.Flag.MINOR,
}


class CaseImporter(RegisterImporter):
    """Rows of one file as cases of one centre."""

    kind, columns, channels = "case", COLUMNS, CHANNELS
    choices = [(str(channel.value), str(channel.label)) for channel in Case.Channel]
    usual, visit, phone = Case.Channel.NET, Case.Channel.VISIT, Case.Channel.PHONE

    def __init__(self, by: User, source: str = "") -> None:
        super().__init__(by, source)
        self.categories = by_code_and_name(Category.objects.filter(retired_on=None))

    def own_facts(self, row: Row, facts: Facts, notes: list[str], kept: dict[str, str]) -> Facts:
        """One of our categories; another office's word is no error and stays in the history (原分类)."""
        words = "".join(said(row.cells["category"]).split())
        category = self.categories.get(words) or self.categories.get(words.zfill(4))
        if words and not category:
            kept["source_category"] = words
        return {"category": category}

    def close(self, facts: Facts, compartment: str) -> None:
        """Whose answer is owed still: whoever takes alarms is told."""
        super().close(facts, compartment)
        if facts["answer"] is None and compartment in _FLAGS:
            facts["flags"] = [_FLAGS[compartment]]

    def identity(self, number: str, facts: Facts, row: Row) -> tuple[str, str]:
        if number:
            facts["source_number"] = f"{self.source}:{number}"
        mark = facts["source_number"] if number and not COUNTER.fullmatch(number) else ""
        return self.key_of(number, facts["received"], row), mark

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

    def own_shown(self, facts: Facts) -> dict[str, str]:
        category = facts["category"]
        return {"类别": category.name if category else facts["imported"].get("source_category", "")}
