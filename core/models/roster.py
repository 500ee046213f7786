"""A roster (排班): who sits where on which day; swapped, substituted, signed in.

A roster is a matter, so that every change of it goes through the one door. Its kind is its procedure's
(core.rosters.procedure.roster_of).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User
from core.models.recorded import Recorded

GRACE = timedelta(minutes=15)  # after the beginning; then who is not here is reminded


class Roster(Matter):
    """The turns of one stretch of days, made by a rule and published."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", "起草"
        PUBLISHED = "published", "已公示"
        OVER = "over", "已结束"
        VOIDED = "voided", "已作废"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    first = models.DateField("起")
    last = models.DateField("止")
    rule = models.JSONField("排班规则", help_text="what it was made by, in words")
    published_at = models.DateTimeField("公示时间", null=True, blank=True)

    SEARCHED = ()

    class Meta:
        verbose_name = verbose_name_plural = "排班"
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="a_roster_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.shown_title

    def search_words(self) -> list[str]:
        return []


class TurnQuerySet(models.QuerySet["Turn"]):
    def published(self, kind: str) -> "TurnQuerySet":
        """Turns of the rosters of a kind that count: published, running or over."""
        return self.filter(
            matter__kind=kind, matter__status__in=(Roster.Status.PUBLISHED, Roster.Status.OVER)
        )

    def running(self, kind: str, moment: datetime) -> "TurnQuerySet":
        """Of today, and of last night while it lasts; what goes on into tomorrow, from its beginning."""
        local = timezone.localtime(moment)
        night = Q(day=local.date() - timedelta(days=1), ends__lte=F("begins"), ends__gt=local.time())
        tonight = Q(ends__lte=F("begins"), begins__gt=local.time())
        return self.published(kind).filter(Q(day=local.date()) & ~tonight | night)


class Turn(models.Model):
    """One turn: a day, a place, a person. `substitute` sits there in his stead, named by whom and why."""

    matter = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="turns", verbose_name="排班")
    day = models.DateField("日期")
    place = models.CharField("地点", max_length=60)
    begins = models.TimeField("自")
    ends = models.TimeField("至")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="轮值人")
    substitute = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代班人"
    )
    substituted_by = models.CharField("由谁指定", max_length=60, blank=True)
    substitute_reason = models.CharField("代班原因", max_length=200, blank=True)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "班次"
        ordering = ("day", "begins", "id")  # of places in the order in which the roster names them
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "day", "place", "begins"], name="a_place_has_one_turn_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substituted_by=""), name="a_substitute_is_named_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) ^ Q(signed_by__isnull=False), name="a_sign_in_has_a_name"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="turn_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.place}"

    @property
    def person(self) -> User:
        """Who is to be there."""
        return self.substitute or self.user

    @property
    def overnight(self) -> bool:
        """It ends on the next day."""
        return self.ends <= self.begins

    @property
    def hours(self) -> str:
        return f"{self.begins:%H:%M}–{'次日' if self.overnight else ''}{self.ends:%H:%M}"

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.begins))

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day + timedelta(days=self.overnight), self.ends))

    def is_of(self, user: Any) -> bool:
        """His own turn, or that of one whose deputy he is today."""
        return self.person.pk in (user.pk, *user.reach.stands_for)

    def late(self, moment: datetime) -> bool:
        """It has begun a while ago and nobody signed in yet."""
        return self.signed_at is None and moment >= self.start + GRACE

    def missed(self, moment: datetime) -> bool:
        """It is over and nobody signed in."""
        return self.signed_at is None and moment >= self.end

    @property
    def unlogged(self) -> bool:
        """Somebody sat there, and what was done is not written down."""
        return self.signed_at is not None and not hasattr(self, "log")

    def passed(self, on: date) -> bool:
        return self.day < on or self.signed_at is not None


class TurnLog(Recorded):
    """值班记录 of a turn that was kept: for how many people, what, and the matters that go with it. Written by who sat there."""

    matter = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="logs", verbose_name="排班")
    turn = models.OneToOneField(Turn, on_delete=models.PROTECT, related_name="log", verbose_name="班次")
    people = models.PositiveSmallIntegerField("接待（人次）")
    matters = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="关联的事项")
    words = models.TextField("做了什么", max_length=1000, help_text="不写来访人的姓名和电话。")

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "值班记录"


class Swap(models.Model):
    """换班: two turns exchange their people, asked by one and agreed to by the other."""

    matter = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="swaps", verbose_name="排班")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="+", verbose_name="班次")
    other = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="+", verbose_name="换到的班次")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    asked_of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="对方")
    asked_at = models.DateTimeField("申请时间")
    reason = models.CharField("理由", max_length=200)
    agreed = models.BooleanField("同意", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "换班"
        ordering = ("asked_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=None) ^ Q(answered_at__isnull=False), name="an_answered_swap_says_when"
            ),
            models.UniqueConstraint(
                fields=["turn"],
                condition=Q(agreed=None),
                name="a_turn_is_swapped_once_at_a_time",
                violation_error_message="这个班次已经在申请换班。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} ⇄ {self.other_id}"
