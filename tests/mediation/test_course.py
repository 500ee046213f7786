"""The course of a mediation: every guard attacked, with the sentence that a mediator reads; and scenario S6."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils.timezone import localdate, localtime

from cases.models import Case
from core.documents import issue
from core.models import Access, Attachment, Clock, Holding, LadderStep, Matter, Notice, Party, Post, Rung
from core.procedure.procedure import document_kinds
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.perform import perform
from mediation.dossier import DOSSIER
from mediation.models import Confirmation, Instalment, Mediation, Signature
from mediation.reminders import WORDS, remind
from mediation.steps.agreement import signers
from mediation.steps.course import texts
from tests.people import Town, moment, signatures
from tests.sweeps.world import at_once

SIDES = [
    {"name": "陈守田", "role": "applicant", "phone": "19900000012"},
    {"name": "沈阿妹", "role": "respondent", "phone": "19900000014"},
]


def case(town: Town, **facts: Any) -> Any:
    return town.register("屋檐水淋坏邻居的墙", parties=[dict(side) for side in SIDES], **facts)


def fresh(mediation: Any) -> Any:
    return Mediation.objects.get(pk=mediation.pk)


def raw(mediation: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=mediation, rule=rule).latest("id")


# --- S6 and the calendar ------------------------------------------------------------------------------------------


def test_an_agreement_takes_effect_with_the_seal_and_the_window_rolls_over_the_holiday(town: Town) -> None:
    """Scenario S6: signed on 30 March, sealed on 1 April; the window ends after 劳动节."""
    with time_machine.travel(moment("2026-03-10 09:00")):
        made = town.mediate(case(town))
    assert raw(made, "mediation.term").raw == date(2026, 4, 9)  # Thu
    with time_machine.travel(moment("2026-04-01 16:00")):
        part = {"due_on": date(2026, 4, 20), "amount": Decimal(6800), "what": "赔偿墙体损失"}
        made = town.agree(made, "written", moment("2026-03-30 15:00"), instalments=[part], on_the_spot=False)
        assert fresh(made).amount == 6800 and Case.objects.get(pk=made.parent_id).status == "below"
        made = town.sign(made, on=date(2026, 3, 30), seal=date(2026, 4, 1))
    made = fresh(made)
    assert (made.status, made.effective_on) == ("effective", date(2026, 4, 1))
    window = raw(made, "mediation.confirm")
    assert (window.raw, window.rolled) == (date(2026, 5, 1), date(2026, 5, 6))
    assert raw(made, "mediation.perform").raw == date(2026, 4, 20)
    with time_machine.travel(moment("2026-04-24 10:00")):
        alone = {
            "court": "澄湖县人民法院",
            "applied_on": date(2026, 4, 24),
            "applicant": True,
            "respondent": False,
        }
        with pytest.raises(Refused, match="双方当事人共同申请"):
            town.act(made, "apply_confirmation", town.mediator, **alone)
        town.act(made, "apply_confirmation", town.mediator, **{**alone, "respondent": True})
        assert raw(made, "mediation.court").raw == date(2026, 4, 27)
        paid = {"instalment": made.owed()[0], "done_on": date(2026, 4, 20), "proof": "收条"}
        made = town.act(made, "perform", town.mediator, **paid).matter
    assert made.status == "performed"
    visit = raw(made, "mediation.visit")
    assert (visit.raw, visit.target) == (date(2026, 5, 5), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("sealed", "last"),
    [
        ("2026-01-16", "2026-02-24"),  # raw Sun 02-15, 春节 until 02-23
        ("2026-04-01", "2026-05-06"),  # raw Fri 05-01, 劳动节 until 05-05
        ("2026-04-03", "2026-05-06"),  # raw Sun 05-03
        ("2026-04-06", "2026-05-06"),  # raw Wed 05-06 itself
        ("2026-09-01", "2026-10-08"),  # raw Thu 10-01, 国庆 until 10-07
        ("2026-09-10", "2026-10-10"),  # raw Sat 10-10, worked
    ],
)
def test_the_window_for_the_court_ends_on_a_working_day(town: Town, sealed: str, last: str) -> None:
    day, end = date.fromisoformat(sealed), date.fromisoformat(last)
    with time_machine.travel(moment(f"{sealed} 15:00")):
        made = town.sign(town.agree(town.mediate(case(town)), "written"), on=day)
    court = {"court": "澄湖县人民法院", "applicant": True, "respondent": True}
    after = end + timedelta(days=1)
    with (
        time_machine.travel(moment(f"{after} 09:00")),
        pytest.raises(Refused, match="已过申请司法确认的期限"),
    ):
        town.act(made, "apply_confirmation", town.mediator, applied_on=after, **court)
    with time_machine.travel(moment(f"{last} 16:00")):
        town.act(made, "apply_confirmation", town.mediator, applied_on=end, **court)
    assert Confirmation.objects.get(matter=made).applied_on == end


@pytest.mark.parametrize(
    ("accepted", "until", "term"),
    [
        ("2026-01-16", "2026-03-10", "2026-02-15"),
        ("2026-04-01", "2026-05-20", "2026-05-01"),
        ("2026-09-01", "2026-10-20", "2026-10-01"),
    ],
)
def test_a_longer_term_with_the_consent_of_both(town: Town, accepted: str, until: str, term: str) -> None:
    """The office's own term is judged by its raw day; the longer one ends on the day that was agreed."""
    with time_machine.travel(moment(f"{accepted} 09:00")):
        made = town.mediate(case(town))
        assert raw(made, "mediation.term").raw == date.fromisoformat(term)
        asked = {
            "until": date.fromisoformat(until),
            "reason": "等测量",
            **consents(made, localdate()),
        }
        with pytest.raises(Refused, match="晚于原定"):
            town.act(made, "prolong", town.mediator, **{**asked, "until": date.fromisoformat(term)})
        town.act(made, "prolong", town.mediator, **asked)
        assert raw(made, "mediation.term").raw == date.fromisoformat(until)
        further = date.fromisoformat(until) + timedelta(days=15)
        town.act(made, "prolong", town.mediator, **{**asked, "until": further})  # as often as all agree
        assert raw(made, "mediation.term").raw == further
    said = made.history.filter(action="mediation.prolong").latest("seq").detail.values
    assert (said["old.due"], said["until"], said["overdue"]) == (until, f"{further}", "否")


