"""Petitions that do not go the ordinary way: without a name, in hand already, sent back by the checker."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access.exclusions import names_the_accused
from core.models import Party
from core.values.refused import Refused
from petitions.forms import AskReviewForm
from petitions.models import Petition
from tests.people import Town, moment
from tests.petitions.test_dates import APPLICANT, clock, fresh, register

SAID = {
    "found": "渠道确有淤积。",
    "result": "supported",
    "opinion": "九月底前清理。",
    "basis": "《农田水利条例》",
}


def accepted(town: Town, made: Any) -> Petition:
    town.act(made, "sort", town.petition_officer, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, accepted_on=date(2026, 5, 8), unit=town.works)
    return fresh(made)


def drafted(town: Town, made: Any) -> Petition:
    answers = [(claim, "supported", "九月底前清理。") for claim in made.own_claims()]
    town.act(made, "draft", town.handler, answers=answers, **SAID)
    return fresh(made)


def test_who_gives_no_name_is_owed_no_notice_until_somebody_is_named(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = register(town, "2026-05-08 09:00", parties=[])
        assert made.unreachable and not made.clocks.filter(rule="petition.notice").exists()
        town.act(made, "add_party", town.petition_officer, party=dict(APPLICANT))
    assert not fresh(made).unreachable and clock(made, "notice").raw == date(2026, 5, 23)


def test_the_opinion_on_what_nobody_signed_ends_it_and_opens_no_window(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = drafted(town, accepted(town, register(town, "2026-05-08 09:00", parties=[])))
        town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "sign", town.duty_leader)
    made = fresh(made)
    assert (made.status, made.ground) == ("ended", "unreachable")
    assert not made.clocks.filter(rule__in=("petition.review", "core.serve")).exists()


def test_what_is_answered_is_no_longer_in_hand(town: Town) -> None:
    """Art. 19 ¶3: refused as in hand only while the earlier one is accepted and not answered."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        first = register(town, "2026-05-08 09:00")
        again = register(town, "2026-05-08 10:00")
        with pytest.raises(Refused, match="没有受理，或者已经出具"):
            town.act(again, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(first))
        accepted(town, first)
        town.act(again, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(first))
        made = drafted(town, fresh(first))
        town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "sign", town.duty_leader)
        third = register(town, "2026-05-08 11:00")
        with pytest.raises(Refused, match="已经出具处理意见"):
            town.act(third, "refuse", town.petition_officer, refusal="in_hand", repeats=fresh(first))


def test_a_draft_that_lacks_an_answer_goes_back_and_not_on(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = accepted(town, register(town, "2026-05-08 09:00"))
        town.act(made, "draft", town.handler, answers=[], **SAID)
        with pytest.raises(Refused, match="还有 1 项诉求没有答复"):
            town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "check", town.committee_head, passed="no", words="第 1 项没有答复。")
    assert fresh(made).status == "accepted"


def test_the_answer_tells_what_was_not_told_before_and_is_late_with_it(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = drafted(town, accepted(town, register(town, "2026-05-08 09:00")))
        town.act(made, "check", town.committee_head, passed="yes")
        town.act(made, "sign", town.duty_leader)
    with time_machine.travel(moment("2026-06-01 16:00")):
        person = Party.objects.get(matter=made.pk)
        direct = {"way": "direct", "on": date(2026, 6, 1), "receiver": "秦满仓"}
        town.act(made, "serve", town.petition_officer, to=("petitions.opinion", person), **direct)
    notice = clock(made, "notice")
    assert notice.end == "met" and notice.ended_at is not None and notice.expires_at is not None
    assert notice.ended_at > notice.expires_at


def test_what_was_once_major_is_signed_by_the_principal_leader(town: Town) -> None:
    """Whoever drafts cannot take the tick away and with it the signature that it wants."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = accepted(town, register(town, "2026-05-08 09:00"))
        Petition.objects.filter(pk=made.pk).update(major=True)
        made = drafted(town, fresh(made))
        town.act(made, "check", town.committee_head, passed="yes")
        with pytest.raises(Refused, match="由主要领导签发"):
            town.act(made, "sign", town.duty_leader)


def test_a_settlement_is_not_dated_ahead(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        made = accepted(town, register(town, "2026-05-08 09:00"))
        days = {"agreed_on": date(2026, 5, 9), "perform_by": date(2026, 6, 9)}
        with pytest.raises(Refused, match="不能晚于今天"):
            town.act(made, "settle", town.handler, way="mediated", words="月底前清理。", **days)
        today = {
            "agreed_on": date(2026, 5, 8),
            "perform_by": date(2026, 5, 8),
        }  # on the spot: due today, not tomorrow
        town.act(made, "settle", town.handler, way="mediated", words="当场清理。", **today)
        assert clock(made, "perform").raw == date(2026, 5, 8)


def test_a_review_is_asked_only_of_who_is_above(town: Town) -> None:
    offered: Any = AskReviewForm().fields["body"].queryset  # type: ignore[attr-defined]
    assert {one.kind for one in offered} == {"government", "letters"}


def test_words_name_the_accused_also_with_a_title_or_a_space(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        accused = [{"name": "许长河", "unit": town.farms}]
        made = register(town, "2026-05-08 09:00", accusation=True, accused=accused)
    for words in ("许长河", "许 长河副主任", town.farms.short_name):
        assert names_the_accused(made, words), words
    assert not names_the_accused(made, "澄湖县纪委监委")


def test_a_letter_is_split_with_its_number_taken_first(town: Town) -> None:
    """As at registering: number, then what keeps alike petitions. The other way round two clerks wait for one another."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        claims = [{"words": "修渠", "kind_of": "appeal"}, {"words": "修路", "kind_of": "appeal"}]
        made = register(town, "2026-05-08 09:00", claims=claims)
        with CaptureQueriesContext(connection) as asked:
            town.act(made, "split", town.petition_officer, claims=[made.claims.last()], kind_of="suggestion")
    words = [one["sql"] for one in asked]
    number = next(place for place, sql in enumerate(words) if sql.startswith("INSERT INTO core_series"))
    reworded = next(place for place, sql in enumerate(words) if sql.startswith('UPDATE "petitions_petition"'))
    assert number < reworded and "修路" not in fresh(made).demand
    assert Petition.objects.get(split_from=made.pk).demand == "修路"
