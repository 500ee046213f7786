"""In the course of a mediation: rights told, mediators, inquiries, sessions, longer terms, risks."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.access.exclusions import barred
from core.access.people import with_permission
from core.deadlines.clocks import Extend, Suspension
from core.deadlines.terms import Term
from core.models import Access, Clock, Exclusion, Matter, Party
from core.parties import danger_reports
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from mediation import clocks
from mediation.models import (
    Assignment,
    Consent,
    Evidence,
    Inquiry,
    Mediation,
    Prevented,
    Prolonging,
    Session,
    Told,
)

Data = Mapping[str, Any]
RECUSAL = "《人民调解法》第十五条第一项"  # nobody mediates who would favour a side
SIDES = Party.SIDES
LONGEST_EXTENSION = 90  # days beyond the day that stands, each time


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


def term_runs(now: Snapshot) -> str:
    clock = term(now)
    return "" if clock and clock.ended_at is None and clock.raw else "调解期限没有在走，不能延长。"


def term(now: Snapshot) -> Clock | None:
    """The clock of the term: the month of 若干规定 art. 33, or a medical committee's own."""
    return next((clock for rule in clocks.TERMS if (clock := now.clock(rule.key))), None)


def doors_are_open(now: Snapshot) -> str:
    return "已经定为不公开调解。" if now.matter.behind_closed_doors else ""


def may_stand_still(now: Snapshot) -> str:
    """What is over stands still no more; a suspension cures no delay."""
    clock = term(now)
    if clock is None or clock.ended_at:
        return "调解期限没有在走，不用中止。"
    if clock.expires_at and now.at >= clock.expires_at:
        return f"调解期限 {clock.raw:%m-%d} 已经届满，不能再中止。"
    return ""


def doors_are_closed(now: Snapshot) -> str:
    return "" if now.matter.behind_closed_doors else "已经是公开调解。"


# --- What follows -----------------------------------------------------------------------------------------------


def tell_rights(now: Snapshot, data: Data) -> Outcome:
    """告知: nature, principles, effect, rights and duties; the signed notice is attached as a scan."""
    rows = [Told(party=party, told_at=now.at, by=now.by) for party in data["parties"]]
    return Outcome(rows=rows, detail={"parties": "、".join(party.masked_name for party in data["parties"])})


def appoint(now: Snapshot, data: Data) -> Outcome:
    """Appointed by the head or chosen by the parties (art. 19); a second one comes beside the first."""
    mediator = data["mediator"]
    if now.matter.assignments.filter(mediator=mediator, until=None).exists():
        raise Refused(f"{mediator.name}已经是本案调解员。", "mediator")
    if barred(now.matter).user(mediator):
        raise Refused(f"{mediator.name}已经回避，不能再指定。", "mediator")
    first = now.matter.mediator or mediator
    row = Assignment(mediator=mediator, chosen_by_parties=bool(data.get("chosen")), since=now.at)
    return Outcome(
        facts={"mediator": first},
        holder=(now.matter.body, first),
        rows=[row],
        access=[Access(user=mediator, part="mediation")],
        notices=[Tell([mediator], "请您调解：{matter}")],
        detail={"mediator": mediator.name, "chosen_by": "当事人" if data.get("chosen") else "调解组织"},
    )


