"""Addresses of legal services."""

from django.urls import path

from core.views import opening, registering
from core.views.lists import matter_list
from legal import lawyers, views

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
    path("legal/experts/", matter_list, {"kind": "expertise"}, name="expertise_list"),
    path("legal/experts/new/", opening.new, {"kind": "expertise"}, name="expertise_new"),
    path("legal/lawyers/", lawyers.page, name="lawyer_roster"),
    path("legal/lawyers/pay/", matter_list, {"kind": "lawyer_pay"}, name="lawyer_pay_list"),
    path("legal/lawyers/pay/new/", opening.new, {"kind": "lawyer_pay"}, name="lawyer_pay_new"),
    path("legal/law/", views.at_hand, name="law"),
    path("legal/guides/", views.guides, name="guides"),
    path("legal/guides/<int:pk>/print/", views.print_guide, name="guide_paper"),
    path("legal/guides/<int:pk>/review/", views.review_guide, name="guide_review"),
]
