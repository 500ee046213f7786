"""Every procedure's table, walked: what it allows works, what it does not allow changes nothing."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory

from config.roles import ROLES
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Term
from core.models import Access, Clock, Exclusion, Failures, HistoryEntry, Matter, facts
from core.operations import verify_history
from core.procedure.procedure import Procedure, by_kind, clock_rules, procedures
from core.procedure.transitions import NEVER, QUIET, Place, Transition
from core.records import seals
from core.service.clocks import SERVE
from core.values.moments import now
from core.values.refused import Refused
from core.views.matters import act, form_class
from core.workflow.captions import caption
from core.workflow.perform import Act, look, perform
from core.workflow.permissions import why_not
from core.workflow.roadmap import HIDDEN, Builder
from tests.people import AREAS, USERS, Town
from tests.sweeps import world
from tests.sweeps.world import (
    FIRST_OF_ITS_KIND,
    STAGES,
    Standing,
    answers,
    at_status,
    do,
    has_sample,
    offered,
    performers,
    posted,
    prepare,
    prepared_alike,
    ready,
    rows_of,
    undone,
    way_to,
)

standing = world.standing  # the fixture


@pytest.fixture
def town(db: None, standing: Standing) -> Town:
    """The cast that all tests of this file share."""
    return standing.town


@pytest.fixture(scope="module")
def landed() -> set[Any]:
    """The pages on which acts have landed: each is looked at once."""
    return set()


Sealed = Mapping[tuple[str, str], Mapping[int, Any]]


@pytest.fixture(scope="module")
def sealed_rows(standing: Standing) -> Sealed:
    """What stands about everything before any test: of each kind of things its last entries ("") and, by table, its rows."""
    found: dict[tuple[str, str], Mapping[int, Any]] = {}
    for kind in facts.kinds():
        found[kind.table, ""] = facts.lasts_of(kind)
        for table, column in facts.tables_of(kind):
            found[kind.table, table] = dict(facts.of_table(kind, table, column))
    return found


# The clock is met with the last addressee, or is one of several.
BY_THE_LAST = (
    "sign_as_giver",
    "sign_as_receiver",
    "sign_for_giver",
    "serve",
    "record_delivery",
    "report_urgent",
    "outside_answered",
    "answer_urge",
    "mended",
    "hold_lesson",
    "recheck",
    "report_danger",
)
SILENT = "这个字段是必填项"  # Django's word for every empty field: it names none
HAN = re.compile(r"[\u4e00-\u9fff].*。$")


def traces(matter: Any) -> tuple[Any, ...]:
    """All that an act may leave behind."""
    row = Matter.objects.get(pk=matter.pk)
    return (
        row.status,
        row.version,
        row.holder_unit_id,
        row.holder_user_id,
        row.due_at,
        row.closed_at,
        HistoryEntry.objects.count(),
        Clock.objects.count(),
        list(Clock.objects.order_by("pk").values_list("ended_at", "end", "raw")),
        Matter.objects.count(),
    )


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.kind)
def test_the_table_has_no_dead_ends_and_no_islands(procedure: Procedure) -> None:
    flow = procedure.workflow
    for stage in flow.stages:
        way_to(flow, stage.status)
    assert set(procedure.model.Status.values) == {stage.status for stage in flow.stages}
    for status in flow.live:
        assert any(set(row.targets) - {None, status} for row in flow.transitions if status in row.sources), (
            status
        )
    for row in flow.transitions:  # what is closed stays closed; what is void stays as it is
        assert not row.sources & flow.final or (QUIET in row.show and row.target is None), row.name
        assert "voided" not in row.sources, row.name
    names = [row.name for row in (flow.opening, *flow.transitions)]
    assert len(names) == len(set(names))
    for road in (flow.road, *(road for _, road in flow.other_roads)):
        assert set(road) <= {stage.status for stage in flow.stages} and road[0] == flow.opening.target
        steps = [stage.step for status in road for stage in flow.stages if stage.status == status]
        assert len(steps) == len(set(steps)), steps  # two steps of one name, and nobody knows where it stands
    rows = (flow.opening, *flow.transitions)
    assert {rule for row in rows for rule in row.clocks.starts} == set(procedure.clocks)
    rules = {rule.key for rule in procedure.clocks}
    for stage in flow.stages:
        assert set(stage.limits) <= set(procedure.clocks), stage
    for row in flow.transitions:
        assert {rule.key for part in vars(row.clocks).values() for rule in part} <= rules, row.name
        assert NEVER in row.show or has_sample(procedure.kind, row), f"no sample for {row.name}"


# Limited by something else than a clock of the status.
LIMITED = {
    "below": "by the clocks of what stands below",
    "at_county": "by the day that the letter asks for",
    "published": "a roster is over with its last day",
}


def test_nothing_waits_without_a_term() -> None:
    """Who must act, by when: a status in which somebody is waited for names the rule that limits it."""
    waiting = {
        (procedure.kind, stage.status)
        for procedure in procedures()
        for stage in procedure.workflow.stages
        if stage.status not in procedure.workflow.final and not stage.limits
    }
    assert {pair for pair in waiting if pair[1] not in LIMITED} == set()


def test_every_permission_of_the_tables_is_given_to_some_role() -> None:
    given = frozenset().union(*(role.permissions for role in ROLES.values()))
    asked = {
        row.permission
        for procedure in procedures()
        for row in (procedure.workflow.opening, *procedure.workflow.transitions)
    }
    asked |= {kind.permission for procedure in procedures() for kind in procedure.documents}
    assert asked <= given


def test_what_the_table_does_not_offer_is_refused_with_a_sentence_and_changes_nothing(
    db: None, standing: Standing
) -> None:
    for (kind, status), matter in standing.matters.items():
        flow = by_kind()[kind].workflow
        before, here = traces(matter), flow.stage_of(matter).label
        for row in flow.transitions:
            if status not in row.sources:
                with pytest.raises(Refused) as refused:
                    perform(matter.pk, row.name, by=None)
                assert HAN.search(refused.value.sentence) and here in refused.value.sentence
        assert traces(matter) == before, (kind, status)


def test_every_status_has_words_for_the_citizen(db: None, standing: Standing, client: Client) -> None:
    """The look-up's; what else it says: tests/core/test_lookup.py."""
    for (kind, status), matter in standing.matters.items():
        Matter.objects.filter(pk=matter.root_id).update(compartment="")  # of what is sealed nothing is told
        root = Matter.objects.get(pk=matter.root_id)
        typed = {"code": root.code, "lookup_code": root.lookup_code}
        text = client.post("/lookup/", typed).content.decode()
        assert by_kind()[root.kind].workflow.stage_of(root).plain in text, (kind, status)
        Failures.objects.all().delete()


