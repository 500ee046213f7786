"""Pay by what was done (补贴): the town's rates, and sheets of lines that are drawn from facts and checked."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core.models.matter import Matter
from core.models.organisation import User

SPEED = re.compile(r"快|速|提前|当日|当天|即日|率先|限时|\d+\s*(?:日|天|小时|个工作日)(?:内|以内|之内)")
YIELDING = re.compile(r"让步|放弃|撤回|撤诉|撤访|息访|息诉|不再上访|不再反映|不起诉|满意")
BY_SPEED = "标准不能按办得快慢定：快不快，不影响补贴。"
BY_YIELDING = "标准不能以当事人让步、放弃、撤回、满意为条件。"


class PayRate(models.Model):
    """补贴标准: how much for what (core.pay.rates.whats), by which document. There is no column for speed or for what a party
    gave up, and no words may bring it in.
    """

    what = models.CharField("发给什么", max_length=40)
    amount = models.DecimalField("标准（元）", max_digits=8, decimal_places=2)
    number = models.CharField("文号", max_length=60, help_text="定这个标准的文件。")
    note = models.CharField("说明", max_length=200, blank=True)
    without_payroll = models.BooleanField(
        "在编人员不发", default=False, help_text="文件写明国家机关、事业单位在职人员不发的才勾。"
    )
    valid_from = models.DateField("施行日期")
    valid_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补贴标准"
        ordering = ("what", "-valid_from")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_rate_is_above_nothing",
                violation_error_message="标准要大于零。"),
            models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="a_rate_ends_after_it_starts",
                violation_error_message="停用日期早于施行日期。"),
            models.UniqueConstraint(fields=["what", "valid_from"], name="one_rate_a_day",
                violation_error_message="这一天已经有这一项的标准。"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.amount} 元"

    def clean(self) -> None:
        for name in ("note", "number"):
            for pattern, sentence in ((SPEED, BY_SPEED), (YIELDING, BY_YIELDING)):
                if pattern.search(getattr(self, name)):
                    raise ValidationError({name: sentence})

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class PaySheet(Matter):
    """发放表 of one stretch of days. Its kind is its procedure's (core.pay.procedure.pay_sheet_of)."""

    class Status(models.TextChoices):
        DRAWN = "drawn", "待核对"
        RETURNED = "returned", "待改"
        CHECKED = "checked", "待发放"
        PAID = "paid", "已发放"
        VOIDED = "voided", "已作废"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    first = models.DateField("起")
    last = models.DateField("止")
    total = models.DecimalField("合计（元）", max_digits=10, decimal_places=2)
    left_out = models.JSONField("没有列的", default=dict, help_text="why → how many")
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人"
    )
    checked_on = models.DateField("核对日期", null=True, blank=True)
    paid_on = models.DateField("发放日期", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)

    SEARCHED = ()

    class Meta:
        verbose_name = verbose_name_plural = "发放表"
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) ^ Q(checked_on__isnull=False),
                name="a_checked_sheet_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | ~Q(voucher=""), name="what_was_paid_has_a_voucher"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_title


class PayLine(models.Model):
    """One thing that was done and what is paid for it. `key`: the thing, which no two live lines share."""

    matter = models.ForeignKey(
        PaySheet, on_delete=models.CASCADE, related_name="lines", verbose_name="发放表"
    )
    number = models.PositiveSmallIntegerField("序号")
    key = models.CharField("哪一件", max_length=40)
    about = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="事项")
    payee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="领取人")
    what = models.CharField("做了什么", max_length=40)
    words = models.CharField("内容", max_length=120)
    on = models.DateField("日期")
    rate = models.ForeignKey(PayRate, on_delete=models.PROTECT, related_name="+", verbose_name="标准")
    amount = models.DecimalField("金额（元）", max_digits=8, decimal_places=2)
    struck = models.CharField("划去的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发放明细"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_pay_line_has_its_number"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(struck=""),
                name="nothing_is_paid_twice",
                violation_error_message="这一件已经列进别的发放表。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.payee.name} {self.words} {self.amount} 元"
