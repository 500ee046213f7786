"""Issuing papers: a kind, a template, a named context; numbered, hashed, stored, never changed."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import localtime

from core.documents import disk_space, qr, render
from core.documents.paper_formats import turn
from core.models import Document, Matter, User
from core.models.matter import CLOSED
from core.records.numbers import next_number
from core.values.digest import canonical, digest, digest_of
from core.values.moments import now
from core.values.refused import Refused


class Broken(Exception):
    """The file of a digest is gone, or was changed."""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of paper. `context(child)` gives plain values to the template: the same facts, the same values.

    `number` is the form of its number with {short}, {year} and {serial} (empty: it carries the matter's
    own); `permission` who issues it; `statuses` the stages at which it may be issued (empty: any); `when`
    says in a sentence why not yet. `parts(child)`: where there are several of a kind, the rows that they are of, oldest
    first: each has its own number and versions, its scope is the row's key, and the context is `context(child, row)`.
    `round(child)`: which decision it is of, where the same is decided anew after the first was set aside: a paper of its
    own, with its own number (empty: the first). `turn(row, place)` names one of them (第2次), empty where that goes without saying. `shared`: it leaves the
    house, so of a sealed matter it shows no content. `compartments`: the closed labels under which it may be issued at all.
    `dated(child)`: the day that stands on it, whose year its number has, where it may be made later than that day.
    `carries`: it carries an item of 往来函件 (its scope), whose number here is the paper's own.
    `personal`: names and numbers stand on it in full: opened with core.reveal only, and every opening is a Look.
    """

    key: str
    label: str
    template: str
    context: Callable[..., Mapping[str, Any]]
    permission: str = "core.issue"
    number: str = ""
    statuses: frozenset[str] = frozenset()
    when: Callable[[Any], str] | None = None
    parts: Callable[[Any], Iterable[Any]] | None = None
    turn: Callable[[Any, int], str] = lambda row, place: turn(place)
    round: Callable[[Any], str] = lambda child: ""
    dated: Callable[[Any], date | None] = lambda child: None
    shared: bool = False
    carries: bool = False
    personal: bool = False
    compartments: frozenset[str] = CLOSED

    def why_not(self, child: Any) -> str:
        """Why it cannot be issued now, in a sentence; empty when it can."""
        if self.statuses and child.status not in self.statuses:
            return f"现在是“{child.Status(child.status).label}”，不能出具{self.label}。"
        if child.sealed and child.compartment not in self.compartments:
            return f"按“{child.get_compartment_display()}”封闭的事项，不能出具{self.label}。"
        return self.when(child) if self.when else ""

    def allowed(self, user: Any) -> bool:
        """May the user issue it? Whoever issues what shows people in full also sees them in full."""
        return user.has_perm(self.permission) and (not self.personal or user.has_perm("core.reveal"))

    def scopes(self, child: Any) -> dict[str, str]:
        """What may be issued, as scope and name: …记录（第2次）; where there is one of a kind its scope is empty."""
        if self.parts is None:
            again = self.round(child)
            return {again: f"{self.label}（重新作出）" if again else self.label}
        turns = {str(row.pk): self.turn(row, place) for place, row in enumerate(self.parts(child), 1)}
        return {scope: f"{self.label}（{words}）" if words else self.label for scope, words in turns.items()}

    def values(self, child: Any, part: str | None) -> tuple[str, Mapping[str, Any]]:
        """The scope of the paper and what its template gets: where it does not say otherwise, it is the centre's (`unit`) and
        bears the code of the matter. Raises Refused for a part that is not there.
        """
        if self.parts is None:
            scope, context = self.round(child), self.context(child)
        else:
            there = {str(row.pk): row for row in self.parts(child)}
            scope = part if part is not None else next(reversed(there), "")
            if scope not in there:
                raise Refused(f"没有这一份{self.label}，不能出具。")
            context = self.context(child, there[scope])
        return scope, {"unit": settings.TOWN["centre"], "code": child.code, **context}