def consents(mediation: Any, day: date, *, but: int = 0) -> dict[str, date]:
    """Every party's consent to a longer term on a day; but of the last so many."""
    sides = [party for party in mediation.people if party.role != "agent"]
    return {f"agreed_{party.pk}": day for party in sides[: len(sides) - but]}


def test_a_longer_term_needs_everybody_and_may_come_after_the_day(town: Town) -> None:
    with time_machine.travel(moment("2026-03-02 09:00")):
        above = town.register(
            "屋檐水淋坏邻居的墙",
            parties=[*(dict(side) for side in SIDES), {"name": "孟德顺", "role": "respondent"}],
        )
        made = town.mediate(above)
    assert raw(made, "mediation.term").raw == date(2026, 4, 1)
    asked = {"until": date(2026, 5, 1), "reason": "等鉴定"}
    with time_machine.travel(moment("2026-04-08 09:00")):
        for given, words in (
            ({}, r"每一方当事人同意，还缺：陈\*\*、沈\*\*、孟\*\*"),
            (consents(made, date(2026, 4, 7), but=1), r"还缺：孟\*\*"),
            (consents(made, date(2026, 3, 1)), "同意日期早于受理日期 2026-03-02"),
            (consents(made, date(2026, 4, 9)), "同意日期不能晚于今天"),
            (
                {**consents(made, date(2026, 4, 7)), "until": date(2036, 5, 1)},
                "最多延长 90 日，至 2026-07-07",
            ),
        ):
            with pytest.raises(Refused, match=words):
                town.act(made, "prolong", town.mediator, **{**asked, **given})
        town.act(made, "prolong", town.mediator, **asked, **consents(made, date(2026, 4, 7)))
    row = made.prolongings.get()
    assert raw(made, "mediation.term").raw == date(2026, 5, 1)
    assert row.overdue and row.consents.count() == 3
    assert made.history.latest("seq").detail.values["overdue"] == "7 日"
    with time_machine.travel(moment("2026-04-10 09:00")):
        made = town.agree(made, "written")
    with time_machine.travel(moment("2026-04-30 09:00")):  # while it waits for signatures too
        town.act(
            made,
            "prolong",
            town.mediator,
            **{**asked, "until": date(2026, 5, 20)},
            **consents(made, date(2026, 4, 30)),
        )
    assert raw(made, "mediation.term").raw == date(2026, 5, 20)


# --- The ladder ----------------------------------------------------------------------------------------------------


def on_ladder(town: Town, **facts: Any) -> Any:
    data = {"body": town.committee, "dispute": "neighbour", "source": "initiative", "way": "ladder", **facts}
    return town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **data).opened


def test_a_dispute_climbs_step_by_step_to_the_committee(town: Town) -> None:
    made = on_ladder(town)
    assert (made.status, made.holder_user) == ("on_ladder", town.grid_worker)
    assert str(raw(made, "mediation.step").term) == "3W"
    with pytest.raises(Http404):
        town.act(made, "hand_up", town.grid_chief, reason="……")
    Access.objects.create(matter_id=made.pk, user=town.grid_chief, part="asked")
    with pytest.raises(Refused, match="这一级由韩广林调解"):
        town.act(made, "hand_up", town.grid_chief, reason="……")
    steps = [(town.grid_worker, "mediator"), (town.mediator, "grid_chief"), (town.grid_chief, "")]
    for who, following in steps:
        made = town.act(made, "hand_up", who, reason="谈不拢").matter
        expected = getattr(town, following) if following else None
        assert made.holder_user == expected
    assert (made.status, made.holder_unit) == ("applied", town.committee)
    assert [row.result for row in Rung.objects.filter(matter=made)] == ["handed_up"] * 3
    assert Matter.objects.filter(root=made.root_id).count() == 2  # one case, one mediation; not one a step


