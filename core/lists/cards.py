"""The dashboard's cards for one reader: counted in one query, each with the address of its list.

The cards of all kinds together stand here too; rooms declare those of theirs (core.procedure.cards).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from core.models import Correspondence, Matter
from core.procedure.cards import Card, Looking
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind
from core.procedure.room import rooms
from core.statistics import compiled
from core.values.roles import packs, roles


def held(looking: Looking) -> Q:
    """In the hand of the reader's units, and waiting for nothing below it (as Matter.objects.in_hand_of)."""
    return at_work(looking) & Q(holder_unit__in=looking.units)


def at_work(looking: Looking) -> Q:
    """Open in some unit's hand, and waiting for nothing below it: each duty counts where it must be done."""
    waits = Matter.objects.filter(parent=OuterRef("pk"), closed_at=None, resulted_at=None)
    return Q(~Exists(waits), closed_at=None, merged_into=None)


def mine(looking: Looking) -> Q:
    """In the reader's own hand."""
    return Q(closed_at=None, merged_into=None, holder_user=looking.user)


def first_contact(looking: Looking) -> Q:
    """Open, and it was the reader who received it."""
    return Q(closed_at=None, first_contact=looking.user)


def whole(looking: Looking) -> Q:
    """Open, each code once: what stands below a matter is part of it."""
    return Q(closed_at=None, parent=None, merged_into=None)


def late(looking: Looking) -> Q:
    return Q(closed_at=None, due_at__lte=looking.at)


def soon(looking: Looking) -> Q:
    return Q(closed_at=None, warn_at__lte=looking.at, due_at__gt=looking.at)


def asks_outside(looking: Looking) -> Q:
    """Open, and a body outside has been asked and has not answered."""
    return Q(closed_at=None, pk__in=Correspondence.objects.waiting().order_by().values("matter"))


UNIT, OWN, AREA = frozenset({"unit", "village"}), frozenset({"own"}), frozenset({"leader", "centre"})
HOURS = timedelta(hours=4)
HELD = "只算现由单位要办的，封闭的不算。"


def within_hours(looking: Looking) -> Q:
    return at_work(looking) & Q(due_at__gt=looking.at, due_at__lte=looking.at + HOURS)


def by_tonight(looking: Looking) -> Q:
    """Due until midnight, the next hours included."""
    return at_work(looking) & Q(due_at__gt=looking.at, due_at__lte=looking.today.until)


def black(looking: Looking) -> Q:
    return at_work(looking) & Q(black_at__lte=looking.at)


def _wall(key: str, label: str, says: str, holds: Callable[[Looking], Q], **more: Any) -> Card:
    return Card(f"wall_{key}", label, f"{says}{HELD}", holds, frozenset(), wall="due", **more)


EACH = "一件事项连同转出的程序算一件。"

