"""What a row of the course of a matter has in common with the others (core.workflow.record_steps)."""

from django.conf import settings
from django.db import models


class Recorded(models.Model):
    """When it was written down and by whom; nobody, where the system did."""

    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )

    class Meta:
        abstract = True
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.at:%Y-%m-%d}"
