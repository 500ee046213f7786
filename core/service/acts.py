"""The acts of service, as rows for any procedure's table.

Who holds the matter serves; each party and each try is one act. A letter has two: sent, and what came of it. Nobody
serves: the clock SERVE goes through the steps of every duty (core.workflow.escalation).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.clocks import Of, Start
from core.models import ElectronicConsent, Party, Service
from core.models.matter import PROTECTED
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    ORDINARY,
    QUIET,
    Clocks,
    Outcome,
    Paper,
    Show,
    Snapshot,
    Transition,
    Who,
    Words,
)
from core.service import forms as asks
from core.service import ways
from core.service.clocks import SERVE
from core.service.serving import Serving, ToServe, addressees, letters, paper_of, served, serving_of, tries
from core.values.moments import noon
from core.values.refused import Refused

Data = Mapping[str, Any]
Way = Service.Way


# --- Why not ------------------------------------------------------------------------------------------------------


def somebody_waits(now: Snapshot) -> str:
    return "" if any(serving_of(now.matter).left(now.matter)) else "各方都已经送达。"


def a_letter_is_on_its_way(now: Snapshot) -> str:
    return "" if letters(now.matter) else "没有寄出、等结果的邮件。"


def _refuse_repeated(matter: Any, paper: ToServe, party: Party) -> None:
    """Served is served; and of a letter it must be known first what became of it."""
    if party not in addressees(matter, paper.pk):
        raise Refused(f"{paper.label}不送达{party.masked_name}，请核对。", "to")
    for row in tries(matter, paper):
        if row.party_id != party.pk:
            continue
        if row in served(matter, paper.pk):
            raise Refused(f"{paper.label}已经送达{party.masked_name}，不用再送。", "to")
        if row.under_way:
            raise Refused(f"邮件 {row.tracking} 还没有投递结果，请先“登记投递结果”。", "to")


def _refuse_days(now: Snapshot, paper: ToServe, sent_on: date | None, on: date | None) -> None:
    """In order: the paper's day, the day of sending, the day of service, today."""
    first, dated = sent_on or on, paper.dated(now.matter)
    if first and dated and first < dated:
        raise Refused(f"送达日期早于文书日期（{dated:%Y-%m-%d}）。", "sent_on" if sent_on else "on")
    if sent_on and on and on < sent_on:
        raise Refused(f"签收、退回的日期早于寄出日期（{sent_on:%Y-%m-%d}）。", "on")
    if max(day for day in (sent_on, on) if day) > localdate(now.at):
        raise Refused("送达日期不能晚于今天。", "on" if on else "sent_on")


# --- The acts -----------------------------------------------------------------------------------------------------


def serve(now: Snapshot, data: Data) -> Outcome:
    """登记送达: one try at one party. A letter without a day is on its way."""
    matter, (key, party) = now.matter, data["to"]
    paper, way, on = paper_of(matter, key), Way(data["way"]), data.get("on")
    sent_on = data.get("sent_on") if way == Way.POST else None
    _refuse_repeated(matter, paper, party)
    if on is None and (way != Way.POST or data.get("failed")):
        raise Refused("请填写日期。", "on")
    ways.refuse_if_unfit(matter, paper, party, data, on or sent_on or localdate(now.at))
    _refuse_days(now, paper, sent_on, on)
    row = _row(now, paper, party, data, sent_on, on)
    return _outcome(now, paper, row, [row])


def _row(
    now: Snapshot, paper: ToServe, party: Party, data: Data, sent_on: date | None, on: date | None
) -> Service:
    matter, way, through = now.matter, Way(data["way"]), data.get("through")
    issued = paper.issued(matter)
    typed = (
        "failed",
        "refused_for",
        "witness",
        "witness_post",
        "pictured",
        "tracking",
        "place",
        "unknown",
        "words",
    )
    row = Service(
        number=matter.services.count() + 1, paper=paper.pk, turn=paper.turn(matter), document=issued, party=party, way=way,
        sent_on=sent_on, on=on, through=through, by=now.by,
        receiver=through.representative.name if through else data.get("receiver") or "",
        relation=through.words if through else data.get("relation") or "",
        **{name: data[name] for name in typed if data.get(name)},
    )  # fmt: skip
    if way == Way.ELECTRONIC and on:
        row.consent = ways.consent(party, matter, on)
    row.served_on = ways.served_on(way, on) if on and not row.failed else None
    return row


def record_delivery(now: Snapshot, data: Data) -> Outcome:
    """登记投递结果: signed for, or back unserved, and then it is tried again."""
    row, on, failed = data["letter"], data["on"], data.get("failed") or ""
    if row not in letters(now.matter):
        raise Refused("这份邮件已经登记过结果。", "letter")
    paper = paper_of(now.matter, row.paper)
    _refuse_days(now, paper, row.sent_on, on)
    values = {"on": on, "failed": failed, "served_on": None if failed else on}
    if not row.through_id:
        values |= {"receiver": data.get("receiver") or "", "relation": data.get("relation") or ""}
    for name, value in values.items():
        setattr(row, name, value)
    return _outcome(now, paper, row, changes=[(row, values)])


