"""One person on the care register: consent, approval, visits, three that are missed, the end, what is erased; and what is
never a kind of care.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import Clock, HistoryDetail, Matter, Notice, User
from core.operations import verify_history
from core.procedure.indicators import Period
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter, perform
from grid.care import tables
from grid.care.documents import record
from grid.care.panels import visits
from grid.models import Care
from tests.people import Town, moment
from tests.sweeps.care import person

pytestmark = pytest.mark.django_db
NAME = "苗秋英"


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-03-02 09:00"), tick=False) as moving:
        yield moving


@pytest.fixture
def town(scene: Town, clockwork: Any) -> Iterator[Town]:
    with transaction.atomic():
        yield scene
        transaction.set_rollback(True)


def proposed(town: Town, **more: Any) -> Care:
    return open_matter("care", by=town.grid_worker, data=person(town, **more), key=uuid4()).matter


def do(care: Care, name: str, by: User | None, **data: Any) -> Care:
    perform(care.pk, name, by=by, data=data, key=uuid4())
    return Care.objects.get(pk=care.pk)


def listed(town: Town) -> Care:
    care = proposed(town)
    do(care, "sign_consent", town.grid_worker, consent_by="self", consent_on=date(2026, 3, 2))
    return do(care, "approve", town.director)


def seen_by(care: Care, town: Town) -> set[str]:
    return {
        key for key, user in town.users.items()
        if Matter.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=care.pk).exists()
    }  # fmt: skip


def due(care: Care) -> date | None:
    clock = Clock.objects.filter(matter=care.pk, rule="care.visit", ended_at=None).get()
    return clock.raw


def test_a_life_on_the_register(town: Town, clockwork: Any, client: Client) -> None:
    care = proposed(town)
    assert (care.sealed, care.title, care.cycle) == (True, "关爱对象走访", 15)
    assert seen_by(care, town) == {"grid_worker", "care_officer", "director"}
    with pytest.raises(Refused, match="同意书还没有签"):
        do(care, "approve", town.director)
    do(care, "sign_consent", town.grid_worker, consent_by="self", consent_on=date(2026, 3, 2))
    with pytest.raises(PermissionDenied):
        do(care, "approve", town.grid_worker)
    care = do(care, "approve", town.director)
    # The team and two posts, and no more the one who proposed it.
    assert seen_by(care, town) == {"care_head", "care_member", "care_officer", "director"}
    assert due(care) == date(2026, 3, 17)

    clockwork.move_to(moment("2026-03-12 15:00"))
    with pytest.raises(Http404):
        do(care, "visit", town.grid_worker, day=date(2026, 3, 12), well=True, words="")
    care = do(care, "visit", town.care_member, day=date(2026, 3, 12), well=True, words="药已买好。")
    with pytest.raises(Refused, match="晚于今天"):
        do(care, "visit", town.care_member, day=date(2026, 3, 13), well=True, words="")
    assert due(care) == date(2026, 3, 27)

    # Nobody goes on the 27th: the head of the team is told on the next day, and the next term runs from the missed day.
    clockwork.move_to(moment("2026-03-28 08:31"))
    sweep()
    told = Notice.objects.filter(matter=care.pk, sentence__contains="昨天到期没有做")
    assert set(told.values_list("user__username", flat=True)) == {"care_head"}
    assert NAME not in told.get().sentence and "保密事项" in told.get().sentence
    care.refresh_from_db()
    assert (care.missed, due(care)) == (1, date(2026, 4, 11))
    for user, home in ((town.care_member, "grid_mine"), (town.care_officer, "care_list")):
        client.force_login(user)
        assert client.get("/").url == reverse(home), "where one lands stands what is due"  # type: ignore[attr-defined]
    for user, waits in ((town.care_member, True), (town.grid_worker, False)):
        client.force_login(user)
        page = client.get("/grid/mine/").content.decode()
        assert ("走访一户" in page) is waits and NAME not in page, (
            "on the phone: that there is one, and not who"
        )
    clockwork.move_to(moment("2026-04-12 08:31"))
    sweep()
    assert due(care) == date(2026, 4, 26) and not care.offspring.exists()

    # The third: a supervision is drafted to the village, in the open, and names nobody.
    clockwork.move_to(moment("2026-04-28 08:31"))
    sweep()
    care.refresh_from_db()
    order = care.offspring.get()
    assert (care.missed, order.kind, order.sealed, order.title) == (
        3,
        "supervision",
        False,
        "督办：关爱对象走访",
    )
    assert order.supervision.unit == town.taowu_village and "4月26日届满" in order.supervision.reason
    assert NAME not in order.supervision.reason and "care_head" not in seen_by(order, town) - {"care_head"}
    with pytest.raises(Refused, match="先走访再改周期"):
        do(care, "change_cycle", town.care_head, cycle=20, reason="家里有人了。")
    care = do(care, "visit", town.care_head, day=date(2026, 4, 28), well=False, words="家里没米了，送了米。")
    # Not all was well: somebody goes again in three days, and the two posts see to the help.
    assert (care.missed, due(care)) == (0, date(2026, 5, 1))
    told = Notice.objects.filter(matter=care.pk, sentence__contains="走访发现有需要")
    assert set(told.values_list("user__username", flat=True)) == {"care_officer", "director"}
    owed = Clock.objects.get(matter=care.pk, rule="care.help")
    assert owed.raw == date(2026, 5, 8)  # five working days over 劳动节
    clockwork.move_to(moment("2026-04-30 10:00"))
    care = do(care, "visit", town.care_head, day=date(2026, 4, 30), well=True, words="")
    assert due(care) == date(2026, 5, 15)
    clockwork.move_to(moment("2026-05-06 09:00"))
    care = do(care, "change_cycle", town.care_head, cycle=20, reason="女儿回来同住。")
    assert due(care) == date(2026, 5, 26)
    given = {"unit": town.farms, "words": "送了米和油，办了低保。"}
    with pytest.raises(Refused, match="今天以前"):
        do(care, "help", town.care_officer, day=date(2026, 5, 7), **given)
    care = do(care, "help", town.care_officer, day=date(2026, 5, 6), **given)
    assert Clock.objects.get(pk=owed.pk).end == "met"
    assert visits(care, town.care_officer)["helps"] == [
        ("05-06 周三", "农业农村办", "送了米和油，办了低保。", "柳知夏")
    ]
    assert record(care)["list"][-1][2:] == ("农业农村办", "帮扶", "送了米和油，办了低保。")

    # The help ends: asked by the team, decided by another; the visits stop.
    clockwork.move_to(moment("2026-05-20 09:00"))
    do(care, "propose_end", town.care_head, why="better", reason="已随女儿生活。")
    care = do(care, "end", town.director)
    assert (care.status, care.ended_on, care.name) == ("ended", date(2026, 5, 20), NAME)
    assert seen_by(care, town) == {"care_officer", "director"}
    assert not Clock.objects.filter(matter=care.pk, rule="care.visit", ended_at=None).exists()
    erasing = Clock.objects.get(matter=care.pk, rule="care.erase")
    assert erasing.raw == date(2026, 6, 19)

    clockwork.move_to(moment("2026-06-19 23:00"))
    sweep()
    assert Care.objects.get(pk=care.pk).name == NAME
    clockwork.move_to(moment("2026-06-20 08:31"))
    sweep()
    care = Care.objects.get(pk=care.pk)
    assert (care.name, care.phone, care.address, care.need) == ("", "", "", "") and care.erased_at
    assert [row.words for row in care.visits.all()] == [""] * 6 and care.helps.get().words == ""
    words = HistoryDetail.objects.filter(entry__matter=care.pk, erased_at=None).values_list(
        "values", flat=True
    )
    assert "女儿" not in str(list(words)) and len(words) == 1
    assert list(verify_history.verify([care.pk])) == []
    # The count stays.
    assert tables.counts(Period.of_month(2026, 5))["独居老人"] == {
        "on": 0,
        "new": 0,
        "ended": 1,
        "due": 1,
        "made": 1,
        "help": 1,
    }
    assert tables.counts(Period.of_month(2026, 4))["独居老人"] == {
        "on": 1,
        "new": 0,
        "ended": 0,
        "due": 2,
        "made": 0,
        "help": 0,
    }
