"""People's mediation (人民调解): the procedure, its sessions and its outcome."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Matter, Unit, User


class Mediation(Matter):
    """One mediation by one body, under the code of the matter it came from."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "已受理"
        IN_SESSION = "in_session", "调解中"
        AGREED = "agreed", "达成协议"
        ENDED = "ended", "终止调解"
        VOIDED = "voided", "已作废"

    class Source(models.TextChoices):
        APPLICATION = "application", "依申请"
        INITIATIVE = "initiative", "主动调解"
        COURT = "court", "法院移送"
        PROCURATORATE = "procuratorate", "检察院移送"
        POLICE = "police", "公安机关移送"
        PETITION = "petition", "信访部门移送"
        OTHER = "other", "其他部门移送"

    class Dispute(models.TextChoices):
        """司法部 statistics list (domain: 2.3, list A)."""

        FAMILY = "family", "婚姻家庭"
        NEIGHBOUR = "neighbour", "邻里"
        HOMESTEAD = "homestead", "房屋宅基地"
        CONTRACT = "contract", "合同"
        BUSINESS = "business", "生产经营"
        DAMAGE = "damage", "损害赔偿"
        LAND = "land", "山林土地"
        EXPROPRIATION = "expropriation", "征地拆迁"
        POLLUTION = "pollution", "环境污染"
        MIGRANT_WAGES = "migrant_wages", "拖欠农民工工资"
        LABOUR = "labour", "其他劳动争议"
        TOURISM = "tourism", "旅游"
        ONLINE = "online", "电子商务"
        CONSUMER = "consumer", "其他消费"
        MEDICAL = "medical", "医疗"
        TRAFFIC = "traffic", "道路交通事故"
        PROPERTY = "property", "物业"
        OTHER = "other", "其他纠纷"

    class Form(models.TextChoices):
        WRITTEN = "written", "书面协议"
        ORAL = "oral", "口头协议"

    class EndReason(models.TextChoices):
        REFUSED = "refused", "一方拒绝或者撤回"
        NO_AGREEMENT = "no_agreement", "分歧过大，达不成协议"
        IMPOSSIBLE = "impossible", "出现情况，无法继续"
        FALSE = "false", "隐瞒事实、提供虚假情况"
        COLLUSION = "collusion", "串通损害他人或公共利益"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="调解组织")
    mediator = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="调解员"
    )
    source = models.CharField("案件来源", max_length=15, choices=Source, default=Source.APPLICATION)
    dispute = models.CharField("纠纷类型", max_length=15, choices=Dispute)
    facts = models.TextField("纠纷简要情况")
    form = models.CharField("协议形式", max_length=8, choices=Form, blank=True)
    terms = models.TextField("协议内容", blank=True)
    amount = models.DecimalField("涉及金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    perform_by = models.DateField("履行期限", null=True, blank=True)
    agreed_at = models.DateTimeField("达成时间", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=15, choices=EndReason, blank=True)
    end_note = models.TextField("终止说明", blank=True)

    SEARCHED = ("facts", "terms", "dispute")

    class Meta:
        verbose_name = verbose_name_plural = "人民调解"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None) | (~Q(form="") & ~Q(terms="")),
                name="an_agreement_has_a_form_and_terms",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="an_amount_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(agreed_at=None), name="what_ended_was_not_agreed"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title

    def search_words(self) -> list[str]:
        return [self.facts, self.terms, self.get_dispute_display()]


class Session(models.Model):
    """One sitting of a mediation, as its record has it (人民调解法 art. 22, 27)."""

    matter = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="sessions")
    held_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=60)
    present = models.CharField("参加人", max_length=200)
    record = models.TextField("调解记录")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("held_at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.held_at:%Y-%m-%d}"
