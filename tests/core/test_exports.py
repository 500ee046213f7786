"""What is taken out of the house as a file: the rows of the list, masked, marked, logged; long ones by the queue."""

import csv
import io
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ

from cases.listing import VIEWS
from cases.models import Case, Category
from core.documents import disk_space
from core.exchange import export_files, export_lines, exports
from core.models import Document, Exclusion, Export, Holding, Matter, Notice, Party, Progress
from core.operations import nightly
from core.procedure.procedure import procedures
from mediation.listing import VIEWS as MEDIATION_VIEWS
from tests.people import Town
from tests.sweeps.world import PARTIES, SECRETS

WHY = {"format": "csv", "reason": "月度例会用"}
FORMATS = ("csv", "xlsx")


@pytest.fixture
def hall(db: None, built: Town) -> Town:
    return deepcopy(built)


@pytest.fixture(scope="module")
def built(scene: Town) -> Town:
    """Cases in all states, of two villages, with people; one of them went to mediation."""
    town = scene
    Category.objects.get_or_create(code="0101", defaults={"name": "水利", "initials": "sl"})
    people = [dict(party) for party in PARTIES]
    town.register("一号水渠堵塞", parties=people)
    town.hand_over(town.register("二号水渠堵塞", parties=people, channel="phone"))
    town.replied(demand="三号路灯不亮", parties=people, area=town.songling)
    done = town.replied(demand="四号路面塌陷", parties=people)
    town.act(done, "call_back", town.receptionist, satisfaction="satisfied", note="电话回访。")
    town.act(town.register("五号登记重复"), "void", town.director, reason="重复登记。")
    late = town.hand_over(town.register("六号已经逾期", parties=people))
    Matter.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=3), warn_at=None)
    soon = town.hand_over(town.register("七号快要到期"))
    Matter.objects.filter(pk=soon.pk).update(
        due_at=timezone.now() + timedelta(days=1), warn_at=timezone.now() - timedelta(days=1)
    )
    mediated = town.register("八号邻里争界", parties=people)
    town.act(
        mediated,
        "to_mediation",
        town.dispatcher,
        body=town.committee,
        dispute="neighbour",
        source="application",
    )
    return town


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def take(client: Client, url: str, how: str = "csv") -> list[list[Any]]:
    """Heads and lines of an export, without its mark."""
    answer = client.post(url, {**WHY, "format": how})
    assert answer.status_code == 200, answer.content
    return read(whole(answer), how)


def read(data: bytes, how: str) -> list[list[Any]]:
    if how == "csv":
        assert data.startswith("\ufeff".encode())
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert lines[-1][0].endswith(f"理由：{WHY['reason']}")
        return lines[:-1]
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert rows[0][0].endswith(f"理由：{WHY['reason']}")
    return rows[1:]


def codes(lines: list[list[Any]]) -> list[tuple[str, str]]:
    """Code and title by line."""
    heads = lines[0]
    code, title = heads.index("事项编号"), heads.index("事项")
    return [(line[code], line[title]) for line in lines[1:]]


def shown(client: Client, url: str) -> list[tuple[str, str]]:
    answer = client.get(url)
    return [(row.code, row.title) for row in answer.context["rows"]]


QUERIES = [
    *(f"view={view.name}" for view in VIEWS),
    "view=nonsense",
    "view=all&q=水渠",
    "view=all&channel=phone",
    "view=all&status=replied",
    "view=all&since=2999-01-01",
    "view=all&since=nonsense",
    "view=all&category=99",
    "view=open&size=100&after=2020-01-01T00:00:00%2B00:00|1",
]


def test_the_file_holds_the_rows_of_the_list_in_their_order(hall: Town, client: Client) -> None:
    day = timezone.localdate()
    numbers = [
        f"counted={key}&first={day.replace(day=1)}&last={day}&area={hall.taowu.code}"
        for key in ("received", "finished")
    ]
    villages = [f"view=all&village={hall.songling.pk}", f"view=all&unit={hall.works.pk}"]
    seen = set()
    readers = ("director", "unit_head", "petition_officer", "supervisor", "archivist")
    for key in readers:
        client.force_login(hall.users[key])
        formats = (
            FORMATS if key in readers[:2] else FORMATS[:1]
        )  # the lines are the same, and made in one place
        for query in [*QUERIES, *numbers, *villages]:
            plain = query.split("&size")[0]
            want = shown(client, f"/cases/?{plain}&size=100")
            seen.add(len(want))
            for how in formats if want else ():
                assert codes(take(client, f"/exports/case/?{query}", how)) == want, (key, query, how)
            if not want:
                assert client.post(f"/exports/case/?{query}", WHY).status_code == 422, (key, query)
    assert {0, 1, 8} <= seen  # the queries do tell rows apart


