"""Motions of the villages, each stopped elsewhere: settled and published, posted now, called, and one that is not decided here."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.workflow.perform import perform
from tools.demo.courses import Courses
from tools.demo.hours import DAY
from tools.demo.teller import Told

ROAD = "三组到村口的道路硬化，每户出工两天"
LAMPS = "文化广场增设六盏路灯"
DITCH = "河东自然村停车挤占道路，怎么划车位"
LAND = "分配土地补偿费"
WORKS = {
    "subject": "works",
    "body": "delegates",
    "aim": "decide",
    "form": "four",
    "mandate": "年初村民会议授权",
}
PLACE = {"subject": "place", "body": "council", "aim": "decide", "form": "plain", "mandate": ""}
OPINION = {"subject": "land", "body": "council", "aim": "opinion", "form": "plain", "mandate": ""}


class Council:
    """Plans them with the courses."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours

    def lay(self) -> None:
        now = self.hours.now
        settled = self._propose(now - 45 * DAY, ROAD, "residents", 36)
        self._to_resolution(settled, "村口道路", WORKS, eligible=35, present=30, yes=27)
        self._to_result(settled)
        posted = self._propose(now - 14 * DAY, LAMPS, "committee")
        self._to_resolution(posted, "广场路灯", PLACE, eligible=21, present=18, yes=18)
        waiting = self._propose(now - 4 * DAY, DITCH, "grid")
        self._act(waiting, DAY, "sort", **PLACE)
        self._act(waiting, 60, "accept", answer="涉及各户通行，予以受理，先征求意见再开会。")
        kept = self._propose(now - 6 * DAY, LAND, "residents", 12)
        self._act(kept, DAY, "sort", **OPINION)

    def _propose(self, minute: int, demand: str, source: str, proposers: int = 1) -> Told:
        person = self.courses.citizens[minute % len(self.courses.citizens)]
        return self.teller.register(
            minute, self.teller.who("grid_chief"), kind="motion", demand=demand, source=source, proposers=proposers,
            area=self.teller.town.units["village_204"].area, parties=[{**person, "role": "applicant"}],
        )  # fmt: skip

    def _to_resolution(
        self, told: Told, what: str, sorting: dict[str, Any], *, eligible: int, present: int, yes: int
    ) -> None:
        self._act(told, DAY, "sort", **sorting)
        if sorting["form"] == "four":
            for step in ("branch", "committees", "members"):
                self._on(
                    told,
                    DAY,
                    "study",
                    lambda on, step=step: {"step": step, "on": on, "agreed": True, "words": "同意提交。"},
                )
        self._act(told, 60, "accept", answer="予以受理，按规定开会议决。")
        self._on(told, 30, "call", lambda on: {
            "on": on + timedelta(days=3), "begins": time(19, 30), "notified_on": on, "place": "村便民服务中心会议室", "ways": "张贴、上门",
            "eligible": eligible, "counted": "persons",
        })  # fmt: skip
        self._act(
            told,
            5 * DAY,
            "hold",
            present=present,
            chair="网格长",
            recorder="村文书",
            record="逐户讲了意见，对先修哪一段作了商量。",
        )
        self._act(
            told, 30, "resolve", yes=yes, no=present - yes, abstained=0, resolution="同意，公示后实施。"
        )
        self._release(told, "resolution", f"决议公示：{what}", "会议同意实施，公示期内可以提出意见。", 15)

    def _to_result(self, told: Told) -> None:
        unit = self.teller.town.units["farms"]
        self._on(told, 13 * DAY, "carry", lambda on: {
            "words": "公示期内没有异议。",
            "tasks": [{"what": "道路硬化施工", "unit": unit, "user": None, "due_on": on + timedelta(days=20)}],
        }, "director")  # fmt: skip
        for name, by, more in (
            ("accept_task", self.teller.who("unit_head"), {}),
            ("report_task", self.teller.who("unit_head"), {"report": "已完工。", "no_proof": "现场可以看到"}),
            ("approve_task", self.teller.who("director"), {"note": ""}),
        ):
            self._act(told, DAY, name, by, lambda case: {"task": case.tasks.get()}, **more)
        self._on(told, DAY, "carried_out", lambda on: {"on": on, "words": "道路已修通。"})
        self._on(
            told,
            DAY,
            "check",
            lambda on: {"on": on, "good": "yes", "words": "现场看过，路面平整。"},
            "duty_leader",
        )
        self._release(told, "result", "结果公开：村口道路", "道路已经修通，经核查合格。", 90)

    def _release(self, told: Told, what: str, title: str, words: str, days: int) -> None:
        self._act(told, 60, "draft_release", what=what, title=title, words=words, days=days)
        self._act(
            told,
            60,
            "release",
            self.teller.who("director"),
            lambda case: {"release": case.releases.latest("pk")},
        )

    def _on(self, told: Told, after: int, name: str, data: Any, by: str = "grid_chief") -> None:
        """An act whose days depend on when it is told."""
        self._plan(told, after, name, self.teller.who(by), lambda case, moment: data(localdate(moment)))

    def _act(self, told: Told, after: int, name: str, by: Any = None, rows: Any = None, **data: Any) -> None:
        self._plan(
            told, after, name, by or self.teller.who("grid_chief"), lambda case, moment: {**data, **(rows(case) if rows else {})}
        )  # fmt: skip

    def _plan(self, told: Told, after: int, name: str, by: Any, data: Any) -> None:
        told.minute += after

        def act(moment: datetime) -> None:
            perform(
                told.case.pk,
                name,
                by=by,
                data=data(type(told.case).objects.get(pk=told.case.pk), moment),
                at=moment,
            )

        self.teller.plan(told.minute, act)
