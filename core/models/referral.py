"""A person of a matter referred to somebody who helps (转介): a body outside, or a unit or room of the town."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.helper import Help, Helper
from core.models.matter import Matter
from core.models.organisation import Unit, User
from core.models.outside import OutsideBody
from core.models.person import Party
from core.models.representation import Representation


class ReferralQuerySet(models.QuerySet["Referral"]):
    def waiting(self) -> "ReferralQuerySet":
        """No feedback has come yet. A matter may be closed meanwhile, the person still waits; not where it is void."""
        return self.filter(ended_at=None, matter__voided_at=None)

    def late(self, on: date) -> "ReferralQuerySet":
        return self.waiting().filter(due_on__lt=on)

    def refused(self) -> "ReferralQuerySet":
        """Refused, and neither passed on nor given up: the person still has nobody."""
        return self.filter(state="refused", later=None, left="", matter__voided_at=None)


class Referral(models.Model):
    """One person referred once. `number`: its place among the matter's referrals; its clock bears it too (Clock.item).

    `shared`: what is passed on of the person, chosen one by one; whoever receives it sees nothing else of the matter and
    gets no sight of it here. One that was refused goes on to another as a new row: `earlier` is the one before in the chain;
    or it is `left`, with the reason. `covers`: the consent holds for others too who give the same help.
    """

    Help = Help

    class Ground(models.TextChoices):
        """Why it may be passed on: the person agrees, or the law asks for it."""

        CONSENT = "consent", "本人（监护人）同意"
        VIOLENCE = "violence", "《反家庭暴力法》第十四条（强制报告）"
        CHILD = "child", "《未成年人保护法》第十一条（强制报告）"
        DANGER = "danger", "《精神卫生法》第二十八条（伤害自身、危害他人安全的危险）"
        AID = "aid", "《社会救助法》第三十七条、第三十九条（社会救助）"

    class Consent(models.TextChoices):
        WRITTEN = "written", "书面"
        ORAL = "oral", "口头，已记录"

    class Shared(models.TextChoices):
        NAME = "name", "姓名"
        SEX_AGE = "sex_age", "性别、年龄"
        PHONE = "phone", "电话"
        ADDRESS = "address", "住址"

    class State(models.TextChoices):
        SENT = "sent", "待接收"
        ACCEPTED = "accepted", "已接收，待反馈"
        REFUSED = "refused", "不接收"
        ANSWERED = "answered", "已反馈"
        WITHDRAWN = "withdrawn", "已撤回"

    class Outcome(models.TextChoices):
        HELPED = "helped", "得到帮助"
        NOT_FOUND = "not_found", "未能联系"
        DECLINED = "declined", "本人拒绝"
        NOT_ELIGIBLE = "not_eligible", "不符合条件"
        OTHER = "other", "其他"

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="referrals", verbose_name="事项"
    )
    number = models.PositiveSmallIntegerField("序号")
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="转介对象")
    body = models.ForeignKey(
        OutsideBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="镇外单位",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="镇内单位"
    )
    helper = models.ForeignKey(
        Helper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name="帮扶力量",
    )
    earlier = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        verbose_name="接续哪一项",
    )
    room = models.CharField("科室、功能室", max_length=40, blank=True)
    help = models.CharField("需要的帮助", max_length=12, choices=Help)
    need = models.CharField("情况说明", max_length=500, blank=True)
    shared = ArrayField(models.CharField(max_length=10, choices=Shared), verbose_name="转交的信息")
    ground = models.CharField("依据", max_length=10, choices=Ground)
    consent_on = models.DateField("同意日期", null=True, blank=True)
    consent_how = models.CharField("同意方式", max_length=8, choices=Consent, blank=True)
    consent_by = models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="由谁同意", help_text="the guardian who agreed for a ward; none where the person did",
    )  # fmt: skip
    covers = models.BooleanField("同意也转给提供同样帮助的其他家", default=False)
    told_on = models.DateField("告知本人日期", null=True, blank=True)
    due_on = models.DateField("反馈期限")
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="转介人")
    sent_at = models.DateTimeField("转介时间", default=timezone.now)
    state = models.CharField("状态", max_length=10, choices=State, default=State.SENT)
    answered_by = models.CharField("接收单位经办人", max_length=40, blank=True)
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)
    asked_again = models.PositiveSmallIntegerField("催问次数", default=0)
    outcome = models.CharField("反馈结果", max_length=12, choices=Outcome, blank=True)
    words = models.CharField(
        "对方的话",
        max_length=1000,
        blank=True,
        help_text="of the acceptance, refusal or feedback; or why withdrawn",
    )
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    left = models.CharField("不再转介的理由", max_length=300, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "转介"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_referral_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(body=None) ^ Q(unit=None), name="a_referral_goes_to_a_body_or_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(state__in=["refused", "answered", "withdrawn"]),
                name="a_referral_that_is_over_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(ground="consent") | Q(consent_on__isnull=False) & ~Q(consent_how=""),
                name="who_agreed_did_so_on_a_day_and_in_a_way",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") ^ Q(state="answered"), name="feedback_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(earlier=None) | Q(told_on__isnull=False), name="who_is_passed_on_was_told"
            ),
            models.CheckConstraint(
                condition=Q(left="") | Q(state="refused"), name="only_what_was_refused_is_left"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="referral_waiting", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} 转介第{self.number}项"

    @property
    def receiver(self) -> str:
        """县妇联 / 综治中心（心理咨询室） / 县心理协会（丁老师）."""
        name = (self.body or self.unit).short_name  # type: ignore[union-attr]
        return f"{name}（{where}）" if (where := self.room or self._helper_name) else str(name)

    @property
    def receiver_in_full(self) -> str:
        name = f"{(self.body or self.unit).name}{self.room}"  # type: ignore[union-attr]
        return f"{name}（{self._helper_name}）" if self._helper_name else name

    @property
    def _helper_name(self) -> str:
        return self.helper.name if self.helper else ""

    @property
    def is_refused(self) -> bool:
        """Refused, and nobody has found another for the person yet."""
        return self.state == self.State.REFUSED and not self.left and not hasattr(self, "later")

    @property
    def waits(self) -> bool:
        return self.ended_at is None

    @property
    def is_late(self) -> bool:
        return self.waits and timezone.localdate() > self.due_on
