"""An incident of the grid (网格事件): what was found where and when, who answers for it, and what came of it."""

from django.db import models
from django.db.models import Q

from core.models import Matter, OutsideBody, Recorded, Unit, User
from grid.models.items import DutyItem, IncidentKind

Level = IncidentKind.Level


class Incident(Matter):
    """`received_at` is when the office had it, `happened_at` when it was found, by the clock of whoever found it. The
    point is that of the incident and never that of a person. `item`: in the version of the day of the report.
    """

    class Status(models.TextChoices):
        VILLAGE = "village", "村（社区）处置"
        REPORTED = "reported", "待受理"
        ACCEPTED = "accepted", "待派遣"
        DISPATCHED = "dispatched", "待签收"
        AT_WORK = "at_work", "处置中"
        AT_COUNTY = "at_county", "已上报县级"
        BELOW = "below", "转入其他程序"
        ANSWERED = "answered", "待核查"
        CHECKED = "checked", "待结案"
        SETTLED = "settled", "自办结"
        CLOSED = "closed", "已结案"
        VOIDED = "voided", "已作废"

    class Channel(models.TextChoices):
        GRID = "grid", "网格员上报"
        PATROL = "patrol", "巡查发现"
        PEOPLE = "people", "群众反映"
        HOTLINE = "hotline", "热线转来"
        VIDEO = "video", "视频发现"
        DEPARTMENT = "department", "部门移送"

    class Rating(models.TextChoices):
        GOOD = "good", "满意"
        FAIR = "fair", "基本满意"
        BAD = "bad", "不满意"

    Level = IncidentKind.Level

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="as_incident"
    )
    channel = models.CharField("来源", max_length=10, choices=Channel, default=Channel.GRID)
    topic = models.ForeignKey(
        IncidentKind,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="事件类型",
    )
    item = models.ForeignKey(
        DutyItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="履职事项"
    )
    item_decided = models.CharField("清单外事项的决定", max_length=200, blank=True)
    level = models.CharField("级别", max_length=1, choices=Level, default=Level.III)
    camera = models.ForeignKey(
        "grid.CameraPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="finds", verbose_name="视频点位"
    )  # fmt: skip
    what = models.TextField("情况")
    happened_at = models.DateTimeField("发现时间")
    place = models.CharField("详细地点", max_length=80, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    task = models.CharField("交办要求", max_length=500, blank=True)
    dispatched_at = models.DateTimeField("派遣时间", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    settled_how = models.CharField("处置情况", max_length=500, blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处置人"
    )
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    checked_at = models.DateTimeField("核查时间", null=True, blank=True)
    check_words = models.CharField("核查情况", max_length=500, blank=True)
    redone = models.PositiveSmallIntegerField("退回重办次数", default=0)
    county = models.ForeignKey(
        OutsideBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上报的县级单位",
    )
    at_town_at = models.DateTimeField("到镇时间", null=True, blank=True)
    at_county_at = models.DateTimeField("上报县级时间", null=True, blank=True)
    told_at = models.DateTimeField("告知反映人时间", null=True, blank=True)
    rating = models.CharField("评价", max_length=4, choices=Rating, blank=True)

    SEARCHED = ("what", "place", "settled_how")

    class Meta:
        verbose_name = verbose_name_plural = "网格事件"
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="an_incident_says_what"),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, longitude__gte=70, longitude__lte=140)
                & Q(latitude__isnull=False, latitude__gte=0, latitude__lte=60),
                name="a_point_has_both_and_lies_in_the_country",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(checked_by__isnull=False), name="a_check_is_somebody_s"
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "level"], name="incident_by_topic"),
            models.Index(fields=["happened_at"], name="incident_by_moment"),
            models.Index(fields=["answered_at"], name="incident_answered"),
            models.Index(fields=["longitude", "latitude"], name="incident_by_point"),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.topic_id or "")

    @property
    def is_urgent(self) -> bool:
        """Ⅰ and Ⅱ are reckoned by the hour and checked on the spot."""
        return self.level in (Level.I, Level.II)

    @property
    def finder(self) -> User:
        """Who found it, or took it in."""
        return self.first_contact


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Incident, on_delete=models.CASCADE, related_name=name)


class OnSite(Recorded):
    """到场、先期处置: what was done at once to keep people safe, whoever is in charge of the matter itself."""

    matter = _of("on_site")
    words = models.CharField("现场情况、先期处置", max_length=500)
    safe = models.BooleanField("人员已撤离或者现场已控制", default=False)

    class Meta(Recorded.Meta):
        verbose_name = "到场、先期处置"


class UpwardReport(Recorded):
    """首报、续报: whom it was reported to upwards, and who took it."""

    matter = _of("upward_reports")
    to = models.CharField("报告给", max_length=60)
    person = models.CharField("接报人", max_length=60)
    words = models.CharField("报告内容", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "紧急情况报告"


class Extension(Recorded):
    """延期: asked by the unit before the day, approved before the day, once."""

    matter = _of("extensions")
    days = models.PositiveSmallIntegerField("延长（工作日）")
    reason = models.CharField("延期理由", max_length=300)
    granted = models.BooleanField("批准", null=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )

    class Meta(Recorded.Meta):
        verbose_name = "延期"