def test_what_a_step_settles_goes_back_to_the_counter(town: Town) -> None:
    made = on_ladder(town)
    made = town.act(made, "hand_up", town.grid_worker, reason="要村里出面").matter
    made = town.act(made, "settle_step", town.mediator, words="两家各让一步").matter
    assert (made.status, made.settled_level) == ("settled", 2) and made.closed_at
    above = Case.objects.get(pk=made.parent_id)
    assert above.status == "replied" and "调解员调解化解" in above.answer
    assert not Clock.objects.running().filter(matter=made).exists()


def test_what_is_grave_does_not_climb_and_the_leader_is_told(town: Town) -> None:
    with pytest.raises(Refused, match="不走梯次"):
        on_ladder(town, grave=True)
    data = {"body": town.committee, "dispute": "land", "source": "initiative", "grave": True}
    made = town.act(case(town), "to_mediation", town.dispatcher, **data).opened
    assert made.status == "applied"
    assert Notice.objects.filter(user=town.duty_leader, matter=made, urgent=True).exists()
    with pytest.raises(Refused, match="由镇调委会直接受理"):
        town.act(made, "to_ladder", town.committee_head)


def test_a_place_without_steps_says_so(town: Town) -> None:
    LadderStep.objects.all().delete()
    with pytest.raises(Refused, match="还没有设梯次"):
        on_ladder(town)


# --- Accepted or refused -------------------------------------------------------------------------------------------


def test_what_is_refused_goes_back_with_its_reason(town: Town) -> None:
    made = town.mediate(case(town), "applied")
    made = town.act(made, "refuse", town.committee_head, refusal="taken", refusal_note="法院已经立案").matter
    assert made.status == "refused" and made.closed_at
    assert Case.objects.get(pk=made.parent_id).status == "returned"


def test_a_referral_names_its_organ_and_is_fed_back(town: Town) -> None:
    made = case(town)
    data = {"body": town.committee, "dispute": "neighbour", "source": "court"}
    with pytest.raises(Refused, match="写明移送机关"):
        town.act(made, "to_mediation", town.dispatcher, **data)
    sent = {
        **data,
        "referred_by": "澄湖县人民法院",
        "feedback_by": localdate() + timedelta(days=20),
    }
    opened = town.act(made, "to_mediation", town.dispatcher, **sent).opened
    assert raw(opened, "mediation.feedback").raw == localdate() + timedelta(days=20)
    opened = town.act(opened, "accept", town.committee_head, dispute="neighbour", source="court").matter
    opened = town.act(opened, "end", town.committee_head, end_reason="refused", end_note="").matter
    town.act(opened, "feed_back", town.committee_head, words="一方不愿调解")
    assert raw(opened, "mediation.feedback").end == "met"
    with pytest.raises(Refused, match="已经反馈过"):
        town.act(opened, "feed_back", town.committee_head, words="再来一次")


def test_on_the_ladder_the_day_of_the_letter_counts_too_by_the_office_s_date(town: Town) -> None:
    sent = {"source": "police", "referred_by": "栖云派出所", "feedback_by": date(2026, 9, 20)}
    with time_machine.travel(moment("2026-09-01 06:40")):  # still the day before in Greenwich
        made = on_ladder(town, **sent)
    assert made.status == "on_ladder" and fresh(made).applied_on == date(2026, 9, 1)
    assert raw(made, "mediation.feedback").raw == date(2026, 9, 20)


# --- In the course ------------------------------------------------------------------------------------------------


def session(town: Town, made: Any, **more: Any) -> Any:
    given = {"place": "调解室", "present": "双方", "record": "各述理由。", **more}
    return town.act(made, "hold_session", town.mediator, **given)


def test_no_session_before_everybody_was_told(town: Town) -> None:
    made = town.mediate(case(town), "accepted")
    given = {"place": "调解室", "present": "双方", "record": "……"}
    with pytest.raises(Refused, match="还没有指定调解员"):
        town.act(made, "hold_session", town.committee_head, **given)
    with pytest.raises(Http404):
        session(town, made)  # who is not appointed does not even see it
    town.act(made, "appoint", town.committee_head, mediator=town.mediator)
    with pytest.raises(Refused, match="还没有告知权利义务：陈\\*\\*、沈\\*\\*"):
        session(town, made)
    first, second = [party for party in made.people if party.role != "agent"]
    town.act(made, "tell_rights", town.mediator, parties=[first])
    with pytest.raises(Refused, match="还没有告知权利义务：沈\\*\\*"):
        session(town, made)
    town.act(made, "tell_rights", town.mediator, parties=[second])
    assert session(town, made).matter.status == "in_session"
    with pytest.raises(Refused, match="都已经告知"):
        town.act(made, "tell_rights", town.mediator, parties=[first])


