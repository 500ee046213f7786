"""The acts of a campaign. It chooses, counts and sums up; what it is about goes its own lawful way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from command.brought import kinds
from command.campaigns import board, clocks
from command.models import Campaign, Chosen
from core.access.people import desk_of, of_unit
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.intake import places
from core.models import Access, Matter, Unit
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]
MOST = 500  # matters of one campaign: its page shows them all
AFTER = 14  # days after the last one for the summary


def draft(now: Snapshot, data: Data) -> Outcome:
    facts = {name: data[name] for name in ("title", "aim", "last", "target")}
    return Outcome(
        facts=places.begun(now, **facts),
        holder=(desk_of(now.by, "起草"), now.by),
        detail={name: f"{value}" for name, value in facts.items() if value},
    )


def choose_by_rule(now: Snapshot, data: Data) -> Outcome:
    """按条件选. The words of the condition are kept: whoever reads it later can say why a matter is in it."""
    rows = _open_to(now).filter(kind=data["kind"])
    said = [kinds()[data["kind"]]]
    if before := data.get("before"):
        rows, said = rows.filter(received_at__lt=_end_of(before)), [*said, f"{before} 以前收到"]
    if unit := data.get("unit"):
        rows, said = rows.filter(holder_unit=unit), [*said, unit.short_name]
    if data.get("late"):
        rows, said = rows.filter(due_at__lte=now.at), [*said, "已经逾期"]
    return _chosen(
        now,
        list(rows.order_by("received_at", "pk").select_related("holder_unit")[: MOST + 1]),
        "、".join(said),
    )


def _end_of(day: Any) -> Any:
    return Period(day, day).until


def choose_one(now: Snapshot, data: Data) -> Outcome:
    about = data["about"]
    if about.kind not in kinds() or about.closed_at:
        raise Refused("只能选群众反映的、没有办结的事项。", "about")
    if about.sealed:
        raise Refused("封闭的事项不列入专项行动。", "about")
    return _chosen(now, list(_open_to(now).filter(pk=about.pk)), about.number)


def _open_to(now: Snapshot) -> Any:
    rows = Matter.objects.visible_to(now.by) if now.by else Matter.objects.all()
    known = now.matter.chosen.values("about")
    return rows.filter(compartment="", closed_at=None, merged_into=None, kind__in=kinds()).exclude(
        pk__in=known
    )


def _chosen(now: Snapshot, rows: list[Matter], said: str) -> Outcome:
    if not rows:
        raise Refused("没有符合条件、还没有选入的事项。")
    if len(rows) + now.matter.chosen.count() > MOST:
        raise Refused(f"一次专项行动最多选 {MOST} 件，请把条件写细一点。")
    access, told = (
        ([], [])
        if now.matter.status == Campaign.Status.PREPARING
        else _let_in(now, {row.holder_unit for row in rows})
    )
    return Outcome(
        rows=[Chosen(about=row, unit=row.holder_unit, at=now.at, by=now.by) for row in rows],
        access=access,
        notices=told,
        detail={"rule": said, "drawn": f"{len(rows)} 件"},
    )


def _let_in(now: Snapshot, units: set[Unit]) -> tuple[list[Access], list[Tell]]:
    """Units see the board from then on."""
    there = set(now.matter.access.values_list("unit", flat=True)) if now.matter.pk else set()
    new = sorted((unit for unit in units if unit.pk not in there), key=lambda unit: unit.code)
    told = [Tell(of_unit(unit), "本单位承办的事项已列入专项行动：{matter}") for unit in new]
    return [Access(unit=unit, part="campaign") for unit in new], told


def take_out(now: Snapshot, data: Data) -> Outcome:
    row: Chosen = data["chosen"]
    values = {"out_at": now.at, "reason": data["reason"]}
    return Outcome(changes=[(row, values)], detail={"about": row.about.number, "reason": data["reason"]})


def something_was_chosen(now: Snapshot) -> str:
    return "" if any(row.out_at is None for row in now.matter.picked()) else "还没有选入事项。"


def start(now: Snapshot, data: Data) -> Outcome:
    campaign: Campaign = now.matter
    if campaign.last < localdate(now.at):
        raise Refused("截止日期已过，请重新起草。")
    rows = board.chosen(campaign)
    access, told = _let_in(now, {row.unit for row in rows})
    return Outcome(
        facts={
            "approved_on": localdate(now.at),
            "approved_by": now.decider,
        },
        access=access,
        starts=[_until(now, campaign.last)],
        notices=told,
        detail={"total": board.figures(rows, campaign)["total"]},
    )


def _until(now: Snapshot, last: Any) -> Start:
    campaign: Campaign = now.matter
    term = term_until(now.at, last + timedelta(days=AFTER))
    return Start(clocks.END.key, unit=campaign.holder_unit, user=campaign.holder_user, term=term)


def extend(now: Snapshot, data: Data) -> Outcome:
    if data["last"] <= now.matter.last:
        raise Refused(f"新的截止日期要晚于原来的 {now.matter.last}。", "last")
    return Outcome(
        facts={"last": data["last"]},
        starts=[_until(now, data["last"])],
        detail={"last": f"{data['last']}", "old.last": f"{now.matter.last}", "reason": data["reason"]},
    )


def end(now: Snapshot, data: Data) -> Outcome:
    """总结: whether the target was reached asks nobody; what is open goes on as it was."""
    figures = board.figures(board.chosen(now.matter), now.matter)
    units = [one.unit for one in now.matter.access.filter(part="campaign").select_related("unit")]
    return Outcome(
        facts={"summary": data["summary"], "ended_on": localdate(now.at), "figures": figures},
        notices=[
            Tell(of_unit(unit), "专项行动已总结，没有办完的照常办理：{matter}") for unit in units if unit
        ],
        detail={"total": figures["total"], "summary": data["summary"]},
    )
