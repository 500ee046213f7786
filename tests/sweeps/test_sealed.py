"""Every row of every table: what an act changes, anywhere, has an entry in the same family; so it is no tampering."""

from core.models import facts
from core.operations import verify_history
from core.procedure.procedure import procedures
from core.records import seals
from tests.sweeps import world
from tests.sweeps.world import Standing, do, performers, ready, rows_of

standing = world.standing  # the fixture


def test_whatever_an_act_changes_has_an_entry(db: None, standing: Standing) -> None:
    seals.seal()
    assert list(verify_history.verify()) == []
    wrong = []
    for procedure in procedures():
        for row in rows_of(procedure):
            with ready(standing.town, standing.matters[procedure.kind, min(row.sources)], row) as matter:
                user = next(performers(standing.town, matter, row), None)
                assert user, (procedure.kind, row.name)
                facts.take()
                do(standing.town, matter, row.name, user)
                wrong += [(procedure.kind, row.name, problem) for problem in facts.problems(0)]
    assert not wrong
