"""What a paper tells of the ways that stay open: reviewed texts by kind of dispute, every wording kept."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.history import NOT_EMPTIED
from core.models.organisation import User


class Remedy(models.Model):
    """One wording of the remedies of one kind: `kind` of the ministry's list, `code` of the categories (or its
    beginning; empty: any). The highest version that is in force stands; the others tell what old papers used.

    `lines`: {text, basis, source, when}; `when` names the conditions under which the line prints (core.documents.remedies).
    `never`: words that no line may have; `never_alone`: words that only a conditional line may have; a&b means
    both in one line. `picks`: whoever tells chooses the kind. `by` empty: as the product brought it along.
    Only the review may be added to a row.
    """

    kind = models.CharField("纠纷类型", max_length=20, blank=True)
    code = models.CharField("类别", max_length=4, blank=True)
    name = models.CharField("名称", max_length=40)
    version = models.PositiveSmallIntegerField("第几次", default=1)
    lines = models.JSONField("文字")
    never = models.JSONField("绝不印", default=list)
    never_alone = models.JSONField("有条件才印", default=list)
    picks = models.BooleanField("由告知人选定", default=False)
    note = models.CharField("备注", max_length=200, blank=True)
    valid_from = models.DateField("起用日期", null=True, blank=True)
    at = models.DateTimeField("写定时间", default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="写的人")
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    reviewed_on = models.DateField("审核日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "救济途径"
        ordering = ("kind", "code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "version"], name="a_wording_is_kept_once"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_on=None)
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="a_review_has_its_day",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="words_stay", exclude=["reviewed_by", "reviewed_on"]),
            pgtrigger.Protect(
                name="reviewed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reviewed_on__isnull=False),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            NOT_EMPTIED,
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.kind, f"{self.code} {self.name}".strip()) if part)

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.code

    def same_words(self, other: Any) -> bool:
        """Does the other wording print and forbid the same?"""
        names = ("name", "lines", "never", "never_alone", "picks", "note", "valid_from")
        return all(getattr(self, name) == getattr(other, name) for name in names)
