"""Tables of democratic consultation: the motion, and what is added to it on its way."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from core.models import Matter, Party, Recorded

FEW = 3  # smaller numbers are not published


def _on(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class Motion(Matter):
    """One motion (议题), from the proposal to the published result."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "待审查"
        STUDYING = "studying", "党组织研究"
        TO_ACCEPT = "to_accept", "待答复"
        ACCEPTED = "accepted", "待通知开会"
        CALLED = "called", "待开会"
        HELD = "held", "待形成决议"
        RESOLVED = "resolved", "待公示"
        POSTED = "posted", "公示中"
        CARRYING = "carrying", "落实中"
        CHECKING = "checking", "待核查"
        CHECKED = "checked", "待公开结果"
        PUBLISHED = "published", "已公开结果"
        SUBMITTED = "submitted", "意见已提交"
        FAILED = "failed", "没有通过"
        DECLINED = "declined", "不予受理"
        WITHDRAWN = "withdrawn", "已撤回"
        VOIDED = "voided", "已作废"

    class Source(models.TextChoices):
        RESIDENTS = "residents", "村（居）民联名"
        COMMITTEE = "committee", "村（居）民委员会"
        GRID = "grid", "网格"
        MATTERS = "matters", "同类事项"

    class Subject(models.TextChoices):
        """Kinds of motion by who decides them (council.rules.LIMITS)."""

        PLACE = "place", "绿化、路灯、停车等公共环境"
        NEIGHBOURS = "neighbours", "邻里纠纷、邻里公约"
        BUILDING = "building", "乡村建设重要事项"
        SUBSIDY = "subsidy", "误工补贴"
        COLLECTIVE_MONEY = "money", "村集体所得资金、物资的使用"
        WORKS = "works", "公益事业筹资筹劳"
        HELP = "help", "帮扶人员方案"
        CHARTER = "charter", "自治章程、村规民约、居民公约"
        OFFICE = "office", "审议报告、罢免、选举"
        LAND = "land", "承包、宅基地、股权量化、土地补偿费、成员确认"
        ASSETS = "assets", "集体其他财产、预算、投资"
        RESIDENTS = "residents", "居民区公共事务"
        ESTATE = "estate", "小区共有部分"
        PERSON = "person", "个人的权利、处罚、罚款"
        POWERS = "powers", "政府职权范围内的事项"

    class Body(models.TextChoices):
        """Which meeting it goes to."""

        COUNCIL = "council", "协商议事会"
        VILLAGERS = "villagers", "村民会议"
        DELEGATES = "delegates", "村民代表会议"
        RESIDENTS = "residents", "居民会议"
        RESIDENT_DELEGATES = "res_delegates", "居民代表会议"
        MEMBERS = "members", "成员大会"
        MEMBER_DELEGATES = "mem_delegates", "成员代表大会"

    class Aim(models.TextChoices):
        DECIDE = "decide", "作出决定"
        OPINION = "opinion", "只形成意见建议"

    class Form(models.TextChoices):
        PLAIN = "plain", "一般"
        FOUR = "four", "四议两公开"

    class Review(models.TextChoices):
        LAWFUL = "lawful", "合法，同意备案"
        UNLAWFUL = "unlawful", "违反法律法规，责令改正"

    demand = models.TextField("议题", max_length=3000)
    source = models.CharField("由谁提出", max_length=10, choices=Source)
    proposers = models.PositiveSmallIntegerField("联名人数", default=1)
    subject = models.CharField("议题类别", max_length=12, choices=Subject)
    body = models.CharField("由什么会议议", max_length=14, choices=Body)
    aim = models.CharField("目的", max_length=8, choices=Aim)
    form = models.CharField("形式", max_length=6, choices=Form, default=Form.PLAIN)
    mandate = models.CharField(
        "村（居）民会议的授权",
        max_length=200,
        blank=True,
        help_text="由村（居）民代表会议决定的写：哪次村（居）民会议、哪一天。",
    )
    answered_on = _on("答复日期")
    answer = models.TextField("答复", max_length=500, help_text="书面告知提议人，写明理由。")
    resolution = models.TextField("决议（协商意见）", max_length=3000)
    resolved_on = _on("作出日期")
    posted_on = _on("公示日期")
    posted_through = _on("公示到")
    carried_on = _on("落实日期")
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报落实"
    )
    carried = models.CharField("落实情况", max_length=500, blank=True)
    checked_on = _on("核查日期")
    filed_on = _on("报镇备案日期")
    reviewed_on = _on("审查日期")
    review = models.CharField("备案审查", max_length=10, choices=Review)
    review_words = models.TextField("审查意见", max_length=500, help_text="违法的写明哪一条、违反什么规定。")
    published_on = _on("公开结果日期")

    SEARCHED = ("demand",)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        constraints = [
            models.CheckConstraint(condition=Q(proposers__gte=1), name="a_motion_has_a_proposer"),
            models.CheckConstraint(
                condition=Q(posted_on=None)
                | Q(posted_through__isnull=False, posted_through__gt=models.F("posted_on")),
                name="a_posting_has_its_last_day",
            ),
        ]
        indexes = [models.Index(fields=["resolved_on"], name="motion_resolved")]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.subject)

    @property
    def only_opinion(self) -> bool:
        return self.aim == self.Aim.OPINION

    @property
    def meeting(self) -> Any:
        """The newest meeting; None before the first notice."""
        return max(self.meetings.all(), key=lambda one: one.pk, default=None)


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Motion, on_delete=models.CASCADE, related_name=name)


