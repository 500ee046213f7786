"""Each duty of arts. 17–41 on its lawful way, and the unlawful step that is refused or loud (petitions/duties.py)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from core.documents import remedies
from core.models import (
    Access,
    Clock,
    Correspondence,
    Exclusion,
    HistoryEntry,
    Holding,
    Matter,
    Notice,
    OutsideBody,
    Party,
    Task,
    TeamTemplate,
)
from core.procedure.indicators import Period
from core.statistics.counting import all_of, count
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import Conflict, perform
from petitions.documents.notices import guide
from petitions.forms import AcceptForm, RefuseForm, SortForm
from petitions.models import Petition
from petitions.panels import _urgent
from petitions.serving import SERVING
from petitions.told import told
from petitions.workflow import WORKFLOW
from tests.people import Town, moment
from tests.petitions.test_dates import clock, county, fresh, register

AT, LATER = "2026-04-02 09:30", "2026-04-07 10:00"
WHERE = {
    "told_body": "澄湖县劳动人事争议仲裁委员会",
    "told_where": "澄湖县人民路18号",
    "told_term": "一年内",
    "told_why": "属于劳动争议",
}
OFFICE = {"part": "both", "part_basis": "澄联席办〔2026〕3号"}


def body(short_name: str) -> OutsideBody:
    return OutsideBody.objects.get(short_name=short_name)


def accepted(town: Town, at: str = AT, **facts: Any) -> Any:
    made = register(town, at, **facts)
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 4, 7), unit=town.works)
    return fresh(made)


def drafted(town: Town, made: Any, result: str = "supported", **more: Any) -> None:
    answers = [(claim, result, "六月底前清理。") for claim in made.claims.all()]
    town.act(made, "draft", town.handler, answers=answers, found="渠道确有淤积。", result=result, opinion="六月底前清理完毕。", basis="《农田水利条例》", **more)  # fmt: skip
    town.act(made, "check", town.committee_head, passed="yes")


def served(town: Town, made: Any, kind: str, on: date) -> None:
    to = (f"petitions.{kind}", made.people.first())
    town.act(made, "serve", town.petition_officer, to=to, way="direct", on=on, receiver="秦满仓")


@pytest.fixture
def april() -> Any:
    with time_machine.travel(moment(LATER)):
        yield


def sheet(town: Town, client: Client, **typed: Any) -> Any:
    client.force_login(town.petition_officer)
    page = client.get(reverse("register_petition"))
    sent = {
        "channel": "visit", "demand": "田间排水渠堵了", "area": "桃坞村", "head_count": "1", "key": str(page.context["sheet"].form["key"].value() or ""),
        "part": "unit", "source": "direct", "people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0",
        "claims-TOTAL_FORMS": "0", "claims-INITIAL_FORMS": "0", **typed,
    }  # fmt: skip
    return client.post(reverse("register_petition"), sent)


def test_nothing_is_left_unregistered_and_only_a_second_person_voids(town: Town, april: None) -> None:
    """17, 19 ¶1, 44(1): every form of petition is registered, a demand in the petitioner's own words."""
    for channel in Petition.Channel.values:
        made = register(town, AT, "渠道堵了，庄稼淹了", channel=channel)
        assert (made.status, made.demand) == ("registered", "渠道堵了，庄稼淹了")
    Petition.objects.filter(pk=made.pk).update(first_contact=town.director)
    with pytest.raises(Refused, match="登记人以外"):
        town.act(made, "void", town.director, reason="不想登记")


def test_a_visit_over_the_head_is_registered_all_the_same(town: Town, april: None) -> None:
    """20 ¶1: a fact about the visit, and no refusal."""
    made = register(town, AT, channel="visit", facts=["above"])
    assert made.facts == ["above"] and clock(made, "notice").ended_at is None
    assert "above" not in Petition.Refusal.values


def test_a_visit_of_many_chooses_at_most_five(town: Town, april: None, client: Client) -> None:
    """20 ¶3: as the desk types it."""
    none = sheet(town, client, head_count="8")
    assert "应当推选代表" in none.content.decode()
    six = sheet(town, client, head_count="8", representatives="甲一、甲二、甲三、甲四、甲五、甲六")
    assert "代表不超过 5 人，现有 6 人" in six.content.decode()
    assert not Petition.objects.exists()


def test_the_same_matter_in_hand_is_refused_by_its_number(town: Town, april: None) -> None:
    """19 ¶3, 23 ¶1: the earlier one is named and is in hand; what is not ours says whose it is."""
    first, again = accepted(town), register(town, LATER)
    unsorted = register(town, AT)
    with pytest.raises(Refused, match="写明同一事项"):
        town.act(again, "refuse", town.petition_officer, refusal="in_hand")
    with pytest.raises(Refused, match="没有受理"):
        town.act(again, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(unsorted))
    with pytest.raises(Refused, match="向哪个机关"):
        town.act(again, "refuse", town.petition_officer, refusal="not_ours")
    town.act(again, "refuse", town.petition_officer, refusal="in_hand", repeats=first)
    assert fresh(again).status == "to_tell" and clock(again, "notice").ended_at is None
    served(town, again, "refusal", date(2026, 4, 7))
    assert (fresh(again).status, clock(again, "notice").end) == ("told", "met")


