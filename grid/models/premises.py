"""Camera points (视频点位): where one hangs, whether it works, who mends it; calls after a find, looks at a picture.
And places (场所) with their visits.

No picture is kept, nobody is recognised and nobody followed (公共安全视频图像信息系统管理条例, 国务院令第799号).
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core.models import Area, Recorded, Unit
from core.privacy.fields import EncryptedTextField
from grid.models.incident import Incident
from grid.models.rounds import PlaceQuerySet

# Article 8: inside such rooms none may hang; at their door, or outside, it may.
PRIVATE = re.compile(
    "(客房|宿舍|寝室|浴室|浴池|更衣室|试衣间|卫生间|洗手间|厕所|公厕|母婴室|哺乳室|产房|病房|诊疗室|检查室|包间|卧室)"
    "(?!楼|区|.{0,6}(?:门口|门前|门外|大门|外|旁|边|对面|附近|路口|院|入口|出口))"
)


def private_word(place: str) -> str:
    """The word of a place where article 8 lets no camera hang; empty where there is none."""
    found = PRIVATE.search(place)
    return found.group(1) if found else ""


class CameraPoint(models.Model):
    """One point. `unit` mends it; without one those who keep the register do. `sign`: one is shown (art. 13)."""

    class State(models.TextChoices):
        WORKS = "works", "正常"
        BROKEN = "broken", "故障"
        OFF = "off", "停用"

    number = models.CharField("编号", max_length=30, unique=True)
    place = models.CharField("位置", max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    state = models.CharField("状态", max_length=6, choices=State, default=State.WORKS)
    since = models.DateField("状态起")
    owner = models.CharField("产权单位", max_length=40)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="维护单位"
    )
    sign = models.BooleanField("有提示标识", default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视频点位"
        ordering = ("number",)
        indexes = [models.Index(fields=["area", "state"], name="camera_of_area")]

    def __str__(self) -> str:
        return f"{self.number} {self.place}"

    def clean(self) -> None:
        if word := private_word(self.place):
            raise ValidationError(f"“{word}”里不得安装公共视频（条例第八条），不能登记。")


class CameraFault(Recorded):
    """报修: one at a time for each point, until it is mended."""

    camera = models.ForeignKey(CameraPoint, on_delete=models.CASCADE, related_name="faults")
    words = models.CharField("什么故障", max_length=100)
    due_on = models.DateField("修复期限")
    mended_on = models.DateField("修复日期", null=True, blank=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mended_words = models.CharField("怎么修的", max_length=100, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "点位报修"
        constraints = [
            models.UniqueConstraint(
                fields=["camera"], condition=Q(mended_on=None), name="a_camera_is_mended_once",
                violation_error_message="这个点位已经报修，还没有修好。",
            )
        ]  # fmt: skip


class FindCall(Recorded):
    """One telephone call after a find by camera: `at` is its minute."""

    matter = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="calls")
    person = models.CharField("打给", max_length=60)
    answered = models.CharField("结果", max_length=3, choices=[("yes", "打通"), ("no", "没有接")])
    words = models.CharField("说了什么", max_length=200, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "电话通知"


class StillLook(Recorded):
    """查看画面: who looked, why and at what (art. 16). `matter`: the incident that it was for, where there was one."""

    camera = models.ForeignKey(
        CameraPoint, on_delete=models.PROTECT, related_name="looks", verbose_name="点位"
    )
    matter = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="still_looks", verbose_name="事件"
    )  # fmt: skip
    seen = models.CharField("看了哪一段", max_length=60, help_text="如：7月11日21:35至21:45")
    reason = models.CharField("为什么看", max_length=100)
    key = models.UUIDField(unique=True, null=True, editable=False)  # of the page's form; an act has its own

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "查看画面"


# --- Places and organisations ----------------------------------------------------------------------------------------


class SiteKind(models.Model):
    """学校, 门店, 出租屋 …: of places and never of persons. `cycle`: visited every so many days; None: nobody is asked to."""

    name = models.CharField("名称", max_length=20, unique=True)
    cycle = models.PositiveSmallIntegerField(
        "几天走访一次", null=True, blank=True, help_text="空着就不要求走访"
    )
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "场所类别"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle=None) | Q(cycle__range=(7, 366)), name="a_visit_is_not_a_daily_round",
                violation_error_message="走访周期在 7 天到 366 天之间。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if re.search("人员|对象|人群|信访|刑释|矫正|吸毒|患者", self.name):
            raise ValidationError({"name": "场所类别只写场所，不写人。"})


class Site(models.Model):
    """One place. No list of who lives or works there: the person is who opens the door and answers the telephone."""

    name = models.CharField("名称", max_length=40)
    kind = models.ForeignKey(SiteKind, on_delete=models.PROTECT, related_name="+", verbose_name="类别")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="网格")
    address = models.CharField("地址", max_length=60, blank=True)
    contact = models.CharField("负责人", max_length=20, blank=True)
    phone = EncryptedTextField("电话", blank=True)
    since = models.DateField("登记日期")
    due_on = models.DateField("下次走访", null=True, blank=True)
    closed_on = models.DateField("注销日期", null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "场所"
        ordering = ("area__code", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name", "address"], name="a_site_is_registered_once", condition=Q(closed_on=None),
                violation_error_message="这个网格已经登记了同名同址的场所。",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_on"], name="site_to_visit", condition=Q(closed_on=None))]

    def __str__(self) -> str:
        return self.name


class SiteVisit(Recorded):
    """走访: one look at a place; what was found is an incident of its own, looked at again until it is put right."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="visits")
    words = models.CharField("走访情况", max_length=200, blank=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="site_visits", verbose_name="发现"
    )  # fmt: skip
    key = models.UUIDField(unique=True, editable=False)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "场所走访"

    @property
    def found(self) -> str:
        """What was found, in words."""
        return self.incident.what if self.incident else ""
