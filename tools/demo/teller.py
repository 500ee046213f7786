"""The teller: keeps the steps of all matters and tells them in the order of time, by the same verbs as
the pages. What would happen after now is not told, so that the desk is found in the middle of its work.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.timezone import localdate

from core.documents import issue
from core.models import Area, Attachment, Matter, User
from core.procedure.procedure import by_kind
from core.values.moments import told_at
from core.workflow.perform import open_matter, perform
from mediation.dossier import DOSSIER
from mediation.steps.agreement import signers
from mediation.steps.course import untold
from tools.demo.hours import OfficeTime
from tools.demo.town import Town

# A page without words, for the scans of papers that were signed in ink.
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass
class Told:
    """One matter on its way: what has come of it so far. `minute` is that of the last step planned."""

    minute: int
    case: Any = None
    mediation: Any = None
    body: str = ""  # the committee that mediates
    filed: int = 0  # the minute from which its file can be put away


def fresh(told: Told) -> Any:
    """The mediation as it stands now."""
    return by_kind()["mediation"].child(Matter.objects.get(pk=told.mediation.pk))


@dataclass
class Teller:
    """Plans steps by office minute; `tell` performs them."""

    town: Town
    hours: OfficeTime
    rng: Random
    categories: dict[str, Any]
    steps: list[tuple[int, int, Callable[[datetime], None]]] = field(default_factory=list)

    def plan(self, minute: int, act: Callable[[datetime], None]) -> None:
        if minute <= self.hours.now:
            self.steps.append((minute, len(self.steps), act))

    def tell(self, say: Callable[[str], None] = lambda _: None) -> int:
        """Perform what was planned, in order, and say how far it has come; returns how many acts."""
        tenth = len(self.steps) // 10 + 1
        for number, (minute, _, act) in enumerate(sorted(self.steps, key=lambda step: step[:2])):
            moment = self.hours.at(minute)
            if number % tenth == 0:
                say(f"  演示镇的经过：{moment:%Y 年 %m 月}，{100 * number // len(self.steps)}%")
            with told_at(moment):
                act(moment)
        return len(self.steps)

    # --- Verbs, each at a later minute than the one before ---------------------------------------------

    def register(
        self, minute: int, by: User, *, kind: str = "case", typed_after: int = 0, **facts: Any
    ) -> Told:
        """A matter that comes in at a minute; `typed_after`: letters are typed later (补录)."""
        told = Told(minute + typed_after)
        received = self.hours.at(minute)
        data = {"centre": self.town.units["centre"], "town": self.town.areas["town"], **facts}

        def act(moment: datetime) -> None:
            told.case = open_matter(kind, by=by, data=data, at=received).matter

        self.plan(told.minute, act)
        return told

    def case(self, told: Told, after: int, name: str, by: User, *, typed_after: int = 0, **data: Any) -> None:
        """An act on the case so many office minutes later."""
        happened = self.hours.at(min(told.minute + max(after, 1), self.hours.now))
        told.minute += max(after, 1) + typed_after

        def act(moment: datetime) -> None:
            result = perform(told.case.pk, name, by=by, data=data, at=happened)
            told.mediation = result.opened or told.mediation

        self.plan(told.minute, act)

    def take(
        self, told: Told, after: int, name: str, by: str, data: Callable[[datetime], dict[str, Any]]
    ) -> None:
        """An act on the matter so many office minutes later, by whoever has this account; `data`: as of that moment."""
        told.minute += after

        def act(moment: datetime) -> None:
            perform(told.case.pk, name, by=self.who(by), data=data(moment), at=moment)

        self.plan(told.minute, act)

    def mediate(self, told: Told, after: int, name: str, by: User, /, **data: Any) -> None:
        """An act on the mediation below the case."""
        told.minute += max(after, 1)

        def act(moment: datetime) -> None:
            given = dict(data)
            if given.pop("everybody", False):
                given["parties"] = untold(fresh(told))
            perform(told.mediation.pk, name, by=by, data=given, at=moment)

        self.plan(told.minute, act)

    def agree(
        self, told: Told, after: int, by: User, *, days: int, amount: Any, on_the_spot: bool, **data: Any
    ) -> None:
        """达成协议: at once, or in one instalment so many days later."""
        told.minute += max(after, 1)

        def act(moment: datetime) -> None:
            due = {"due_on": localdate(moment) + timedelta(days=days), "amount": amount, "what": "按协议履行"}
            given = {
                **data,
                "amount": amount,
                "on_the_spot": on_the_spot,
                "instalments": [] if on_the_spot else [due],
            }
            perform(told.mediation.pk, "agree", by=by, data=given, at=moment)

        self.plan(told.minute, act)

    def sign(self, told: Told, after: int, by: User) -> None:
        """Everybody signs on one day, and the seal is put."""
        told.minute += max(after, 1)

        def act(moment: datetime) -> None:
            day = localdate(moment)
            lines = [{"who": key, "how": "signed", "signed_on": day} for key, _ in signers(fresh(told))]
            perform(told.mediation.pk, "sign_agreement", by=by, data={"signatures": lines}, at=moment)

        self.plan(told.minute, act)

    def perform(self, told: Told, days: int, by: User) -> None:
        """The instalment is paid in time, where that day has come; the file is left to its office."""
        minute = told.minute + days * 300  # calendar days in office minutes

        def act(moment: datetime) -> None:
            mediation = fresh(told)
            given = {"instalment": mediation.owed()[0], "done_on": localdate(moment), "proof": "收条"}
            perform(told.mediation.pk, "perform", by=by, data=given, at=moment)

        if minute <= self.hours.now:
            self.plan(minute, act)
            told.filed = minute

    def archive(self, told: Told, after: int, by: User) -> None:
        """A visit, the scans of the signed papers, and the file is put away; where that day has come."""
        minute = told.filed + after
        if not told.filed or minute > self.hours.now:
            return

        def visit(moment: datetime) -> None:
            said = {"way": "电话", "visited": "双方", "performed": "已履行", "satisfaction": "满意"}
            perform(told.mediation.pk, "visit", by=by, data=said, at=moment)

        def act(moment: datetime) -> None:
            mediation = fresh(told)
            for line in DOSSIER.lines(mediation):
                for number in range(3 if line.lacking else 0):
                    self._scan(mediation, line.item.key, f"{line.item.words}{number + 1}.pdf", by, moment)
            perform(mediation.pk, "archive", by=by, data={"retention": "ten"}, at=moment)

        self.plan(minute - 30, visit)
        self.plan(minute, act)

    def _scan(self, mediation: Any, item: str, name: str, by: User, moment: datetime) -> None:
        Attachment.objects.create(
            matter_id=mediation.pk, name=name, item=item, kind="pdf", digest=issue.keep(SCAN), size=len(SCAN),
            added_by=by, added_at=moment,
        )  # fmt: skip

    # --- Who ----------------------------------------------------------------------------------------------

    def who(self, key: str) -> User:
        return self.town.users[key]

    def desk(self) -> User:
        """Whoever sits at the counter."""
        return self.who(self.rng.choice(("receptionist", "receptionist", "z01_receptionist")))

    def unit_of(self, key: str, village: Area) -> str:
        """The key of the unit that answers: `village` is the committee of the place itself."""
        return f"village_{village.code[-3:]}" if key == "village" else key

    def hand(self, unit: str) -> User:
        """Who signs and handles there: the one in charge of the matter, mostly not the head."""
        crew = self.town.crews[unit]
        return crew[-1] if self.rng.random() < 0.8 else crew[0]
