"""A petition (信访事项): what came, in which part the town acts, how it is sorted, and what came of it."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import Matter, OutsideBody, Unit, User


def _on(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


def _user(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Petition(Matter):
    """One matter of one letter, call or visit. A letter with demands of several kinds is several petitions under one code
    (Matter.split_from): each has its own kind, way, part and label.
    """

    class Status(models.TextChoices):
        REGISTERED = "registered", "待分类"
        ON_LADDER = "on_ladder", "代办"
        OBJECTED = "objected", "异议待复"
        TRANSFERRED = "transferred", "已转送交办"
        STUDYING = "studying", "研究论证"
        TO_HAND_OVER = "to_hand_over", "待移送"
        TO_ACCEPT = "to_accept", "待受理"
        TO_TELL = "to_tell", "待告知"
        ACCEPTED = "accepted", "办理中"
        BELOW = "below", "转入其他程序"
        AGREED = "agreed", "协议履行中"
        CHECKING = "checking", "待合法性审核"
        SIGNING = "signing", "待签发"
        TO_SERVE = "to_serve", "待送达"
        SERVED = "served", "待复查"
        IN_REVIEW = "in_review", "复查中"
        REVIEWED = "reviewed", "待复核"
        IN_SECOND = "in_second", "复核中"
        ENDED = "ended", "已终结"
        ARCHIVED = "archived", "已归档"
        TOLD = "told", "已书面告知"
        SENT = "sent", "已转送"
        RETURNED = "returned", "已交还"
        REPLIED = "replied", "已回复"
        HANDED_OVER = "handed_over", "已移送"
        ON_FILE = "on_file", "登记存查"
        VOIDED = "voided", "已作废"

    class Channel(models.TextChoices):
        """信访形式 (信访工作条例 art. 17)."""

        VISIT = "visit", "来访"
        LETTER = "letter", "来信"
        NET = "net", "网上信访"
        PHONE = "phone", "来电"
        FAX = "fax", "传真"
        HALL = "hall", "大厅转入"

    class Part(models.TextChoices):
        """In which part the town acts: as petition office (art. 22), as the unit (art. 23), or both."""

        UNIT = "unit", "作为有权处理的机关（第二十三条）"
        OFFICE = "office", "作为信访部门（第二十二条）"
        BOTH = "both", "两者都是"

    class Source(models.TextChoices):
        DIRECT = "direct", "直接提出"
        FORWARDED = "forwarded", "上级转送"
        ASSIGNED = "assigned", "上级交办"

    class Kind(models.TextChoices):
        """三大类 (arts. 29–31)."""

        SUGGESTION = "suggestion", "建议意见"
        ACCUSATION = "accusation", "检举控告"
        APPEAL = "appeal", "申诉求决"

    class Way(models.TextChoices):
        """Six ways of art. 31."""

        LEGAL = "1", "（一）诉讼、复议、检察监督、公安程序"
        ARBITRATION = "2", "（二）仲裁"
        PARTY = "3", "（三）党员申诉、申请复审"
        ADMINISTRATIVE = "4", "（四）行政复议、裁决、确认、许可、处罚等行政程序"
        PROTECTION = "5", "（五）申请查处违法行为、履行保护职责"
        PETITION = "6", "（六）听取陈述、调查核实、出具处理意见书"

    class Field(models.TextChoices):
        """涉及领域 (art. 41(1)): the first level of 信访内容分类."""

        TOWN = "01", "城乡建设"
        PARTY = "02", "党务政务"
        LAND = "03", "国土资源"
        ENVIRONMENT = "04", "环境保护"
        DISCIPLINE = "05", "纪检监察"
        TRANSPORT = "06", "交通运输"
        ECONOMY = "07", "经济管理"
        SCIENCE = "08", "科技与信息产业"
        CIVIL = "09", "民政"
        FARMING = "10", "农村农业"
        TRADE = "11", "商贸旅游"
        HEALTH = "12", "卫生计生"
        JUSTICE = "13", "政法"
        EDUCATION = "14", "教育文体"
        LABOUR = "15", "劳动和社会保障"
        OTHER = "99", "其他"

    class Fact(models.TextChoices):
        """Facts about the visit or the matter (domain: 1.6, 1.11); none about the person."""

        JOINT = "joint", "联名"
        ABOVE = "above", "越级"
        JUDICIAL = "judicial", "涉法涉诉"
        SEVERAL = "several", "三跨三分离"
        REVIEW_ASKED = "review_asked", "已申请行政复议"
        ARBITRATED = "arbitrated", "已申请仲裁"
        SUED = "sued", "法院已受理"

    class Refusal(models.TextChoices):
        """不予受理、不再受理 (domain: 1.5)."""

        NOT_OURS = "not_ours", "不属于本机关、单位职权范围（第二十三条第一款）"
        IN_HAND = "in_hand", "同一信访事项已经受理或者正在办理，尚在规定期限内（第十九条第三款）"
        NO_REVIEW = "no_review", "已有处理意见，逾期没有请求复查、复核（第三十五条、第三十六条）"
        FINAL = "final", "已经复核，仍以同一事实和理由提出，不再受理（第三十六条第三款）"

    class Result(models.TextChoices):
        """What the opinion says (art. 32)."""

        SUPPORTED = "supported", "予以支持"
        PARTLY = "partly", "部分支持"
        EXPLAINED = "explained", "解释说明"
        NOT_SUPPORTED = "not_supported", "不予支持"

    class Adopted(models.TextChoices):
        """What became of a suggestion (art. 29)."""

        WHOLLY = "wholly", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "不采纳"

    class Ground(models.TextChoices):
        """Why it ended (domain: 1.2 P13)."""

        SECOND_REVIEW = "second_review", "复核意见已送达"
        NO_REVIEW = "no_review", "期满没有请求复查"
        NO_SECOND = "no_second", "期满没有请求复核"
        PERFORMED = "performed", "调解、和解协议已履行"
        WITHDRAWN = "withdrawn", "信访人自愿撤回"
        UNREACHABLE = "unreachable", "姓名、住址不清，无法送达"

    class Rating(models.TextChoices):
        GOOD = "good", "满意"
        FAIR = "fair", "基本满意"
        BAD = "bad", "不满意"

    matter_ptr = models.OneToOneField(
        Matter, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="+"
    )
    channel = models.CharField("信访形式", max_length=8, choices=Channel, default=Channel.VISIT)
    part = models.CharField("本镇身份", max_length=6, choices=Part, default=Part.UNIT)
    part_basis = models.CharField(
        "县里指定文号", max_length=60, blank=True, help_text="作为信访部门的，写明县里书面指定的文号。"
    )
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.DIRECT)
    sender = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转送、交办单位"
    )  # fmt: skip
    sender_number = models.CharField("转送、交办文号", max_length=60, blank=True)
    sender_on = _on("上级收到日期")
    report_by = _on("要求反馈日期")
    demand = models.TextField("诉求")
    place = models.CharField("详细地点", max_length=80, blank=True)
    head_count = models.PositiveIntegerField("人数", default=1)
    unreachable = models.BooleanField(
        "姓名（名称）、住址不清", default=False, help_text="登记存查，不用书面告知（第二十三条第二款）。"
    )
    facts = ArrayField(
        models.CharField(max_length=14, choices=Fact), default=list, blank=True, verbose_name="情形"
    )
    threat = models.CharField(
        "扬言", max_length=300, blank=True, help_text="照原话：说了什么，对谁说，何时。只记事实。"
    )
    urgent = models.BooleanField("重大、紧急", default=False)
    repeated = models.BooleanField("登记时关联了以前的事项", default=False)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by", verbose_name="同一事项的上一件"
    )  # fmt: skip
    repeats_outside = models.PositiveSmallIntegerField("上级、其他机关以前登记的次数", default=0)
    national_number = models.CharField("国家信访信息系统编号", max_length=40, blank=True)
    national_on = _on("录入国家系统日期")
    national_by = _user("录入人")
    kind_of = models.CharField("类别", max_length=10, choices=Kind, blank=True)
    way = models.CharField("办理途径", max_length=1, choices=Way, blank=True)
    field = models.CharField("涉及领域", max_length=2, choices=Field, blank=True)
    sorted_at = models.DateTimeField("分类时间", null=True, blank=True)
    told_body = models.CharField("有权处理的机关", max_length=60, blank=True)
    told_where = models.CharField("地址、电话", max_length=120, blank=True)
    told_term = models.CharField("提出的期限", max_length=120, blank=True)
    told_why = models.CharField("说明", max_length=500, blank=True)
    ways = models.TextField("救济途径", blank=True)
    refusal = models.CharField("不予受理情形", max_length=10, choices=Refusal, blank=True)
    accepted_on = _on("受理日期")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    major = models.BooleanField("重大、复杂、疑难", default=False)
    found = models.TextField("查明的事实", blank=True)
    result = models.CharField("处理结果", max_length=13, choices=Result, blank=True)
    opinion = models.TextField("处理意见", blank=True)
    basis = models.TextField("依据", blank=True)
    drafted_by = _user("拟稿")
    checked_by = _user("合法性审核")
    signed_by = _user("签发")
    signed_on = _on("签发日期")
    adopted = models.CharField("采纳情况", max_length=6, choices=Adopted, blank=True)
    replied_on = _on("回复日期")
    performed_on = _on("落实日期")
    performance = models.CharField("落实情况", max_length=500, blank=True)
    ground = models.CharField("终结依据", max_length=13, choices=Ground, blank=True)
    ended_on = _on("终结日期")
    backlog_on = _on("列为积案日期")
    backlog_why = models.CharField("列为积案理由", max_length=200, blank=True)
    rating_office = models.CharField("对信访部门评价", max_length=4, choices=Rating, blank=True)
    rating_unit = models.CharField("对责任单位评价", max_length=4, choices=Rating, blank=True)
    rated_on = _on("评价日期")
    source_key = models.CharField("导入编号", max_length=80, blank=True)
    late_before = models.BooleanField("导入时已超过法定期限", default=False)

    SEARCHED = ("demand", "place", "opinion")
    NOT_OURS_TO_TELL = "政法部门、纪检监察机关按有关规定告知（第二十三条第四款）"

    class Meta:
        verbose_name = verbose_name_plural = "信访事项"
        constraints = [
            models.CheckConstraint(condition=~Q(demand=""), name="a_petition_has_a_demand"),
            models.CheckConstraint(
                condition=Q(part="unit") | ~Q(part_basis=""), name="a_petition_office_is_named_in_writing"
            ),
            models.CheckConstraint(
                condition=Q(source="direct") ^ Q(sender__isnull=False), name="what_was_sent_has_a_sender"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on=None) | Q(way="6", kind_of="appeal"),
                name="only_what_goes_by_way_six_is_accepted",
            ),
            models.CheckConstraint(
                condition=Q(way="") | Q(kind_of="appeal"), name="only_an_appeal_has_a_way"
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | (~Q(opinion="") & ~Q(result="")), name="a_signed_opinion_has_words"
            ),
            models.UniqueConstraint(
                fields=["national_number"], condition=~Q(national_number=""), name="a_national_number_is_entered_once",
                violation_error_message="这个国家系统编号已经登记在另一件上，请核对。",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="an_imported_petition_is_stored_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["kind_of", "way"], name="petition_by_kind"),
            models.Index(fields=["channel"], name="petition_by_channel"),
            models.Index(fields=["rated_on"], name="petition_by_rating", condition=Q(rated_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def about(self) -> str:
        return str(self.kind_of)

    @property
    def as_office(self) -> bool:
        """Does the town sort and transfer it as petition office (art. 22)?"""
        return self.part in (self.Part.OFFICE, self.Part.BOTH)

    @property
    def as_unit(self) -> bool:
        """Does the town owe the written notice of art. 23?"""
        return self.part in (self.Part.UNIT, self.Part.BOTH)

    @property
    def owes_notice(self) -> bool:
        """Art. 23 ¶¶2–4: not where name or address is unclear, none of ours for accusations."""
        return self.as_unit and not self.unreachable and self.kind_of != self.Kind.ACCUSATION

    @property
    def is_group(self) -> bool:
        """集体访: five or more on one matter (domain: 1.6)."""
        return self.head_count >= 5

    @property
    def sent_down(self) -> bool:
        return self.source != self.Source.DIRECT

    @property
    def closed_on(self) -> date | None:
        return self.ended_on or (self.closed_at.date() if self.closed_at else None)

    @property
    def anew(self) -> int:
        """How often a review has ordered it to be handled and decided anew (arts. 35, 36)."""
        return sum(row.result == row.Result.REDO for row in self.reviews.all())

    def own_claims(self) -> list[Any]:
        """Its demands, without those that were split off."""
        return [claim for claim in self.claims.all() if not claim.split_off]

    def unanswered(self) -> list[Any]:
        """Demands to which no answer has been written."""
        return [claim for claim in self.own_claims() if not claim.answer]

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.national_number]
