"""Counselling of one person. The notes are the counsellor's alone: encrypted, in no search, list, paper or number."""

from django.db import models
from django.db.models import Q

from core.models import Matter, User
from core.models.recorded import Recorded
from core.privacy.fields import EncryptedTextField


class Counselling(Matter):
    """Always sealed. The counsellor is whoever it was given to by name; another one only after the first gave it back."""

    class Status(models.TextChoices):
        ASKED = "asked", "待接案"
        RETURNED = "returned", "待另请"
        TAKEN = "taken", "疏导中"
        ENDED = "ended", "已结束"
        WITHDRAWN = "withdrawn", "已撤回"
        VOIDED = "voided", "已作废"

    class Source(models.TextChoices):
        SELF = "self", "本人要求"
        GUARDIAN = "guardian", "监护人要求"
        REFERRED = "referred", "凭转介单"

    class Outcome(models.TextChoices):
        HELPED = "helped", "得到帮助"
        STOPPED = "stopped", "本人不再来"
        MEDICAL = "medical", "建议就医"
        OTHER = "other", "其他"

    demand = models.CharField("需要的帮助", max_length=300)
    source = models.CharField("由谁提出", max_length=10, choices=Source, default=Source.SELF)
    counsellor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="咨询员"
    )
    taken_on = models.DateField("接案日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "心理服务"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) ^ ~Q(outcome=""), name="counselling_that_ended_has_an_outcome"
            )
        ]

    def __str__(self) -> str:
        return self.shown_title


class CounsellingNote(Recorded):
    """疏导记录. `by` alone reads `words`; everybody else learns that it was held, not what was said."""

    matter = models.ForeignKey(Counselling, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("时长（分钟）")
    words = EncryptedTextField("记录")

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "疏导记录"


class Danger(Recorded):
    """危险情况通知 (art. 28): only who is in danger of what, to whom the law lets it be told."""

    class Of(models.TextChoices):
        SELF = "self", "伤害自身的危险"
        OTHERS = "others", "危害他人安全的危险"

    matter = models.ForeignKey(Counselling, on_delete=models.CASCADE, related_name="dangers")
    of = models.CharField("什么危险", max_length=8, choices=Of)
    why = models.CharField("为什么必须通知", max_length=200, help_text="一句话；不写疏导中说的其他内容。")
    police = models.CharField("公安机关接报人", max_length=60)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "危险情况通知"
