"""Help with legal aid (法律援助协助): the town checks once and hands over, the county decides."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from core.models import Matter

IN_ADVANCE = 7  # 不足七日 (法律援助法 44)
NEAR = 30  # days before a right is over, from which it is shown in red


def _on(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class Aid(Matter):
    """One application for legal aid, from the first check to the call afterwards."""

    class Status(models.TextChoices):
        CHECKING = "checking", "待初审"
        SUPPLYING = "supplying", "待补正"
        SENT = "sent", "已转交县里"
        GRANTED = "granted", "已给予，待指派"
        REFUSED = "refused", "不予援助"
        OBJECTED = "objected", "异议审查中"
        ASSIGNED = "assigned", "承办中"
        RESULTED = "resulted", "待回访"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"
        VOIDED = "voided", "已作废"

    class Subject(models.TextChoices):
        """What for (法律援助法 arts. 24, 29, 31, 33)."""

        LABOUR = "labour", "确认劳动关系、支付劳动报酬（第三十一条第五项）"
        INJURY = "injury", "工伤、交通、食品药品、医疗事故人身损害赔偿（第三十一条第七项）"
        SUPPORT = "support", "赡养费、抚养费、扶养费（第三十一条第四项）"
        WELFARE = "welfare", "社会保险待遇、社会救助（第三十一条第二项）"
        PENSION = "pension", "抚恤金（第三十一条第三项）"
        CAPACITY = "capacity", "认定公民行为能力（第三十一条第六项）"
        POLLUTION = "pollution", "环境污染、生态破坏损害赔偿（第三十一条第八项）"
        STATE = "state", "国家赔偿（第三十一条第一项）"
        VICTIM = "victim", "刑事被害人、自诉人、附带民事诉讼原告人（第二十九条）"
        DEFENCE = "defence", "刑事辩护（第二十四条）"
        RETRIAL = "retrial", "申诉、申请再审（第三十三条）"
        OTHER = "other", "其他（第三十一条第九项）"

    class NoLimit(models.TextChoices):
        """Grounds on which means do not matter (art. 32)."""

        HERO = "hero", "英雄烈士近亲属维护英雄烈士的人格权益"
        BRAVE = "brave", "因见义勇为行为主张相关民事权益"
        ACQUITTED = "acquitted", "再审改判无罪请求国家赔偿"
        ABUSED = "abused", "遭受虐待、遗弃或者家庭暴力的受害人主张相关权益"
        OTHER = "other", "法律、法规、规章规定的其他情形"

    class NoCheck(models.TextChoices):
        """Groups whose means are not checked (art. 42)."""

        NO_INCOME = "no_income", "无固定生活来源的未成年人、老年人、残疾人等特定群体"
        RELIEF = "relief", "社会救助、司法救助或者优抚对象"
        MIGRANT = "migrant", "申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员"
        OTHER = "other", "法律、法规、规章规定的其他人员"

    class Item(models.TextChoices):
        """What an application needs (arts. 40–42); which of them, says `needed`."""

        APPLICATION = "application", "法律援助申请表"
        IDENTITY = "identity", "申请人的身份证件"
        GUARDIAN = "guardian", "法定代理人的身份证件和监护关系证明"
        MANDATE = "mandate", "授权委托书和代理人的身份证件"
        MEANS = "means", "经济困难状况说明（可以由本人作诚信承诺）"
        GROUP = "group", "属于免予核查经济困难状况人员的证明材料"
        GROUND = "ground", "不受经济困难条件限制情形的证明材料"
        LABOUR = "labour", "劳动关系、拖欠报酬的证据材料"
        CASE = "case", "与申请事项有关的材料"

    class Result(models.TextChoices):
        WON = "won", "请求得到支持"
        PARTLY = "partly", "请求部分得到支持"
        SETTLED = "settled", "调解、和解"
        LOST = "lost", "请求没有得到支持"
        DEFENDED = "defended", "刑事辩护、代理办结"
        ENDED = "ended", "终止法律援助（第四十八条）"

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        FAIRLY = "fairly", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        UNREACHED = "unreached", "没有联系上"

    subject = models.CharField("申请事项", max_length=10, choices=Subject)
    demand = models.TextField("请求和事实", max_length=3000)
    no_limit = models.CharField("不受经济困难条件限制", max_length=10, choices=NoLimit, blank=True)
    no_check = models.CharField("免予核查经济困难状况", max_length=10, choices=NoCheck, blank=True)
    labour_ended_on = _on("劳动关系终止日")
    bar_on = _on("时效、期限届满日")
    preserve = models.BooleanField("需要立即申请财产保全、证据保全或者先予执行", default=False)
    checked_on = _on("初审日期")
    told_on = _on("一次性告知日期")
    missing = ArrayField(
        models.CharField(max_length=12, choices=Item), default=list, blank=True, verbose_name="缺少的材料"
    )
    missing_more = models.CharField("其他材料、需要说明的", max_length=300, blank=True)
    supply_by = _on("补充期限")
    supplied_on = _on("补充日期")
    sent_on = _on("转交日期")
    received_on = _on("县里收到日期")
    decided_on = _on("决定日期")
    refused_why = models.CharField("不予援助的理由", max_length=500, blank=True)
    objected_on = _on("提出异议日期")
    upheld_on = _on("维持决定日期")
    assigned_on = _on("指派日期")
    assignee = models.CharField("承办人员", max_length=80, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, blank=True)
    result_words = models.CharField("结果说明", max_length=500, blank=True)
    resulted_on = _on("办结日期")
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True)

    SEARCHED = ("demand",)

    class Meta:
        verbose_name = verbose_name_plural = "法律援助协助"
        constraints = [
            models.CheckConstraint(condition=~Q(demand=""), name="an_application_says_what_for"),
            models.CheckConstraint(
                condition=Q(told_on=None) ^ Q(supply_by__isnull=False), name="what_is_missing_is_told_with_a_day"
            ),
            models.CheckConstraint(
                condition=Q(refused_why="") | Q(decided_on__isnull=False), name="a_refusal_has_its_day"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["checked_on"], name="aid_checked"),
            models.Index(fields=["sent_on"], name="aid_sent"),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.subject)

    @property
    def short_subject(self) -> str:
        """Without its article."""
        return str(self.get_subject_display()).split("（")[0]

    @property
    def without_means(self) -> bool:
        """Is no form about means asked for (arts. 32, 42)?"""
        return bool(self.no_limit or self.no_check)

    @property
    def missing_words(self) -> list[str]:
        """What was told to be missing, in words."""
        return [
            *(str(self.Item(one).label) for one in self.missing),
            *([self.missing_more] if self.missing_more else []),
        ]

    def days_to_bar(self, on: date | None = None) -> int | None:
        """Days from a day (today) to the last day of the term; None where no term is known, negative when it is over."""
        return (self.bar_on - (on or localdate())).days if self.bar_on else None

    def is_urgent(self, on: date | None = None) -> bool:
        """May aid be given in advance (先行提供, art. 44)?"""
        left = self.days_to_bar(on)
        return self.preserve or (left is not None and 0 <= left < IN_ADVANCE)


def labour_bar(ended_on: date) -> date:
    """The day on which the year after the end of labour is over (劳动争议调解仲裁法 27)."""
    try:
        return ended_on.replace(year=ended_on.year + 1)
    except ValueError:  # 29 February
        return ended_on.replace(year=ended_on.year + 1, day=28)
