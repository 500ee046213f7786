"""Who answers for a place, from a day to a day, beside those whom a post of the kernel says (docs/adr/0036).

Whoever has a post here with rights (core.models.Holding) is not written down a second time: grid.posts.answering reads
both. These rows hold whom the kernel does not know: volunteers, building heads, the doctor, who holds no account.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from core.models import Area, AreaLevel, Unit
from core.models.triggers import KEPT
from core.privacy.fields import EncryptedTextField
from core.privacy.phone_numbers import normalise_phone


class Kind(models.TextChoices):
    """For what one answers. The order is that of the page and of the board."""

    HEAD = "head", "网格长"
    WORKER = "worker", "专职网格员"
    PART_TIME = "part_time", "兼职网格员"
    LIAISON = "liaison", "微网格联络员"
    VOLUNTEER = "volunteer", "志愿者"
    BUILDING = "building", "栋长"
    POLICE = "police", "社区民警"
    DOCTOR = "doctor", "家庭医生"
    SENT = "sent", "下沉干部"
    SPECIAL = "special", "专业网格长"
    OF_AREA = "of_area", "包片领导"
    OF_VILLAGE = "of_village", "包村干部"
    OF_HOUSEHOLD = "of_household", "包户干部"


SOLE = (Kind.HEAD, Kind.WORKER, Kind.LIAISON)  # of one place one at a time (定人定网)


class Days(Func):
    """The days of a row, both ends included."""

    function, output_field = "daterange", DateRangeField()

    def __init__(self) -> None:
        super().__init__(F("starts_on"), F("ends_on"), Value("[]"))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return "grid.models.posts.Days", (), {}


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def on(self, day: date) -> "ResponsibilityQuerySet":
        """In force on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Responsibility(models.Model):
    """One person answers for one place in one way. A substitute (`stands_for`) answers in his days; then the first again.

    `work_phone` stands on the board for everybody; `phone` is the person's own, masked, seen for a reason only.
    `household`: the address that 包户 is about, and nothing of who lives there.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="负责区域")
    kind = models.CharField("责任", max_length=12, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="账号", help_text="有账号的选账号，姓名可以不写",
    )  # fmt: skip
    name = models.CharField("姓名", max_length=20, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    title = models.CharField(
        "职务、专业", max_length=40, blank=True, help_text="如：副镇长；消防安全专业网格"
    )
    household = models.CharField("包户地址", max_length=60, blank=True, help_text="只写门牌，不写住户情况")
    work_phone = models.CharField("工作电话", max_length=20, blank=True, help_text="上公示牌")
    phone = EncryptedTextField("本人电话", blank=True, help_text="不上公示牌，平时遮掩")
    starts_on = models.DateField("起", default=timezone.localdate)
    ends_on = models.DateField("止", null=True, blank=True)
    stands_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name="代谁",
    )
    reason = models.CharField("离任、请假原因", max_length=100, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name="登记人",
    )  # fmt: skip

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网格责任人"
        ordering = ("area__code", "kind", "starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""), name="who_answers_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="it_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(stands_for=None) | Q(ends_on__isnull=False), name="a_substitute_has_an_end"
            ),
            ExclusionConstraint(
                name="one_answers_at_a_time",
                expressions=[("area", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), (Days(), RangeOperators.OVERLAPS)],
                condition=Q(kind__in=SOLE, stands_for=None),
                violation_error_message="这几天已经有人担任，请先写明上一位到哪一天为止。",
            ),
            ExclusionConstraint(
                name="one_substitute_at_a_time",
                expressions=[("stands_for", RangeOperators.EQUAL), (Days(), RangeOperators.OVERLAPS)],
                condition=Q(stands_for__isnull=False),
                violation_error_message="这几天已经有人代理。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["area", "kind"], name="responsibility_of_area")]
        triggers = KEPT

    def __str__(self) -> str:
        return f"{self.area} {self.get_kind_display()} {self.shown_name}"

    @property
    def shown_name(self) -> str:
        return self.name or (self.user.name if self.user else "")

    def clean(self) -> None:
        self.name = "".join(self.name.split())
        if not self.user_id and not self.name:
            raise ValidationError({"name": "请写姓名，或者选账号。"})
        for column in ("phone", "work_phone"):
            self._one_spelling(column)
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期早于开始日期。"})
        if self.kind == Kind.OF_HOUSEHOLD and not self.household:
            raise ValidationError({"household": "包户的要写门牌地址。"})
        if first := self.stands_for:
            self._within(first)

    def _one_spelling(self, column: str) -> None:
        try:
            setattr(self, column, normalise_phone(getattr(self, column)) if getattr(self, column) else "")
        except ValueError as sentence:
            raise ValidationError({column: str(sentence)}) from None

    def _within(self, first: "Responsibility") -> None:
        if not self.ends_on:
            raise ValidationError({"ends_on": "代理要写明到哪一天为止。"})
        if first.stands_for_id:
            raise ValidationError("代理人不能再请人代理，请给本人另登记一位。")
        if (self.user_id, self.shown_name) == (first.user_id, first.shown_name):
            raise ValidationError("代理人不能是本人。")
        if self.starts_on < first.starts_on or (first.ends_on and self.ends_on > first.ends_on):
            raise ValidationError({"starts_on": f"要在{first.shown_name}任职的日子以内。"})


class Duty(models.Model):
    """定责: what whoever answers in one way must do, and on which level of areas one is always needed."""

    kind = models.CharField("责任", max_length=12, choices=Kind, unique=True)
    words = models.TextField("职责", max_length=2000, help_text="一行一项；上公示牌")
    level = models.ForeignKey(
        AreaLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="必配层级",
        help_text="这一层级的每个区域都要有一名；没有的，列为空缺",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "网格职责"
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.get_kind_display())
