"""岗位交接: what somebody who leaves a post has in hand, drafted from the record, signed by both."""

from django.db import models
from django.db.models import Q

from core.models.matter import Matter
from core.models.organisation import Holding, User


class PostHandover(Matter):
    """One hand-over of one post. `holding`: the post that is given over, as its giver held it."""

    class Status(models.TextChoices):
        SIGNING = "signing", "待签字"
        DONE = "done", "已交接"
        VOIDED = "voided", "已作废"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="+", verbose_name="岗位")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="移交人")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="接手人")
    last_day = models.DateField("在岗到")
    counted_at = models.DateTimeField("清点时间")
    count = models.PositiveSmallIntegerField("第几次清点", default=1)
    giver_signed_at = models.DateTimeField("移交人签字", null=True, blank=True)
    giver_signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代签人",
        help_text="移交人不在了，谁代签",
    )  # fmt: skip
    receiver_signed_at = models.DateTimeField("接手人签字", null=True, blank=True)

    SEARCHED = ()

    class Meta:
        verbose_name = verbose_name_plural = "岗位交接"
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("receiver")), name="nobody_hands_over_to_himself"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title

    def search_words(self) -> list[str]:
        return []

    @property
    def listed(self) -> list["HandoverItem"]:
        """The list as it was counted last; the earlier ones stay on record."""
        return [item for item in self.items.all() if item.count == self.count]


class HandoverItem(models.Model):
    """One line of a count. What is sealed goes to nobody by a list: the director names who takes it."""

    class What(models.TextChoices):
        MATTER = "matter", "在办事项"
        TASK = "task", "交办"
        DATE = "date", "约定"
        VISIT = "visit", "走访"  # his by the post, and of who has it next

    matter = models.ForeignKey(
        PostHandover, on_delete=models.CASCADE, related_name="items", verbose_name="岗位交接"
    )
    count = models.PositiveSmallIntegerField("第几次清点", default=1)
    what = models.CharField("种类", max_length=8, choices=What)
    about = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="事项")
    words = models.CharField("内容", max_length=200)
    due_on = models.DateField("期限", null=True, blank=True)
    apart = models.BooleanField("另行指定", default=False, help_text="封闭的事项，不随清单移交")

    class Meta:
        verbose_name = verbose_name_plural = "交接清单"
        ordering = ("what", "due_on", "id")

    def __str__(self) -> str:
        return self.words
