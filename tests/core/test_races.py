"""Many at once, on real connections: numbers without gaps, one winner, nobody waits for ever."""
# ruff: noqa: B023 (all threads have ended before the next round begins)

import threading
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case
from core.models import Clock, HistoryEntry, Matter, Notice, Series
from core.operations import verify_history
from core.operations.database_roles import as_owner
from core.privacy.identity_numbers import is_matter_code
from core.values.refused import Refused
from core.workflow import escalation
from core.workflow import perform as kernel
from core.workflow.perform import Conflict, open_matter, perform
from mediation.models import Mediation
from tests.core import test_rosters as rosters
from tests.people import Town
from tests.sweeps.world import AGENT, PARTIES, at_once, at_status

real = pytest.mark.django_db(transaction=True)
PEOPLE = [{"name": "陶根发"}, {"name": "潘水英", "role": "respondent"}]


def registration(town: Town, **facts: Any) -> dict[str, Any]:
    return {
        "channel": "visit",
        "demand": "田间排水渠堵塞",
        "area": town.taowu,
        "centre": town.centre,
        "town": town.town,
        **facts,
    }


@real
def test_two_clicks_at_the_same_moment_are_one_act(town: Town) -> None:
    for _ in range(3):
        case, key = town.register(), uuid4()
        data = {"unit": town.works, "grade": "simple"}
        clicks = at_once(
            *[
                lambda: perform(
                    case.pk,
                    "hand_over",
                    by=town.dispatcher,
                    data=data,
                    key=key,
                    version=case.version,
                )
            ]
            * 4
        )
        assert sorted(click.repeated for click in clicks) == [False, True, True, True]
        assert case.history.count() == 2 and case.handovers.count() == 1
        assert case.clocks.filter(rule="cases.sign").count() == 1


@real
def test_two_rosters_that_are_published_at_once_do_not_plan_an_hour_twice(town: Town) -> None:
    april = {"first": date(2026, 4, 1), "last": date(2026, 4, 30), "off": "keep"}
    made = [
        rosters.draft(town, **april, places=[place], begins=time(9 + hour))
        for hour, place in enumerate("甲乙")
    ]
    done = at_once(*[lambda one=one: rosters.act(one, "publish_roster", town.dispatcher) for one in made])
    assert sorted(type(one).__name__ for one in done) == ["Refused", "Roster"]


@real
def test_the_same_form_sent_twice_registers_one_case(town: Town) -> None:
    key = uuid4()
    twice = at_once(
        *[lambda: open_matter("case", by=town.receptionist, data=registration(town), key=key)] * 4
    )
    assert {result.matter.pk for result in twice} == {Case.objects.get().pk}
    assert Series.objects.get(kind="case").last == 1


@real
def test_of_two_acts_on_one_matter_one_wins(town: Town) -> None:
    for _ in range(4):
        case = town.register()
        version = case.version
        found = at_once(
            lambda: perform(
                case.pk,
                "hand_over",
                by=town.dispatcher,
                key=uuid4(),
                version=version,
                data={"unit": town.works, "grade": "simple"},
            ),
            lambda: perform(
                case.pk,
                "answer_on_spot",
                by=town.receptionist,
                key=uuid4(),
                version=version,
                data={"answer": "已说明。"},
            ),
            lambda: perform(
                case.pk,
                "hand_over",
                by=town.director,
                key=uuid4(),
                version=version,
                data={"unit": town.farms, "grade": "complex"},
            ),
        )
        lost = [result for result in found if isinstance(result, Exception)]
        assert len(lost) == 2 and all(isinstance(error, Conflict) and error.entries for error in lost), found
        assert case.history.count() == 2 and case.handovers.count() <= 1
    assert list(verify_history.verify()) == []


@real
def test_two_hundred_registrations_by_eight_desks(town: Town) -> None:
    desks = [town.receptionist, town.dispatcher, town.director, town.petition_officer] * 2

    def desk(user: Any) -> list[Any]:
        return [open_matter("case", by=user, data=registration(town), key=uuid4()).matter for _ in range(25)]

    made = [case for cases in at_once(*[lambda user=user: desk(user) for user in desks]) for case in cases]
    year = timezone.localdate().year
    assert sorted(case.number for case in made) == [f"栖云访〔{year}〕{n:04}号" for n in range(1, 201)]
    assert len({case.code for case in made}) == 200 and all(is_matter_code(case.code) for case in made)
    assert sorted(int(case.code[16:-1]) for case in made) == list(range(1, 201))
    assert len({case.lookup_code for case in made}) == 200
    assert list(verify_history.verify()) == []


@real
def test_a_registration_that_dies_gives_its_number_back(town: Town) -> None:
    """The worker is killed before its commit; the next one takes the same number."""
    told, go = threading.Event(), threading.Event()
    pid: list[int] = []

    def doomed() -> None:
        with transaction.atomic():
            open_matter("case", by=town.receptionist, data=registration(town), key=uuid4())
            pid.append(connection.connection.info.backend_pid)
            told.set()
            go.wait(20)
            Case.objects.count()

    def killer() -> None:
        assert told.wait(20)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pid)
        go.set()

    died, _ = at_once(doomed, killer)
    assert isinstance(died, OperationalError) and not Matter.objects.exists()
    assert town.register().number.endswith("0001号") and town.register().number.endswith("0002号")
    with transaction.atomic():
        assert town.register().number.endswith("0003号")
        transaction.set_rollback(True)
    assert town.register().number.endswith("0003号")


