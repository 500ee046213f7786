"""司法确认: in writing, jointly, at the right court, in the order of days; and what comes after the file was closed."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.documents import dossier_pdf
from core.models import Clock, HistoryEntry, Notice, Representation
from core.procedure.procedure import clock_rules
from core.service.serving import addressees
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import perform
from mediation.documents import agreement as papers
from mediation.dossier import DOSSIER
from mediation.forms_outcome import ArchiveForm, ConfirmForm, RulingForm
from mediation.models import Confirmation, Mediation
from tests.mediation import files
from tests.people import Town, moment

PARTIES = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]
TODAY = date(2026, 4, 20)
COURT = {"court": "澄湖县人民法院", "applied_on": TODAY, "applicant": True, "respondent": True}
RULING = {
    "number": "（2026）某0121诉前调确12号",
    "accepted_on": None,
    "result": "confirmed",
    "decided_on": TODAY,
}


@pytest.fixture
def town(db: None, scene: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """On 2026-04-20, inside the window of an agreement of April 1."""
    for place in ("core.workflow.perform.now", "core.records.history.now"):
        monkeypatch.setattr(place, lambda: moment("2026-04-20 10:00"))
    return deepcopy(scene)


def effective(town: Town, status: str = "effective", **facts: Any) -> Mediation:
    made = files.whole(town, town.register(parties=[dict(one) for one in PARTIES]), status, **facts)
    Confirmation.objects.filter(matter=made).delete()
    return Mediation.objects.get(pk=made.pk)


def fresh(made: Mediation) -> Mediation:
    return Mediation.objects.get(pk=made.pk)


def act(made: Mediation, name: str, town: Town, **data: Any) -> Any:
    return perform(made.pk, name, by=town.mediator, data=data, decided_by="澄湖县人民法院")


def test_an_oral_agreement_is_written_first(town: Town) -> None:
    with pytest.raises(Refused, match="口头协议请先制作调解协议书。"):
        act(effective(town, form="oral"), "apply_confirmation", town, **COURT)


@pytest.mark.parametrize("left_out", ["identity", "ownership"])
def test_a_clause_that_no_court_confirms_leaves_the_others(town: Town, left_out: str) -> None:
    whole = effective(town, **{left_out: True})
    with pytest.raises(Refused, match="不能申请司法确认"):
        act(whole, "apply_confirmation", town, **COURT)
    act(effective(town, **{left_out: True, "unconfirmed": "第一条"}), "apply_confirmation", town, **COURT)


@pytest.mark.parametrize(
    ("facts", "ground", "why"),
    [
        ({"dispute": "labour"}, "domicile", "劳动争议"),
        ({"dispute": "migrant_wages"}, "object", "劳动争议"),
        ({"dispute": "labour"}, "committee", ""),
        ({}, "inviting", "邀请调解"),
        ({"source": "court", "referred_by": "澄湖县人民法院"}, "inviting", ""),
        ({}, "object", ""),
    ],
)
def test_the_court_is_one_that_the_law_names(town: Town, facts: Any, ground: str, why: str) -> None:
    made = effective(town, **facts)
    if why:
        with pytest.raises(Refused, match=why):
            act(made, "apply_confirmation", town, **COURT, ground=ground)
        return
    act(made, "apply_confirmation", town, **COURT, ground=ground)
    assert Confirmation.objects.get(matter=made).ground == ground


def test_the_form_knows_the_court_and_asks_for_no_agent_where_there_is_none(
    town: Town, django_assert_num_queries: Any
) -> None:
    made = effective(town)
    form = ConfirmForm(matter=made, user=town.mediator, initial={"court": "澄湖县人民法院桃坞法庭"})
    assert form["court"].value() == "澄湖县人民法院桃坞法庭", "an address goes first"
    with django_assert_num_queries(0):  # whom to tick was asked for once
        assert "checkbox" in str(form["agents"])
    Representation.objects.all().delete()
    form = ConfirmForm(matter=made, user=town.mediator)
    assert form["court"].value() == "澄湖县人民法院" and form["agents"].is_hidden


def test_what_the_court_has_said_already_stands_in_the_form_of_its_ruling(town: Town) -> None:
    made = effective(town)
    act(made, "apply_confirmation", town, **COURT)
    act(made, "court_accepts", town, accepted_on=TODAY, number="（2026）某0121诉前调确15号")
    form = RulingForm(matter=fresh(made), user=town.mediator)
    assert (form["number"].value(), form["accepted_on"].value()) == ("（2026）某0121诉前调确15号", TODAY)


def test_the_days_follow_one_another(town: Town) -> None:
    made = effective(town)
    act(made, "apply_confirmation", town, **COURT)
    day = timedelta(days=1)
    for name, data, why in (
        ("court_accepts", {"accepted_on": TODAY - day}, "受理日期早于申请日期"),
        ("court_accepts", {"accepted_on": TODAY + day}, "受理日期不能晚于今天"),
        ("record_ruling", {**RULING, "accepted_on": TODAY - day}, "受理日期早于申请日期"),
        ("record_ruling", {**RULING, "decided_on": TODAY - day}, "裁定日期早于"),
        ("record_ruling", {**RULING, "decided_on": date(2030, 1, 1)}, "裁定日期不能晚于今天"),
    ):
        with pytest.raises(Refused, match=why):
            act(made, name, town, **data)


def test_the_court_s_terms_are_the_court_s(town: Town) -> None:
    made = effective(town)
    act(made, "apply_confirmation", town, **COURT)
    found = Clock.objects.get(matter=made, rule="mediation.court")
    assert (found.right, found.ended_at) == (True, None)
    act(made, "court_accepts", town, accepted_on=TODAY, number="（2026）某0121诉前调确12号")
    found.refresh_from_db()
    assert found.end == Clock.End.MET
    ruling = Clock.objects.get(matter=made, rule="mediation.ruling")
    assert (ruling.raw, ruling.right) == (date(2026, 5, 5), True)
    act(made, "record_ruling", town, **RULING)
    assert (
        not Clock.objects.running()
        .filter(matter=made, rule__in=("mediation.court", "mediation.ruling"))
        .exists()
    )
    assert Confirmation.objects.get(matter=made).accepted_on == TODAY  # as it was recorded
    assert clock_rules()["mediation.perform"].right  # the parties' own promise


def test_ten_days_more_of_the_court_end_with_the_thirtieth_from_the_application(town: Town) -> None:
    """Accepted on the day of the application: 15, then 25 days; accepted eight days later: no day past the thirtieth."""
    soon = effective(town)
    act(soon, "apply_confirmation", town, **COURT)
    with pytest.raises(Refused, match="法院还没有受理"):
        act(soon, "court_takes_longer", town, reason="要现场核实")
    act(soon, "court_accepts", town, accepted_on=TODAY)
    act(soon, "court_takes_longer", town, reason="要现场核实")
    assert Clock.objects.get(matter=soon, rule="mediation.ruling").raw == date(2026, 5, 15)
    with pytest.raises(Refused, match="已经登记过"):
        act(soon, "court_takes_longer", town, reason="再延")
    slow = effective(town)
    act(slow, "apply_confirmation", town, **COURT)
    act(slow, "court_accepts", town, accepted_on=TODAY)
    Confirmation.objects.filter(matter=slow).update(applied_on=date(2026, 4, 12))
    act(slow, "court_takes_longer", town, reason="要现场核实")
    ruling = Clock.objects.get(matter=slow, rule="mediation.ruling")
    assert ruling.raw == date(2026, 5, 12)
    with time_machine.travel(moment("2026-05-13 08:31"), tick=False):
        sweep()
    assert Notice.objects.filter(matter=slow, sentence__contains="请向法院询问结果").exists(), (
        "asked after, by us"
    )


def test_what_no_court_has_looked_at_may_be_asked_for_anew(town: Town) -> None:
    """Not accepted for want of competence, or taken back: within the thirty days the right court may be asked."""
    made = effective(town)
    act(made, "apply_confirmation", town, **COURT)
    act(made, "record_ruling", town, **{**RULING, "result": "not_accepted"})
    act(made, "apply_confirmation", town, **{**COURT, "court": "溪口县人民法院"}, ground="domicile")
    found = Confirmation.objects.get(matter=made)
    assert (found.court, found.result, found.decided_on, found.number) == ("溪口县人民法院", "", None, "")
    with pytest.raises(Refused, match="已经申请过"):
        act(made, "apply_confirmation", town, **COURT)
    with pytest.raises(Refused, match="补正日期"):
        act(made, "court_accepts", town, accepted_on=TODAY, mended_on=TODAY + timedelta(days=1))
    act(made, "court_accepts", town, accepted_on=TODAY, mended_on=TODAY)
    assert Confirmation.objects.get(matter=made).mended_on == TODAY


def test_an_application_in_time_is_recorded_also_when_the_window_is_over(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parties go to the court themselves, and we hear of it later; the window of April 1 ends on May 6."""
    made = effective(town)
    for place in ("core.workflow.perform.now", "core.records.history.now"):
        monkeypatch.setattr(place, lambda: moment("2026-05-12 10:00"))
    with pytest.raises(Refused, match="2026-05-06 止"):
        act(made, "apply_confirmation", town, **{**COURT, "applied_on": date(2026, 5, 7)})
    act(made, "apply_confirmation", town, **{**COURT, "applied_on": date(2026, 5, 6)})
    assert Confirmation.objects.get(matter=made).applied_on == date(2026, 5, 6)


