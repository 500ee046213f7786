"""In the course of a mediation: rights told, mediators, inquiries, sessions, longer terms, risks."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.clocks import Extend
from core.models import Access, Party
from core.people import once, with_permission
from core.shown import when
from core.workflow import Outcome, Refused, Snapshot, Tell
from mediation import clocks, file
from mediation.models import (
    Appointment,
    Assignment,
    Evidence,
    Inquiry,
    Mandate,
    Mediation,
    Prolonging,
    Session,
    Told,
)

Data = Mapping[str, Any]
SIDES = (Party.Role.APPLICANT, Party.Role.RESPONDENT)
RISKS = dict(Mediation._meta.get_field("risk").choices or ())


# --- Why not ---------------------------------------------------------------------------------------------------


def has_mediator(now: Snapshot) -> str:
    return "" if now.matter.mediator_id else "还没有指定调解员。"


def not_told_yet(now: Snapshot) -> str:
    return "" if untold(now.matter) else "双方都已经告知过了。"


def untold(mediation: Mediation) -> list[Party]:
    """Parties of both sides who have not been told of their rights and duties."""
    told = {row.party_id for row in mediation.told.all()}
    return [party for party in mediation.people if party.role in SIDES and party.pk not in told]


def all_told(now: Snapshot) -> str:
    """Before the first session every party is told and signs (人民调解工作若干规定 art. 30)."""
    left = untold(now.matter)
    if not left:
        return ""
    return f"还没有告知权利义务：{'、'.join(party.masked_name for party in left)}。请先“告知权利义务”。"


def no_risk(now: Snapshot) -> str:
    """A risk that nobody has dealt with stops ordinary mediation (domain: 2.5; 人民调解法 art. 25)."""
    risk = now.matter.risk
    return f"“{RISKS[risk]}”还没有处置，不能继续调解。" if risk else ""


def a_risk_runs(now: Snapshot) -> str:
    return "" if now.matter.risk else "没有未处置的风险。"


def not_prolonged_yet(now: Snapshot) -> str:
    return "已经延长过一次；期限内谈不成的，应当终止调解。" if now.matter.prolongings.exists() else ""


def open_doors(now: Snapshot) -> str:
    return "已经定为不公开调解。" if now.matter.closed_doors else ""


# --- What follows -----------------------------------------------------------------------------------------------


def tell_rights(now: Snapshot, data: Data) -> Outcome:
    """告知: nature, principles, effect, rights and duties; the signed notice is attached as a scan."""
    rows = [Told(party=party, told_at=now.at, by=now.by) for party in data["parties"]]
    return Outcome(rows=rows, detail={"已告知": "、".join(party.masked_name for party in data["parties"])})


def appoint(now: Snapshot, data: Data) -> Outcome:
    """Appointed by the head or chosen by the parties (art. 19); a second one comes beside the first."""
    mediator = data["mediator"]
    if now.matter.assignments.filter(mediator=mediator, until=None).exists():
        raise Refused(f"{mediator.name}已经是本案调解员。", "mediator")
    if now.matter.assignments.filter(mediator=mediator).exclude(withdrew_for="").exists():
        raise Refused(f"{mediator.name}已经回避，不能再指定。", "mediator")
    first = now.matter.mediator or mediator
    row = Assignment(mediator=mediator, chosen_by_parties=bool(data.get("chosen")), since=now.at)
    return Outcome(
        facts={"mediator": first},
        holder=(now.matter.body, first),
        rows=[row],
        access=[Access(user=mediator, part="mediation")],
        notices=[Tell([mediator], "请您调解：{matter}")],
        detail={"调解员": mediator.name, "由谁选定": "当事人" if data.get("chosen") else "调解组织"},
    )


def withdraw_mediator(now: Snapshot, data: Data) -> Outcome:
    """回避: interest or kinship; on a party's request it must be. The others go on, or another is appointed."""
    row = data["assignment"]
    others = now.matter.assignments.filter(until=None).exclude(pk=row.pk).order_by("since")
    following = others.first().mediator if others.exists() else None
    heads = with_permission("mediation.appoint", unit=now.matter.body)
    return Outcome(
        facts={"mediator": following},
        holder=(now.matter.body, following),
        changes=[(row, {"until": now.at, "withdrew_for": data["reason"]})],
        notices=[Tell(heads if following is None else [], "调解员回避，请另行指定：{matter}")],
        detail={"回避": row.mediator.name, "理由": data["reason"]},
    )


