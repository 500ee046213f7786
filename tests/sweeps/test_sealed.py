"""Every row of every table: what an act changes, anywhere, has an entry in the same family; so it is no tampering."""

from core import facts, history
from core.procedures import procedures
from tests.sweeps import world
from tests.sweeps.world import Standing, do, performers, ready, rows_of

standing = world.standing  # the fixture


def test_whatever_an_act_changes_has_an_entry(db: None, standing: Standing) -> None:
    history.seal()
    assert list(history.verify()) == []
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
