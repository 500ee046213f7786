"""Addresses of mediation."""

from django.urls import path

from core.views.lists import matter_list
from mediation.views_file import mediation_file

urlpatterns = [
    path("mediations/", matter_list, {"kind": "mediation"}, name="mediation_list"),
    path("matters/<int:pk>/file/", mediation_file, name="mediation_file"),
]
