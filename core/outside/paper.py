"""What goes out on paper: one letter for each item that was sent, with the words of its purpose, and 催问函."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Correspondence
from core.outside.bodies import letters
from core.values.moments import now

P = Correspondence.Purpose
# By purpose: heading, and the sentence before the contents.
WORDS = {
    P.FORWARD: ("转送函", "下列事项属于贵单位职责范围，现转送贵单位，请依法按程序办理。"),
    P.ASSIGN: ("交办函", "现将下列事项交办贵单位，请按期办理，并书面报告结果。"),
    P.HAND_UP: ("提请函", "下列事项超出本镇处理权限或者需要上级协调，现提请贵单位处理。"),
    P.ASK: ("函询函", "为办理下列事项，现就有关情况函询贵单位。"),
    P.REPORT: ("办结报告", "贵单位转送、交办的下列事项已经办结，现将结果报告如下。"),
    P.OBJECTION: (
        "异议函",
        "贵单位转送、交办的下列事项，经核实不属于本单位职责范围，现提出异议并退回，请贵单位审核。",
    ),
    P.NOTICE: ("通报函", "现将下列情况通报贵单位。"),
    P.INFORM: ("报送函", "现将有关情况报送贵单位，请收到后函告。"),
    P.SUGGEST: ("建议函", "贵单位派驻本镇的单位承办的下列事项没有按期办理，建议贵单位督促办理，并函告结果。"),
}
AGAIN = "前函要求的回复日期已到，至今没有收到回复，现再次函询，请贵单位尽快回复。"


def sent(child: Any) -> list[Correspondence]:
    """The papers that were sent, the first first: each has a letter."""
    return [one for one in letters(child) if one.direction == Correspondence.Direction.SENT]


def _urged(child: Any) -> list[Correspondence]:
    return [one for one in sent(child) if one.urged]


def _turn(letter: Correspondence, place: int) -> str:
    return str(letter.named)


def _nothing_sent(child: Any) -> str:
    return "" if sent(child) else "还没有发给镇外单位的函件。"


def _not_urged(child: Any) -> str:
    return "" if _urged(child) else "还没有催问过，没有催问函。"


def _frame(child: Any, letter: Correspondence) -> dict[str, Any]:
    """Of a sealed matter the sheet says to whom and by when, and no word of what."""
    said = {"subject": child.shown_title, "words": letter.words, "about": _about(letter)}
    return {
        **(said if not child.sealed else dict.fromkeys(said, "")),
        "phone": settings.TOWN["phone"],
        "matter_number": child.number,
        "to": letter.body.name,
        "signed_by": letter.signed_by,
        "sealed": child.sealed,
    }


def _about(letter: Correspondence) -> str:
    """《…》文号 of what it answers."""
    one = letter.about
    return f"{say.day(one.dated_on)}来函{f'（{one.reference}）' if one.reference else ''}" if one else ""


def _letter(child: Any, letter: Correspondence) -> Mapping[str, Any]:
    heading, lead = WORDS[P(letter.purpose)]
    dates = {"on": say.day(letter.dated_on), "due": say.day(letter.asked_by)}
    return {**_frame(child, letter), "heading": heading, "lead": lead, **dates, "first": ""}


def _again(child: Any, letter: Correspondence) -> Mapping[str, Any]:
    due, until = letter.asked_by, letter.urged_until
    first = f"{say.day(letter.dated_on)}发出的{WORDS[P(letter.purpose)][0]}"
    first += f"（要求 {say.day(due)}前回复）" if due else ""
    dates = {"on": say.day(letter.urged_on or localdate(now())), "due": say.day(until)}
    frame = {**_frame(child, letter), "words": ""}
    return {**frame, "heading": "催问函", "lead": AGAIN, "first": first, **dates}


def letter_of(key: str, statuses: frozenset[str], series: str = "") -> DocumentKind:
    """The letters for a procedure's list; `series`: the word of its own numbers."""
    return DocumentKind(
        key, "函件", "documents/letter.html", _letter, number=f"{{short}}{series}函〔{{year}}〕{{serial}}号", statuses=statuses,
        when=_nothing_sent, parts=sent, turn=_turn, shared=True, carries=True,
    )  # fmt: skip


def urging_of(key: str, statuses: frozenset[str], series: str = "") -> DocumentKind:
    """催问函; `key` and `series` are its own."""
    return DocumentKind(
        key, "催问函", "documents/letter.html", _again, number=f"{{short}}{series}催〔{{year}}〕{{serial}}号", statuses=statuses,
        when=_not_urged, parts=_urged, turn=_turn, shared=True,
    )  # fmt: skip
