"""Registers from a table: each row judged, the right ones stored at once, every fault said in words with its row.

The same file again stores nothing: a row that is there as it stands is counted, one that differs is told and not taken over.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.timezone import localdate

from core.access.people import paths_with
from core.exchange.cells import Places, moment, past
from core.exchange.import_columns import Column
from core.exchange.import_table import read_table
from core.exchange.importing import check
from core.intake.places import town
from core.models import Area, Unit
from core.privacy.phone_numbers import normalise_phone
from core.values.refused import Refused
from grid.models import CameraPoint, Site, SiteKind
from grid.premises import sites
from grid.premises.cameras import KEEP

MOST = 20_000  # rows of a file
CHUNK = 1_000
CAMERAS = (
    Column("number", ("编号", "点位编号"), 30, required=True, example="TW-0001"),
    Column("place", ("位置", "安装位置", "点位名称"), 60, required=True, example="村口老槐树下"),
    Column("area", ("网格", "所属网格"), 60, required=True, example="桃坞第二网格"),
    Column("owner", ("产权单位", "建设单位"), 40, required=True, example="镇综治中心"),
    Column("unit", ("维护单位",), 40, example="村镇办"),
    Column("state", ("状态", "设备状态"), 6, example="正常"),
    Column("since", ("状态起", "状态日期"), 20, example="2026-03-01"),
    Column("sign", ("提示标识", "标识"), 4, example="有"),
)
NO_RESIDENTS = "本系统不登记住户、从业人员，这一列没有读"
SITES = (
    Column("name", ("名称", "场所名称", "单位名称"), 40, required=True, example="松岭小学"),
    Column("kind", ("类别", "场所类别"), 20, required=True, example="学校"),
    Column("area", ("网格", "所属网格"), 60, required=True, example="桃坞第二网格"),
    Column("address", ("地址", "详细地址"), 60, example="桃坞村 1 号"),
    Column("contact", ("负责人", "法定代表人", "房东"), 20, example="钱小满", personal=True),
    Column("phone", ("电话", "联系电话"), 20, example="199-0000-0001", personal=True),
    Column(
        "residents", ("住户", "租客", "租户", "居住", "从业人员", "身份证", "证件"), 60, never=NO_RESIDENTS
    ),
)
SIGNS = {"有": True, "是": True, "无": False, "没有": False, "否": False, "": False}


@dataclass
class Brought:
    """What came of a file: how many were read, stored, there already; the faults, as sentences with their row."""

    read: int = 0
    stored: int = 0
    there: int = 0
    faults: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()


class Known:
    """What rows refer to, read once for a whole file; the places are those that `by` may keep."""

    def __init__(self, by: Any) -> None:
        self.paths = paths_with(by, KEEP)
        self.places = Places(Area.objects.filter(closed_on=None).select_related("parent"), town())
        self.full = {area.full_name: area for area in self.places.areas}
        self.kinds = {kind.name: kind for kind in SiteKind.objects.filter(retired_on=None)}
        self.units = {
            name: unit for unit in Unit.objects.filter(closed_on=None) for name in (unit.code, unit.name, unit.short_name)
        }  # fmt: skip

    def area(self, words: str) -> Area:
        found, rest = (self.full[words], "") if words in self.full else self.places.find(words)
        if found is None or rest:
            raise Refused(f"没有“{words}”这个网格，或者不止一个，请写区域编码。")
        if not any(found.path.startswith(path) for path in self.paths):
            raise Refused(f"{found.name}不在您的管辖区域里。")
        area: Area = found
        return area


Make = Callable[[Mapping[str, str], Known], models.Model]


def camera(cells: Mapping[str, str], known: Known) -> CameraPoint:
    """One row as a point. Raises Refused."""
    states = {str(label): value for value, label in CameraPoint.State.choices}
    if (state := cells["state"] or "正常") not in states:
        raise Refused(f"状态“{state}”应是{'、'.join(states)}之一。")
    if cells["sign"] not in SIGNS:
        raise Refused("提示标识写“有”或者“无”。")
    if cells["unit"] and cells["unit"] not in known.units:
        raise Refused(f"没有“{cells['unit']}”这个单位。")
    point = CameraPoint(
        number=cells["number"], place=cells["place"], area=known.area(cells["area"]), owner=cells["owner"],
        unit=known.units.get(cells["unit"]), state=states[state], since=_day(cells["since"]), sign=SIGNS[cells["sign"]],
    )  # fmt: skip
    point.clean()
    return point


def site(cells: Mapping[str, str], known: Known) -> Site:
    """One row as a place; visited for the first time within the cycle of its kind. Raises Refused."""
    kind = known.kinds.get(cells["kind"])
    if kind is None:
        raise Refused(f"没有“{cells['kind']}”这个类别，应是{'、'.join(known.kinds)}之一。")
    try:
        phone = normalise_phone(cells["phone"]) if cells["phone"] else ""
    except ValueError as error:
        raise Refused(str(error)) from None
    return Site(
        name=cells["name"], kind=kind, area=known.area(cells["area"]), address=cells["address"],
        contact=cells["contact"], phone=phone, since=localdate(), due_on=sites.next_visit(kind, localdate()),
    )  # fmt: skip


def _day(text: str) -> date:
    """The day of a state; empty: today."""
    return localdate(past(moment(text, "状态起"), "状态起") if text else None)


def bring(
    data: bytes,
    by: Any,
    columns: tuple[Column, ...],
    make: Make,
    same: tuple[str, ...],
    told: tuple[str, ...],
) -> Brought:
    """`same`: the columns that are the key of a row; `told`: those that a second file may say otherwise. Raises Unreadable."""
    table = read_table(data, columns, most=MOST)
    known, found = Known(by), dict[tuple[Any, ...], tuple[Any, models.Model]]()
    result = Brought(read=len(table.rows), notes=table.notes)
    for row in table.rows:
        try:
            check(row, columns)
            one = make({key: " ".join(cell.split()) for key, cell in row.cells.items()}, known)
            key = tuple(getattr(one, name) for name in same)
            if key in found:
                raise Refused(f"和第 {found[key][0]} 行是同一个。")
            found[key] = (row.place, one)
        except Refused as refused:
            result.faults.append(f"第 {row.place} 行：{refused.sentence}")
        except ValidationError as error:
            result.faults.append(f"第 {row.place} 行：{''.join(error.messages)}")
    if found:
        _store(found, same, told, result)
    return result


@transaction.atomic
def _store(
    found: Mapping[tuple[Any, ...], tuple[Any, models.Model]], same: Iterable[str], told: Iterable[str], result: Brought
) -> None:  # fmt: skip
    """One file at a time: whoever comes second finds what the first has stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('grid.premises.file'))")
    model: Any = type(next(iter(found.values()))[1])
    there = (
        model.objects.filter(closed_on=None) if model is Site else model.objects.all()
    )  # what is gone may come back
    before = {
        tuple(getattr(row, name) for name in same): row
        for row in there.filter(**{f"{name}__in": {key[at] for key in found} for at, name in enumerate(same)})
    }  # fmt: skip
    new = [one for key, (_, one) in found.items() if key not in before]
    model.objects.bulk_create(new, batch_size=CHUNK)
    result.stored = len(new)
    for key, (place, one) in found.items():
        if row := before.get(key):
            result.there += 1
            fields = [model._meta.get_field(name) for name in told]
            other = [
                str(field.verbose_name)
                for field in fields
                if getattr(row, field.attname) != getattr(one, field.attname)
            ]
            if other:
                result.faults.append(f"第 {place} 行：已经登记，{'、'.join(other)}和登记的不一样，没有改。")


def bring_cameras(data: bytes, by: Any) -> Brought:
    """State and day are those of the register: a file of last month says nothing of today."""
    return bring(data, by, CAMERAS, camera, ("number",), ("place", "area", "owner", "unit", "sign"))


def bring_sites(data: bytes, by: Any) -> Brought:
    return bring(data, by, SITES, site, ("area_id", "name", "address"), ("kind", "contact", "phone"))
