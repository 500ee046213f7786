"""Addresses of command."""

from django.urls import path

from command import duty
from core.views.lists import matter_list

urlpatterns = [
    path("supervision/", matter_list, {"kind": "supervision"}, name="supervision_list"),
    path("supervision/review/<int:pk>/", duty.review, name="duty_review"),
]
