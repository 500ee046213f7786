"""Addresses of petitions."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from petitions.views import lawful

urlpatterns = [
    path("petitions/", matter_list, {"kind": "petition"}, name="petition_list"),
    path("petitions/rule-of-law/", lawful.month, name="petition_lawful"),
    *registering.addresses("petition", "petitions/"),
]
