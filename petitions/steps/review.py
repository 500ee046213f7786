"""Review and second review (复查、复核): asked of the bodies above within thirty days of service, decided there; and the end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Start, Suspension
from core.models import Clock, Party, Rung
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.moments import noon
from core.values.refused import Refused
from core.workflow import ladder
from core.workflow.record_steps import row_of, said
from petitions import clocks
from petitions.models import Petition, Review

Data = Mapping[str, Any]
S, Ground = Petition.Status, Petition.Ground
LEVEL = {S.SERVED: 1, S.IN_REVIEW: 1, S.REVIEWED: 2, S.IN_SECOND: 2}
RIGHT = {1: clocks.REVIEW, 2: clocks.SECOND}
DECIDED = {1: clocks.REVIEW_DECIDED, 2: clocks.SECOND_DECIDED}


def level(matter: Petition) -> int:
    """1 for the review, 2 for the second: which one is asked for or decided now."""
    if matter.status in LEVEL:
        return LEVEL[S(matter.status)]
    return 2 if matter.ground == Ground.NO_SECOND else 1


def running(matter: Petition) -> Review | None:
    return next((row for row in matter.reviews.all() if row.decided_on is None), None)


def window(now: Snapshot, number: int) -> list[Clock]:
    """The petitioners' terms to ask for it, one for each on whom it was served."""
    return [clock for clock in now.clocks if clock.rule == RIGHT[number].key]


def window_of(now: Snapshot, number: int, who: Party | None) -> list[Clock]:
    """Of the one who asks: a paper served on several gives each a window of their own (`Start.item`: the service)."""
    own = [row.number for row in now.matter.services.all() if who and row.party_id == who.pk]
    found = window(now, number)
    return [clock for clock in found if clock.item in own] or found


# --- Why not -----------------------------------------------------------------------------------------------------


def may_still_ask(now: Snapshot) -> str:
    """After the term has run out unused a request that was posted in time may still come in."""
    if now.matter.status == S.ENDED and now.matter.ground not in (Ground.NO_REVIEW, Ground.NO_SECOND):
        return "已经终结，不能再请求复查、复核（第三十六条第三款）。"
    return ""


def term_is_over(now: Snapshot) -> str:
    """The citizen's right is judged by the day after the holidays (domain: 1.2)."""
    days = [clock.rolled for clock in window(now, level(now.matter))]
    if not days or any(day is None for day in days):
        return "请求的期限还算不出来，请先导入工作日历。"
    last = max(day for day in days if day)
    return "" if localdate(now.at) > last else f"信访人在 {last:%m-%d} 以前还可以请求。"


def a_hearing_is_on(now: Snapshot) -> str:
    row = running(now.matter)
    return "" if row and row.heard_from and not row.heard_until else "没有正在进行的听证。"


def no_hearing_yet(now: Snapshot) -> str:
    row = running(now.matter)
    return "已经登记过听证。" if row and row.heard_from else ""


def carried_out_or_told(now: Snapshot) -> str:
    """What was supported is carried out before the file is closed (art. 32 ¶2)."""
    supports = now.matter.result in (Petition.Result.SUPPORTED, Petition.Result.PARTLY)
    return "支持的请求还没有“登记落实”。" if supports and not now.matter.performed_on else ""


# --- Asked -------------------------------------------------------------------------------------------------------


def ask(now: Snapshot, data: Data) -> Outcome:
    """登记复查、复核请求: in time by the day on which it was made or posted, whenever it arrives (民诉法 art. 85 by analogy).
    The term of the body runs from the day on which it came in there.
    """
    number, asked, came = level(now.matter), data["asked_on"], data["came_on"]
    if came < asked:
        raise Refused("机关收到日期早于提出日期。", "came_on")
    if came > localdate(now.at):
        raise Refused("机关收到日期不能晚于今天。", "came_on")
    if now.matter.signed_on and asked < now.matter.signed_on:
        raise Refused(f"提出日期早于处理意见书的日期（{now.matter.signed_on:%Y-%m-%d}）。", "asked_on")
    late = [clock.rolled for clock in window_of(now, number, data.get("who")) if clock.rolled]
    if late and asked > max(late):
        word = Review.Level(number).label
        raise Refused(
            f"{asked:%m-%d} 提出已经超过30日（至 {max(late):%m-%d}），逾期请求{word}的，告知逾期及以后的权利。",
            "asked_on",
        )
    row = row_of(now, Review, data, "body", "asked_on", "came_on", level=number)
    return Outcome(
        facts={"status": S.IN_REVIEW if number == 1 else S.IN_SECOND, "ground": "", "ended_on": None},
        rows=[row],
        meets=clocks.over(RIGHT[number]),
        starts=[Start(DECIDED[number].key, at=noon(came))],
        detail={
            **said(row, "level", "body", "asked_on", "came_on"),
            **({"who": data["who"].masked_name} if data.get("who") else {}),
        },
    )


