"""Counselling as the room declares it, with its list."""

from typing import Any

from core.lists.filters import by_stage
from core.procedure.intake import Intake
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, labelled
from core.values.screen_formats import day, filled, when
from legal import clocks
from legal.counselling.forms import AskForm, AskSheet
from legal.counselling.papers import DOCUMENTS
from legal.counselling.workflow import WORKFLOW
from legal.indicators import COUNSELLED
from legal.models import Counselling

LISTING = Listing(
    label="心理服务台账",
    filters=by_stage("psych"),
    own=(Column("接案日期", 12, lambda row: row.taken_on),),
    outcome=(Column("结束日期", 12, lambda row: row.ended_on),),
    read=("taken_on", "ended_on"),
    nothing=("没有您能看的心理服务", "本人（监护人）同意的，请“心理服务登记”。"),
    start=("register_psych", "心理服务登记", "legal.consult"),
)


def brief(matter: Counselling, user: Any) -> dict[str, Any]:
    """What is asked; the notes of whoever looks, and of all others no more than that they were held."""
    rows = [
        {"on": day(one.on), "minutes": one.minutes, "words": one.words if one.by_id == user.pk else None}
        for one in matter.notes.all()
    ]
    facts = filled(
        ("由谁提出", matter.get_source_display()), ("咨询员", matter.counsellor.name if matter.counsellor else ""),
        ("接案", matter.taken_on), ("结果", matter.get_outcome_display()),
    )  # fmt: skip
    return {
        "demand": matter.demand,
        "facts": facts,
        "notes": rows,
        "dangers": [f"{when(one.at)} {one.get_of_display()}，{one.police}" for one in matter.dangers.all()],
    }


PROCEDURE = Procedure(
    kind="psych",
    label="心理服务",
    model=Counselling,
    workflow=WORKFLOW,
    clocks=(clocks.TAKE, clocks.GIVE, clocks.COUNSEL),
    documents=DOCUMENTS,
    indicators=COUNSELLED,
    panels=(Panel("legal/counselling.html", brief, brief=True),),
    labels=labelled("legal", "psych_list", "疏〔{year}〕{serial:04d}号"),
    listing=LISTING,
    intake=Intake(form=AskForm, sheet=AskSheet, receipt="legal.counselling", template="legal/counsel.html"),
    gathers=("clocks", "dangers", "exclusions"),  # the notes are not: what is gathered is not deciphered
    joins=("counsellor",),
    seen_with="legal.view",
)
