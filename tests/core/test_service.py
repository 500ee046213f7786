"""Service of papers: the day from which a paper counts as served, by every way; who takes it, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from core.deadlines.calendars import load_from_chinesecalendar
from core.deadlines.clocks import ClockRule, Start
from core.models import Clock, Document, HistoryEntry, Notice, Party, Representation, Service
from core.models.matter import PROTECTED
from core.procedure import procedure as declared
from core.procedure.indicators import Period
from core.procedure.procedure import Procedure
from core.procedure.transitions import Clocks, Outcome, Snapshot, Transition, anybody
from core.service import acts, numbers, paper
from core.service.clocks import SERVE
from core.service.forms import ServeForm
from core.service.panel import PANEL
from core.service.serving import Serving, ToServe, served, unserved
from core.values.refused import Refused
from core.workflow.captions import caption
from core.workflow.escalation import sweep
from core.workflow.perform import Used, perform
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
OPINION = "toy.opinion"
PAPER_DAY = date(2026, 8, 28)
REVIEW = ClockRule("toy.review", "申请复查", "30C", "试验", right=True, whose="citizen")
PARTIES = [
    {"name": "陆阿根", "role": "applicant"},
    {"name": "秦满仓", "role": "applicant"},
    {"name": "邵梅", "role": "applicant"},
]


def sides(case: Any) -> list[Party]:
    return [party for party in case.people if party.role in Party.SIDES]


SERVING = Serving(
    (
        ToServe(
            OPINION,
            "处理意见书",
            lambda case: PAPER_DAY if case.status != "registered" else None,
            sides,
            (REVIEW,),
        ),
    ),
    when_all="replied",
)


def answer(now: Snapshot, data: Any) -> Outcome:
    return Outcome(starts=[Start(SERVE.key, unit=now.matter.holder_unit)])


def _toy(hall: Procedure) -> Procedure:
    """The hall with a paper that is served, after which the citizen's window runs."""
    rows = (
        Transition("opine", "出具意见", {"registered"}, "in_hand", anybody("cases.register"), answer, closed=PROTECTED,
                   clocks=Clocks(starts=(SERVE,))),
        *acts.rows(SERVING, frozenset({"in_hand"}), anybody("cases.register"), "toy.service"),
    )  # fmt: skip
    flow = replace(hall.workflow, transitions=(*hall.workflow.transitions, *rows))
    return replace(
        hall, workflow=flow, serves=SERVING, clocks=(*hall.clocks, REVIEW, SERVE),
        panels=(*hall.panels, PANEL), gathers=(*hall.gathers, "services"),
        documents=(*hall.documents, paper.kind_of("toy.service", frozenset({"in_hand", "replied"}))),
    )  # fmt: skip


