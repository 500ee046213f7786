"""领导接访: a matter comes before a leader on one turn of the reception's roster."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from core.models import Turn


class Reception(models.Model):
    """One visit to one turn: booked beforehand or on the day, and what the leader and the visitor said there."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "当面答复、解释"
        INSTRUCTED = "instructed", "批示、交办"
        ABSENT = "absent", "来访人没有来"

    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="receptions", verbose_name="事项")
    turn = models.ForeignKey(
        Turn, on_delete=models.PROTECT, related_name="receptions", verbose_name="接访班次"
    )
    order = models.PositiveSmallIntegerField("次序")
    booked_at = models.DateTimeField("预约时间")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    received_at = models.DateTimeField("接访时间", null=True, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="接访领导",
    )
    record = models.TextField("接谈情况", blank=True)
    opinion = models.CharField("处理意见", max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "领导接访"
        ordering = ("turn__day", "turn", "order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "turn"], name="a_matter_comes_to_a_turn_once",
                violation_error_message="这件事项已经约在这个班次。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") ^ Q(received_at__isnull=False), name="a_reception_that_was_held_has_its_outcome"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["received_at"], name="reception_by_time")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.turn_id}"

    @property
    def waits(self) -> bool:
        return self.received_at is None