def test_who_comes_later_is_told_before_anything_is_agreed(town: Town) -> None:
    made = town.mediate(case(town))
    Party.objects.create(matter=made.root, role="respondent", name="潘新来", of_age=True)
    with pytest.raises(Refused, match="还没有告知权利义务"):
        town.agree(Mediation.objects.get(pk=made.pk), "written")


def test_others_come_with_the_consent_of_both(town: Town) -> None:
    made = town.mediate(case(town), "told")
    with pytest.raises(Refused, match="经双方同意"):
        session(town, made, invited="村民小组长")
    session(town, made, invited="村民小组长", consent=True)


def test_who_withdrew_does_not_come_back(town: Town) -> None:
    made = town.mediate(case(town), "told")
    with pytest.raises(Refused, match="已经是本案调解员"):
        town.act(made, "appoint", town.committee_head, mediator=town.mediator)
    row = made.assignments.get()
    made = town.act(made, "withdraw_mediator", town.committee_head, assignment=row, reason="表亲").matter
    assert made.mediator is None and made.holder_user is None
    with pytest.raises(Refused, match="已经回避"):
        town.act(made, "appoint", town.committee_head, mediator=town.mediator)
    town.act(made, "appoint", town.committee_head, mediator=town.committee_head, chosen=True)
    assert fresh(made).mediator == town.committee_head


def test_a_risk_stops_the_talks_until_somebody_has_dealt_with_it(town: Town) -> None:
    made = town.mediate(case(town))
    risk = {"risk": "worse", "note": "扬言拆墙"}
    with pytest.raises(Refused, match="预防措施"):
        town.act(made, "raise_risk", town.mediator, **risk)
    made = town.act(made, "raise_risk", town.mediator, **risk, measures="两家分开，组长守着").matter
    above = Case.objects.get(pk=made.parent_id)
    assert above.red == fresh(made).red == ["矛盾可能激化"]  # one truth: what is seen below stands above
    for user in (town.duty_leader, town.committee_head):
        assert Notice.objects.filter(user=user, matter__root=above, urgent=True).exists(), user
    for act in (lambda: session(town, made), lambda: town.agree(made)):
        with pytest.raises(Refused, match="存在未解除的风险标记，不能进行调解。"):
            act()
    with pytest.raises(PermissionDenied):
        town.act(above, "clear_flags", town.dispatcher, reason="我看没事了")
    town.act(above, "clear_flags", town.director, reason="民警到场")
    session(town, fresh(made))


def test_only_a_likely_offence_asks_for_a_report_and_not_only_to_the_police(town: Town) -> None:
    made = town.mediate(case(town))
    with pytest.raises(Refused, match="公安机关或者其他有关部门报告"):
        town.act(made, "raise_risk", town.mediator, risk="crime", note="带了刀")
    for kind in ("crime", "incapable", "self_harm"):
        reported = {"reported_to": "镇政法委 10:20"} if kind == "crime" else {}
        town.act(made, "raise_risk", town.mediator, risk=kind, note="带了刀", **reported)
    assert len(fresh(made).red) == 3


# --- The agreement --------------------------------------------------------------------------------------------------


def test_which_agreements_must_be_written_is_the_town_s_to_say(town: Town, settings: Any) -> None:
    made = town.mediate(case(town))
    later = [{"due_on": localdate() + timedelta(days=9), "amount": None, "what": "拆墙"}]
    with pytest.raises(Refused, match="不是当场履行完毕的，应当订立书面协议"):
        town.agree(made, "oral", instalments=later, on_the_spot=False)
    with pytest.raises(Refused, match="分期履行的日期"):
        town.agree(made, "written", instalments=[])
    settings.MEDIATION_WRITTEN = ()
    assert town.agree(made, "oral", instalments=later, on_the_spot=False).status == "effective"


def test_nobody_signs_before_the_head_has_looked(town: Town) -> None:
    made = town.agree(town.mediate(case(town)), "written")
    first = {"who": signers(made)[0][0], "how": "signed", "signed_on": localdate()}
    with pytest.raises(Refused, match="没有经合法性审查"):
        town.act(made, "sign_agreement", town.mediator, signatures=[first])
    with pytest.raises(PermissionDenied):
        town.act(made, "check_agreement", town.mediator, verdict="lawful", note="")
    made = town.act(made, "check_agreement", town.committee_head, verdict="lawful", note="").matter
    for day, words in (
        (localdate() + timedelta(days=1), "不能晚于今天"),
        (localdate() - timedelta(days=1), "早于达成"),
    ):
        with pytest.raises(Refused, match=words):
            town.act(made, "sign_agreement", town.mediator, signatures=[{**first, "signed_on": day}])
    town.act(made, "sign_agreement", town.mediator, signatures=[first])
    with pytest.raises(Refused, match="已经签过"):
        town.act(made, "sign_agreement", town.mediator, signatures=[first])
    signer = next(party for party in made.people if first["who"] == f"party-{party.pk}")
    said = str(made.history.get(action="mediation.sign_agreement").detail.values)
    assert signer.masked_name in said and signer.name not in said  # many read the history
    assert fresh(made).effective_on is None


