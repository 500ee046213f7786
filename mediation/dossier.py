"""The dossier of a mediation (domain: 2.4): which papers it must hold by its course, and what its cover says."""

from typing import Any

from core.documents import paper_formats as say
from core.documents.dossier import ALWAYS, Dossier, Item, Required, keys, when
from core.models.matter import PROTECTED
from core.parties import capacity
from mediation.documents import facts
from mediation.models import Confirmation, Mediation
from mediation.steps import court

S = Mediation.Status
C = Confirmation.Result


def reads_apart(user: Any, mediation: Mediation) -> bool:
    """The sub-file is open to the body that mediates and to the archivist (人民调解法 art. 15(4))."""
    own = mediation.body_id in user.reach.units and user.has_perm("mediation.mediate")
    return bool(own or user.has_perm("mediation.archive"))


# --- What its course asks for -----------------------------------------------------------------------------------


def _formal(mediation: Mediation) -> bool:
    return not mediation.refusal and mediation.settled_level is None


def _met(mediation: Mediation) -> bool:
    return _formal(mediation) and bool(mediation.agreed_at or mediation.sessions.count())


def _agreed(form: Mediation.Form) -> Any:
    return lambda mediation: mediation.agreed_at and mediation.form == form


def _confirmation(mediation: Mediation) -> Confirmation | None:
    return getattr(mediation, "confirmation", None)


def _ruled(mediation: Mediation) -> bool:
    found = _confirmation(mediation)
    return found is not None and found.result not in ("", C.WITHDRAWN)


def _talks(mediation: Mediation, private: bool) -> list[Any]:
    return [row for row in mediation.inquiries.all() if row.private == private]


def _each(words: str, rows: Any, else_if: Any = lambda mediation: False) -> Required:
    """A paper for each row; where there is none, one all the same if something else holds."""
    return Required(words, lambda m: keys(rows(m)) or when("", else_if).scopes(m))


WRITTEN, ORAL = _agreed(Mediation.Form.WRITTEN), _agreed(Mediation.Form.ORAL)
ITEMS = (
    Item("opening", "人民调解申请书或者受理登记表", ("mediation.application", "mediation.register"), ALWAYS, acts=("accept",)),
    Item("referral", "移送函", required=when("移送来的", lambda m: m.source in m.REFERRED and _formal(m)), others="移送"),
    Item("refusal", "不予受理告知书", ("mediation.refusal",), when("不予受理的", lambda m: m.refusal),
         acts=("refuse",)),
    Item("rights", "权利义务告知书", ("mediation.rights",), when("进行过调解的", _met), acts=("tell_rights",)),
    Item("identity", "当事人身份证明", required=when("进行过调解的", _met), others="身份证"),
    Item("mandate", "授权委托书", ("mediation.mandate",),
         Required("有委托代理的，每人一份", lambda m: keys(capacity.mandates(m.people)), "份")),
    Item("inquiry", "人民调解调查记录", ("mediation.inquiry",), _each("每次调查一份", lambda m: _talks(m, False)),
         acts=("inquire",), of=lambda m, data: not data.get("private")),
    Item("talk", "单独谈话记录", ("mediation.talk",), _each("每次单独谈话一份", lambda m: _talks(m, True)),
         acts=("inquire",), apart=True),
    Item("evidence", "证据材料", ("mediation.evidence",), when("登记了证据的", lambda m: m.evidence.exists()),
         acts=("add_evidence",)),
    Item("prolonging", "延期同意书", ("mediation.prolonging",), _each("每次延期一份", lambda m: m.prolongings.all()),
         acts=("prolong",)),
    Item("record", "人民调解记录", ("mediation.record",), _each("每次调解一份", lambda m: m.sessions.all(), WRITTEN),
         acts=("hold_session",)),
    Item("agreement", "人民调解协议书", ("mediation.agreement",), when("达成书面协议的", WRITTEN),
         acts=("agree", "sign_agreement", "put_in_writing"), of=lambda m, data: data.get("form") != "oral"),
    Item("oral", "人民调解口头协议登记表", ("mediation.oral",), when("达成口头协议的", ORAL), acts=("agree",)),
    Item("receipt", "履行凭证", ("mediation.receipt",),
         when("履行过的", lambda m: any(part.done_on for part in m.instalments.all())), "凭证", ("perform", "perform_late")),
    Item("confirmation", "司法确认申请书", ("mediation.confirmation",), when("申请司法确认的", _confirmation),
         acts=("apply_confirmation",)),
    Item("ruling", "法院裁定书", required=when("法院作出裁定的", _ruled), others="裁定", acts=("court_accepts", "record_ruling")),
    Item("end", "终止调解通知书", ("mediation.end",), when("终止调解的", lambda m: m.end_reason), acts=("end",)),
    Item("service", "送达回证", ("mediation.service",), acts=("serve", "record_delivery", "agree_electronic")),
    Item("visit", "人民调解回访记录", ("mediation.visit",),
         _each("达成协议的，回访过的", lambda m: m.visits.all(), lambda m: m.agreed_at), acts=("visit",)),
    Item("closing", "结案报告表", ("mediation.closing",)),
)  # fmt: skip


