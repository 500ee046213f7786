"""The expert's opinion as a procedure: life as a table, its page, paper, list and numbers."""

from typing import Any

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage, one_of
from core.models.matter import CLOSED, PROTECTED
from core.procedure.indicators import Indicator
from core.procedure.listing import ALL, OPEN, Column, Listing, standing
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.traits import Offer, Trait
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
)
from core.values.screen_formats import filled
from core.workflow.forms import ReasonForm
from legal import clocks
from legal.expertise import forms as asks
from legal.expertise import steps
from legal.indicators import EXPERTISE, by_day
from legal.models import Expertise, Point
from legal.papers import Values, frame

S = Expertise.Status
FINAL = frozenset({S.FILED, S.DROPPED})
ASKED, GIVEN = frozenset({S.ASKED}), frozenset({S.GIVEN})
ASKS, OPINES = "legal.ask_expert", asks.OPINES
WHO, ASKER = "专家", "请教单位"
NONE: frozenset[str] = (
    frozenset()
)  # nothing sealed is asked about; what is sealed later is brought to its end

STAGES = (
    Stage(S.ASKED, "待出意见", "请教", WHO, (clocks.OPINE,)),
    Stage(S.DECLINED, "待另请", "另请", ASKER, (clocks.ASK,)),
    Stage(S.GIVEN, "待采纳", "采纳", ASKER, (clocks.TAKE_UP,)),
    Stage(S.FILED, "已归档", "归档", ASKER),
    Stage(S.DROPPED, "不再请", "不再请", ASKER),
)
# fmt: off
ASK = Transition("ask_expert", "请专家出意见", NONE, S.ASKED, anybody(ASKS), steps.ask, asks.AskForm, closed=NONE,
    clocks=Clocks(starts=(clocks.OPINE,)), words=Words("已请专家出意见，对方会收到通知。",
        note="专家只看得到这里写的问题和附件，看不到原来的事项；写清事实，不写无关的人。"))
TRANSITIONS = (
    Transition("add_point", "写一条意见", ASKED, None, anybody(OPINES), steps.add_point, asks.PointForm, (steps.it_is_asked_of_me,), closed=PROTECTED,
        show=PRIMARY, words=Words("这一条意见已记下，可以接着写。", note="一条只写一个问题，好逐条登记采纳情况；镇外专家的，照其签名的意见录。")),
    Transition("sign_opinion", "签发专家意见", ASKED, S.GIVEN, anybody(OPINES), steps.sign, asks.SignForm, (steps.it_is_asked_of_me,), closed=PROTECTED,
        show=PRIMARY, clocks=Clocks(meets=(clocks.OPINE,), starts=(clocks.TAKE_UP,)), paper=Paper("legal.opinion"),
        words=Words("意见已签发，请教的人会收到通知。请打印意见书签名。", note="没有具体意见的，在总的意见里写明没有意见。")),
    Transition("decline", "退回，请另请", ASKED, S.DECLINED, anybody(OPINES), steps.decline, ReasonForm, (steps.it_is_asked_of_me,), closed=PROTECTED,
        show=ASIDE, clocks=Clocks(meets=(clocks.OPINE,), starts=(clocks.ASK,)), words=Words("已退回，请教的人会另请专家。")),
    Transition("ask_another", "另请专家", frozenset({S.ASKED, S.DECLINED}), S.ASKED, anybody(ASKS), steps.ask_another, asks.WhomForm,
        (steps.it_is_not_my_own, steps.nothing_is_half_written), closed=NONE,
        clocks=Clocks(cancels=(clocks.OPINE,), meets=(clocks.ASK,), starts=(clocks.OPINE,)), words=Words("已另请，对方会收到通知。")),
    Transition("take_point", "登记采纳情况", GIVEN, None, anybody(ASKS), steps.take, asks.TakeForm, (steps.it_is_not_my_own, steps.a_point_is_open), closed=PROTECTED,
        show=PRIMARY | IF_POSSIBLE, words=Words("这一条的采纳情况已登记。")),
    Transition("revise_text", "报修改稿", GIVEN, S.ASKED, anybody(ASKS), steps.revise, asks.VersionForm, (steps.it_is_not_my_own, steps.it_is_a_text), closed=NONE,
        show=IF_POSSIBLE, clocks=Clocks(meets=(clocks.TAKE_UP,), starts=(clocks.OPINE,)), words=Words("修改稿已报，请上传文本；专家会收到通知。")),
    Transition("file_opinion", "专家意见归档", GIVEN, S.FILED, anybody(ASKS), steps.file, None, (steps.it_is_not_my_own, steps.nothing_is_open), closed=PROTECTED,
        show=PRIMARY | IF_POSSIBLE, clocks=Clocks(meets=(clocks.TAKE_UP,)), paper=Paper("legal.opinion"), words=Words("已归档，本件办结。")),
    Transition("drop_asking", "不再请", frozenset({S.ASKED, S.DECLINED}), S.DROPPED, anybody(ASKS), steps.drop, ReasonForm, (steps.it_is_not_my_own,), closed=CLOSED,
        show=ASIDE | DANGER, words=Words("已写明理由，本件办结。")),
)
# fmt: on
WORKFLOW = Workflow(
    "expertise",
    ASK,
    STAGES,
    TRANSITIONS,
    final=FINAL,
    road=(S.ASKED, S.GIVEN, S.FILED),
    captions={
        "expert": "专家",
        "what": "请教什么",
        "number": "第几条",
        "version": "文本",
        "summary": "总的意见",
        "point": "意见",
    },
)  # fmt: skip