def test_what_must_be_changed_goes_back_and_its_instalments_with_it(town: Town) -> None:
    made = town.agree(town.mediate(case(town)), "written")
    with pytest.raises(Refused, match="写明改什么"):
        town.act(made, "check_agreement", town.committee_head, verdict="change", note="")
    made = town.act(made, "check_agreement", town.committee_head, verdict="change", note="违约金过高").matter
    assert (made.status, made.agreed_at) == ("in_session", None)
    made = town.agree(made, "written")
    assert made.instalments.count() == 1 and Instalment.everything.filter(matter=made).count() == 2
    assert town.sign(made, on=localdate()).status == "effective"


def test_identity_relations_are_not_for_the_court_and_a_ruling_names_its_court(town: Town) -> None:
    made = town.agree(town.mediate(case(town), dispute="family"), "written", identity=True)
    made = town.sign(made, on=localdate())
    court = {"court": "澄湖县人民法院", "applied_on": localdate(), "applicant": True, "respondent": True}
    with pytest.raises(Refused, match="身份关系"):
        town.act(made, "apply_confirmation", town.mediator, **court)
    other = town.sign(town.agree(town.mediate(case(town)), "written"), on=localdate())
    ruling = {
        "number": "（2026）某0121诉前调确12号",
        "accepted_on": None,
        "result": "confirmed",
        "decided_on": localdate(),
    }
    with pytest.raises(Refused, match="还没有申请司法确认"):
        town.act(other, "record_ruling", town.mediator, **ruling)
    town.act(other, "apply_confirmation", town.mediator, **court)
    with pytest.raises(Refused, match="哪个法院的裁定"):
        town.act(other, "record_ruling", town.mediator, **ruling)
    perform(other.pk, "record_ruling", by=town.mediator, data=ruling, decided_by="澄湖县人民法院")
    assert Confirmation.objects.get(matter=other).result == "confirmed"
    with pytest.raises(Refused, match="已经申请过"):
        town.act(other, "apply_confirmation", town.mediator, **court)


def test_what_a_court_has_confirmed_may_be_enforced_for_two_years_from_the_last_part(town: Town) -> None:
    """民事诉讼法 250. The parties are reminded half way; it ends when all is performed, and outlives the file."""
    with time_machine.travel(moment("2026-04-01 09:00")):
        parts = [
            {"due_on": date(2026, month, 11), "amount": Decimal(500), "what": "付款"} for month in (4, 5)
        ]
        made = town.agree(town.mediate(case(town)), "written", instalments=parts, on_the_spot=False)
        made = town.sign(made, on=localdate())
        court = {
            "court": "澄湖县人民法院", "applied_on": localdate(), "applicant": True, "respondent": True,
        }  # fmt: skip
        town.act(made, "apply_confirmation", town.mediator, **court)
        ruling = {"number": "12", "accepted_on": None, "result": "confirmed", "decided_on": localdate()}
        perform(made.pk, "record_ruling", by=town.mediator, data=ruling, decided_by="澄湖县人民法院")
    right = raw(made, "mediation.enforce")
    assert right.raw == date(2028, 5, 11) and right.half_at and right.half_at.date() == date(2027, 5, 12)
    with time_machine.travel(moment("2026-05-11 09:00")):
        first, second = made.owed()
        for part, runs in ((first, True), (second, False)):
            town.act(made, "perform", town.mediator, instalment=part, done_on=localdate(), proof="收条")
            assert (Clock.objects.get(pk=right.pk).ended_at is None) is runs


def test_instalments_one_after_the_other(town: Town) -> None:
    parts = [
        {"due_on": localdate() + timedelta(days=days), "amount": Decimal(500), "what": "付款"}
        for days in (10, 40)
    ]
    made = town.sign(
        town.agree(town.mediate(case(town)), "written", instalments=parts, on_the_spot=False), on=localdate()
    )
    first, second = made.owed()
    assert raw(made, "mediation.perform").raw == first.due_on
    made = town.act(
        made, "perform", town.mediator, instalment=first, done_on=localdate(), proof="收条"
    ).matter
    assert made.status == "effective" and raw(made, "mediation.perform").raw == second.due_on
    with pytest.raises(Refused, match="还没有履行完"):
        town.act(made, "archive", town.committee_head, retention="ten")
    made = town.act(
        made, "perform", town.mediator, instalment=second, done_on=localdate(), proof="转账"
    ).matter
    assert (made.status, made.performed_on) == ("performed", localdate())


