"""T11: what was given is counted, on its day, by its way; each number opens its list."""

import copy
from datetime import date
from typing import Any

import pytest
import time_machine

from core.procedure.indicators import Period
from core.procedure.procedure import counting, indicators
from core.statistics.counting import table
from legal.models import Guide
from legal.standard_tables import ADVISED, CHECKED, SAT, SPREAD, T11, TABLES, services
from tests.legal.test_aid import WORKER, apply, send
from tests.legal.test_checkup import mend, reported
from tests.legal.test_consultation import ANSWER, ask
from tests.people import Town, moment

MAY = Period.of_month(2026, 5)


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def given_in_may(town: Town) -> Any:
    with time_machine.travel(moment("2026-05-20 16:00")):
        first = ask(town, at=moment("2026-05-06 09:00"), answer=ANSWER)
        ask(town, "电话里问：欠条丢了怎么办", at=moment("2026-05-07 09:00"), channel="phone", answer=ANSWER)
        ask(town, "还没有人答", at=moment("2026-05-08 09:00"))
        late = ask(town, "四月问的，五月答", at=moment("2026-04-30 16:00"))
        town.act(late, "answer", town.legal_officer, at=moment("2026-05-06 10:00"), answer=ANSWER)
        guide = Guide.objects.create(
            kind="notary", title="继承公证", source="县公证处窗口告知", source_on="2026-05-06"
        )
        for _ in range(2):
            town.act(first, "guide", town.receptionist, at=moment("2026-05-06 09:10"), guide=guide, helped="")
        for kind in ("claim", "other"):
            town.act(
                first,
                "write_paper",
                town.director,
                at=moment("2026-05-06 09:20"),
                kind=kind,
                title="退还押金",
            )
        send(town, apply(town, "2026-05-08 09:00", WORKER), date(2026, 5, 9))
    return first


def test_what_was_given_is_counted(town: Town) -> None:
    given_in_may(town)
    found = {key: row["month"] for key, row in TABLES.freeze(MAY, None)["T11"].items()}
    assert found == {
        "consulted": 3, "consulted_in_hall": 2, "consulted_by_phone": 1, "consulted_online": 0, "aid_checked": 1, "aid_sent": 1,
        "aid_granted": 0, "guided_notary": 1, "guided_forensic": 0, "guided_elsewhere": 0, "papers_written": 2,
        "checkups": 0, "checkup_risks": 0, "checkup_mended": 0,
        **dict.fromkeys((*SPREAD, *SAT, *ADVISED), 0),
    }  # fmt: skip
    assert services(MAY, {"tables": TABLES.freeze(MAY, None)}).startswith(
        "解答法律咨询3件，其中现场2件、电话1件；转交法律援助申请1件，协助公证1件，代写文书2份"
    )
    for key in T11:
        rows = indicators()[key].rows(counting()[key].model.objects.all(), MAY)
        assert rows.count() == (1 if key == "papers_written" else found[key]), key  # both are of one question


def test_check_ups_are_counted_by_enterprises_risks_and_what_was_mended(town: Town) -> None:
    made = reported(town)
    mend(town, made, 1, "2026-03-20 09:00")
    mend(town, made, 2, "2026-04-20 09:00")
    march, april = (Period.of_month(2026, month) for month in (3, 4))
    counted = [[table(CHECKED, month, None)[key]["month"] for key in CHECKED] for month in (march, april)]
    assert counted == [[1, 2, 1], [0, 0, 1]]
    assert "为1户企业作法治体检，列出风险点2个" in services(march, {"tables": TABLES.freeze(march, None)})
    assert (
        indicators()["checkup_risks"].rows(counting()["checkup_risks"].model.objects.all(), march).get().pk
        == made.pk
    )
