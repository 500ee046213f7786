"""Tasks on the matter's page, and in lists of many matters."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from core.models import Task, Unit
from core.parties.of_many import of_many
from core.procedure.procedure import Panel, by_kind
from core.values.screen_formats import when

KEPT = {
    "what": "保密事项",
    "report": "",
    "no_proof": "",
    "reason": "",
}  # in the place of words that are not for the reader


def panel(child: Any, user: Any) -> dict[str, Any]:
    """The tasks of one matter; asks nothing where there are none (Procedure.gathers has read them)."""
    tasks = list(child.tasks.all())
    units = Unit.objects.in_bulk({task.unit_id for task in tasks}) if tasks else {}
    for task in tasks:
        task.unit = units[task.unit_id]
    kept = by_kind()[child.kind].withheld(child, user) if tasks else None
    return {"tasks": [line(task) | (KEPT if task.number in (kept or ()) else {}) for task in tasks]}


def line(task: Task) -> dict[str, Any]:
    """One task as a row of a table."""
    left = (task.due_on - localdate()).days
    return {
        "number": task.number,
        "what": task.what,
        "who": task.who,
        "giver": task.giver.name,
        "due": f"{task.due_on:%m-%d}",
        "state": task.get_state_display(),
        "open": task.is_open,
        "late": task.is_late,
        "soon": task.is_open and not task.reported_at and 0 <= left <= 1,
        "report": task.report,
        "no_proof": task.no_proof,
        "reported": when(task.reported_at) if task.reported_at else "",
        "reason": task.reason,
    }


def lines(tasks: Iterable[Task], user: Any) -> list[dict[str, Any]]:
    """Tasks of many matters as this reader may read them."""
    tasks = list(tasks)
    kept: dict[int, frozenset[int]] = {}
    for procedure in by_kind().values():
        if procedure.withholds:
            of_kind = {task.matter_id for task in tasks if task.matter.kind == procedure.kind}
            if of_kind:
                kept |= procedure.withholds(procedure.model._default_manager.filter(pk__in=of_kind), user)

    def one(task: Task) -> dict[str, Any]:
        return line(task) | (KEPT if task.number in kept.get(task.matter_id, ()) else {})

    return of_many(tasks, one, KEPT)


PANEL = Panel("core/tasks_panel.html", panel)
