"""What fell when the room was attacked, and holds now: the law first, then what was lost."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from command.models import Supervision
from core.deadlines.calendars import office_calendar
from core.documents import issue
from core.exchange.import_table import read_table
from core.exchange.importing import bring_in
from core.models import Clock, Exclusion, Link
from core.procedure.procedure import by_kind, document_kinds
from core.service.panel import panel as service_panel
from core.values.refused import Refused
from core.workflow.perform import Result
from core.workflow.roadmap import Builder
from petitions.dossier import DOSSIER
from petitions.importer import PetitionImporter
from petitions.models import Petition
from petitions.told import told
from tests.people import Town, moment
from tests.petitions.test_dates import APPLICANT, clock, fresh, opinion, register
from tests.petitions.test_lawful_way import AT, LATER, OFFICE, WHERE, accepted, body, drafted, served, sheet

OFFICE_ONLY = {**OFFICE, "part": "office"}
SPEAKERS = [
    {**APPLICANT, "name": f"甲{n}", "phone": f"1990000004{place}", "is_representative": True}
    for place, n in enumerate("一二三四五六")
]
AGREED = {
    "way": "mediated",
    "agreed_on": date(2026, 4, 7),
    "words": "清渠。",
    "perform_by": date(2026, 4, 20),
}


@pytest.fixture
def april() -> Any:
    with time_machine.travel(moment(LATER)):
        yield


def answered(town: Town) -> Any:
    """Its opinion was signed on 08-28 and served on 09-01."""
    with time_machine.travel(moment("2026-07-20 09:00")):
        made = opinion(town, "2026-07-20 09:00")
    with time_machine.travel(moment("2026-09-02 09:00")):
        served(town, made, "opinion", date(2026, 9, 1))
    return fresh(made)


def decide(town: Town, made: Any, **more: Any) -> Result:
    said: dict[str, Any] = {
        "decided_on": date(2026, 9, 20),
        "number": "1",
        "result": "redo",
        "words": "重新处理",
        "served_on": date(2026, 9, 21),
    }
    return town.act(made, "decided", town.petition_officer, **{**said, **more})


def ask(town: Town, made: Any, on: date) -> Result:
    return town.act(
        made, "ask_review", town.petition_officer, body=body("县政府"), asked_on=on, came_on=date(2026, 9, 11)
    )


def test_an_opinion_made_anew_is_served_anew_and_opens_its_own_window(town: Town) -> None:
    """35: the review orders it to be handled anew; the second opinion is served, reviewed and carried out for itself."""
    made, kind = answered(town), document_kinds()["petitions.opinion"]
    first = issue.issue(kind, made, town.director)
    with time_machine.travel(moment("2026-09-02 10:00")):
        town.act(made, "carry_out", town.handler, on=date(2026, 9, 2), words="已清理")
        rated = {"rating_office": "good", "rating_unit": "bad"}
        town.act(made, "rate", town.petition_officer, **rated)
        with pytest.raises(Refused, match="已经评价过"):
            town.act(made, "rate", town.petition_officer, **rated)
    with time_machine.travel(moment("2026-09-22 09:00")):
        ask(town, made, date(2026, 9, 10))
        decide(town, made, redo_by=date(2026, 10, 20))
        assert clock(made, "redo").raw == date(2026, 10, 20)
        order = Supervision.objects.get(parent=made)
        assert (order.unit, order.trigger) == (made.unit, "unlawful") and "责令重新处理" in order.reason
        drafted(town, fresh(made))
        town.act(made, "sign", town.duty_leader)
        anew = issue.issue(kind, fresh(made), town.director)
        assert anew.number != first.number and (first.version, anew.version) == (1, 1)
        assert not [line for line in DOSSIER.missing(fresh(made)) if "处理意见书" in line]
    with time_machine.travel(moment("2026-09-25 09:00")):
        served(town, fresh(made), "opinion", date(2026, 9, 24))
        assert fresh(made).status == "served" and clock(made, "review").raw == date(2026, 10, 24)
        with pytest.raises(Refused, match="已经送达"):
            served(town, fresh(made), "opinion", date(2026, 9, 25))
        town.act(made, "carry_out", town.handler, on=date(2026, 9, 25), words="又清理")
        town.act(made, "rate", town.petition_officer, **rated)
        assert clock(made, "follow_up").end == "met"
    assert clock(made, "carry_out").end == "met"


def test_nobody_is_late_with_carrying_out_what_a_review_overturned(town: Town) -> None:
    """35: in hand again, there is no act by which its old terms could be met."""
    made = answered(town)
    running = made.clocks.filter(ended_at=None)
    assert {"petition.carry_out", "petition.follow_up"} <= set(running.values_list("rule", flat=True))
    with time_machine.travel(moment("2026-09-22 09:00")):
        ask(town, made, date(2026, 9, 10))
        decide(town, made, redo_by=date(2026, 10, 20))
    left = set(running.values_list("rule", flat=True))
    assert "petition.redo" in left and not {"petition.carry_out", "petition.follow_up"} & left


def test_what_is_signed_in_the_last_minutes_of_a_year_is_numbered_in_it(town: Town) -> None:
    """Its number bears the year of the day that stands on it, also where it is printed after midnight; a petition that came
    before midnight and is typed after it is of the old year too.
    """
    at, kind = "2026-12-21 09:00", document_kinds()["petitions.opinion"]
    with time_machine.travel(moment("2026-12-31 23:50")):
        made = register(town, at)
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 12, 31), unit=town.works)
        drafted(town, fresh(made))
    with time_machine.travel(moment("2026-12-31 23:59")):
        town.act(made, "sign", town.duty_leader)
    with time_machine.travel(moment("2027-01-01 00:04")):
        paper = issue.issue(kind, fresh(made), town.director)
        assert "信处〔2026〕1号" in paper.number and fresh(made).signed_on == date(2026, 12, 31)
        assert "〔2026〕" in register(town, "2026-12-31 23:58").number
        assert "〔2027〕0001号" in register(town, "2027-01-01 00:02").number
        served(town, fresh(made), "opinion", date(2027, 1, 1))
        assert clock(made, "review").raw == date(2027, 1, 31)


def test_a_review_is_asked_after_the_opinion_and_the_new_term_lies_ahead(town: Town) -> None:
    made = answered(town)
    with time_machine.travel(moment("2026-09-22 09:00")):
        with pytest.raises(Refused, match="早于处理意见书"):
            ask(town, made, date(2026, 8, 1))
        ask(town, made, date(2026, 9, 10))
        with pytest.raises(Refused, match="重新处理期限"):
            decide(town, made, redo_by=date(2026, 9, 1))
        with pytest.raises(Refused, match="不能晚于今天"):
            decide(town, made, served_on=date(2026, 9, 23))


def test_a_draft_that_was_never_signed_is_told_to_nobody(town: Town, april: None) -> None:
    made = accepted(town)
    drafted(town, made)
    town.act(made, "send_back", town.duty_leader, reason="改")
    town.act(made, "withdraw", town.petition_officer, reason="自愿撤回")
    assert fresh(made).opinion and told(fresh(made)).result == ""


def test_only_as_petition_office_it_transfers_and_tells_nobody_off(town: Town, april: None) -> None:
    """22 ¶1: whose name is known is neither filed away nor sent home; who handles it itself owes the notice of 23."""
    made = register(town, AT, **OFFICE_ONLY)
    with pytest.raises(Refused, match="应当“转送、交办”"):
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="4", **WHERE)
    with pytest.raises(Refused, match="应当“转送、交办”"):
        town.act(made, "refuse", town.petition_officer, refusal="not_ours", **WHERE)
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 4, 7), unit=town.works)
    assert fresh(made).part == "both" and clock(made, "notice").raw == date(2026, 4, 17)


def test_an_accusation_is_sorted_as_nothing_else(town: Town, april: None) -> None:
    """30: through the kernel's door as well; on another way nobody could hand it over any more."""
    made = register(town, AT, accusation=True, accused=[{"name": "许长河", "unit": town.farms}])
    with pytest.raises(Refused, match="只能按检举控告分类"):
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")


