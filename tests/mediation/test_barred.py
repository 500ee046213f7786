"""What may not be mediated or must stop, at every step; the clocks of labour and medical disputes; what is counted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client

from cases import categories
from cases.models import Case, Category
from core.documents import issue
from core.models import Clock, Holding, LadderStep, Matter, Notice, Post, Unit
from core.procedure.procedure import document_kinds, indicators
from core.statistics.counting import all_of, month_of
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.ladder import handlers
from core.workflow.perform import perform
from mediation.models import BodyProfile, Mediation
from mediation.steps import barred
from mediation.workflow import WORKFLOW
from tests.people import Town, moment
from tests.sweeps.world import at_status, do

D = Mediation.Dispute
S = Mediation.Status
STOPPED = "存在未解除的风险标记，不能进行调解。"
NOT_CIVIL = "不属于民间纠纷，不适用人民调解，请书面告知应当走的法定途径。"
SIDES = [{"name": "陈守田", "role": "applicant"}, {"name": "沈阿妹", "role": "respondent"}]
# Each step that goes on with a mediation, from which status.
GOING_ON = {
    "accept": "applied",
    "to_ladder": "applied",
    "settle_step": "on_ladder",
    "hold_session": "accepted",
    "agree": "in_session",
    "sign_agreement": "agreed",
}


def case(town: Town, **facts: Any) -> Any:
    return town.register("屋檐水淋坏邻居的墙", parties=[dict(side) for side in SIDES], **facts)


def raw(mediation: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=mediation, rule=f"mediation.{rule}").latest("id")


def fresh(mediation: Any) -> Any:
    return Mediation.objects.get(pk=mediation.pk)


def refused(mediation: Any, name: str) -> str:
    """Why the table says no, whoever asks: rights are not what is asked here."""
    with pytest.raises(Refused) as found:
        perform(mediation.pk, name, by=None, data=dict.fromkeys(("dispute", "form", "words"), "neighbour"))
    return found.value.sentence


@pytest.fixture
def loaded(town: Town) -> Town:
    categories.load()
    return town


# --- Flags ------------------------------------------------------------------------------------------------------


def test_every_step_that_goes_on_is_in_the_sweep() -> None:
    guarded = {row.name for row in WORKFLOW.transitions if barred.no_danger in row.guards}
    assert guarded == set(GOING_ON)


@pytest.mark.parametrize("name", GOING_ON)
def test_a_flag_of_the_matter_stops_every_step_until_it_is_cleared(town: Town, name: str) -> None:
    """Raised above after the mediation has begun, each kind of danger; cleared by the director alone."""
    made = at_status(town, "mediation", GOING_ON[name])
    above = made.root
    for flag in sorted(barred.STOPS):
        Matter.objects.filter(pk=above.pk).update(flags=[], flags_cleared_at=None)
        town.act(above, "raise_flags", town.director, flags=[flag], note="刚知道")
        assert refused(made, name) == STOPPED, flag
        town.act(above, "clear_flags", town.director, reason="民警到场，已处置")
    assert not fresh(made).standing_flags


def test_a_flagged_case_waits_before_the_committee_and_does_not_climb(town: Town) -> None:
    flagged = case(town, flags=["violence"], area=town.taowu_2)
    asked = {"body": town.committee, "dispute": "family", "source": "application"}
    with pytest.raises(Refused, match=STOPPED):
        town.act(flagged, "to_mediation", town.dispatcher, **asked, way="ladder")
    made = town.act(flagged, "to_mediation", town.dispatcher, **asked).opened
    assert refused(made, "accept") == STOPPED
    town.act(flagged, "clear_flags", town.director, reason="派出所告诫，已分开居住")
    town.act(made, "accept", town.committee_head, dispute="family", source="application")


def test_violence_at_home_seen_in_a_mediation_closes_the_whole_family(town: Town) -> None:
    made = town.mediate(case(town))
    town.act(made, "raise_risk", town.mediator, risk="domestic_violence", note="手臂有伤")
    above = Case.objects.get(pk=made.parent_id)
    assert above.flags == ["domestic_violence"] and above.compartment == "domestic_violence"
    assert fresh(made).compartment == "domestic_violence"
    assert Matter.objects.visible_to(town.mediator).filter(pk=made.pk).exists()


def test_the_page_says_what_stands_above(town: Town, client: Client) -> None:
    made = town.mediate(case(town))
    town.act(made.root, "raise_flags", town.director, flags=["threat"], note="扬言")
    client.force_login(town.mediator)
    assert Notice.objects.filter(user=town.mediator, matter=made, sentence__contains="扬言").exists()
    page = client.get(f"/matters/{made.pk}/").content.decode()
    assert "扬言：解除以前不能调解、签字" in page and STOPPED in page


# --- Not civil, in other hands, unwilling ------------------------------------------------------------------------


def test_what_is_no_civil_dispute_is_mediated_nowhere(loaded: Town) -> None:
    """Each category of the list, in the hall and on the ladder; what is corrected later stops what runs."""
    town = loaded
    asked = {"body": town.committee, "dispute": "neighbour", "source": "application"}
    above = case(town, area=town.taowu_2)
    running = {name: at_status(town, "mediation", status) for name, status in GOING_ON.items()}
    for category in Category.objects.filter(mediable=False):
        Case.objects.filter(pk=above.pk).update(category=category)
        for way in ("committee", "ladder"):
            with pytest.raises(Refused, match=NOT_CIVIL):
                town.act(above, "to_mediation", town.dispatcher, **asked, way=way)
    enforcement = Category.objects.get(code="1301")
    for name, made in running.items():
        Case.objects.filter(pk=made.parent_id).update(category=enforcement)
        assert refused(made, name) == NOT_CIVIL, name


def test_expropriation_is_mediated_in_its_civil_side_alone(loaded: Town) -> None:
    town = loaded
    above = case(town, category=Category.objects.get(code="1102"))
    asked = {"body": town.committee, "dispute": "expropriation", "source": "application"}
    with pytest.raises(Refused, match="请勾选“只调解民事部分”"):
        town.act(above, "to_mediation", town.dispatcher, **asked)
    made = town.mediate(above, dispute="expropriation", civil_side=True)
    assert fresh(made).civil_side and town.agree(made).status == "performed"


def test_what_another_organ_has_needs_its_letter(town: Town) -> None:
    asked = {"body": town.committee, "dispute": "neighbour", "taken_by": "澄湖县人民法院"}
    with pytest.raises(Refused, match="有关机关已经受理，不予受理。"):
        town.act(case(town), "to_mediation", town.dispatcher, **asked, source="application")
    made = town.mediate(case(town), "applied")
    with pytest.raises(Refused, match="有关机关已经受理，不予受理。"):
        town.act(made, "accept", town.committee_head, dispute="neighbour", source="court", taken_by="法院")
    letter = {"source": "court", "referred_by": "澄湖县人民法院", "referral_number": "委调12号"}
    town.act(case(town), "to_mediation", town.dispatcher, **asked, **letter)


def test_who_refuses_clearly_is_not_mediated_with(town: Town) -> None:
    made = town.mediate(case(town), "told")
    said = {"place": "调解室", "present": "双方", "record": "被申请人当场走了。", "unwilling": True}
    made = town.act(made, "hold_session", town.mediator, **said).matter
    for name in ("hold_session", "agree"):
        assert refused(made, name) == "当事人明确拒绝调解，不得调解。"
    town.act(made, "end", town.mediator, end_reason="refused", end_note="")


# --- Labour and medical ---------------------------------------------------------------------------------------------


def labour(town: Town, dispute: str = D.MIGRANT_WAGES, until: str = "in_session") -> Any:
    with time_machine.travel(moment("2026-09-16 09:00")):
        above = case(town)
        asked = {"body": town.committee, "dispute": dispute, "source": "application"}
        made = town.act(above, "to_mediation", town.dispatcher, **asked).opened
    with time_machine.travel(moment("2026-09-17 09:00")):
        given = {"dispute": dispute, "source": "application", "labour_ended_on": date(2026, 3, 31)}
        made = town.act(made, "accept", town.committee_head, **given).matter
        town.act(made, "appoint", town.committee_head, mediator=town.mediator)
        parties = [one for one in made.people if one.role != "agent"]
        town.act(made, "tell_rights", town.mediator, parties=parties)
        said = {"place": "调解室", "present": "双方", "record": "各述理由。"}
        return town.act(made, "hold_session", town.mediator, **said).matter


def test_wages_run_fifteen_days_from_the_application_beside_the_month(town: Town, client: Client) -> None:
    made = labour(town)
    own, month = raw(made, "labour"), raw(made, "term")
    assert (own.raw, own.target, own.rolled) == (date(2026, 10, 1), date(2026, 9, 30), date(2026, 10, 8))
    assert (month.raw, month.target, month.rolled) == (
        date(2026, 10, 17), date(2026, 10, 16), date(2026, 10, 19),
    )  # fmt: skip
    assert fresh(made).labour_ended_on == date(2026, 3, 31)
    kind = document_kinds()["mediation.arbitration"]
    for day, open_ in (("2026-10-01", False), ("2026-10-02", True)):
        with time_machine.travel(moment(f"{day} 09:00")):
            client.force_login(town.mediator)
            page = client.get(f"/matters/{made.pk}/").content.decode()
            assert ("可以依法申请仲裁" in page) is open_, day
            assert (kind.why_not(fresh(made)) == "") is open_, day
    assert "suspended" in kind.statuses  # the fifteen days go on while the talks stand still
    with time_machine.travel(moment("2026-10-09 09:00")):
        town.act(made, "end", town.mediator, end_reason="no_agreement", end_note="")
    assert raw(made, "labour").end == raw(made, "term").end == "met"


def test_the_fifteen_days_run_on_the_ladder_and_before_anybody_accepts(town: Town, client: Client) -> None:
    """劳动争议调解仲裁法 14: no step of ours and no waiting for acceptance takes the way to arbitration away."""
    with time_machine.travel(moment("2026-09-16 09:00")):
        asked = {"body": town.committee, "dispute": D.LABOUR, "source": "application", "way": "ladder"}
        made = town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **asked).opened
        direct = town.act(case(town), "to_mediation", town.dispatcher, **{**asked, "way": "committee"}).opened
    for one in (made, direct):
        assert (raw(one, "labour").raw, raw(one, "labour").ended_at) == (date(2026, 10, 1), None)
    with time_machine.travel(moment("2026-10-02 09:00")):
        client.force_login(town.grid_worker)
        assert "请告知双方并上交" in client.get(f"/matters/{made.pk}/").content.decode()
        client.force_login(town.committee_head)
        assert "请出具“申请仲裁告知书”" in client.get(f"/matters/{direct.pk}/").content.decode()
        assert document_kinds()["mediation.arbitration"].why_not(fresh(direct)) == ""
        for by in (town.grid_worker, town.mediator, town.grid_chief):
            made = town.act(made, "hand_up", by, reason="谈不拢").matter
        for one in (made, direct):
            given = {"dispute": D.LABOUR, "source": "application"}
            one = town.act(one, "accept", town.committee_head, **given).matter
            assert Clock.objects.filter(matter=one, rule="mediation.labour").count() == 1


def test_what_turns_out_to_be_no_labour_dispute_has_no_fifteen_days(town: Town) -> None:
    asked = {"body": town.committee, "dispute": D.LABOUR, "source": "application"}
    made = town.act(case(town), "to_mediation", town.dispatcher, **asked).opened
    given = {"dispute": D.CONTRACT, "source": "application"}
    town.act(made, "accept", town.committee_head, **given)
    assert raw(made, "labour").end == "cancelled"


@pytest.mark.parametrize(
    ("dispute", "words"),
    [
        (D.MIGRANT_WAGES, "劳动争议应当制作调解协议书。"),
        (D.LABOUR, "劳动争议应当制作调解协议书。"),
        (D.MEDICAL, "医疗纠纷应当制作调解协议书。"),
    ],
)
def test_some_disputes_are_never_settled_orally(town: Town, settings: Any, dispute: str, words: str) -> None:
    settings.MEDIATION_WRITTEN = ()
    with pytest.raises(Refused, match=words):
        town.agree(town.mediate(case(town), dispute=dispute))
    asked = {"body": town.committee, "dispute": dispute, "source": "application", "way": "ladder"}
    made = town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **asked).opened
    made = town.act(made, "hand_up", town.grid_worker, reason="谈不拢").matter
    with pytest.raises(Refused, match=words):
        town.act(made, "settle_step", town.mediator, words="当场付清")


def test_what_a_committee_settles_on_the_ladder_binds_a_unit_by_who_acts_for_it(town: Town) -> None:
    sides = [{"name": "贺志强", "role": "applicant"},
             {"name": "桃坞建材有限公司", "role": "respondent", "is_organisation": True}]  # fmt: skip
    asked = {"body": town.committee, "dispute": "neighbour", "source": "application", "way": "ladder"}
    opened = town.register(parties=sides, area=town.taowu_2)
    made = town.act(opened, "to_mediation", town.dispatcher, **asked).opened
    made = town.act(made, "hand_up", town.grid_worker, reason="谈不拢").matter
    with pytest.raises(Refused, match="请登记法定代表人"):
        town.act(made, "settle_step", town.mediator, words="当场付清")


def test_a_crime_is_reported_before_the_paper_says_so(town: Town) -> None:
    """The notice prints 已报告公安机关: no paper says what nobody did."""
    made = town.mediate(case(town), "applied")
    given = {"refusal": "crime", "refusal_note": "涉嫌故意伤害"}
    with pytest.raises(Refused, match="请先报告"):
        town.act(made, "refuse", town.committee_head, **given)
    town.act(made, "refuse", town.committee_head, **given, reported_to="派出所值班民警 9:40")
    assert "9:40" in str(made.history.latest("seq").detail.values)


def test_whoever_is_beaten_at_home_is_told_what_they_may_ask_for(town: Town, client: Client) -> None:
    """反家庭暴力法 13, 16, 23, 28: beside the flag, on the matter and on the mediation, until it is cleared."""
    opened = case(town)
    made = town.mediate(opened)
    pages = [f"/matters/{one.pk}/" for one in (opened, made)]
    client.force_login(town.director)
    assert not any("人身安全保护令" in client.get(page).content.decode() for page in pages)
    town.act(made, "raise_risk", town.mediator, risk="domestic_violence", note="脸上有伤")
    for page in pages:
        client.post(page + "why/", {"reason": "承办本件，核对"})
        assert "告诫书" in (said := client.get(page).content.decode()) and "人身安全保护令" in said


def test_a_medical_committee_has_thirty_working_days_the_town_s_own_a_month(town: Town) -> None:
    with time_machine.travel(moment("2026-03-02 09:00")):
        own = town.mediate(case(town), "accepted", dispute="medical")
        BodyProfile.objects.create(unit=town.committee, kind="trade")
        expert = town.mediate(case(town), dispute="medical")
    assert (raw(own, "term").term, raw(expert, "term_medical").term) == ("30C", "30W")
    assert raw(expert, "term_medical").raw == date(2026, 4, 14)  # 清明 is off
    consents = {f"agreed_{party.pk}": date(2026, 3, 2) for party in expert.people}
    with time_machine.travel(moment("2026-03-03 09:00")):
        longer = {"until": date(2026, 5, 8), "reason": "等鉴定", **consents}
        town.act(expert, "prolong", town.mediator, **longer)
    assert raw(expert, "term_medical").raw == date(2026, 5, 8)


# --- Term and signing -----------------------------------------------------------------------------------------------


def test_the_term_runs_until_the_agreement_is_in_force(town: Town) -> None:
    with time_machine.travel(moment("2026-04-07 09:00")):
        made = town.agree(town.mediate(case(town)), "written")
    assert raw(made, "term").end == "" and raw(made, "sign").raw == date(2026, 4, 14)
    with time_machine.travel(moment("2026-04-08 09:00")):
        made = town.act(made, "check_agreement", town.committee_head, verdict="change", note="违约金").matter
        assert (raw(made, "term").end, raw(made, "sign").end) == ("", "cancelled")
        made = town.sign(town.agree(made, "written"), on=date(2026, 4, 8))
    assert (raw(made, "term").end, raw(made, "sign").end) == ("met", "met")


@pytest.mark.parametrize("way", ["oral", "end"])
def test_an_oral_agreement_and_the_end_meet_the_term(town: Town, way: str) -> None:
    made = town.mediate(case(town))
    if way == "oral":
        town.agree(made)
    else:
        town.act(made, "end", town.mediator, end_reason="no_agreement", end_note="")
    assert raw(made, "term").end == "met"
    assert not Clock.objects.running().filter(matter=made, rule="mediation.sign").exists()


# --- Referrals -----------------------------------------------------------------------------------------------------


def sent(town: Town, **more: Any) -> Any:
    letter = {"source": "court", "referred_by": "澄湖县人民法院", "referral_number": "委调12号"}
    asked = {
        "body": town.committee,
        "dispute": "neighbour",
        "feedback_by": date(2026, 9, 20),
        **letter,
        **more,
    }
    return town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **asked).opened


def refuse(town: Town) -> Any:
    said = {"refusal": "unwilling", "refusal_note": "一方不同意"}
    return town.act(sent(town), "refuse", town.committee_head, **said).matter


def settle(town: Town) -> Any:
    return town.act(sent(town, way="ladder"), "settle_step", town.grid_worker, words="各让一步").matter


def end(town: Town) -> Any:
    made = town.act(sent(town), "accept", town.committee_head, dispute="neighbour", source="court").matter
    return town.act(made, "end", town.committee_head, end_reason="refused", end_note="").matter


@pytest.mark.parametrize("fate", [refuse, settle, end])
def test_a_referral_stays_due_until_it_is_fed_back(town: Town, fate: Callable[[Town], Any]) -> None:
    with time_machine.travel(moment("2026-09-01 09:00")):
        made = fate(town)
        assert raw(made, "feedback").ended_at is None
    Notice.objects.all().delete()
    with time_machine.travel(moment("2026-09-21 09:00")):
        sweep()
        assert Notice.objects.filter(matter=made, sentence__contains="反馈移送机关").exists()
        town.act(made, "feed_back", town.committee_head, words="一方不愿调解")
    assert raw(made, "feedback").end == "met"
    again = fresh(made)
    assert again.fed_back_at and again.closed_at == made.closed_at
    with pytest.raises(Refused, match="已经反馈过"):
        town.act(made, "feed_back", town.committee_head, words="再来一次")


# --- The ladder ---------------------------------------------------------------------------------------------------


def village(town: Town) -> Any:
    """桃坞村's own committee."""
    unit = Unit.objects.create(
        code="T04", name="桃坞村人民调解委员会", short_name="桃坞村调委会", kind="mediation", area=town.taowu
    )
    BodyProfile.objects.create(unit=unit, kind="village")
    return unit


