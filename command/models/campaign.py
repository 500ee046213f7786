"""Campaigns (专项行动) over chosen matters. A campaign counts; it closes nothing and ranks nobody."""

from django.db import models

from core.models import Matter, Recorded, Unit


class Campaign(Matter):
    """One campaign. `target`: how many of the chosen matters are to be ended in the lawful way; no matter ends for it."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹备"
        RUNNING = "running", "进行中"
        ENDED = "ended", "已总结"
        DROPPED = "dropped", "不开展了"

    aim = models.TextField("目的和做法", max_length=2000)
    last = models.DateField("截止日期")
    target = models.PositiveSmallIntegerField(
        "目标件数",
        null=True,
        blank=True,
        help_text="打算依法办结多少件；只计数，不因此办结任何一件。不定目标的空着。",
    )
    approved_on = models.DateField("启动日期", null=True, blank=True)
    approved_by = models.CharField("批准人", max_length=60, blank=True)
    summary = models.TextField(
        "总结", max_length=5000, blank=True, help_text="写做法、成效、没有办完的怎么办。数字系统自己列入。"
    )
    figures = models.JSONField(
        null=True, blank=True, help_text="as they stood when it was summed up (command.campaigns.board)"
    )
    ended_on = models.DateField("总结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动"

    def picked(self) -> "list[Chosen]":
        """All that were ever chosen, each with its matter and units; read once."""
        rows = Chosen.objects.select_related("unit", "about__holder_unit")
        models.prefetch_related_objects([self], models.Prefetch("chosen", rows))
        return list(self.chosen.all())


class Chosen(Recorded):
    """A matter that the campaign is about; taken out again with a reason, which is counted too."""

    matter = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="chosen")
    about = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="事项")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="选入时的承办单位", help_text="whose line it counts in"
    )  # fmt: skip
    out_at = models.DateTimeField("移出时间", null=True, blank=True)
    reason = models.CharField("移出理由", max_length=200, blank=True)

    @property
    def stands(self) -> bool:
        """Neither taken out nor voided nor merged: the last two are no lawful ending."""
        return self.out_at is None and self.about.voided_at is None and self.about.merged_into_id is None

    class Meta(Recorded.Meta):
        verbose_name = "选入事项"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "about"],
                name="a_matter_is_chosen_once",
                violation_error_message="这件事项已经选入过。",
            )
        ]
