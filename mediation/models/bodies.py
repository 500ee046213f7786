"""Who mediates: bodies with members and terms, trainings, the pool of experts. Facts only; nobody is graded."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from core.models import Area, Party, Unit
from core.privacy import phone_numbers
from core.privacy.fields import BlindIndexField, EncryptedTextField
from mediation.models.mediation import Mediation

YEARS = 3  # of a term (人民调解法 art. 9)
FEWEST, MOST = 3, 9  # members of a committee (art. 8)


class InOffice(models.QuerySet):
    """Rows with a first and a last day."""

    def current(self, on: date | None = None) -> "InOffice":
        """In office on a day; today by itself."""
        day = on or localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class BodyProfile(models.Model):
    """What is known of a mediation body beside its unit: its kind, its term, the ground it serves."""

    class Kind(models.TextChoices):
        """The bodies of the 司法部 form, in its order (domain: 2.3)."""

        VILLAGE = "village", "村人民调解委员会"
        COMMUNITY = "community", "居（社区）人民调解委员会"
        TOWN = "town", "乡镇人民调解委员会"
        STREET = "street", "街道人民调解委员会"
        ENTERPRISE = "enterprise", "企事业单位人民调解委员会"
        TRADE = "trade", "社会团体、行业性专业性人民调解委员会"
        STUDIO = "studio", "个人调解工作室"
        ELDERS = "elders", "“五老”调解组织"

    unit = models.OneToOneField(
        Unit,
        on_delete=models.PROTECT,
        related_name="mediation_body",
        limit_choices_to={"kind": Unit.Kind.MEDIATION},
        verbose_name="调解组织",
    )
    kind = models.CharField("组织类别", max_length=12, choices=Kind)
    set_up_on = models.DateField("设立日期", null=True, blank=True)
    starts_on = models.DateField("本届起", null=True, blank=True)
    ends_on = models.DateField("本届止", null=True, blank=True, help_text="每届三年")
    areas = models.ManyToManyField(
        Area, blank=True, related_name="+", verbose_name="服务区域", help_text="空着就是单位所在的区域"
    )

    class Meta:
        verbose_name = verbose_name_plural = "调解组织"
        ordering = ("unit__code",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_term_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.unit.name

    @property
    def is_committee(self) -> bool:
        return self.kind not in (self.Kind.STUDIO, self.Kind.ELDERS)

    def served(self) -> list[Area]:
        """The areas it serves."""
        return list(self.areas.all()) or [self.unit.area]

    def serves(self, path: str) -> bool:
        """Does it serve the place with this path?"""
        return any(path.startswith(area.path) for area in self.served())

    def warnings(self, on: date) -> list[str]:
        """What the law asks of its members and its term and is not so: sentences, which block nothing."""
        found = []
        if self.ends_on and self.ends_on < on:
            found.append(f"本届已于 {self.ends_on} 届满，应当换届。")
        if self.starts_on and self.ends_on and self.ends_on > _later(self.starts_on):
            found.append("一届超过三年（《人民调解法》第九条）。")
        return found + (self._of_members(on) if self.is_committee else [])

    def _of_members(self, on: date) -> list[str]:
        sitting = [one for one in self.members.all() if one.in_office(on) and one.is_elected]
        found = []
        if not FEWEST <= len(sitting) <= MOST:
            found.append(f"现有委员 {len(sitting)} 人，应当三至九人（《人民调解法》第八条）。")
        if sitting and not any(one.sex == Party.Sex.FEMALE for one in sitting):
            found.append("委员中没有妇女（《人民调解法》第八条）。")
        heads = sum(one.post == Member.Post.HEAD for one in sitting)
        if sitting and heads != 1:
            found.append(f"现有主任 {heads} 人，应当一人（《人民调解法》第八条）。")
        return found


def _one_spelling(row: "Member | Expert") -> None:
    """Put the telephone into its one spelling. ValidationError for what is none."""
    try:
        row.phone = phone_numbers.normalise_phone(row.phone) if row.phone else ""
    except ValueError as sentence:
        raise ValidationError({"phone": str(sentence)}) from None


def _later(day: date) -> date:
    """The same day when the term is over."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS, day=28)


