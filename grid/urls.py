"""Addresses of the grid."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list

urlpatterns = [
    path("incidents/", matter_list, {"kind": "incident"}, name="incident_list"),
    *registering.addresses("incident", "incidents/"),
]
