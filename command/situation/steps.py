"""The acts of a situation report: drafted from the record, corrected by a person, signed, handed up, its receipt."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from command.models import SituationReport
from command.situation import clocks, drafting
from core.access.people import desk_of, unit_of
from core.deadlines.clocks import Start
from core.intake import places
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]


def draft(now: Snapshot, data: Data) -> Outcome:
    desk = desk_of(now.by, "起草")
    if data["last"] > localdate(now.at):
        raise Refused("截止日期在今天以后。", "last")
    first, last = data["first"], data["last"]
    return Outcome(
        facts=places.begun(
            now, first=first, last=last, body=data["body"], drafter=now.by,
            title=f"{first:%-m月%-d日}至{last:%-m月%-d日}情况报告", **drafting.words(Period(first, last)),
        ),
        holder=(desk, now.by),
        detail={"first": f"{first}", "last": f"{last}", "body": data["body"].name},
    )  # fmt: skip


def write(now: Snapshot, data: Data) -> Outcome:
    changed = {name: data[name] for name in SituationReport.WORDS if data[name] != getattr(now.matter, name)}
    if not changed:
        raise Refused("文字没有改动。")
    return Outcome(facts=changed, detail=changed)


def says_what_comes_next(now: Snapshot) -> str:
    return "" if now.matter.ahead else "请先“修改文字”，写下一步打算和需要上级协调的；没有的，写明没有。"


def submit(now: Snapshot, data: Data) -> Outcome:
    signer = data["signer"]
    unit = unit_of(signer) or now.matter.holder_unit
    return Outcome(
        holder=(unit, signer),
        starts=[Start(clocks.SIGN.key, unit=unit, user=signer)],
        notices=[Tell([signer], "情况报告待签发：{matter}")],
        detail={"signer": signer.name},
    )


def _back(now: Snapshot) -> Any:
    drafter = now.matter.drafter
    return (unit_of(drafter) or now.matter.holder_unit, drafter)


def sign(now: Snapshot, data: Data) -> Outcome:
    name, holder = now.decider, _back(now)
    return Outcome(
        facts={"signed_on": localdate(now.at), "signed_by": name},
        holder=holder,
        starts=[Start(clocks.SEND.key, unit=holder[0], user=holder[1])],
        notices=[Tell([now.matter.drafter], "情况报告已签发，请报送：{matter}")],
        detail={**data, "signed_by": name},
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    holder = _back(now)
    return Outcome(
        holder=holder,
        starts=[Start(clocks.WRITE.key, unit=holder[0], user=holder[1])],
        notices=[Tell([now.matter.drafter], "情况报告退回修改：{matter}", urgent=True)],
        detail=dict(data),
    )
