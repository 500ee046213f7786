"""Who acts for others in a mediation: every act that binds, each sentence; signatures in one table; closed doors."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from core.documents import issue
from core.models import Party, Representation
from core.parties import capacity
from core.procedure.procedure import document_kinds
from core.values.moments import now
from core.values.refused import Refused
from mediation.documents import agreement as papers
from mediation.documents import closing as closing_papers
from mediation.documents import course as course_papers
from mediation.models import Instalment, Mediation, Signature
from mediation.steps.agreement import UNSIGNED, signers
from mediation.workflow import WORKFLOW
from tests.people import Town, signatures

CHILD = {"name": "柏念慈", "role": "applicant", "id_kind": "resident", "id_number": "990121201803090247"}
NEIGHBOUR = {"name": "孟德顺", "role": "respondent"}
BINDING = {
    "accept",
    "settle_step",
    "tell_rights",
    "hold_session",
    "agree",
    "sign_agreement",
    "apply_confirmation",
}


def case(town: Town, child: dict[str, Any] | None = None) -> Any:
    return town.register("被邻居家的狗咬伤", parties=[dict(child or CHILD), dict(NEIGHBOUR)])


def guarded(town: Town, made: Any, by: Any = None, **facts: Any) -> Representation:
    """The father is registered, and consents."""
    given = {
        "principal": made.people.get(name="柏念慈"), "known": None, "person": {"name": "柏成", "of_age": True},
        "relation": "parent", "proof": "户口簿", "given_on": localdate(now()), "consented_on": localdate(now()),
        "child_view": "怕狗", "data_consent": True, **facts,
    }  # fmt: skip
    town.act(made, "add_guardian", by or town.receptionist, **given)
    return Representation.objects.latest("id")


def fresh(made: Any) -> Any:
    return Mediation.objects.get(pk=made.pk)


def at_desk(client: Client, user: Any, made: Any) -> None:
    """Logged in, and the reason given for opening a matter that is closed."""
    client.force_login(user)
    client.post(f"/matters/{made.pk}/why/", {"reason": "承办本件，核对"})


def refused(town: Town, made: Any, name: str, by: Any, **data: Any) -> str:
    with pytest.raises(Refused) as no:
        town.act(made, name, by, **data)
    return no.value.sentence


# --- Every act that binds -------------------------------------------------------------------------------------------


def test_every_act_that_binds_asks_who_can_be_bound() -> None:
    asks = {
        row.name
        for row in (WORKFLOW.opening, *WORKFLOW.transitions)
        if "everybody_may" in {g.__name__ for g in row.guards}
    }
    assert asks == BINDING | {"apply"}
    wrapped = {row.name for row in WORKFLOW.transitions if hasattr(row.effect, "__wrapped__")}
    assert wrapped == BINDING - {"hold_session", "apply_confirmation"}


def test_a_child_s_dispute_is_not_applied_for_without_a_guardian(town: Town) -> None:
    made = case(town)
    apply = {"body": town.committee, "dispute": "damage", "source": "application"}
    assert refused(town, made, "to_mediation", town.director, **apply) == capacity.WITH_GUARDIAN
    guarded(town, made)
    opened = town.act(made, "to_mediation", town.director, **apply).opened
    assert (opened.compartment, opened.behind_closed_doors) == ("minor", True)
    row = Representation.objects.get()
    town.act(made, "end_acting", town.receptionist, row=row, reason="改由母亲担任")
    given = {"dispute": "damage", "source": "application"}
    assert refused(town, opened, "accept", town.committee_head, **given) == capacity.WITH_GUARDIAN


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"capacity": "doubted"}, capacity.DOUBTED),
        ({"capacity": "none"}, capacity.WARD),
        ({"birth_on": date(2020, 1, 1)}, capacity.THROUGH_GUARDIAN),
    ],
)
def test_whoever_cannot_be_bound_stops_every_binding_act(
    town: Town, client: Client, values: dict[str, Any], sentence: str
) -> None:
    """By guard, so that the button says it; a finding that comes later stops what was begun."""
    made = town.mediate(town.register(parties=[{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]))
    Party.objects.filter(matter=made.root, role="applicant").update(**values)
    found = fresh(made)
    agree = {"form": "oral", "terms": "各自回家。", "on_the_spot": True, "instalments": []}
    assert refused(town, found, "agree", town.mediator, **agree) == sentence
    sit = {"place": "村部", "present": "双方", "record": "……"}
    assert refused(town, found, "hold_session", town.mediator, **sit) == sentence
    client.force_login(town.mediator)
    assert sentence in client.get(f"/matters/{made.pk}/").content.decode()


def test_who_has_no_number_is_asked_once_before_the_first_act_that_binds(town: Town, client: Client) -> None:
    sides = [{"name": "陈守田", "role": "applicant", "of_age": False}, dict(NEIGHBOUR)]
    made = town.mediate(town.register(parties=sides), "applied")
    given = {"dispute": "neighbour", "source": "application"}
    assert "陈**是否未满 18 周岁" in refused(town, made, "accept", town.committee_head, **given)
    client.force_login(town.committee_head)
    url, unknown = f"/matters/{made.pk}/do/accept/", made.people.get(role="applicant")
    page = client.get(url).content.decode()
    assert f"of_age_{unknown.pk}" in page and page.count("未满 18 周岁") == 1
    post = {**given, "willing": "on", "version": made.version, "key": str(uuid4())}
    assert "请问明是否未满" in client.post(url, post).content.decode()
    young = client.post(url, {**post, f"of_age_{unknown.pk}": "no"}).content.decode()
    assert "应当有法定代理人同意并签字" in young
    assert client.post(url, {**post, f"of_age_{unknown.pk}": "yes"}).status_code == 302
    unknown.refresh_from_db()
    assert (
        unknown.of_age and "of_age_" not in client.get(f"/matters/{made.pk}/do/tell_rights/").content.decode()
    )


# --- Signed ---------------------------------------------------------------------------------------------------------


def agreed(town: Town, made: Any, **facts: Any) -> Any:
    made = town.agree(made, "written", **facts)
    return town.act(made, "check_agreement", town.committee_head, verdict="lawful", note="").matter


def of_a_child(town: Town) -> tuple[Any, Representation, str]:
    """Agreed, with the father registered; the key of the child's line."""
    opened = case(town)
    row = guarded(town, opened)
    money = {"for_ward": True, "ward_view": "赔偿款用于孩子治疗，同意。"}
    part = {"due_on": localdate(now()) + timedelta(days=9), "amount": Decimal("860.00"), "what": "赔偿医疗费"}
    made = agreed(town, town.mediate(opened, dispute="damage"), instalments=[part], **money)
    return made, row, f"party-{row.principal_id}"


