"""领导接访, as it is listed and counted: the roster's procedure, a day, a month, the numbers."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cases.models import Case, Reception
from core.models import Matter, Roster, Turn, User
from core.procedure.indicators import Indicator, Period, Split, leader
from core.rosters.panel import lines
from core.rosters.procedure import roster_of
from core.values.moments import now
from core.values.screen_formats import when

KIND = "reception"
BASIS = "《信访工作条例》第十八条第二款（各级领导干部定期接待群众来访）"
PROCEDURE = roster_of(
    KIND,
    "领导接访排班",
    app="cases",
    keep="cases.keep_reception",
    serve="core.lead",
    basis=BASIS,
    page="reception",
    series="接访",
)
R = Reception.Outcome


# --- Pages -----------------------------------------------------------------------------------------------------


def turns_between(first: date, last: date) -> Any:
    rows = Turn.objects.published(KIND).filter(day__gte=first, day__lte=last)
    return rows.select_related("user", "substitute", "signed_by", "matter")


def seen(user: User, turns: list[Turn]) -> dict[int, list[Reception]]:
    """What comes before the leaders on these turns, of the matters that the user may see."""
    rows = Reception.objects.filter(turn__in=[turn.pk for turn in turns]).select_related("matter__area")
    among = [row.matter_id for row in rows]
    open_to = set(Matter.objects.visible_to(user, among).values_list("pk", flat=True)) if among else set()
    found: dict[int, list[Reception]] = {turn.pk: [] for turn in turns}
    for row in rows:
        if row.matter_id in open_to:
            found[row.turn_id].append(row)
    return found


def day(user: User, on: date) -> list[dict[str, Any]]:
    """The turns of a day, each with its visitors in order."""
    turns = list(turns_between(on, on))
    visits = seen(user, turns)
    return [
        {
            **line,
            "url": reverse("act", args=[turn.matter_id, "sign_in"]) if not turn.signed_at else "",
            "roster_url": reverse("matter", args=[turn.matter_id]),
            "mine": turn.is_of(user),
            "visits": [visit(row, user) for row in visits[turn.pk]],
        }
        for turn, line in zip(turns, lines(turns), strict=True)
    ]


def visit(row: Reception, user: User) -> dict[str, Any]:
    """One visitor of the day, and what can be done for them now."""
    case: Case = row.matter
    steps = (
        ("receive", "记接访", row.waits and user.has_perm("cases.receive")),
        (
            "instruct_there",
            "批示、交办",
            case.status in (Case.Status.REGISTERED, Case.Status.RETURNED)
            and row.outcome != R.ABSENT
            and user.has_perm("cases.instruct"),
        ),
        ("give_task", "交办", case.is_open and row.outcome != R.ABSENT and user.has_perm("core.give_task")),
    )
    return {
        "order": row.order,
        "url": reverse("matter", args=[case.pk]),
        "number": case.number,
        "title": case.shown_title,
        "people": case.head_count,
        "outcome": row.get_outcome_display() or "等候接访",
        "received": when(row.received_at) if row.received_at else "",
        "status": Case.Status(case.status).label,
        "done": not case.is_open,
        "steps": [(reverse("act", args=[case.pk, name]), label) for name, label, may in steps if may],
    }


def unplaced(user: User, on: date) -> list[Case]:
    """Came for a leader on this day and stand before none yet."""
    placed = Reception.objects.filter(matter=OuterRef("pk"))
    return list(
        Case.objects.filter(pk__in=Matter.objects.visible_to(user).filter(closed_at=None).values("pk"))
        .filter(channel=Case.Channel.LEADER, received_at__date=on)
        .exclude(Exists(placed))
        .order_by("received_at")
    )


def month(user: User, first: date) -> dict[str, Any]:
    """The days of a month with what became of each visit, and the sums; each sum of matters opens its list."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    turns = list(turns_between(first, last))
    visits = seen(user, turns)
    moment = now()
    days = {turn.day for turn in turns}
    return {
        "rows": [
            {**line, "url": f"{reverse('reception_day')}?on={turn.day}", "visits": [visit(row, user) for row in visits[turn.pk]]}
            for turn, line in zip(turns, lines(turns), strict=True)
        ],
        "planned": len(days),
        "held": len({turn.day for turn in turns if turn.signed_at}),
        "missed": [turn for turn in turns if turn.missed(moment)],
    }  # fmt: skip


def rosters(user: User) -> list[Roster]:
    """Rosters that are drafted or run, the newest first."""
    seen_ones = Matter.objects.visible_to(user).filter(kind=KIND, voided_at=None)
    return list(Roster.objects.filter(pk__in=seen_ones.values("pk")).order_by("-first")[:12])


# --- Numbers -----------------------------------------------------------------------------------------------------


def _received(period: Period, **more: Any) -> Any:
    rows = Reception.objects.filter(period.within("received_at"), **more)
    return rows.exclude(outcome=R.ABSENT).filter(matter=OuterRef("pk"))


def _ever(**more: Any) -> Any:
    rows = Reception.objects.exclude(received_at=None).exclude(outcome=R.ABSENT)
    return rows.filter(matter=OuterRef("pk"), **more)


def _of(**more: Any) -> Callable[[Period], Q]:
    return lambda period: Q(kind="case", voided_at=None) & Q(Exists(_received(period, **more)))


def _by(**more: Any) -> Split:
    """Parted by the leader who received: the same visit, where a matter came before two of them."""
    return Split(lambda period, part: Q(Exists(_received(period, leader=int(part), **more))), leader)


BY_LEADER = _by()


def indicators(not_late: Callable[[Period], Q]) -> tuple[Indicator, ...]:
    """`not_late`: the condition of what was finished in time."""
    return (
        Indicator(
            "received_by_leaders", "领导接访（批次）", "本期领导接访接待的事项，以接访时间计；来访人没有来的不计。",
            _of(), "批次", split=BY_LEADER, of_leader="批次",
        ),
        Indicator(
            "people_received_by_leaders", "领导接访（人次）", "本期领导接访各批次的来访人数之和；来访人没有来的不计。",
            _of(), "人次", weight="head_count", split=BY_LEADER, of_leader="人次",
        ),
        Indicator(
            "instructed_by_leaders", "领导接访批示交办", "本期领导接访的事项中当面批示、交办的。",
            _of(outcome=R.INSTRUCTED), split=_by(outcome=R.INSTRUCTED), of_leader="批示件",
        ),
        Indicator(
            "leaders_in_time", "领导接访按期办结", "本期领导接访的事项中，本期按期办结的。",
            lambda period: _of()(period) & not_late(period), split=BY_LEADER,
        ),
        Indicator(
            "leaders_finished", "领导接访办结", "领导接访过、在本期办结的事项，以办结时间计；接访可以在以前。",
            lambda period: Q(period.within("closed_at"), kind="case", voided_at=None) & Q(Exists(_ever())),
            split=Split(lambda period, part: Q(Exists(_ever(leader=int(part)))), leader), of_leader="办结",
        ),
    )  # fmt: skip