def test_the_last_step_and_what_is_grave_come_to_the_town_s_committee(town: Town) -> None:
    own = village(town)
    asked = {"body": own, "dispute": "neighbour", "source": "initiative"}
    with pytest.raises(Refused, match="由栖云镇人民调解委员会直接受理"):
        town.act(case(town), "to_mediation", town.dispatcher, **asked, grave=True)
    above = case(town, area=town.taowu_2)
    made = town.act(above, "to_mediation", town.dispatcher, **asked, way="ladder").opened
    for who in (town.grid_worker, town.mediator, town.grid_chief):
        made = town.act(made, "hand_up", who, reason="谈不拢").matter
    assert (made.status, made.body, made.holder_unit) == ("applied", town.committee, town.committee)
    town.act(made, "accept", town.committee_head, dispute="neighbour", source="initiative")


def test_a_ladder_stays_in_its_village(town: Town) -> None:
    """A step without a post there finds nobody, not a stranger; a whole town is asked which village."""
    step = LadderStep.objects.filter(ladder="mediation").earliest("level")
    assert handlers(step, town.town) == [] and handlers(step, town.taowu)
    assert handlers(step, town.zhuxi) == []
    asked = {"body": town.committee, "dispute": "neighbour", "source": "initiative", "way": "ladder"}
    with pytest.raises(Refused, match="写明是哪个村"):
        town.act(case(town, area=town.town), "to_mediation", town.dispatcher, **asked)


