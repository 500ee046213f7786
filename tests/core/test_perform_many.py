"""The wide door stores what the one-by-one door stores, column for column; what it cannot do, it gives to the other."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.categories import load
from cases.models import Case, Category
from core.models import (
    Access,
    Clock,
    HistoryDetail,
    HistoryEntry,
    LocalTerm,
    Matter,
    MatterText,
    Notice,
    Party,
)
from core.operations import verify_history
from core.procedure.transitions import Outcome
from core.values.refused import Refused
from core.workflow import perform_in_bulk
from core.workflow.perform_in_bulk import Birth, Step, open_many
from tests.people import Town, moment
from tests.sweeps.world import PARTIES

TABLES = (Matter, Case, MatterText, Party, Access, Clock, HistoryEntry, HistoryDetail)
# Made anew each time: keys, what is random, and what is reckoned from either.
ANEW = {
    *("id", "matter", "matter_ptr", "root", "entry", "lookup_code"),
    *("salt", "detail_hash", "previous", "hash"),
}
NOW = moment("2026-11-18 10:26")
MOMENTS = st.datetimes(moment("2019-01-01 00:00").replace(tzinfo=None), NOW.replace(tzinfo=None)).map(
    lambda naive: naive.replace(tzinfo=NOW.tzinfo)
)
PEOPLE = st.lists(
    st.sampled_from([*PARTIES, {"name": "𬸣阿妹"}, {"name": "未留姓名", "phone": "0512-63010000"}]),
    max_size=3,
)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "channel": st.sampled_from(Case.Channel.values),
    "place": st.sampled_from(["", "三组路口", "电话 19900000013 边上"]),
    "head_count": st.integers(1, 9),
    "parties": PEOPLE.map(lambda people: [dict(person) for person in people]),
    "historic": st.booleans(),
    "grade": st.sampled_from(["", *Case.Grade.values]),
    "imported": st.sampled_from([{}, {"source_number": "7", "source_category": "城乡建设"}]),
}
ROWS = st.lists(
    st.tuples(st.fixed_dictionaries(FACTS), MOMENTS, st.sampled_from(["", "已清理。", "已清理。"])),
    min_size=1,
    max_size=6,
)
slow = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def hall(town: Town) -> Town:
    load()
    LocalTerm.objects.create(rule="cases.handle_ordinary", term="5C", basis="本镇承诺")
    return town


def births(town: Town, rows: Sequence[Any]) -> list[Birth]:
    made = []
    for number, (facts, at, answer) in enumerate(rows):
        data = {
            **facts,
            "demand": f"第 {number} 段渠堵塞，要求清理",
            "area": (None, town.taowu, town.taowu_2)[number % 3],
            "category": Category.objects.get(code="0201") if number % 2 else None,
            "centre": town.centre,
            "town": town.town,
        }
        answered = min(at + timedelta(days=number * 4), NOW)
        step = Step("import_reply", {"answer": answer}, answered, decided_by="原系统答复")
        made.append(Birth(data, at, steps=(step,) if answer else ()))
    return made


def stored() -> dict[str, list[Any]]:
    """Every column of every row beside the keys, in the order of storing; personal data in clear."""
    return {
        table.__name__: [_columns(row) for row in table._default_manager.order_by("pk")]
        for table in (*TABLES, Notice)
    }


def _columns(row: models.Model) -> dict[str, Any]:
    fields = [field for field in row._meta.local_concrete_fields if field.name not in ANEW]
    return {field.name: getattr(row, field.attname) for field in fields}


def by_both_doors(town: Town, made: list[Birth]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """What each of the doors stores: numbers too are the same, for the first is rolled back."""
    with time_machine.travel(NOW, tick=False):
        with transaction.atomic():
            open_many("case", by=town.dispatcher, births=made)
            wide = stored()
            assert list(verify_history.verify()) == []
            transaction.set_rollback(True)
        for birth in made:
            assert not isinstance(perform_in_bulk._by_the_other_door("case", town.dispatcher, birth), Refused)
        narrow = stored()
        for matter in Matter.objects.all():
            assert matter.root_id == matter.pk
    return wide, narrow


@given(rows=ROWS)
@slow
def test_both_doors_store_the_same(hall: Town, rows: list[Any]) -> None:
    other = perform_in_bulk._by_the_other_door
    with transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(perform_in_bulk, "_by_the_other_door", None)  # none of these needs it
            with time_machine.travel(NOW, tick=False), transaction.atomic():
                open_many("case", by=hall.dispatcher, births=births(hall, rows))
                transaction.set_rollback(True)
        assert perform_in_bulk._by_the_other_door is other
        wide, narrow = by_both_doors(hall, births(hall, rows))
        assert wide == narrow
        assert len(wide["Case"]) == len(rows)
        transaction.set_rollback(True)


def test_what_the_wide_door_cannot_do_goes_through_the_other(hall: Town) -> None:
    """An alarm tells people, a closed label opens to its keepers: stored as ever, beside the others."""
    plain = {"channel": "visit", "parties": [dict(PARTIES[0])], "historic": False}
    rows = [
        ({**plain, **more}, NOW - timedelta(days=3), "")
        for more in ({"flags": ["crowd"]}, {"accusation": True}, {})
    ]
    wide, narrow = by_both_doors(hall, births(hall, rows))
    assert Notice.objects.exists() and Matter.objects.exclude(compartment="").count() == 1

    def sorted_rows(found: dict[str, list[Any]]) -> dict[str, list[str]]:
        for row in found["Matter"]:  # they come after the others, with later numbers
            row.pop("number"), row.pop("code")
        for row in found["Notice"]:
            row.pop("sentence")
        return {table: sorted(map(repr, rows)) for table, rows in found.items()}

    assert sorted_rows(wide) == sorted_rows(narrow)


def test_every_field_of_an_outcome_is_known_at_the_wide_door() -> None:
    """A new one must be applied there, or be given to the other door."""
    done = {
        *(
            "facts",
            "holder",
            "rows",
            "access",
            "starts",
            "meets",
            "cancels",
            "extends",
            "suspension",
            "detail",
        ),
    }
    of_moves = {
        "opening",
        "result",
        "root_data",
        "merged_data",
    }  # asked for by what the door does not do
    assert {field.name for field in dataclasses.fields(Outcome)} == done | of_moves | set(
        perform_in_bulk.BEYOND
    )


def test_what_the_rules_refuse_is_answered_in_its_place(hall: Town) -> None:
    late, early = NOW + timedelta(days=1), NOW - timedelta(days=9)
    plain = {"channel": "visit", "historic": True, "grade": "ordinary"}
    made = births(hall, [(plain, early, ""), (plain, late, ""), (plain, early, "已办。")])
    before = Birth(
        made[0].data, early, steps=(Step("import_reply", {"answer": "早了。"}, early - timedelta(days=1)),)
    )
    with time_machine.travel(NOW, tick=False):
        answers = open_many("case", by=hall.dispatcher, births=[*made, before])
    assert [isinstance(answer, Refused) for answer in answers] == [False, True, False, True]
    numbers = [matter.number for matter in Case.objects.order_by("pk")]
    assert [number[-5:] for number in numbers] == ["0001号", "0002号"]
    assert Access.objects.count() == 2 and HistoryEntry.objects.count() == 3
    assert timezone.localdate(Clock.objects.filter(end="met").get().started_at) == early.date()


def test_who_may_not_open_is_refused_at_the_wide_door_too(hall: Town) -> None:
    made = births(hall, [({"channel": "visit", "historic": True}, NOW, "")])
    with pytest.raises(PermissionDenied):
        open_many("case", by=hall.handler, births=made)
    answered = births(hall, [({"channel": "visit", "historic": True}, NOW, "已办。")])
    with pytest.raises(PermissionDenied):  # may register, not import
        open_many("case", by=hall.receptionist, births=answered)
    assert not Matter.objects.exists()
