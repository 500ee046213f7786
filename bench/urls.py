"""The product's addresses, and its page with nothing on it: what all others are compared with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as product


def empty(request: HttpRequest) -> HttpResponse:
    """The frame that every page has: menu, who is logged in, notices."""
    return HttpResponse(engines["django"].from_string('{% extends "base.html" %}').render({}, request))


urlpatterns = [path("bench/empty/", empty), *product]
