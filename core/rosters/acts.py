"""The acts of a roster: drafted by the rule, published, from then on changed only by a swap or a substitute."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate, make_aware

from core.access.people import once, unit_of, with_permission
from core.deadlines.clocks import Start
from core.deadlines.terms import YearMissing, term_until
from core.models import Access, HistoryEntry, Swap, Turn, TurnLog, Unit, User
from core.procedure.procedure import by_kind
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.rosters import clocks, overlap, rule, seats
from core.rosters.rule import Planned, Seat
from core.values import moments
from core.values.refused import Refused

Data = Mapping[str, Any]
EARLY = timedelta(hours=1)  # one may sign in so long before the turn begins


# --- Why not ----------------------------------------------------------------------------------------------------


def it_has_turns(now: Snapshot) -> str:
    return "" if now.matter.turns.exists() else "一个班次也没有，不能公示。"


def it_is_over(now: Snapshot) -> str:
    ahead = now.matter.turns.filter(day__gte=localdate(now.at)).count()
    return f"还有 {ahead} 个班次没有到，不能结束。" if ahead else ""


def i_have_a_turn(now: Snapshot) -> str:
    mine = [turn for turn in _turns(now) if now.by is None or turn.is_of(now.by)]
    return "" if any(not turn.passed(localdate(now.at)) for turn in mine) else "没有轮到您、还没有到的班次。"


def i_am_asked_to_swap(now: Snapshot) -> str:
    """Only the other one's consent makes a swap."""
    waiting = now.matter.swaps.filter(agreed=None)
    if now.by is not None:
        waiting = waiting.filter(asked_of__in=[now.by.pk, *now.by.reach.stands_for])
    return "" if waiting.exists() else "没有等您答复的换班申请；换班要由对方本人同意。"


def somebody_may_sign_in(now: Snapshot) -> str:
    today = localdate(now.at)
    waits = any(turn.signed_at is None and turn.day <= today for turn in _turns(now))
    return "" if waits else "今天没有要签到的班次。"


def _turns(now: Snapshot) -> list[Turn]:
    return list(now.matter.turns.select_related("user", "substitute"))


