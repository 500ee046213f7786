"""Agreement: written or oral, checked, signed one by one; its effect; or the end without one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Of, Start
from core.documents.remedies import tells
from core.parties import capacity
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.service.clocks import SERVE
from core.values.moments import noon
from core.values.refused import Refused
from mediation import clocks, remedies
from mediation.models import Instalment, Mediation, Signature

S = Mediation.Status
Data = Mapping[str, Any]
LONGEST = 20  # years until an instalment; more is a slip of the pen
WARD_S_MONEY = "监护人除为维护被监护人利益外，不得处分其财产：请核实、勾选，并写明司法所意见。"
UNSIGNED = "代理人未登记授权或者授权不含“代为签订调解协议”，不能签字。"
OTHER_WAYS = "已书面告知依法维护权利的途径。"  # 人民调解法 art. 26


def has_met(now: Snapshot) -> str:
    return "" if now.matter.sessions.exists() else "还没有记过调解，请先记一次调解。"


def checked(now: Snapshot) -> str:
    """The head looks at the agreement's lawfulness before anybody signs."""
    return "" if now.matter.checked_at else "协议还没有经合法性审查，不能签字。"


def not_checked_yet(now: Snapshot) -> str:
    return "已经审查过了。" if now.matter.checked_at else ""


def is_oral(now: Snapshot) -> str:
    return "" if now.matter.form == Mediation.Form.ORAL else "已经是书面协议。"


def nothing_binds(now: Snapshot) -> str:
    """An oral agreement that is being put in writing holds until the written one does."""
    return (
        "口头协议已经生效，不能终止调解；改订不成的，请“退回重谈”，仍按口头协议履行。" if _bound(now) else ""
    )


def _bound(now: Snapshot) -> bool:
    """Has an agreement been in force? Its clocks tell: every effect starts one of these (`in_force`)."""
    return any(clock.rule in (clocks.PERFORM.key, clocks.VISIT.key) for clock in now.clocks)


# --- Agreed -----------------------------------------------------------------------------------------------------


UNCONFIRMED = ("identity", "ownership", "not_payment")
AGREED = (
    "form", "responsibility", "terms", "manner", "partial", "identity", "ownership", "not_payment", "unconfirmed",
    "for_ward", "ward_view",
)  # fmt: skip
WORDS = ("terms", "responsibility", "manner")


def _refuse_terms(data: Data, parts: Any, today: date, on_the_spot: bool) -> None:
    """What is owed and by when must be said, and be possible."""
    if not parts and not on_the_spot:
        raise Refused("请写明分期履行的日期和内容，或者勾“当场履行完毕”。", "instalments")
    if any(part["due_on"] < today for part in parts):
        raise Refused("履行期限早于达成协议的日期。", "instalments")
    if any(part["due_on"].year > today.year + LONGEST for part in parts):
        raise Refused(f"履行期限超过 {LONGEST} 年，请核对年份。", "instalments")
    if data.get("unconfirmed") and not any(data.get(name) for name in UNCONFIRMED):
        raise Refused("写了不能司法确认的条款，请勾明是哪一种。", "unconfirmed")


def _refuse_form(now: Snapshot, form: Mediation.Form, data: Data) -> None:
    """What these parties may not agree on so."""
    spot = bool(data.get("on_the_spot"))
    if form == Mediation.Form.ORAL and (why := never_oral(now) or must_be_written(now.matter, spot)):
        raise Refused(why, "form")
    if stands_for_others(now.matter) and not data.get("authorised"):
        raise Refused(capacity.ONE_BY_ONE, "authorised")
    if unfit := _not_for(now, form, data):
        raise Refused(*unfit)


