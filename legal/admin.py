"""The desk where guides are kept."""

from django.contrib import admin

from core.web.two_hands import NothingIsDeleted
from legal.models import Guide


@admin.register(Guide)
class GuideAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("title", "kind", "source", "source_on", "retired_on")
    list_filter = ("kind",)
    search_fields = ("title",)
