"""Referral: with consent or the law's ground, the least passed on, answered by a day or asked again."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client

from core.deadlines.calendars import load_from_chinesecalendar
from core.models import (
    Access,
    Clock,
    Escalation,
    Exclusion,
    HistoryEntry,
    Matter,
    Notice,
    OutsideBody,
    Party,
    Referral,
    Representation,
)
from core.parties import capacity
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, document_kinds, indicators
from core.referral import rules
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import perform
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
SENT_AT = moment("2026-04-02 10:10")  # Thu
TODAY = date(2026, 4, 2)
WOMAN = {"name": "陶根娣", "role": "applicant", "phone": "19900000013", "address": "栖云镇桃坞村三组27号"}
CHILD = {"name": "方小雨", "role": "respondent", "birth_on": date(2014, 5, 1)}
STORY = "邻居占了半条路，骂人。"
NEED = "想请人陪着说说话。"


@pytest.fixture
def case(town: Town) -> Any:
    load_from_chinesecalendar()
    with time_machine.travel(SENT_AT, tick=False):
        yield town.register(STORY, parties=[dict(WOMAN)])


def person(case: Any, name: str = "陶根娣") -> Party:
    return next(one for one in case.people if one.name == name)


def child_of(case: Any) -> Party:
    """A child who came into it later, so that the case is not sealed from its beginning."""
    return Party.objects.create(matter=case.top, **CHILD)


def body(short: str = "县妇联") -> OutsideBody:
    return OutsideBody.objects.get(short_name=short)


def send(town: Town, case: Any, by: Any = None, **facts: Any) -> Referral:
    data = {
        "person": person(case), "help": "counselling", "body": body(), "unit": None, "room": "", "ground": "consent",
        "consent_on": TODAY, "consent_how": "written", "consent_by": None, "shared": ["name"], "need": NEED,
        "due_on": date(2026, 4, 16), **facts,
    }  # fmt: skip
    perform(case.pk, "send_referral", by=by or town.receptionist, data=data, key=uuid4())
    return Referral.objects.latest("pk")


def do(town: Town, row: Referral, name: str, by: Any = None, **data: Any) -> Referral:
    given = {"referral": row, "answered_by": "秦援手", **data}
    perform(row.matter_id, name, by=by or town.receptionist, data=given, key=uuid4())
    return Referral.objects.get(pk=row.pk)


def clock(row: Referral) -> Clock:
    return Clock.objects.filter(matter=row.matter_id, rule="core.referral", item=row.number).latest("pk")


def guardian(case: Any, ward: Party) -> Representation:
    mother = Party.objects.create(matter=case.top, name="方梅", role="guardian", of_age=True)
    return Representation.objects.create(
        principal=ward, representative=mother, kind="guardian", relation="parent",
        given_on=TODAY, by=case.first_contact,
    )  # fmt: skip


# --- The way ------------------------------------------------------------------------------------------------------


def test_it_is_sent_accepted_and_fed_back_with_an_outcome_and_words(town: Town, case: Any) -> None:
    row = send(town, case)
    assert (row.number, row.state, clock(row).raw) == (1, "sent", date(2026, 4, 16))
    row = do(town, row, "accept_referral", words="下周一来。")
    assert (row.state, row.answered_by, row.words) == ("accepted", "秦援手", "下周一来。")
    row = do(town, row, "take_feedback", outcome="helped", words="谈了两次，情绪平稳。")
    assert (row.state, row.outcome) == ("answered", "helped") and row.ended_at
    assert clock(row).end == Clock.End.MET
    told = HistoryEntry.objects.get(matter=case, action="cases.send_referral").detail.values
    assert "陶根娣" not in str(told) and "县妇联" in told["referral"]


def test_a_refusal_ends_it_in_the_receivers_words_and_tells_the_sender(town: Town, case: Any) -> None:
    row = do(town, send(town, case), "refuse_referral", by=town.director, words="不在我们的职责里。")
    assert (row.state, row.words) == ("refused", "不在我们的职责里。")
    assert clock(row).end == Clock.End.CANCELLED
    assert Notice.objects.filter(user=town.receptionist, sentence__contains="被对方退回").exists()
    with pytest.raises(Refused, match="没有待"):
        do(town, row, "take_feedback", outcome="other", words="又说可以了。")


def test_consent_taken_back_withdraws_it_and_the_unit_is_told(town: Town, case: Any) -> None:
    row = send(town, case, body=None, unit=town.works, room="心理咨询室")
    assert row.receiver == "村镇办（心理咨询室）"
    row = do(town, row, "withdraw_referral", reason="本人撤回同意。")
    assert row.state == "withdrawn" and clock(row).end == Clock.End.CANCELLED
    assert Notice.objects.filter(user=town.handler, sentence__contains="已撤回").exists()


def test_nobody_answers_the_sender_is_reminded_asks_again_then_the_director(town: Town, case: Any) -> None:
    row = send(town, case, body=None, unit=town.farms)
    seen: dict[str, list[str]] = {}
    for day in ("2026-04-15 08:30", "2026-04-17 08:30", "2026-04-21 08:30", "2026-04-24 08:30"):
        with time_machine.travel(moment(day), tick=False):
            Notice.objects.all().delete()
            sweep()
            said = Notice.objects.filter(key__startswith=f"clock:{clock(row).pk}:")
            seen[day] = sorted(said.values_list("user__username", flat=True))
    assert list(seen.values()) == [
        ["receptionist", "stranger"],
        ["receptionist", "stranger"],
        ["receptionist"],
        ["director", "receptionist"],
    ]


def test_asked_again_the_steps_begin_anew_towards_the_new_day(town: Town, case: Any) -> None:
    row = send(town, case)
    first = clock(row)
    with time_machine.travel(moment("2026-04-17 09:00"), tick=False):
        sweep()
        assert Escalation.objects.filter(clock=first, step="over").exists()
        with pytest.raises(Refused, match="晚于今天"):
            do(town, row, "ask_again", due_on=date(2026, 4, 17))
        row = do(town, row, "ask_again", due_on=date(2026, 4, 24))
    again = clock(row)
    first.refresh_from_db()
    assert (row.asked_again, row.due_on, again.raw) == (1, date(2026, 4, 24), date(2026, 4, 24))
    assert first.end == Clock.End.CANCELLED and again.ended_at is None and again.pk != first.pk


def test_feedback_still_comes_when_the_matter_is_closed(town: Town, case: Any) -> None:
    row = send(town, case)
    town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    assert Matter.objects.get(pk=case.pk).closed_at and clock(row).ended_at is None
    assert do(town, row, "take_feedback", outcome="declined", words="本人不愿意。").state == "answered"
    with pytest.raises(Refused):
        send(town, case)


def test_nobody_is_late_here_with_what_others_owe(town: Town, case: Any) -> None:
    before = Matter.objects.get(pk=case.pk).due_at
    send(town, case, due_on=TODAY + timedelta(days=1))
    assert Matter.objects.get(pk=case.pk).due_at == before


# --- Consent and ground -----------------------------------------------------------------------------------------------


def test_a_grown_person_agrees_himself_on_a_day_and_in_a_way(town: Town, case: Any) -> None:
    for facts, sentence in (
        ({"consent_on": None}, rules.NO_CONSENT),
        ({"consent_how": ""}, rules.NO_CONSENT),
        ({"consent_on": TODAY + timedelta(days=1)}, rules.CONSENT_AHEAD),
        ({"consent_by": guardian(case, child_of(case))}, rules.BY_HIMSELF),
    ):
        with pytest.raises(Refused) as refused:
            send(town, case, **facts)
        assert str(refused.value) == sentence
    assert not Referral.objects.exists()


def test_for_a_ward_the_guardian_agrees_and_no_opponent(town: Town, case: Any) -> None:
    child = child_of(case)
    with pytest.raises(Refused, match="由监护人同意"):
        send(town, case, person=child)
    by = guardian(case, child)
    row = send(town, case, person=child, consent_by=by)
    assert row.consent_by == by
    Representation.objects.filter(pk=by.pk).update(conflict=True)
    with pytest.raises(Refused) as refused:
        send(town, case, person=child, consent_by=Representation.objects.get(pk=by.pk))
    assert str(refused.value) == capacity.CONFLICT


def test_the_law_stands_in_for_consent_only_for_whom_and_to_whom_it_says(town: Town, case: Any) -> None:
    child, grown = child_of(case), person(case)
    least = {"shared": ["name"], "consent_on": None, "consent_how": ""}
    for ground, who, where, sentence in (
        ("violence", grown, "县公安局", rules.NO_WARD),
        ("violence", child, "县妇联", rules.TO_POLICE),
        ("child", grown, "县公安局", rules.NO_CHILD),
        ("child", child, "县妇联", rules.TO_CHILD_OFFICE),
        ("danger", grown, "县妇联", rules.TO_POLICE),
        ("aid", grown, "县妇联", rules.TO_AID),
    ):
        with pytest.raises(Refused) as refused:
            send(town, case, person=who, ground=ground, body=body(where), **least)
        assert str(refused.value) == sentence, ground
    for ground, who, where in (
        ("violence", child, "县公安局"), ("child", child, "县民政局"), ("danger", grown, "县公安局"), ("aid", grown, "县民政局"),
    ):  # fmt: skip
        row = send(town, case, person=who, ground=ground, body=body(where), **least)
        assert row.consent_on is None and row.consent_how == ""


def test_of_danger_only_name_and_danger_are_told(town: Town, case: Any) -> None:
    with pytest.raises(Refused, match="只转交姓名"):
        send(town, case, ground="danger", body=body("县公安局"), shared=["name", "address"])


def test_the_database_wants_a_day_and_a_way_of_every_consent(town: Town, case: Any) -> None:
    row = send(town, case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(consent_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(unit=town.works)


# --- The least ----------------------------------------------------------------------------------------------------------


def test_only_what_was_chosen_stands_on_the_paper(town: Town, case: Any) -> None:
    for shared in (["name"], ["name", "phone"], ["name", "sex_age", "phone", "address"]):
        row = send(town, case, shared=shared)
        page = sheet(case, row)
        assert NEED in page and "陶根娣" in page and STORY[:6] not in page and "方小雨" not in page
        for key, words in (("phone", "19900000013"), ("address", "三组27号")):
            assert (words in page) is (key in shared), (key, shared)


def sheet(case: Any, row: Referral) -> str:
    """The paper's page."""
    child = by_kind()["case"].child(Matter.objects.get(pk=case.pk))
    kind = document_kinds()["cases.referral"]
    assert not kind.why_not(child)
    _, values = kind.values(child, str(row.pk))
    return render_to_string(kind.template, {**values, "number": "栖云介〔2026〕1号"})


