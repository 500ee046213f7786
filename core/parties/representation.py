"""The acts by which people come to act for others, as rows for any procedure's table; and what every binding act asks.

`rows` gives the acts, `binds` wraps the effect of an act that binds the parties, `everybody_may` is its guard. What it
binds them to, the procedure knows (who may do what for whom: core.parties.capacity).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps
from typing import Any, TypeAlias

from django.db.models import Model
from django.utils.timezone import localdate

from core.models import DangerReport, Party, Representation
from core.models.matter import CLOSED
from core.parties import capacity, danger_reports
from core.parties import forms_representation as asks
from core.privacy.identity_numbers import CONSENTS_SELF, EARNS
from core.procedure.transitions import (
    ASIDE,
    Effect,
    Outcome,
    Snapshot,
    Transition,
    Words,
    anybody,
    holder,
    says,
)
from core.values.refused import Refused

Data = Mapping[str, Any]
Kind: TypeAlias = Representation.Kind
Relation: TypeAlias = Representation.Relation
# Who comes first (民法典 27 of children, 28 of grown persons); who was appointed comes before all (31).
OF_CHILDREN = ((Relation.PARENT,), (Relation.GRANDPARENT,), (Relation.SIBLING,))
OF_ADULTS = (
    (Relation.SPOUSE,),
    (Relation.PARENT, Relation.CHILD),
    (Relation.GRANDPARENT, Relation.SIBLING, Relation.KIN),
)

OF_ANYBODY = (Relation.OTHER, Relation.APPOINTED)
LONG_BEFORE = timedelta(days=365)


# --- What every binding act asks ----------------------------------------------------------------------------------


@says(
    capacity.THROUGH_GUARDIAN,
    capacity.WITH_GUARDIAN,
    capacity.WARD,
    capacity.CONFLICT,
    capacity.NOT_GROWN,
    capacity.DOUBTED,
)
def everybody_may(now: Snapshot) -> str:
    """Both sides can be bound: children and wards have a fit guardian, nobody's capacity is in doubt."""
    people = now.matter.people if now.matter.pk else now.matter.parent.people
    return capacity.why_none_binds(people, localdate(now.at))


def binds(effect: Effect) -> Effect:
    """The effect of an act that binds the parties: whoever has no birthday on record is asked once, before."""

    @wraps(effect)
    def asked(now: Snapshot, data: Data) -> Outcome:
        told = data.get("of_age", {})
        changes: list[tuple[Model, Mapping[str, Any]]] = []
        for party in capacity.unasked(now.matter.people, localdate(now.at)):
            if party.pk not in told:
                raise Refused(f"请问明{party.masked_name}是否未满 18 周岁。")
            if not told[party.pk]:
                raise Refused(
                    capacity.WITH_GUARDIAN + "请先“登记监护人”，写明出生日期。", f"of_age_{party.pk}"
                )
            changes.append((party, {"of_age": True}))
        outcome = effect(now, data)
        return replace(outcome, changes=[*changes, *outcome.changes])

    return asked


# --- Who acts for whom ----------------------------------------------------------------------------------------------


def add_guardian(now: Snapshot, data: Data) -> Outcome:
    """登记监护人: the order of the law with the reason where an earlier one fails; the child is heard (arts. 27, 28, 35)."""
    ward, on = data["principal"], localdate(now.at)
    changes: list[tuple[Model, Mapping[str, Any]]] = []
    if ward.born is None and data.get("birth_on"):
        ward.birth_on = data["birth_on"]
        changes.append((ward, {"birth_on": ward.birth_on, "of_age": False}))
    _fit_for_a_guardian(ward, on)
    age, relation = ward.age_on(on), Relation(data["relation"])
    if age is not None and age < CONSENTS_SELF and not data.get("data_consent"):
        raise Refused(capacity.DATA_CONSENT, "data_consent")
    if capacity.standing(ward, on) is capacity.Standing.WITH_CONSENT and ward.minor_on(on):
        if not data.get("consented_on"):
            raise Refused(capacity.WITH_GUARDIAN, "consented_on")
        if not data.get("child_view"):
            raise Refused("八周岁以上的，请听取本人的意见并写明。", "child_view")
    _of_the_matter(now, data.get("consented_on"))
    _may_guard(relation, ward.minor_on(on))
    if not data.get("earlier_fail") and _place(relation, ward.minor_on(on)):
        raise Refused(capacity.EARLIER, "earlier_fail")
    facts = ("relation", "earlier_fail", "consented_on", "child_view", "data_consent", "conflict", "until")
    return _acts_for(now, data, Kind.GUARDIAN, Party.Role.GUARDIAN, facts, changes)


