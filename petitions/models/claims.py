"""What a petition asks, one by one, and how each is answered."""

from django.db import models
from django.db.models import Q

from petitions.models.petition import Petition


class Claim(models.Model):
    """One demand (诉求): answered one by one (domain-supplement: G)."""

    matter = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="claims")
    number = models.PositiveSmallIntegerField("序号")
    words = models.CharField("诉求", max_length=500)
    kind_of = models.CharField("类别", max_length=10, choices=Petition.Kind, blank=True)
    result = models.CharField("结果", max_length=13, choices=Petition.Result, blank=True)
    split_off = models.BooleanField("已拆出另办", default=False)
    answer = models.CharField("答复", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        ordering = ("matter", "number")
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="a_claim_has_its_number"),
            models.CheckConstraint(condition=Q(answer="") ^ ~Q(result=""), name="an_answer_has_a_result"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"
