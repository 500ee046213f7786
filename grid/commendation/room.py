"""Commendations as a procedure: life as a table, page, papers, list and numbers; what they bring into the room."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage
from core.models.matter import NEVER_CLOSED
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, on_own_day
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.room import Entry
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    RETURNS,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    just,
)
from core.values.screen_formats import day, filled
from core.workflow import record_steps
from core.workflow.forms import ReasonForm
from grid import objections
from grid.commendation import clocks, forms, steps
from grid.commendation.steps import EXAMINE, is_honoured
from grid.models import Commendation

S = Commendation.Status
COMMEND, SIGN = "grid.commend", "grid.commend_sign"
RULES = clocks.RULES

STAGES = (
    Stage(S.DRAFT, "起草", "起草", "综治中心", (clocks.POST,)),
    Stage(S.POSTED, "公示中", "公示", "综治中心", (clocks.SIGN, clocks.EXAMINE)),
    Stage(S.SIGNED, "已表彰", "表彰", "领导"),
    Stage(S.DROPPED, "不表彰了", "不表彰", "综治中心"),
)
# fmt: off
DRAFT = Transition("draft_commendation", "拟表彰", frozenset(), S.DRAFT, anybody(COMMEND), steps.draft, forms.DraftForm, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.POST,)), words=Words("已起草，请核对后“公示”。", note="写事迹，不分等次、不评星，不凭件数、积分。", basis=RULES))
TRANSITIONS = (
    Transition("write_commendation", "修改文字", {S.DRAFT}, None, anybody(COMMEND), steps.write, forms.DraftForm, closed=NEVER_CLOSED,
        words=Words("文字已保存。改完请“公示”。")),
    Transition("post_commendation", "公示", {S.DRAFT}, S.POSTED, anybody(COMMEND), steps.post, objections.EndForm, (steps.it_was_changed,), closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.POST,), starts=(clocks.SIGN, clocks.EXAMINE)), paper=Paper("grid.commendation_notice", issued=True),
        words=Words("公示已开始，请打印公示张贴。", basis=RULES)),
    Transition("object_commendation", "登记异议", {S.POSTED}, None, anybody("grid.view"), steps.object_to, forms.ObjectForm,
        (objections.they_may_object,), closed=NEVER_CLOSED, show=QUIET, clocks=Clocks(starts=(clocks.EXAMINE,)),
        words=Words("异议已登记，由拟表彰以外的人核查。", note="谁都可以提，来人、来电的由接待的人登记。")),
    Transition("examine_objection", "核查异议", {S.POSTED}, (None, S.DRAFT), anybody(EXAMINE), steps.examine, forms.ExamineForm,
        (objections.one_waits, objections.by_another, steps.not_of_oneself), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE | RETURNS,
        clocks=Clocks(meets=(clocks.EXAMINE,), cancels=(clocks.SIGN, clocks.EXAMINE), starts=(clocks.POST,)),
        words=Words({S.POSTED: "异议不成立，继续公示。", S.DRAFT: "异议成立，公示已撤回，请修改后重新公示，或者不表彰。"}, basis=RULES)),
    Transition("sign_commendation", "签发表彰", {S.POSTED}, S.SIGNED, anybody(SIGN), steps.sign, None,
        (objections.by_another, objections.the_term_is_over, objections.all_are_decided), closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.SIGN,)), paper=Paper("grid.commendation", issued=True), words=Words("表彰已签发，请打印表彰通报。", basis=RULES)),
    Transition("drop_commendation", "不表彰了", {S.DRAFT, S.POSTED}, S.DROPPED, anybody(COMMEND), just, ReasonForm, closed=NEVER_CLOSED,
        show=ASIDE | DANGER, words=Words("已记下不表彰的理由。")),
)
# fmt: on
WORKFLOW = Workflow(
    "commendation",
    DRAFT,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.SIGNED, S.DROPPED}),
    road=(S.DRAFT, S.POSTED, S.SIGNED),
    captions={"signed_by": "签发人", "objection": "异议"},
)  # fmt: skip


def brief(commendation: Commendation, user: Any) -> Mapping[str, Any]:
    facts = filled(
        ("表彰谁", commendation.honoured),
        ("异议截止", commendation.objections_by and day(commendation.objections_by)),
        ("签发", commendation.signed_on and f"{day(commendation.signed_on)} {commendation.signed_by}"),
    )
    return {"words": [("事迹", commendation.reasons)], "facts": facts}


def said_against(commendation: Commendation, user: Any) -> Mapping[str, Any]:
    """Who objected and what was said is for those who examine and sign, never for who is honoured; all read what came of it."""
    told = (user.has_perm(EXAMINE) or user.has_perm(SIGN)) and not is_honoured(commendation, user)
    rows = list(commendation.objections.select_related("by"))
    for row in rows if not told else ():
        row.who = row.words = ""
        row.by = None
    return {"records": [("表彰异议", record_steps.lines(rows))] if rows else []}


def _letter(
    commendation: Commendation, heading: str, decision: str, rest: list[tuple[str, list[str]]], **more: Any
) -> dict[str, Any]:
    return {
        "mark": "", "heading": heading, "to": "各村（社区）、各单位",
        "lead": f"{decision}表彰{commendation.honoured}为“{commendation.title}”{'，现予公示' if rest else ''}。",
        "sections": [("一、事迹" if rest else "", commendation.reasons.splitlines()), *rest], "code": commendation.number, "phone": settings.TOWN["phone"], **more,
    }  # fmt: skip


def notice(commendation: Commendation) -> Mapping[str, Any]:
    first, last = say.day(commendation.posted_on), say.day(commendation.objections_by)
    rest = [
        (
            "二、异议",
            [
                f"公示期从{first}到{last}。有异议的，请在公示期内向本中心提出，电话{settings.TOWN['phone']}，当面、来信都可以，不愿具名的也受理。"
            ],
        )
    ]
    return _letter(commendation, "表彰公示", "根据本镇评优表彰办法，拟", rest, on=first,
        signed_by=commendation.first_contact.name)  # fmt: skip


def award(commendation: Commendation) -> Mapping[str, Any]:
    return _letter(
        commendation,
        "表彰通报",
        "经公示，决定",
        [],
        on=say.day(commendation.signed_on),
        signed_by=commendation.signed_by,
    )


DOCUMENTS = (
    DocumentKind("grid.commendation_notice", "表彰公示", "documents/official_letter.html", notice, number="{short}表示〔{year}〕{serial}号",
        permission="grid.view", statuses=frozenset({S.POSTED}), compartments=frozenset()),
    DocumentKind("grid.commendation", "表彰通报", "documents/official_letter.html", award, number="{short}表〔{year}〕{serial}号",
        permission="grid.view", statuses=frozenset({S.SIGNED}), compartments=frozenset()),
)  # fmt: skip
LISTING = Listing(
    label="评优表彰台账",
    filters=by_stage("commendation"),
    own=(
        Column("表彰谁", 24, lambda row: row.honoured),
        Column("异议截止", 12, lambda row: row.objections_by),
    ),
    outcome=(Column("表彰日期", 12, lambda row: row.signed_on),),
    read=("honoured", "objections_by", "signed_on"),
    nothing=("没有这样的表彰", "请“拟表彰”，写明表彰谁、事迹是什么。"),
    start=("commendation_new", "拟表彰", COMMEND),
)
CARDS = (
    Card("commendation_open", "评优表彰", "起草了、公示了，还没有签发的表彰。", lambda at: Q(closed_at=None), frozenset({"centre", "leader"}), "commendation",
         permission="grid.view"),
)  # fmt: skip
COMMENDATION = Procedure(
    kind="commendation", label="评优表彰", model=Commendation, workflow=WORKFLOW, clocks=clocks.CLOCKS, documents=DOCUMENTS,
    indicators=(
        Indicator("commendations", "评优表彰", "本期签发的表彰。", on_own_day(Commendation, "signed_on"), afterwards=True),
    ),
    panels=(Panel("core/words.html", brief, brief=True), Panel("core/records.html", said_against)),
    labels=labelled("grid", "commendation_list", "表彰〔{year}〕{serial:03d}号"),
    listing=LISTING, gathers=("clocks",), has_parties=False, seen_with="grid.view",
)  # fmt: skip
MENU = (Entry("commendation_list", "评优表彰", "list", "grid.view"),)
PERMISSIONS = {
    COMMEND: "拟表彰、公示",
    SIGN: "签发表彰（不能是拟的人）",
}
