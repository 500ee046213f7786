"""The product's addresses, its page with nothing on it, and the two floors that every page stands on.

The floors are asked without the product's middleware (bench/floor.py): session and user, and nothing else.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as product

LINES = (
    "SELECT '/matters/' || id || '/', code, masked_title, status, number, to_char(received_at, 'MM-DD HH24:MI'),"
    " to_char(due_at, 'MM-DD'), kind FROM core_matter WHERE kind = 'case' AND (received_at, id) < (now(), 1)"
    " ORDER BY received_at DESC, id DESC LIMIT 50"
)
TABLE = "<table>{% for line in lines %}<tr>{% for cell in line %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"


def empty(request: HttpRequest) -> HttpResponse:
    """The frame that every page has: menu, who is logged in, notices."""
    return HttpResponse(engines["django"].from_string('{% extends "base.html" %}').render({}, request))


def constant(request: HttpRequest) -> HttpResponse:
    """F: who it is, and nothing about it."""
    return HttpResponse(f"<p>{request.user.pk}</p>")


def lines(request: HttpRequest) -> HttpResponse:
    """L: the same, and fifty lines of eight words as the database hands them out."""
    assert request.user.pk
    with connection.cursor() as cursor:
        cursor.execute(LINES)
        found = cursor.fetchall()
    return HttpResponse(_table.render({"lines": found}))


_table = engines["django"].from_string(TABLE)
urlpatterns = [path("bench/f/", constant), path("bench/l/", lines), path("bench/empty/", empty), *product]
