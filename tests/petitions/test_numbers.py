"""Numbers of petitions: a month counted by hand, what must hold in every month, and the silence about accusations."""

import difflib
import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from core.models import Clock, LocalTerm, Matter, Party
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.statistics.counting import all_of, count, month_before, month_of
from petitions import standard_tables
from petitions.models import Contact, Petition
from petitions.standard_tables import ACCUSATIONS, county, letters, ratio
from reports import monthly, tables
from tests.people import Town, moment
from tests.petitions.test_dates import register
from tests.reports import life

MONTH = month_of("2026-10")
DRAIN, STOP = "田间排水渠堵了，请镇里清理", "村口公交站没有雨棚，建议加一个"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(moment("2026-11-10 09:00"), tick=True):
        yield


def row(town: Town, number: int, came: str, who: str = "", demand: str = "", **facts: Any) -> Petition:
    """A petition as its verbs leave it. `who`: the petitioner, with a phone of his own."""
    at, area = moment(f"{came} 09:00"), facts.pop("area", town.taowu)
    made = Petition.objects.create(
        kind="petition", number=f"P{number}", title="题", masked_title="题", area=area, area_path=area.path,
        holder_unit=town.centre, first_contact=town.receptionist, received_at=at,
        demand=demand or f"第{number}件：{chr(0x4E00 + 97 * number)}{chr(0x5E00 + 89 * number)}的事",
        **{"code": f"C{number}", "channel": "visit", "kind_of": "appeal", "registered_at": at, "status": "accepted", **facts},
    )  # fmt: skip
    Matter.objects.filter(pk=made.pk).update(root=made.pk)
    name = who or f"信访人{number}"
    Party.objects.create(matter_id=made.pk, name=name, phone=f"199{sum(map(ord, name)) % 10**8:08}")
    return made


def ran(matter: Any, rule: str, started: str, raw: str, met: str = "", **more: Any) -> None:
    """A clock that ran so; met on a day, or not yet."""
    ended = {"ended_at": moment(f"{met} 16:00"), "end": "met"} if met else {}
    Clock.objects.create(
        matter_id=matter.pk, rule=f"petition.{rule}", label="期限", basis="依据", term="15C",
        started_at=moment(f"{started} 09:00"), raw=raw, **ended, **more,
    )  # fmt: skip


def tell(town: Town) -> dict[int, Petition]:
    """October of ten petitions, an accusation among them and one that was voided."""
    p: dict[int, Petition] = {}
    p[1] = row(
        town,
        1,
        "2026-10-03",
        "秦满仓",
        DRAIN,
        head_count=6,
        way="6",
        unit=town.works,
        accepted_on="2026-10-10",
    )
    p[2] = row(town, 2, "2026-10-05", demand=STOP, channel="letter", head_count=5, kind_of="suggestion")
    p[3] = row(
        town, 3, "2026-10-10", "秦满仓", "排水渠又堵了，请镇里清理田间", channel="letter", unit=town.farms
    )
    p[4] = row(town, 4, "2026-09-20", channel="net", unit=town.farms, rating_unit="good", rating_office="bad",
               rated_on="2026-10-10", backlog_on="2026-09-25", ended_on="2026-10-12")  # fmt: skip
    p[5] = row(town, 5, "2026-10-08", channel="phone", kind_of="", repeats_outside=2)
    p[6] = row(town, 6, "2026-10-09", "韩广林", channel="letter")
    row(town, 60, "2026-10-09", "韩广林", channel="letter", code="C6", kind_of="suggestion", split_from=p[6])
    p[7] = row(
        town,
        7,
        "2026-10-11",
        "秦满仓",
        DRAIN,
        compartment="accusation",
        kind_of="accusation",
        unit=town.works,
    )
    p[8] = row(
        town, 8, "2026-10-12", voided_at=moment("2026-10-12 10:00"), closed_at=moment("2026-10-12 10:00")
    )
    p[9] = row(town, 9, "2026-01-05", closed_at=moment("2026-10-15 09:00"), registered_at=moment("2026-10-20 09:00"),
               status="archived", late_before=True, rated_on="2026-11-05", rating_unit="bad", rating_office="good")  # fmt: skip
    p[10] = row(town, 10, "2026-10-25", facts=["above"], backlog_on="2026-10-28")
    ran(p[1], "notice", "2026-10-03", "2026-10-18", "2026-10-10")
    ran(p[1], "handle", "2026-10-10", "2026-12-09", "2026-10-30")
    ran(p[3], "notice", "2026-10-10", "2026-10-25", "2026-10-28")
    ran(p[3], "follow_up", "2026-10-05", "2026-10-20")
    shorter = LocalTerm.objects.create(rule="petition.notice", term="7C", basis="镇规定")
    ran(p[4], "notice", "2026-09-20", "2026-09-27", "2026-10-02", local=shorter)
    ran(p[4], "follow_up", "2026-10-01", "2026-10-16", "2026-10-10")
    ran(p[7], "sort", "2026-10-11", "2026-10-26")
    Contact.objects.create(
        matter=p[1], way="phone", words="约好上门", at=moment("2026-10-11 09:00"), by=town.handler
    )
    return p


