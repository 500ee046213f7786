"""Papers of a mediation, after the forms of the Ministry of Justice (domain: 2.4), in the order of the file.

They are made for the parties of this mediation and lie behind its gate, so a sealed one keeps its names. Each says what
was true on its own day. What one party told apart stands on no paper but the record of that talk, in the sub-file.
"""

from core.documents.issue import DocumentKind
from core.models.matter import PROTECTED
from core.service import paper as service
from mediation.documents import agreement, closing, course, opening
from mediation.documents.facts import AGREED, FORMAL, S
from mediation.remedies import untold


def _kind(key: str, label: str, template: str, context: object, **more: object) -> DocumentKind:
    """All of them name people in full and are addressed to both sides: of an accusation there is none."""
    path = f"documents/{template}.html"
    more = {"personal": True, "compartments": PROTECTED, **more}
    return DocumentKind(f"mediation.{key}", label, path, context, **more)  # type: ignore[arg-type]


DOCUMENTS: tuple[DocumentKind, ...] = (
    _kind(
        "application",
        "人民调解申请书",
        "mediation_application",
        opening.application,
        statuses=FORMAL | {S.APPLIED, S.REFUSED},
        when=opening.no_application,
    ),
    _kind(
        "register",
        "人民调解受理登记表",
        "mediation_register",
        opening.register,
        statuses=FORMAL | {S.SETTLED},
    ),
    _kind(
        "refusal",
        "不予受理告知书",
        "mediation_refusal",
        opening.refusal,
        statuses=frozenset({S.REFUSED}),
        when=untold,
    ),
    _kind("rights", "权利义务告知书", "mediation_rights", opening.rights, statuses=FORMAL),
    _kind(
        "mandate",
        "授权委托书",
        "mediation_mandate",
        opening.mandate,
        statuses=FORMAL,
        when=opening.no_mandate,
        parts=opening.mandates,
        turn=opening.copy_of,
    ),
    _kind(
        "inquiry",
        "人民调解调查记录",
        "mediation_inquiry",
        course.inquiry,
        statuses=FORMAL,
        when=course.no_inquiry,
        parts=course.inquiries,
    ),
    _kind(
        "talk",
        "单独谈话记录",
        "mediation_inquiry",
        course.talk,
        statuses=FORMAL,
        when=course.no_talk,
        parts=course.talks,
    ),
    _kind(
        "evidence",
        "证据材料清单",
        "mediation_evidence",
        course.evidence,
        statuses=FORMAL,
        when=course.no_evidence,
    ),
    _kind(
        "prolonging",
        "延期同意书",
        "mediation_prolonging",
        course.prolonging,
        statuses=FORMAL,
        when=course.not_prolonged,
        parts=course.prolongings,
    ),
    _kind(
        "record",
        "人民调解记录",
        "mediation_record",
        course.record,
        statuses=FORMAL - {S.ACCEPTED},
        when=course.record_missing,
        parts=course.sessions,
    ),
    _kind(
        "agreement",
        "人民调解协议书",
        "mediation_agreement",
        agreement.agreement,
        statuses=AGREED,
        when=agreement.written_only,
    ),
    _kind(
        "oral",
        "口头协议登记表",
        "oral_agreement",
        agreement.oral,
        statuses=AGREED | {S.SETTLED},
        when=agreement.oral_only,
    ),
    _kind(
        "receipt",
        "履行凭证（收条）",
        "mediation_receipt",
        agreement.receipt,
        statuses=AGREED - {S.AGREED} | {S.ARCHIVED},
        when=agreement.nothing_owed,
        parts=agreement.instalments,
        turn=agreement.term_of,
    ),
    _kind(
        "confirmation",
        "司法确认申请书",
        "mediation_confirmation",
        agreement.confirmation,
        statuses=AGREED - {S.AGREED} | {S.ARCHIVED},
        when=agreement.not_for_the_court,
    ),
    _kind(
        "arbitration",
        "申请仲裁告知书",
        "mediation_arbitration",
        closing.arbitration,
        statuses=frozenset({S.APPLIED, S.ACCEPTED, S.IN_SESSION, S.SUSPENDED, S.AGREED}),
        when=closing.fifteen_days_run,
    ),
    _kind("end", "终止调解通知书", "mediation_end", closing.end, statuses=frozenset({S.ENDED}), when=untold),
    service.kind_of(
        "mediation.service",
        frozenset({S.ENDED, S.REFUSED, S.ARCHIVED}),
        lambda mediation: mediation.body.name,
        compartments=PROTECTED,
    ),
    _kind(
        "visit",
        "人民调解回访记录",
        "mediation_visit",
        closing.visit,
        statuses=AGREED | {S.ENDED},
        when=closing.not_visited,
        parts=closing.visits,
    ),
    _kind(
        "closing",
        "结案报告表",
        "mediation_closing",
        closing.closing,
        statuses=frozenset({S.EFFECTIVE, S.PERFORMED, S.ENDED}),
    ),
)
