"""Who answers where in the demo town beside the accounts: 91 liaisons, 273 volunteers and building heads, 67 people of 13
departments in 25 grids, 三包, police and doctors. One place is vacant, one liaison is on leave. All invented.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils.timezone import localdate

from core.models import Area, Unit
from grid.models import Responsibility
from grid.models.posts import Kind
from grid.posts import duties
from tools.demo.town import Town

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "广田 春生 秀英 桂花 建国 玉兰 大山 小河 有福 金凤 明德 立秋 长贵 巧云 满囤 德顺 月娥 守林 红梅 喜来".split()
SENT, DEPARTMENTS = 67, 13


def build(town: Town) -> None:
    """Stored in one go, in office since two years."""
    duties.load()
    since = localdate() - timedelta(days=730)
    rows = list(_rows(town, since))
    Responsibility.objects.bulk_create(rows)
    _vacant_and_away(since)


def _rows(town: Town, since: date) -> Iterator[Responsibility]:
    """One piece: who answers where, from the group to the town."""
    number = count()

    def row(area: Area, kind: str, unit: Unit | None = None, **facts: Any) -> Responsibility:
        n = next(number)
        name = SURNAMES[n * 7 % len(SURNAMES)] + GIVEN[n * 3 % len(GIVEN)]
        phone = f"199{n % 10**8:08}" if kind not in (Kind.VOLUNTEER, Kind.BUILDING) else ""
        return Responsibility(
            area=area, kind=kind, unit=unit, name=name, work_phone=phone, starts_on=since, **facts
        )

    areas = sorted(town.areas.values(), key=lambda area: area.code)
    villages, grids = town.villages, [grid for village in town.villages for grid in town.grids(village)]
    places = {grid.pk for grid in grids}
    groups = [area for area in areas if area.parent_id in places]
    departments = [unit for unit in town.units.values() if unit.kind in ("department", "stationed")][
        :DEPARTMENTS
    ]
    for place, group in enumerate(groups):
        if group.code != "990121101204002001":  # 秦满仓 has an account
            yield row(group, Kind.LIAISON)
        yield from (row(group, Kind.BUILDING if (place + n) % 4 == 0 else Kind.VOLUNTEER) for n in range(3))
    yield from (row(grids[n % len(grids)], Kind.SENT, departments[n % DEPARTMENTS]) for n in range(SENT))
    for place, village in enumerate(villages):
        yield row(village, Kind.POLICE, town.units["police"])
        yield row(village, Kind.DOCTOR, title="栖云卫生院医生")
        yield row(village, Kind.OF_AREA, title="镇党委委员")
        yield row(village, Kind.OF_VILLAGE, town.units["government"])
        yield row(
            groups[place],
            Kind.OF_HOUSEHOLD,
            town.units["government"],
            household=f"{groups[place].name}{place + 3}号",
        )
    for key, what in (
        ("safety", "消防安全专业网格"),
        ("market", "食品安全专业网格"),
        ("civil", "民政服务专业网格"),
    ):
        yield row(town.areas["town"], Kind.SPECIAL, town.units[key], title=what)


def _vacant_and_away(since: date) -> None:
    """The last liaison left eight days ago; the one before him is away this week."""
    today = localdate()
    *_, away, gone = Responsibility.objects.filter(kind=Kind.LIAISON).order_by("area__code")
    Responsibility.objects.filter(pk=gone.pk).update(ends_on=today - timedelta(days=8), reason="外出务工")
    Responsibility.objects.create(
        area=away.area, kind=away.kind, name="万有光", work_phone="19900000077", stands_for=away, reason="住院",
        starts_on=today - timedelta(days=2), ends_on=today + timedelta(days=4),
    )  # fmt: skip
