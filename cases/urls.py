"""Addresses of the hall."""

from django.urls import path

from cases.views import reception, rules, shift, unregistered, waiting
from core.views import blank, imports, online, registering
from core.views.lists import matter_list
from core.views.register import register

urlpatterns = [
    path("import/", imports.start, {"kind": "case"}, name="import_cases"),
    *online.addresses("case", "cases/"),
    path("cases/", matter_list, {"kind": "case"}, name="case_list"),
    path("cases/visits/", register, {"kind": "case"}, name="visit_register"),
    *registering.addresses("case", "cases/"),
    *blank.addresses("case", "cases/"),
    path("cases/shift/", shift.shift_page, name="shift"),
    path("cases/shift/paper/", shift.shift_paper, name="shift_paper"),
    path("cases/reception/", reception.month, name="reception"),
    path("cases/reception/day/", reception.day, name="reception_day"),
    path("cases/waiting/", waiting.waiting, name="waiting"),
    path("cases/waiting/unregistered/", unregistered.unregistered_page, name="unregistered"),
    path("cases/waiting/call/", waiting.call, name="waiting_call"),
    path("cases/waiting/<int:pk>/slip/", waiting.slip, name="waiting_slip"),
    path("cases/waiting/<int:pk>/<slug:name>/", waiting.act, name="waiting_act"),
    path("screen/", waiting.screen, name="screen"),
    path("cases/rules/", rules.rules, name="rules"),
    path("cases/rules/<int:pk>/", rules.rules, name="rule"),
    path("cases/rules/<int:pk>/retire/", rules.retire, name="rule_retire"),
]
