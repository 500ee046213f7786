"""A task given in a matter (交办): what, who, by when, done with proof."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models.matter import Access, Matter
from core.models.organisation import Holding, Unit, User


def may_be_asked(user: User) -> tuple[str, Sequence[Any]]:
    """SQL of how many open tasks may be asked of the user: mostly none, and then nobody looks further."""
    asked = (
        "SELECT count(*) FROM core_task WHERE ended_at IS NULL AND (user_id = ANY(%s) OR unit_id = ANY(%s))"
    )
    return asked, ([user.pk, *user.reach.stands_for], list(user.reach.units))


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        """Given, and neither ended itself nor fallen away with its matter."""
        return self.filter(ended_at=None, matter__closed_at=None)

    def late(self, on: date) -> "TaskQuerySet":
        """Open, not reported, and the day is over."""
        return self.open().filter(reported_at=None, due_on__lt=on)

    def asked_of(self, user: User) -> "TaskQuerySet":
        """Whose doing waits for this user: named, as deputy of who is, or as one of a unit where nobody named is left."""
        there = Holding.objects.current().filter(user=OuterRef("user"), post__unit=OuterRef("unit"))
        of_unit = Q(unit__in=user.reach.units) & (Q(user=None) | ~Exists(there))
        own = Q(user__in=[user.pk, *user.reach.stands_for])
        return self.open().filter(own | of_unit, state__in=(Task.State.GIVEN, Task.State.ACCEPTED))

    def given_by_hand_of(self, user: User) -> "TaskQuerySet":
        """我交办的: given by this user, by one whose deputy he is, or typed by him."""
        return self.filter(Q(giver__in=[user.pk, *user.reach.stands_for]) | Q(typed_by=user))


class Task(models.Model):
    """One thing that one unit, or one person of it, is to do by a day. The unit answers for it: who leaves the post
    leaves the task with the unit. `number`: its place among the matter's tasks; its clocks bear it too (Clock.item).
    """

    class State(models.TextChoices):
        GIVEN = "given", "待接受"
        ACCEPTED = "accepted", "办理中"
        REPORTED = "reported", "待验收"
        DONE = "done", "已办结"
        RETURNED = "returned", "已退回"
        CANCELLED = "cancelled", "已取消"

    OVER = (State.DONE, State.RETURNED, State.CANCELLED)

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="tasks", verbose_name="事项")
    number = models.PositiveSmallIntegerField("序号")
    what = models.CharField("交办内容", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    due_on = models.DateField("完成期限")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="交办人")
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField("交办时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.GIVEN)
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    report = models.CharField("完成情况", max_length=1000, blank=True)
    no_proof = models.CharField("没有材料的原因", max_length=200, blank=True)
    reported_at = models.DateTimeField("报完成时间", null=True, blank=True)
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报完成人"
    )
    reason = models.CharField(
        "理由",
        max_length=300,
        blank=True,
        help_text="of the last return, sending back, extension, cancelling",
    )
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    access = models.ForeignKey(
        Access, on_delete=models.PROTECT, null=True, related_name="+", help_text="opened for it, ends with it"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_task_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(state__in=["done", "returned", "cancelled"]),
                name="a_task_that_is_over_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], name="open_task_of_unit", condition=Q(ended_at=None)),
            models.Index(fields=["user"], name="open_task_of_user", condition=Q(ended_at=None)),
            models.Index(fields=["giver"], name="task_of_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} 第{self.number}项"

    @property
    def who(self) -> str:
        """村镇办（俞百川）"""
        return f"{self.unit.short_name}（{self.user.name}）" if self.user else str(self.unit.short_name)

    @property
    def is_open(self) -> bool:
        """Not over."""
        return self.ended_at is None

    @property
    def is_late(self) -> bool:
        """The day is over and nothing was reported, or it was reported afterwards."""
        if self.state in (self.State.RETURNED, self.State.CANCELLED):
            return False
        day = timezone.localdate(self.reported_at) if self.reported_at else timezone.localdate()
        return day > self.due_on

    def is_asked_of(self, user: Any) -> bool:
        """May this user do it: named, deputy of who is, or of the unit that answers for it."""
        reach = user.reach
        return self.unit_id in reach.units or self.user_id in (user.pk, *reach.stands_for)

    def is_given_by(self, user: Any) -> bool:
        return self.giver_id in (user.pk, *user.reach.stands_for)
