"""The office's working calendar: one row a loaded year, one a day that differs from Monday to Friday."""

from django.conf import settings
from django.db import models
from django.utils import timezone

# Changes with every load: days are never edited, only written anew under higher ids; and with the town's own terms, which are
# kept beside a calendar (core.deadlines.clocks.terms_beside).
STAMP = (
    "(SELECT (count(*), max(loaded_at), (SELECT max(id) FROM core_calendarday),"
    " (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM core_localterm t))::text FROM core_calendaryear)"
)


class CalendarYear(models.Model):
    """A year whose calendar is known, and where it came from. Written by core.deadlines.calendars alone."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("来源", max_length=100, help_text="通知的文号，如 国办发明电〔2025〕7号")
    loaded_at = models.DateTimeField("导入时间", default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入人",
    )

    class Meta:
        ordering = ("year",)
        verbose_name = verbose_name_plural = "工作日历年份"

    def __str__(self) -> str:
        return f"{self.year} 年（{self.source}）"


class CalendarDay(models.Model):
    """A day off with its name, also where it falls on a weekend, or a weekend day that is worked.

    `year` is the year whose notice set the day: the notice for a year may also set the last days of the
    December before (2023-12-30 was set by the notice for 2024).
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "节假日"
        WORKDAY = "workday", "调休上班"

    date = models.DateField("日期", unique=True)
    kind = models.CharField("类型", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=40)
    year = models.ForeignKey(
        CalendarYear, on_delete=models.CASCADE, related_name="days", verbose_name="所属年份"
    )

    class Meta:
        ordering = ("date",)
        verbose_name = verbose_name_plural = "工作日历日期"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["holiday", "workday"]), name="a_calendar_day_is_off_or_made_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.name}"
