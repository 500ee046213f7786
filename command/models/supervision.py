"""Supervision (督办): what is put to a unit in writing about a matter that it has not done, and letters beside it."""

from django.db import models

from core.models import Matter, Recorded, Unit, User


class Colour(models.TextChoices):
    """How urgent an order is. It belongs to the order, never to a unit or a person."""

    BLUE = "blue", "蓝色"
    YELLOW = "yellow", "黄色"
    RED = "red", "红色"

    @property
    def next(self) -> "Colour | None":
        """What follows; nothing follows red."""
        return {Colour.BLUE: Colour.YELLOW, Colour.YELLOW: Colour.RED}.get(self)


class Supervision(Matter):
    """One supervision of one matter (its parent), with all its colours; or one letter about it.

    `next_colour`, `next_why`: what is drafted and waits for a signature; empty where nothing does. The unit knows of it
    only when it is signed.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "待签发"
        ISSUED = "issued", "待签收"
        RECEIVED = "received", "待首次回复"
        WORKING = "working", "整改中"
        REPORTED = "reported", "待核查"
        SENT = "sent", "函已发出"
        ANSWERED = "answered", "待销号"
        STRUCK = "struck", "已销号"
        DROPPED = "dropped", "不督办"

    class Form(models.TextChoices):
        """What goes out. A village is ordered only in what it does for the government (村民委员会组织法 5)."""

        ORDER = "order", "督办通知单"
        REMINDER = "reminder", "提示函"
        ADVICE = "advice", "建议函"
        WARNING = "warning", "预警函"

    class Trigger(models.TextChoices):
        NOT_ACCEPTED = "not_accepted", "应受理未受理"
        NOT_HANDLED = "not_handled", "应办理未办理"
        UNLAWFUL = "unlawful", "不依法办理"
        DISPLEASED = "displeased", "群众不满意"
        RISK = "risk", "可能激化"

    form = models.CharField("文种", max_length=10, choices=Form)
    trigger = models.CharField("情形", max_length=14, choices=Trigger)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位")
    desk = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="督办单位",
        help_text="signs and checks",
    )
    work = models.CharField(
        "协助政府开展的工作", max_length=100, blank=True,
        help_text="只督办村（居）委会协助政府开展的工作，写明是哪一项；不填的，发提示函。",
    )  # fmt: skip
    reason = models.TextField(
        "事由", max_length=500, help_text="写事项哪一步没有按时、按规定办；不写人的好坏。"
    )
    demand = models.TextField("办理要求", max_length=500)
    colour = models.CharField("颜色", max_length=6, choices=Colour, blank=True)
    next_colour = models.CharField("拟发颜色", max_length=6, choices=Colour, blank=True)
    next_why = models.CharField("拟发理由", max_length=500, blank=True)
    signed_on = models.DateField("签发日期", null=True, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    answer_by = models.DateField("回复期限", null=True, blank=True)
    answer = models.CharField("回复内容", max_length=1000, blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)
    leader = models.CharField("定领导", max_length=60, blank=True, help_text="姓名和职务。")
    measures = models.TextField("定措施", max_length=500, blank=True)
    duty = models.CharField("定责任", max_length=200, blank=True, help_text="具体到人，谁做什么。")
    finish_by = models.DateField("定时限", null=True, blank=True)
    report = models.CharField("办理结果", max_length=1000, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    listed_on = models.DateField(
        "达到挂牌条件",
        null=True,
        blank=True,
        help_text="the condition; whether it is listed, the joint meeting decides",
    )
    struck_on = models.DateField("销号日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办件"

    @property
    def above(self) -> Matter:
        """The matter that is supervised."""
        assert self.parent is not None
        return self.parent

    @property
    def is_order(self) -> bool:
        return self.form == self.Form.ORDER


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name=name)


class Round(models.Model):
    """One colour as it was signed: what was asked by when, and when the unit answered."""

    matter = _of("rounds")
    colour = models.CharField("颜色", max_length=6, choices=Colour)
    why = models.CharField("理由", max_length=500)
    signed_on = models.DateField("签发日期")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="签发人")
    reply_by = models.DateField("首次回复期限")
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    replied_on = models.DateField("首次回复日期", null=True, blank=True)

    class Meta:
        verbose_name = "督办"
        ordering = ("signed_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "colour"], name="a_colour_is_signed_once",
                violation_error_message="这一颜色的督办已经签发。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.matter_id} {self.get_colour_display()}"


class Heard(Recorded):
    """听取陈述: what the unit said for itself before the colour turns red or the joint meeting decides, and the answer."""

    matter = _of("heard")
    heard_at = models.DateTimeField("听取时间")
    speaker = models.CharField("陈述人", max_length=60, help_text="姓名和职务。")
    words = models.TextField("陈述内容", max_length=2000)
    answer = models.CharField("采纳情况和理由", max_length=500)

    class Meta(Recorded.Meta):
        verbose_name = "听取陈述"


class Decision(Recorded):
    """What the joint meeting decided (信访工作条例 39)."""

    class Measure(models.TextChoices):
        TALK = "talk", "约谈"
        CIRCULAR = "circular", "通报"
        LISTED = "listed", "挂牌督办"
        RECTIFY = "rectify", "责令限期整改"
        NONE = "none", "不采取措施"

    matter = _of("decisions")
    meeting = models.ForeignKey(
        "command.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联席会议",
        help_text="在本系统召开的，选上就不用填日期和文号。",
    )  # fmt: skip
    held_on = models.DateField("会议日期")
    minutes = models.CharField("纪要文号", max_length=60)
    measure = models.CharField("措施", max_length=10, choices=Measure)
    words = models.CharField("议定内容", max_length=500)
    due_on = models.DateField("完成期限", null=True, blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "联席会议决定"
