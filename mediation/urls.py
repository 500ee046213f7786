"""Addresses of mediation."""

from django.urls import path

from core.views.lists import matter_list
from mediation.views import bodies, mine, register

urlpatterns = [
    path("mediations/", matter_list, {"kind": "mediation"}, name="mediation_list"),
    path("mediations/mine/", mine.mine, name="my_mediations"),
    path("mediations/mine/<int:pk>/call-off/", mine.call_off, name="appointment_call_off"),
    path("mediations/register/", register.register, name="mediation_register"),
    path("mediations/register/paper/", register.register_paper, name="mediation_register_paper"),
    path("mediations/bodies/", bodies.bodies, name="bodies"),
    path("mediations/experts/", bodies.experts, name="experts"),
]
