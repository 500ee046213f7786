"""The life of a mediation (domain: 10.3), as far as the foundation goes."""

from collections.abc import Mapping
from typing import Any

from cases.models import Case
from core.clocks import Start
from core.models import Access, Matter, Party
from core.people import with_permission
from core.workflow import Outcome, Snapshot, Stage, Tell, Transition, Workflow
from mediation import clocks
from mediation import forms as asks
from mediation.models import Mediation, Session

S = Mediation.Status
Data = Mapping[str, Any]
OTHER_WAYS = "已告知可以通过仲裁、行政、司法途径维护权利。"  # 人民调解法 art. 26


def both_parties_named(now: Snapshot) -> str:
    """No mediation without two sides (人民调解法 art. 17)."""
    parent = now.matter.parent
    roles = set(parent.people.values_list("role", flat=True)) if parent else set()
    missing = [
        Party.Role(role).label for role in (Party.Role.APPLICANT, Party.Role.RESPONDENT) if role not in roles
    ]
    return f"调解要有双方当事人，还缺{'、'.join(missing)}；请先补充当事人。" if missing else ""


def has_met(now: Snapshot) -> str:
    return "" if now.matter.sessions.exists() else "还没有记过调解，请先记一次调解。"


def has_mediator(now: Snapshot) -> str:
    return "" if now.matter.mediator_id else "还没有指定调解员。"


def accept(now: Snapshot, data: Data) -> Outcome:
    """Under the parent's code, in its place and under its label."""
    parent = now.matter.parent
    facts = {
        "title": parent.title,
        "area": parent.area,
        "secrecy": parent.secrecy,
        "compartment": parent.compartment,
        "received_at": now.at,
        "first_contact": now.by,
        "body": data["body"],
        "dispute": data["dispute"],
        "source": data["source"],
        "facts": data.get("facts") or _demand(parent),
    }
    return Outcome(
        facts=facts,
        holder=(data["body"], None),
        access=[Access(unit=data["body"], part="mediation")],
        starts=(
            Start(clocks.FIRST_SESSION.key, unit=data["body"]),
            Start(clocks.TERM.key, unit=data["body"]),
        ),
        notices=[Tell(with_permission("mediation.appoint", unit=data["body"]), "请受理调解：{matter}")],
        detail={"调解组织": data["body"].name, "纠纷类型": Mediation.Dispute(data["dispute"]).label},
    )


def _demand(parent: Matter) -> str:
    """What the case above says, to begin with; the mediator's own words may replace it."""
    case = Case.objects.filter(pk=parent.pk).first()
    return case.demand if case else parent.title


def appoint(now: Snapshot, data: Data) -> Outcome:
    mediator = data["mediator"]
    return Outcome(
        facts={"mediator": mediator},
        holder=(now.matter.body, mediator),
        access=[Access(user=mediator, part="mediation")],
        notices=[Tell([mediator], "请您调解：{matter}")],
        detail={"调解员": mediator.name},
    )


def hold_session(now: Snapshot, data: Data) -> Outcome:
    session = Session(
        held_at=now.at, place=data["place"], present=data["present"], record=data["record"], kept_by=now.by
    )
    return Outcome(rows=[session], detail={"地点": data["place"]})


def agree(now: Snapshot, data: Data) -> Outcome:
    """The outcome goes to the matter above, whose first contact then calls back."""
    word = Mediation.Form(data["form"]).label
    facts = {name: data[name] for name in ("form", "terms", "amount", "perform_by")} | {"agreed_at": now.at}
    return Outcome(
        facts=facts,
        detail={"协议形式": word, "协议内容": data["terms"]},
        parent_data={"answer": f"经{now.matter.body.name}调解，达成{word}。"},
    )


def end(now: Snapshot, data: Data) -> Outcome:
    word = Mediation.EndReason(data["end_reason"]).label
    return Outcome(
        facts={"end_reason": data["end_reason"], "end_note": data["end_note"]},
        detail={"终止原因": word, "说明": data["end_note"]},
        parent_data={"answer": f"经{now.matter.body.name}调解未达成协议（{word}），{OTHER_WAYS}"},
    )


def void(now: Snapshot, data: Data) -> Outcome:
    """Opened by mistake: the number stays, the matter above is dispatched anew."""
    return Outcome(
        facts={"voided_at": now.at},
        detail={"理由": data["reason"]},
        parent_data={"reason": f"{now.matter.number} 作废：{data['reason']}"},
    )


def by_a_second_person(now: Snapshot) -> str:
    """Voiding takes another pair of eyes than the one that opened it."""
    return "作废要由受理人以外的人来做。" if now.by and now.by.pk == now.matter.first_contact_id else ""


OPEN = frozenset({S.ACCEPTED, S.IN_SESSION})

STAGES = (
    Stage(S.ACCEPTED, "已受理", "受理", "调解组织", clocks.FIRST_SESSION.key, plain="调解组织已受理"),
    Stage(S.IN_SESSION, "调解中", "调解", "调解员", clocks.TERM.key, plain="正在调解"),
    Stage(S.AGREED, "达成协议", "达成协议", "调解员", plain="已达成协议"),
    Stage(S.ENDED, "终止调解", "终止", "调解组织", plain="调解已终止"),
    Stage(S.VOIDED, "已作废", "作废", "调解组织", plain="已作废"),
)

ACCEPT = Transition(
    "accept",
    "受理调解",
    frozenset(),
    S.ACCEPTED,
    "mediation.accept",
    accept,
    asks.AcceptForm,
    (both_parties_named,),
    basis="《人民调解法》第十七条",
)

TRANSITIONS = (
    Transition(
        "appoint",
        "指定调解员",
        OPEN,
        None,
        "mediation.appoint",
        appoint,
        asks.AppointForm,
        basis="《人民调解法》第十九条",
        held=True,
        primary=True,
        bulk=True,
    ),
    Transition(
        "hold_session",
        "记一次调解",
        OPEN,
        S.IN_SESSION,
        "mediation.mediate",
        hold_session,
        asks.SessionForm,
        (has_mediator,),
        meets=(clocks.FIRST_SESSION.key,),
        document="mediation.record",
        held=True,
        primary=True,
    ),
    Transition(
        "agree",
        "达成协议",
        frozenset({S.IN_SESSION}),
        S.AGREED,
        "mediation.mediate",
        agree,
        asks.AgreeForm,
        (has_met,),
        basis="《人民调解法》第二十八条、第二十九条",
        meets=(clocks.TERM.key,),
        document="mediation.agreement",
        held=True,
        moves_parent="mediated",
    ),
    Transition(
        "end",
        "终止调解",
        OPEN,
        S.ENDED,
        "mediation.mediate",
        end,
        asks.EndForm,
        basis="《人民调解法》第二十六条",
        meets=(clocks.TERM.key,),
        document="mediation.end",
        held=True,
        moves_parent="mediated",
        danger=True,
    ),
    Transition(
        "void",
        "作废",
        OPEN,
        S.VOIDED,
        "mediation.appoint",
        void,
        asks.ReasonForm,
        (by_a_second_person,),
        held=True,
        moves_parent="not_mediated",
        danger=True,
        note="受理错了才作废；谈不成的用“终止调解”。编号保留、不再使用。",
    ),
)

WORKFLOW = Workflow(
    "mediation",
    ACCEPT,
    STAGES,
    TRANSITIONS,
    final=frozenset({S.AGREED, S.ENDED, S.VOIDED}),
    road=(S.ACCEPTED, S.IN_SESSION, S.AGREED),
)
