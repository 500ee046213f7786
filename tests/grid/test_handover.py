"""岗位交接: drafted from the record, signed by both in their own names, and then everything moves."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.handover import acts, procedure
from core.models import Access, Appointment, Clock, Exclusion, HistoryEntry, Holding, Matter, Notice, Task
from core.values.refused import Refused
from core.workflow import escalation
from core.workflow.perform import open_matter
from grid.posts import watch
from tests.people import Town, moment
from tests.sweeps.care import person

pytestmark = pytest.mark.django_db
DAY = moment("2026-03-02 09:00")  # a Monday


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(DAY, tick=False), transaction.atomic():
        yield scene
        transaction.set_rollback(True)


def holding(user: Any) -> Holding:
    return Holding.objects.get(user=user)


def in_hand(town: Town, **facts: Any) -> Any:
    """A case in the grid worker's own hand."""
    case = town.register(**facts)
    Matter.objects.filter(pk=case.pk).update(holder_unit=town.taowu_village, holder_user=town.grid_worker)
    return Matter.objects.get(pk=case.pk)


def draft(town: Town, by: Any = None, **facts: Any) -> Any:
    data = {
        "holding": holding(town.grid_worker),
        "receiver": town.grid_chief,
        "last_day": date(2026, 3, 6),
        **facts,
    }
    return open_matter("post_handover", by=by or town.grid_chief, data=data, key=uuid4()).matter


def act(town: Town, handover: Any, name: str, by: Any, **data: Any) -> Any:
    return town.act(handover, name, by, **data).matter


def lines(handover: Any) -> list[tuple[str, str]]:
    return [
        (item.what, item.words.split("　")[-1]) for item in type(handover).objects.get(pk=handover.pk).listed
    ]


def test_the_list_asks_once_what_its_giver_is_shut_out_of(town: Town) -> None:
    """Not matter by matter; and of those no line stands in it."""
    shut, *_ = [in_hand(town) for _ in range(3)]
    with CaptureQueriesContext(connection) as few:
        assert len(acts.counted(town.grid_worker, DAY)) == 3
    Exclusion.objects.create(
        matter=shut, user=town.grid_worker, ground="recused", article="《信访工作条例》第二十八条"
    )
    for _ in range(5):
        in_hand(town)
    with CaptureQueriesContext(connection) as many:
        assert len(acts.counted(town.grid_worker, DAY)) == 7
    asked = [sum("core_exclusion" in one["sql"] for one in found.captured_queries) for found in (few, many)]
    assert asked == [1, 1]


def test_the_list_is_what_the_record_says_is_in_his_hand(town: Town) -> None:
    case, other = in_hand(town), town.register("别人手上的")
    Task.objects.create(
        matter=other, number=1, what="查清淤积原因", unit=town.taowu_village, user=town.grid_worker,
        due_on=date(2026, 3, 9), giver=town.duty_leader, given_at=DAY,
    )  # fmt: skip
    Appointment.objects.create(
        matter=case, user=town.grid_worker, what="谈话", at=DAY + timedelta(days=2),
        until=DAY + timedelta(days=2, hours=1), place="村部", made_by=town.grid_worker,
    )  # fmt: skip
    handover = draft(town)
    assert lines(handover) == [
        ("date", "03-04 周三 09:00 谈话，村部"),
        ("matter", "事项，待分流"),
        ("task", "交办第1项"),
    ]
    assert "林小满" not in handover.title and handover.number == "栖云岗交〔2026〕1号"
    assert {row.user for row in Notice.objects.filter(matter=handover.pk)} == {
        town.grid_worker,
        town.grid_chief,
    }


def test_it_waits_in_the_hand_of_who_is_to_sign_and_of_nobody_else(town: Town) -> None:
    """Not of everybody in the village, and not the list of a list."""
    handover = draft(town)

    def waits() -> set[Any]:
        people = (town.grid_worker, town.grid_chief, town.liaison)
        return {one for one in people if Matter.objects.in_hand_of(one).filter(pk=handover.pk).exists()}

    assert waits() == {town.grid_worker} and acts.counted(town.grid_worker, DAY) == []
    act(town, handover, "sign_as_giver", town.grid_worker)
    assert waits() == {town.grid_chief}
    act(town, handover, "recount_handover", town.director)
    assert waits() == {town.grid_worker}
    act(town, handover, "sign_as_receiver", town.grid_chief)
    assert waits() == {town.grid_worker}
    act(town, handover, "sign_as_giver", town.grid_worker)
    assert waits() == set()


