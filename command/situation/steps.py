"""The acts of a situation report: drafted from the record, corrected by a person, signed, handed up, its receipt."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from command.situation import clocks, drafting
from core.access.exclusions import refuse_shut_out
from core.access.people import desk_of, unit_of
from core.intake import places
from core.models import Correspondence, Unit, User
from core.outside import acts as outside
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]


def draft(now: Snapshot, data: Data) -> Outcome:
    desk = desk_of(now.by, "起草")
    if now.matter.parent:
        return _urgent(now, data, desk)
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


def _urgent(now: Snapshot, data: Data, desk: Unit) -> Outcome:
    """紧急报告 on the matter above, from its record; its terms are an hour each."""
    above, today = now.matter.parent, localdate(now.at)
    return Outcome(
        facts=places.begun(
            now, area=above.area, first=today, last=today, body=data["body"], drafter=now.by,
            title=f"紧急报告：{above.title}"[:80], **drafting.of_matter(above, now.at),
        ),
        holder=(desk, now.by),
        detail={"body": data["body"].name},
    )  # fmt: skip


def write(now: Snapshot, data: Data) -> Outcome:
    changed = {name: data[name] for name in now.matter.sections if data[name] != getattr(now.matter, name)}
    if not changed:
        raise Refused("文字没有改动。")
    return Outcome(facts=changed, detail=changed)


def recipients(report: Any) -> str:
    """The body that the signed report names, then those that it was sent to besides."""
    sent = (
        report.correspondence.filter(direction=Correspondence.Direction.SENT)
        .select_related("body")
        .order_by("pk")
    )
    return "、".join(dict.fromkeys([report.body.name, *(letter.body.name for letter in sent)]))


def send_also(now: Snapshot, data: Data) -> Outcome:
    """另报: to one more body, whose receipt is asked for like the first one's."""
    if now.matter.correspondence.filter(body=data["body"], direction=Correspondence.Direction.SENT).exists():
        raise Refused("已经报送过这个单位。", "body")
    return outside.send(now, data)


def says_what_comes_next(now: Snapshot) -> str:
    return "" if now.matter.ahead else "请先“修改文字”，写下一步打算和需要上级协调的；没有的，写明没有。"


def submit(now: Snapshot, data: Data) -> Outcome:
    signer = data["signer"]
    refuse_shut_out(now.matter, signer, "signer")
    unit = unit_of(signer) or now.matter.holder_unit
    return Outcome(
        holder=(unit, signer),
        starts=clocks.start(clocks.SIGNING, now.matter, unit, signer),
        notices=[_told(now, signer, "待签发")],
        detail={"signer": signer.name},
    )


def _told(now: Snapshot, user: User, words: str, urgent: bool = False) -> Tell:
    """An urgent report waits for nobody to look: who does not read of it is telephoned."""
    if now.matter.urgent:
        return Tell([user], f"紧急报告{words}：{{matter}}", urgent=True, call=True)
    return Tell([user], f"情况报告{words}：{{matter}}", urgent=urgent)


def _back(now: Snapshot) -> Any:
    drafter = now.matter.drafter
    return (unit_of(drafter) or now.matter.holder_unit, drafter)


def sign(now: Snapshot, data: Data) -> Outcome:
    name, holder = now.decider, _back(now)
    return Outcome(
        facts={"signed_on": localdate(now.at), "signed_by": name},
        holder=holder,
        starts=clocks.start(clocks.SENDING, now.matter, *holder),
        notices=[_told(now, now.matter.drafter, "已签发，请报送")],
        detail={**data, "signed_by": name},
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    holder = _back(now)
    return Outcome(
        holder=holder,
        starts=clocks.start(clocks.WRITING, now.matter, *holder),
        notices=[_told(now, now.matter.drafter, "退回修改", urgent=True)],
        detail=dict(data),
    )
