"""What every matter can do whichever room it is of: pass into another hand when somebody leaves a post, and into another
place when its own was split or merged. Both follow from a decision elsewhere; the history of each matter tells it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.timezone import localtime

from core.access.people import unit_of
from core.models import Access, Matter, PostHandover, Task, Unit, User
from core.models.matter import PROTECTED
from core.procedure.procedure import Procedure
from core.procedure.transitions import NEVER, PASSES, Outcome, Snapshot, Transition, Words, Workflow, anybody
from core.workflow import keeping

Data = Mapping[str, Any]
DIRECT = "core.direct"


def change_hands(now: Snapshot, data: Data) -> Outcome:
    """What `giver` has in hand of the matter is `receiver`'s from here on: the matter itself, tasks, dates, clocks, his
    step of a ladder. `by_list`: the number of the list that both signed. Who is shut out gets nothing: it is the unit's.
    """
    matter, giver, receiver = now.matter, data["giver"], data["receiver"]
    unit = matter.holder_unit if matter.holder_unit_id in receiver.reach.units else unit_of(receiver)
    holds = matter.holder_user_id == giver.pk
    return Outcome(
        holder=(unit or matter.holder_unit, receiver) if holds else None,
        access=[Access(user=receiver, part="successor")],
        changes=[
            *((task, {"user": _of(task.unit, receiver)}) for task in Task.objects.open().filter(matter=matter.pk, user=giver)),
            *((row, {"user": receiver}) for row in matter.appointments.filter(user=giver, cancelled_at=None, until__gt=now.at)),
            *((rung, {"handler": receiver}) for rung in matter.rungs.filter(ended_at=None, handler=giver)),
            *((clock, {"user": receiver}) for clock in now.clocks if clock.user_id == giver.pk and clock.ended_at is None),
        ],
        detail={"handed_by": giver.name, "handed_to": receiver.name, "by_list": data["by_list"]},
    )  # fmt: skip


def _of(unit: Unit, user: User) -> User | None:
    """The person, where he belongs to the unit that answers for a task; else it is the unit's."""
    return user if unit.pk in user.reach.belongs else None


def in_hand(user: User, at: Any) -> list[Matter]:
    """Open matters of which something is in the user's own hand: held, a task, a date to come; not the lists that wait for
    a signature. Asks no gate.
    """
    held = Matter.objects.open().filter(holder_user=user)
    tasks = Task.objects.open().filter(user=user)
    dates = Matter.objects.open().filter(
        appointments__user=user, appointments__cancelled_at=None, appointments__until__gt=localtime(at)
    )
    ids = held.values("pk").union(tasks.values("matter"), dates.values("pk"))
    return list(
        Matter.objects.filter(pk__in=ids)
        .exclude(pk__in=PostHandover.objects.values("pk"))
        .select_related("area", "holder_unit")
        .order_by("due_at", "pk")
    )


def change_area(now: Snapshot, data: Data) -> Outcome:
    """Its place is another from here on, because the one that it had is no more."""
    area = data["area"]
    return Outcome(
        facts={"area": area},
        detail={"area_from": now.matter.area.name, "area_to": area.name, "reason": data["reason"]},
    )


def with_handing(procedures: Sequence[Procedure]) -> tuple[Procedure, ...]:
    """The procedures, each with both rows at every stage that is not its end, and who keeps it at those as well."""
    return tuple(
        replace(one, workflow=replace(one.workflow, transitions=(*one.workflow.transitions, *_rows(one.workflow.live), keeping.row(_all(one.workflow)))))
        for one in procedures
    )  # fmt: skip


def _all(workflow: Workflow) -> frozenset[str]:
    return frozenset(stage.status for stage in workflow.stages) - {"voided"}


def _rows(live: frozenset[str]) -> tuple[Transition, Transition]:
    return (
        Transition("change_hands", "岗位交接", live, None, anybody(DIRECT), change_hands, closed=frozenset(), show=NEVER | PASSES,
            words=Words("已随交接清单移交。", instead="封闭的事项不随清单移交，由中心主任另行指定。")),
        Transition("change_area", "调整地点", live, None, anybody(DIRECT), change_area, closed=PROTECTED,
            show=NEVER, words=Words("地点已按区域变动调整。")),
    )  # fmt: skip
