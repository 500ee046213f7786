"""Ladders (梯次): the steps that a town has set up, and each try of a matter on one of them."""

from django.db import models
from django.db.models import Q

from core.models.matter import Matter
from core.models.organisation import Unit, User


class LadderStep(models.Model):
    """A step of a ladder, data of the town: 网格员 → 调解员 → 网格长. What comes after the last one, the room says."""

    ladder = models.CharField("梯次种类", max_length=20, help_text="the key of Procedure.ladder")
    level = models.PositiveSmallIntegerField("梯次")
    name = models.CharField("名称", max_length=30)
    role = models.CharField("由谁", max_length=30, help_text="a key of config/roles.py")
    term = models.CharField(
        "期限", max_length=8, default="3W", help_text="3W 是 3 个工作日，15C 是 15 日（自然日）。"
    )
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "梯次"
        ordering = ("ladder", "level")
        constraints = [models.UniqueConstraint(fields=["ladder", "level"], name="a_ladder_has_a_step_once")]

    def __str__(self) -> str:
        return self.name


class Rung(models.Model):
    """One try on a ladder: by whom, from when to when, with what result, and why it was handed up."""

    class Result(models.TextChoices):
        SETTLED = "settled", "化解"
        HANDED_UP = "handed_up", "上交"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="rungs")
    level = models.PositiveSmallIntegerField("梯次")
    name = models.CharField("名称", max_length=30, help_text="of the step at that time")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    handler = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="处理人")
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, blank=True)
    words = models.CharField("经过、上交理由", max_length=500, blank=True)

    class Meta:
        ordering = ("started_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at=None), name="one_step_of_a_ladder_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, result="") | (Q(ended_at__isnull=False) & ~Q(result="")),
                name="a_rung_that_ended_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.name}"
