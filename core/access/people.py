"""Finding the people of an office: by permission, never by role name."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import DateField, QuerySet, TextField
from django.utils.timezone import localdate

from core.models import AlarmUnit, Area, Holding, Unit, User
from core.values.kept import Coming, Kept, among
from core.values.refused import Refused
from core.values.roles import roles

_ANSWERS: ContextVar[dict[Any, list[User]] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """In here nobody's post changes: who is told of one clock after the other is asked of the database once."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def _known(key: Any, ask: Callable[[], list[User]]) -> list[User]:
    if (answers := _ANSWERS.get()) is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    return list(answers[key])


def with_permission(permission: str, unit: Unit | None = None, area: Area | None = None) -> list[User]:
    """Users whose post held today gives the permission; in a unit, or answerable for an area."""
    key = permission, unit and unit.pk, area and area.pk
    return _known(key, lambda: _with_permission(permission, unit, area))


def _with_permission(permission: str, unit: Unit | None, area: Area | None) -> list[User]:
    keys = [key for key, role in roles().items() if permission in role.permissions]
    return _WITH_ROLES[unit is not None, area is not None](
        localdate(), keys, unit and unit.pk, area and area.line
    )


def _with_roles(unit: bool, area: bool) -> Kept:
    """Who holds one of these roles on a day; `unit`, `area`: of one, for one."""

    def make() -> QuerySet[User]:
        held = Holding.objects.current(Coming(0, DateField())).filter(among("post__role", 1, TextField()))
        if unit:
            held = held.filter(post__unit=Coming(2))
        if area:
            held = held.filter(among("post__area_id", 3))
        return User.objects.filter(pk__in=held.values("user"))

    return Kept(make)


# Asked by almost every act (core.values.kept).
_OF_UNIT = Kept(
    lambda: User.objects.filter(
        pk__in=Holding.objects.current(Coming(0, DateField())).filter(post__unit=Coming(1)).values("user")
    )
)
_WITH_ROLES = {(unit, area): _with_roles(unit, area) for unit in (False, True) for area in (False, True)}


def only_by_name(permission: str) -> list[User]:
    """Those with the permission whose posts show nothing by place or unit: what all may read is opened to each of them."""
    keys = [key for key, role in roles().items() if permission in role.permissions and role.sees == "own"]
    return list(
        User.objects.filter(pk__in=Holding.objects.current().filter(post__role__in=keys).values("user"))
    )


def somebody(*permissions: str, area: Area) -> list[User]:
    """Those with the first of the permissions that anybody has there, so that what is told is told to somebody; at last
    the directors.
    """
    for permission in (*permissions, "core.direct"):
        if found := with_permission(permission, area=area):
            return found
    return []


def of_unit(unit: Unit) -> list[User]:
    """Everybody with a post in the unit today."""
    return _known(unit.pk, lambda: _OF_UNIT(localdate(), unit.pk))


def answering(unit: Unit, user: User | None) -> list[User]:
    """Who answers today for what a unit, or one person of it, was asked: that person while he holds a post there, with
    his deputies; else everybody of the unit.
    """
    held = Holding.objects.current().filter(post__unit=unit)
    if user is None or not (own := held.filter(user=user, deputy=False).values("post")):
        return of_unit(unit)
    deputies = held.filter(post__in=own, deputy=True)
    return once([user], User.objects.filter(pk__in=deputies.values("user")))


def unit_of(user: User) -> Unit | None:
    """The unit of the newest post in which the user acts today."""
    return next((post.unit for post in user.reach.posts if post.unit_id in user.reach.units), None)


def desk_of(user: User | None, act: str) -> Unit:
    """The unit at whose desk somebody begins a matter. Refused: without a post nobody does."""
    unit = unit_of(user) if user else None
    if unit is None:
        raise Refused(f"您现在没有任职，不能{act}。")
    return unit


def paths_with(user: User, permission: str) -> list[str]:
    """Paths of the places for which a post held today gives the user the permission."""
    held = [post for post in user.reach.posts if permission in roles()[post.role].permissions]
    return list(dict.fromkeys(post.path for post in held))


def may_there(user: User, permission: str, area: Area) -> bool:
    """Has the user the permission by a post for this place, or for one that it lies in?"""
    return any(area.path.startswith(path) for path in paths_with(user, permission))


def alarmed(area: Area, flags: Iterable[str], *units: Unit) -> list[User]:
    """Who is told of a danger at once: who takes alarms for the place, the units named for its flags, and those given."""
    named = AlarmUnit.objects.filter(flag__in=list(flags), closed_on=None, unit__closed_on=None)
    called = (of_unit(unit) for unit in (*(row.unit for row in named.select_related("unit")), *units))
    return once(with_permission("core.take_alarm", area=area), *called)


def once(*groups: Iterable[User | None]) -> list[User]:
    """The users of several groups, each once, in order."""
    return list({user.pk: user for group in groups for user in group if user is not None}.values())
