"""Who helps people that are referred (帮扶力量): counsellors, social workers, lawyers, organisations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q

from core.models.organisation import Area, Unit
from core.models.outside import OutsideBody


class Help(models.TextChoices):
    """What somebody is referred for."""

    COUNSELLING = "counselling", "心理疏导"
    LEGAL = "legal", "法律援助"
    AID = "aid", "社会救助"
    MEDICAL = "medical", "医疗救治"
    CHILD = "child", "未成年人保护"
    SAFETY = "safety", "人身安全保护"
    WORK = "work", "就业帮扶"
    OTHER = "other", "其他帮助"


class HelperQuerySet(models.QuerySet["Helper"]):
    def loaded(self) -> "HelperQuerySet":
        """Each with `load`: referrals that wait for its feedback. It is shown, and orders nothing."""
        open_ones = Q(referrals__ended_at=None, referrals__matter__voided_at=None)
        return self.annotate(load=Count("referrals", filter=open_ones))


class Helper(models.Model):
    """One who helps, of a body outside or of a unit of the town, which receives the paper. Facts only: nobody is graded."""

    class Kind(models.TextChoices):
        COUNSELLOR = "counsellor", "心理咨询师"
        SOCIAL_WORKER = "social_worker", "社会工作者"
        LAWYER = "lawyer", "律师、法律服务人员"
        DOCTOR = "doctor", "医务人员"
        ORGANISATION = "organisation", "社会组织、机构"

    name = models.CharField("姓名、名称", max_length=40, unique=True, help_text="同名的，在后面注明单位。")
    kind = models.CharField("类别", max_length=14, choices=Kind)
    body = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属镇外单位"
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属镇内单位"
    )
    helps = ArrayField(models.CharField(max_length=12, choices=Help), verbose_name="能帮什么")
    areas = models.ManyToManyField(
        Area, blank=True, related_name="+", verbose_name="服务区域", help_text="空着就是全镇。"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    hours = models.CharField("时间", max_length=80, blank=True, help_text="如 每周二、四下午。")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶力量"
        ordering = ("kind", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(body=None) ^ Q(unit=None),
                name="a_helper_is_of_a_body_or_a_unit",
                violation_error_message="所属单位选一个：镇外的或者镇内的。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said_helps(self) -> str:
        return "、".join(str(Help(one).label) for one in self.helps)
