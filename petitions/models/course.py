"""What happens in the course of a petition: each act adds a row, and its form and lines come from these columns."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import OutsideBody, Recorded, Unit, User
from petitions.models.petition import Petition


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Petition, on_delete=models.CASCADE, related_name=name)


class Contact(Recorded):
    """The petitioner was reached: what counts as 办理联系; or was taken to whoever is competent (导访), which does not."""

    WAYS = [("visit", "上门"), ("phone", "电话"), ("office", "约谈"), ("net", "网络")]
    GUIDED = "guide"

    matter = _of("contacts")
    way = models.CharField("方式", max_length=10, choices=[*WAYS, (GUIDED, "导访")])
    words = models.CharField("情况", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "联系信访人"


class Inquiry(Recorded):
    """调查核实 (art. 31(6)): two people ask, the asked signs."""

    matter = _of("inquiries")
    held_at = models.DateTimeField("调查时间")
    place = models.CharField("地点", max_length=60)
    asked = models.CharField("被调查人", max_length=60)
    second = models.CharField("另一名调查人", max_length=60)
    record = models.TextField("调查记录", max_length=5000)

    class Meta(Recorded.Meta):
        verbose_name = "调查核实"


class Hearing(Recorded):
    """听证 (art. 31(6)): of what is major, complex, difficult; called in writing, then recorded."""

    matter = _of("hearings")
    held_at = models.DateTimeField("听证时间")
    place = models.CharField("地点", max_length=60)
    chair = models.CharField("主持人", max_length=60)
    people = models.CharField("参加人", max_length=300)
    told_on = models.DateField("通知日期")
    record = models.TextField("听证笔录", max_length=5000, blank=True)
    conclusion = models.CharField("听证结论", max_length=500, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "听证"


class Material(Recorded):
    """补充材料: what the petitioner is asked to bring, by when; the terms of arts. 23 and 34 run on meanwhile."""

    matter = _of("materials")
    what = models.TextField("需要补充的材料", max_length=1000, help_text="一次写全，一行一项。")
    due_on = models.DateField("补充期限")
    came_on = models.DateField("收到日期", null=True, blank=True)
    came = models.CharField("收到的材料", max_length=500, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "补充材料"


class Settlement(Recorded):
    """调解、和解协议 (art. 33): agreed in writing; when it is performed the petition ends without an opinion."""

    matter = _of("settlements")
    way = models.CharField(
        "方式", max_length=10, choices=[("mediated", "调解协议书"), ("reconciled", "和解协议书")]
    )
    agreed_on = models.DateField("签订日期")
    words = models.TextField("协议内容", max_length=2000)
    perform_by = models.DateField("履行期限")
    performed_on = models.DateField("履行日期", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "调解、和解"


class Extension(Recorded):
    """延期 (art. 34): asked by the unit, approved by the head of the organ, once and at most thirty days."""

    matter = _of("extensions")
    days = models.PositiveSmallIntegerField("延长（日）")
    reason = models.CharField("延期理由", max_length=300)
    granted = models.BooleanField("批准", null=True)
    decided_by = models.CharField("批准人", max_length=60, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "延期"


class Review(Recorded):
    """复查、复核: asked of and decided by the bodies above (arts. 35, 36); here only dates, papers and the outcome."""

    class Level(models.IntegerChoices):
        FIRST = 1, "复查"
        SECOND = 2, "复核"

    class Result(models.TextChoices):
        UPHELD = "upheld", "维持"
        CHANGED = "changed", "变更"
        REVOKED = "revoked", "撤销，自行处理"
        REDO = "redo", "责令重新处理"

    matter = _of("reviews")
    level = models.PositiveSmallIntegerField("层级", choices=Level)
    body = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, related_name="+", verbose_name="复查（复核）机关"
    )
    asked_on = models.DateField("提出日期", help_text="邮寄的，写交邮日期。")
    came_on = models.DateField("机关收到日期")
    heard_from = models.DateField("听证开始日期", null=True, blank=True)
    heard_until = models.DateField("听证结束日期", null=True, blank=True)
    decided_on = models.DateField("作出意见日期", null=True, blank=True)
    number = models.CharField("意见书文号", max_length=60, blank=True)
    result = models.CharField("结论", max_length=8, choices=Result, blank=True)
    words = models.CharField("意见要点", max_length=500, blank=True)
    served_on = models.DateField("信访人收到日期", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "复查、复核"


class UrgentReport(Recorded):
    """紧急报告 (art. 25): to each of them, to the minute, with who took it."""

    class To(models.TextChoices):
        GOVERNMENT = "government", "本级党委、政府"
        DEPARTMENT = "department", "相关主管部门"
        JOINT = "joint", "信访工作联席会议办公室"
        ABOVE = "above", "上一级信访部门"
        NATIONAL = "national", "国家信访局"

    OWED = (To.GOVERNMENT, To.DEPARTMENT, To.JOINT)

    matter = _of("urgent_reports")
    to = models.CharField("报告对象", max_length=10, choices=To)
    reported_at = models.DateTimeField("报告时间")
    receiver = models.CharField("接收人", max_length=60, help_text="单位、姓名；主管部门的写明是哪个部门。")
    words = models.CharField("报告内容", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "紧急报告"

    @classmethod
    def owed(cls, petition: Petition) -> tuple[str, ...]:
        """By whom it must be known; as petition office the town reports above and to the national bureau as well (art. 25 ¶2)."""
        return (*cls.OWED, cls.To.ABOVE, cls.To.NATIONAL) if petition.as_office else cls.OWED


class Conduct(Recorded):
    """What was done, and what was done to persuade (arts. 26, 47): facts of one day, never a label on a person."""

    class What(models.TextChoices):
        GATHERING = "1", "非法聚集，围堵、冲击，拦截车辆，堵塞交通"
        WEAPONS = "2", "携带危险物品、管制器具"
        VIOLENCE = "3", "侮辱、殴打、威胁工作人员，限制他人自由，毁坏财物"
        STAYING = "4", "滞留、滋事，弃留生活不能自理的人"
        INCITING = "5", "煽动、串联、胁迫、以财物诱使、幕后操纵，借机敛财"
        OTHER = "6", "其他扰乱公共秩序的行为"

    matter = _of("conduct")
    what = models.CharField("行为（第二十六条）", max_length=1, choices=What)
    seen_at = models.DateTimeField("发生时间")
    words = models.CharField("经过", max_length=500)
    persuaded = models.CharField(
        "劝阻、批评、教育", max_length=300, help_text="谁做了什么工作。先劝阻、批评、教育。"
    )
    police = models.CharField(
        "公安机关处置", max_length=300, blank=True, help_text="已经报警的，写时间和处置；没有的空着。"
    )

    class Meta(Recorded.Meta):
        verbose_name = "信访秩序"


class Charge(Recorded):
    """领导包案: one leader takes charge, with team, plan and day; what is to be done are tasks."""

    matter = _of("charges")
    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="包案领导")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    team = models.CharField(
        "工作专班",
        max_length=600,
        blank=True,
        help_text="按模板的，只写没有账号的人；不按模板的，写明都有谁。",
    )
    plan = models.TextField("化解方案", max_length=2000)
    due_on = models.DateField("化解期限")
    concluded_on = models.DateField("化解认定日期", null=True, blank=True)
    conclusion = models.CharField("化解认定", max_length=300, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "领导包案"


class Instruction(Recorded):
    """批示: put before a leader with a suggestion (art. 22 ¶1(1); letters, art. 18 ¶2), who answers by the next working day.
    What is put before another meanwhile stays without words.
    """

    matter = _of("instructions")
    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="报请的领导")
    opinion = models.CharField("处理建议", max_length=600)
    words = models.CharField("批示", max_length=600, blank=True)
    given_by = models.CharField("批示人", max_length=60, blank=True)
    given_at = models.DateTimeField("批示时间", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "领导批示"


class Advice(Recorded):
    """三项建议 (art. 40): improve, mend the policy, hold to account; each is answered in writing whether it is taken."""

    class About(models.TextChoices):
        IMPROVE = "improve", "改进工作建议"
        POLICY = "policy", "完善政策建议"
        ACCOUNT = "account", "追究责任建议"

    class Taken(models.TextChoices):
        WHOLLY = "wholly", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "不采纳"

    matter = _of("advice")
    number = models.PositiveSmallIntegerField("序号", default=1)
    about = models.CharField("建议", max_length=8, choices=About)
    to = models.CharField("送交单位", max_length=60)
    words = models.TextField("建议内容", max_length=2000)
    due_on = models.DateField("书面反馈期限")
    taken = models.CharField("采纳情况", max_length=6, choices=Taken, blank=True)
    reply = models.CharField("书面反馈", max_length=500, blank=True)
    replied_on = models.DateField("反馈日期", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "三项建议"


class Earlier(Recorded):
    """A visit or letter of years before this system, for a backlog (积案): history, no clock."""

    matter = _of("earlier")
    year = models.PositiveSmallIntegerField("年份")
    words = models.CharField("经过和结果", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "以前的信访"


class Care(Recorded):
    """教育疏导、帮扶救助 (arts. 27, 37): also after the end."""

    HELP = [
        ("explain", "释法明理、疏导教育"),
        ("relief", "告知、协助申请社会救助"),
        ("judicial", "司法救助"),
        ("help", "生活帮扶"),
    ]

    matter = _of("care")
    what = ArrayField(models.CharField(max_length=8, choices=HELP), verbose_name="内容")
    words = models.CharField("情况", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "疏导帮扶"
