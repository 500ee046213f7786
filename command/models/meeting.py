"""Meetings (例会、联席会议、会商研判、日调度、月分析): agenda drawn from the record, decisions that become tasks, minutes."""

from django.db import models

from core.models import Matter, Recorded, Task, Unit, User


class Meeting(Matter):
    """One meeting. Who is called sees it; what it decided is a task of it once the chair has signed the minutes."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", "待通知"
        CALLED = "called", "待开会"
        HELD = "held", "待出纪要"
        WRITTEN = "written", "纪要待签发"
        CARRYING = "carrying", "落实中"
        DONE = "done", "已办结"
        CANCELLED = "cancelled", "不开了"

    class Form(models.TextChoices):
        WEEKLY = "weekly", "例会"
        JOINT = "joint", "联席会议"
        HARD = "hard", "会商研判"
        DAILY = "daily", "日调度"
        MONTHLY = "monthly", "月分析"

    # Not by its own name, which a motion has for a meeting of villagers.
    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="office_meeting"
    )
    form = models.CharField("会议", max_length=8, choices=Form)
    begins_at = models.DateTimeField("开会时间")
    place = models.CharField("地点", max_length=60)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="主持人")
    convener = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="召集人"
    )
    called_on = models.DateField("通知日期", null=True, blank=True)
    absence = models.CharField(
        "请假、缺席说明", max_length=300, blank=True, help_text="谁请假、谁没有来、为什么；都到了的不填。"
    )
    others = models.CharField("列席", max_length=300, blank=True, help_text="姓名和单位。")
    minutes = models.TextField(
        "会议情况",
        max_length=5000,
        blank=True,
        help_text="写议了什么、各是什么意见。议定事项系统自己列入，不用再写。",
    )
    signed_on = models.DateField("签发日期", null=True, blank=True)
    signed_by = models.CharField("签发人", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议"


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name=name)


class Called(models.Model):
    """A unit that is called, and whether it came; unknown before the meeting."""

    matter = _of("called")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="参会单位")
    present = models.BooleanField("到会", null=True)

    class Meta:
        verbose_name = "参会单位"
        ordering = ("unit__code",)
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                name="a_unit_is_called_once",
                violation_error_message="这个单位已经通知过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.unit_id}"


class AgendaItem(models.Model):
    """A line of the agenda. `about`, `task`: what it was drawn from; the title is never kept here, it is read through the
    gate of whoever reads. `dropped`: why a person took it off.
    """

    class Source(models.TextChoices):
        LEFT = "left", "上次议定事项"
        OVERDUE = "overdue", "逾期"
        HARD = "hard", "挂牌、督办"
        REPEATED = "repeated", "重复反映"
        ADDED = "added", "另加"

    matter = _of("agenda")
    number = models.PositiveSmallIntegerField("序号")
    source = models.CharField("来源", max_length=8, choices=Source)
    words = models.CharField("议题", max_length=300)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="汇报单位"
    )
    about = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped = models.CharField("不议的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "议题"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "number"], name="a_line_of_an_agenda_has_its_own_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} 议题{self.number}"


class Resolution(Recorded):
    """议定事项: what a unit is to do by a day. `number`: of the task that it has become; none before the minutes are signed."""

    matter = _of("resolutions")
    item = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name="议题",
    )
    what = models.CharField("议定内容", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    due_on = models.DateField("完成期限")
    struck_at = models.DateTimeField(
        null=True, blank=True, help_text="taken out again before the minutes were signed"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "议定事项"
