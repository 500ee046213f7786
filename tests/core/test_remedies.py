"""Remedies as data: every row of the table, who reviews it, what an unreviewed one prints, what changes it."""

import csv
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.documents import remedies
from core.models import Holding, Notice, Post, Remedy, User
from core.operations.doctor import examine
from core.values.refused import Refused
from mediation.models import Mediation
from tests.people import Town, moment

EVERYTHING = {
    "arb": True,
    "ended": date(2026, 3, 31),
    "iou": ["罗春梅"],
    "child": True,
    "decided": date(2026, 3, 31),
    "judged": date(2026, 3, 31),
}
KINDS = [choice.label for choice in Mediation.Dispute]

# What each row of the table must say and may never say, whatever is known: kind, code, printed, not printed.
TABLE = [
    ("婚姻家庭", "", ("婚姻登记机关", "不适用诉讼时效", "人身安全保护令", "先予执行"), ("仲裁", "三年")),
    ("婚姻家庭", "0102", ("不适用诉讼时效",), ("仲裁", "三年")),
    ("邻里", "0201", ("不适用诉讼时效", "三年"), ("仲裁",)),
    ("损害赔偿", "0302", ("消除影响", "不适用诉讼时效", "三年"), ("仲裁",)),
    ("损害赔偿", "0303", ("公安机关", "三年"), ("仲裁",)),
    ("损害赔偿", "0505", ("请尽早主张",), ("三年", "二年", "仲裁")),
    ("损害赔偿", "0507", ("三年",), ("仲裁",)),
    ("其他纠纷", "0401", ("不适用诉讼时效", "三年"), ("仲裁",)),
    ("物业", "0402", ("房地产行政主管部门", "三年", "第九百四十四条"), ("仲裁",)),
    ("房屋宅基地", "0403", ("县级人民政府处理", "六十日", "三年"), ("仲裁",)),
    ("医疗", "0502", ("医疗纠纷人民调解委员会", "卫生健康主管部门", "三年"), ("仲裁",)),
    ("道路交通事故", "0503", ("公安机关交通管理部门调解", "三年"), ("先调解", "仲裁")),
    ("环境污染", "0504", ("生态环境保护监督管理", "《生态环境法典》"), ("《环境保护法》", "噪声污染防治法")),
    ("合同", "0602", ("三年", "六个月"), ("仲裁",)),
    ("生产经营", "1002", ("六十日内", "商事调解组织"), ("仲裁",)),
    ("其他消费", "0601", ("消费者协会", "七个工作日"), ("仲裁",)),
    ("旅游", "", ("《旅游法》", "七个工作日"), ("仲裁",)),
    ("电子商务", "", ("《电子商务法》", "七个工作日"), ("仲裁",)),
    ("拖欠农民工工资", "", ("劳动人事争议仲裁委员会", "一年", "十五日", "12348"), ("三年", "直接起诉")),
    ("其他劳动争议", "0701", ("劳动人事争议仲裁委员会", "工伤"), ("三年", "直接起诉")),
    ("其他劳动争议", "0702", ("劳动人事争议仲裁委员会", "六十日内申请行政复议"), ("三年", "直接起诉")),
    ("其他劳动争议", "0704", ("劳动人事争议仲裁委员会", "申诉"), ("三年", "直接起诉")),
    ("其他纠纷", "0804", ("三年", "还款期限"), ("仲裁",)),
    ("其他纠纷", "0803", ("二年", "五年"), ("三年", "仲裁")),
    ("山林土地", "0901", ("农村土地承包仲裁委员会", "二年", "三十日"), ("三年", "六十日")),
    ("山林土地", "0903", ("人民政府处理", "三十日", "不得改变现状"), ("三年", "六十日", "六个月", "仲裁")),
    ("山林土地", "0904", ("《水法》",), ("三年", "六十日", "仲裁")),
    ("征地拆迁", "1101", ("六十日", "六个月", "征收决定"), ("三年", "仲裁", "有管辖权的人民法院")),
    ("征地拆迁", "1102", ("六十日", "六个月"), ("三年", "仲裁", "有管辖权的人民法院")),
    ("其他纠纷", "1103", ("六十日", "六个月"), ("三年", "调解")),
    ("其他纠纷", "1201", ("村民选举委员会", "五日", "三日"), ("调解", "仲裁", "三年")),
    ("其他纠纷", "1299", ("农业农村主管部门", "一年内"), ("三年",)),
    ("其他纠纷", "0999", ("农业农村主管部门", "一年内"), ("三年",)),
    ("其他纠纷", "1303", ("六十日",), ("三年", "调解")),
    ("", "1403", ("政法机关",), ("调解", "三年", "仲裁")),
    ("", "1502", ("纪检监察",), ("调解", "三年", "仲裁")),
    ("", "1601", ("民族、宗教",), ("调解", "三年", "仲裁")),
    ("其他纠纷", "99", ("三年",), ("仲裁",)),
]  # fmt: skip


