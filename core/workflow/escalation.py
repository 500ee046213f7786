"""The watch: takes the steps of a clock when they come. It reminds before the term is over, tells when it is, and does
what a step does then.

It looks at what is due, not at what is open. Each step of the clock's rule (core.deadlines.steps) is taken exactly once:
its row is written in the same transaction as its notices and its act, under the clock's lock.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from core.access.people import asked_once
from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import next_look, steps_of
from core.deadlines.steps import DIRECTORS, Step, holders
from core.deadlines.workdays import Calendar
from core.documents.paper_formats import due_short
from core.models import Clock, Escalation, Heartbeat, Matter
from core.privacy.masking import mask_names
from core.procedure.procedure import by_kind
from core.records.notices import Tell, tell, tell_each
from core.values.kept import Coming, Kept
from core.values.moments import now
from core.values.refused import NothingLeft, Refused
from core.workflow.perform import lock, not_done, perform

BATCH = 25  # a second or two of steps that act
AGAIN = timedelta(hours=1)
logger = logging.getLogger(__name__)


class SweepFailed(Exception):
    """Some clocks could not be looked at; the others were."""


def sweep() -> int:
    """Take every step that has come; returns how many. Safe to run twice, at once, and after days.

    A clock that fails stops no other: it is tried again in an hour, and the sweep ends as a failed job
    that names it (SweepFailed).
    """
    taken = 0
    failed: list[int] = []
    while batch := _due(moment := now()):
        calendar = office_calendar()
        told, left = tell_together(batch, moment, calendar)
        taken += told
        for pk in left:
            try:
                taken += look_at(pk, moment, calendar)
            except Exception:  # whatever it is, the next clock must be looked at
                logger.exception("clock %s", pk)
                Clock.objects.filter(pk=pk).update(look_at=moment + AGAIN)
                failed.append(pk)
    Heartbeat.objects.update_or_create(name="watch", defaults={"ran_at": now()})
    if failed:
        raise SweepFailed(f"期限 {failed} 没有看成，一小时后再看")
    return taken


def _due(moment: datetime) -> list[int]:
    """The next clocks to look at. Those that count hours come first: what is dangerous waits behind no backlog, also where it
    comes up while that is worked off. Asked apart, each reads no more of the index than it gives.
    """
    rows = Clock.objects.to_look_at(moment).order_by("look_at").values_list("pk", flat=True)
    return list(rows.filter(hourly=True)[:BATCH]) or list(rows.filter(hourly=False)[:BATCH])


def tell_together(batch: Sequence[int], moment: datetime, calendar: Calendar) -> tuple[int, list[int]]:
    """Take the steps that only tell, in few statements for all clocks; how many, and which clocks are left to be looked at
    one by one: where something acts or stands still, what somebody else holds just now, and all where one fails.
    """
    try:
        with transaction.atomic(), asked_once():
            return _told_together(batch, moment, calendar)
    except Exception:  # which one it was shows when they are looked at one by one
        logger.warning("clocks %s", batch, exc_info=True)
        return 0, list(batch)


def _told_together(batch: Sequence[int], moment: datetime, calendar: Calendar) -> tuple[int, list[int]]:
    come: dict[Clock, list[tuple[Step, datetime]]] = {}
    # Several are held at once here, so none is waited for: else two wait for one another.
    for clock in _locked(skip_locked=True).filter(pk__in=batch, ended_at=None, suspended_at=None):
        clock.calendar = calendar
        steps = _come(clock, moment)
        if not any(step.acts for step, _ in steps):
            come[clock] = steps
    known = set(Escalation.objects.filter(clock__in=come).values_list("clock", "step"))
    taken: list[Escalation] = []
    told: dict[str, Tell] = {}
    for clock, steps in come.items():
        clock.looked_at = max(clock.looked_at, moment)
        clock.look_at = next_look(clock)
        new = [(step, at) for step, at in steps if (clock.pk, key_of(step, clock)) not in known]
        taken += [Escalation(clock=clock, step=key_of(step, clock), due_at=at) for step, at in new]
        if new:
            told.update([_notice(clock, new[-1][0])])
    Escalation.objects.bulk_create(taken)
    Clock.objects.bulk_update(come, ["looked_at", "look_at"])
    tell_each(told)
    done = {clock.pk for clock in come}
    return len(taken), [pk for pk in batch if pk not in done]


def _locked(skip_locked: bool = False) -> QuerySet[Clock]:
    rows = Clock.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("matter__holder_unit", "matter__holder_user", "matter__area", "unit", "user")


_ONE = Kept(lambda: Clock.objects.filter(pk=Coming(0)))
_ONE_LOCKED = Kept(lambda: _locked().filter(pk=Coming(0)))


def look_at(pk: int, moment: datetime, calendar: Calendar) -> int:
    """The steps of one clock that have come since it was last looked at.

    All are recorded; only the last is told, so that after an outage nobody is reminded of what is over.
    """
    with transaction.atomic():
        _lock_matter(pk, moment, calendar)
        clock = _ONE_LOCKED.first(pk)
        if clock is None or clock.ended_at:
            return 0
        clock.calendar = calendar
        if clock.suspended_at:
            return _ask_again(clock)
        come = _come(clock, moment)
        clock.looked_at = max(clock.looked_at, moment)
        Clock.objects.filter(pk=pk).update(looked_at=clock.looked_at, look_at=next_look(clock))
        # What several steps do that come at once is done once, by the last: after an outage nobody reads it three times.
        doing = {step.acts: step for step, _ in come}
        known = set(Escalation.objects.filter(clock=clock).values_list("step", flat=True)) if come else set()
        new = [
            step
            for step, at in come
            if key_of(step, clock) not in known and _take(clock, step, at, acts=doing[step.acts] is step)
        ]
        if new:
            key, one = _notice(clock, new[-1])
            tell(one.to, clock.matter, one.sentence, urgent=one.urgent, call=one.call, key=key)
        return len(new)


def _come(clock: Clock, moment: datetime) -> list[tuple[Step, datetime]]:
    """The steps that have come since the clock was last looked at, the first first."""
    found = ((step, step.at(clock)) for step in steps_of(clock))
    come = [(step, at) for step, at in found if at and clock.looked_at < at <= moment]
    return sorted(come, key=lambda one: one[1])


def _lock_matter(pk: int, moment: datetime, calendar: Calendar) -> None:
    """Before its clock, where a step acts now: whoever acts locks in this order too, else both wait for one another."""
    clock = _ONE.first(pk)
    if clock is None:
        return
    clock.calendar = calendar
    if any(step.acts for step, _ in _come(clock, moment)):
        lock(clock.matter_id)


def _take(clock: Clock, step: Step, at: datetime, acts: bool) -> bool:
    """Record a step, and do what it does where it `acts`; False where another has ended the clock."""
    key = key_of(step, clock)
    if clock.ended_at:
        return False
    refused = _act(clock, step) if acts and step.acts else ""
    Escalation.objects.create(clock=clock, step=key, due_at=at, refused=refused[:300])
    if refused:
        matter = clock.matter
        sentence = not_done(_label(matter, step.acts), matter, refused)
        tell(DIRECTORS.of(clock), matter, sentence, urgent=True, key=f"clock:{clock.pk}:{key}:refused")
    return True


def _act(clock: Clock, step: Step) -> str:
    """The row of the step, by nobody; the sentence of what stands against it. The row may end the clock."""
    try:
        perform(clock.matter_id, step.acts, by=None, data={"lapsed": clock.label})
    except NothingLeft:
        return ""
    except Refused as refused:
        return mask_names(str(refused), clock.matter.names)
    clock.refresh_from_db(fields=["ended_at"])
    return ""


def _label(matter: Matter, row: str) -> str:
    return by_kind()[matter.kind].workflow.transition(row).label


def _ask_again(clock: Clock) -> int:
    """The day until which the count stands still has come: who holds the matter decides. One notice a matter and day."""
    Clock.objects.filter(pk=clock.pk).update(look_at=None)
    until = clock.suspended_until
    sentence = f"中止的期限到了，请恢复办理或者终止：{clock.matter.named}"
    tell(holders(clock), clock.matter, sentence, key=f"paused:{clock.matter_id}:{until}")
    return 1


def key_of(step: Step, clock: Clock) -> str:
    """A clock that was extended goes through the steps anew, towards its new day, each time."""
    return f"{step.key}+{clock.extended_by}" if clock.extended_by else step.key


def _notice(clock: Clock, step: Step) -> tuple[str, Tell]:
    """What a step tells, and its key."""
    matter: Matter = clock.matter
    last = due_short(clock).removesuffix("前")
    sentence = step.words.format(label=clock.label, title=matter.named, due=last, item=clock.item)
    return f"clock:{clock.pk}:{key_of(step, clock)}", Tell(
        step.told(clock), sentence, step.urgent, matter, step.call
    )
