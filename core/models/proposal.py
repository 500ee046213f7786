"""What one administrator asks and a second one confirms (三员, GB/T 22239)."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.history import NOT_EMPTIED
from core.models.organisation import Holding
from core.privacy.fields import EncryptedTextField


class Proposal(models.Model):
    """Something that gives or takes rights and has no effect before a second person agrees.

    `values` are the new values of a changed row by column, `sealed` those of encrypted columns, kept only until the
    decision. `half` is the asker's part of a new password, kept
    only until the decision: neither of the two ever knows the whole.
    """

    class Act(models.TextChoices):
        END = "end", "结束任职"
        PASSWORD = "password", "重置密码"
        CHANGE = "change", "修改"

    act = models.CharField("办什么", max_length=10, choices=Act)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target: Any = GenericForeignKey()
    values = models.JSONField(default=dict)
    sealed = EncryptedTextField(blank=True)
    words = models.CharField("内容", max_length=300)
    reason = models.CharField("理由", max_length=200)
    successor = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="继任"
    )
    half = EncryptedTextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申请人"
    )
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    decided_at = models.DateTimeField("复核时间", null=True)
    agreed = models.BooleanField("同意", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "双人复核"
        ordering = ("-asked_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="a_second_person_decides"
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_names_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["act", "content_type", "object_id"],
                condition=Q(agreed=None),
                name="one_proposal_waits_at_a_time",
                violation_error_message="同一件事已经申请过，正等待复核。",
            ),
        ]
        triggers = [NOT_EMPTIED]

    def __str__(self) -> str:
        return self.words