def test_the_town_with_a_matter_at_every_status_verifies(db: None, standing: Standing) -> None:
    seals.seal()
    assert list(verify_history.verify()) == []


def test_every_recorded_fact_of_the_town_has_a_word(db: None, standing: Standing) -> None:
    """Of openings and of the system's own acts too, which no row below walks."""
    wrong = set()
    for entry in HistoryEntry.objects.select_related("detail", "matter"):
        flow = by_kind()[entry.matter.kind].workflow
        row = flow.row(entry.action) or flow.opening
        for key in entry.detail.values if entry.detail else ():
            if key not in HIDDEN and caption(flow, row, key).isascii():
                wrong.add((entry.matter.kind, entry.action, key))
    assert wrong == set()


# What may run on when a matter is closed: what is owed to somebody outside, and the notice that ended it.
OUTLIVING = [SERVE.key, *(key for key, rule in clock_rules().items() if rule.outlives)]


@pytest.mark.parametrize(("kind", "status"), STAGES)
def test_every_offered_row_can_be_done_by_somebody_and_does_what_the_table_says(
    db: None,
    standing: Standing,
    client: Client,
    landed: set[Any],
    sealed_rows: Sealed,
    kind: str,
    status: str,
) -> None:
    """From each status; each act once by its page, as a plain post without JavaScript: then whatever has changed,
    anywhere, has an entry in the same family, so it is no tampering. Of acts that leave the status as
    it is, the other statuses ask whether somebody may and no guard refuses; what the kernel gives to every kind, of the
    first kind that has it.
    """
    wrong: list[Any] = []
    town, procedure, matter = standing.town, by_kind()[kind], standing.matters[kind, status]
    rows = [
        row
        for row in offered(procedure, status)
        if status == min(row.sources) or row.to is not None or (kind, row.name) in FIRST_OF_ITS_KIND
    ]
    for alike in prepared_alike(kind, rows):
        with undone():
            for row in alike:
                prepare(town, matter, row)
                with undone():
                    fresh = procedure.model.objects.get(pk=matter.pk)
                    wrong += walked(town, client, landed, sealed_rows, fresh, row)
    assert wrong == []


