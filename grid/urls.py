"""Addresses of the grid."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from grid.phone import views as phone

urlpatterns = [
    path("incidents/", matter_list, {"kind": "incident"}, name="incident_list"),
    *registering.addresses("incident", "incidents/"),
    path("grid/report/", phone.report, name="grid_report"),
    path("grid/report/blank/", phone.blank, name="grid_report_blank"),
    path("grid/report/areas/", phone.areas, name="grid_report_areas"),
    path("grid/report/key/", phone.key, name="grid_report_key"),
    path("grid/report/worker.js", phone.worker, name="grid_report_worker"),
    path("grid/mine/", phone.mine, name="grid_mine"),
    path("grid/complaint/", phone.complaint, name="grid_complaint"),
]
