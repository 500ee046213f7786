"""Which unit is told at once of which red flag, whatever the procedure."""

from django.db import models

from core.models.matter import Matter
from core.models.organisation import Unit


class AlarmUnit(models.Model):
    """要紧情况告知单位: told at once of a red flag, beside those who take alarms by post."""

    flag = models.CharField("要紧情况", max_length=20, choices=Matter.Flag)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="告知单位")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "要紧情况告知单位"
        ordering = ("flag", "unit")
        constraints = [models.UniqueConstraint(fields=["flag", "unit"], name="a_unit_is_alarmed_once")]

    def __str__(self) -> str:
        return f"{self.get_flag_display()} → {self.unit_id}"