def test_the_person_signs_or_the_guardian_and_nobody_where_the_law_asks(town: Town, case: Any) -> None:
    assert "签名" in sheet(case, send(town, case)) and "监护人（" not in sheet(
        case, Referral.objects.latest("pk")
    )
    child = child_of(case)
    row = send(town, case, person=child, consent_by=guardian(case, child))
    assert "监护人（方梅）" in sheet(case, row)
    row = send(town, case, ground="aid", body=body("县民政局"), consent_on=None, consent_how="")
    assert "同意将以上内容" not in sheet(case, row) and "社会救助法" in sheet(case, row)


def test_who_must_not_be_reached_is_not_reached_through_a_referral(town: Town, case: Any) -> None:
    Party.objects.filter(pk=person(case).pk).update(contact="never")
    for key, sentence in (("phone", rules.NO_PHONE), ("address", rules.NO_ADDRESS)):
        with pytest.raises(Refused) as refused:
            send(town, case, shared=["name", key])
        assert str(refused.value) == sentence
    with pytest.raises(Refused, match="至少要有姓名"):
        send(town, case, shared=["phone"])
    with pytest.raises(Refused, match="请写情况说明"):
        send(town, case, need="")


def test_of_a_sealed_matter_no_story_is_passed_on_or_listed(town: Town, case: Any, client: Client) -> None:
    Matter.objects.filter(pk=case.pk).update(compartment="counselling")
    Access.objects.create(matter=case, user=town.receptionist, part="keeper")
    for facts, sentence in (
        ({}, rules.SEALED_WORDS),
        ({"need": "", "shared": ["name", "address"]}, rules.SEALED_SHARED),
    ):
        with pytest.raises(Refused) as refused:
            send(town, case, **facts)
        assert str(refused.value) == sentence
    row = send(town, case, need="", shared=["name", "phone"])
    assert "依法不在本单载明" in sheet(case, row)
    client.force_login(town.receptionist)
    page = client.get("/referrals/").content.decode()
    assert "保密事项" in page and "陶" not in page


