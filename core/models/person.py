"""People and organisations of a matter, how they may be reached, and who looked at them unmasked."""

from datetime import date
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.gate import VIEW, Seen
from core.models.matter import Matter
from core.models.organisation import User
from core.models.triggers import APPEND_ONLY
from core.privacy import identity_numbers, masking, phone_numbers
from core.privacy.fields import BlindIndexField, EncryptedTextField, InitialsField

# What is derived from what; save(update_fields=…) takes the right side along with the left.
_DERIVED = {
    "name": ("name_initials",),
    "id_number": ("id_hash",),
    "phone": ("phone_hash", "phone_tail_hash"),
}


class PartyQuerySet(models.QuerySet["Party"]):
    """Words for finding people by numbers that the database cannot read."""

    def visible_to(self, user: Any) -> "PartyQuerySet":
        """Of people found by their numbers or names: those of matters that the user may see."""
        return self.filter(Seen(user, of="matter__")) if VIEW in user.reach.permissions else self.none()

    def with_phone(self, text: str) -> "PartyQuerySet":
        """Parties with this phone, however it was written; none for an empty text."""
        field = Party._meta.get_field("phone_hash")
        assert isinstance(field, BlindIndexField)
        found = field.derive(text)
        return self.filter(phone_hash=found) if found else self.none()

    def update(self, **values: Any) -> int:
        """Refused for what hashes and initials are made of: an UPDATE would leave them behind."""
        if refused := sorted(_DERIVED.keys() & values.keys()):
            raise FieldError(f"set {', '.join(refused)} through save(): what is derived must follow")
        return super().update(**values)


