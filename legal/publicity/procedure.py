"""The plan of publicity as the room declares it, with its list."""

from typing import Any

from django.db.models import Q

from core.lists.filters import by_stage
from core.procedure.intake import Intake
from core.procedure.listing import ALL, Column, Listing, View
from core.procedure.paging import SOONEST
from core.procedure.procedure import Panel, Procedure, labelled
from core.values.screen_formats import filled
from legal import clocks
from legal.indicators import PUBLICITY
from legal.models import Lesson, Plan
from legal.publicity.forms import PlanForm, PlanSheet
from legal.publicity.papers import DOCUMENTS
from legal.publicity.workflow import WORKFLOW

State = Lesson.State


LISTING = Listing(
    label="普法计划台账",
    views=(
        View("open", "执行中", lambda at: Q(), live=True, order=SOONEST),
        View("late", "有逾期的", lambda at: Q(due_at__lte=at), live=True, order=SOONEST),
        ALL,
    ),
    filters=by_stage("publicity"),
    own=(
        Column("责任单位", 14, lambda row: row.unit.short_name),
        Column("年度", 8, lambda row: str(row.year)),
    ),
    read=("unit", "year"),
    related=("unit",),
    nothing=("没有这样的普法计划", "司法所给责任单位下年度计划的，请“普法计划登记”。"),
    start=("register_publicity", "普法计划登记", "legal.plan"),
)


def brief(matter: Plan, user: Any) -> dict[str, Any]:
    """Planned against done, and each event in the order of the year."""
    lessons = sorted(matter.lessons.all(), key=lambda one: (one.month, one.number))
    held = [one for one in lessons if one.state == State.HELD]
    totals = filled(
        ("计划", f"{len(lessons)} 场"), ("已开展", f"{len(held)} 场"), ("人次", sum(one.attended or 0 for one in held)),
        ("资料", f"{sum(one.leaflets or 0 for one in held)} 份"), ("经费", f"{sum(one.cost or 0 for one in held)} 元"),
        ("培训证书", f"{matter.certificates.count()} 份"), ("年度总结", matter.summary),
    )  # fmt: skip
    return {
        "demand": matter.demand, "unit": matter.unit.name, "year": matter.year, "lessons": lessons,
        "facts": totals,
    }  # fmt: skip


PROCEDURE = Procedure(
    kind="publicity",
    label="普法计划",
    model=Plan,
    workflow=WORKFLOW,
    clocks=(clocks.LESSON, clocks.SUM),
    documents=DOCUMENTS,
    indicators=PUBLICITY,
    panels=(Panel("legal/publicity.html", brief, brief=True),),
    labels=labelled("legal", "publicity_list", "普法〔{year}〕{serial:03d}号"),
    listing=LISTING,
    intake=Intake(form=PlanForm, sheet=PlanSheet, receipt="legal.publicity", template="legal/plan.html"),
    has_parties=False,
    gathers=("clocks", "lessons", "certificates", "exclusions"),
    joins=("unit",),
)