# --- What is printed --------------------------------------------------------------------------------------------


def _begun(mediation: Mediation) -> Any:
    return mediation.accepted_at or mediation.received_at


def _asked_on(mediation: Mediation) -> Any:
    found = _confirmation(mediation)
    return found and found.applied_on


DAYS: dict[str, Any] = {
    "application": lambda m: {"": m.applied_on or _begun(m)},
    "register": lambda m: {"": _begun(m)},
    "refusal": lambda m: {"": m.closed_at},
    "rights": lambda m: {"": told.told_at} if (told := m.told.last()) else {},
    "mandate": lambda m: {str(row.pk): row.given_on for row in capacity.mandates(m.people)},
    "inquiry": lambda m: {str(row.pk): row.at for row in _talks(m, False)},
    "prolonging": lambda m: {str(row.pk): row.at for row in m.prolongings.all()},
    "record": lambda m: {str(row.pk): row.held_at for row in m.sessions.all()},
    "agreement": lambda m: {"": m.agreed_at},
    "oral": lambda m: {"": m.agreed_at},
    "receipt": lambda m: {str(row.pk): row.done_on for row in m.instalments.all()},
    "confirmation": lambda m: {"": _asked_on(m)},
    "end": lambda m: {"": m.ended_at},
    "visit": lambda m: {str(row.pk): row.at for row in m.visits.all()},
}


def cover(mediation: Mediation) -> dict[str, Any]:
    """Cover of the official form (domain: 2.4), and whose it is."""
    session = mediation.sessions.select_related("kept_by").last()
    done = mediation.status == S.ARCHIVED
    ended = mediation.effective_on or mediation.ended_at or mediation.agreed_at or mediation.closed_at
    return {
        **facts.frame(mediation),
        "unit": mediation.body.name,
        "number": mediation.number,
        "subject": mediation.title,
        "mediators": "、".join(facts.mediators(mediation)),
        "kept_by": session.kept_by.name if session else "",
        "begun_on": say.day(_begun(mediation)),
        "ended_on": say.day(ended),
        "results": _results(mediation),
        "filed_by": mediation.archived_by.name if mediation.archived_by else "",
        "filed_on": say.day(mediation.closed_at) if done else "",
        "retention": mediation.retention,
        "remark": "不公开调解；" if mediation.behind_closed_doors else "",
    }


def _results(mediation: Mediation) -> list[tuple[str, bool]]:
    """What came of it, as boxes with their ticks."""
    found = _confirmation(mediation)
    confirmed = bool(mediation.agreed_at and found and found.result == C.CONFIRMED)
    return [
        ("书面协议", bool(WRITTEN(mediation))),
        ("口头协议", bool(ORAL(mediation))),
        ("终止", bool(mediation.end_reason)),
        ("不予受理", bool(mediation.refusal)),
        ("已履行", mediation.performed_on is not None),
        ("已司法确认", confirmed),
    ]


def _remarks(mediation: Mediation) -> dict[str, str]:
    on = mediation.effective_on
    return {"mediation.agreement": f"{say.short(on, weekday=False)}生效"} if on else {}


def _notes(mediation: Mediation) -> list[str]:
    """What came in after it was filed (补卷)."""
    return [
        f"补卷：{say.day(entry.typed_at)}{court.AFTER_FILING[entry.action]}，材料补入本卷"
        for entry in court.added_later(mediation)
    ]


DOSSIER = Dossier(
    "mediation.dossier",
    "调解卷宗",
    ITEMS,
    "documents/_cover_mediation.html",
    cover,
    statuses=frozenset(S) - {S.VOIDED},
    ending=frozenset(
        {S.EFFECTIVE, S.PERFORMED, S.ENDED, S.REFUSED, S.ARCHIVED}
    ),  # before, all would be missing
    days={f"mediation.{key}": days for key, days in DAYS.items()},
    remarks=_remarks,
    notes=_notes,
    note="file_note",
    reads_apart=reads_apart,
    compartments=PROTECTED,
)
