"""What the page of an import asks and tells before anything is stored."""

import re
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.categories import load
from cases.models import Case
from core.exchange import imports
from core.models import Import, Matter
from core.operations import nightly
from tests.people import Town

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
HEAD = "编号,收到时间,诉求,来源,姓名,电话,证件号码,住址,答复意见,答复时间\n"


@pytest.fixture(scope="module")
def loaded(scene: Town) -> Town:
    load()
    return scene


@pytest.fixture
def town(db: None, loaded: Town) -> Town:
    return deepcopy(loaded)


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    client.force_login(town.dispatcher)
    return client


def upload(client: Client, data: bytes | str, name: str = "台账.csv", source: str = "") -> str:
    content = data.encode() if isinstance(data, str) else data
    answer = client.post("/import/case/", {"file": SimpleUploadedFile(name, content), "source": source})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def ledger(client: Client, name: str, source: str = "") -> str:
    return upload(client, (LEDGERS / name).read_bytes(), name, source)


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def columns_as_shown(page: str, **changed: str) -> dict[str, str]:
    """What the form of columns would send: each select as it stands, some changed by their header."""
    found = {"columns": "1"}
    panel = page[page.index('id="columns"') :]
    for header, name, select in re.findall(
        r'<tr><th>([^<]*)</th>.*?<select name="(header_\d+)".*?>(.*?)</select>', panel
    ):
        selected = re.search(r'value="([^"]*)" selected', select)
        found[name] = changed.get(header, selected[1] if selected else "-")
    return found


def go(client: Client, url: str, **more: Any) -> Import:
    assert client.post(url, {"mode": "good", **more}).status_code == 302
    made = Import.objects.first()
    assert made is not None
    nightly.run_import(made.pk)
    made.refresh_from_db()
    return made


def test_an_answer_about_a_header_sticks_to_a_named_source_only_and_never_before_the_file_s_own(
    clerk: Client,
) -> None:
    """An internal note was taken for the answer once; the next file has an answer of its own."""
    for source in ("", "县热线"):
        first = ledger(clerk, "33a_mapping_first.xlsx", source)
        chosen = columns_as_shown(page_of(clerk, first), 备注="答复意见", 时间="收到时间")
        assert clerk.post(first, chosen).status_code == 302
        assert "可以入库 1 件" in page_of(clerk, first)
        second = ledger(clerk, "33b_mapping_second.xlsx", source)
        go(clerk, second)
        found = Case.objects.get(source_number=f"{source}:M2")
        assert found.answer == "已换井盖"
        third = ledger(clerk, "33a_mapping_first.xlsx", source)
        assert ("核对结果" in page_of(clerk, third)) == bool(source)  # asked again without a name


def test_columns_of_one_meaning_are_asked_with_the_likeliest_chosen(clerk: Client) -> None:
    url = ledger(clerk, "10_two_names.xlsx")
    page = page_of(clerk, url)
    assert "“登记时间”“来访时间”意思相近" in page and "核对结果" not in page and "确认入库" not in page
    chosen = columns_as_shown(page, 姓名="-")  # 来访人 is the likelier name
    twice = columns_as_shown(page, 姓名="姓名")
    answer = clerk.post(url, twice)
    assert answer.status_code == 422 and "“姓名”选了不止一列" in answer.content.decode()
    assert clerk.post(url, chosen).status_code == 302
    page = page_of(clerk, url)
    assert "“收到时间”已选“来访时间”" not in page and "可以入库 1 件" in page
    go(clerk, url)
    found = Case.objects.get()
    assert str(found.received_at)[:10] == "2026-01-05" and found.parties.get().name == "陶根发"
    kept = found.history.order_by("seq").first().detail.values["source_columns"]
    assert "登记时间" in kept and "经办人王某" not in kept  # that one was said to be nothing


def test_unknown_words_are_asked_once_for_the_file(clerk: Client) -> None:
    rows = "".join(f"X-{n},2026-01-05,第{n}段渠堵塞,市民APP,,,,,,\n" for n in range(3))
    url = upload(clerk, HEAD + rows, source="县热线")
    page = page_of(clerk, url)
    assert "来源“市民APP”（3 行）" in page and "不能导入 3 行" in page
    assert clerk.post(url, {"words": "1", "word_0": "moon"}).status_code == 422
    assert clerk.post(url, {"words": "1", "word_0": "net"}).status_code == 302
    assert "可以入库 3 件" in page_of(clerk, url)
    go(clerk, url)
    assert set(Case.objects.values_list("channel", flat=True)) == {"net"}
    again = upload(clerk, HEAD + "Y-1,2026-01-06,井盖松动,市民APP,,,,,,\n", source="县热线")
    assert "可以入库 1 件" in page_of(clerk, again)  # the same source: known from before


def test_rows_that_words_point_to_are_shown_and_sealed_unless_said_otherwise(
    clerk: Client, town: Town
) -> None:
    url = ledger(clerk, "40_sensitive.xlsx")
    page = page_of(clerk, url)
    assert "检举控告：写有“举报”" in page and "家庭暴力：写有" in page and page.count("checked") >= 2
    go(clerk, url, sealed=["3"])  # the second row was looked at, and need not be
    open_one, closed = Case.objects.order_by("source_number")
    assert (open_one.compartment, open_one.flags, closed.compartment) == ("", [], "accusation")
    assert "认为不用封闭" in str(open_one.history.order_by("seq").first().detail.values)
    assert not Matter.objects.visible_to(town.receptionist).filter(pk=closed.pk).exists()
    assert Matter.objects.visible_to(town.dispatcher).filter(pk=closed.pk).exists()


