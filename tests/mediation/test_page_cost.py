"""A mediation's page costs the same at every step of its way, whatever hangs on it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.lists.prefetch import gather
from core.procedure.procedure import by_kind, procedures
from mediation.models import Mediation
from tests.mediation import files
from tests.people import Town

S = Mediation.Status
PARTIES = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]


def whole(town: Town, status: str) -> Mediation:
    return files.whole(town, town.register(parties=[dict(one) for one in PARTIES]), status)


@pytest.mark.parametrize("status", [S.IN_SESSION, S.EFFECTIVE, S.PERFORMED, S.ENDED])
def test_a_mediation_s_page_asks_eleven_queries_at_most(town: Town, client: Client, status: str) -> None:
    made = whole(town, status)
    for reader in (town.mediator, town.committee_head):
        client.force_login(reader)
        for url in (f"/matters/{made.pk}/", f"/matters/{made.pk}/dossier/"):
            client.get(url)  # the calendar is read once a process
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            assert len(asked) <= 11, "\n".join(query["sql"][:150] for query in asked)


def test_what_is_gathered_is_what_asking_for_each_would_have_found(town: Town) -> None:
    made = whole(town, S.PERFORMED)
    at_once, one_by_one = (Mediation.objects.get(pk=made.pk) for _ in range(2))
    names = by_kind()["mediation"].gathers
    gather(at_once, names)
    filled = 0
    for name in ("documents", "attachments", *names):
        rows = [
            getattr(one, name, None) if name == "confirmation" else list(getattr(one, name).all())
            for one in (at_once, one_by_one)
        ]
        for got, there in zip(*(row if isinstance(row, list) else [row] for row in rows), strict=True):
            assert type(got) is type(there)
            if there is not None:
                filled += 1
                for field in there._meta.concrete_fields:
                    assert getattr(got, field.attname) == getattr(there, field.attname), (name, field.name)
    assert filled > 15
    agents = [row for party in at_once.people for row in party.represented_by.all()]
    assert [(row.powers(), row.given_on, row.representative.name) for row in agents] == [
        ("代为陈述；代为领取款物", files.AT.date(), "秦满仓")
    ]
    # Nothing of it is asked again.
    with CaptureQueriesContext(connection) as asked:
        assert (
            at_once.sessions.count()
            and at_once.instalments.exists()
            and at_once.sessions.all()[0].kept_by.name
            and [row.words for party in at_once.people for row in party.represented_by.all()]
        )
    assert not asked.captured_queries


def test_only_what_the_database_can_read_is_gathered() -> None:
    """Encrypted columns are opened by a query of their own, never through JSON."""
    for procedure in procedures():
        for rel in procedure.model._meta.related_objects:
            if rel.get_accessor_name() in ("documents", "attachments", *procedure.gathers):
                for field in rel.related_model._meta.concrete_fields:
                    plain = not hasattr(field, "from_db_value") or field.get_internal_type() == "JSONField"
                    assert plain, (rel, field)