class Party(models.Model):
    """One person or organisation in one matter. Shown masked; seen in full only with a Look.

    What leaves the house or rings a bell (call-back lists, receipts, notices) may use only the
    `safe_` methods: some people must not be reached directly, for their own safety.
    """

    class Role(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请人"
        AGENT = "agent", "代理人"
        GUARDIAN = "guardian", "法定代理人"
        OFFICER = "officer", "单位代表"
        WITNESS = "witness", "证人"
        INTERESTED = "interested", "利害关系人"
        OTHER = "other", "其他"

    class Sex(models.TextChoices):
        """GB/T 2261.1."""

        UNKNOWN = "0", "未知"
        MALE = "1", "男"
        FEMALE = "2", "女"
        UNSTATED = "9", "未说明"

    class IdKind(models.TextChoices):
        RESIDENT = "resident", "居民身份证"
        HK_MACAO = "hk_macao", "港澳居民居住证"
        TAIWAN = "taiwan", "台湾居民居住证"
        FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"
        PASSPORT = "passport", "护照"
        CREDIT_CODE = "credit_code", "统一社会信用代码"
        NONE = "none", "无证件"

    class Contact(models.TextChoices):
        OK = "ok", "可以联系"
        NEVER = "never", "不得联系"
        THROUGH = "through", "只能通过他人"

    class Capacity(models.TextChoices):
        """What a court has found of a grown person (民法典 art. 24); nobody here decides it."""

        FULL = "", "完全"
        DOUBTED = "doubted", "存疑，建议申请认定"
        LIMITED = "limited", "限制（法院认定）"
        NONE = "none", "无（法院认定）"

    SIDES = (Role.APPLICANT, Role.RESPONDENT)

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="parties", verbose_name="事项")
    role = models.CharField("身份", max_length=12, choices=Role, default=Role.APPLICANT)
    is_organisation = models.BooleanField("是单位", default=False)
    name = models.CharField("姓名或名称", max_length=60)
    name_initials = InitialsField("拼音首字母", source="name", max_length=60, db_index=True)
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    id_kind = models.CharField("证件种类", max_length=20, choices=IdKind, default=IdKind.NONE)
    id_number = EncryptedTextField("证件号码", blank=True)
    id_hash = BlindIndexField(source="id_number", purpose="id", db_index=True)
    phone = EncryptedTextField("电话", blank=True)
    phone_hash = BlindIndexField(source="phone", purpose="phone", db_index=True)
    phone_tail_hash = BlindIndexField(source="phone", purpose="phone-tail", db_index=True)
    address = EncryptedTextField("住址", blank=True)
    contact = models.CharField("联系方式限制", max_length=8, choices=Contact, default=Contact.OK)
    contact_through = EncryptedTextField("经何人联系", blank=True, help_text="姓名、与当事人的关系和电话")
    of_age = models.BooleanField(
        "已问明年满十八周岁", default=False, help_text="没有证件号码和出生日期的，办第一件有约束力的事时问"
    )
    capacity = models.CharField(
        "民事行为能力", max_length=8, choices=Capacity, default=Capacity.FULL, blank=True
    )
    capacity_ruling = EncryptedTextField("认定行为能力的判决文号", blank=True)
    earns_by = EncryptedTextField("以自己的劳动收入为主要生活来源的依据", blank=True)
    is_representative = models.BooleanField("代表人", default=False, help_text="多人来访推选，不超过五人")
    order = models.PositiveSmallIntegerField("次序", default=1)
    added_at = models.DateTimeField(
        "补充时间", null=True, blank=True, editable=False, help_text="空：随事项登记"
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ("matter", "order", "id")
        indexes = [models.Index(fields=["name"], name="party_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_organisation=False) | Q(sex="0", birth_on=None),
                name="an_organisation_has_no_sex_and_no_birthday",
            ),
            models.CheckConstraint(
                condition=Q(contact__in=["ok", "never", "through"]), name="a_contact_is_ok_never_or_through"
            ),
            models.CheckConstraint(
                condition=Q(capacity="") | Q(is_organisation=False),
                name="an_organisation_has_no_capacity_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.masked_name}"

    def save(self, *args: Any, update_fields: Any = None, **options: Any) -> None:
        """Hashes and initials are written with what they are made of (core.privacy.fields)."""
        if update_fields is not None:
            update_fields = {*update_fields, *(d for f in update_fields for d in _DERIVED.get(f, ()))}
        super().save(*args, update_fields=update_fields, **options)

    def clean(self) -> None:
        """Put numbers into their one spelling and refuse what cannot be right, field by field."""
        wrong: dict[str, str] = {}
        for name, check in (
            ("id_number", self._right_id_number),
            ("phone", phone_numbers.normalise_phone),
        ):
            if typed := getattr(self, name):
                try:
                    setattr(self, name, check(typed))
                except ValueError as sentence:
                    wrong[name] = str(sentence)
        if self.contact == self.Contact.THROUGH and not self.contact_through:
            wrong["contact_through"] = "请写明经何人联系（姓名、关系、电话）。"
        if self.birth_on and self.birth_on > timezone.localdate():
            wrong["birth_on"] = "出生日期晚于今天。"
        if self.is_organisation and self.birth_on:
            wrong["birth_on"] = "单位没有出生日期。"
        if self.is_organisation and self.sex != self.Sex.UNKNOWN:
            wrong["sex"] = "单位没有性别。"
        if wrong:
            raise ValidationError(wrong)

    def _right_id_number(self, typed: str) -> str:
        """The number in its one spelling; a citizen's number also fills sex and birthday left open."""
        if self.id_kind == self.IdKind.NONE:
            raise ValueError("填写了证件号码，请选择证件种类。")
        if self.id_kind == self.IdKind.CREDIT_CODE:
            return identity_numbers.parse_credit_code(typed)
        if self.id_kind != self.IdKind.RESIDENT:
            return identity_numbers.clean_number(typed)
        found = identity_numbers.parse_id_number(typed, timezone.localdate())
        if not self.is_organisation:
            self.sex = found.sex if self.sex in ("", self.Sex.UNKNOWN) else self.sex
            self.birth_on = self.birth_on or found.birth_on
        return found.number

    def there_on(self, day: date) -> bool:
        """Had they been registered by that day?"""
        return self.added_at is None or timezone.localdate(self.added_at) <= day

    @property
    def born(self) -> date | None:
        """The birthday: of a citizen's number, else as it was told; None where nobody knows it, and of units."""
        if self.is_organisation:
            return None
        if self.id_kind == self.IdKind.RESIDENT and self.id_number:
            try:
                return identity_numbers.parse_id_number(self.id_number, timezone.localdate()).birth_on
            except ValueError:
                return self.birth_on
        return self.birth_on

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None where no birthday is known."""
        born = self.born
        return None if born is None else identity_numbers.full_years(born, day)

    def minor_on(self, day: date) -> bool:
        """Known to be under eighteen on a day (民法典 art. 17); what nobody knows is not taken for it."""
        age = self.age_on(day)
        return age is not None and age < identity_numbers.GROWN

    @property
    def masked_name(self) -> str:
        """Of a child the surname only: 方某 (未成年人保护法 art. 103)."""
        if self.minor_on(timezone.localdate()):
            return masking.mask_minor(self.name)
        return masking.mask_name(self.name, self.is_organisation)

    @property
    def masked_id(self) -> str:
        return masking.mask_id(self.id_number)

    @property
    def masked_phone(self) -> str:
        return masking.mask_phone(self.phone)

    @property
    def masked_address(self) -> str:
        return masking.mask_address(self.address)

    def may_be_reached(self) -> bool:
        """Whether the office may call, write to or visit this party directly."""
        return self.contact == self.Contact.OK

    def safe_phone(self) -> str:
        """The number to call; 经他人：… when only through somebody; empty when not to be called."""
        if self.contact == self.Contact.THROUGH:
            return f"经他人：{self.contact_through}"
        return str(self.phone) if self.may_be_reached() else ""

    def safe_masked_phone(self) -> str:
        """The same for papers and lists that others may see: masked, without the other's name."""
        if self.contact == self.Contact.THROUGH:
            return "经他人联系"
        return self.masked_phone if self.may_be_reached() else ""

    def safe_address(self) -> str:
        """The address for letters; empty unless the party may be reached directly."""
        return str(self.address) if self.may_be_reached() else ""


class Look(models.Model):
    """Somebody saw personal data of a matter in full, and why. Rows are never changed or deleted."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="looks", verbose_name="事项")
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="looks", verbose_name="当事人"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="查看人")
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    reason = models.TextField("理由")
    what = models.CharField("查看内容", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_look_has_a_reason"),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