def test_an_accusation_is_not_referred(town: Town, case: Any) -> None:
    Matter.objects.filter(pk=case.pk).update(compartment="accusation")
    Access.objects.create(matter=case, user=town.receptionist, part="keeper")
    with pytest.raises(Refused, match="检举控告"):
        send(town, case, need="")


# --- Who sees, who may ------------------------------------------------------------------------------------------------


def test_the_receiver_gets_a_notice_and_no_sight_of_the_matter(town: Town, case: Any) -> None:
    send(town, case, body=None, unit=town.farms)
    assert Notice.objects.filter(user=town.stranger, sentence__contains="转介第 1 项").exists()
    assert not Matter.objects.visible_to(town.stranger).filter(pk=case.pk).exists()
    assert not Access.objects.filter(matter=case, unit=town.farms).exists()


def test_who_is_shut_out_receives_nothing_and_finds_nothing(town: Town, case: Any, client: Client) -> None:
    Exclusion.objects.create(matter=case, unit=town.farms, ground="recused", article="回避")
    with pytest.raises(Refused, match="不能转介"):
        send(town, case, body=None, unit=town.farms)
    OutsideBody.objects.filter(short_name="县妇联").update(unit=town.farms)
    with pytest.raises(Refused, match="不能转介"):
        send(town, case)
    OutsideBody.objects.filter(short_name="县妇联").update(unit=None)
    send(town, case)
    Exclusion.objects.create(matter=case, user=town.petition_officer, ground="recused", article="回避")
    client.force_login(town.petition_officer)
    assert "县妇联" not in client.get("/referrals/").content.decode()


