"""The lives of seeded matters: for each of them the rows that the verbs would have left."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db import models

from cases import clocks as terms
from cases import remedies
from cases.models import CallBack, Case, Handover
from core.deadlines.clocks import ClockRule
from core.documents.remedies import Telling
from core.intake.titles import title_of
from core.models import Access, Clock, HistoryDetail, HistoryEntry, Matter, MatterText, Party, Unit, User
from core.records.history import canonical, detail_hash, entry_hash
from core.records.numbers import LOOKUP_LETTERS
from core.values.refused import Refused
from core.workflow.perform import searchable
from tools.demo.courses import CHANNELS, RATINGS, pick
from tools.demo.hours import OfficeTime
from tools.seed import words
from tools.seed.cast import Cast
from tools.seed.line import Line, Reckoner, Rows
from tools.seed.mediated import Mediated

S = Case.Status
GRADES = (("simple", 25), ("ordinary", 55), ("complex", 20))
WORKED = {"simple": 420, "ordinary": 2100, "complex": 5880}  # office minutes of the terms
MARK = {"measured": "测量数据，不是真实事项"}  # in the first entry of every seeded matter


@dataclass(frozen=True)
class Plan:
    """When a matter comes in, which way it goes, and in which status it stands now (empty: at its end)."""

    minute: int
    way: str
    until: str = ""


class Book:
    """Collects the rows of many lives. `ids` gives the ids of matters, `people` those of parties."""

    def __init__(
        self, cast: Cast, citizens: list[dict[str, Any]], hours: OfficeTime, reckoner: Reckoner
    ) -> None:
        self.cast, self.citizens, self.hours, self.reckoner = cast, citizens, hours, reckoner
        self.mediable = [category for category in cast.categories if category.mediable]
        self._ways: dict[str | None, Telling | None] = {}

    def ways(self, case: Case, by: User) -> Telling | None:
        """What somebody who is sent elsewhere is told of remedies, looked up once a category; None where nobody has
        reviewed them yet.
        """
        if case.sealed:
            return None
        if case.category_id not in self._ways:
            try:
                self._ways[case.category_id] = remedies.told(case, {}, by)
            except Refused:
                self._ways[case.category_id] = None
        return self._ways[case.category_id]

    def write(self, plans: list[Plan], rng: Random, ids: Iterator[int], people: Iterator[int]) -> Rows:
        """The rows of these matters by table, without numbers and without ids of entries."""
        rows: Rows = defaultdict(list)
        for plan in plans:
            _Life(self, plan, rng, ids, people, rows).tell()
        return rows


class _Life:
    """One matter and what stands below it."""

    def __init__(
        self, book: Book, plan: Plan, rng: Random, ids: Iterator[int], people: Iterator[int], rows: Rows
    ) -> None:
        self.book, self.cast, self.plan, self.rng, self.rows = book, book.cast, plan, rng, rows
        self.ids, self.people, self.minute = ids, people, plan.minute

    # --- Time -------------------------------------------------------------------------------------------

    @property
    def at(self) -> datetime:
        return self.book.hours.at(self.minute)

    def wait(self, *spans: int) -> Iterator[datetime]:
        """The moments after so many office minutes each; squeezed where they would lie after now."""
        left = self.book.hours.now - self.minute - 1
        pace = min(1.0, max(left, 0) / max(sum(spans), 1))
        for span in spans:
            self.minute = min(self.minute + max(int(span * pace), 0), self.book.hours.now)
            yield self.at

    # --- Rows -------------------------------------------------------------------------------------------

    def add(self, *new: models.Model) -> None:
        for row in new:
            self.rows[type(row)].append(row)

    def enter(self, line: Line, name: str, by: User, at: datetime, status: str = "", **detail: Any) -> None:
        """An act: the new status, and the entry that chains on."""
        matter, before = line.matter, line.matter.status if line.entries else ""
        matter.status = status or matter.status
        values, salt = json.loads(canonical(detail)), self.rng.randbytes(16).hex()
        entry = HistoryEntry(
            matter_id=matter.pk, seq=len(line.entries) + 1, action=f"{line.app}.{name}", before=before,
            after=matter.status, unit_id=matter.holder_unit_id, holder_id=matter.holder_user_id, by_id=by.pk,
            happened_at=at, typed_at=at, detail_hash=detail_hash(salt, values),
            previous=line.entries[-1].hash if line.entries else "",
        )  # fmt: skip
        entry.hash = entry_hash(entry)
        if name != "note":  # the one quiet act here
            matter.version = entry.seq
        line.entries.append(entry)
        self.add(entry, HistoryDetail(salt=salt, values=values))

    def start(
        self, line: Line, rule: ClockRule, at: datetime, unit: Unit | None = None, user: User | None = None
    ) -> None:
        line.clocks.append(self.book.reckoner.clock(line.matter.pk, rule, at, unit, user))

    def close(self, line: Line, at: datetime) -> None:
        line.matter.closed_at = at
        line.meet(at, how=Clock.End.CANCELLED)

    # --- The case ---------------------------------------------------------------------------------------

    def tell(self) -> None:
        line = self._register()
        if self.plan.until != S.REGISTERED:
            getattr(self, f"_{self.plan.way}")(line)
        self.store(line)

    def store(self, line: Line) -> None:
        line.finish()
        self.add(line.matter, MatterText(matter_id=line.matter.pk, text=searchable(line.matter)))
        self.add(*line.clocks)

    def _register(self) -> Line:
        rng, cast, at = self.rng, self.cast, self.at
        mediated = self.plan.way == "mediation"
        category = rng.choice(self.book.mediable if mediated and self.book.mediable else cast.categories)
        area, self.village = rng.choice(cast.places)
        said, place = words.demand(rng, self.village, category)
        self.desk, pk = rng.choice(cast.desk), next(self.ids)
        channel = "visit" if self.plan.way in ("spot", "elsewhere") else pick(rng, CHANNELS)
        sealed = rng.choice(("minor", "domestic_violence")) if rng.random() < 0.01 else ""
        case = Case(
            id=pk, matter_ptr_id=pk, root_id=pk, kind="case", title=title_of(said), masked_title=title_of(said), status=S.REGISTERED,
            area=area, area_path=area.path, holder_unit=cast.centre, held_since=at, compartment=sealed,
            first_contact=self.desk, received_at=at, registered_at=at, channel=channel, demand=said,
            place=place, category=category, wishes=["mediation" if mediated else "help"],
            head_count=rng.choice((1, 1, 1, 1, 2, 3, 6)), repeated=rng.random() < 0.06,
            flags=[sealed] if sealed else [], flags_cleared_at=at if sealed else None,
            flags_cleared_by=rng.choice(cast.directors) if sealed else None,
            lookup_code="".join(rng.choices(LOOKUP_LETTERS, k=8)),
        )  # fmt: skip
        self.parties(case, 2 if mediated else rng.choice((0, 1, 1, 1, 1, 1, 1, 2)))
        self._open_to(case, self.desk)
        self.start(line := Line(case, "cases"), terms.DISPATCH, at, cast.centre)
        count = {
            "channel": case.get_channel_display(),
            "parties": len(case.parties.all()),
            "flags": "",
            "told": "",
        }
        self.enter(line, "register", self.desk, at, S.REGISTERED, **count, **MARK)
        return line

    def parties(self, case: Case, count: int) -> None:
        made = [
            Party(
                id=next(self.people),
                matter_id=case.pk,
                order=order,
                role=("applicant", "respondent")[order - 1],
                **person,
            )
            for order, person in enumerate(self.rng.sample(self.book.citizens, count), 1)
        ]
        vars(case)["_prefetched_objects_cache"] = {"parties": made}  # what the searchable text is made of
        self.add(*made)

    def _open_to(self, case: Case, desk: User) -> None:
        if case.sealed:
            keepers = dict.fromkeys((*self.cast.keepers, desk))
            self.add(*(self.access(case, user, "keeper", case.received_at) for user in keepers))
        else:
            self.add(self.access(case, desk, "first_contact", case.received_at))

    def access(self, matter: Matter, whom: User | Unit, part: str, at: datetime) -> Access:
        to: dict[str, Any] = {"user": whom} if isinstance(whom, User) else {"unit": whom}
        return Access(matter_id=matter.pk, part=part, starts_at=at, **to)

    def _spot(self, line: Line) -> None:
        """Answered at the counter."""
        (at,) = self.wait(self.rng.randrange(8, 60))
        case, said = line.matter, words.answer(self.rng)
        case.answer, case.answered_at, case.answered_by = said, at, self.desk
        if rating := self.rng.choice(("satisfied", "satisfied", "fairly", "")):
            case.satisfaction, case.called_back_at = rating, at
            self.add(CallBack(matter_id=case.pk, at=at, by=self.desk, way="当场", rating=rating))
        line.meet(at, terms.DISPATCH)
        self.enter(
            line,
            "answer_on_spot",
            self.desk,
            at,
            S.SETTLED,
            answer=said,
            satisfaction=case.get_satisfaction_display(),
        )
        self.close(line, at)

    def _elsewhere(self, line: Line) -> None:
        """Not the town's business: told where to go."""
        (at,) = self.wait(self.rng.randrange(8, 60))
        case, body = line.matter, self.rng.choice(words.ELSEWHERE)
        case.told_body, case.told_where, case.told_basis = (
            body,
            "县城便民中心",
            "《信访工作条例》第二十三条第一款",
        )
        case.answer = f"您反映的事项不属于本镇职责，请向{body}（{case.told_where}）提出。"
        case.answered_at, case.answered_by = at, self.desk
        line.meet(at, terms.DISPATCH)
        ways = self.book.ways(case, self.desk)
        case.ways = ways.kept if ways else {}
        told = {"body": body, "where": case.told_where, "basis": case.told_basis} | (
            ways.said if ways else {}
        )
        self.enter(line, "elsewhere", self.desk, at, S.TOLD, **told)
        self.close(line, at)

    def _void(self, line: Line) -> None:
        (at,) = self.wait(self.rng.randrange(20, 200))
        line.matter.voided_at = at
        other = next((user for user in self.cast.dispatchers if user != self.desk), self.cast.directors[0])
        self.enter(line, "void", other, at, S.VOIDED, reason="重复登记")
        self.close(line, at)

    def _unit(self, line: Line) -> None:
        """Handed over, signed, handled, replied, called back."""
        rng, grade = self.rng, pick(self.rng, GRADES)
        unit, hand = self.cast.unit(rng, self.village)
        age = self.book.hours.now - self.minute
        handled = int(
            WORKED[grade] * (rng.uniform(0.1, 0.9) if rng.random() < 0.92 else rng.uniform(1.1, 1.4))
        )
        spans = [rng.randrange(10, 190), rng.randrange(15, 330), handled, rng.randrange(60, 1100)]
        if until := self.plan.until:
            known = {S.HANDED_OVER: 1, S.IN_HAND: 2, S.REPLIED: 3}[Case.Status(until)]
            spans = [min(span, age // (known + 1)) for span in spans[:known]]
        moments = self.wait(*spans)
        self._hand_over(line, unit, grade, next(moments))
        if until == S.HANDED_OVER:
            return
        at = next(moments)
        self.lead.signed_at, self.lead.signed_by = at, hand
        line.hold(at, unit, hand)
        line.meet(at, terms.SIGN)
        self.enter(line, "sign", hand, at, S.IN_HAND)
        if rng.random() < 0.3:
            self.enter(line, "note", hand, at, note=rng.choice(words.NOTES))
        if until == S.IN_HAND:
            return
        at = next(moments)
        self.lead.ended_at = at
        line.meet(at, *terms.HANDLE.values(), terms.FEEDBACK)
        self.reply(line, "reply", hand, at, words.answer(rng))
        if until != S.REPLIED:
            self.call_back(line, next(moments))

    def _hand_over(self, line: Line, unit: Unit, grade: str, at: datetime) -> None:
        case, by, note = (
            line.matter,
            self.rng.choice(self.cast.dispatchers),
            "请按期办理，结果直接告知反映人。",
        )
        case.grade = grade
        self.lead = Handover(matter_id=case.pk, unit=unit, note=note, handed_at=at, handed_by=by)
        self.add(self.lead, self.access(case, unit, Access.HANDLING, at))
        line.hold(at, unit)
        line.meet(at, terms.DISPATCH)
        detail = {"unit": unit.name, "grade": case.get_grade_display(), "days": "", "note": note}
        self.enter(line, "hand_over", by, at, S.HANDED_OVER, **detail)
        self.start(line, terms.SIGN, at, unit)
        self.start(line, terms.HANDLE[grade], case.received_at, None)
        self.start(line, terms.RETURN, at, unit)

    def reply(self, line: Line, name: str, by: User, at: datetime, said: str) -> None:
        case = line.matter
        case.answer, case.answered_at, case.answered_by = said, at, by
        line.hold(at, self.cast.centre, self.desk)
        line.meet(at, terms.RETURN, terms.SIGN, how=Clock.End.CANCELLED)
        self.enter(line, name, by, at, S.REPLIED, answer=said)
        self.start(line, terms.CALL_BACK, at, self.cast.centre, self.desk)

    def call_back(self, line: Line, at: datetime) -> None:
        case, rating = line.matter, pick(self.rng, RATINGS)
        unsatisfied = rating == Case.Satisfaction.UNSATISFIED
        by, note = self.desk, ""
        if unsatisfied:
            by, note = self.rng.choice(self.cast.directors), "已向其说明并记录意见。"
        case.satisfaction, case.called_back_at = rating, at
        line.meet(at, terms.CALL_BACK)
        self.add(CallBack(matter_id=case.pk, at=at, by=by, rating=rating, words=note))
        said = {"satisfaction": case.get_satisfaction_display(), "way": "", "note": note}
        self.enter(line, "call_back", by, at, S.FINISHED, **said)
        self.close(line, at)

    def _mediation(self, line: Line) -> None:
        Mediated(self, line).tell()
