"""The clocks of a petition, day by day (domain-supplement: L, N3–N5; domain: 1.2)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from core.models import Clock, OutsideBody
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from petitions import clocks
from petitions.models import Claim, Petition
from tests.people import Town, moment

APPLICANT = {
    "name": "秦满仓",
    "role": "applicant",
    "phone": "19900000021",
    "address": "竹溪村 3 号",
    "of_age": True,
}


def county() -> OutsideBody:
    return OutsideBody.objects.get(short_name="县信访局")


def register(town: Town, at: str, demand: str = "田间排水渠堵了，请镇里清理", **facts: Any) -> Any:
    """As the petition desk registers it; received `at`."""
    data = {
        "channel": "letter", "demand": demand, "area": town.taowu, "town": town.town, "centre": town.centre,
        "parties": [dict(APPLICANT)], **facts,
    }  # fmt: skip
    return open_matter("petition", by=town.petition_officer, data=data, key=uuid4(), at=moment(at)).matter


def clock(matter: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=matter, rule=f"petition.{rule}").latest("id")


def fresh(matter: Any) -> Petition:
    return Petition.objects.get(pk=matter.pk)


def test_a_letter_of_three_kinds_is_three_petitions_under_one_code(town: Town) -> None:
    """N3: the county received it on 04-20, the town on Friday 04-24; the second demand is an accusation."""
    with time_machine.travel(moment("2026-04-24 10:00")):
        made = register(
            town,
            "2026-04-24 09:00",
            source="forwarded",
            sender=county(),
            sender_number="澄信转〔2026〕18号",
            sender_on=date(2026, 4, 20),
            accusation=True,
            accused=[{"name": "许长河", "unit": town.farms}],
            claims=[
                {"words": "村口公交站没有雨棚，建议加一个", "kind_of": "suggestion"},
                {"words": "许长河收受礼品", "kind_of": "accusation"},
                {"words": "田间排水渠堵了，请镇里清理", "kind_of": "appeal"},
            ],
        )
    assert made.compartment == "accusation" and [claim.number for claim in made.claims.all()] == [2]
    others = Petition.objects.filter(split_from=made).order_by("pk")
    assert [(one.kind_of, one.code == made.code, one.compartment) for one in others] == [
        ("suggestion", True, ""),
        ("appeal", True, ""),
    ]
    drain = others[1]
    assert [claim.number for claim in drain.claims.all()] == [3] and "许长河" not in drain.demand
    assert clock(drain, "object").raw == date(2026, 5, 6)
    notice = clock(drain, "notice")
    assert (notice.raw, notice.rolled, notice.target) == (date(2026, 5, 9),) * 3
    assert not made.clocks.filter(rule="petition.notice").exists()
    with time_machine.travel(moment("2026-05-08 16:00")):
        town.act(drain, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(drain, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
    assert clock(drain, "handle").raw == date(2026, 7, 7)
    with time_machine.travel(moment("2026-07-07 16:00")):
        town.act(drain, "ask_extension", town.handler, days=30, reason="要等测量结果")
        asked = drain.clocks.get(rule="petition.extension")
        assert asked.unit == town.government, (
            "the organ's head decides: nothing is put to the unit that asked"
        )
        town.act(drain, "grant_extension", town.duty_leader)
        asked.refresh_from_db()
        assert asked.end == "met"
    assert clock(drain, "handle").raw == date(2026, 8, 6)


def test_a_reminder_says_how_many_days_are_used_of_a_longer_and_a_shorter_term_too() -> None:
    """催办 at 30, 45 and 55 (domain: 10.2); a share of ninety days, or of the thirty of a province, is another day."""
    steps = {step.key: step.when.of for step in clocks.HANDLE.steps or ()}
    begun = moment("2026-05-08 12:00")
    longer = Clock(started_at=begun, expires_at=moment("2026-08-07 00:00"))
    shorter = Clock(started_at=begun, expires_at=moment("2026-06-08 00:00"))
    assert [steps[key](longer) for key in ("day45", "day55")] == [
        moment("2026-06-22 08:30"),
        moment("2026-07-02 08:30"),
    ]
    assert "half" in steps and [steps[key](shorter) for key in ("day45", "day55")] == [None, None]


def test_day_sixty_may_be_extended_and_day_sixty_one_may_not(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = register(town, "2026-05-08 09:00")
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
    with time_machine.travel(moment("2026-07-08 09:00")), pytest.raises(Refused, match="07-07 已经届满"):
        town.act(made, "ask_extension", town.handler, days=10, reason="来不及")


def test_what_was_asked_on_the_last_day_is_decided_on_it_and_holds_nobody_up_afterwards(town: Town) -> None:
    """34: nothing can be granted after the sixty days, so that is the last day to decide too."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = register(town, "2026-05-08 09:00")
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
    with time_machine.travel(moment("2026-07-06 16:00")):
        town.act(made, "ask_extension", town.handler, days=10, reason="要等测量结果")
    asked = clock(made, "extension")
    assert (asked.raw, asked.expires_at) == (date(2026, 7, 7), moment("2026-07-08 00:00"))
    said = {"found": "属实。", "result": "explained", "opinion": "说明。", "basis": "《农田水利条例》"}
    answers = [(claim, "explained", "已说明。") for claim in made.claims.all()]
    with time_machine.travel(moment("2026-07-07 16:00")), pytest.raises(Refused, match="正在等批准"):
        town.act(made, "draft", town.handler, answers=answers, **said)
    with time_machine.travel(moment("2026-07-08 09:00")):
        town.act(made, "draft", town.handler, answers=answers, late_reason="延期没有批。", **said)
    assert fresh(made).status == "checking" and clock(made, "extension").end == "cancelled"


