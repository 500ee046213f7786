"""Bodies outside the town's own units (镇外单位), and what goes to and comes from them in a matter (往来函件)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.models.organisation import Unit, User


class OutsideBody(models.Model):
    """A body that a matter is handed up, transferred or referred to, or comes from: it has no account here.

    `takes_accusations`: may be sent an accusation, as the one that handles it by its powers (信访工作条例 30).
    """

    class Kind(models.TextChoices):
        LETTERS = "letters", "信访部门"
        DISCIPLINE = "discipline", "纪检监察机关"
        PERSONNEL = "personnel", "组织部门"
        COURT = "court", "法院"
        PROCURATORATE = "procuratorate", "检察院"
        POLICE = "police", "公安"
        GOVERNMENT = "government", "政府"
        DEPARTMENT = "department", "主管部门"
        ARBITRATION = "arbitration", "仲裁机构"
        LEGAL_AID = "legal_aid", "法律援助机构"
        SOCIETY = "society", "群团组织、社会组织"
        TOWN = "town", "其他乡镇"
        OTHER = "other", "其他"

    class Level(models.TextChoices):
        COUNTY = "county", "县"
        CITY = "city", "市"
        PROVINCE = "province", "省"
        BESIDE = "beside", "镇外同级"

    name = models.CharField("全称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=14, choices=Kind)
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.COUNTY)
    address = models.CharField("地址", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    hours = models.CharField("办公时间", max_length=80, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应的镇内单位",
        help_text="它在本镇的派驻单位（如派出所、法庭）也登记为单位的，在这里选上。",
    )  # fmt: skip
    takes_accusations = models.BooleanField(
        "受理检举控告",
        default=False,
        help_text="按管理权限有权处理检举控告的机关：检举控告只能送给它们。",
    )
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "镇外单位"
        ordering = ("level", "kind", "name")

    def __str__(self) -> str:
        return self.name


class CorrespondenceQuerySet(models.QuerySet["Correspondence"]):
    def waiting(self) -> "CorrespondenceQuerySet":
        """Sent, with a day by which an answer is asked, and none has come; of matters that are open."""
        return self.filter(WAITS, direction=Correspondence.Direction.SENT, matter__closed_at=None)

    def owed(self) -> "CorrespondenceQuerySet":
        """Received, with a day by which the other side wants an answer, and none has gone."""
        return self.filter(WAITS, direction=Correspondence.Direction.RECEIVED, matter__closed_at=None)


WAITS = Q(due_on__isnull=False, answered_on=None, withdrawn_at=None)


class Correspondence(models.Model):
    """One paper to or from a body outside, and the answer to it. Days are those on the papers and their stamps, not of
    typing. `number`: its place among the matter's; its clock bears it too (Clock.item).

    Of what was received, `answered_on` is the day of our own answer, which is another item with `about` pointing here.
    Without `due_on` no answer is asked; one that comes is written down all the same.
    """

    class Direction(models.TextChoices):
        SENT = "sent", "发出"
        RECEIVED = "received", "收到"

    class Purpose(models.TextChoices):
        FORWARD = "forward", "转送"
        ASSIGN = "assign", "交办"
        HAND_UP = "hand_up", "提请"
        ASK = "ask", "函询"
        REPORT = "report", "办结报告"
        OBJECTION = "objection", "异议"
        NOTICE = "notice", "通报"
        SUGGEST = "suggest", "建议"
        INFORM = "inform", "报送情况"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "接收（同意）"
        REFUSED = "refused", "退回（不同意）"
        ANSWERED = "answered", "答复"

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="correspondence", verbose_name="事项"
    )
    number = models.PositiveSmallIntegerField("序号")
    direction = models.CharField("收发", max_length=8, choices=Direction, default=Direction.SENT)
    purpose = models.CharField("事由", max_length=10, choices=Purpose)
    body = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, related_name="correspondence", verbose_name="对方单位"
    )
    about = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="所复的来函",
    )
    reference = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("落款日期")
    came_on = models.DateField("收到日期", null=True, blank=True)
    due_on = models.DateField("要求回复的日期", null=True, blank=True)
    first_due_on = models.DateField("函上写的回复日期", null=True, blank=True, help_text="后来改了的才有")
    words = models.CharField("内容", max_length=1000)
    signed_by = models.CharField("签发人", max_length=40, blank=True)
    typed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    typed_at = models.DateTimeField("录入时间", default=timezone.now)
    urged_on = models.DateField("最近催问", null=True, blank=True)
    urged_until = models.DateField("催问所定的日期", null=True, blank=True)
    urged = models.PositiveSmallIntegerField("催问次数", default=0)
    answered_on = models.DateField("回复日期", null=True, blank=True)
    answer_reference = models.CharField("复函文号", max_length=60, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    answer = models.CharField("回复内容", max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回复录入人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    reason = models.CharField("撤回理由", max_length=300, blank=True)

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "往来函件"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "number"], name="a_paper_to_outside_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) ^ ~Q(outcome=""), name="what_was_answered_says_how"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) ^ ~Q(reason=""), name="what_was_withdrawn_says_why"
            ),
            models.CheckConstraint(
                condition=Q(direction="sent") ^ Q(came_on__isnull=False),
                name="what_came_has_the_day_on_which_it_came",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="answer_waited_for", condition=WAITS),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} 第{self.number}件"

    @property
    def named(self) -> str:
        """第1件 提请（县信访局）"""
        return f"第{self.number}件 {self.get_purpose_display()}（{self.body.short_name}）"

    @property
    def asked_by(self) -> date | None:
        """The day that the letter itself names, whatever day was reckoned later."""
        return self.first_due_on or self.due_on

    @property
    def waits(self) -> bool:
        """Is an answer asked and still to come?"""
        return self.due_on is not None and self.answered_on is None and self.withdrawn_at is None

    @property
    def is_late(self) -> bool:
        return self.late_on(timezone.localdate())

    def late_on(self, day: date) -> bool:
        return self.waits and self.due_on is not None and day > self.due_on

    @property
    def state(self) -> str:
        """In words: 待回复, 逾期未回复, 已撤回, or how it was answered."""
        if self.withdrawn_at:
            return "已撤回"
        if self.answered_on:
            return str(self.get_outcome_display())
        if not self.due_on:
            return "不要求回复"
        return "逾期未回复" if self.is_late else "待回复"
