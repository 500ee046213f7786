"""Tables of public legal services."""

from legal.models.aid import Aid
from legal.models.checkup import Checkup, Finding
from legal.models.consultation import Consultation, Guided, Written
from legal.models.library import Article, Guide, Law, Reply, Topic

__all__ = [
    "Aid", "Article", "Checkup", "Consultation", "Finding", "Guide", "Guided", "Law", "Reply", "Topic", "Written",
]  # fmt: skip