def _fit_for_a_guardian(ward: Party, on: date) -> None:
    if ward.born is None and ward.capacity in (Party.Capacity.FULL, Party.Capacity.DOUBTED):
        raise Refused("请填写被监护人的出生日期。", "birth_on")
    if not capacity.is_ward(ward, on):
        raise Refused("年满十八周岁、没有经法院认定的，不设监护人。", "principal")


def _of_the_matter(now: Snapshot, consented: date | None) -> None:
    """Consent is to what this matter is about: not of a day to come, and not of long before it."""
    if consented is None:
        return
    if consented > localdate(now.at):
        raise Refused("同意日期不能晚于今天。", "consented_on")
    if consented < localdate(now.matter.top.received_at) - LONG_BEFORE:
        raise Refused("同意日期比本事项早一年以上，请核对。", "consented_on")


def _may_guard(relation: Relation, child: bool) -> None:
    order = OF_CHILDREN if child else OF_ADULTS
    if not any(relation in group for group in (*order, OF_ANYBODY)):
        whose = "未成年人（《民法典》第二十七条）" if child else "成年人（《民法典》第二十八条）"
        raise Refused(f"{whose}的监护人中没有“{relation.label}”这一项，请核对关系。", "relation")


def _place(relation: Relation, child: bool) -> int:
    """How many of the law's groups come before; none before parents and whoever was appointed."""
    order = OF_CHILDREN if child else OF_ADULTS
    if relation == Relation.APPOINTED:
        return 0
    return next((place for place, group in enumerate(order) if relation in group), len(order))


def give_mandate(now: Snapshot, data: Data) -> Outcome:
    """登记授权委托: of one side only (arts. 165, 168): `_acts_for` asks. For a ward the guardian gives it (art. 145)."""
    principal, on = data["principal"], localdate(now.at)
    if why := capacity.why_unable(principal, on):
        raise Refused(why, "principal")
    if capacity.is_ward(principal, on) and not data.get("by_guardian"):
        raise Refused("该当事人的委托应当由法定代理人作出，请核对授权委托书由其签字。", "by_guardian")
    return _acts_for(now, data, Kind.AGENT, Party.Role.AGENT, ("post", "scope", "until"))


def add_officer(now: Snapshot, data: Data) -> Outcome:
    """登记单位代表: its head, or staff in office, with the seal (arts. 61, 170)."""
    unit = data["principal"]
    if not unit.id_number and not data.get("credit_code"):
        raise Refused("请填写统一社会信用代码。", "credit_code")
    if not data.get("stamped"):
        raise Refused(capacity.NO_OFFICER, "stamped")
    return _acts_for(now, data, Kind.OFFICER, Party.Role.OFFICER, ("post", "head", "credit_code", "stamped"))


def _acts_for(
    now: Snapshot,
    data: Data,
    kind: Kind,
    role: Party.Role,
    facts: tuple[str, ...],
    changes: list[tuple[Model, Mapping[str, Any]]] | None = None,
) -> Outcome:
    """The row, and the person where they stand among the people not yet."""
    principal, person, changes = data["principal"], data.get("known"), [*(changes or ())]
    fresh = person is None
    if person is None:
        person = Party(order=len(now.matter.people) + 1, **{**data["person"], "role": role})
    _dates(principal, data, localdate(now.at))
    _may_act(principal, person, localdate(now.at), "name" if fresh else "known")
    if capacity.standing(person, localdate(now.at)) is capacity.Standing.UNKNOWN:
        if not data.get("of_age"):
            raise Refused(f"请问明{person.masked_name}是否年满 18 周岁，或者填证件号码。", "of_age")
        person.of_age = True
        changes += [] if fresh else [(person, {"of_age": True})]
    given = {name: data[name] for name in facts if data.get(name)}
    row = Representation(
        principal=principal, representative=person, kind=kind, proof=data["proof"], given_on=data["given_on"], by=now.by, **given
    )  # fmt: skip
    said = {"principal": principal.masked_name, str(row.kind): person.masked_name, "proof": data["proof"]}
    powers = {"scope": row.powers()} if row.scope else {}
    rows: list[Model] = [person, row] if fresh else [row]
    return Outcome(rows=rows, changes=changes, detail={**said, **powers})


def _may_act(principal: Party, person: Party, on: date, field: str) -> None:
    """Raises Refused for the party themselves, for the other side, and for who cannot act even alone."""
    if principal == person or capacity.same_person(principal, person):
        raise Refused("本人不能做自己的代理人。", field)
    if capacity.opposed(principal, person, on):
        raise Refused(capacity.OTHER_SIDE, field)
    if why := capacity.why_not_acting(person, on):
        raise Refused(why, field)


