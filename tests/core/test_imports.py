"""Importing on the page: uploaded, checked, looked at, confirmed once, stored by the queue, corrected, erased."""

import io
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from cases.categories import load
from cases.models import Case
from core.documents import attachments, issue
from core.documents.uploads import check_upload
from core.exchange import importing, imports, retention
from core.exchange.import_table import WHY
from core.models import Export, Holding, Import, Matter, Notice, Party, Progress
from core.operations import nightly
from core.values.digest import digest
from core.values.moments import now
from tests.people import Town
from tests.sweeps.world import SECRETS

HEAD = "编号,诉求,收到时间,村,姓名,电话\n"
GOOD = "1,三组路灯不亮,2026-01-05,桃坞村,陶根发,19900000013\n2,井盖松动,2026-01-06,,,\n"
BAD = "3,,2026-01-06,,,\n4,水渠堵塞,2026-02-30,,,\n"
URL = "/import/case/"


@pytest.fixture(scope="module")
def loaded(scene: Town) -> Town:
    load()
    return scene


@pytest.fixture
def town(db: None, loaded: Town) -> Town:
    return deepcopy(loaded)


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    """Who may import."""
    client.force_login(town.dispatcher)
    return client


def send(client: Client, text: str | bytes, name: str = "台账.csv", **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(URL, {"file": SimpleUploadedFile(name, data), "source": "县热线", **more})


def uploaded(client: Client, text: str | bytes, name: str = "台账.csv", **more: Any) -> str:
    """The address of its page."""
    answer = send(client, text, name, **more)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def go(client: Client, url: str, mode: str = "good") -> None:
    assert client.post(url, {"mode": mode}).status_code == 302
    assert nightly.run_import(Import.objects.first().pk)


def book_of(answer: Any) -> list[list[Any]]:
    page = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row]
    assert {cell.number_format for cell in cells} == {"@"}  # text stays text
    return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]


