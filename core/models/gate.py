"""The gate as one condition on a matter's own columns, in SQL.

Every list, count, search, page and act goes through it several times: as text it is built in no time, where the ORM
would put it together from a dozen conditions anew. Two forms say the same and differ in what the database reads:

* of readers who see many matters, each row is asked as it is read, the cheap side first;
* of the others, the few are gathered by their indexes. With an OR every matter would be looked at.
"""

from collections.abc import Collection, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import Expression

from core.values.moments import present
from core.values.statements import run

if TYPE_CHECKING:
    from core.models.organisation import Reach

MANY = 5_000  # matters; gathering so many costs about as much as asking each of a hundred thousand
REMEMBERED = 600  # seconds: which form is the faster one is no secret and no right, it may be stale

VIEW = "core.view_matters"  # without it nothing is seen, whatever was opened by name
HELD = "({compartment} = '' AND {kind} <> ALL(%s) AND ({unit} = ANY(%s){areas}))"
OPENED = (
    "SELECT a.matter_id FROM core_access a WHERE a.user_id = %s"
    " AND a.starts_at <= %s AND (a.ends_at IS NULL OR a.ends_at > %s)"
    " UNION ALL SELECT a.matter_id FROM core_access a WHERE a.unit_id = ANY(%s)"
    " AND a.starts_at <= %s AND (a.ends_at IS NULL OR a.ends_at > %s)"
)
_TYPED = {"compartment": "m.compartment", "kind": "m.kind", "unit": "m.holder_unit_id"}
# Of one row. As an EXISTS the database reads all of the reader's rows at the first one that is asked, and hashes them:
# right where most matters come this far. Who sees the whole town is asked of the sealed ones alone, and a scalar cannot
# be hashed, so each of these is one look into the index (docs/performance.md, "The gate's probe").
HASHED = (
    "EXISTS (SELECT FROM core_access a WHERE a.matter_id = {pk} AND a.starts_at <= %s"
    " AND (a.ends_at IS NULL OR a.ends_at > %s) AND (a.user_id = %s OR a.unit_id = ANY(%s)))"
)
PROBED = (
    HASHED.replace("EXISTS (SELECT FROM", "COALESCE((SELECT true FROM").removesuffix(")")
    + " LIMIT 1), false)"
)
# Subtracted after every allow. The few matters that a reader is shut out of are read once, by index, and each row is
# compared with them: it changes no plan.
SHUT_OUT = (
    "{root} <> ALL(ARRAY(SELECT x.matter_id FROM core_exclusion x WHERE (x.user_id = ANY(%s) OR x.unit_id = ANY(%s))"
    " AND x.starts_at <= %s AND (x.ends_at IS NULL OR x.ends_at > %s)))"
)
# In the user's hand or in their unit's where nobody has taken it. What waits for a procedure below it, or for the
# matter it was merged into, is in nobody's hand.
IN_HAND = (
    "{closed} IS NULL AND {merged} IS NULL"
    " AND ({holder} = %s OR {holder} IS NULL AND {unit} = ANY(%s)) AND NOT EXISTS (SELECT FROM core_matter b"
    " WHERE b.parent_id = {pk} AND b.closed_at IS NULL AND b.resulted_at IS NULL)"
)
Params = tuple[Any, ...]


class Seen(Expression):
    """True of the matters that a reader may see: area × unit × label, or a row of Access; never of those that the
    reader is excluded from.

    `among`: only of these few (ids). `of`: of the matters that rows of another model, found by keys of their own, lead
    to by this path ("matter__").
    """

    conditional = True
    columns: Sequence[Any]
    NAMES = ("pk", "compartment", "kind", "unit", "area", "root")

    def __init__(self, user: Any, among: Collection[int] | None = None, of: str = "") -> None:
        super().__init__(output_field=BooleanField())
        self.user, self.reach = user, user.reach
        self.among, self.few = None if among is None else list(among), bool(of)
        names = ("id", "compartment", "kind", "holder_unit", "area_path", "root")
        self.columns = [F(of + name) for name in names]

    def get_source_expressions(self) -> list[Any]:
        return list(self.columns)

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Params]:
        """The condition, by the names that the columns have in this query."""
        columns = [compiler.compile(column)[0] for column in self.columns]
        names = dict(zip(self.NAMES, columns, strict=True))
        if self.among is not None:
            sql, params = each(self.user, few=True, **names)
            return f"({names['pk']} = ANY(%s) AND {sql})", (self.among, *params)
        if self.few or sees_many(self.reach):
            return each(self.user, few=self.few, **names)
        now = present()
        opened = (self.user.pk, now, now, list(self.reach.sees_units), now, now)
        held, asked = _held(self.reach, **_TYPED, area="m.area_path")
        gathered = f"SELECT m.id FROM core_matter m WHERE {held} UNION ALL {OPENED}"  # noqa: S608 (fixed text)
        barred, whom = _barred(self.user, names["root"])
        return f"({names['pk']} IN ({gathered}) AND {barred})", (*asked, *opened, *whom)


