"""Addresses of the grid."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from grid.views import boundaries

urlpatterns = [
    path("incidents/", matter_list, {"kind": "incident"}, name="incident_list"),
    *registering.addresses("incident", "incidents/"),
    path("grid/boundaries/", boundaries.overview, name="boundaries"),
    path("grid/boundaries/files/<int:pk>/", boundaries.file, name="boundary_file"),
    path("grid/boundaries/areas/<int:pk>/", boundaries.draw, name="boundary"),
    path("grid/outlines/", boundaries.outlines, name="outlines"),
]
