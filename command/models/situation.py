"""Situation reports (情况报告): what a period brought, for the level above; or at once on one matter (紧急报告). A village's go to
the town, the town's to a body outside.
"""

from django.conf import settings
from django.db import models

from core.models import Matter, OutsideBody, User


class SituationReport(Matter):
    """One report. The numbers are counted when it is drafted; from then on the words are a person's."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", "起草"
        SUBMITTED = "submitted", "待签发"
        SIGNED = "signed", "待报送"
        SENT = "sent", "待回执"
        RECEIVED = "received", "对方已收到"
        HANDED_UP = "handed_up", "待镇里答复"
        TAKEN_IN = "taken_in", "镇里已答复"
        DROPPED = "dropped", "不报了"

    first = models.DateField("起始日期")
    last = models.DateField("截止日期")
    body = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送单位",
        help_text="none: a village's, for the town",
    )  # fmt: skip
    overall = models.TextField("总体情况", max_length=3000)
    major = models.TextField(
        "重点事项", max_length=3000, help_text="只写编号、地点和承办单位，不写姓名；封闭的事项不写。"
    )
    supervised = models.TextField("督办和会议", max_length=3000, blank=True)
    ahead = models.TextField("下一步打算和需要上级协调的", max_length=3000, blank=True)
    drafter = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="起草人"
    )
    signed_on = models.DateField("签发日期", null=True, blank=True)
    signed_by = models.CharField("签发人", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "情况报告"

    WORDS = ("overall", "major", "supervised", "ahead")

    @property
    def urgent(self) -> bool:
        """紧急报告: on the one matter above it (信访工作条例 25), in the hour; else on what a period brought."""
        return self.parent_id is not None

    @property
    def of_village(self) -> bool:
        return self.body_id is None

    @property
    def addressee(self) -> str:
        return self.body.name if self.body else str(settings.TOWN["centre"])

    @property
    def sections(self) -> dict[str, str]:
        """The parts of the report with their headings, by column."""
        if self.urgent:
            return {"overall": "基本情况", "major": "已采取的措施", "ahead": "下一步打算和需要协调的事项"}
        if self.of_village:
            return {"overall": "总体情况", "major": "重点事项", "ahead": "下一步打算和需要镇里协调的事项"}
        return {
            "overall": "总体情况", "major": "重点事项", "supervised": "督办和会议", "ahead": "下一步打算和需要协调的事项",
        }  # fmt: skip