CARDS = (
    Card("unit_held", "在本单位手上", "本单位现由办理、没有办结的；等着转出程序结果的不算。", held, UNIT),
    Card("unit_untaken", "还没有人接", "其中没有落到人的。", lambda at: held(at) & Q(holder_user=None), UNIT),
    Card("unit_soon", "临期", "其中已到提醒日、还没有超期的。", lambda at: held(at) & soon(at), UNIT),
    Card("unit_late", "逾期", "其中最紧的期限已过的。", lambda at: held(at) & late(at), UNIT, warns=True),
    Card(
        "unit_outside",
        "等镇外单位回复",
        "其中向镇外单位发了函、要求回复、还没有回复的。",
        lambda at: held(at) & asks_outside(at),
        UNIT,
    ),
    Card("own_held", "在我手上", "现由我办理、没有办结的。", mine, OWN),
    Card("own_soon", "临期", "其中已到提醒日、还没有超期的。", lambda at: mine(at) & soon(at), OWN),
    Card("own_late", "逾期", "其中最紧的期限已过的。", lambda at: mine(at) & late(at), OWN, warns=True),
    Card(
        "own_received",
        "我首问、在办",
        "由我首问登记、没有办结的，不论现在由谁办理。",
        first_contact,
        OWN | {"village"},
    ),
    Card("area_open", "在办", f"没有办结的。{EACH}", whole, AREA),
    Card("area_soon", "临期", f"其中已到提醒日、还没有超期的。{EACH}", lambda at: whole(at) & soon(at), AREA),
    Card(
        "area_late",
        "逾期",
        f"其中最紧的期限已过的。{EACH}",
        lambda at: whole(at) & late(at),
        AREA,
        warns=True,
    ),
    Card(
        "area_listed",
        "达到挂牌条件",
        f"其中超过期限五个工作日以上的。{EACH}",
        lambda at: whole(at) & Q(black_at__lte=at.at),
        AREA,
        warns=True,
    ),
    Card(
        "area_outside",
        "等镇外单位回复",
        "向镇外单位发了函、要求回复、还没有回复的，每件程序各算一件。",
        asks_outside,
        AREA,
    ),
    Card(
        "area_flags",
        "要紧情况",
        "没有办结、登记了要紧情况、还没有解除的。",
        lambda at: whole(at) & Q(flags_cleared_at=None) & ~Q(flags=[]),
        AREA,
        warns=True,
    ),
    _wall("hours", "4 小时内到期", "现在起 4 小时内到期的。", within_hours),
    _wall("today", "今天到期", "今天还要到期的，4 小时内的在内。", by_tonight),
    _wall("late", "逾期", "最紧的期限已过的。", lambda at: at_work(at) & late(at), warns=True),
    _wall("black", "超 5 个工作日", "其中超过期限五个工作日以上的。", black, warns=True),
    _wall("outside", "等镇外回复", "向镇外单位发了函、要求回复、还没有回复的。", asks_outside),
)


@dataclass(frozen=True)
class Number:
    """A card counted: as components/numbers.html shows it."""

    label: str
    value: str
    url: str
    says: str
    warns: bool
    unit: str = "件"


@cache
def cards() -> dict[str, Card]:
    """All by key; those of all kinds together first."""
    *others, own = rooms()
    return {card.key: card for room in (own, *others) for card in room.cards}


def may_read(user: Any, card: Card) -> bool:
    """Is it in one of the reader's packs, and does the gate show them its kind by post?"""
    return not card.packs.isdisjoint(packs_of(user)) and (
        not card.permission or user.has_perm(card.permission)
    )


def packs_of(user: Any) -> list[str]:
    """The packs of the roles that the reader's posts have today, in the order of the posts."""
    return list(dict.fromkeys(pack for post in user.reach.posts for pack in roles()[post.role].packs))


def rows(card: Card, user: Any, at: datetime, unit: str = "") -> QuerySet[Matter]:
    """The list that the card opens; of one unit by its code."""
    found = Matter.objects.visible_to(user).filter(card.condition(Looking(user, at)))
    return found.filter(holder_unit__code=unit) if unit else found


def read(user: Any, at: datetime) -> list[tuple[str, list[Number]]]:
    """The packs of a reader with their numbers, all counted in one query."""
    wanted = [card for card in cards().values() if may_read(user, card)]
    looking = Looking(user, at)

    def make(days: Sequence[Period]) -> compiled.Made:
        then = Looking.of(user, *days)
        return then.month.in_play, [Count("pk", filter=card.among_open(then)) for card in wanted]

    # What a card may ask of its reader stands in the key.
    key = ("cards", user.pk, user.reach, *(card.key for card in wanted))
    rows = compiled.counted(Matter.objects.visible_to(user), {}, key, [looking.today, looking.month], make)
    found = rows[0][1:] if rows else [0] * len(wanted)
    counts = dict(zip((card.key for card in wanted), found, strict=True))
    numbers = {
        pack: [number(card, counts[card.key]) for card in wanted if pack in card.packs]
        for pack in packs_of(user)
    }
    return [(packs()[pack], found) for pack, found in numbers.items() if found]


def number(card: Card, count: int) -> Number:
    return Number(card.label, f"{count:,}", url_of(card), card.says, card.warns and count > 0)


def url_of(card: Card) -> str:
    """The kind's own list where it has one, with its filters; else the kernel's page of mixed kinds."""
    procedure = by_kind().get(card.kind)
    if procedure and procedure.listing:
        return f"{reverse(procedure.labels['list'])}?card={card.key}"
    return reverse("card", args=[card.key])
