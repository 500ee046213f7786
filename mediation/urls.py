"""Addresses of mediation."""

from django.urls import path

from core.views.lists import matter_list

urlpatterns = [path("mediations/", matter_list, {"kind": "mediation"}, name="mediation_list")]
