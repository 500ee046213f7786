"""The log of managing: who gave, activated, ended, unlocked. Django's admin writes to the same one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from core.models import User


def note(user: Any, thing: Any, sentence: str) -> None:
    """Keep what an administrator did to a thing."""
    note_each(user, [thing], sentence)


def note_each(user: Any, things: Iterable[Any], sentence: str) -> None:
    """The same of many things at once."""
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=user.pk,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk or ""),
            object_repr=str(thing)[:200],
            action_flag=CHANGE,
            change_message=sentence,
        )
        for thing in things
    )


def note_made(things: Iterable[Any], by: User | None) -> None:
    """Keep that a command made these accounts, posts, holdings, units or places, with nobody's page: what stands
    without a word here counts as slipped in (core.models.facts). `by` None: the first account answers for it.
    """
    answers = by or User.objects.order_by("pk").first()
    for thing in things if answers else ():
        note(answers, thing, "命令建立")


def account(username: str) -> User:
    """The account of a name, for the log; an account that does not exist is named all the same."""
    return User.objects.filter(username=username).first() or User(username=username, name=username)
