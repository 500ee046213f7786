"""Who acts for a party: guardian, agent or officer; and the danger to a person that must be reported."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import User
from core.models.person import Party
from core.privacy import identity_numbers
from core.privacy.fields import EncryptedTextField


class WithPeople(models.Manager["Representation"]):
    """Whoever reads a row asks at once who it is."""

    def get_queryset(self) -> models.QuerySet["Representation"]:
        return super().get_queryset().select_related("representative")


class Representation(models.Model):
    """One person acts for one party of the same family of matters (民法典 arts. 23, 27–31, 61, 161–171).

    The person is a `Party` as well: their number, phone and address are kept and masked in one place.
    """

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", "法定代理人"
        AGENT = "agent", "委托代理人"
        OFFICER = "officer", "单位代表"

    class Relation(models.TextChoices):
        """Who may be a guardian; `RANK` says in which order (arts. 27, 28)."""

        PARENT = "parent", "父母"
        GRANDPARENT = "grandparent", "祖父母、外祖父母"
        SIBLING = "sibling", "兄、姐"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        KIN = "kin", "其他近亲属"
        OTHER = "other", "其他个人或者组织（经村、居民委员会或者民政部门同意）"
        APPOINTED = "appointed", "指定、临时监护（法院、村居、民政）"

    class Scope(models.TextChoices):
        """What an agent may do. 全权代理 without more is STATE alone."""

        STATE = "state", "代为陈述"
        SETTLE = "settle", "代为承认、放弃、变更请求，和解，签订协议（特别授权）"
        RECEIVE = "receive", "代为领取款物"
        PAPERS = "papers", "代收文书"
        CONFIRM = "confirm", "代为申请司法确认"
        SUBSTITUTE = "substitute", "转委托"

    principal = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="represented_by", verbose_name="被代理人"
    )
    representative = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="acts_for", verbose_name="代理人"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind)
    relation = models.CharField("与被监护人的关系", max_length=12, choices=Relation, blank=True)
    post = models.CharField("职务、与委托人的关系", max_length=60, blank=True)
    head = models.BooleanField("法定代表人（负责人）", default=False)
    earlier_fail = EncryptedTextField("顺序在先的监护人为什么不担任", blank=True)
    proof = models.CharField("核对的证明", max_length=120)
    consented_on = models.DateField("监护人同意日期", null=True, blank=True)
    data_consent = models.BooleanField("同意处理不满十四周岁未成年人的个人信息", default=False)
    child_view = EncryptedTextField("被监护人的意见", blank=True)
    conflict = models.BooleanField("与被监护人利益相反", default=False)
    scope = ArrayField(
        models.CharField(max_length=12, choices=Scope), verbose_name="权限", default=list, blank=True
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    stamped = models.BooleanField("已加盖单位印章", default=False)
    given_on = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    objects = WithPeople()

    class Meta:
        verbose_name = verbose_name_plural = "代理"
        ordering = ("given_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=models.F("representative")), name="nobody_acts_for_themselves"
            ),
            models.CheckConstraint(
                condition=~Q(kind="guardian") | ~Q(relation=""), name="a_guardian_has_a_relation"
            ),
            models.CheckConstraint(
                condition=Q(kind="agent", scope__len__gt=0) | (~Q(kind="agent") & Q(scope__len=0)),
                name="an_agent_and_nobody_else_has_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("given_on")),
                name="a_mandate_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words} {self.representative.masked_name}"

    @property
    def words(self) -> str:
        """法定代理人 · 委托代理人（特别授权） · 法定代表人（负责人）: how papers name it."""
        if self.kind == self.Kind.AGENT and self.Scope.SETTLE in self.scope:
            return "委托代理人（特别授权）"
        if self.kind == self.Kind.OFFICER:
            return "法定代表人（负责人）" if self.head else "单位授权代表"
        return str(self.get_kind_display())

    @property
    def how_related(self) -> str:
        """父母, 子女; of agents and officers the relation or post as it was typed."""
        return self.get_relation_display() if self.relation else self.post

    def powers(self) -> str:
        """The ticks of the scope in words, in the order of the list."""
        return "；".join(str(scope.label) for scope in self.Scope if scope in self.scope)

    def lasts(self, on: Any) -> bool:
        """Whether it stands on a day."""
        return self.ended_at is None and self.given_on <= on and (self.until is None or on <= self.until)

    def clean(self) -> None:
        if self.credit_code:
            try:
                self.credit_code = identity_numbers.parse_credit_code(self.credit_code)
            except ValueError as sentence:
                raise ValidationError({"credit_code": str(sentence)}) from None


class DangerReport(models.Model):
    """强制报告: that a child, or a person without full capacity, is harmed or in danger was told to those who must act.

    A duty and no choice, so nobody's consent is asked (未成年人保护法 art. 11; 反家庭暴力法 art. 14). Whom it
    concerns and what was seen is for those behind the gate; the reporter's name is nobody else's.
    """

    class Ground(models.TextChoices):
        MINOR = "minor", "未成年人受到侵害、疑似受到侵害或者面临危险（未成年人保护法第十一条）"
        INCAPABLE = "incapable", "无、限制民事行为能力人遭受或者疑似遭受家庭暴力（反家庭暴力法第十四条）"

    class Body(models.TextChoices):
        POLICE = "police", "公安机关"
        CIVIL = "civil", "民政部门"
        EDUCATION = "education", "教育部门"

    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, related_name="danger_reports", verbose_name="事项"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当事人"
    )
    ground = models.CharField("情形", max_length=10, choices=Ground)
    seen_at = models.DateTimeField("发现时间")
    reported_at = models.DateTimeField("报告时间")
    body = models.CharField("报告给", max_length=10, choices=Body)
    person = models.CharField("接报人", max_length=60)
    receipt = models.CharField("回执、接报编号", max_length=120, blank=True)
    note = EncryptedTextField("发现的情况", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="报告人")
    at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "强制报告"
        ordering = ("reported_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_at__gte=models.F("seen_at")), name="what_was_reported_was_seen_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.get_body_display()}"
