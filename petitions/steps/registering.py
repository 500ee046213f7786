"""Taking a petition in: from the desk, from a matter of another room, from the paper of a body above; and splitting it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.access.sealing import keepers
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.intake import places
from core.intake.accusations import Accusation, accusation
from core.intake.titles import title_of
from core.models import Access, Matter, Party
from core.procedure.below import demand_of
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from petitions import clocks
from petitions.models import Claim, Petition
from petitions.people import refuse_more_than_five

Data = Mapping[str, Any]
K = Petition.Kind
ACCUSATION = Matter.Compartment.ACCUSATION
FACTS = (
    "channel", "part", "part_basis", "source", "sender", "sender_number", "sender_on", "report_by", "place", "head_count",
    "unreachable", "facts", "threat", "urgent", "repeats", "repeats_outside", "national_number", "national_on", "secrecy",
    "repeated", "source_key", "flags",
)  # fmt: skip
LONGEST_CLAIM = 500  # signs of one demand in the list of demands; the whole words stand in the petition


def _facts(now: Snapshot, data: Data, above: Any) -> dict[str, Any]:
    """What was said, when and to whom."""
    return {name: data[name] for name in FACTS if data.get(name) not in (None, "")} | {
        "received_at": above.received_at if above else now.at,
        "first_contact": data.get("taken_in_by") or now.by,
    }


def _claim(one: Mapping[str, Any]) -> Claim:
    return Claim(number=one["number"], words=one["words"][:LONGEST_CLAIM], kind_of=one["kind_of"])


def _reach(facts: Mapping[str, Any], parties: list[Party]) -> dict[str, Any]:
    """Whom a notice could reach is told in writing; where nobody is named it reaches nobody, until somebody is
    (common.add_party).
    """
    if facts.get("unreachable") and any(map(_can_be_told, parties)):
        raise Refused(
            "姓名、住址写清楚了的，应当书面告知，不能标“姓名（名称）、住址不清”（第二十三条第二款）。",
            "unreachable",
        )
    named = any(one.role == Party.Role.APPLICANT for one in parties)
    return {} if named else {"unreachable": True}


def register(now: Snapshot, data: Data) -> Outcome:
    """登记: nothing is refused at the door. Claims of another kind become petitions of their own under the same code; with
    an accusation among them this one, with the whole paper, is the accusation, and the others carry their own words only.
    """
    above = now.matter.parent
    claims = _claims(data, above)
    accuses = bool(data.get("accusation")) or any(claim["kind_of"] == K.ACCUSATION for claim in claims)
    own, others = _parted(claims, K.ACCUSATION if accuses else claims[0]["kind_of"])
    area = above.area if above else places.where(data)
    facts = {
        **_facts(now, data, above),
        "title": data.get("title") or title_of(own[0]["words"]), "area": area,
        "demand": "\n".join(claim["words"] for claim in (claims if accuses else own)),
        "compartment": ACCUSATION if accuses else _label(data, above),
        "kind_of": K.ACCUSATION if accuses else own[0]["kind_of"],
        "field": "" if accuses else data.get("field") or "",
    }  # fmt: skip
    parties = places.parties_of({} if above else data)
    refuse_more_than_five(parties)
    if not above and "imported" not in data:
        facts |= _reach(facts, parties)
    accused = accusation(area, data, parties) if accuses else Accusation()
    holder = accused.kept_by(data.get("centre") or places.centre())
    opened = keepers(area, now.by) if facts["compartment"] else _first_contact(now)
    return Outcome(
        facts=facts, holder=holder, rows=[*parties, *accused.accused, *map(_claim, own)], exclusions=accused.exclusions,
        starts=_as_then(facts, data, holder[0]) if data.get("answered_before") else starts(facts, holder[0]),
        access=[*opened, *accused.access],
        notices=() if "imported" in data else _told(now, facts, accused),
        reserved=data.get("reserved"),
        apart=[_apart(data, facts, part, parties) for part in others],
        detail={**_said(facts), "claims": f"{len(claims)} 项", **accused.said, **data.get("imported", {})},
    )  # fmt: skip


def _can_be_told(one: Party) -> bool:
    return one.role == Party.Role.APPLICANT and bool(one.name and one.address)


def _claims(data: Data, above: Any) -> list[dict[str, Any]]:
    """What is asked, numbered as on the paper: the lines that were typed, else the whole demand as one."""
    lines = [line for line in data.get("claims", ()) if (line.get("words") or "").strip()]
    if lines:
        return [
            {
                "number": line.get("number") or number,
                "words": line["words"].strip(),
                "kind_of": line.get("kind_of") or "",
            }
            for number, line in enumerate(lines, 1)
        ]
    words = data.get("demand") or (demand_of(above).words if above else "") or (above.title if above else "")
    kind = K.ACCUSATION if data.get("accusation") else data.get("kind_of") or ""
    return [{"number": 1, "words": words, "kind_of": kind}]


def _parted(
    claims: list[dict[str, Any]], kind: str
) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """Those of one kind, and the others by kind. What has no kind yet stays with the first."""
    own = [claim for claim in claims if claim["kind_of"] in (kind, "")]
    kinds = dict.fromkeys(claim["kind_of"] for claim in claims if claim["kind_of"] not in (kind, ""))
    return own, [[claim for claim in claims if claim["kind_of"] == other] for other in kinds]


def _label(data: Data, above: Any) -> str:
    if above:
        return str(above.compartment)
    return Matter.Compartment.CONFIDENTIAL if data.get("confidential") else data.get("compartment") or ""


def _apart(data: Data, facts: Data, part: Sequence[Data], parties: Iterable[Party]) -> dict[str, Any]:
    """The answers for a petition of the other claims: the same people and paper, its own words, and nothing of the rest."""
    people = [{"role": one.role, "name": one.name, **_kept(one)} for one in parties]
    kept = {
        name: facts[name]
        for name in FACTS
        if name in facts and name not in ("threat", "source_key", "national_number")
    }
    return {
        **kept,
        "town": data.get("town"), "centre": data.get("centre"), "area": facts["area"], "parties": people,
        "taken_in_by": facts["first_contact"], "claims": list(part),
        "compartment": "" if facts["compartment"] == ACCUSATION else facts["compartment"],
    }  # fmt: skip


def _kept(one: Party) -> dict[str, Any]:
    names = (
        "is_organisation",
        "sex",
        "birth_on",
        "id_kind",
        "id_number",
        "phone",
        "address",
        "contact",
        "is_representative",
    )
    return {name: getattr(one, name) for name in (*names, "contact_through", "of_age", "capacity")}


def starts(facts: Data, unit: Any) -> list[Start]:
    """The clocks of arts. 22 and 23, from the day on which it was received; another for each part in which the town acts."""
    made = Petition(
        **{name: facts[name] for name in ("part", "source", "unreachable", "kind_of") if name in facts}
    )
    found = [Start(clocks.SORT.key, unit=unit)] if made.as_office else []
    found += [Start(clocks.NOTICE.key, unit=unit)] if made.owes_notice else []
    if made.sent_down and made.as_unit:
        found.append(Start(clocks.OBJECT.key, unit=unit))
    if made.kind_of == K.ACCUSATION and not made.as_office:
        found.append(Start(clocks.HAND_OVER.key, unit=unit))
    if facts.get("report_by"):
        term = term_until(facts["received_at"], facts["report_by"])
        found.append(Start(clocks.REPORT.key, unit=unit, term=term))
    if facts.get("urgent"):
        found.append(Start(clocks.URGENT.key, unit=unit))
    if not facts.get("national_number"):
        found.append(Start(clocks.ENTER.key, unit=unit))
    return [replace(start, at=facts["received_at"]) for start in found]


def _as_then(facts: Data, data: Data, unit: Any) -> list[Start]:
    """Of what was answered before it came in from another system: the notice and the handling, with their days; none
    where the day of the answer is not known. No more is owed here.
    """
    since = data.get("answered_since")
    if since is None or facts["kind_of"] == K.ACCUSATION:
        return []
    rule = clocks.STUDY if facts["kind_of"] == K.SUGGESTION else clocks.HANDLE
    notice = (
        [] if facts.get("unreachable") else [Start(clocks.NOTICE.key, at=facts["received_at"], unit=unit)]
    )
    return [*notice, Start(rule.key, at=since, unit=unit)]


def _told(now: Snapshot, facts: Data, accused: Accusation) -> list[Tell]:
    """Whoever sorts learns of it; of an accusation only its keepers; of what is urgent whoever takes alarms."""
    sorting = with_permission("petitions.sort", area=facts["area"])
    tells = [
        Tell([user for user in accused.who.let(sorting) if user != now.by], "新的信访事项，请分类：{matter}")
    ]
    if facts.get("urgent"):
        alarmed = accused.who.let(with_permission("core.take_alarm", area=facts["area"]))
        tells.append(Tell(alarmed, "重大、紧急信访事项，请紧急报告：{matter}", call=True))
    return tells


def _said(facts: Data) -> dict[str, Any]:
    shown = Petition(**{name: facts[name] for name in ("channel", "part", "source") if name in facts})
    return {
        "channel": shown.get_channel_display(),
        "part": shown.get_part_display(),
        "source": shown.get_source_display(),
        "sender": facts["sender"].name if facts.get("sender") else "",
        "late_entry": "是" if localdate(facts["received_at"]) < localdate() else "",
    }


def _first_contact(now: Snapshot) -> list[Access]:
    return [Access(user=now.by, part="first_contact")] if now.by else []


def import_notice(now: Snapshot, data: Data) -> Outcome:
    """What another system told: when, not by whom of ours."""
    return Outcome()


def import_reply(now: Snapshot, data: Data) -> Outcome:
    """What another system answered; beyond the legal term it is late for ever."""
    answer, undated = data["answer"], data.get("undated", False)
    detail = {"answer": answer or "原表没有写办理结果"} | ({"answered_at": "原表没有写"} if undated else {})
    return Outcome(facts={"opinion": answer, "late_before": data["late_before"]}, detail=detail)


# --- Splitting ---------------------------------------------------------------------------------------------------


def has_several_claims(now: Snapshot) -> str:
    return "" if len(now.matter.own_claims()) > 1 else "只有一项诉求，不用拆分。"


def split(now: Snapshot, data: Data) -> Outcome:
    """拆分: claims of another kind leave for a petition of their own, under the same code."""
    matter, chosen = now.matter, list(data["claims"])
    left = [claim for claim in matter.own_claims() if claim not in chosen]
    if not left:
        raise Refused("至少留一项诉求在本件。", "claims")
    if data["kind_of"] == K.ACCUSATION:
        raise Refused("检举控告留在原件里封闭办理：请把其他诉求拆出去，再对本件“分类”。", "kind_of")
    people = list(matter.people)
    facts = {name: getattr(matter, name) for name in FACTS if hasattr(matter, name)} | {
        "area": matter.area, "first_contact": matter.first_contact, "compartment": matter.compartment,
    }  # fmt: skip
    part = [{"number": one.number, "words": one.words, "kind_of": data["kind_of"]} for one in chosen]
    centre = {"town": matter.area, "centre": matter.holder_unit}
    return Outcome(
        facts={"demand": matter.demand if matter.sealed else "\n".join(claim.words for claim in left)},
        changes=[(claim, {"split_off": True}) for claim in chosen],
        apart=[_apart(centre, facts, part, people)],
        detail={"claims": "；".join(str(claim) for claim in chosen), "kind_of": K(data["kind_of"]).label},
    )


def nothing_split_off_is_open(now: Snapshot) -> str:
    """The letter ends when all that was split from it has ended. What is sealed goes its own way and is not told of."""
    letter = now.matter
    if letter.split_from_id:
        return ""
    left = letter.split_off.filter(closed_at=None, compartment=letter.compartment).first()
    return f"同一信件拆分的 {left.number} 还没有办结。" if left else ""