def agree(now: Snapshot, data: Data) -> Outcome:
    """An oral agreement takes effect on its day (art. 30); a written one with all signatures and the seal (art. 29)."""
    form = Mediation.Form(data["form"])
    parts = data["instalments"]
    today = localdate(now.at)
    _refuse_form(now, form, data)
    _refuse_terms(data, parts, today, bool(data.get("on_the_spot")))
    amount = data.get("amount") or sum((part["amount"] or 0 for part in parts), 0) or None
    facts = {name: data.get(name) or type(getattr(now.matter, name))() for name in AGREED} | {
        "agreed_at": now.at,
        "amount": amount,
        "perform_by": max((part["due_on"] for part in parts), default=None),
        "checked_at": None,
        "checked_by": None,
    }
    rows: list[Instalment] = [Instalment(order=order, **part) for order, part in enumerate(parts, 1)] or [
        Instalment(order=1, due_on=today, what="当场履行", amount=amount, done_on=today, proof="当场履行完毕")
    ]
    said = {"form": form.label, "terms": data["terms"]}
    if stands_for_others(now.matter):
        said["authorised"] = "是"
    if form == Mediation.Form.WRITTEN:
        sign = Start(clocks.SIGN.key, unit=now.matter.body)
        return Outcome(facts=facts, rows=rows, starts=[sign], meets=(), notices=[_to_check(now)], detail=said)
    for name in ("form", *UNCONFIRMED, "unconfirmed"):
        setattr(now.matter, name, facts[name])
    effect = in_force(now, today, rows)
    answer = _answer(now.matter, form)
    return replace(effect, facts={**facts, **effect.facts}, rows=rows, detail=said, result=answer)


def never_oral(now: Snapshot) -> str:
    """Labour (劳动争议调解仲裁法 art. 14) and medical disputes (医疗纠纷预防和处理条例 art. 39)."""
    if now.matter.dispute not in Mediation.NEVER_ORAL:
        return ""
    return "劳动争议应当制作调解协议书。" if now.matter.is_labour else "医疗纠纷应当制作调解协议书。"


def must_be_written(mediation: Mediation, on_the_spot: bool) -> str:
    """Which agreements must be written is a setting of the town (settings.MEDIATION_WRITTEN)."""
    reasons = {
        "later": ("不是当场履行完毕", not on_the_spot),
        "difficult": ("疑难复杂", mediation.difficult),
        "grave": ("重大、群体、涉刑", mediation.grave),
    }
    found = [words for key, (words, holds) in reasons.items() if holds and key in settings.MEDIATION_WRITTEN]
    return f"{'、'.join(found)}的，应当订立书面协议。" if found else ""


def put_in_writing(now: Snapshot, data: Data) -> Outcome:
    """改订书面协议: no court confirms words alone. Checked and signed like any other; its effect, and with it the
    thirty days for the court, begin anew. What was promised and what was performed stay.
    """
    said = {
        "old.form": Mediation.Form.ORAL.label,
        **{f"old.{name}": getattr(now.matter, name) for name in WORDS},
        "old.effective_on": f"{now.matter.effective_on:%Y-%m-%d}",
        "terms": data["terms"],
    }
    return Outcome(
        facts={
            **{name: data[name] for name in WORDS},
            "form": Mediation.Form.WRITTEN,
            "agreed_at": now.at,
            "effective_on": None,
            "performed_on": None,
            "checked_at": None,
            "checked_by": None,
        },
        starts=[Start(clocks.SIGN.key, unit=now.matter.body)],
        notices=[_to_check(now)],
        detail=said,
    )


def _to_check(now: Snapshot) -> Tell:
    told = with_permission("mediation.check", unit=now.matter.body)
    return Tell(told, "请审查调解协议是否合法：{matter}")


def stands_for_others(mediation: Mediation) -> bool:
    """A group of which some alone are registered: they speak for the others, and waive nothing of theirs by themselves."""
    return bool(mediation.heads and mediation.heads > len(capacity.sides(mediation.people)))


def unrepresented(now: Snapshot) -> str:
    """A unit agrees by its head or staff in office (民法典 61, 170); on paper the signature asks for them."""
    on, units = localdate(now.at), [one for one in capacity.sides(now.matter.people) if one.is_organisation]
    return capacity.NO_OFFICER if any(capacity.by_law(one, on) is None for one in units) else ""


def _not_for(now: Snapshot, form: Mediation.Form, data: Data) -> tuple[str, str] | None:
    """What binds at once needs whoever acts for a unit; a ward's money is for the ward alone (民法典 35)."""
    today, people = localdate(now.at), capacity.sides(now.matter.people)
    if form == Mediation.Form.ORAL and (why := unrepresented(now)):
        return why, "form"
    money = data.get("amount") or any(part["amount"] for part in data["instalments"])
    wards = [one for one in people if capacity.is_ward(one, today)]
    if money and wards and not (data.get("for_ward") and data.get("ward_view")):
        return WARD_S_MONEY, "for_ward"
    return None