def month(found: dict[str, Any]) -> dict[str, Any]:
    return {key.removeprefix("petition_"): one["month"] for key, one in found.items()}


BY_HAND = {
    "received": 6, "letters": 3, "joint": 1, "visits": 2, "visitors": 7, "groups": 1, "group_people": 6, "net": 0,
    "calls": 1, "fax": 0, "hall": 0, "first": 5, "repeated": 1, "revisits": 0, "first_in_form": 6, "first_anywhere": 4,
    "matters": 7, "suggestions": 2, "appeals": 4, "unsorted": 1, "accusations": 1, "above": 1, "opening": 2, "finished": 1,
    "closing": 8, "backlog_before": 1, "backlog_new": 1, "backlog_settled": 1, "backlog": 1,
}  # fmt: skip


def test_a_month_counted_by_hand(town: Town) -> None:
    tell(town)
    found = json.loads(json.dumps(tables.frozen(MONTH)))
    assert month(found["T7"]) == BY_HAND
    whole = {key.removeprefix("petition_"): value for key, value in found["T8"]["rows"][""].items()}
    assert (whole["to_tell"], whole["told"], whole["told_rate"]) == (3, 2, 0.6667)
    assert (whole["to_handle"], whole["handled"], whole["handled_rate"]) == (1, 1, 1.0)
    assert whole["late"] == 2, (
        "the notice of 3 was late, and so was an imported one; a shorter promise is no law"
    )
    assert (whole["answered"], whole["days"]) == (1, 27.0)
    assert (whole["to_rate"], whole["rated_in_time"], whole["unrated"], whole["rating_rate"]) == (
        2,
        1,
        1,
        0.5,
    )
    assert whole["content_rate"] == 1.0, "of those who were asked and answered"
    assert whole["county"] == 0.5, "(1 + 1) ÷ 2 × 1 ÷ 2"
    assert found["T8"]["lines"] == [
        ["unit-B01", "村镇办"],
        ["unit-B02", "农业农村办"],
        ["unit-none", "没有交承办单位的"],
    ]
    rates = found["T8A"]
    assert (
        rates["petition_contact_rate"]["month"] == 100.0
        and rates["petition_content_office_rate"]["month"] == 0.0
    )
    assert (
        rates["初次平均受理周期（天）"]["month"] == 7.0 and rates["初次平均答复周期（天）"]["month"] == 27.0
    )
    assert rates["petition_repeat_rate"]["month"] == 100.0
    # once late, in one month only; rated after it was closed, it is counted all the same
    november = month_of("2026-11")
    asked = [(f"petition_{key}", november) for key in ("late", "to_tell", "rated", "content_rate")]
    late, to_tell, rated, content = count(all_of("petition"), asked).values()
    assert (late, to_tell, rated, content) == (0, 0, 1, 0)