def withdraw_mediator(now: Snapshot, data: Data) -> Outcome:
    """回避: interest or kinship; on a party's request it must be. The others go on, or another is appointed."""
    row = data["assignment"]
    others = now.matter.assignments.filter(until=None).exclude(pk=row.pk).order_by("since")
    following = others.first().mediator if others.exists() else None
    heads = with_permission("mediation.appoint", unit=now.matter.body)
    withdrawn = Exclusion(
        user=row.mediator, ground=Exclusion.Ground.RECUSED, reason=data["reason"], article=RECUSAL
    )
    return Outcome(
        facts={"mediator": following},
        holder=(now.matter.body, following),
        exclusions=[withdrawn],
        changes=[(row, {"until": now.at, "withdrew_for": data["reason"]})],
        notices=[Tell(heads if following is None else [], "调解员回避，请另行指定：{matter}")],
        detail={"assignment": row.mediator.name, "reason": data["reason"]},
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
    return Outcome(rows=[row], detail={"place": data["place"], "apart": "是" if row.private else "否"})


def add_evidence(now: Snapshot, data: Data) -> Outcome:
    row = Evidence(
        name=data["name"], source=data["source"], pages=data["pages"], received_on=data["received_on"]
    )
    return Outcome(rows=[row], detail={"name": data["name"], "pages": data["pages"]})


def hold_session(now: Snapshot, data: Data) -> Outcome:
    """One sitting; others are invited with the parties' consent only (art. 20)."""
    if data.get("invited") and not data.get("consent"):
        raise Refused("邀请其他人参加要经双方同意，请核实后打勾。", "consent")
    if not data.get("attended") and not data.get("present"):
        raise Refused("请写明谁到场。", "attended")
    session = Session(
        held_at=now.at,
        place=data["place"],
        attended=[party.pk for party in data.get("attended", ())],
        present=data.get("present", ""),
        invited=data.get("invited", ""),
        record=data["record"],
        checked=bool(data.get("checked")),
        closed_doors=now.matter.behind_closed_doors,
        result=data.get("result") or Session.Result.CONTINUED,
        kept_by=now.by,
    )
    unwilling = bool(data.get("unwilling"))
    detail = {"place": data["place"], "result": session.get_result_display()}
    return Outcome(
        facts={"unwilling_on": localdate(now.at)} if unwilling else {},
        rows=[session],
        detail=detail | ({"refused": "有一方明确拒绝继续调解"} if unwilling else {}),
    )


WORDS = ("facts", "requests")  # what the mediation's own row says in people's words


def texts(mediation: Any) -> dict[str, tuple[Any, str, str]]:
    """What may be reworded: the row, its column and the key of the fact, by the field's name. Not what one side said
    apart: its old words would stand in the history.
    """
    found: dict[str, tuple[Any, str, str]] = {name: (mediation, name, name) for name in WORDS}
    open_ones = (row for row in mediation.inquiries.all() if not row.private)
    for kind, rows in (("inquiry", open_ones), ("session", mediation.sessions.all())):
        for number, row in enumerate(rows, 1):
            found[f"{kind}_{row.pk}"] = (row, "record", f"{kind}.{number}")
    return found


def nobody_has_signed(now: Snapshot) -> str:
    return "已经有人在协议上签字，不能再更正文字。" if now.matter.signatures.exists() else ""


def reword(now: Snapshot, data: Data) -> Outcome:
    """更正文字: the old words stay in the history, beside the reason. What stands in a checked agreement is checked anew."""
    facts: dict[str, Any] = {}
    changes: list[tuple[Any, dict[str, Any]]] = []
    old: dict[str, str] = {}
    for name, (row, column, key) in texts(now.matter).items():
        before = getattr(row, column)
        text = "\n".join(data.get(name, "").splitlines())  # browsers end their lines with two signs
        if not text or text == "\n".join(before.splitlines()).strip():
            continue
        old[f"old.{key}"] = before
        if row is now.matter:
            facts[column] = text
        else:
            changes.append((row, {column: text}))
    if not old:
        raise Refused("没有改动，不用更正。")
    told = []
    if "facts" in facts and now.matter.checked_at:
        facts |= {"checked_at": None, "checked_by": None}
        told = [Tell([now.matter.checked_by], "协议里的纠纷简要情况改了，请重新作合法性审查：{matter}")]
    return Outcome(facts=facts, changes=changes, notices=told, detail={**old, "reason": data["reason"]})


def close_doors(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"closed_doors": True}, detail={"reason": data["reason"]})


def open_doors(now: Snapshot, data: Data) -> Outcome:
    """改为公开调解: for a reason that stays in the history, also where the label would close the doors."""
    return Outcome(facts={"closed_doors": False}, detail={"reason": data["reason"]})


def prolong(now: Snapshot, data: Data) -> Outcome:
    """A longer term: as often as every party consents, before its day or after it (若干规定 art. 33: 一般)."""
    clock, today = term(now), localdate(now.at)
    assert clock and clock.raw  # term_runs
    raw, until = clock.raw, data["until"]
    if until <= raw:
        raise Refused(f"延至的日期要晚于原定的 {raw:%Y-%m-%d}。", "until")
    if until > (last := max(raw, today) + timedelta(days=LONGEST_EXTENSION)):
        raise Refused(
            f"一次最多延长 {LONGEST_EXTENSION} 日，至 {last:%Y-%m-%d}；还谈不成的可以再延。", "until"
        )
    days = _consents(now, data)
    row = Prolonging(until=until, reason=data["reason"], overdue=today > raw, at=now.at, by=now.by)
    consents = [Consent(prolonging=row, party=party, agreed_on=day) for party, day in days]
    first = raw - timedelta(days=Term.parse(clock.extended_by).count) if clock.extended_by else raw
    return Outcome(
        rows=[row, *consents],
        extends=[Extend(clock.rule, f"{(until - first).days}C", again=True)],
        detail={
            "old.due": f"{raw:%Y-%m-%d}",
            "until": f"{until:%Y-%m-%d}",
            "overdue": f"{(today - raw).days} 日" if row.overdue else "否",
            "reason": data["reason"],
        },
    )


