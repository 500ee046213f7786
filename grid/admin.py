"""The administrator's desk of the grid: the list of duties, the kinds of incidents, and what whoever answers must do."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.web.two_hands import InTwoHands, NothingIsDeleted
from grid.models import CareKind, Duty, DutyItem, Incident, IncidentKind, SiteKind


@admin.register(DutyItem)
class DutyItemAdmin(NothingIsDeleted, admin.ModelAdmin):
    """What incidents were handled by keeps its words: the next list is a new version, from its day on."""

    list_display = ("code", "version", "name", "part", "lead", "valid_from", "valid_until")
    list_filter = ("part",)
    list_select_related = ("lead",)
    search_fields = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        used = obj is not None and Incident.objects.filter(item=obj).exists()
        return ("code", "version", "name", "part", "lead", "share", "basis", "valid_from") if used else ()


@admin.register(IncidentKind)
class IncidentKindAdmin(InTwoHands, admin.ModelAdmin):
    """The unit of a kind is told of level I at once, and sees what was sealed of it."""

    guarded = held_when_new = ("unit",)
    list_display = ("code", "name", "first", "level", "item", "unit", "retired_on")
    list_filter = ("first", "level")
    list_select_related = ("item", "unit")
    search_fields = ("code", "name", "initials")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A code is never changed: incidents point at it."""
        return ("code",) if obj else ()


@admin.register(Duty)
class DutyAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("kind", "level")
    list_select_related = ("level",)


@admin.register(CareKind)
class CareKindAdmin(InTwoHands, admin.ModelAdmin):
    """A new kind is stored closed, and what a kind rests on changes, only when a second person agrees. Kinds that are lists of the
    police are refused by the model itself.
    """

    guarded = ("name", "article", "unit", "cycle", "child", "closed_on")
    opens = True
    list_display = ("name", "article", "unit", "cycle", "closed_on")
    list_select_related = ("unit",)
    search_fields = ("name",)

    def guards(self, obj: Any) -> tuple[str, ...]:
        """To put a kind out of use is no right of anybody's, and waits for nobody."""
        return self.guarded if obj.closed_on else tuple(name for name in self.guarded if name != "closed_on")


@admin.register(SiteKind)
class SiteKindAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("name", "cycle", "retired_on")