def begin_hearing(now: Snapshot, data: Data) -> Outcome:
    """复核听证: its time is not counted in the thirty days of the second review (art. 36 ¶2)."""
    row = running(now.matter)
    assert row is not None
    stands_still = Suspension("复核听证", "《信访工作条例》第三十六条第二款")
    return Outcome(
        changes=[(row, {"heard_from": localdate(now.at)})],
        suspension=stands_still,
        detail={"heard_from": f"{localdate(now.at):%Y-%m-%d}"},
    )


def end_hearing(now: Snapshot, data: Data) -> Outcome:
    row = running(now.matter)
    assert row is not None
    return Outcome(
        changes=[(row, {"heard_until": localdate(now.at)})],
        detail={"heard_until": f"{localdate(now.at):%Y-%m-%d}"},
    )


def _refuse_days(now: Snapshot, row: Review, data: Data) -> None:
    """Asked for, decided, served, done anew: in this order."""
    if data["decided_on"] < row.came_on:
        raise Refused("作出意见日期早于收到请求日期。", "decided_on")
    if data["served_on"] > localdate(now.at):
        raise Refused("信访人收到日期不能晚于今天。", "served_on")
    if data["served_on"] < data["decided_on"]:
        raise Refused("信访人收到日期早于作出意见日期。", "served_on")
    if data.get("redo_by") and data["redo_by"] <= data["served_on"]:
        raise Refused("重新处理期限应当在收到意见以后。", "redo_by")


def decided(now: Snapshot, data: Data) -> Outcome:
    """登记复查、复核意见: upheld or changed opens the next window, from its service; to be handled anew it comes back."""
    number, row, result = level(now.matter), running(now.matter), Review.Result(data["result"])
    assert row is not None
    _refuse_days(now, row, data)
    kept = {name: data[name] for name in ("decided_on", "number", "result", "words", "served_on")}
    if result == Review.Result.REDO:
        came = _back(now, number, data)
    elif number == 2:
        ended = {"status": S.ENDED, "ground": Ground.SECOND_REVIEW, "ended_on": data["served_on"]}
        came = Outcome(facts=ended, cancels=[], starts=[Start(clocks.FILE.key), Start(clocks.EXPLAIN.key)])
    else:
        window = Start(clocks.SECOND.key, at=noon(data["served_on"]))
        came = Outcome(facts={"status": S.REVIEWED}, cancels=[], starts=[window])
    said = {
        "level": Review.Level(number).label, "result": result.label,
        "decided_on": f"{data['decided_on']:%Y-%m-%d}", "served_on": f"{data['served_on']:%Y-%m-%d}",
    }  # fmt: skip
    return replace(came, changes=[(row, kept)], detail=said)


def _back(now: Snapshot, number: int, data: Data) -> Outcome:
    """To the unit that gave the opinion; what was carried out of the old one is carried out anew."""
    unit = now.matter.unit
    return Outcome(
        facts={"status": S.ACCEPTED, "signed_on": None, "performed_on": None, "performance": ""},
        # Nobody carries out, or asks about, an opinion that does not stand any more.
        cancels=clocks.over(clocks.CARRY_OUT, clocks.EXPLAIN, clocks.FOLLOW_UP),
        starts=[_redo(now, data)],
        holder=(unit, None) if unit else None,
        notices=[
            Tell(with_permission("petitions.handle", unit=unit) if unit else [], "责令重新处理：{matter}")
        ],
        at_fault=(unit, _overturned(number, data)) if unit else None,
    )


def _overturned(number: int, data: Data) -> str:
    said = f"《{data['number']}》" if data["number"] else ""
    return f"{Review.Level(number).label}意见{said}认为处理意见不当，责令重新处理。"


def _redo(now: Snapshot, data: Data) -> Start:
    until = data.get("redo_by")
    days = (until - data["served_on"]).days if until else 0
    return Start(
        clocks.REDO.key, at=noon(data["served_on"]), unit=now.matter.unit, term=f"{days}C" if days > 0 else ""
    )


# --- The end -----------------------------------------------------------------------------------------------------


def lapse(now: Snapshot, data: Data) -> Outcome:
    """期满终结: the term has run out unused (domain: 1.2 P13). What was posted in time still reopens it (`ask`)."""
    first = level(now.matter) == 1
    return Outcome(
        facts={"ground": Ground.NO_REVIEW if first else Ground.NO_SECOND, "ended_on": localdate(now.at)},
        detail={"ground": (Ground.NO_REVIEW if first else Ground.NO_SECOND).label},
    )


def withdraw(now: Snapshot, data: Data) -> Outcome:
    """撤回: by the petitioner's own will, in writing, with the reason; never asked of anybody. The desk files it."""
    tried = ladder.current(now.matter)
    return Outcome(
        facts={"ground": Ground.WITHDRAWN, "ended_on": localdate(now.at)},
        holder=(now.matter.first_contact_unit(), None),
        changes=[ladder.ended(now, Rung.Result.HANDED_UP, data["reason"])] if tried else [],
        detail={"reason": data["reason"]},
        result=f"信访人自愿撤回：{data['reason']}",
    )


def archive(now: Snapshot, data: Data) -> Outcome:
    return Outcome(detail={"ground": now.matter.get_ground_display()})