def _answer(mediation: Mediation, form: Mediation.Form) -> str:
    return f"经{mediation.body.name}调解，达成{form.label}。"


def in_force(now: Snapshot, effective_on: date, parts: list[Instalment]) -> Outcome:
    """The agreement is in force: the term is met; the window for confirmation of what a court may be given, the first
    instalment, or the visit.
    """
    body, begun = now.matter.body, noon(effective_on)
    left = [part for part in parts if part.done_on is None]
    window = Start(clocks.CONFIRM.key, at=begun, unit=body)
    starts = [window] if now.matter.fit_for_the_court else []
    facts: dict[str, Any] = {"status": S.EFFECTIVE, "effective_on": effective_on}
    if left:
        starts.append(due(left[0], effective_on, body))
    else:
        done = (
            [part.done_on for part in parts if part.done_on] if _bound(now) else []
        )  # before it was written
        facts |= {"status": S.PERFORMED, "performed_on": max(done, default=effective_on)}
        starts += [Start(rule.key, at=begun, unit=body) for rule in (clocks.VISIT, clocks.FILE)]
    met = [Of(rule.key, body) for rule in clocks.SETTLED]
    return Outcome(facts=facts, starts=starts, meets=met)


def due(part: Instalment, since: date, body: Any) -> Start:
    """The clock of one instalment: it ends on the day that was promised."""
    first = min(since, part.due_on - timedelta(days=1))
    return Start(
        clocks.PERFORM.key,
        at=noon(first),
        unit=body,
        term=f"{(part.due_on - first).days}C",
    )


def check_agreement(now: Snapshot, data: Data) -> Outcome:
    """Lawful: it may be signed. Not: back to the table, with what must be changed."""
    if data["verdict"] == "lawful":
        return Outcome(
            facts={"status": S.AGREED, "checked_by": now.by, "checked_at": now.at},
            cancels=(),
            starts=(),
            detail={"verdict": "合法，可以签字", "note": data["note"]},
        )
    if not data["note"]:
        raise Refused("要修改的，请写明改什么。", "note")
    return _taken_back(now, {"verdict": "需要修改", "note": data["note"]})


def take_back(now: Snapshot, data: Data) -> Outcome:
    """退回重谈: before all have signed (art. 29) somebody wants other words, or does not sign at all."""
    return _taken_back(now, {"reason": data["reason"]})


def _taken_back(now: Snapshot, said: dict[str, str]) -> Outcome:
    """Back to before the draft: to the table, or to the words that were in force when it was to be written down.

    Signatures under the draft bind nobody and are kept; what was performed of an oral agreement stays performed.
    """
    mediation = now.matter
    unsigned = [(row, {"dropped_at": now.at}) for row in mediation.signatures.all()]
    if not _bound(now):
        dropped = [(part, {"dropped_at": now.at}) for part in mediation.instalments.all()]
        facts: dict[str, Any] = {
            "status": S.IN_SESSION,
            "agreed_at": None,
            "checked_at": None,
            "checked_by": None,
        }
        return Outcome(facts=facts, changes=[*unsigned, *dropped], starts=(), detail=said)
    written = mediation.history.filter(action="mediation.put_in_writing").latest("seq").detail.values
    agreed = mediation.history.filter(action="mediation.agree").latest("seq")
    mediation.form = Mediation.Form.ORAL  # of which in_force asks
    again = in_force(now, localdate(now.at), list(mediation.instalments.all()))
    facts = {
        **again.facts,
        **{name: written[f"old.{name}"] for name in WORDS},
        "form": Mediation.Form.ORAL,
        "agreed_at": agreed.happened_at,
        "effective_on": date.fromisoformat(written["old.effective_on"]),
        "checked_at": None,
        "checked_by": None,
    }
    return replace(again, facts=facts, changes=unsigned, meets=(), detail=said)


# --- Signed ---------------------------------------------------------------------------------------------------


