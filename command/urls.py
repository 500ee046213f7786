"""Addresses of command."""

from django.urls import path

from command import duty
from core.views import opening
from core.views.lists import matter_list

urlpatterns = [
    path("supervision/", matter_list, {"kind": "supervision"}, name="supervision_list"),
    path("supervision/review/<int:pk>/", duty.review, name="duty_review"),
    path("meetings/", matter_list, {"kind": "meeting"}, name="meeting_list"),
    path("meetings/new/", opening.new, {"kind": "meeting"}, name="meeting_new"),
]
