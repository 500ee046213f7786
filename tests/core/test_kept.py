"""Kept statements say and bring what the ORM's own query would, for every model and every join that is used."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from core.access import exclusions
from core.models import Area, Exclusion, HistoryEntry, Matter, Notice, Unit, User
from core.procedure.procedure import procedures
from core.records import history
from core.values import kept
from core.values.kept import Coming, Gap, Kept, among, by_key
from core.values.moments import now
from core.views.matters import _joins
from tests.people import Town
from tests.sweeps.world import PARTIES


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def content(row: Any, seen: tuple[Any, ...] = ()) -> Any:
    """All that a row knows without asking: its columns, and the same of the rows beside it."""
    if row is None or row in seen:
        return row
    beside = {name: content(one, (*seen, row)) for name, one in row._state.fields_cache.items()}
    own = {name: value for name, value in row.__dict__.items() if name != "_state"}
    return type(row), own, beside, row._state.adding, row._state.db


def test_every_row_is_asked_for_by_the_words_of_the_orm(town: Town) -> None:
    joins = {procedure.model: _joins(procedure.kind) for procedure in procedures()}
    for model in apps.get_models():
        for names in {(), joins.get(model, ())}:
            rows = model._base_manager.select_related(*names) if names else model._base_manager.all()
            key = kept._key_field(model).to_python("7")
            said, params = rows.filter(pk=key).query.sql_with_params()
            assert kept._by_key(model, names)._compiled[0].replace("(%s)", "%s") == said, model
            assert len(params) == 1


def test_a_row_and_those_beside_it_are_the_orm_s_own(town: Town) -> None:
    case = town.register(parties=[dict(party) for party in PARTIES])
    for names in ((), _joins("case")):
        plain = Case._base_manager.select_related(*names) if names else Case._base_manager.all()
        (asked,) = plain.filter(pk=case.pk)
        assert content(by_key(Case, case.pk, *names)) == content(asked)
    entries = HistoryEntry.objects.select_related("by", "unit", "detail").order_by("-seq")
    brought = Kept(
        lambda: (
            HistoryEntry.objects.filter(matter_id=Coming(0))
            .select_related("by", "unit", "detail")
            .order_by("-seq")
        )
    )(case.pk)
    assert [*map(content, brought)] == [*map(content, entries.filter(matter_id=case.pk))]
    assert [row.entry for row in (one.detail for one in brought)] == brought, "the way back is known, too"


def test_a_condition_comes_with_each_run(town: Town) -> None:
    first, second = town.register(), town.register()
    those = Kept(lambda: Matter.objects.filter(Gap(0)).filter(among("pk", 1)).order_by("pk"))
    both = [first.pk, second.pk]
    assert [one.pk for one in those(("TRUE", ()), both)] == both
    assert [
        one.pk for one in those(("core_matter.id = %s OR core_matter.id = %s", (second.pk, 0)), both)
    ] == [second.pk]
    assert those(("FALSE", ()), both) == [] == those(("TRUE", ()), [])
    assert those.first(("TRUE", ()), [second.pk]).pk == second.pk


def test_who_is_shut_out_now_and_the_last_entry_are_those_of_the_orm(town: Town) -> None:
    case, other, moment = town.register(), town.register(), now()
    day = timedelta(days=1)
    spans = [(-day, None), (-day, -day / 2), (-day, day), (day, None)]
    people = [town.dispatcher, town.handler, town.director, town.receptionist]
    for user, (since, until) in zip(people, spans, strict=True):
        ends = until and moment + until
        Exclusion.objects.create(
            matter_id=case.pk, user=user, ground="recused", starts_at=moment + since, ends_at=ends
        )
    for one in (case, other):
        current = Exclusion.objects.current().filter(matter=one.pk)
        assert exclusions.barred(one).users == {*current.values_list("user", flat=True)}
        last = HistoryEntry.objects.filter(matter=one.pk).order_by("-seq").only("seq", "hash", "typed_at")
        assert content(history._LAST.first(one.pk)) == content(last.first())
    assert exclusions.barred(case).users == {town.dispatcher.pk, town.director.pk}
    assert history._LAST.first(0) is None


def test_foreign_keys_and_keys_are_followed_by_kept_statements(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.follow_by_kept_statements()  # where a test before has declared a model, Django has forgotten it
    case = town.register()
    asked: list[Any] = []
    monkeypatch.setattr(kept, "by_key", lambda model, key: asked.append(model) or by_key(model, key))
    found = Case.objects.get(pk=case.pk)
    assert (found.area, found.holder_unit) == (case.area, case.holder_unit)
    assert Matter.objects.filter(pk=case.pk).get() == Matter.objects.get(id=case.pk)
    found.title = "改过的"
    found.refresh_from_db()
    assert found.title == case.title
    assert asked == [Case, Area, Unit, Matter, Matter, Case]


def test_whoever_asks_for_more_than_the_key_asks_the_orm(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case, user = town.register(), User.objects.get(pk=town.dispatcher.pk)
    monkeypatch.setattr(kept, "by_key", None)
    every = Matter.objects.all()
    assert Matter.objects.visible_to(user).get(pk=case.pk).pk == case.pk
    assert every.select_related("area").get(pk=case.pk)._state.fields_cache
    assert every.only("title").get(pk=case.pk).get_deferred_fields()
    assert every.select_for_update(no_key=True).get(pk=case.pk).pk == case.pk
    assert every.values_list("pk").get(pk=case.pk) == (case.pk,)
    assert every.get(pk=str(case.pk)).pk == every.get(pk=case.pk, kind="case").pk
    for no in ({"pk": case.pk, "kind": "other"}, {"offspring__id": case.pk}, {"parent_id": case.pk}):
        with pytest.raises(Matter.DoesNotExist):
            every.get(**no)
    with pytest.raises(Matter.DoesNotExist):
        every.exclude(pk=case.pk).filter(parent=case.pk).get()
    town.register()
    with pytest.raises(Matter.MultipleObjectsReturned):
        every.get()


def test_what_is_not_there_is_not_found(town: Town) -> None:
    for key in (0, -1, 2**70):
        with pytest.raises(Case.DoesNotExist):
            Case.objects.get(pk=key)


def test_a_kept_statement_sees_what_was_just_written_and_is_counted(town: Town) -> None:
    case = town.register()
    for title in ("一", "二", "三", "四"):  # the database keeps its plan after the second
        Matter.objects.filter(pk=case.pk).update(title=title)
        assert by_key(Matter, case.pk).title == title
    with CaptureQueriesContext(connection) as asked:
        by_key(Matter, case.pk)
    assert [f"= ({case.pk})" in one["sql"] for one in asked] == [True]


def _saved(row: Any, **how: Any) -> tuple[str, dict[str, Any]]:
    """The last statement, and what stands there then but for the key."""
    with CaptureQueriesContext(connection) as asked:
        row.save(**how)
    columns = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    there = type(row)._base_manager.filter(pk=row.pk).values(*columns).get()
    return asked.captured_queries[-1]["sql"].partition(" VALUES ")[0].partition(" SET ")[0], there


def test_rows_are_stored_as_the_orm_stores_them(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    case = town.register(parties=[dict(party) for party in PARTIES])
    Notice.objects.create(user=town.handler, matter=case, sentence="原来的", at=now())
    first = [case.parties.first(), case.clocks.first(), Notice.objects.last(), case.access.first()]
    vars(first[1]).update(ended_at=now(), end="met", look_at=None)  # of those that run there is one
    found: list[Any] = []
    for way in ("kept", "kept again", "the ORM's"):
        if way == "the ORM's":
            for name in ("_insert", "_update", "update"):
                monkeypatch.delattr(kept.KeyedQuerySet, name)
        rows = [deepcopy(row) for row in first]
        made = []
        for row in rows:
            row.pk = None
            made.append(_saved(row, force_insert=True))
        party, clock, notice, access = rows
        party.name, party.phone, party.sex = "改过的", "", ""
        made.append(_saved(party))
        clock.look_at, clock.pauses = None, [["2026-11-16", "2026-11-17"]]
        made.append(_saved(clock, update_fields=["look_at", "pauses"]))
        access.ends_at = F("starts_at")
        made.append(_saved(access, update_fields=["ends_at"]))
        assert (
            Notice._base_manager.filter(pk=notice.pk).update(
                read_at=None, sentence="改过的", user=town.director
            )
            == 1
        )
        assert Notice._base_manager.filter(pk=notice.pk).update(read_at=None, urgent=True) == 1
        made.append(Notice.objects.values_list("read_at", "sentence", "urgent", "user").get(pk=notice.pk))
        assert Notice._base_manager.filter(pk=0).update(urgent=True) == 0
        found.append(made)
    assert found[0] == found[1] == found[2]
