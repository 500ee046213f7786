"""Issuing papers: a kind, a template, a named context; numbered, hashed, stored, never changed."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from core import papers, qr
from core.digest import digest
from core.models import Document, Matter, User
from core.moments import now
from core.numbers import next_number


@dataclass(frozen=True)
class DocumentKind:
    """A kind of paper. `context(child)` gives plain values to the template; `number` is the form of
    its number with {year} and {serial} (empty: it carries the matter's own); `permission` who issues it.
    `statuses` empty: at any stage. `shared`: a copy leaves the sealed team, so it shows no content.
    """

    key: str
    label: str
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    permission: str
    number: str = ""
    statuses: frozenset[str] = frozenset()


def issue(kind: DocumentKind, child: Any, by: User | None) -> Document:
    """Make the paper as of now, store bytes and row; a second issue supersedes the first.

    A paper of its own series is laid out with the counter locked (some 0.3 s): a number whose paper
    failed is given again.
    """
    with transaction.atomic():
        number, code = _number(kind, child), secrets.token_urlsafe(12)
        context = {**kind.context(child), **seal_of(code, number), "number": number, "created": localtime(now())}
        data = papers.render(kind.template, context, title=kind.label, author=settings.TOWN["centre"])
        return store(kind.key, kind.label, data, by, matter=child, number=number, code=code)


def _number(kind: DocumentKind, child: Any) -> str:
    """The matter's own number, or the next of the kind's series; a paper issued again keeps its number."""
    if not kind.number:
        return child.number
    earlier = Document.objects.filter(matter_id=child.pk, kind=kind.key).first()
    year = localtime(now()).year
    return earlier.number if earlier else kind.number.format(
        short=settings.TOWN["short"], year=year, serial=next_number(kind.key, year)
    )


def seal_of(code: str, number: str) -> dict[str, str]:
    """What the template needs to carry the mark that confirms the paper."""
    url = settings.PUBLIC_URL + reverse("verify", args=[code])
    return {"verify_svg": qr.svg(url), "verify_number": number}


def store(
    kind: str, label: str, data: bytes, by: User | None, *, matter: Matter | None = None, number: str = "",
    scope: str = "", code: str = "", facts: Mapping[str, Any] | None = None,
) -> Document:
    """Keep the bytes under their hash and the row that says what they are."""
    name = keep(data)
    with transaction.atomic():
        if matter is not None:
            Matter.objects.select_for_update().get(pk=matter.pk)
        last = Document.objects.filter(matter_id=matter.pk if matter else None, kind=kind, scope=scope)
        version = (last.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        return Document.objects.create(
            matter_id=matter.pk if matter else None, kind=kind, label=label, number=number, scope=scope,
            version=version, digest=name, size=len(data),
            facts=dict(facts or {}), verify_code=code or secrets.token_urlsafe(12), issued_at=now(), issued_by=by,
        )


def keep(data: bytes) -> str:
    """Store bytes once under their digest; returns the digest."""
    name = digest(data)
    path = path_of(name)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return name


def path_of(name: str) -> str:
    """Where the bytes of a digest lie: sm3/ab/abcdef…"""
    method, value = name.split(":")
    return f"{method}/{value[:2]}/{value}"


def read(name: str) -> bytes:
    """The bytes of a digest, checked against it. Raises ValueError when the file was changed."""
    with default_storage.open(path_of(name)) as file:
        data = file.read()
    if digest(data) != name:
        raise ValueError("文件内容与登记的校验值不符。")
    return data
