"""What is arranged: when, where and with whom. Only a plan; what happened stands in the record of the room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.models.matter import Matter
from core.models.organisation import User


class Appointment(models.Model):
    """A date of one user about a matter, with some of its people, at a place."""

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="appointments", verbose_name="事项"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="谁主持")
    what = models.CharField("约什么", max_length=10, help_text="of Procedure.arranges: 调解, 谈话")
    at = models.DateTimeField("时间")
    until = models.DateTimeField("到")
    place = models.CharField("地点", max_length=60)
    parties = ArrayField(models.BigIntegerField(), verbose_name="和谁", default=list, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "约定"
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="an_appointment_takes_time"),
        ]
        indexes = [
            models.Index(fields=["user", "at"], name="appointment_of_user", condition=Q(cancelled_at=None)),
            models.Index(fields=["place", "at"], name="appointment_at_place", condition=Q(cancelled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d %H:%M}"