def brief(matter: Expertise, user: Any) -> dict[str, Any]:
    """What was asked, the versions, the points by version and what became of them."""
    facts = filled(
        ("专家", matter.who), ("请在何日前答复", matter.due_on), ("出意见", matter.given_on),
        ("总的意见", matter.summary), ("归档", matter.filed_on),
    )  # fmt: skip
    return {
        "question": matter.question, "tags": [matter.get_what_display()], "facts": facts,
        "versions": list(matter.versions.all()), "points": list(matter.points.all()),
    }  # fmt: skip


def _line(one: Point) -> str:
    basis = f"依据：{one.basis}。" if one.basis else ""
    why = f"，{one.why.rstrip('。')}" if one.why else ""
    taken = f"采纳情况：{one.get_taken_display()}{why}。" if one.taken else ""
    return f"{one.number}．{one.words.rstrip('。')}。{basis}{taken}"


def opinion(matter: Expertise) -> Values:
    """专家意见书: the question, version by version each point with its basis, and what became of it once that is known."""
    points, versions = list(matter.points.all()), list(matter.versions.all())
    said = [
        (
            f"第{one.number}稿：{one.words}（{say.day(one.given_on)}）",
            [*(_line(point) for point in points if point.version == one.number), f"总的意见：{one.summary}"],
        )
        for one in versions
        if one.given_on
    ] or [("意　　见", [*map(_line, points), f"总的意见：{matter.summary}"])]
    return frame(
        "专家意见书", matter.given_on,
        rows=filled(("请教单位", matter.holder_unit.name), ("请教什么", matter.get_what_display()), ("专　　家", matter.who)),
        sections=[("问　　题", say.sentences(matter.question)), *said],
        closing=["意见供决策参考，由请教单位决定是否采纳并写明理由。"], signs=["专家"],
    )  # fmt: skip


DOCUMENTS = (
    DocumentKind("legal.opinion", "专家意见书", "documents/paper.html", opinion, number="{short}专意〔{year}〕{serial}号",
        statuses=frozenset({S.GIVEN, S.FILED}), compartments=PROTECTED),
)  # fmt: skip
LISTING = Listing(
    label="专家意见台账",
    views=(
        OPEN,
        standing("asked", "待出意见、待另请", S.ASKED, S.DECLINED),
        standing("given", "待采纳", S.GIVEN),
        ALL,
    ),
    filters=by_stage("expertise", what=one_of("请教什么", Expertise.What.choices)),
    own=(Column("请教什么", 12, lambda row: row.get_what_display()), Column("专家", 12, lambda row: row.who)),
    outcome=(
        Column("出意见日期", 12, lambda row: row.given_on),
        Column("归档日期", 12, lambda row: row.filed_on),
    ),
    read=("what", "expert", "outside", "given_on", "filed_on"),
    related=("expert",),
    nothing=("没有这样的专家意见", "请“请专家出意见”，或者在事项上点“请专家出意见”。"),
    start=("expertise_new", "请专家出意见", ASKS),
)
PROCEDURE = Procedure(
    kind="expertise",
    label="专家意见",
    model=Expertise,
    workflow=WORKFLOW,
    clocks=clocks.OF_EXPERTISE,
    documents=DOCUMENTS,
    indicators=(
        Indicator("expertise_given", "专家出意见", "本期签发的专家意见，按出意见日期计，改稿再审的以最后一次为准。", by_day("expertise", "given_on"), afterwards=True),
        *EXPERTISE,
    ),
    panels=(Panel("legal/expertise.html", brief, brief=True),),
    labels=labelled("legal", "expertise_list", "专询〔{year}〕{serial:03d}号"),
    listing=LISTING,
    has_parties=False,
    gathers=("clocks", "versions", "points"),
    joins=("expert",),
    opens_on=frozenset({Trait.DISPUTE, Trait.DEMAND, Trait.FIND}),
    offer=Offer("请专家出意见", Stage("", "请教专家", "专家意见", WHO), "已请专家出意见，本事项照常办理。", waits=False),
    seen_with="legal.ask_expert",
)  # fmt: skip