def test_only_the_office_transfers_and_an_assignment_names_a_day(town: Town, april: None) -> None:
    """22 ¶1, 23 ¶1: named in writing, it transfers and assigns; the petitioner is told where, before it ends."""
    to = {"body": body("县水利局"), "words": "请处理。"}
    unit = register(town, AT)
    with pytest.raises(Refused, match="不是本件的信访部门"):
        town.act(unit, "transfer", town.petition_officer, purpose="forward", **to)
    made = register(town, AT, **OFFICE)
    with pytest.raises(Refused, match="指定办理期限"):
        town.act(made, "transfer", town.petition_officer, purpose="assign", **to)
    town.act(made, "transfer", town.petition_officer, purpose="assign", due_on=date(2026, 5, 6), **to)
    assert clock(made, "sort").end == "met"
    with pytest.raises(Refused, match="书面告知信访人"):
        town.act(made, "report_came", town.petition_officer, on=date(2026, 4, 7), words="已清理。")
    served(town, made, "sent", date(2026, 4, 7))
    town.act(made, "report_came", town.petition_officer, on=date(2026, 4, 7), words="已清理。")
    assert fresh(made).status == "sent"


def test_their_five_working_days_run_from_the_day_on_which_they_received_it(town: Town) -> None:
    """23 ¶3: sent on Tuesday, there on Friday: Friday a week later is in time, and nothing stands before that day is over."""
    with time_machine.travel(moment(LATER)):
        made = register(town, AT, **OFFICE)
        to = {"purpose": "forward", "body": body("县水利局"), "words": "请处理。"}
        with pytest.raises(Refused, match="早于去函日期"):
            town.act(made, "transfer", town.petition_officer, received_on=date(2026, 4, 3), **to)
        town.act(made, "transfer", town.petition_officer, **to)
        served(town, made, "sent", date(2026, 4, 7))
        asked = Clock.objects.get(matter=made, rule="petition.their_receipt")
    with time_machine.travel(moment("2026-04-16 10:00")):  # the old term from the day of sending is over
        sweep()
        assert fresh(made).status == "transferred"
        said = {"on": date(2026, 4, 17), "agreed": "yes", "words": "不属于本局职权。"}
        for act, data in (("transfer_stands", {}), ("their_objection", said)):
            with pytest.raises(Refused, match="请先“登记对方收到”"):
                town.act(made, act, town.petition_officer, **data)
        with pytest.raises(Refused, match="早于去函日期"):
            town.act(made, "they_received", town.petition_officer, on=date(2026, 4, 6))
        town.act(made, "they_received", town.petition_officer, on=date(2026, 4, 10))
        asked.refresh_from_db()
        assert (asked.end, clock(made, "their_objection").raw) == ("met", date(2026, 4, 17))
    with time_machine.travel(moment("2026-04-20 10:00")):
        town.act(made, "their_objection", town.petition_officer, **said)
    assert fresh(made).status == "registered"


def test_who_withdraws_leaves_nobody_s_term_running(town: Town, april: None) -> None:
    made = register(town, AT, **OFFICE)
    to = {"purpose": "forward", "body": body("县水利局"), "words": "请处理。"}
    town.act(made, "transfer", town.petition_officer, received_on=date(2026, 4, 7), **to)
    town.act(made, "withdraw", town.petition_officer, reason="本人书面撤回")
    assert clock(made, "their_objection").end == "cancelled"


def test_what_was_assigned_is_reported_by_its_day(town: Town) -> None:
    """22(3): the clock runs to the day set and is loud after it; without an assignment nothing is owed."""
    facts = {
        "source": "assigned",
        "sender": county(),
        "sender_number": "澄信交〔2026〕18号",
        "report_by": date(2026, 5, 12),
    }
    with time_machine.travel(moment(LATER)):
        made, own = accepted(town, **facts), accepted(town)
        assert clock(made, "report").raw == date(2026, 5, 12)
        with pytest.raises(Refused, match="没有要求反馈"):
            town.act(own, "report_result", town.petition_officer, words="已办。")
    with time_machine.travel(moment("2026-05-13 09:00")):
        assert clock(made, "report").expires_at <= moment("2026-05-13 09:00")  # type: ignore[operator]
        town.act(made, "report_result", town.petition_officer, words="正在办理，渠道已清一半。")
    assert clock(made, "report").end == "met"


def test_only_who_cannot_be_told_is_put_on_file(town: Town, april: None) -> None:
    """23 ¶2."""
    known, unknown = register(town, AT), register(town, AT, unreachable=True, parties=[])
    with pytest.raises(Refused, match="应当书面告知"):
        town.act(known, "put_on_file", town.petition_officer, reason="不用告知")
    assert not unknown.clocks.filter(rule="petition.notice").exists()
    town.act(unknown, "put_on_file", town.petition_officer, reason="没有写姓名、住址")
    assert fresh(unknown).status == "on_file"


@pytest.mark.parametrize("way", "12345")
def test_ways_one_to_five_say_where_to_go_and_start_no_sixty_days(town: Town, april: None, way: str) -> None:
    """20 ¶2, 22 ¶2, 28 ¶2, 31(1)–(5): in writing, with body, address and term; litigation is parted from petitions."""
    made = register(town, AT)
    bare = SortForm({"kind_of": "appeal", "way": way}, user=town.petition_officer, matter=fresh(made))
    assert not bare.is_valid() and {"told_body", "told_where"} <= set(bare.errors)
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way=way, **WHERE)
    now = fresh(made)
    assert (now.status, "judicial" in now.facts) == ("to_tell", way == "1")
    assert not made.clocks.filter(rule="petition.handle").exists()
    with pytest.raises((Refused, Conflict)):
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 4, 7), unit=town.works)
    served(town, made, "guide", date(2026, 4, 7))
    assert (fresh(made).status, clock(made, "notice").end) == ("told", "met")


