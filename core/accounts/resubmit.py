"""What somebody typed while the login ended: kept in the browser, sealed, for the same user only.

Nothing is stored on the server. The text travels encrypted through the login page, so that whoever
sits down at the machine meanwhile cannot read it, and comes back after the login to be sent again.
Whose text it is, the form itself says (`writer_field`): its session may be gone or another's by then.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest

from core.privacy.encryption import CannotDecrypt, decrypt, encrypt

LONGEST = 200_000  # characters
OLDEST = 24 * 3600  # seconds that a form may have been open
WRITER = "_writer"  # the field that says who opened the form
TOKENS = {"csrfmiddlewaretoken", WRITER}
_LABEL = "login.kept"


def writer_field(user: Any) -> str:
    """The value of the field WRITER in a form that this user opens."""
    return signing.dumps(user.pk, salt=WRITER, compress=False)


def writer(request: HttpRequest) -> int | None:
    """Who opened the form that is posted; None where it does not say so, or cannot be believed."""
    try:
        pk: int = signing.loads(request.POST.get(WRITER, ""), salt=WRITER, max_age=OLDEST)
    except signing.BadSignature:
        return None
    return pk


def posted(request: HttpRequest) -> dict[str, Any]:
    """Path, fields without tokens and passwords, and the names of the files; no fields where they are too long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in TOKENS and "password" not in name.casefold()
        for value in values
    ]

    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        fields = []
    files = [file.name for _, files in request.FILES.lists() for file in files]
    return {"path": request.get_full_path(), "fields": fields, "files": files}


def keep(request: HttpRequest) -> str:
    """The posted fields, sealed for who opened the form; empty when they are too long."""
    content = posted(request)
    if not content["fields"]:
        return ""
    content["user"] = writer(request) or request.user.pk
    return base64.urlsafe_b64encode(encrypt(json.dumps(content), _LABEL)).decode()


def restore(token: str, user: Any) -> dict[str, Any] | None:
    """What `keep` sealed for this user: path, fields, files; None for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode())
        content = json.loads(decrypt(sealed, _LABEL) or "{}")
    except (CannotDecrypt, binascii.Error, ValueError):
        return None
    return content if content.get("user") == user.pk else None


# --- Shown before it is sent -------------------------------------------------------------------------------


def typed(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was written, with the names of the fields, to be read once more before it is sent; choices and ticks go
    along unseen. A field that several forms call differently is shown by its text alone.
    """
    labels = _labels()
    lines = []
    for name, value in fields:
        row = re.fullmatch(r"[a-z_]{1,40}-([0-9]{1,4})-([a-z_]{1,40})", name)
        called = labels.get(row[2] if row else name)
        if called is not None and value.strip():
            label = called.pop() if len(called) == 1 else "填写的内容"
            lines.append((f"第 {int(row[1]) + 1} 行 {label}" if row else label, value))
    return lines


def _labels() -> dict[str, set[str]]:
    """Of all forms, the fields that one writes into: what each is called."""
    found: dict[str, set[str]] = {}
    kinds: list[type] = [forms.BaseForm]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        for name, field in getattr(kind, "base_fields", {}).items():
            hidden = field.widget.is_hidden or isinstance(field, forms.BooleanField | forms.FileField)
            if not hidden and not isinstance(field.widget, forms.Select | forms.RadioSelect):
                found.setdefault(name, set()).add(str(field.label or name))
    return found
