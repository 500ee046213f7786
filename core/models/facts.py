"""What stands about a thing may change only together with an entry about it.

A keyed digest of all its rows is kept with the id of its last entry (SealedFact). Found again with other rows and
no later entry, the rows were changed, added or deleted past all rules. A thing is: a family of matters with all that
hangs on it (clocks, parties, access, steps …), whose entries are the history; an account, post, holding, unit, place,
room, step of the ladder or any other row of the desk, whose entries are the log of administration; a year of the
calendar, whose entry is its loading. A table that is none of these is a table of record (core.records.seals), or stands
in `unsealed` with the reason; a test asks it of every table.

The digests of rows are made by the database, in one pass over each table; only they come out of it. Columns without
a value do not enter, so that a new version may add columns. Encrypted columns do not either: they are sealed by
their own key, and rotate_keys writes them anew.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils.module_loading import import_string
from psycopg import sql

from core.models import SealedFact
from core.values.digest import canonical, keyed

# Hang on a matter, but change without an act, or are sealed as tables of record (core.records.seals).
BESIDE = {
    "core_mattertext",
    "core_notice",
    "core_historyentry",
    "core_look",
    "core_document",
    "core_reserved",
}
VOLATILE = {"look_at", "looked_at", "last_login"}
AT_ONCE = 5_000  # things whose rows are read again in one statement

Digests = dict[int, bytes]


# Hang on the people of a matter, and not on the matter itself: the column, and the table that it points at.
THROUGH = {"core_representation": ("principal_id", "core_party")}
# Neither facts nor records, and why nobody is deceived when such a row is changed past the rules.
UNSEALED = {
    "core_historydetail": "its digest stands in the entry",
    "core_dailyseal": "chained and noted outside",
    "core_sealedfact": "carries a keyed digest itself",
    "core_mattertext": "words for searching, made from the matter",
    "core_series": "compared with the numbers given (core.records.numbers)",
    "core_reserved": "compared with the numbers given (core.records.numbers)",
    "core_heartbeat": "when the watch ran last",
    "core_progress": "how far a job has come",
    "core_failures": "tries of a password, forgotten by the hour",
    "core_passworduse": "digests of earlier passwords; without them one may be used again",
    "core_savedfilter": "a reader's own",
    "core_listchoice": "a reader's own",
    "core_draft": "what somebody is typing; nothing is registered",
}


@dataclass(frozen=True)
class Kind:
    """A kind of things, by its table. `thing`: what numbers them; `parts`: tables of which it is made, with the column
    that points at it. `rights`: it gives or takes rights, so that a new one without an entry is never sealed as lawful.
    """

    table: str
    words: str
    rights: bool = False
    thing: str = "id"
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def family(self) -> bool:
        return self.table == "core_matter"


FAMILY = Kind("core_matter", "事项")
OWN = (
    FAMILY,
    Kind("core_user", "账号", rights=True),
    Kind("core_post", "岗位", rights=True),
    Kind("core_holding", "任职", rights=True),
    Kind("core_unit", "单位"),
    Kind("core_area", "区域"),
    Kind("core_arealevel", "区域层级"),
    Kind("core_areachange", "区域变动"),
    Kind("core_localterm", "本镇期限"),
    Kind("core_remedy", "救济途径"),
    Kind("core_outsidebody", "镇外单位", rights=True),
    Kind("core_alarmunit", "要紧情况告知单位", rights=True),
    Kind("core_helper", "帮扶力量", parts=(("core_helper_areas", "helper_id"),)),
    Kind("core_payrate", "补贴标准"),
    Kind("core_teamtemplate", "专班模板"),
    Kind("core_ladderstep", "梯次", rights=True),
    Kind("core_calendaryear", "工作日历", parts=(("core_calendarday", "year_id"),)),
)


@cache
def kinds() -> tuple[Kind, ...]:
    """The kernel's and those of the rooms (core.procedure.room.Room.things)."""
    return (*OWN, *(kind for room in import_string(settings.ROOMS) for kind in room.things))


