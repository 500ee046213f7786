"""A check-up whose red finding is to be looked at again, the year's publicity of an office, and somebody who is counselled."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from legal.models import Finding, Lesson
from tools.demo.courses import Courses
from tools.demo.hours import DAY
from tools.demo.teller import Told

FIRM = {"role": "applicant", "name": "栖云镇松岭茶叶专业合作社", "is_organisation": True}
TOPICS = ("民法典", "农村土地承包法", "宪法", "法律援助法")  # month by month, from the one of the plan


class Services:
    """Plans them with the courses."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours

    def lay(self) -> None:
        self._check_up(self.hours.now - 16 * DAY)
        self._publicity(self.hours.back(60, 30))
        self._counselling(self.hours.now - 6 * DAY)

    def _check_up(self, minute: int) -> None:
        told = self._begin(
            minute, "legal_officer", "checkup", demand="季节工没有签合同，怎么补", size="small", area=self.courses.village(),
            parties=[FIRM, {**self.courses.citizens[3], "role": "officer"}],
        )  # fmt: skip
        steps: tuple[tuple[int, str, Callable[[datetime], dict[str, Any]]], ...] = (
            (DAY, "self_check", lambda at: {"gaps": ["6", "12"], "notes": "季节工十一人，忙时才来。"}),
            (2 * DAY, "visit", lambda at: {
                "visited_on": localdate(at), "team": "温如言、司法所周玉兰", "visit_words": "看了用工名册、工资表和烘干车间。",
            }),
            (30, "find", lambda at: {
                "colour": "red", "area": "labour", "words": "十一名季节工没有签书面合同，也没有参加工伤保险。",
                "advice": "两周内补签，按项目参加工伤保险。", "due_on": localdate(at) + timedelta(days=14),
            }),
            (10, "find", lambda at: {
                "colour": "blue", "area": "safety", "words": "烘干车间的用电培训没有签到记录。", "advice": "下次培训起签到留存。",
                "due_on": localdate(at) + timedelta(days=30),
            }),
            (DAY, "report", lambda at: {}),
            (8 * DAY, "mended", lambda at: {
                "finding": Finding.objects.get(matter=told.case.pk, number=1), "on": localdate(at), "words": "十一人都已补签并参保。",
            }),
        )  # fmt: skip
        for after, name, data in steps:
            self.teller.take(told, after, name, "legal_officer", data)

    def _publicity(self, minute: int) -> None:
        """The months of one year that were still to come when it was planned; each is held about its twelfth day."""
        begun = localdate(self.hours.at(minute))
        lines = list(zip(range(begun.month, 13), TOPICS, strict=False))
        told = self._begin(
            minute, "committee_head", "publicity", demand="每月一法，结合农时进村开展。", unit=self.courses.town.units["farms"],
            year=begun.year, lines=lines, area=self.courses.town.areas["town"],
        )  # fmt: skip
        for number, (month, topic) in enumerate(lines, 1):
            days = enumerate(self.hours.days)
            held = [
                place * DAY
                for place, day in days
                if (day.year, day.month) == (begun.year, month) and day.day >= 12
            ]
            if held and told.minute < held[0] < self.hours.now:
                self._hold(told, held[0] - told.minute, number, topic)

    def _hold(self, told: Told, after: int, number: int, topic: str) -> None:
        self.teller.take(told, after, "hold_lesson", "unit_head", lambda at: {
            "lesson": Lesson.objects.get(matter=told.case.pk, number=number), "held_on": localdate(at), "place": "村文化礼堂",
            "hours": 1.5, "attended": 34 + 7 * number, "leaflets": 60, "words": f"讲《{topic}》，现场答问。",
        })  # fmt: skip

    def _counselling(self, minute: int) -> None:
        told = self._begin(
            minute, "receptionist", "psych", demand="最近睡不好，想找人说说话", source="self", area=self.courses.village(),
            counsellor=self.teller.who("counsellor"), parties=[{**self.courses.citizens[9], "role": "applicant"}],
        )  # fmt: skip
        self.teller.take(told, 120, "take", "counsellor", lambda at: {})
        self.teller.take(told, 2 * DAY, "note", "counsellor", lambda at: {
            "on": localdate(at), "minutes": 50, "words": "谈了照顾老人的辛苦，约好下周再来。",
        })  # fmt: skip

    def _begin(self, minute: int, by: str, kind: str, **facts: Any) -> Told:
        return self.teller.register(minute, self.teller.who(by), kind=kind, **facts)