def test_a_suggestion_that_the_office_studies_itself_is_sorted(town: Town, april: None) -> None:
    made = register(town, AT, **OFFICE)
    town.act(made, "sort", town.petition_officer, kind_of="suggestion")
    assert clock(made, "sort").end == "met" and clock(made, "notice").ended_at is None


def test_what_was_sent_down_is_objected_to_and_not_refused(town: Town, april: None) -> None:
    """23 ¶3."""
    made = register(town, AT, source="forwarded", sender=body("县信访局"), sender_number="1")
    with pytest.raises(Refused, match="应当“提出异议”"):
        town.act(made, "refuse", town.petition_officer, refusal="not_ours", **WHERE)


def test_in_hand_is_what_the_same_person_asked_and_is_handled_in_time(town: Town) -> None:
    """19 ¶3: neither what has ended, nor what is over its term, nor what another person asked."""
    with time_machine.travel(moment(LATER)):
        ended, slow = accepted(town), accepted(town)
        town.act(ended, "withdraw", town.petition_officer, reason="自愿撤回")
        again, other = register(town, LATER), register(town, LATER, parties=[SPEAKERS[0]])
        for asks, earlier, why in ((again, ended, "已经办结"), (other, slow, "不是同一信访人")):
            with pytest.raises(Refused, match=why):
                town.act(asks, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(earlier))
    with time_machine.travel(moment("2026-06-07 09:00")), pytest.raises(Refused, match="已经超过规定期限"):
        town.act(again, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(slow))