@real
def test_parent_and_child_move_at_once_and_nobody_waits_for_ever(town: Town) -> None:
    for _ in range(3):
        child = at_status(town, "mediation", "in_session")
        case = child.parent
        found = at_once(
            lambda: town.agree(child),
            lambda: town.act(
                case,
                "correct",
                town.dispatcher,
                title="改过的标题",
                area=None,
                category=None,
                demand="改过的诉求",
                reason="写错",
            ),
            lambda: town.act(
                case, "add_party", town.receptionist, party={"name": "钱满囤", "role": "witness"}
            ),
            escalation.sweep,
        )
        assert not [result for result in found if isinstance(result, Exception)], found
        assert Mediation.objects.get(pk=child.pk).status == "performed"
        after = Case.objects.get(pk=case.pk)
        assert (after.status, after.title) == ("replied", "改过的标题") and after.parties.count() == len(
            (*PARTIES, AGENT, "the witness")
        )
    assert list(verify_history.verify()) == []


@real
def test_the_watch_and_an_act_on_one_clock_do_not_block_one_another(town: Town, monkeypatch: Any) -> None:
    """The act holds the matter, the watch the clock; then each wants what the other has."""
    case = town.hand_over(town.register())
    Clock.objects.filter(matter=case, rule="cases.sign").update(
        look_at=timezone.now(), expires_at=timezone.now(), looked_at=case.received_at, term="24H"
    )
    matter_held, clock_held = threading.Event(), threading.Event()
    run_clocks, notice = kernel.run_clocks, escalation._notice

    def slow_act(*args: Any) -> Any:
        matter_held.set()
        assert clock_held.wait(20)
        return run_clocks(*args)

    def slow_watch(*args: Any) -> Any:
        clock_held.set()
        return notice(*args)

    monkeypatch.setattr(kernel, "run_clocks", slow_act)
    monkeypatch.setattr(escalation, "_notice", slow_watch)
    found = at_once(
        lambda: town.act(case, "sign", town.handler), lambda: matter_held.wait(20) and escalation.sweep()
    )
    assert not [result for result in found if isinstance(result, Exception)], found
    assert Case.objects.get(pk=case.pk).status == "in_hand"
    assert Notice.objects.filter(key__contains=":over").count() == 3  # holder, unit head, director


# --- Two people, one matter: what the second one reads -------------------------------------------------------

WORDS = "已请村里先疏通支渠，三日内回复来访人。"


def test_the_second_is_told_what_happened_and_loses_nothing_typed(town: Town, client: Client) -> None:
    case = town.register()
    form = {
        "answer": WORDS,
        "satisfaction": "satisfied",
        "decided_by": "周玉兰口头同意",
        "key": str(uuid4()),
        "version": case.version,
    }
    town.hand_over(case)
    client.force_login(town.receptionist)
    url = f"/matters/{case.pk}/do/answer_on_spot/"
    page = client.post(url, form)
    text = page.content.decode()
    assert page.status_code == 409 and "有人先办了" in text and "贺志强" in text and "转办" in text
    assert WORDS in text and "周玉兰口头同意" in text
    version = Matter.objects.get(pk=case.pk).version
    assert f'name="version" value="{version}"' in text and form["key"] in text
    again = client.post(
        url, form | {"version": version}
    )  # it has gone to another unit: not one's own any more
    assert (
        again.status_code == 403 and WORDS in again.content.decode() and "村镇建设" in again.content.decode()
    )
    assert case.history.count() == 2


def test_after_reading_one_may_still_do_it(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.dispatcher)
    form = {
        "unit": town.works.pk,
        "grade": "simple",
        "note": WORDS,
        "key": str(uuid4()),
        "version": case.version,
    }
    town.act(case, "add_party", town.receptionist, party={"name": "钱满囤", "role": "witness"})
    url = f"/matters/{case.pk}/do/hand_over/"
    assert client.post(url, form).status_code == 409
    assert client.post(url, form | {"version": case.version + 1}).status_code == 302
    assert Case.objects.get(pk=case.pk).handovers.get().note == WORDS


def test_a_quiet_act_disturbs_nobody(town: Town) -> None:
    case = town.act(town.hand_over(town.register()), "sign", town.handler).matter
    town.act(case, "note", town.unit_head, note="已到现场。")
    result = perform(
        case.pk, "reply", by=town.handler, data={"answer": "已清理。"}, key=uuid4(), version=case.version
    )
    assert result.matter.status == "replied"


def test_a_key_serves_one_act_of_one_person_on_one_matter(town: Town) -> None:
    key, case, other = uuid4(), town.register(), town.register()
    perform(case.pk, "hand_over", by=town.dispatcher, data={"unit": town.works, "grade": "simple"}, key=key)
    entries = HistoryEntry.objects.count()
    data = {"unit": town.works, "grade": "simple"}
    for act in (
        lambda: perform(other.pk, "hand_over", by=town.dispatcher, data=data, key=key),
        lambda: perform(case.pk, "sign", by=town.handler, key=key),
        lambda: perform(case.pk, "hand_over", by=town.director, data=data, key=key),
        lambda: open_matter("case", by=town.dispatcher, data=registration(town), key=key),
    ):
        with pytest.raises(Refused, match="已经用过"):
            act()
    assert HistoryEntry.objects.count() == entries and other.history.count() == 1