# --- Counting ------------------------------------------------------------------------------------------------------


def number(key: str, month: str = "2026-09", part: str = "") -> int:
    one = indicators()[f"mediation_{key}"]
    rows = one.rows(all_of("mediation"), month_of(month), part)
    if not one.weight:
        return int(rows.count())
    return int(rows.aggregate(n=Sum(one.weight, default=0))["n"])


def test_a_draft_is_no_success_until_it_is_signed(town: Town) -> None:
    with time_machine.travel(moment("2026-09-10 09:00")):
        made = town.agree(town.mediate(case(town)), "written", amount=386000)
    assert (number("agreed"), number("drafted"), number("closing"), number("amount")) == (0, 1, 1, 0)
    with time_machine.travel(moment("2026-10-09 09:00")):
        town.sign(made, on=date(2026, 10, 9))
    assert (number("agreed"), number("drafted"), number("closing")) == (0, 1, 1)
    assert [number(key, "2026-10") for key in ("agreed", "written", "drafted", "closing")] == [1, 1, 0, 0]
    assert number("amount", "2026-10") == 386000


def test_what_a_committee_settles_on_the_ladder_is_its_oral_agreement(town: Town) -> None:
    own = village(town)
    before = Holding.objects.get(user=town.mediator)
    Holding.objects.filter(pk=before.pk).update(ends_on=before.starts_on)
    Holding.objects.create(
        post=Post.objects.create(role="mediator", unit=own, area=town.taowu, name="调解员"), user=town.mediator,
        starts_on=before.starts_on, given_by=before.given_by, activated_by=before.activated_by,
    )  # fmt: skip
    with time_machine.travel(moment("2026-09-10 09:00")):
        asked = {"body": town.committee, "dispute": "neighbour", "source": "initiative", "way": "ladder"}
        made = town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **asked).opened
        made = town.act(made, "hand_up", town.grid_worker, reason="要村里出面").matter
        made = town.act(made, "settle_step", town.mediator, words="屋檐装接水槽，九月底前装好。").matter
        grid = town.act(case(town, area=town.taowu_2), "to_mediation", town.dispatcher, **asked).opened
        grid = town.act(grid, "settle_step", town.grid_worker, words="各让一步").matter
        paper = issue.issue(document_kinds()["mediation.oral"], fresh(made), town.committee_head)
    assert paper.digest and (made.body, made.form, made.status) == (own, "oral", "settled")
    for part in ("", f"body-{own.pk}", "source-initiative"):
        counts = [number(key, part=part) for key in ("accepted", "agreed", "oral", "closing")]
        assert counts == [1, 1, 1, 0], part
    assert (number("settled"), number("settled", part="level-1")) == (1, 1)  # the grid worker's alone
    assert fresh(grid).effective_on is None


