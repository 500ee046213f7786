"""Issuing a paper, opening it, and the public page that confirms it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.access import sealed
from core.access.request import Request
from core.accounts.lockout import client_address
from core.accounts.throttle import papers_limited, spend
from core.documents import issue as documents
from core.documents import paper_formats
from core.models import Document, Look, Matter
from core.procedure.procedure import by_kind, document_kinds, open_to
from core.values.refused import Refused

logger = logging.getLogger(__name__)
Response = TypeVar("Response", bound=HttpResponseBase)

CHECKS_PER_MINUTE = 30  # from one address
# The browser's own viewer needs its style and an object; nothing else of the file may act.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@require_POST
def issue(request: Request, pk: int, key: str) -> HttpResponse:
    """Make the paper, or find the one that says the same, and show it; `?part=` says which of several."""
    kind, child = _kind(request, pk, key)
    try:
        made = documents.issue(kind, child, request.user, request.GET.get("part"))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("matter", pk=pk)
    return redirect("document", pk=made.pk)


@require_safe
@papers_limited
def preview(request: Request, pk: int, key: str) -> HttpResponse:
    """How the paper would look now; whoever sees people in full on it leaves a Look."""
    kind, child = _kind(request, pk, key)
    try:
        data = documents.preview(kind, child, request.GET.get("part"))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("matter", pk=pk)
    if kind.personal:
        user = request.user
        Look.objects.create(matter_id=child.pk, by=user, reason="预览文书", what=kind.label)
    return sent(data, f"{kind.label}（预览）.pdf", "application/pdf", PDF_POLICY)


def _kind(request: Request, pk: int, key: str) -> tuple[documents.DocumentKind, Any]:
    """The kind of paper and the matter, through the gate; who may issue may also look."""
    user = request.user
    matter = sealed.enter(request, pk)
    procedure = by_kind()[matter.kind]
    kind = next((kind for kind in procedure.documents if kind.key == key), None)
    if kind is None:
        raise Http404
    if not kind.allowed(user):
        raise PermissionDenied
    child = procedure.child(matter)
    if not open_to(user, procedure, child, kind.key):
        raise Http404
    return kind, child


def tells_broken(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view that reads kept files: a page that says so when one is gone or was changed."""

    @wraps(view)
    def telling(request: Request, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **options)
        except documents.Broken as problem:
            logger.critical("the file is missing or was changed: %s", problem)
            return render(request, "core/broken_file.html", status=500)

    return telling


@require_safe
@tells_broken
def document(request: Request, pk: int) -> HttpResponse:
    """The stored bytes, checked against their digest. Through the gate of its matter; a paper that shows
    people in full asks for the right to see them, and the opening is written down.
    """
    user = request.user
    found = get_object_or_404(Document.objects.select_related("matter"), pk=pk)
    if found.matter is None:
        # Papers of no matter are opened by who sees their app's pages (its permission `view`); others have pages of their own.
        if not user.has_perm(f"{found.kind.split('.')[0]}.view"):
            raise PermissionDenied
    else:
        sealed.enter(request, found.matter.pk)
        if found.matter.erased_at or not _open(user, found.matter, found.kind):
            raise Http404
    _look(user, found)
    data = documents.read(found.digest)
    return sent(data, f"{found.label} {found.number} 第{found.version}版.pdf", "application/pdf", PDF_POLICY)


def _open(user: Any, matter: Matter, key: str) -> bool:
    procedure = by_kind()[matter.kind]
    return not procedure.lies_apart(key) or open_to(user, procedure, procedure.child(matter), key)


def _look(user: Any, found: Document) -> None:
    kind = document_kinds().get(found.kind)
    if kind is None or not kind.personal or found.matter is None:
        return
    if not user.has_perm("core.reveal"):
        raise PermissionDenied
    Look.objects.create(matter=found.matter, by=user, reason="打开已出具的文书", what=found.label)


def sent(data: bytes, name: str, content_type: str, policy: str, download: bool = False) -> HttpResponse:
    """An answer with a file that is in memory."""
    return headed(HttpResponse(data, content_type=content_type), name, policy, download)


def headed(response: Response, name: str, policy: str, download: bool = False) -> Response:
    """The heads of a file: its Chinese name after RFC 5987, kept by no cache, taken for what it is."""
    name = name.replace("/", "_")
    response.headers["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    return response


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Public: is this paper one of ours? Number, day and digest; never content or names.

    Of a sealed matter only number and day. An unknown code gets the same page.
    """
    if _too_many(request):
        slow = {"sentence": "查得太频繁了，请过一分钟再试。"}
        return render(request, "core/verify.html", slow, status=429)
    found = Document.objects.select_related("matter").filter(verify_code=code).first()
    paper = _confirmed(found) if found else None
    response = render(request, "core/verify.html", {"paper": paper}, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _confirmed(found: Document) -> list[tuple[str, str]]:
    """What the page says of a paper, as (word, value)."""
    number = ("编号", found.number or (found.scope if found.matter_id is None else "") or "—")
    issued = ("出具日期", paper_formats.day(found.issued_at))
    if found.matter and found.matter.sealed:
        return [number, issued]
    same = Document.objects.filter(matter=found.matter, kind=found.kind, scope=found.scope)
    newest = same.order_by("-version").values_list("version", flat=True).first()
    version = f"第{found.version}版" + (f"，已被第{newest}版取代" if newest != found.version else "")
    method, value = found.digest.split(":")
    parts = " ".join(value[place : place + 8] for place in range(0, len(value), 8))
    return [
        ("文书", found.label),
        number,
        issued,
        ("版次", version),
        (f"校验值（{method.upper()}）", parts),
    ]


def _too_many(request: HttpRequest) -> bool:
    """A brake, not a lock: codes of 96 random bits need none."""
    return spend(f"verify:{client_address(request)}", "1 minute") > CHECKS_PER_MINUTE
