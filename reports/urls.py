"""Addresses of the numbers."""

from django.urls import path

from reports import views

urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    path("reports/", views.reports, name="reports"),
    path("reports/make/", views.make_report, name="make_report"),
    path("reports/<int:pk>/preview/", views.preview, name="preview_report"),
]