def test_what_the_town_itself_must_do_is_owed_after_the_notice(town: Town, april: None) -> None:
    """31(5): the notice closes the petition; to act or to answer stays owed, two months from receipt."""
    made = register(town, AT, "举报违法建设，要求查处")
    where = {**WHERE, "told_body": "澄湖县栖云镇人民政府"}
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="5", ours=True, **where)
    served(town, made, "guide", date(2026, 4, 7))
    assert (fresh(made).status, clock(made, "act").raw) == ("told", date(2026, 6, 2))
    assert clock(made, "act").ended_at is None
    town.act(made, "fulfil", town.petition_officer, on=date(2026, 4, 7), words="已经责令拆除。")
    assert clock(made, "act").end == "met" and fresh(made).status == "told"
    with pytest.raises(Refused, match="没有要由本镇履行"):
        town.act(made, "fulfil", town.petition_officer, on=date(2026, 4, 7), words="再记一次。")
    other = register(town, AT)
    town.act(other, "sort", town.petition_officer, kind_of="appeal", way="4", ours=True, **WHERE)
    assert not other.clocks.filter(rule="petition.act").exists()


def test_the_field_is_asked_when_it_is_sorted(town: Town, april: None) -> None:
    """41(1): of an accusation it would tell what it is about."""
    made = fresh(register(town, AT))
    asked = {"key": str(uuid4()), "version": "0", "way": "6"}
    bare = SortForm({**asked, "kind_of": "appeal"}, user=town.petition_officer, matter=made)
    assert "年度报告" in str(bare.errors["field"])
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6", field="10")
    assert fresh(made).get_field_display() == "农村农业"
    secret = register(town, AT, accusation=True, accused=[{"name": "许长河", "unit": town.farms}])
    town.act(secret, "sort", town.petition_officer, kind_of="accusation", field="10")
    assert fresh(secret).field == ""


def test_reviewed_words_tell_the_way_and_its_term(town: Town, april: None) -> None:
    """31(2): of wages the limitation of one year with its article, on the notice and on the citizen's page."""
    remedies.load()
    remedies.review_all(town.committee_head)
    made = register(town, AT, demand="拖欠工资")
    typed = {
        "kind_of": "appeal",
        "way": "2",
        "field": "15",
        "told_body": WHERE["told_body"],
        "told_where": "人民路18号",
    }
    form = SortForm(
        {**typed, "key": str(uuid4()), "version": "0"}, user=town.petition_officer, matter=fresh(made)
    )
    offered = form.fields["ways"].queryset  # type: ignore[attr-defined]
    assert "told_term" in form.errors and offered.count() > 30
    wages = offered.get(name="拖欠农民工工资")
    form = SortForm(
        {**typed, "ways": str(wages.pk), "key": str(uuid4()), "version": "0"},
        user=town.petition_officer,
        matter=fresh(made),
    )
    assert form.is_valid(), form.errors
    town.act(made, "sort", town.petition_officer, **form.answers)
    said = "仲裁时效期间为一年"
    assert any(said in line for line in guide(fresh(made))["closing"])
    served(town, made, "guide", date(2026, 4, 7))
    assert any(said in words for _, words in told(fresh(made)).facts)


def test_an_earlier_one_that_came_by_the_hall_is_named_by_its_number(town: Town, april: None) -> None:
    """It stands below the matter of the hall, whose code it bears."""
    case = town.register("低保没有批，要求说明", parties=[{"role": "applicant", "name": "陈守田"}])
    earlier = town.act(case, "to_petition", town.director, channel="hall", part="unit").opened
    again = register(town, LATER)
    typed = {"refusal": "in_hand", "repeats": earlier.number, "key": str(uuid4()), "version": "0"}
    form = RefuseForm(typed, user=town.petition_officer, matter=fresh(again))
    assert form.is_valid(), form.errors
    assert form.answers["repeats"] == fresh(earlier)
    one_more = {"role": "applicant", "name": "秦满仓", "of_age": True}
    town.act(earlier, "add_party", town.petition_officer, party=one_more)
    assert [one.order for one in case.parties.order_by("pk")] == [*range(1, case.parties.count() + 1)]


def test_an_accusation_goes_no_other_way(town: Town, april: None) -> None:
    """18 ¶4, 22 ¶2, 30, 46(5): handed over to who may handle it, and every other way is refused with the article."""
    accused = [{"name": "许长河", "unit": town.farms}]
    made = register(town, AT, "许长河收受礼品", accusation=True, accused=accused, **OFFICE)
    town.act(made, "sort", town.petition_officer, kind_of="accusation")
    desk, shut = town.petition_officer, fresh(made)
    assert shut.compartment == "accusation" and not made.clocks.filter(rule="petition.notice").exists()
    ways: dict[str, dict[str, Any]] = {
        "refuse": {"refusal": "not_ours", **WHERE}, "transfer": {"purpose": "forward", "body": body("县水利局"), "words": "请处理。"},
        "accept": {"accepted_on": date(2026, 4, 7), "unit": town.works}, "put_on_file": {"reason": "不办"},
        "withdraw": {"reason": "不告了"},
    }  # fmt: skip
    for name, data in ways.items():
        with pytest.raises((Refused, Conflict)):
            town.act(made, name, desk, **data)
    with pytest.raises(Refused, match="第三十条、第四十六条第五项"):
        town.act(made, "hand_over", desk, body=body("县水利局"), how="密封专人送达", words="来信一件。")
    town.act(made, "hand_over", desk, body=body("县纪委监委"), how="密封专人送达", words="来信一件。")
    assert fresh(made).status == "handed_over" and clock(made, "sort").end == "met"


