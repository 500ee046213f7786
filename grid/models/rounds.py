"""Looking round the grids (排查、巡查、复查): a screening round with each grid's result, patrols, hazards that are looked at again.

No place or track of whoever went, no start and stop, nothing counted by person (domain-supplement: H).
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.access.people import paths_with
from core.models import Area, Matter, Recorded, Unit
from grid.models.incident import Incident


class Screening(Matter):
    """排查: one round over some grids in some days, each of which gives its result by a day."""

    class Status(models.TextChoices):
        DRAFT = "draft", "待下发"
        RUNNING = "running", "排查中"
        CLOSED = "closed", "已汇总"
        DROPPED = "dropped", "不开展"

    class Occasion(models.TextChoices):
        DAILY = "daily", "日排查"
        HALF_MONTH = "half_month", "半月排查"
        HOLIDAY = "holiday", "节前排查"
        SENSITIVE = "sensitive", "敏感时点排查"

    occasion = models.CharField("种类", max_length=10, choices=Occasion)
    words = models.CharField("名称", max_length=40, blank=True, help_text="如：国庆节；敏感时点写是什么")
    first = models.DateField("排查从")
    last = models.DateField("排查到")
    report_by = models.DateField("报送截止")
    topics = models.CharField(
        "排查重点", max_length=200, default="矛盾纠纷、安全隐患", help_text="不查、不报任何人的身份类别"
    )
    issued_on = models.DateField("下发日期", null=True, blank=True)
    asked = models.PositiveSmallIntegerField("应报网格", default=0)
    answered = models.PositiveSmallIntegerField("已报网格", default=0)
    summary = models.TextField("汇总意见", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "排查"
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")) & Q(report_by__gte=F("first")), name="a_round_ends_after_it_begins"
            ),
        ]  # fmt: skip


class ScreenedGrid(models.Model):
    """One grid of a round: who answers for the result, and what it is. The first result says whether it came in time;
    until the round is closed a later one may take its place.
    """

    class Result(models.TextChoices):
        NONE = "", "未报"
        ZERO = "zero", "零报告"
        FOUND = "found", "有发现"

    matter = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="grids")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="负责报送")
    result = models.CharField("结果", max_length=5, choices=Result, default="", blank=True)
    words = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("首次报送", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人"
    )  # fmt: skip
    late = models.BooleanField("逾期报送", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "排查网格"
        ordering = ("area__code",)
        constraints = [models.UniqueConstraint(fields=["matter", "area"], name="a_grid_is_in_a_round_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.area}"


class ScreenedFind(Recorded):
    """排查发现: a matter that is registered already, linked to the grid that reports it. It is counted once, however many
    rounds its days lie in.
    """

    class What(models.TextChoices):
        DISPUTE = "dispute", "矛盾纠纷"
        HAZARD = "hazard", "安全隐患"

    matter = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="finds")
    grid = models.ForeignKey(
        ScreenedGrid, on_delete=models.CASCADE, related_name="finds", verbose_name="网格"
    )
    found = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="screened", verbose_name="事项")
    what = models.CharField("类别", max_length=7, choices=What)

    class Meta(Recorded.Meta):
        verbose_name = "排查发现"
        constraints = [
            models.UniqueConstraint(
                fields=["found"], name="what_was_found_is_counted_once",
                violation_error_message="这一件已经报过了，不用再报。",
            )
        ]  # fmt: skip


class Hazard(Recorded):
    """隐患复查: a place that is looked at again every so many days until the hazard is gone."""

    matter = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="hazards")
    demand = models.CharField("整改要求", max_length=300)
    owner = models.CharField("整改单位（人）", max_length=60)
    finish_by = models.DateField("整改期限")
    cycle = models.PositiveSmallIntegerField("几天复查一次", default=7)
    gone_on = models.DateField("消除日期", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "列入复查"
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(gone_on=None), name="a_hazard_is_watched_once",
                violation_error_message="这一件已经列入复查。",
            ),
            models.CheckConstraint(condition=Q(cycle__range=(1, 31)), name="a_hazard_is_seen_each_month"),
        ]  # fmt: skip


class Recheck(Recorded):
    """One look at a hazard: gone or not, and what was seen."""

    matter = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="rechecks")
    gone = models.BooleanField("隐患已消除", default=False)
    words = models.CharField("复查情况", max_length=300)

    class Meta(Recorded.Meta):
        verbose_name = "隐患复查"


class Team(models.TextChoices):
    """Who goes along, as bodies and not as persons."""

    GRID = "grid", "网格员"
    POLICE = "police", "民警、辅警"
    TOWN = "town", "镇干部"
    GUARD = "guard", "治安巡防队"
    VOLUNTEER = "volunteer", "志愿者"


def team_column() -> ArrayField:
    return ArrayField(models.CharField(max_length=9, choices=Team), verbose_name="队伍")


class PlaceQuerySet(models.QuerySet[Any]):
    """Rows that belong to a place and to no matter."""

    def visible_to(self, user: Any) -> "PlaceQuerySet":
        """The gate: of the places, and below them, for which a post of today shows incidents."""
        return self.filter(Area.under(paths_with(user, "grid.view"), prefix="area__"))


class PatrolPlan(Recorded):
    """巡查安排: a grid is gone round on these days of the week. Without a plan nobody is asked for anything."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    line = models.CharField("路线", max_length=60, blank=True)
    team = team_column()
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="每周哪几天", help_text="0 is Monday"
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    objects = PlaceQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "巡查安排"
        ordering = ("area__code", "starts_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_plan_ends_after_it_begins"
            )
        ]


class Patrol(Recorded):
    """巡查: one walk, written once by one of the team. What was found is an incident of its own."""

    day = models.DateField("日期")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    line = models.CharField("路线", max_length=60, blank=True)
    team = team_column()
    words = models.CharField("巡查情况", max_length=200, blank=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="patrols", verbose_name="发现"
    )
    key = models.UUIDField(unique=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "巡查"
        ordering = ("-day", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "area", "line"], name="a_walk_is_written_once",
                violation_error_message="这一天这条路线已经有人记了，不用重复写；又走了一遍的，路线写“第二遍”。",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["area", "day"], name="patrol_of_area")]

    @property
    def found(self) -> str:
        """What was found, in words."""
        return self.incident.what if self.incident else ""