def test_of_a_labour_dispute_the_court_confirms_payment_alone(town: Town) -> None:
    """法释〔2020〕26号 51, 52; 劳动争议调解仲裁法 15, 16: the paper tells of arbitration, not of a suit first."""
    made = effective(town, dispute="labour", not_payment=True)
    with pytest.raises(Refused, match="给付以外的劳动权利义务"):
        act(made, "apply_confirmation", town, **COURT)
    said = "".join(papers.agreement(made)["other"])
    assert "可以依法申请仲裁" in said and "申请支付令" in said and "不能申请司法确认" in said
    assert "发生争议的，可以向人民法院提起诉讼" not in said
    act(made, "tell_unperformed", town, reason="催过三次")
    assert "申请劳动争议仲裁" in str(made.history.latest("seq").detail.values)
    other = "".join(papers.agreement(effective(town))["other"])
    assert "可以向人民法院提起诉讼" in other and "仲裁" not in other


def test_no_file_is_closed_while_the_court_has_not_answered(town: Town) -> None:
    made = effective(town, "performed")
    act(made, "apply_confirmation", town, **COURT)
    with pytest.raises(Refused, match="法院还没有结果"):
        town.act(fresh(made), "archive", town.committee_head, retention="ten")


def closed(town: Town, **facts: Any) -> Mediation:
    made = effective(town, **facts)
    Mediation.objects.filter(pk=made.pk).update(
        status="archived",
        closed_at=moment("2026-04-15 10:00"),
        told_unperformed_at=moment("2026-04-14 10:00"),
    )
    return fresh(made)