def test_what_is_answered_is_served_and_not_withdrawn(town: Town) -> None:
    """35: neither the paper nor the right to a review is lost by a withdrawal."""
    with time_machine.travel(moment("2026-07-20 09:00")):
        made = opinion(town, "2026-07-20 09:00")
        with pytest.raises(Refused, match="不能信访人撤回"):
            town.act(made, "withdraw", town.petition_officer, reason="撤回")


def test_who_is_named_after_the_end_is_served_the_opinion(town: Town, april: None) -> None:
    made = register(town, AT, parties=[])
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 4, 7), unit=town.works)
    drafted(town, fresh(made))
    town.act(made, "sign", town.duty_leader)
    town.act(made, "add_party", town.petition_officer, party=dict(APPLICANT))
    assert fresh(made).status == "to_serve" and clock(made, "file").end == "cancelled"
    assert Clock.objects.filter(matter=made, rule="core.serve", ended_at=None).exists()
    served(town, fresh(made), "opinion", date(2026, 4, 7))
    assert fresh(made).status == "served" and clock(made, "review").raw == date(2026, 5, 7)


def test_of_another_body_the_petitioner_is_told_anew(town: Town) -> None:
    """23 ¶1: it came back, and goes to somebody else."""
    with time_machine.travel(moment(LATER)):
        made = register(town, AT, **OFFICE)
        town.act(
            made,
            "transfer",
            town.petition_officer,
            purpose="forward",
            body=body("县水利局"),
            received_on=date(2026, 4, 7),
            words="请处理。",
        )
        served(town, made, "sent", date(2026, 4, 7))
    with time_machine.travel(moment("2026-04-08 10:00")):
        town.act(
            made,
            "their_objection",
            town.petition_officer,
            on=date(2026, 4, 8),
            agreed="yes",
            words="不归我们",
        )
        assert clock(made, "notice").ended_at is None and clock(made, "notice").raw == date(2026, 4, 17)
        town.act(
            made,
            "transfer",
            town.petition_officer,
            purpose="forward",
            body=body("县住建局"),
            received_on=date(2026, 4, 8),
            words="请处理。",
        )
    with time_machine.travel(moment("2026-04-30 09:00")):
        with pytest.raises(Refused, match="还没有书面告知"):
            town.act(made, "transfer_stands", town.petition_officer)
        served(town, fresh(made), "sent", date(2026, 4, 29))
        town.act(made, "transfer_stands", town.petition_officer)
    assert fresh(made).status == "sent"


def test_on_the_day_of_the_first_transfer_the_second_is_told_anew(town: Town, april: None) -> None:
    """23 ¶1: what was told of the first body is no notice of the second, though both go out on one day."""
    made = register(town, AT, **OFFICE)

    def transfer(to: str) -> None:
        came = date(2026, 4, 7)
        town.act(made, "transfer", town.petition_officer, purpose="forward", body=body(to), received_on=came, words="请处理。")  # fmt: skip

    transfer("县水利局")
    first = issue.issue(document_kinds()["petitions.sent"], fresh(made), town.director)
    served(town, fresh(made), "sent", date(2026, 4, 7))
    with pytest.raises(Refused, match="已经送达"):
        served(town, fresh(made), "sent", date(2026, 4, 7))
    town.act(
        made, "their_objection", town.petition_officer, on=date(2026, 4, 7), agreed="yes", words="不归我们"
    )
    assert clock(made, "notice").ended_at is None
    transfer("县住建局")
    lines = service_panel(fresh(made), town.petition_officer)["lines"]
    assert [(one["paper"], one["state"], len(one["tries"])) for one in lines] == [("转送告知书", "未送达", 1)]
    assert issue.issue(document_kinds()["petitions.sent"], fresh(made), town.director).number != first.number
    served(town, fresh(made), "sent", date(2026, 4, 7))
    assert clock(made, "notice").end == "met" and fresh(made).services.count() == 2


def test_a_transfer_in_a_year_without_a_calendar_waits(town: Town) -> None:
    with time_machine.travel(moment("2029-04-02 10:00")):
        made = register(town, "2029-04-02 09:30", **OFFICE)
        town.act(
            made,
            "transfer",
            town.petition_officer,
            purpose="forward",
            body=body("县水利局"),
            received_on=date(2029, 4, 2),
            words="请处理。",
        )
        served(town, made, "sent", date(2029, 4, 2))
        with pytest.raises(Refused, match="先导入工作日历"):
            town.act(made, "transfer_stands", town.petition_officer)