def signers(mediation: Mediation) -> list[tuple[str, str]]:
    """Who must sign, as (key, words): both sides (or whom they sent), the mediator, the seal."""
    sides = capacity.sides(mediation.people)
    people = [(f"party-{party.pk}", f"{party.get_role_display()} {party.masked_name}") for party in sides]
    mediator = [("mediator", f"人民调解员 {mediation.mediator.name}")] if mediation.mediator else []
    return [*people, *mediator, ("seal", f"{mediation.body.name}（印章）")]


def signed(mediation: Mediation) -> set[str]:
    """The keys of those who have signed."""
    return {f"party-{row.party_id}" if row.party_id else str(row.kind) for row in mediation.signatures.all()}


def sign_agreement(now: Snapshot, data: Data) -> Outcome:
    """Signatures that were put, each with its own day and way. With the last of all it takes effect, on the latest day."""
    mediation, before = now.matter, signed(now.matter)
    lines = data["signatures"]
    if not lines:
        raise Refused("还没有选谁签了：签了的选签字的方式，没有签的空着。")
    rows = [_signature(now, line, before) for line in lines]
    who = dict(signers(mediation))
    said = {
        "signed": "；".join(
            f"{who[line['who']]} {row.get_how_display()} {row.signed_on:%Y-%m-%d}"
            for line, row in zip(lines, rows, strict=True)
        )
    }
    new = {line["who"] for line in lines}
    if len(new) < len(lines):
        raise Refused("同一个人写了两次签字。")
    if who.keys() - before - new:
        return Outcome(facts={"status": S.AGREED}, rows=rows, starts=(), meets=(), detail=said)
    last = max([*(row.signed_on for row in rows), *mediation.signatures.values_list("signed_on", flat=True)])
    effect = in_force(now, last, list(mediation.instalments.all()))
    return replace(
        effect,
        rows=rows,
        detail={**said, "effective_on": f"{last:%Y-%m-%d}"},
        result=_answer(mediation, Mediation.Form.WRITTEN),
    )


def _signature(now: Snapshot, line: Data, before: set[str]) -> Signature:
    """One line of the table: who, by whom, how, when. Raises Refused."""
    mediation, key, day = now.matter, line["who"], line["signed_on"]
    if key in before:
        raise Refused("已经签过了。")
    if day > localdate(now.at):
        raise Refused("签字日期不能晚于今天。")
    if day < localdate(mediation.agreed_at):
        raise Refused("签字日期早于达成协议的日期。")
    if key == "mediator":
        name = mediation.mediator.name if mediation.mediator else ""
        return Signature(kind=Signature.Kind.MEDIATOR, name=name, how=line["how"], signed_on=day)
    if key == "seal":
        stamped = Signature.How.STAMPED
        return Signature(kind=Signature.Kind.SEAL, name=mediation.body.name, how=stamped, signed_on=day)
    party = next((one for one in mediation.people if key == f"party-{one.pk}"), None)
    if party is None:
        raise Refused(UNSIGNED)
    through = line.get("by")
    if why := capacity.why_not_for(party, through, day, capacity.Scope.SETTLE, UNSIGNED):
        raise Refused(why)
    if through and through.kind == capacity.Kind.AGENT and mediation.identity:
        raise Refused(capacity.IN_PERSON)
    kind = Signature.Kind(through.kind) if through else Signature.Kind.PARTY
    name = through.representative.name if through else party.name
    return Signature(kind=kind, party=party, through=through, name=name, how=line["how"], signed_on=day)


# --- Ended --------------------------------------------------------------------------------------------------------


def end(now: Snapshot, data: Data) -> Outcome:
    """终止: the reason, and the other ways told (art. 26)."""
    word = Mediation.EndReason(data["end_reason"]).label
    ways = remedies.told(now.matter, data, now.by)
    return Outcome(
        facts={
            "end_reason": data["end_reason"],
            "end_note": data["end_note"],
            "ended_at": now.at,
            "agreed_at": None,
            **remedies.facts(now.matter, data, ways),
        },
        starts=[Start(rule.key, unit=now.matter.body) for rule in (clocks.FILE, SERVE)],
        notices=tells(ways, now.by),
        detail={"end_reason": word, "end_note": data["end_note"], **ways.said},
        result=f"经{now.matter.body.name}调解未达成协议（{word}），{OTHER_WAYS}",
    )
