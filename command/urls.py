"""Addresses of command."""

from django.urls import path

from command import board, duty, rosters, tonight
from core.views.lists import matter_list

urlpatterns = [
    path("command/board/", board.page, name="board"),
    path("command/tonight/", tonight.page, name="tonight"),
    path("command/tonight/<int:pk>/", tonight.tick, name="tonight_tick"),
    path("command/duty/", rosters.page, {"kind": "duty_roster"}, name="duty_roster"),
    path("command/hall/", rosters.page, {"kind": "hall_roster"}, name="hall_roster"),
    path("supervision/", matter_list, {"kind": "supervision"}, name="supervision_list"),
    path("supervision/review/<int:pk>/", duty.review, name="duty_review"),
]