@pytest.mark.parametrize("how", FORMATS)
def test_mediations_go_the_same_way(hall: Town, client: Client, how: str) -> None:
    client.force_login(hall.committee_head)
    for view in MEDIATION_VIEWS:
        want = shown(client, f"/mediations/?view={view.name}")
        if want:
            lines = take(client, f"/exports/mediation/?view={view.name}", how)
            assert codes(lines) == want
            line = dict(zip(lines[0], lines[1], strict=True))
            assert (line["纠纷类型"], line["申请人"]) == ("邻里", "陶**")
    assert shown(client, "/mediations/?view=all")


def test_the_button_carries_the_filter_and_the_page_says_it(hall: Town, client: Client) -> None:
    client.force_login(hall.director)
    page = client.get("/cases/?view=all&q=水渠").content.decode()
    assert 'href="/exports/case/?view=all&amp;q=%E6%B0%B4%E6%B8%A0"' in page
    page = client.get("/exports/case/?view=all&q=水渠").content.decode()
    assert "共 2 件" in page
    assert "全部，内容：水渠" in page
    client.force_login(hall.receptionist)
    assert "/exports/" not in client.get("/cases/").content.decode()


def test_each_cell_says_what_the_office_says(hall: Town, client: Client) -> None:
    case = Case.objects.get(title__contains="四号")
    case.category = Category.objects.get(code="0101")
    case.save()
    client.force_login(hall.director)
    lines = take(client, "/exports/case/?view=done&q=四号", "xlsx")
    line = dict(zip(lines[0], lines[1], strict=True))
    today = timezone.localdate()
    assert line["收到日期"].date() == line["办结日期"].date() == today
    assert line["下一期限"] is None
    told = ("灯", "登记号", "申请人", "村", "来源", "类别", "环节", "评价")
    assert [line[head] for head in told] == [
        "已办结",
        case.number,
        "陶**",
        "桃坞村",
        "来访",
        "水利",
        "已办结",
        "满意",
    ]
    lines = take(client, "/exports/case/?view=overdue", "csv")
    line = dict(zip(lines[0], lines[1], strict=True))
    assert line["灯"].startswith("红灯，超 ")
    assert line["现由单位"] == "村镇办"
    assert date.fromisoformat(line["下一期限"]) < today


def test_what_the_reader_may_not_see_is_not_in_it(hall: Town, client: Client) -> None:
    sealed = hall.register("九号被打的孩子", parties=[dict(party) for party in PARTIES])
    hall.act(sealed, "seal", hall.director, compartment="minor", reason="涉及未成年人。")
    client.force_login(hall.second_dispatcher)
    assert sealed.code not in dict(codes(take(client, "/exports/case/?view=all")))
    hall.users["head"] = hall.unit_head
    client.force_login(hall.unit_head)
    mine = dict(codes(take(client, "/exports/case/?view=all")))
    assert mine.keys() < set(Matter.objects.values_list("code", flat=True))
    # Who keeps it finds it under no title, without people and without what it is about.
    client.force_login(hall.director)
    assert "保密事项" in [title for _, title in shown(client, "/cases/?view=all")]
    for how in FORMATS:
        lines = take(client, "/exports/case/?view=all", how)
        line = next(line for line in lines if sealed.code in line)
        assert (line[3], line[4], line[8]) == ("保密事项", "保密", "保密")


@pytest.mark.parametrize("how", FORMATS)
def test_no_number_and_no_address_leaves_the_house(hall: Town, client: Client, how: str) -> None:
    case = Case.objects.get(title__contains="一号")
    said = "打 19900000013 找陶根发"
    Matter.objects.filter(pk=case.pk).update(title=said, masked_title=said)
    client.force_login(hall.director)
    lines = take(client, "/exports/case/?view=all", how)
    text = str(lines)
    assert "陶**" in text
    assert "打 *** 找" in text
    assert not [secret for secret in (*SECRETS, "19900000013", "潘水英") if secret in text]