def _outcome(now: Snapshot, paper: ToServe, row: Service, rows: Any = (), changes: Any = ()) -> Outcome:
    """Clocks from the day of service; the office's own is met, and the matter moves, with the last addressee."""
    serving, matter = serving_of(now.matter), now.matter
    if row.turn != paper.turn(matter):  # a letter that came too late for what it brought
        return Outcome(
            rows=rows, changes=changes, starts=[], meets=[], detail=_said(paper, row, of_letter=True)
        )
    left = [pair for pair in serving.left(matter) if (pair[0].pk, pair[1].pk) != (row.paper, row.party_id)]
    over = bool(row.served_on) and not left
    done = bool(row.served_on) and paper.pk not in {other.pk for other, _ in left}
    to = (serving.when_all if over else "") or (paper.leads.get(matter.status, "") if done else "")
    return Outcome(
        facts={"status": to} if to else {},
        rows=rows,
        changes=changes,
        starts=_starts(now, paper, row),
        meets=[*(_met(now) if over else ()), *(Of(rule.key, None) for rule in paper.meets if done)],
        detail=_said(paper, row, of_letter=bool(changes)),
    )


def _met(now: Snapshot) -> list[Of]:
    """The office's own clock, whichever unit held the matter when the paper was made."""
    running = (clock for clock in now.clocks if clock.rule == SERVE.key and clock.ended_at is None)
    return [Of(clock.rule, clock.unit) for clock in running if clock.unit]


def _starts(now: Snapshot, paper: ToServe, row: Service) -> list[Start]:
    if row.served_on is None:
        return []
    item = row.number if len(addressees(now.matter, paper.pk)) > 1 else 0
    at, unit = noon(row.served_on), now.matter.holder_unit
    return [Start(rule.key, at=at, unit=unit, item=item) for rule in paper.starts]


OF_LETTER = ("to", "tracking", "on", "served_on", "receiver", "relation", "failed")


def _said(paper: ToServe, row: Service, of_letter: bool) -> dict[str, str]:
    """For the history; names of who acts for a party masked like those of the parties. Of a letter the sending is
    told already: only what came of it.
    """
    days = {"sent_on": row.sent_on, "on": row.on, "served_on": row.served_on}
    typed = ("failed", "relation", "refused_for", "witness", "witness_post", "tracking", "place", "words")
    said = {
        "to": f"{paper.label}，{row.party.masked_name}",
        "way": str(row.get_way_display()),
        "receiver": row.through.representative.masked_name if row.through else row.receiver,
        **{name: f"{day:%Y-%m-%d}" for name, day in days.items() if day},
        **{name: getattr(row, name) for name in typed},
    }
    return {name: text for name, text in said.items() if text and (not of_letter or name in OF_LETTER)}


def agree_electronic(now: Snapshot, data: Data) -> Outcome:
    """登记电子送达同意: of the party, or of the guardian; or that it is taken back."""
    party, agrees, on = data["party"], data["agrees"] == "yes", data["given_on"]
    if on > localdate(now.at):
        raise Refused("日期不能晚于今天。", "given_on")
    if agrees and not data.get("address"):
        raise Refused("请写明电子送达地址（政务服务账号、手机号码或者邮箱）。", "address")
    row = ElectronicConsent(
        party=party, agrees=agrees, address=data.get("address", ""), given_on=on, by=now.by
    )
    said = {
        "party": party.masked_name,
        "agrees": "同意" if agrees else "撤回同意",
        "given_on": f"{on:%Y-%m-%d}",
    }
    return Outcome(rows=[row], detail=said)


# --- The table ----------------------------------------------------------------------------------------------------


def rows(
    serving: Serving, sources: frozenset[str], who: Who, document: str = "", show: Show = ORDINARY
) -> tuple[Transition, ...]:
    """The acts for a table. `document`: the key of its 送达回证. `show`: of the act of serving, beside the usual."""
    to = (None, *serving.leads) if serving.leads else None
    quiet = ORDINARY if serving.leads else QUIET
    clocks = Clocks(starts=serving.starts, meets=(SERVE, *serving.meets))
    return (
        Transition("serve", "登记送达", sources, to, who, serve, asks.ServeForm, (somebody_waits,),
            closed=PROTECTED, show=show | IF_POSSIBLE | quiet, clocks=clocks, paper=Paper(document),
            words=Words("已登记。还没有送达的，可以换一种方式再送。",
                note="一人一份文书一登记；没有送到的也要登记，写明原因。",
                basis="参照《民事诉讼法》第八十七条至第九十一条、第九十五条")),
        Transition("record_delivery", "登记投递结果", sources, to, who, record_delivery, asks.DeliveryForm,
            (a_letter_is_on_its_way,), closed=PROTECTED, show=IF_POSSIBLE | quiet, clocks=clocks,
            words=Words("投递结果已登记。退回的，请再送。", basis="参照《民事诉讼法》第九十一条")),
        Transition("agree_electronic", "登记电子送达同意", sources, None, who, agree_electronic, asks.AgreeForm,
            closed=PROTECTED, show=QUIET | ASIDE,
            words=Words("电子送达的意见已登记。", basis="参照《民事诉讼法》第九十条")),
    )  # fmt: skip
