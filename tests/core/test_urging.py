"""催办: asked of those who have it in hand, owed by each unit, put up for supervision when nobody answers."""

import pytest
import time_machine

from core.models import Clock, Notice
from core.procedure.procedure import Procedure, procedures
from core.values.refused import Refused
from core.workflow.escalation import sweep
from tests.people import Town, moment

pytestmark = pytest.mark.django_db


def owed(matter: object) -> set[str]:
    return set(
        Clock.objects.running()
        .filter(matter=matter.pk, rule="core.urge")
        .values_list("unit__short_name", flat=True)  # type: ignore[attr-defined]
    )


def test_an_urge_is_answered_by_the_unit_or_put_up(town: Town) -> None:
    with time_machine.travel(moment("2026-03-10 09:00"), tick=False) as clockwork:
        case = town.hand_over(town.register())
        town.act(case, "urge", town.supervisor, words="请今天给准信。")
        assert owed(case) == {"村镇办"}
        with pytest.raises(Refused, match="没有待本单位答复"):
            town.act(case, "answer_urge", town.director, words="在办。")
        town.act(case, "urge", town.supervisor, words="请再催一遍。")
        assert Clock.objects.filter(matter=case.pk, rule="core.urge").count() == 1, "asked twice, owed once"
        town.act(case, "answer_urge", town.handler, words="明天办完。")
        assert owed(case) == set()
        assert Notice.objects.filter(user=town.supervisor, sentence__contains="催办已答复").exists()
        town.act(case, "urge", town.supervisor, words="明天到了。")
        Clock.objects.filter(matter=case.pk).exclude(rule="core.urge").delete()
        clockwork.move_to(moment("2026-03-12 08:30"))
        sweep()
        order = case.offspring.get()
        assert order.kind == "supervision" and order.status == "draft"
        assert "催办答复" in order.supervision.reason


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.kind)
def test_rosters_and_pay_sheets_are_not_urged_nor_put_up(procedure: Procedure) -> None:
    """Nobody outside waits for them; and what is put up by a term of its own has the row for it."""
    owes_nothing = procedure.kind in {
        "reception", "duty_roster", "hall_roster", "lawyer_roster", "mediation_pay", "lawyer_pay"
    }  # fmt: skip
    names = {row.name for row in procedure.workflow.transitions}
    assert procedure.urged is not owes_nothing
    if owes_nothing:
        assert names.isdisjoint({"urge", "answer_urge", "supervise"})
    acts = {step.acts for rule in procedure.clocks for step in rule.table if step.acts}
    assert acts <= names
