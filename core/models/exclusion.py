"""Who must not see a matter, whatever else would open it: the accused, who withdraws, whoever is a party."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import Unit
from core.values.moments import present


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def current(self, at: Any = None) -> "ExclusionQuerySet":
        """Those of a moment; of now, where none is given."""
        at = at or present()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def of_user(self, user: Any) -> "ExclusionQuerySet":
        """Those of a user: as a person, as a deputy, as one of a unit."""
        return self.filter(Q(user__in=[user.pk, *user.reach.stands_for]) | Q(unit__in=user.reach.belongs))


class Exclusion(models.Model):
    """Shuts one person, or all people of a unit, out of a matter and of all that stands below it.

    The gate subtracts it after every allow. It comes from an accusation (信访工作条例 30), from recusal (28) and from
    being a party, and from nothing else: the unit that an ordinary demand complains of must answer (23, 32).
    """

    class Ground(models.TextChoices):
        ACCUSED = "accused", "被检举、控告"
        RECUSED = "recused", "回避"
        PARTY = "party", "当事人本人"

    matter = models.ForeignKey(
        Matter,
        on_delete=models.CASCADE,
        related_name="exclusions",
        verbose_name="事项",
        help_text="the root of its family",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="人员",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    ground = models.CharField("情形", max_length=10, choices=Ground)
    reason = models.CharField("理由", max_length=300, blank=True)
    article = models.CharField("依据", max_length=60)
    starts_at = models.DateTimeField("起", default=timezone.now)
    ends_at = models.DateTimeField("止", null=True, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None) ^ Q(user=None), name="an_exclusion_is_a_unit_s_or_a_user_s"
            ),
            models.UniqueConstraint(
                fields=["matter", "user", "ground"],
                condition=Q(ends_at=None, user__isnull=False),
                name="a_user_is_excluded_once",
            ),
            models.UniqueConstraint(
                fields=["matter", "unit", "ground"],
                condition=Q(ends_at=None, unit__isnull=False),
                name="a_unit_is_excluded_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                include=["matter", "starts_at", "ends_at"],
                name="exclusion_of_user",
                condition=Q(user__isnull=False),
            ),
            models.Index(
                fields=["unit"],
                include=["matter", "starts_at", "ends_at"],
                name="exclusion_of_unit",
                condition=Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} ✗ {self.user or self.unit} ({self.ground})"


class Accused(models.Model):
    """The person or unit that an accusation is about (信访工作条例 30): compared with the accounts whenever one is
    made, renamed or given a post, for who has none today may have one tomorrow.

    `name` is as it was typed. Whose account it points to is shut out until somebody has said that it is not him:
    `not_users`; `is_users` are those who are (core.access.exclusions.accounts_of).
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="accused", verbose_name="事项")
    name = models.CharField("姓名", max_length=60, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    is_users = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="核对是本人的账号")
    not_users = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name="核对不是本人的账号"
    )

    class Meta:
        verbose_name = verbose_name_plural = "被检举、控告人"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | Q(unit__isnull=False), name="an_accused_has_a_name_or_is_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """许长河（农业农村办，副主任）"""
        beside = "，".join(filter(None, (self.unit.short_name if self.unit else "", self.post)))
        return (f"{self.name}（{beside}）" if beside else self.name) if self.name else beside
