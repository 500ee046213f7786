"""Code lists of what matters are about (domain: 2.3, Appendix A)."""

from django.db import models

from core.privacy.fields import InitialsField


class Category(models.Model):
    """Two-level list of dispute and matter types (domain: Appendix A); codes are never reused."""

    code = models.CharField("代码", max_length=4, primary_key=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    initials = InitialsField(source="name", max_length=40)
    judicial = models.CharField("司法部口径", max_length=20, blank=True, help_text="纠纷类型（18 类）")
    mediable = models.BooleanField("可调解", default=True)
    civil_side_only = models.BooleanField(
        "只调解民事部分", default=False, help_text="其余归行政途径：征收、征用"
    )
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "类别"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PetitionClass(models.Model):
    """Three-level classification of petitions (信访内容分类): 城乡建设 > 安全生产 > 事故处理."""

    code = models.CharField("代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    initials = InitialsField(source="name", max_length=40)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信访内容分类"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Question(models.Model):
    """What the counter asks besides, for matters of one category: data of the office, never required."""

    class Kind(models.TextChoices):
        TEXT = "text", "文字"
        NUMBER = "number", "数字"
        DATE = "date", "日期"
        YES_NO = "yes_no", "是或否"
        CHOICE = "choice", "选项"

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="questions", verbose_name="类别（一级的管下面各项）"
    )
    order = models.PositiveSmallIntegerField("次序", default=1)
    words = models.CharField("问什么", max_length=60)
    kind = models.CharField("怎么答", max_length=8, choices=Kind, default=Kind.TEXT)
    choices = models.CharField("选项", max_length=200, blank=True, help_text="用顿号隔开：有、没有、不清楚")
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "类别专问"
        ordering = ("category", "order", "id")

    def __str__(self) -> str:
        return f"{self.category_id} {self.words}"
