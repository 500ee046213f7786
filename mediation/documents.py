"""Papers of a mediation."""

from core.documents import DocumentKind

DOCUMENTS: tuple[DocumentKind, ...] = ()