@pytest.fixture
def toy(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    load_from_chinesecalendar()
    toys = tuple(_toy(one) if one.kind == "case" else one for one in declared.procedures())
    monkeypatch.setattr(declared, "procedures", lambda: toys)
    caches = (declared.by_kind, declared.clock_rules, declared.document_kinds)
    for cache in caches:
        cache.cache_clear()
    with time_machine.travel(moment("2026-10-12 10:00"), tick=False):
        yield town
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def opined(town: Town, *people: dict[str, Any]) -> Any:
    """A matter with its paper of Friday, 28 August."""
    at = moment("2026-08-28 09:00")
    with time_machine.travel(at, tick=False):
        case = town.register(parties=[dict(one) for one in people or PARTIES])
        return perform(case.pk, "opine", by=town.receptionist).matter


def serve(town: Town, case: Any, party: Party, way: str, on: date | None = None, **more: Any) -> Service:
    data = {"to": (OPINION, party), "way": way, "on": on, **more}
    perform(case.pk, "serve", by=town.receptionist, data=data, key=uuid4())
    return Service.objects.latest("pk")


def window(row: Service) -> Clock:
    return Clock.objects.get(matter=row.matter_id, rule=REVIEW.key, item=row.number)


def agreed(town: Town, case: Any, party: Party, on: date, agrees: str = "yes") -> None:
    data = {"party": party, "agrees": agrees, "address": "199-0000-0077", "given_on": on}
    perform(case.pk, "agree_electronic", by=town.receptionist, data=data, key=uuid4())


WITNESS = {"refused_for": "不同意意见", "witness": "罗春梅", "witness_post": "桃坞村委会副主任"}
LETTER = {"sent_on": date(2026, 8, 29), "tracking": "1099000000000"}


# --- The day ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "on", "more", "served_on", "raw", "rolled"),
    [
        ("left", date(2026, 8, 31), WITNESS, date(2026, 8, 31), date(2026, 9, 30), date(2026, 9, 30)),
        ("post", date(2026, 9, 1), LETTER, date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 8)),
        ("electronic", date(2026, 8, 29), {}, date(2026, 8, 29), date(2026, 9, 28), date(2026, 9, 28)),
        ("direct", date(2026, 8, 28), {}, date(2026, 8, 28), date(2026, 9, 27), date(2026, 9, 28)),
        ("publication", date(2026, 8, 31), {"place": "镇公告栏", "unknown": True}, date(2026, 9, 30), date(2026, 10, 30),
         date(2026, 10, 30)),
    ],
)  # fmt: skip
def test_the_window_of_the_citizen_runs_from_the_day_of_service_whenever_it_is_typed(
    toy: Town, way: str, on: date, more: dict[str, Any], served_on: date, raw: date, rolled: date
) -> None:
    """Typed in October: the day of service counts, and no day of rest puts it off."""
    case = opined(toy)
    party = sides(case)[0]
    if way == "electronic":
        agreed(toy, case, party, on)
    row = serve(toy, case, party, way, on, **more)
    assert row.served_on == served_on
    clock = window(row)
    assert (clock.raw, clock.rolled) == (raw, rolled)


def test_each_party_has_its_own_window_and_the_last_one_moves_the_matter(toy: Town) -> None:
    case = opined(toy)
    rows = []
    for place, party in enumerate(sides(case)):
        case.refresh_from_db()
        assert case.status == "in_hand"
        rows.append(serve(toy, case, party, "direct", date(2026, 9, 1 + place)))
    case = type(case).objects.get(pk=case.pk)
    assert case.status == "replied"
    assert [window(row).raw.day for row in rows if window(row).raw] == [1, 2, 3]
    assert Clock.objects.get(matter=case, rule=SERVE.key).end == Clock.End.MET
    assert len(served(case, OPINION)) == 3 and not unserved(case, OPINION)


def test_a_publication_is_over_for_the_office_and_counts_after_thirty_days(toy: Town) -> None:
    case = opined(toy, PARTIES[0])
    row = serve(toy, case, sides(case)[0], "publication", localdate(), place="镇公告栏", unknown=True)
    assert row.served_on == localdate() + timedelta(days=30)
    assert not row.counts_on(localdate()) and row.counts_on(row.served_on)
    clock = Clock.objects.get(matter=case, rule=REVIEW.key)  # of a single party: no item
    assert (clock.item, clock.raw) == (0, row.served_on + timedelta(days=30))


# --- Tried again --------------------------------------------------------------------------------------------------


def test_what_came_back_is_kept_and_tried_again_and_served_is_served(toy: Town) -> None:
    case = opined(toy)
    party = sides(case)[0]
    serve(toy, case, party, "direct", date(2026, 8, 31), failed="家中无人")
    letter = serve(toy, case, party, "post", **LETTER)
    assert letter.under_way and not Clock.objects.filter(matter=case, rule=REVIEW.key).exists()
    with pytest.raises(Refused, match="还没有投递结果"):
        serve(toy, case, party, "post", sent_on=date(2026, 9, 1), tracking="1099000000001")
    by = {"by": toy.receptionist, "key": uuid4()}
    back = {"letter": letter, "on": date(2026, 9, 3), "failed": "查无此人"}
    perform(case.pk, "record_delivery", data=back, **by)
    again = serve(toy, case, party, "post", sent_on=date(2026, 9, 4), tracking="1099000000001")
    signed = {"letter": again, "on": date(2026, 9, 7)}
    perform(case.pk, "record_delivery", data=signed, by=toy.receptionist, key=uuid4())
    assert window(again).started_at == moment("2026-09-07 12:00")
    with pytest.raises(Refused, match="已经送达陆\\*\\*，不用再送"):
        serve(toy, case, party, "direct", date(2026, 9, 8))
    assert [row.failed for row in Service.objects.filter(matter=case)] == ["家中无人", "查无此人", ""]
    flow = declared.by_kind()["case"].workflow
    for entry in HistoryEntry.objects.filter(matter=case, action__regex="serve|record_delivery"):
        facts = entry.detail.values
        assert facts and all(caption(flow, flow.row(entry.action), key) != key for key in facts), facts


