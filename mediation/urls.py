"""Addresses of mediation."""

from django.urls import path

from mediation import views

urlpatterns = [path("mediations/", views.mediation_list, name="mediation_list")]
