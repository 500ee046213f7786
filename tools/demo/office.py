"""What command does in the demo town: rosters of duty and of the hall, a meeting that decided, a campaign, a quality
review, a situation report that waits for its words, an urgent report that was sent, an order because somebody was not content.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from cases.models import Case
from command import rosters
from command.forms import DraftForm
from command.models import Meeting, Stationed
from core.deadlines.calendars import office_calendar
from core.models import Matter, OutsideBody, Turn, Unit
from core.procedure.procedure import by_kind
from core.workflow.perform import open_matter, perform
from tools.demo.courses import Courses

SITTING = (  # unit, how it sits in the hall, on which weekdays, whom to call
    ("civil", Stationed.Way.STANDING, "", ""),
    ("labour", Stationed.Way.STANDING, "", ""),
    ("land", Stationed.Way.ROTATING, "二四", ""),
    ("court", Stationed.Way.ROTATING, "三", ""),
    ("market", Stationed.Way.ON_CALL, "", "0990-5550119"),
)
HOURS = {
    "duty_roster": (rosters.duty_seats, "值班带班", range(7), "keep", time(8, 30), time(8, 30)),
    "hall_roster": (rosters.hall_seats, "单位进驻", range(5), "skip", time(8, 30), time(17, 30)),
}
MINUTES = "各单位汇报了逾期、反复反映事项的办理情况，逐件明确了责任单位和时限。"
DECIDED = "对桃坞村、石桥村路灯逐盏排查，坏的列出清单，本月修复。"


class Plans:
    """Plans acts on matters that are found again by their kind."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours
        self.users, self.units = courses.town.users, courses.town.units

    def open(self, minute: int, kind: str, by: str, data: Callable[[datetime], dict[str, Any]]) -> None:
        def act(moment: datetime) -> None:
            open_matter(kind, by=self.users[by], data=data(moment), key=uuid4(), at=moment)

        self.teller.plan(minute, act)

    def on(self, minute: int, kind: str, name: str, by: str, data: Callable[[Any], dict[str, Any]]) -> None:
        """An act on the newest of its kind."""

        def act(moment: datetime) -> None:
            matter = Matter.objects.filter(kind=kind).latest("pk")
            perform(matter.pk, name, by=self.users[by], data=data(by_kind()[kind].child(matter)), at=moment)

        self.teller.plan(minute, act)

    def month(self, first: date, off: str) -> dict[str, Any]:
        """The days of a roster: a month, but not into a year whose calendar is not there; in such a year, whatever the day."""
        last, known = first + timedelta(days=30), office_calendar().years
        if first.year not in known:
            return {"first": first, "last": last, "off": "keep"}
        return {"first": first, "last": last if last.year in known else date(first.year, 12, 31), "off": off}

    def sign_in(self, kind: str) -> Callable[[datetime], None]:
        def act(moment: datetime) -> None:
            for turn in Turn.objects.published(kind).filter(day=localdate(moment), signed_at=None):
                if turn.person is not None:
                    perform(turn.matter_id, "sign_in", by=turn.person, data={"turn": turn}, at=moment)

        return act


