"""All addresses. Every page asks for a login unless its view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("cases.urls")),
    path("", include("mediation.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
