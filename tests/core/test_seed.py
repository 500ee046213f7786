"""A seeded town: whole chains, gapless numbers, running clocks, and pages that open."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client, override_settings
from django.utils import timezone

from cases.models import Case, Handover
from core.lists.search import find
from core.models import Clock, HistoryEntry, Matter, MatterText, Party, Series
from core.privacy.identity_numbers import parse_matter_code
from core.procedure.indicators import Period
from core.statistics.counting import all_of
from mediation.models import Mediation
from tests.people import Town
from tests.reports import october
from tests.reports.test_histories import check
from tools.seed.lives import MARK

COUNT = 300


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    """One day, one town: what is drawn depends on the days there are."""
    with time_machine.travel(october.NOW, tick=True):
        yield


@pytest.fixture(scope="module")
def sown(scene: Town) -> Town:
    with time_machine.travel(october.NOW, tick=True), override_settings(DEMO=True):
        call_command("seed", matters=COUNT, years=2, seed=7, stdout=io.StringIO())
    return scene


@pytest.fixture
def seeded(db: None, sown: Town) -> Town:
    """Tests that begin with an empty house stand before those that use it."""
    return deepcopy(sown)


def test_it_is_refused_where_real_matters_may_be(town: Town) -> None:
    with pytest.raises(CommandError, match="--yes-really"):
        call_command("seed", matters=1)
    town.register()
    with pytest.raises(CommandError, match="别的事项"):
        call_command("seed", matters=1, yes_really=True)
    assert Matter.objects.count() == 1


def test_a_database_of_its_own_grows(town: Town) -> None:
    for _ in range(2):
        call_command("seed", matters=20, yes_really=True, stdout=io.StringIO())
    assert Matter.objects.filter(kind="case").count() == 40
    assert Case.objects.values("demand").distinct().count() > 35


def test_an_empty_database_gets_the_demo_s_organisation(calendar: None, settings: Any) -> None:
    settings.DEMO = True
    call_command("seed", matters=60, years=1, stdout=io.StringIO())
    call_command("verify_history", stdout=io.StringIO())
    assert Case.objects.values("area_path").distinct().count() > 20


def test_a_seeded_town_is_whole(seeded: Town) -> None:
    call_command("verify_history", stdout=io.StringIO())
    children = Mediation.objects.count()
    assert Matter.objects.count() == COUNT + children and 15 < children < 50
    assert MatterText.objects.count() == COUNT + children
    assert 0 < Matter.objects.open().count() < 30
    assert Case.objects.filter(closed_at=None).count() == 9  # 3 of 100
    assert all(20 <= len(demand) <= 80 for demand in Case.objects.values_list("demand", flat=True))
    assert not Matter.objects.filter(registered_at__gt=timezone.now()).exists()
    assert not HistoryEntry.objects.filter(happened_at__gt=timezone.now()).exists()
    for party in Party.objects.all()[:30]:
        assert re.fullmatch(r"1990000\d{4}", party.phone) and party.phone_hash and party.name_initials
    assert not Handover.objects.filter(ended_at=None).exclude(matter__closed_at=None).exists()


def test_numbers_go_on_without_a_gap(seeded: Town) -> None:
    real = seeded.register()
    for kind in ("case", "mediation"):
        serials = defaultdict(list)
        for number in Matter.objects.filter(kind=kind).values_list("number", flat=True):
            year, serial = re.findall(r"\d+", number)
            serials[int(year)].append(int(serial))
        assert serials
        for year, given in serials.items():
            assert sorted(given) == list(range(1, len(given) + 1))
            assert Series.objects.get(kind=kind, year=year).last == len(given)
    this_year = Matter.objects.filter(kind="case", received_at__year=timezone.localdate().year)
    assert int(re.findall(r"\d+", real.number)[1]) == this_year.count()
    codes = list(Matter.objects.filter(parent=None).values_list("code", flat=True))
    assert len(set(codes)) == len(codes) and parse_matter_code(codes[0]).region.startswith("99")
    assert parse_matter_code(real.code).serial == this_year.count()


def test_clocks_of_open_matters_run_and_of_others_do_not(seeded: Town) -> None:
    for matter in Matter.objects.open().filter(offspring=None):
        assert Clock.objects.running().filter(matter=matter).exists()
    assert not Clock.objects.filter(ended_at=None).exclude(matter__closed_at=None).exists()
    due = Matter.objects.open().exclude(due_at=None)
    assert due.exists()
    for matter in due:
        first = matter.clocks.running().filter(right=False).order_by("expires_at").first()
        assert first and first.expires_at == matter.due_at


def test_what_is_counted_adds_up(seeded: Town) -> None:
    today = timezone.localdate()
    for days in (0, 90, 400):
        first = (today - timedelta(days=days)).replace(day=1)
        check(all_of("case"), Period(first, today))


def test_two_characters_are_found(seeded: Town) -> None:
    visible = Matter.objects.visible_to(seeded.director)
    for word in ("路灯", "补贴"):
        found = set(find(visible, word).matters.values_list("pk", flat=True))
        texts = MatterText.objects.filter(matter__in=visible, text__contains=word)
        assert found and found == set(texts.values_list("pk", flat=True))
    party = Party.objects.filter(matter__in=visible).first()
    assert party and find(visible, party.phone).matters.filter(pk=party.matter_id).exists()


def test_every_kind_of_row_opens(seeded: Town, client: Client) -> None:
    client.force_login(seeded.director)
    kinds = Matter.objects.order_by("kind", "status", "pk").distinct("kind", "status")
    assert kinds.count() > 8
    for matter in kinds:
        page = client.get(f"/matters/{matter.pk}/")
        assert page.status_code == 200
        assert matter.number in page.content.decode()


def test_open_matters_go_on(seeded: Town) -> None:
    """The next act of a matter that waits is done by the same verb as ever."""
    case = Case.objects.filter(status="in_hand").first()
    assert case
    seeded.act(case, "reply", case.holder_user, answer="已清理。")
    seeded.act(case, "call_back", case.first_contact, satisfaction="satisfied")
    call_command("verify_history", stdout=io.StringIO())


# --- The bulk writer and the kernel's door ---------------------------------------------------------------------

# Keys, what is random, what is reckoned from either, and when somebody looked at a clock.
ANEW = {
    *("id", "matter", "matter_ptr", "root", "entry", "lookup_code", "number", "code", "looked_at", "look_at"),
    *("salt", "detail_hash", "previous", "hash", "key", "words"),
}


def stored(case: Any) -> dict[str, list[dict[str, Any]]]:
    """Every column of every row of a case beside these."""
    rows = {
        "case": [case],
        "clocks": case.clocks.order_by("rule", "started_at"),
        "entries": case.history.order_by("seq"),
        "access": case.access.order_by("part", "user", "unit"),
        "handovers": case.handovers.order_by("pk"),
        "calls": case.calls.order_by("pk"),
        "parties": case.parties.order_by("order"),
    }
    return {name: [_columns(row) for row in found] for name, found in rows.items()}


def _columns(row: Any) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in ANEW]
    return {field.name: getattr(row, field.attname) for field in fields}


def asked(case: Any, entry: HistoryEntry) -> dict[str, Any]:
    """What the form of an act asked, read from what it left."""
    lead, call, detail = case.handovers.first(), case.calls.first(), entry.detail.values
    return {
        "hand_over": lambda: {"unit": lead.unit, "grade": case.grade, "note": lead.note},
        "sign": dict,
        "note": lambda: {"note": detail["note"]},
        "reply": lambda: {"answer": case.answer},
        "call_back": lambda: {"satisfaction": call.rating, "note": call.words},
        "answer_on_spot": lambda: {"answer": case.answer, "satisfaction": case.satisfaction},
        "elsewhere": lambda: {"body": case.told_body, "where": case.told_where, "basis": case.told_basis},
        "void": lambda: {"reason": detail["reason"]},
    }[entry.action.split(".")[1]]()


def once_more(town: Town, case: Any) -> Any:
    """The same life through the kernel's door, act by act at its hour."""
    first, *acts = case.history.select_related("by", "detail").order_by("seq")
    own = [column for column in _columns(Party()) if column != "order"]
    facts = ("channel", "place", "category", "wishes", "head_count", "repeated", "area")
    with time_machine.travel(first.happened_at, tick=False):
        made = town.register(
            case.demand, first.by, **{name: getattr(case, name) for name in facts}, imported=MARK,
            parties=[{name: getattr(party, name) for name in own} for party in case.parties.order_by("order")],
        )  # fmt: skip
    for entry in acts:
        with time_machine.travel(entry.happened_at, tick=False):
            town.act(made, entry.action.split(".")[1], entry.by, **asked(case, entry))
    return Case.objects.get(pk=made.pk)


@pytest.mark.parametrize("last", ["call_back", "reply", "answer_on_spot", "elsewhere", "void"])
def test_a_life_is_what_the_kernel_s_door_leaves(seeded: Town, last: str) -> None:
    """The bulk writer is another writer, for its speed alone: what it leaves is the same, column for column."""
    ended = HistoryEntry.objects.filter(
        action=f"cases.{last}", matter__compartment="", seq=F("matter__version")
    )
    case = Case.objects.get(pk=ended.order_by("-pk")[0].matter_id)
    by_bulk, by_act = stored(case), stored(once_more(seeded, case))
    assert {name: len(rows) for name, rows in by_bulk.items()} == {
        name: len(rows) for name, rows in by_act.items()
    }
    different = [
        (name, column, value, other[column])
        for name in by_bulk
        for row, other in zip(by_bulk[name], by_act[name], strict=True)
        for column, value in row.items()
        if value != other[column]
    ]
    assert different == []
