"""The clocks of a petition, day by day (domain-supplement: L, N3–N5; domain: 1.2)."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from core.models import Clock, OutsideBody
from core.values.refused import Refused
from core.workflow.perform import open_matter
from petitions.models import Petition
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
        town.act(drain, "grant_extension", town.duty_leader)
    assert clock(drain, "handle").raw == date(2026, 8, 6)


def test_day_sixty_may_be_extended_and_day_sixty_one_may_not(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = register(town, "2026-05-08 09:00")
        town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
        town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
    with time_machine.travel(moment("2026-07-08 09:00")), pytest.raises(Refused, match="07-07 已经届满"):
        town.act(made, "ask_extension", town.handler, days=10, reason="来不及")


def test_an_objection_after_five_working_days_is_refused(town: Town) -> None:
    """Over 春节: received on 02-12, the fifth working day is 02-25 (make-up days 02-14, 02-28)."""
    with time_machine.travel(moment("2026-02-12 10:00")):
        made = register(town, "2026-02-12 09:00", source="forwarded", sender=county(), sender_number="1")
    last = clock(made, "object").raw
    assert last is not None
    words = "该事项属于县住建局职权，本镇没有处理权限。"
    with time_machine.travel(moment(f"{last:%Y-%m-%d} 16:00").replace(hour=23)):
        town.act(made, "object", town.petition_officer, words=words)
    assert fresh(made).status == "objected" and clock(made, "notice").ended_at is None
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
