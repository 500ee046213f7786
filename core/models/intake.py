"""What comes in before it is a matter: unfinished registrations, and what citizens sent in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.matter import Matter
from core.privacy.fields import EncryptedTextField


class Draft(models.Model):
    """A registration that is being typed, so that no crash of browser or server loses it.

    Encrypted, seen by its writer alone, gone with the registration or after a week. `kind`: of the procedure.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.UUIDField(unique=True)
    content = EncryptedTextField()
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.saved_at:%Y-%m-%d %H:%M}"


class OnlineIntake(models.Model):
    """What a citizen wrote on the public page. A clerk checks it before it becomes a matter.

    `kind`: of the room that gets it. `key`: of the form, so that sending twice is once. `confidential`: read by those who keep sealed matters
    alone, and sealed when it is registered.
    """

    kind = models.CharField(max_length=20)
    key = models.UUIDField(unique=True, null=True, editable=False)
    code = models.CharField("受理号", max_length=16, unique=True)
    lookup_code = EncryptedTextField("查询码")
    name = EncryptedTextField("姓名")
    phone = EncryptedTextField("电话")
    place = models.CharField("地点", max_length=80, blank=True)
    demand = EncryptedTextField("诉求")
    confidential = models.BooleanField("要求保密", default=False)
    told_open = models.BooleanField("问过是否保密，本人选择不用", default=False)
    sent_at = models.DateTimeField("提交时间")
    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_for = models.CharField("不予登记的理由", max_length=200, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    forgotten_at = models.DateTimeField("删除内容时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "网上来件"
        ordering = ("sent_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None) | (Q(matter=None) ^ Q(refused_for="")),
                name="a_checked_intake_became_a_matter_or_says_why_not",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="online_unchecked", condition=Q(checked_at=None))]

    def __str__(self) -> str:
        return self.code
