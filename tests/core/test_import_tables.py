"""Files of other offices as tables: encodings, separators, headers, sheets, and files made to keep us busy."""

import io
import re
import time
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from core.exchange.import_columns import Column
from core.exchange.import_table import Table, read_head, read_table
from core.exchange.spreadsheets import Unreadable, mapping_of

COLUMNS = (
    Column("number", ("编号", "序列号"), 40),
    Column("demand", ("诉求", "内容"), 100, required=True),
    Column("received", ("收到时间", "来访时间", "来访日期", "登记时间"), 40, required=True),
    Column("name", ("姓名", "来访人"), 20, again="other"),
    Column("phone", ("电话",), 20, again="other_phone"),
    Column("other", ("对方姓名",), 20),
    Column("other_phone", ("对方电话",), 20),
    Column("clerk", ("经办人/姓名", "经办人"), 20),
)
TEXT = "编号,收到时间,诉求\n1,2026-01-05,路灯不亮\n"


def book(*sheets: tuple[str, list[list[Any]]], **more: Any) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for name, lines in sheets:
        page = made.create_sheet(name)
        for line in lines:
            page.append(line)
        for block in more.get("merge", ()):
            page.merge_cells(block)
        for row in more.get("hide", ()):
            page.row_dimensions[row].hidden = True
    made.save(file)
    return file.getvalue()


def table(data: bytes | str, **more: Any) -> Table:
    return read_table(data.encode() if isinstance(data, str) else data, COLUMNS, **more)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_every_encoding_and_separator_says_the_same(codec: str, separator: str) -> None:
    text = f"二〇二六年台账,一,二\n{TEXT.replace(',', separator)}"
    assert table(text.encode(codec)).rows[0].cells["demand"] == "路灯不亮"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("編號,來訪時間,訴求,姓名,電話\n".encode("big5"), "Big5"),
        (b"<html><table><tr><td>x</td></tr></table>", "网页格式"),
        ("\ufeff<?xml version='1.0'?><Workbook/>".encode(), "网页格式"),
    ],
)
def test_what_is_no_table_of_ours_is_called_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        table(data)


@pytest.mark.parametrize(
    "data",
    [
        b"," * 200_000,
        b'"' * 5_000_000,
        b'"' * 4_999_999 + b"\n" + TEXT.encode(),
        b"\n" * 5_000_000,
        (TEXT + ",,\n" * 1_000_000).encode(),
        ("," * 199 + "\n").encode() * 5_000,
    ],
)
def test_files_made_to_keep_us_busy_do_not(data: bytes) -> None:
    began = time.process_time()
    read_head(data, COLUMNS)
    assert time.process_time() - began < 2


def test_a_million_empty_lines_of_a_workbook_are_not_read() -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    page, border = made.add_worksheet(), made.add_format({"border": 1})
    for number, line in enumerate((["编号", "诉求", "收到时间"], ["1", "路灯", "2026-01-05"])):
        page.write_row(number, 0, line)
    page.write_blank(2, 0, None, border)
    made.close()
    data = lengthened(file.getvalue(), 1_000_000)
    began = time.process_time()
    assert len(table(data).rows) == 1
    assert time.process_time() - began < 4