def test_a_longer_term_is_told_and_the_telling_is_reminded(town: Town, april: None) -> None:
    """34: it is asked while a settlement is performed as well, and its reasons are told to the petitioner."""
    made = accepted(town)
    served(town, made, "acceptance", date(2026, 4, 7))
    town.act(made, "ask_extension", town.handler, days=30, reason="要等测量结果")
    town.act(made, "settle", town.handler, **AGREED)
    town.act(made, "grant_extension", town.duty_leader)
    telling = Clock.objects.get(matter=made, rule="core.serve")
    assert telling.ended_at is None
    served(town, fresh(made), "extension_notice", date(2026, 4, 7))
    telling.refresh_from_db()
    assert telling.end == "met"


def test_no_act_names_a_sixth_representative(town: Town, april: None) -> None:
    """20 ¶3."""
    with pytest.raises(Refused, match="不超过 5 人"):
        register(town, AT, parties=SPEAKERS, head_count=7)
    made = register(town, AT, parties=SPEAKERS[:5], head_count=7)
    with pytest.raises(Refused, match="不超过 5 人"):
        town.act(made, "add_party", town.petition_officer, party=dict(SPEAKERS[5]))


def test_whose_name_and_address_are_written_can_be_told(town: Town, april: None) -> None:
    """23 ¶2."""
    with pytest.raises(Refused, match="不能标"):
        register(town, AT, unreachable=True)
    assert not Petition.objects.exists()


def test_the_petition_office_reports_what_is_urgent_above_as_well(town: Town) -> None:
    """25 ¶2."""
    with time_machine.travel(moment("2026-04-07 10:00")):
        made = register(town, "2026-04-07 08:30", urgent=True, **OFFICE)
        for to in ("government", "department", "joint", "above", "national"):
            assert clock(made, "urgent").ended_at is None
            said = {
                "receiver": "值班室 陈守田",
                "words": "二十人聚集。",
                "reported_at": moment("2026-04-07 09:00"),
            }
            town.act(made, "report_urgent", town.petition_officer, to=to, **said)
    assert clock(made, "urgent").end == "met"


def test_the_road_of_an_accusation_leads_to_those_who_may_have_it(town: Town, april: None) -> None:
    """30: handed over; no step of an ordinary petition lies ahead of it."""
    made = fresh(register(town, AT, accusation=True, accused=[{"name": "许长河", "unit": town.farms}]))
    entries = list(made.history.select_related("by", "holder", "unit", "detail"))
    clocks = list(made.clocks.all())
    road = Builder(by_kind()["petition"], made, entries, clocks, office_calendar(), moment(LATER)).build()
    assert [step.name for step in road.steps if step.state == "next"] == ["移送", "办结"]


def test_what_repeats_an_accusation_bears_no_mark_of_it(town: Town, april: None, client: Client) -> None:
    """30 ¶3: the desk links a letter to the accusation of the same person; who reads the letter learns of neither."""
    secret = register(town, AT, accusation=True, accused=[{"name": "许长河", "unit": town.farms}])
    people = {"TOTAL_FORMS": "1", "0-role": "applicant", "0-of_age": "on"}
    people |= {f"0-{name}": APPLICANT[name] for name in ("name", "phone", "address")}
    typed = {f"people-{name}": value for name, value in people.items()}
    answer = sheet(town, client, channel="letter", link_to=str(secret.pk), version="0", **typed)
    assert answer.status_code == 302, answer.context["sheet"].form.errors
    made = Petition.objects.exclude(pk=secret.pk).get()
    assert Link.objects.count() == 1 and not made.repeated
    client.force_login(town.chief)
    page = client.get(f"/matters/{made.pk}/").content.decode()
    assert "重复" not in page and secret.number not in page


def test_an_import_compares_nothing_with_what_its_importer_may_not_see(town: Town, april: None) -> None:
    """28 ¶3: whoever withdrew reads in no list of differences what is written in it now."""
    made = register(town, AT, national_number="99N1")
    rows = "信访件编号,信访形式,姓名,信访日期,概况\n99N1,来信,秦满仓,2026-04-02,另一种说法\n".encode(
        "utf-8-sig"
    )

    def differs() -> int:
        importer = PetitionImporter(town.director, "国家系统")
        table = read_table(rows, importer.columns, 10, {})
        importer.prepare(table.head, {}, ())
        return len(bring_in(importer, table, dry_run=True).differs)

    assert differs() == 1
    Exclusion.objects.create(
        matter=made, user=town.director, ground="recused", article="第二十八条第三款", reason="亲属"
    )
    assert differs() == 0