def one(key: str, by: Representation | None = None, **facts: Any) -> dict[str, Any]:
    return {"who": key, "by": by, "how": "signed", "signed_on": localdate(now()), **facts}


def test_a_child_s_agreement_is_signed_by_the_registered_guardian(town: Town) -> None:
    made, father, key = of_a_child(town)
    sign = ("sign_agreement", town.mediator)
    assert refused(town, made, *sign, signatures=[one(key)]) == capacity.WITH_GUARDIAN
    neighbour = made.people.get(role="respondent")
    other = Representation.objects.create(
        principal=neighbour, representative=Party.objects.create(matter=made.root, role="agent", name="秦满仓"), kind="agent", scope=["settle"], post="友",
        proof="委托书", given_on=localdate(now()), by=town.mediator,
    )  # fmt: skip
    assert refused(town, made, *sign, signatures=[one(key, other)]) == UNSIGNED
    town.act(made, *sign, signatures=[one(key, father)])
    row = Signature.objects.get()
    assert (row.kind, row.name, row.party, row.through) == ("guardian", "柏成", father.principal, father)
    assert "柏念慈" not in str(made.history.latest("seq").detail.values)


def test_nobody_signs_for_another_without_the_scope(town: Town) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    made = agreed(town, town.mediate(town.register(parties=sides)))
    party = made.people.get(role="applicant")
    agent = Party.objects.create(matter=made.root, role="agent", name="秦满仓")
    row = Representation(
        principal=party, representative=agent, kind="agent", scope=["state", "receive"], post="同村",
        proof="委托书", given_on=localdate(now()), by=town.mediator,
    )  # fmt: skip
    row.save()
    sign = ("sign_agreement", town.mediator)
    line = one(f"party-{party.pk}", row)
    assert refused(town, made, *sign, signatures=[line]) == UNSIGNED
    assert refused(town, made, *sign, signatures=[one("party-999999")]) == UNSIGNED
    Representation.objects.update(scope=["state", "settle"])
    row.refresh_from_db()
    Mediation.objects.filter(pk=made.pk).update(identity=True)
    assert refused(town, made, *sign, signatures=[line]) == capacity.IN_PERSON
    Mediation.objects.filter(pk=made.pk).update(identity=False)
    town.act(made, *sign, signatures=[line])
    assert Signature.objects.get().name == "秦满仓"


