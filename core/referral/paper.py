"""转介单: one for each referral, with the person's signature and the slip that the receiver gives back."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Referral
from core.models.matter import PROTECTED
from core.referral.rules import passed


def _turn(row: Referral, place: int) -> str:
    return f"第{row.number}项"


def _parts(child: Any) -> Any:
    return child.referrals.select_related("body", "unit", "helper", "person", "sender", "consent_by")


def _none_yet(child: Any) -> str:
    return "" if child.referrals.exists() else "还没有转介，没有转介单。"


def _context(child: Any, row: Referral) -> Mapping[str, Any]:
    """What was chosen to be passed on, and nothing else: no title, no demand, nobody else's name."""
    by = row.consent_by.representative.name if row.consent_by else ""
    return {
        "scope": _turn(row, 0),
        "to": row.receiver_in_full,
        "help": row.get_help_display(),
        "facts": [
            {"label": label, "value": value}
            for label, value in passed(row.person, row.shared, localdate(row.sent_at)).items()
        ],
        "need": row.need,
        "ground": row.get_ground_display(),
        "consents": row.ground == Referral.Ground.CONSENT,
        "consent": f"{say.day(row.consent_on)}，{row.get_consent_how_display()}" if row.consent_on else "",
        "guardian": by,
        "covers": row.covers,
        "told": f"{say.day(row.told_on)}，已告知本人（监护人）" if row.told_on else "",
        "sender": row.sender.name,
        "sent": say.day(localdate(row.sent_at), weekday=True),
        "due": say.day(row.due_on, weekday=True),
    }


def kind_of(key: str, statuses: frozenset[str]) -> DocumentKind:
    """The paper for a procedure's list: `key` is its own, the number's series goes by it. It leaves the house, yet it is not
    `shared`: of a sealed matter too it names the person, who agreed to that, and no more (rules.why_not_passed).
    """
    return DocumentKind(
        key, "转介单", "documents/referral.html", _context, number="{short}介〔{year}〕{serial}号", statuses=statuses,
        when=_none_yet, parts=_parts, turn=_turn, personal=True, compartments=PROTECTED,
    )  # fmt: skip
