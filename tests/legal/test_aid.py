"""Help with legal aid: story N8 with its dates, what is missing told once, guardians, refusal and objection."""

import copy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.utils.timezone import localdate

from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Term, compute
from core.models import Correspondence, Matter, OutsideBody
from core.procedure.procedure import by_kind
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import open_matter, perform
from core.workflow.roadmap import Builder
from legal.aid.checklist import needed
from legal.aid.forms import ApplyForm, RegisterForm, SendForm, TellForm, TermForm
from legal.aid.papers import application, checklist, missing
from legal.aid.procedure import brief
from legal.models import Aid
from legal.models.aid import labour_bar
from tests.people import Town, moment

WORKER = {"role": "applicant", "name": "韩广林", "of_age": True}
BOSS = {"role": "respondent", "name": "桃坞建材有限公司", "is_organisation": True}
CHILD = {"role": "applicant", "name": "柏念慈", "id_kind": "resident", "id_number": "990121201803090247"}
WAGES = {
    "subject": "labour",
    "no_check": "migrant",
    "labour_ended_on": date(2025, 2, 26),
    "bar_on": date(2026, 2, 26),
}


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def apply(town: Town, at: str, *parties: dict[str, Any], by: Any = None, **facts: Any) -> Aid:
    data = {
        "demand": "公司拖欠工资，要求支付", "subject": "other", "area": town.town, "town": town.town, "centre": town.centre,
        "parties": [dict(one) for one in parties], **facts,
    }  # fmt: skip
    return open_matter(
        "aid_request", by=by or town.receptionist, data=data, key=uuid4(), at=moment(at)
    ).matter


def fresh(aid: Any) -> Aid:
    return Aid.objects.get(pk=aid.pk)


def clock(aid: Any, rule: str) -> Any:
    return aid.clocks.filter(rule=f"legal.{rule}").latest("pk")


def send(town: Town, aid: Any, on: date, by: Any = None, **facts: Any) -> Aid:
    data = {
        "purpose": "forward", "body": OutsideBody.objects.get(short_name="县法援中心"), "words": "申请及材料一套，请审查。",
        "dated_on": on, "signed_by": "周玉兰", "missing": [], **facts,
    }  # fmt: skip
    return town.act(aid, "send", by or town.legal_officer, **data).matter


def decide(town: Town, aid: Any, outcome: str, on: date) -> Aid:
    letter = Correspondence.objects.get(matter=aid.pk)
    data = {
        "letter": letter,
        "outcome": outcome,
        "answer": "经审查决定如上。",
        "answered_on": localdate(),
        "decided_on": on,
    }
    return town.act(aid, "county_decided", town.legal_officer, **data).matter


