"""What meetings have decided of a matter, of whatever kind: a page of its own, for every matter's page would ask for it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from command.meetings.workflow import SIGNED
from command.models import Resolution
from core.access import sealed
from core.access.request import Request
from core.models import Task
from core.values.screen_formats import day


@require_safe
def decisions(request: Request, pk: int) -> HttpResponse:
    """Once the minutes are signed; whoever sees the matter reads it."""
    matter = sealed.enter(request, pk)
    if not request.user.has_perm("command.view"):
        raise PermissionDenied
    return render(request, "command/decided.html", {"matter": matter, "decided": decided(matter)})


def decided(matter: Any) -> list[dict[str, Any]]:
    """The newest first, each with how far it is."""
    found = Resolution.objects.filter(item__about=matter.pk, struck_at=None, matter__status__in=SIGNED)
    rows = list(found.select_related("matter", "unit").order_by("-pk"))
    tasks: dict[Any, Task] = {
        (one.matter_id, one.number): one
        for one in Task.objects.filter(matter__in=[row.matter_id for row in rows])
    }
    return [
        {
            "what": row.what, "unit": row.unit.short_name, "due": day(row.due_on), "number": row.matter.number,
            "meeting": f"{day(row.matter.begins_at)} {row.matter.get_form_display()}",
            "state": tasks[row.matter_id, row.number].get_state_display(),
        }
        for row in rows
    ]  # fmt: skip