def test_an_agreement_beyond_the_sixty_days_is_answered_by_an_opinion_in_time(town: Town) -> None:
    """33, 34: the agreement stops no clock, and nobody need say that it was broken to keep the term."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = register(town, "2026-05-08 09:00")
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
        agreed = {"way": "reconciled", "agreed_on": date(2026, 5, 8), "perform_by": date(2026, 8, 31)}
        town.act(made, "settle", town.handler, words="八月底前清渠。", **agreed)
    with time_machine.travel(moment("2026-07-07 16:00")):
        answers = [(claim, "supported", "按协议八月底前清渠。") for claim in made.claims.all()]
        said = {
            "found": "属实。",
            "result": "supported",
            "opinion": "按协议办。",
            "basis": "《农田水利条例》",
        }
        town.act(made, "draft", town.handler, answers=answers, **said)
        town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "sign", town.duty_leader)
    handled = clock(made, "handle")
    assert (handled.raw, handled.end, clock(made, "perform").end) == (date(2026, 7, 7), "met", "cancelled")
    assert clock(made, "carry_out").ended_at is None


def test_an_objection_after_five_working_days_is_refused(town: Town) -> None:
    """Over 春节: received on 02-12, the fifth working day is 02-26 (made up: 02-14)."""
    with time_machine.travel(moment("2026-02-12 10:00")):
        made = register(town, "2026-02-12 09:00", source="forwarded", sender=county(), sender_number="1")
    last = clock(made, "object").raw
    assert last == date(2026, 2, 26)
    words = "该事项属于县住建局职权，本镇没有处理权限。"
    with time_machine.travel(moment(f"{last:%Y-%m-%d} 16:00").replace(hour=23)):
        town.act(made, "object", town.petition_officer, words=words)
    assert fresh(made).status == "objected" and clock(made, "notice").ended_at is None
    answer = Clock.objects.get(matter=made, rule="core.outside_answer")
    assert answer.raw == clock(made, "notice").raw, (
        "asked again while the petitioner can still be told in time"
    )
    with time_machine.travel(moment("2026-02-12 10:00")):
        late = register(town, "2026-02-12 09:00", source="forwarded", sender=county(), sender_number="2")
    with time_machine.travel(moment("2026-03-20 09:00")), pytest.raises(Refused, match="现在已经超过"):
        town.act(late, "object", town.petition_officer, words=words)


def test_the_window_runs_from_the_day_of_service(town: Town) -> None:
    """N5: refused on 08-31 before a witness; by post signed on 09-01, the last day rolls over 国庆; electronic on a Saturday."""
    cases = (
        ({"way": "left", "on": date(2026, 8, 31), "refused_for": "不认可意见", "witness": "罗春梅", "witness_post": "竹溪村委会"}, date(2026, 9, 30), date(2026, 9, 30)),
        ({"way": "post", "sent_on": date(2026, 8, 28), "tracking": "XA1", "on": date(2026, 9, 1), "receiver": "秦满仓"}, date(2026, 10, 1), date(2026, 10, 8)),
    )  # fmt: skip
    for way, raw, rolled in cases:
        with time_machine.travel(moment("2026-07-20 09:00")):
            made = opinion(town, "2026-07-20 09:00")
        with time_machine.travel(moment("2026-09-02 09:00")):
            party = made.people.get()
            town.act(made, "serve", town.petition_officer, to=("petitions.opinion", party), **way)
        window = clock(made, "review")
        assert fresh(made).status == "served" and (window.raw, window.rolled) == (raw, rolled), way
    with time_machine.travel(moment("2026-10-10 09:00")):
        asked = {
            "body": OutsideBody.objects.get(short_name="县政府"),
            "asked_on": date(2026, 10, 8),
            "came_on": date(2026, 10, 10),
        }
        town.act(made, "ask_review", town.petition_officer, **asked)
    assert clock(made, "review_decided").raw == date(2026, 11, 9)


def opinion(town: Town, at: str) -> Any:
    """A petition whose opinion was signed on 08-28."""
    made = register(town, at)
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 7, 20), unit=town.works)
    with time_machine.travel(moment("2026-08-28 10:00")):
        said = {
            "found": "渠道确有淤积。",
            "result": "supported",
            "opinion": "九月底前清理完毕。",
            "basis": "《农田水利条例》",
        }
        answers = [(claim, "supported", "九月底前清理。") for claim in made.claims.all()]
        town.act(made, "draft", town.handler, answers=answers, **said)
        town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "sign", town.duty_leader)
    return fresh(made)


def test_the_system_ends_what_nobody_asked_to_review_and_a_request_posted_in_time_reopens_it(
    town: Town,
) -> None:
    with time_machine.travel(moment("2026-07-20 09:00")):
        made = opinion(town, "2026-07-20 09:00")
    with time_machine.travel(moment("2026-09-02 09:00")):
        post = {
            "way": "post",
            "sent_on": date(2026, 8, 28),
            "tracking": "XA1",
            "on": date(2026, 9, 1),
            "receiver": "秦满仓",
        }
        town.act(made, "serve", town.petition_officer, to=("petitions.opinion", made.people.get()), **post)
    with time_machine.travel(moment("2026-10-08 20:00")):
        sweep()
        assert fresh(made).status == "served"  # the last day is the day after the holidays
    with time_machine.travel(moment("2026-10-09 20:00")):
        sweep()
        sweep()
        assert (fresh(made).status, fresh(made).ground) == ("ended", "no_review")
    with time_machine.travel(moment("2026-10-10 20:00")):
        asked = {"body": OutsideBody.objects.get(short_name="县政府"), "came_on": date(2026, 10, 10)}
        with pytest.raises(Refused, match="已经超过30日"):
            town.act(made, "ask_review", town.petition_officer, asked_on=date(2026, 10, 9), **asked)
        town.act(made, "ask_review", town.petition_officer, asked_on=date(2026, 10, 8), **asked)
    assert fresh(made).status == "in_review"


def test_the_whole_way_and_the_third_visit(town: Town) -> None:
    """Review, second review with a hearing that is not counted, the end; and what comes again is not accepted any more."""
    with time_machine.travel(moment("2026-07-20 09:00")):
        made = opinion(town, "2026-07-20 09:00")
    with time_machine.travel(moment("2026-09-02 09:00")):
        town.act(
            made,
            "serve",
            town.petition_officer,
            to=("petitions.opinion", made.people.get()),
            way="direct",
            on=date(2026, 9, 1),
            receiver="秦满仓",
        )
    bodies = {name: OutsideBody.objects.get(short_name=name) for name in ("县政府", "县信访局")}
    with time_machine.travel(moment("2026-12-20 09:00")):
        desk = town.petition_officer
        town.act(
            made,
            "ask_review",
            desk,
            body=bodies["县政府"],
            asked_on=date(2026, 9, 20),
            came_on=date(2026, 9, 21),
        )
        said = {"number": "澄政复〔2026〕3号", "words": "维持。", "result": "upheld"}
        town.act(made, "decided", desk, decided_on=date(2026, 10, 19), served_on=date(2026, 10, 20), **said)
        assert clock(made, "second").raw == date(2026, 11, 19)
        town.act(
            made,
            "ask_review",
            desk,
            body=bodies["县信访局"],
            asked_on=date(2026, 11, 19),
            came_on=date(2026, 11, 20),
        )
        assert clock(made, "second_decided").raw == date(2026, 12, 20)
        town.act(made, "decided", desk, decided_on=date(2026, 12, 18), served_on=date(2026, 12, 19), **said)
        assert (fresh(made).status, fresh(made).ground) == ("ended", "second_review")
        with pytest.raises(Refused, match="不能再请求"):
            town.act(
                made,
                "ask_review",
                desk,
                body=bodies["县政府"],
                asked_on=date(2026, 12, 19),
                came_on=date(2026, 12, 20),
            )
        again = register(town, "2026-12-20 08:30", channel="visit")
        with pytest.raises(Refused, match="写明同一事项"):
            town.act(again, "refuse", desk, refusal="final")
        town.act(again, "refuse", desk, refusal="final", repeats=fresh(made))
        town.act(
            again,
            "serve",
            desk,
            to=("petitions.refusal", again.people.get()),
            way="direct",
            on=date(2026, 12, 20),
            receiver="秦满仓",
        )
        assert fresh(again).status == "told" and clock(again, "notice").end == "met"
        owed = clock(again, "explain")
        assert (owed.raw, owed.ended_at) == (date(2027, 1, 4), None), "the file is closed, the duty is not"
        town.act(again, "care", desk, what=["explain", "relief"], words="讲明政策，协助申请临时救助。")
        assert clock(again, "explain").end == "met" and clock(made, "explain").ended_at is None


def test_a_case_of_the_hall_becomes_a_petition_whose_days_run_from_its_own_receipt(town: Town) -> None:
    with time_machine.travel(moment("2026-03-02 09:00")):
        case = town.register("低保没有批，要求说明", parties=[dict(APPLICANT)])
    with time_machine.travel(moment("2026-03-20 09:00")):
        made = town.act(case, "to_petition", town.director, channel="hall", part="unit").opened
    assert made.received_at == case.received_at and made.code == case.code and made.demand == case.demand
    notice = clock(made, "notice")
    assert (
        notice.raw == date(2026, 3, 17)
        and notice.expires_at is not None
        and notice.expires_at < moment("2026-03-20 09:00")
    )
    with time_machine.travel(moment("2026-03-20 10:00")):
        where = {"told_body": "县民政局", "told_where": "县城", "told_term": "60 日内"}
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="4", **where)
    case.refresh_from_db()
    assert case.status == "replied"


def test_the_matter_of_the_hall_hears_that_a_part_of_the_letter_goes_on(town: Town) -> None:
    with time_machine.travel(moment("2026-03-02 09:00")):
        case = town.register("低保没有批，要求说明；建议加个路灯", parties=[dict(APPLICANT)])
        made = town.act(case, "to_petition", town.director, channel="hall", part="unit").opened
        Claim.objects.create(matter=made, number=2, words="建议加个路灯")
        town.act(made, "split", town.petition_officer, claims=[made.claims.last()], kind_of="suggestion")
        other = Petition.objects.get(split_from=made)
        where = {"told_body": "县民政局", "told_where": "县城", "told_term": "60 日内"}
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="4", **where)
    told = [str(entry.detail.values) for entry in case.history.all() if entry.detail]
    assert any(f"拆分另办的 {other.number} 还没有办结" in words for words in told), told
