"""People in need of care (关爱对象): kinds that a town decides on, persons on a closed register, visits.

No grades, no scores. Kinds that are lists of the police, of courts or of hospitals cannot be made (grid.care.refused).
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from core.models import Matter, Recorded, Unit
from core.privacy.fields import EncryptedTextField
from grid.care.refused import refused_kind

CYCLE = Q(cycle__range=(1, 90))


class CareKindQuerySet(models.QuerySet["CareKind"]):
    def in_use(self) -> "CareKindQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=localdate()), unit__isnull=False)


class CareKind(models.Model):
    """独居老人, 困境儿童 …: by which article, who helps, how often somebody looks in. In use when a second person agreed; those
    that the product brings along when the town has said who helps.
    """

    name = models.CharField("类别", max_length=20, unique=True)
    article = models.CharField("法律依据", max_length=120, help_text="写明哪部法律第几条，没有依据的不设。")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="帮扶部门",
        help_text="走访发现有需要的，由它帮扶；没有写的不能纳入。",
    )  # fmt: skip
    cycle = models.PositiveSmallIntegerField("几天走访一次", default=30)
    child = models.BooleanField("是未成年人", default=False, help_text="由监护人同意")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    objects = CareKindQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "关爱对象类别"
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=CYCLE, name="a_kind_is_visited_within_90_days", violation_error_message="走访周期在 1 天到 90 天之间。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also what comes past every form: an import, a proposal that waited."""
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refused by name and by synonym, wherever it is typed."""
        if said := refused_kind(self.name):
            raise ValidationError(said)

    def closed_on_day(self, day: date) -> bool:
        """Was it out of use on this day?"""
        return self.closed_on is not None and self.closed_on <= day


class Care(Matter):
    """One person on the register. Who it is stands in encrypted columns and nowhere else: no party, no title, no search."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "拟纳入"
        LISTED = "listed", "在册"
        ENDING = "ending", "拟结束"
        ENDED = "ended", "已结束"
        REFUSED = "refused", "未纳入"

    class Basis(models.TextChoices):
        CONSENT = "consent", "本人（监护人）同意"
        LAW = "law", "法律规定"

    class Why(models.TextChoices):
        BETTER = "better", "不再需要"
        MOVED = "moved", "迁出"
        ASKED = "asked", "撤回同意"
        DIED = "died", "去世"
        WRONG = "wrong", "不符合条件"

    topic = models.ForeignKey(CareKind, on_delete=models.PROTECT, related_name="+", verbose_name="类别")
    name = EncryptedTextField("姓名")
    phone = EncryptedTextField("电话", blank=True)
    address = EncryptedTextField("住址")
    guardian = EncryptedTextField("监护人、联系人", blank=True)
    need = EncryptedTextField("需要的帮助")
    basis = models.CharField("依据", max_length=7, choices=Basis)
    article = models.CharField("法律条文", max_length=120, blank=True)
    consent_by = models.CharField(
        "由谁同意", max_length=8, choices=[("self", "本人"), ("guardian", "监护人")], blank=True
    )
    consent_on = models.DateField("同意书日期", null=True, blank=True)
    cycle = models.PositiveSmallIntegerField("几天走访一次", default=30)
    missed = models.PositiveSmallIntegerField("连续没有走访", default=0)
    listed_on = models.DateField("纳入日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    why = models.CharField("结束原因", max_length=6, choices=Why, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "关爱对象"
        constraints = [
            models.CheckConstraint(condition=CYCLE, name="somebody_looks_in_within_90_days"),
            models.CheckConstraint(
                condition=~Q(basis="law") | ~Q(article=""), name="without_consent_there_is_an_article",
            ),
            models.CheckConstraint(
                condition=Q(listed_on=None) | Q(basis="law") | Q(consent_on__isnull=False), name="nobody_is_listed_without_a_basis",
            ),
        ]  # fmt: skip


class CareVisit(Recorded):
    """走访: well or in need of something, and what was done. A visit that was due and not made is a row, too: `made` says."""

    matter = models.ForeignKey(Care, on_delete=models.CASCADE, related_name="visits")
    due_on = models.DateField("应走访日期", null=True, blank=True)
    made = models.BooleanField("已走访", default=True)
    day = models.DateField("走访日期", null=True, blank=True)
    well = models.BooleanField("平安", default=True)
    words = EncryptedTextField("情况", blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "走访"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "day"], name="a_visit_is_written_once",
                violation_error_message="这一天的走访已经记了，不用重复写。",
            ),
        ]  # fmt: skip

    @property
    def on(self) -> date:
        """When it was made, or should have been."""
        day = self.day or self.due_on
        assert day is not None
        return day


class CareHelp(Recorded):
    """帮扶: what somebody was helped with, by whom and when. Erased with the person, but that it was."""

    matter = models.ForeignKey(Care, on_delete=models.CASCADE, related_name="helps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="帮扶部门")
    day = models.DateField("帮扶日期")
    words = EncryptedTextField("帮了什么", blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "帮扶"
