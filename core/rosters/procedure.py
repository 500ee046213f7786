"""A procedure made of a roster: a room says what its roster is called, who keeps it and who sits in it."""

from typing import Any

from core.models import Roster
from core.models.matter import NEVER_CLOSED
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Clocks,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.rosters import acts, clocks, panel, paper
from core.rosters import forms as asks
from core.workflow.forms import ReasonForm

S = Roster.Status
DRAFTED, PUBLISHED = frozenset({S.DRAFTED}), frozenset({S.PUBLISHED})


def roster_of(
    kind: str,
    label: str,
    *,
    app: str,
    keep: str,
    serve: str,
    basis: str,
    page: str,
    series: str,
    seats: str = "",
    where: str = "地点",
    overnight: bool = False,
    public: bool = True,
    logs: str = "",
    more: tuple[Any, ...] = (),
) -> Procedure:
    """`keep`: the permission of who makes it; `serve`: of those who sit in it. `page`: the name of its room's page;
    `series`: the middle of its numbers. `seats`: path of what gives its places with their own people
    (core.rosters.seats), `where`: what those places are. `overnight`: a turn may end on the next day. `public`: citizens may see it without a login. `logs`: who sat there
    writes down what was done, with matters of this kind. `more`: numbers of it. One piece: a declaration.
    """
    return Procedure(
        kind=kind,
        label=label,
        model=Roster,
        workflow=Workflow(kind, _opening(label, keep, basis), _stages(label), _rows(keep, serve, public, logs), FINAL, ROAD),
        clocks=(clocks.PUBLISH,),
        documents=(paper.kind_of(f"{app}.{kind}", label, keep),),
        panels=(Panel("core/roster_brief.html", panel.brief, brief=True), Panel("core/roster_panel.html", panel.turns)),
        has_parties=False,
        urged=False,
        indicators=more,
        labels=labelled(
            app, page, series + "〔{year}〕{serial}号", keep=keep, serve=serve, seats=seats, where=where,
            overnight="yes" if overnight else "", public="yes" if public else "", logs=logs,
        ),
    )  # fmt: skip


FINAL = frozenset({S.OVER, S.VOIDED})
ROAD = (S.DRAFTED, S.PUBLISHED, S.OVER)


def _opening(label: str, keep: str, basis: str) -> Transition:
    return Transition("draft_roster", f"起草{label}", frozenset(), S.DRAFTED, anybody(keep),
        acts.draft, closed=NEVER_CLOSED, clocks=Clocks(starts=(clocks.PUBLISH,)),
        words=Words(note="先起草，核对以后再公示。", basis=basis))  # fmt: skip


def _stages(label: str) -> tuple[Stage, ...]:
    return (
        Stage(S.DRAFTED, "起草", "起草", "排班人", (clocks.PUBLISH,), plain="正在排班"),
        Stage(S.PUBLISHED, "已公示", "公示", "轮值人", plain=f"{label}已公示"),
        Stage(S.OVER, "已结束", "结束", "综治中心", plain=f"这一期{label}已结束"),
        Stage(S.VOIDED, "已作废", "作废", "综治中心", plain="已作废，请到大厅询问"),
    )


def _form(form: type[Any], serve: str) -> type[Any]:
    """The form with the people of this roster."""
    return type(form.__name__, (form,), {"SERVE": serve, "__doc__": form.__doc__})


def _logging(serve: str, logs: str) -> tuple[Transition, ...]:
    form = type("LogForm", (asks.LogForm,), {"LOGS": logs, "__doc__": asks.LogForm.__doc__})
    return (
        Transition("log_turn", "记值班", frozenset({S.PUBLISHED, S.OVER}), None, anybody(serve), acts.log_turn, form, (acts.i_have_to_log,),
            NEVER_CLOSED, show=IF_POSSIBLE | PRIMARY | QUIET, words=Words("值班记录已记下。", note="值班后的下一个工作日前记；没有记的，系统提醒本人，再告知排班人和中心主任。")),
    )  # fmt: skip


def _act(
    name: str,
    label: str,
    sources: Any,
    target: Any,
    may: str,
    effect: Any,
    form: Any,
    *guards: Any,
    done: str = "",
    note: str = "",
    **more: Any,
) -> Transition:
    words, who = Words(done, note), anybody(may)
    return Transition(
        name, label, sources, target, who, effect, form, guards, NEVER_CLOSED, words=words, **more
    )


def _rows(keep: str, serve: str, public: bool, logs: str) -> tuple[Transition, ...]:
    return (
        _act("publish_roster", "公示", DRAFTED, S.PUBLISHED, keep, acts.publish, None, acts.it_has_turns,
            clocks=Clocks(meets=(clocks.PUBLISH,)), show=PRIMARY, note=f"公示以后，{'大厅公示页、大屏' if public else '值班页'}和每个人的通知里都有；以后只能换班、代班。",
            done="已公示，轮值的人都收到了通知。请打印排班表张贴。"),
        _act("change_turn", "调整班次", DRAFTED, None, keep, acts.change, _form(asks.ChangeForm, serve),
            note="公示以后不能再调整，只能由本人“申请换班”或者“指定代班”。", done="班次已调整。"),
        _act("ask_swap", "申请换班", PUBLISHED, None, serve, acts.ask_swap, asks.AskSwapForm, acts.i_have_a_turn,
            show=IF_POSSIBLE, note="对方同意以后才算数，同时告知中心主任。", done="已告知对方，等对方答复；答复以前仍按原班次。"),
        _act("agree_swap", "同意换班", PUBLISHED, None, serve, acts.agree_swap, asks.AnswerSwapForm,
            acts.i_am_asked_to_swap, show=IF_POSSIBLE | PRIMARY, done="已换班，双方的班次都改了，中心主任会收到通知。"),
        _act("refuse_swap", "不同意换班", PUBLISHED, None, serve, acts.refuse_swap, asks.RefuseSwapForm,
            acts.i_am_asked_to_swap, show=IF_POSSIBLE, done="已告知对方，仍按原班次。"),
        _act("substitute", "指定代班", PUBLISHED, None, keep, acts.substitute, _form(asks.SubstituteForm, serve),
            note="由别人决定的，请在“由谁决定”里写明。", done="已指定代班，本人、代班人和中心主任会收到通知。"),
        _act("sign_in", "签到", PUBLISHED, None, "core.sign_in", acts.sign_in, asks.SignInForm, acts.somebody_may_sign_in,
            show=IF_POSSIBLE | PRIMARY, done="已签到，签到时间记入排班。"),
        _act("finish_roster", "结束", PUBLISHED, S.OVER, keep, acts.finish, None, acts.it_is_over, show=IF_POSSIBLE | ASIDE, note="最后一天过后系统自己也会结束。", done="这一期已结束。"),
        _act("void_roster", "作废", DRAFTED, S.VOIDED, keep, acts.void, ReasonForm, show=DANGER | ASIDE,
            done="已作废，可以重新起草。"),
        *(_logging(serve, logs) if logs else ()),
    )  # fmt: skip
