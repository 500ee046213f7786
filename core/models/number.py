"""Counters of numbers: one row per series and year."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User
from core.privacy.fields import EncryptedTextField


class Series(models.Model):
    """The last number given in a series and year; taken only through core.records.numbers."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="a_series_counts_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Reserved(models.Model):
    """A number printed on a blank form before its matter was typed (days without power or network).

    It becomes a matter's, once, or is given up with a reason: the series keeps no unexplained gap.
    """

    kind = models.CharField(max_length=20)
    batch = models.CharField(max_length=8, db_index=True)
    number = models.CharField("登记号", max_length=40)
    code = models.CharField("事项编号", max_length=24, unique=True)
    lookup_code = EncryptedTextField("查询码")
    reserved_at = models.DateTimeField(default=timezone.now)
    reserved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_for = models.CharField(max_length=120, blank=True)
    given_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="a_number_is_reserved_once"),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | (Q(matter=None) & ~Q(given_up_for="")),
                name="what_is_given_up_was_not_used_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Failures(models.Model):
    """Failed tries of a public page, by address or code; written by core.accounts.throttle alone."""

    key = models.CharField(max_length=120, primary_key=True)
    failures = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
