"""How long the pages of mediators take with a hundred thousand mediations: `python -m bench.mediations`.

Six hundred are seeded, each with its case, and copied by SQL, a fortnight earlier each time, until there are so many.
Copies have people, mediators and rights of their own, and no history: the page of one is measured on a seeded one.
"""

from itertools import chain

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import pages, turns, written  # before all models: pages names the settings
from bench.copying import copy
from bench.turns import LIST, PAGE, Asked
from cases.models import Case
from core.models import Access, Matter, Party, User
from mediation.models import Assignment, Mediation
from tools.seed.sowing import sow

SEEDED, MANY = 6_000, 100_000  # cases, of which every tenth is mediated; mediations


def multiply(times: int) -> None:
    """Each mediation and its case `times` over, a fortnight apart."""
    ids = "nextval(pg_get_serial_sequence('core_matter', 'id'))"
    moved = {
        "number": "o.number || '-' || t.round",
        "code": "o.code || t.round",
        "received_at": "o.received_at - t.round * interval '14 days'",
        "root_id": "t.root",
        "parent_id": "nullif(t.root, t.new)",
    }
    pairs = (
        f"CREATE TEMP TABLE pair AS SELECT matter_ptr_id AS old, {ids} AS new, m.parent_id AS above, {ids} AS root, round"  # noqa: S608
        f" FROM mediation_mediation JOIN core_matter m ON m.id = matter_ptr_id, generate_series(1, {times}) round"
    )
    twins = (
        "CREATE TEMP TABLE twin AS SELECT above AS old, root AS new, root, round FROM pair"
        " UNION ALL SELECT old, new, root, round FROM pair"
    )
    bare = "SET session_replication_role = replica"  # no triggers: no history either
    statements = chain(
        (bare, pairs, twins, "ANALYZE twin"),
        (copy(Matter, "id", moved), copy(Case, "matter_ptr_id"), copy(Mediation, "matter_ptr_id")),
        (copy(model, "matter_id") for model in (Party, Access, Assignment)),
        ("SET session_replication_role = origin", "VACUUM ANALYZE"),
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def addresses(seeded: Mediation) -> dict[str, Asked]:
    year = timezone.localdate().year
    lists = {
        "register, a month": "/mediations/register/",
        "register, a year": f"/mediations/register/?year={year}&month=",
        "list, open": "/mediations/",
        "list, all": "/mediations/?view=all",
    }
    sheets = {
        "my day": "/day/",
        "a file's page": f"/matters/{seeded.pk}/dossier/",
        "a mediation's page": f"/matters/{seeded.pk}/",
        "work queue": "/queue/",
    }
    bars = {name: LIST if name in lists else PAGE for name in lists | sheets}
    return {name: Asked(url, pages.MEDIATING, bars[name]) for name, url in (lists | sheets).items()}


def main() -> None:
    with pages.server():
        call_command("migrate", interactive=False, verbosity=0)
        sow(SEEDED, pages.YEARS, 1, lambda words: None)
        head = User.objects.get(username="committee_head")
        seeded = Mediation.objects.filter(body__in=head.reach.units, status="performed").order_by("pk")[0]
        multiply(MANY // Mediation.objects.count())
        seen = Mediation.objects.visible_to(head).count()
        found = turns.measure_all(addresses(seeded))
        total = f"{Mediation.objects.count():,} mediations, of which the committee's people see {seen:,}."
    written.write("mediations", (total, "", *written.at_one_size(found)))


if __name__ == "__main__":
    main()
