"""Looking round the grids: a screening round that runs, patrols, camera points and places, one person in care, a commendation
that is posted, and last month's assessment, which may be objected to.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.records.admin_log import note
from core.workflow.perform import open_matter, perform
from grid.models import AssessedIncident, CameraPoint, CareKind, IncidentKind, Site
from grid.objections import earliest_end
from grid.premises import file
from grid.rounds import patrols
from grid.rounds.clocks import ANSWERS
from tools.demo.courses import Courses
from tools.demo.hours import DAY

LEFT = 2  # grids that have not reported
ASSESSED = 2  # office days ago last month was drawn up
OF_LAST_MONTH = (
    ("0103", "祠堂门口的路灯不亮", "grid"),
    ("0101", "晒场边倒了建筑垃圾", "patrol"),
    ("1101", "两家为檐水吵起来", "people"),
    ("0102", "渠边护栏松动", "grid"),
)  # fmt: skip
CAMERAS = ("村委会门口", "老槐树路口", "小学门前", "水渠闸口", "活动中心广场", "村口桥头")
SITES = (("桃坞小学", "学校"), ("桃坞建材店", "门店"), ("三组出租屋", "出租屋"), ("桃坞敬老院", "养老机构"))


class Rounds:
    """Plans them on the grid worker's village."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours
        self.grid = courses.town.areas["990121101204002"]

    def lay(self) -> None:
        self._finds_of_last_month()
        for days, act in (
            (6, self._register), (5, self._screening), (4, self._care), (3, self._commendation), (ASSESSED, self._assessment), (1, self._patrol),
        ):  # fmt: skip
            self.teller.plan(self._back(days), act)

    def _back(self, days: int) -> int:
        return max(self.hours.back(days, 60), 1)

    def _finds_of_last_month(self) -> None:
        """Of the month that is assessed."""
        last = self.hours.day_of(self._back(ASSESSED)).replace(day=1) - timedelta(days=1)
        days = [
            place
            for place, day in enumerate(self.hours.days)
            if (day.year, day.month) == (last.year, last.month)
        ]
        for number, (kind, what, channel) in enumerate(OF_LAST_MONTH):
            topic = IncidentKind.objects.get(pk=kind)
            self.teller.register(
                days[2 + 3 * number] * DAY + 90, self.teller.who("grid_worker"), kind="incident", what=what, topic=topic, area=self.grid,
                channel=channel, settled_how="当场处理好了。",
            )  # fmt: skip

    def _register(self, at: datetime) -> None:
        """Points and places, from tables as a town has them."""
        desk, grid, owner = self.teller.who("dispatcher"), self.grid.full_name, "镇政府"
        points = [f"TW-{n:04},{place},{grid},正常,,{owner},,有" for n, place in enumerate(CAMERAS, 1)]
        sites = [f"{name},{kind},{grid},桃坞村,," for name, kind in SITES]
        brought = file.bring_cameras(
            "\n".join(["编号,位置,网格,状态,状态起,产权单位,维护单位,提示标识", *points]).encode(), desk
        )
        note(desk, CameraPoint(number="", place="导入"), f"导入视频点位：新登记 {brought.stored} 个")
        brought = file.bring_sites("\n".join(["名称,类别,网格,地址,负责人,电话", *sites]).encode(), desk)
        note(desk, Site(name="导入"), f"导入场所：新登记 {brought.stored} 处")

    def _screening(self, at: datetime) -> None:
        """Issued to all grids; most report at once that they found nothing."""
        desk, first = self.teller.who("dispatcher"), localdate(at)
        days = {"first": first, "last": first + timedelta(days=9), "report_by": first + timedelta(days=9)}
        asked = {**days, "topics": "矛盾纠纷、用火用电隐患"}
        made = open_matter(
            "screening", by=desk, data={**asked, "occasion": "sensitive", "words": "冬季防火"}, at=at
        ).matter
        perform(made.pk, "issue_screening", by=desk, data=asked, at=at)
        rows = list(made.grids.select_related("area", "unit"))
        for row in [one for one in rows if one.area_id != self.grid.pk][: -LEFT or None]:
            by = with_permission(ANSWERS, unit=row.unit, area=row.area)
            if by:
                perform(made.pk, "report_zero", by=by[0], data={"grid": row}, at=at)

    def _patrol(self, at: datetime) -> None:
        data = {
            "day": localdate(at),
            "area": self.grid,
            "line": "河堤",
            "team": ["grid", "volunteer"],
            "words": "没有发现问题。",
        }
        patrols.write(self.teller.who("grid_worker"), data, uuid4())

    def _care(self, at: datetime) -> None:
        who = self.teller.who
        data = {
            "area": self.courses.town.areas["990121101204"], "topic": CareKind.objects.get(name="独居老人"), "name": "郁守成", "phone": "199-0000-0077",
            "address": "桃坞村二组9号", "guardian": "", "need": "配药、换煤气", "basis": "consent", "article": "", "cycle": 15,
        }  # fmt: skip
        made = open_matter("care", by=who("grid_worker"), data=data, at=at).matter
        consent = {"consent_by": "self", "consent_on": localdate(at)}
        for name, by, more in (
            ("sign_consent", "grid_worker", consent), ("approve", "director", {}),
            ("visit", "care_head", {"day": localdate(at), "well": True, "words": "精神好，药还有半个月的。"}),
        ):  # fmt: skip
            perform(made.pk, name, by=who(by), data=more, at=at)

    def _commendation(self, at: datetime) -> None:
        words = {
            "title": "雨天守水沟的网格",
            "honoured": f"桃坞村{self.grid.name}",
            "reasons": "连下大雨时挨家看水沟，两家争水当天劝和。",
        }
        made = open_matter("commendation", by=self.teller.who("dispatcher"), data=words, at=at).matter
        self._open(made, "post_commendation", at)

    def _assessment(self, at: datetime) -> None:
        """Drawn up, open, and objected to by the head of the grid's village."""
        month = (localdate(at).replace(day=1) - timedelta(days=1)).replace(day=1)
        made = open_matter(
            "assessment", by=self.teller.who("dispatcher"), data={"month": month}, at=at
        ).matter
        self._open(made, "open_assessment", at)
        told: Any = AssessedIncident.objects.filter(matter=made, grid=self.grid).exclude(
            drawn__contains=["incident_own_find"]
        )
        said = {"number": "incident_own_find", "words": "吵起来的当时网格员就在场，是我们先发现的。"}
        if row := told.select_related("about__area").first():
            perform(
                made.pk,
                "object_number",
                by=self.teller.who("grid_chief"),
                data={**said, "incidents": [row]},
                at=at,
            )

    def _open(self, made: Any, name: str, at: datetime) -> None:
        last = earliest_end(localdate(at))
        perform(made.pk, name, by=self.teller.who("dispatcher"), data={"objections_by": last}, at=at)