def give_mandate(now: Snapshot, data: Data) -> Outcome:
    if data["principal"] == data["agent"]:
        raise Refused("委托人和受托人不能是同一个人。", "agent")
    row = Mandate(
        principal=data["principal"], agent=data["agent"], scope=data["scope"], given_on=data["given_on"]
    )
    return Outcome(
        rows=[row], detail={"委托人": data["principal"].masked_name, "受托人": data["agent"].masked_name}
    )


def inquire(now: Snapshot, data: Data) -> Outcome:
    """调查. What one side said apart stays out of the other's papers, and out of the history's words."""
    row = Inquiry(
        at=now.at,
        place=data["place"],
        asked=data["asked"],
        party=data.get("party"),
        present=data.get("present", ""),
        record=data["record"],
        private=bool(data.get("private")),
        by=now.by,
    )
    return Outcome(rows=[row], detail={"地点": data["place"], "单独谈话": "是" if row.private else "否"})


def item_of_inquiry(mediation: Mediation, data: Data) -> str:
    """The signed sheet of a talk apart lies in the sub-file."""
    return file.TALK if data.get("private") else "inquiry"


def add_evidence(now: Snapshot, data: Data) -> Outcome:
    row = Evidence(
        name=data["name"], source=data["source"], pages=data["pages"], received_on=data["received_on"]
    )
    return Outcome(rows=[row], detail={"证据": data["name"], "页数": data["pages"]})


def hold_session(now: Snapshot, data: Data) -> Outcome:
    """One sitting; others are invited with the parties' consent only (art. 20)."""
    if data.get("invited") and not data.get("consent"):
        raise Refused("邀请其他人参加要经双方同意，请核实后打勾。", "consent")
    session = Session(
        held_at=now.at,
        place=data["place"],
        present=data["present"],
        invited=data.get("invited", ""),
        record=data["record"],
        checked=bool(data.get("checked")),
        result=data.get("result") or Session.Result.CONTINUED,
        kept_by=now.by,
    )
    return Outcome(rows=[session], detail={"地点": data["place"], "本次结果": session.get_result_display()})


def arrange(now: Snapshot, data: Data) -> Outcome:
    """约一场调解: a plan of whoever arranges it; nobody is at two sittings at once."""
    at, place = data["when"], data["place"]
    if at <= now.now:
        raise Refused("约定的时间要在现在以后。", "when")
    if Appointment.objects.filter(mediator=now.by, at=at, cancelled_at=None).exists():
        raise Refused(f"{when(at)}您已经约了另一场调解。", "when")
    row = Appointment(mediator=now.by, at=at, place=place, made_by=now.by)
    return Outcome(rows=[row], detail={"时间": when(at), "地点": place})


def arranged(mediation: Any) -> list[Appointment]:
    """What is arranged and not called off, the next first."""
    return [row for row in mediation.appointments.all() if row.cancelled_at is None]


def something_is_arranged(now: Snapshot) -> str:
    return "" if arranged(now.matter) else "没有约定的调解。"


def call_off(now: Snapshot, data: Data) -> Outcome:
    row = data["appointment"]
    if row not in arranged(now.matter):
        raise Refused("这场约定已经取消了。", "appointment")
    return Outcome(changes=[(row, {"cancelled_at": now.at})], detail={"取消": f"{when(row.at)}，{row.place}"})


# What the mediation's own row says in people's words.
WORDS = (("facts", "纠纷简要情况"), ("requests", "申请事项"))


