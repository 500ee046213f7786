"""The watch: reminds before a clock expires and tells when it has.

It looks at what is due, not at what is open. Each step of the one table below is taken exactly once
per clock: its row is written in the same transaction as its notices, under the clock's lock.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from core.access.people import answering, of_unit, once, with_permission
from core.deadlines.clocks import last_morning, next_look
from core.documents.paper_formats import due_short
from core.models import Clock, Escalation, Heartbeat, Matter, Task, User
from core.procedure.procedure import clock_rules
from core.records.notices import tell
from core.values.moments import now

BATCH = 200
AGAIN = timedelta(hours=1)
logger = logging.getLogger(__name__)


class SweepFailed(Exception):
    """Some clocks could not be looked at; the others were."""


@dataclass(frozen=True)
class Step:
    """One row of the escalation table (domain: 10.8): when it comes, whom it tells, in which words."""

    key: str
    at: Callable[[Clock], datetime | None]
    to: Callable[[Clock], list[User]]
    words: str
    urgent: bool = False


def half(clock: Clock) -> datetime | None:
    """When half is used; never, where the warning comes before or then (a term of a day or of hours)."""
    warned = soon(clock)
    return None if clock.half_at and warned and warned <= clock.half_at else clock.half_at


def soon(clock: Clock) -> datetime | None:
    """When the light turns yellow; for a term so short that it is yellow from the beginning, when half is used."""
    begun = clock.warn_at is not None and clock.warn_at <= clock.started_at
    return clock.half_at if begun else clock.warn_at


def holders(clock: Clock) -> list[User]:
    """Whose duty it is: the named person, else who holds the matter, else the people of the unit."""
    one = clock.user or (
        clock.matter.holder_user if clock.unit_id in (None, clock.matter.holder_unit_id) else None
    )
    return [one] if one else of_unit(clock.unit or clock.matter.holder_unit)


def heads(clock: Clock) -> list[User]:
    return with_permission("core.head_unit", unit=clock.unit or clock.matter.holder_unit)


def directors(clock: Clock) -> list[User]:
    return with_permission("core.direct", area=clock.matter.area)


def leaders(clock: Clock) -> list[User]:
    return with_permission("core.lead", area=clock.matter.area)


STEPS = (
    Step("half", half, holders, "“{label}”时间已过半：{title}"),
    Step(
        "soon",
        soon,
        lambda clock: once(holders(clock), heads(clock)),
        "“{label}”快到期：{title}",
    ),
    Step(
        "over",
        lambda clock: clock.expires_at,
        lambda clock: once(holders(clock), heads(clock), directors(clock)),
        "“{label}”已经逾期：{title}",
        urgent=True,
    ),
    Step(
        "black",
        lambda clock: clock.black_at,
        lambda clock: once(directors(clock), leaders(clock)),
        "“{label}”逾期超过 5 个工作日，达到挂牌条件：{title}",
        urgent=True,
    ),
)
# Of a right that the people have, whoever holds the matter is told once, while there is time to use it.
REMINDER = Step(
    "right",
    lambda clock: clock.half_at,
    holders,
    "当事人“{label}”的期限将于{due}届满，请提醒当事人：{title}",
)


def doers(clock: Clock) -> list[User]:
    """Who answers today for the item: the person named, his deputies, else his unit."""
    return answering(clock.unit, clock.user) if clock.unit else holders(clock)


def giver(clock: Clock) -> list[User]:
    if not clock.rule.startswith("core.task"):
        return []
    task = Task.objects.filter(matter=clock.matter_id, number=clock.item).select_related("giver").first()
    return [task.giver] if task else []


# Of one task among several: before, on the day, then to who gave it, then to the director.
TASK_STEPS = (
    Step("soon", soon, doers, "“{label}”第 {item} 项快到期：{title}"),
    Step("today", last_morning, doers, "“{label}”第 {item} 项今天到期：{title}"),
    Step(
        "over",
        lambda clock: clock.expires_at,
        lambda clock: once(doers(clock), giver(clock)),
        "“{label}”第 {item} 项已经逾期：{title}",
        urgent=True,
    ),
    Step(
        "black",
        lambda clock: clock.black_at,
        lambda clock: once(giver(clock), directors(clock)),
        "“{label}”第 {item} 项逾期超过 5 个工作日，没有人办：{title}",
        urgent=True,
    ),
)

# Of what a body outside owes: nobody here is late with it. Whoever holds the matter asks again, then the leaders do.
OUTSIDE_STEPS = (
    Step(
        "over",
        lambda clock: clock.expires_at,
        lambda clock: once(holders(clock), heads(clock)),
        "“{label}”第 {item} 件到期没有收到，请催问：{title}",
        urgent=True,
    ),
    Step(
        "black",
        lambda clock: clock.black_at,
        lambda clock: once(holders(clock), directors(clock), leaders(clock)),
        "“{label}”第 {item} 件逾期超过 5 个工作日没有收到，请领导出面催办：{title}",
        urgent=True,
    ),
)

OF_OTHERS = {"citizen": (REMINDER,), "outside": OUTSIDE_STEPS}  # by ClockRule.whose


def sweep() -> int:
    """Take every step that has come; returns how many. Safe to run twice, at once, and after days.

    A clock that fails stops no other: it is tried again in an hour, and the sweep ends as a failed job
    that names it (SweepFailed).
    """
    taken, moment = 0, now()
    failed: list[int] = []
    while batch := list(
        Clock.objects.to_look_at(moment).order_by("look_at").values_list("pk", flat=True)[:BATCH]
    ):
        for pk in batch:
            try:
                taken += look_at(pk, moment)
            except Exception:  # whatever it is, the next clock must be looked at
                logger.exception("clock %s", pk)
                Clock.objects.filter(pk=pk).update(look_at=moment + AGAIN)
                failed.append(pk)
    Heartbeat.objects.update_or_create(name="watch", defaults={"ran_at": now()})
    if failed:
        raise SweepFailed(f"期限 {failed} 没有看成，一小时后再看")
    return taken


def look_at(pk: int, moment: datetime) -> int:
    """The steps of one clock that have come since it was last looked at.

    All are recorded; only the last is told, so that after an outage nobody is reminded of what is over.
    """
    with transaction.atomic():
        clock = (
            Clock.objects.select_for_update(of=("self",))
            .filter(pk=pk)
            .select_related("matter__holder_unit", "matter__holder_user", "matter__area", "unit", "user")
            .first()
        )
        if clock is None or clock.ended_at:
            return 0
        if clock.suspended_at:
            return _ask_again(clock, moment)
        steps = steps_of(clock)
        come = [(step, at) for step in steps if (at := step.at(clock)) and clock.looked_at < at <= moment]
        clock.looked_at = max(clock.looked_at, moment)
        Clock.objects.filter(pk=pk).update(looked_at=clock.looked_at, look_at=next_look(clock))
        new = [
            step
            for step, at in come
            if Escalation.objects.get_or_create(
                clock=clock, step=key_of(step, clock), defaults={"due_at": at}
            )[1]
        ]
        if new:
            _tell(clock, new[-1])
        return len(new)


def steps_of(clock: Clock) -> tuple[Step, ...]:
    """Duties go through the table; nobody is late with what others have or owe, but somebody reminds them."""
    if not clock.right:
        return TASK_STEPS if clock.item else STEPS
    rule = clock_rules().get(clock.rule)
    return OF_OTHERS.get(rule.whose, ()) if rule else ()


def _ask_again(clock: Clock, moment: datetime) -> int:
    """The day until which the count stands still has come: who holds the matter decides. One notice a matter and day."""
    Clock.objects.filter(pk=clock.pk).update(look_at=None)
    until = clock.suspended_until
    sentence = f"中止的期限到了，请恢复办理或者终止：{clock.matter.named}"
    tell(holders(clock), clock.matter, sentence, key=f"paused:{clock.matter_id}:{until}")
    return 1


def key_of(step: Step, clock: Clock) -> str:
    """A clock that was extended goes through the steps anew, towards its new day, each time."""
    return f"{step.key}+{clock.extended_by}" if clock.extended_by else step.key


def _tell(clock: Clock, step: Step) -> None:
    matter: Matter = clock.matter
    last = due_short(clock).removesuffix("前")
    sentence = step.words.format(label=clock.label, title=matter.named, due=last, item=clock.item)
    tell(step.to(clock), matter, sentence, urgent=step.urgent, key=f"clock:{clock.pk}:{key_of(step, clock)}")