@pytest.fixture(autouse=True)
def after_all_laws(time_machine_day: None) -> None:
    """All texts of the table are in force."""


@pytest.fixture
def time_machine_day() -> Any:
    with time_machine.travel(moment("2026-10-09 09:00")):
        yield


def printed(kind: str, code: str, **facts: Any) -> str:
    row = remedies.of(kind, code)
    assert row, (kind, code)
    return "".join(remedies.tell(row, facts).lines)


@pytest.mark.parametrize(("kind", "code", "says", "never"), TABLE)
def test_each_kind_says_its_own_ways_and_never_another_s(
    town: Town, kind: str, code: str, says: tuple[str, ...], never: tuple[str, ...]
) -> None:
    text = printed(kind, code)
    assert [words for words in says if words not in text] == []
    assert [words for words in never if words in text] == []


def test_every_line_of_every_row_has_its_article_and_nothing_that_it_may_never_say(town: Town) -> None:
    rows = remedies.current()
    assert len(rows) == len(remedies.brought()) > 40
    for row in rows:
        assert remedies.conflict(row) == "", row
        for known in ({}, EVERYTHING, {"service": True}):
            lines = remedies.lines_of(row, known)
            assert lines, (row, known)
            for line in lines:
                assert "《" in line or "法释" in line, line
                assert "{" not in line and "None" not in line, line
                assert not [word for word in row.never if all(part in line for part in word.split("&"))], line


def test_every_type_and_every_category_of_the_office_has_a_row(town: Town) -> None:
    for kind in KINDS:
        assert remedies.of(kind), kind
    path = Path(settings.BASE_DIR) / "cases/data/categories.csv"
    kinds = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        assert remedies.of(row["司法部口径"], row["代码"]), row
        kinds[row["代码"]] = row["司法部口径"]
    assert (
        kinds["0804"] == "合同"
    )  # a loan is a contract; its three years run from the day on which it was due
    assert remedies.of("合同", "0804").name == "借贷及担保"  # type: ignore[union-attr]