def test_n8_wages_before_the_bar(town: Town, client: Client) -> None:
    with time_machine.travel(moment("2026-02-12 15:00")):
        aid = apply(town, "2026-02-12 14:30", WORKER, BOSS, **WAGES)
        assert aid.bar_on == labour_bar(date(2025, 2, 26)) == date(2026, 2, 26)
        assert clock(aid, "bar").raw == date(2026, 2, 26)
        assert "means" not in needed(aid, localdate())  # 进城务工人员 (art. 42): no form about means
        assert not any("家庭人口" in words for _, lines in application(aid)["sections"] for words in lines)
        told = {"missing": ["group", "labour"], "missing_more": "", "supply_by": date(2026, 2, 19)}
        town.act(aid, "tell_missing", town.legal_officer, **told)
        assert fresh(aid).told_on == date(2026, 2, 12)
        entries, clocks = list(aid.history.order_by("seq")), list(aid.clocks.order_by("pk"))
        road = Builder(
            by_kind()["aid_request"], fresh(aid), entries, clocks, office_calendar(), now()
        ).build()
        assert road.steps[0].allowed_text == "3 个工作日", "of the check, not of the people's own bar"
    with time_machine.travel(moment("2026-02-13 10:00")):
        town.act(aid, "supplied", town.legal_officer, on=date(2026, 2, 13), words="工资表、务工证明。")
        with pytest.raises(Refused, match="已于2026年2月12日一次性告知，不能再告知另一份"):
            town.act(
                aid,
                "tell_missing",
                town.legal_officer,
                missing=["identity"],
                missing_more="",
                supply_by=date(2026, 2, 20),
            )
        send(town, aid, date(2026, 2, 13))
    with time_machine.travel(moment("2026-02-14 16:00")):
        town.act(aid, "county_received", town.legal_officer, on=date(2026, 2, 14))
        runs = clock(aid, "decide")
        assert (runs.raw, runs.target, runs.rolled) == (
            date(2026, 2, 21),
            date(2026, 2, 14),
            date(2026, 2, 24),
        )
        assert Correspondence.objects.get(matter=aid.pk).due_on == date(2026, 2, 21)
        said = brief(fresh(aid), town.legal_officer)
        assert [words for kind, words in said["notices"] if kind == "stop"] == ["距仲裁时效届满还有 12 日"]
        client.force_login(town.legal_officer)
        light = client.get(f"/matters/{aid.pk}/").context["light"]
        assert (
            light.text == "本镇无期限，时效、期限届满：剩 12 日"
        )  # the county's days and the bar are not the town's
    with time_machine.travel(moment("2026-02-19 09:00")):
        assert "先行提供" not in str(
            brief(fresh(aid), town.legal_officer)["notices"]
        )  # seven days are not less than seven
    with time_machine.travel(moment("2026-02-20 09:00")):
        said = brief(fresh(aid), town.legal_officer)
        (_, bar), (_, hint), *_ = said["notices"]
        assert bar == "距仲裁时效届满还有 6 日" and "先行提供" in hint
    with time_machine.travel(moment("2026-02-24 16:00")):
        with pytest.raises(Refused, match="早于县里收到日期（2026-02-14）"):
            decide(town, aid, "accepted", date(2026, 2, 13))
        aid = decide(town, aid, "accepted", date(2026, 2, 24))
        assert (aid.status, clock(aid, "assign").raw) == ("granted", date(2026, 2, 27))
        assert clock(aid, "decide").end == "met"
    with time_machine.travel(moment("2026-02-26 16:00")):
        town.act(aid, "assign", town.legal_officer, on=date(2026, 2, 26), assignee="秦援手，澄湖律师事务所")
        assert clock(aid, "bar").end == "met" and "届满" not in str(
            brief(fresh(aid), town.legal_officer)["notices"]
        )
    with time_machine.travel(moment("2026-05-06 16:00")):
        town.act(
            aid,
            "record_result",
            town.legal_officer,
            on=date(2026, 5, 6),
            result="won",
            result_words="裁决支付全部工资。",
        )
        done = town.act(
            aid, "follow_up", town.legal_officer, satisfaction="satisfied", words="已收到工资。"
        ).matter
    assert done.status == "closed" and done.closed_at


def test_seven_working_days_by_setting(town: Town) -> None:
    """A county that reckons working days has until 03-03 in the same story."""
    due = compute(Term.parse("7W"), moment("2026-02-14 12:00"), office_calendar())
    assert due.raw == date(2026, 3, 3)
    assert (
        {rule.key: rule.term for rule in by_kind()["aid_request"].clocks}["legal.decide"]
        == settings.LEGAL_AID["decide"]
        == "7C"
    )


