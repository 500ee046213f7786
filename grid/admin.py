"""The desk on which the duties of those who answer are kept."""

from django.contrib import admin

from core.web.two_hands import NothingIsDeleted
from grid.models import Duty


@admin.register(Duty)
class DutyAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("kind", "level")
    list_select_related = ("level",)
