"""T3 to T6: identities over random histories by every split, every cell's list, a month counted by hand."""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Unit
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.statistics.counting import all_of, count, count_by, month_before, month_of, total
from mediation import narrative
from mediation import standard_tables as mediation_tables
from mediation.models import BodyProfile, Confirmation, Mediation, Prevented
from mediation.splits import words
from mediation.standard_tables import T3, TITLES
from reports import tables
from tests.people import SHANGHAI, Town, moment
from tests.reports import october

MONTH = month_of("2026-10")
BODIES = ("committee", "village", "studio")


@pytest.fixture(scope="module")
def founded(scene: Town) -> Town:
    """Three bodies, two of them of a kind that is written down, and the steps of the ladder."""
    town = scene
    call_command("load_reference", verbosity=0)
    for key, code, name in (("village", "T04", "桃坞村"), ("studio", "T09", "老顾调解工作室")):
        town.units[key] = Unit.objects.create(
            code=code, name=f"{name}调解", short_name=name, kind="mediation", area=town.taowu
        )
        BodyProfile.objects.create(unit=town.units[key], kind=key)
    return town


@pytest.fixture
def office(db: None, founded: Town) -> Town:
    return deepcopy(founded)


def row(town: Town, number: int, **facts: Any) -> Mediation:
    """A mediation as its verbs leave it, under a case of its own."""
    came = facts.pop("received_at")
    case = town.register(at=came, parties=[{"name": f"甲{number}"}, {"name": "乙", "role": "respondent"}])
    body = town.units[facts.pop("body", "committee")]
    given = {
        "kind": "mediation", "code": case.code, "number": f"M{number}", "root": case, "parent": case,
        "title": "题", "masked_title": "题", "area": case.area, "area_path": case.area_path, "holder_unit": body, "body": body,
        "first_contact": town.receptionist, "received_at": came, "facts": "渠", "dispute": "neighbour",
        "status": "in_session",
    }  # fmt: skip
    return Mediation.objects.create(**{**given, **facts})


# --- Random histories ----------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2026, 7, 1), datetime(2026, 11, 10)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=SHANGHAI)
)
FATES = ("applied", "accepted", "written", "oral", "performed", "archived", "ended", "ended_filed", "refused",
         "settled", "voided")  # fmt: skip
LIVES = st.lists(
    st.tuples(
        MOMENTS,
        st.sampled_from(FATES),
        st.lists(st.integers(0, 40 * 24), min_size=4, max_size=4),  # hours between the acts
        st.sampled_from(["neighbour", "land", "family"]),
        st.sampled_from(BODIES),
        st.sampled_from(["application", "court", "initiative"]),
        st.integers(1, 3),
    ),
    max_size=8,
)


def live(town: Town, lives: list[tuple[Any, ...]]) -> None:
    for number, (came, fate, hours, dispute, body, source, level) in enumerate(lives):
        moments, at = [], came
        for wait in hours:
            at = min(at + timedelta(hours=wait), october.NOW)
            moments.append(at)
        facts = {"received_at": came, "dispute": dispute, "body": body, "source": source}
        row(town, number, **facts, **_facts(fate, moments, level))


def _facts(fate: str, moments: list[datetime], level: int) -> dict[str, Any]:
    accepted, result, performed, filed = moments
    agreed = {"accepted_at": accepted, "agreed_at": result, "form": "written", "terms": "修好", "amount": 100,
              "effective_on": result.date()}  # fmt: skip
    done = {**agreed, "performed_on": performed.date()}
    ended = {"accepted_at": accepted, "ended_at": result, "end_reason": "no_agreement"}
    closing = {"closed_at": filed, "status": "archived"}
    return {
        "applied": {"status": "applied"},
        "accepted": {"accepted_at": accepted, "difficult": level == 1},
        "written": agreed,
        "oral": {**agreed, "form": "oral"},
        "performed": done,
        "archived": {**done, **closing},
        "ended": ended,
        "ended_filed": {**ended, **closing},
        "refused": {"refusal": "taken", "closed_at": accepted},
        "settled": {"settled_level": level, "closed_at": accepted},
        "voided": {"accepted_at": accepted, "voided_at": result, "closed_at": result},
    }[fate]


@given(lives=LIVES, months=st.integers(0, 4), length=st.integers(1, 5))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_must_hold_by_every_split(office: Town, lives: list[Any], months: int, length: int) -> None:
    last = month_before(month_of("2026-11"), months)
    period = Period(month_before(last, length - 1).first, last.last)
    with transaction.atomic():
        live(office, lives)
        asked = [(one.key, period) for one in by_kind()["mediation"].indicators]
        whole = total(count_by(all_of("mediation"), ("pk",), asked).values(), asked)
        assert_flow({key: whole[key, period] for key, _ in asked})
        assert_lists(asked, whole, period)
        for column, prefix in (("dispute", ""), ("body_id", "body-"), ("source", "source-")):
            groups = count_by(all_of("mediation"), (column,), asked)
            for (value,), found in groups.items():
                assert_flow({key: found[key, period] for key, _ in asked})
                for key in ("mediation_accepted", "mediation_agreed", "mediation_settled"):
                    listed = indicators()[key].rows(all_of("mediation"), period, f"{prefix}{value}")
                    assert listed.count() == found[key, period]
            summed = total(groups.values(), asked)
            assert summed == whole
        transaction.set_rollback(True)