def suspend(now: Snapshot, data: Data) -> Outcome:
    """中止调解: the term stands still for a reason that has an article, until a day on which it is asked again."""
    ground, until = clocks.GROUNDS[data["ground"]], data["until"]
    if ground.medical and now.matter.dispute != Mediation.Dispute.MEDICAL:
        raise Refused("只有医疗纠纷的鉴定时间依法不计入；其他鉴定请选“鉴定、评估、检测”。", "ground")
    if ground.consent and not data.get("consent"):
        raise Refused("法律没有规定不计入期限的，要经双方当事人同意，请核实后打勾。", "consent")
    days = (until - localdate(now.at)).days
    if not 0 < days <= clocks.LONGEST_SUSPENSION:
        raise Refused(f"中止到哪一天，要在今天以后 {clocks.LONGEST_SUSPENSION} 日以内；到时再定。", "until")
    return Outcome(
        suspension=Suspension(ground.label, ground.basis, until),
        detail={
            "ground": ground.label,
            "basis": ground.basis,
            "until": f"{until:%Y-%m-%d}",
            "note": data.get("note", ""),
        },
    )


def resume(now: Snapshot, data: Data) -> Outcome:
    """恢复调解: back to where it stood."""
    status = Mediation.Status.IN_SESSION if now.matter.sessions.exists() else Mediation.Status.ACCEPTED
    return Outcome(facts={"status": status}, detail={"reason": data["reason"]})


def consenting(mediation: Any) -> list[Party]:
    """Whose consent a longer term needs."""
    return [party for party in mediation.people if party.role in SIDES]


def _consents(now: Snapshot, data: Data) -> list[tuple[Party, date]]:
    """Everybody's, each with its day. Raises Refused for one that lacks or cannot be."""
    parties = consenting(now.matter)
    given = [(party, day) for party in parties if (day := data.get(f"agreed_{party.pk}"))]
    if missing := [party for party in parties if party not in [known for known, _ in given]]:
        names = "、".join(party.masked_name for party in missing)
        raise Refused(f"延长期限要经每一方当事人同意，还缺：{names}。", f"agreed_{missing[0].pk}")
    accepted = localdate(now.matter.accepted_at)
    for party, day in given:
        if day > localdate(now.at):
            raise Refused("同意日期不能晚于今天。", f"agreed_{party.pk}")
        if day < accepted:
            raise Refused(f"同意日期早于受理日期 {accepted:%Y-%m-%d}。", f"agreed_{party.pk}")
    return given


def raise_risk(now: Snapshot, data: Data) -> Outcome:
    """A flag of the whole family, raised from here (人民调解法 art. 25): worsening asks for measures that prevent
    it, a likely offence for a report to the police or another body. Harm to a child or a ward has a report of its
    own (core.parties.danger_reports); a grown victim is helped and told of police and protection orders (反家庭暴力法 13, 16, 23).
    """
    kind = Matter.Flag(data["risk"])
    if kind == Matter.Flag.WORSE and not data.get("measures"):
        raise Refused("矛盾可能激化的，要采取有针对性的预防措施，请写明。", "measures")
    if kind == Matter.Flag.CRIME and not data.get("reported_to"):
        raise Refused("要及时向当地公安机关或者其他有关部门报告，请写明报告给谁、什么时候。", "reported_to")
    heads = with_permission("mediation.appoint", unit=now.matter.body)
    must = kind in Matter.HURT and danger_reports.protected(now.matter, localdate(now.at))
    also = "，请先强制报告" if must or kind == Matter.Flag.INCAPABLE else ""
    return Outcome(
        notices=[Tell(heads, f"{kind.label}{also}，请处置：{{matter}}", call=True)],
        root_data={"flags": [kind], "note": data["note"]},
        detail={
            "risk": kind.label,
            "note": data["note"],
            "measures": data.get("measures", ""),
            "reported_to": data.get("reported_to", ""),
        },
    )


def record_prevented(now: Snapshot, data: Data) -> Outcome:
    """预防成效, when it happens: one 件 of its kind, and how many were kept from harm."""
    what = Prevented.What(data["what"])
    if now.matter.prevented.filter(what=what).exists():
        raise Refused(f"“{what.label}”已经登记过。", "what")
    row = Prevented(what=what, people=data["people"], note=data["note"], at=now.at, by=now.by)
    return Outcome(rows=[row], detail={"what": what.label, "people": row.people, "note": row.note})
