"""People's mediation (人民调解): the procedure, its sessions and its outcome."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.models import Matter, Unit, User


class Mediation(Matter):
    """One mediation by one body, under the code of the matter it came from."""

    class Status(models.TextChoices):
        ON_LADDER = "on_ladder", "梯次调解"
        APPLIED = "applied", "待受理"
        ACCEPTED = "accepted", "已受理"
        IN_SESSION = "in_session", "调解中"
        SUSPENDED = "suspended", "中止"
        AGREED = "agreed", "待签字生效"
        EFFECTIVE = "effective", "履行中"
        PERFORMED = "performed", "已履行"
        SETTLED = "settled", "梯次化解"
        ENDED = "ended", "终止调解"
        REFUSED = "refused", "不予受理"
        ARCHIVED = "archived", "已归档"
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

    class RefusalKind(models.TextChoices):
        """Why it is not accepted (人民调解工作若干规定 art. 22; 人民调解法 art. 17)."""

        SPECIAL_BODY = "special_body", "法律规定只能由专门机关管辖处理"
        BARRED = "barred", "法律禁止采用民间调解方式"
        TAKEN = "taken", "法院、公安机关或者其他机关已经受理或者解决"
        CRIME = "crime", "涉嫌违法犯罪，已报告公安机关；民事赔偿部分待其处理后可申请调解"
        UNWILLING = "unwilling", "一方当事人明确拒绝调解"
        NOT_OURS = "not_ours", "不属本调解组织受理范围"

    class Retention(models.TextChoices):
        """文书档案保管期限."""

        PERMANENT = "permanent", "永久"
        THIRTY = "thirty", "30年"
        TEN = "ten", "10年"

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
    requests = models.TextField("申请事项", blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    referred_by = models.CharField("移送机关", max_length=60, blank=True)
    referral_number = models.CharField("移送文号", max_length=60, blank=True)
    feedback_by = models.DateField("应反馈日期", null=True, blank=True)
    fed_back_at = models.DateTimeField("已反馈时间", null=True, blank=True)
    refusal = models.CharField("不予受理情形", max_length=15, choices=RefusalKind, blank=True)
    refusal_note = models.CharField("不予受理说明", max_length=300, blank=True)
    closed_doors = models.BooleanField(
        "不公开调解", null=True, blank=True, help_text="空着的，按是否封闭、是否医疗纠纷"
    )
    grave = models.BooleanField("重大、群体、涉刑", default=False, help_text="不经梯次，直接到镇调委会")
    difficult = models.BooleanField("疑难复杂", default=False)
    civil_side = models.BooleanField(
        "只调解民事部分", default=False, help_text="of a matter that is otherwise for the authorities"
    )
    unwilling_on = models.DateField("一方明确拒绝日期", null=True, blank=True)
    heads = models.PositiveSmallIntegerField(
        "涉及当事人（人）", null=True, blank=True, help_text="of a group: all that are represented"
    )
    labour_ended_on = models.DateField("劳动关系终止日", null=True, blank=True)
    form = models.CharField("协议形式", max_length=8, choices=Form, blank=True)
    responsibility = models.TextField("争议事项和各方责任", blank=True)
    terms = models.TextField("协议内容", blank=True)
    manner = models.CharField("履行方式、地点", max_length=300, blank=True)
    identity = models.BooleanField("有身份关系条款", default=False, help_text="解除婚姻、收养等")
    ownership = models.BooleanField("有确权条款", default=False, help_text="确认物权、知识产权归属")
    not_payment = models.BooleanField(
        "有给付以外的条款", default=False, help_text="劳动争议：恢复劳动关系、补办手续等"
    )
    unconfirmed = models.CharField(
        "不能司法确认的条款", max_length=200, blank=True, help_text="空着就是整份协议"
    )
    partial = models.BooleanField("部分达成", default=False, help_text="其余争议记明，另行处理")
    amount = models.DecimalField("涉及金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    for_ward = models.BooleanField("监护人的处分是为被监护人的利益", default=False)
    ward_view = models.CharField("司法所意见", max_length=300, blank=True)
    perform_by = models.DateField("履行期限", null=True, blank=True)
    agreed_at = models.DateTimeField("达成时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="合法性审查"
    )
    checked_at = models.DateTimeField("审查时间", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    performed_on = models.DateField("履行完毕日期", null=True, blank=True)
    told_unperformed_at = models.DateTimeField("不履行的已告知途径", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    settled_level = models.PositiveSmallIntegerField("化解梯次", null=True, blank=True)
    retention = models.CharField("保管期限", max_length=10, choices=Retention, blank=True)
    archived_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="立卷人"
    )
    file_note = models.TextField("卷宗情况说明", blank=True)
    end_reason = models.CharField("终止原因", max_length=15, choices=EndReason, blank=True)
    end_note = models.TextField("终止说明", blank=True)
    ways = models.JSONField(
        "已告知的途径", default=dict, blank=True, help_text="core.documents.remedies.Telling.kept"
    )

    REFERRED = frozenset(Source) - {Source.APPLICATION, Source.INITIATIVE}
    BEFORE_ARBITRATION = (Dispute.MIGRANT_WAGES, Dispute.LABOUR)
    NEVER_ORAL = (*BEFORE_ARBITRATION, Dispute.MEDICAL)

    SEARCHED = ("facts", "requests", "terms", "dispute")

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
            models.CheckConstraint(
                condition=Q(effective_on=None) | Q(agreed_at__isnull=False),
                name="what_takes_effect_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(performed_on=None) | Q(effective_on__isnull=False),
                name="what_was_performed_had_taken_effect",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ended_at__isnull=False), name="what_ended_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.dispute)

    @property
    def is_labour(self) -> bool:
        """A labour dispute, for which 劳动争议调解仲裁法 has rules of its own."""
        return self.dispute in self.BEFORE_ARBITRATION

    @property
    def behind_closed_doors(self) -> bool:
        """What is sealed, and what is medical, unless somebody decided otherwise with a reason (未成年人保护法 103;
        医疗纠纷预防和处理条例 42).
        """
        if self.closed_doors is None:
            return self.sealed or self.dispute == self.Dispute.MEDICAL
        return self.closed_doors

    @property
    def beyond_the_court(self) -> bool:
        """Is all of the agreement about status or title, so that no court confirms it (民事诉讼法解释 art. 355), or of a
        labour dispute more than payment (法释〔2020〕26号 art. 52)?
        """
        return (self.identity or self.ownership or self.not_payment) and not self.unconfirmed

    @property
    def fit_for_the_court(self) -> bool:
        """May the parties ask a court to confirm it? Words alone are put in writing first (人民调解法 arts. 28, 33)."""
        return self.form == self.Form.WRITTEN and not self.beyond_the_court

    @property
    def usual_retention(self) -> str:
        """The retention class that the kind of matter suggests (文书档案): for good where it was grave; thirty years
        where a court confirmed the agreement or the case was difficult.
        """
        if self.grave:
            return self.Retention.PERMANENT
        court = getattr(self, "confirmation", None)
        confirmed = court is not None and court.result == court.Result.CONFIRMED
        return self.Retention.THIRTY if self.difficult or confirmed else self.Retention.TEN

    def owed(self) -> list[Any]:
        """What was promised and is not done yet, the earliest first."""
        return [part for part in self.instalments.all() if part.done_on is None]

    def search_words(self) -> list[str]:
        return [self.facts, self.requests, self.terms, self.get_dispute_display()]
