"""没有登记的号: visitors of the last days who were served and of whom nothing is registered (信访工作条例 43, 44(1)).

Whoever dispatches is told every morning of what is left. A line goes when the visit is registered from here, when its number is matched with a matter that was registered
elsewhere, or when somebody writes what the visitor came for that is no matter. All three say who did it.
"""

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.timezone import localtime

from cases import waiting
from cases.models import Ticket
from core.access.people import with_permission
from core.intake import drafts
from core.models import Matter, Unit
from core.records.notices import tell
from core.values.moments import now

PERMISSION, TOLD = "cases.counter", "cases.dispatch"


def unregistered() -> QuerySet[Ticket]:
    """The oldest first."""
    led_to_nothing = Ticket.objects.filter(
        state=Ticket.State.DONE, served_at__isnull=False, case=None, matter=None
    )
    return led_to_nothing.filter(nothing="", day__gte=waiting.today() - waiting.BACK).order_by(
        "day", "number"
    )


def said() -> QuerySet[Ticket]:
    """Of whom somebody wrote that they asked nothing; the newest first, for whoever looks after it."""
    written = Ticket.objects.exclude(nothing="").filter(day__gte=waiting.today() - waiting.BACK)
    return written.select_related("settled_by").order_by("-settled_at")


def remind() -> int:
    """Every morning: whoever dispatches is told how many numbers of earlier days still led to nothing."""
    told = 0
    for hall in Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None):
        left = unregistered().filter(room__unit=hall, day__lt=waiting.today()).count()
        if left:
            sentence = f"{left} 个号接待过、还没有登记，请到“没有登记的号”里补登记或者写明。"
            told += tell(
                with_permission(TOLD, unit=hall),
                None,
                sentence,
                key=f"unregistered:{hall.pk}:{waiting.today()}",
            )
    return told


def find(pk: int) -> Ticket:
    """One that nobody has settled yet; anything else is 404."""
    ticket = unregistered().filter(pk=pk).first()
    if ticket is None:
        raise Http404
    return ticket


def begin(user: Any, ticket: Ticket) -> str:
    """A begun registration of the visit, received when it was served: its key."""
    post, key = QueryDict(mutable=True), str(uuid4())
    at = f"{localtime(ticket.served_at):%Y-%m-%dT%H:%M}"
    people = {"people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0", "head_count": str(ticket.people)}
    post.update({"key": key, "channel": "visit", "at": at, "demand": ticket.purpose, **people})
    drafts.save(user, "case", post)
    return key


def match(user: Any, ticket: Ticket, matter: Matter) -> None:
    """对上: what the visitor came for is registered, as a petition or before."""
    _settle(user, ticket, matter=matter)


def nothing(user: Any, ticket: Ticket, words: str) -> None:
    """没有诉求: asked the way, fetched a paper."""
    _settle(user, ticket, nothing=words)


def _settle(user: Any, ticket: Ticket, **how: Any) -> None:
    unregistered().filter(pk=ticket.pk).update(**how, settled_by=user, settled_at=now())