def test_the_same_form_sent_twice_serves_once(toy: Town) -> None:
    case, key = opined(toy), uuid4()
    first, second = sides(case)[:2]
    for _ in range(2):
        data = {"to": (OPINION, first), "way": "direct", "on": date(2026, 9, 1)}
        perform(case.pk, "serve", by=toy.receptionist, data=data, key=key)
    assert Service.objects.filter(matter=case).count() == 1
    data = {"to": (OPINION, second), "way": "direct", "on": date(2026, 9, 1)}
    with pytest.raises(Used):
        perform(case.pk, "serve", by=toy.receptionist, data=data, key=key)


def test_a_result_of_a_letter_is_recorded_once(toy: Town) -> None:
    case = opined(toy)
    letter = serve(toy, case, sides(case)[0], "post", **LETTER)
    serve(toy, case, sides(case)[1], "post", sent_on=date(2026, 8, 29), tracking="1099000000002")
    perform(case.pk, "record_delivery", by=toy.receptionist, data={"letter": letter, "on": date(2026, 9, 1)})
    with pytest.raises(Refused, match="已经登记过结果"):
        perform(
            case.pk, "record_delivery", by=toy.receptionist, data={"letter": letter, "on": date(2026, 9, 2)}
        )


# --- Refused in words -----------------------------------------------------------------------------------------------

DAY = date(2026, 9, 1)
REFUSALS = [
    ("direct", None, {}, "请填写日期"),
    ("direct", date(2026, 8, 27), {}, "早于文书日期（2026-08-28）"),
    ("direct", date(2026, 10, 13), {}, "不能晚于今天"),
    ("post", DAY, {"sent_on": date(2026, 9, 2), "tracking": "1"}, "早于寄出日期"),
    ("post", DAY, {"tracking": "1"}, "请写明寄出日期"),
    ("post", DAY, {"sent_on": DAY}, "请写明邮件号"),
    ("post", None, {"sent_on": date(2026, 10, 13), "tracking": "1"}, "不能晚于今天"),
    ("household", DAY, {}, "请写明签收的家属姓名"),
    ("household", DAY, {"receiver": "陆小满"}, "与受送达人的关系"),
    ("household", DAY, {"receiver": "潘水英", "relation": "妻"}, "对方当事人"),
    ("unit", DAY, {"receiver": "陆小满", "relation": "门卫"}, "受送达人是个人"),
    ("agent", DAY, {}, "由哪位代理人签收"),
    ("left", DAY, {}, "请写明拒签原因"),
    ("left", DAY, {"refused_for": "不服"}, "要有见证人"),
    ("left", DAY, {"refused_for": "不服", "witness": "罗春梅"}, "见证人的单位、职务"),
    ("left", DAY, {"refused_for": "不服", "witness": "潘水英", "witness_post": "邻居"}, "不能做见证人"),
    ("left", DAY, {**WITNESS, "failed": "没见到"}, "没有“没有送达”"),
    ("electronic", DAY, {}, "登记电子送达同意"),
    ("publication", DAY, {"unknown": True}, "在哪里公告"),
    ("publication", DAY, {"place": "镇公告栏"}, "最后的办法"),
]


@pytest.mark.parametrize(("way", "on", "more", "words"), REFUSALS)
def test_what_a_way_lacks_is_said_in_words(
    toy: Town, way: str, on: date | None, more: dict[str, Any], words: str
) -> None:
    case = opined(toy, PARTIES[0], {"name": "潘水英", "role": "respondent"})
    with pytest.raises(Refused, match=words):
        serve(toy, case, sides(case)[0], way, on, **more)
    assert not Service.objects.filter(matter=case).exists()


