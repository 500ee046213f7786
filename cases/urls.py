"""Addresses of the hall."""

from django.urls import path

from cases import views

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/register/", views.register, name="register"),
    path("cases/<int:pk>/registered/", views.registered, name="registered"),
]
