"""Who answers for a place on a day: the posts of the kernel and the rows of the grid, read as one, in one query.

Where somebody has the post with its rights, that holding is the fact: a row of the same sole kind beside it is shown as
doubled and counts for nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, CharField, F, IntegerField, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from core.access.people import may_there, with_permission
from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import YearMissing
from core.models import Area, AreaChange, Holding, User
from core.values.moments import now
from core.values.roles import roles
from grid.models.posts import SOLE, Duty, Kind, Responsibility

# What a role's holder answers as, by permission: code asks no role's name.
RIGHTS = {
    Kind.HEAD: "grid.answer_as_head",
    Kind.WORKER: "grid.answer_as_worker",
    Kind.LIAISON: "grid.answer_as_liaison",
}
KEEP = "grid.keep_posts"
TO_FILL = 5  # working days


def twin(row: Responsibility) -> bool:
    """Is it there already? Two of the same name in one place are two, where their telephones or addresses say so."""
    same = Responsibility.objects.filter(
        area=row.area, kind=row.kind, name=row.name, user=row.user, ends_on=row.ends_on, stands_for=None
    )
    return any(
        (one.work_phone, one.phone, one.household) == (row.work_phone, row.phone, row.household)
        for one in same
    )


@dataclass(frozen=True)
class Answer:
    """One who answers on the day. `instead_of`: whose substitute he is. `pk`: of the row, None for a holding."""

    area: int
    kind: str
    name: str
    unit: str
    title: str
    phone: str
    since: date
    until: date | None
    seat: int
    stands_in: bool
    pk: int | None
    instead_of: str = ""
    doubled: bool = False

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


def role_keys(kind: str) -> list[str]:
    right = RIGHTS.get(Kind(kind))
    return [key for key, role in roles().items() if right in role.permissions]


def grid_roles() -> list[str]:
    return [key for kind in RIGHTS for key in role_keys(kind)]


def on(areas: Collection[int], day: date) -> dict[int, list[Answer]]:
    """Who answers for each of the areas (ids) on the day, in the order of the kinds. One query."""
    rows = [Answer(*row) for row in _held(areas, day).union(_written(areas, day), all=True)]
    seats = {(row.pk is None, row.seat): row for row in rows if not row.stands_in}
    away = {(row.pk is None, row.seat) for row in rows if row.stands_in}
    present = [row for row in rows if row.stands_in or (row.pk is None, row.seat) not in away]
    sole = {(row.area, row.kind) for row in present if row.pk is None and row.kind in SOLE}
    order = {kind: place for place, kind in enumerate(Kind)}
    found: dict[int, list[Answer]] = {area: [] for area in areas}
    for row in sorted(present, key=lambda row: (order[Kind(row.kind)], row.since, row.seat)):
        first = seats.get((row.pk is None, row.seat)) if row.stands_in else None
        doubled = row.pk is not None and (row.area, row.kind) in sole
        found[row.area].append(replace(row, instead_of=first.name if first else "", doubled=doubled))
    return found


def _held(areas: Collection[int], day: date) -> Any:
    """Posts with rights, as they were held on the day, also where the post or the account was closed since."""
    held = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day), Q(post__closed_on=None) | Q(post__closed_on__gt=day),
        activated_by__isnull=False, starts_on__lte=day, post__area__in=areas, post__role__in=grid_roles(),
    )  # fmt: skip
    kind = Case(
        *(When(post__role__in=role_keys(kind), then=Value(kind)) for kind in RIGHTS), output_field=CharField()
    )
    columns: Mapping[str, Any] = {
        "answers": kind, "said": Value("", CharField()), "row": Value(None, IntegerField()),
    }  # fmt: skip
    rows: Any = held.order_by().annotate(**columns)
    return rows.values_list(
        "post__area", "answers", "user__name", "post__unit__short_name", "said", "user__phone",
        "starts_on", "ends_on", "post", "deputy", "row",
    )  # fmt: skip


def _written(areas: Collection[int], day: date) -> Any:
    no_name, text = Q(name="") & Q(user__isnull=False), CharField()
    columns: Mapping[str, Any] = {
        "who": Case(When(no_name, then=F("user__name")), default=F("name"), output_field=text),
        "of": Coalesce(F("unit__short_name"), Value(""), output_field=text),
        "said": Case(When(~Q(household=""), then=F("household")), default=F("title"), output_field=text),
        "seat": Coalesce("stands_for", "id"),
        "call": Case(When(~Q(work_phone=""), then=F("work_phone")), default=Coalesce(F("user__phone"), Value("")), output_field=text),
        "substitute": Case(When(stands_for=None, then=Value(False)), default=Value(True), output_field=BooleanField()),
    }  # fmt: skip
    rows: Any = Responsibility.objects.on(day).filter(area__in=areas).order_by().annotate(**columns)
    return rows.values_list(
        "area", "kind", "who", "of", "said", "call", "starts_on", "ends_on", "seat", "substitute", "id"
    )  # fmt: skip


def chain(area: Area) -> list[int]:
    """The place itself and what it lies in, from the town down."""
    return [int(pk) for pk in area.path.strip("/").split("/")]


def keeps(user: Any, area: Area) -> bool:
    """May the user keep who answers there?"""
    return may_there(user, KEEP, area)


# --- What is vacant -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vacancy:
    """A place where one must answer and nobody does. `since`: the first day without; None: nobody is on record."""

    area: Area
    kind: str
    since: date | None
    due_on: date | None

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def late(self) -> bool:
        return self.due_on is not None and self.due_on < localdate(now())


def vacant(paths: Iterable[str], day: date | None = None) -> list[Vacancy]:
    """Under these paths, the longest vacant first; four queries, however many there are."""
    day, needed = day or localdate(), list(Duty.objects.exclude(level=None))
    places = Area.objects.filter(
        Area.under(paths), closed_on=None, level__in=[duty.level_id for duty in needed]
    )
    areas = list(places.select_related("parent").order_by("code"))
    there = on([area.pk for area in areas], day)
    lacks = [
        (area, duty.kind)
        for duty in needed
        for area in areas
        if area.level_id == duty.level_id and not any(row.kind == duty.kind for row in there[area.pk])
    ]
    if not lacks:
        return []
    ended = _ended([area.pk for area, _ in lacks], day)
    found = [_vacancy(area, kind, ended.get((area.pk, kind))) for area, kind in lacks]
    return sorted(found, key=lambda one: (one.since is None, one.since or day))


def _ended(areas: Collection[int], day: date) -> dict[tuple[int, str], date]:
    """The last day on which somebody answered, by place and kind; of a new place the day before it came to be."""
    held = Holding.objects.filter(
        post__area__in=areas, post__role__in=grid_roles(), activated_by__isnull=False, ends_on__lt=day
    )
    ended = held.order_by().values_list("post__area", "post__role").annotate(last=Max("ends_on"))
    kinds = {key: kind for kind in RIGHTS for key in role_keys(kind)}
    found = {(area, str(kinds[role])): last for area, role, last in ended}
    rows = Responsibility.objects.filter(area__in=areas, ends_on__lt=day)
    for area, kind, last in rows.order_by().values_list("area", "kind").annotate(last=Max("ends_on")):
        found[area, kind] = max(last, found.get((area, kind), last))
    new = AreaChange.objects.filter(new__in=areas).exclude(act=AreaChange.Act.RENAME).values_list("new", "on")
    for area, begun in new:
        for kind in SOLE:
            found.setdefault((area, str(kind)), begun - timedelta(days=1))
    return found


def _vacancy(area: Area, kind: str, last: date | None) -> Vacancy:
    if last is None:
        return Vacancy(area, kind, None, None)
    try:
        due_on = office_calendar().add_workdays(last, TO_FILL)
    except YearMissing:
        due_on = last + timedelta(days=TO_FILL)
    return Vacancy(area, kind, last + timedelta(days=1), due_on)


def keepers(area: Area) -> list[User]:
    """Who must see to it that somebody answers: the village's own, and who keeps the whole town."""
    return with_permission(KEEP, area=area)
