"""The history: append-only, chained per matter, sealed once a day."""

import pgtrigger
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import Unit, User
from core.models.triggers import APPEND_ONLY, KEPT, NOT_EMPTIED


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
        max_length=64, blank=True, help_text="digest of what the form said (core.workflow.form_keys)"
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
    """What was there up to a moment, under a key that the database does not hold; chained to the seal before.

    `tables`: for each table of record how many rows came since the seal before, the last id, their digest.
    """

    number = models.PositiveIntegerField(unique=True, help_text="without gaps")
    sealed_at = models.DateTimeField(unique=True)
    up_to = models.BigIntegerField(help_text="the last history entry (id) covered")
    entries = models.PositiveIntegerField()
    tables = models.JSONField(default=dict)
    previous = models.CharField(max_length=80, blank=True)
    hash = models.CharField(max_length=80)

    class Meta:
        ordering = ("number",)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d}"

    @property
    def short(self) -> str:
        """The signs that are printed, to be compared by eye: 12 of 64."""
        return self.hash.rsplit(":", 1)[-1][:12]


class SealedFact(models.Model):
    """What stood about a thing (a family of matters, an account, a post …) after the last entry about it.

    `last`: that entry's id; `mac`: a keyed digest of it with everything that stood. As long as no entry
    follows, whatever else stands there was changed past all rules (core.models.facts).
    """

    table = models.CharField(max_length=40)
    thing = models.BigIntegerField()
    last = models.BigIntegerField()
    mac = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "thing"], name="a_thing_is_sealed_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.thing}"


class Verification(models.Model):
    """One verification of everything: by the auditor, or (`by` empty) by night."""

    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entries = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    sentences = models.JSONField(default=list, help_text="the first problems, in words")

    class Meta:
        ordering = ("-begun_at", "-id")
        triggers = KEPT

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d} {self.problems}"


class Administration(LogEntry):
    """The log of what administrators did (Django's table): only added to, like the history."""

    class Meta:
        proxy = True
        triggers = APPEND_ONLY
