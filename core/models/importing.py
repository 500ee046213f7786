"""Who brought the rows of a file into the house, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User
from core.models.triggers import KEPT


class Import(models.Model):
    """A file of matters, from its upload to what was stored of it. The row stays when the file is erased.

    `headers`: other headers by our column's first name; `answers`: what words mean, which rows are not sealed,
    whether answers are taken over. The counts are those of the check until `ended_at`, then those of the import;
    `refusals` [number of the row, sentence]; `found`: what the check saw, for the page. `erased_at`: the file and
    all words of it are gone.
    """

    class Mode(models.TextChoices):
        WHOLE = "whole", "全部正确才入库"
        GOOD = "good", "只入库正确的行"

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    kind = models.CharField("种类", max_length=20)
    source = models.CharField("来源系统", max_length=12, blank=True)
    name = models.CharField("文件", max_length=80)
    digest = models.CharField("校验值", max_length=80)
    size = models.PositiveIntegerField("大小")
    headers = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    mode = models.CharField("方式", max_length=5, choices=Mode, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField("读到", default=0)
    stored = models.PositiveIntegerField("入库", default=0)
    existing = models.PositiveIntegerField("已有", default=0)
    refused = models.PositiveIntegerField("不能导入", default=0)
    refusals = models.JSONField(default=list, blank=True)
    found = models.JSONField(default=dict, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(mode="") ^ Q(confirmed_at__isnull=False),
                name="an_import_is_confirmed_with_its_mode",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(refusals=[], headers={}, answers={}, found={}),
                name="an_erased_file_leaves_no_words",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="import_by_digest")]
        triggers = KEPT

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}"


class Imported(models.Model):
    """A matter that came in with a file."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, primary_key=True, related_name="imported")
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="matters")

    def __str__(self) -> str:
        return f"{self.matter_id} ← {self.batch_id}"
