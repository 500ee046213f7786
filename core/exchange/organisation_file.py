"""The office itself out of one table: levels, areas, units, people with their posts; totals checked.

Each line is one thing, named in 类别: 层级 (编码 is its depth), 区域, 单位, 人员 (编码 is the account), 合计, and what
rooms add (Room.people).
A total says how many there must be after the load: of a level (村 8), of a kind of unit (入驻单位 14), of a role
(专职网格员 25), of several of them together (志愿者、栋长 273). All or nothing: one wrong line, or one total that does not hold, and nothing is stored.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.access.exclusions import compare
from core.exchange.import_columns import Column
from core.exchange.import_rows import Row
from core.exchange.import_table import read_table
from core.models import Area, AreaLevel, Holding, Post, Unit, User
from core.procedure.room import rooms
from core.records.admin_log import note_made
from core.values.roles import roles

COLUMNS = (
    Column("what", ("类别",), 4, required=True),
    Column("code", ("编码", "账号"), 40),
    Column("name", ("名称", "姓名"), 60),
    Column("kind", ("性质", "层级", "角色"), 40),
    Column("above", ("上级", "所在区域", "管辖区域"), 18),
    Column("unit", ("单位", "所属单位"), 18),
    Column("number", ("数量", "户数"), 9),
    Column("phone", ("电话",), 20),
    Column("own_phone", ("本人电话",), 20),
    Column("title", ("职务", "专业", "包户地址"), 60),
    Column("starts_on", ("起", "任职起"), 10),
    Column("ends_on", ("止", "任职止"), 10),
)


class Wrong(Exception):
    """What does not hold, a sentence a line."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class Unfit(Exception):
    """Why one line cannot be stored."""


@dataclass
class Loaded:
    """What was made, what was there already, and the first passwords of new accounts (shown once)."""

    made: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    passwords: list[tuple[str, str]] = field(default_factory=list)
    new: list[Any] = field(default_factory=list)


@transaction.atomic
def load(data: bytes, by: User | None, only: Collection[str] = ()) -> Loaded:
    """Store what the table says; what is there under its code stays as it is and must have the same name. `only`: no
    other kinds of lines are taken.

    Posts are given by `by` and wait for a second security administrator to activate them (三员): without
    `by` people get accounts only. Raises Wrong, core.exchange.spreadsheets.Unreadable.
    """
    loaded, wrong, steps = Loaded(), [], _steps(only)
    for row in _ordered(read_table(data, COLUMNS, register=False).rows, list(steps)):
        try:
            step = steps.get(_what(row))
            if any("\0" in cell for cell in row.cells.values()):
                raise Unfit("含有空字符（NUL），文件可能已损坏")
            if row.fault or step is None:
                raise Unfit(row.fault or f"类别“{_what(row)}”应是{'、'.join(steps)}之一")
            step({key: cell.strip() for key, cell in row.cells.items()}, by, loaded)
        except Unfit as why:
            wrong.append(f"第 {row.number} 行：{why}。")
        except ValidationError as error:
            wrong.append(f"第 {row.number} 行：{''.join(error.messages)}")
    if wrong:
        raise Wrong(wrong)
    note_made(loaded.new, by)
    return loaded


def _ordered(rows: Iterable[Row], kinds: list[str]) -> list[Row]:
    """Levels, areas from the top, units, people, totals: in whatever order the lines stand."""
    depth = {level.name: level.depth for level in AreaLevel.objects.all()}
    for row in rows:
        if _what(row) == "层级" and row.cells["code"].strip().isdecimal():
            depth[row.cells["name"].strip()] = int(row.cells["code"])
    steps = {what: place for place, what in enumerate(kinds)}
    return sorted(rows, key=lambda row: (steps.get(_what(row), 0), depth.get(row.cells["kind"].strip(), 0)))


def _what(row: Row) -> str:
    return row.cells.get("what", "").strip()


# --- The lines ----------------------------------------------------------------------------------------------