def test_the_organisation_department_is_told_of_a_cadre(town: Town, april: None) -> None:
    """30 ¶2: told, and only told; the accusation itself is handed over to no such department."""
    made = register(
        town,
        AT,
        "许长河收受礼品",
        accusation=True,
        accused=[{"name": "许长河", "unit": town.farms}],
        **OFFICE,
    )
    town.act(made, "sort", town.petition_officer, kind_of="accusation")
    told = {"body": body("县委组织部"), "words": "反映干部问题的信访一件，已移送。", "dated_on": localdate()}
    with pytest.raises(Refused, match="有权处理的机关"):
        town.act(
            made, "hand_over", town.petition_officer, body=told["body"], how="密封专人送达", words="一件。"
        )
    with pytest.raises(Refused, match="有权处理的机关"):
        town.act(made, "ask_outside", town.petition_officer, purpose="ask", **told)
    over = {"body": body("县纪委监委"), "how": "密封专人送达", "words": "一件。", "cadre": "yes"}
    with pytest.raises(Refused, match="还没有向组织部门通报"):
        town.act(made, "hand_over", town.petition_officer, **over)
    town.act(made, "ask_outside", town.petition_officer, purpose="notice", **told)
    assert Correspondence.objects.get(matter=made.pk).body == told["body"]
    town.act(made, "hand_over", town.petition_officer, **over)
    assert fresh(made).status == "handed_over"


def test_a_dispute_goes_up_while_the_days_run(town: Town, april: None) -> None:
    """24 ¶1."""
    made = register(town, AT)
    before = clock(made, "notice").raw
    town.act(made, "ask_outside", town.petition_officer, purpose="hand_up", body=body("县联席办"), words="与县水利局对受理有争议，请决定。",
             dated_on=localdate(), due_on=localdate() + timedelta(days=5))  # fmt: skip
    notice = clock(made, "notice")
    assert (notice.raw, notice.ended_at, notice.suspended_at) == (before, None, None)
    letter = Correspondence.objects.get(matter=made.pk)
    town.act(made, "outside_answered", town.petition_officer, letter=letter, outcome="answered", answer="由栖云镇受理。", answered_on=localdate())  # fmt: skip
    letter.refresh_from_db()
    assert letter.answered_on == localdate()


def test_a_unit_that_was_closed_is_not_offered(town: Town, april: None) -> None:
    """24 ¶2: who goes on with its powers accepts it."""
    made = register(town, AT)
    offered = AcceptForm(user=town.petition_officer, matter=fresh(made)).fields["unit"].queryset  # type: ignore[attr-defined]
    assert town.works in offered
    type(town.works).objects.filter(pk=town.works.pk).update(closed_on=date(2026, 4, 1))
    again = AcceptForm(user=town.petition_officer, matter=fresh(made)).fields["unit"].queryset  # type: ignore[attr-defined]
    assert town.works not in again and town.farms in again


def test_what_is_urgent_is_reported_to_three_by_the_minute(town: Town, april: None) -> None:
    """25, 46(4): the two hours run from receipt until all three have it; above is reported to besides."""
    made = register(town, "2026-04-07 08:30", urgent=True)
    assert clock(made, "urgent").expires_at == moment("2026-04-07 10:30")
    said = {"receiver": "值班室 陈守田", "words": "二十人聚集。"}
    with pytest.raises(Refused, match="不能晚于现在"):
        town.act(
            made,
            "report_urgent",
            town.petition_officer,
            to="government",
            reported_at=moment("2026-04-07 10:30"),
            **said,
        )
    for minute, to in enumerate(("above", "government", "department", "joint")):
        assert clock(made, "urgent").ended_at is None
        town.act(
            made,
            "report_urgent",
            town.petition_officer,
            to=to,
            reported_at=moment(f"2026-04-07 09:0{minute}"),
            **said,
        )
    assert clock(made, "urgent").end == "met" and made.urgent_reports.count() == 4


def test_the_first_urgent_report_owes_the_others(town: Town, april: None) -> None:
    """Nobody had marked it: what is reported to one is urgent, and the page says who has not got it yet."""
    made = register(town, "2026-04-07 08:30")
    said = {"receiver": "值班室 陈守田", "words": "二十人聚集。", "reported_at": moment("2026-04-07 09:00")}
    town.act(made, "report_urgent", town.petition_officer, to="government", **said)
    made = fresh(made)
    assert made.urgent and clock(made, "urgent").ended_at is None
    assert "主管部门、信访工作联席会议办公室" in _urgent(made)


def test_conduct_is_what_was_done_and_how_it_was_persuaded(town: Town, april: None) -> None:
    """26, 47: persuasion comes first and is asked for; nothing of it stands on the person."""
    form = WORKFLOW.transition("note_conduct").asks
    typed = {"what": "4", "seen_at": "2026-04-07T09:00", "words": "在大厅停留到下班以后。"}
    made = register(town, AT)
    assert "persuaded" in form(typed, user=town.petition_officer, matter=fresh(made)).errors
    town.act(
        made,
        "note_conduct",
        town.petition_officer,
        **{**typed, "seen_at": moment("2026-04-07 09:00")},
        persuaded="罗春梅劝说，半小时后离开。",
        police="",
    )
    columns = {field.name for field in Party._meta.get_fields()}
    assert not columns & {"conduct", "label", "risk", "score"} and made.conduct.get().what == "4"


def test_an_agent_settles_it_in_one_of_four_ways(town: Town, april: None) -> None:
    """20 ¶4, 27, 37 ¶1: settled on the ladder it is answered all the same; the fifteen days run on."""
    made = register(town, AT)
    town.act(made, "to_ladder", town.petition_officer)
    rung = made.rungs.get()
    with pytest.raises(Refused, match="这一级由"):
        town.act(made, "settle_step", town.petition_officer, three="solved", words="清了")
    town.act(made, "settle_step", rung.handler, three="solved", words="当天清理好了。")
    said = HistoryEntry.objects.get(matter=made.pk, action__endswith="settle_step").detail.values
    assert fresh(made).status == "registered" and clock(made, "notice").ended_at is None
    assert said["three"] == "诉求合理的，解决问题到位"


