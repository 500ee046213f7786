"""What comes of a mediation: signatures, instalments, judicial confirmation, visits afterwards."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import Party, Representation
from mediation.models.course import _of, _user
from mediation.models.mediation import Mediation


def _acting(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Representation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name
    )


class InForce(models.Manager[Any]):
    """Those of the agreement as it stands; what belongs to an earlier wording is kept, and left out."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(dropped_at=None)


class Signature(models.Model):
    """One signature under the written agreement; the effect date is the latest of all and the seal (art. 29)."""

    class Kind(models.TextChoices):
        PARTY = "party", "当事人"
        GUARDIAN = "guardian", "法定代理人"
        AGENT = "agent", "委托代理人"
        OFFICER = "officer", "单位代表"
        MEDIATOR = "mediator", "人民调解员"
        SEAL = "seal", "调解委员会印章"

    class How(models.TextChoices):
        SIGNED = "signed", "签名"
        STAMPED = "stamped", "盖章"
        FINGERPRINT = "fingerprint", "按指印"

    matter = _of("signatures")
    kind = models.CharField("身份", max_length=10, choices=Kind)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当事人"
    )
    through = _acting("由谁代签")
    name = models.CharField("姓名", max_length=60)
    how = models.CharField("方式", max_length=12, choices=How, default=How.SIGNED)
    signed_on = models.DateField("日期")
    dropped_at = models.DateTimeField("退回时间", null=True, blank=True)

    objects = InForce()
    everything: models.Manager["Signature"] = models.Manager()

    class Meta:
        ordering = ("signed_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "party"],
                condition=Q(party__isnull=False, dropped_at=None),
                name="a_party_signs_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["party", "mediator", "seal"], through=None)
                | Q(kind__in=["guardian", "agent", "officer"], through__isnull=False),
                name="who_signs_for_another_has_a_mandate",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(kind="seal", dropped_at=None),
                name="an_agreement_is_sealed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.name}"


class Instalment(models.Model):
    """One part of what was promised: until when, what, how much (yuan), and when it was done."""

    matter = _of("instalments")
    order = models.PositiveSmallIntegerField("期次", default=1)
    due_on = models.DateField("履行期限")
    what = models.CharField("履行内容", max_length=300)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    done_on = models.DateField("履行日期", null=True, blank=True)
    proof = models.CharField("履行凭证", max_length=120, blank=True)
    received_by = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="应收款的一方"
    )
    received_through = _acting("由谁代领")
    dropped_at = models.DateTimeField("改写时间", null=True, blank=True)

    objects = InForce()
    everything: models.Manager["Instalment"] = models.Manager()

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "order"], condition=Q(dropped_at=None), name="an_instalment_has_its_number"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(proof=""), name="what_was_performed_has_a_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.order}"


class Confirmation(models.Model):
    """司法确认: the joint application, what the court did with it (民事诉讼法 arts. 205, 206)."""

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", "裁定有效"
        REJECTED = "rejected", "裁定驳回"
        NOT_ACCEPTED = "not_accepted", "不予受理"
        WITHDRAWN = "withdrawn", "撤回申请"

    class Ground(models.TextChoices):
        """Which court may be asked (民事诉讼法 art. 205); of labour disputes only that of the committee's seat
        (法释〔2020〕26号 art. 52).
        """

        INVITING = "inviting", "邀请调解的人民法院"
        DOMICILE = "domicile", "当事人住所地"
        OBJECT = "object", "标的物所在地"
        COMMITTEE = "committee", "调解组织所在地"

    matter = models.OneToOneField(Mediation, on_delete=models.CASCADE, related_name="confirmation")
    court = models.CharField("法院", max_length=60)
    ground = models.CharField("管辖依据", max_length=10, choices=Ground, default=Ground.COMMITTEE)
    applied_on = models.DateField("共同申请日期")
    number = models.CharField("案号", max_length=60, blank=True)
    mended_on = models.DateField("补正日期", null=True, blank=True, help_text="法院要求补正材料的")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    result = models.CharField("结果", max_length=15, choices=Result, blank=True)
    decided_on = models.DateField("裁定日期", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", decided_on=None) | (~Q(result="") & Q(decided_on__isnull=False)),
                name="a_ruling_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(accepted_on__gte=models.F("applied_on")),
                name="a_court_accepts_after_the_application",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None)
                | Q(decided_on=None)
                | Q(decided_on__gte=models.F("accepted_on")),
                name="a_court_rules_after_it_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.court}"


class Visit(models.Model):
    """回访 after the agreement (or after a refusal, where somebody looks in)."""

    matter = _of("visits")
    at = models.DateTimeField("时间")
    way = models.CharField("方式", max_length=20)
    visited = models.CharField("回访对象", max_length=60)
    performed = models.CharField("履行情况", max_length=200)
    satisfaction = models.CharField("是否满意", max_length=60, blank=True)
    lawsuit = models.CharField("诉讼及结果", max_length=200, blank=True)
    signs = models.CharField("激化苗头和措施", max_length=300, blank=True)
    by = _user("回访人")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"
