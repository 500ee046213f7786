"""岗位交接 as a procedure."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localtime

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.handover import acts
from core.handover import forms as asks
from core.models import HandoverItem, Matter, PostHandover
from core.models.matter import NEVER_CLOSED
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    IF_POSSIBLE,
    PRIMARY,
    Clocks,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.values.screen_formats import day, when

S = PostHandover.Status
SIGNING = frozenset({S.SIGNING})
SIGN = "core.sign_handover"
ONE, TWO = "已签字，等对方签。", "双方已签字，清单上的事项已移交。请打印交接清单存档。"
DONE = {S.SIGNING: ONE, S.DONE: TWO}


def handover_of(
    kind: str, label: str, *, app: str, keep: str, basis: str, page: str, series: str
) -> Procedure:
    """`keep`: the permission of who keeps the posts of a place; `page`: the name of the room's page; `series`: the middle
    of its numbers.
    """
    return Procedure(
        kind=kind,
        label=label,
        model=PostHandover,
        workflow=Workflow(kind, _opening(label, keep, basis), STAGES, _rows(keep), frozenset({S.DONE, S.VOIDED}), (S.SIGNING, S.DONE), CAPTIONS),
        clocks=(acts.SIGN,),
        documents=(
            DocumentKind(f"{app}.{kind}", "交接清单", "documents/handover_list.html", paper, permission=SIGN,
                statuses=frozenset({S.SIGNING, S.DONE})),
        ),
        panels=(Panel("core/handover_brief.html", brief, brief=True), Panel("core/handover_items.html", listed)),
        has_parties=False,
        gathers=("items",),
        joins=("holding__post", "giver", "receiver", "giver_signed_by"),
        labels=labelled(app, page, series + "〔{year}〕{serial}号", keep=keep),
    )  # fmt: skip


STAGES = (
    Stage(S.SIGNING, "待签字", "签字", "移交人、接手人", (acts.SIGN,), plain="正在交接"),
    Stage(S.DONE, "已交接", "交接", "接手人", plain="已交接"),
    Stage(S.VOIDED, "已作废", "作废", "综治中心", plain="已作废，请到大厅询问"),
)
CAPTIONS = {
    "giver": "移交人", "receiver": "接手人", "last_day": "在岗到", "items": "清点", "moved": "移交事项",
    "apart": "封闭事项另行指定", "words": "异议",
}  # fmt: skip


def _opening(label: str, keep: str, basis: str) -> Transition:
    form = type("DraftForm", (asks.DraftForm,), {"KEEP": keep, "__doc__": asks.DraftForm.__doc__})
    return Transition("draft_handover", f"起草{label}清单", frozenset(), S.SIGNING, anybody(keep), acts.draft, form,
        closed=NEVER_CLOSED, clocks=Clocks(starts=(acts.SIGN,)),
        words=Words("清单已起草，移交人、接手人会收到通知，各自登录签字。", note="两个人都签了字，事项才移交。", basis=basis))  # fmt: skip


def _act(
    name: str,
    label: str,
    to: Any,
    may: str,
    effect: Any,
    form: Any,
    guard: Any,
    done: Any,
    note: str = "",
    **more: Any,
) -> Transition:
    guards = (guard,) if guard else ()
    return Transition(
        name, label, SIGNING, to, anybody(may), effect, form, guards, NEVER_CLOSED, words=Words(done, note), **more
    )  # fmt: skip


def _sign(
    name: str, label: str, may: str, effect: Any, form: Any, guard: Any, note: str, show: Any = IF_POSSIBLE
) -> Transition:
    clocks = Clocks(meets=(acts.SIGN,))
    to = (S.SIGNING, S.DONE)
    return _act(name, label, to, may, effect, form, guard, DONE, note, show=show, clocks=clocks)


def _rows(keep: str) -> tuple[Transition, ...]:
    return (
        _sign("sign_as_giver", "移交人签字", SIGN, acts.sign_as_giver, None, acts.i_give_and_have_not_signed,
            "签字就是确认清单上的都交代清楚了。", IF_POSSIBLE | PRIMARY),
        _sign("sign_as_receiver", "接手人签字", SIGN, acts.sign_as_receiver, None, acts.i_take_and_have_not_signed,
            "签字就是确认清单上的都接下来了，期限不变。", IF_POSSIBLE | PRIMARY),
        _sign("sign_for_giver", "代移交人签字", keep, acts.sign_for_giver, asks.SignForForm, acts.the_giver_cannot,
            "移交人已经离岗，或者逾期没有签的，才能代签。"),
        _act("recount_handover", "重新清点", None, keep, acts.recount, asks.RecountForm, acts.i_keep_it,
            "已重新清点，双方要重新签字。", show=ASIDE),
        _act("object_handover", "提出异议", None, SIGN, acts.object_to, asks.ObjectForm, None,
            "已告知管岗位的人，由其核实、重新清点。", show=ASIDE),
        _act("void_handover", "作废", S.VOIDED, keep, acts.void, asks.VoidForm, acts.i_keep_it,
            "交接清单已作废，事项没有移交。", show=DANGER | ASIDE),
    )  # fmt: skip


# --- On its page and on paper -------------------------------------------------------------------------------------


def _facts(handover: PostHandover) -> list[tuple[str, str]]:
    by = handover.giver_signed_by
    giver = _signed(handover.giver_signed_at, f"{by.name}代签" if by else "已签")
    return [
        ("岗位", f"{handover.holding.post.name}，{handover.area.full_name}"),
        ("移交人", f"{handover.giver.name}，在岗到 {day(handover.last_day)}；{giver}"),
        ("接手人", f"{handover.receiver.name}；{_signed(handover.receiver_signed_at)}"),
        ("清点", when(handover.counted_at)),
    ]  # fmt: skip


def _signed(at: Any, how: str = "已签") -> str:
    return f"{when(at)} {how}" if at else "还没有签"


def brief(handover: PostHandover, user: Any) -> dict[str, Any]:
    return {"title": handover.title, "facts": _facts(handover), "published": ""}


def _shown(handover: PostHandover) -> list[HandoverItem]:
    """The list as it was counted last; of what was sealed since, no more than that."""
    items = handover.listed
    since = Matter.objects.filter(pk__in=[one.about_id for one in items]).exclude(compartment="")
    sealed = set(since.values_list("pk", flat=True))
    for item in items:
        item.words = acts.SEALED if item.about_id in sealed else item.words
    return items


def _apart(item: HandoverItem) -> str:
    """Why the list does not move it."""
    if item.what == HandoverItem.What.VISIT:
        return "按任职由接任的人接着走访"
    return "不随清单移交，由中心主任指定" if item.apart else ""


def listed(handover: PostHandover, user: Any) -> dict[str, Any]:
    """The lines, each a link where the reader sees the matter."""
    items = _shown(handover)
    seen = Matter.objects.seen_by(user, [one.about_id for one in items])
    return {
        "items": [
            {
                "what": one.get_what_display(), "words": one.words, "due": day(one.due_on) if one.due_on else "",
                "apart": _apart(one), "pk": one.about_id if one.about_id in seen else None,
            }
            for one in items
        ]
    }  # fmt: skip


def paper(handover: PostHandover) -> Mapping[str, Any]:
    def signed(at: Any) -> str:
        return say.day(localtime(at)) if at else ""

    return {
        "post": f"{handover.holding.post.name}（{handover.area.full_name}）",
        "giver": handover.giver.name,
        "receiver": handover.receiver.name,
        "last_day": say.day(handover.last_day),
        "counted": say.day(localtime(handover.counted_at)),
        "rows": [
            {"what": one.get_what_display(), "words": one.words, "due": say.day(one.due_on), "apart": _apart(one)}
            for one in _shown(handover)
        ],
        "giver_signed": signed(handover.giver_signed_at),
        "signed_by": handover.giver_signed_by.name if handover.giver_signed_by else "",
        "receiver_signed": signed(handover.receiver_signed_at),
    }  # fmt: skip