def test_what_comes_after_the_filing_is_recorded_and_added_to_the_file(town: Town) -> None:
    made = closed(town)
    act(made, "apply_confirmation", town, **COURT)
    act(made, "court_accepts", town, accepted_on=TODAY)
    act(made, "record_ruling", town, **RULING)
    paid = made.people.get(role="applicant")
    agent = made.people.get(role="agent")
    row = Representation.objects.create(
        principal=paid, representative=agent, kind="agent", scope=["settle"], post="同村", proof="委托书",
        given_on=TODAY, by=town.mediator,
    )  # fmt: skip
    for part in made.instalments.all():
        late = {"instalment": part, "done_on": TODAY, "proof": "收条"}
        with pytest.raises(Refused, match="款项应当付给本人"):
            act(made, "perform_late", town, **late, recipient=(paid, row))
        act(made, "perform_late", town, **late, recipient=(paid, None))
    assert {part.received_by for part in made.instalments.all()} == {paid}
    done = fresh(made)
    assert (done.status, done.performed_on) == ("archived", TODAY)
    assert done.confirmation.result == "confirmed"
    assert HistoryEntry.objects.filter(matter=made, action="mediation.record_ruling").exists()
    notes = "".join(dossier_pdf.back(DOSSIER, done, [])["notes"])
    for words in ("双方共同申请司法确认", "登记法院裁定", "登记履行"):
        assert f"补卷：2026年4月20日{words}，材料补入本卷。" in notes
    assert "法院裁定书" in "".join(DOSSIER.missing(done))