def written(lines: list[list[Any]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def test_it_is_checked_shown_confirmed_and_stored(clerk: Client, town: Town) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    page = page_of(clerk, url)
    assert "可以入库 2 件" in page and "不能导入 2 行" in page and "还没有入库" in page
    for words in ("三组路灯不亮", "陶** 199****0013", "“诉求”是空的", "不是真实的日期"):
        assert words in page
    assert not any(secret in page for secret in SECRETS)
    assert not Case.objects.exists()
    go(clerk, url)
    page = page_of(clerk, url)
    assert "入库 2 件" in page and "不能导入 2 行" in page
    listed = page_of(clerk, f"{url}matters/")
    assert "三组路灯不亮" in listed and "井盖松动" in listed and "共 2 件" in listed
    made = Import.objects.get()
    assert (made.name, made.source, made.digest) == (
        "台账.csv",
        "县热线",
        digest((HEAD + GOOD + BAD).encode()),
    )
    assert (made.read, made.stored, made.existing, made.refused) == (4, 2, 0, 2)
    assert Case.objects.filter(source_key__startswith="县热线:1:").exists()
    assert Party.objects.get().phone == "19900000013"
    assert Notice.objects.get(user=town.dispatcher).sentence == "台账.csv：已导入 2 件，2 行不能导入。"


def test_refused_rows_come_back_as_they_stood_and_go_in_when_corrected(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    go(clerk, url)
    lines = book_of(clerk.get(f"{url}errors/"))
    assert lines[0] == [*HEAD.strip().split(","), WHY]
    assert [line[:3] for line in lines[1:]] == [["3", "", "2026-01-06"], ["4", "水渠堵塞", "2026-02-30"]]
    assert "“诉求”是空的" in lines[1][-1] and "不是真实的日期" in lines[2][-1]
    lines[1][1], lines[2][2] = "路面塌陷", "2026-02-28"
    again = uploaded(clerk, written(lines), "改好.xlsx")
    assert "认不得的表头" not in page_of(clerk, again)  # the column of reasons is known
    go(clerk, again, "whole")
    assert Import.objects.first().stored == 2 and Case.objects.count() == 4
    assert Case.objects.filter(demand="路面塌陷").exists()


def test_the_template_is_filled_in_and_its_example_is_never_stored(clerk: Client) -> None:
    lines = book_of(clerk.get(f"{URL}template/"))
    assert "请删去" in lines[0][0] and {"诉求*", "收到时间*"} < set(lines[1])
    url = uploaded(clerk, written(lines), "模板.xlsx")
    assert "这是模板里的示例" in page_of(clerk, url) and "没有可以入库的行" in page_of(clerk, url)
    lines[2][lines[1].index("诉求*")] = "真的有一件事"
    go(clerk, uploaded(clerk, written(lines), "模板.xlsx"), "whole")
    assert Case.objects.get().demand == "真的有一件事"


def test_headers_of_others_are_answered_once(clerk: Client) -> None:
    table = "反映,来的日子,颜色\n路灯不亮,2026-01-05,红\n"
    url = uploaded(clerk, table)
    page = page_of(clerk, url)
    assert "“诉求”" in page and "“收到时间”" in page and "核对结果" not in page
    answer = clerk.post(url, {"columns": "1", "header_0": "诉求", "header_1": "收到时间", "header_2": ""})
    assert answer.status_code == 302
    assert "可以入库 1 件" in page_of(clerk, url)
    assert clerk.post(url, {"columns": "1", "header_0": "月亮"}).status_code == 422
    again = uploaded(clerk, table + "井盖松动,2026-01-06,蓝\n")  # the same source: known from before
    assert "可以入库 2 件" in page_of(clerk, again)
    go(clerk, again, "whole")
    assert Case.objects.count() == 2
    mapping = SimpleUploadedFile("对照.toml", '"诉求" = "反映"\n"收到时间" = ["来的日子"]\n'.encode())
    third = uploaded(clerk, table + "灯箱歪了,2026-01-07,绿\n", source="别处", mapping=mapping)
    assert "可以入库 2 件" in page_of(clerk, third)


def test_all_or_nothing_is_refused_for_wrong_rows_and_for_too_many(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    answer = clerk.post(url, {"mode": "whole"})
    assert answer.status_code == 422 and "有 2 行不能导入" in answer.content.decode()
    monkeypatch.setattr(importing, "MOST_WHOLE", 1)
    other = uploaded(clerk, HEAD + GOOD)
    answer = clerk.post(other, {"mode": "whole"})
    assert answer.status_code == 422 and "超过 1 行的" in answer.content.decode()
    monkeypatch.setattr(importing, "MOST_WHOLE", 2)
    monkeypatch.setattr(importing, "MOST_SEALED", 0)
    answer = clerk.post(other, {"mode": "whole", "more": "2", "more_as": "minor"})
    assert answer.status_code == 422 and "有 1 行要封闭" in answer.content.decode()
    assert clerk.post(url, {}).status_code == clerk.post(url, {"mode": "half"}).status_code == 422
    assert not OrmQ.objects.exists() and set(Import.objects.values_list("mode", flat=True)) == {""}


def test_all_or_nothing_judges_again_when_it_stores(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD)
    clerk.post(url, {"mode": "whole"})
    made = Import.objects.get()
    later = HEAD + GOOD + BAD  # as if a rule had changed meanwhile
    Import.objects.update(digest=issue.keep(later.encode()))
    nightly.run_import(made.pk)
    made.refresh_from_db()
    assert (made.stored, made.refused) == (0, 2) and not Case.objects.exists()
    assert "一行也没有入库" in page_of(clerk, url)


def test_two_clicks_import_once(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD)
    for _ in range(2):
        assert clerk.post(url, {"mode": "good"}).status_code == 302
    assert [job.func() for job in OrmQ.objects.all()] == ["core.operations.nightly.run_import"]
    assert "排队中" in page_of(clerk, url) and "data-poll" in page_of(clerk, url)
    made = Import.objects.get()
    assert nightly.run_import(made.pk) == f"第 {made.pk} 号导入：2 件。"
    assert nightly.run_import(made.pk) == f"第 {made.pk} 号导入已做过。"
    assert clerk.post(url, {"columns": "1"}).status_code == 302  # what comes after changes nothing
    assert Case.objects.count() == 2 and Notice.objects.count() == 1


def test_the_same_rows_again_are_told_as_existing(clerk: Client, town: Town) -> None:
    go(clerk, uploaded(clerk, HEAD + GOOD))
    clerk.force_login(town.director)
    url = uploaded(clerk, HEAD + GOOD + "9,新的一件,2026-01-09,,,\n")
    assert "可以入库 1 件" in page_of(clerk, url) and "以前已有 2 件" in page_of(clerk, url)
    go(clerk, url, "whole")
    made = Import.objects.first()
    assert (made.stored, made.existing, Case.objects.count()) == (1, 2, 3)


def test_a_run_that_was_killed_counts_all_that_it_stored(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.exchange.importing.CHUNK", 2)
    url = uploaded(clerk, HEAD + GOOD + "5,第五件,2026-01-09,,,\n")
    clerk.post(url, {"mode": "good"})
    made = Import.objects.get()
    bring_in = imports.bring_in

    def killed(*given: Any, tell: Any, **how: Any) -> Any:
        def told(done: int, total: int) -> None:
            raise KeyboardInterrupt

        return bring_in(*given, tell=told, **how)

    with monkeypatch.context() as patched:
        patched.setattr(imports, "bring_in", killed)
        with pytest.raises(KeyboardInterrupt):
            nightly.run_import(made.pk)
    assert Case.objects.count() == 2
    nightly.run_import(made.pk)
    made.refresh_from_db()
    assert (made.stored, made.existing) == (3, 0) == (Case.objects.count(), 0)


def test_a_large_table_is_checked_by_the_queue(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 10)
    url = uploaded(clerk, HEAD + GOOD)
    assert [job.func() for job in OrmQ.objects.all()] == ["core.operations.nightly.check_import"]
    assert "排队中" in page_of(clerk, url) and "确认入库" not in page_of(clerk, url)
    clerk.post(url, {"mode": "good"})  # nobody can confirm what was not looked at
    assert not Import.objects.get().mode
    nightly.check_import(Import.objects.get().pk)
    assert "可以入库 2 件" in page_of(clerk, url)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "另存为 xlsx"),
        ("a.pdf", b"%PDF-1.7", "这里只收 xlsx、csv"),
        ("a.xlsx", b"PK\x03\x04 no book", "打不开"),
        ("a.csv", b"", "空文件"),
        ("a.csv", b"\xff\xff\xff", "编码"),
        ("绝密★.csv", b"x", "密级标志"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(clerk: Client, name: str, data: bytes, said: str) -> None:
    answer = send(clerk, data, name)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Import.objects.exists()


def test_wrong_words_beside_the_file_are_told(clerk: Client) -> None:
    for more, said in (
        ({"source": "甲:乙"}, "冒号"),
        ({"source": "一二三四五六七八九十一二三"}, "12"),
        ({"mapping": SimpleUploadedFile("m.toml", b"\xff")}, "UTF-8"),
        ({"mapping": SimpleUploadedFile("m.toml", b"[x")}, "不是 TOML"),
        ({"mapping": SimpleUploadedFile("m.toml", '"月亮" = "x"'.encode())}, "没有“月亮”"),
    ):
        answer = send(clerk, HEAD + GOOD, **more)
        assert answer.status_code == 422 and said in answer.content.decode(), said


def test_more_rows_than_one_import_takes_are_told(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS", 2)
    assert "可以入库 2 件" in page_of(clerk, uploaded(clerk, HEAD + GOOD))
    page = page_of(clerk, uploaded(clerk, HEAD + GOOD + BAD))
    assert "超过 2 行" in page and "确认入库" not in page


def test_a_row_is_sealed_by_whoever_has_read_it(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD)
    for typed, said in (
        ({"more": "99", "more_as": "accusation"}, "文件里没有“99”这一行"),
        ({"more": "2"}, "请选这些行是哪一类"),
        ({"more": "2", "more_as": "register"}, "请选这些行是哪一类"),
    ):
        answer = clerk.post(url, {"mode": "good", **typed})
        assert answer.status_code == 422 and said in answer.content.decode(), typed
    assert clerk.post(url, {"mode": "good", "more": " 2、", "more_as": "accusation"}).status_code == 302
    assert nightly.run_import(Import.objects.get().pk)
    assert sorted(Case.objects.values_list("compartment", flat=True)) == ["", "accusation"]
    assert "导入人核对后封闭" in str(Import.objects.get().found["sealed"])


@pytest.mark.parametrize("number", ["1", ""])
def test_a_second_row_of_one_matter_that_is_sealed_seals_it(clerk: Client, number: str) -> None:
    """Also where it adds nothing to the first, and where no number says that they are one; and where it is here already,
    that is said.
    """
    row = f"{number}{GOOD.splitlines(keepends=True)[0][1:]}"
    for typed in ({"more": "3", "more_as": "accusation"}, {}):
        url = uploaded(clerk, HEAD + row * 2)
        assert clerk.post(url, {"mode": "good", **typed}).status_code == 302
        assert nightly.run_import(Import.objects.latest("pk").pk)
        assert list(Case.objects.values_list("compartment", flat=True)) == ["accusation"]


def test_a_row_that_is_to_be_sealed_and_is_here_already_says_so(clerk: Client) -> None:
    for typed in ({}, {"more": "3", "more_as": "minor"}):
        url = uploaded(clerk, HEAD + GOOD)
        assert clerk.post(url, {"mode": "good", **typed}).status_code == 302
        assert nightly.run_import(Import.objects.latest("pk").pk)
    assert set(Case.objects.values_list("compartment", flat=True)) == {""}
    assert "第 3 行" in page_of(clerk, url) and "这次没有封闭" in page_of(clerk, url)


def test_nobody_else_sees_it(clerk: Client, town: Town) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    for person, status in (("director", 404), ("receptionist", 403), ("auditor", 403)):
        clerk.force_login(town.users[person])
        for address in (url, f"{url}errors/", f"{url}matters/"):
            found = clerk.get(address).status_code
            assert found == 404 or found == status, (person, address)
        for address in (URL, f"{URL}template/"):
            assert clerk.get(address).status_code == (200 if person == "director" else 403)
    assert clerk.post(url, {"mode": "good"}).status_code == 404 and not OrmQ.objects.exists()
    clerk.force_login(town.director)
    assert clerk.get("/import/mediation/").status_code == clerk.get("/import/x/").status_code == 404


def test_rights_are_asked_again_when_it_is_stored(clerk: Client, town: Town) -> None:
    url = uploaded(clerk, HEAD + GOOD)
    clerk.post(url, {"mode": "good"})
    Holding.objects.filter(user=town.dispatcher).update(ends_on=date(2021, 1, 1))
    assert "已没有导入的权限" in nightly.run_import(Import.objects.get().pk)
    assert not Case.objects.exists() and Progress.objects.get(key__endswith=":run").failed
    Holding.objects.filter(user=town.dispatcher).update(ends_on=None)
    assert "没有做成：导入人已没有导入的权限" in page_of(clerk, url)
    Progress.objects.all().delete()  # as core.operations.nightly.tidy does after a month
    assert "没有做成" in page_of(clerk, url)


def test_a_file_that_was_changed_says_so(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    path = issue.path_of(Import.objects.get().digest)
    default_storage.delete(path)
    assert clerk.get(url).status_code == clerk.get(f"{url}errors/").status_code == 500


def test_the_auditor_reads_who_brought_in_what(clerk: Client, town: Town) -> None:
    go(clerk, uploaded(clerk, HEAD + GOOD + BAD))
    uploaded(clerk, HEAD + GOOD)
    clerk.force_login(town.auditor)
    page = page_of(clerk, "/audit/imports/")
    for words in (
        "贺志强",
        "台账.csv",
        "县热线",
        digest((HEAD + GOOD + BAD).encode()),
        "只入库正确的",
        "没有确认",
    ):
        assert words in page
    assert not any(words in page for words in ("路灯", "诉求"))
    clerk.force_login(town.dispatcher)
    assert clerk.get("/audit/imports/").status_code == 403
    with pytest.raises(DatabaseError), transaction.atomic():
        Import.objects.all().delete()


def test_it_costs_the_same_for_few_rows_and_for_many(clerk: Client) -> None:
    def cost(rows: int) -> list[int]:
        text = "".join(f"{rows}-{number},第{number}段渠堵塞,2026-01-05,,陶根发,\n" for number in range(rows))
        url = uploaded(clerk, HEAD + text)
        clerk.post(url, {"mode": "good"})
        found = []
        for act in (lambda: nightly.run_import(Import.objects.first().pk), lambda: clerk.get(url)):
            with CaptureQueriesContext(connection) as captured:
                act()
            found.append(len(captured))
        return found

    cost(2)
    assert cost(5) == cost(300)


# --- What is kept for a while only ----------------------------------------------------------------------------


def test_files_are_erased_after_their_time_and_the_log_stays(clerk: Client, town: Town) -> None:
    url = uploaded(clerk, HEAD + GOOD + BAD)
    go(clerk, url)
    made = Import.objects.get()
    path = issue.path_of(made.digest)
    Import.objects.update(at=now() - imports.KEPT + timedelta(hours=1))
    retention.forget_files()
    assert default_storage.exists(path)
    Import.objects.update(at=now() - imports.KEPT - timedelta(hours=1))
    assert nightly.forget_files() == "删除了 1 个过期的文件。"
    assert nightly.forget_files() == "删除了 0 个过期的文件。"
    assert not default_storage.exists(path)
    made.refresh_from_db()
    assert made.erased_at and not made.refusals and (made.stored, made.refused) == (2, 2)
    assert "入库 2 件" in page_of(clerk, url) and clerk.get(f"{url}errors/").status_code == 404
    assert Matter.objects.count() == 2


def test_bytes_that_something_else_needs_are_not_erased(clerk: Client, town: Town) -> None:
    data = (HEAD + GOOD).encode()
    go(clerk, uploaded(clerk, data))
    file = SimpleUploadedFile("同一个.txt", data)
    attachments.add(Matter.objects.first(), file, check_upload(file), town.dispatcher)
    Import.objects.update(at=now() - imports.KEPT - timedelta(days=1))
    assert nightly.forget_files() == "删除了 0 个过期的文件。"
    assert issue.read(digest(data)) == data


def test_a_draft_that_ran_out_says_so(clerk: Client) -> None:
    url = uploaded(clerk, HEAD + GOOD)
    Import.objects.update(at=now() - imports.KEPT - timedelta(days=1))
    retention.forget_files()
    assert "文件已删除" in page_of(clerk, url)
    assert clerk.post(url, {"mode": "good"}).status_code == 302 and not OrmQ.objects.exists()
    assert not Export.objects.exists()
