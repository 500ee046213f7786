"""What a unit plans to make law known in a year (谁执法谁普法), and what of it was done (法治宣传教育法 art. 9)."""

from calendar import monthrange
from datetime import date

from django.db import models
from django.db.models import Q

from core.models import Matter, Unit
from core.models.recorded import Recorded

MONTHS = [(month, f"{month} 月") for month in range(1, 13)]


class Plan(Matter):
    """The plan of one duty unit for one year."""

    class Status(models.TextChoices):
        RUNNING = "running", "执行中"
        SUMMED = "summed", "已总结"
        VOIDED = "voided", "已作废"

    demand = models.TextField("普法内容和要求", max_length=3000)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    year = models.PositiveSmallIntegerField("年度")
    summary = models.TextField("年度总结", max_length=3000, blank=True)

    SEARCHED = ("demand",)

    class Meta:
        verbose_name = verbose_name_plural = "普法计划"

    def __str__(self) -> str:
        return self.shown_title


class Lesson(Recorded):
    """One event of a plan (普法活动): to be held by the end of its month. `number`: its clock bears it too (Clock.item)."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "每月一法"
        PUBLICITY = "publicity", "专题宣传"
        TRAINING = "training", "培训"

    class Audience(models.TextChoices):
        PEOPLE = "people", "群众"
        GUIDES = "guides", "法律明白人"
        MEDIATORS = "mediators", "调解员"
        GRID = "grid", "网格员"
        OFFICIALS = "officials", "干部"
        PUPILS = "pupils", "学生"
        FIRMS = "firms", "企业"

    class State(models.TextChoices):
        PLANNED = "planned", "待开展"
        HELD = "held", "已开展"
        DROPPED = "dropped", "已取消"

    matter = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField("序号")
    month = models.PositiveSmallIntegerField("月份", choices=MONTHS)
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.MONTHLY)
    topic = models.CharField("主题", max_length=120)
    audience = models.CharField("对象", max_length=10, choices=Audience, default=Audience.PEOPLE)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PLANNED)
    held_on = models.DateField("开展日期", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, null=True, blank=True)
    attended = models.PositiveSmallIntegerField("参加人次", null=True, blank=True)
    leaflets = models.PositiveSmallIntegerField("发放资料（份）", null=True, blank=True)
    cost = models.DecimalField("经费（元）", max_digits=9, decimal_places=2, null=True, blank=True)
    words = models.TextField("开展情况", max_length=1000, blank=True)
    why = models.CharField("理由", max_length=300, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "普法活动"
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="an_event_has_its_number"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False, attended__isnull=False), name="what_was_held_has_its_day"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["held_on"], name="lesson_held")]

    def __str__(self) -> str:
        return f"{self.number}. {self.month} 月 {self.topic}"


class Certificate(Recorded):
    """培训证书: who was trained at which event."""

    matter = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="certificates")
    lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, related_name="certificates", verbose_name="培训"
    )
    name = models.CharField("姓名", max_length=40)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "培训证书"
        constraints = [models.UniqueConstraint(fields=["lesson", "name"], name="one_certificate_a_training")]


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])