def test_the_archivist_is_warned_while_the_window_runs(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    made = effective(town, "performed")
    monkeypatch.setattr("mediation.forms_outcome.localdate", lambda: TODAY)
    assert "2026-05-06 前仍可共同申请司法确认" in ArchiveForm(matter=made).fields["retention"].help_text
    monkeypatch.setattr("mediation.forms_outcome.localdate", lambda: date(2026, 5, 7))
    assert "司法确认" not in ArchiveForm(matter=made).fields["retention"].help_text


def test_a_ruling_comes_with_the_court_s_paper(town: Town) -> None:
    made = effective(town)
    act(made, "apply_confirmation", town, **COURT)
    given = {"key": "6d9b1b1e-6d3f-4f8e-9d3e-1f2d3c4b5a69", "version": 1, "number": "12号", "result": "confirmed",
             "decided_on": "2026-04-20", "decided_by": "澄湖县人民法院"}  # fmt: skip
    assert "scan" in RulingForm(given, matter=made).errors
    assert "scan" not in RulingForm({**given, "result": "withdrawn"}, matter=made).errors


# --- Served -------------------------------------------------------------------------------------------------------


def test_each_is_served_once_and_who_refuses_to_sign_has_a_witness(town: Town, client: Client) -> None:
    made = files.whole(town, town.register(parties=[dict(one) for one in PARTIES]), "ended")
    first, second = [party for party in made.people if party.role in ("applicant", "respondent")]
    left = {"to": ("mediation.end", first), "way": "left", "on": TODAY, "refused_for": "不同意终止"}
    with pytest.raises(Refused, match="见证人"):
        act(made, "serve", town, **left)
    left |= {"witness": "方立新", "witness_post": "桃坞村委会"}
    with pytest.raises(Refused, match="早于文书日期"):
        act(made, "serve", town, **{**left, "on": date(2026, 3, 1)})
    act(made, "serve", town, **left)
    with pytest.raises(Refused, match="已经送达"):
        act(made, "serve", town, to=("mediation.end", first), way="direct", on=TODAY)
    act(made, "serve", town, to=("mediation.end", second), way="direct", on=TODAY)
    with pytest.raises(Refused, match="各方都已经送达"):
        act(made, "serve", town, to=("mediation.end", second), way="direct", on=TODAY)
    client.force_login(town.mediator)
    page = client.get(reverse("matter", args=[made.pk])).content.decode()
    assert "留置送达：拒绝签收（不同意终止），见证人 方立新（桃坞村委会）" in page
    assert "已送达 2 / 应送达 2" in page


def test_the_notice_of_an_end_is_to_be_served_within_five_days_and_a_refusal_on_who_applied(
    town: Town,
) -> None:
    case = town.register(parties=[dict(one) for one in PARTIES])
    made = town.mediate(case)
    made = town.act(made, "end", town.mediator, end_reason="no_agreement", end_note="谈不拢").matter
    clock = Clock.objects.get(matter=made, rule="core.serve")
    assert (clock.term, clock.unit) == ("5W", town.committee)
    for party in made.people:
        assert Clock.objects.get(pk=clock.pk).ended_at is None
        town.act(made, "serve", town.mediator, to=("mediation.end", party), way="direct", on=TODAY)
    assert Clock.objects.get(pk=clock.pk).end == Clock.End.MET
    refused = files.whole(town, town.register(parties=[dict(one) for one in PARTIES]), "refused")
    assert [party.role for party in addressees(refused, "mediation.refusal")] == ["applicant"]
