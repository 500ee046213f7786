"""The case (事项): what comes in at the hall by any channel."""

from collections.abc import Container
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from cases.models.category import Category, PetitionClass
from core.models import Matter, User
from core.values.kept import Coming, Kept


class Case(Matter):
    """A matter received at the hall by any channel."""

    class Status(models.TextChoices):
        REGISTERED = "registered", "待分流"
        GUIDED = "guided", "在功能室"
        AWAITING = "awaiting", "待批示"
        HANDED_OVER = "handed_over", "待签收"
        IN_HAND = "in_hand", "办理中"
        RETURNED = "returned", "待重新分流"
        BELOW = "below", "转入其他程序"
        MERGED = "merged", "并案办理"
        REPLIED = "replied", "待回访"
        TOLD = "told", "不属职责已告知"
        SETTLED = "settled", "当场办结"
        FINISHED = "finished", "已办结"
        REFERRED = "referred", "已移送"
        VOIDED = "voided", "已作废"

    class Channel(models.TextChoices):
        VISIT = "visit", "来访"
        PHONE = "phone", "来电"
        LETTER = "letter", "来信"
        NET = "net", "网络"
        GRID = "grid", "网格"
        HOTLINE = "hotline", "12345"
        SUPERIOR = "superior", "上级交办"
        LEADER = "leader", "领导接访"
        TRANSFER = "transfer", "部门移送"

    class Wish(models.TextChoices):
        ADVICE = "advice", "咨询"
        HELP = "help", "求助"
        MEDIATION = "mediation", "调解"
        PETITION = "petition", "信访"
        LEGAL = "legal", "法律服务"

    class Grade(models.TextChoices):
        SIMPLE = "simple", "简单"
        ORDINARY = "ordinary", "一般"
        COMPLEX = "complex", "复杂"

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIRLY = "fairly", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        UNREACHED = "unreached", "联系不上"
        DECLINED = "declined", "不愿评价"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="as_case"
    )
    channel = models.CharField("来源", max_length=10, choices=Channel)
    demand = models.TextField("诉求")
    place = models.CharField("详细地点", max_length=80, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="类别"
    )
    petition_class = models.ForeignKey(
        PetitionClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="信访内容分类",
    )
    particulars = models.JSONField(
        "专项情况", default=list, blank=True, help_text="[question, answer] in the order of the questions"
    )
    read_aloud = models.BooleanField("已宣读", default=False, help_text="来访人不识字，记录已向本人宣读")
    wishes = models.JSONField("意愿", default=list, blank=True)
    head_count = models.PositiveSmallIntegerField("来访人数", default=1)
    crowd_reported_at = models.DateTimeField("紧急报告时间", null=True, blank=True)
    materials = models.CharField("提交材料", max_length=200, blank=True)
    repeated = models.BooleanField("重复", default=False)
    grade = models.CharField("难易", max_length=10, choices=Grade, blank=True)
    answer = models.TextField("办理结果", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    satisfaction = models.CharField("评价", max_length=12, choices=Satisfaction, blank=True)
    called_back_at = models.DateTimeField("回访时间", null=True, blank=True)
    reopened_at = models.DateTimeField("重办时间", null=True, blank=True)
    own_rating = models.CharField("群众评价", max_length=12, choices=Satisfaction, blank=True)
    own_words = models.CharField("群众留言", max_length=300, blank=True)
    own_rated_at = models.DateTimeField("群众评价时间", null=True, blank=True)
    told_body = models.CharField("应去的机关", max_length=60, blank=True)
    told_where = models.CharField("地址、电话", max_length=120, blank=True)
    told_basis = models.CharField("依据", max_length=200, blank=True)
    ways = models.JSONField(
        "已告知的途径", default=dict, blank=True, help_text="core.documents.remedies.Telling.kept"
    )
    room = models.ForeignKey(
        "cases.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="功能室"
    )
    source_key = models.CharField("导入编号", max_length=80, blank=True)
    source_number = models.CharField(
        "登记号", max_length=60, blank=True, help_text="source:number as its own system has it"
    )

    SEARCHED = ("demand", "place", "answer")

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        constraints = [
            models.CheckConstraint(condition=~Q(demand=""), name="a_case_has_a_demand"),
            models.CheckConstraint(condition=Q(head_count__gte=1), name="a_case_has_at_least_one_visitor"),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="an_answer_has_words"),
            models.CheckConstraint(
                condition=Q(satisfaction="") | Q(called_back_at__isnull=False),
                name="a_rating_comes_from_a_call_back",
            ),
            models.CheckConstraint(
                condition=Q(own_rating="") ^ Q(own_rated_at__isnull=False),
                name="a_citizen_rates_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="an_imported_row_is_stored_once"
            ),
        ]
        indexes = [
            models.Index(fields=["channel"], name="case_by_channel"),
            models.Index(
                fields=["source_number"], condition=~Q(source_number=""), name="case_by_source_number"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title

    # What a counter sees; the others show later, in the course of a procedure.
    SEEN_AT_ONCE = [
        choice
        for choice in Matter.Flag.choices
        if choice[0] in ("self_harm", "violence", "domestic_violence", "minor", "crowd", "threat")
    ]

    # Questions

    @property
    def about(self) -> str:
        return self.category_id or ""

    @property
    def owes_urgent_report(self) -> bool:
        """A crowd of five or more that nobody has reported upwards yet (信访工作条例 art. 25)."""
        return self.is_group and self.Flag.CROWD in self.flags and self.crowd_reported_at is None

    @property
    def sent_down(self) -> bool:
        """上级交办: what the rules say of handing such matters back holds (信访工作条例 23 ¶3)."""
        return self.channel == self.Channel.SUPERIOR

    @property
    def is_group(self) -> bool:
        """集体访: five or more on one matter (domain: 1.6)."""
        return self.head_count >= 5

    @property
    def wish_words(self) -> str:
        return "、".join(self.Wish(wish).label for wish in self.wishes)

    @cached_property
    def handed(self) -> list[Any]:
        """All hand-overs, oldest first: read once, for the page and for all guards of an act."""
        return HANDED(self.pk)

    def lead(self) -> Any:
        """The running hand-over of the unit in charge, if any."""
        return next((row for row in self.handed if row.lead and row.ended_at is None), None)

    def last_lead(self) -> Any:
        """The last hand-over to a unit in charge, running or not."""
        return next((row for row in reversed(self.handed) if row.lead), None)

    def helpers(self) -> list[Any]:
        """Running hand-overs of units that help."""
        return [row for row in self.handed if not row.lead and row.ended_at is None]

    def helper_of(self, units: Container[int]) -> Any:
        """The running hand-over of the first of these units that helps."""
        return next((row for row in self.helpers() if row.unit_id in units), None)

    def times_returned(self) -> int:
        """How often lead units have sent it back, since it was last reopened."""
        since = self.reopened_at
        return sum(
            row.lead and bool(row.returned_for) and (not since or row.ended_at > since) for row in self.handed
        )

    def extension(self) -> Any:
        """The longer term that was asked for and waits for a decision, if any."""
        return self.extensions.filter(granted=None).select_related("asked_by").first()


HANDED = Kept(
    lambda: Case.handovers.rel.related_model.objects.filter(matter=Coming(0)).select_related(
        "unit", "signed_by"
    )
)
