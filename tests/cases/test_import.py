"""Bringing in cases of another system: days are kept, nothing twice, bad rows are told by number."""

import csv
import io
import json
import zipfile
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.categories import load
from cases.importer import COLUMNS, CaseImporter, moment, tidy
from cases.models import Case
from core.exchange.import_table import Row, read_table
from core.exchange.spreadsheets import Unreadable
from core.models import HistoryEntry, Import, Matter, Series
from core.operations import verify_history
from core.procedure.procedure import by_kind
from core.values.digest import digest
from core.values.refused import Refused
from tests.people import Town
from tests.people import moment as office

HERE = Path(__file__).parent / "data"
MATTERS, BAD = HERE / "matters.csv", HERE / "bad_rows.csv"
HEAD = "编号,诉求,收到时间,答复意见,答复时间\n"


@pytest.fixture(scope="module")
def loaded(scene: Town) -> Town:
    load()
    return scene


@pytest.fixture
def ready(db: None, loaded: Town) -> Town:
    return deepcopy(loaded)


def bring(file: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_matters", "case", str(file), json=True, stdout=out, stderr=io.StringIO(), **options)
    return json.loads(out.getvalue())


def some(path: Path, *numbers: str) -> Path:
    """Rows of the table by their number in it, as a table of their own."""
    head, *rows = csv.reader(MATTERS.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[0] in numbers)])
    return path


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_sixty_rows_come_in_with_their_days_places_and_people(ready: Town) -> None:
    report = bring(MATTERS)
    assert report == {
        "read": 60,
        "stored": 60,
        "existing": 0,
        "refused": [],
        "asked": {"来源": {"": 7}},
        "notes": {"没有写来源，记作“网络”": 7},
    }
    assert Case.objects.filter(status="finished").count() == 36  # three of five had an answer
    second = Case.objects.get(source_key__startswith=":HX0002:")
    assert (second.received_at, second.answered_at) == (
        office("2023-01-23 08:58"),
        office("2023-01-26 10:33"),
    )
    assert (second.channel, second.area, second.category_id) == ("superior", ready.taowu_2, "0904")
    person = second.parties.get()
    assert (person.name, person.phone, person.address) == ("顾小蕾", "19900000002", "栖云镇桃坞村四组")
    assert second.closed_at == second.answered_at and second.answered_by is None
    assert second.number.startswith("栖云访〔2023〕")
    assert list(verify_history.verify()) == []


def test_what_the_lists_do_not_know_is_kept_in_words(ready: Town, tmp_path: Path) -> None:
    bring(some(tmp_path / "some.csv", "HX0004", "HX0013"))
    fourth = Case.objects.get(source_key__startswith=":HX0004:")
    assert (fourth.area, fourth.place) == (ready.town, "镇农贸市场南门")
    unknown = Case.objects.get(source_key__startswith=":HX0013:")
    assert unknown.category_id is None
    detail = unknown.history.order_by("seq").select_related("detail").first().detail.values
    assert (detail["source_category"], detail["source_number"]) == ("城乡建设", "HX0013")


def test_cells_that_look_like_formulas_are_text(ready: Town, tmp_path: Path) -> None:
    bring(some(tmp_path / "some.csv", "HX0010", "HX0015"))
    case = Case.objects.get(source_key__startswith=":HX0010:")
    assert case.title == '=HYPERLINK("x")' and case.demand.startswith("=1+1 ")
    assert Case.objects.filter(demand__startswith="-前年").exists()


def test_answered_cases_met_or_missed_their_day_as_they_did_then(ready: Town, tmp_path: Path) -> None:
    bring(some(tmp_path / "some.csv", "HX0002", "HX0003", "HX0004"))
    quick, slow = (Case.objects.get(source_key__startswith=f":{number}:") for number in ("HX0002", "HX0003"))
    three_days, twelve = quick.clocks.get(), slow.clocks.get()
    assert three_days.ended_at < three_days.expires_at and twelve.ended_at >= twelve.expires_at
    assert str(slow.clocks.get().raw) == "2023-02-21"
    first, last = slow.history.order_by("seq")
    assert (first.happened_at, last.happened_at) == (slow.received_at, slow.answered_at)
    assert first.late and last.late and first.typed_at.date() == timezone.now().date()
    assert not Matter.objects.overdue().exists()  # an old message never answered lights no lamp by itself


