"""Campaigns as a procedure: life as a table, board, summary, list and numbers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q

from command.campaigns import board, clocks, steps
from command.campaigns import forms as asks
from command.models import Campaign
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage
from core.models import Matter
from core.models.matter import NEVER_CLOSED
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, on_own_day
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, by_kind, labelled
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    just,
)
from core.tasks import acts as tasks
from core.tasks import paper
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, filled, until
from core.workflow.forms import ReasonForm

S = Campaign.Status
LEAD, SIGN = "command.campaign", "command.sign"
OPEN, RUNNING = frozenset({S.PREPARING, S.RUNNING}), frozenset({S.RUNNING})

STAGES = (
    Stage(S.PREPARING, "筹备", "筹备", "起草人", (clocks.BEGIN,)),
    Stage(S.RUNNING, "进行中", "开展", "承办单位", (clocks.END,)),
    Stage(S.ENDED, "已总结", "总结"),
    Stage(S.DROPPED, "不开展了", "不开展"),
)
# fmt: off
DRAFT = Transition("draft_campaign", "起草专项行动", frozenset(), S.PREPARING, anybody(LEAD), steps.draft, asks.DraftForm, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.BEGIN,)), words=Words("已起草，请选入事项，再由领导启动。",
        note="目标只计数，不因此办结任何一件；不按件数给单位排名。", basis=clocks.RULES))
TRANSITIONS = (
    Transition("choose_by_rule", "按条件选入", OPEN, None, anybody(LEAD), steps.choose_by_rule, asks.RuleForm, closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("符合条件的事项已选入。", note="只选没有办结、您看得到的事项；封闭的不选。")),
    Transition("choose_one", "逐件选入", OPEN, None, anybody(LEAD), steps.choose_one, asks.OneForm, closed=NEVER_CLOSED, words=Words("这件事项已选入。")),
    Transition("take_out", "移出事项", OPEN, None, anybody(LEAD), steps.take_out, asks.OutForm, (steps.something_was_chosen,), closed=NEVER_CLOSED,
        show=ASIDE | IF_POSSIBLE, words=Words("这件事项已移出，照常办理。", note="移出的件数和理由写进总结。")),
    Transition("start_campaign", "启动", {S.PREPARING}, S.RUNNING, anybody(SIGN), steps.start, None, (steps.something_was_chosen,), closed=NEVER_CLOSED,
        show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.BEGIN,), starts=(clocks.END,)), words=Words("已启动，承办单位都收到了通知。")),
    Transition("extend_campaign", "延长专项行动", RUNNING, None, anybody(SIGN), steps.extend, asks.ExtendForm, closed=NEVER_CLOSED, show=ASIDE,
        clocks=Clocks(cancels=(clocks.END,), starts=(clocks.END,)), words=Words("截止日期已延长。")),
    Transition("end_campaign", "总结结束", RUNNING, S.ENDED, anybody(SIGN), steps.end, asks.EndForm, closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.END,)), paper=Paper("command.campaign", issued=True),
        words=Words("已总结，没有办完的照常办理。", note="没有达到目标的也可以总结；没有办完的事项不因此办结。")),
    Transition("drop_campaign", "不开展了", {S.PREPARING}, S.DROPPED, anybody(LEAD), just, ReasonForm, closed=NEVER_CLOSED, show=ASIDE | DANGER,
        words=Words("已记下不开展的理由。")),
    *tasks.rows(RUNNING, "command.campaign_task"),
)
# fmt: on
WORKFLOW = Workflow(
    "campaign",
    DRAFT,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.ENDED, S.DROPPED}),
    road=(S.PREPARING, S.RUNNING, S.ENDED),
    captions={"rule": "条件", "drawn": "选入", "about": "事项", "total": "进度"},
)  # fmt: skip


def brief(campaign: Campaign, user: Any) -> Mapping[str, Any]:
    facts = filled(
        ("截止", campaign.last),
        ("目标", f"{campaign.target} 件" if campaign.target else "不定目标"),
        ("启动", campaign.approved_on and f"{day(campaign.approved_on)} {campaign.approved_by}"),
    )
    return {"words": filled(("目的和做法", campaign.aim), ("总结", campaign.summary)), "facts": facts}


def shown(campaign: Campaign, user: Any) -> Mapping[str, Any]:
    """The board, and those of its matters that this reader may see."""
    chosen = board.chosen(campaign)
    rows = [row.about for row in chosen]
    ids = [row.pk for row in rows]
    seen = Matter.objects.seen_by(user, ids)
    return {
        **board.figures(chosen, campaign),
        "rows": [
            (row.pk, row.number, row.shown_title, row.holder_unit.short_name, by_kind()[row.kind].workflow.stage_of(row).label,
             until(row.due_at) if row.due_at and not row.closed_at else "")
            for row in rows if row.pk in seen
        ],
        "unseen": len(ids) - len(seen),
    }  # fmt: skip


def _paper(campaign: Campaign) -> Mapping[str, Any]:
    found = campaign.figures or board.figures(board.chosen(campaign), campaign)
    return {
        "heading": "专项行动总结",
        "table": [
            ("h1", [("名　　称", campaign.title)]),
            ("h1", [("启　　动", f"{say.day(campaign.approved_on)}，{campaign.approved_by}"), ("截　　止", say.day(campaign.last))]),
            ("h2", [("目的做法", campaign.aim)]),
            ("h1", [("进　　度", found["total"])]),
            ("h1", [("依法办结", found["ended"] or "没有")]),
            ("h1", [("还欠群众", found["owed"] or "没有")]),
            ("h1", [("移　　出", "；".join(f"{number}：{reason}" for number, reason in found["out"]) or "没有")]),
            ("h3", [("总　　结", campaign.summary)]),
        ],
        "heads": ("承办单位", "选入", "已办结", "在办", "还欠群众"),
        "list": [(name, str(chosen), str(done), str(left), owed) for name, chosen, done, left, _, _, owed in found["units"]],
        "note": "单位按代码排列，不排名；目标只计数，没有办完的照常办理。", "inks": (("综治中心", "（印章）"),),
    }  # fmt: skip


DOCUMENT = DocumentKind("command.campaign", "专项行动总结", "documents/boxes.html", _paper, number="{short}专〔{year}〕{serial}号",
    permission="command.view", statuses=frozenset({S.ENDED}), compartments=frozenset())  # fmt: skip
TASK = replace(paper.kind_of("command.campaign_task", RUNNING), number="{short}专交〔{year}〕{serial}号", shared=False, compartments=frozenset(),
    permission="command.view")  # fmt: skip


LISTING = Listing(
    label="专项行动台账",
    filters=by_stage("campaign"),
    own=(Column("截止", 12, lambda row: row.last),),
    outcome=(Column("总结日期", 12, lambda row: row.ended_on),),
    read=("last", "ended_on"),
    nothing=("没有这样的专项行动", "请“起草专项行动”，再选入事项。"),
    start=("campaign_new", "起草专项行动", LEAD),
)
CARDS = (
    Card("campaign_running", "专项行动", "启动了、还没有总结的专项行动。", lambda at: Q(status=S.RUNNING, closed_at=None), frozenset({"leader", "centre"}),
         "campaign", permission="command.view"),
)  # fmt: skip


INDICATORS = (
    Indicator(
        "campaigns_started",
        "启动专项行动",
        "本期由领导启动的专项行动。",
        on_own_day(Campaign, "approved_on"),
        afterwards=True,
    ),
    Indicator(
        "campaigns_ended",
        "总结专项行动",
        "本期总结结束的专项行动。",
        on_own_day(Campaign, "ended_on"),
        afterwards=True,
    ),
)
CAMPAIGN = Procedure(
    kind="campaign", label="专项行动", model=Campaign, workflow=WORKFLOW, clocks=clocks.CLOCKS, documents=(DOCUMENT, TASK), indicators=INDICATORS,
    panels=(Panel("core/words.html", brief, brief=True), Panel("command/campaign.html", shown), TASKS),
    labels=labelled("command", "campaign_list", "专项〔{year}〕{serial:03d}号"),
    listing=LISTING, gathers=("clocks", "tasks"), has_parties=False, seen_with="command.view",
)  # fmt: skip