def test_a_suggestion_is_answered_whether_it_is_taken_or_not(town: Town, april: None) -> None:
    """29: received told, studied, answered with reasons, the answer served."""
    made = register(town, AT, "建议村口建候车亭")
    town.act(made, "sort", town.petition_officer, kind_of="suggestion")
    assert clock(made, "study").raw == date(2026, 6, 1)
    served(town, made, "received", date(2026, 4, 7))
    town.act(
        made, "reply_suggestion", town.petition_officer, adopted="not", words="规划红线内不能建，改设站牌。"
    )
    assert (fresh(made).status, clock(made, "study").end) == ("to_serve", "met")
    served(town, made, "reply", date(2026, 4, 7))
    assert fresh(made).status == "replied"


def test_missing_papers_are_told_at_once_and_no_term_waits_for_them(town: Town, april: None) -> None:
    """One list, told once, in writing, with its day: another is refused; the sixty days run on (art. 34)."""
    made = accepted(town)
    with pytest.raises(Refused, match="应当在今天以后"):
        town.act(made, "ask_material", town.handler, what="合同", due_on=date(2026, 4, 7))
    town.act(made, "ask_material", town.handler, what="土地承包合同\n田块照片", due_on=date(2026, 4, 14))
    assert clock(made, "material").raw == date(2026, 4, 14)
    served(town, made, "material", date(2026, 4, 7))
    assert any("补充材料：04-14" in line for line in told(fresh(made)).lines)
    for day in (LATER, "2026-04-16 09:00"):  # neither while it waits nor after its term
        with (
            time_machine.travel(moment(day)),
            pytest.raises(Refused, match="4月7日一次告知，不能再通知另一份"),
        ):
            town.act(made, "ask_material", town.handler, what="身份证", due_on=date(2026, 4, 20))
    with time_machine.travel(moment("2026-04-16 09:00")):
        town.act(made, "material_came", town.handler, came="合同、照片各一份", came_on=date(2026, 4, 16))
        with pytest.raises(Refused, match="没有等补充的材料"):
            town.act(made, "material_came", town.handler, came="照片", came_on=date(2026, 4, 16))
        with pytest.raises(Refused, match="不能再通知另一份"):
            town.act(made, "ask_material", town.handler, what="身份证", due_on=date(2026, 4, 20))
    assert clock(made, "material").end == "met" and clock(made, "handle").raw == date(2026, 6, 6)


def test_no_opinion_without_an_answer_to_each_demand(town: Town, april: None) -> None:
    """31(6), 32 ¶1: each demand answered; another than the drafter checks and signs; a hearing of what is major alone."""
    made = accepted(town, claims=[{"words": "清理排水渠"}, {"words": "赔偿淹水损失"}])
    answers = [(made.claims.first(), "supported", "六月底前清理。")]
    said = {"found": "确有淤积。", "result": "partly", "opinion": "清理。", "basis": "《农田水利条例》"}
    called = {
        "held_at": moment("2026-04-14 09:00"),
        "place": "会议室",
        "chair": "唐志远",
        "people": "双方",
    }
    with pytest.raises(Refused, match="重大、复杂、疑难"):
        town.act(made, "call_hearing", town.handler, **called)
    town.act(made, "draft", town.handler, answers=answers, **said)
    with pytest.raises(Refused, match="还有 1 项诉求没有答复：2"):
        town.act(made, "check", town.committee_head, passed="yes")
    Petition.objects.filter(pk=made.pk).update(status="accepted")
    whole = [*answers, (made.claims.last(), "not_supported", "没有证据。")]
    town.act(made, "draft", town.handler, answers=whole, major=True, **said)
    town.act(made, "check", town.committee_head, passed="yes")
    with pytest.raises(Refused, match="由主要领导签发"):
        town.act(made, "sign", town.duty_leader)
    town.act(made, "sign", town.chief)
    assert (fresh(made).status, clock(made, "handle").end) == ("to_serve", "met")


def test_a_hearing_is_called_in_writing_and_then_recorded(town: Town) -> None:
    """31(6): one hearing, one notice, served; put off it is told anew; no record of what was not called or not held yet."""
    with time_machine.travel(moment(LATER)):
        made = accepted(town)
        Petition.objects.filter(pk=made.pk).update(major=True)
        said = {"record": "双方陈述。", "conclusion": "应当恢复。"}
        with pytest.raises(Refused, match="还没有通知听证"):
            town.act(made, "hear", town.handler, **said)
        called = {"place": "会议室", "chair": "唐志远", "people": "双方"}
        town.act(made, "call_hearing", town.handler, held_at=moment("2026-04-14 09:00"), **called)
        served(town, made, "hearing_notice", date(2026, 4, 7))
    with time_machine.travel(moment("2026-04-09 09:00")):
        town.act(made, "call_hearing", town.handler, held_at=moment("2026-04-16 09:00"), **called)
        assert [paper.kind for paper, _ in SERVING.left(fresh(made))][-1:] == ["petitions.hearing_notice"]
        served(town, made, "hearing_notice", date(2026, 4, 9))
        with pytest.raises(Refused, match="还没有举行"):
            town.act(made, "hear", town.handler, **said)
    with time_machine.travel(moment("2026-04-16 11:00")):
        town.act(made, "hear", town.handler, **said)
    assert made.hearings.get().record == "双方陈述。"


def test_an_answer_after_the_term_is_still_owed_and_says_why_it_is_late(town: Town) -> None:
    """28 ¶1, 34, 45(1): nothing shuts the answer out after sixty days; it says why, and it stays late."""
    with time_machine.travel(moment(LATER)):
        made = accepted(town)
    with time_machine.travel(moment("2026-06-20 09:00")):
        answers = [(claim, "supported", "清理。") for claim in made.claims.all()]
        said = {"found": "淤积。", "result": "supported", "opinion": "清理。", "basis": "《农田水利条例》"}
        with pytest.raises(Refused, match="写明逾期原因"):
            town.act(made, "draft", town.handler, answers=answers, **said)
        drafted(town, made, late_reason="等测产结论。")
        town.act(made, "sign", town.duty_leader)
    last = clock(made, "handle")
    assert last.raw == date(2026, 6, 6) and last.end == "met" and last.ended_at >= last.expires_at  # type: ignore[operator]