def texts(mediation: Any) -> dict[str, tuple[Any, str, str]]:
    """What may be reworded: the row, its column and what it is called, by the field's name. Not what one side said
    apart: its old words would stand in the history.
    """
    found: dict[str, tuple[Any, str, str]] = {name: (mediation, name, words) for name, words in WORDS}
    open_ones = (row for row in mediation.inquiries.all() if not row.private)
    for kind, words, rows in (
        ("inquiry", "调查记录", open_ones),
        ("session", "调解记录", mediation.sessions.all()),
    ):
        for number, row in enumerate(rows, 1):
            found[f"{kind}_{row.pk}"] = (row, "record", f"第{number}次{words}")
    return found


def nobody_has_signed(now: Snapshot) -> str:
    return "已经有人在协议上签字，不能再更正文字。" if now.matter.signatures.exists() else ""


def reword(now: Snapshot, data: Data) -> Outcome:
    """更正文字: the old words stay in the history, beside the reason."""
    facts: dict[str, Any] = {}
    changes: list[tuple[Any, dict[str, Any]]] = []
    old: dict[str, str] = {}
    for name, (row, column, words) in texts(now.matter).items():
        before = getattr(row, column)
        text = "\n".join(data.get(name, "").splitlines())  # browsers end their lines with two signs
        if not text or text == "\n".join(before.splitlines()).strip():
            continue
        old[f"原{words}"] = before
        if row is now.matter:
            facts[column] = text
        else:
            changes.append((row, {column: text}))
    if not old:
        raise Refused("没有改动，不用更正。")
    return Outcome(facts=facts, changes=changes, detail={**old, "理由": data["reason"]})


def close_doors(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"closed_doors": True}, detail={"理由": data["reason"]})


def prolong(now: Snapshot, data: Data) -> Outcome:
    """A longer term, with the recorded consent of both sides, asked for before the term is over."""
    clock = now.clock(clocks.TERM.key)
    if clock is None or clock.raw is None:
        raise Refused("调解期限没有在走，不能延长。")
    if localdate(now.at) > clock.raw:
        raise Refused(f"调解期限 {clock.raw:%m-%d} 已经届满，应当终止调解；不能再延长。")
    if data["until"] <= clock.raw:
        raise Refused(f"延至的日期要晚于原定的 {clock.raw:%Y-%m-%d}。", "until")
    for side in ("applicant_agreed_on", "respondent_agreed_on"):
        if data[side] > localdate(now.at):
            raise Refused("同意日期不能晚于今天。", side)
    row = Prolonging(
        until=data["until"],
        reason=data["reason"],
        applicant_agreed_on=data["applicant_agreed_on"],
        respondent_agreed_on=data["respondent_agreed_on"],
        at=now.at,
        by=now.by,
    )
    return Outcome(
        rows=[row],
        extends=[Extend(clocks.TERM.key, f"{(data['until'] - clock.raw).days}C")],
        detail={"延至": f"{data['until']:%Y-%m-%d}", "理由": data["reason"]},
    )


def raise_risk(now: Snapshot, data: Data) -> Outcome:
    """Worsening or a likely crime is reported to the police at once (art. 25); the leader on duty is told."""
    kind = data["risk"]
    if kind in ("worse", "crime", "violence") and not data.get("reported_to"):
        raise Refused("要立即报告公安机关，请写明报告给谁、什么时候。", "reported_to")
    told = once(
        with_permission("core.take_alarm"), with_permission("mediation.appoint", unit=now.matter.body)
    )
    return Outcome(
        facts={"risk": kind},
        notices=[Tell(told, f"{RISKS[kind]}，请处置：{{matter}}", urgent=True)],
        detail={"风险": RISKS[kind], "情况": data["note"], "已报告": data.get("reported_to", "")},
    )


def clear_risk(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"risk": ""}, detail={"已处置": RISKS[now.matter.risk], "怎样处置": data["reason"]})
