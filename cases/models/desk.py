"""What lies on the counter's desk: unfinished registrations, what citizens sent in, rules for routing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.case import Case
from cases.models.category import Category
from core.models import Area, Unit
from core.privacy.fields import EncryptedTextField


class Draft(models.Model):
    """A registration that is being typed, so that no crash of browser or server loses it.

    Encrypted, seen by its writer alone, gone with the registration or after a week.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(unique=True)
    content = EncryptedTextField()
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.saved_at:%Y-%m-%d %H:%M}"


class OnlineIntake(models.Model):
    """What a citizen wrote on the public page. A clerk checks it before it becomes a case.

    `key`: of the form, so that sending twice is once. `confidential`: read by those who keep sealed matters
    alone, and sealed when it is registered.
    """

    key = models.UUIDField(unique=True, null=True, editable=False)
    code = models.CharField("受理号", max_length=16, unique=True)
    lookup_code = EncryptedTextField("查询码")
    name = EncryptedTextField("姓名")
    phone = EncryptedTextField("电话")
    place = models.CharField("地点", max_length=80, blank=True)
    demand = EncryptedTextField("诉求")
    confidential = models.BooleanField("要求保密", default=False)
    told_open = models.BooleanField("问过是否保密，本人选择不用", default=False)
    sent_at = models.DateTimeField("提交时间")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_for = models.CharField("不予登记的理由", max_length=200, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    forgotten_at = models.DateTimeField("删除内容时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "网上来件"
        ordering = ("sent_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None) | (Q(case=None) ^ Q(refused_for="")),
                name="a_checked_intake_became_a_case_or_says_why_not",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="intake_unchecked", condition=Q(checked_at=None))]

    def __str__(self) -> str:
        return self.code


class RoutingRule(models.Model):
    """Which unit is suggested for a category in an area: written by people, learnt from nothing.

    The narrowest rule speaks: the longer category code, then the deeper area, then the lower order.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="类别"
    )
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区域"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    helpers = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="协办单位")
    basis = models.CharField("依据", max_length=120, blank=True, help_text="如 职责清单第 7 项")
    order = models.PositiveSmallIntegerField("次序", default=1)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分流规则"
        ordering = ("category", "area", "order", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(area__isnull=False),
                name="a_rule_names_a_category_or_an_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id or '各类'} → {self.unit_id}"
