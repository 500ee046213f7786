"""Notices in the app."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User


class Notice(models.Model):
    """A sentence for one user about one matter. It carries no personal data: it may be read over a
    shoulder, and sealed matters are 保密事项 in it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    sentence = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    call = models.BooleanField(
        default=False, help_text="must reach the person at once, at night too: the duty officer telephones"
    )
    key = models.CharField(max_length=80, blank=True, help_text="the same key is told to a user once")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~Q(key=""), name="a_notice_is_told_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_list"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["-at"], name="notice_to_call", condition=Q(call=True)),
        ]

    def __str__(self) -> str:
        return self.sentence