def walked(
    town: Town, client: Client, landed: set[Any], sealed_rows: Sealed, matter: Any, row: Transition
) -> list[Any]:
    """What is wrong with an act on a matter that is ready for it."""
    procedure, status = by_kind()[matter.kind], matter.status
    user = next(performers(town, matter, row), None)
    if user is None:
        return [(row.name, "nobody may")]
    if status != min(row.sources) and row.to is None:
        refused = why_not(row, look(matter, Act(user, now())))
        return [(row.name, refused)] if refused else []
    wrong: list[Any] = []
    before = HistoryEntry.objects.filter(matter=matter).count()
    if status == min(row.sources) and (matter.kind, row.name) in FIRST_OF_ITS_KIND:
        wrote = written()
        if failed := by_its_page(client, user, matter, row, posted(town, row, matter), landed):
            return failed
        changed = {table for table, rows in written().items() if rows > wrote.get(table, 0)}
        wrong += [(row.name, *stray) for stray in strays(sealed_rows, changed)]
    else:
        do(town, matter, row.name, user)
    done = Matter.objects.get(pk=matter.pk)
    if done.status not in row.targets | {row.target or status}:
        wrong.append((row.name, done.status))
    assert HistoryEntry.objects.filter(matter=matter).count() == before + 1
    wrong += unnamed(procedure, row, matter)
    wrong += foretold(procedure, done) if done.status != status else []
    assert done.version == (matter.version if QUIET in row.show else before + 1)
    left = Clock.objects.running().filter(
        matter=matter, rule__in=[rule.key for rule in set(row.clocks.meets) - set(row.clocks.starts)]
    )
    if row.who.place is Place.HELPERS:  # who helps meets what is its own
        left = left.filter(unit__in=user.reach.units)
    chooses = len(row.targets) > 1 or row.name in BY_THE_LAST
    assert chooses or not left.exists(), (row.name, left)  # of several ends the effect chooses
    assert (done.closed_at is not None) == (done.status in procedure.workflow.final)
    running = Clock.objects.filter(matter=matter, ended_at=None)
    assert done.is_open or not running.exclude(rule__in=OUTLIVING).exists()
    return wrong


def foretold(procedure: Procedure, matter: Matter) -> list[tuple[str, str, str]]:
    """Steps for which the road map foretells another term than the one that runs once the matter is there."""
    stage = procedure.workflow.stage(matter.status)
    said, _ = Builder(procedure, procedure.child(matter), (), (), office_calendar(), now()).term_of(stage)
    clocks = Clock.objects.running().filter(matter=matter, rule__in=[rule.key for rule in stage.limits])
    terms = {f"{Term.parse(clock.term).label}内" for clock in clocks}
    return [(matter.kind, stage.step, said)] if said.endswith("内") and terms and said not in terms else []


