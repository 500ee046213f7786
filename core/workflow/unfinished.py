"""What falls away unfinished: tasks (交办) of a matter that is closed, or of what they were given for. Who had them is told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.access.people import answering
from core.models import Task
from core.procedure.transitions import Outcome
from core.records.notices import Tell


def ended(task: Task, state: str, at: datetime, reason: str) -> list[tuple[Any, dict[str, Any]]]:
    """The changes of a task that is over, and with it of the sight that was opened for it."""
    values = {"state": state, "ended_at": at, "reason": reason}
    access = [(task.access, {"ends_at": at})] if task.access and task.access.ends_at is None else []
    return [(task, values), *access]


def fallen(tasks: Iterable[Task], at: datetime, reason: str) -> Outcome:
    """None of them is done any more, whether reported or not: said in the history, and told to who had them."""
    left = list(tasks)
    told = [
        Tell(answering(task.unit, task.user), f"{reason}，交办第 {task.number} 项不再办理：{{matter}}")
        for task in left
    ]
    said = {"fallen": "、".join(f"第{task.number}项" for task in left)} if left else {}
    changes = [change for task in left for change in ended(task, Task.State.CANCELLED, at, reason)]
    return Outcome(changes=changes, notices=told, detail=said)


def with_fallen(matter: Any, outcome: Outcome, at: datetime, how: str) -> Outcome:
    """The outcome of an act that closes a matter, with the tasks that fall away with it. `how`: the act's word."""
    over = [row.pk for row, _ in outcome.changes if isinstance(row, Task)]
    tasks = Task.objects.filter(matter=matter.pk, ended_at=None).exclude(pk__in=over)
    more = fallen(tasks.select_related("unit", "user", "access"), at, f"事项已“{how}”")
    if not more.changes:
        return outcome
    return replace(
        outcome,
        changes=[*outcome.changes, *more.changes],
        notices=[*outcome.notices, *more.notices],
        detail={**outcome.detail, **more.detail},
    )
