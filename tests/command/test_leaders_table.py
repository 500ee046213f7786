"""T14: what leaders received and took charge of."""

from datetime import date, time
from uuid import uuid4

import pytest
import time_machine

from command import leaders_table
from core.models import Turn
from core.procedure.indicators import Period
from core.workflow.perform import open_matter
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
MARCH = Period.of_month(2026, 3)


def test_the_table_of_leaders_counts_what_they_received_and_took_charge_of(town: Town) -> None:
    """T14: each leader by name, each number its list; a day counts once however often somebody signed in."""
    on = moment("2026-03-09 09:05")
    with time_machine.travel(moment("2026-03-01 09:00"), tick=False):
        data = {
            "first": date(2026, 3, 9), "last": date(2026, 3, 10), "weekdays": range(5), "off": "skip", "places": ["接访室"],
            "begins": time(9), "ends": time(11), "people": [town.duty_leader, town.chief], "centre": town.centre, "town": town.town,
            "title": "领导接访",
        }  # fmt: skip
        roster = open_matter("reception", by=town.dispatcher, data=data, key=uuid4()).matter
        town.act(roster, "publish_roster", town.dispatcher)
    turn = Turn.objects.filter(matter=roster.pk).select_related("user").earliest("day")
    other = town.chief if turn.user == town.duty_leader else town.duty_leader
    with time_machine.travel(on, tick=False):
        town.act(roster, "sign_in", turn.user, turn=turn)
        case = town.register(head_count=3)
        town.act(case, "book_reception", town.receptionist, turn=turn)
        received = {"record": "渠堵了。", "opinion": "请村镇办清理。", "outcome": "answered"}
        town.act(case, "receive", town.receptionist, reception=case.receptions.get(), **received)
        frozen = leaders_table.freeze(MARCH, None)["T14"]
    keys = [number.key for number in leaders_table.numbers()]
    row = {key: frozen["rows"][str(turn.user.pk)][key] for key in ("days", *keys)}
    assert list(row.values()) == [1, 1, 3, 0, 0, 0, 0] == list(frozen["rows"][""].values())
    assert set(frozen["rows"][str(other.pk)].values()) == {0}
    assert [name for _, name in frozen["lines"]] == sorted(name for _, name in frozen["lines"])
    made = leaders_table.sheet("T14", MARCH, frozen, "", None)
    assert [line.label for line in made.rows][-1] == "合　计" and f"part={turn.user.pk}" in next(
        line for line in made.rows if line.label == turn.user.name
    ).cells[1].url
    assert leaders_table.named("", ["", "days"]) == "合计—接访日数"