def test_the_road_measures_an_instalment_to_its_day(town: Town, client: Client) -> None:
    with time_machine.travel(moment("2026-09-01 09:00")):
        days = (date(2026, 9, 10), date(2026, 10, 20))
        parts = [{"due_on": day, "amount": Decimal(500), "what": "付款"} for day in days]
        made = town.agree(town.mediate(case(town)), "written", instalments=parts, on_the_spot=False)
        made = town.sign(made, on=localdate())
    with time_machine.travel(moment("2026-09-10 09:00")):
        paid = {"instalment": made.owed()[0], "done_on": localdate(), "proof": "收条"}
        town.act(made, "perform", town.mediator, **paid)
    with time_machine.travel(moment("2026-09-11 09:00")):
        client.force_login(town.mediator)
        page = client.get(f"/matters/{made.pk}/").content.decode()
    assert "／ 到 10-20 周二" in page and "／ 40 日" not in page


def test_an_instalment_is_reminded_three_times_and_each_time_once(town: Town) -> None:
    with time_machine.travel(moment("2026-09-01 09:00")):
        part = {"due_on": date(2026, 9, 20), "amount": None, "what": "拆墙"}
        made = town.agree(town.mediate(case(town)), "written", instalments=[part], on_the_spot=False)
        town.sign(made, on=localdate())
    Notice.objects.all().delete()
    for day in (
        "2026-09-16",
        "2026-09-17",
        "2026-09-17",
        "2026-09-20",
        "2026-09-21",
        "2026-09-21",
        "2026-09-22",
    ):
        with time_machine.travel(moment(f"{day} 08:00")):
            remind()
    said = list(Notice.objects.filter(user=town.mediator).order_by("at").values_list("sentence", flat=True))
    assert [text.split("（")[0] for text in said] == list(WORDS.values())


# --- The file -------------------------------------------------------------------------------------------------------


def test_the_file_names_what_it_lacks(town: Town) -> None:
    made = town.agree(town.mediate(case(town)))
    with pytest.raises(Refused, match="口头协议登记表") as refused:
        town.act(made, "archive", town.committee_head, retention="ten")
    assert "权利义务告知书" in refused.value.sentence
    for line in DOSSIER.lines(fresh(made)):
        for number in range(3 if line.lacking else 0):
            Attachment.objects.create(
                matter_id=made.pk, name=f"扫描{number}.pdf", item=line.item.key, kind="pdf", digest="sm3:0", size=1,
                added_by=town.mediator,
            )  # fmt: skip
    done = town.act(made, "archive", town.archivist, retention="thirty").matter
    assert (done.status, done.retention, done.archived_by) == ("archived", "thirty", town.archivist)
    assert done.closed_at and not Clock.objects.running().filter(matter=done).exists()


# --- Who sees it ----------------------------------------------------------------------------------------------------


def test_only_those_of_the_mediation_see_it(town: Town) -> None:
    made = town.mediate(case(town), "told")
    seen = {
        key for key, user in town.users.items() if Matter.objects.visible_to(user).filter(pk=made.pk).exists()
    }
    assert seen == {
        "mediator", "committee_head", "archivist", "dispatcher", "second_dispatcher", "director", "duty_leader", "supervisor",
    }  # fmt: skip
    post = Post.objects.get(role="mediator", unit=town.committee)
    Holding.objects.create(
        post=post, user=town.stranger, starts_on=localdate(), given_by=town.director, activated_by=town.chief
    )
    colleague = type(town.stranger).objects.get(pk=town.stranger.pk)
    assert colleague.has_perm("mediation.mediate")
    assert not Matter.objects.visible_to(colleague).filter(pk=made.pk).exists()  # not appointed
    with pytest.raises(Http404):
        town.act(made, "end", town.receptionist, end_reason="refused", end_note="")
    Access.objects.create(matter_id=made.pk, user=town.receptionist, part="asked")
    with pytest.raises(PermissionDenied):
        town.act(made, "end", town.receptionist, end_reason="refused", end_note="")


# --- 约一场调解, 更正文字 ----------------------------------------------------------------------------------------


def test_a_sitting_that_is_arranged_stands_in_the_history_and_on_the_page(town: Town, client: Client) -> None:
    made = town.mediate(case(town))
    at = localtime(now() + timedelta(days=2)).replace(hour=10)  # an hour later it is the same day
    town.act(made, "arrange", town.mediator, when=at, place="村部调解室")
    entry = made.history.latest("seq")
    assert entry.action == "mediation.arrange" and entry.detail.values["place"] == "村部调解室"
    client.force_login(town.mediator)
    assert f"{when(at)}　村部调解室" in client.get(f"/matters/{made.pk}/").content.decode()
    with pytest.raises(Refused, match="已经约了另一场"):
        town.act(town.mediate(case(town)), "arrange", town.mediator, when=at, place="调解室")
    with time_machine.travel(at + timedelta(hours=1)):
        client.force_login(town.mediator)
        page = client.get(f"/matters/{made.pk}/do/hold_session/").content.decode()
        assert 'value="村部调解室"' in page
    with pytest.raises(Refused, match="现在以后"):
        town.act(made, "arrange", town.mediator, when=now() - timedelta(minutes=1), place="调解室")
    first = made.appointments.get()
    town.act(made, "arrange", town.mediator, when=at + timedelta(days=1), place="祠堂")
    town.act(made, "call_off", town.mediator, appointment=first)
    with pytest.raises(Refused, match="已经取消了"):
        town.act(made, "call_off", town.mediator, appointment=first)
    town.act(made, "call_off", town.mediator, appointment=made.appointments.get(cancelled_at=None))
    assert "村部调解室　沈阿妹" not in client.get(f"/matters/{made.pk}/").content.decode()
    with pytest.raises(Refused, match="没有约定的调解"):
        town.act(made, "call_off", town.mediator, appointment=first)


