"""可能重复: the measure, and whom and what it looks at."""

from collections import Counter
from copy import copy
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Case
from core.intake import similar as module
from core.intake.similar import (
    ALL,
    CANDIDATES,
    EXACT,
    RARE,
    REST,
    SHARED,
    VERY,
    _candidates,
    alike,
    common,
    pairs,
    similar,
    weight,
)
from core.models import Matter, MatterText
from core.operations.database_roles import as_owner
from core.procedure.procedure import by_kind
from tests.kept import load_calendar, make_town
from tests.people import Town

TEXT = "邻居去年把两家之间的排水沟填了垫院子，今年下雨水都往他家灶房里倒，要求恢复排水沟"
AGAIN = "两家中间的排水沟被邻居填了，一下雨水就倒进灶房，要求把排水沟恢复"
OTHERS = (
    "村口路灯坏了三天，晚上老人出门看不见，要求修",
    "工地拖欠工资两个月，老板联系不上，要求帮忙讨要",
    "低保停发了，要求说明原因，家里有病人",
    "广场舞音响太大，影响孩子写作业，要求管一管",
    "宅基地界址有争议，要求重新丈量",
)
CASE = by_kind()["case"]
LETTERS = st.text(alphabet="排水沟填院子雨路灯坏工资a1 ，。", max_size=60)


def six_matters(town: Town) -> Town:
    """A village with six matters that have nothing to do with one another but one."""
    for text in OTHERS:
        town.register(text)
    town.register(TEXT)
    return town


@pytest.fixture
def hall(town: Town) -> Town:
    return six_matters(town)


def found(town: Town, text: str = AGAIN, **asked: Any) -> list[str]:
    cache.clear()
    return [one.matter.demand for one in similar(town.receptionist, CASE, text, **asked)]


@given(LETTERS, LETTERS)
def test_the_measure_is_between_nothing_and_the_same_and_the_same_both_ways(one: str, other: str) -> None:
    shares = {REST: 0.01, "排水": 0.5, "要求": 1.0}
    score = alike(pairs(one), pairs(other), shares)
    assert 0 <= score <= 1 + 1e-9 and score == pytest.approx(alike(pairs(other), pairs(one), shares))
    if len(pairs(one)) >= SHARED:
        assert alike(pairs(one), pairs(one), shares) == pytest.approx(1)


def test_what_everybody_says_counts_less_than_what_few_say() -> None:
    shares = {REST: 0.001, **dict.fromkeys(pairs("要求尽快解决问题"), 0.6)}
    said = alike(pairs("要求尽快解决问题，排水沟"), pairs("要求尽快解决问题，路灯坏"), shares)
    meant = alike(pairs("要求解决，排水沟填了"), pairs("希望处理，排水沟填了"), shares)
    assert said < 0.1 < meant


def test_the_same_story_in_other_words_is_found_and_others_are_not(hall: Town) -> None:
    (one,) = similar(hall.receptionist, CASE, AGAIN, hall.taowu)
    assert one.matter.demand == TEXT and one.score > VERY and one.word == "很像"
    assert found(hall, "要求解决") == found(hall, "") == found(hall, "沟") == []
    assert found(hall, "养老金什么时候发，要求查一查") == []


def test_only_the_village_and_two_years_are_looked_at(hall: Town) -> None:
    assert found(hall, area=hall.taowu) == found(hall, area=hall.taowu_2_1) == [TEXT]  # in its grids as well
    assert found(hall, area=hall.songling) == []
    assert found(hall, area=hall.town) == found(hall) == [TEXT]
    Case.objects.filter(demand=TEXT).update(received_at=timezone.now() - timedelta(days=731))
    assert found(hall, area=hall.taowu) == []
    pk = Case.objects.get(demand=TEXT).pk
    assert found(hall, people={pk: "证件相同"}) == []


def test_what_is_hidden_or_voided_is_never_shown(hall: Town) -> None:
    case = hall.register(AGAIN, by=hall.director, accusation=True)
    assert found(hall, AGAIN) == [TEXT]
    assert similar(hall.director, CASE, AGAIN)[0].matter.pk == case.pk
    assert similar(hall.stranger, CASE, AGAIN) == []
    hall.act(Case.objects.get(demand=TEXT), "void", hall.dispatcher, reason="登记重了")
    assert found(hall, AGAIN) == []


