from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core.models.facts import forget_columns
        from core.operations import checks  # noqa: F401 (registers the checks of the keys)
        from core.values.kept import follow_by_kept_statements

        follow_by_kept_statements()
        post_migrate.connect(forget_columns, dispatch_uid="facts")


class OfficeAdminConfig(AdminConfig):
    default_site = "core.web.admin_site.OfficeSite"
