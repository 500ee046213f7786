"""Who acts in the seeded matters: the units and people that the database has, by what they may do."""

from dataclasses import dataclass, field
from random import Random

from cases.models import Category
from core.models import Area, Holding, Unit, User
from core.values.roles import roles

CENTRE, MEDIATION = Unit.Kind.CENTRE, Unit.Kind.MEDIATION


class Incomplete(ValueError):
    """The organisation lacks somebody without whom no matter runs its course."""


@dataclass
class Cast:
    """Places, categories, and people by what they do; of the units that handle, those with somebody in them."""

    centre: Unit
    places: list[tuple[Area, Area]] = field(default_factory=list)  # where, and the village it lies in
    categories: list[Category] = field(default_factory=list)
    desk: list[User] = field(default_factory=list)
    dispatchers: list[User] = field(default_factory=list)
    directors: list[User] = field(default_factory=list)
    keepers: list[User] = field(default_factory=list)
    hands: list[tuple[Unit, list[User]]] = field(default_factory=list)
    bodies: list[tuple[Unit, User, User]] = field(default_factory=list)  # with head and mediator

    @property
    def villages(self) -> list[Area]:
        return list(dict.fromkeys(village for _, village in self.places))

    def unit(self, rng: Random, village: Area) -> tuple[Unit, User]:
        """Who handles a matter of the village: never the committee of another one."""
        near = [
            pair for pair in self.hands if pair[0].kind != Unit.Kind.VILLAGE or pair[0].area_id == village.pk
        ]
        unit, crew = rng.choice(near or self.hands)
        return unit, rng.choice(crew)

    def body(self, rng: Random, village: Area) -> tuple[Unit, User, User]:
        near = [one for one in self.bodies if one[0].area_id in (village.pk, self.centre.area_id)]
        return rng.choice(near or self.bodies)


def read() -> Cast:
    """The cast of this database. Raises Incomplete with a sentence."""
    centre = Unit.objects.filter(kind=CENTRE, closed_on=None).order_by("code").first()
    if centre is None:
        raise Incomplete("还没有综治中心这个单位")
    cast = Cast(centre, _places(), list(Category.objects.filter(children=None).order_by("code")))
    crews: dict[tuple[str, int], list[User]] = {}
    units: dict[int, Unit] = {}
    holdings = Holding.objects.current().select_related("post__unit", "user").order_by("user_id", "id")
    for holding in holdings:
        units[holding.post.unit_id] = holding.post.unit
        role = roles().get(holding.post.role)
        for permission in role.permissions if role else ():
            crews.setdefault((permission, holding.post.unit_id), []).append(holding.user)
    _fill(cast, crews, units)
    if missing := [
        word
        for word, found in (
            ("区域", cast.places),
            ("类别", cast.categories),
            ("接待员", cast.desk),
            ("分流员", cast.dispatchers),
            ("中心主任", cast.directors),
            ("承办单位和承办人", cast.hands),
        )
        if not found
    ]:
        raise Incomplete(f"机构和人员不全，还缺{'、'.join(missing)}")
    return cast


def _places() -> list[tuple[Area, Area]]:
    areas = {area.pk: area for area in Area.objects.filter(closed_on=None).order_by("code")}
    found = []
    for area in areas.values():
        chain = [area]
        while chain[-1].parent_id in areas:
            chain.append(areas[chain[-1].parent_id])
        if len(chain) > 1:  # below the town
            found.append((area, chain[-2]))
    return found


def _fill(cast: Cast, crews: dict[tuple[str, int], list[User]], units: dict[int, Unit]) -> None:
    here = cast.centre.pk
    cast.dispatchers = crews.get(("cases.dispatch", here), [])
    cast.directors = crews.get(("cases.clear_flags", here), [])
    cast.desk = [user for user in crews.get(("cases.call_back", here), []) if user not in cast.directors]
    keepers = [
        user for (permission, _), crew in crews.items() if permission == "core.keep_sealed" for user in crew
    ]
    cast.keepers = sorted(set(keepers), key=lambda user: user.pk)
    for pk, unit in sorted(units.items()):
        heads, mediators = crews.get(("mediation.appoint", pk)), crews.get(("mediation.mediate", pk))
        if unit.kind == MEDIATION and heads and mediators:
            cast.bodies.append((unit, heads[0], mediators[-1]))
        elif unit.kind not in (CENTRE, MEDIATION) and (crew := crews.get(("cases.handle", pk))):
            cast.hands.append((unit, crew))