def test_of_many_applicants_five_are_named(hall: Town, client: Client) -> None:
    case = Case.objects.get(title__contains="一号")
    Party.objects.bulk_create(Party(matter_id=case.pk, name=f"钱{n}二", order=n) for n in range(2, 9))
    client.force_login(hall.director)
    line = take(client, "/exports/case/?view=all&q=一号")[1]
    assert "陶**、钱**、钱**、钱**、钱**等 8 人" in line


DANGEROUS = ("=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1+1")


def test_a_formula_is_text_in_both_formats(hall: Town, client: Client) -> None:
    client.force_login(hall.director)
    for title in DANGEROUS:
        Matter.objects.filter(title__contains="一号").update(
            title=f"一号{title}", masked_title=f"一号{title}"
        )
        case = Case.objects.get(title__startswith="一号")
        Matter.objects.filter(pk=case.pk).update(title=title, masked_title=title)
        url = f"/exports/case/?view=all&since={case.received_at:%Y-%m-%d}"
        titles = [found for code, found in codes(take(client, url)) if code == case.code]
        assert titles == [f"'{title}"]
        data = whole(client.post(url, {**WHY, "format": "xlsx"}))
        page = openpyxl.load_workbook(io.BytesIO(data)).active
        line = next(row for row in page.iter_rows() if row[1].value == case.code)
        assert (line[3].data_type, str(line[3].value)[-1]) == ("s", title[-1])
        assert not [
            cell for row in page.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink
        ]
        Matter.objects.filter(pk=case.pk).update(title="一号")


def test_the_workbook_is_ready_to_work_with_and_names_its_taker(hall: Town, client: Client) -> None:
    client.force_login(hall.director)
    data = whole(client.post("/exports/case/?view=all", {**WHY, "format": "xlsx", "reason": "报县里 & 镇里"}))
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (page.title, page.freeze_panes) == ("事项台账", "A3")
    assert page.auto_filter.ref == f"A2:P{page.max_row}"
    assert page.column_dimensions["D"].width > 40
    mark, export = page["A1"].value, Export.objects.get()
    for words in ("周玉兰", "director", f"第 {export.pk} 号", "共 8 件", "事项台账，全部", "报县里 & 镇里"):
        assert words in mark
    assert "周玉兰" in page.oddFooter.left.text
    assert "报县里 ＆ 镇里" in page.oddFooter.left.text
    text = whole(client.post("/exports/case/?view=all", WHY)).decode("utf-8-sig").splitlines()
    assert text[0].startswith("灯,事项编号,登记号,事项,申请人,收到日期,村,来源,类别,环节,现由单位")
    assert "周玉兰（director）" in text[-1] and "共 8 件" in text[-1]


