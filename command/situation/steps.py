"""The acts of a situation report: drafted from the record, corrected by a person, signed, handed up, its receipt."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from command.situation import clocks, drafting
from command.situation.drafting import village_of
from core.access.exclusions import refuse_shut_out
from core.access.people import desk_of, may_there, somebody, unit_of
from core.intake import places
from core.models import Access, Correspondence, Unit, User
from core.outside import acts as outside
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused

Data = Mapping[str, Any]
WRITE = "command.situation"


def draft(now: Snapshot, data: Data) -> Outcome:
    desk = desk_of(now.by, "起草")
    village = village_of(now.by)
    own = {"area": village.area, "body": None} if village else {"body": data["body"]}
    to = (own["body"] or places.centre()).name
    if now.matter.parent:
        return _urgent(now, desk, own, to)
    if data["last"] > localdate(now.at):
        raise Refused("截止日期在今天以后。", "last")
    first, last = data["first"], data["last"]
    return Outcome(
        facts=places.begun(
            now, first=first, last=last, drafter=now.by,
            title=f"{village.short_name if village else ''}{first:%-m月%-d日}至{last:%-m月%-d日}情况报告",
            **drafting.words(Period(first, last), now.by if village else None), **own,
        ),
        holder=(desk, now.by),
        detail={"first": f"{first}", "last": f"{last}", "body": to},
    )  # fmt: skip


def _urgent(now: Snapshot, desk: Unit, own: Data, to: str) -> Outcome:
    """紧急报告 on the matter above, from its record; its terms are an hour each."""
    above, today = now.matter.parent, localdate(now.at)
    return Outcome(
        facts=places.begun(
            now, first=today, last=today, drafter=now.by,
            title=f"紧急报告：{above.title}"[:80], **drafting.of_matter(above, now.at), **{**own, "area": above.area},
        ),
        holder=(desk, now.by),
        detail={"body": to},
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
    return "、".join(dict.fromkeys([report.addressee, *(letter.body.name for letter in sent)]))


def send_also(now: Snapshot, data: Data) -> Outcome:
    """另报: to one more body, whose receipt is asked for like the first one's."""
    if now.matter.correspondence.filter(body=data["body"], direction=Correspondence.Direction.SENT).exists():
        raise Refused("已经报送过这个单位。", "body")
    return outside.send(now, data)


def is_the_town_s(now: Snapshot) -> str:
    return "村（社区）的报告不送签，请“上报镇里”。" if now.matter.of_village else ""


def is_a_village_s(now: Snapshot) -> str:
    return "" if now.matter.of_village else "镇里的报告请“送签”。"


def answers_for_the_town(now: Snapshot) -> str:
    """The village does not answer itself."""
    town = now.matter.holder_unit.area
    return "" if now.by is None or may_there(now.by, WRITE, town) else "由镇综治中心答复。"


def hand_up(now: Snapshot, data: Data) -> Outcome:
    """上报镇里: the centre has it, and whoever drafts the town's own reports answers; the village reads on."""
    centre, village = places.centre(), now.matter.holder_unit
    people = somebody(WRITE, area=centre.area)
    return Outcome(
        holder=(centre, None),
        starts=clocks.start(clocks.TAKING, now.matter, centre),
        access=[] if now.matter.sealed else [Access(unit=village, part="before")],
        notices=[_told(now, user, f"从{village.short_name}报来，请答复") for user in people],
    )


def take_in(now: Snapshot, data: Data) -> Outcome:
    """答复: the village hears; what it reported stands in the town's own report (drafting)."""
    return Outcome(notices=[_told(now, now.matter.drafter, "镇里已答复")], detail=dict(data))


def says_what_comes_next(now: Snapshot) -> str:
    return "" if now.matter.ahead else "请先“修改文字”，写下一步打算和需要协调的；没有的，写明没有。"


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