def lengthened(workbook: bytes, lines: int) -> bytes:
    """Its last line repeated to so many; to have them written one by one takes ten seconds."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                last = re.findall(r"<row .*?</row>", text)[-1]
                count = int(re.findall(r'r="(\d+)"', last)[0])
                pattern = re.sub(r'r="([A-Z]*)\d+"', r'r="\1%d"', last)
                more = "".join(pattern.replace("%d", str(number)) for number in range(count + 1, lines + 1))
                text = text.replace("</sheetData>", f"{more}</sheetData>").replace(f":C{count}", f":C{lines}")
                assert f'A{lines}"' in text and f":C{lines}" in text
            after.writestr(name, text)
    return made.getvalue()


def test_more_columns_than_can_be_meant_are_refused() -> None:
    with pytest.raises(Unreadable, match="超过 200 列"):
        table(",".join(f"第{number}列" for number in range(300)) + "\n")


def test_rows_beyond_many_empty_ones_are_told() -> None:
    lines = [
        ["编号", "收到时间", "诉求"],
        ["1", "2026-01-05", "路灯"],
        *([[]] * 1200),
        ["2", "2026-01-05", "井盖"],
    ]
    found = table(book(("一", lines)))
    assert len(found.rows) == 1 and "连着 1000 行是空的" in found.notes[0]


def test_sheets_of_one_shape_are_one_table_and_the_rest_is_told() -> None:
    head = ["编号", "收到时间", "诉求"]
    found = table(
        book(
            ("封面", [["栖云镇台账"]]),
            ("一月", [["2026年1月"], head, ["1", "2026-01-05", "路灯"]]),
            ("二月", [head, ["1", "2026-02-05", "井盖"]]),
            ("统计", [["村", "件数"], ["桃坞村", 2]]),
        )
    )
    assert [row.place for row in found.rows] == ["一月 3", "二月 2"]
    assert [note for note in found.notes if "没有读" in note] == [
        "工作表“封面”的表头不一样，没有读；要导入请另存成一个文件。",
        "工作表“统计”的表头不一样，没有读；要导入请另存成一个文件。",
    ]


def test_hidden_rows_are_left_out_and_told() -> None:
    lines = [["编号", "收到时间", "诉求"], ["1", "2026-01-05", "路灯"], ["2", "2026-01-06", "井盖"]]
    found = table(book(("一", lines), hide=[3]))
    assert [row.number for row in found.rows] == [2] and "第 3 行隐藏着" in found.notes[0]


def test_groups_above_columns_are_understood_in_a_text_too() -> None:
    found = table(
        "编号,收到时间,诉求,当事人情况,,经办人\n,,,姓名,电话,姓名\n1,2026-01-05,路灯,陶根发,199,王某\n"
    )
    row = found.rows[0]
    assert (row.cells["name"], row.cells["phone"], row.cells["clerk"]) == ("陶根发", "199", "王某")
    assert row.cells["other"] == ""


def test_the_same_words_in_two_groups_are_asked() -> None:
    head = read_head("编号,收到时间,诉求,甲,,乙,\n,,,姓名,电话,姓名,电话\n".encode(), COLUMNS)
    assert head.unclear == (
        "“甲/姓名”“乙/姓名”意思相近，要选用哪一列",
        "“甲/电话”“乙/电话”意思相近，要选用哪一列",
    )


def test_columns_of_one_meaning_are_asked_and_an_answer_settles_them() -> None:
    text = "登记时间,来访时间,诉求\n2026-01-12,2026-01-05,路灯\n"
    assert read_head(text.encode(), COLUMNS).unclear == ("“登记时间”“来访时间”意思相近，要选用哪一列",)
    with pytest.raises(Unreadable, match="意思相近"):
        table(text)
    row = table(text, said={"收到时间": ["来访时间"]}).rows[0]
    assert row.cells["received"] == "2026-01-05" and row.extra == (("登记时间", "2026-01-12"),)


def test_no_cell_fills_the_gap_of_another_column() -> None:
    row = table("编号,收到时间,诉求,姓名,电话,姓名,电话\n1,2026-01-05,路灯,陶根发,,顾小蕾,199\n").rows[0]
    cells = [row.cells[key] for key in ("name", "phone", "other", "other_phone")]
    assert cells == ["陶根发", "", "顾小蕾", "199"]


def test_a_day_and_its_time_in_two_columns_are_one_moment() -> None:
    found = table("来访日期,来访时间,诉求\n2026-01-05,09:30,路灯\n2026-01-06,,井盖\n")
    assert [row.cells["received"].strip() for row in found.rows] == ["2026-01-05 09:30", "2026-01-06"]


def test_a_column_without_a_header_is_told_and_refuses_no_row_of_a_workbook() -> None:
    found = table(book(("一", [["编号", "收到时间", "诉求"], ["1", "2026-01-05", "路灯", "多的一格"]])))
    assert not found.rows[0].fault and found.notes == ("第 4 列没有表头，内容没有读。",)


def test_a_row_that_only_begins_like_a_total_is_a_row() -> None:
    found = table(
        "诉求,收到时间\n说明：村里三年没有公开账目,2026-01-05\n合计欠薪三万元,2026-01-06\n填表人：某,\n1月,\n"
    )
    assert [row.number for row in found.rows] == [2, 3]
    assert found.notes == ("第 4 行是填表人、说明。", "第 5 行是标题。")


def test_a_mapping_says_what_words_mean() -> None:
    assert mapping_of('"诉求" = "反映"\n["词语"."来源"]\n"市民APP" = "网络"\n') == (
        {"诉求": ("反映",)},
        {"来源": {"市民APP": "网络"}},
    )
    with pytest.raises(Unreadable, match="词语要写成"):
        mapping_of('["词语"]\n"来源" = "x"\n')
