"""The duty officer's desk: telephone calls that must reach somebody, and the units that sit in the hall."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from core.models import Notice, Recorded, Unit
from core.rosters.rule import WEEKDAYS

DAYS = "一二三四五六日"


class Call(Recorded):
    """One try to reach the person of a notice by telephone: who called in which minute, and whether it succeeded."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="calls", verbose_name="通知")
    reached = models.BooleanField("打通了")
    words = models.CharField("谁接的、怎么说", max_length=100, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "电话告知"
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(reached=True), name="a_person_is_reached_once_about_a_notice"
            )
        ]


class Stationed(models.Model):
    """进驻单位: a unit that sits in the hall, and how: every working day, on some weekdays, or when it is called."""

    class Way(models.TextChoices):
        STANDING = "standing", "常驻"
        ROTATING = "rotating", "轮驻"
        ON_CALL = "on_call", "随叫随到"

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    way = models.CharField("进驻方式", max_length=8, choices=Way)
    weekdays = models.CharField(
        "轮驻日", max_length=7, blank=True, validators=[RegexValidator(f"^[{DAYS}]+$", "写成“一三五”这样。")],
        help_text="轮驻的写星期几，例如“一三五”；常驻、随叫随到的空着。",
    )  # fmt: skip
    phone = models.CharField("联系电话", max_length=20, blank=True, help_text="空着的用单位电话。")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进驻单位"
        ordering = ("unit__code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(way="rotating") ^ Q(weekdays=""), name="a_rotating_unit_has_its_days",
                violation_error_message="轮驻的写星期几，其他的不写。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.get_way_display()}"

    @property
    def days(self) -> tuple[int, ...]:
        """Its weekdays, Monday is 0; none where it sits on all."""
        return tuple(day for day, _ in enumerate(WEEKDAYS) if DAYS[day] in self.weekdays)

    @property
    def number(self) -> str:
        """Whom to call."""
        return self.phone or self.unit.phone
