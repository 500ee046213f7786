"""The hall: its windows and rooms, and who waits for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.case import Case
from core.models import Matter, Unit


class Room(models.Model):
    """A window or a room of the hall (法律咨询室, 调解室, 心理咨询室), and the unit that sits in it."""

    class Kind(models.TextChoices):
        WINDOW = "window", "窗口"
        ROOM = "room", "功能室"

    name = models.CharField("名称", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=8, choices=Kind, default=Kind.ROOM)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="由谁坐班")
    order = models.PositiveSmallIntegerField("次序", default=1)
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窗口和功能室"
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """One visitor's place in the queue: number, arrival, which window or room, called, served.

    It names nobody. What the visitor came for becomes a case at the window; the ticket then points at it.
    `arrived_at` stays for ever, `queued_at` is when this wait began: a visitor who is passed on waits anew.
    `called_at` is the first call, so that calling again makes nobody's wait longer. `key`: of the form that
    gave the number, so that a double click gives one. `matter`: what it led to where nothing was registered at the window
    then; `nothing`: what the visitor came for where that is no matter, in words, by whom and when (信访工作条例 43, 44).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等候"
        CALLED = "called", "已叫号"
        SERVING = "serving", "接待中"
        DONE = "done", "已接待"
        GONE = "gone", "过号未到"

    key = models.UUIDField(unique=True, null=True, editable=False)
    day = models.DateField("日期")
    number = models.PositiveSmallIntegerField("号")
    purpose = models.CharField("办什么", max_length=40, blank=True)
    people = models.PositiveSmallIntegerField("人数", default=1)
    first = models.BooleanField("优先", default=False, help_text="老人、残疾人、孕妇、军人")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tickets", verbose_name="去哪里")
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    arrived_at = models.DateTimeField("到达")
    queued_at = models.DateTimeField("排进这里", default=timezone.now)
    called_at = models.DateTimeField("第一次叫号", null=True, blank=True)
    last_called_at = models.DateTimeField("最近一次叫号", null=True, blank=True)
    calls = models.PositiveSmallIntegerField("叫了几次", default=0)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    served_at = models.DateTimeField("开始接待", null=True, blank=True)
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets")
    passed_from = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    nothing = models.CharField("没有诉求", max_length=100, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("对上的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "排队号"
        ordering = ("day", "number")
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="a_ticket_number_is_given_once_a_day"),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(state__in=["done", "gone"]),
                name="an_ended_ticket_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "room"], name="ticket_open", condition=Q(ended_at=None)),
            models.Index(
                fields=["day"],
                name="ticket_unregistered",
                condition=Q(state="done", served_at__isnull=False, case=None, matter=None, nothing=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%m-%d} {self.number}"