def test_the_same_person_makes_it_more_and_alone_is_not_enough(hall: Town) -> None:
    pk = Case.objects.get(demand=TEXT).pk
    lamp = Case.objects.get(demand=OTHERS[0]).pk
    plain = similar(hall.receptionist, CASE, AGAIN)[0].score
    (with_person,) = similar(hall.receptionist, CASE, AGAIN, people={pk: "电话相同", lamp: "证件相同"})
    assert with_person.score == pytest.approx(min(plain * 1.5, 1)) and with_person.person == "当事人相同"
    (another,) = similar(hall.receptionist, CASE, AGAIN, people={lamp: "证件相同"})
    assert another.person == "当事人不同"


def test_it_is_always_the_same_and_costs_three_queries_at_most(hall: Town) -> None:
    for number in range(8):
        hall.register(f"{TEXT}，第{number}次说")
    first = found(hall, AGAIN, area=hall.taowu)
    assert len(first) == 4 and all(found(hall, AGAIN, area=hall.taowu) == first for _ in range(3))
    user = hall.receptionist
    assert user.reach  # read once a request
    with CaptureQueriesContext(connection) as captured:
        similar(user, CASE, AGAIN, hall.taowu)
    own = [row["sql"] for row in captured if "core_calendar" not in row["sql"]]
    assert len(own) <= 3


def test_the_shares_are_the_database_s_own_where_it_has_counted(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), as_owner(), transaction.atomic():  # who may have it counted
        load_calendar()
        hall = six_matters(make_town())
        counted = common()
        assert counted["要求"] == pytest.approx(6 / 7) and counted[REST] < 0.3
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE core_mattertext")
        cache.clear()
        known = common()
        assert known["要求"] == pytest.approx(1) and known[REST] <= 0.25
        assert found(hall, AGAIN) == [TEXT]
        transaction.set_rollback(True)


def test_any_text_can_be_asked(hall: Town) -> None:
    for text in (
        "\0",
        "%_'\"\\",
        "𬸣𫖮😀" * 5,
        "a" * 10_000,
        "长" * 10_000,
        "，。！",
        "１２３４５６７８９０",
    ):
        assert found(hall, text) == []


@pytest.mark.parametrize("looked", [25, 70, 9999])
def test_candidates_hold_the_rarest_pairs_of_whatever_texts(
    hall: Town, monkeypatch: pytest.MonkeyPatch, looked: int
) -> None:
    """By the rule as it is said: what the rarest pairs weigh that few enough hold, at least one, then the newest."""
    monkeypatch.setattr(module, "LOOKED", looked)
    dice, first = Random(7), Matter.objects.get(pk=Case.objects.get(demand=TEXT).pk)
    texts = ["".join(dice.choices("门前路灯坏了三盏晚上", k=12)) for _ in range(90)]
    matters = []
    for number in range(len(texts)):
        one = copy(first)
        one.pk = one.id = one.root_id = None
        one.number, one.code = f"人造〔2026〕{number}号", f"SX{number}"
        matters.append(one)
    Matter.objects.bulk_create(matters)
    MatterText.objects.bulk_create(map(MatterText, [one.pk for one in matters], texts))
    known = Counter(pair for text in texts for pair in pairs(text))
    shares = {pair: n / len(texts) for pair, n in known.items()} | {REST: 0.001, ALL: len(texts)}
    for text in texts[:12]:
        own = pairs(text)
        rarest = sorted(own, key=lambda pair: (-weight(shares, pair), pair))[:RARE]
        few = [p for n, p in enumerate(rarest) if not n or sum(known[q] for q in rarest[: n + 1]) <= looked]
        heavy = {
            pk: sum(round(weight(shares, pair) * EXACT) for pair in few if pair in pairs(said))
            for pk, said in MatterText.objects.values_list("matter", "text")
        }
        wanted = sorted((pk for pk, n in heavy.items() if n), key=lambda pk: (-heavy[pk], -pk))[:CANDIDATES]
        assert _candidates(hall.receptionist, "case", own, None, shares) == wanted, text