def test_a_unit_signs_by_its_officer_and_orally_too(town: Town) -> None:
    firm = {"name": "桃坞建材有限公司", "role": "respondent", "is_organisation": True}
    made = town.mediate(town.register(parties=[{"name": "陈守田", "role": "applicant"}, firm]))
    assert refused(town, made, "agree", town.mediator, form="oral", terms="当场付清。", on_the_spot=True,
                   instalments=[]) == capacity.NO_OFFICER  # fmt: skip
    made = agreed(town, made)
    unit = made.people.get(is_organisation=True)
    key = f"party-{unit.pk}"
    assert refused(town, made, "sign_agreement", town.mediator, signatures=[one(key)]) == capacity.NO_OFFICER
    given = {"principal": unit, "known": None, "person": {"name": "许长河"}, "of_age": True, "post": "经理", "head": True,
             "credit_code": "91990121MA00000021", "stamped": True, "proof": "营业执照", "given_on": localdate(now())}  # fmt: skip
    town.act(made, "add_officer", town.mediator, **given)
    signed = town.act(
        made, "sign_agreement", town.mediator, signatures=signatures(made, localdate(now()))
    ).matter
    assert signed.status == "effective"
    assert Signature.objects.get(party=unit).kind == "officer"


def test_all_signatures_are_put_in_one_form_each_with_its_own_day(town: Town, client: Client) -> None:
    made, father, _ = of_a_child(town)
    at_desk(client, town.mediator, made)
    url = f"/matters/{made.pk}/do/sign_agreement/"
    page = client.get(url).content.decode()
    keys = [key for key, _ in signers(made)]
    assert len(keys) == 4 and 'name="signatures-3-who"' in page and f'value="{father.pk}" selected' in page
    today = localdate(now())
    post: dict[str, Any] = {"key": str(uuid4()), "version": made.version, "signatures-TOTAL_FORMS": 4,
                            "signatures-INITIAL_FORMS": 4}  # fmt: skip
    for number, key in enumerate(keys):
        post |= {f"signatures-{number}-who": key, f"signatures-{number}-how": "signed",
                 f"signatures-{number}-signed_on": f"{today}"}  # fmt: skip
    post["signatures-0-by"] = father.pk
    late = client.post(url, {**post, "signatures-2-signed_on": ""}).content.decode()
    assert "请写签字的日期" in late and not Signature.objects.exists()
    assert client.post(url, {**post, "signatures-3-how": ""}).status_code == 302  # the seal comes later
    assert Signature.objects.count() == 3 and fresh(made).status == "agreed"
    page = client.get(url).content.decode()
    assert "signatures-0-who" in page and "signatures-1-who" not in page  # who has signed is not asked again
    last = {"key": str(uuid4()), "version": fresh(made).version, "signatures-TOTAL_FORMS": 1, "signatures-INITIAL_FORMS": 1,
            "signatures-0-who": "seal", "signatures-0-how": "stamped", "signatures-0-signed_on": f"{today}"}  # fmt: skip
    assert client.post(url, last).status_code == 302
    assert fresh(made).status == "effective" and fresh(made).effective_on == today


def test_a_guardian_is_none_any_more_once_the_child_has_come_of_age(town: Town) -> None:
    """民法典 17, 18: from eighteen on one signs, receives and applies oneself; the papers name no guardian either."""
    made, father, key = of_a_child(town)
    today = localdate(now())
    grown = today.replace(year=today.year - 18, day=1)
    Party.objects.filter(pk=father.principal_id).update(id_kind="none", birth_on=grown)
    father = Representation.objects.get()
    sign = ("sign_agreement", town.mediator)
    assert refused(town, made, *sign, signatures=[one(key, father)]) == capacity.GROWN
    assert papers.agreement(fresh(made))["signers"][:2] == ["甲方　柏念慈", "乙方　孟德顺"]
    assert capacity.acting(father.principal, today) == []
    town.act(made, *sign, signatures=[one(key)])
    assert Signature.objects.get().name == "柏念慈"