def test_what_was_supported_is_carried_out_before_the_file_is_closed(town: Town) -> None:
    """21 ¶2, 32 ¶2, 42(4)."""
    with time_machine.travel(moment(LATER)):
        made = accepted(town)
        drafted(town, made)
        town.act(made, "sign", town.duty_leader)
        served(town, made, "opinion", date(2026, 4, 7))
    with time_machine.travel(moment("2026-05-20 09:00")):
        town.act(made, "lapse", town.petition_officer)
        with pytest.raises(Refused, match="登记落实"):
            town.act(made, "archive", town.archivist)
        town.act(made, "carry_out", town.handler, on=date(2026, 5, 19), words="渠道已清，有照片。")
        town.act(made, "rate", town.petition_officer, rating_office="good", rating_unit="fair")
        with pytest.raises(Refused, match="已经评价过"):
            town.act(made, "rate", town.petition_officer, rating_office="good", rating_unit="good")
        town.act(made, "archive", town.archivist)
    assert fresh(made).status == "archived" and clock(made, "carry_out").end == "met"


def test_what_is_not_supported_is_explained_beside_the_paper(town: Town, april: None) -> None:
    """32 ¶2: owed for one demand of several too, and ended with an opinion that a review overturned."""
    made = accepted(town, claims=[{"words": "清理排水渠"}, {"words": "赔偿淹水损失"}])
    first, other = made.claims.all()
    said = {"found": "确有淤积。", "result": "partly", "opinion": "清理。", "basis": "《农田水利条例》"}
    answers = [(first, "supported", "清理。"), (other, "not_supported", "没有证据。")]
    town.act(made, "draft", town.handler, answers=answers, **said)
    town.act(made, "check", town.committee_head, passed="yes")
    town.act(made, "sign", town.duty_leader)
    assert clock(made, "explain").raw == date(2026, 4, 22)
    town.act(made, "care", town.handler, what=["explain"], words="上门讲明为什么不赔。")
    assert clock(made, "explain").end == "met"
    plain = accepted(town, demand="要求修路灯")
    drafted(town, plain)
    town.act(plain, "sign", town.duty_leader)
    assert not plain.clocks.filter(rule="petition.explain").exists()


def test_a_settlement_that_is_performed_ends_it_without_an_opinion(town: Town, april: None) -> None:
    """33, 37 ¶1."""
    made = accepted(town)
    with pytest.raises(Refused, match="履行期限早于"):
        town.act(
            made,
            "settle",
            town.handler,
            way="mediated",
            agreed_on=date(2026, 4, 7),
            words="清渠。",
            perform_by=date(2026, 4, 1),
        )
    town.act(
        made,
        "settle",
        town.handler,
        way="mediated",
        agreed_on=date(2026, 4, 7),
        words="清渠。",
        perform_by=date(2026, 4, 20),
    )
    assert clock(made, "handle").ended_at is None
    done = {"on": date(2026, 4, 7), "words": "已清，双方确认。"}
    with pytest.raises(Refused, match="还没有书面告知"):
        town.act(made, "settlement_performed", town.handler, **done)
    served(town, made, "acceptance", date(2026, 4, 7))
    town.act(made, "settlement_performed", town.handler, **done)
    now = fresh(made)
    assert (now.status, now.ground, now.opinion, clock(made, "handle").end) == (
        "ended",
        "performed",
        "",
        "met",
    )


def test_the_hearing_of_a_second_review_stops_its_days(town: Town) -> None:
    """36 ¶2: only of the second; seven days of hearing move the last day by seven."""
    with time_machine.travel(moment(LATER)):
        made = accepted(town)
        drafted(town, made)
        town.act(made, "sign", town.duty_leader)
        served(town, made, "opinion", date(2026, 4, 7))
        asked = {"asked_on": date(2026, 4, 7), "came_on": date(2026, 4, 7)}
        town.act(made, "ask_review", town.petition_officer, body=body("县政府"), **asked)
        with pytest.raises((Refused, Conflict)):
            town.act(made, "begin_hearing", town.petition_officer)
        town.act(made, "decided", town.petition_officer, decided_on=date(2026, 4, 7), served_on=date(2026, 4, 7), number="1", words="维持。", result="upheld")  # fmt: skip
        town.act(made, "ask_review", town.petition_officer, body=body("县信访局"), **asked)
        before = clock(made, "second_decided").raw
    with time_machine.travel(moment("2026-04-10 10:00")):
        town.act(made, "begin_hearing", town.petition_officer)
    with time_machine.travel(moment("2026-04-17 10:00")):
        town.act(made, "end_hearing", town.petition_officer)
        with pytest.raises(Refused, match="已经登记过听证"):
            town.act(made, "begin_hearing", town.petition_officer)
    assert before is not None and clock(made, "second_decided").raw == before + timedelta(days=7)


