"""The check-up as the room declares it, with its list."""

from typing import Any

from django.db.models import Q

from core.lists.filters import by_stage, one_of
from core.procedure.intake import Intake
from core.procedure.listing import ALL, OPEN, Column, Listing, View, standing
from core.procedure.paging import SOONEST
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.traits import Demand, Trait
from core.values.screen_formats import day, filled
from core.workflow import appointments
from legal import clocks
from legal.checkup.forms import BookForm, BookSheet
from legal.checkup.papers import DOCUMENTS
from legal.checkup.questions import questions
from legal.checkup.workflow import WORKFLOW
from legal.displeased import displeased
from legal.indicators import CHECKUPS
from legal.models import Checkup, Finding

S = Checkup.Status
KIND = {Finding.Colour.RED: "alarm", Finding.Colour.YELLOW: "warn", Finding.Colour.BLUE: ""}


def _red(at: Any) -> Q:
    open_ones = Finding.objects.filter(colour=Finding.Colour.RED, state__in=Finding.WAITS)
    return Q(pk__in=open_ones.values("matter"))


LISTING = Listing(
    label="法治体检台账",
    views=(
        OPEN,
        standing("visiting", "待自查、待上门", S.BOOKED, S.CHECKED),
        standing("mending", "整改中", S.MENDING),
        View("red", "红色风险没有整改", _red, live=True, order=SOONEST),
        standing("returning", "待回访", S.RETURNING),
        ALL,
    ),
    filters=by_stage("checkup", size=one_of("规模", Checkup.Size.choices)),
    own=(Column("规模", 10, lambda row: row.get_size_display()), Column("体检日期", 12, lambda row: row.visited_on)),
    outcome=(Column("风险点", 8, lambda row: "" if row.found is None else str(row.found)), Column("回访日期", 12, lambda row: row.returned_on)),
    read=("size", "visited_on", "found", "returned_on"),
    nothing=("没有这样的法治体检", "企业要体检的，请“体检预约”。"),
    start=("register_checkup", "体检预约", "legal.consult"),
)  # fmt: skip


def _said(one: Finding) -> list[str]:
    """What was found and advised, and what has become of it."""
    words = (
        ("", one.words), ("建议：", one.advice), ("企业整改：", one.report), ("核查：", one.check_words),
        ("提醒：", one.reminder), ("没有整改：", one.why),
    )  # fmt: skip
    return [f"{label}{said}" for label, said in words if said]


def brief(matter: Checkup, user: Any) -> dict[str, Any]:
    """What was asked, what the enterprise said of itself, and the findings."""
    facts = filled(
        ("上门", matter.visited_on), ("报告", matter.reported_on), ("整改完成", matter.mended_on), ("回访", matter.returned_on),
        ("服务团", matter.team), ("自查说明", matter.notes), ("上门情况", matter.visit_words), ("回访情况", matter.return_words),
        ("满意度", matter.get_satisfaction_display()),
    )  # fmt: skip
    return {
        "demand": matter.demand,
        "tags": [matter.get_size_display()],
        "facts": facts,
        "gaps": [str(one) for one in questions(matter.list_version) if one.code in matter.gaps],
        "risks": [
            {"row": one, "kind": KIND[Finding.Colour(one.colour)], "colour": one.get_colour_display(), "due": day(one.due_on), "said": _said(one)}
            for one in matter.risks
        ],
    }  # fmt: skip


PROCEDURE = Procedure(
    kind="checkup",
    label="法治体检",
    model=Checkup,
    workflow=WORKFLOW,
    clocks=clocks.OF_CHECKUP,
    documents=DOCUMENTS,
    indicators=CHECKUPS,
    panels=(Panel("legal/checkup.html", brief, brief=True), appointments.PANEL),
    categories=lambda: dict(Checkup.Size.choices),
    labels=labelled("legal", "checkup_list", "法检〔{year}〕{serial:04d}号"),
    listing=LISTING,
    intake=Intake(
        form=BookForm,
        sheet=BookSheet,
        receipt="legal.checkup_list",
        then=("self_check",),
        template="legal/book.html",
    ),
    arranges="上门体检",
    gathers=("clocks", "appointments", "findings", "exclusions"),
    traits=frozenset({Trait.SERVICE}),
    demand=lambda matter: Demand(matter.demand),
    displeased=displeased,
    seen_with="legal.view",
)
