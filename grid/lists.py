"""The lists that the product brings along: kinds of incidents, kinds of care, and a beginning of 履职事项清单 (grid/data/). The town makes them
its own; what it renamed, changed or retired stays.
"""

import csv
from datetime import date
from pathlib import Path

from core.models import OutsideBody
from core.outside import bodies
from core.privacy.pinyin import initials
from grid.models import CareKind, DutyItem, IncidentKind, SiteKind

DATA = Path(__file__).parent / "data"
FROM = date(2025, 1, 1)
# 场所 by kind, and days between two visits where the town asks for them.
SITES = {
    "学校": 90,
    "企事业单位": 180,
    "门店": None,
    "出租屋": 90,
    "养老机构": 90,
    "宾馆旅店": 90,
    "公共场所": None,
    "在建工地": 30,
}


def load() -> int:
    """Store what is missing, the items only into an empty table; how many rows. An item whose county body the office has
    not got would name nobody, and is left out.
    """
    return bodies.load() + _items() + _kinds() + _care_kinds() + _site_kinds()


def _items() -> int:
    if DutyItem.objects.exists():
        return 0
    known = dict(OutsideBody.objects.filter(closed_on=None).values_list("short_name", "pk"))
    made = [
        DutyItem(code=row["编号"], name=row["事项"], part=row["清单"], lead_id=known.get(row["县级部门"]),
            share=row["镇里职责"], basis=row["依据"], valid_from=FROM)
        for row in _rows("duty_items.csv")
        if not row["县级部门"] or row["县级部门"] in known
    ]  # fmt: skip
    return len(DutyItem.objects.bulk_create(made))


def _kinds() -> int:
    known = set(IncidentKind.objects.values_list("code", flat=True))
    items = dict(DutyItem.objects.filter(version=1).values_list("code", "pk"))
    made = [
        IncidentKind(code=row["代码"], name=row["名称"], first=row["代码"][:2], level=row["级别"],
            item_id=items.get(row["履职事项"]), initials=initials(row["名称"]))
        for row in _rows("incident_kinds.csv")
        if row["代码"] not in known
    ]  # fmt: skip
    return len(IncidentKind.objects.bulk_create(made))


def _care_kinds() -> int:
    if CareKind.objects.exists():
        return 0
    made = [
        CareKind(name=row["类别"], article=row["法律依据"], cycle=row["周期"], child=bool(row["未成年人"]))
        for row in _rows("care_kinds.csv")
    ]
    for kind in made:
        kind.save()  # one by one: each is looked through
    return len(made)


def _site_kinds() -> int:
    """Into an empty table only: which there are, and how often they are visited, the town says."""
    if SiteKind.objects.exists():
        return 0
    made = [SiteKind(name=name, cycle=cycle) for name, cycle in SITES.items()]
    return len(SiteKind.objects.bulk_create(made))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