def written() -> dict[str, int]:
    """How many rows of each table this transaction has written, also those taken back again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def strays(before: Sealed, changed: set[str]) -> list[tuple[str, int]]:
    """Things of which rows stand otherwise than before in a changed table, without an entry of their own since."""
    found = []
    for kind in facts.kinds():
        tables = [(table, column) for table, column in facts.tables_of(kind) if table in changed]
        lasts = facts.lasts_of(kind) if tables else {}
        entries = before[kind.table, ""]
        for table, column in tables:
            was, rows = before[kind.table, table], dict(facts.of_table(kind, table, column))
            differ = {pk for pk in was.keys() | rows.keys() if was.get(pk) != rows.get(pk)}
            found += [(table, pk) for pk in differ if lasts.get(pk, 0) <= entries.get(pk, 0)]
    return found


def unnamed(procedure: Procedure, row: Any, matter: Any) -> list[Any]:
    """Facts of the act that are not kept by a key, or whose key has no word."""
    entry = HistoryEntry.objects.filter(matter=matter).select_related("detail").latest("seq")
    words = {key: caption(procedure.workflow, row, key) for key in entry.detail.values if key not in HIDDEN}
    return [(row.name, key, word) for key, word in words.items() if not key.isascii() or word.isascii()]


def by_its_page(
    client: Client, user: Any, matter: Any, row: Any, typed: dict[str, Any], landed: set[Any]
) -> list[Any]:
    """The page offers the form, the post does the act, and one lands on a page: that of each status once."""
    client.force_login(user)
    url = f"/matters/{matter.pk}/do/{row.name}/"
    page = client.get(url)
    assert page.status_code == 200 and b'name="key"' in page.content, row.name
    answer = client.post(url, typed)
    if answer.status_code != 302:
        return [(row.name, answer.status_code, answer.context and answer.context["form"].errors)]
    status = Matter.objects.get(pk=matter.pk).status
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    if said != [row.words.done_at(status)]:
        return [(row.name, status, said)]
    place = (matter.kind, status, answer["Location"].replace(str(matter.pk), ""))
    if place not in landed and client.get(answer["Location"], follow=True).status_code != 200:
        return [(row.name, answer["Location"])]
    landed.add(place)
    return []


# --- Who may -------------------------------------------------------------------------------------------

AREA_CODE = {key: code for key, code, *_ in AREAS}


def doors(matter: Any) -> tuple[list[Access], set[int]]:
    """To whom it was opened, and who is shut out."""
    shut = Exclusion.objects.filter(matter=matter.root_id).values_list("user", flat=True)
    return list(Access.objects.current().filter(matter=matter)), set(shut)


def expected(town: Town, matter: Any, permission: str, key: str, row: Any = None, known: Any = None) -> int:
    """From the table of roles and the cast alone, not from the gate's code."""
    role, unit, area = next((role, unit, area) for role, name, _, unit, area in USERS if name == key)
    given, shut = known or doors(matter)
    if town.users[key].pk in shut:
        return 404
    units = {row.unit_id for row in given}
    opened = town.users[key].pk in {row.user_id for row in given} or (
        ROLES[role].sees in ("unit", "area") and town.units[unit].pk in units
    )
    by_unit = ROLES[role].sees in ("unit", "area") and matter.holder_unit == town.units[unit]
    by_area = ROLES[role].sees == "area" and matter.area.code.startswith(AREA_CODE[area])
    right = by_kind()[matter.kind].seen_with  # a kind that a post alone does not show
    by_post = (by_unit or by_area) and (not right or right in ROLES[role].permissions)
    if not (opened or (not matter.compartment and by_post)):
        return 404
    place = row.who.place if row else Place.ANYWHERE
    mine = place is Place.ANYWHERE or matter.holder_unit == town.units[unit]
    mine = mine or (place is Place.FIRST_CONTACT and matter.first_contact == town.users[key])
    mine = mine or (
        place is Place.HELPERS
        and town.units[unit].pk in {one.unit_id for one in given if one.part == "handling"}
    )
    return 200 if permission in ROLES[role].permissions and mine else 403


def done(matter: Any, name: str, user: Any, data: Any) -> int:
    """What perform answers, as a status of a page."""
    try:
        perform(matter.pk, name, by=user, data=data, key=uuid4())
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    except Refused:
        return 200
    return 200


@pytest.mark.parametrize(("kind", "status"), STAGES)
def test_page_and_verb_agree_on_who_may_do_what(db: None, standing: Standing, kind: str, status: str) -> None:
    """Role × transition. Every user of the cast, on a matter where the table offers the row first; the page itself is
    made for the first two of those who may. To whom the gate shows nothing (tests/core/test_gate.py), all rows look
    the same: each of them asks for every fourth. Of rows that ask the same of whoever acts, one is asked.
    """
    wrong: list[Any] = []
    town = standing.town
    asked: set[Any] = set()
    for place, row in enumerate(rows_of(by_kind()[kind])):
        if status != min(row.sources) or (row.who, row.closed) in asked:
            continue
        asked.add((row.who, row.closed))
        with ready(town, standing.matters[kind, status], row) as matter:
            data = answers(town, row, matter, next(performers(town, matter, row)))
            opened, known = 0, doors(matter)
            for number, (key, user) in enumerate(town.users.items()):
                want = expected(town, matter, row.permission, key, row, known)
                if want == 404 and (place + number) % 4:
                    continue
                opened += want == 200
                page = shown(matter, row.name, user) if want != 200 or opened <= 2 else 200
                verb = done(matter, row.name, user, data) if want != 200 else 200
                if (page, verb) != (want, want):
                    wrong.append((row.name, key, f"want {want}, page {page}, perform {verb}"))
    assert wrong == []


