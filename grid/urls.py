"""Addresses of the grid."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from grid.views import boundaries, incident_map

urlpatterns = [
    path("incidents/", matter_list, {"kind": "incident"}, name="incident_list"),
    *registering.addresses("incident", "incidents/"),
    path("grid/boundaries/", boundaries.overview, name="boundaries"),
    path("grid/boundaries/files/<int:pk>/", boundaries.file, name="boundary_file"),
    path("grid/boundaries/areas/<int:pk>/", boundaries.draw, name="boundary"),
    path("grid/map/", incident_map.page, name="grid_map"),
    path("grid/map/areas/", incident_map.areas, name="map_areas"),
    path("grid/map/marks/", incident_map.points, name="map_marks"),
    path("grid/village/", incident_map.village, name="own_village"),
    path("grid/village/<int:pk>/", incident_map.village, name="village"),
    path("grid/outlines/", boundaries.outlines, name="outlines"),
]
