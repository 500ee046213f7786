"""The administrator's desk of command: the units that sit in the hall."""

from django.contrib import admin

from command.models import Stationed
from core.web.two_hands import NothingIsDeleted


@admin.register(Stationed)
class StationedAdmin(NothingIsDeleted, admin.ModelAdmin):
    """Which units sit in the hall, how, and whom to call. It gives nobody a right."""

    list_display = ("unit", "way", "weekdays", "phone", "closed_on")
    list_filter = ("way",)
    list_select_related = ("unit",)
