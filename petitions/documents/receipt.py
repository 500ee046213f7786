"""信访登记回执: what was received, under which number, and until when the petitioner will be told."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.intake.receipts import receipt_keys
from petitions import clocks
from petitions.models import Petition


def receipt(petition: Petition) -> Mapping[str, Any]:
    """Of a letter that was split, each part that is not sealed stands on it; of an accusation no word (art. 30)."""
    shown: dict[str, Any] = {
        **receipt_keys(petition.code, str(petition.lookup_code)),
        "unit": settings.TOWN["centre"], "phone": settings.TOWN["phone"], "received_on": say.day(petition.received_at),
        "first_contact": petition.first_contact.name, "sealed": petition.sealed, "claims": [], "notice_by": "",
    }  # fmt: skip
    letter = petition.split_from or petition
    parts = Petition.objects.filter(
        code=petition.code, kind=petition.kind, compartment="", voided_at=None
    ).order_by("pk")
    own = [part for part in parts if letter.pk in (part.pk, part.split_from_id)]
    shown["claims"] = [
        {"number": claim.number, "words": claim.words, "matter": part.number}
        for part in own
        for claim in part.own_claims()
    ]
    notice = petition.clocks.filter(rule=clocks.NOTICE.key).first()
    return shown | {"notice_by": say.day(notice.raw) if notice and notice.raw else ""}
