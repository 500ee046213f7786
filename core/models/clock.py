"""Clocks: a duty or a right with its dates, and the steps of reminding that were taken."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import Unit, User


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        return self.filter(ended_at=None, suspended_at=None)

    def overrun(self, until: datetime, since: datetime | None = None) -> "ClockQuerySet":
        """Those that expired before a moment (and not before `since`) undone; what was done later stays late."""
        over = self.filter(Q(ended_at=None) | Q(ended_at__gte=F("expires_at")), expires_at__lt=until)
        return over.filter(expires_at__gte=since) if since else over

    def to_look_at(self, now: datetime) -> "ClockQuerySet":
        """What the watch must see: a step of the escalation table has come, or the day until which it stands still."""
        return self.filter(ended_at=None, look_at__lte=now)


class Clock(models.Model):
    """One deadline of one matter. The rule is in the procedure's clocks.py; the row keeps what was
    reckoned by it, so that a later rule changes no past duty.

    raw, rolled, target: 届满日, 顺延届满日, 内控日. A date that needs a calendar year which is not
    loaded stays empty, with `pending_year`, and is filled when the year is imported.
    """

    class End(models.TextChoices):
        MET = "met", "已履行"
        CANCELLED = "cancelled", "已取消"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    basis = models.CharField(max_length=120)
    term = models.CharField(max_length=8)
    local = models.ForeignKey(
        "LocalTerm", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="the row whose term it took; none for the rule's own",
    )  # fmt: skip
    right = models.BooleanField(default=False, help_text="a citizen's right, judged by the rolled date")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.PositiveSmallIntegerField(
        default=0, help_text="which of several of a rule: a task's number"
    )

    started_at = models.DateTimeField()
    raw = models.DateField(null=True, blank=True)
    rolled = models.DateField(null=True, blank=True)
    target = models.DateField(null=True, blank=True)
    pending_year = models.PositiveSmallIntegerField(null=True, blank=True)
    extended_by = models.CharField(max_length=8, blank=True, help_text="term added, from the raw date")

    # Moments from which the lights are read; None where the calendar is missing.
    half_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    black_at = models.DateTimeField(null=True, blank=True)

    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_for = models.CharField(max_length=120, blank=True, help_text="the reason with its article")
    suspended_until = models.DateField(null=True, blank=True, help_text="asked again on this day")
    # [from, to] of each stretch that is over and not counted, as ISO moments: measured in the term's own unit
    # whenever the clock is reckoned, so that a corrected calendar corrects it too.
    pauses = models.JSONField(default=list, blank=True)

    look_at = models.DateTimeField(null=True, blank=True, help_text="when the watch must look next")
    looked_at = models.DateTimeField(
        default=timezone.now, help_text="steps before this moment are never taken"
    )
    hourly = models.GeneratedField(  # its term is one of hours or minutes (core.deadlines.terms.HOURS)
        expression=models.Q(term__regex="[0-9](H|WH|N)$"),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    calendar: Any = None  # of the office, where whoever reckons the clock has it at hand

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ("started_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "rule", "unit", "item"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="a_rule_runs_once_per_matter_and_unit",
            ),
            models.CheckConstraint(condition=Q(ended_at=None) ^ ~Q(end=""), name="an_ended_clock_says_how"),
        ]
        indexes = [
            models.Index(fields=["hourly", "look_at"], name="clock_to_look_at", condition=Q(ended_at=None)),
            models.Index(
                fields=["pending_year"], name="clock_pending", condition=Q(pending_year__isnull=False)
            ),
            models.Index(fields=["rule", "started_at"], name="clock_by_rule"),
            # What came late (ClockQuerySet.late), among all that was in time.
            models.Index(
                fields=["rule", "expires_at"],
                name="clock_late",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("expires_at")),
            ),
            # What the office did in a month: the dashboard says where it waits.
            models.Index(fields=["ended_at"], name="clock_met", condition=Q(end="met", right=False)),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.label}"

    @property
    def measure(self) -> str:
        """What it is counted in (core.deadlines.terms.Measure): an extension's unit, where it was prolonged."""
        return (self.extended_by or self.term).lstrip("0123456789")


class Escalation(models.Model):
    """A step of the rule's escalation that was taken for a clock: once, ever."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="escalations")
    step = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(default=timezone.now)
    refused = models.CharField(
        max_length=300, blank=True, help_text="why the act of the step could not be done"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "step"], name="a_step_is_taken_once_per_clock")
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.step}"


class LocalTerm(models.Model):
    """A shorter promise for a rule, set by province, county or town; the legal value is the ceiling (domain: 1.2).

    `category`: the beginning of a code of what matters are about (Matter.about), empty for all. A row is not rewritten
    when the term changes: the new one has its own day, and clocks keep which row they took.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", "省"
        COUNTY = "county", "县"
        TOWN = "town", "镇"

    rule = models.CharField("期限", max_length=60)
    category = models.CharField("类别", max_length=40, blank=True)
    level = models.CharField("由哪一级定", max_length=10, choices=Level, default=Level.TOWN)
    term = models.CharField(
        "承诺期限", max_length=8,
        help_text="数字加单位，单位和原期限一样：3W 是 3 个工作日，15C 是 15 日，24H 是 24 小时，4WH 是 4 个工作小时，30N 是 30 分，1M 是 1 个月。",
    )  # fmt: skip
    basis = models.CharField("依据", max_length=120)
    valid_from = models.DateField("起用日期", default=date(2000, 1, 1))

    class Meta:
        verbose_name = verbose_name_plural = "本地期限"
        ordering = ("rule", "category", "level", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "category", "level", "valid_from"],
                name="a_level_sets_a_term_once_from_a_day",
                violation_error_message="这一级对这个类别、从这一天起已经定过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}定{self.term}，{self.valid_from:%Y-%m-%d} 起用"

    def precedes(self) -> tuple[int, int, date]:
        """Of several in force the greatest holds: the narrowest category, the nearest level, the newest."""
        return len(self.category), list(self.Level).index(self.Level(self.level)), self.valid_from


class Heartbeat(models.Model):
    """When a recurring job last ran to its end."""

    name = models.CharField(max_length=30, primary_key=True)
    ran_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.ran_at}"
