"""Who can bind a party: every case of the law with its sentence, before any procedure asks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from core.models import Access, DangerReport, Matter, Party, Representation
from core.parties import capacity, danger_reports
from core.parties.capacity import Scope, Standing
from core.privacy.masking import mask_minor
from core.values.moments import now
from core.workflow.perform import Refused
from tests.people import Town, moment

TODAY = date(2026, 4, 28)
CHILD = "990121201803090247"  # born 2018-03-09
FATHER = "990121198906150375"


def party(**facts: Any) -> Party:
    return Party(name="柏念慈", **{"role": "applicant", **facts})


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"birth_on": date(2018, 4, 28)}, TODAY, Standing.WITH_CONSENT),
        ({"birth_on": date(2018, 4, 29)}, TODAY, Standing.THROUGH_OTHERS),
        ({"birth_on": date(2008, 4, 28)}, TODAY, Standing.ABLE),
        ({"birth_on": date(2008, 4, 29)}, TODAY, Standing.WITH_CONSENT),
        ({"birth_on": date(2008, 2, 29)}, date(2026, 2, 28), Standing.WITH_CONSENT),
        ({"birth_on": date(2008, 2, 29)}, date(2026, 3, 1), Standing.ABLE),
        ({"birth_on": date(2010, 4, 28), "earns_by": "竹器厂工资"}, TODAY, Standing.ABLE),
        ({"birth_on": date(2010, 4, 29), "earns_by": "竹器厂工资"}, TODAY, Standing.WITH_CONSENT),
        ({"id_kind": "resident", "id_number": CHILD}, TODAY, Standing.WITH_CONSENT),
        ({"id_kind": "resident", "id_number": CHILD}, date(2026, 3, 8), Standing.THROUGH_OTHERS),
        # The number, not the birthday that somebody typed beside it.
        ({"id_kind": "resident", "id_number": FATHER, "birth_on": date(2018, 4, 28)}, TODAY, Standing.ABLE),
        ({}, TODAY, Standing.UNKNOWN),
        ({"of_age": True}, TODAY, Standing.ABLE),
        ({"of_age": True, "capacity": "none"}, TODAY, Standing.THROUGH_OTHERS),
        ({"of_age": True, "capacity": "limited"}, TODAY, Standing.WITH_CONSENT),
        ({"of_age": True, "capacity": "doubted"}, TODAY, Standing.DOUBTED),
        ({"birth_on": date(2018, 4, 29), "capacity": "doubted"}, TODAY, Standing.DOUBTED),
        ({"is_organisation": True}, TODAY, Standing.UNIT),
    ],
)
def test_what_somebody_s_own_acts_are_worth(facts: dict[str, Any], day: date, expected: Standing) -> None:
    assert capacity.standing(party(**facts), day) is expected


def test_a_child_is_named_by_surname_alone() -> None:
    assert [mask_minor(name) for name in ("方子墨", "欧阳晓晓", "")] == ["方某", "欧阳某", ""]
    born = localdate() - timedelta(days=3000)
    assert party(birth_on=born).masked_name == "柏某" and party(of_age=True).masked_name == "柏**"


# --- Rows -----------------------------------------------------------------------------------------------------------


def people(town: Town, **child: Any) -> tuple[Any, Party, Party]:
    """A case of a child against a neighbour."""
    sides = [
        {"name": "柏念慈", "role": "applicant", "id_kind": "resident", "id_number": CHILD, **child},
        {"name": "孟德顺", "role": "respondent", "of_age": True},
    ]
    made = town.register("被邻居家的狗咬伤", parties=sides)
    return made, *made.people.order_by("order")


def acts(town: Town, principal: Party, **facts: Any) -> Representation:
    person = facts.pop("representative", None) or Party.objects.create(
        matter=principal.matter, role="guardian", name="柏成", id_kind="resident", id_number=FATHER
    )
    given = {"kind": "guardian", "relation": "parent", "consented_on": TODAY, "given_on": TODAY, **facts}
    return Representation.objects.create(
        principal=principal, representative=person, proof="户口簿", by=town.receptionist, **given
    )


def test_a_child_s_guardian_consents_and_stands_on_the_same_side(town: Town) -> None:
    made, child, neighbour = people(town)
    assert capacity.why_none_binds(made.people, TODAY) == capacity.WITH_GUARDIAN
    row = acts(town, child, consented_on=None)
    assert capacity.why_none_binds(made.people, TODAY) == capacity.WITH_GUARDIAN
    Representation.objects.filter(pk=row.pk).update(consented_on=TODAY)
    assert capacity.why_none_binds(made.people, TODAY) == ""
    assert capacity.why_none_binds(made.people, TODAY - timedelta(days=1)) == capacity.WITH_GUARDIAN
    Representation.objects.filter(pk=row.pk).update(conflict=True)
    assert capacity.why_none_binds(made.people, TODAY) == capacity.CONFLICT
    acts(town, child, representative=neighbour)  # the other side
    assert capacity.why_none_binds(made.people, TODAY) == capacity.CONFLICT
    acts(town, child, relation="appointed")
    assert capacity.why_none_binds(made.people, TODAY) == ""


def test_who_has_no_capacity_acts_through_others_alone(town: Town) -> None:
    made, child, _ = people(town, id_kind="none", id_number="", birth_on=date(2020, 1, 1))
    assert capacity.why_none_binds(made.people, TODAY) == capacity.THROUGH_GUARDIAN
    row = acts(town, child, consented_on=None)
    assert capacity.why_none_binds(made.people, TODAY) == ""
    assert capacity.why_not_for(child, None, TODAY) == capacity.THROUGH_GUARDIAN
    assert capacity.why_not_for(child, row, TODAY) == "" and capacity.by_law(child, TODAY) == row
    for given, expected in (
        ({"birth_on": None, "of_age": True, "capacity": "none"}, ""),
        ({"birth_on": None, "of_age": True, "capacity": "doubted"}, capacity.DOUBTED),
    ):
        Party.objects.filter(pk=child.pk).update(**given)
        assert capacity.why_none_binds(made.people, TODAY) == expected
    Representation.objects.all().delete()
    Party.objects.filter(pk=child.pk).update(capacity="limited")
    assert capacity.why_none_binds(made.people, TODAY) == capacity.WARD


@pytest.mark.parametrize("scope", Scope)
def test_an_agent_does_what_was_given_and_no_more(town: Town, scope: Scope) -> None:
    made, _, neighbour = people(town)
    agent = Party.objects.create(matter=made, role="agent", name="秦满仓")
    others = [other for other in Scope if other != scope]
    row = acts(town, neighbour, representative=agent, kind="agent", relation="", scope=others)
    assert capacity.why_not_for(neighbour, row, TODAY, scope, "不含") == "不含"
    row.scope = [scope]
    assert capacity.why_not_for(neighbour, row, TODAY, scope, "不含") == ""
    row.until = TODAY - timedelta(days=1)
    assert capacity.why_not_for(neighbour, row, TODAY, scope, "不含") == "不含"
    row.until, row.ended_at = None, now()
    assert capacity.why_not_for(neighbour, row, TODAY, scope, "不含") == "不含"


def test_representatives_of_a_group_speak_and_do_not_waive(town: Town) -> None:
    made, _, neighbour = people(town)
    speaker = Party.objects.create(matter=made, role="respondent", name="秦满仓", is_representative=True)
    row = acts(town, neighbour, representative=speaker, kind="agent", relation="", scope=["state"])
    assert capacity.why_not_for(neighbour, row, TODAY, Scope.SETTLE, "不含") == capacity.ONE_BY_ONE
    row.scope = ["state", "settle"]
    assert capacity.why_not_for(neighbour, row, TODAY, Scope.SETTLE, "不含") == ""


def test_the_database_keeps_what_a_row_must_have(town: Town) -> None:
    _, child, neighbour = people(town)
    for wrong in (
        {"representative": child},
        {"relation": ""},
        {"kind": "agent", "relation": "", "scope": []},
        {"scope": ["state"]},
        {"until": TODAY - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            acts(town, child, **{"representative": neighbour, **wrong})


# --- The acts, in the hall --------------------------------------------------------------------------------------------

GRANDMOTHER = {"name": "蒋素梅", "role": "guardian", "of_age": True}


def guardian(town: Town, made: Any, ward: Party, **facts: Any) -> Any:
    given = {
        "principal": ward, "known": None, "person": {"name": "柏成", "id_kind": "resident", "id_number": FATHER},
        "relation": "parent", "proof": "户口簿", "given_on": TODAY, "consented_on": TODAY,
        "child_view": "想让狗拴起来", "data_consent": True, **facts,
    }  # fmt: skip
    return town.act(made, "add_guardian", town.receptionist, moment("2026-04-28 10:00"), **given)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"relation": "grandparent", "person": GRANDMOTHER}, capacity.EARLIER),
        ({"relation": "other", "person": GRANDMOTHER}, capacity.EARLIER),
        ({"data_consent": False}, capacity.DATA_CONSENT),
        ({"consented_on": None}, capacity.WITH_GUARDIAN),
        ({"child_view": ""}, "听取本人的意见"),
        ({"consented_on": date(2099, 1, 1)}, "不能晚于今天"),
        ({"consented_on": date(2001, 1, 1)}, "同意日期比本事项早一年以上"),
        ({"given_on": date(2001, 1, 1)}, "起始日期早于柏某出生"),
        ({"until": TODAY - timedelta(days=1)}, "终止日期早于起始日期"),
        ({"person": {"name": "柏小满"}}, r"请问明柏\*\*是否年满 18 周岁"),
        ({"person": {"name": "柏小满", "birth_on": date(2014, 9, 1)}}, capacity.NOT_GROWN),
        ({"person": {"name": "柏成", "capacity": "limited", "of_age": True}}, capacity.NOT_GROWN),
        ({"person": {"name": "柏念慈", "id_kind": "resident", "id_number": CHILD}}, "本人不能做自己的代理人"),
    ],
)
def test_why_a_guardian_is_not_registered(town: Town, facts: dict[str, Any], sentence: str) -> None:
    made, child, _ = _received(town)
    with pytest.raises(Refused, match=sentence.split("。")[0]):
        guardian(town, made, child, **facts)
    assert not Representation.objects.exists()


def _received(town: Town) -> tuple[Any, Party, Party]:
    made, child, neighbour = people(town)
    Matter.objects.filter(pk=made.pk).update(received_at=moment("2026-04-28 09:00"))
    return made, child, neighbour


def test_a_guardian_is_registered_with_all_that_the_law_asks(town: Town) -> None:
    made, child, neighbour = _received(town)
    with pytest.raises(Refused, match="不设监护人"):
        guardian(town, made, neighbour, birth_on=date(1976, 8, 8))
    with pytest.raises(Refused, match="出生日期"):
        guardian(town, made, Party.objects.create(matter=made, role="applicant", name="柏小禾"))
    guardian(town, made, child, relation="grandparent", person=GRANDMOTHER, earlier_fail="父母均已去世")
    row = Representation.objects.get()
    assert (row.representative.role, row.earlier_fail, row.child_view) == (
        "guardian",
        "父母均已去世",
        "想让狗拴起来",
    )
    words = str(made.history.latest("seq").detail.values)
    assert "柏某" in words and "蒋**" in words and "柏念慈" not in words


def test_one_agent_is_not_on_both_sides(town: Town) -> None:
    made, child, neighbour = _received(town)
    agent = Party.objects.create(matter=made, role="agent", name="秦满仓")
    guardian(town, made, child)
    given = {
        "person": None,
        "of_age": True,
        "by_guardian": True,
        "post": "同村",
        "scope": ["state"],
        "proof": "委托书",
        "given_on": TODAY,
    }
    at = moment("2026-04-28 10:00")
    town.act(made, "give_mandate", town.receptionist, at, principal=neighbour, known=agent, **given)
    with pytest.raises(Refused, match="不能再代理这一方"):
        town.act(made, "give_mandate", town.receptionist, at, principal=child, known=agent, **given)
    with pytest.raises(Refused, match="不能再代理这一方"):
        town.act(made, "give_mandate", town.receptionist, at, principal=child, known=neighbour, **given)


OPPONENT = {
    "name": "孟德顺",
    "id_kind": "resident",
    "id_number": "99012119760808001X",
    "phone": "19900000061",
}


@pytest.mark.parametrize(
    ("kept", "typed", "same"),
    [
        (OPPONENT, {**OPPONENT, "name": "孟 德顺", "phone": ""}, True),
        (OPPONENT, {**OPPONENT, "name": "孟某"}, True),
        (OPPONENT, {"name": "孟德顺"}, True),
        (OPPONENT, {"name": "孟 德顺", "phone": "199 0000 0061"}, True),
        (OPPONENT, {"name": "孟德顺", "birth_on": date(1976, 8, 8)}, True),
        ({"name": "孟德顺"}, {"name": "孟德顺"}, True),
        (OPPONENT, {"name": "孟德顺", "id_kind": "resident", "id_number": FATHER}, False),
        ({"name": "孟德顺", "birth_on": date(1976, 8, 8)}, {"name": "孟德顺", "birth_on": date(1990, 1, 1)}, False),
        ({"name": "孟德顺", "phone": "19900000061"}, {"name": "孟德顺", "phone": "19900000062"}, False),
        (OPPONENT, {"name": "柏成", "phone": "19900000061"}, False),  # a family has one telephone
    ],
)  # fmt: skip
def test_a_person_is_who_they_are_and_not_the_row_they_stand_in(
    kept: dict[str, Any], typed: dict[str, Any], same: bool
) -> None:
    assert capacity.same_person(Party(**kept), Party(**typed)) is same
    assert capacity.same_person(Party(**typed), Party(**kept)) is same


@pytest.mark.parametrize("name", ["add_guardian", "give_mandate", "add_officer"])
@pytest.mark.parametrize("where", ["the other side", "who acts for it"])
def test_nobody_typed_anew_acts_against_whom_they_are_or_act_for(town: Town, name: str, where: str) -> None:
    """民法典 31, 168: each kind of acting, by the opponent and by whoever acts for the opponent."""
    unit = {"role": "applicant", "is_organisation": True, "name": "桃坞建材有限公司"}
    sides = [
        {"role": "respondent", **OPPONENT},
        {"role": "applicant", "name": "柏念慈", "id_kind": "resident", "id_number": CHILD},
        unit,
    ]
    made = town.register(parties=sides)
    opponent, child, firm = made.people.order_by("order")
    common = {"known": None, "proof": "委托书", "given_on": localdate(), "scope": ["state"], "post": "同村",
              "stamped": True, "credit_code": "91990121MA00000021", "relation": "parent", "consented_on": localdate(),
              "child_view": "怕狗", "data_consent": True, "of_age": True, "by_guardian": True}  # fmt: skip
    agent = {"name": "秦满仓", "phone": "19900000071", "of_age": True}
    if where == "who acts for it":
        town.act(
            made, "give_mandate", town.receptionist, **{**common, "principal": opponent, "person": agent}
        )
    typed = agent if where == "who acts for it" else {**OPPONENT, "name": "孟先生"}
    whom = {"add_guardian": child, "give_mandate": child, "add_officer": firm}[name]
    if name == "give_mandate":
        town.act(
            made,
            "add_guardian",
            town.receptionist,
            **{
                **common,
                "principal": child,
                "person": {"name": "柏成", "id_kind": "resident", "id_number": FATHER},
            },
        )
    before = Representation.objects.count()
    with pytest.raises(Refused, match="不能再代理这一方"):
        town.act(made, name, town.receptionist, **{**common, "principal": whom, "person": typed})
    assert Representation.objects.count() == before


@pytest.mark.parametrize("relation", Representation.Relation)
@pytest.mark.parametrize("child", [True, False])
def test_who_may_be_a_guardian_depends_on_whose(
    town: Town, relation: Representation.Relation, child: bool
) -> None:
    """民法典 27 of children, 28 of grown persons: a child has no spouse and no children."""
    made, ward, neighbour = _received(town)
    if not child:
        given = {"party": neighbour, "finding": "none", "ground": "（2025）某0121民特1号"}
        town.act(made, "note_capacity", town.receptionist, moment("2026-04-28 09:30"), **given)
        ward = Party.objects.get(pk=neighbour.pk)
        ward.birth_on = date(1976, 8, 8)
    facts = {"relation": relation, "earlier_fail": "在先的均已去世"}
    if child and relation in ("spouse", "child", "kin"):
        with pytest.raises(Refused, match="第二十七条"):
            guardian(town, made, ward, **facts)
    else:
        guardian(town, made, ward, **facts)
    assert Representation.objects.exists() is not (child and relation in ("spouse", "child", "kin"))


@pytest.mark.parametrize("kind", Representation.Kind)
@pytest.mark.parametrize(
    "who",
    [{"birth_on": date(2014, 9, 1)}, {"capacity": "limited"}, {"capacity": "none"}, {"capacity": "doubted"}],
)
@pytest.mark.parametrize("scope", Scope)
def test_who_cannot_act_alone_acts_for_nobody(
    town: Town, kind: Representation.Kind, who: dict[str, Any], scope: Scope
) -> None:
    """Also where it was recorded before anybody knew: nothing is signed, received or applied for by them."""
    made, child, neighbour = people(town)
    principal = child if kind == "guardian" else neighbour
    person = Party.objects.create(matter=made, role="agent", name="秦小满", **who)
    of_agent = {"kind": "agent", "relation": "", "scope": [*Scope]}
    more = {
        "guardian": {},
        "agent": of_agent,
        "officer": {"kind": "officer", "relation": "", "stamped": True},
    }
    row = acts(town, principal, representative=person, **more[kind])
    assert capacity.why_not_for(principal, row, TODAY, scope) == capacity.NOT_GROWN
    assert capacity.why_none_binds([child], TODAY) == (
        capacity.NOT_GROWN if kind == "guardian" else capacity.WITH_GUARDIAN
    )


def test_a_child_sends_nobody_without_the_guardian_and_nobody_signs_in_the_guardian_s_place(
    town: Town,
) -> None:
    """民法典 19, 20, 145: the guardian gives the mandate; what binds the child the guardian signs."""
    made, child, _ = _received(town)
    given = {"principal": child, "known": None, "person": {"name": "秦满仓"}, "of_age": True, "post": "同村",
             "scope": ["settle", "receive"], "proof": "委托书", "given_on": TODAY}  # fmt: skip
    mandate = (made, "give_mandate", town.receptionist, moment("2026-04-28 11:00"))
    with pytest.raises(Refused, match="法定代理人同意并签字"):
        town.act(*mandate, **given, by_guardian=True)
    early = acts(
        town,
        child,
        kind="agent",
        relation="",
        consented_on=None,
        scope=["receive"],
        given_on=TODAY - timedelta(days=9),
        representative=Party.objects.create(matter=made, role="agent", name="章文斌", of_age=True),
    )
    guardian(town, made, child)
    with pytest.raises(Refused, match="应当由法定代理人作出"):
        town.act(*mandate, **given)
    town.act(*mandate, **given, by_guardian=True)
    row = Representation.objects.get(representative__name="秦满仓")
    assert capacity.why_not_for(child, row, TODAY, Scope.SETTLE) == capacity.WITH_GUARDIAN
    assert capacity.why_not_for(child, row, TODAY, Scope.RECEIVE) == ""
    assert capacity.why_not_for(child, early, TODAY, Scope.RECEIVE) == capacity.WITH_GUARDIAN


def test_who_turns_out_to_stand_on_the_other_side_binds_nobody(town: Town) -> None:
    made, child, _ = people(town)
    row = acts(town, child)
    Party.objects.create(matter=made, role="respondent", name="柏成", id_kind="resident", id_number=FATHER)
    assert capacity.why_none_binds(made.people, TODAY) == capacity.CONFLICT
    assert capacity.why_not_for(child, row, TODAY) == capacity.CONFLICT


def test_a_unit_has_its_code_and_its_seal(town: Town) -> None:
    unit = {"name": "桃坞建材有限公司", "role": "respondent", "is_organisation": True}
    made = town.register(parties=[{"name": "陈守田", "role": "applicant"}, unit])
    firm = made.people.get(is_organisation=True)
    given = {"principal": firm, "known": None, "person": {"name": "许长河"}, "of_age": True, "post": "经理", "head": True,
             "proof": "营业执照", "given_on": TODAY}  # fmt: skip
    with pytest.raises(Refused, match="统一社会信用代码"):
        town.act(made, "add_officer", town.receptionist, **given, stamped=True)
    with pytest.raises(Refused, match="加盖单位印章"):
        town.act(made, "add_officer", town.receptionist, **given, credit_code="91990121MA00000021")
    assert capacity.why_not_for(firm, None, TODAY) == capacity.NO_OFFICER
    town.act(made, "add_officer", town.receptionist, **given, credit_code="91990121MA00000021", stamped=True)
    assert capacity.by_law(Party.objects.get(pk=firm.pk), TODAY) == Representation.objects.get()


# --- Sealed by itself -------------------------------------------------------------------------------------------------


def test_what_a_child_is_a_party_of_is_sealed_with_its_birth(town: Town) -> None:
    made, _, _ = people(town)
    made.refresh_from_db()
    assert made.compartment == "minor" and made.shown_title == "保密事项"
    seen = {key for key, user in town.users.items() if Matter.objects.visible_to(user).filter(pk=made.pk)}
    assert "receptionist" in seen and "stranger" not in seen and "supervisor" not in seen


def test_a_child_who_turns_up_later_seals_the_whole_family_in_the_same_act(town: Town) -> None:
    """From above, and from the mediation below; whoever worked on it goes on."""
    for where in ("case", "mediation"):
        case = town.register(
            "狗咬人",
            parties=[{"name": "柏成", "role": "applicant"}, {"name": "孟德顺", "role": "respondent"}],
        )
        below = town.mediate(case)
        unknown = case.people.get(role="applicant")
        given = {"principal": unknown, "birth_on": date(2018, 3, 9), "known": None, "person": {"name": "柏大成"}, "of_age": True,
                 "relation": "parent", "proof": "户口簿", "given_on": localdate(), "consented_on": localdate(),
                 "child_view": "怕狗", "data_consent": True}  # fmt: skip
        made, by = (case, town.dispatcher) if where == "case" else (below, town.mediator)
        town.act(made, "add_guardian", by, **given)
        assert {row.compartment for row in Matter.objects.filter(root=case)} == {"minor"}, where
        for user, sees in ((town.mediator, True), (town.committee_head, True), (town.supervisor, False)):
            assert Matter.objects.visible_to(user).filter(pk=below.pk).exists() is sees, (where, user)
        assert Access.objects.filter(matter_id=case.pk, user=town.director, part="keeper").count() == 1
        town.act(below, "hold_session", town.mediator, place="村部", present="双方", record="各述理由。")


# --- The report that must be made -------------------------------------------------------------------------------------


def test_danger_to_a_child_is_reported_to_the_minute_before_its_flag_is_cleared(town: Town) -> None:
    made, child, _ = people(town)
    town.act(made, "raise_flags", town.receptionist, flags=["domestic_violence"], note="手臂有伤")
    assert danger_reports.protected(made, TODAY) == [child]
    with pytest.raises(Refused, match="请先“强制报告”"):
        town.act(made, "clear_flags", town.director, reason="问过了")
    line = {
        "body": "police",
        "person": "值班民警",
        "reported_at": now() - timedelta(minutes=5),
        "receipt": "0409",
    }
    given = {"party": child, "ground": "minor", "note": "手臂有伤", "seen_at": now() - timedelta(minutes=10)}
    early = {**line, "reported_at": now() - timedelta(minutes=15)}
    with pytest.raises(Refused, match="早于发现时间"):
        town.act(made, "report_danger", town.receptionist, **given, reports=[early])
    with pytest.raises(Refused, match="报告给谁"):
        town.act(made, "report_danger", town.receptionist, **given, reports=[])
    civil = {**line, "body": "civil", "receipt": ""}
    town.act(made, "report_danger", town.receptionist, **given, reports=[line, civil])
    assert list(DangerReport.objects.values_list("body", flat=True)) == ["police", "civil"]
    assert DangerReport.objects.first().note == "手臂有伤"
    said = made.history.latest("seq").detail.values
    assert said == {"reported": "公安机关、民政部门"}  # what was seen stays in the row
    town.act(made, "clear_flags", town.director, reason="公安已出警，孩子由民政临时照料")


def test_a_grown_victim_is_helped_and_not_reported_by_compulsion(town: Town) -> None:
    made = town.register(
        "丈夫打人", parties=[{"name": "罗春梅", "role": "applicant"}], flags=["domestic_violence"]
    )
    town.act(made, "clear_flags", town.director, reason="已告知报警、告诫书、人身安全保护令")
    other = town.register(
        "儿子打人", parties=[{"name": "陆阿根", "role": "applicant"}], flags=["domestic_violence"]
    )
    ward = {"party": other.people.get(), "finding": "none", "ground": "（2025）某0121民特1号"}
    town.act(other, "note_capacity", town.receptionist, **ward)
    with pytest.raises(Refused, match="请先“强制报告”"):
        town.act(other, "clear_flags", town.director, reason="看过了")


def test_own_earnings_make_nobody_under_sixteen_grown(town: Town) -> None:
    made, child, _ = people(town)
    given = {"party": child, "finding": "earns", "ground": "竹器厂工资"}
    with pytest.raises(Refused, match="十六周岁以上"):
        town.act(made, "note_capacity", town.receptionist, **given)
