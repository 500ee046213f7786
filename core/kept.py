"""What somebody typed while the login ran out: kept in the browser, sealed, for the same user only.

Nothing is stored on the server. The text travels encrypted through the login page, so that whoever
sits down at the machine meanwhile cannot read it, and comes back after the login to be sent again.
"""

import base64
import binascii
import json
from typing import Any

from django.http import HttpRequest

from core.encryption import CannotDecrypt, decrypt, encrypt

LONGEST = 200_000  # characters
_LABEL = "login.kept"


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields without tokens and passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.casefold()
        for value in values
    ]


def keep(request: HttpRequest) -> str:
    """The posted fields without tokens and passwords, sealed; empty when they are too long."""
    fields = typed(request)
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return ""
    content = {
        "user": request.user.pk,
        "path": request.get_full_path(),
        "fields": fields,
        "files": [file.name for _, files in request.FILES.lists() for file in files],
    }
    return base64.urlsafe_b64encode(encrypt(json.dumps(content), _LABEL)).decode()


def restore(token: str, user: Any) -> dict[str, Any] | None:
    """What `keep` sealed for this user: path, fields, files; None for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode())
        content = json.loads(decrypt(sealed, _LABEL) or "{}")
    except (CannotDecrypt, binascii.Error, ValueError):
        return None
    return content if content.get("user") == user.pk else None
