"""How long pages and tables of petitions take with a hundred thousand, against as many cases: `python -m bench.petitions`.

Some petitions go their way by their acts and are copied by SQL, days earlier each time. Nine copies of ten have people of
their own; the tenth is the same person with other words, so that what is said before has to be compared (petitions.repeats).
"""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from bench import pages, turns, written  # before all models: pages names the settings
from bench.copying import copy
from bench.copying import multiply as multiply_cases
from bench.turns import BOARD, LIST, PAGE, Asked
from cases import standard_tables as of_cases
from core.models import Access, Clock, Matter, MatterText, Party, Unit, User
from core.procedure.indicators import Period
from core.statistics.counting import month_before, name_of
from core.workflow.perform import open_matter, perform
from petitions import standard_tables
from petitions.models import Claim, Petition
from tools.seed import cast, words
from tools.seed.sowing import sow

SEEDED, MANY, EVERY = 200, 100_000, 4  # EVERY: days between a petition and its next copy


def seed() -> None:
    """Registered, sorted, accepted; nine of ten are answered. All a month ago and more, typed now."""
    desk, handler, checker, leader = (
        User.objects.get(username=name)
        for name in ("petition_officer", "handler", "committee_head", "duty_leader")
    )
    unit, here = Unit.objects.get(pk=next(iter(handler.reach.units))), cast.read()
    rng = Random(1)  # noqa: S311 (invented petitions)
    citizens = words.people(rng, here.villages, SEEDED)
    for place, one in enumerate(citizens):
        at = timezone.now() - timedelta(days=30 + place % 9, minutes=place)
        village = rng.choice(here.villages)
        asked, _ = words.demand(rng, village, rng.choice(here.categories))
        party = {name: value for name, value in one.items() if name != "name_initials"}
        data = {"channel": rng.choice(("visit", "letter", "net")), "demand": asked, "area": village, "town": here.centre.area,
                "centre": here.centre, "parties": [{**party, "role": "applicant"}]}  # fmt: skip
        made = open_matter("petition", by=desk, data=data, key=uuid4(), at=at).matter

        def act(name: str, by: User, made: Any = made, at: Any = at, **data: Any) -> None:
            perform(made.pk, name, by=by, data=data, key=uuid4(), at=at)

        if place % 10 == 0:
            continue
        act("sort", desk, kind_of="appeal", way="6")
        act("accept", desk, accepted_on=localdate(at), unit=unit)
        claims = [(claim, "supported", "已清理。") for claim in Claim.objects.filter(matter=made)]
        act(
            "draft",
            handler,
            answers=claims,
            found="属实。",
            result="supported",
            opinion="已清理。",
            basis="《农田水利条例》",
        )
        act("check", checker, passed="yes")
        act("sign", leader)