class Office(Plans):
    """Plans what command did in the last two weeks."""

    def lay(self) -> None:
        for unit, way, weekdays, phone in SITTING:
            Stationed.objects.create(unit=self.units[unit], way=way, weekdays=weekdays, phone=phone)
        for kind in HOURS:
            self._roster(kind)
        self._meeting()
        self._campaign()
        self._review()
        self._report()
        self._urgent()
        self._improve()

    # --- Rosters ----------------------------------------------------------------------------------------------------

    def _roster(self, kind: str) -> None:
        """From six working days ago for a month, published three days before; whoever has sat so far has signed in."""
        seats, title, weekdays, off, begins, ends = HOURS[kind]
        days = self.hours.days[-6:]

        def drafted(moment: datetime) -> dict[str, Any]:
            return {
                **self.month(days[0], off), "weekdays": list(weekdays), "begins": begins, "ends": ends, "seats": seats(),
                "made_up": days[0].year in office_calendar().years, "centre": self.units["centre"],
                "town": self.courses.town.areas["town"], "title": title,
            }  # fmt: skip

        minute = self.hours.back(9, 40)
        self.open(minute, kind, "dispatcher", drafted)
        self.on(minute + 30, kind, "publish_roster", "dispatcher", lambda roster: {})
        for back in range(len(days)):
            self.teller.plan(self.hours.back(back, 2), self.sign_in(kind))

    # --- What was called, decided and begun ------------------------------------------------------------------------------

    def _meeting(self) -> None:
        """Last week's: one decision is being carried out. The next one is convened."""
        units = [self.units[name] for name in ("works", "farms", "civil", "justice")]

        def convened(back: int) -> Callable[[datetime], dict[str, Any]]:
            begins = self.hours.at(self.hours.back(back, 30)) if back >= 0 else None
            soon = datetime.combine(localdate() + timedelta(days=3), time(9), self.hours.at(0).tzinfo)
            return lambda moment: {
                "form": "weekly", "begins_at": begins or soon, "place": "三楼会议室", "chair": self.users["duty_leader"], "units": units,
            }  # fmt: skip

        self.open(self.hours.back(7, 60), "office_meeting", "supervisor", convened(5))
        met: tuple[tuple[int, str, str, Callable[[Meeting], dict[str, Any]]], ...] = (
            (self.hours.back(7, 90), "call", "supervisor", lambda one: {"begins_at": one.begins_at, "place": one.place}),
            (self.hours.back(5, 90), "hold", "supervisor", lambda one: {"present": units, "absence": ""}),
            (self.hours.back(5, 100), "resolve", "supervisor", lambda one: {
                "what": DECIDED, "unit": self.units["works"], "due_on": localdate() + timedelta(days=6)}),
            (self.hours.back(4, 60), "write_minutes", "supervisor", lambda one: {"minutes": MINUTES}),
            (self.hours.back(4, 200), "sign_minutes", "duty_leader", lambda one: {"note": ""}),
        )  # fmt: skip
        for minute, name, by, data in met:
            self.on(minute, "office_meeting", name, by, data)
        self.open(self.hours.now - 40, "office_meeting", "supervisor", convened(-1))

    def _campaign(self) -> None:
        """Begun eight days ago over the cases that were open then for two weeks."""
        planned = {
            "title": "路灯、沟渠问题集中办理", "aim": "群众反复反映的路灯、沟渠问题逐件办结、逐件答复。",
            "last": localdate() + timedelta(days=45), "target": 6,
        }  # fmt: skip
        before = self.hours.days[-9]
        minute = self.hours.back(8, 120)
        self.open(minute, "campaign", "supervisor", lambda moment: dict(planned))
        self.on(
            minute + 20,
            "campaign",
            "choose_by_rule",
            "director",
            lambda matter: {"kind": "case", "before": before},
        )
        self.on(minute + 60, "campaign", "start_campaign", "duty_leader", lambda matter: {})

    def _review(self) -> None:
        """Of the cases of the month before: every third."""
        last = localdate().replace(day=1) - timedelta(days=1)
        drawn = {"kind": "case", "first": last.replace(day=1), "last": last, "rule": "every", "every": 3}
        self.open(self.hours.back(2, 150), "file_review", "supervisor", lambda moment: drawn)

    def _report(self) -> None:
        """Of the last seven days, drafted this morning."""
        self.open(
            self.hours.back(1, 30), "briefing", "supervisor",
            lambda moment: {
                "first": localdate(moment) - timedelta(days=7), "last": localdate(moment) - timedelta(days=1),
                "body": OutsideBody.objects.filter(kind="letters").earliest("pk"),
            },
        )  # fmt: skip

    def _urgent(self) -> None:
        """On the pump that nobody mends (tools.demo.orders), the day before yesterday: reported within the hour, with its receipt."""
        county = OutsideBody.objects.filter(kind="letters").earliest("pk")
        minute, user = self.hours.back(2, 40), self.users["supervisor"]

        def begun(moment: datetime) -> None:
            pump = Matter.objects.filter(kind="case", title__startswith="机埠坏了").latest("pk")
            perform(pump.pk, "to_briefing", by=user, data={"body": county}, at=moment)

        self.teller.plan(minute, begun)
        leader = self.users["duty_leader"]
        told: tuple[tuple[int, str, str, Callable[[Any], dict[str, Any]]], ...] = (
            (8, "write_situation", "supervisor", lambda one: {
                **{name: getattr(one, name) for name in one.sections}, "ahead": "今晚架设临时水泵，请县里支援两台。"}),
            (10, "submit_situation", "supervisor", lambda one: {"signer": leader}),
            (25, "sign_situation", "duty_leader", lambda one: {"note": ""}),
            (30, "send_situation", "supervisor", lambda one: {
                "purpose": "inform", "body": one.body, "words": "报送紧急报告。", "dated_on": one.signed_on, "due_on": one.signed_on + timedelta(days=3),
                "signed_by": leader.name}),
            (55, "take_receipt", "supervisor", lambda one: {
                "letter": one.correspondence.get(), "outcome": "answered", "answer": "已收到，水泵今晚送到。", "answered_on": one.signed_on}),
        )  # fmt: skip
        for after, name, by, data in told:
            self.on(minute + after, "briefing", name, by, data)

    def _improve(self) -> None:
        """Of the last that somebody called bad: put to its unit, and waits for the leader's signature."""

        def act(moment: datetime) -> None:
            bad = Case.objects.filter(
                satisfaction=Case.Satisfaction.UNSATISFIED, compartment="", closed_at__lt=moment
            )
            if case := bad.order_by("-closed_at").first():
                form = DraftForm(matter=case, user=self.users["supervisor"])
                data = {name: form[name].initial for name in ("trigger", "reason", "demand")}
                unit = Unit.objects.get(pk=form["unit"].initial)
                perform(
                    case.pk,
                    "supervise",
                    by=self.users["supervisor"],
                    data={**data, "unit": unit, "work": ""},
                    at=moment,
                )

        self.teller.plan(self.hours.back(1, 170), act)
