"""The lines 责任 of the organisation's table (core.exchange.organisation_file): who answers where, and how many."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q, Value
from django.db.models.functions import Greatest
from django.utils.timezone import localdate

from core.exchange.organisation_file import Loaded, Unfit, found, load
from core.models import Area, Unit, User
from core.records.admin_log import note, note_each
from grid import boundaries
from grid.models import Responsibility
from grid.models.posts import SOLE, Kind
from grid.posts import answering
from grid.premises import moving

LINE = "责任"
EXAMPLE = (
    ("类别", "责任；核对总数的写“合计”"),
    ("姓名", "责任人姓名；合计行写责任，如“志愿者、栋长”"),
    ("性质", "、".join(Kind.labels)),
    ("管辖区域", "区域编码"),
    ("单位", "单位编码，可以空着"),
    ("数量", "只在合计行写"),
    ("电话", "工作电话，上公示牌"),
    ("本人电话", "不上公示牌，平时遮掩"),
    ("职务", "职务、专业；包户的写门牌地址"),
    ("任职起", "2026-03-01；空着是今天"),
)


class People:
    """Implements core.procedure.room.People."""

    def __init__(self) -> None:
        self.steps = {LINE: _answers}

    def total(self, name: str) -> int | None:
        """志愿者: people today; 下沉干部单位, 下沉干部区域: of how many units, for how many places; 工作电话: with one."""
        today = Responsibility.objects.on(localdate()).filter(stands_for=None)
        if name == "工作电话":
            return today.exclude(work_phone="").count()
        for suffix, column in (("单位", "unit"), ("区域", "area"), ("", "pk")):
            kind = KINDS.get(name.removesuffix(suffix)) if name.endswith(suffix) else None
            if kind:
                rows = today.filter(kind=kind).aggregate(n=Count(column, distinct=True))
                return int(rows["n"])
        return None

    def closed(self, area: Area, on: date, made: Sequence[Area], by: User, *, same: bool) -> None:
        """Who answered there does so up to the day before; below another they go on from the day. So does its outline;
        points and places go where there is but one place to go to.
        """
        rows = Responsibility.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), area=area)
        going = list(rows.filter(stands_for=None))
        note_each(by, rows, f"区域变动，任到 {on - timedelta(days=1)}")
        last = Greatest(F("starts_on"), Value(on - timedelta(days=1)), output_field=DateField())
        rows.update(ends_on=last, reason="区域变动")
        for row in going if same else ():
            row.pk, row.area, row.starts_on = None, made[0], max(on, row.starts_on)
            row.save()
            note(by, row, "区域变动，接着负责")
        boundaries.closed(area, on, made[0] if same else None)
        moving.closed(area, on, made, by)


KINDS: Mapping[str, str] = {str(label): value for value, label in Kind.choices}


def _answers(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    """One person answers for one place. Who is there already, under the same name with the same telephone, is left."""
    kind = KINDS.get(cells["kind"])
    if kind is None or not cells["name"]:
        raise Unfit(f"责任要有姓名和性质（{'、'.join(KINDS)}）")
    area = found(Area, cells["above"], "管辖区域")
    if by is not None and not by.has_perm("core.give_posts") and not answering.keeps(by, area):
        raise Unfit(f"{area.name}不在您的管辖区域里")
    household = kind == Kind.OF_HOUSEHOLD
    row = Responsibility(
        area=area, kind=kind, name=cells["name"], unit=found(Unit, cells["unit"], "单位") if cells["unit"] else None,
        work_phone=cells["phone"], phone=cells["own_phone"], title="" if household else cells["title"],
        household=cells["title"] if household else "", starts_on=_day(cells["starts_on"]) or localdate(),
        ends_on=_day(cells["ends_on"]), given_by=by,
    )  # fmt: skip
    row.clean_fields(exclude=["given_by", "area", "unit"])
    row.clean()
    if answering.twin(row):
        loaded.there[LINE] += 1
        return
    if kind in SOLE:
        row.validate_constraints()
    row.save()
    loaded.made[LINE] += 1
    loaded.new.append(row)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-")) if text else None
    except ValueError:
        raise Unfit(f"日期“{text}”请写成 2026-03-01 这样的真实日期") from None


def bring(data: bytes, by: Any) -> Loaded:
    """Of the page: these lines and totals alone. Raises Wrong, core.exchange.spreadsheets.Unreadable."""
    return load(data, by, only=(LINE, "合计"))