def _level(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    if not (cells["code"].isdecimal() and 1 <= int(cells["code"]) <= 9 and cells["name"]):
        raise Unfit("层级要有编码（1 至 9，镇为 1）和名称")
    level, made = _got(AreaLevel, {"depth": int(cells["code"])}, {"name": cells["name"]})
    _count("层级", level.name, cells, made, loaded)


def _area(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    level = AreaLevel.objects.filter(name=cells["kind"]).first()
    if level is None or not cells["code"] or not cells["name"]:
        raise Unfit("区域要有编码、名称和层级（性质），层级要先列出")
    parent = found(Area, cells["above"], "上级区域") if cells["above"] else None
    if parent is None and Area.objects.filter(parent=None).exclude(code=cells["code"]).exists():
        raise Unfit("只有一个区域可以没有上级")
    if parent and parent.level.depth >= level.depth:
        raise Unfit(f"上级“{parent.name}”的层级不比“{level.name}”高")
    if cells["number"] and not cells["number"].isdecimal():
        raise Unfit("户数应是整数")
    rest = {"name": cells["name"], "level": level, "parent": parent, "households": cells["number"] or None}
    area, made = _got(Area, {"code": cells["code"]}, rest)
    if (area.parent, area.level) != (parent, level):
        raise Unfit(f"编码 {area.code} 已有，上级或层级不同")
    loaded.new += [area] if made else []
    _count("区域", area.name, cells, made, loaded)


def _unit(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    kinds = {label: kind for kind, label in Unit.Kind.choices}
    if cells["kind"] not in kinds or not cells["code"] or not cells["name"]:
        raise Unfit(f"单位要有编码、名称和性质（{'、'.join(kinds)}）")
    area = found(Area, cells["above"], "所在区域")
    if Unit.objects.filter(name=cells["name"]).exclude(code=cells["code"]).exists():
        raise Unfit(f"已有同名的单位“{cells['name']}”，编码不同")
    rest = {
        "name": cells["name"],
        "short_name": cells["name"][:20],
        "kind": kinds[cells["kind"]],
        "area": area,
    }
    unit, made = _got(Unit, {"code": cells["code"]}, rest | {"phone": cells["phone"]})
    loaded.new += [unit] if made else []
    _count("单位", unit.name, cells, made, loaded)


def _person(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    named = {role.label: key for key, role in roles().items()} | {key: key for key in roles()}
    if cells["kind"] not in named or not cells["code"] or not 1 <= len(cells["name"]) <= 20:
        raise Unfit("人员要有账号、姓名（至多 20 字）和角色（性质）")
    unit, area = found(Unit, cells["unit"], "所属单位"), found(Area, cells["above"], "管辖区域")
    user, made = _got(
        User,
        {"username": cells["code"]},
        {"name": cells["name"], "phone": cells["phone"], "created_by": by},
    )
    _count("人员", user.name, cells, made, loaded)
    if made:
        loaded.passwords.append((user.username, f"Fq-{secrets.token_hex(5)}"))
        user.set_password(loaded.passwords[-1][1])
        user.save()
    role = named[cells["kind"]]
    post, opened = Post.objects.get_or_create(role=role, unit=unit, area=area, name=roles()[role].label)
    loaded.new += [*([user] if made else []), *([post] if opened else [])]
    if by and not Holding.objects.filter(user=user, post=post, ends_on=None).exists():
        holding = Holding(user=user, post=post, given_by=by)
        holding.clean()
        holding.save()
        loaded.new.append(holding)
    compare(user)


def _total(cells: dict[str, str], by: User | None, loaded: Loaded) -> None:
    if not cells["number"].isdecimal():
        raise Unfit("合计要有数量")
    name = cells["name"]
    counts = [_counted(one) for one in name.split("、")]
    if None in counts:
        raise Unfit(f"合计“{name}”既不是层级，也不是单位的性质、角色或者责任")
    if (there := sum(count or 0 for count in counts)) != int(cells["number"]):
        raise Unfit(f"合计{name}应为 {cells['number']}，实有 {there}")


def _counted(name: str) -> int | None:
    """How many there are of a level, of a kind of unit, of people who answer for something; None: no such word."""
    kinds = {label: kind for kind, label in Unit.Kind.choices}
    if level := AreaLevel.objects.filter(name=name).first():
        return Area.objects.filter(level=level, closed_on=None).count()
    if name in kinds:
        return Unit.objects.filter(kind=kinds[name], closed_on=None).count()
    added = [room.people.total(name) for room in rooms() if room.people]
    named = {role.label: key for key, role in roles().items()}
    if name in named:
        # Whoever holds the post, and whoever waits for it.
        added.append(Post.objects.filter(role=named[name]).values("holdings__user").distinct().count())
    found = [count for count in added if count is not None]
    return sum(found) if found else None


_STEPS: dict[str, Callable[[dict[str, str], User | None, Loaded], None]] = {
    "层级": _level,
    "区域": _area,
    "单位": _unit,
    "人员": _person,
}


def _steps(only: Collection[str]) -> dict[str, Callable[[dict[str, str], User | None, Loaded], None]]:
    """All kinds of lines in their order, those of the rooms behind the people, the totals last."""
    added = {what: step for room in rooms() if room.people for what, step in room.people.steps.items()}
    return {
        what: step for what, step in {**_STEPS, **added, "合计": _total}.items() if not only or what in only
    }


def found(model: Any, code: str, what: str) -> Any:
    """The row in use under a code. Raises Unfit."""
    row = model.objects.filter(code=code, closed_on=None).first()
    if row is None:
        raise Unfit(f"没有编码为“{code}”的{what}")
    return row


def _got(model: Any, key: dict[str, Any], rest: dict[str, Any]) -> tuple[Any, bool]:
    """What is there under its key, or a new one whose fields were looked at. Raises ValidationError."""
    there = model.objects.filter(**key).first()
    if there:
        return there, False
    new = model(**key, **rest)
    new.clean_fields(exclude={"path", "initials", "password"})
    new.save()
    return new, True


def _count(what: str, name: str, cells: dict[str, str], made: bool, loaded: Loaded) -> None:
    if name != cells["name"]:
        raise Unfit(f"编码 {cells['code']} 已有，名称是“{name}”")
    (loaded.made if made else loaded.there)[what] += 1
