"""Addresses of legal services."""

from django.urls import path

from core.views import registering
from core.views.lists import matter_list
from legal import views

urlpatterns = [
    path("legal/", matter_list, {"kind": "consultation"}, name="consultation_list"),
    *registering.addresses("consultation", "legal/"),
    path("legal/aid/", matter_list, {"kind": "aid_request"}, name="aid_list"),
    *registering.addresses("aid_request", "legal/aid/"),
    path("legal/checkups/", matter_list, {"kind": "checkup"}, name="checkup_list"),
    *registering.addresses("checkup", "legal/checkups/"),
    path("legal/publicity/", matter_list, {"kind": "publicity"}, name="publicity_list"),
    *registering.addresses("publicity", "legal/publicity/"),
    path("legal/counselling/", matter_list, {"kind": "psych"}, name="psych_list"),
    *registering.addresses("psych", "legal/counselling/"),
    path("legal/law/", views.at_hand, name="law"),
    path("legal/guides/", views.guides, name="guides"),
]
