"""Tables of public legal services."""

from legal.models.aid import Aid
from legal.models.checkup import Checkup, Finding
from legal.models.consultation import Consultation, Guided, Written
from legal.models.counselling import Counselling, CounsellingNote, Danger
from legal.models.expertise import Expertise, Point, TextVersion
from legal.models.library import Article, Guide, Law, Reply, Topic
from legal.models.publicity import Certificate, Lesson, Plan

__all__ = [
    "Aid", "Article", "Certificate", "Checkup", "Consultation", "Counselling", "CounsellingNote", "Danger", "Expertise", "Finding", "Guide", "Guided", "Law", "Lesson", "Plan", "Point", "Reply",
    "TextVersion", "Topic", "Written",
]  # fmt: skip
