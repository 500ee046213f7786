"""Addresses of command."""

from django.urls import path

from command import board, duty, rosters, tonight
from command.meetings.views import decisions
from core.views import opening
from core.views.lists import matter_list

urlpatterns = [
    path("command/board/", board.page, name="board"),
    path("command/tonight/", tonight.page, name="tonight"),
    path("command/tonight/<int:pk>/", tonight.tick, name="tonight_tick"),
    path("command/duty/", rosters.page, {"kind": "duty_roster"}, name="duty_roster"),
    path("command/hall/", rosters.page, {"kind": "hall_roster"}, name="hall_roster"),
    path("supervision/", matter_list, {"kind": "supervision"}, name="supervision_list"),
    path("supervision/review/<int:pk>/", duty.review, name="duty_review"),
    path("meetings/", matter_list, {"kind": "office_meeting"}, name="meeting_list"),
    path("meetings/new/", opening.new, {"kind": "office_meeting"}, name="meeting_new"),
    path("meetings/decisions/<int:pk>/", decisions, name="matter_decisions"),
    path("situations/", matter_list, {"kind": "briefing"}, name="situation_list"),
    path("situations/new/", opening.new, {"kind": "briefing"}, name="situation_new"),
    path("campaigns/", matter_list, {"kind": "campaign"}, name="campaign_list"),
    path("campaigns/new/", opening.new, {"kind": "campaign"}, name="campaign_new"),
    path("quality/", matter_list, {"kind": "file_review"}, name="quality_list"),
    path("quality/new/", opening.new, {"kind": "file_review"}, name="quality_new"),
]
