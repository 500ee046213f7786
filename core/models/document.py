"""Issued papers and attached files. Bytes lie by hash in file storage; rows say what they are."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User
from core.models.triggers import APPEND_ONLY, KEPT


class Document(models.Model):
    """An issued paper. It never changes: a newer one supersedes it."""

    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True)
    scope = models.CharField(
        max_length=40, blank=True, help_text="what it is about when it has no matter: 2026-11"
    )
    version = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    facts = models.JSONField(default=dict, help_text="the numbers printed, frozen with the paper")
    verify_code = models.CharField(max_length=24, unique=True)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-issued_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind", "scope", "version"],
                nulls_distinct=False,
                name="a_version_is_issued_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "scope"], name="document_by_scope")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.label} {self.number}"


class Attachment(models.Model):
    """A file given by a citizen or an officer: a scan, a photo, a letter."""

    ERASED = "已依法删除"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("名称", max_length=120)
    item = models.CharField(
        "卷内材料",
        max_length=20,
        blank=True,
        help_text="which Item of its dossier it is: chosen, never guessed",
    )
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    # The digest of the file as it came, where place, author and the like were taken out of it (core.documents.file_cleaning).
    original_digest = models.CharField("原文件校验值", max_length=80, blank=True)
    is_evidence = models.BooleanField(
        "证明时间或地点", default=False, help_text="the original is kept too, opened like a full view"
    )
    is_signed = models.BooleanField(
        "带电子签名", default=False, help_text="left as it came: a change breaks it"
    )
    about = models.ForeignKey(
        "core.HistoryEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_why=""), name="a_withdrawn_file_says_why"
            ),
            models.CheckConstraint(
                condition=Q(is_evidence=False) | ~Q(original_digest=""), name="evidence_keeps_its_original"
            ),
        ]
        triggers = [
            *KEPT,
            # Withdrawing is the only change: once, with when and why; erased by law its name goes, too.
            pgtrigger.Protect(
                name="only_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL AND NEW.name = OLD.name OR NEW.withdrawn_at IS NULL OR"
                    " NEW.name NOT IN (OLD.name, '已依法删除') OR (NEW.id, NEW.matter_id, NEW.kind, NEW.digest, NEW.size, NEW.about_id, NEW.added_at,"
                    " NEW.added_by_id) IS DISTINCT FROM (OLD.id, OLD.matter_id, OLD.kind, OLD.digest,"
                    " OLD.size, OLD.about_id, OLD.added_at, OLD.added_by_id)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far a long job is, for the page that waits for it."""

    key = models.CharField(max_length=80, primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=80, blank=True)
    failed = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.key} {self.done}/{self.total}"
