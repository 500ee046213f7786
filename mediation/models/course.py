"""What happens in the course of a mediation: who mediates, what is told, asked and said."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.models import Party
from mediation.models.mediation import Mediation


def _of(name: str) -> models.ForeignKey:
    return models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name=name)


def _user(name: str, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=name,
        null=null,
        blank=null,
    )


class Assignment(models.Model):
    """A mediator of this matter: appointed by the head or chosen by the parties (人民调解法 art. 19)."""

    matter = _of("assignments")
    mediator = _user("调解员")
    chosen_by_parties = models.BooleanField("当事人选定", default=False)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True, blank=True)
    withdrew_for = models.CharField("回避理由", max_length=200, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "mediator"], condition=Q(until=None), name="a_mediator_is_appointed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.mediator_id}"


class Told(models.Model):
    """权利义务告知: each party is told and signs before the first session (人民调解法 arts. 23, 24)."""

    matter = _of("told")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="当事人")
    told_at = models.DateTimeField("告知时间")
    by = _user("告知人")

    class Meta:
        ordering = ("told_at", "id")
        constraints = [models.UniqueConstraint(fields=["matter", "party"], name="a_party_is_told_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.party_id}"


class Inquiry(models.Model):
    """调查: somebody is asked, something is looked at. `private`: what one side said apart is not shown to the other."""

    matter = _of("inquiries")
    at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=60)
    asked = models.CharField("被调查人", max_length=60)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当事人"
    )
    present = models.CharField("参加人", max_length=200, blank=True)
    record = models.TextField("调查记录")
    private = models.BooleanField("单独谈话，不向对方出示", default=False)
    by = _user("调查人")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"


class Evidence(models.Model):
    """证据材料."""

    matter = _of("evidence")
    name = models.CharField("名称", max_length=80)
    source = models.CharField("来源", max_length=80, help_text="谁提交的，或者从哪里调取")
    pages = models.PositiveSmallIntegerField("页数", default=1)
    received_on = models.DateField("收到日期")
    returned_on = models.DateField("退还日期", null=True, blank=True)

    class Meta:
        ordering = ("received_on", "id")

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One sitting of a mediation, as its record has it (人民调解法 arts. 20, 22, 27).

    `result` is how that sitting ended, `closed_doors` whether others were let in: what changed later stands on other papers.
    """

    class Result(models.TextChoices):
        """The boxes of the record's form."""

        SETTLED = "settled", "调解成功"
        FAILED = "failed", "调解不成"
        CONTINUED = "continued", "有待继续调解"

    matter = _of("sessions")
    held_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=60)
    attended = ArrayField(models.BigIntegerField(), verbose_name="到场的当事人和代理人", default=list)
    present = models.CharField("其他参加人", max_length=200, blank=True)
    invited = models.CharField("邀请参加人", max_length=200, blank=True, help_text="须经双方当事人同意")
    record = models.TextField("调解记录")
    checked = models.BooleanField("当事人身份已核对", default=False)
    result = models.CharField("本次结果", max_length=10, choices=Result, default=Result.CONTINUED)
    closed_doors = models.BooleanField("不公开进行", default=False)
    kept_by = _user("记录人")

    class Meta:
        ordering = ("held_at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.held_at:%Y-%m-%d}"


class Prolonging(models.Model):
    """延长调解期限: with the recorded consent of every party, to a new day; as often as all agree."""

    matter = _of("prolongings")
    until = models.DateField("延至")
    reason = models.CharField("理由", max_length=300)
    overdue = models.BooleanField("超期后延长", default=False)
    at = models.DateTimeField()
    by = _user("办理人")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.until}"


class Consent(models.Model):
    """One party's consent to a longer term, with its day (人民调解工作若干规定 art. 33)."""

    matter = _of("consents")
    prolonging = models.ForeignKey(
        Prolonging, on_delete=models.CASCADE, related_name="consents", verbose_name="延长"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="当事人")
    agreed_on = models.DateField("同意日期")

    class Meta:
        ordering = ("prolonging", "id")
        constraints = [
            models.UniqueConstraint(fields=["prolonging", "party"], name="a_party_consents_once_to_a_term")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.party_id}"


class Prevented(models.Model):
    """预防成效: what a mediation kept from happening and how many it kept from harm, written down when it happens."""

    class What(models.TextChoices):
        SUICIDE = "suicide", "防止自杀"
        CRIME = "crime", "防止民转刑"
        MASS = "mass", "防止群体性上访"
        FIGHT = "fight", "制止群体性械斗"

    matter = _of("prevented")
    what = models.CharField("成效", max_length=10, choices=What)
    people = models.PositiveIntegerField(
        "人数", help_text="kept from harm: one in despair, a crowd by its heads"
    )
    note = models.CharField("经过", max_length=300)
    at = models.DateTimeField("时间")
    by = _user("登记人")

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "what"],
                name="what_was_prevented_counts_once",
                violation_error_message="这一项已经登记过。",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="somebody_was_kept_from_harm"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.what}"
