"""Addresses of the hall."""

from django.urls import path

from cases.views import lists, registering

urlpatterns = [
    path("cases/", lists.case_list, name="case_list"),
    path("cases/register/", registering.register, name="register"),
    path("cases/<int:pk>/registered/", registering.registered, name="registered"),
]
