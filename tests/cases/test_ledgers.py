"""Registers as offices keep them (tests/data/ledgers, invented): each file with the values that are right."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.categories import load
from cases.importer import COLUMNS
from cases.models import Case
from core.exchange.cells import folded, says_nothing
from core.exchange.import_table import read_table
from core.models import Matter, Party
from core.values.screen_formats import when
from tests.people import Town
from tests.people import moment as office

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
MAPPING = {  # what a clerk answers, where a file asks
    "08_12345_18_columns.csv": '["词语"."来源"]\n"市民APP" = "网络"\n',
    "10_two_names.xlsx": '"收到时间" = "来访时间"\n"诉求" = "诉求"\n"姓名" = "来访人"\n"电话" = "联系电话"\n'
    '"答复意见" = "答复意见"\n"答复时间" = "答复时间"\n',
    "33a_mapping_first.xlsx": '"收到时间" = "时间"\n"答复意见" = "备注"\n',
}


@pytest.fixture(scope="module")
def loaded(scene: Town) -> Town:
    load()
    return scene


@pytest.fixture
def town(db: None, loaded: Town) -> Town:
    return deepcopy(loaded)


def bring(name: str, mapping: str = "", tmp_path: Path | None = None, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    if mapping:
        assert tmp_path is not None
        options["mapping"] = tmp_path / "mapping.toml"
        options["mapping"].write_text(mapping, encoding="utf-8")
    given = {"json": True, "stdout": out, "stderr": io.StringIO(), **options}
    call_command("import_matters", "case", str(LEDGERS / name), **given)
    return json.loads(out.getvalue())


def case(number: str) -> Case:
    return Case.objects.get(source_number=f":{number}")


def names(found: Case) -> list[tuple[str, str]]:
    return [(party.name, party.role) for party in found.parties.all()]


def detail(found: Case) -> dict[str, Any]:
    return found.history.order_by("seq").select_related("detail").first().detail.values


def two_line_header(town: Town, report: dict[str, Any]) -> None:
    one, two, three = Case.objects.order_by("pk")
    person = one.parties.get()
    assert (person.name, person.phone, person.id_number) == ("陶根发", "19900000013", "990121195505050310")
    assert (one.status, one.answer, one.answered_at) == ("finished", "已调解达成一致", office("2026-01-08"))
    assert (two.answer, two.answered_at) == ("已改沟", office("2026-01-09"))
    assert (three.status, three.parties.get().name) == ("registered", "顾小蕾")
    assert one.area == town.taowu and "涉及金额：3万元" in detail(one)["source_columns"]


def merged_people(town: Town, report: dict[str, Any]) -> None:
    for number in ("A1", "A2", "A3"):
        found = case(number)
        assert names(found) == [("陶根发", "applicant")] and found.parties.get().phone == "19900000013"
        assert (found.area, found.channel) == (town.taowu, "visit")


def months(town: Town, report: dict[str, Any]) -> None:
    assert sorted(Case.objects.values_list("source_number", flat=True)) == [
        f":{number}" for number in ("1-1", "2-1", "2-2", "3-1", "3-2", "3-3")
    ]


def hidden_sheet(town: Town, report: dict[str, Any]) -> None:
    assert Case.objects.get() == case("新1")


def people(town: Town, report: dict[str, Any]) -> None:
    lost = {one["row"]: one["reason"] for one in report["refused"]}
    assert "第 18 位应为 0，现为 X" in lost.pop(26)
    assert set(lost) == {21, 22, 23} and all("丢了末几位" in why for why in lost.values())
    for place in (2, 3, 4, 5, 15, 17):
        assert case(f"P{place}").parties.get().phone == "19900000013", place
    for place in (6, 7, 8, 16):  # more than one number, or words beside it
        person = case(f"P{place}").parties.get()
        assert person.phone == "19900000013" and person.contact_through.startswith("原表电话：199"), place
    for place in (1, 10, 11):
        person = case(f"P{place}").parties.get()
        assert not person.phone and person.contact_through.startswith("原表电话："), place
    assert case("P9").parties.get().phone == "0999-1234567"
    for place in (12, 13, 14, 23):
        assert case(f"P{place}").parties.get().contact_through == "", place
    for place in (18, 19, 26):
        assert case(f"P{place}").parties.get().id_number == "990121195505050310", place
    assert case("P24").parties.get().contact_through == "原表证件号码：990121550505031"
    assert names(case("P27")) == names(case("P28")) == [("陶根发", "applicant"), ("顾小蕾", "applicant")]
    assert names(case("P29")) == [("陶根发", "applicant")] and case("P29").head_count == 12
    assert detail(case("P29"))["source_name"] == "陶根发等12人"
    assert case("P30").parties.get().is_organisation
    assert not Party.objects.filter(matter__in=[case(f"P{place}") for place in range(31, 36)]).exists()
    assert (case("P36").parties.get().name, case("P36").parties.get().sex) == ("陶根发", "1")
    assert names(case("P37")) == [("陶根发", "applicant")]
    for place in (38, 39):
        assert names(case(f"P{place}")) == [("陶根发", "applicant"), ("顾小蕾", "respondent")], place


def four_people(town: Town, report: dict[str, Any]) -> None:
    assert (report["stored"], report["existing"]) == (4, 0)
    assert sorted(Party.objects.values_list("name", flat=True)) == sorted(
        ["陶根发", "顾小蕾", "沈阿妹", "柏春生"]
    )


def forty_people(town: Town, report: dict[str, Any]) -> None:
    assert (report["stored"], report["existing"], Party.objects.count()) == (40, 0, 40)


def closed_without_words(town: Town, report: dict[str, Any]) -> None:
    closed = {
        number: timezone.localtime(case(number).closed_at).date().isoformat()
        for number in ("C1", "C2", "C6", "C7")
    }
    assert closed == {"C1": "2025-01-08", "C2": "2025-01-08", "C6": "2025-01-06", "C7": "2025-01-06"}
    assert [case(number).answer for number in ("C1", "C2", "C6", "C7")] == ["", "", "不予受理", ""]
    for number, words in (("C3", "正在办理 2025-01-08"), ("C4", "否 2025-02-08"), ("C5", "未办结")):
        found = case(number)
        assert (found.status, found.answer, found.closed_at) == ("registered", "", None)
        assert detail(found)["source_course"] == words


def county_hotline(town: Town, report: dict[str, Any]) -> None:
    one, two = case("XS260105000123"), case("XS260105000124")
    assert (one.channel, one.title, one.demand) == ("hotline", "路灯不亮", "桃坞村三组路灯不亮，夜里看不见")
    assert (one.received_at, one.status, one.answer) == (office("2026-01-05 09:30"), "finished", "已更换灯泡")
    assert one.answered_at is None and not one.clocks.exists()  # the file does not know the day
    assert (two.channel, two.status, two.parties.get().phone) == ("net", "registered", "19900000021")
    assert (
        "办理单位：农业农村办公室" in detail(one)["source_columns"]
        and detail(one)["source_state"] == "已办结"
    )
    assert "承诺完成时间：2026-01-12 18:00:00" in detail(one)["source_columns"]


def two_names(town: Town, report: dict[str, Any]) -> None:
    found = Case.objects.get()
    assert (found.received_at, found.answer) == (office("2026-01-05 10:00"), "已更换灯泡")
    person = found.parties.get()
    assert (person.name, person.phone) == ("陶根发", "0999-1234567")
    for words in (
        "登记时间：2026-01-12 09:00",
        "姓名：经办人王某",
        "内容：另一列的详细内容",
        "电话：199****0013",
    ):
        assert words in detail(found)["source_columns"]


def other_town(town: Town, report: dict[str, Any]) -> None:
    assert (case("Z1").area, case("Z1").place) == (town.town, "云桥镇 桃坞村")


def one_row(town: Town, report: dict[str, Any]) -> None:
    assert (report["read"], report["stored"], Case.objects.get().demand) == (1, 1, "路灯不亮")


def shown_otherwise(town: Town, report: dict[str, Any]) -> None:
    assert names(case("00012")) == [("未留姓名", "applicant")] and case("00012").title == "15%"
    changed = Case.objects.get(demand="编号 3-5 被变成日期")
    assert changed.source_number == "" and detail(changed)["source_date"] == "2026-03-05"
    assert any("改成了日期" in note for note in report["notes"])


def odd_signs(town: Town, report: dict[str, Any]) -> None:
    for found in Case.objects.all():
        texts = [found.title, found.demand, *found.parties.values_list("name", flat=True)]
        assert not any(sign in text for text in texts for sign in ("_x000D_", "\u202e", "\u200b", "\ufeff"))
    assert sorted(Party.objects.values_list("name", flat=True)) == sorted(["陶根发", "王小明"])
    assert "第一行\n第二行" in Case.objects.get(source_number=":1").demand


def january(town: Town, report: dict[str, Any]) -> None:
    """The answer of February is taken over; a word that was corrected makes no second case of that number."""
    assert case("E1").status == "registered"
    again = bring("18b_february.xlsx")
    assert (again["stored"], again["existing"], again["answered"]) == (0, 0, 1)
    found = case("E1")
    assert (found.status, found.answer, found.answered_at) == ("finished", "已更换", office("2026-01-08"))
    corrected = bring("18c_corrected_word.xlsx")
    assert (corrected["stored"], corrected["existing"]) == (0, 1)
    assert "诉求不同" in corrected["differs"][0]["reason"]
    assert case("E1").demand == "路灯不亮" and Case.objects.count() == 1


def repeated_header(town: Town, report: dict[str, Any]) -> None:
    assert (report["read"], report["stored"], report["refused"]) == (3, 3, [])
    assert sorted(Case.objects.values_list("demand", flat=True)) == [
        f"第{number}件渠道堵塞" for number in (1, 2, 3)
    ]


def visits(town: Town, report: dict[str, Any]) -> None:
    assert Case.objects.get().channel == "visit" and "没有写来源，记作“来访”" in report["notes"]


def two_parties(town: Town, report: dict[str, Any]) -> None:
    assert names(case("T1")) == [("陶根发", "applicant"), ("顾小蕾", "respondent")]
    assert [party.phone for party in case("T1").parties.all()] == ["19900000013", "19900000021"]
    assert names(case("T2")) == [("沈阿妹", "respondent")]


def the_other_sides_phone(town: Town, report: dict[str, Any]) -> None:
    first, second = case("T3").parties.all()
    assert (first.name, first.phone, first.id_number) == ("陶根发", "", "")
    assert (second.name, second.role, second.phone) == ("顾小蕾", "respondent", "19900000021")
    assert second.id_number == "990121195505050310"


def lost_digits(town: Town, report: dict[str, Any]) -> None:
    assert report["stored"] == 0 and "丢了末几位" in report["refused"][0]["reason"]


def protected_text(town: Town, report: dict[str, Any]) -> None:
    for number, name, demand in (("0012", "陶根发", "三组路灯不亮"), ("0013", "顾小蕾", "三组路灯又不亮")):
        found = case(number)
        assert (found.title, found.demand, found.area) == ("路灯", demand, town.taowu)
        assert names(found) == [(name, "applicant")]


def a_mapping(town: Town, report: dict[str, Any]) -> None:
    assert case("M1").answer == "已换灯泡"


def its_own_answer(town: Town, report: dict[str, Any]) -> None:
    assert case("M2").answer == "已换井盖" and "群众情绪激动，勿公开" in detail(case("M2"))["source_columns"]


def two_lines_one_matter(town: Town, report: dict[str, Any]) -> None:
    assert names(case("R1")) == [("陶根发", "applicant"), ("顾小蕾", "applicant")]
    assert (report["stored"], report["joined"], case("R1").answer) == (1, 1, "已调解")


def collective_visit(town: Town, report: dict[str, Any]) -> None:
    assert [name for name, _ in names(case("G1"))] == ["陶根发", "顾小蕾", "沈阿妹"]
    assert (report["stored"], report["joined"], report["existing"], case("G1").head_count) == (1, 2, 0, 3)


def sensitive(town: Town, report: dict[str, Any]) -> None:
    assert [case(number).compartment for number in ("V1", "V2")] == ["domestic_violence", "accusation"]
    assert [one["row"] for one in report["sealed"]] == [2, 3]
    assert case("V1").flags == ["domestic_violence"]  # open still: the alarm goes out as at the counter
    for user in (town.receptionist, town.handler):
        assert not Matter.objects.visible_to(user).filter(kind="case").exists()


def accusation(town: Town, report: dict[str, Any]) -> None:
    assert [case(number).compartment for number in ("J1", "J2")] == ["accusation", "domestic_violence"]
    assert not Matter.objects.visible_to(town.receptionist).filter(kind="case").exists()


RIGHT: dict[str, Callable[[Town, dict[str, Any]], None]] = {
    "01_two_line_header.xlsx": two_line_header,
    "02_merged_people.xlsx": merged_people,
    "03_months.xlsx": months,
    "03c_hidden_old_first.xlsx": hidden_sheet,
    "05_people.xlsx": people,
    "06_same_words_four_people.xlsx": four_people,
    "06b_forty_visitors.xlsx": forty_people,
    "07_closed_without_words.xlsx": closed_without_words,
    "08_12345_18_columns.csv": county_hotline,
    "10_two_names.xlsx": two_names,
    "11b_other_town_same_village.xlsx": other_town,
    "12_borders_to_65536.xlsx": one_row,
    "14_shown_otherwise.xlsx": shown_otherwise,
    "17_odd_signs.xlsx": odd_signs,
    "18a_january.xlsx": january,
    "18b_february.xlsx": lambda town, report: None,  # after January, there
    "18c_corrected_word.xlsx": lambda town, report: None,
    "19_repeated_header_totals.xlsx": repeated_header,
    "20_visits_without_channel.xlsx": visits,
    "22_header_on_line_7.xlsx": one_row,
    "30_two_parties_same_headers.xlsx": two_parties,
    "30b_phone_of_the_other_side.xlsx": the_other_sides_phone,
    "31_lost_digits_pass.csv": lost_digits,
    "32_protected_text.csv": protected_text,
    "33a_mapping_first.xlsx": a_mapping,
    "33b_mapping_second.xlsx": its_own_answer,
    "34_two_lines_one_matter.xlsx": two_lines_one_matter,
    "35_collective_visit_a_row_each.xlsx": collective_visit,
    "40_sensitive.xlsx": sensitive,
    "40b_accusation_in_the_accused_village.xlsx": accusation,
}


def test_every_ledger_has_its_right_values() -> None:
    assert {path.name for path in LEDGERS.iterdir()} == set(RIGHT)


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_ledger_comes_in_as_it_stands(town: Town, tmp_path: Path, name: str) -> None:
    RIGHT[name](town, bring(name, MAPPING.get(name, ""), tmp_path))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("10_two_names.xlsx", "“登记时间”“来访时间”意思相近"),
        ("33a_mapping_first.xlsx", "缺少“收到时间”列"),
    ],
)
def test_what_must_be_asked_is_not_guessed(town: Town, name: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        bring(name)
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", sorted(set(RIGHT) - {"18b_february.xlsx", "18c_corrected_word.xlsx"}))
def test_each_stored_word_stands_in_the_file_and_each_word_of_the_file_is_stored_or_told(
    town: Town, tmp_path: Path, name: str
) -> None:
    """No name, number or text that its own column does not have; no cell that is neither stored nor told of."""
    mapping = MAPPING.get(name, "")
    report = bring(name, mapping, tmp_path)
    from_file = read_again(name, mapping)
    words = {key: folded("|".join(row.cells[key] for row in from_file)) for key in from_file[0].cells}
    for found in Case.objects.all():
        assert folded(found.demand) in words["demand"]
        assert folded(found.answer) in words["answer"]
        for party in found.parties.all():
            mark = "" if party.role == "applicant" or not words["name2"].strip("|") else "2"
            assert party.name == "未留姓名" or folded(party.name) in words[f"name{mark}"]
            assert party.phone.replace("-", "") in folded(words[f"phone{mark}"]).replace("-", "").replace(
                "+86", ""
            )
            assert party.id_number in words[f"id_number{mark}"]
            assert folded(party.address) in words[f"address{mark}"]
    stored = folded(" ".join(_all_of(found) for found in Case.objects.all()))
    refused = {one["row"] for one in report["refused"]}
    for row in from_file:
        if row.place in refused:
            continue
        for key in ("demand", "answer", "number", "address", "name", "name2", "category", "area"):
            cell = folded(row.cells[key])
            assert cell in stored or says_nothing(cell), (key, cell)
        assert all(folded(cell) in stored for label, cell in row.extra if label not in ("序号", "电话")), (
            row.extra
        )


def read_again(name: str, mapping: str) -> Any:
    from_mapping = {}
    for line in mapping.splitlines():
        if line.startswith('"') and "词语" not in mapping:
            ours, theirs = (part.strip().strip('"') for part in line.split("="))
            from_mapping[ours] = (theirs,)
    return read_table((LEDGERS / name).read_bytes(), COLUMNS, said=from_mapping).rows


def _all_of(found: Case) -> str:
    people = (f"{one.name} {one.phone} {one.id_number} {one.address}" for one in found.parties.all())
    history = " ".join(map(str, detail(found).values()))
    return " ".join([found.title, found.demand, found.answer, found.place, found.area.name, history, *people])


def test_a_day_without_a_time_is_shown_as_a_day(town: Town) -> None:
    assert (
        when(office("2026-01-05")) == "01-05 周一" and when(office("2026-01-05 00:01")) == "01-05 周一 00:01"
    )
