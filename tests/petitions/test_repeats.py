"""Which petitions repeat which: what the database keeps, against the rule said once more in plain words, whatever happens."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from core.models import Link, Matter, Party
from core.procedure.indicators import Period
from petitions.documents.forms import registration
from petitions.models import Alike, Earlier, Petition
from petitions.panels import brief
from petitions.repeats import remembered, repeats_in
from tests.people import Town, moment
from tests.petitions.test_dates import register
from tests.petitions.test_import import TRANSFERS, bring, write
from tests.petitions.test_import import row as line
from tests.petitions.test_numbers import row

WORDS = (
    "田间排水渠堵了 请镇里清理",
    "田间排水渠又堵了 请镇里来清",
    "村口没有雨棚 请加一个",
    "村口没雨棚 请派人来修理",
    "路灯",
    "灯",
    "?!",
)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(moment("2026-11-10 09:00"), tick=True):
        yield


def pairs(text: str) -> set[str]:
    bare = re.sub(r"[\s?!]+", "", text).lower()
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def same_person(a: Petition, b: Petition, people: dict[int, list[Party]]) -> bool:
    def one(x: Party, y: Party) -> bool:
        by_number = any(n and n == m for n, m in ((x.id_number, y.id_number), (x.phone, y.phone)))
        differ = x.id_number and y.id_number and x.id_number != y.id_number
        return by_number or ((x.name, a.area_id) == (y.name, b.area_id) and not differ)

    return any(one(x, y) for x in people[a.root_id] for y in people[b.root_id])


def same_thing(a: Petition, b: Petition, links: set[tuple[int, int]]) -> bool:
    mine, theirs = pairs(a.demand), pairs(b.demand)
    common = len(mine & theirs)
    linked = (min(a.pk, b.pk), max(a.pk, b.pk)) in links
    share = 3 if a.field and a.field == b.field else 2
    return a.demand == b.demand or linked or (common > 0 and share * common >= min(len(mine), len(theirs)))


def plainly() -> tuple[set[tuple[int, int]], dict[str, set[int]]]:
    """All pairs that are alike, and by scope those that repeat another."""
    all_of = list(Petition.objects.exclude(compartment="accusation"))
    links, people = set(Link.objects.values_list("first", "second")), defaultdict[int, list[Party]](list)
    for party in Party.objects.filter(role="applicant"):
        people[party.matter_id].append(party)
    alike = {
        (a.pk, b.pk)
        for a, b in permutations(all_of, 2)
        if same_thing(a, b, links) and same_person(a, b, people)
    }
    counted = {one.pk: one for one in all_of if not one.voided_at}
    found: dict[str, set[int]] = {scope: set() for scope in ("centre", "channel", "level")}
    for one in counted.values():
        before = {
            b for a, b in alike if a == one.pk and b in counted and counted[b].code != one.code
            and (counted[b].received_at, b) < (one.received_at, one.pk)
        }  # fmt: skip
        at: Any = one
        seen = set()
        while at and at.repeats_id in counted and at.repeats_id not in seen:
            seen.add(at.repeats_id)
            at = counted[at.repeats_id]
        before |= seen
        found["channel"] |= {one.pk} if any(counted[b].channel == one.channel for b in before) else set()
        found["centre"] |= {one.pk} if before or one.earlier.exists() else set()
        found["level"] |= {one.pk} if before or one.earlier.exists() or one.repeats_outside else set()
    return alike, found


def holds() -> int:
    """How many pairs there are, kept as the plain rule says, each way of asking alike."""
    alike, found = plainly()
    assert set(Alike.objects.values_list("petition", "other")) == alike
    came = Petition.objects.filter(received_at__gte=YEAR.since, received_at__lt=YEAR.until)
    for scope, expected in found.items():
        assert set(came.filter(repeats_in(scope, YEAR)).values_list("pk", flat=True)) == expected
        with remembered(YEAR):
            assert set(came.filter(repeats_in(scope, YEAR)).values_list("pk", flat=True)) == expected
    return len(alike)


def happen(town: Town, chance: random.Random, made: list[Petition], number: int) -> None:
    """Something of what acts, imports and corrections do to one of them."""
    one = Petition.objects.get(pk=chance.choice(made).pk)
    matter, rows = Matter.objects.filter(pk=one.pk), Petition.objects.filter(pk=one.pk)
    party = Party.objects.filter(matter=one.root_id).order_by("?").first()

    def told(**facts: Any) -> None:
        if party:
            for name, value in facts.items():
                setattr(party, name, value)
            party.save()

    def link() -> None:
        other = chance.choice(made)
        if (
            other.pk != one.pk
            and not Link.objects.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk)).delete()[0]
        ):
            Link.objects.create(first_id=min(one.pk, other.pk), second_id=max(one.pk, other.pk))

    def split() -> None:
        letter = chance.choice(made)
        if letter.pk != one.pk:
            matter.update(code=Matter.objects.get(pk=letter.pk).code, split_from=letter.pk)

    def come() -> None:
        made.append(
            row(
                town,
                number,
                f"2026-{chance.randrange(1, 11):02}-03",
                f"人{chance.randrange(2)}",
                chance.choice(WORDS),
            )
        )

    happens = (
        come,
        come,
        lambda: told(name=f"人{chance.randrange(2)}"),
        lambda: told(phone=chance.choice(["", "19900000001", "19900000002"])),
        lambda: told(id_number=chance.choice(["", "990101199001010011", "990101199001010012"])),
        lambda: told(role=chance.choice(["applicant", "agent"])),
        lambda: Party.objects.create(matter_id=one.root_id, name=f"人{chance.randrange(2)}"),
        lambda: party and party.delete(),
        link,
        lambda: rows.update(demand=chance.choice(WORDS)),
        lambda: rows.update(field=chance.choice(["", "01", "10"])),
        lambda: matter.update(area=chance.choice([town.taowu, town.songling])),
        lambda: matter.update(compartment=chance.choice(["", "accusation", "minor"])),
        lambda: matter.update(voided_at=timezone.now() if chance.random() < 0.3 else None),
        lambda: matter.update(root=chance.choice([one.pk, chance.choice(made).pk])),
        lambda: matter.update(received_at=moment(f"2026-{chance.randrange(1, 11):02}-02 09:00")),
        split,
        lambda: rows.update(channel=chance.choice(["visit", "letter"])),
        lambda: rows.update(repeats=chance.choice([None, *made])),
        lambda: rows.update(repeats_outside=chance.choice([0, 1])),
        lambda: Earlier.objects.create(matter=one, year=2020, words="来过", at=timezone.now(), by=town.petition_officer),
    )  # fmt: skip
    chance.choice(happens)()


@pytest.mark.parametrize("seed", [1, 3])
def test_what_is_kept_is_what_the_plain_rule_says_whatever_happens(town: Town, seed: int) -> None:
    chance, most = random.Random(seed), 0
    made = [
        row(town, n, f"2026-0{n}-03", f"人{chance.randrange(2)}", chance.choice(WORDS)) for n in range(1, 7)
    ]
    for number in range(48):
        happen(town, chance, made, number + 10)
        if number % 8 == 7:
            most = max(most, holds())
    assert most > 4, "something was alike"


def test_what_is_of_the_same_field_need_be_less_alike(town: Town) -> None:
    """A third of the pairs of characters instead of half; as soon as the field is known, and no longer than it stays."""
    for number, words in ((1, WORDS[2]), (2, WORDS[3])):
        row(town, number, f"2026-0{number}-03", "一个人", words)
    assert holds() == 0
    Petition.objects.update(field="01")
    assert holds() == 2
    Petition.objects.filter(number="P2").update(field="10")
    assert holds() == 0


def test_what_comes_by_the_desk_and_by_a_file_is_compared(town: Town, tmp_path: Path) -> None:
    """Also a letter that is registered after one that came later, and the part of a letter that is an accusation."""
    one = register(town, "2026-03-09 09:00")
    late = register(town, "2026-03-02 09:00", demand="田间排水渠堵了")
    assert holds() == 2
    assert set(Petition.objects.filter(repeats_in("centre", YEAR))) == {Petition.objects.get(pk=one.pk)}
    accused = {"accusation": True, "accused": [{"name": "孟德顺", "unit": town.government}]}
    claims = [{"words": one.demand, "kind_of": "appeal"}, {"words": late.demand, "kind_of": "accusation"}]
    register(town, "2026-03-16 09:00", claims=claims, **accused)
    register(town, "2026-03-17 09:00", demand=late.demand, **accused)
    assert holds() == 6
    bring(
        write(tmp_path / "a.csv", TRANSFERS + line("99D1") + line("99D2", on="2026-02-28")), source="县转送"
    )
    assert holds() == 20


def test_page_and_form_say_what_the_table_counts(town: Town) -> None:
    """1.6: computed and never typed, so without a link too; an accusation makes nothing a repetition."""
    accused = {"accusation": True, "accused": [{"name": "孟德顺", "unit": town.government}]}
    register(town, "2026-03-01 09:00", channel="visit", **accused)
    first = Petition.objects.get(pk=register(town, "2026-03-02 09:00", channel="visit").pk)
    again = Petition.objects.get(pk=register(town, "2026-03-09 09:00", channel="visit").pk)
    for made, order in ((first, "first"), (again, "repeat")):
        assert registration(made)["visit_order"] == order
        assert ("重复" in brief(made, town.petition_officer)["tags"]) == (order == "repeat")
    assert set(Petition.objects.filter(repeats_in("level", YEAR))) == {again}


def test_page_and_form_tell_of_nothing_that_is_sealed_elsewhere(town: Town) -> None:
    """The numbers count it, they tell of nobody; who reads the next one of the same person does not learn of it, by a link either."""
    earlier = row(town, 1, "2026-03-02", "佟来福", WORDS[0])
    again = row(town, 2, "2026-03-09", "佟来福", WORDS[0], repeats=earlier)
    for label, own, order in (
        ("minor", "", "first"),
        ("minor", "confidential", "first"),
        ("minor", "minor", "repeat"),
        ("", "minor", "repeat"),
    ):
        Matter.objects.filter(pk=earlier.pk).update(compartment=label)
        Matter.objects.filter(pk=again.pk).update(compartment=own)
        made = Petition.objects.get(pk=again.pk)
        assert registration(made)["visit_order"] == order, (label, own)
        assert ("重复" in brief(made, town.petition_officer)["tags"]) == (order == "repeat")
        assert set(Petition.objects.filter(repeats_in("level", YEAR))) == {again}


def test_two_who_come_at_once_are_compared_one_after_the_other(town: Town) -> None:
    """Until the first is stored the second waits, or neither would see the other; a case waits for nobody."""

    def waits() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                " AND objid = 'petitions_alike'::regclass::oid"
            )
            return int(cursor.fetchone()[0])

    with transaction.atomic():
        town.register()
        assert waits() == 0
        row(town, 1, "2026-03-03")
        assert waits() == 1
