"""Papers of a mediation: the record of a sitting, the agreement written or oral, the notice of its end.

They are made for the parties of this mediation and lie behind its gate, so a sealed one keeps its names.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core import money
from core import written as say
from core.documents import DocumentKind
from core.models import Party
from mediation.models import Mediation, Session

S = Mediation.Status
D = Mediation.Dispute

# Why it ended, as a clause of the notice (人民调解法 art. 26). The mediator's own note stays in the file.
ENDED_FOR = {
    Mediation.EndReason.REFUSED: "一方当事人不再接受调解",
    Mediation.EndReason.NO_AGREEMENT: "各方分歧较大，不能达成调解协议",
    Mediation.EndReason.IMPOSSIBLE: "出现了使调解无法继续进行的情况",
    Mediation.EndReason.FALSE: "当事人隐瞒重要事实或者提供虚假情况",
    Mediation.EndReason.COLLUSION: "存在恶意串通、损害他人或者公共利益的情形",
}
# Ways that a kind of dispute has besides the court.
OTHER_WAYS = {
    D.LABOUR: "依法向劳动人事争议仲裁委员会申请仲裁，或者向劳动保障监察机构投诉",
    D.MIGRANT_WAGES: "依法向劳动人事争议仲裁委员会申请仲裁，或者向劳动保障监察机构投诉",
    D.LAND: "属于土地承包经营纠纷的，向农村土地承包仲裁委员会申请仲裁；属于权属争议的，申请人民政府处理",
    D.CONSUMER: "依法向市场监督管理部门投诉",
    D.POLLUTION: "依法申请生态环境主管部门处理",
    D.EXPROPRIATION: "依法申请行政复议，或者由有权的行政机关处理",
}
ANY_OTHER_WAY = "订有仲裁条款或者依法应当由行政机关处理的，向有关仲裁机构、行政机关提出申请"


def _parties(mediation: Mediation) -> list[Party]:
    """Those who sign: both sides and their agents."""
    sides = (Party.Role.APPLICANT, Party.Role.RESPONDENT, Party.Role.AGENT)
    order = {role: place for place, role in enumerate(sides)}
    found = [party for party in mediation.people if party.role in order]
    return sorted(found, key=lambda party: (order[Party.Role(party.role)], party.order))


def _dispute(mediation: Mediation) -> str:
    """邻里 → 邻里纠纷; 其他劳动争议 stays."""
    word = str(mediation.get_dispute_display())
    return word if word.endswith(("纠纷", "争议")) else f"{word}纠纷"


def _court() -> str:
    return f"{settings.TOWN['county']}人民法院"


def _mediator(mediation: Mediation) -> str:
    return mediation.mediator.name if mediation.mediator else ""


def _signers(mediation: Mediation, people: list[str], recorder: str) -> list[str]:
    return [*people, f"人民调解员　{_mediator(mediation)}".strip(), f"记录人　{recorder}".strip()]


def _last_session(mediation: Mediation) -> Session | None:
    return mediation.sessions.select_related("kept_by").last()


# --- 调解记录 -----------------------------------------------------------------------------------------


def which_session(mediation: Mediation) -> str:
    """Each sitting has its own record: the second is 第2次."""
    count = mediation.sessions.count()
    return f"第{count}次" if count > 1 else ""


def record_missing(mediation: Mediation) -> str:
    """Ended without a sitting there is nothing to record."""
    met = mediation.status != S.ENDED or mediation.sessions.exists()
    return "" if met else "没有记过调解，不能出具调解记录。"


def record(mediation: Mediation) -> Mapping[str, Any]:
    """Of the last sitting (art. 27). The result is left for ink until the mediation has one."""
    session = _last_session(mediation)
    assert session is not None  # DocumentKind.statuses and record_missing
    parties = _parties(mediation)
    named = [f"{party.get_role_display()}　{party.name}" for party in parties]
    present = (f"人民调解员{_mediator(mediation)}", f"记录人{session.kept_by.name}", session.present)
    return {
        "committee": mediation.body.name,
        "held_at": say.moment(session.held_at),
        "place": session.place,
        "parties_line": "；".join(name.replace("　", "") for name in named),
        "present": "；".join(present),
        "cause": f"{_dispute(mediation)}（{mediation.title}）",
        "statements": [{"who": "", "said": line} for line in say.paragraphs(session.record)],
        "result": _result(mediation),
        "signers": _signers(mediation, named, session.kept_by.name),
    }


def _result(mediation: Mediation) -> list[str]:
    if mediation.status == S.AGREED:
        paper = "人民调解协议书" if mediation.form == Mediation.Form.WRITTEN else "人民调解口头协议登记表"
        return [f"各方自愿达成协议，内容见《{paper}》。"]
    if mediation.status == S.ENDED:
        return ["未达成协议，调解终止；已告知各方可以依法通过仲裁、行政、司法等途径维护自己的权利。"]
    return []


# --- 协议 ----------------------------------------------------------------------------------------------


def written_only(mediation: Mediation) -> str:
    oral = mediation.form == Mediation.Form.ORAL
    return "达成的是口头协议，请出具口头协议登记表。" if oral else ""


def oral_only(mediation: Mediation) -> str:
    oral = mediation.form == Mediation.Form.ORAL
    return "" if oral else "达成的是书面协议，请出具人民调解协议书。"


def agreement(mediation: Mediation) -> Mapping[str, Any]:
    """The written agreement (arts. 28, 29, 33). It takes effect with all signatures and the seal, so its date
    is left for ink.
    """
    parties = _parties(mediation)
    rows = say.on_deed(parties)
    session = _last_session(mediation)
    sides = [row for row in rows if row["role"] != "代理人"]
    return {
        "committee": mediation.body.name,
        "parties": rows,
        "facts": say.paragraphs(mediation.facts),
        "terms": say.paragraphs(mediation.terms),
        "instalments": [],
        "performance": _performance(mediation),
        "other": [_copies(len(sides)) + _effect(mediation)],
        "signers": _signers(
            mediation,
            [f"{row['role']}　{row['name']}" for row in rows],
            session.kept_by.name if session else "",
        ),
    }


def _performance(mediation: Mediation) -> list[str]:
    lines = []
    if mediation.amount:
        lines.append(
            f"本协议涉及金额{money.digits(mediation.amount)}元（{money.capitals(mediation.amount)}）。"
        )
    if mediation.perform_by:
        lines.append(f"各方应当至迟于{say.day(mediation.perform_by)}履行完毕。")
    return [*lines, "履行方式按上列协议；人民调解委员会对履行情况进行监督。"]


def _copies(sides: int) -> str:
    return f"本协议一式{say.numeral(sides + 1)}份，当事人各执一份，人民调解委员会留存一份，"


def _effect(mediation: Mediation) -> str:
    """When it takes effect and how long the court may be asked; identity relations cannot be confirmed."""
    but = "，但涉及婚姻、收养等身份关系确认的除外" if mediation.dispute == D.FAMILY else ""
    return (
        "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
        f"双方认为有必要的，可以自生效之日起30日内共同向{_court()}申请司法确认{but}。"
    )


def oral(mediation: Mediation) -> Mapping[str, Any]:
    """The oral agreement as the mediator writes it down (arts. 28, 30)."""
    session = _last_session(mediation)
    return {
        "committee": mediation.body.name,
        "code": mediation.code,
        "parties": say.on_deed(_parties(mediation)),
        "facts": say.paragraphs(mediation.facts),
        "terms": say.paragraphs(mediation.terms),
        "performance": "".join(_performance(mediation)),
        "mediator": _mediator(mediation),
        "agreed_on": say.day(mediation.agreed_at),
        "place": session.place if session else "",
        "remark": "",
    }


# --- 终止 ----------------------------------------------------------------------------------------------


def end(mediation: Mediation) -> Mapping[str, Any]:
    """Ends it and tells the other ways (art. 26)."""
    ways = (
        "自愿选择其他调解组织调解",
        OTHER_WAYS.get(D(mediation.dispute), ANY_OTHER_WAY),
        f"依法向{_court()}提起诉讼",
        "符合法律援助条件的，申请法律援助，也可以拨打12348咨询",
    )
    lines = [f"（{say.numeral(place)}）{way}" for place, way in enumerate(ways, 1)]
    return {
        "committee": mediation.body.name,
        "to_names": "、".join(party.name for party in _parties(mediation) if party.role != Party.Role.AGENT),
        "dispute": _dispute(mediation),
        "accepted_on": say.day(mediation.received_at),
        "reason": ENDED_FOR[Mediation.EndReason(mediation.end_reason)],
        "remedies": [f"{line}；" for line in lines[:-1]] + [f"{lines[-1]}。"],
        "without_sitting": not mediation.sessions.exists(),
        "ended_on": say.day(mediation.closed_at),
    }


DOCUMENTS: tuple[DocumentKind, ...] = (
    DocumentKind(
        "mediation.record",
        "人民调解记录",
        "documents/mediation_record.html",
        record,
        statuses=frozenset({S.IN_SESSION, S.AGREED, S.ENDED}),
        when=record_missing,
        scope=which_session,
        personal=True,
    ),
    DocumentKind(
        "mediation.agreement",
        "人民调解协议书",
        "documents/mediation_agreement.html",
        agreement,
        statuses=frozenset({S.AGREED}),
        when=written_only,
        personal=True,
    ),
    DocumentKind(
        "mediation.oral",
        "口头协议登记表",
        "documents/oral_agreement.html",
        oral,
        statuses=frozenset({S.AGREED}),
        when=oral_only,
        personal=True,
    ),
    DocumentKind(
        "mediation.end",
        "终止调解通知书",
        "documents/mediation_end.html",
        end,
        statuses=frozenset({S.ENDED}),
        personal=True,
    ),
)