@pytest.mark.django_db(transaction=True)
def test_two_sittings_arranged_at_one_moment_are_told_in_words(town: Town) -> None:
    first, second = town.mediate(case(town)), town.mediate(case(town))
    at = now() + timedelta(days=2)
    found = at_once(
        *(
            lambda made=made: town.act(made, "arrange", town.mediator, when=at, place="调解室")
            for made in (first, second)
        )
    )
    refused = [one for one in found if isinstance(one, Refused)]
    assert [one.sentence.endswith("您已经约了另一场调解。") for one in refused] == [True]
    assert first.appointments.count() + second.appointments.count() == 1


def test_wrong_words_are_corrected_and_the_old_ones_stay(town: Town) -> None:
    made = town.mediate(case(town))
    town.act(
        made, "inquire", town.mediator, place="村部", asked="陶根发", record="他说是去年填的。", private=True
    )
    session = made.sessions.get()
    data = dict.fromkeys(texts(made), "") | {f"session_{session.pk}": "各述理由，约定再谈。\r\n下周一。"}
    town.act(made, "reword", town.mediator, **data, reason="漏记了约定")
    session.refresh_from_db()
    assert session.record == "各述理由，约定再谈。\n下周一。"
    assert made.history.latest("seq").detail.values == {"old.session.1": "各述理由。", "reason": "漏记了约定"}
    # What one side said apart is not offered: its words would stand in the history.
    assert set(texts(made)) == {"facts", "requests", f"session_{session.pk}"}
    with pytest.raises(Refused, match="没有改动"):
        town.act(made, "reword", town.mediator, **data, reason="又一次")
    agreed = town.agree(made, "written")
    town.act(agreed, "check_agreement", town.committee_head, verdict="lawful", note="")
    first = {"who": signers(agreed)[0][0], "how": "signed", "signed_on": localdate(now())}
    town.act(agreed, "sign_agreement", town.mediator, signatures=[first])
    with pytest.raises(Refused, match="已经有人在协议上签字"):
        town.act(agreed, "reword", town.mediator, **data, reason="签了一个")
    signed = town.sign(town.agree(town.mediate(case(town)), "written"), localdate(now()))
    with pytest.raises(Refused, match="不能更正文字"):
        town.act(signed, "reword", town.mediator, **data, reason="签字以后")


def test_what_was_checked_and_is_worded_anew_is_checked_again(town: Town) -> None:
    agreed = town.agree(town.mediate(case(town)), "written")
    checked = town.act(agreed, "check_agreement", town.committee_head, verdict="lawful", note="").matter
    data = dict.fromkeys(texts(agreed), "")
    again = {**data, "requests": "要求恢复原状。"}
    asked = town.act(agreed, "reword", town.mediator, **again, reason="漏记").matter
    assert asked.checked_at == checked.checked_at  # does not stand in the agreement
    told = Notice.objects.filter(user=town.committee_head, sentence__contains="重新作合法性审查")
    assert not told.exists()
    reworded = town.act(
        agreed, "reword", town.mediator, **{**data, "facts": "另一番事实。"}, reason="记错了"
    ).matter
    assert reworded.checked_at is None and told.count() == 1
    first = {"who": signers(agreed)[0][0], "how": "signed", "signed_on": localdate(now())}
    with pytest.raises(Refused, match="还没有经合法性审查"):
        town.act(agreed, "sign_agreement", town.mediator, signatures=[first])
    town.act(agreed, "check_agreement", town.committee_head, verdict="lawful", note="")


def test_a_corrected_record_is_issued_anew(town: Town) -> None:
    made = town.mediate(case(town))
    kind = document_kinds()["mediation.record"]
    first = issue.issue(kind, made, town.mediator)
    session = made.sessions.get()
    town.act(made, "reword", town.mediator, **{f"session_{session.pk}": "另一番话。"}, reason="记错了")
    second = issue.issue(kind, made, town.mediator)
    assert (first.version, second.version) == (1, 2) and first.digest != second.digest


