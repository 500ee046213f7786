"""排班表: what is hung up in the hall."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Roster
from core.procedure.procedure import by_kind
from core.rosters.panel import lines


def kind_of(key: str, label: str, permission: str) -> DocumentKind:
    """The paper of a kind of rosters."""

    def context(roster: Roster) -> Mapping[str, Any]:
        rows = lines(roster.turns.select_related("user", "substitute", "signed_by"))
        posts = _posts(roster)
        return {
            "label": label,
            "where": by_kind()[roster.kind].labels["where"],
            "span": f"{say.day(roster.first)}至{say.day(roster.last)}",
            "public": bool(by_kind()[roster.kind].labels["public"]),
            "draft": roster.published_at is None,
            "published": say.day(localtime(roster.published_at)) if roster.published_at else "",
            "rows": [
                {**row, "on": say.short(row["day"]), "post": posts.get(row["person"], "")} for row in rows
            ],
            "phone": settings.TOWN["phone"],
        }

    return DocumentKind(
        key, f"{label}表", "documents/roster.html", context, permission=permission,
        statuses=frozenset({Roster.Status.DRAFTED, Roster.Status.PUBLISHED, Roster.Status.OVER}),
    )  # fmt: skip


def _posts(roster: Roster) -> dict[str, str]:
    """The post of everybody on it, for the public to know whom they meet."""
    people = {turn.person for turn in roster.turns.select_related("user", "substitute")}
    return {user.name: user.reach.posts[0].name for user in people if user.reach.posts}
