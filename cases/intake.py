"""How the hall takes in: core.intake does what every room shares."""

from typing import Any

from django.core.cache import cache

from cases import waiting
from cases.forms import CaseSheet, RegisterForm
from cases.models import Case, Category, PetitionClass
from core.access.request import Request
from core.intake.sensitive import all_pointed_at
from core.models import Matter
from core.procedure.intake import Blank, Intake, SentIn

SEALS = Matter.Compartment


def lists() -> dict[str, Any]:
    """Suggestions: 类别, and 信访内容分类, hundreds of rows that hardly ever change, so read once in ten minutes."""
    classes = cache.get("cases.petition_classes")
    if classes is None:
        rows = PetitionClass.objects.filter(retired_on=None).select_related("parent__parent")
        classes = [(str(row), f"{row.initials} {row.parent or ''}") for row in rows]
        cache.set("cases.petition_classes", classes, 600)
    categories = [(str(row), row.initials) for row in Category.objects.filter(retired_on=None)]
    return {"categories": categories, "classes": classes}


def _ticket(request: Request, case: Any) -> None:
    """Whom a ticket called up."""
    waiting.attach(request.user, request.GET.get("ticket"), case)


INTAKE = Intake(
    form=RegisterForm,
    receipt="cases.receipt",
    rated="satisfaction",
    sheet=CaseSheet,
    then=("hand_over", "answer_on_spot"),
    blank=Blank("documents/blank.html", "cases.counter"),
    sent_in=SentIn("cases.check_online", Case.Channel.NET),
    template="cases/register.html",
    registered="cases/registered.html",
    answer="cases/_look_answer.html",
    after=_ticket,
    lists=lists,
    points_at=all_pointed_at,
    closing={SEALS.DOMESTIC_VIOLENCE: Case.Flag.DOMESTIC_VIOLENCE, SEALS.MINOR: Case.Flag.MINOR},
)