def test_advice_waits_for_a_written_reply(town: Town, april: None) -> None:
    """40: by the petition office; the answer is asked by a day, and whether it was taken is written down."""
    said = {"about": "improve", "to": "县水利局", "words": "建议汛前清渠。", "due_on": date(2026, 5, 6)}
    with pytest.raises(Refused, match="不是本件的信访部门"):
        town.act(register(town, AT), "advise", town.petition_officer, **said)
    made = register(town, AT, **OFFICE)
    with pytest.raises(Refused, match="没有等反馈的建议"):
        town.act(made, "advice_answered", town.petition_officer)
    for about in ("improve", "policy", "account"):
        town.act(made, "advise", town.petition_officer, **{**said, "about": about})
    row = made.advice.get(about="policy")
    town.act(
        made,
        "advice_answered",
        town.petition_officer,
        advice=row,
        taken="partly",
        reply="明年列入。",
        on=date(2026, 4, 7),
    )
    ended = Clock.objects.filter(matter=made.pk, rule="petition.advice").exclude(ended_at=None)
    assert [one.item for one in ended] == [row.number]


def test_a_letter_to_us_is_answered_by_its_day(town: Town, april: None) -> None:
    """40 ¶4: advice of the county's bureau to the town; ours is the written answer."""
    made = register(town, AT)
    town.act(made, "letter_came", town.petition_officer, purpose="notice", body=county(), words="建议汛前清渠，请反馈采纳情况。",
             dated_on=date(2026, 4, 3), came_on=date(2026, 4, 7), due_on=date(2026, 4, 20))  # fmt: skip
    reply = Clock.objects.get(matter=made.pk, rule="core.outside_reply")
    assert (reply.raw, reply.ended_at) == (date(2026, 4, 20), None)
    letter = Correspondence.objects.get(matter=made.pk)
    town.act(made, "ask_outside", town.petition_officer, about=letter, purpose="notice", body=county(), words="已采纳。", dated_on=date(2026, 4, 7))  # fmt: skip
    reply.refresh_from_db()
    assert reply.end == "met"


def test_the_roles_of_a_team_are_laid_out_and_filled_with_persons(
    town: Town, april: None, client: Client
) -> None:
    """A template is data: without a person for each role no team; with them each has the plan as a task and sees the matter."""
    made = accepted(town)
    template = TeamTemplate(name="1+1+2 信访包案", basis="镇党委会议纪要第3期", roles="包案助理\n包村干部 2")
    template.full_clean()
    template.save()
    page = f"/matters/{made.pk}/do/take_charge/"
    client.force_login(town.duty_leader)
    assert "专班模板" in client.get(page).content.decode()
    posted: dict[str, Any] = {"key": str(uuid4()), "version": made.version, "leader": town.duty_leader.pk, "unit": town.works.pk,
              "plan": "一月内清渠。", "due_on": "2026-05-07"}  # fmt: skip
    assert "写明工作专班都有谁" in client.post(page, posted).content.decode()
    posted["template"] = template.pk
    laid = client.post(page, posted).content.decode()
    assert "专班还没有选人：包案助理、包村干部1、包村干部2。" in laid and "包村干部2</label>" in laid
    held = {one.user: one.pk for one in Holding.objects.current().filter(deputy=False)}
    people = (town.unit_head, town.handler, town.handler)
    posted |= {f"seat_{n}": held[user] for n, user in enumerate(people)}
    assert (
        f"{town.handler.name}选了两次：包村干部1、包村干部2。" in client.post(page, posted).content.decode()
    )
    posted["seat_2"] = held[town.grid_chief]
    answer = client.post(page, posted)
    assert answer.status_code == 302, answer.context["form"].errors
    said = "包案助理冯立言，包村干部1俞百川，包村干部2方立新"
    assert made.charges.get().team == said and said in client.get(f"/matters/{made.pk}/").content.decode()
    tasks = {task.user: task.what for task in Task.objects.filter(matter=made.pk)}
    assert tasks == {
        None: "包案化解：一月内清渠。", town.unit_head: "包案助理：包案化解：一月内清渠。",
        town.handler: "包村干部1：包案化解：一月内清渠。", town.grid_chief: "包村干部2：包案化解：一月内清渠。",
    }  # fmt: skip
    assert Matter.objects.visible_to(town.grid_chief).filter(pk=made.pk).exists()


def test_a_template_says_roles_and_how_many(db: None) -> None:
    for roles in (
        "",
        "助理 0",
        "助理 二十",
        "助理\n助理",
        "助理 21",
        "一二三四五六七八九十一二三四五六七八九十一",
    ):
        with pytest.raises(ValidationError):
            TeamTemplate(name="甲", basis="乙", roles=roles).full_clean()


def test_what_is_grave_is_put_before_a_leader_who_answers_the_next_day(
    town: Town, client: Client, april: None
) -> None:
    """22 ¶1(1), 18 ¶2: on April 7; the answer is due on April 8, by who was asked, his deputy, or from his paper."""
    made = accepted(town)
    said = {"words": "三日内清完。"}
    with pytest.raises(Refused, match="没有报请批示"):
        town.act(made, "instruct", town.duty_leader, **said)
    asked = {"leader": town.duty_leader, "opinion": "拟由农办清渠。"}
    town.act(made, "ask_instruction", town.petition_officer, **asked)
    clock = Clock.objects.get(matter=made.pk, rule="petition.instruct")
    assert (clock.raw, clock.user, clock.ended_at) == (date(2026, 4, 8), town.duty_leader, None)
    assert Notice.objects.filter(user=town.duty_leader, sentence__startswith="请批示").exists()
    with pytest.raises(Refused, match="改报另一位领导"):
        town.act(made, "ask_instruction", town.petition_officer, **asked)
    with pytest.raises(Refused, match="报请的是唐志远"):
        town.act(made, "instruct", town.chief, **said)
    town.act(made, "ask_instruction", town.petition_officer, **{**asked, "leader": town.chief})
    clock.refresh_from_db()
    assert clock.end == "cancelled"
    client.force_login(town.petition_officer)
    with CaptureQueriesContext(connection) as asked_of:
        client.get(f"/matters/{made.pk}/")
    assert not [
        one for one in asked_of if 'FROM "petitions_instruction"' in one["sql"] and "LIMIT 1" in one["sql"]
    ]
    with pytest.raises(Refused, match="报请的是孟德顺"):
        town.act(made, "instruct", town.duty_leader, **said)
    perform(made.pk, "instruct", by=town.petition_officer, data=said, decided_by="孟德顺（镇长）")
    first, second = made.instructions.all()
    assert (first.given_at, second.words, second.given_by) == (None, "三日内清完。", "孟德顺（镇长）")
    ended = Clock.objects.get(matter=made.pk, rule="petition.instruct", user=town.chief)
    assert ended.end == "met"
    assert Notice.objects.filter(user=town.petition_officer, sentence__startswith="领导已批示").exists()
    month = Period.of_month(2026, 4)
    key = ("petition_instructed", month)
    assert count(all_of("petition"), [key])[key] == 1