def unsealed() -> dict[str, str]:
    """UNSEALED, with what the rooms leave out."""
    return UNSEALED | {
        table: why for room in import_string(settings.ROOMS) for table, why in room.unsealed.items()
    }


OVERLAP = 20_000  # entries: so many are looked at again, for a transaction may end after a younger one's


def take(every: bool = False) -> int:
    """Seal what stands about everything that has an entry since it was sealed last; returns how many things. Runs by
    the minute, so that what is changed past the rules after an act is found; `every`: look at all entries, however old.

    The last entry is read before the rows: rows that are younger than it are sealed again by the next call.
    """
    done = 0
    for kind in kinds():
        lasts = lasts_of(kind, 0 if every else _from(kind))
        known = _known(kind, lasts if kind.family else None)
        slipped_in = known if kind.rights else {}
        stale = [
            pk
            for pk, last in lasts.items()
            if known.get(pk, (None, ""))[0] != last and (last or pk in known or not slipped_in)
        ]
        for start in range(0, len(stale), AT_ONCE):
            some = stale[start : start + AT_ONCE]
            rows = _digests(kind, some)
            _store(kind, {pk: (lasts[pk], rows[pk]) for pk in some if pk in rows})
        done += len(stale)
    return done


@contextmanager
def lawfully(family: int) -> Iterator[None]:
    """A family changes without an act (a calendar came in, an account turned out to be the accused's): what stands
    afterwards follows its last entry. What was not as it was sealed before is left to be found.
    """
    known = SealedFact.objects.filter(table=FAMILY.table, thing=family).first()
    whole = known and known.mac == _mac(FAMILY, family, known.last, _digests(FAMILY, [family])[family])
    yield
    if known and whole:
        _store(FAMILY, {family: (known.last, _digests(FAMILY, [family])[family])})


def take_all() -> None:
    """Seal everything anew: after a new version has changed rows itself, found whole just before."""
    with transaction.atomic():
        SealedFact.objects.all().delete()
        take(every=True)


def problems(up_to: int) -> Iterator[str]:
    """What does not stand as it was sealed; `up_to`: the last entry that the last seal covers."""
    for kind in kinds():
        known, rows, lasts = _known(kind), _digests(kind), lasts_of(kind)
        for pk, (last, mac) in known.items():
            if lasts.get(pk, -1) > last:
                if kind.family and _entries_of(pk, up_to) > last:
                    yield f"事项 {pk}：封存没有跟上经过"
            elif pk not in rows:
                yield f"{kind.words} {pk}：封存以后被删除"
            elif _mac(kind, pk, last, rows[pk]) != mac:
                yield _changed(kind, pk)
        yield from _unsealed(kind, known, rows, lasts, up_to)


def _changed(kind: Kind, pk: int) -> str:
    if kind.family:
        return f"事项 {pk}：登记的内容（事项、期限、当事人、可见范围等）没有经过办理就被改动"
    return f"{kind.words} {pk}：没有管理记录就被改动"


def _unsealed(
    kind: Kind, known: Collection[int], rows: Digests, lasts: dict[int, int], up_to: int
) -> Iterator[str]:
    """Things that must have been sealed by now: a family by its entries, the others by any log at all."""
    lasts = lasts_of(kind)
    for pk in rows.keys() - known:
        if kind.family and lasts.get(pk, 0) > 0 and _entries_of(pk, up_to):
            yield f"事项 {pk}：封存不见了"
        elif not kind.family and lasts.get(pk, 0) == 0:
            yield f"{kind.words} {pk}：没有管理记录就新增"


# --- Reading --------------------------------------------------------------------------------------------------


def _from(kind: Kind) -> int:
    """The entry of a family from which on something may not have been taken yet."""
    newest = (
        SealedFact.objects.filter(table=kind.table).aggregate(last=Max("last"))["last"] if kind.family else 0
    )
    return max(0, (newest or 0) - OVERLAP)


