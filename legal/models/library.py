"""What is at hand while somebody answers: articles of laws, answers that proved good, and where else to go."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import User


class Topic(models.TextChoices):
    """What a question is about; articles, kept answers and guides are found by it."""

    LABOUR = "labour", "劳动用工"
    RENT = "rent", "房屋租赁"
    FAMILY = "family", "婚姻家庭"
    SUPPORT = "support", "赡养、抚养、扶养"
    INHERITANCE = "inheritance", "继承"
    NEIGHBOUR = "neighbour", "邻里、相邻"
    INJURY = "injury", "人身损害"
    TRAFFIC = "traffic", "交通事故"
    DEBT = "debt", "借款、欠款"
    CONTRACT = "contract", "合同"
    LAND = "land", "土地、宅基地"
    CONSUMER = "consumer", "消费"
    PRIVACY = "privacy", "个人信息"
    PETITION = "petition", "信访"
    MEDIATION = "mediation", "调解、司法确认"
    AID = "aid", "法律援助"
    CRIME = "crime", "刑事"
    ADMINISTRATION = "administration", "行政处理、复议、诉讼"
    OTHER = "other", "其他"


def topics(label: str = "适用的纠纷") -> ArrayField:
    return ArrayField(
        models.CharField(max_length=14, choices=Topic), default=list, blank=True, verbose_name=label
    )


class Law(models.Model):
    """A law, regulation or judicial interpretation as its file has it. `dates`: the lines above its first article."""

    name = models.CharField("名称", max_length=120, unique=True)
    dates = models.CharField("通过、公布", max_length=300)
    source = models.CharField("文本来源", max_length=200)
    loaded_on = models.DateField("装入日期")
    digest = models.CharField(max_length=80, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "法律法规"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """《法律援助法》: as it is cited."""
        return f"《{self.name.removeprefix('中华人民共和国').removeprefix('最高人民法院')}》"


class Article(models.Model):
    """One article, word for word."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="articles", verbose_name="法律法规")
    number = models.CharField("条", max_length=20)
    order = models.PositiveSmallIntegerField("次序")
    chapter = models.CharField("章节", max_length=60, blank=True)
    text = models.TextField("条文")
    topics = topics()

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ("law", "order")
        constraints = [models.UniqueConstraint(fields=["law", "number"], name="an_article_stands_once")]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"{self.law.short}{self.number}"

    @property
    def quoted(self) -> str:
        """With its words, as it is put into an answer."""
        return f"{self.citation}：“{' '.join(self.text.split())}”"


class Reply(models.Model):
    """常用答复: an answer kept for the next who asks the same. `matter`: from which consultation; it names nobody."""

    matter = models.ForeignKey(
        "legal.Consultation", on_delete=models.PROTECT, related_name="kept", verbose_name="出自"
    )
    title = models.CharField("标题", max_length=60)
    topic = models.CharField("类别", max_length=14, choices=Topic)
    words = models.TextField("答复", max_length=3000)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="存的人")
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用答复"
        ordering = ("topic", "title")

    def __str__(self) -> str:
        return self.title


class Guide(models.Model):
    """办事指引: what to bring, where, at what cost and within what time. What no source says stays empty; what nobody else
    has compared with its source says so.
    """

    class Kind(models.TextChoices):
        NOTARY = "notary", "公证"
        FORENSIC = "forensic", "司法鉴定"
        ARBITRATION = "arbitration", "仲裁"
        COURT = "court", "法院立案"
        AID = "aid", "法律援助"

    kind = models.CharField("去向", max_length=12, choices=Kind)
    title = models.CharField("事项", max_length=60)
    where = models.CharField("到哪里办", max_length=200, blank=True)
    bring = models.TextField("带什么", max_length=1000, blank=True, help_text="一行一样。")
    cost = models.CharField("费用", max_length=300, blank=True)
    term = models.CharField("期限", max_length=400, blank=True)
    source = models.CharField("依据", max_length=200)
    source_on = models.DateField("查得日期")
    valid_from = models.DateField("施行日期", null=True, blank=True, help_text="依据从哪天起施行。")
    topics = topics()
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewed_on = models.DateField("复核日期", null=True, editable=False)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办事指引"
        ordering = ("kind", "title")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "title"], condition=Q(retired_on=None), name="a_guide_in_force_stands_once",
                violation_error_message="同一去向已有同名的办事指引，请先停用旧的。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"

    @property
    def compared(self) -> str:
        """Who else has compared it with its source."""
        if self.reviewed_by is None:
            return "还没有由第二人复核"
        return f"{self.reviewed_by.name} {self.reviewed_on:%Y-%m-%d} 复核"