def test_an_answer_of_a_second_export_is_taken_over_or_left(clerk: Client) -> None:
    go(clerk, ledger(clerk, "18a_january.xlsx"))
    url = ledger(clerk, "18b_february.xlsx")
    assert "1 件以前入库时没有答复，这次有了" in page_of(clerk, url)
    made = go(clerk, url)  # the tick was taken off
    assert Case.objects.get().status == "registered" and (made.stored, made.existing) == (0, 1)
    made = go(clerk, ledger(clerk, "18b_february.xlsx"), take_over="on")
    assert Case.objects.get().answer == "已更换" and (made.stored, made.existing) == (0, 0)
    changed = page_of(clerk, ledger(clerk, "18c_corrected_word.xlsx"))
    assert "诉求不同：没有改，也没有另存一件" in changed and "可以入库 0 件" in changed


def test_what_will_be_stored_is_shown_with_its_numbers_masked(clerk: Client) -> None:
    row = "SX-7,2026-01-05,路灯不亮,来访,陶根发,19900000013/19900000014,990121195505050310,桃坞村三组27号,已换,\n"
    page = page_of(clerk, upload(clerk, HEAD + row))
    for words in ("SX-7", "990121********0310", "桃坞村***", "陶** 199****0013", "（时间没有写） 已换"):
        assert words in page, words
    assert "19900000014" not in page and "990121195505050310" not in page
    assert "电话栏不是单独一个号码" in page and "有答复没有答复时间" in page and "读作" in page


def test_what_was_left_out_is_told(clerk: Client) -> None:
    page = page_of(clerk, ledger(clerk, "03c_hidden_old_first.xlsx"))
    assert "隐藏的工作表“旧表”没有读" in page
    page = page_of(clerk, ledger(clerk, "19_repeated_header_totals.xlsx"))
    assert "第 5、9、13 行是重复的表头" in page and "可以入库 3 件" in page and "不能导入 0 行" in page


def test_a_workbook_with_borders_to_its_end_opens_at_once(clerk: Client) -> None:
    url = ledger(clerk, "12_borders_to_65536.xlsx")
    nightly.check_import(Import.objects.get().pk)
    began = time.process_time()
    assert "可以入库 1 件" in page_of(clerk, url)
    assert time.process_time() - began < 1


def test_refused_rows_of_several_sheets_and_of_two_line_headers_come_back_and_go_in(
    clerk: Client, tmp_path: Path
) -> None:
    text = "编号,收到时间,诉求,当事人情况,\n,,,姓名,电话\n1-1,2026-01-05,,陶根发,19900000013\n"
    url = upload(clerk, text)
    lines = b"".join(clerk.get(f"{url}errors/").streaming_content)  # type: ignore[attr-defined]
    path = tmp_path / "a.xlsx"
    path.write_bytes(lines)
    again = upload(clerk, lines, "改好.xlsx")
    assert "“诉求”是空的" in page_of(clerk, again) and "陶根发" not in page_of(clerk, again)
    assert imports.table_of(Import.objects.first()).rows[0].cells["name"] == "陶根发"


def test_who_took_it_in_is_not_whoever_imported_it(clerk: Client, town: Town) -> None:
    text = "编号,收到时间,诉求,接待人\nA-1,2026-01-05,路灯不亮,秦晓岚\nA-2,2026-01-06,井盖松动,\n"
    go(clerk, upload(clerk, text.replace("秦晓岚", town.receptionist.name)))
    named, unnamed = Case.objects.order_by("pk")
    assert named.first_contact == town.receptionist
    page = page_of(clerk, f"/matters/{unnamed.pk}/")
    assert f"原表没有写（{town.dispatcher.name}导入）" in page


@pytest.mark.parametrize("mark", ["同上", "〃", "″", '"', "”"])
def test_a_ditto_mark_means_the_row_above_and_never_a_person(town: Town, clerk: Client, mark: str) -> None:
    """〃 as a name was a person, as a place the whole town."""
    head = "收到时间,诉求,来源,地点,姓名,电话\n"
    quoted = '""""' if mark == '"' else mark
    first = "2026-01-05 09:30,路灯不亮,来电,桃坞村,陶根发,19900000013\n"
    places = f"{quoted},水管漏水,{quoted},{quoted},柏成,19900000014\n"
    names = f"2026-01-06 09:30,下水道堵,来电,桃坞村,{quoted},\n"
    phones = f"2026-01-07 09:30,树枝挡路,来电,桃坞村,孟德顺,{quoted}\n"
    url = upload(clerk, head + first + places + names + phones)
    assert "分不清是谁" in page_of(clerk, url)
    made = go(clerk, url)
    assert (made.stored, made.refused) == (2, 2)
    second = Case.objects.get(demand="水管漏水")
    assert (second.area, second.channel) == (town.taowu, "phone")
    assert {party.name for case in Case.objects.all() for party in case.people} == {"陶根发", "柏成"}