class Member(models.Model):
    """A mediator of a body: with an account here, or only by name (人民调解法 art. 13)."""

    class Post(models.TextChoices):
        HEAD = "head", "主任"
        DEPUTY = "deputy", "副主任"
        MEMBER = "member", "委员"
        HIRED = "hired", "聘任调解员"

    body = models.ForeignKey(
        BodyProfile, on_delete=models.PROTECT, related_name="members", verbose_name="调解组织"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mediator_in",
        verbose_name="账号",
        help_text="没有账号的只写姓名",
    )
    name = models.CharField("姓名", max_length=20, blank=True, help_text="有账号的可以不写")
    phone = EncryptedTextField("联系电话", blank=True)
    phone_hash = BlindIndexField(source="phone", purpose="phone", db_index=True)
    post = models.CharField("职务", max_length=10, choices=Post, default=Post.MEMBER)
    sex = models.CharField("性别", max_length=1, choices=Party.Sex, default=Party.Sex.UNKNOWN)
    full_time = models.BooleanField("专职", default=False)
    on_payroll = models.BooleanField("国家机关、事业单位在职", default=False)
    certificate = models.CharField("调解员证号", max_length=40, blank=True)
    valid_until = models.DateField("证件有效期至", null=True, blank=True)
    fields = ArrayField(
        models.CharField(max_length=15, choices=Mediation.Dispute),
        default=list,
        blank=True,
        verbose_name="擅长的纠纷",
    )
    languages = models.CharField("语言", max_length=80, blank=True, help_text="方言、手语等，用顿号隔开")
    areas = models.ManyToManyField(
        Area, blank=True, related_name="+", verbose_name="负责区域", help_text="空着就是本组织的服务区域"
    )
    starts_on = models.DateField("任职自", default=localdate)
    ends_on = models.DateField("任职至", null=True, blank=True)

    objects = InOffice.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解员"
        ordering = ("body", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""), name="a_mediator_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_mediator_ends_after_they_start",
            ),
            models.UniqueConstraint(
                fields=["body", "user"],
                condition=Q(ends_on=None, user__isnull=False),
                name="a_mediator_is_in_a_body_once",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def holds(self, on: date) -> bool:
        """In office on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def clean(self) -> None:
        if not self.user_id and not self.name.strip():
            raise ValidationError({"name": "请选账号，或者写姓名。"})
        _one_spelling(self)
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期早于开始日期。"})

    @property
    def shown_name(self) -> str:
        return self.name or (self.user.name if self.user else "")

    @property
    def is_elected(self) -> bool:
        """One of the committee's members, not only hired by it."""
        return self.post != self.Post.HIRED

    @property
    def fields_words(self) -> str:
        return "、".join(str(Mediation.Dispute(value).label) for value in self.fields)

    @property
    def spoken(self) -> list[str]:
        return [word.strip() for word in self.languages.replace("，", "、").split("、") if word.strip()]

    def in_office(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class Training(models.Model):
    """业务培训 of a mediator (人民调解法 art. 14)."""

    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="trainings", verbose_name="调解员"
    )
    on = models.DateField("日期")
    subject = models.CharField("内容", max_length=80)
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "调解员培训"
        ordering = ("-on", "-id")
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="a_training_has_hours")]

    def __str__(self) -> str:
        return f"{self.on} {self.subject}"


class Expert(models.Model):
    """Somebody with special knowledge who may be invited with the parties' consent (art. 20)."""

    name = models.CharField("姓名", max_length=20)
    field = models.CharField("专业", max_length=60)
    organisation = models.CharField("工作单位、职称", max_length=80, blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    starts_on = models.DateField("入库日期", default=localdate)
    ends_on = models.DateField("出库日期", null=True, blank=True)

    objects = InOffice.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解专家"
        ordering = ("field", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_expert_ends_after_they_start",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        _one_spelling(self)
