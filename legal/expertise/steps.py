"""What the acts of an expert's opinion do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.exclusions import refuse_shut_out
from core.access.people import unit_of, with_permission
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, Unit, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from legal import clocks
from legal.models import Expertise, Point, TextVersion

Data = Mapping[str, Any]
What = Expertise.What


def ask(now: Snapshot, data: Data) -> Outcome:
    """请专家出意见: on a matter above, whose papers the expert does not see; or on a text or decision of the town."""
    assert now.by is not None
    unit = unit_of(now.by)
    if unit is None:
        raise Refused("您现在没有任职，不能请专家出意见。")
    above = now.matter.parent
    facts = {name: data.get(name) or "" for name in ("what", "question", "outside")}
    text = data.get("text")
    whom = _asked(now, data)
    return Outcome(
        facts={
            **facts, "expert": data.get("expert"), "due_on": data["due_on"], "received_at": now.at, "first_contact": now.by,
            "title": f"{What(data['what']).label}：{title_of(data['question'])}"[:80], "area": above.area if above else places.town(),
        },
        holder=whom.holder or (unit, now.by),
        rows=[TextVersion(number=1, words=text, at=now.at, by=now.by)] if text else [],
        access=[Access(user=now.by, part="asked"), *whom.access],
        starts=whom.starts,
        notices=whom.notices,
        detail={"what": What(data["what"]).label, **whom.detail},
    )  # fmt: skip


def _asked(now: Snapshot, data: Data) -> Outcome:
    """Of whom, by when: it is in his hand, with his clock and the word to him; an outside expert has none of it."""
    expert, due_on = data.get("expert"), data["due_on"]
    if due_on <= localdate(now.at):
        raise Refused("答复的日子要晚于今天。", "due_on")
    if expert is not None and expert == now.by:
        raise Refused("不能请自己出意见。", "expert")
    if expert is not None:
        refuse_shut_out(now.matter, expert, "expert")
    typing = [
        user for user in with_permission("legal.keep") if user != now.by
    ]  # what an outside expert signs
    asked = [expert] if expert else typing
    there = set(now.matter.access.values_list("user", flat=True)) if now.matter.pk else set()
    unit = unit_of(expert) if expert else None
    return Outcome(
        holder=(unit, expert) if unit else None,
        access=[Access(user=user, part="expert") for user in asked if user.pk not in there],
        starts=[Start(clocks.OPINE.key, user=expert, term=term_until(now.at, due_on))],
        notices=[Tell(asked, "请您出意见：{matter}" if expert else "请镇外专家出意见，收到后照录：{matter}")],
        detail={"expert": expert.name if expert else data["outside"], "due_on": f"{due_on}"},
    )


def it_is_asked_of_me(now: Snapshot) -> str:
    """In his own name; what an outside expert signed is typed by the justice office."""
    expert = now.matter.expert_id
    if now.by is None or expert in (None, now.by.pk):
        return ""
    return f"请的是{now.matter.expert.name}，由其本人出意见；本人不能出的，由其退回后另请。"


def decline(now: Snapshot, data: Data) -> Outcome:
    told = Tell([now.matter.first_contact], "专家退回，请另请专家：{matter}", urgent=True)
    return Outcome(holder=_asker(now), notices=[told], detail={"reason": data["reason"]})


def _asker(now: Snapshot) -> tuple[Unit, User]:
    """Back in the hand of whoever asked; of one who is gone, the unit that has it keeps it."""
    asker = now.matter.first_contact
    return unit_of(asker) or now.matter.holder_unit, asker


def it_is_not_my_own(now: Snapshot) -> str:
    """Whoever gave the opinion does not say what becomes of it."""
    mine = now.by is not None and now.by.pk == now.matter.expert_id
    return "意见是您出的，是否采纳由请教的单位登记。" if mine else ""


def ask_another(now: Snapshot, data: Data) -> Outcome:
    """另请专家: not the one who has just given it back."""
    expert, outside = data.get("expert"), data.get("outside") or ""
    if (expert and expert.pk == now.matter.expert_id) or (outside and outside == now.matter.outside):
        raise Refused("此人刚才退回，请另选。", "expert")
    whom = _asked(now, data)
    if (before := now.matter.expert) and now.matter.status == Expertise.Status.ASKED:
        told = Tell([before], "这件专家意见已另请他人，不用再答复：{matter}")
        whom = replace(whom, notices=[*whom.notices, told])
    facts = {"expert": expert, "outside": outside, "due_on": data["due_on"]}
    return replace(whom, facts=facts, holder=whom.holder or _asker(now))


def nothing_is_half_written(now: Snapshot) -> str:
    """Nobody signs what another wrote: points without a signature stay with whoever wrote them."""
    left = now.matter.not_taken() if now.matter.status != Expertise.Status.GIVEN else 0
    return f"{now.matter.who}已写 {left} 条意见没有签发，请“不再请”，再另外请一件。" if left else ""


def add_point(now: Snapshot, data: Data) -> Outcome:
    version = now.matter.newest
    row = row_of(now, Point, data, "words", "basis", number=now.matter.points.count() + 1, version=version)
    return Outcome(rows=[row], detail={"number": f"{row.number}", **said(row, "words", "basis")})


def sign(now: Snapshot, data: Data) -> Outcome:
    """签发意见: from here on the points stand, and whoever asked says what became of each."""
    told = Tell([now.matter.first_contact], "专家意见已出，请逐条登记采纳情况：{matter}")
    given = {"summary": data["summary"], "given_on": localdate(now.at)}
    return Outcome(
        facts=given,
        changes=[(one, given) for one in now.matter.versions.filter(number=now.matter.newest)],
        holder=_asker(now),
        notices=[told],
        detail={"summary": data["summary"], "expert": now.matter.who},
    )


def it_is_a_text(now: Snapshot) -> str:
    return "" if now.matter.what in Expertise.TEXTS else "这一件没有文本，不用报修改稿。"


def revise(now: Snapshot, data: Data) -> Outcome:
    """报修改稿: looked at again by the same expert; the points of the version before keep what became of them."""
    if left := now.matter.not_taken():
        raise Refused(f"上一稿还有 {left} 条意见没有登记采纳情况。")
    row = row_of(now, TextVersion, data, "words", number=now.matter.newest + 1)
    whom = _asked(now, {"expert": now.matter.expert, "outside": now.matter.outside, "due_on": data["due_on"]})
    detail = {"version": f"第 {row.number} 稿", **said(row, "words"), "due_on": whom.detail["due_on"]}
    return replace(whom, facts={"due_on": data["due_on"]}, rows=[row], detail=detail)


def take(now: Snapshot, data: Data) -> Outcome:
    """登记采纳情况: adopted, or why not. Whoever asked decides; the expert is told."""
    point: Point = data["point"]
    values = {"taken": data["taken"], "why": data.get("why", ""), "taken_by": now.by}
    words = str(Point.Taken(data["taken"]).label)
    told = [now.matter.expert] if now.matter.expert else []
    return Outcome(
        changes=[(point, values)],
        notices=[Tell(told, f"第 {point.number} 条意见{words}：{{matter}}")],
        detail={"point": str(point), "taken": words, "why": data.get("why", "")},
    )


def a_point_is_open(now: Snapshot) -> str:
    return "" if now.matter.not_taken() else "没有待登记采纳情况的意见。"


def nothing_is_open(now: Snapshot) -> str:
    left = now.matter.not_taken()
    return f"还有 {left} 条意见没有登记采纳情况。" if left else ""


def file(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"filed_on": localdate(now.at)})


def drop(now: Snapshot, data: Data) -> Outcome:
    told = [now.matter.expert] if now.matter.expert else []
    return Outcome(notices=[Tell(told, "不用再出意见：{matter}")], detail={"reason": data["reason"]})
