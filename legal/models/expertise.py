"""An expert's opinion on a decision, a risk, a hard dispute or a text (首席专家意见)."""

from django.db import models
from django.db.models import Q

from core.models import Matter, User
from core.models.recorded import Recorded


class Expertise(Matter):
    """One question to one expert: with an account here, or from outside, whose words are typed from the signed paper."""

    class Status(models.TextChoices):
        ASKED = "asked", "待出意见"
        DECLINED = "declined", "待另请"
        GIVEN = "given", "待采纳"
        FILED = "filed", "已归档"
        DROPPED = "dropped", "不再请"

    class What(models.TextChoices):
        DECISION = "decision", "重大决策"
        RISK = "risk", "风险评估"
        DISPUTE = "dispute", "疑难纠纷"
        PAPER = "paper", "文件审查"
        CONTRACT = "contract", "合同审查"

    TEXTS = (What.PAPER, What.CONTRACT)

    what = models.CharField("请教什么", max_length=10, choices=What)
    question = models.TextField("问题", max_length=3000)
    expert = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专家"
    )
    outside = models.CharField("镇外专家", max_length=60, blank=True, help_text="没有账号的，写姓名、单位。")
    due_on = models.DateField("请在何日前答复")
    given_on = models.DateField("出意见日期", null=True, blank=True)
    summary = models.TextField("总的意见", max_length=3000, blank=True)
    filed_on = models.DateField("归档日期", null=True, blank=True)

    SEARCHED = ("question", "summary")

    class Meta:
        verbose_name = verbose_name_plural = "专家意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(expert=None) ^ Q(outside=""), name="an_opinion_is_asked_of_one_expert"
            ),
            models.CheckConstraint(
                condition=Q(given_on=None) | ~Q(summary=""), name="a_given_opinion_says_something"
            ),
        ]
        indexes = [models.Index(fields=["given_on"], name="expertise_given")]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def who(self) -> str:
        return self.outside or (self.expert.name if self.expert else "")

    @property
    def newest(self) -> int:
        """The number of the version that is looked at; 0 where there is no text."""
        return max((one.number for one in self.versions.all()), default=0)

    def not_taken(self) -> int:
        """Points of which nobody has said yet what became of them."""
        return sum(not one.taken for one in self.points.all())


class TextVersion(Recorded):
    """文本的一稿: what it is and what changed, and what the expert said of it as a whole; the text itself is an attachment."""

    matter = models.ForeignKey(Expertise, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("第几稿")
    words = models.CharField("这一稿", max_length=200, help_text="文本的名称；改过的，写改了哪些。")
    given_on = models.DateField("出意见日期", null=True, blank=True)
    summary = models.TextField("总的意见", max_length=3000, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "文本"
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="a_version_has_its_number")]


class Point(Recorded):
    """One point of the opinion (一条意见), on a version where there is a text; and what was done with it."""

    class Taken(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "不采纳"

    matter = models.ForeignKey(Expertise, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField("序号")
    version = models.PositiveSmallIntegerField("第几稿", default=0)
    words = models.TextField("意见", max_length=1000)
    basis = models.CharField("依据", max_length=200, blank=True, help_text="法律法规的条款。")
    taken = models.CharField("采纳情况", max_length=8, choices=Taken, blank=True)
    why = models.CharField("说明", max_length=300, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "意见"
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_point_has_its_number"),
            models.CheckConstraint(
                condition=Q(taken__in=["", "adopted"]) | ~Q(why=""), name="what_is_not_adopted_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}条 {self.words[:30]}"
