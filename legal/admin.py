"""The desk where guides are kept."""

from typing import Any

from django.contrib import admin

from core.web.two_hands import NothingIsDeleted
from legal.models import Guide


@admin.register(Guide)
class GuideAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("title", "kind", "source", "source_on", "reviewed_on", "retired_on")
    list_filter = ("kind",)
    search_fields = ("title",)

    def save_model(self, request: Any, obj: Guide, form: Any, change: bool) -> None:
        """Whatever was typed anew is compared anew, by somebody else (legal.views.review_guide)."""
        obj.edited_by, obj.reviewed_by, obj.reviewed_on = request.user, None, None
        super().save_model(request, obj, form, change)
