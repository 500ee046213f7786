"""Bodies outside: asked, reminded, asked again, answered or withdrawn; never the accused, and never silently closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.http import Http404
from django.test import Client

from core.admin import OutsideBodyAdmin
from core.deadlines.calendars import load_from_chinesecalendar
from core.deadlines.clocks import ClockRule
from core.documents.issue import preview
from core.models import Accused, Clock, Correspondence, Escalation, Matter, Notice, OutsideBody
from core.outside import acts, bodies, clocks
from core.outside.paper import WORDS
from core.procedure import procedure as declared
from core.procedure.indicators import Period
from core.procedure.procedure import Procedure, document_kinds, indicators
from core.procedure.transitions import Clocks, Snapshot, anybody
from core.values.moments import now
from core.values.refused import Refused
from core.views.outside import late, seen
from core.workflow.escalation import sweep
from core.workflow.perform import perform
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
SENT_AT = moment("2026-04-02 10:10")
ASKED = {
    "words": "堤防加固超出本镇权限，请县里安排。",
    "due_on": date(2026, 4, 16),
    "signed_by": "周玉兰（中心主任）",
}


@pytest.fixture
def case(town: Town) -> Any:
    """Registered on a Thursday before Qingming."""
    load_from_chinesecalendar()
    with time_machine.travel(SENT_AT, tick=False):
        yield town.register()


def body(short: str = "县信访局") -> OutsideBody:
    return OutsideBody.objects.get(short_name=short)


def send(town: Town, matter: Any, by: Any = None, **facts: Any) -> Correspondence:
    data = {"purpose": "hand_up", "body": body(), "dated_on": date(2026, 4, 2), **ASKED, **facts}
    perform(matter.pk, "send_up", by=by or town.director, data=data, key=uuid4())
    return Correspondence.objects.latest("pk")


def answer(town: Town, letter: Correspondence, by: Any = None, **facts: Any) -> Correspondence:
    data = {
        "letter": letter,
        "outcome": "answered",
        "answer": "已列入计划。",
        "answered_on": date(2026, 4, 2),
    }
    perform(letter.matter_id, "take_answer", by=by or town.dispatcher, data={**data, **facts}, key=uuid4())
    return Correspondence.objects.get(pk=letter.pk)


def running(letter: Correspondence) -> Clock:
    return Clock.objects.get(
        matter=letter.matter_id, rule="core.outside_answer", item=letter.number, ended_at=None
    )


def told(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


def snapshot(matter: Any, by: Any) -> Snapshot:
    return Snapshot(matter=matter, by=by, at=now(), now=now(), calendar=None)  # type: ignore[arg-type]


# --- From the page to the answer ----------------------------------------------------------------------------------


def test_from_the_page_it_is_sent_waits_in_the_list_and_is_answered(
    town: Town, case: Any, client: Client
) -> None:
    client.force_login(town.director)
    url, page = f"/matters/{case.pk}/do/send_up/", f"/matters/{case.pk}/"
    typed = {
        **ASKED,
        "body": body().pk,
        "dated_on": "2026-04-02",
        "key": str(uuid4()),
        "version": case.version,
    }
    assert "请选择对方单位" in client.post(url, {**typed, "body": ""}).content.decode()
    assert client.post(url, typed).status_code == 302
    letter = Correspondence.objects.get()
    assert (letter.number, letter.state, letter.typed_by) == (1, "待回复", town.director)
    assert running(letter).raw == date(2026, 4, 16)
    shown = client.get(page).content.decode()
    assert "往来函件" in shown and "澄湖县信访局" in shown and ASKED["words"] in shown
    assert ASKED["words"] in client.get("/letters/").content.decode()
    assert ASKED["words"] not in client.get(f"/letters/?body={body('县法院').pk}").content.decode()

    with time_machine.travel(moment("2026-04-14 09:00"), tick=False):
        client.force_login(town.director)  # the session of a fortnight ago is over
        version = Matter.objects.get(pk=case.pk).version
        said = {
            "letter": letter.pk, "outcome": "answered", "answer": "已列入二季度计划。", "answered_on": "2026-04-13",
            "answer_reference": "澄信〔2026〕7号", "key": str(uuid4()), "version": version,
        }  # fmt: skip
        assert client.post(f"/matters/{case.pk}/do/take_answer/", said).status_code == 302
        letter.refresh_from_db()
        assert (letter.answered_on, letter.answered_by, letter.waits) == (
            date(2026, 4, 13),
            town.director,
            False,
        )
        assert not Clock.objects.filter(rule="core.outside_answer", ended_at=None).exists()
        assert ASKED["words"] not in client.get("/letters/").content.decode()
        assert "已列入二季度计划。" in client.get("/letters/?view=all").content.decode()


def test_the_same_form_sent_twice_sends_once(town: Town, case: Any) -> None:
    key = uuid4()
    data = {"purpose": "hand_up", "body": body(), "dated_on": date(2026, 4, 2), **ASKED}
    for _ in range(2):
        perform(case.pk, "send_up", by=town.director, data=data, key=key)
    assert Correspondence.objects.count() == 1
    letter = answer(town, Correspondence.objects.get())
    with pytest.raises(Refused, match="没有发给镇外单位"):
        answer(town, letter)
    send(town, case)
    with pytest.raises(Refused, match="已经回复、撤回"):
        answer(town, letter)


def test_the_case_s_own_terms_go_on_and_nobody_is_late_with_another_s_answer(town: Town, case: Any) -> None:
    before = {clock.rule: clock.expires_at for clock in case.clocks.filter(ended_at=None)}
    letter = send(town, case)
    case.refresh_from_db()
    assert {clock.rule: clock.expires_at for clock in case.clocks.filter(ended_at=None)} == before | {
        "core.outside_answer": running(letter).expires_at
    }
    assert case.due_at == min(moment for moment in before.values() if moment)


# --- Nobody answers -----------------------------------------------------------------------------------------------


def test_a_late_answer_is_reminded_once_then_asked_again_then_the_leaders_are_told(
    town: Town, case: Any
) -> None:
    letter = send(town, town.act(town.hand_over(case), "sign", town.handler).matter, by=town.handler)
    Notice.objects.all().delete()
    with time_machine.travel(moment("2026-04-16 17:00"), tick=False):
        sweep()
        assert not [said for said in told(town.handler) if "镇外单位回复" in said]
    for hour in ("00:10", "08:30", "17:00"):
        with time_machine.travel(moment(f"2026-04-17 {hour}"), tick=False):
            sweep()
    asked = [said for said in told(town.handler) if "镇外单位回复" in said]
    assert len(asked) == 1 and "第 1 件到期没有收到，请催问" in asked[0]
    assert not [said for said in told(town.duty_leader) if "镇外单位回复" in said]

    with time_machine.travel(moment("2026-04-17 10:00"), tick=False):
        assert list(late(town.handler)) == [letter] and not late(town.stranger).exists()
        again = {"letter": letter, "urged_until": date(2026, 4, 22)}
        perform(case.pk, "urge_answer", by=town.handler, data=again, key=uuid4())
        letter.refresh_from_db()
        assert (letter.urged, letter.due_on, running(letter).raw) == (1, date(2026, 4, 16), date(2026, 4, 16))
    with time_machine.travel(moment("2026-04-24 08:30"), tick=False):
        sweep()
        assert [said for said in told(town.duty_leader) if "请领导出面催办" in said]
        assert Escalation.objects.filter(clock=running(letter)).count() == 2


def test_it_is_not_closed_while_an_answer_is_awaited_unless_it_is_withdrawn_with_a_reason(
    town: Town, case: Any
) -> None:
    letter = send(town, case)
    with pytest.raises(Refused, match=r"第1件 提请（县信访局）还没有回复"):
        town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    perform(
        case.pk,
        "withdraw_letter",
        by=town.director,
        data={"letter": letter, "reason": "县里已口头答复。"},
        key=uuid4(),
    )
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("已撤回", "县里已口头答复。")
    assert town.act(case, "answer_on_spot", town.receptionist, answer="已说明。").matter.closed_at


def test_a_paper_without_a_day_awaits_nothing_and_holds_nothing_up(town: Town, case: Any) -> None:
    letter = send(town, case, due_on=None)
    assert letter.state == "不要求回复" and not Clock.objects.filter(rule="core.outside_answer").exists()
    assert answer(town, letter).answer == "已列入计划。"  # one that comes all the same
    assert town.act(case, "answer_on_spot", town.receptionist, answer="已说明。").matter.closed_at


def test_what_was_answered_stands_in_the_reply_to_the_people(town: Town, case: Any, client: Client) -> None:
    case = town.act(town.hand_over(case), "sign", town.handler).matter
    letter = answer(town, send(town, case, by=town.handler), by=town.handler)
    client.force_login(town.handler)
    page = client.get(f"/matters/{case.pk}/do/reply/").content.decode()
    assert f"{letter.body.name}：已列入计划。" in page


# --- Refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"dated_on": date(2026, 4, 3)}, "落款日期在今天以后"),
        ({"due_on": date(2026, 4, 2)}, "要晚于落款日期"),
    ],
)
def test_days_that_cannot_be_are_refused(town: Town, case: Any, facts: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        send(town, case, **facts)


@pytest.mark.parametrize("on", [date(2026, 4, 1), date(2026, 4, 3)])
def test_an_answer_comes_after_the_question_and_not_tomorrow(town: Town, case: Any, on: date) -> None:
    with pytest.raises(Refused, match="收到日期要在去函"):
        answer(town, send(town, case), answered_on=on)


def test_a_closed_body_is_not_offered_and_refused(town: Town, case: Any, client: Client) -> None:
    OutsideBody.objects.filter(pk=body().pk).update(closed_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="已经停用"):
        send(town, case)
    client.force_login(town.director)
    assert "澄湖县信访局" not in client.get(f"/matters/{case.pk}/do/send_up/").content.decode()


def test_of_what_others_sent_the_days_are_those_of_paper_and_stamp(town: Town, case: Any) -> None:
    data = {"purpose": "assign", "body": body(), "dated_on": date(2026, 4, 1), "words": "请办理。"}
    made = acts.receive(
        snapshot(case, town.director), {**data, "came_on": date(2026, 4, 2), "due_on": date(2026, 4, 9)}
    )
    row: Any = made.rows[0]
    assert (row.direction, row.came_on, row.number) == ("received", date(2026, 4, 2), 1)
    start = next(iter(made.starts or ()))
    assert (start.rule, start.term, start.item) == ("core.outside_reply", "8C", 1)
    assert start.at == moment("2026-04-01 12:00")
    with pytest.raises(Refused, match="早于落款日期"):
        acts.receive(snapshot(case, town.director), {**data, "came_on": date(2026, 3, 31)})


# --- Another room's rows ------------------------------------------------------------------------------------------

RULING = ClockRule("toy.ruling", "等裁定", "3W", "试验")
MAY = anybody("core.write_outside")


def _toy(hall: Procedure) -> Procedure:
    """The hall, which also receives what others send down, and objects to it."""
    purpose, outcome, on = Correspondence.Purpose, Correspondence.Outcome, {"registered"}
    rows = (
        acts.receiving("take_in_letter", "登记来函", (purpose.FORWARD, purpose.ASSIGN), on, MAY),
        acts.sending("object", "提出异议", (purpose.OBJECTION,), on, MAY, answers=True, beside=Clocks(starts=(RULING,))),
        acts.answered("take_ruling", "登记异议结果", on, MAY, purposes=(purpose.OBJECTION,),
            leads={outcome.ACCEPTED: "returned", outcome.REFUSED: None}, beside=Clocks(meets=(RULING,))),
    )  # fmt: skip
    flow = replace(hall.workflow, transitions=(*hall.workflow.transitions, *rows))
    return replace(hall, workflow=flow, clocks=(*hall.clocks, RULING, clocks.REPLY))


@pytest.fixture
def toy(case: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    toys = tuple(_toy(one) if one.kind == "case" else one for one in declared.procedures())
    monkeypatch.setattr(declared, "procedures", lambda: toys)
    for cache in (declared.by_kind, declared.clock_rules):
        cache.cache_clear()
    yield case
    monkeypatch.undo()
    for cache in (declared.by_kind, declared.clock_rules):
        cache.cache_clear()


def sent_down(town: Town, case: Any, client: Client) -> Correspondence:
    """By the page: the days are those of paper and stamp."""
    client.force_login(town.director)
    typed = {
        "purpose": "assign", "body": body().pk, "reference": "澄信交〔2026〕9号", "dated_on": "2026-04-01",
        "came_on": "2026-04-02", "due_on": "2026-04-09", "words": "请办理。", "key": str(uuid4()), "version": case.version,
    }  # fmt: skip
    assert client.post(f"/matters/{case.pk}/do/take_in_letter/", typed).status_code == 302
    return Correspondence.objects.get(direction="received")


def ends(rule: str) -> list[str]:
    return list(Clock.objects.filter(rule=rule).order_by("pk").values_list("end", flat=True))


def test_what_was_sent_down_is_objected_to_and_the_ruling_moves_the_matter(
    town: Town, toy: Any, client: Client
) -> None:
    came = sent_down(town, toy, client)
    assert Clock.objects.get(rule="core.outside_reply").raw == date(2026, 4, 9)
    assert came.reference in client.get("/letters/?view=owed").content.decode()
    data = {"purpose": "objection", "body": body(), "words": "不属本镇职责。", "about": came}
    objection = {**data, "due_on": date(2026, 4, 10), "dated_on": date(2026, 4, 2)}
    perform(toy.pk, "object", by=town.director, data=objection, key=uuid4())
    came.refresh_from_db()
    assert (came.outcome, came.answered_on) == ("refused", date(2026, 4, 2))
    assert (ends("core.outside_reply"), ends("toy.ruling"), ends("core.outside_answer")) == (
        ["met"],
        [""],
        [""],
    )
    ours = Correspondence.objects.get(direction="sent")
    _, values = document_kinds()["cases.letter"].values(toy, f"{ours.pk}")
    assert values["heading"] == "异议函" and came.reference in values["about"]

    ruling = {"letter": ours, "outcome": "accepted", "answer": "同意退回。", "answered_on": date(2026, 4, 2)}
    moved = perform(toy.pk, "take_ruling", by=town.director, data=ruling, key=uuid4()).matter
    assert moved.status == "returned"
    assert (ends("toy.ruling"), ends("core.outside_answer")) == (["met"], ["met"])


def test_an_objection_that_is_not_accepted_leaves_the_matter_where_it_is(
    town: Town, toy: Any, client: Client
) -> None:
    sent_down(town, toy, client)
    data = {"purpose": "objection", "body": body(), "words": "不属本镇职责。", "due_on": date(2026, 4, 10)}
    perform(toy.pk, "object", by=town.director, data=data, key=uuid4())
    ruling = {"outcome": "refused", "answer": "仍由你镇办理。", "answered_on": date(2026, 4, 2)}
    ours = Correspondence.objects.get(direction="sent")
    moved = perform(
        toy.pk, "take_ruling", by=town.director, data={"letter": ours, **ruling}, key=uuid4()
    ).matter
    assert moved.status == "registered" and ours.number == 2


# --- Accusations and sealed matters -------------------------------------------------------------------------------


@pytest.fixture
def accusation(town: Town, case: Any) -> Any:
    return town.register(
        "举报桃坞村会计挪用养护款",
        accusation=True,
        accused=[{"name": "柯某", "post": "桃坞村会计", "unit": town.taowu_village}],
    )


def test_an_accusation_goes_only_to_who_may_handle_it(town: Town, accusation: Any, client: Client) -> None:
    with pytest.raises(Refused, match="检举控告只能送按管理权限有权处理的机关，县信访局不是"):
        send(town, accusation)
    assert send(town, accusation, body=body("县纪委监委")).number == 1
    form = acts.asks.SendForm.of(PURPOSES=("hand_up",))(matter=accusation, user=town.director)
    assert [one.short_name for one in form.fields["body"].queryset] == ["县纪委监委"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "facts",
    [
        {"post": "澄湖县纪委监委副书记"},
        {"post": "县纪委监委主任"},
        {"name": "县纪委监委"},
    ],
)
def test_it_never_goes_to_the_body_that_the_accused_leads(town: Town, accusation: Any, facts: Any) -> None:
    Accused.objects.create(matter=accusation, **{"name": "柯某", **facts})
    with pytest.raises(Refused, match="不得转送"):
        send(town, accusation, body=body("县纪委监委"))


def test_nor_to_the_body_that_is_the_accused_unit_under_another_roof(town: Town, accusation: Any) -> None:
    OutsideBody.objects.filter(short_name="县纪委监委").update(unit=town.taowu_village)
    with pytest.raises(Refused, match="不得转送"):
        send(town, accusation, body=body("县纪委监委"))


def test_who_does_not_see_the_matter_sees_no_letter_of_it(
    town: Town, accusation: Any, client: Client
) -> None:
    letter = send(town, accusation, body=body("县纪委监委"))
    assert not seen(town.handler, Correspondence.objects.all()).exists()
    client.force_login(town.handler)
    assert "县纪委" not in client.get("/letters/?view=waiting").content.decode().split("<section")[-1]
    with pytest.raises(Http404):
        answer(town, letter, by=town.handler)
    client.force_login(town.director)
    shown = client.get("/letters/").content.decode()
    assert "保密事项" in shown and ASKED["words"] not in shown


def test_the_paper_of_a_sealed_matter_says_no_word_of_it(town: Town, accusation: Any, case: Any) -> None:
    kind = document_kinds()["cases.letter"]
    letter = send(town, accusation, body=body("县纪委监委"))
    _, values = kind.values(accusation, f"{letter.pk}")
    assert values["sealed"] and not values["words"] and not values["subject"]
    open_one = send(town, case)
    _, values = kind.values(case, f"{open_one.pk}")
    assert values["heading"] == "提请函" and values["words"] == ASKED["words"] and "16" in values["due"]
    assert preview(kind, case).startswith(b"%PDF")


def test_every_purpose_has_its_words() -> None:
    assert set(WORDS) == set(Correspondence.Purpose)


# --- The register, the numbers ------------------------------------------------------------------------------------


def test_the_county_s_bodies_come_along_once(town: Town) -> None:
    assert body("县纪委监委").takes_accusations and body().name == "澄湖县信访局"
    OutsideBody.objects.get(short_name="县法院").delete()  # what the office has struck off does not come back
    assert bodies.load() == 0


def test_who_takes_accusations_is_said_by_two(town: Town) -> None:
    assert {"takes_accusations", "unit", "closed_on", "name"} <= {*OutsideBodyAdmin.guarded}
    client = Client()
    client.force_login(town.system_admin)
    one = body("县法院")
    kept = {
        "name": one.name,
        "short_name": one.short_name,
        "kind": one.kind,
        "level": one.level,
        "phone": "199-0000-0001",
    }
    client.post(f"/admin/core/outsidebody/{one.pk}/change/", {**kept, "takes_accusations": "on"})
    one.refresh_from_db()
    assert (one.phone, one.takes_accusations) == ("199-0000-0001", False)


def test_the_numbers_count_matters_and_open_their_lists(town: Town, case: Any) -> None:
    month = Period.of_month(2026, 4)

    def counted(key: str) -> int:
        return int(indicators()[f"case_letters_{key}"].rows(Matter.objects.all(), month).count())

    send(town, case)
    second = send(town, case)
    assert (counted("sent"), counted("answered"), counted("late")) == (1, 0, 0)
    with time_machine.travel(moment("2026-04-18 09:00"), tick=False):
        assert counted("late") == 1
        answer(town, second, answered_on=date(2026, 4, 18))
        assert (counted("answered"), counted("late")) == (1, 1)
