from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "council"
    verbose_name = "民主协商"
