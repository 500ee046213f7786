from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "接访服务大厅"
