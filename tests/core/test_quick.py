"""What is done quickly says what the plain way says: rows of lists, controls of forms, working time, kept parts of pages."""

from copy import deepcopy
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from core.deadlines.calendars import _package
from core.deadlines.workdays import Calendar
from core.lists import lines, table
from core.models import Area, CalendarDay, Matter
from core.procedure import paging
from core.procedure.procedure import procedures
from core.templatetags.fengqiao import _css_class, control
from core.values.moments import now
from tests.people import Town

FULL = Calendar(
    years=frozenset(range(2024, 2027)),
    off={day: name for year in (2024, 2025, 2026) for day, (kind, name) in _package()[year].items() if kind == CalendarDay.Kind.HOLIDAY},
    make_up={day: name for year in (2024, 2025, 2026) for day, (kind, name) in _package()[year].items() if kind != CalendarDay.Kind.HOLIDAY},
)  # fmt: skip
SINCE = datetime(1970, 1, 1)  # noqa: DTZ001 (local time)


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


# --- Working time --------------------------------------------------------------------------------------------------


def test_working_minutes_are_the_same_in_seconds_and_in_moments() -> None:
    dice = Random(7)
    first = datetime(2024, 1, 1)  # noqa: DTZ001
    made_up = [datetime(2026, 2, 14, 12), datetime(2026, 2, 14, 14)]  # noqa: DTZ001 (a Saturday that is worked, noon)
    moments = made_up + [first + timedelta(seconds=dice.randrange(3 * 365 * 86400)) for _ in range(400)]
    for start, end in pairwise(moments):
        begun, ended = ((one - SINCE) // timedelta(seconds=1) for one in (start, end))
        assert FULL.minutes_worked(ended) - FULL.minutes_worked(begun) == FULL.working_minutes(start, end)


def test_seconds_of_a_year_that_is_not_loaded_are_not_known() -> None:
    begun, ended, late = (
        (datetime(*day) - SINCE) // timedelta(seconds=1)  # noqa: DTZ001
        for day in ((2024, 1, 1), (2026, 12, 31), (2027, 1, 1))
    )
    assert FULL.knows(begun, ended)
    assert not FULL.knows(begun, late)
    assert not Calendar(years=frozenset({2024, 2026})).knows(begun, ended)


# --- Rows of lists -------------------------------------------------------------------------------------------------


def at(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = row and getattr(row, name, None)
    return row


@pytest.mark.parametrize("kind", [one.kind for one in procedures() if one.listing])
def test_the_plan_of_a_list_names_what_the_models_have(kind: str) -> None:
    """Each listing's columns, whether or not there is a row."""
    procedure = next(one for one in procedures() if one.kind == kind)
    assert procedure.listing is not None
    names = (*table.SHOWN, *procedure.listing.related), (*table.READ, *procedure.listing.read)
    part, paths = lines._plan(procedure.model, *names)
    assert part.model is procedure.model
    assert len(paths) == len(set(paths))
    assert {"id", "matter_ptr_id", "area__name", "holder_unit__short_name"} <= set(paths)


def test_the_rows_of_a_list_are_those_that_the_models_give(town: Town) -> None:
    for number in range(3):
        town.hand_over(
            town.register(f"第{number}盏路灯不亮", area=(town.town, town.taowu, town.taowu_2)[number])
        )
    town.register("没有转出的")
    listing = next(one for one in procedures() if one.kind == "case").listing
    assert listing is not None
    names = (*table.SHOWN, *listing.related), (*table.READ, *listing.read)
    plain = Case.objects.select_related(*names[0]).order_by("received_at", "pk")
    request = RequestFactory().get("/")
    chosen, forward = paging.cut(request, Matter.objects.filter(kind="case"), paging.OLDEST)
    with CaptureQueriesContext(connection) as asked:
        found = lines.fetch(Case, chosen, paging.OLDEST, forward, *names)
        for row, own in zip(found, plain, strict=True):
            assert row == own and type(row) is Case and not row._state.adding
            read = {"root_id", *names[1], "area_id", "area__parent_id", "shown_title", "sealed"} - {"root"}
            for path in read:
                assert at(row, path) == at(own, path), path
    assert len(asked) == 3, "\n".join(one["sql"][:300] for one in asked)
    assert found[0].version == plain[0].version  # it was not read: it is asked for, as of any deferred column
    assert len({id(row.holder_unit) for row in found}) == len({row.holder_unit_id for row in found})
    assert [row.pk for row in lines.of(plain, *names)] == [row.pk for row in found]
    assert lines.fetch(Case, chosen.none(), paging.OLDEST, forward, *names) == []


# --- Controls ------------------------------------------------------------------------------------------------------


class Sheet(forms.Form):
    words = forms.CharField(max_length=9, help_text="字")
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"id": "own"}), required=False)
    many = forms.IntegerField(min_value=0, max_value=9)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date", "data-x": '"<&>'}))
    at = forms.DateTimeField()
    yes = forms.BooleanField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "readonly": False}))


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {
            "words": "<b>“'\"&",
            "many": "x",
            "day": "2026-11-30",
            "yes": "on",
            "hidden": "<",
            "long": "\n<a>\n",
        },
    ],
)
def test_a_control_is_written_as_the_framework_writes_it(data: dict[str, str] | None) -> None:
    form = Sheet(data, initial={"many": 3, "at": now(), "yes": True})
    for bound in form:
        attrs = {"class": _css_class(bound.field.widget), "aria-label": "某", "aria-describedby": "x"}
        assert control(bound, label="某", described_by="x") == bound.as_widget(attrs=attrs), bound.name


# --- Kept parts of a page --------------------------------------------------------------------------------------------


def test_what_is_chosen_in_a_filter_is_never_kept(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    village = Area.objects.filter(level__depth=2).order_by("code")[0]
    bare = client.get("/cases/?view=all").content.decode()
    chosen = client.get(f"/cases/?view=all&village={village.pk}").content.decode()
    wrong = client.get("/cases/?view=all&since=x").content.decode()
    assert f'<option value="{village.pk}" selected>' in chosen
    assert "fq-error" in wrong
    assert client.get("/cases/?view=all").content.decode().count("selected") == bare.count("selected")


def test_a_menu_that_is_kept_tells_where_one_is_and_what_waits(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    here = '<a href="{}" aria-current="page">'
    for url, other in (("/cases/", "/day/"), ("/day/", "/cases/"), ("/cases/", "/day/")):
        page = client.get(url).content.decode()
        side = page[page.index('class="fq-side"') : page.index("</nav>", page.index('class="fq-side"'))]
        assert here.format(url) in side and here.format(other) not in side


def test_options_are_escaped_and_kept_by_what_they_are() -> None:
    page = Template("{% choices 'x' options %}")
    for name in ("甲<村>", "乙村", "甲<村>"):
        made = page.render(Context({"options": [(name, "k")]}))
        assert (
            made
            == f'<datalist id="x"><option value="{name.replace("<", "&lt;").replace(">", "&gt;")}" label="k"></option></datalist>'
        )
