"""Papers of a petition (domain: 1.10)."""

from core.documents.issue import DocumentKind
from petitions.documents.receipt import receipt

DOCUMENTS: tuple[DocumentKind, ...] = (
    DocumentKind(
        "petitions.receipt", "信访登记回执", "documents/petition_receipt.html", receipt, shared=True
    ),
)
