"""What the acts of counselling do. Nothing that was said goes into the history, a notice or a title."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.access.sealing import keepers
from core.intake import places
from core.models import Access, Matter
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from legal.counselling.forms import COUNSELS
from legal.models import Counselling, CounsellingNote, Danger

Data = Mapping[str, Any]
S = Counselling.Status
LAW = "存在伤害自身或者危害他人安全的危险，依法通知，仅限必要信息"


def register(now: Snapshot, data: Data) -> Outcome:
    to = data["counsellor"]
    return places.taken_in(
        now, data,
        facts={
            "title": "心理服务", "demand": data["demand"][:300], "source": data["source"], "counsellor": to,
            "compartment": Matter.Compartment.COUNSELLING,
        },
        holder=(data.get("centre") or places.centre(), to),
        access=[*keepers(places.where(data), now.by), *_opened(now, to)],
        notices=[Tell([to], "请您接案：{matter}")], detail={"counsellor": to.name},
    )  # fmt: skip


def _opened(now: Snapshot, to: Any) -> list[Access]:
    there = now.matter.pk and Access.objects.current().filter(matter=now.matter.pk, user=to).exists()
    return [] if there or to == now.by else [Access(user=to, part="counsellor")]


def it_is_mine(now: Snapshot) -> str:
    """Of the counsellor by name: no deputy, no head and no director stands in for him."""
    mine = now.by is not None and now.by.pk == now.matter.counsellor_id
    return "" if mine else "这由接案的咨询员本人办，别人不能代。"


def give(now: Snapshot, data: Data) -> Outcome:
    """另请咨询员: another than the one who gave it back."""
    to = data["counsellor"]
    if to.pk == now.matter.counsellor_id:
        raise Refused("此人刚才没有接案，请选别人。", "counsellor")
    return Outcome(
        facts={"counsellor": to}, holder=(now.matter.holder_unit, to), access=_opened(now, to), changes=_shut(now),
        notices=[Tell([to], "请您接案：{matter}")], detail={"counsellor": to.name},
    )  # fmt: skip


def _shut(now: Snapshot) -> list[tuple[Access, Mapping[str, Any]]]:
    """Whoever gave it back sees no more of it, unless there is something that he alone can read."""
    before = now.matter.counsellor_id
    if now.matter.notes.filter(by=before).exists():
        return []
    return [
        (row, {"ends_at": now.now})
        for row in now.matter.access.filter(user=before, ends_at=None, part="counsellor")
    ]


def the_counsellor_is_gone(now: Snapshot) -> str:
    """Only where the counsellor cannot answer any more: nobody takes a person away from the one who listens."""
    there = now.matter.counsellor is not None and now.matter.counsellor.has_perm(COUNSELS)
    return "咨询员还在岗，要换人的由其本人退回或者结束。" if there else ""


def change(now: Snapshot, data: Data) -> Outcome:
    """更换咨询员, whose account or post has ended. What he wrote stays his alone: the new one begins his own notes."""
    to, before = data["counsellor"], now.matter.counsellor
    return Outcome(
        facts={"counsellor": to}, holder=(now.matter.holder_unit, to), access=_opened(now, to),
        notices=[Tell([to], "原咨询员离岗，请您接案：{matter}", urgent=True)],
        detail={"before": before.name if before else "", "counsellor": to.name},
    )  # fmt: skip


def take(now: Snapshot, data: Data) -> Outcome:
    """接案, on the day on which the first one took it."""
    return Outcome(facts={"taken_on": now.matter.taken_on or localdate(now.at)})


def hand_back(now: Snapshot, data: Data) -> Outcome:
    told = Tell([now.matter.first_contact], "没有接案，请另请咨询员：{matter}", urgent=True)
    return Outcome(notices=[told], detail={"reason": data["reason"]})


def note(now: Snapshot, data: Data) -> Outcome:
    """记疏导: the history keeps the day and how long, never a word."""
    row = row_of(now, CounsellingNote, data, "on", "minutes", "words")
    return Outcome(rows=[row], detail={"on": f"{data['on']}", "minutes": f"{data['minutes']}"})


def danger(now: Snapshot, data: Data) -> Outcome:
    """危险情况通知 (精神卫生法 28): to the leader on duty and the police, the name and the danger and no more."""
    row = row_of(now, Danger, data, "of", "why", "police")
    leaders = with_permission("core.take_alarm", area=now.matter.area) or with_permission(
        "core.direct", area=now.matter.area
    )
    return Outcome(
        rows=[row],
        notices=[Tell(leaders, f"{LAW}：{{matter}}", call=True)],
        detail=said(row, "of", "why", "police"),
    )


def end(now: Snapshot, data: Data) -> Outcome:
    facts = {"outcome": data["outcome"], "ended_on": localdate(now.at)}
    return Outcome(facts=facts, detail=said(Counselling(**facts), "outcome"))


def withdraw(now: Snapshot, data: Data) -> Outcome:
    told = [now.matter.counsellor] if now.matter.counsellor else []
    return Outcome(notices=[Tell(told, "本人已撤回，不用再约：{matter}")], detail={"reason": data["reason"]})