def test_every_way_has_its_refusal() -> None:
    assert {way for way, *_ in REFUSALS} == set(Service.Way.values)


def test_a_unit_is_served_through_its_people(toy: Town) -> None:
    case = opined(toy, {"name": "栖云农机合作社", "role": "applicant", "is_organisation": True})
    unit = sides(case)[0]
    with pytest.raises(Refused, match="单位的文书由法定代表人"):
        serve(toy, case, unit, "direct", DAY)
    with pytest.raises(Refused, match="没有同住的家属"):
        serve(toy, case, unit, "household", DAY, receiver="甲", relation="子")
    row = serve(toy, case, unit, "unit", DAY, receiver="韩广林", relation="收发室")
    assert (row.served_on, row.receiver) == (DAY, "韩广林")


def test_consent_to_electronic_service_comes_first_and_may_be_taken_back(toy: Town) -> None:
    case = opined(toy)
    party = sides(case)[0]
    agreed(toy, case, party, date(2026, 9, 2))
    with pytest.raises(Refused, match="登记电子送达同意"):
        serve(toy, case, party, "electronic", DAY)
    agreed(toy, case, party, date(2026, 9, 3), "no")
    with pytest.raises(Refused, match="登记电子送达同意"):
        serve(toy, case, party, "electronic", date(2026, 9, 4))
    assert serve(toy, case, party, "electronic", date(2026, 9, 2)).consent_id


def test_a_publication_follows_a_try_that_failed_and_is_never_of_a_sealed_matter(toy: Town) -> None:
    case = opined(toy)
    party = sides(case)[0]
    serve(toy, case, party, "direct", DAY, failed="家中无人")
    type(case).objects.filter(pk=case.pk).update(compartment="minor")
    with pytest.raises(Refused, match="封闭的事项"):
        perform(case.pk, "serve", by=None,
                data={"to": (OPINION, party), "way": "publication", "on": DAY, "place": "公告栏"})  # fmt: skip
    type(case).objects.filter(pk=case.pk).update(compartment="")
    assert serve(toy, case, party, "publication", DAY, place="公告栏").served_on == date(2026, 10, 1)


def test_who_may_not_be_reached_is_served_at_the_counter(toy: Town) -> None:
    case = opined(toy)
    party = sides(case)[0]
    Party.objects.filter(pk=party.pk).update(contact="never")
    party.refresh_from_db()
    for way, more in (
        ("post", LETTER),
        ("household", {"receiver": "陆小满", "relation": "子"}),
        ("publication", {"place": "公告栏", "unknown": True}),
    ):
        with pytest.raises(Refused, match="不能直接联系"):
            serve(toy, case, party, way, DAY, **more)
    assert serve(toy, case, party, "direct", DAY).served_on == DAY


# --- Through others -------------------------------------------------------------------------------------------------


def acting(town: Town, case: Any, whom: Party, **facts: Any) -> Representation:
    person = Party.objects.create(
        matter=case.top, role=facts.pop("role"), name="柏成", of_age=True, birth_on=date(1985, 3, 9)
    )
    return Representation.objects.create(
        principal=whom,
        representative=person,
        proof="户口簿",
        given_on=PAPER_DAY,
        by=town.receptionist,
        **facts,
    )


def test_a_child_is_served_through_the_guardian_whichever_the_way(toy: Town) -> None:
    case = opined(toy, {"name": "柏念慈", "role": "applicant", "birth_on": date(2016, 4, 1)}, PARTIES[1])
    child = next(party for party in sides(case) if party.name == "柏念慈")
    for way, more in (("direct", {}), ("left", WITNESS), ("post", LETTER)):
        with pytest.raises(Refused, match="送达法定代理人"):
            serve(toy, case, child, way, DAY, **more)
    guardian = acting(
        toy, case, child, role="guardian", kind="guardian", relation="parent", consented_on=PAPER_DAY
    )
    with pytest.raises(Refused, match="不代理这位当事人"):
        serve(toy, case, sides(case)[1], "agent", DAY, through=guardian)
    row = serve(toy, case, child, "agent", DAY, through=guardian)
    assert (row.receiver, row.relation, row.served_on) == ("柏成", "法定代理人", DAY)


