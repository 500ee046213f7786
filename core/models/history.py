"""The history: append-only, chained per matter, sealed once a day."""

import pgtrigger
from django.db import models
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import Unit, User

NOT_EMPTIED = pgtrigger.Trigger(
    name="not_emptied",
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'append-only: % is not emptied', TG_TABLE_NAME;",
)
APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    NOT_EMPTIED,
]


class HistoryEntry(models.Model):
    """One act. Both dates are kept: when it happened and when it was typed.

    `hash` covers the columns and the entry before; the words and values of the act stand in
    HistoryDetail and enter only as `detail_hash`, so that they can be lawfully erased. `key` and `words` are the
    form's, so that sending it twice is once and never swallows other words.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="history")
    seq = models.PositiveIntegerField()
    key = models.UUIDField(null=True, blank=True, unique=True)
    words = models.CharField(
        max_length=64, blank=True, help_text="digest of what the form said (core.submitted)"
    )
    action = models.CharField(max_length=60)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()
    typed_at = models.DateTimeField(default=timezone.now)
    detail_hash = models.CharField(max_length=80)
    previous = models.CharField(max_length=80, blank=True)
    hash = models.CharField(max_length=80)

    class Meta:
        ordering = ("matter", "seq")
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="history_has_no_branches"),
        ]
        indexes = [models.Index(fields=["action", "happened_at"], name="history_by_action")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.seq} {self.action}"

    @property
    def late(self) -> bool:
        """Typed on a later day than it happened: shown as 补录."""
        return timezone.localdate(self.happened_at) < timezone.localdate(self.typed_at)


class HistoryDetail(models.Model):
    """What was said and set. Erasable by law: then salt and values go, the chain still verifies."""

    entry = models.OneToOneField(
        HistoryEntry, on_delete=models.PROTECT, primary_key=True, related_name="detail"
    )
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            # Erasing is the only change: it empties the row and says when.
            pgtrigger.Protect(
                name="only_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL OR NEW.salt <> ''"
                    " OR NEW.\"values\" <> '{}'::jsonb OR NEW.entry_id <> OLD.entry_id"
                ),
            ),
            NOT_EMPTIED,
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"


class DailySeal(models.Model):
    """One hash over the heads of all chains that grew up to a moment, chained to the seal before."""

    sealed_at = models.DateTimeField(unique=True)
    up_to = models.BigIntegerField(help_text="the last history entry (id) covered")
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=80, blank=True)
    hash = models.CharField(max_length=80)

    class Meta:
        ordering = ("sealed_at",)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d}"
