"""A procedure made of pay sheets: a room says what is paid for, who draws them and who checks."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from core.deadlines.clocks import inner_rule
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.lists.filters import by_stage
from core.models import Matter, PaySheet
from core.models.matter import NEVER_CLOSED
from core.pay import acts
from core.pay import forms as asks
from core.procedure.indicators import Indicator, on_own_day
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Panel, Procedure, by_kind, labelled
from core.procedure.transitions import (
    ASIDE,
    DANGER,
    PRIMARY,
    Clocks,
    Paper,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.values.screen_formats import day, filled
from core.workflow.forms import ReasonForm

S = PaySheet.Status
HELD = frozenset({S.DRAWN, S.RETURNED})
CHECK = inner_rule("core.pay_check", "核对发放表", "3W", "本镇补贴发放制度（拟表后 3 个工作日内）")
MEND = inner_rule("core.pay_mend", "改发放表", "3W", "本镇补贴发放制度（退回后 3 个工作日内）")
PAY = inner_rule("core.pay_out", "发放补贴", "10W", "本镇补贴发放制度（核对后 10 个工作日内）")
CLOCKS = (CHECK, MEND, PAY)
NOTE = "每一行打开就是办的那一件；一件只发一次。补贴不与办得快慢、当事人是否让步挂钩。"
STAGES = (
    Stage(S.DRAWN, "待核对", "拟表、核对", "核对人", (CHECK,)),
    Stage(S.RETURNED, "待改", "修改", "拟表人", (MEND,)),
    Stage(S.CHECKED, "待发放", "发放", "拟表人", (PAY,)),
    Stage(S.PAID, "已发放", "办结"),
    Stage(S.VOIDED, "已作废", "作废"),
)


FINAL = frozenset({S.PAID, S.VOIDED})
ROAD = (S.DRAWN, S.CHECKED, S.PAID)


# fmt: off
def _opening(label: str, draw: str, basis: str) -> Transition:
    return Transition("draw_sheet", f"拟{label}发放表", frozenset(), S.DRAWN, anybody(draw), acts.draw, asks.DrawForm, closed=NEVER_CLOSED,
        clocks=Clocks(starts=(CHECK,)), words=Words("发放表已拟好，核对的人会收到通知。", note="系统按登记的事实和镇里的标准列出；列过的、没有标准的不列。", basis=basis))


def _rows(document: str, draw: str, check: str) -> tuple[Transition, ...]:
    return (
        Transition("strike_line", "划去一行", HELD, None, anybody(draw), acts.strike, asks.StrikeForm, closed=NEVER_CLOSED,
            words=Words("已划去，合计已重算。", note="划去的以后可以再列。")),
        Transition("check_sheet", "核对无误", {S.DRAWN}, S.CHECKED, anybody(check), acts.check, None, (acts.a_second_person_checks,),
            closed=NEVER_CLOSED, show=PRIMARY, clocks=Clocks(meets=(CHECK,), starts=(PAY,)), paper=Paper(document),
            words=Words("已核对。请打印发放表，领取人签名。", note="请逐行打开核对；拟表的人、领补贴的人不能核对。")),
        Transition("send_back_sheet", "退回修改", {S.DRAWN, S.CHECKED}, S.RETURNED, anybody(check), acts.send_back, ReasonForm, (acts.a_second_person_checks,),
            closed=NEVER_CLOSED, clocks=Clocks(meets=(CHECK,), cancels=(PAY,), starts=(MEND,)),
            words=Words("已退回，拟表的人会收到通知。", note="核对以后、发放以前发现有错的，也可以退回；改好要重新核对。")),
        Transition("hand_in_sheet", "改好再报", {S.RETURNED}, S.DRAWN, anybody(draw), acts.hand_in, None, closed=NEVER_CLOSED, show=PRIMARY,
            clocks=Clocks(meets=(MEND,), starts=(CHECK,)), words=Words("已再报，核对的人会收到通知。")),
        Transition("pay_sheet", "登记发放", {S.CHECKED}, S.PAID, anybody(draw), acts.pay, asks.PaidForm, closed=NEVER_CLOSED, show=PRIMARY,
            clocks=Clocks(meets=(PAY,)), words=Words("已登记发放，本表办结。", note="请附领取人签名的发放表、付款凭证。")),
        Transition("void_sheet", "作废", HELD, S.VOIDED, anybody(draw), acts.void, ReasonForm, closed=NEVER_CLOSED, show=ASIDE | DANGER,
            words=Words("已作废，列过的可以重新列。")),
    )
# fmt: on


def pay_sheet_of(
    kind: str,
    label: str,
    *,
    app: str,
    pays: str,
    draw: str,
    check: str,
    see: str,
    page: str,
    new: str,
    series: str,
    basis: str,
) -> Procedure:
    """`pays`: the module that gives the rows (core.pay.rates); `draw`, `check`, `see`: permissions; `page`, `new`: names of its
    list and of the page that begins one; `series`: the middle of its numbers. One piece: a declaration.
    """
    rows = _rows(f"{app}.{kind}", draw, check)
    workflow = Workflow(kind, _opening(label, draw, basis), STAGES, rows, FINAL, ROAD, CAPTIONS)
    return Procedure(
        kind=kind,
        label=label,
        model=PaySheet,
        workflow=workflow,
        clocks=CLOCKS,
        documents=(
            DocumentKind(f"{app}.{kind}", f"{label}发放表", "documents/boxes.html", paper, permission=see, compartments=frozenset(),
                number="{short}" + series + "表〔{year}〕{serial}号", statuses=frozenset(S) - {S.VOIDED}),
        ),
        indicators=(
            Indicator(f"{kind}_yuan", f"{label}（元）", f"本期核对的{label}发放表的合计，按核对日期计；作废的不计。", _checked(kind), "元",
                weight="total", afterwards=True),
        ),
        panels=(Panel("core/pay_sheet.html", brief, brief=True),),
        labels=labelled(app, page, series + "〔{year}〕{serial:03d}号", pays=pays, check=check),
        listing=_listing(kind, label, new, draw),
        has_parties=False,
        gathers=("clocks",),
        joins=("checked_by",),
        seen_with=see,
        urged=False,
    )  # fmt: skip


CAPTIONS = {"lines": "明细", "line": "划去的一行", "total": "合计"}


def _checked(kind: str) -> Any:
    on_day = on_own_day(PaySheet, "checked_on")
    return lambda period: Q(kind=kind, voided_at=None) & on_day(period)


def _listing(kind: str, label: str, new: str, draw: str) -> Listing:
    return Listing(
        label=f"{label}发放表",
        filters=by_stage(kind),
        own=(Column("合计（元）", 10, lambda row: row.total, number=True),),
        outcome=(Column("核对日期", 12, lambda row: row.checked_on), Column("发放日期", 12, lambda row: row.paid_on)),
        read=("total", "checked_on", "paid_on"),
        nothing=("没有这样的发放表", f"每月请“拟{label}发放表”，系统按登记的事实和标准列出。"),
        start=(new, f"拟{label}发放表", draw),
    )  # fmt: skip


def brief(sheet: PaySheet, user: Any) -> Mapping[str, Any]:
    """Its lines, each a link where the reader sees the matter, and what each gets."""
    rows = list(sheet.lines.select_related("about", "payee", "rate"))
    seen = Matter.objects.seen_by(user, [one.about_id for one in rows])
    return {
        "rows": [
            {
                "number": one.number, "payee": one.payee.name, "words": one.words, "what": acts.said_what(sheet.kind, one.what), "on": day(one.on),
                "about": one.about.number, "pk": one.about_id if one.about_id in seen else None, "rate": one.rate.number, "amount": one.amount,
                "struck": one.struck,
            }
            for one in rows
        ],
        "sums": summed(rows), "total": sheet.total, "left_out": list(sheet.left_out.items()), "note": NOTE,
        "facts": filled(
            ("期间", f"{day(sheet.first)} 至 {day(sheet.last)}"),
            ("拟表", sheet.first_contact.name),
            ("核对", sheet.checked_by and f"{sheet.checked_by.name}，{day(sheet.checked_on)}"),
            ("发放", sheet.paid_on and f"{day(sheet.paid_on)}，凭证 {sheet.voucher}"),
        ),
    }  # fmt: skip


def summed(rows: Any) -> list[tuple[str, int, Decimal]]:
    """Whoever gets something: how many lines, how much; in the order of the lines, which is by name."""
    sums: dict[int, Decimal] = {}
    counts: Counter[int] = Counter()
    names = {}
    for one in rows:
        if not one.struck:
            sums[one.payee_id] = sums.get(one.payee_id, Decimal(0)) + one.amount
            counts[one.payee_id] += 1
            names[one.payee_id] = one.payee.name
    return [(names[pk], counts[pk], amount) for pk, amount in sums.items()]


def paper(sheet: PaySheet) -> Mapping[str, Any]:
    """发放表: everybody signs for his sum on the last lines; the lines before say what for."""
    rows = acts.live(sheet)
    each = "；".join(f"{name} {count} 件 {amount} 元" for name, count, amount in summed(rows))
    documents = "、".join(dict.fromkeys(one.rate.number for one in rows))
    return {
        "heading": f"{by_kind()[sheet.kind].label}发放表",
        "table": [
            ("h1", [("期　　间", f"{say.day(sheet.first)}至{say.day(sheet.last)}")]),
            ("h1", [("标准依据", documents)]),
            ("h1", [("合　　计", f"{sheet.total} 元（{len(rows)} 件）")]),
            ("h2", [("各人合计", each)]),
            ("h1", [("拟　　表", sheet.first_contact.name), ("核　　对", f"{sheet.checked_by.name}，{say.day(sheet.checked_on)}" if sheet.checked_by else "没有核对，不得发放")]),
        ],
        "heads": ("序号", "内容", "领取人", "元", "签名"),
        "list": [
            (place, f"{say.day(one.on)}，{one.words}，{one.about.number}", one.payee.name, _short(one.amount), "") for place, one in enumerate(rows, 1)
        ],
        "note": "一件只发一次；补贴不与办得快慢、当事人是否让步挂钩。", "inks": (("核对人", "（签名）"), ("发放单位", "（印章）")),
    }  # fmt: skip


def _short(amount: Decimal) -> str:
    """200, not 200.00; 80.50."""
    return f"{amount:.2f}".removesuffix(".00")
