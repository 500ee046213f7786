"""What is being typed at the counter, kept so that no crash of browser or server loses it.

The whole form as pairs of name and value, encrypted, under the form's own key. Only its writer gets it
back; it goes with the registration, in the same transaction, or after a week. Files are not kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from core.intake.earlier import typed
from core.models import Draft, HistoryEntry
from core.procedure.procedure import by_kind
from core.values.moments import now
from core.workflow.perform import one_at_a_time

KEPT = timedelta(days=7)
LONGEST = 200_000  # characters
MOST = 20  # on the page
WORTH = 10  # characters typed: less is quicker typed anew than found
UNKEPT = {"csrfmiddlewaretoken", "_writer", "then", "go", "anew"}


@dataclass(frozen=True)
class Unfinished:
    """A line of the list of drafts."""

    key: UUID
    begun_at: datetime
    words: str


@transaction.atomic
def save(user: Any, kind: str, post: QueryDict) -> datetime | None:
    """Keep the form; the moment, or None for what cannot be kept (no key of ours, too long, registered).

    Waits for a registration under the same key, so that no draft outlives it.
    """
    key = _key(post.get("key", ""))
    fields = [(name, value) for name, values in post.lists() if name not in UNKEPT for value in values]
    if key is None or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return None
    one_at_a_time(key)
    if registered(key):
        return None
    draft = Draft.objects.filter(key=key).first() or Draft(key=key, user=user, kind=kind, begun_at=now())
    if draft.user_id != user.pk:
        return None
    draft.content, draft.saved_at = json.dumps(fields, ensure_ascii=False), now()
    draft.save()
    return draft.saved_at


def registered(key: Any) -> bool:
    """Has this form become a case? A draft that was on its way then comes too late, and nothing is lost."""
    return HistoryEntry.objects.filter(key=_key(str(key))).exclude(key=None).exists()


def restore(user: Any, kind: str, key: str) -> tuple[QueryDict, datetime] | None:
    """What was typed, and since when; None where there is no such draft of this user."""
    draft = _own(user, key)
    return (_fields(draft), draft.begun_at) if draft and draft.kind == kind else None


def begun(user: Any, key: str) -> datetime:
    """Since when the form is being typed."""
    draft = _own(user, key)
    return draft.begun_at if draft else now()


def mine(user: Any, kind: str, but: str = "") -> list[Unfinished]:
    """The user's drafts of a kind that hold more than a few characters, the newest first, with their first words; `but` is the
    one on the page.
    """
    rows: Iterable[Draft] = Draft.objects.filter(user=user, kind=kind, saved_at__gt=now() - KEPT)[:MOST]
    worth = (row for row in rows if str(row.key) != but and _length(row) > WORTH)
    return [Unfinished(row.key, row.begun_at, _words(row)) for row in worth]


def discard(user: Any, key: Any) -> None:
    """It is registered, or not wanted any more."""
    Draft.objects.filter(user=user, key=key).delete()


def forget_old() -> int:
    """Once a day: what nobody came back to for a week."""
    return Draft.objects.filter(saved_at__lte=now() - KEPT).delete()[0]


def _own(user: Any, text: str) -> Draft | None:
    key = _key(text)
    return Draft.objects.filter(user=user, key=key).first() if key else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fields(draft: Draft) -> QueryDict:
    fields = QueryDict(mutable=True)
    for name, value in json.loads(draft.content):
        fields.appendlist(name, value)
    return fields


def _length(draft: Draft) -> int:
    """How much somebody has typed: what it is about, and what the lines of people say."""
    fields = _fields(draft)
    lines = ("name", "id_number", "phone", "address")
    said = (
        text
        for name in fields
        if name.endswith(tuple(f"-{one}" for one in lines))
        for text in fields.getlist(name)
    )
    return len(_about(draft, fields)) + sum(map(len, said))


def _about(draft: Draft, fields: QueryDict) -> str:
    intake = by_kind()[draft.kind].intake
    return fields.get(intake.words, "").strip() if intake else ""


def _words(draft: Draft) -> str:
    """The first words of what it is about, else the first name, shortened."""
    fields = _fields(draft)
    names = (one.name for one in typed(fields) if one.name)
    text = _about(draft, fields) or next(names, "")
    return f"{text[:20]}…" if len(text) > 20 else text or "还没有写诉求"
