"""Counters of numbers: one row per series and year."""

from django.db import models


class Series(models.Model):
    """The last number given in a series and year; taken only through core.numbers."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="a_series_counts_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Failures(models.Model):
    """Failed tries of a public page, by address or code; written by core.throttle alone."""

    key = models.CharField(max_length=120, primary_key=True)
    failures = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
