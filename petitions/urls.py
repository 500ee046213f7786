"""Addresses of petitions."""

from django.urls import path

from core.views import imports, registering
from core.views.lists import matter_list
from petitions.views import channels, lawful, national

urlpatterns = [
    path("petitions/", matter_list, {"kind": "petition"}, name="petition_list"),
    path("petitions/channels/", channels.page, name="petition_channels"),
    path("petitions/rule-of-law/", lawful.month, name="petition_lawful"),
    *registering.addresses("petition", "petitions/"),
    path("petitions/import/", imports.start, {"kind": "petition"}, name="import_petitions"),
    path("petitions/national/", national.start, name="national"),
    path("petitions/national/<int:pk>/", national.compared, name="national_file"),
    path("petitions/national/<int:pk>/bring/", national.bring, name="national_bring"),
    path("petitions/national/<int:pk>/register/", national.register, name="national_register"),
]