def test_both_sign_and_everything_moves_and_the_history_tells_it(town: Town) -> None:
    case = in_hand(town)
    task = Task.objects.create(
        matter=case, number=1, what="查清", unit=town.taowu_village, user=town.grid_worker, due_on=date(2026, 3, 9),
        giver=town.duty_leader, given_at=DAY,
    )  # fmt: skip
    handover = draft(town)
    handover = act(town, handover, "sign_as_giver", town.grid_worker)
    assert handover.is_open and Matter.objects.get(pk=case.pk).holder_user == town.grid_worker
    with pytest.raises(Refused, match="没有等您签字的接手"):
        act(town, handover, "sign_as_receiver", town.grid_worker)
    handover = act(town, handover, "sign_as_receiver", town.grid_chief)
    case.refresh_from_db()
    task.refresh_from_db()
    assert (handover.status, case.holder_user, task.user) == ("done", town.grid_chief, town.grid_chief)
    assert Access.objects.current().filter(matter=case, user=town.grid_chief, part="successor").exists()
    entry = HistoryEntry.objects.filter(matter=case).latest("seq")
    assert entry.by == town.grid_chief and entry.action.endswith(".change_hands")
    assert entry.detail.values == {"handed_by": "韩广林", "handed_to": "方立新", "by_list": handover.number}
    assert not Clock.objects.running().filter(matter=handover.pk).exists()
    with pytest.raises(Refused, match="现在是“已交接”"):
        act(town, handover, "sign_as_giver", town.grid_worker)


def test_what_came_into_his_hand_after_the_count_is_counted_anew(town: Town) -> None:
    handover = draft(town)
    assert lines(handover) == []
    in_hand(town)
    with pytest.raises(Refused, match="清点以后又有 1 项到了移交人手上"):
        act(town, handover, "sign_as_giver", town.grid_worker)
    handover = act(town, handover, "recount_handover", town.grid_chief)
    assert lines(handover) == [("matter", "事项，待分流")] and not handover.giver_signed_at


def test_what_was_closed_since_the_count_does_not_move(town: Town) -> None:
    case = in_hand(town)
    handover = draft(town)
    Matter.objects.filter(pk=case.pk).update(closed_at=DAY)
    act(town, handover, "sign_as_giver", town.grid_worker)
    act(town, handover, "sign_as_receiver", town.grid_chief)
    assert Matter.objects.get(pk=case.pk).holder_user == town.grid_worker


def test_who_is_shut_out_of_a_matter_does_not_get_it_by_a_list(town: Town) -> None:
    case = in_hand(town)
    town.act(case, "recuse", town.grid_chief, reason="与来访人是亲属。", article="第二十八条")
    handover = draft(town)
    act(town, handover, "sign_as_giver", town.grid_worker)
    act(town, handover, "sign_as_receiver", town.grid_chief)
    case.refresh_from_db()
    assert (case.holder_unit, case.holder_user) == (town.taowu_village, None)
    assert not Matter.objects.visible_to(town.grid_chief).filter(pk=case.pk).exists()


def test_what_is_sealed_goes_to_nobody_by_a_list(town: Town) -> None:
    case = in_hand(town)
    Matter.objects.filter(pk=case.pk).update(compartment="minor")
    handover = draft(town)
    assert lines(handover) == [("matter", "保密事项")]
    act(town, handover, "sign_as_giver", town.grid_worker)
    act(town, handover, "sign_as_receiver", town.grid_chief)
    assert Matter.objects.get(pk=case.pk).holder_user == town.grid_worker
    told = Notice.objects.filter(matter=case.pk, sentence__contains="另行指定由谁接办")
    assert town.director in {row.user for row in told} and town.grid_chief not in {row.user for row in told}


def test_a_list_tells_whoever_takes_over_nothing_of_what_is_sealed(town: Town) -> None:
    """He may be the one whom it accuses; and of what accuses the giver nothing stands in his own list."""
    case, later, own = in_hand(town), in_hand(town), in_hand(town)
    Matter.objects.filter(pk=case.pk).update(compartment="accusation")
    Exclusion.objects.create(matter=own.root, user=town.grid_worker, ground="accused", article="第三十条")
    handover = draft(town)
    Matter.objects.filter(pk=later.pk).update(compartment="accusation")
    shown = [line["words"] for line in procedure.listed(handover, town.grid_chief)["items"]]
    printed = [line["words"] for line in procedure.paper(handover)["rows"]]
    assert shown == printed == ["保密事项", "保密事项"]


