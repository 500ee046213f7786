"""Quality review as a procedure: life as a table, the sample on its page, papers, list and numbers."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from command.brought import kinds
from command.models import QualityReview, Sampled
from command.quality import clocks, sampling, steps
from command.quality import forms as asks
from command.quality.checks import CHECKS
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage
from core.models import Matter, Task
from core.models.matter import NEVER_CLOSED
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, on_own_day
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, labelled
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
from core.tasks import numbers
from core.tasks.clocks import DO
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, filled
from core.workflow.forms import ReasonForm

S = QualityReview.Status
REVIEW = "command.review"
CORRECTING = frozenset({S.CORRECTING})
SEEN = frozenset({S.DRAWN, S.CORRECTING, S.DONE})

STAGES = (
    Stage(S.DRAWN, "评查中", "评查", "评查人", (clocks.ASSESS,)),
    Stage(S.CORRECTING, "整改中", "整改", "责任单位", (clocks.CORRECT,)),
    Stage(S.DONE, "已办结", "办结"),
    Stage(S.DROPPED, "不评查了", "不评查"),
)
# fmt: off
DRAW = Transition("draw_sample", "案件质量评查", frozenset(), S.DRAWN, anybody(REVIEW), steps.draw, asks.DrawForm, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.ASSESS,)), words=Words("已抽样，请没有经手过的人逐件“登记评查”。",
        note="按登记号排列，从第几件起、每几件抽一件，谁来抽都一样；封闭的事项不抽。", basis=clocks.RULES))
TRANSITIONS = (
    Transition("assess", "登记评查", {S.DRAWN}, None, anybody(REVIEW), steps.assess, asks.AssessForm, closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("这一件的评查已登记。", note="经手过的人不能评查；没有问题的不选问题。")),
    Transition("order_correction", "责令整改", {S.DRAWN}, S.CORRECTING, anybody("command.sign"), steps.order, asks.OrderForm,
        (steps.all_are_assessed, steps.there_are_faults), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.ASSESS,), starts=(DO, clocks.CORRECT)), paper=Paper("command.correction"),
        words=Words("已责令整改，责任单位会收到通知。请打印整改通知书。", note="整改由责任单位报完成，由责令的人验收。")),
    Transition("end_review", "评查结束", {S.DRAWN, S.CORRECTING}, S.DONE, anybody(REVIEW), steps.finish, None,
        (steps.all_are_assessed, steps.no_faults, tasks.no_task_is_open), closed=NEVER_CLOSED, show=PRIMARY | IF_POSSIBLE,
        clocks=Clocks(meets=(clocks.ASSESS, clocks.CORRECT)), paper=Paper("command.review"), words=Words("评查结束，请打印评查表存档。")),
    Transition("drop_review", "不评查了", {S.DRAWN}, S.DROPPED, anybody(REVIEW), just, ReasonForm, closed=NEVER_CLOSED, show=ASIDE | DANGER,
        words=Words("已记下不评查的理由。")),
    *tasks.rows(CORRECTING, "command.correction"),
)
# fmt: on
WORKFLOW = Workflow(
    "file_review",
    DRAW,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.DONE, S.DROPPED}),
    road=(S.DRAWN, S.CORRECTING, S.DONE),
    captions={
        "kind": "种类",
        "drawn": "抽样",
        "every": "每几件抽一件",
        "about": "事项",
        "faults": "问题",
        "words": "评查意见",
    },
)  # fmt: skip


def brief(review: QualityReview, user: Any) -> Mapping[str, Any]:
    rows = review.files()
    ids = [row.about_id for row in rows]
    seen = Matter.objects.seen_by(user, ids)
    left = sum(row.checked_at is None for row in rows)
    facts = filled(
        ("抽样", sampling.said(review)),
        ("进度", f"还有 {left} 件没有评查" if left else "全部评查完"),
        ("问题", "，".join(f"{word} {count}" for word, count in steps.counted(review))),
        ("责令整改", review.ordered_on and f"{day(review.ordered_on)} {review.ordered_by}"),
    )
    return {"rows": [_row(row, seen) for row in rows], "facts": facts}


def _row(row: Sampled, seen: set[int]) -> tuple[Any, ...]:
    """What was found in a file is for those who see it: not for who is shut out of it, nor once it is sealed."""
    found = _found(row) if row.checked_at and row.about_id in seen else ""
    who = row.checked_by.name if row.checked_by else ""
    return (
        row.place,
        row.named,
        row.about_id if row.about_id in seen else None,
        found,
        row.unit.short_name if row.unit else "",
        who,
    )


def _found(row: Sampled) -> str:
    return "、".join(CHECKS[fault] for fault in row.faults) or "没有问题"


def _paper(review: QualityReview) -> Mapping[str, Any]:
    rows = review.files()
    counts = "，".join(f"{word} {count}" for word, count in steps.counted(review))
    left = sum(row.checked_at is None for row in rows)
    return {
        "heading": "案件质量评查表",
        "table": [
            ("h1", [("评查范围", f"{sampling.span(review)}办结的{kinds()[review.about_kind]}")]),
            ("h2", [("抽样办法", sampling.said(review))]),
            ("h1", [("发现问题", f"还有{left}件没有评查" if left else counts or "没有")]),
            ("h1", [("责令整改", f"{say.day(review.ordered_on)}，{review.ordered_by}" if review.ordered_on else "不需要" if review.done_on else "评查中，还没有定")]),
        ],
        "heads": ("登记号", "问题", "评查意见", "责任单位", "评查人"),
        "list": [
            (row.named, _found(row) if row.checked_at else "还没有评查", "" if row.about.sealed else row.words, row.unit.short_name if row.unit else "",
             row.checked_by.name if row.checked_by else "")
            for row in rows
        ],
        "note": "评查的是案件，不给人打分、排名；评查人都没有经手过所评的事项。", "inks": (("评查人", "（签名）"), ("综治中心", "（印章）")),
    }  # fmt: skip


def _correction(review: QualityReview, task: Task) -> Mapping[str, Any]:
    return {
        "mark": "", "heading": "责令整改通知书", "to": task.unit.name,
        "lead": "经案件质量评查，发现你单位承办的下列事项有问题，现责令整改。",
        "sections": [
            ("一、问题", [task.what]), ("二、整改期限", [f"请于{say.day(task.due_on)}前整改完，报完成并附材料，由责令的人验收。"]),
            ("三、意见", ["对评查有意见的，请在期限内书面说明。"]),
        ],
        "on": say.day(task.given_at), "signed_by": task.giver.name, "code": review.number, "phone": settings.TOWN["phone"],
    }  # fmt: skip


def _no_order(review: QualityReview) -> str:
    return "" if review.tasks.all() else "没有责令整改，没有通知书。"


DOCUMENTS = (
    DocumentKind("command.review", "案件质量评查表", "documents/boxes.html", _paper, number="{short}评〔{year}〕{serial}号", statuses=SEEN,
        permission="command.view", compartments=frozenset()),
    DocumentKind("command.correction", "责令整改通知书", "documents/official_letter.html", _correction, number="{short}评改〔{year}〕{serial}号",
        permission="command.view", statuses=SEEN - {S.DRAWN}, compartments=frozenset(), when=_no_order,
        parts=lambda review: review.tasks.all(), turn=lambda task, place: f"第{task.number}项"),
)  # fmt: skip


LISTING = Listing(
    label="案件质量评查台账",
    filters=by_stage("file_review"),
    own=(
        Column("办结件数", 10, lambda row: f"{row.total}"),
        Column("责令整改", 12, lambda row: row.ordered_on),
    ),
    outcome=(Column("结束日期", 12, lambda row: row.done_on),),
    read=("total", "ordered_on", "done_on"),
    nothing=("没有这样的评查", "请“案件质量评查”，样本由系统按办法抽。"),
    start=("quality_new", "案件质量评查", REVIEW),
)
CARDS = (
    Card("quality_open", "案件质量评查", "抽了样、还没有结束的评查。", lambda at: Q(closed_at=None), frozenset({"leader", "centre"}), "file_review",
         permission="command.view"),
)  # fmt: skip


def _reviewed(period: Any) -> Q:
    """Files, by the kind of review that they stand in."""
    rows = Sampled.objects.filter(period.within("checked_at"))
    return Q(kind="file_review", pk__in=rows.values("matter"))


INDICATORS = (
    Indicator(
        "quality_reviewed",
        "开展案件质量评查",
        "本期登记过评查的案件质量评查，一次评查计一件。",
        _reviewed,
        afterwards=True,
    ),
    Indicator(
        "quality_ordered",
        "责令整改",
        "本期责令整改的案件质量评查。",
        on_own_day(QualityReview, "ordered_on"),
        afterwards=True,
    ),
    Indicator(
        "quality_done",
        "评查结束",
        "本期结束的案件质量评查。",
        on_own_day(QualityReview, "done_on"),
        afterwards=True,
    ),
    *numbers.indicators("file_review"),
)
QUALITY = Procedure(
    kind="file_review", label="案件质量评查", model=QualityReview, workflow=WORKFLOW, clocks=clocks.CLOCKS, documents=DOCUMENTS,
    indicators=INDICATORS, panels=(Panel("command/sample.html", brief, brief=True), TASKS),
    labels=labelled("command", "quality_list", "评查〔{year}〕{serial:03d}号"),
    listing=LISTING, gathers=("clocks", "tasks"), has_parties=False, seen_with="command.view",
)  # fmt: skip