def _known(kind: Kind, only: Collection[int] | None = None) -> dict[int, tuple[int, str]]:
    rows = SealedFact.objects.filter(table=kind.table).order_by().values_list("thing", "last", "mac")
    if only is not None:
        rows = rows.filter(thing__in=list(only))
    return {pk: (last, mac) for pk, last, mac in rows.iterator(chunk_size=10_000)}


def _entries_of(pk: int, up_to: int) -> int:
    """The last entry of a family that a seal covers; 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(h.id), 0) FROM core_historyentry h JOIN core_matter m ON m.id = h.matter_id"
            " WHERE m.root_id = %s AND h.id <= %s",
            [pk, up_to],
        )
        return int(cursor.fetchone()[0])


def lasts_of(kind: Kind, since: int = 0) -> dict[int, int]:
    """The last entry about each thing; 0 where there is none (what a new site starts with)."""
    asked: sql.Composable
    if kind.family:
        asked = sql.SQL(
            "SELECT m.root_id, max(h.id) FROM core_historyentry h JOIN core_matter m ON m.id = h.matter_id"
            " WHERE m.root_id IS NOT NULL AND h.id > {} GROUP BY m.root_id"
        ).format(sql.Literal(since))
    elif kind.table == "core_calendaryear":
        asked = sql.SQL(
            "SELECT year, (extract(epoch FROM loaded_at) * 1000000)::bigint FROM core_calendaryear"
        )
    else:
        asked = sql.SQL(
            "SELECT {thing}, coalesce(max(l.id), 0) FROM {table} t LEFT JOIN (django_admin_log l JOIN"
            " django_content_type c ON c.id = l.content_type_id AND c.app_label || '_' || c.model = {name})"
            " ON l.object_id = t.{column}::text GROUP BY 1"
        ).format(
            thing=_thing(kind, kind.thing),
            table=sql.Identifier(kind.table),
            name=sql.Literal(kind.table),
            column=sql.Identifier(kind.thing),
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return dict(cursor.fetchall())


def _digests(kind: Kind, only: Sequence[int] | None = None) -> Digests:
    """One digest of all rows of each thing."""
    found: Digests = {}
    for table, column in tables_of(kind):
        for pk, value in of_table(kind, table, column, only):
            found[pk] = hashlib.sha256(found.get(pk, b"") + table.encode() + value).digest()
    return found


@cache
def tables_of(kind: Kind) -> list[tuple[str, str]]:
    """The tables that tell of such a thing, each with the column that names it; in a fixed order."""
    if not kind.family:
        return [(kind.table, "year" if kind.table == "core_calendaryear" else kind.thing), *kind.parts]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH points AS (SELECT c.conrelid, c.confrelid, a.attname FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) WHERE c.contype = 'f'"
            " AND a.attname IN ('matter_id', 'matter_ptr_id'))"
            # A row of a procedure has the number of its matter, so what points at it tells of the matter too.
            " SELECT conrelid::regclass::text, attname FROM points WHERE confrelid = 'core_matter'::regclass"
            " OR confrelid IN (SELECT conrelid FROM points WHERE attname = 'matter_ptr_id') ORDER BY 1"
        )
        aside = BESIDE | unsealed().keys()
        found = [row for row in cursor.fetchall() if row[0] not in aside]
    return [("core_matter", "id"), *found, *((table, column) for table, (column, _) in THROUGH.items())]


def _thing(kind: Kind, column: str) -> sql.Composable:
    """The number of a thing; of a code a number made from it."""
    name = sql.SQL("t.{}").format(sql.Identifier(column))
    return sql.SQL("abs(hashtext({}))::bigint").format(name) if kind.thing == "code" else name


def _join(kind: Kind, table: str, column: str) -> sql.Composable:
    """To the matter, whose root names the family."""
    if not kind.family:
        return sql.SQL("")
    name = sql.Identifier(column)
    if table in THROUGH:
        between = sql.Identifier(THROUGH[table][1])
        return sql.SQL("JOIN {} p ON p.id = t.{} JOIN core_matter m ON m.id = p.matter_id").format(
            between, name
        )
    return sql.SQL("JOIN core_matter m ON m.id = t.{}").format(name)


def of_table(
    kind: Kind, table: str, column: str, only: Sequence[int] | None = None
) -> Iterator[tuple[int, bytes]]:
    """The things of which rows stand in the table (all, or `only` these), each with one digest of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(kind, table, column, only is not None), [] if only is None else [list(only)]
        )
        while some := cursor.fetchmany(10_000):
            yield from ((pk, bytes(value)) for pk, value in some)


