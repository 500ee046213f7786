"""All addresses. Every page asks for a login unless its view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "枫桥 · 机构与人员"
admin.site.index_title = "机构、人员、字典"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("cases.urls")),
    path("", include("mediation.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
