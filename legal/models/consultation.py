"""A consultation (法律咨询): what was asked, what was answered, and what else was given with it."""

from django.db import models
from django.db.models import Q

from core.models import Matter, User
from core.privacy.masking import mask_names
from legal.models.library import Guide, Topic


class Consultation(Matter):
    """One question of one person, perhaps without a name. It has been given once it is answered."""

    class Status(models.TextChoices):
        ASKED = "asked", "待解答"
        ANSWERED = "answered", "已解答"
        TURNED = "turned", "已转办"
        VOIDED = "voided", "已作废"

    class Channel(models.TextChoices):
        HALL = "hall", "现场"
        PHONE = "phone", "电话"
        NET = "net", "网络"

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIRLY = "fairly", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        UNSAID = "unsaid", "未表态"

    channel = models.CharField("方式", max_length=6, choices=Channel, default=Channel.HALL)
    question = models.TextField("问题", max_length=3000)
    topic = models.CharField("类别", max_length=14, choices=Topic, blank=True)
    answer = models.TextField("答复", max_length=5000, blank=True)
    answered_at = models.DateTimeField("解答时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解答人"
    )
    lawyer = models.CharField("值班律师", max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField("用时（分钟）", null=True, blank=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True)

    SEARCHED = ("question", "answer")

    class Meta:
        verbose_name = verbose_name_plural = "法律咨询"
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="a_consultation_asks_something"),
            models.CheckConstraint(
                condition=Q(answer="") ^ Q(answered_at__isnull=False), name="an_answer_has_its_moment"
            ),
        ]
        indexes = [models.Index(fields=["answered_at"], name="consultation_given")]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.topic)

    @property
    def shown_answer(self) -> str:
        """The answer for who asks something like it: nobody's name, and of what is sealed nothing."""
        return "" if self.sealed else mask_names(self.answer, self.names)

    @property
    def answerer(self) -> str:
        """The lawyer who answered, or whoever did it by account."""
        return self.lawyer or (self.answered_by.name if self.answered_by else "")


class Step(models.Model):
    """Base of what was given along with the answer."""

    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")

    class Meta:
        abstract = True
        ordering = ("matter", "id")


class Written(Step):
    """代写文书: a paper written for the citizen, who signs and files it himself."""

    class Kind(models.TextChoices):
        CLAIM = "claim", "民事起诉状"
        DEFENCE = "defence", "民事答辩状"
        ARBITRATION = "arbitration", "仲裁申请书"
        AID = "aid", "法律援助申请表"
        CONFIRMATION = "confirmation", "司法确认申请书"
        REVIEW = "review", "行政复议申请书"
        AGREEMENT = "agreement", "协议、合同"
        OTHER = "other", "其他"

    matter = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="written")
    kind = models.CharField("文书", max_length=12, choices=Kind)
    title = models.CharField("名称、内容", max_length=120)

    class Meta(Step.Meta):
        verbose_name = verbose_name_plural = "代写文书"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"


class Guided(Step):
    """指引: which guide was handed out."""

    matter = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="guided")
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="+", verbose_name="办事指引")
    helped = models.CharField(
        "协助", max_length=200, blank=True, help_text="代为预约、复印、联系等；只告知的空着。"
    )

    class Meta(Step.Meta):
        verbose_name = verbose_name_plural = "指引"

    def __str__(self) -> str:
        return str(self.guide)