def test_an_agreement_that_somebody_will_not_sign_goes_back_to_the_table(town: Town) -> None:
    """Found lawful and signed by one: the other wants another day. Nothing of the draft binds (人民调解法 art. 29)."""
    made = town.agree(town.mediate(case(town)), form="written")
    made = town.act(made, "check_agreement", town.committee_head, verdict="lawful", note="").matter
    one = signatures(made, localdate())[:1]
    made = town.act(made, "sign_agreement", town.mediator, signatures=one).matter
    made = town.act(made, "take_back", town.mediator, reason="另一方要改付款的日期。").matter
    assert (made.status, made.checked_at, made.agreed_at) == ("in_session", None, None)
    assert not made.instalments.exists() and not made.signatures.exists()
    assert Signature.everything.filter(matter=made).count() == 1  # kept
    made = fresh(town.sign(town.agree(made, form="written"), on=localdate()))
    assert (made.status, made.signatures.count()) == ("effective", 4)


@pytest.mark.parametrize("looked_at", [False, True])
def test_words_that_nobody_would_write_down_hold_as_they_were_said(town: Town, looked_at: bool) -> None:
    """Said on 6 March, half performed on the 10th; the paper of the 20th is signed by nobody, or found wanting."""
    with time_machine.travel(moment("2026-03-06 09:00")):
        days = (date(2026, 3, 10), date(2026, 4, 10))
        parts = [{"due_on": day, "amount": Decimal(300), "what": "赔偿晚稻损失"} for day in days]
        said = town.agree(town.mediate(case(town)), instalments=parts, responsibility="各半", manner="转账")
    with time_machine.travel(moment("2026-03-10 15:00")):
        paid = {"instalment": said.owed()[0], "done_on": date(2026, 3, 10), "proof": "收条"}
        said = town.act(said, "perform", town.mediator, **paid).matter
    with time_machine.travel(moment("2026-03-20 09:00")):
        words = {"terms": "一、另一番话。", "responsibility": "", "manner": ""}
        made = town.act(said, "put_in_writing", town.mediator, **words).matter
        if looked_at:
            back = {"verdict": "change", "note": "与所说的不符。"}
            made = town.act(made, "check_agreement", town.committee_head, **back).matter
        else:
            made = town.act(made, "take_back", town.mediator, reason="一方不肯签。").matter
        made = fresh(made)
        columns = ("status", "form", "terms", "responsibility", "manner", "agreed_at", "effective_on")
        assert [getattr(made, name) for name in columns] == [getattr(fresh(said), name) for name in columns]
        assert [part.done_on for part in made.instalments.all()] == [date(2026, 3, 10), None]
        assert raw(made, "mediation.perform").raw == date(2026, 4, 10)
        assert not Clock.objects.running().filter(matter=made, rule="mediation.sign").exists()
        town.act(made, "put_in_writing", town.mediator, **words)  # and once more


def test_words_alone_are_put_in_writing_and_the_window_begins_anew(town: Town) -> None:
    """Agreed by word on 6 March and performed on the 10th, written down on the 20th: only then to the court."""
    asked = {
        "court": "澄湖县人民法院",
        "applied_on": date(2026, 3, 20),
        "applicant": True,
        "respondent": True,
    }
    words = {"terms": "一、赔偿晚稻损失600元。", "responsibility": "", "manner": ""}
    with time_machine.travel(moment("2026-03-06 09:00")):
        part = {"due_on": date(2026, 3, 10), "amount": Decimal(600), "what": "赔偿晚稻损失"}
        made = town.agree(town.mediate(case(town)), instalments=[part])
    with time_machine.travel(moment("2026-03-10 15:00")):
        paid = {"instalment": made.owed()[0], "done_on": date(2026, 3, 10), "proof": "收条"}
        made = town.act(made, "perform", town.mediator, **paid).matter
    assert not Clock.objects.filter(
        matter=made, rule="mediation.confirm"
    ).exists()  # no window that leads nowhere
    with time_machine.travel(moment("2026-03-20 09:00")):
        with pytest.raises(Refused, match="口头协议请先制作调解协议书"):
            town.act(made, "apply_confirmation", town.mediator, **asked)
        made = town.act(made, "put_in_writing", town.mediator, **words).matter
        assert (made.status, made.form, made.effective_on) == ("agreed", "written", None)
        assert [one.rule for one in Clock.objects.running().filter(matter=made)] == ["mediation.sign"]
        with pytest.raises(Refused, match="仍按口头协议履行"):  # what was said holds until it is signed
            town.act(made, "end", town.mediator, end_reason="no_agreement", end_note="不肯签。")
        made = fresh(town.sign(made, on=date(2026, 3, 20)))
        told = (made.status, made.effective_on, made.performed_on)
        assert told == ("performed", date(2026, 3, 20), date(2026, 3, 10))
        assert [part.done_on for part in made.instalments.all()] == [date(2026, 3, 10)]
        assert raw(made, "mediation.confirm").raw == date(2026, 4, 19)
        said = made.history.get(action="mediation.put_in_writing").detail.values
        assert said["old.terms"] == "恢复排水沟原状。"
        with pytest.raises(Refused, match="已经是书面协议"):
            town.act(made, "put_in_writing", town.mediator, **words)
        town.act(made, "apply_confirmation", town.mediator, **asked)
        assert raw(made, "mediation.court").raw == date(2026, 3, 23)
