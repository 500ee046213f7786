"""A month's assessment (网格考核): of grids and of the office, from the incidents that each number is made of. No score, no
sum, no rank, no person.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import Area, Matter, Recorded


class Objection(Recorded):
    """异议: what somebody says against it in its term, and what a second person found. `place`: which of the matter's."""

    class Verdict(models.TextChoices):
        NONE = "", "还没有认定"
        CORRECTED = "corrected", "成立，更正"
        UPHELD = "upheld", "不成立，维持"

    place = models.PositiveSmallIntegerField("第几件")
    words = models.CharField("异议和理由", max_length=500)
    verdict = models.CharField("认定", max_length=9, choices=Verdict, default="", blank=True)
    reason = models.CharField("认定的理由", max_length=500, blank=True)
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )  # fmt: skip

    class Meta(Recorded.Meta):
        abstract = True


class Assessment(Matter):
    """考核: drawn up from what was recorded of a month, open to objections through `objections_by`, then confirmed.

    `grids`: ids of those that it shows, as they were when it was drawn.
    """

    class Status(models.TextChoices):
        DRAWN = "drawn", "已拟出"
        OPEN = "open", "征求异议"
        CONFIRMED = "confirmed", "已确认"
        DROPPED = "dropped", "不用了"

    month = models.DateField("月份", help_text="the first day of it")
    grids = ArrayField(models.BigIntegerField(), verbose_name="网格", default=list)
    objections_by = models.DateField("异议截止", null=True, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    dropped = models.BooleanField("不用了", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "网格考核"
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=Q(dropped=False), name="a_month_is_assessed_once",
                violation_error_message="这个月的考核已经拟过。",
            )
        ]  # fmt: skip


class AssessedIncident(models.Model):
    """An incident of the month: under which numbers it was counted when they were drawn, and where an objection corrected
    that, under which it counts now. `grid`: of those assessed; none, where it lies in no grid. `at_centre`: it came to the
    office, whose numbers it is in too.
    """

    matter = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="incidents")
    about = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="网格事件")
    grid = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="网格")
    at_centre = models.BooleanField("到镇综治中心", default=False)
    drawn = ArrayField(models.CharField(max_length=30), verbose_name="拟出时计入")
    decided = ArrayField(models.CharField(max_length=30), verbose_name="更正以后计入", null=True, blank=True)

    class Meta:
        verbose_name = "考核的事件"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["matter", "about"], name="an_incident_is_assessed_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.about_id}"

    @property
    def counted(self) -> list[str]:
        """The keys of the numbers that it counts in today."""
        return self.drawn if self.decided is None else self.decided


class AssessmentObjection(Objection):
    """It names one number and the incidents (ids of AssessedIncident) that were counted wrongly."""

    matter = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="objections")
    number = models.CharField("考核项目", max_length=30)
    incidents = ArrayField(models.BigIntegerField(), verbose_name="计错的事件")

    class Meta(Objection.Meta):
        verbose_name = "考核异议"
