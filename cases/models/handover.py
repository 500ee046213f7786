"""Hand-overs (转办): to a lead unit and to units that help; what leaders said; longer terms asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from core.models import Unit


class Handover(models.Model):
    """One hand-over to one unit: what it is to do, signed by whom, what came of it.

    A case has at most one running lead (主办); others help (协办), each with its own part, term and answer.
    """

    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    lead = models.BooleanField("主办", default=True)
    part = models.CharField("分工", max_length=200, blank=True)
    note = models.CharField("转办意见", max_length=500, blank=True)
    binding = models.BooleanField("不得再退", default=False, help_text="退回没有同意，或由中心主任指定")
    handed_at = models.DateTimeField("转办时间")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField("协办答复", blank=True)
    answered_at = models.DateTimeField("协办答复时间", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    returned_for = models.CharField("退回理由", max_length=300, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("handed_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at=None, lead=True), name="one_lead_runs_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(ended_at=None), name="a_unit_is_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) ^ Q(signed_by__isnull=False), name="a_signature_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(returned_for="") | Q(ended_at__isnull=False),
                name="a_returned_hand_over_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="a_helper_s_answer_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} → {self.unit_id}"


class Instruction(models.Model):
    """批示: a leader's words on a case, on screen or on paper; `given_by` is whose they are."""

    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="instructions")
    words = models.CharField("批示", max_length=500)
    given_by = models.CharField("批示人", max_length=60)
    given_at = models.DateTimeField("批示时间")
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("given_at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.given_by}"


class CallBack(models.Model):
    """回访, each time the visitor was asked: at once when the answer was given, later by the first contact, or with
    the result that it is done once more. The paper of it is made from these rows.
    """

    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField("回访时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    way = models.CharField("方式", max_length=10, blank=True)
    rating = models.CharField("评价", max_length=12, choices=Case.Satisfaction)
    words = models.CharField("情况", max_length=500, blank=True)
    reopened = models.BooleanField("重办", default=False)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.rating}"


class Extension(models.Model):
    """申请延期: asked for by the lead unit, decided by the centre's director."""

    matter = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长（日）")
    reason = models.CharField("理由", max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField("同意", null=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(granted=None), name="one_extension_is_asked_for_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(granted=True), name="a_case_is_extended_once"
            ),
            models.CheckConstraint(
                condition=Q(granted=None) ^ Q(decided_at__isnull=False), name="a_decision_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} +{self.days}"
