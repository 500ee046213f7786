"""Splitting, merging and renaming places. A place never moves: what is split or merged is closed on the day, others come
in its stead, and what came in before keeps the place that it had. A new name leaves the place as it is and keeps the old.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from core.access.people import once, with_permission
from core.models import Area, AreaChange, Holding, Matter, User
from core.procedure.room import rooms
from core.records.admin_log import note
from core.records.notices import tell
from core.values.refused import Refused

Act = AreaChange.Act


@transaction.atomic
def rename(area: Area, name: str, on: date, basis: str, by: User) -> None:
    """From the day on it is called otherwise; what came in before is shown with the name of its day. Raises Refused."""
    if name == area.name:
        raise Refused("新名称和现在的一样。", "name")
    if area.earlier_names and date.fromisoformat(area.earlier_names[-1][1]) >= on - timedelta(days=1):
        raise Refused("早于上一次更名的日子。", "on")
    AreaChange.objects.create(
        act=Act.RENAME, old=area, new=area, on=on, old_name=area.name, basis=basis, by=by
    )
    area.earlier_names = [*area.earlier_names, [area.name, f"{on - timedelta(days=1)}"]]
    area.name = name
    area.save(update_fields=["name", "initials", "earlier_names"])
    note(by, area, f"自 {on} 更名（{basis}）")


@transaction.atomic
def reshape(
    olds: Sequence[Area],
    lines: Sequence[Mapping[str, Any]],
    on: date,
    basis: str,
    by: User,
    carry: Mapping[int, int] = MappingProxyType({}),
) -> list[Area]:
    """Close `olds` on the day and make one place for each of `lines` (code, name, households). What lies below goes along:
    into the first, or where `carry` says (child's id → place of the line). Raises Refused, ValidationError.
    """
    _fit(olds, lines)
    change = _Change(Act.MERGE if len(olds) > 1 else Act.SPLIT, on, basis, by)
    made = [change.make(olds[0], olds[0].parent, **line) for line in lines]
    for old in olds:
        for child in old.children.filter(closed_on=None):
            change.carry(child, made[carry.get(child.pk, 0)])
        change.close(old, made)
    return made


def _fit(olds: Sequence[Area], lines: Sequence[object]) -> None:
    if len({(old.parent_id, old.level_id) for old in olds}) > 1:
        raise Refused("合并的要在同一个上级下面、同一层级。", "others")
    if (len(olds) == 1) == (len(lines) == 1):
        raise Refused("拆分要写两个以上新区域；合并只写一个。")
    if closed := next((old for old in olds if old.closed_on), None):
        raise Refused(f"{closed.name}已经停用。")
    if olds[0].parent is None:
        raise Refused("全镇不能拆分、合并。")


@dataclass(frozen=True)
class _Change:
    """One decision: what it does, from which day, by which number."""

    act: str
    on: date
    basis: str
    by: User

    def make(self, like: Area, parent: Area | None, **facts: Any) -> Area:
        area = Area(level=like.level, parent=parent, **facts)
        area.full_clean(exclude=["path", "initials"])
        area.save()
        note(self.by, area, f"自 {self.on} 设立（{self.basis}）")
        return area

    def carry(self, child: Area, parent: Area) -> None:
        """The same place, below another: with a code of its own, those who answer there, and what lies below it."""
        twin = self.make(
            child, parent, code=_free(child, parent), name=child.name, households=child.households
        )
        replace(self, act=Act.CARRY).close(child, [twin])
        for below in child.children.filter(closed_on=None):
            self.carry(below, twin)

    def close(self, old: Area, made: Sequence[Area]) -> None:
        """Who answered there answers no more; whose post gives rights, two security administrators end it."""
        Area.objects.filter(pk=old.pk).update(closed_on=self.on)
        note(self.by, old, f"自 {self.on} 停用，{Act(self.act).label}（{self.basis}）")
        AreaChange.objects.bulk_create(
            AreaChange(
                act=self.act, old=old, new=new, on=self.on, old_name=old.name, basis=self.basis, by=self.by
            )
            for new in made
        )
        for people in (room.people for room in rooms() if room.people):
            people.closed(old, self.on, made, self.by, same=self.act == Act.CARRY)
        for holding in Holding.objects.current().filter(post__area=old).select_related("user", "post__unit"):
            told = once(with_permission("core.give_posts"), [holding.user])
            sentence = f"{old.name}自 {self.on:%m-%d} 停用，{holding} 请结束，另授新区域的岗位。"
            tell(told, None, sentence, key=f"closed:{holding.pk}")


def _free(child: Area, parent: Area) -> str:
    """The code below another parent: with the same ending, else the first that is free."""
    tails = [child.code[-3:], *(f"{n:03}" for n in range(1, 1000))]
    used = set(Area.objects.filter(code__startswith=parent.code).values_list("code", flat=True))
    return next(code for tail in tails if (code := f"{parent.code}{tail}") not in used)


def successors(area: Area) -> list[Area]:
    """What there is today in the stead of a place that was closed, also where that was closed in its turn."""
    came = Area.objects.filter(came_from__old=area).exclude(pk=area.pk).distinct().order_by("code")
    return [one for new in came for one in ([new] if new.closed_on is None else successors(new))]


def left(user: User) -> Any:
    """Open matters, of those that the user sees, at places that are no more."""
    return Matter.objects.visible_to(user).open().filter(area__closed_on__isnull=False)
