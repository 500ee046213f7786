"""Rules for routing, written by people."""

from django.db import models
from django.db.models import Q

from cases.models.category import Category
from core.models import Area, Unit


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