def test_a_strict_category_is_told_its_own_way_whatever_kind_of_dispute_is_chosen(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All categories that are mediated with all kinds of dispute: labour is never sent to the court alone, what has no
    limitation or another one never told of three years.
    """
    monkeypatch.setattr(remedies, "of", cache(remedies.of))  # of each kind and category the row is read once
    path = Path(settings.BASE_DIR) / "cases/data/categories.csv"
    rows = [
        row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()) if row["可调解"] != "否"
    ]
    overruled = 0
    for row, kind in product(rows, KINDS):
        code, own = row["代码"], row["司法部口径"]
        strict, chosen = remedies.of(own, code), remedies.of(kind, code)
        found = remedies.overruling(kind, code, own)
        assert found in (None, strict) and strict and chosen
        text = "".join(remedies.tell(found or chosen, {}).lines)
        never = [*strict.never, *strict.never_alone]
        if "三年" in never:
            assert not [word for word in never if word in text], (code, kind)
        if code.startswith("07"):
            assert "劳动人事争议仲裁委员会" in text, (code, kind)
        overruled += found is not None
    assert not [row for row in rows if remedies.overruling(row["司法部口径"], row["代码"], row["司法部口径"])]
    assert overruled > 100


def test_the_arbitration_of_the_parties_prints_only_where_they_agreed_and_then_no_court(town: Town) -> None:
    assert "仲裁" not in printed("物业", "")
    agreed = printed("物业", "", arb=True)
    assert "向约定的仲裁机构申请仲裁" in agreed and "提起诉讼" not in agreed
    assert "仲裁" not in printed("婚姻家庭", "", arb=True)


def test_household_work_is_no_labour_and_goes_to_the_court(town: Town) -> None:
    text = printed("其他劳动争议", "", service=True, ended=date(2026, 3, 31))
    assert (
        "提起诉讼" in text and "三年" in text and "劳动人事争议仲裁委员会" not in text and "终止" not in text
    )


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 3, 31), "至2027年3月31日（待2027年日历）止"),
        (date(2025, 9, 30), "至2026年9月30日止"),
        (date(2025, 10, 3), "至2026年10月3日（逢休息日，顺延至2026年10月8日）止"),
    ],
)
def test_a_known_day_becomes_the_last_day(town: Town, day: date, until: str) -> None:
    assert until in printed("其他劳动争议", "", ended=day)


def test_who_holds_a_wage_note_is_named_and_nobody_else(town: Town) -> None:
    assert "罗春梅持有用人单位的工资欠条" in printed("拖欠农民工工资", "", iou=["罗春梅"])


# --- Loading and reviewing ------------------------------------------------------------------------------------


def test_loading_again_changes_nothing_and_a_new_text_goes_back_to_unreviewed_and_says_so(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remedies.load() == ""
    before = remedies.of("邻里")
    fresh = tuple(
        Remedy(**{name: getattr(row, name) for name in ("kind", "code", "name", "never", "never_alone", "picks",
               "note", "valid_from")}, lines=[{**line, "text": f"{line['text']}。新"} for line in row.lines]
               if row.kind == "邻里" else row.lines)
        for row in remedies.brought()
    )  # fmt: skip
    monkeypatch.setattr(remedies, "brought", lambda: fresh)
    call_command("load_reference")
    assert "装入 1 行，其中文字有改动、退回未审核的：邻里" in capsys.readouterr().out
    told = Notice.objects.get(sentence__contains="救济途径有 1 行新的文字")
    assert told.user == town.committee_head and "审核以前不能打印" in told.sentence
    now = remedies.of("邻里")
    assert before and now and now.version == 2 and now.reviewed_on is None
    assert Remedy.objects.get(pk=before.pk).lines == before.lines  # a paper's text is still there
    with pytest.raises(Refused, match="尚未审核，不能打印告知"):
        remedies.tell(now, {})


def test_what_the_office_worded_stays_until_the_product_s_own_text_changes(town: Town) -> None:
    row: Any = remedies.of("邻里")
    worded = [{**line, "text": line["text"].replace("可以依法", "依法")} for line in row.lines]
    made = remedies.reword(row, worded, town.committee_head)
    assert (made.version, made.by, made.reviewed_on) == (2, town.committee_head, None)
    assert remedies.load() == "" and remedies.of("邻里") == made


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("婚姻家庭", "申请仲裁", "不能告知“仲裁”"),
        ("征地拆迁", "诉讼时效三年", "不能告知“三年”"),
        ("拖欠农民工工资", "可以直接起诉", "“直接起诉”只能在符合条件时告知"),
        ("房屋宅基地", "权属争议诉讼时效三年", "不能告知“权属&三年”"),
    ],
)
def test_a_wording_that_its_kind_may_never_have_is_refused_in_words(
    town: Town, kind: str, text: str, said: str
) -> None:
    row: Any = remedies.of(kind)
    place = next(n for n, line in enumerate(row.lines) if not [one for one in line["when"] if one[0] != "-"])
    worded = [{**line, "text": text} if n == place else line for n, line in enumerate(row.lines)]
    with pytest.raises(Refused, match=said.split("&")[0]):
        remedies.reword(row, worded, town.committee_head)
    assert remedies.of(kind) == row


def test_a_text_in_force_later_waits_for_its_day(town: Town) -> None:
    assert remedies.of("环境污染")
    with time_machine.travel(moment("2026-08-14 09:00")):
        assert remedies.of("环境污染") is None
        with pytest.raises(Refused, match="尚未审核"):
            remedies.tell(remedies.of("环境污染"), {})


def test_the_database_keeps_every_wording(town: Town) -> None:
    row = Remedy.objects.filter(kind="邻里")
    for act in (
        lambda: row.update(lines=[]),
        lambda: row.update(reviewed_by=town.director),
        lambda: Remedy.objects.filter(kind="邻里").delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_doctor_counts_what_is_unreviewed(town: Town) -> None:
    (found,) = examine(["remedies"])
    assert found.well and "都已审核" in found.seen
    row: Any = remedies.of("邻里")
    remedies.reword(row, [{**row.lines[0], "text": "改了"}, *row.lines[1:]], town.committee_head)
    (found,) = examine(["remedies"])
    assert not found.well and "1 行尚未审核" in found.seen and "救济途径" in found.advice


# --- The page -------------------------------------------------------------------------------------------------


def reworded(town: Town, *kinds: str) -> list[Remedy]:
    made = []
    for kind in kinds:
        row: Any = remedies.of(kind)
        made.append(
            remedies.reword(
                row,
                [{**row.lines[0], "basis": f"{row.lines[0]['basis']}（新）"}, *row.lines[1:]],
                town.committee_head,
            )
        )
    return made


def test_one_page_shows_all_rows_and_reviews_one_or_a_whole_kind(town: Town, client: Client) -> None:
    one, two = reworded(town, "邻里", "医疗")
    client.force_login(town.committee_head)
    page = client.get(reverse("remedies")).content.decode()
    assert "还有 2 行没有审核" in page and "没有仲裁协议时" in page and "〔满1 年之日〕" in page
    address = reverse("remedy_review")
    assert "已审核 1 行" in client.post(address, {"row": one.pk}, follow=True).content.decode()
    one.refresh_from_db()
    assert (one.reviewed_by, one.reviewed_on) == (town.committee_head, date(2026, 10, 9))
    gone: Any = remedies.of("合同")
    reworded(town, "合同")
    page = client.post(address, {"row": [gone.pk, two.pk]}, follow=True).content.decode()
    assert "有的文字刚被改过" in page
    two.refresh_from_db()
    assert two.reviewed_on is None


def test_a_row_is_worded_on_its_page_and_the_earlier_words_stay_beside(town: Town, client: Client) -> None:
    row: Any = remedies.of("婚姻家庭", "0103")
    client.force_login(town.committee_head)
    address = reverse("remedy", args=[row.pk])
    given = {"text_1": "可以申请仲裁", "basis_1": "《仲裁法》第三条"}
    assert "不能告知“仲裁”" in client.post(address, given).content.decode()
    given["text_1"] = "因继承、分家析产发生争议的，可以向继承开始地的人民法院起诉{who}"
    assert "不能自己加" in client.post(address, given).content.decode()
    given = {"text_1": given["text_1"].removesuffix("{who}"), "basis_1": "《民法典》第一千一百二十一条"}
    assert "审核以后才能打印" in client.post(address, given, follow=True).content.decode()
    made: Any = remedies.of("婚姻家庭", "0103")
    assert made.version == 2 and made.lines[0]["text"] == given["text_1"]
    page = client.get(reverse("remedy", args=[made.pk])).content.decode()
    assert "以前的文字" in page and row.lines[0]["text"] in page


def test_the_head_of_a_village_s_committee_does_not_word_the_town_s_papers(
    town: Town, client: Client
) -> None:
    head = User.objects.create_user("village_head", "方立新", must_change_password=False)
    post = Post.objects.create(role="committee_head", unit=town.committee, area=town.taowu, name="主任")
    Holding.objects.create(
        post=post, user=head, starts_on=date(2020, 1, 1), given_by=town.director, activated_by=town.second_dispatcher
    )  # fmt: skip
    client.force_login(head)
    assert client.get(reverse("remedies")).status_code == 403
    assert reverse("remedies") not in client.get(reverse("queue")).content.decode()
    assert head not in remedies.reviewers() and town.committee_head in remedies.reviewers()
    assert not Notice.objects.filter(user=head).exists()