class InHand(Expression):
    """True of open matters in the user's hand; whether they may be seen, the gate says besides."""

    conditional = True
    NAMES = ("closed", "merged", "holder", "unit", "pk")

    def __init__(self, user: Any) -> None:
        super().__init__(output_field=BooleanField())
        self.user = user
        names = ("closed_at", "merged_into", "holder_user", "holder_unit", "id")
        self.columns: Sequence[Any] = [F(name) for name in names]

    def get_source_expressions(self) -> list[Any]:
        return list(self.columns)

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Params]:
        columns = [compiler.compile(column)[0] for column in self.columns]
        sql, params = in_hand(self.user, **dict(zip(self.NAMES, columns, strict=True)))
        return f"({sql})", params


def in_hand(user: Any, **names: str) -> tuple[str, Params]:
    """The rule of the work queue for a row whose columns have these names (InHand.NAMES)."""
    units = list(user.reach.units) if "core.hold" in user.reach.permissions else []
    return IN_HAND.format(**names), (user.pk, units)


def each(user: Any, *, pk: str, root: str, few: bool = False, **names: str) -> tuple[str, Params]:
    """The gate asked of each row, whose columns have these names: pk, root, compartment, kind, unit, area. `few`: of rows
    found by their keys, each of which is one look into the index.
    """
    held, asked = _held(user.reach, **names)
    barred, whom = _barred(user, root)
    now = present()
    opened = (now, now, user.pk, list(user.reach.sees_units))
    to_reader = (PROBED if few or whole_town(user.reach) else HASHED).format(pk=pk)
    return f"(({held} OR {to_reader}) AND {barred})", (*asked, *opened, *whom)


_OWN = {
    "pk": "core_matter.id",
    "root": "core_matter.root_id",
    "compartment": "core_matter.compartment",
    "kind": "core_matter.kind",
    "unit": "core_matter.holder_unit_id",
    "area": "core_matter.area_path",
}


def of_few(user: Any) -> tuple[str, Params]:
    """MatterQuerySet.visible_to as a condition on core_matter, for a query that finds its few rows by their keys."""
    return each(user, few=True, **_OWN) if VIEW in user.reach.permissions else ("FALSE", ())


def sees(user: Any, pk: int) -> bool:
    """May the user see this matter?"""
    where, params = of_few(user)
    asked = f"SELECT EXISTS (SELECT FROM core_matter WHERE id = %s AND {where})"  # noqa: S608 (fixed text)
    return bool(run(asked, (pk, *params))[0][0])


def _barred(user: Any, root: str) -> tuple[str, Params]:
    now, reach = present(), user.reach
    return SHUT_OUT.format(root=root), ([user.pk, *reach.stands_for], list(reach.belongs), now, now)


def _held(reach: "Reach", *, area: str, **names: str) -> tuple[str, Params]:
    """What the posts show: by unit or by area, unless a label or the kind closes it."""
    areas = [f"{path}%" for path in sorted(reach.sees_areas)]
    words = "".join(f" OR {area} LIKE %s" for _ in areas)
    return HELD.format(areas=words, **names), (reach.closed_kinds, list(reach.sees_units), *areas)


def whole_town(reach: "Reach") -> bool:
    """Does a post show the root of the areas?"""
    return any(path.count("/") == 2 for path in reach.sees_areas)


_many: dict[tuple[frozenset[int], frozenset[str], tuple[str, ...]], tuple[bool, float]] = {}


def sees_many(reach: "Reach") -> bool:
    """Do these posts see so many that asking each is faster? Of the whole town: yes; else counted now and then."""
    if whole_town(reach):
        return True
    key = (reach.sees_units, reach.sees_areas, tuple(reach.closed_kinds))
    known, until = _many.get(key, (False, 0.0))
    if until < monotonic():
        known = _count(reach) > MANY
        if len(_many) > 1_000:
            _many.clear()
        _many[key] = (known, monotonic() + REMEMBERED)
    return known


def _count(reach: "Reach") -> int:
    """What the posts show or what was opened to their units, whichever is more, and no further than needed."""
    held, asked = _held(reach, **_TYPED, area="m.area_path")
    shown = f"SELECT FROM core_matter m WHERE {held} LIMIT {MANY + 1}"
    opened = f"SELECT FROM core_access a WHERE a.unit_id = ANY(%s) LIMIT {MANY + 1}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT greatest((SELECT count(*) FROM ({shown})), (SELECT count(*) FROM ({opened})))",  # noqa: S608
            (*asked, list(reach.sees_units)),
        )
        return int(cursor.fetchone()[0])
