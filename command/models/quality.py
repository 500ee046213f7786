"""Quality review (案件质量评查): closed files drawn by rule, looked at by a second person, faults put right by the unit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from command.quality.checks import CHECKS
from core.models import Matter, Unit, User


class QualityReview(Matter):
    """One review. The sample follows from its columns alone: whoever draws again by them gets the same files."""

    class Status(models.TextChoices):
        DRAWN = "drawn", "评查中"
        CORRECTING = "correcting", "整改中"
        DONE = "done", "已办结"
        DROPPED = "dropped", "不评查了"

    class Rule(models.TextChoices):
        EVERY = "every", "每隔几件抽一件"
        UNSATISFIED = "unsatisfied", "群众不满意的全部评查"

    about_kind = models.CharField("种类", max_length=20)
    first = models.DateField("办结起始日期")
    last = models.DateField("办结截止日期")
    rule = models.CharField("抽样办法", max_length=12, choices=Rule, default=Rule.EVERY)
    every = models.PositiveSmallIntegerField(
        "每几件抽一件", default=10, help_text="按登记号排列，从第几件起，每几件抽一件。"
    )
    total = models.PositiveIntegerField("其中办结件数", default=0)
    ordered_on = models.DateField("责令整改日期", null=True, blank=True)
    ordered_by = models.CharField("责令人", max_length=60, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件质量评查"

    def files(self) -> "list[Sampled]":
        """The sample with what each file is, whose it is and who checked it; read once."""
        rows = Sampled.objects.select_related("about", "unit", "checked_by")
        models.prefetch_related_objects([self], models.Prefetch("sample", rows))
        return list(self.sample.all())


class Sampled(models.Model):
    """A file of the sample, and what a second person found in it. `place`: among all that were closed, by number."""

    matter = models.ForeignKey(QualityReview, on_delete=models.CASCADE, related_name="sample")
    about = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="事项")
    place = models.PositiveIntegerField("序号")
    faults = ArrayField(
        models.CharField(max_length=10, choices=list(CHECKS.items())),
        verbose_name="问题",
        default=list,
        blank=True,
    )
    words = models.CharField(
        "评查意见", max_length=500, blank=True, help_text="写缺什么、哪一步不对；没有问题的写没有问题。"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任单位",
        help_text="有问题的，由它整改。",
    )
    checked_at = models.DateTimeField("评查时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="评查人"
    )

    class Meta:
        verbose_name = "评查件"
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["matter", "about"], name="a_file_is_drawn_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} 第{self.place}件"

    @property
    def named(self) -> str:
        """Its number, as long as it is not sealed."""
        return "保密事项" if self.about.sealed else self.about.number