def test_a_leader_in_charge_signs_that_it_is_resolved(town: Town, april: None) -> None:
    """18 ¶2: the plan is a task of the unit with its day; only who is in charge signs."""
    made = accepted(town)
    with pytest.raises(Refused, match="没有领导包案"):
        town.act(made, "conclude_charge", town.duty_leader, words="已化解。")
    charge = {
        "leader": town.duty_leader,
        "unit": town.works,
        "team": "冯立言",
        "plan": "一月内清渠。",
        "due_on": date(2026, 5, 7),
    }
    town.act(made, "take_charge", town.duty_leader, **charge)
    assert Clock.objects.get(matter=made.pk, rule="core.task").raw == date(2026, 5, 7)
    with pytest.raises(Refused, match="已由唐志远包案"):
        town.act(made, "take_charge", town.duty_leader, **charge)
    with pytest.raises(Refused, match="由唐志远签字"):
        town.act(made, "conclude_charge", town.chief, words="已化解。")
    own = {"what": "另查水泵", "unit": town.farms, "user": None, "due_on": date(2026, 4, 20)}
    town.act(made, "give_task", town.duty_leader, **own)
    signed = {"words": "已化解。"}
    with pytest.raises(Refused, match="写明是唐志远"):  # not whoever the desk writes
        perform(
            made.pk, "conclude_charge", by=town.petition_officer, data=signed, decided_by="孟德顺（镇长）"
        )
    town.act(made, "conclude_charge", town.duty_leader, words="渠道已通，信访人认可。")
    assert made.charges.get().concluded_on == date(2026, 4, 7)
    plan, other = Task.objects.filter(matter=made.pk)
    assert (plan.state, plan.reason, other.state) == ("cancelled", "包案已化解认定", "given")
    running = Clock.objects.filter(matter=made.pk, rule__startswith="core.task", ended_at=None)
    assert [one.item for one in running] == [other.number]
    told = Notice.objects.filter(sentence__contains="第 1 项不再办理").values_list("user", flat=True)
    assert set(told) == {town.unit_head.pk, town.handler.pk}


def test_who_is_taken_to_the_competent_window_is_counted_and_not_as_reached(town: Town, april: None) -> None:
    made = accepted(town)
    town.act(made, "guide", town.receptionist, words="陪同到县人社局仲裁窗口，由秦值班接待。")
    month = Period.of_month(2026, 4)
    keys = [("petition_guided", month), ("petition_contact_rate", month)]
    found = count(all_of("petition"), keys)
    assert [found[key] for key in keys] == [1, 0]


def test_a_backlog_without_a_leader_in_charge_is_late(town: Town, april: None) -> None:
    made = accepted(town)
    town.act(made, "list_backlog", town.petition_officer, reason="一年没有化解。")
    clock = Clock.objects.get(matter=made.pk, rule="petition.charge")
    assert (clock.raw, clock.unit.short_name) == (date(2026, 4, 14), "综治中心")
    charge = {
        "leader": town.duty_leader,
        "unit": town.works,
        "team": "冯立言",
        "plan": "清渠。",
        "due_on": date(2026, 5, 7),
    }
    town.act(made, "take_charge", town.duty_leader, **charge)
    assert Clock.objects.get(pk=clock.pk).end == Clock.End.MET


def test_who_is_shut_out_takes_no_charge_and_of_what_is_sealed_the_head_answers(
    town: Town, april: None
) -> None:
    made = accepted(town)
    charge = {
        "leader": town.duty_leader,
        "unit": town.works,
        "team": "冯立言",
        "plan": "清渠。",
        "due_on": date(2026, 5, 7),
    }
    for user in (town.duty_leader, town.handler):
        Exclusion.objects.create(matter=made.root, user=user, ground="recused", article="第二十八条")
    with pytest.raises(Refused, match="唐志远已经回避"):
        town.act(made, "take_charge", town.chief, **charge)
    with pytest.raises(Refused, match="已经回避"):
        town.act(made, "assign", town.unit_head, user=town.handler)
    Exclusion.objects.all().delete()
    Matter.objects.filter(pk=made.pk).update(compartment="minor")
    Access.objects.create(matter_id=made.pk, user=town.duty_leader, part="keeper")
    town.act(made, "take_charge", town.duty_leader, **charge)
    task = Task.objects.get(matter=made.pk)
    assert (task.user, task.access.user) == (town.unit_head, town.unit_head)


def test_the_national_number_is_entered_once(town: Town, april: None) -> None:
    """21 ¶2."""
    made = register(town, AT)
    assert clock(made, "enter").raw == date(2026, 4, 8)
    town.act(
        made, "enter_national", town.petition_officer, national_number="GX1", national_on=date(2026, 4, 7)
    )
    assert clock(made, "enter").end == "met"
    with pytest.raises(Refused, match="已经录入：GX1"):
        town.act(
            made, "enter_national", town.petition_officer, national_number="GX2", national_on=date(2026, 4, 7)
        )