def test_nothing_is_stored_twice(ready: Town, tmp_path: Path) -> None:
    numbers = [f"HX{number:04}" for number in range(1, 9)]
    table = some(tmp_path / "some.csv", *numbers)
    assert [bring(table)["stored"], bring(table)["existing"]] == [8, 8]
    # The same table from another program: other encoding, other line ends, other spelling of the days.
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines(keepends=True)))
    for row in rows[1:]:
        when = timezone.localtime(moment(row[4], ""))
        row[4] = f"{when.year}年{when.month}月{when.day}日 {when:%H:%M:%S}"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    again = bring(write(tmp_path / "again.csv", out.getvalue(), "gb18030"))
    assert (again["stored"], again["existing"]) == (0, 8)
    assert Case.objects.count() == HistoryEntry.objects.filter(action="cases.register").count() == 8


def test_bad_rows_are_refused_by_number_and_the_good_ones_stored(ready: Town) -> None:
    report = bring(BAD)
    assert (report["read"], report["stored"], report["existing"]) == (12, 2, 0)
    assert report["doubled"] == [{"row": 13, "reason": "和第 12 行一样"}]
    told = {refusal["row"]: refusal["reason"] for refusal in report["refused"]}
    expected = {
        2: "“诉求”是空的",
        3: "不是真实的日期",
        4: "晚于现在",
        5: "早于收到时间",
        6: "证件号码：第 18 位应为 0，现为 1",
        7: "来源“托梦”不认识",
        8: "“标题”有 81 字，最多 80 字",
        9: "空字符",
        10: "密级标志",
    }
    assert list(told) == list(expected)
    assert all(words in told[row] for row, words in expected.items()), told
    undated = Case.objects.get(
        source_number=":HX0110"
    )  # words without a day: an answer whose day nobody knows
    assert (undated.status, undated.answer, undated.answered_at) == ("finished", "已修。", None)
    assert not undated.clocks.exists() and report["notes"]["有答复没有答复时间，已办结，答复时间空着"] == 1


def test_a_dry_run_says_the_same_and_stores_nothing(ready: Town) -> None:
    checked = bring(BAD, dry_run=True)
    assert not Case.objects.exists()
    assert checked == bring(BAD)


