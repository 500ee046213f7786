"""Addresses of the numbers."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("dashboard/", soon, name="dashboard"), path("reports/", soon, name="reports")]
