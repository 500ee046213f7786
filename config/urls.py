"""All addresses. Every page asks for a login unless its view says `login_not_required`."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

admin.site.site_header = admin.site.site_title = "枫桥 · 机构与人员"
admin.site.index_title = "机构、人员、字典"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("cases.urls")),
    path("", include("mediation.urls")),
    path("", include("reports.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),  # one door only
    path("admin/", admin.site.urls),
]