def test_rates_over_nothing_have_a_dash_and_ratios_four_decimals(town: Town) -> None:
    assert ratio(1, 0) is None and ratio(2, 3) == 0.6667 and ratio(1, 32) == 0.0313
    assert county(0, 0, 0, 0) is None and county(1, 1, 1, 2) == 0.5
    row(town, 1, "2026-10-03")
    found = {one.key: one for one in tables.sheets(MONTH, tables.frozen(MONTH))}
    shown = {line.label: [str(cell) for cell in line.cells] for line in found["T8A"].rows}
    assert shown["按期办结率"] == ["—"] * 6 and shown["县考核口径满意率"] == ["—"] * 6
    assert [str(cell) for cell in found["T8"].rows[-1].cells][6:10] == ["—"] * 4


def test_rates_are_compared_in_points(town: Town) -> None:
    for number, (came, raw, met) in enumerate((("09-01", "09-16", "09-20"), ("10-01", "10-16", "10-10")), 1):
        ran(row(town, number, f"2026-{came}"), "notice", f"2026-{came}", f"2026-{raw}", f"2026-{met}")
    [sheet] = [one for one in tables.sheets(MONTH, tables.frozen(MONTH)) if one.key == "T8A"]
    assert [str(cell) for cell in sheet.rows[0].cells] == ["100.0%", "0.0%", "+100.0点", "—", "—", "50.0%"]


