"""What incidents are about, and who is in charge of it: the kinds of incidents and 履职事项清单 (domain-supplement: H)."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from core.models import OutsideBody, Unit
from core.privacy.fields import InitialsField


class DutyItemQuerySet(models.QuerySet["DutyItem"]):
    def in_force(self, day: date) -> "DutyItemQuerySet":
        """The items of a day, each in its newest version."""
        valid = self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
        return valid.filter(pk__in=valid.order_by("code", "-version").distinct("code").values("pk"))


class DutyItem(models.Model):
    """An item of the list of duties, in one version. An item that an incident was handled by never changes: the next
    list is a new version of the same code, from its day on.
    """

    class Part(models.TextChoices):
        OWN = "own", "基本履职"
        SHARED = "shared", "配合履职"
        TAKEN_BACK = "taken_back", "上级部门收回"

    code = models.CharField("事项编号", max_length=12)
    version = models.PositiveSmallIntegerField("版本", default=1)
    name = models.CharField("履职事项", max_length=80)
    part = models.CharField("清单", max_length=10, choices=Part)
    lead = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县级牵头（承接）部门",
        help_text="配合履职的写牵头部门，收回的写承接部门。",
    )  # fmt: skip
    share = models.CharField("镇里配合的职责", max_length=300, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)
    valid_from = models.DateField("起用日期")
    valid_until = models.DateField("停用日期", null=True, blank=True)

    objects = DutyItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职事项"
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="an_item_has_a_version_once"),
            models.CheckConstraint(
                condition=Q(part="own") | Q(lead__isnull=False), name="what_the_county_leads_names_who",
                violation_error_message="配合履职、收回的事项要写明县级部门。",
            ),
            models.CheckConstraint(
                condition=~Q(part="shared") | ~Q(share=""), name="what_is_shared_says_the_share",
                violation_error_message="配合履职的事项要写明镇里配合的职责。",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="items_keep_what_was_handled_by_them",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.code, OLD.version, OLD.name, OLD.part, OLD.lead_id, OLD.share, OLD.basis, OLD.valid_from) IS DISTINCT FROM"
                    " (NEW.code, NEW.version, NEW.name, NEW.part, NEW.lead_id, NEW.share, NEW.basis, NEW.valid_from))"
                ),
                func="IF EXISTS (SELECT FROM grid_incident i WHERE i.item_id = OLD.id) THEN"
                " RAISE EXCEPTION 'an item that an incident was handled by keeps its words'; END IF; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def shared(self) -> bool:
        return self.part == self.Part.SHARED

    @property
    def taken_back(self) -> bool:
        return self.part == self.Part.TAKEN_BACK


class IncidentKind(models.Model):
    """A kind of incident, data of the town: its class, the level that it has if nobody says otherwise, the item of the
    list of duties that it falls under, and the town's unit that usually handles it and is told at once of level I.
    """

    class Class(models.TextChoices):
        """The first level of the tree (domain: 3.5)."""

        CITY = "01", "城市管理"
        HEALTH = "02", "公共卫生"
        ENVIRONMENT = "03", "生态环保"
        SERVICE = "04", "政府服务"
        DISASTER = "05", "灾害"
        SAFETY = "06", "安全应急"
        WELFARE = "07", "社会保障"
        OPINION = "08", "舆情"
        MARKET = "09", "市场监管"
        TRAFFIC = "10", "交管交安"
        DISPUTE = "11", "矛盾纠纷"
        CULTURE = "12", "文教旅"
        JUSTICE = "13", "司法"

    class Level(models.TextChoices):
        """How fast (domain: 3.3)."""

        I = "1", "Ⅰ级 紧急"  # noqa: E741 (the sign that everybody uses)
        II = "2", "Ⅱ级 重要"
        III = "3", "Ⅲ级 一般"
        IV = "4", "Ⅳ级 服务"

    code = models.CharField("代码", max_length=4, primary_key=True)
    name = models.CharField("名称", max_length=40)
    first = models.CharField("一级分类", max_length=2, choices=Class)
    level = models.CharField("默认级别", max_length=1, choices=Level, default=Level.III)
    item = models.ForeignKey(
        DutyItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="履职事项"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="镇内承办单位",
        help_text="派遣时先带出；Ⅰ级的登记时就通知。",
    )  # fmt: skip
    initials = InitialsField(source="name", max_length=40)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "网格事件类型"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def item_on(self, day: date) -> DutyItem | None:
        """The version of its item that is in force on a day; None where the list has none then."""
        if self.item is None:
            return None
        return DutyItem.objects.in_force(day).filter(code=self.item.code).select_related("lead").first()
