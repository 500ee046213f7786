"""Tables of petitions."""

from petitions.models.alike import Alike
from petitions.models.claims import Claim
from petitions.models.course import (
    Advice,
    Care,
    Charge,
    Conduct,
    Contact,
    Earlier,
    Extension,
    Hearing,
    Inquiry,
    Instruction,
    Material,
    Review,
    Settlement,
    UrgentReport,
)
from petitions.models.petition import Petition

__all__ = [
    "Advice",
    "Alike",
    "Care",
    "Charge",
    "Claim",
    "Conduct",
    "Contact",
    "Earlier",
    "Extension",
    "Hearing",
    "Inquiry",
    "Instruction",
    "Material",
    "Petition",
    "Review",
    "Settlement",
    "UrgentReport",
]
