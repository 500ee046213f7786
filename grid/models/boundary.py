"""The outlines of areas, each from a day on, and the files that brought them."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import Area, User
from core.models.triggers import KEPT


class BoundaryFile(models.Model):
    """What somebody uploaded or drew, from the check to the yes. `outlines` are those that were found in it, by the id
    of the area, as GeoJSON in WGS-84; they leave it when it is confirmed.
    """

    class System(models.TextChoices):
        WGS84 = "wgs84", "WGS-84"
        CGCS2000 = "cgcs2000", "CGCS2000（国家大地坐标系）"
        GCJ02 = "gcj02", "GCJ-02（火星坐标，高德、腾讯地图）"

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", default=timezone.now)
    name = models.CharField("文件", max_length=80)
    digest = models.CharField("校验值", max_length=64)
    system = models.CharField("坐标系", max_length=8, choices=System)
    since = models.DateField(
        "启用日期", default=timezone.localdate, help_text="边界从哪一天起用；以前的边界留着，查得到。"
    )
    basis = models.CharField(
        "依据", max_length=100, help_text="划定网格的文件、会议，例如：栖云镇网格划分方案"
    )
    moved = models.FloatField("换算移动", default=0, help_text="metres, the mean")
    outlines = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "边界文件"
        ordering = ("-at", "-id")
        triggers = KEPT

    def __str__(self) -> str:
        return self.name


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def current(self, on: date | None = None) -> "BoundaryQuerySet":
        """Those that hold on a day; one an area."""
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Boundary(models.Model):
    """The outline of an area from a day on, in WGS-84 (CGCS2000 differs by less than a metre).

    `shape` is a GeoJSON MultiPolygon, `sketch` the same with fewer points, for maps; the four sides enclose it.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="boundaries", verbose_name="区域")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    file = models.ForeignKey(
        BoundaryFile, on_delete=models.PROTECT, related_name="boundaries", verbose_name="来自"
    )
    at = models.DateTimeField("录入时间", default=timezone.now)
    shape = models.JSONField("边界")
    sketch = models.JSONField("简图")
    hectares = models.FloatField("公顷")
    west = models.FloatField("西")
    south = models.FloatField("南")
    east = models.FloatField("东")
    north = models.FloatField("北")

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "边界"
        ordering = ("area", "-since", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(until=None), name="an_area_has_one_boundary_now"
            ),
            models.CheckConstraint(
                condition=Q(west__lt=models.F("east"), south__lt=models.F("north")),
                name="a_boundary_encloses_something",
            ),
        ]
        indexes = [models.Index(fields=["west", "east", "south", "north"], name="boundary_box")]
        triggers = [
            *KEPT,
            pgtrigger.Protect(
                name="only_ends",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["until"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}（{self.since}）"
