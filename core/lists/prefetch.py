"""All rows that hang on a matter, in one round trip.

A matter's page shows a dozen small tables. Asked for one by one they are a dozen queries, each built anew; here one
statement, written once a process, brings them as JSON, and they are put where `prefetch_related` puts its rows: whoever
reads `matter.sessions.all()`, its `count()` or `exists()` asks nothing more. `filter()` would ask again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.db import connection
from django.db.models import Model, OneToOneRel, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from core.models import Matter, OutsideBody, Party, Representation, User
from core.privacy.fields import EncryptedTextField
from core.procedure.procedure import by_kind
from core.values.kept import Coming, Kept, among
from core.values.statements import run

# Of each matter; what more there is, its procedure names (Procedure.gathers).
ALWAYS = ("documents", "attachments")
SEALED = ("earlier_fail", "child_view")  # of Representation: no JSON can hold them


def gather(matter: Matter, names: Sequence[str] = ()) -> None:
    """Read its papers and files, and the relations `names` of a matter's own row with everybody whom they name.

    Two queries: its people (who hang on the root), the rows with who acts for whom. With names one more where users are
    named, and one where outside bodies are.
    """
    _people(matter.top)
    relations, statement = _plan(type(matter), (*ALWAYS, *names))
    *found, acting = run(statement, [*[matter.pk] * len(relations), matter.top.pk])[0]
    gathered: list[Model] = [matter]
    for relation, text in zip(relations, found, strict=True):
        rows = [_row(relation, values, matter) for values in json.loads(text, parse_float=Decimal)]
        _put(matter, relation, rows)
        gathered += rows if _called(relation) in names else ()
    _represent(matter.people, json.loads(acting))
    if names:
        _name(gathered, Party, {party.pk: party for party in matter.people})
        _name(gathered, User)
        _name(gathered, OutsideBody)


_PARTIES = Kept(lambda: Party.objects.filter(matter=Coming(0)))
_NAMED: dict[type[Model], Kept] = {
    model: Kept(partial(model.objects.filter, among("pk", 0))) for model in (User, OutsideBody)
}


def _people(top: Matter) -> None:
    """The people of a root, unless somebody has read them before or it is about nobody."""
    relation = _by_name(Matter)["parties"]
    if relation.cache_name not in top.__dict__.get("_prefetched_objects_cache", {}):
        people = _PARTIES(top.pk) if by_kind()[top.kind].has_parties else []
        for party in people:
            party.matter = top
        _put(top, relation, people)


@cache
def _by_name(model: type[Matter]) -> dict[str, ForeignObjectRel]:
    return {_called(relation): relation for relation in model._meta.related_objects}


@cache
def _plan(model: type[Matter], names: tuple[str, ...]) -> tuple[list[ForeignObjectRel], str]:
    """The relations of these names, and the one statement that reads them: the matter's number once for each."""
    relations = [_by_name(model)[name] for name in names]
    acting = Representation.objects.select_related(None).defer(*SEALED).filter(principal__matter=0)
    parts = [*(_written(model, relation) for relation in relations), _as_json(acting)]
    return relations, "SELECT " + ", ".join(parts)


def undeciphered(model: type[Matter], names: Iterable[str]) -> list[str]:
    """Of these relations of a matter's own row what JSON would bring undeciphered: CounsellingNote.words."""
    rows = [_by_name(model)[name].related_model for name in names]
    return [
        f"{row.__name__}.{column.name}"
        for row in rows
        for column in row._meta.concrete_fields
        if isinstance(column, EncryptedTextField)
    ]


def _called(relation: ForeignObjectRel) -> str:
    """The name by which the matter knows it."""
    return relation.get_accessor_name() or ""


def _written(model: type[Matter], relation: ForeignObjectRel) -> str:
    """The rows of a relation by its own manager, with their order, as one JSON text."""
    if isinstance(relation, OneToOneRel):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: 0})
    else:
        rows = getattr(model(pk=0, id=0), _called(relation)).all()
    return _as_json(rows)


def _as_json(rows: QuerySet[Any]) -> str:
    sql, params = rows.query.sql_with_params()
    assert params == (0,), f"{rows.model} asks for more than its matter"
    return f"(SELECT coalesce(json_agg(r), '[]')::text FROM ({sql}) r)"  # noqa: S608 (the ORM's own text)


def _row(relation: ForeignObjectRel, values: dict[str, Any], matter: Matter) -> Any:
    model: Any = relation.related_model
    fields = model._meta.concrete_fields
    row = model.from_db(
        connection.alias,
        [field.attname for field in fields],
        [field.to_python(values[field.column]) for field in fields],
    )
    relation.field.set_cached_value(row, matter)
    return row


def _represent(people: Iterable[Party], found: Sequence[dict[str, Any]]) -> None:
    """Beside each of the people who acts for them; what is sealed of it is asked for when somebody reads it."""
    known = {party.pk: party for party in people}
    plain = [field for field in Representation._meta.concrete_fields if field.attname not in SEALED]
    names, rows = [field.attname for field in plain], []
    for values in found:
        row = Representation.from_db(
            connection.alias, names, [field.to_python(values[field.column or ""]) for field in plain]
        )
        row.principal = known[row.principal_id]
        if row.representative_id in known:
            row.representative = known[row.representative_id]
        rows.append(row)
    for party in known.values():
        own: Any = party.represented_by.get_queryset()
        own._result_cache, own._prefetch_done = [row for row in rows if row.principal_id == party.pk], True
        party.__dict__.setdefault("_prefetched_objects_cache", {})["represented_by"] = own


def _put(matter: Any, relation: ForeignObjectRel, rows: list[Any]) -> None:
    """Where Django looks before it asks, as its own prefetch does."""
    if isinstance(relation, OneToOneRel):
        relation.set_cached_value(matter, rows[0] if rows else None)
        return
    name = _called(relation)
    known = getattr(matter, name).get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    matter.__dict__.setdefault("_prefetched_objects_cache", {})[relation.cache_name] = known


def _name(rows: Sequence[Any], model: type[Model], known: Mapping[int, Any] | None = None) -> None:
    """All of a kind that a row points at: those that are known, or else all in one query."""
    named = [
        (row, field)
        for row in rows
        for field in row._meta.concrete_fields
        if field.related_model is model and not field.is_cached(row) and getattr(row, field.attname)
    ]
    if known is None:
        asked = {getattr(row, field.attname) for row, field in named}
        known = {one.pk: one for one in _NAMED[model]([*asked])} if asked else {}
    for row, field in named:
        if found := known.get(getattr(row, field.attname)):
            field.set_cached_value(row, found)
