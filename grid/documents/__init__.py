"""Papers of an incident, in the order of its life."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from grid.models import Incident

Values = Mapping[str, Any]


def receipt(incident: Incident) -> Values:
    """For who reported it: the two codes, and when the outcome is told."""
    return {
        **receipt_keys(incident.code, str(incident.lookup_code)),
        "heading": "网格事件登记回执",
        "registered_at": say.moment(incident.received_at, weekday=True),
        "subject": "" if incident.sealed else incident.masked_title,
        "first_contact": f"{incident.first_contact.name}　{settings.TOWN['phone']}",
        "holder": incident.holder_unit.name,
        "steps": [{"when": "结案后3个工作日内", "what": "告知您处置结果，请您评价"}],
        "notes": [],
        "received_by": incident.first_contact.name,
        "sealed": incident.sealed or not all(party.may_be_reached() for party in incident.people),
    }


DOCUMENTS = (
    DocumentKind("grid.receipt", "网格事件登记回执", "documents/receipt.html", receipt, shared=True),
)
