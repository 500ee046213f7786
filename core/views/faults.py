"""What a page says when something broke: the database did not answer (503), or it is our fault (500)."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from core.access.request import Request
from core.accounts.resubmit import LONGEST, WRITER, posted

logger = logging.getLogger(__name__)


def fault(request: Request) -> HttpResponse:
    """Django asks here for the answer to what no view has caught. Nothing may be read from the database."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return server_error(request)
    fields = _fields(request)
    context = {"path": request.get_full_path(), "fields": fields, "files": bool(fields and request.FILES)}
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer.headers["Retry-After"] = "30"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _fields(request: Request) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the token that it came with: another's form stays another's."""
    if request.method != "POST":
        return []
    fields = posted(request)["fields"]
    token = request.POST.get("csrfmiddlewaretoken", "")
    short = fields and sum(len(name) + len(value) for name, value in fields) <= LONGEST
    secret = any("password" in name.casefold() for name in request.POST)
    own = [("csrfmiddlewaretoken", token), (WRITER, request.POST.get(WRITER, ""))]
    return [*own, *fields] if short and not secret else []