def test_two_files_that_count_from_one_do_not_clash(ready: Town, tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", HEAD + "1,路灯不亮,2026-01-05,,\n")
    second = write(tmp_path / "b.csv", HEAD + "1,井盖松动,2026-01-05,,\n")
    assert bring(first)["stored"] == bring(second)["stored"] == 1
    assert bring(first, source="热线")["stored"] == 1  # another system's number 1
    assert bring(first, source="热线")["existing"] == 1


def test_a_row_with_a_line_break_counts_as_one_row(ready: Town, tmp_path: Path) -> None:
    text = HEAD + '1,"路灯不亮\n\n三盏",2026-01-05,,\n\n2,没有日子,,,\n'
    report = bring(write(tmp_path / "a.csv", text))
    assert [refusal["row"] for refusal in report["refused"]] == [4]  # the empty row 3 counts, and is not read
    assert Case.objects.get().demand == "路灯不亮\n三盏"


def test_an_answer_on_the_day_itself_without_a_time_is_no_contradiction(ready: Town, tmp_path: Path) -> None:
    bring(write(tmp_path / "a.csv", HEAD + "1,路灯不亮,2026-01-05 09:30,已换,2026-01-05\n"))
    case = Case.objects.get()
    assert case.answered_at == case.received_at and case.status == "finished"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 a spreadsheet", "打不开"),
        (b"\xd0\xcf\x11\xe0 an old one", "xlsx"),
        ("标题,内容\n路灯,不亮\n".encode(), "缺少“收到时间”列"),
        (b"", "缺少“诉求”“收到时间”列"),
        (b"\xff\xff\xff", "编码"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_table(data, COLUMNS)


def workbook(path: Path, *lines: list[Any], formulas: bool = False) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for cell in (cell for row in book.active for cell in row):
        if cell.data_type == "f" and not formulas:
            cell.data_type = "s"
    book.save(path)
    return path


def test_a_workbook_says_the_same_as_its_csv(ready: Town, tmp_path: Path) -> None:
    """Days are days, numbers are whole, a title above the header is passed over, nothing comes in twice."""
    rows = csv.reader(MATTERS.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    file = workbook(tmp_path / "a.xlsx", ["二〇二三年来访台账"], [], *rows)
    assert bring(file) == {
        "read": 60,
        "stored": 60,
        "existing": 0,
        "refused": [],
        "notes": {"没有写来源，记作“来访”": 7},  # the title says so
    }
    assert bring(MATTERS)["existing"] == 60


def test_cells_of_a_workbook_are_read_as_they_were_typed(ready: Town, tmp_path: Path) -> None:
    head = ["编号", "诉求", "收到时间", "证件号码", "电话"]
    file = workbook(
        tmp_path / "a.xlsx",
        ["台账"],
        head,
        [7.0, "=1+1", datetime(2026, 1, 5, 9, 30), None, 19900000013],  # noqa: DTZ001 (Excel knows none)
        [8, "路灯不亮", date(2026, 1, 6), 990121195505050310, None],
        formulas=True,
    )
    with zipfile.ZipFile(file) as archive:
        assert b"<f>1+1</f>" in archive.read("xl/worksheets/sheet1.xml")  # a formula nobody computed
    table = read_table(file.read_bytes(), COLUMNS)
    first, second = table.rows
    assert (first.number, first.cells["number"], first.cells["demand"]) == (3, "7", "")
    assert (first.cells["received"], first.cells["phone"]) == ("2026-01-05 09:30:00", "19900000013")
    assert "末几位已丢" in second.cells["id_number"]
    assert [one["row"] for one in bring(file)["refused"]] == [3, 4] and not Case.objects.exists()


def test_a_workbook_that_breaks_off_on_a_later_row_is_refused_as_a_whole(ready: Town, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", ["诉求", "收到时间"], ["路灯不亮", "2026-01-05"])
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(broken, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[:-60] if part == "xl/worksheets/sheet1.xml" else content)
    with pytest.raises(CommandError, match="已损坏"):
        bring(broken)
    assert not Case.objects.exists()


def test_another_office_s_headers_are_named_in_a_file(ready: Town, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "群众说的,登记日\n路灯不亮,2026-01-05\n")
    mapping = write(tmp_path / "m.toml", '"诉求" = "群众说的"\n"收到时间" = ["登记日", "来的日子"]\n')
    assert bring(file, mapping=mapping)["stored"] == 1
    for text, said in (
        ('["诉求"\n', "不是 TOML"),
        ("", "两边都用引号"),
        ('"诉求" = 3\n', "两边都用引号"),
        ('"意思" = "x"\n', "没有“意思”"),
    ):
        with pytest.raises(CommandError, match=said):
            bring(file, mapping=write(tmp_path / "m.toml", text))


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    table = read_table(
        (HEAD + '1,路灯不亮,2026-01-05,,\n2,"井盖松动,2026-01-05,,\n3,x,y,,\n').encode(), COLUMNS
    )
    assert [(row.number, bool(row.fault)) for row in table.rows] == [(2, False), (3, True)]


def test_a_row_wider_than_the_header_is_told() -> None:
    table = read_table(
        b"\xe8\xaf\x89\xe6\xb1\x82,\xe6\x94\xb6\xe5\x88\xb0\xe6\x97\xb6\xe9\x97\xb4\na,b,c\n", COLUMNS
    )
    assert "有 3 格，表头只有 2 格" in table.rows[0].fault


def test_headers_are_found_under_their_other_names_and_the_rest_is_named() -> None:
    text = "留言编号\t留言用户\t留言主题\t留言时间\t留言详情\t赞\n1\t某\t灯\t2020/1/6 12:09:38\t灯不亮\t3\n"
    table = read_table(text.encode("utf-16"), COLUMNS)
    assert table.unused == ("赞",)
    assert table.rows[0].cells["demand"] == "灯不亮" and table.rows[0].cells["name"] == "某"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2020/1/6 12:09:38", "2020-01-06 12:09:38"),
        ("2020-01-06", "2020-01-06 00:00"),
        ("２０２０年１月６日", "2020-01-06 00:00"),
        ("2020年1月6日 9时5分", "2020-01-06 09:05"),
        ("2020-01-06T09:05:07.120", "2020-01-06 09:05:07"),
        ("2020.1.6 9:05", "2020-01-06 09:05"),
    ],
)
def test_the_ways_a_day_is_written(typed: str, meant: str) -> None:
    assert moment(typed, "收到时间") == office(meant)


@pytest.mark.parametrize("typed", ["43836.5", "去年春天", "2023-02-29", "2020-01-06 25:00", "6/1/2020"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="日期"):
        moment(typed, "收到时间")


def test_invisible_signs_and_empty_lines_go() -> None:
    assert tidy("\u3000\u3000第一行 \r\n\n\xa0\u200b第二行\x07\n") == "第一行\n第二行"


def test_the_title_shows_no_number_of_a_person(ready: Town) -> None:
    cells = dict.fromkeys((column.key for column in COLUMNS), "") | {
        "demand": "电话在标题里",
        "title": "请打 199-0000-0088",
        "received": "2026-01-05",
    }
    assert CaseImporter(ready.dispatcher).entry(Row(2, cells)).facts["title"] == "请打 ***"


@pytest.mark.parametrize("by", ["handler", "nobody"])
def test_who_may_not_import_is_told_so(ready: Town, by: str) -> None:
    with pytest.raises(CommandError, match="没有导入权"):
        bring(MATTERS, by=by)


def test_only_kinds_with_an_importer_are_brought_in(ready: Town) -> None:
    with pytest.raises(CommandError, match="可以导入：case"):
        call_command("import_matters", "mediation", str(MATTERS))


def test_a_missing_file_is_told(ready: Town, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="读不出来"):
        bring(tmp_path / "none.csv")


# --- All or nothing -------------------------------------------------------------------------------------------


def test_all_or_nothing_stores_nothing_where_a_row_is_wrong(ready: Town, tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", HEAD + "1,路灯不亮,2026-01-05,,\n2,,2026-01-05,,\n")
    report = bring(table, whole=True)
    assert (report["read"], report["stored"], len(report["refused"])) == (2, 0, 1)
    assert not Case.objects.exists() and not Series.objects.exists()
    good = write(
        tmp_path / "b.csv", HEAD + "1,路灯不亮,2026-01-05,,\n2,井盖松动,2026-01-05,已换,2026-01-06\n"
    )
    assert bring(good, whole=True)["stored"] == 2
    assert bring(good, whole=True) == {
        "read": 2,
        "stored": 0,
        "existing": 2,
        "refused": [],
        "asked": {"来源": {"": 2}},
    }


def test_a_refusal_at_the_door_undoes_all_or_stands_alone(
    ready: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What judging lets pass may still be refused where it is stored."""
    rows = "".join(f"{number},第{number}段渠堵塞,2026-01-05,,\n" for number in range(4))
    table = write(tmp_path / "a.csv", HEAD + rows)
    row = by_kind()["case"].workflow.opening
    registers = row.effect

    def refuses(now: Any, data: Any) -> Any:
        if "第2段" in data["demand"]:
            raise Refused("不收。")
        return registers(now, data)

    monkeypatch.setitem(row.__dict__, "effect", refuses)
    assert bring(table, whole=True)["stored"] == 0 and not Case.objects.exists()
    report = bring(table)
    assert report["stored"] == 3 and report["refused"] == [{"row": 4, "reason": "不收。"}]


def test_the_command_line_leaves_its_mark_too(ready: Town) -> None:
    bring(BAD)
    made = Import.objects.get()
    assert (made.name, made.read, made.stored, made.existing, made.refused) == ("bad_rows.csv", 12, 2, 0, 9)
    assert made.digest == digest(BAD.read_bytes()) and made.ended_at and made.erased_at
    assert set(made.matters.values_list("matter_id", flat=True)) == set(
        Case.objects.values_list("pk", flat=True)
    )
    bring(BAD, dry_run=True)
    assert Import.objects.count() == 1
