"""Addresses of petitions."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list

urlpatterns = [
    path("petitions/", matter_list, {"kind": "petition"}, name="petition_list"),
    *registering.addresses("petition", "petitions/"),
]