# --- Money ------------------------------------------------------------------------------------------------------------


def test_a_ward_s_money_is_for_the_ward_and_goes_to_who_may_take_it(town: Town) -> None:
    opened = case(town)
    father = guarded(town, opened)
    made = town.mediate(opened, dispute="damage")
    part = {"due_on": localdate(now()) + timedelta(days=9), "amount": Decimal("860.00"), "what": "赔偿医疗费"}
    assert "不得处分其财产" in refused(
        town, made, "agree", town.mediator, form="written", terms="赔偿。", instalments=[part]
    )
    money = {"for_ward": True, "ward_view": "用于治疗，同意。"}
    made = town.sign(town.agree(made, "written", instalments=[part], **money), localdate(now()))
    child = father.principal
    agent = Party.objects.create(matter=made.root, role="agent", name="秦满仓")
    stranger = Representation.objects.create(
        principal=child, representative=agent, kind="agent", scope=["state", "settle"], post="邻居",
        proof="委托书", given_on=localdate(now()), by=town.mediator,
    )  # fmt: skip
    pay = {"instalment": made.owed()[0], "done_on": localdate(now()), "proof": "收条"}
    act = ("perform", town.mediator)
    assert refused(town, made, *act, **pay, recipient=(child, stranger)) == capacity.NOT_RECEIVE
    assert refused(town, made, *act, **pay, recipient=(child, None)) == capacity.WITH_GUARDIAN
    town.act(made, *act, **pay, recipient=(child, father))
    row = Instalment.objects.get()
    assert (row.received_by, row.received_through) == (child, father)


def test_the_form_asks_who_received_the_money(town: Town, client: Client) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    part = {"due_on": localdate(now()) + timedelta(days=9), "amount": Decimal("860.00"), "what": "赔偿医疗费"}
    made = town.agree(town.mediate(town.register(parties=sides)), "written", instalments=[part])
    made = town.sign(made, localdate(now()))
    client.force_login(town.mediator)
    post = {"key": str(uuid4()), "version": made.version, "instalment": made.owed()[0].pk,
            "done_on": f"{localdate(now())}", "proof": "收条", "recipient": ""}  # fmt: skip
    url = f"/matters/{made.pk}/do/perform/"
    assert "请选款项由谁收" in client.post(url, post).content.decode()
    applicant = made.people.get(role="applicant")
    assert client.post(url, {**post, "recipient": f"{applicant.pk}-"}).status_code == 302
    assert Instalment.objects.get().received_by == applicant


def test_what_an_agent_received_in_time_is_recorded_after_the_mandate_is_over(
    town: Town, client: Client
) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    today = localdate(now())
    part = {"due_on": today + timedelta(days=9), "amount": Decimal("860.00"), "what": "赔偿医疗费"}
    made = town.agree(town.mediate(town.register(parties=sides)), "written", instalments=[part])
    made = town.sign(made, today)
    row = Representation.objects.create(
        principal=made.people.get(role="applicant"), kind="agent", scope=["receive"], post="友", proof="委托书",
        representative=Party.objects.create(matter=made.root, role="agent", name="秦满仓"), by=town.mediator,
        given_on=today - timedelta(days=3), until=today - timedelta(days=1),
    )  # fmt: skip
    client.force_login(town.mediator)
    url = f"/matters/{made.pk}/do/perform/"
    post = {"key": str(uuid4()), "version": made.version, "instalment": made.owed()[0].pk, "proof": "收条",
            "recipient": f"{row.principal_id}-{row.pk}"}  # fmt: skip
    assert capacity.NOT_RECEIVE in client.post(url, {**post, "done_on": f"{today}"}).content.decode()
    assert client.post(url, {**post, "done_on": f"{row.until}"}).status_code == 302
    assert Instalment.objects.get().received_through == row


def test_only_an_agent_who_may_applies_to_the_court(town: Town) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    made = town.sign(town.agree(town.mediate(town.register(parties=sides)), "written"), localdate(now()))
    agent = Party.objects.create(matter=made.root, role="agent", name="秦满仓")
    row = Representation.objects.create(
        principal=made.people.get(role="applicant"), representative=agent, kind="agent", scope=["settle"], post="友",
        proof="委托书", given_on=localdate(now()), by=town.mediator,
    )  # fmt: skip
    asked = {"court": "澄湖县人民法院", "applied_on": localdate(now()), "applicant": True, "respondent": True}
    act = ("apply_confirmation", town.mediator)
    assert refused(town, made, *act, **asked, agents=[row]) == capacity.NOT_CONFIRM
    row.scope = ["settle", "confirm"]
    town.act(made, *act, **asked, agents=[row])