def assert_flow(n: dict[str, int]) -> None:
    opening, accepted, agreed, ended, closing = (
        n[f"mediation_{key}"] for key in ("opening", "accepted", "agreed", "ended", "closing")
    )
    assert opening + accepted - agreed - ended == closing >= 0
    assert n["mediation_written"] + n["mediation_oral"] == agreed
    assert n["mediation_finished"] == agreed + ended
    assert n["mediation_difficult"] <= accepted


def assert_lists(asked: list[Any], counts: dict[Any, int], period: Period) -> None:
    """The list behind each number has as many rows, or their weights as sum."""
    for key, _ in asked:
        one = indicators()[key]
        listed = one.rows(all_of("mediation"), period)
        if one.weight == "amount":
            assert counts[key, period] == sum(listed.values_list("amount", flat=True))
        elif one.weight:
            assert counts[key, period] == 2 * listed.count()  # each has two parties
        else:
            assert counts[key, period] == listed.count(), key


@given(lives=LIVES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_months_follow_one_another_and_tables_agree(office: Town, lives: list[Any]) -> None:
    with transaction.atomic():
        live(office, lives)
        before, after = month_of("2026-09"), MONTH
        [closing, opening] = count(
            all_of("mediation"), [("mediation_closing", before), ("mediation_opening", after)]
        ).values()
        assert closing == opening
        found = json.loads(json.dumps(tables.frozen(after)))
        t3, t4, t5 = found["T3"][""], found["T4"]["rows"][""], found["T5"][""]
        assert t3 == t4 and t5.items() <= t3.items()
        for rows in (found["T3"], found["T5"]):
            assert (
                sum(row["mediation_accepted"] for part, row in rows.items() if part)
                == t3["mediation_accepted"]
            )
        bodies = {part: row for part, row in found["T4"]["rows"].items() if part.startswith("body-")}
        assert sum(row["mediation_closing"] for row in bodies.values()) == t3["mediation_closing"]
        assert list(tables.unlike(tables.flat(found), tables.flat(tables.frozen(after)))) == []
        transaction.set_rollback(True)


# --- A month counted by hand ------------------------------------------------------------------------------------


def tell(town: Town) -> None:
    """October: two agreed, one of them from September; one ended; one settled on the ladder; one filed."""
    at = moment("2026-10-12 09:00")
    agreed = {"form": "written", "terms": "修好", "agreed_at": at, "effective_on": at.date(), "amount": 6800}
    row(town, 1, received_at=moment("2026-09-20 09:00"), accepted_at=moment("2026-09-21 09:00"), body="village",
        source="court", **agreed)  # fmt: skip
    two = row(town, 2, received_at=at, accepted_at=at, **agreed, performed_on="2026-10-20", difficult=True,
              closed_at=moment("2026-10-30 09:00"), status="archived")  # fmt: skip
    for what, people in (("crime", 1), ("mass", 30)):
        Prevented.objects.create(matter=two, what=what, people=people, note="劝住了", at=at, by=town.mediator)
    row(
        town,
        3,
        received_at=at,
        accepted_at=at,
        end_reason="refused",
        ended_at=at,
        body="studio",
        dispute="land",
    )
    row(town, 4, received_at=at, settled_level=2, closed_at=moment("2026-10-15 09:00"), status="settled")
    row(town, 5, received_at=at, refusal="taken", closed_at=at, status="refused")
    row(town, 6, received_at=at, accepted_at=at, voided_at=at, closed_at=at, status="voided")
    row(town, 7, received_at=at, accepted_at=moment("2026-11-01 00:00"), source="police")
    Confirmation.objects.create(
        matter=two, court="法院", applied_on="2026-10-21", result="confirmed", decided_on="2026-10-28"
    )


def sheets() -> dict[str, Any]:
    return {one.key: one for one in tables.sheets(MONTH, tables.frozen(MONTH))}


def cells(of: Any, label: str, *heads: str) -> list[str]:
    line = next(line for line in of.rows if line.label == label)
    return [str(line.cells[list(of.heads).index(head) - 1]) for head in heads]


def test_tables_counted_by_hand(office: Town) -> None:
    tell(office)
    found = sheets()
    heads = ("期初", "受理", "成功", "终止", "期末", "履行", "司法确认", "疑难复杂")
    assert cells(found["T3"], "合　计", *heads) == ["1", "2", "2", "1", "0", "1", "1", "1"]
    assert cells(found["T3"], "山林土地", *heads[:5]) == ["0", "1", "0", "1", "0"]
    assert cells(found["T3L"], "调解员", "化解", "占比") == ["1", "100.0%"]
    assert cells(found["T3L"], "网格员", "化解") == ["0"]
    t4 = found["T4"]
    assert cells(t4, "桃坞村", *heads[:5]) == ["1", "0", "1", "0", "0"]
    assert cells(t4, "老顾调解工作室", *heads[:5]) == ["0", "1", "0", "1", "0"]
    assert [line.label for line in t4.rows] == ["桃坞村", "老顾调解工作室", "镇调委会", "合　计"]
    assert cells(found["T5"], "法院移送", "期初", "受理", "占比", "成功") == ["1", "0", "0.0%", "1"]
    assert cells(found["T5"], "公安机关移送", "受理", "期末") == ["0", "0"]
    assert [cells(found["T6"], label, "件", "人") for label in ("防止自杀", "防止民转刑", "防止群体性上访")] == [
        ["0", "0"], ["1", "1"], ["1", "30"],
    ]  # fmt: skip
    assert "不予受理1件" in found["T6"].note


def test_a_kind_of_several_bodies_has_its_own_line(office: Town) -> None:
    tell(office)
    BodyProfile.objects.create(unit=office.committee, kind="studio")
    t4 = sheets()["T4"]
    assert [(line.label, line.level) for line in t4.rows[:4]] == [
        ("桃坞村", 0), ("个人调解工作室", 0), ("镇调委会", 1), ("老顾调解工作室", 1),
    ]  # fmt: skip
    assert cells(t4, "个人调解工作室", "受理", "成功", "终止") == ["2", "1", "1"]


def test_every_cell_opens_a_list_of_as_many(office: Town, client: Client) -> None:
    tell(office)
    client.force_login(office.director)
    opened = 0
    found = sheets()
    for key in TITLES:
        of = found[key]
        for line in of.rows:
            for head, cell in zip(of.heads[1:], line.cells, strict=True):
                if not cell.url:
                    continue
                page = client.get(cell.url)
                assert page.status_code == 200, cell.url
                opened += 1
                if str(cell).isdigit() and head not in ("当事人", "人"):
                    assert f"共 {cell} 件" in page.content.decode(), (cell, cell.url)
    assert opened > 40
    for part in ("body-999999999", "body-x", "bodies-x", "source-x", "level-x", "x", "x-1"):
        address = f"/mediations/?counted=mediation_agreed&first=2026-10-01&last=2026-10-31&part={part}"
        assert client.get(address).status_code == 404, part


def test_the_words_of_the_month(office: Town) -> None:
    tell(office)
    said = narrative.disputes(MONTH, {"tables": tables.frozen(MONTH)})
    for words_ in ("受理纠纷2件", "调解成功2件", "履行完毕1件，司法确认1件", "梯次就地化解1件（调解员1件）",
                   "防止民转刑1件1人、防止群体性上访1件30人。"):  # fmt: skip
        assert words_ in said, (words_, said)


def test_a_month_without_any_says_so(office: Town) -> None:
    assert narrative.disputes(MONTH, {"tables": tables.frozen(MONTH)}).startswith("本月未受理")
    assert cells(sheets()["T3"], "合　计", "成功率", "金额") == ["—", "0.00"]


def test_one_query_counts_all_tables(office: Town) -> None:
    tell(office)
    with CaptureQueriesContext(connection) as queries:
        mediation_tables.frozen(MONTH, None)
    assert len(queries) <= 4


def test_a_report_of_earlier_times_prints_and_is_not_corrected_for_what_it_did_not_know(office: Town) -> None:
    tell(office)
    new = tables.frozen(MONTH)
    first = T3[: T3.index("mediation_performed")]
    old = {"T3": {part: {key: row[key] for key in first} for part, row in new["T3"].items()}}
    [printed] = tables.sheets(MONTH, old)
    assert cells(printed, "合　计", "受理", "履行") == ["2", "—"]
    assert list(tables.unlike(tables.flat(old), tables.flat({"T3": new["T3"]}))) == []
    old["T3"][""]["mediation_agreed"] = 9
    [key] = tables.unlike(tables.flat(old), tables.flat({"T3": new["T3"]}))
    assert tables.said(key, 9, 2) == "表3“合计—调解成功”原为9，现为2"


def test_corrections_name_table_and_row(office: Town) -> None:
    tell(office)
    part = f"body-{office.village.pk}"
    assert tables.said(f"T4/{part}/mediation_agreed", 1, 2) == "表4“桃坞村调解—调解成功”原为1，现为2"
    assert tables.said("T3L/level-2/mediation_settled", 0, 1) == "表3附“调解员—梯次化解”原为0，现为1"
    assert tables.said("T6//mediation_prevented_crime", 0, 1) == "表6“防止民转刑”原为0，现为1"
    assert words("level-9") == "第9级"