def some(town: Town, seed: int) -> None:
    """Sixty petitions at random over five months."""
    chance = random.Random(seed)
    made: list[Petition] = []
    for number in range(60):
        came = date(2026, 6, 10) + timedelta(days=chance.randrange(150))
        days = sorted(chance.randrange(100) for _ in range(3))
        later = [min(came + timedelta(days=more), date(2026, 11, 9)) for more in days]
        facts: dict[str, Any] = {
            "channel": chance.choice(Petition.Channel.values), "kind_of": chance.choice(["", "suggestion", "appeal"]),
            "head_count": chance.choice([1, 1, 5, 9]), "unit": chance.choice([None, town.works, town.farms]),
            "area": chance.choice([town.taowu, town.songling]), "repeats_outside": chance.choice([0, 0, 1]),
        }  # fmt: skip
        if made and chance.random() < 0.3:
            facts["repeats"] = chance.choice(made)
        if made and chance.random() < 0.2:
            letter = chance.choice(made)
            facts |= {"split_from": letter, "code": letter.code}
        if chance.random() < 0.5:
            facts["closed_at"] = moment(f"{later[2]} 09:00") + timedelta(hours=12)
        if chance.random() < 0.4:
            facts |= {"backlog_on": later[0], "ended_on": later[1] if chance.random() < 0.6 else None}
        if chance.random() < 0.2:
            facts |= {"compartment": "accusation", "kind_of": "accusation"}
        made.append(
            row(
                town,
                number,
                f"{came}",
                f"人{chance.randrange(30)}",
                chance.choice([DRAIN, STOP, ""]),
                **facts,
            )
        )
        ran(
            made[-1],
            "notice",
            f"{came}",
            f"{came + timedelta(days=15)}",
            f"{later[0]}" if chance.random() < 0.8 else "",
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_hold_in_every_month_and_each_number_lists_as_many(town: Town, seed: int) -> None:
    some(town, seed)
    numbers = by_kind()["petition"].indicators
    spans = [month_before(month_of("2026-11"), back) for back in range(6)] + [
        Period(date(2026, 1, 1), date(2026, 11, 30))
    ]
    for period in spans:
        found = {
            key: n
            for (key, _), n in count(all_of("petition"), [(one.key, period) for one in numbers]).items()
        }
        n = {key.removeprefix("petition_"): value for key, value in found.items()}
        assert sum(n[key] for key in ("letters", "visits", "net", "calls", "fax", "hall")) == n["received"]
        assert (
            n["first"] + n["repeated"] == n["received"]
            and n["first_anywhere"] <= n["first"] <= n["first_in_form"]
        )
        assert n["suggestions"] + n["appeals"] + n["unsorted"] == n["matters"]
        assert n["opening"] + n["matters"] - n["finished"] == n["closing"]
        assert n["backlog_before"] + n["backlog_new"] - n["backlog_settled"] == n["backlog"]
        assert n["told"] <= n["to_tell"]
        for one in numbers:
            if not one.weight and not one.share_of:
                assert one.rows(all_of("petition"), period).count() == n[one.key.removeprefix("petition_")], (
                    one.key
                )
            if one.key != ACCUSATIONS:
                assert not one.rows(Petition.objects.filter(compartment="accusation"), period).exists(), (
                    one.key
                )
        parted = standard_tables.freeze(period, None)["T8"]["rows"] if period in spans[:2] else {}
        for key in ("petition_to_tell", "petition_late"):
            assert sum(one[key] for part, one in parted.items() if part) == parted.get("", {key: 0})[key]
    asked = [(f"petition_{name}", period) for period in spans[:6] for name in ("to_tell", "late")]
    months = count(all_of("petition"), asked)
    year = count(all_of("petition"), [("petition_late", spans[-1])])
    assert (
        sum(n or 0 for (key, _), n in months.items() if key == "petition_late")
        == year["petition_late", spans[-1]]
    )


def test_the_year_is_parted_by_field(town: Town, client: Client) -> None:
    """41(1): 信访事项涉及领域, as it was sorted; what was sorted before that has a line of its own."""
    row(town, 1, "2026-10-05", field="10")
    row(town, 2, "2026-10-06", field="15")
    row(town, 3, "2026-10-07", field="15")
    row(town, 4, "2026-10-08")
    row(town, 5, "2026-10-09", field="10", compartment="accusation")
    lines = tables.frozen(MONTH)["T7Y"]
    fields = [line[2:] for line in lines if line[2].startswith("field-")]
    assert fields == [["field-10", 1, 1], ["field-15", 2, 2], ["field-none", 1, 1]]
    [sheet] = [one for one in tables.sheets(MONTH, tables.frozen(MONTH)) if one.key == "T7Y"]
    labels = [line.label for line in sheet.rows]
    assert [one for one in labels if "农村农业" in one] == [
        "领域：农村农业"
    ]  # a field beside a unit of nearly that name
    client.force_login(town.director)
    address = "/petitions/?counted=petition_matters&first=2026-10-01&last=2026-10-31&part=field-15"
    assert "共 2 件" in client.get(address).content.decode()


def test_every_cell_opens_a_list_of_as_many(town: Town, client: Client) -> None:
    tell(town)
    client.force_login(town.director)
    opened = 0
    for sheet in tables.sheets(MONTH, tables.frozen(MONTH)):
        if sheet.key not in standard_tables.TITLES:
            continue
        for line in sheet.rows:
            for cell in line.cells:
                if not cell.url or "accusations" in cell.url:
                    continue
                page = client.get(cell.url)
                assert page.status_code == 200, cell.url
                opened += 1
                key = re.search(r"counted=(\w+)", cell.url)[1]  # type: ignore[index]
                if not indicators()[key].weight and str(cell).isdigit():
                    assert f"共 {cell} 件" in page.content.decode(), (line.label, cell, cell.url)
    assert opened > 60
    for part in ("unit-x", "way-7", "field-77", "x", "unit-"):
        address = f"/petitions/?counted=petition_matters&first=2026-10-01&last=2026-10-31&part={part}"
        assert client.get(address).status_code == 404, part


def test_whose_repeats_what_by_scope(town: Town) -> None:
    """By phone and like words, by a link, over several steps; not by another matter of the same person, nor by another's."""
    one = row(town, 1, "2026-10-01", "秦满仓", DRAIN)
    row(town, 2, "2026-10-02", "秦满仓", STOP)
    row(town, 3, "2026-10-03", "罗春梅", DRAIN)
    row(town, 4, "2026-10-04", "秦满仓", f"{DRAIN}。已经说过一次。", channel="net")
    linked = row(town, 5, "2026-10-05", "苏雨晴", "另一种说法", channel="letter", repeats=one)
    row(town, 6, "2026-10-06", "方立新", "再换一种说法", repeats=linked)
    row(town, 7, "2026-10-07", "顾小蕾", repeats_outside=1)

    def of(key: str) -> set[str]:
        return set(
            indicators()[f"petition_{key}"].rows(all_of("petition"), MONTH).values_list("number", flat=True)
        )

    assert of("repeated") == {"P4", "P5", "P6"}
    assert of("first_in_form") == {"P1", "P2", "P3", "P4", "P5", "P7"}, "6 came by a visit, as 1 did"
    assert of("first_anywhere") == {"P1", "P2", "P3"}


def of_town(town: Town) -> dict[str, Any]:
    """What the report freezes, without the one row."""
    found = json.loads(json.dumps(monthly.frozen(MONTH)))
    found["tables"]["T7"].pop(ACCUSATIONS)
    return found


def test_an_accusation_moves_no_cell_but_its_own(town: Town, client: Client) -> None:
    """The accused signs the month's report: with the accusation or without it he reads the same, and no list opens it."""
    others = [{"words": DRAIN, "kind_of": "appeal"}, {"words": STOP, "kind_of": "suggestion"}]
    accuses = {"words": f"孟德顺收受礼品：{DRAIN}", "kind_of": "accusation"}
    accused = {"accusation": True, "accused": [{"name": "孟德顺", "unit": town.government}]}
    seen = []
    for claims, more in ((others, {}), ([accuses, *others], accused)):
        with transaction.atomic():
            if more:
                sealed = register(town, "2026-10-02 09:00", claims=[accuses], **accused)
                register(town, "2026-10-03 09:00", demand=f"孟德顺收受礼品：{DRAIN}", **accused)
            made = register(town, "2026-10-12 09:00", claims=claims, **more)
            found = tables.frozen(MONTH)["T7"][ACCUSATIONS]
            assert found["month"] == (3 if more else 0) and found["mom"] is None
            client.force_login(town.chief)
            lists = [
                re.search(
                    r"共 [\d,]+ 件|没有",
                    client.get(
                        f"/petitions/?counted={key}&first=2026-10-01&last=2026-10-31"
                    ).content.decode(),
                )[0]  # type: ignore[index]
                for key in (ACCUSATIONS, "petition_received", "petition_matters", "petition_first")
            ]
            if more:
                assert client.get(f"/matters/{sealed.pk}/").status_code == 404
                assert made.number not in client.get("/petitions/?view=all").content.decode()
            sheets = [
                one for one in tables.sheets(MONTH, tables.frozen(MONTH)) if one.key in ("T8", "T8A", "T7Y")
            ]
            seen.append((of_town(town), lists, [[line.cells for line in one.rows] for one in sheets]))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert seen[0][0]["tables"]["T7"]["petition_received"]["month"] == 1, (
        "one letter, however many parts are open"
    )
    assert seen[0][0]["tables"]["T7"]["petition_matters"]["month"] == 2


def test_the_accused_signs_the_month_and_at_no_act_reads_of_it(town: Town, client: Client) -> None:
    """Drafted, checked, sent back by him, signed, issued, printed: with the accusation or without, his page, his desk, his
    notices and the paper say the same, but for the one row.
    """
    accused = {"accusation": True, "accused": [{"name": "孟德顺", "unit": town.government}]}
    told: list[list[Any]] = []
    for more in ({}, accused):
        with transaction.atomic():
            register(town, "2026-10-12 09:00")
            if more:
                register(town, "2026-10-03 09:00", demand=f"孟德顺收受礼品：{DRAIN}", **more)
            told.append(list(_signs(town, client)))
            transaction.set_rollback(True)
    assert len(told[0]) == 6
    for without, with_it in zip(*told, strict=True):
        differ = difflib.ndiff(str(without).split(), str(with_it).split())
        assert not [word for word in differ if word[0] in "+-"], without[0]


def _signs(town: Town, client: Client) -> Iterator[tuple[Any, ...]]:
    """What the accused reads after each act of the report."""
    client.force_login(town.chief)
    facts = monthly.frozen(MONTH)
    report = life.drafted(town, "2026-10")
    acts: list[tuple[str, Any, dict[str, Any]]] = [
        ("submit", town.supervisor, {"checker": town.director, "note": ""}),
        ("check", town.director, {"signer": town.chief, "note": "", "facts": facts}),
        ("send_back", town.chief, {"reason": "重点不突出"}),
        ("submit", town.supervisor, {"checker": town.director, "note": ""}),
        ("check", town.director, {"signer": town.chief, "note": "", "facts": facts}),
        ("sign_off", town.chief, {"note": ""}),
        ("issue", town.supervisor, {}),
    ]
    for name, by, data in acts:
        report = town.act(report, name, by, **data).matter
        if (name, report.status) == ("submit", "submitted"):
            continue  # he has not got it yet
        pages = [
            client.get(page).content.decode()
            for page in (f"/matters/{report.pk}/", "/", "/queue/", "/notices/")
        ]
        assert all("检举" not in page.replace("检举控告", "") for page in pages)
        notices = list(town.chief.notices.order_by("pk").values_list("sentence", flat=True))
        yield name, [_read(page, report) for page in pages], notices
    printed = _read(str(monthly.paper(type(report).objects.get(pk=report.pk))), report)
    yield re.sub(r"检举控告(?:(?!cells=).)*cells=\[.*?\]", "", printed), report.signed_by


def _read(page: str, report: Any) -> str:
    """The words of a page, without the row of T7 and what is new each time."""
    words = re.sub(
        r"<script.*?</script>|<tr[^>]*>(?:(?!</tr>).)*检举控告.*?</tr>|<[^>]+>", " ", page, flags=re.DOTALL
    )
    words = words.replace(monthly.fingerprint(report.facts), "…")
    # Its code: the day's serial counts all that came in before.
    words = re.sub(r"SX990121[ \d]+X?|\d{4}-\d{4}X?", "…", words)
    return re.sub(r"\s+", " ", words)


def test_fewer_than_three_accusations_are_compared_with_no_month_and_counted_in_no_village(
    town: Town,
) -> None:
    for number, came in enumerate(["2026-09-03"] * 3 + ["2026-10-04"] * 2, 1):
        row(town, number, came, compartment="accusation", kind_of="accusation")
    found = standard_tables.freeze(MONTH, None)["T7"][ACCUSATIONS]
    assert (found["month"], found["last_month"], found["mom"], found["yoy"]) == (2, None, None, None)
    assert found["ytd"] is None, "less this month it would be September's"
    row(town, 9, "2026-10-05", compartment="accusation", kind_of="accusation")
    found = standard_tables.freeze(MONTH, None)["T7"][ACCUSATIONS]
    assert (found["last_month"], found["ytd"]) == (3, 6)
    assert ACCUSATIONS not in standard_tables.freeze(MONTH, town.taowu)["T7"]
    assert not [key for key in tables.flat(tables.frozen(MONTH)) if "accusation" in key], (
        "no correction tells of one"
    )
    assert indicators()[ACCUSATIONS].split is None
    assert "检举" not in letters(MONTH, {"tables": tables.frozen(MONTH)})


def test_the_words_of_the_month_and_of_each_number(town: Town) -> None:
    assert letters(MONTH, {"tables": tables.frozen(MONTH)}) == ""
    tell(town)
    said = letters(MONTH, {"tables": tables.frozen(MONTH)})
    for told in ("收到信访6件（批）：来访2批7人次（其中集体访1批6人次）、来信3件、来电1件；初次5件，重复1件。",
                 "按期受理告知率66.7%", "超过法定期限2件。"):  # fmt: skip
        assert told in said, (told, said)
    for number in by_kind()["petition"].indicators:
        assert number.definition.endswith("。"), number.key
    assert tables.said("T8/unit-B01/petition_to_tell", 1, 2) == "表8“村镇办—应告知”原为1，现为2"
    assert tables.said("T7/petition_received", 1, 2) == "表7“信访总量”原为1，现为2"
