"""The leaders' reception: rosters of the last, the running and the next month, a swap, and a day with two visitors."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from cases.reception import KIND
from core.deadlines.calendars import office_calendar
from core.models import Roster, Task, Turn
from core.workflow.perform import open_matter, perform
from tools.demo.courses import Courses
from tools.demo.hours import DAY

WEEKDAYS = (0, 3)  # Mondays and Thursdays
PLACE = "综治中心一楼接访室"
LAMPS = "桃坞村一组村道的路灯坏了半年，报修几次没有人来，老人晚上不敢出门，要求尽快修好。"
FEES = "想问合作医疗今年为什么没有扣上，去年扣过的钱能不能补。"


class Reception:
    """Plans what happened around the table."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours
        self.users, self.town = courses.town.users, courses.town
        self.today = self.hours.days[-1]

    def plan(self) -> None:
        this = localdate().replace(day=1)
        for first in ((this - timedelta(days=1)).replace(day=1), this, _after(this)):
            self._roster(first)
        self._signed_in()
        self._swap()
        self._day()

    # --- Rosters ------------------------------------------------------------------------------------------------

    def _roster(self, first: date) -> None:
        """Drafted three working days before it begins, or yesterday, and public the hour after."""
        before = [place for place, day in enumerate(self.hours.days) if day < min(first, self.today)]
        minute = before[-min(3, len(before))] * DAY + 60
        known = office_calendar().years

        def draft(moment: datetime) -> None:
            last = _after(first) - timedelta(days=1)
            data = {
                "first": first, "last": last, "weekdays": list(WEEKDAYS), "places": [PLACE],
                "off": "skip" if {first.year, last.year} <= known else "keep", "begins": time(9), "ends": time(11, 30),
                "people": [self.users["duty_leader"], self.users["chief"]],
                "centre": self.town.units["centre"], "town": self.town.areas["town"], "title": "领导接访排班",
            }  # fmt: skip
            open_matter(KIND, by=self.users["dispatcher"], data=data, key=uuid4(), at=moment)

        self.teller.plan(minute, draft)
        self._on(minute + 30, first, "publish_roster", "dispatcher")

    def _on(self, minute: int, first: date, name: str, by: str, data: Any = lambda roster: {}) -> None:
        """An act on the roster that begins then."""

        def act(moment: datetime) -> None:
            roster = Roster.objects.get(first=first, kind=KIND)
            if (given := data(roster)) is not None:
                perform(roster.pk, name, by=self.users[by], data=given, at=moment)

        self.teller.plan(minute, act)

    def _signed_in(self) -> None:
        """Every turn up to today, some minutes before it begins."""
        since = (localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
        for place, day in enumerate(self.hours.days):
            if day >= since:
                self.teller.plan(place * DAY + 22 + place % 7, self._sign_in_on(day))

    def _sign_in_on(self, day: date) -> Any:
        def act(moment: datetime) -> None:
            for turn in Turn.objects.published(KIND).filter(day=day, signed_at=None):
                perform(turn.matter_id, "sign_in", by=turn.person, data={"turn": turn}, at=moment)

        return act

    def _swap(self) -> None:
        """Of the next month: asked this morning or yesterday, agreed to half an hour later."""
        minute, first = self.hours.now - 150, _after(localdate().replace(day=1))

        def asked(roster: Roster) -> dict[str, Any] | None:
            mine, other = (
                roster.turns.filter(user=self.users[name]).first() for name in ("duty_leader", "chief")
            )
            return {"turn": mine, "other": other, "reason": "那天要去县里开会。"} if mine and other else None

        self._on(minute, first, "ask_swap", "duty_leader", asked)
        self._on(
            minute + 30, first, "agree_swap", "chief",
            lambda roster: {"swap": swap} if (swap := roster.swaps.filter(agreed=None).first()) else None,
        )  # fmt: skip

    # --- A day --------------------------------------------------------------------------------------------------

    def _day(self) -> None:
        """The last reception that is over: one matter with an instruction and two tasks, one explained. One piece: a
        story is read in its order.
        """
        known = self.hours.calendar
        past = [
            place
            for place, day in enumerate(self.hours.days[:-1])
            if day.weekday() in WEEKDAYS and known.is_workday(day)
        ]
        minute = past[-1] * DAY
        lamps = self._visitor(minute + 40, 5, LAMPS, "桃坞村一组", 3)
        fees = self._visitor(minute + 52, 6, FEES, "石桥村", 1)
        for told in (lamps, fees):
            self.teller.plan(told.minute + 2, self._booked(told, past[-1]))
        self._received(
            lamps, minute + 66, "instructed", "路灯属村道设施，报修四次没有结果，领导当面答应五天内修好。"
        )
        self._received(
            fees, minute + 92, "answered", "已说明是账户余额不足没有扣上，补缴的办法和窗口已告知。"
        )
        self.teller.plan(minute + 72, self._instructed(lamps))
        self.teller.plan(
            minute + 99,
            lambda moment: self._do(
                fees,
                "answer_on_spot",
                "receptionist",
                moment,
                answer="到合作医疗窗口补缴即可，已告知材料和地点。",
            ),
        )
        self.teller.plan(minute + 190, lambda moment: self._task(lamps, 1, "accept_task", moment))
        self.teller.plan(
            minute + DAY + 60,
            lambda moment: self._task(
                lamps,
                1,
                "report_task",
                moment,
                report="线路查过，一处断线、两只灯具已换，当晚亮灯。",
                no_proof="照片随后补传",
            ),
        )

    def _visitor(self, minute: int, person: int, demand: str, place: str, people: int) -> Any:
        return self.teller.register(
            minute, self.users["receptionist"], channel="leader", demand=demand, place=place, head_count=people,
            area=self.town.villages[0], parties=[{**self.courses.citizens[person], "role": "applicant"}],
            category=None, wishes=["help"],
        )  # fmt: skip

    def _do(self, told: Any, name: str, by: str, moment: datetime, **data: Any) -> None:
        perform(told.case.pk, name, by=self.users[by], data=data, at=moment)

    def _booked(self, told: Any, place: int) -> Any:
        def act(moment: datetime) -> None:
            turn = Turn.objects.published(KIND).get(day=self.hours.days[place])
            self._do(told, "book_reception", "receptionist", moment, turn=turn)

        return act

    def _received(self, told: Any, minute: int, outcome: str, record: str) -> None:
        def act(moment: datetime) -> None:
            row = told.case.receptions.get()
            said = {"outcome": outcome, "record": record, "opinion": ""}
            self._do(told, "receive", "receptionist", moment, reception=row, **said)

        self.teller.plan(minute, act)

    def _instructed(self, told: Any) -> Any:
        def act(moment: datetime) -> None:
            leader = told.case.receptions.get().turn.person
            units = self.town.units
            tasks = (
                ("查清线路，换好损坏的灯具", units["farms"], 5),
                ("入户告知修灯安排，收集其他坏灯位置", units["village_204"], 9),
            )
            lines = [
                {"what": what, "unit": unit, "user": None, "due_on": localdate(moment) + timedelta(days=days)}
                for what, unit, days in tasks
            ]
            perform(
                told.case.pk, "instruct_there", by=leader, at=moment,
                data={"words": "群众出行安全无小事，五天内修好，村里做好解释。", "unit": units["farms"],
                      "grade": "ordinary", "tasks": lines},
            )  # fmt: skip

        return act

    def _task(self, told: Any, number: int, name: str, moment: datetime, **data: Any) -> None:
        task = Task.objects.get(matter=told.case.pk, number=number)
        perform(told.case.pk, name, by=self.users["handler"], data={"task": task, **data}, at=moment)


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
