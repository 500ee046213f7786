"""Told by itself each morning: a place without anybody, its term over; a board on the wall that names somebody else; and who
is gone with matters still in hand.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.timezone import localdate

from core.access.people import somebody
from core.models import Area, Holding, Matter, PostHandover
from core.records.notices import tell
from core.values.moments import now
from core.workflow.handing import in_hand
from grid.models.posts import Kind
from grid.posts import answering

CATCH_UP = 3  # days
NAMED = 5  # places by name
GONE = timedelta(days=30)  # so long after the last day it is looked whether something was left


def remind() -> int:
    """Each thing once however often it is asked; returns how many were told."""
    today = localdate(now())
    town = Area.objects.filter(parent=None).values_list("path", flat=True)
    return sum(map(_vacant, answering.vacant(town, today))) + _boards(today) + _left(today)


def _vacant(one: answering.Vacancy) -> int:
    """To the village's own and those of the town; once more, urgently, when the day is over."""
    if one.since is None:
        return 0  # never on record: the page says so, nobody is reminded of a list that is still being filled
    sentence = f"{one.area.full_name}{one.label}空缺，自 {one.since:%m-%d} 起没有人" + (
        f"，{one.due_on:%m-%d} 应当配齐，已经逾期。" if one.late else f"，请在 {one.due_on:%m-%d} 前配齐。"
    )
    key = f"vacant:{one.area.pk}:{one.kind}:{one.since}" + (":late" if one.late else "")
    return tell(answering.keepers(one.area), None, sentence, urgent=one.late, key=key)


def _boards(today: date) -> int:
    """Where another answers than the day before the board is to be hung up anew (滨州条例 6); told to the head of the village,
    also of the days on which the watch stood still.
    """
    areas = {area.pk: area for area in Area.objects.filter(closed_on=None).select_related("parent")}
    days = [today - timedelta(days=back) for back in range(CATCH_UP, -1, -1)]
    named = [_named(answering.on(areas, day)) for day in days]
    told = 0
    for day, before, after in zip(days[1:], named, named[1:], strict=False):
        by_village: dict[str, list[Area]] = {}
        for area in areas.values():
            if before[area.pk] and before[area.pk] != after[area.pk]:
                by_village.setdefault("/".join(area.path.split("/")[:3]), []).append(area)
        for path, changed in by_village.items():
            names = "、".join(area.name for area in changed[:NAMED]) + ("等" if changed[NAMED:] else "")
            sentence = f"{names}的责任人从 {day:%m-%d} 起有变动，请重新打印公示牌张贴。"
            people = somebody("grid.answer_as_head", area=changed[0])
            told += tell(people, None, sentence, key=f"board:{path}:{day}")
    return told


def _named(found: Mapping[int, Sequence[answering.Answer]]) -> dict[int, list[tuple[str, str, str]]]:
    """What the board of each place says of people."""
    return {
        pk: sorted((row.kind, row.name, row.phone) for row in rows if row.kind != Kind.OF_HOUSEHOLD and not row.doubled)
        for pk, rows in found.items()
    }  # fmt: skip


def _left(day: date) -> int:
    """A post of the grid that ended, no hand-over, and matters in the hand of who had it: to each keeper what he may see of them."""
    ended = Holding.objects.filter(
        post__role__in=answering.grid_roles(), deputy=False, ends_on__lte=day, ends_on__gt=day - GONE,
        activated_by__isnull=False,
    ).exclude(pk__in=PostHandover.objects.exclude(status=PostHandover.Status.VOIDED).values("holding"))  # fmt: skip
    told = 0
    for holding in ended.select_related("user", "post__area"):
        ids = [one.pk for one in in_hand(holding.user, now())]
        for keeper in answering.keepers(holding.post.area) if ids else ():
            if count := len(Matter.objects.seen_by(keeper, ids)):
                sentence = f"{holding.user.name}（{holding.post.area.name}）已离岗，手上还有 {count} 件，请起草交接清单。"
                told += tell([keeper], None, sentence, key=f"left:{holding.pk}")
    return told
