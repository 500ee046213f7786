"""The life of a monthly report: drafted → checked → signed → issued, each by another person (domain: 4.1, 4.3)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Start
from core.deadlines.terms import Term, compute
from core.models.matter import NEVER_CLOSED
from core.procedure.indicators import Period
from core.procedure.transitions import (
    DANGER,
    PRIMARY,
    RETURNS,
    Clocks,
    Outcome,
    Paper,
    Snapshot,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
    named,
)
from core.records.notices import Tell
from core.statistics.counting import month_before
from core.values.refused import Refused
from core.workflow.addressed import taking_over
from core.workflow.forms import ReasonForm
from reports import clocks, monthly, narrative
from reports import forms as asks
from reports.models import MonthlyReport

S = MonthlyReport.Status
Data = Mapping[str, Any]


# --- Why not ---------------------------------------------------------------------------------------------------


def not_the_drafter(now: Snapshot) -> str:
    """Who drafted does not check."""
    return "审核要由编制人以外的人来做。" if now.by and now.by.pk == now.matter.drafter_id else ""


def not_drafter_or_checker(now: Snapshot) -> str:
    """A third person signs; a signature on paper may be typed by either of them."""
    both = (now.matter.drafter_id, now.matter.checker_id)
    if now.by and now.by.pk in both and now.by.has_perm("core.lead"):
        return "签发要由编制人、审核人以外的领导来做。"
    return ""


# --- What follows ------------------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    """A month that is over, with its numbers and the words drafted from them.

    The clock runs from the month's last day, for the last month only: of older ones nobody waits for the paper. Where
    its days are over before anybody drafts, it runs from the draft: a new house is not late on its first day.
    """
    month: Period = data["month"]
    today = localdate(now.at)
    last = month_before(Period.of_month(today.year, today.month)) == month
    due = compute(Term.parse(clocks.REPORT.term), month.last, now.calendar).raw
    begun = now.at if due and due < today else month.until - timedelta(microseconds=1)
    return Outcome(
        facts={
            "month": month.first,
            "number": monthly.number_of(month),
            "title": f"{monthly.month_words(month)}{monthly.LABEL}",
            "area": data["area"],
            "received_at": now.at,
            "first_contact": data["drafter"],
            "drafter": data["drafter"],
            **_counted(now, data),
        },
        holder=(data["centre"], data["drafter"]),
        starts=[Start(clocks.REPORT.key, at=begun, unit=data["centre"])] if last else (),
        notices=[Tell([data["drafter"]], "月报已起草，请核对数字、修改文字后送审：{matter}")],
        detail={"month": monthly.month_words(month), "fingerprint": monthly.fingerprint(data["facts"])},
    )


def _counted(now: Snapshot, data: Data) -> dict[str, Any]:
    return {"facts": data["facts"], "words": data["words"], "counted_at": now.at}


def write(now: Snapshot, data: Data) -> Outcome:
    """The words as edited; the history keeps what was changed."""
    changed = {key: text for key, text in data.items() if text != now.matter.words.get(key, "")}
    if not changed:
        raise Refused("文字没有改动。")
    return Outcome(facts={"words": dict(data)}, detail=changed)


def recount(now: Snapshot, data: Data) -> Outcome:
    """Counted anew. Sections that nobody has edited are drafted anew too; edited ones stay as they are."""
    matter = now.matter
    drafted = narrative.draft(matter.period, matter.facts)
    fresh = narrative.draft(matter.period, data["facts"])
    words = {
        key: fresh[key] if matter.words.get(key, "") == drafted[key] else matter.words.get(key, "")
        for key in narrative.SECTIONS
    }
    told = list(monthly.unlike(matter.facts, data["facts"])) or ["数字没有变化"]
    kept = [title for key, (title, _) in narrative.SECTIONS.items() if words[key] != fresh[key]]
    return Outcome(
        facts={"facts": data["facts"], "words": words, "counted_at": now.at},
        detail={
            "changes": "；".join(told),
            "fingerprint": monthly.fingerprint(data["facts"]),
            **({"kept": "、".join(kept)} if kept else {}),
        },
    )


def submit(now: Snapshot, data: Data) -> Outcome:
    checker = data["checker"]
    return Outcome(
        facts={"drafter": now.by or now.matter.drafter, "checker": None},
        holder=(now.matter.holder_unit, checker),
        notices=[Tell([checker], "请审核月报：{matter}")],
        detail={"checker": checker.name, "note": data["note"]},
    )


def check(now: Snapshot, data: Data) -> Outcome:
    """The numbers must still be what the record says; then they go to the leader."""
    if changed := list(monthly.unlike(now.matter.facts, data["facts"])):
        raise Refused(f"统计以后又有补录或者更正（{changed[0]}），请退回重新统计。")
    signer = data["signer"]
    return Outcome(
        facts={"checker": now.by},
        holder=(now.matter.holder_unit, signer),
        notices=[Tell([signer], "请签发月报：{matter}")],
        detail={
            "note": data["note"],
            "signer": signer.name,
            "fingerprint": monthly.fingerprint(now.matter.facts),
        },
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    drafter = now.matter.drafter
    return Outcome(
        facts={"checker": None, "signed_by": "", "signed_at": None},
        holder=(now.matter.holder_unit, drafter),
        notices=[Tell([drafter] if drafter else [], "月报退回修改：{matter}")],
        detail={"reason": data["reason"]},
    )


def sign_off(now: Snapshot, data: Data) -> Outcome:
    """On screen by the leader, or typed from the signed paper, which then says whose signature it is."""
    if not (now.by and now.by.has_perm("core.lead")) and not now.decided_by:
        raise Refused("代录签发要写明是谁签的，例如 唐志远（分管副镇长），并附签批件。", "decided_by")
    name = now.decided_by or now.by.name  # type: ignore[union-attr]
    return Outcome(
        facts={"signed_by": name, "signed_at": now.at},
        holder=(now.matter.holder_unit, now.matter.drafter),
        notices=[Tell([now.matter.drafter], "月报已签发，可以印发：{matter}")],
        detail={
            "signed_by": name,
            "note": data["note"],
            "fingerprint": monthly.fingerprint(now.matter.facts),
        },
    )


def issue(now: Snapshot, data: Data) -> Outcome:
    readers = [user for user in with_permission("reports.view") if user != now.by]
    return Outcome(
        facts={"issued_at": now.at},
        holder=(now.matter.holder_unit, None),
        notices=[Tell(readers, "月报已印发：{matter}")],
        detail={"fingerprint": monthly.fingerprint(now.matter.facts)},
    )


# --- The table -----------------------------------------------------------------------------------------------

STAGES = (
    Stage(S.DRAFTED, "起草", "起草", "统计人员", (clocks.REPORT,), plain="正在起草"),
    Stage(S.SUBMITTED, "待审核", "审核", "中心主任", (clocks.REPORT,), plain="正在审核"),
    Stage(S.CHECKED, "待签发", "签发", "分管领导", (clocks.REPORT,), plain="等待签发"),
    Stage(S.SIGNED, "待印发", "印发", "统计人员", (clocks.REPORT,), plain="已签发"),
    Stage(S.ISSUED, "已印发", "完成", "综治中心", plain="已印发"),
)

# fmt: off
DRAFT = Transition("draft", "起草月报", frozenset(), S.DRAFTED, anybody("reports.draft"),
    draft, closed=NEVER_CLOSED,
    clocks=Clocks(starts=(clocks.REPORT,)),
    words=Words(basis="镇综治中心统计工作安排"))

TRANSITIONS = (
    Transition("write", "修改文字", {S.DRAFTED}, None, anybody("reports.draft"),
        write, asks.WordsForm, closed=NEVER_CLOSED,
        words=Words("文字已保存。改完请“送审”。",
            note="数字不能改，只能改说明它的文字；数字不对的，先更正事项，再“重新统计”。空着的一节不印。")),
    Transition("recount", "重新统计", {S.DRAFTED}, None, anybody("reports.draft"),
        recount, asks.CountForm, closed=NEVER_CLOSED,
        words=Words("已按现在的记录重新统计。核对后请“送审”。",
            note="按现在的记录重新数一遍；没有人改过的文字跟着重写，改过的不动。")),
    Transition("submit", "送审", {S.DRAFTED}, S.SUBMITTED, anybody("reports.draft"),
        submit, asks.SubmitForm, closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("已送审，审核人会收到通知。")),
    Transition("check", "审核通过", {S.SUBMITTED}, S.CHECKED, named("reports.check", "reports.check"),
        check, asks.CheckForm, (not_the_drafter,), closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("已通过审核，签发人会收到通知。",
            note="审核时按现在的记录再数一遍，与送审的数字不一致就不能通过。")),
    Transition("sign_off", "签发", {S.CHECKED}, S.SIGNED, named("reports.sign", "core.lead"),
        sign_off, asks.NoteForm, (not_drafter_or_checker,), closed=NEVER_CLOSED, show=PRIMARY,
        words=Words("已签发，可以印发。", note="签发后数字和文字都不再变动，以后的更正写进下一期。")),
    taking_over("代为审核", frozenset({S.SUBMITTED}), "reports.check", "_check", (not_the_drafter,)),
    taking_over("代为签发", frozenset({S.CHECKED}), "core.lead", "_signature", (not_drafter_or_checker,)),
    Transition("issue", "印发", {S.SIGNED}, S.ISSUED, anybody("reports.issue"),
        issue, closed=NEVER_CLOSED, show=PRIMARY,
        clocks=Clocks(meets=(clocks.REPORT,)), paper=Paper(monthly.KIND, issued=True),
        words=Words("已印发，文件在“文书与材料”里。")),
    Transition("send_back", "退回修改", {S.SUBMITTED, S.CHECKED}, S.DRAFTED,
        named("reports.check", "reports.check"), send_back, ReasonForm, closed=NEVER_CLOSED,
        show=DANGER | RETURNS,
        words=Words("已退回编制人修改。")),
)
# fmt: on

# What recorded facts are called that no form has a field for; sections of the report by their titles.
CAPTIONS = {
    "month": "月份",
    "changes": "变化",
    "signed_by": "签发",
    "kept": "没有动的文字",
    **{key: title for key, (title, _) in narrative.SECTIONS.items()},
    "fingerprint": "数据指纹",
}

WORKFLOW = Workflow(
    "report",
    DRAFT,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.ISSUED}),
    road=(S.DRAFTED, S.SUBMITTED, S.CHECKED, S.SIGNED, S.ISSUED),
    captions=CAPTIONS,
)
