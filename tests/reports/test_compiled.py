"""Statements that count are put together once: with other periods they say what they would say if compiled anew."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count, Q
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from core.models import Matter, Unit
from core.procedure import compiled
from core.procedure.compiled import Given, Made, counted, given
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, counting, indicators
from core.statistics.counting import _among

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    compiled._kept.clear()
    yield
    compiled._kept.clear()


def running() -> Period:
    """Days of which the last is not over: what is known of them ends before they do."""
    return Period(localdate() - timedelta(days=3), localdate())


def plain(value: Any) -> Any:
    return getattr(value, "obj", value)


def test_every_number_is_compiled_once_and_says_the_same_of_other_periods() -> None:
    by = defaultdict(list)
    for key, own in counting().items():
        by[own.kind].append(key)
    assert sum(map(len, by.values())) > 200
    for kind, keys in by.items():
        model = by_kind()[kind].model

        def anew(periods: Sequence[Period], keys: list[str] = keys, model: Any = model) -> Any:
            among = _among(model, [(key, periods[0]) for key in keys])
            numbers = [indicators()[key].aggregate(periods[0]) for key in keys]
            return compiled._compiled(compiled._gap(model), {}, (among, numbers))

        once = compiled._learnt(1, anew)
        assert once, kind
        for period in (running(), Period.of_month(localdate().year - 1, 2)):
            told = [compiled._told(period)]
            by_itself = anew(told).filled(compiled.NONE, told)
            sql, params = once.filled(compiled.NONE, told)
            assert sql == by_itself[0]
            assert [plain(one) for one in params] == [plain(one) for one in by_itself[1]]


def learnt(condition: Any) -> bool:
    """Is a statement with this condition of a period kept?"""
    counted(
        Matter.objects.all(), {}, "x", [running()], lambda periods: (condition(periods[0]), [Count("pk")])
    )
    (found,) = compiled._kept.values()
    compiled._kept.clear()
    return found is not None


def test_what_depends_on_more_than_moments_of_its_period_is_not_kept() -> None:
    def asks(period: Period) -> Q:
        return period.in_play & Q(holder_unit=Unit.objects.first())

    def half(period: Period) -> date:
        return period.first + (period.last - period.first) / 2

    assert learnt(lambda period: period.in_play & Q(received_at__lt=period.since - timedelta(days=150)))
    assert learnt(lambda period: period.in_play & Q(received_at__date=localdate(period.known_until)))
    assert not learnt(asks)
    assert not learnt(lambda period: period.in_play & Q(received_at__date__lte=min(period.last, localdate())))
    assert not learnt(lambda period: period.in_play & Q(version=period.first.month))
    assert not learnt(lambda period: period.in_play & Q(version__in=range(period.last.day)))
    assert not learnt(lambda period: period.in_play & Q(received_at__date=half(period)))


def test_what_is_given_is_read_whenever_it_is_counted() -> None:
    def make(periods: Sequence[Period]) -> Made:
        ids = RawSQL("SELECT unnest(%s::bigint[])", [Given("few", "ids")])
        return Q(received_at__lt=periods[0].until, pk__in=ids), [Count("pk")]

    seen = []
    for ids in ([1, 2], [3, 4, 5]):
        with given("few", {"ids": ids}):
            counted(Matter.objects.all(), {}, "given", [running()], make)
            (kept,) = compiled._kept.values()
            assert kept
            _, params = kept.filled(compiled.NONE, [compiled._told(running())])
            seen += [list(one) for one in params if isinstance(one, Given)]
    assert seen == [[1, 2], [3, 4, 5]]


def test_what_was_kept_yesterday_is_compiled_anew() -> None:
    counted(Matter.objects.all(), {}, "x", [running()], lambda periods: (periods[0].in_play, [Count("pk")]))
    compiled._day[:] = [localdate() - timedelta(days=1)]
    counted(Matter.objects.all(), {}, "y", [running()], lambda periods: (periods[0].in_play, [Count("pk")]))
    assert [key[2] for key in compiled._kept] == ["y"]
    assert compiled._day == [localdate()]


def test_rows_chosen_by_other_tables_are_compiled_each_time() -> None:
    rows = Matter.objects.filter(area__name="x")
    found = counted(rows, {}, "x", [running()], lambda periods: (periods[0].in_play, [Count("pk")]))
    assert found == [(1, 0)]
    assert not compiled._kept
