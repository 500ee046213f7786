"""What is sealed is asked of every row: which closed labels it may act on (《信访工作条例》第三十条)."""

from copy import copy

import pytest

from core.models import Matter
from core.models.matter import CLOSED
from core.procedure.procedure import procedures
from core.values.moments import now
from core.workflow.perform import Act, look
from core.workflow.permissions import why_not
from tests.sweeps import world
from tests.sweeps.world import Standing, rows_of

standing = world.standing  # the fixture

ROWS = [
    (procedure, row)
    for procedure in procedures()
    for row in (procedure.workflow.opening, *procedure.workflow.transitions)
]


def test_every_row_states_the_compartments_that_it_may_act_on() -> None:
    unsaid = [f"{procedure.kind}.{row.name}" for procedure, row in ROWS if row.closed is None]
    assert unsaid == []
    assert all(row.closed <= CLOSED for _, row in ROWS if row.closed is not None)
    assert {str(label) for label in CLOSED} == {value for value in Matter.Compartment.values if value}


def test_a_row_refuses_what_its_compartments_do_not_name(db: None, standing: Standing) -> None:
    """Each row × each label: refused in a sentence that names the label, or says what to do instead; before any guard."""
    wrong = []
    for procedure in procedures():
        for row in rows_of(procedure):
            snapshot = look(copy(standing.matters[procedure.kind, min(row.sources)]), Act(None, now()))
            for label in CLOSED:
                snapshot.matter.compartment = label
                said = why_not(row, snapshot)
                words = (
                    row.words.instead
                    or f"按“{Matter.Compartment(label).label}”封闭的事项，不能办“{row.label}”。"
                )
                if (said == words) != (label not in (row.closed or ())):
                    wrong.append((procedure.kind, row.name, label, said))
    assert wrong == []


@pytest.mark.parametrize("name", ["to_mediation", "guide", "answer_on_spot", "merge"])
def test_an_accusation_goes_no_ordinary_way(db: None, standing: Standing, name: str) -> None:
    town = standing.town
    case = town.register("检举许长河收受好处", accusation=True)
    row = next(row for procedure, row in ROWS if procedure.kind == "case" and row.name == name)
    said = why_not(row, look(case, Act(town.director, now())))
    assert "检举控告" in said and said.endswith("。")


def test_no_paper_of_a_mediation_is_made_of_an_accusation() -> None:
    kinds = [kind for procedure in procedures() for kind in procedure.documents]
    of_mediation = [kind for kind in kinds if kind.key.startswith("mediation.")]
    assert of_mediation and all("accusation" not in kind.compartments for kind in of_mediation)
    sealed = Matter(compartment="accusation", kind="mediation", status="in_session")
    assert all("检举控告" in kind.why_not(sealed) for kind in of_mediation if not kind.statuses)
