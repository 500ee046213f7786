"""催办: whoever watches a matter asks those who have it in hand how it stands, and they have to answer. Rows of every
procedure's table (config/procedures.py). What is not answered is put to the unit in writing, as any duty that is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from core.access import exclusions
from core.access.people import of_unit, once
from core.deadlines.clocks import Of, Start, inner_rule
from core.deadlines.steps import SUPERVISED
from core.models import HistoryEntry, Unit
from core.models.matter import CLOSED
from core.procedure.procedure import Procedure, clock_rules
from core.procedure.transitions import (
    IF_POSSIBLE,
    IN_BULK,
    PRIMARY,
    QUIET,
    Clocks,
    Outcome,
    Show,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.records.notices import Tell
from core.values.form_base import long_text, short_text
from core.workflow.forms import ActForm

Data = Mapping[str, Any]
ANSWER = inner_rule(
    "core.urge", "催办答复", "1W", "镇催办工作规则（收到催办后 1 个工作日内答复）", steps=SUPERVISED
)


class UrgeForm(ActForm):
    """催办: in so many words."""

    words = short_text("催办内容", 80, help_text="不写姓名、电话。")


class AnswerForm(ActForm):
    """答复催办: how it stands, and until when."""

    words = long_text("办理情况", rows=2, limit=300, help_text="办到哪一步，什么时候办完。")


def urge(now: Snapshot, data: Data) -> Outcome:
    """Those who hold it, and other units with a term of theirs running; who has not answered the last time still owes that."""
    units = _units(now)
    waiting = {clock.unit_id for clock in _waiting(now)}
    people = exclusions.barred(now.matter).let(once(*(of_unit(unit) for unit in units)))
    return Outcome(
        starts=[Start(ANSWER.key, unit=unit) for unit in units if unit.pk not in waiting],
        notices=[Tell(people, f"催办，请答复：{data['words'][:80]}（{{matter}}）", urgent=True)],
        detail={"urged": "、".join(unit.short_name for unit in units), "words": data["words"]},
    )


def _units(now: Snapshot) -> list[Unit]:
    rules = clock_rules()
    found = [now.matter.holder_unit] + [
        clock.unit
        for clock in now.clocks
        if clock.unit and clock.ended_at is None and not clock.right
        and (rule := rules.get(clock.rule)) and rule.whose == "unit" and not rule.inner
    ]  # fmt: skip
    return list({unit.pk: unit for unit in found}.values())


def _waiting(now: Snapshot) -> list[Any]:
    return [clock for clock in now.clocks if clock.rule == ANSWER.key and clock.ended_at is None]


def _mine(now: Snapshot) -> list[Any]:
    return [clock for clock in _waiting(now) if now.by is None or clock.unit_id in now.by.reach.units]


def i_was_urged(now: Snapshot) -> str:
    return "" if _mine(now) else "没有待本单位答复的催办。"


def answer(now: Snapshot, data: Data) -> Outcome:
    asked = HistoryEntry.objects.filter(matter=now.matter.pk, action__endswith=".urge").select_related("by")
    by = [entry.by for entry in asked.order_by("-seq")[:1] if entry.by]
    return Outcome(
        meets=[Of(ANSWER.key, clock.unit) for clock in _mine(now)],
        notices=[Tell(by, "催办已答复：{matter}")],
        detail={"words": data["words"]},
    )


def rows(sources: frozenset[str], show: Show) -> tuple[Transition, ...]:
    return (
        Transition("urge", "催办", sources, None, anybody("core.urge"), urge, UrgeForm, closed=CLOSED, show=show,
            clocks=Clocks(starts=(ANSWER,)),
            words=Words("催办通知已发给承办人。", note="承办单位要在 1 个工作日内答复；逾期不答复的，系统拟稿报领导。")),
        Transition("answer_urge", "答复催办", sources, None, anybody("core.do_task"), answer, AnswerForm, (i_was_urged,), CLOSED,
            PRIMARY | IF_POSSIBLE | QUIET, clocks=Clocks(meets=(ANSWER,)), words=Words("已答复催办人。")),
    )  # fmt: skip


def urged(declared: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """The procedures, each with the rows and the term of 催办; what is itself put to a unit in writing needs none, nor does
    what nobody waits for, and of what is sealed at every stage nobody knows who could ask.
    """
    return tuple(
        one
        if not one.urged or (one.offer and one.offer.anywhere) or one.workflow.live <= one.workflow.walled
        else replace(
            one,
            workflow=replace(
                one.workflow,
                transitions=(
                    *one.workflow.transitions,
                    *rows(one.workflow.live, IN_BULK | QUIET if one.listing else QUIET),
                ),
                captions={"urged": "催办单位", **one.workflow.captions},
            ),
            clocks=(*one.clocks, ANSWER),
        )
        for one in declared
    )
