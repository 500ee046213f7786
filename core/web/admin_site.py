"""The administrator's desk stands behind the same door and the same rights as every page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class OfficeSite(admin.AdminSite):
    """Open to who may see posts or keeps rows of some table; there is no staff flag and no second login page."""

    site_header = site_title = "枫桥 · 机构与人员"
    index_title = "机构、人员、字典"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        kept = (f"{model._meta.app_label}.change_{model._meta.model_name}" for model in self._registry)
        return user.has_perm("core.view_post") or any(map(user.has_perm, kept))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
