"""What must be true before the system runs; Django's check framework asks (`manage.py check`).

Keys are judged here and not at import, so that collecting static files or building an image needs none.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from core.lists.prefetch import undeciphered
from core.privacy import encryption
from core.procedure.procedure import procedures
from core.values import digest


@register(Tags.security)
def right_keys(**_: Any) -> list[CheckMessage]:
    """The keys of the encrypted columns, of their indexes and of the history are there and long enough."""
    asked: list[tuple[str, Callable[[], object]]] = [
        ("core.E001", lambda: encryption.field_keys(tuple(settings.FIELD_KEYS))),
        ("core.E002", lambda: encryption.index_key(settings.INDEX_KEY)),
        ("core.E004", lambda: digest.history_key(settings.HISTORY_KEY)),
    ]
    found: list[CheckMessage] = []
    for number, ask in asked:
        try:
            ask()
        except ImproperlyConfigured as wrong:
            found.append(
                Error(
                    str(wrong),
                    hint="python -c 'import os,base64;print(base64.b64encode(os.urandom(32)).decode())'",
                    id=number,
                )
            )
    return found


@register(Tags.security)
def sm3(**_: Any) -> list[CheckMessage]:
    """The digest of papers and history is available; there is no other algorithm to fall back to."""
    if digest.has_sm3():
        return []
    hint = "use a Python built with OpenSSL 1.1.1 or later"
    return [Error("OpenSSL offers no SM3", hint=hint, id="core.E003")]


@register(Tags.models)
def gathered_in_plain(**_: Any) -> list[CheckMessage]:
    """No procedure gathers rows with encrypted columns: its page would show what no key has opened."""
    return [
        Error(
            f"{one.kind} gathers {', '.join(found)}", hint="leave it out of Procedure.gathers", id="core.E005"
        )
        for one in procedures()
        if (found := undeciphered(one.model, one.gathers))
    ]
