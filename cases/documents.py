"""Papers of a case."""

from core.documents import DocumentKind

DOCUMENTS: tuple[DocumentKind, ...] = ()
