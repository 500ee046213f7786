"""Papers of the way: inquiries, evidence, the consent to more time, the record of each sitting."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.documents import paper_formats as say
from mediation.documents import facts
from mediation.models import Inquiry, Mediation, Prolonging, Session


def _asked(mediation: Mediation, private: bool) -> list[Any]:
    """Of what the page has gathered: asked for one by one it would cost a query each."""
    return [row for row in mediation.inquiries.all() if row.private == private]


def inquiries(mediation: Mediation) -> list[Inquiry]:
    return _asked(mediation, False)


def talks(mediation: Mediation) -> list[Inquiry]:
    return _asked(mediation, True)


def no_inquiry(mediation: Mediation) -> str:
    return "" if _asked(mediation, False) else "还没有记过调查，没有调查记录。"


def no_talk(mediation: Mediation) -> str:
    return "" if _asked(mediation, True) else "没有单独谈过话，没有单独谈话记录。"


def inquiry(mediation: Mediation, row: Inquiry) -> Mapping[str, Any]:
    """人民调解调查记录: who was asked, what was seen."""
    return _inquiry(mediation, row)


def talk(mediation: Mediation, row: Inquiry) -> Mapping[str, Any]:
    """单独谈话记录, for the sub-file: says on its face that the other side does not hear of it."""
    return _inquiry(mediation, row)


def _inquiry(mediation: Mediation, row: Any) -> Mapping[str, Any]:
    return {
        **facts.frame(mediation),
        "at": say.moment(row.at),
        "place": row.place,
        "asked": row.asked,
        "by": row.by.name,
        "present": row.present,
        "private": row.private,
        "paragraphs": say.paragraphs(row.record),
        "signers": facts.signers(
            [f"{'谈话对象' if row.private else '被调查人'}　{row.asked}"],
            ("谈话人" if row.private else "调查人", [row.by.name]),
            ("记录人", []),
        ),
    }


def no_evidence(mediation: Mediation) -> str:
    return "" if mediation.evidence.exists() else "还没有登记证据，没有证据材料清单。"


def evidence(mediation: Mediation) -> Mapping[str, Any]:
    """证据材料清单: name, source, pages, when it came and went back."""
    rows = [
        {
            "name": row.name,
            "source": row.source,
            "pages": row.pages,
            "received": f"{row.received_on:%Y-%m-%d}",
            "returned": f"{row.returned_on:%Y-%m-%d}" if row.returned_on else "",
        }
        for row in mediation.evidence.all()
    ]
    return {
        **facts.frame(mediation),
        "subject": mediation.title,
        "rows": rows,
        "count": len(rows),
        "pages": sum(int(str(row["pages"])) for row in rows),
    }


def prolongings(mediation: Mediation) -> Any:
    return mediation.prolongings.all()


def not_prolonged(mediation: Mediation) -> str:
    return "" if mediation.prolongings.exists() else "没有延长过调解期限。"


def prolonging(mediation: Mediation, row: Prolonging) -> Mapping[str, Any]:
    """延期同意书: both sides agree to the new day."""
    return {
        **facts.frame(mediation),
        "to_names": "、".join(party.name for party in facts.sides(mediation)),
        "accepted_on": say.day(mediation.accepted_at or mediation.received_at),
        "until": say.day(row.until, weekday=True),
        "reason": row.reason.strip().rstrip("。"),
        "consents": "，".join(
            f"{facts.by_side(one.party).replace('　', '')}于{say.day(one.agreed_on)}同意"
            for one in row.consents.select_related("party")
        ),
        "signers": facts.signers(
            [facts.by_side(party) for party in facts.signing(mediation)], ("办理人", [row.by.name])
        ),
    }


# --- 调解记录 -----------------------------------------------------------------------------------------


def sessions(mediation: Mediation) -> Any:
    """Each sitting has its own record: the second is 第2次."""
    return mediation.sessions.all()


def record_missing(mediation: Mediation) -> str:
    """Ended without a sitting there is nothing to record."""
    return "" if mediation.sessions.exists() else "没有记过调解，不能出具调解记录。"


def record(mediation: Mediation, session: Session) -> Mapping[str, Any]:
    """Of one sitting (art. 27), as things stood at its end: what came of it later stands on other papers."""
    on = localdate(session.held_at)
    people = facts.parties(mediation, on)
    named = [facts.by_side(party) for party in facts.signing(mediation, on)]
    mediators = facts.mediators(mediation, session.held_at)
    invited = f"经双方同意邀请{session.invited}" if session.invited else ""
    here = facts.listed(one for one in people if one.pk in session.attended)
    kept = f"记录人{session.kept_by.name}"
    present = (f"人民调解员{'、'.join(mediators)}", kept, here, session.present, invited)
    return {
        **facts.frame(mediation),
        "held_at": say.moment(session.held_at),
        "place": session.place,
        "parties_line": facts.listed(people),
        "present": "；".join(part for part in present if part),
        "cause": f"{facts.dispute(mediation)}（{mediation.title}）",
        "openness": "不公开进行" if session.closed_doors else "",
        "statements": [{"who": "", "said": line} for line in say.paragraphs(session.record)],
        "checked": session.checked,
        "results": [(str(word), value == session.result) for value, word in Session.Result.choices],
        "signers": facts.signers(named, ("人民调解员", mediators), ("记录人", [session.kept_by.name])),
    }