@cache
def _statement(kind: Kind, table: str, column: str, some: bool) -> str:
    """Written once a process: the columns of a table do not change while it runs (core.apps forgets it after a migration)."""
    thing = sql.SQL("m.root_id") if kind.family else _thing(kind, column)
    words = sql.SQL(
        "SELECT {thing}, sha256(string_agg(d.value, ''::bytea ORDER BY d.value)) FROM {table} t {join}"
        " CROSS JOIN LATERAL (SELECT {row} AS value) d WHERE {thing} IS NOT NULL {only} GROUP BY 1"
    ).format(
        thing=thing,
        table=sql.Identifier(table),
        join=_join(kind, table, column),
        row=digest_of_row(table, VOLATILE),
        only=sql.SQL("AND {} = ANY(%s)" if some else "").format(thing),
    )
    return words.as_string(None)


def forget_columns(**_: object) -> None:
    """After a migration tables have other columns, and there are others."""
    _statement.cache_clear()
    tables_of.cache_clear()


EMPTY = {"boolean": "false", "jsonb": "'{}', '[]'", "interval": "'00:00:00'"}


def digest_of_row(table: str, without: Collection[str] = (), only: Collection[str] = ()) -> sql.Composable:
    """An expression: the digest of a row `t` of the table, made of its columns by name. Whatever is empty
    (NULL, '', false, 0, {}) does not enter; nor do bytes, which are encrypted columns.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname",
            [table],
        )
        columns = [
            (name, kind) for name, kind in cursor.fetchall() if kind != "bytea" and name not in without
        ]
    values = [_value(name, kind) for name, kind in columns if not only or name in only]
    return sql.SQL("sha256(convert_to(concat_ws(E'\\x1f', {}), 'UTF8'))").format(sql.SQL(", ").join(values))


def _value(name: str, kind: str) -> sql.Composable:
    column = sql.SQL("t.{}").format(sql.Identifier(name))
    if kind in ("smallint", "integer", "bigint", "numeric"):
        empty = "0"
    elif kind.endswith("[]"):
        empty = "'{}'"
    else:
        empty = EMPTY.get(kind, "''")
    text = sql.SQL("quote_literal({})" if kind in ("text", "character varying") else "{}::text").format(
        column
    )
    shown = column if empty in ("0", "false") else sql.SQL("{}::text").format(column)
    return sql.SQL("CASE WHEN {shown} NOT IN ({empty}) THEN {name} || {text} END").format(
        shown=shown, empty=sql.SQL(empty), name=sql.Literal(f"{name}="), text=text
    )


# --- Sealing --------------------------------------------------------------------------------------------------


def _mac(kind: Kind, pk: int, last: int, rows: bytes) -> str:
    return keyed(canonical([kind.table, pk, last, rows.hex()]))


def _store(kind: Kind, things: dict[int, tuple[int, bytes]]) -> None:
    rows = [
        SealedFact(table=kind.table, thing=pk, last=last, mac=_mac(kind, pk, last, value))
        for pk, (last, value) in things.items()
    ]
    SealedFact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table", "thing"], update_fields=["last", "mac"]
    )
