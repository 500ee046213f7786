"""Who took a list out of the house as a file."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.organisation import User
from core.models.triggers import APPEND_ONLY


class Export(models.Model):
    """Somebody took the rows of a list as a file, and why. Rows are never changed or deleted.

    `query` is the address of the list, `words` what it asks for in the office's words: as of that day, for
    units are renamed. `count` is how many rows the list had when it was asked for.
    """

    class Format(models.TextChoices):
        EXCEL = "xlsx", "Excel 表格（.xlsx）"
        CSV = "csv", "CSV 文本（.csv）"

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导出人")
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    reason = models.TextField("理由")
    kind = models.CharField("清单", max_length=20)
    query = models.TextField("筛选地址", blank=True)
    words = models.TextField("范围")
    format = models.CharField("格式", max_length=4, choices=Format)
    count = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_export_has_a_reason"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.words}"
