"""Papers of a case, by whom they are for. What a sealed case must not show is not even handed to the template."""

from cases.documents.facts import LIVE, S
from cases.documents.for_citizen import elsewhere, receipt
from cases.documents.for_units import (
    SHEET,
    handover,
    leads,
    not_handed,
    not_returned,
    returned,
    returns,
)
from cases.documents.forms import called_back, not_called_back, registration_form
from cases.documents.reception import day_of, held, not_received, reception_record
from core.documents.issue import DocumentKind
from core.outside import paper as outside
from core.referral import paper as referral
from core.tasks import paper as tasks

DOCUMENTS: tuple[DocumentKind, ...] = (
    DocumentKind("cases.receipt", "登记回执", "documents/receipt.html", receipt, statuses=LIVE, shared=True),
    DocumentKind(
        "cases.receipt_twice",
        "登记回执（A4 两联）",
        "documents/receipt_twice.html",
        receipt,
        statuses=LIVE,
        shared=True,
    ),
    DocumentKind(
        "cases.registration_form",
        "来访接待登记表",
        "documents/registration_form.html",
        registration_form,
        statuses=LIVE,
        shared=True,
        personal=True,
    ),
    DocumentKind(
        SHEET,
        "转办单",
        "documents/handover.html",
        handover,
        number="{short}转〔{year}〕{serial}号",
        statuses=LIVE,
        when=not_handed,
        parts=leads,
        shared=True,
        personal=True,
    ),
    DocumentKind(
        "cases.returned",
        "退回单",
        "documents/returned.html",
        returned,
        number="{short}退〔{year}〕{serial}号",
        statuses=LIVE,
        when=not_returned,
        parts=returns,
        shared=True,
    ),
    DocumentKind(
        "cases.elsewhere",
        "不属职责告知书",
        "documents/elsewhere.html",
        elsewhere,
        number="{short}告〔{year}〕{serial}号",
        statuses=frozenset({S.TOLD}),
        shared=True,
        personal=True,
    ),
    DocumentKind(
        "cases.reception_record",
        "接访记录",
        "documents/reception_record.html",
        reception_record,
        statuses=LIVE,
        when=not_received,
        parts=held,
        turn=day_of,
        shared=True,
        personal=True,
    ),
    tasks.kind_of("cases.task", LIVE),
    outside.letter_of("cases.letter", LIVE),
    outside.urging_of("cases.urging", LIVE),
    referral.kind_of("cases.referral", LIVE),
    DocumentKind(
        "cases.called_back",
        "回访记录",
        "documents/called_back.html",
        called_back,
        statuses=LIVE,
        when=not_called_back,
        shared=True,
        personal=True,
    ),
)

__all__ = ["DOCUMENTS", "called_back", "elsewhere", "handover", "receipt", "registration_form", "returned"]