def issue(kind: DocumentKind, child: Any, by: User | None, part: str | None = None) -> Document:
    """Make the paper as of now, store bytes and row; a second issue supersedes the first.

    `part`: which of several (DocumentKind.parts), the last one if it is not said.
    While nothing of the matter has changed, the paper that was issued is given again: a double click or a
    reprint makes no new version. The matter stays locked while the paper is laid out (some 0.3 s), and so
    does the counter of a series: a number whose paper failed is given again.
    Raises core.values.refused.Refused when it may not be issued now.
    """
    with transaction.atomic():
        Matter.objects.select_for_update(no_key=True).get(pk=child.pk)
        child = type(child)._default_manager.get(pk=child.pk)
        if sentence := kind.why_not(child):
            raise Refused(sentence)
        scope, values = kind.values(child, part)
        facts = {"version": child.version, "content": digest(canonical(values))}
        issued = Document.objects.filter(matter_id=child.pk, kind=kind.key, scope=scope)
        last = issued.order_by("-version").first()
        if last and last.facts == facts:
            return last
        number, code = last.number if last else _number(kind, child), secrets.token_urlsafe(12)
        label = kind.scopes(child)[scope]
        context = {**values, **seal_of(code, number), "number": number, "created": localtime(now())}
        data = render.render(kind.template, context, title=label)
        return store(
            kind.key, label, data, by, matter=child, number=number, scope=scope, code=code, facts=facts
        )


def preview(kind: DocumentKind, child: Any, part: str | None = None) -> bytes:
    """The paper as it would be now, marked as not issued: no number of its own, no code, nothing stored.

    Raises core.values.refused.Refused when it may not be issued now.
    """
    if sentence := kind.why_not(child):
        raise Refused(sentence)
    scope, values = kind.values(child, part)
    mark = {"verify_svg": "", "verify_number": "预览，未出具"}
    context = {**values, **mark, "number": "" if kind.number else child.number, "created": localtime(now())}
    return render.render(kind.template, context, title=kind.scopes(child)[scope])


def _number(kind: DocumentKind, child: Any) -> str:
    """The matter's own number, or the next of the kind's series."""
    if not kind.number:
        return child.number
    year = (kind.dated(child) or localtime(now())).year
    return kind.number.format(short=settings.TOWN["short"], year=year, serial=next_number(kind.key, year))


def seal_of(code: str, number: str) -> dict[str, str]:
    """What the template needs to carry the mark that confirms the paper."""
    url = settings.PUBLIC_URL + reverse("verify", args=[code])
    return {"verify_svg": qr.svg(url), "verify_number": number}


def store(
    kind: str,
    label: str,
    data: bytes | IO[bytes],
    by: User | None,
    *,
    matter: Matter | None = None,
    number: str = "",
    scope: str = "",
    code: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Document:
    """Keep the bytes under their hash and the row that says what they are."""
    file = _file(data)
    with transaction.atomic():
        if matter is not None:
            Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        name = keep(file)
        last = Document.objects.filter(matter=matter, kind=kind, scope=scope)
        version = (last.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        return Document.objects.create(
            matter_id=matter.pk if matter else None, kind=kind, label=label, number=number, scope=scope,
            version=version, digest=name, size=file.size, facts=dict(facts or {}),
            verify_code=code or secrets.token_urlsafe(12), issued_at=now(), issued_by=by,
        )  # fmt: skip


def _file(data: bytes | IO[bytes]) -> File:
    return ContentFile(data) if isinstance(data, bytes) else File(data)


def keep(data: bytes | IO[bytes] | File) -> str:
    """Store bytes once under their digest; returns the digest. A file that was cut off is written anew.

    Raises Refused where the disk is nearly full. Until the caller's transaction ends nobody erases them (core.exchange.retention): the row that names them comes after.
    """
    file = data if isinstance(data, File) else _file(data)
    name = digest_of(file.chunks())
    path = path_of(name)
    hold(name)
    if default_storage.exists(path) and default_storage.size(path) != file.size:
        default_storage.delete(path)
    if not default_storage.exists(path):
        disk_space.ask(Path(settings.MEDIA_ROOT), file.size)
        default_storage.save(path, file)
    return name


def hold(name: str) -> None:
    """Whoever keeps or erases the bytes of a digest waits for the other's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def path_of(name: str) -> str:
    """Where the bytes of a digest lie: sm3/ab/abcdef…"""
    method, value = name.split(":")
    return f"{method}/{value[:2]}/{value}"


def read(name: str) -> bytes:
    """The bytes of a digest, checked against it. Raises Broken."""
    with _there(name) as file:
        data: bytes = file.read()
    if digest(data) != name:
        raise Broken(f"{name}：内容与登记的校验值不符。")
    return data


def opened(name: str) -> File:
    """The file of a digest, checked against it and ready to be read in pieces. Raises Broken."""
    file = _there(name)
    if digest_of(file.chunks()) != name:
        file.close()
        raise Broken(f"{name}：内容与登记的校验值不符。")
    file.seek(0)
    return file


def _there(name: str) -> File:
    try:
        return default_storage.open(path_of(name))
    except OSError as error:
        raise Broken(f"{name}：文件打不开。") from error
