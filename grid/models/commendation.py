"""A commendation (评优表彰): who is honoured and for what, in words; posted for objections, then signed. No level, no figure."""

from django.db import models

from core.models import Matter
from grid.models.assessment import Objection


class Commendation(Matter):
    """表彰. `honoured` and `reasons` are what the paper says."""

    class Status(models.TextChoices):
        DRAFT = "draft", "起草"
        POSTED = "posted", "公示中"
        SIGNED = "signed", "已表彰"
        DROPPED = "dropped", "不表彰了"

    honoured = models.CharField(
        "表彰谁", max_length=200, help_text="单位、网格或者人的名字，写明在哪个村、哪个网格。"
    )
    reasons = models.TextField(
        "事迹", max_length=1500, help_text="写做了什么、好在哪里；不写件数、积分、名次，不分等次。"
    )
    posted_on = models.DateField("公示日期", null=True, blank=True)
    objections_by = models.DateField("异议截止", null=True, blank=True)
    signed_on = models.DateField("表彰日期", null=True, blank=True)
    signed_by = models.CharField("签发人", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评优表彰"


class CommendationObjection(Objection):
    """`who`: anybody may object; the desk writes it down."""

    matter = models.ForeignKey(Commendation, on_delete=models.CASCADE, related_name="objections")
    who = models.CharField("提出人", max_length=60, help_text="不愿意写名字的，写“不愿具名”。")

    class Meta(Objection.Meta):
        verbose_name = "表彰异议"