def test_people_are_sides_and_a_group_is_all_it_stands_for(town: Town) -> None:
    people = [
        *({"name": name, "role": "applicant"} for name in ("贺志强", "罗春梅", "苏雨晴")),
        {"name": "桃坞建材有限公司", "role": "respondent", "is_organisation": True},
        {"name": "陆阿根", "role": "agent"},
        {"name": "应如是", "role": "witness"},
    ]
    with time_machine.travel(moment("2026-09-10 09:00")):
        town.mediate(town.register("拖欠工资", parties=people), "accepted")
        assert number("people") == 4
        made = town.mediate(town.register("三十户的水费", parties=people), "applied")
        town.act(made, "accept", town.committee_head, dispute="other", source="application", heads=31)
    assert number("people") == 35


def test_prevention_is_asked_by_heads_when_it_happens(town: Town) -> None:
    with time_machine.travel(moment("2026-09-10 09:00")):
        made = town.mediate(case(town))
        said = {"what": "suicide", "people": 1, "note": "劝下楼顶"}
        town.act(made, "record_prevented", town.mediator, **said)
        with pytest.raises(Refused, match="“防止自杀”已经登记过"):
            town.act(made, "record_prevented", town.mediator, **said)
        town.act(made, "record_prevented", town.mediator, what="mass", people=30, note="劝返")
    assert (number("prevented_suicide"), number("prevented_suicide_people")) == (1, 1)
    assert (number("prevented_mass"), number("prevented_mass_people")) == (1, 30)


# --- A crowd -------------------------------------------------------------------------------------------------------


def test_a_crowd_of_five_is_reported_upwards_before_its_alarm_ends(town: Town) -> None:
    few = case(town, flags=["crowd"], head_count=4)
    town.act(few, "clear_flags", town.director, reason="已散")
    many = case(town, flags=["crowd"], head_count=5)
    with pytest.raises(Refused, match="还没有“紧急报告”"):
        town.act(many, "clear_flags", town.director, reason="已散")
    do(town, many, "report_crowd", town.receptionist)
    town.act(many, "clear_flags", town.director, reason="已散")
    said = many.history.get(action="cases.report_crowd").detail.values
    assert said["government"] and said["department"]


def test_for_wages_the_department_is_named(loaded: Town, client: Client) -> None:
    made = case(loaded, flags=["crowd"], head_count=12, category=Category.objects.get(code="0701"))
    client.force_login(loaded.receptionist)
    page = client.get(f"/matters/{made.pk}/do/report_crowd/").content.decode()
    assert 'value="人力资源和社会保障局"' in page