def test_a_reason_is_asked_for_and_the_taking_is_logged(hall: Town, client: Client) -> None:
    client.force_login(hall.director)
    url = "/exports/case/?view=all&size=100&q=水渠"
    for data, sentence in (
        ({"format": "csv"}, "请写明为什么要导出。"),
        ({"format": "csv", "reason": "看看"}, "请把理由写清楚，至少四个字。"),
        ({"reason": "月度例会用"}, "请选一种格式。"),
        ({"format": "pdf", "reason": "月度例会用"}, "请选一种格式。"),
    ):
        answer = client.post(url, data)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Export.objects.exists()
    answer = client.post(url, WHY)
    assert "filename*=utf-8''%E4%BA%8B%E9%A1%B9" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    export = Export.objects.get()  # before the first byte is read
    assert (export.by, export.reason, export.format, export.count) == (hall.director, "月度例会用", "csv", 2)
    assert (export.kind, export.query, export.words) == (
        "case",
        "view=all&q=%E6%B0%B4%E6%B8%A0",
        "全部，内容：水渠",
    )
    assert abs(timezone.now() - export.at) < timedelta(minutes=1)
    for change in (lambda: Export.objects.update(reason="改"), export.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    client.force_login(hall.auditor)
    page = client.get("/audit/exports/").content.decode()
    for words in ("周玉兰", "全部，内容：水渠", "月度例会用", "?view=all&amp;q="):
        assert words in page
    client.force_login(hall.director)
    assert client.get("/audit/exports/").status_code == 403


def test_who_has_no_right_to_it_gets_nothing(hall: Town, client: Client) -> None:
    for key in (
        "receptionist",
        "handler",
        "duty_leader",
        "mediator",
        "grid_chief",
        "auditor",
        "system_admin",
    ):
        client.force_login(hall.users[key])
        assert client.get("/exports/case/").status_code == 403, key
        assert client.post("/exports/case/", WHY).status_code == 403, key
    client.force_login(hall.director)
    assert not Export.objects.exists()
    for url in ("/exports/nonsense/", "/exports/case/?counted=nonsense", "/exports/case/?counted=received"):
        assert client.get(url).status_code == client.post(url, WHY).status_code == 404, url


# --- Long ones, by the queue ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", FORMATS)
def test_a_long_one_is_made_by_the_queue_for_its_maker_alone(
    hall: Town, client: Client, settings: Any, how: str
) -> None:
    settings.EXPORT_AT_ONCE = 7
    client.force_login(hall.director)
    answer = client.post("/exports/case/?view=all", {**WHY, "format": how})
    export = Export.objects.get()
    url = f"/exports/made/{export.pk}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    assert [job.func() for job in OrmQ.objects.all()] == ["core.operations.nightly.make_export"]
    page = client.get(url).content.decode()
    assert "排队中" in page and "data-poll" in page
    assert client.get(f"{url}file/").headers["Location"] == url
    assert nightly.make_export(export.pk) == f"第 {export.pk} 号导出：8 件。"
    assert nightly.make_export(export.pk) == f"第 {export.pk} 号导出已有。"
    paper = Document.objects.get(kind=exports.KIND)
    assert (paper.scope, paper.facts, paper.issued_by) == (
        str(export.pk),
        {"rows": 8, "format": how},
        hall.director,
    )
    assert Notice.objects.filter(user=hall.director, key=f"export:{export.pk}").count() == 1
    assert "已完成" in client.get(url).content.decode()
    answer = client.get(f"{url}file/")
    data = whole(answer)
    assert answer.headers["Content-Type"] == exports.TYPES[Export.Format(how)]
    assert codes(read(data, how)) == shown(client, "/cases/?view=all")
    assert client.get(f"/documents/{paper.pk}/").status_code == 403
    for key in ("second_dispatcher", "archivist"):
        client.force_login(hall.users[key])
        assert client.get(url).status_code == client.get(f"{url}file/").status_code == 404
    client.force_login(hall.auditor)
    assert client.get(f"{url}file/").status_code == 403
    assert client.get(f"/documents/{paper.pk}/").status_code == 403


def long(hall: Town, settings: Any, client: Client) -> Export:
    settings.EXPORT_AT_ONCE = 1
    client.force_login(hall.director)
    assert client.post("/exports/case/?view=all", WHY).status_code == 302
    return Export.objects.get()


def test_two_at_once_make_one_file(
    hall: Town, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = long(hall, settings, client)
    write, nested = exports.write, []

    def overtaken(*given: Any) -> None:
        write(*given)
        if not nested:
            nested.append(1)
            exports.make(export.pk)

    monkeypatch.setattr(exports, "write", overtaken)
    assert exports.make(export.pk).endswith("已由另一个任务做好。")
    assert Document.objects.filter(kind=exports.KIND).count() == 1


def test_one_that_broke_says_so_and_can_be_made_again(
    hall: Town, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = long(hall, settings, client)

    def breaks(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(exports.issue, "store", breaks)
        with pytest.raises(OSError, match="full"):
            exports.make(export.pk)
    assert "没有做成" in client.get(f"/exports/made/{export.pk}/").content.decode()
    assert exports.make(export.pk).endswith("8 件。")
    assert "下载" in client.get(f"/exports/made/{export.pk}/").content.decode()
    Progress.objects.all().delete()  # as core.operations.nightly.tidy does after a month
    assert "下载" in client.get(f"/exports/made/{export.pk}/").content.decode()
    paper = Document.objects.get(kind=exports.KIND)
    default_storage.delete(exports.issue.path_of(paper.digest))
    assert client.get(f"/exports/made/{export.pk}/file/").status_code == 500


def test_why_it_was_not_made_ends_in_one_stop(
    hall: Town, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = long(hall, settings, client)
    monkeypatch.setattr(disk_space, "free", lambda path: 0)
    assert "磁盘快满了" in exports.make(export.pk)
    page = client.get(f"/exports/made/{export.pk}/").content.decode()
    assert "请告知系统管理员。请回清单再导出一次" in page and "。。" not in page


def test_rights_are_asked_again_when_it_is_made(hall: Town, client: Client, settings: Any) -> None:
    export = long(hall, settings, client)
    Holding.objects.filter(user=hall.director).update(ends_on=date(2021, 1, 1))
    assert "已没有导出的权限" in exports.make(export.pk)
    assert not Document.objects.filter(kind=exports.KIND).exists()


def test_the_file_runs_out_and_the_log_stays(hall: Town, client: Client, settings: Any) -> None:
    export = long(hall, settings, client)
    exports.make(export.pk)
    paper, url = Document.objects.get(kind=exports.KIND), f"/exports/made/{export.pk}/"
    path = exports.issue.path_of(paper.digest)
    later = exports.KEPT + timedelta(hours=1)
    with time_machine.travel(timezone.now() + exports.KEPT - timedelta(hours=1)):
        nightly.forget_files()
        assert default_storage.exists(path)
    with time_machine.travel(timezone.now() + later):
        client.force_login(hall.director)
        assert nightly.forget_files() == "删除了 1 个过期的文件。"
        assert not default_storage.exists(path)
        assert "文件已过期，请重新导出" in client.get(url).content.decode()
        assert client.get(f"{url}file/").headers["Location"] == url
        assert exports.make(export.pk) == f"第 {export.pk} 号导出已有。"
    assert Export.objects.filter(pk=export.pk).exists()


def test_a_file_of_before_its_maker_was_accused_is_given_no_more(
    hall: Town, client: Client, settings: Any
) -> None:
    """The matter that names him may stand in it."""
    export = long(hall, settings, client)
    exports.make(export.pk)
    url = f"/exports/made/{export.pk}/"
    assert "下载" in client.get(url).content.decode()
    case = Case.objects.first()
    Exclusion.objects.create(matter=case.root, user=hall.director, ground="accused", article="第三十条")
    assert "文件已过期，请重新导出" in client.get(url).content.decode()
    assert client.get(f"{url}file/").headers["Location"] == url


def test_one_person_has_two_long_ones_under_way_at_most(hall: Town, client: Client, settings: Any) -> None:
    first = long(hall, settings, client)
    assert client.post("/exports/case/?view=all", WHY).status_code == 302
    answer = client.post("/exports/case/?view=all", WHY)
    assert answer.status_code == 422 and "您有 2 份大的导出还没有做完" in answer.content.decode()
    assert Export.objects.count() == OrmQ.objects.count() == 2
    settings.EXPORT_AT_ONCE = 5000
    assert client.post("/exports/case/?view=all", WHY).status_code == 200  # a short one waits for nobody
    settings.EXPORT_AT_ONCE = 1
    client.force_login(hall.dispatcher)
    assert client.post("/exports/case/?view=all", WHY).status_code == 302
    client.force_login(hall.director)
    exports.make(first.pk)
    assert client.post("/exports/case/?view=all", WHY).status_code == 302


# --- What it costs --------------------------------------------------------------------------------------------


def test_it_costs_the_same_for_few_rows_and_for_many(
    hall: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_lines, "BATCH", 100)
    client.force_login(hall.director)

    def cost(how: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            take(client, "/exports/case/?view=all", how)
        return len(captured)

    cost("csv")
    few = [cost(how) for how in FORMATS]
    for number in range(16):
        town_case = hall.register(f"第{number}段水渠", parties=[dict(party) for party in PARTIES])
        if number % 2:
            hall.hand_over(town_case)
    assert [cost(how) for how in FORMATS] == few
    assert max(few) <= 14
    monkeypatch.setattr(export_lines, "BATCH", 6)  # 24 rows, four batches instead of one
    assert [cost(how) for how in FORMATS] == [count + 3 * 2 for count in few]


def test_every_batch_is_in_it_once(hall: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(hall.director)
    want = shown(client, "/cases/?view=all")
    monkeypatch.setattr(export_lines, "BATCH", 3)
    for how in FORMATS:
        assert codes(take(client, "/exports/case/?view=all", how)) == want


def test_every_list_can_be_taken_and_no_column_has_two_meanings() -> None:
    listed = [procedure for procedure in procedures() if procedure.listing]
    assert len(listed) >= 2
    for procedure in listed:
        heads = [head for head, _ in export_lines.columns(procedure)]
        assert len(set(heads)) == len(heads)
    assert export_files.DANGEROUS[:4] == tuple("=+-@")
