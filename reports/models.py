"""The monthly report as a matter of the office: drafted, checked, signed, issued; its numbers frozen."""

import pgtrigger
from django.db import models

from core.models import Matter, User
from core.procedure.indicators import Period


class MonthlyReport(Matter):
    """One month's report. `facts` are the numbers as counted, `words` the text of each section."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", "起草"
        SUBMITTED = "submitted", "待审核"
        CHECKED = "checked", "待签发"
        SIGNED = "signed", "待印发"
        ISSUED = "issued", "已印发"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    month = models.DateField("统计月份", unique=True, help_text="its first day")
    facts = models.JSONField("数字", help_text="reports.monthly.frozen")
    words = models.JSONField("文字", help_text="the text of each section (reports.narrative.SECTIONS)")
    counted_at = models.DateTimeField("统计时间")
    drafter = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编制"
    )
    checker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核"
    )
    signed_by = models.CharField("签发", max_length=60, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)

    SEARCHED = ("words",)

    class Meta:
        verbose_name = verbose_name_plural = "月报"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="a_report_s_month_begins_on_its_first_day"
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at=None) | models.Q(signed_at__isnull=False),
                name="a_report_is_issued_after_it_was_signed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_numbers_stay",
                operation=pgtrigger.UpdateOf("facts", "words", "month", "counted_at", "signed_by"),
                condition=pgtrigger.Q(old__signed_at__isnull=False, new__signed_at__isnull=False),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def period(self) -> Period:
        """The natural month that it tells of."""
        return Period.of_month(self.month.year, self.month.month)

    def search_words(self) -> list[str]:
        return list(self.words.values())