def test_what_an_agent_signed_in_time_is_recorded_after_the_mandate_is_over(
    town: Town, client: Client
) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    made = agreed(town, town.mediate(town.register(parties=sides)))
    today = localdate(now())
    row = Representation.objects.create(
        principal=made.people.get(role="applicant"), kind="agent", scope=["settle"], post="友", proof="委托书",
        representative=Party.objects.create(matter=made.root, role="agent", name="秦满仓"), by=town.mediator,
        given_on=today - timedelta(days=3), until=today - timedelta(days=1),
    )  # fmt: skip
    client.force_login(town.mediator)
    page = client.get(f"/matters/{made.pk}/do/sign_agreement/").content.decode()
    assert f'<option value="{row.pk}">' in page
    line = one(f"party-{row.principal_id}", row)
    assert refused(town, made, "sign_agreement", town.mediator, signatures=[line]) == UNSIGNED
    Mediation.objects.filter(pk=made.pk).update(agreed_at=now() - timedelta(days=2))
    line["signed_on"] = row.until
    town.act(fresh(made), "sign_agreement", town.mediator, signatures=[line])
    assert Signature.objects.get().through == row


def test_representatives_of_a_group_waive_nothing_of_those_who_have_not_said_so(
    town: Town, client: Client
) -> None:
    made = town.mediate(town.register(parties=[{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]))
    agree = {"form": "written", "terms": "各让一步。", "on_the_spot": True, "instalments": []}
    client.force_login(town.mediator)
    url = f"/matters/{made.pk}/do/agree/"
    assert "被代表的各人" not in client.get(url).content.decode()
    Mediation.objects.filter(pk=made.pk).update(heads=12)
    assert "被代表的各人已逐一书面授权" in client.get(url).content.decode()
    assert refused(town, fresh(made), "agree", town.mediator, **agree) == capacity.ONE_BY_ONE
    assert town.act(fresh(made), "agree", town.mediator, **agree, authorised=True).matter.status == "agreed"


def test_a_notice_is_received_for_a_child_by_the_guardian(town: Town) -> None:
    opened = case(town)
    guarded(town, opened)
    made = town.mediate(opened, dispute="damage")
    end = {"end_reason": "no_agreement", "end_note": "", "ways_child": False}
    made = town.act(made, "end", town.mediator, **end).matter
    said = closing_papers.end(fresh(made))
    assert said["receivers"] == ["柏念慈的法定代理人柏成", "孟德顺"]


def test_nobody_goes_to_the_court_for_a_child_or_a_unit_but_who_may(town: Town, client: Client) -> None:
    """民诉法 205: in person or by agent; a child is no person who applies alone, nor is a firm."""
    firm = {"name": "桃坞建材有限公司", "role": "respondent", "is_organisation": True}
    opened = town.register("狗咬伤", parties=[dict(CHILD), firm])
    father = guarded(town, opened)
    given = {"principal": opened.people.get(is_organisation=True), "known": None, "person": {"name": "许长河"}, "of_age": True,
             "post": "经理", "credit_code": "91990121MA00000021", "stamped": True, "proof": "营业执照",
             "given_on": localdate(now())}  # fmt: skip
    town.act(opened, "add_officer", town.receptionist, **given)
    officer = Representation.objects.get(kind="officer")
    part = {"due_on": localdate(now()) + timedelta(days=9), "amount": Decimal("860.00"), "what": "赔偿医疗费"}
    money = {"for_ward": True, "ward_view": "用于治疗，同意。", "instalments": [part]}
    made = town.agree(town.mediate(opened, dispute="damage"), "written", **money)
    made = town.sign(made, localdate(now()))
    asked = {"court": "澄湖县人民法院", "applied_on": localdate(now()), "applicant": True, "respondent": True}
    act = ("apply_confirmation", town.mediator)
    assert refused(town, made, *act, **asked) == capacity.WITH_GUARDIAN
    assert refused(town, made, *act, **asked, agents=[father]) == capacity.NO_OFFICER
    at_desk(client, town.mediator, made)
    page = client.get(f"/matters/{made.pk}/do/apply_confirmation/").content.decode()
    assert len(re.findall(r'name="agents" value="\d+"[^>]* checked', page)) == 2
    town.act(made, *act, **asked, agents=[father, officer])
    said = papers.confirmation(fresh(made))["parties"]
    assert [row["acting"][0]["part"] for row in said] == ["法定代理人", "单位授权代表"]
    whole = papers.confirmation(fresh(made))
    assert (
        "赔偿医疗费，860.00元" in "".join(whole["terms"])
        and "申请人　桃坞建材有限公司（盖章）" in whole["signers"]
    )
    deed = papers.agreement(fresh(made))  # staff in office is no 法定代表人, and signs on a line of their own
    assert deed["parties"][2]["officer"] == "" and "乙方　桃坞建材有限公司（盖章）" in deed["signers"]


def test_what_a_child_said_is_read_with_a_reason_alone(town: Town, client: Client) -> None:
    opened = case(town)
    guarded(town, opened, child_view="怕狗，晚上睡不着")
    client.force_login(town.receptionist)
    assert "睡不着" not in client.get(f"/matters/{opened.pk}/").content.decode()
    page = client.post(f"/matters/{opened.pk}/parties/", {"reason": "核对监护人的身份"}).content.decode()
    assert "怕狗，晚上睡不着" in page and "柏成" in page


# --- Instalments, sittings, doors ------------------------------------------------------------------------------------


def test_what_was_promised_is_kept_whole_or_refused_in_words(town: Town, client: Client) -> None:
    sides = [{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]
    made = town.mediate(town.register(parties=sides))
    client.force_login(town.mediator)
    url, due = f"/matters/{made.pk}/do/agree/", localdate(now()) + timedelta(days=20)
    post: dict[str, Any] = {
        "key": str(uuid4()), "version": made.version, "form": "written", "terms": "赔偿。",
        "instalments-TOTAL_FORMS": 3, "instalments-INITIAL_FORMS": 0,
        "instalments-0-due_on": f"{due + timedelta(days=9)}", "instalments-0-amount": "300",
        "instalments-0-what": "长" * 301, "instalments-1-due_on": f"{due}", "instalments-1-what": "恢复原状",
    }  # fmt: skip
    page = client.post(url, post).content.decode()
    assert "300" in page and not Instalment.objects.exists()
    nothing = client.post(
        url, {**post, "instalments-0-what": "", "instalments-1-due_on": ""}
    ).content.decode()
    assert "请写履行什么" in nothing and "请写到哪一天" in nothing
    assert client.post(url, {**post, "instalments-0-what": "长" * 300}).status_code == 302
    rows = [(row.order, row.due_on, row.amount, len(row.what)) for row in made.instalments.all()]
    assert rows == [(1, due, None, 4), (2, due + timedelta(days=9), Decimal(300), 300)]


def test_a_sitting_knows_who_came_and_its_record_names_them(town: Town, client: Client) -> None:
    opened = case(town)
    father = guarded(town, opened)
    made = town.mediate(opened, "told", dispute="damage")
    at_desk(client, town.mediator, made)
    page = client.get(f"/matters/{made.pk}/do/hold_session/").content.decode()
    here = [party.pk for party in made.people]
    ticked = re.findall(r'<input type="checkbox" name="attended" value="(\d+)"[^>]* checked', page)
    assert sorted(map(int, ticked)) == sorted(here)
    assert "人民调解员 沈阿妹" in page and "柏念慈" not in page
    assert "谁到场" in refused(town, made, "hold_session", town.mediator, place="村部", record="……")
    town.act(
        made,
        "hold_session",
        town.mediator,
        place="村部",
        record="……",
        attended=[father.principal, father.representative],
    )
    said = course_papers.record(fresh(made), fresh(made).sessions.get())
    assert "申请人柏念慈；法定代理人柏成" in said["present"] and said["openness"] == "不公开进行"
    page = client.get(f"/matters/{made.pk}/").content.decode()
    assert "柏某、柏*" in page and "柏念慈" not in page and "敏感个人信息" in page


def test_doors_are_opened_and_closed_for_a_reason(town: Town) -> None:
    opened = case(town)
    guarded(town, opened)
    made = town.mediate(opened, dispute="damage")
    assert refused(town, made, "close_doors", town.mediator, reason="……") == "已经定为不公开调解。"
    made = town.act(made, "open_doors", town.mediator, reason="双方和监护人都要求公开").matter
    assert not made.behind_closed_doors and made.history.latest("seq").detail.values["reason"]
    assert refused(town, made, "open_doors", town.mediator, reason="……") == "已经是公开调解。"
    assert town.act(made, "close_doors", town.mediator, reason="孩子害怕").matter.behind_closed_doors
    medical = town.mediate(
        town.register(parties=[{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]), dispute="medical"
    )
    assert medical.behind_closed_doors and not medical.sealed


def test_harm_to_a_child_is_reported_before_its_risk_is_cleared(town: Town) -> None:
    opened = case(town)
    guarded(town, opened)
    made = town.mediate(opened, dispute="damage")
    town.act(made, "raise_risk", town.mediator, risk="violence", note="脸上有伤")
    assert "请先“强制报告”" in refused(town, opened, "clear_flags", town.director, reason="没事")
    at = now()
    line = {"body": "police", "person": "值班民警", "reported_at": at, "receipt": ""}
    given = {"ground": "minor", "note": "脸上有伤", "seen_at": at - timedelta(minutes=10), "party": None}
    town.act(made, "report_danger", town.mediator, **given, reports=[line])
    town.act(opened, "clear_flags", town.director, reason="公安已处置")
    assert not fresh(made).red


def test_the_record_of_a_sitting_says_who_was_there_and_whether_in_public_that_day(town: Town) -> None:
    """What changes later changes no record: agents come and go, doors are closed."""
    made = town.mediate(town.register(parties=[{"name": "陈守田", "role": "applicant"}, dict(NEIGHBOUR)]))
    day = timedelta(days=1)
    agents = {}
    for name, facts in (
        ("秦满仓", {"given_on": localdate(now()) - day, "ended_at": now() + day}),
        ("章文斌", {"given_on": localdate(now()) + day}),
    ):
        agents[name] = Party.objects.create(matter=made.root, role="agent", name=name)
        Representation.objects.create(
            principal=made.people.get(role="respondent"), representative=agents[name], kind="agent", scope=["state"],
            post="友", proof="委托书", by=town.mediator, **facts,
        )  # fmt: skip
    sitting = made.sessions.get()
    sitting.attended = [agents["秦满仓"].pk]
    sitting.save()
    town.act(made, "close_doors", town.mediator, reason="涉及隐私")
    said = course_papers.record(fresh(made), sitting)
    assert said["openness"] == "" and "秦满仓" in said["present"]
    assert "章文斌" not in said["parties_line"] + "".join(said["signers"])


# --- Papers -----------------------------------------------------------------------------------------------------------


def test_the_papers_name_the_guardian_and_the_agent_s_power(town: Town) -> None:
    made, _, _ = of_a_child(town)
    neighbour = made.people.get(role="respondent")
    agent = Party.objects.create(matter=made.root, role="agent", name="秦满仓")
    Representation.objects.create(
        principal=neighbour, representative=agent, kind="agent", scope=["settle"], post="同村", proof="委托书",
        given_on=localdate(now()), by=town.mediator,
    )  # fmt: skip
    said = papers.agreement(fresh(made))
    assert [(row["role"], row["capacity"], row["name"]) for row in said["parties"]] == [
        ("甲方", "申请人", "柏念慈"), ("法定代理人", "", "柏成"), ("乙方", "被申请人", "孟德顺"),
        ("委托代理人", "特别授权", "秦满仓"),
    ]  # fmt: skip
    assert said["parties"][1]["acts"] == "代理柏念慈（父母）"
    assert said["signers"][:4] == [
        "甲方　柏念慈",
        "法定代理人　柏成",
        "乙方　孟德顺",
        "委托代理人（特别授权）　秦满仓",
    ]
    Party.objects.filter(name="柏念慈").update(birth_on=date(2020, 1, 1), id_kind="none")
    assert papers.agreement(fresh(made))["signers"][0] == "法定代理人　柏成"
    paper = issue.issue(document_kinds()["mediation.agreement"], fresh(made), town.mediator)
    assert paper.digest
    assert document_kinds()["mediation.mandate"].why_not(fresh(made)) == ""
