"""Addresses of democratic consultation."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from council import views

urlpatterns = [
    path("motions/", matter_list, {"kind": "motion"}, name="motion_list"),
    *registering.addresses("motion", "motions/"),
    path("motions/public/", views.public, name="motions_public"),
]
