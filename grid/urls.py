"""Addresses of the grid."""

from django.urls import path

from grid.views import boundaries

urlpatterns = [
    path("grid/boundaries/", boundaries.overview, name="boundaries"),
    path("grid/boundaries/files/<int:pk>/", boundaries.file, name="boundary_file"),
    path("grid/boundaries/areas/<int:pk>/", boundaries.draw, name="boundary"),
    path("grid/outlines/", boundaries.outlines, name="outlines"),
]