def _dates(principal: Party, data: Data, today: date) -> None:
    """Nobody acts for who is not born yet, begins tomorrow, or ends before the beginning."""
    if data["given_on"] > today:
        raise Refused("起始日期不能晚于今天。", "given_on")
    for name, label in (("given_on", "起始日期"), ("consented_on", "同意日期")):
        if principal.born and data.get(name) and data[name] < principal.born:
            raise Refused(f"{label}早于{principal.masked_name}出生，请核对。", name)
    if data.get("until") and data["until"] < data["given_on"]:
        raise Refused("终止日期早于起始日期。", "until")


def end_acting(now: Snapshot, data: Data) -> Outcome:
    """终止代理: withdrawn, recalled, another guardian (art. 173). What was done before stands."""
    row = data["row"]
    said = {"row": f"{row.representative.masked_name}（{row.words}）", "reason": data["reason"]}
    return Outcome(changes=[(row, {"ended_at": now.at})], detail=said)


def note_capacity(now: Snapshot, data: Data) -> Outcome:
    """登记行为能力: a court's finding, a doubt, or own earnings from sixteen (arts. 18, 24). Nobody here decides it."""
    party, finding, ground = data["party"], data["finding"], data["ground"]
    if finding == "earns":
        age = party.age_on(localdate(now.at))
        if age is None or age < EARNS:
            raise Refused("只有十六周岁以上的，才能以自己的劳动收入视为成年。", "finding")
        values = {"earns_by": ground}
    else:
        values = {"capacity": "" if finding == "full" else finding, "capacity_ruling": ground}
    words = dict(asks.CapacityForm.base_fields["finding"].choices)  # type: ignore[attr-defined]
    return Outcome(changes=[(party, values)], detail={"party": party.masked_name, "finding": words[finding]})


# --- What must be reported ------------------------------------------------------------------------------------------


def report_danger(now: Snapshot, data: Data) -> Outcome:
    """强制报告: at once, to the minute (未成年人保护法 11; 反家庭暴力法 14). The detail is secret: it stays in the row."""
    lines = data["reports"]
    if not lines:
        raise Refused("请写明报告给谁、什么时间、接报人。")
    if any(line["reported_at"] < data["seen_at"] for line in lines):
        raise Refused("报告时间早于发现时间。", "seen_at")
    rows = [
        DangerReport(
            party=data.get("party"), ground=data["ground"], seen_at=data["seen_at"], note=data["note"],
            by=now.by, **{name: line.get(name) or "" for name in ("body", "reported_at", "person", "receipt")},
        )
        for line in lines
    ]  # fmt: skip
    said = "、".join(dict.fromkeys(str(row.get_body_display()) for row in rows))
    return Outcome(rows=rows, detail={"reported": said})


# fmt: off
ACTS: tuple[tuple[str, str, Effect, Any, str, str, str], ...] = (
    ("add_guardian", "登记监护人", add_guardian, asks.GuardianForm, "《民法典》第二十三条、第二十七条、第二十八条、第三十五条",
        "监护人已登记，由其代为参加。", ""),
    ("give_mandate", "登记授权委托", give_mandate, asks.MandateForm, "《民法典》第一百六十五条、第一百六十八条",
        "授权委托已登记。请附上授权委托书扫描件。", ""),
    ("add_officer", "登记单位代表", add_officer, asks.OfficerForm, "《民法典》第六十一条、第一百七十条", "单位代表已登记。", ""),
    ("note_capacity", "登记行为能力", note_capacity, asks.CapacityForm, "《民法典》第十八条、第二十四条",
        "行为能力情况已登记，以后签字、代理按此核对。", ""),
    ("end_acting", "终止代理", end_acting, asks.EndActingForm, "《民法典》第三十九条、第一百七十三条",
        "代理已终止，此后不能再代为签字、领取款物。", ""),
    ("report_danger", "强制报告", report_danger, asks.DangerForm, "《未成年人保护法》第十一条、《反家庭暴力法》第十四条",
        "强制报告已登记。", "应当立即报告，不用征得任何人同意；报告人的姓名对外保密。"),
)
# fmt: on


def rows(sources: frozenset[str], permission: str, reports: str, *, held: bool) -> tuple[Transition, ...]:
    """The acts for a table: all aside, none moves the matter. `reports`: the permission for the report of a danger."""
    who = holder if held else anybody
    return tuple(
        Transition(
            name, label, sources, None, who(reports if effect is report_danger else permission), effect, form,
            closed=CLOSED, show=ASIDE, words=Words(done, note, basis),
        )
        for name, label, effect, form, basis, done, note in ACTS
    )  # fmt: skip


def why_not_reported(now: Snapshot, seen: bool) -> str:
    """For guards: a danger was seen, and the report is not recorded yet."""
    return danger_reports.why_not_reported(now.matter, localdate(now.at), seen)
