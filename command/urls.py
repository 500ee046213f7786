"""Addresses of command."""

from django.urls import path

from core.views.lists import matter_list

urlpatterns = [path("supervision/", matter_list, {"kind": "supervision"}, name="supervision_list")]
