from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core.operations import checks  # noqa: F401 (registers the checks of the keys)


class OfficeAdminConfig(AdminConfig):
    default_site = "core.web.admin_site.OfficeSite"