def shown(matter: Any, name: str, user: Any) -> int:
    """What the act's page answers to a GET."""
    request = RequestFactory().get("/")
    request.user = user
    request.session, request._messages = {}, []  # type: ignore[attr-defined, assignment]
    try:
        return act(request, matter.pk, name).status_code
    except Http404:
        return 404
    except PermissionDenied:
        return 403


def test_internal_rows_and_openings_have_no_page(town: Town, client: Client) -> None:
    for procedure in procedures():
        matter = at_status(town, procedure.kind, procedure.workflow.opening.target)
        client.force_login(town.director)
        for row in (
            procedure.workflow.opening,
            *(row for row in procedure.workflow.transitions if NEVER in row.show),
        ):
            assert client.get(f"/matters/{matter.pk}/do/{row.name}/").status_code == 403
        assert client.get(f"/matters/{matter.pk}/do/nonsense/").status_code == 404


# --- Pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.kind)
def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(
    db: None, standing: Standing, client: Client, procedure: Procedure
) -> None:
    wrong: list[Any] = []
    town, matters = standing.town, standing.matters
    for row in rows_of(procedure):
        if (procedure.kind, row.name) not in FIRST_OF_ITS_KIND:
            continue
        with ready(town, matters[procedure.kind, min(row.sources)], row) as matter:
            user = next(performers(town, matter, row))
            client.force_login(user)
            before = traces(matter)
            fields = form_class(row)(matter=matter, user=user).fields.items()
            asked = [
                name
                for name, field in fields
                if field.required and not field.disabled and name not in ("key", "version")
            ]
            for missing in filter(None, (asked[:1], asked[1:])):
                wrong += said_and_kept(client, row, missing, posted(town, row, matter), matter)
            assert traces(matter) == before
    assert wrong == []


def said_and_kept(
    client: Client, row: Any, missing: list[str], sample: dict[str, Any], matter: Any
) -> list[Any]:
    """What is wrong with the answer to a form without some of its fields."""
    sample = {name: value for name, value in sample.items() if name not in missing}
    sample["decided_by"] = "唐志远纸面批示"
    page = client.post(f"/matters/{matter.pk}/do/{row.name}/", sample)
    text = page.content.decode()
    found = page.context["form"].errors
    errors = {name: [str(error) for error in found.get(name, [])] for name in missing}
    asked = page.context["form"].fields  # an opening's sample may say more than is asked below a matter
    typed = [value for name, value in sample.items() if name != "version" and (name in asked or "-" in name)]
    kept = all(str(one) in text for value in typed for one in (value if isinstance(value, list) else [value]))
    told = all(
        any(re.search(r"[\u4e00-\u9fff]", error) and error in text for error in each)
        and not any(SILENT in error for error in each)
        for each in errors.values()
    )
    return (
        []
        if told and kept and page.status_code == 200
        else [(row.name, missing, page.status_code, errors, kept)]
    )


def test_the_opening_form_says_what_is_missing_and_keeps_what_was_typed(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    before = Matter.objects.count()
    typed = {
        "channel": "phone",
        "demand": "",
        "place": "渠首东侧",
        "materials": "照片两张",
        "key": str(uuid4()),
        "version": "0",
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "0",
        "people-0-name": "陶根发",
        "people-0-role": "applicant",
        "people-0-id_number": "990121195505050311",
        "secrecy": "internal",
    }
    page = client.post("/cases/register/", typed)
    text = page.content.decode()
    assert "请照来访人的话记下诉求" in text and "第 18 位应为" in text
    assert all(word in text for word in ("渠首东侧", "照片两张", "陶根发", "990121195505050311"))
    assert Matter.objects.count() == before


def test_a_guard_s_reason_stands_on_the_page_and_no_form(town: Town, client: Client) -> None:
    case = town.register(flags=["violence"])
    client.force_login(town.receptionist)
    page = client.get(f"/matters/{case.pk}/do/answer_on_spot/").content.decode()
    assert "要伤人" in page and 'name="key"' not in page
    row = next(row for row in procedures()[0].workflow.transitions if row.name == "answer_on_spot")
    assert why_not(row, look(case, Act(None, now()))) in page