def test_nobody_signs_for_who_is_there_and_somebody_does_for_who_is_gone(town: Town) -> None:
    handover = draft(town, receiver=town.mediator)
    with pytest.raises(Refused, match="移交人还在岗"):
        act(town, handover, "sign_for_giver", town.grid_chief, reason="出差")
    Holding.objects.filter(user=town.grid_worker).update(ends_on=date(2026, 3, 1))
    handover = act(town, handover, "sign_for_giver", town.grid_chief, reason="已离职")
    assert handover.giver_signed_by == town.grid_chief
    act(town, handover, "sign_as_receiver", town.mediator)


def test_nobody_signs_within_the_term_and_those_above_are_told(town: Town) -> None:
    """Three working days from Monday: over at the end of Thursday 5 March, black five working days later."""
    handover = draft(town)
    clock = Clock.objects.get(matter=handover.pk)
    assert clock.raw == date(2026, 3, 5)
    with time_machine.travel(moment("2026-03-06 09:00"), tick=False):
        escalation.sweep()
        told = {
            row.user for row in Notice.objects.filter(matter=handover.pk, sentence__contains="逾期，可以代签")
        }
        assert {town.grid_worker, town.grid_chief, town.director, town.dispatcher} <= told
        act(town, handover, "sign_for_giver", town.director, reason="逾期没有签")
    with time_machine.travel(moment("2026-03-16 09:00"), tick=False):
        escalation.sweep()
        assert Notice.objects.filter(matter=handover.pk, user=town.chief, urgent=True).exists()


def test_a_village_hands_over_its_own_posts_only(town: Town) -> None:
    with pytest.raises(Refused, match="只能办自己管辖区域里的岗位"):
        draft(town, holding=holding(town.handler), receiver=town.unit_head)
    with pytest.raises(Refused, match="接手人不能是移交人自己"):
        draft(town, receiver=town.grid_worker)
    handover = draft(town)
    with pytest.raises(Refused, match="已经有一份待签的交接清单"):
        draft(town)
    with pytest.raises(Http404):
        act(town, handover, "object_handover", town.handler, words="与我无关")
    act(town, handover, "object_handover", town.grid_worker, words="漏了一件")
    assert Notice.objects.filter(matter=handover.pk, user=town.director, sentence__contains="异议").exists()


def test_a_sealed_matter_in_the_hand_of_who_left_is_counted_for_nobody_who_may_not_see_it(town: Town) -> None:
    in_hand(town)
    Matter.objects.filter(holder_user=town.grid_worker).update(compartment="minor")
    Holding.objects.filter(user=town.grid_worker).update(ends_on=date(2026, 2, 27))
    watch.remind()
    assert not Notice.objects.filter(sentence__contains="已离岗").exists()


def test_who_left_with_matters_in_hand_is_told_of_until_a_list_is_drafted(town: Town) -> None:
    in_hand(town)
    Holding.objects.filter(user=town.grid_worker).update(ends_on=date(2026, 2, 27))
    watch.remind()
    told = Notice.objects.filter(sentence__contains="已离岗，手上还有 1 件")
    assert {town.grid_chief, town.director} <= {row.user for row in told}
    draft(town)
    count = told.count()
    watch.remind()
    assert told.count() == count


def test_visits_to_people_in_care_stand_on_the_list_and_move_with_the_post(town: Town) -> None:
    care = open_matter("care", by=town.grid_worker, data=person(town), key=uuid4()).matter
    for name, by, data in (
        ("sign_consent", town.grid_worker, {"consent_by": "self", "consent_on": date(2026, 3, 2)}),
        ("approve", town.director, {}),
    ):
        town.act(care, name, by, **data)
    given = {"holding": holding(town.care_member), "receiver": town.care_head}
    handover = draft(town, **given)
    assert lines(handover) == [("visit", "保密事项")]
    assert [item.due_on for item in handover.listed] == [date(2026, 3, 17)]
    assert procedure.paper(handover)["rows"][0]["apart"] == "按任职由接任的人接着走访"
    page = Client()
    page.force_login(town.grid_chief)  # who keeps the posts learns how many, and not who
    shown = page.get(f"/matters/{handover.pk}/").content.decode()
    assert "按任职由接任的人接着走访" in shown and f"/matters/{care.pk}/" not in shown
    act(town, handover, "sign_as_giver", town.care_member)
    assert act(town, handover, "sign_as_receiver", town.care_head).status == "done"
    assert not Notice.objects.filter(matter=care.pk, sentence__contains="另行指定").exists()
    assert acts.counted(town.grid_worker, DAY) == [] and acts.counted(town.care_officer, DAY) == []
