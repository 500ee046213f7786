"""Service of papers (送达): every try to bring one paper to one party, and what came of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.document import Document
from core.models.matter import Matter
from core.models.organisation import User
from core.models.person import Party
from core.models.representation import Representation
from core.privacy.fields import EncryptedTextField


class ElectronicConsent(models.Model):
    """That a party agreed to be served electronically, and where; or took it back (民事诉讼法 art. 90). The last counts."""

    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, related_name="electronic_consents", verbose_name="事项"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="当事人")
    agrees = models.BooleanField("同意电子送达")
    address = EncryptedTextField("电子送达地址", blank=True)
    given_on = models.DateField("日期")
    at = models.DateTimeField("记录时间", default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = verbose_name_plural = "电子送达同意"
        ordering = ("given_on", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.party_id} {self.given_on}"


class Service(models.Model):
    """One try to serve a paper on a party. A failed one is kept; one that served ends it for this party.

    `on`: the day on which it was signed for, left, came into the system, was published, came back, or nobody was met;
    none while a letter is on its way. `served_on`: the day from which it counts as served, none where it was not; of a
    publication it is thirty days later and may lie ahead. `number`: its place among the matter's tries; the clocks that
    start from it bear it too, where a paper goes to several (Clock.item). `turn`: which making of the paper it served,
    from 0; what is made anew is served anew.
    """

    class Way(models.TextChoices):
        """民事诉讼法 arts. 88 (direct), 89 (left), 90 (electronic), 91 (by post), 95 (by publication)."""

        DIRECT = "direct", "直接送达：本人签收"
        HOUSEHOLD = "household", "直接送达：同住的成年家属签收"
        UNIT = "unit", "直接送达：单位的法定代表人、负责收件的人签收"
        AGENT = "agent", "直接送达：法定代理人、委托代理人签收"
        LEFT = "left", "留置送达：拒绝签收"
        POST = "post", "邮寄送达"
        ELECTRONIC = "electronic", "电子送达"
        PUBLICATION = "publication", "公告送达"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="services", verbose_name="事项")
    number = models.PositiveSmallIntegerField("序号")
    paper = models.CharField("文书", max_length=40, help_text="key of its DocumentKind")
    turn = models.PositiveSmallIntegerField("第几次作出", default=0)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="已出具的文书",
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="受送达人")
    way = models.CharField("送达方式", max_length=12, choices=Way)
    sent_on = models.DateField("寄出日期", null=True, blank=True)
    on = models.DateField("日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    failed = models.CharField("没有送达的原因", max_length=120, blank=True)
    through = models.ForeignKey(
        Representation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代理人",
    )
    receiver = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField("与受送达人的关系、职务", max_length=60, blank=True)
    refused_for = models.CharField("拒签原因", max_length=120, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    witness_post = models.CharField("见证人的单位、职务", max_length=60, blank=True)
    pictured = models.BooleanField("已拍照、录像并留在住所", default=False)
    tracking = models.CharField("邮件号", max_length=40, blank=True)
    consent = models.ForeignKey(
        ElectronicConsent, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField("地点、公告的地方", max_length=120, blank=True)
    unknown = models.BooleanField("下落不明", default=False)
    words = models.CharField("备注", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="送达人")

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_service_has_its_own_number"),
            models.UniqueConstraint(
                fields=["matter", "paper", "party", "turn", "served_on"], condition=~Q(served_on=None), name="a_paper_is_served_once",
                violation_error_message="这份文书已经送达，不用再送。",
            ),
            models.UniqueConstraint(
                fields=["matter", "paper", "party", "turn"], condition=Q(on=None), name="one_letter_is_on_its_way",
                violation_error_message="这份文书已经寄出，请先登记投递结果。",
            ),
            models.CheckConstraint(
                condition=Q(on=None, way="post", served_on=None, failed="")
                | Q(on__isnull=False, served_on=None) & ~Q(failed="")
                | Q(on__isnull=False, served_on__isnull=False, failed=""),
                name="it_is_under_way_served_or_failed",
            ),
            models.CheckConstraint(
                condition=~Q(way="left") | ~Q(witness="") | Q(pictured=True), name="what_was_left_has_a_witness"
            ),
            models.CheckConstraint(
                condition=~Q(way="electronic") | Q(consent__isnull=False), name="nobody_is_served_by_wire_unasked"
            ),
            models.CheckConstraint(
                condition=~Q(way="post") | (Q(sent_on__isnull=False) & ~Q(tracking="")),
                name="a_letter_has_a_number",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.matter_id} {self.paper} {self.party_id}"

    @property
    def under_way(self) -> bool:
        """A letter of which nothing has been heard yet."""
        return self.on is None

    def counts_on(self, day: date) -> bool:
        """Is it served by this day? A publication is when its thirty days are over."""
        return self.served_on is not None and self.served_on <= day