class Study(Recorded):
    """What the Party organisation said before the meeting; of 四议两公开 the first three of its four steps."""

    class Step(models.TextChoices):
        STUDY = "study", "党组织研究"
        BRANCH = "branch", "党支部提议"
        COMMITTEES = "committees", "两委商议"
        MEMBERS = "members", "党员大会审议"

    matter = _of("studies")
    step = models.CharField("步骤", max_length=10, choices=Step)
    on = models.DateField("日期")
    agreed = models.BooleanField("同意提交", choices=[(True, "同意提交"), (False, "不同意提交")])
    words = models.TextField("意见", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "党组织研究"


class Meeting(Recorded):
    """One meeting: notice, attendance, record, votes."""

    class Unit(models.TextChoices):
        PERSONS = "persons", "按人数"
        HOUSEHOLDS = "households", "按户数"

    matter = _of("meetings")
    on = models.DateField("开会日期")
    begins = models.TimeField("几点开会", null=True)
    place = models.CharField("地点", max_length=80)
    notified_on = models.DateField("通知日期")
    ways = models.CharField("通知方式", max_length=120, help_text="上门、张贴、电话、微信群等。")
    special = models.CharField(
        "特殊情况", max_length=200, blank=True, help_text="不足十日临时通知的写明；够十日的空着。"
    )
    eligible = models.PositiveSmallIntegerField("应到人（户）数")
    counted = models.CharField("怎么计", max_length=12, choices=Unit, default=Unit.PERSONS)
    present = models.PositiveSmallIntegerField("实到人（户）数", null=True)
    chair = models.CharField("主持人", max_length=40)
    recorder = models.CharField("记录人", max_length=40)
    absent = models.CharField(
        "没有到会的说明", max_length=300, blank=True, help_text="已通知本人不来、书面意见、委托了谁。"
    )
    record = models.TextField("会议记录", max_length=5000, help_text="谁讲了什么，分歧在哪里。")
    yes = models.PositiveSmallIntegerField("同意", null=True)
    no = models.PositiveSmallIntegerField("不同意", null=True)
    abstained = models.PositiveSmallIntegerField("弃权", null=True)
    outcome = models.CharField("结果", max_length=200, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "会议"

    @property
    def hour(self) -> str:
        """19时30分; empty of one that was called before the hour was asked."""
        return f"{self.begins.hour}时{self.begins.minute:02}分" if self.begins else ""


class Objection(Recorded):
    """What somebody says against a posted resolution, and the answer."""

    matter = _of("objections")
    who = models.CharField("提出人", max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", editable=False)
    words = models.TextField("异议内容", max_length=500)
    upheld = models.BooleanField("是否成立", null=True, choices=[(True, "成立，重新议"), (False, "不成立")])
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_on = _on("答复日期")

    class Meta(Recorded.Meta):
        verbose_name = "异议"

    def __str__(self) -> str:
        return str(self.words)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def up(self, on: date | None = None) -> "ReleaseQuerySet":
        """What stands on the public page on a day (today): released, not taken down, in its term, of nothing sealed."""
        day = on or localdate()
        return self.filter(
            released_on__lte=day, through__gte=day, taken_down_on=None, matter__voided_at=None, matter__compartment=""
        )  # fmt: skip


class Release(Recorded):
    """Words for the village's public page: drafted (`at`, `by`), released by a second person, up through a day."""

    class What(models.TextChoices):
        MOTION = "motion", "议题"
        RESOLUTION = "resolution", "决议（协商意见）"
        PROGRESS = "progress", "落实进展"
        RESULT = "result", "结果"

    matter = _of("releases")
    what = models.CharField("公开什么", max_length=12, choices=What)
    title = models.CharField("公开的标题", max_length=60)
    words = models.TextField("公开的内容", max_length=2000, help_text="不写姓名、电话、证件号码、住址。")
    days = models.PositiveSmallIntegerField("公开几日", default=30)
    figures = models.CharField("表决情况", max_length=120, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发布"
    )
    released_on = _on("发布日期")
    through = _on("公开到")
    taken_down_on = _on("撤下日期")
    why_down = models.CharField("撤下理由", max_length=300, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = "公开"
        constraints = [
            models.CheckConstraint(
                condition=Q(released_on=None, released_by=None, through=None)
                | Q(released_on__isnull=False, released_by__isnull=False, through__isnull=False)
                & ~Q(released_by=models.F("by")),
                name="a_second_person_releases",
            ),
        ]
        indexes = [models.Index(fields=["through"], name="release_through")]

    def __str__(self) -> str:
        figures = f"（{self.figures}）" if self.figures else ""
        return f"{self.get_what_display()}《{self.title}》：{self.words}{figures}，公开 {self.days} 日"
