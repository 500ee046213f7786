"""Addresses of mediation."""

from django.urls import path

from core.views import opening
from core.views.lists import matter_list
from core.views.register import register
from mediation.views import bodies

urlpatterns = [
    path("mediations/", matter_list, {"kind": "mediation"}, name="mediation_list"),
    path("mediations/register/", register, {"kind": "mediation"}, name="mediation_register"),
    path("mediations/pay/", matter_list, {"kind": "mediation_pay"}, name="mediation_pay_list"),
    path("mediations/pay/new/", opening.new, {"kind": "mediation_pay"}, name="mediation_pay_new"),
    path("mediations/bodies/", bodies.bodies, name="bodies"),
    path("mediations/experts/", bodies.experts, name="experts"),
]
