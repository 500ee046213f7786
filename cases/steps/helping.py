"""协办: units that help with a part of their own, beside the unit in charge (docs/adr/0012)."""

from collections.abc import Iterable, Mapping
from typing import Any

from cases import clocks
from cases.forms_acts import RETURN_REASONS
from cases.models import Handover
from core.access.people import of_unit, with_permission
from core.deadlines.clocks import Of, Start
from core.models import Access, Unit
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]


def helps(now: Snapshot) -> str:
    """For what only a helping unit does."""
    return "" if now.by and now.matter.helper_of(now.by.reach.units) else "本单位没有在协办。"


def helper_has_signed(now: Snapshot) -> str:
    helper = now.matter.helper_of(now.by.reach.units) if now.by else None
    return "请先签收协办。" if helper and not helper.signed_at else ""


def helper_has_not_signed(now: Snapshot) -> str:
    helper = now.matter.helper_of(now.by.reach.units) if now.by else None
    return "协办已经签收。" if helper and helper.signed_at else ""


def has_helpers(now: Snapshot) -> str:
    return "" if now.matter.helpers() else "没有在协办的单位。"


def helpers_have_answered(now: Snapshot) -> str:
    """One joint reply: the lead's waits for the parts of those who help."""
    open_ones = [row.unit.short_name for row in now.matter.helpers()]
    return f"协办单位（{'、'.join(open_ones)}）还没有答复，不能提交。" if open_ones else ""


def help_of(now: Snapshot, helpers: Iterable[Mapping[str, Any]]) -> Outcome:
    """Units that help, each with its own part and day."""
    helpers = list(helpers)
    names = [asked["unit"].pk for asked in helpers]
    if len(set(names)) != len(names):
        raise Refused("同一个单位不能协办两次。", "unit")
    busy = {row.unit_id for row in now.matter.helpers()} if now.matter.pk else set()
    if busy & set(names):
        raise Refused("其中有单位已经在协办。", "unit")
    return Outcome(
        rows=[
            Handover(unit=one["unit"], lead=False, part=one["part"], handed_at=now.at, handed_by=now.by)
            for one in helpers
        ],
        starts=[
            start
            for one in helpers
            for start in (
                Start(clocks.SIGN.key, unit=one["unit"]),
                Start(clocks.ASSIST.key, unit=one["unit"], term=f"{one['days']}W"),
            )
        ],
        access=[Access(unit=one["unit"], part=Access.HANDLING) for one in helpers],
        notices=[Tell(of_unit(one["unit"]), "请协办：{matter}") for one in helpers],
        detail={
            "helpers": "；".join(
                f"{one['unit'].short_name}（{one['part']}，{one['days']} 个工作日）" for one in helpers
            )
        },
    )


def add_helper(now: Snapshot, data: Data) -> Outcome:
    lead = now.matter.lead()
    if lead and lead.unit_id == data["unit"].pk:
        raise Refused("主办单位不能同时协办。", "unit")
    return help_of(now, [data])


def drop_helper(now: Snapshot, data: Data) -> Outcome:
    """撤回协办: its clocks end, its sight of the case too."""
    row = data["helper"]
    return Outcome(
        changes=[(row, {"ended_at": now.at}), *shut(now, row.unit)],
        cancels=own_clocks(row.unit),
        notices=[Tell(of_unit(row.unit), "不用再协办：{matter}")],
        detail={"helper": row.unit.name, "reason": data["reason"]},
    )


def own_clocks(unit: Unit) -> list[Of]:
    return [Of(rule.key, unit) for rule in clocks.OF_HELPER]


def shut(now: Snapshot, unit: Unit) -> list[Any]:
    """The rows of Access that let a unit handle the case, ended now."""
    opened = Access.objects.current().filter(matter_id=now.matter.pk, unit=unit, part=Access.HANDLING)
    return [(row, {"ends_at": now.now}) for row in opened]


def sign_as_helper(now: Snapshot, data: Data) -> Outcome:
    row = _helper(now)
    return Outcome(
        changes=[(row, {"signed_at": now.at, "signed_by": now.by})],
        meets=[Of(clocks.SIGN.key, row.unit)],
        detail={"helper": row.unit.name},
    )


def answer_as_helper(now: Snapshot, data: Data) -> Outcome:
    """A part of the joint reply; the lead is told."""
    row, matter = _helper(now), now.matter
    told = [matter.holder_user] if matter.holder_user else of_unit(matter.holder_unit)
    return Outcome(
        changes=[(row, {"answer": data["answer"], "answered_at": now.at, "ended_at": now.at})],
        meets=own_clocks(row.unit),
        notices=[Tell(told, f"{row.unit.short_name}已答复协办：{{matter}}")],
        detail={"helper": row.unit.name, "answer": data["answer"]},
    )


def decline_as_helper(now: Snapshot, data: Data) -> Outcome:
    """不属本单位协办: who handed it over decides what to do without them."""
    row = _helper(now)
    reason = f"{dict(RETURN_REASONS)[data['reason']]}：{data['explanation']}"
    centre = now.matter.first_contact_unit()
    return Outcome(
        changes=[
            (row, {"ended_at": now.at, "returned_for": reason, "returned_by": now.by}),
            *shut(now, row.unit),
        ],
        cancels=own_clocks(row.unit),
        notices=[Tell(with_permission("cases.dispatch", unit=centre), "协办单位退回：{matter}")],
        detail={"helper": row.unit.name, "reason": reason},
    )


def _helper(now: Snapshot) -> Handover:
    row = now.matter.helper_of(now.by.reach.units) if now.by else None
    if row is None:
        raise Refused("本单位没有在协办。")
    return row