def multiply(times: int) -> None:
    """Each that was answered `times` over, as archived."""
    earlier, days = f"t.round * interval '{EVERY} days'", f"t.round * {EVERY}"
    moved = {
        "number": "o.number || '-' || t.round", "code": "o.code || t.round", "root_id": "t.new", "status": "'archived'",
        "received_at": f"o.received_at - {earlier}", "registered_at": f"o.registered_at - {earlier}",
        "closed_at": f"o.received_at - {earlier} + interval '40 days'", "due_at": "NULL", "warn_at": "NULL",
    }  # fmt: skip
    own = {
        "demand": "o.demand || t.round || '次'",
        **{name: f"o.{name} - {days}" for name in ("accepted_on", "signed_on")},
    }
    clock = {
        **{name: f"o.{name} - {earlier}" for name in ("started_at", "warn_at", "expires_at", "black_at")},
        **{name: f"o.{name} - {days}" for name in ("raw", "rolled", "target")},
        "ended_at": f"coalesce(o.ended_at, o.expires_at, o.started_at) - {earlier}", "end": "'met'",
    }  # fmt: skip
    another = "CASE WHEN t.round % 10 = 0 THEN {0} ELSE {1} END"
    people = {
        "name": another.format("o.name", "o.name || chr(19968 + t.round)"),
        **{name: another.format(f"o.{name}", f"CASE WHEN o.{name} = '' THEN '' ELSE md5(o.{name} || t.round) END")
           for name in ("id_hash", "phone_hash")},
    }  # fmt: skip
    ids = "nextval(pg_get_serial_sequence('core_matter', 'id'))"
    twins = (
        f"CREATE TEMP TABLE twin AS SELECT matter_ptr_id AS old, round, {ids} AS new"  # noqa: S608 (fixed text)
        f" FROM petitions_petition, generate_series(1, {times}) round WHERE signed_on IS NOT NULL"
    )
    statements = (
        "SET session_replication_role = replica",  # no triggers: no history either
        twins,
        "ANALYZE twin",
        copy(Matter, "id", moved),
        copy(Petition, "matter_ptr_id", own),
        copy(Clock, "matter_id", clock),
        copy(Party, "matter_id", people),
        *(copy(model, "matter_id") for model in (Access, MatterText)),
        "SET session_replication_role = origin",
        "DROP TABLE twin",
        "SELECT petitions_compare(ARRAY(SELECT matter_ptr_id FROM petitions_petition))",  # as the triggers would have
        "VACUUM ANALYZE",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def addresses(month: Period) -> dict[str, Asked]:
    """A page of petitions after the same of cases."""
    one = Petition.objects.filter(status="to_serve").order_by("-pk")[0]
    lists = {
        "cases, open": "/cases/", "petitions, open": "/petitions/",
        "cases, all": "/cases/?view=all", "petitions, all": "/petitions/?view=all",
        "cases, to dispatch": "/cases/?view=dispatch", "petitions, to sort": "/petitions/?view=sorting",
        "cases behind a number": _behind("/cases/", "received", month),
        "petitions behind a number": _behind("/petitions/", "petition_received", month),
        "repeated petitions of a month": _behind("/petitions/", "petition_repeated", month),
        "search, a person": f"/search/?q={one.people.first().name}",
    }  # fmt: skip
    found = {name: Asked(url, ("director",), LIST) for name, url in lists.items()}
    found["a petition's page"] = Asked(f"/matters/{one.pk}/", ("director",), PAGE)
    lawful = f"/petitions/rule-of-law/?month={name_of(month)}"
    return found | {"duties of a month": Asked(lawful, ("director",), BOARD)}


def _behind(url: str, key: str, month: Period) -> str:
    return f"{url}?counted={key}&first={month.first}&last={month.last}"


def looked(kind: str, user: User) -> float:
    """What stands beside the form once a person who was here before is typed."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="core.accounts.backend.PostBackend")
    room = "petitions" if kind == "petition" else "cases"
    party = (
        Party.objects.filter(matter__kind=kind, role="applicant").exclude(phone_hash="").order_by("-pk")[0]
    )
    sent = {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-0-name": party.name, "people-0-phone": party.phone,
            "demand": "村口排水渠堵了，一下雨就淹，请镇里清理", "claims-TOTAL_FORMS": "0", "claims-INITIAL_FORMS": "0"}  # fmt: skip
    return min(pages.took(lambda: client.post(f"/{room}/register/look/", sent)) for _ in range(5))


def measure() -> None:
    today = timezone.localdate()
    month = month_before(Period.of_month(today.year, today.month))
    desk, clerk = (User.objects.get(username=name) for name in ("petition_officer", "receptionist"))
    tables = {
        "T1, T2 of cases": min(pages.took(lambda: of_cases.freeze(month, None)) for _ in range(3)),
        "T7, T8 of petitions": min(pages.took(lambda: standard_tables.freeze(month, None)) for _ in range(3)),
        "A person's history beside the form, cases": looked("case", clerk),
        "A person's history beside the form, petitions": looked("petition", desk),
    }
    print(tables, flush=True)
    found = turns.measure_all(addresses(month))
    total = (
        f"{Petition.objects.count():,} petitions beside {Matter.objects.filter(kind='case').count():,} cases."
    )
    more = (f"{name}: {took:.2f} s." for name, took in tables.items())
    written.write("petitions", (total, "", *written.at_one_size(found), "", *more))


def main() -> None:
    with pages.server():
        call_command("migrate", interactive=False, verbosity=0)
        sow(3000, pages.YEARS, 1, lambda words: None)
        multiply_cases(MANY - Matter.objects.filter(kind="case").count())
        seed()
        multiply(MANY * 10 // (SEEDED * 9))
        print("multiplied", flush=True)
        measure()


if __name__ == "__main__":
    main()
