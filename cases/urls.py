"""Addresses of the hall."""

from django.urls import path

from cases.views import blank, desk_look, online, reception, registering, rules, shift, waiting
from core.views.lists import matter_list
from core.views.register import register

urlpatterns = [
    path("online/", online.online_form, name="online"),
    path("cases/online/", online.online_list, name="online_list"),
    path("cases/online/<int:pk>/refuse/", online.online_refuse, name="online_refuse"),
    path("cases/", matter_list, {"kind": "case"}, name="case_list"),
    path("cases/visits/", register, {"kind": "case"}, name="visit_register"),
    path("cases/register/", registering.register, name="register"),
    path("cases/register/look/", desk_look.look, name="register_look"),
    path("cases/register/draft/", desk_look.keep, name="draft_keep"),
    path("cases/register/draft/<uuid:key>/discard/", desk_look.discard, name="draft_discard"),
    path("cases/<int:pk>/registered/", registering.registered, name="registered"),
    path("cases/blank/", blank.blank_list, name="blank"),
    path("cases/blank/<slug:batch>/", blank.blank_batch, name="blank_batch"),
    path("cases/blank/<slug:batch>/paper/", blank.blank_paper, name="blank_paper"),
    path("cases/blank/<slug:batch>/layout/", blank.blank_lay_out, name="blank_lay_out"),
    path("cases/blank/<slug:batch>/entry/", blank.blank_entry, name="blank_entry"),
    path("cases/blank/<slug:batch>/<int:pk>/give-up/", blank.blank_give_up, name="blank_give_up"),
    path("cases/shift/", shift.shift_page, name="shift"),
    path("cases/shift/paper/", shift.shift_paper, name="shift_paper"),
    path("cases/reception/", reception.month, name="reception"),
    path("cases/reception/day/", reception.day, name="reception_day"),
    path("cases/waiting/", waiting.waiting, name="waiting"),
    path("cases/waiting/call/", waiting.call, name="waiting_call"),
    path("cases/waiting/<int:pk>/slip/", waiting.slip, name="waiting_slip"),
    path("cases/waiting/<int:pk>/<slug:name>/", waiting.act, name="waiting_act"),
    path("screen/", waiting.screen, name="screen"),
    path("cases/rules/", rules.rules, name="rules"),
    path("cases/rules/<int:pk>/", rules.rules, name="rule"),
    path("cases/rules/<int:pk>/retire/", rules.retire, name="rule_retire"),
]
