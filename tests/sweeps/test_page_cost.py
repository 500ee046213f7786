"""What the page of a matter asks of the database, wherever the matter stands."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import Matter
from tests.sweeps import world
from tests.sweeps.world import Standing

standing = world.standing  # the fixture

MOST = 12
# What more some ask: the look that is logged, visits and help, which no JSON may hold; files of the matter above; a meeting's agenda.
MORE = {"care": 14, "aid_request": 13, "office_meeting": 18}


def test_no_page_of_a_matter_asks_more_than_twelve_queries(
    db: None, standing: Standing, client: Client
) -> None:
    """As the first of the cast who may read it; asked twice, for the first fills what a process keeps."""
    more = []
    for (kind, status), matter in standing.matters.items():
        own = Matter.objects.filter(pk=matter.pk)
        users = standing.town.users.values()
        client.force_login(next(one for one in users if own.visible_to(one).exists()))
        client.get(f"/matters/{matter.pk}/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/matters/{matter.pk}/").status_code == 200
        if len(asked) > MORE.get(kind, MOST):
            more.append((kind, status, len(asked), [one["sql"][:60] for one in asked]))
    assert more == [], "\n".join(map(str, more))
