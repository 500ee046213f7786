"""All addresses. Every page asks for a login unless its view says `login_not_required`."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from config.procedures import ROOMS

handler500 = "core.views.faults.fault"
urlpatterns = [
    *(path("", include(room.urls)) for room in ROOMS),
    path("admin/", admin.site.urls),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/img/favicon.svg"))),
]
