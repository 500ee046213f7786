"""Whether an act may be done: the right, the place in the table, the guards, the day."""

from datetime import timedelta

from django.db.models import F

from core.models import Access, HistoryEntry, Matter, User
from core.procedure.procedure import Procedure, by_kind
from core.procedure.transitions import Place, Snapshot, Transition
from core.records.server_clock import behind
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.addressed import not_asked

# A clerk's watch may be fast by this much; more is a date in the future.
TOLERANCE = timedelta(minutes=5)


def may(user: User, matter: Matter, row: Transition) -> bool:
    """Has the user the permission, and do they stand where the row asks it?"""
    if not user.has_perm(row.permission):
        return False
    place = row.who.place
    if place is Place.ANYWHERE or matter.holder_unit_id in user.reach.units:
        return True
    if place is Place.FIRST_CONTACT:
        return matter.first_contact_id == user.pk
    return place is Place.HELPERS and not handling_units(matter).isdisjoint(user.reach.units)


def handling_units(matter: Matter) -> frozenset[int]:
    """Units that the matter is open to for handling; read once for a page or an act."""
    if "_handling_units" not in matter.__dict__:
        opened = Access.objects.current().filter(
            matter_id=matter.pk, part=Access.HANDLING, unit__isnull=False
        )
        matter.__dict__["_handling_units"] = frozenset(opened.values_list("unit_id", flat=True))
    return matter.__dict__["_handling_units"]


def why_not(row: Transition, snapshot: Snapshot) -> str:
    """The sentence of the first reason against it; empty when it may be done."""
    matter = snapshot.matter
    if refused := out_of_place(row, matter) or _closed(row, matter):
        return refused
    guarded = next((sentence for guard in row.guards if (sentence := guard(snapshot))), "")
    return guarded or not_asked(row, snapshot, by_kind()[matter.kind].workflow)


def out_of_place(row: Transition, matter: Matter) -> str:
    """Does the table not offer the row at this status?"""
    if not row.sources or matter.status in row.sources:
        return ""
    stage = by_kind()[matter.kind].workflow.stage_of(matter)
    return f"现在是“{stage.label}”，不能{row.label}。"


def not_held(row: Transition, matter: Matter) -> str:
    """The sentence for who has the permission, but does not stand where the row asks it."""
    unit = matter.holder_unit.name
    if sentence := out_of_place(row, matter):
        return sentence if matter.closed_at else f"{sentence}现由{unit}办理。"
    return f"现在由{unit}办理，您不能{row.label}。"


def _closed(row: Transition, matter: Matter) -> str:
    """May it not act on what bears this label? What opens below a matter will bear the label of that one."""
    above = matter.parent if matter.pk is None else None
    label = matter.compartment or (above.compartment if above else "")
    if not label or label in (row.closed or ()):
        return ""
    return row.words.instead or f"按“{Matter.Compartment(label).label}”封闭的事项，不能办“{row.label}”。"


def check_moment(snapshot: Snapshot) -> None:
    if snapshot.at > snapshot.now + TOLERANCE:
        raise Refused("发生时间不能晚于现在。", "at")
    received = snapshot.matter.received_at
    if snapshot.matter.pk and (wrong := behind(received)):
        raise Refused(f"{wrong}。时钟没有校准以前不能办理，请告知系统管理员；您填写的内容没有错。")
    if snapshot.matter.pk and snapshot.at < received:
        raise Refused("发生时间早于收到事项的时间。", "at")


def check_order(procedure: Procedure, snapshot: Snapshot) -> None:
    """A step typed late cannot have happened before the step that it follows."""
    if snapshot.at >= snapshot.now - TOLERANCE:
        return
    steps = HistoryEntry.objects.filter(matter_id=snapshot.matter.pk).exclude(before=F("after"))
    follows(procedure, snapshot, steps.order_by("-seq").first())


def follows(procedure: Procedure, snapshot: Snapshot, last: HistoryEntry | None) -> None:
    """The step before, as it is known. Raises Refused where the act happened earlier."""
    if last and snapshot.at < last.happened_at.replace(second=0, microsecond=0):  # forms tell minutes
        word = procedure.workflow.label(last.action)
        raise Refused(f"发生时间早于上一步“{word}”（{when(last.happened_at)}）。", "at")
