"""A check-up of an enterprise (法治体检) and what was found (domain: 5.6). Colours are of findings, never of anybody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import Matter
from core.models.recorded import Recorded


def _on(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class Checkup(Matter):
    """One check-up of one enterprise, which is its party. `found`: the findings of the report."""

    class Status(models.TextChoices):
        BOOKED = "booked", "待自查"
        CHECKED = "checked", "待上门"
        VISITED = "visited", "待出报告"
        MENDING = "mending", "整改中"
        RETURNING = "returning", "待回访"
        FILED = "filed", "已归档"
        CALLED_OFF = "called_off", "已取消"
        VOIDED = "voided", "已作废"

    class Size(models.TextChoices):
        SOLE = "sole", "个体工商户"
        MICRO = "micro", "微型企业"
        SMALL = "small", "小型企业"
        MEDIUM = "medium", "中型企业"
        LARGE = "large", "大型企业"

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIRLY = "fairly", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        UNSAID = "unsaid", "未表态"

    demand = models.TextField("想了解的问题", max_length=3000)
    size = models.CharField("规模", max_length=8, choices=Size, default=Size.SMALL)
    list_version = models.CharField("自查清单版本", max_length=12, blank=True)
    gaps = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name="没有做到的")
    notes = models.CharField("自查说明", max_length=500, blank=True)
    visited_on = _on("体检日期")
    team = models.CharField("服务团", max_length=120, blank=True, help_text="律师、法律工作者的姓名和单位。")
    visit_words = models.TextField("上门情况", max_length=2000, blank=True)
    reported_on = _on("报告日期")
    found = models.PositiveSmallIntegerField("风险点", null=True, blank=True)
    mended_on = _on("整改完成日期")
    returned_on = _on("回访日期")
    return_words = models.TextField("回访情况", max_length=1000, blank=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True)

    SEARCHED = ("demand",)

    class Meta:
        verbose_name = verbose_name_plural = "法治体检"
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_on=None) ^ Q(found__isnull=False), name="a_report_counts_its_findings"
            )
        ]
        indexes = [
            models.Index(fields=["visited_on"], name="checkup_visited"),
            models.Index(fields=["reported_on"], name="checkup_reported"),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.size)

    @property
    def risks(self) -> list["Finding"]:
        """What was found and not struck out again, in its order."""
        return [one for one in self.findings.all() if one.state != Finding.State.DROPPED]


class Finding(Recorded):
    """A risk of the enterprise (风险点): how grave, what to do, by when. `number`: its clocks bear it too (Clock.item)."""

    class Colour(models.TextChoices):
        RED = "red", "红色（重大且紧急）"
        YELLOW = "yellow", "黄色（较大）"
        BLUE = "blue", "蓝色（一般）"

    class Area(models.TextChoices):
        GOVERNANCE = "governance", "公司治理"
        CONTRACT = "contract", "合同管理"
        LABOUR = "labour", "劳动用工"
        PROPERTY = "property", "知识产权"
        SAFETY = "safety", "安全生产、环保"
        DATA = "data", "个人信息、数据"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        OPEN = "open", "待整改"
        REPORTED = "reported", "待核查"
        PASSED = "passed", "已整改"
        LEFT = "left", "未整改"
        DROPPED = "dropped", "已撤掉"

    WAITS = (State.OPEN, State.REPORTED)

    matter = models.ForeignKey(Checkup, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField("序号")
    colour = models.CharField("等级", max_length=6, choices=Colour)
    area = models.CharField("类别", max_length=10, choices=Area)
    words = models.TextField("风险点", max_length=500)
    advice = models.TextField("建议", max_length=500)
    due_on = models.DateField("整改期限")
    first_due_on = _on("报告上的整改期限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    reported_on = _on("报整改日期")
    report = models.TextField("整改情况", max_length=1000, blank=True)
    checked_on = _on("核查日期")
    check_words = models.CharField("核查情况", max_length=300, blank=True)
    reminded_on = _on("提醒日期")
    reminded_of = _on("提醒的整改期限")
    reminder = models.CharField("提醒", max_length=200, blank=True)
    why = models.CharField("理由", max_length=300, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = "风险点"
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="a_finding_has_its_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.words[:30]}"