# --- Making -----------------------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    """排班: the turns that the rule gives, beginning behind the last one of the roster before.

    `data`: what DraftForm answers, and `centre`, `town`, `title` of the house that keeps it.
    """
    seated = data.get("seats") or ()
    planned = _seated(now, data, seated) if seated else _in_turn(now, data)
    if not planned:
        raise Refused("这段时间里没有一天符合，请核对每周的日子和节假日的办法。", "weekdays")
    turns = [
        Turn(day=one.day, place=one.place, user=one.person, begins=data["begins"], ends=data["ends"])
        for one in planned
    ]
    overlap.refuse(now, turns, "first")
    words = _in_words(data)
    return Outcome(
        facts={
            "title": f"{data['title']}（{data['first']:%Y-%m-%d} 至 {data['last']:%m-%d}）",
            "area": data["town"],
            "received_at": now.at,
            "first_contact": now.by,
            "first": data["first"],
            "last": data["last"],
            "rule": {RULE[key]: text for key, text in words.items()},
        },
        holder=(data["centre"], now.by),
        access=[Access(unit=unit, part="keeper") for unit in _keeping(now, data["town"], data["centre"])],
        rows=turns,
        starts=_must_be_public(now, min(turn.day for turn in turns), data["centre"]),
        detail={**words, "turns": f"{len(turns)} 个"},
    )


def _keeping(now: Snapshot, town: Any, house: Unit) -> list[Unit]:
    """Where such rosters are kept beside this house: one drafts it, another publishes it and names a substitute, also one who
    takes over the post later.
    """
    keepers = with_permission(by_kind()[now.matter.kind].labels["keep"], area=town)
    found = {unit.pk: unit for one in keepers if (unit := unit_of(one))}
    return [unit for unit in found.values() if unit != house]


def _in_turn(now: Snapshot, data: Data) -> list[Planned[User]]:
    """All people at all places."""
    days = _days(now, data, data["weekdays"])
    return rule.plan(days, data["places"], list(data["people"]), _last_before(now.matter.kind, data["first"]))


def _seated(now: Snapshot, data: Data, places: Sequence[Seat[User]]) -> list[Planned[User]]:
    """Each place with its own people."""
    days = {
        seat.place: _days(now, data, seat.weekdays or data["weekdays"], every=not seat.weekdays)
        for seat in places
    }
    last = {seat.place: _last_before(now.matter.kind, data["first"], seat.place) for seat in places}
    return rule.plan_seats(days, places, {place: person for place, person in last.items() if person})


def _days(now: Snapshot, data: Data, weekdays: Sequence[int], every: bool = True) -> list[date]:
    made_up = every and bool(data.get("made_up"))
    return rule.days(data["first"], data["last"], weekdays, data["off"], now.calendar, made_up)


# What the sheet says of the rule, by the key of the fact.
RULE = {"weekdays": "每周", "off": "节假日", "places": "地点", "hours": "时间", "people": "轮流"}


def _in_words(data: Data) -> dict[str, str]:
    seated = data.get("seats") or ()
    people = [
        f"{seat.place}{''.join(rule.WEEKDAYS[day][1] for day in seat.weekdays)}：{_names(seat.people)}"
        for seat in seated
    ]
    return {
        "weekdays": "、".join(rule.WEEKDAYS[day][1] for day in data["weekdays"])
        + ("，调休上班的周末" if data.get("made_up") else ""),
        "off": dict(rule.OFF)[data["off"]],
        "places": "、".join(seat.place for seat in seated) if seated else "、".join(data["places"]),
        "hours": Turn(begins=data["begins"], ends=data["ends"]).hours,
        "people": "；".join(people) if seated else _names(data["people"]),
    }


def _names(people: Iterable[User]) -> str:
    return "、".join(user.name for user in people)


def _last_before(kind: str, first: date, place: str = "") -> User | None:
    """Who sat last in the roster before, at this place or at all."""
    turns = Turn.objects.published(kind).filter(day__lt=first).select_related("user")
    turn = (turns.filter(place=place) if place else turns).last()
    return turn.user if turn else None


def _must_be_public(now: Snapshot, first: date, centre: Any) -> list[Start]:
    """Two days before the first turn, and today where that is over: nothing else reminds of a draft."""
    last = max(first - timedelta(days=clocks.AHEAD), localdate(now.at))
    return [Start(clocks.PUBLISH.key, unit=centre, user=now.by, term=term_until(now.at, last))]


def change(now: Snapshot, data: Data) -> Outcome:
    """调整班次 of a draft, before anybody was told."""
    turn: Turn = data["turn"]
    values: dict[str, Any] = {}
    if day := data.get("day"):
        _must_work(now, day, bool(data.get("chosen")))
        values["day"] = day
    if person := data.get("person"):
        _fits(now, turn, person)
        values["user"] = person
    overlap.refuse(
        now, [overlap.by(turn, person or turn.user, day=day or turn.day)], "person" if person else "day"
    )
    said = {
        "turn": overlap.said(turn),
        "day": f"{day:%m-%d}" if day else "",
        "person": person.name if person else "",
    }
    return Outcome(changes=[(turn, values)], detail={word: text for word, text in said.items() if text})


def _must_work(now: Snapshot, day: date, chosen: bool) -> None:
    if not now.matter.first <= day <= now.matter.last:
        raise Refused("日期不在这一期里。", "day")
    try:
        works = now.calendar.is_workday(day)
    except YearMissing as missing:
        raise Refused(f"{missing.year} 年的工作日历还没有导入。", "day") from missing
    if not works and not chosen:
        raise Refused(f"{day:%m-%d} 不是工作日；确要排的，请勾选“不是工作日也要排”。", "day")


def publish(now: Snapshot, data: Data) -> Outcome:
    """公示: everybody on it is told, and from here on it stands."""
    people = once(turn.person for turn in _turns(now))
    overlap.refuse(now, _turns(now))
    return Outcome(
        facts={"published_at": now.at},
        access=[
            Access(user=user, part="turn") for user in people
        ],  # whoever sits there signs in, also from another unit
        notices=[Tell(people, "排班已公示，请看您的班次：{matter}")],
        detail={"turns": f"{now.matter.turns.count()} 个", "people": "、".join(user.name for user in people)},
    )


def finish(now: Snapshot, data: Data) -> Outcome:
    turns = _turns(now)
    held = sum(turn.signed_at is not None for turn in turns)
    return Outcome(detail={"turns": f"{len(turns)} 个", "signed_in": f"{held} 个"})


def void(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"voided_at": now.at}, detail={"reason": data["reason"]})


# --- Swaps and substitutes ------------------------------------------------------------------------------------------


def ask_swap(now: Snapshot, data: Data) -> Outcome:
    turn, other = data["turn"], data["other"]
    if now.by is not None and not turn.is_of(now.by):
        raise Refused("只能换自己的班次。", "turn")
    if turn.person == other.person:
        raise Refused("两个班次是同一个人的，不用换。", "other")
    if any(one.passed(localdate(now.at)) for one in (turn, other)):
        raise Refused("已经过去的班次不能换。", "turn")
    if any(now.matter.swaps.filter(agreed=None, turn=one).exists() for one in (turn, other)):
        raise Refused("这个班次已经在申请换班。", "turn")
    _fits(now, turn, other.person)
    _fits(now, other, turn.person)
    _exchanged(now, turn, other, "other")
    row = Swap(
        turn=turn,
        other=other,
        asked_by=turn.person,
        asked_of=other.person,
        asked_at=now.at,
        reason=data["reason"],
    )
    told = Tell([other.person], f"{turn.person.name}想和您换班，请答复：{{matter}}")
    return Outcome(
        rows=[row],
        notices=[told],
        detail={"swap": f"{overlap.said(turn)} ⇄ {overlap.said(other)}", "reason": data["reason"]},
    )


def _exchanged(now: Snapshot, turn: Turn, other: Turn, field: str) -> None:
    overlap.refuse(now, [overlap.by(turn, other.person), overlap.by(other, turn.person)], field)


def agree_swap(now: Snapshot, data: Data) -> Outcome:
    """同意换班: both turns change hands in this act, and the director is told."""
    swap: Swap = data["swap"]
    _asked(now, swap)
    if now.by is not None and swap.asked_by_id in (now.by.pk, *now.by.reach.stands_for):
        raise Refused("您是申请的一方，不能又代对方同意；对方不在岗的，请排班人指定代班。", "swap")
    turn, other = swap.turn, swap.other
    if turn.person != swap.asked_by or other.person != swap.asked_of:
        raise Refused("申请以后班次又有变动，请重新申请。", "swap")
    if any(one.passed(localdate(now.at)) for one in (turn, other)):
        raise Refused("其中一个班次已经过去，不能再换。", "swap")
    _exchanged(now, turn, other, "swap")
    clean = {"substitute": None, "substituted_by": "", "substitute_reason": ""}
    return Outcome(
        changes=[
            (swap, {"agreed": True, "answered_at": now.at}),
            (turn, {"user": swap.asked_of, **clean}),
            (other, {"user": swap.asked_by, **clean}),
        ],
        notices=[
            Tell([swap.asked_by], f"{swap.asked_of.name}同意换班：{{matter}}"),
            Tell(_directors(now), f"{swap.asked_by.name}和{swap.asked_of.name}换班：{{matter}}"),
        ],
        detail={"swap": f"{overlap.said(turn)} ⇄ {overlap.said(other)}"},
    )


def refuse_swap(now: Snapshot, data: Data) -> Outcome:
    swap: Swap = data["swap"]
    _asked(now, swap)
    return Outcome(
        changes=[(swap, {"agreed": False, "answered_at": now.at, "answer": data["reason"]})],
        notices=[Tell([swap.asked_by], f"{swap.asked_of.name}不同意换班，仍按原班次：{{matter}}")],
        detail={"swap": f"{overlap.said(swap.turn)} ⇄ {overlap.said(swap.other)}", "reason": data["reason"]},
    )


def _asked(now: Snapshot, swap: Swap) -> None:
    if now.by is not None and swap.asked_of_id not in (now.by.pk, *now.by.reach.stands_for):
        raise Refused(f"换班要由{swap.asked_of.name}本人同意。", "swap")


def substitute(now: Snapshot, data: Data) -> Outcome:
    """指定代班: by whom is kept, and both are told."""
    turn, person = data["turn"], data["person"]
    if turn.passed(localdate(now.at)):
        raise Refused("已经过去或者签到的班次不能指定代班。", "turn")
    if person == turn.person:
        raise Refused(f"{person.name}就是这个班次的人。", "person")
    _fits(now, turn, person)
    overlap.refuse(now, [overlap.by(turn, person)], "person")
    named = now.decider
    values = {"substitute": person, "substituted_by": named, "substitute_reason": data["reason"]}
    return Outcome(
        changes=[(turn, values)],
        access=[Access(user=person, part="turn")],
        notices=[
            Tell([person], f"请代{turn.user.name} {turn.day:%m-%d} 的班：{{matter}}", urgent=True),
            Tell(once([turn.user], _directors(now)), f"{turn.day:%m-%d} 由{person.name}代班：{{matter}}"),
        ],
        detail={
            "turn": overlap.said(turn),
            "person": person.name,
            "named_by": named,
            "reason": data["reason"],
        },
    )


def sign_in(now: Snapshot, data: Data) -> Outcome:
    """签到 by himself, or typed by the desk, which the record shows; on the day and not before its time."""
    turn: Turn = data["turn"]
    serves = by_kind()[now.matter.kind].labels["serve"]
    if now.by is not None and not turn.is_of(now.by) and now.by.has_perm(serves):
        raise Refused(f"这是{turn.person.name}的班次，由本人签到，或者由窗口代录。", "turn")
    if turn.signed_at:
        raise Refused("这个班次已经签到。", "turn")
    if not _during(turn, now.at):
        raise Refused("签到要在当天；事后补录的，请写明当天的时间。", "at")
    if now.by is not None and turn.is_of(now.by) and not _during(turn, moments.now()):
        raise Refused("当天没有签到的，不能自己补签，请排班人或者窗口代录。", "turn")
    if now.at < make_aware(datetime.combine(turn.day, turn.begins)) - EARLY:
        raise Refused(f"还没有到时间，{turn.begins:%H:%M} 开始。", "turn")
    return Outcome(
        changes=[(turn, {"signed_at": now.at, "signed_by": now.by})],
        detail={"signed_in": turn.person.name, "turn": overlap.said(turn)},
    )


def _during(turn: Turn, at: datetime) -> bool:
    return localdate(at) == turn.day or (turn.overnight and turn.start < at < turn.end)


def i_have_to_log(now: Snapshot) -> str:
    """Only who sat there writes down what was done."""
    mine = [turn for turn in unlogged(now.matter) if now.by is None or turn.is_of(now.by)]
    return "" if mine else "没有您签了到、还没有记录的班次；值班记录由值班的本人写。"


def unlogged(roster: Any) -> list[Turn]:
    rows = Turn.objects.filter(matter=roster.pk, signed_at__isnull=False, log=None)
    return list(rows.select_related("user", "substitute"))


def done_by(user: User, days: Iterable[date], **of: Any) -> set[int]:
    """Ids of the matters in which the user did something on these days, himself or as another typed it for him."""
    on = list(days)
    typed = HistoryEntry.objects.filter(by=user, happened_at__date__in=on, **of)
    told = Access.objects.filter(user=user, part=Access.DONE, starts_at__date__in=on, **of)
    return {*typed.values_list("matter", flat=True), *told.values_list("matter", flat=True)}


def log_turn(now: Snapshot, data: Data) -> Outcome:
    """记值班: what was done in a turn, with the matters in which the same person did something on that day."""
    turn: Turn = data["turn"]
    about = list(data.get("matters") or ())
    if now.by is not None and not turn.is_of(now.by):
        raise Refused("这是别人的班次，由其本人记录。", "turn")
    if now.by is not None and not {one.pk for one in about} <= done_by(now.by, [turn.day]):
        raise Refused("只能关联您在那一天办过的。", "matters")
    if data["people"] < len(about):
        raise Refused(f"关联了 {len(about)} 件，人次不能少于件数。", "people")
    row = TurnLog(
        turn=turn, people=data["people"], words=data["words"], matters=[one.pk for one in about], at=now.at, by=now.by
    )  # fmt: skip
    said = {
        "turn": overlap.said(turn),
        "people": f"{data['people']} 人次",
        "matters": f"{len(about)} 件" if about else "",
    }
    return Outcome(rows=[row], detail={word: text for word, text in said.items() if text})


def _fits(now: Snapshot, turn: Turn, person: User) -> None:
    if sentence := seats.unfit(now.matter.kind, turn.place, person):
        raise Refused(sentence, "person")


def _directors(now: Snapshot) -> list[User]:
    return with_permission("core.direct", area=now.matter.area)