def test_an_agent_takes_papers_only_where_the_mandate_says_so(toy: Town) -> None:
    case = opined(toy)
    party = sides(case)[0]
    agent = acting(toy, case, party, role="agent", kind="agent", scope=["state", "receive"])
    with pytest.raises(Refused, match="不含“代收文书”"):
        serve(toy, case, party, "agent", DAY, through=agent)
    Representation.objects.filter(pk=agent.pk).update(scope=["state", "papers"])
    agent.refresh_from_db()
    assert serve(toy, case, party, "agent", DAY, through=agent).through == agent


# --- Shown, printed, counted, watched -------------------------------------------------------------------------------


def test_the_form_asks_for_the_picture_and_the_publication(toy: Town) -> None:
    case = opined(toy)
    to = f"{OPINION}:{sides(case)[0].pk}"
    known = {"key": str(uuid4()), "version": case.version, "to": to, "on": "2026-09-01"}
    for more in (
        {"way": "left", "pictured": "on", "refused_for": "不服"},
        {"way": "publication", "place": "公告栏"},
    ):
        form = ServeForm({**known, **more}, matter=case, user=toy.receptionist)
        assert "scan" in form.errors
    form = ServeForm({**known, "way": "direct"}, matter=case, user=toy.receptionist)
    assert form.is_valid(), form.errors
    assert form.answers["to"] == (OPINION, sides(case)[0])


def test_the_page_says_who_which_way_which_day_and_what_is_left(toy: Town, client: Client) -> None:
    case = opined(toy)
    first, second, _ = sides(case)
    serve(toy, case, first, "left", date(2026, 8, 31), **WITNESS)
    serve(toy, case, second, "post", **LETTER)
    client.force_login(toy.receptionist)
    page = client.get(reverse("matter", args=[case.pk])).content.decode()
    for words in ("已送达 1 / 应送达 3", "见证人 罗春梅（桃坞村委会副主任）", "邮寄途中", "未送达"):
        assert words in page, words
    assert "陆阿根" not in page
    form = client.get(reverse("act", args=[case.pk, "serve"])).content.decode()
    assert "处理意见书 → 申请人 邵*" in form and "申请人 陆**" not in form


def test_the_return_of_service_has_a_place_for_each_addressee(toy: Town) -> None:
    case = opined(toy)
    serve(toy, case, sides(case)[0], "left", date(2026, 8, 31), **WITNESS)
    [kind] = [one for one in declared.document_kinds().values() if one.key == "toy.service"]
    assert kind.scopes(case) == {OPINION: "送达回证（处理意见书）"}
    _, values = kind.values(case, None)
    assert [line["name"] for line in values["lines"]] == ["陆阿根", "秦满仓", "邵梅"]
    assert values["lines"][0]["witness"] == "罗春梅" and not values["lines"][1]["on"]
    assert not Document.objects.filter(matter=case, kind="toy.service").exists()


def test_nobody_serves_and_the_office_is_told(toy: Town) -> None:
    case = opined(toy)
    clock = Clock.objects.get(matter=case, rule=SERVE.key)
    assert clock.raw == date(2026, 9, 4)
    sweep()
    assert Notice.objects.filter(matter=case, sentence__contains="“送达”逾期").exists()


def test_papers_to_serve_and_served_are_counted_by_month(toy: Town) -> None:
    case = opined(toy, PARTIES[0])
    made, met, standing = numbers.indicators("case")
    august, october = Period.of_month(2026, 8), Period.of_month(2026, 10)

    def counts(number: Any, period: Period) -> bool:
        return bool(number.rows(type(case).objects.filter(Q(pk=case.pk)), period).exists())

    assert counts(made, august) and counts(standing, august) and not counts(met, october)
    serve(toy, case, sides(case)[0], "direct", DAY)
    assert counts(met, october) and not counts(standing, october) and counts(standing, august)


def test_where_one_is_served_electronically_is_not_stored_in_the_open(toy: Town) -> None:
    case = opined(toy)
    agreed(toy, case, sides(case)[0], DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM core_electronicconsent")
        stored = bytes(cursor.fetchone()[0])
    assert b"199-0000-0077" not in stored and case.electronic_consents.get().address == "199-0000-0077"
