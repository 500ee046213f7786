"""Passwords that somebody has used, as hashes only."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PasswordUse(models.Model):
    """One password of one user, hashed as in User.password; kept so that it is not used again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_uses")
    encoded = models.CharField(max_length=128)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