def test_who_may_not_refer_is_kept_out(town: Town, case: Any, client: Client) -> None:
    town.hand_over(case)
    with pytest.raises(PermissionDenied):
        send(town, case, by=town.handler)
    client.force_login(town.handler)
    assert client.get("/referrals/").status_code == 403


def test_it_is_typed_on_the_page_listed_masked_and_counted(town: Town, case: Any, client: Client) -> None:
    client.force_login(town.receptionist)
    url = f"/matters/{case.pk}/do/send_referral/"
    assert "证件号码不转交" in client.get(url).content.decode()
    typed = {
        "person": person(case).pk, "help": "counselling", "body": body().pk, "unit": town.works.pk, "ground": "consent",
        "consent_on": "2026-04-02", "consent_how": "oral", "shared": ["name", "phone"], "need": NEED,
        "due_on": "2026-04-16", "key": str(uuid4()), "version": Matter.objects.get(pk=case.pk).version,
    }  # fmt: skip
    assert "接收单位选一个" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "unit": ""}).status_code == 302
    row = Referral.objects.get()
    assert (row.consent_how, row.shared, row.sender) == ("oral", ["name", "phone"], town.receptionist)
    for page in ("/referrals/", f"/matters/{case.pk}/"):
        shown = client.get(page).content.decode()
        assert "县妇联：心理疏导" in shown and "本人口头，已记录同意" in shown
        assert "转交姓名、电话" in shown
    assert "陶根娣" not in client.get("/referrals/").content.decode()


def test_the_numbers_open_their_lists_by_kind_of_help(town: Town, case: Any) -> None:
    row = send(town, case)
    cases, april, may = type(case).objects, Period.of_month(2026, 4), Period.of_month(2026, 5)
    sent, answered = indicators()["case_referred"], indicators()["case_fed_back"]
    assert list(sent.rows(cases, april)) and list(sent.rows(cases, april, "counselling"))
    assert not sent.rows(cases, april, "legal").exists() and not sent.rows(cases, may).exists()
    assert not answered.rows(cases, april).exists()
    town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    with time_machine.travel(moment("2026-05-06 09:00"), tick=False):
        do(town, row, "take_feedback", outcome="helped", words="好了。")
    assert list(answered.rows(cases, may)) and not answered.rows(cases, april).exists()


def test_two_referrals_have_a_clock_each(town: Town, case: Any) -> None:
    first, second = (
        send(town, case),
        send(town, case, body=body("县法援中心"), help="legal", due_on=date(2026, 4, 20)),
    )
    do(town, first, "refuse_referral", words="不收。")
    assert clock(first).ended_at and clock(second).ended_at is None and second.number == 2


def test_a_case_cannot_name_somebody_of_another_matter(town: Town, case: Any, client: Client) -> None:
    other = town.register(parties=[{"name": "潘外人", "role": "applicant"}])
    client.force_login(town.receptionist)
    typed = {
        "person": person(other, "潘外人").pk, "help": "legal", "body": body().pk, "ground": "consent",
        "consent_on": "2026-04-02", "consent_how": "oral", "shared": ["name"], "need": NEED, "due_on": "2026-04-16",
        "key": str(uuid4()), "version": Matter.objects.get(pk=case.pk).version,
    }  # fmt: skip
    assert client.post(f"/matters/{case.pk}/do/send_referral/", typed).status_code == 200
    assert not Referral.objects.exists()
