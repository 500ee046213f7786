"""Which papers of a petition are served on whom, and what runs from the day of service (domain-supplement: G)."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.models import Party
from core.service.serving import Serving, ToServe
from petitions import clocks
from petitions.models import Petition

S = Petition.Status
TOLD = {str(S.TO_TELL): str(S.TOLD)}


def petitioners(petition: Any) -> list[Party]:
    """The representatives who were chosen, else whoever petitions; nobody where name or address is unclear."""
    if petition.unreachable:
        return []
    people = [one for one in petition.people if one.role == Party.Role.APPLICANT]
    return [one for one in people if one.is_representative] or people


def _accepted_on(petition: Petition) -> date | None:
    return petition.accepted_on


def _sorted_on(petition: Petition) -> date | None:
    return localdate(petition.sorted_at) if petition.sorted_at else None


def _guided_on(petition: Petition) -> date | None:
    return _sorted_on(petition) if petition.way and petition.way != petition.Way.PETITION else None


def _refused_on(petition: Petition) -> date | None:
    return _sorted_on(petition) if petition.refusal else None


def _studied_on(petition: Petition) -> date | None:
    return _sorted_on(petition) if petition.kind_of == petition.Kind.SUGGESTION else None


def _sent_on(petition: Petition) -> date | None:
    sent = [row.dated_on for row in petition.correspondence.all() if row.purpose in ("forward", "assign")]
    return max(sent) if sent and petition.owes_notice else None


def sent_before(petition: Petition) -> int:
    """How often it went to another body before the last time, each told by a notice of its own (art. 23 ¶1)."""
    return max(sum(row.purpose in ("forward", "assign") for row in petition.correspondence.all()) - 1, 0)


def _longer_on(petition: Petition) -> date | None:
    granted = [row for row in petition.extensions.all() if row.granted]
    return localdate(granted[0].decided_at) if granted and granted[0].decided_at else None


def _asked_on(petition: Petition) -> date | None:
    """Of the list that still waits, while somebody works on the petition."""
    waits = [row.at for row in petition.materials.all() if row.came_on is None]
    return localdate(waits[-1]) if waits and petition.status in (S.ACCEPTED, S.AGREED, S.STUDYING) else None


def _called_on(petition: Petition) -> date | None:
    """Of the hearing that is still to come to its record."""
    called = [row.told_on for row in petition.hearings.all() if not row.record]
    return called[0] if called and petition.status in (S.ACCEPTED, S.AGREED) else None


def _heard(petition: Petition) -> int:
    return sum(bool(row.record) for row in petition.hearings.all())


def _signed_on(petition: Petition) -> date | None:
    return petition.signed_on


def _replied_on(petition: Petition) -> date | None:
    return petition.replied_on


SERVING = Serving(
    (
        ToServe("petitions.acceptance", "受理告知书", _accepted_on, petitioners, meets=(clocks.NOTICE,)),
        ToServe("petitions.guide", "程序告知书", _guided_on, petitioners, meets=(clocks.NOTICE,), leads=TOLD),
        ToServe(
            "petitions.refusal",
            "不予受理告知书",
            _refused_on,
            petitioners,
            meets=(clocks.NOTICE,),
            leads=TOLD,
        ),
        ToServe("petitions.received", "收到情况告知书", _studied_on, petitioners, meets=(clocks.NOTICE,)),
        ToServe(
            "petitions.sent", "转送告知书", _sent_on, petitioners, meets=(clocks.NOTICE,), turn=sent_before
        ),
        ToServe(
            "petitions.material",
            "补充材料通知书",
            _asked_on,
            petitioners,
            turn=lambda petition: petition.anew,
        ),
        ToServe("petitions.hearing_notice", "听证通知书", _called_on, petitioners, turn=_heard),
        ToServe("petitions.extension_notice", "延期办理告知书", _longer_on, petitioners),
        ToServe(
            "petitions.reply",
            "建议意见回复",
            _replied_on,
            petitioners,
            meets=(clocks.NOTICE,),  # what was not told before is told now, however late
            leads={str(S.TO_SERVE): str(S.REPLIED)},
        ),
        ToServe(
            "petitions.opinion",
            "信访处理意见书",
            _signed_on,
            petitioners,
            starts=(clocks.REVIEW, clocks.FOLLOW_UP),
            meets=(clocks.NOTICE,),
            turn=lambda petition: petition.anew,
            leads={str(S.TO_SERVE): str(S.SERVED)},
        ),
    )
)