def test_what_is_missing_is_told_before_it_is_sent(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        aid = apply(town, "2026-05-08 09:00", WORKER)
        with pytest.raises(Refused, match=r"还缺：经济困难状况说明.*请先“一次性告知”"):
            send(town, aid, date(2026, 5, 8), missing=["means"])
        form = TellForm(
            {"have": [], "supply_by": "2026-05-15", "key": str(uuid4()), "version": aid.version}, matter=aid
        )
        assert form.is_valid(), form.errors
        town.act(aid, "tell_missing", town.legal_officer, **form.answers)
        assert (
            next(words for _, words in missing(fresh(aid))["sections"])[2]
            == "3. 经济困难状况说明（可以由本人作诚信承诺）"
        )
        assert (
            send(town, aid, date(2026, 5, 8), missing=["means"]).status == "sent"
        )  # told once: the county decides on what there is


def test_nothing_is_told_where_nothing_is_missing(town: Town) -> None:
    aid = apply(town, "2026-05-08 09:00", WORKER)
    have = needed(aid, localdate())
    form = TellForm(
        {"have": have, "supply_by": "2099-05-15", "key": str(uuid4()), "version": aid.version}, matter=aid
    )
    assert "不用告知" in str(form.errors)
    assert [value for value, _ in SendForm(matter=aid).fields["have"].choices] == have


def test_a_child_applies_through_the_guardian(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        aid = apply(town, "2026-05-08 09:00", CHILD, subject="injury", flags=["minor"])
        assert (aid.compartment, "guardian" in needed(aid, localdate())) == ("minor", True)
        with pytest.raises(Refused, match="法定代理人同意并签字"):
            send(town, fresh(aid), date(2026, 5, 8), town.director)
        guardian = {
            "principal": aid.people.get(), "relation": "parent", "person": {"name": "柏成", "id_kind": "resident", "id_number": "990121198906150375"},
            "proof": "户口簿", "given_on": date(2026, 5, 8), "data_consent": True, "consented_on": date(2026, 5, 8), "child_view": "想快点好起来",
        }  # fmt: skip
        perform(aid.pk, "add_guardian", by=town.receptionist, data=guardian)
        with pytest.raises(Http404):
            send(town, aid, date(2026, 5, 8))
        town.act(aid, "pass_to", town.director, to=town.legal_officer, note="请办。")
        assert send(town, aid, date(2026, 5, 8)).status == "sent"
    seen = [
        user.username
        for user in town.users.values()
        if Matter.objects.visible_to(user).filter(pk=aid.pk).exists()
    ]
    assert set(seen) == {"receptionist", "legal_officer", "director", "duty_leader", "petition_officer"}


def test_who_was_ill_treated_is_protected_without_a_tick(town: Town) -> None:
    aid = apply(town, "2026-05-08 09:00", WORKER, no_limit="abused", subject="support")
    assert aid.compartment == "domestic_violence"
    assert not {"means", "group"} & set(needed(aid, localdate())) and "ground" in needed(aid, localdate())


def test_what_is_urgent_goes_at_once_as_it_is(town: Town) -> None:
    """Less than seven days to the bar: four hours for the town, nothing told first (art. 44)."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        aid = apply(
            town,
            "2026-05-08 09:00",
            WORKER,
            subject="labour",
            labour_ended_on=date(2025, 5, 14),
            bar_on=date(2026, 5, 14),
        )
        assert clock(aid, "check").term == "4WH"
        assert "先行提供法律援助" in SendForm(matter=aid).initial["words"]
        aid = send(town, aid, date(2026, 5, 8), missing=["identity"])
        assert aid.status == "sent"
        ticks = {str(label): tick for tick, label in checklist(fresh(aid))["checks"]}
        assert (ticks["申请人的身份证件"], ticks["法律援助申请表"]) == ("□", "■")  # nobody has seen it


def test_the_letter_keeps_the_day_that_it_named(town: Town) -> None:
    """The county's days run from its receipt; what left the house says what it said."""
    kind = next(one for one in by_kind()["aid_request"].documents if one.key == "legal.letter")
    with time_machine.travel(moment("2026-05-12 16:00")):
        aid = send(town, apply(town, "2026-05-08 09:00", WORKER), date(2026, 5, 8))
        letter = Correspondence.objects.get(matter=aid.pk)
        before = kind.context(aid, letter)["due"]
        town.act(aid, "county_received", town.legal_officer, on=date(2026, 5, 11))
        letter.refresh_from_db()
        assert letter.due_on == date(2026, 5, 18) and before == "2026年5月15日"
        assert kind.context(fresh(aid), letter)["due"] == before


def test_refused_objected_upheld(town: Town) -> None:
    with time_machine.travel(moment("2026-05-20 16:00")):
        aid = send(town, apply(town, "2026-05-08 09:00", WORKER), date(2026, 5, 8))
        aid = decide(town, aid, "refused", date(2026, 5, 12))
        assert (aid.status, aid.refused_why) == ("refused", "经审查决定如上。")
        assert not aid.clocks.filter(rule="legal.assign").exists()
        town.act(aid, "object", town.legal_officer, on=date(2026, 5, 13), words="本人没有收入。")
        assert clock(aid, "objection").raw == date(2026, 5, 18)
        town.act(
            aid, "objection_decided", town.legal_officer, on=date(2026, 5, 18), outcome="upheld", words=""
        )
        with pytest.raises(Refused, match="行政复议或者提起行政诉讼"):
            town.act(aid, "object", town.legal_officer, on=date(2026, 5, 19), words="再次异议。")
        assert (
            town.act(
                aid, "follow_up", town.legal_officer, satisfaction="fairly", words="已告知其他途径。"
            ).matter.status
            == "closed"
        )


def test_an_objection_that_was_right_brings_the_assignment(town: Town) -> None:
    with time_machine.travel(moment("2026-05-20 16:00")):
        aid = decide(
            town,
            send(town, apply(town, "2026-05-08 09:00", WORKER), date(2026, 5, 8)),
            "refused",
            date(2026, 5, 12),
        )
        town.act(aid, "object", town.legal_officer, on=date(2026, 5, 13), words="本人没有收入。")
        made = town.act(
            aid, "objection_decided", town.legal_officer, on=date(2026, 5, 18), outcome="corrected", words=""
        ).matter
        assert (made.status, clock(made, "assign").raw) == ("granted", date(2026, 5, 21))


def test_it_lapses_only_after_its_day(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        aid = apply(town, "2026-05-08 09:00", WORKER)
        town.act(
            aid,
            "tell_missing",
            town.legal_officer,
            missing=["means"],
            missing_more="",
            supply_by=date(2026, 5, 15),
        )
    with time_machine.travel(moment("2026-05-15 16:00")), pytest.raises(Refused, match="补充期限到5月15日"):
        town.act(aid, "lapsed", town.legal_officer, reason="没有补充。")
    with time_machine.travel(moment("2026-05-16 09:00")):
        assert town.act(aid, "lapsed", town.legal_officer, reason="没有补充。").matter.status == "withdrawn"


def test_beside_a_question_also_when_it_is_answered(town: Town) -> None:
    """Its people and words come along; the question stays answered, whatever the county says."""
    data = {"channel": "hall", "question": "公司欠我工资怎么办", "answer": "可以申请仲裁，也可以申请法律援助。", "area": town.town,
            "town": town.town, "centre": town.centre, "parties": [dict(WORKER)]}  # fmt: skip
    asked = open_matter("consultation", by=town.receptionist, data=data, key=uuid4()).matter
    aid = town.act(
        asked, "to_aid_request", town.receptionist, subject="labour", labour_ended_on=None, bar_on=None
    ).opened
    assert (aid.code, aid.demand, [one.name for one in aid.people]) == (
        asked.code,
        "公司欠我工资怎么办",
        ["韩广林"],
    )
    assert type(asked).objects.get(pk=asked.pk).status == "answered"


def test_the_earlier_of_two_terms_counts(town: Town) -> None:
    posted = {"subject": "labour", "demand": "欠薪", "labour_ended_on": "2025-06-01", "bar_on": "2026-05-30", "area": "不详",
              "key": str(uuid4()), "version": "0"}  # fmt: skip
    with time_machine.travel(moment("2026-05-08 16:00")):
        form = RegisterForm(posted, user=town.receptionist)
        assert form.is_valid(), form.errors
        assert form.answers["bar_on"] == date(2026, 5, 30)


def test_a_migrant_s_means_are_checked_but_for_wages_and_accidents_at_work() -> None:
    """法律援助法 42, item 3."""
    for subject, lets in (("labour", True), ("injury", True), ("support", False)):
        posted = {"key": str(uuid4()), "version": "0", "subject": subject, "no_check": "migrant"}
        form = ApplyForm(posted)
        assert form.is_valid() is lets and ("no_check" in form.errors) is not lets, subject


def test_a_right_that_is_over_soon_stands_in_the_list(town: Town, client: Client) -> None:
    """Whoever looks at the list sees what is left of it: its light is grey, for the town itself owes nothing by that day."""
    with time_machine.travel(moment("2026-05-08 16:00")):
        near, far = (
            apply(town, "2026-05-08 09:00", WORKER, subject="injury", bar_on=date(2026, month, 15))
            for month in (5, 9)
        )
        aid = send(town, near, date(2026, 5, 8))
    with time_machine.travel(moment("2026-05-11 09:00")):
        client.force_login(town.legal_officer)
        page = client.get("/legal/aid/?view=near").content.decode()
        assert "05-15 周五，剩 4 日" in page and far.number not in page and near.code[-4:] in page
        hints = [words for kind, words in brief(fresh(aid), town.legal_officer)["notices"] if kind == "stop"]
        assert hints[0] == "距时效、期限届满还有 4 日" and "请当日联系县法律援助机构" in hints[1], (
            "it is there already"
        )
        assert brief(fresh(far), town.legal_officer)["notices"][0][0] == "", "four months are no alarm"
        aid = decide(town, aid, "refused", date(2026, 5, 11))
        assert "请今天告知本人自己申请、起诉" in str(brief(fresh(aid), town.legal_officer)["notices"])


def test_a_term_that_was_learned_later_runs_and_hurries(town: Town) -> None:
    with time_machine.travel(moment("2026-05-08 16:00")):
        aid = apply(town, "2026-05-08 09:00", WORKER, subject="labour")
        assert not aid.clocks.filter(rule="legal.bar").exists()
        form = TermForm(matter=aid, user=town.legal_officer)
        assert list(form.fields)[:3] == ["labour_ended_on", "bar_on", "preserve"]
        form = TermForm(
            {"key": str(uuid4()), "version": aid.version, "labour_ended_on": "2025-05-12"}, matter=aid
        )
        assert form.is_valid() and form.answers["bar_on"] == date(2026, 5, 12)
        town.act(aid, "set_term", town.legal_officer, **form.answers)
        assert clock(aid, "bar").raw == date(2026, 5, 12)
        assert (clock(aid, "check").term, fresh(aid).is_urgent()) == ("4WH", True), (
            "it cannot wait three days"
        )
        town.act(aid, "set_term", town.legal_officer, labour_ended_on=None, bar_on=None, preserve=False)
        assert clock(aid, "bar").end == "cancelled" and fresh(aid).bar_on is None


def test_against_an_end_of_the_aid_one_may_object(town: Town) -> None:
    """法律援助法 49: as against a refusal. Upheld, it has ended; corrected, it goes on."""
    for outcome, status in (("upheld", "resulted"), ("corrected", "granted")):
        with time_machine.travel(moment("2026-05-20 16:00")):
            aid = decide(
                town,
                send(town, apply(town, "2026-05-08 09:00", WORKER), date(2026, 5, 8)),
                "accepted",
                date(2026, 5, 9),
            )
            town.act(aid, "assign", town.legal_officer, on=date(2026, 5, 10), assignee="秦援手")
            ended = {"on": date(2026, 5, 12), "result": "ended", "result_words": "受援人自行委托了律师。"}
            aid = town.act(aid, "record_result", town.legal_officer, **ended).matter
            with pytest.raises(Refused, match="早于决定日期"):
                town.act(aid, "object", town.legal_officer, on=date(2026, 5, 11), words="没有委托。")
            town.act(aid, "object", town.legal_officer, on=date(2026, 5, 13), words="没有委托。")
            facts = {"on": date(2026, 5, 18), "outcome": outcome, "words": ""}
            aid = town.act(aid, "objection_decided", town.legal_officer, **facts).matter
            assert (aid.status, aid.decided_on) == (status, date(2026, 5, 9))
            assert (aid.result, aid.upheld_on) == (
                ("ended", date(2026, 5, 18)) if status == "resulted" else ("", None)
            )
            if status == "granted":
                facts = {"on": date(2026, 5, 19), "result": "won", "result_words": "赢了。"}
                town.act(aid, "assign", town.legal_officer, on=date(2026, 5, 19), assignee="秦援手")
                aid = town.act(aid, "record_result", town.legal_officer, **facts).matter
                with pytest.raises(Refused, match="只有不予援助、终止援助的决定"):
                    town.act(aid, "object", town.legal_officer, on=date(2026, 5, 20), words="再来。")
