"""The working calendar in the database: loading, importing, the commands and the page."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from core.deadlines import calendars
from core.deadlines.calendars import import_csv, load_from_chinesecalendar, office_calendar
from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term, explain
from core.management.commands import deadline
from core.models import CalendarDay, CalendarYear, Clock
from tests.people import Town

pytestmark = pytest.mark.django_db

HEAD = "日期,类型,名称\n"
NEW_YEAR = ["2027-01-01,节假日,元旦", "2027-01-02,节假日,元旦", "2027-01-03,节假日,元旦"]
NATIONAL = [f"2027-10-0{n},节假日,国庆节" for n in range(1, 8)]
MADE_UP = ["2027-10-09,调休上班,国庆节"]  # a Saturday
GOOD = [*NEW_YEAR, *NATIONAL, *MADE_UP]


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What was put on the queue."""
    jobs: list[tuple[object, ...]] = []
    monkeypatch.setattr(calendars, "enqueue", lambda *args, name: jobs.append(args))
    return jobs


@pytest.fixture
def empty() -> None:
    """A database that knows no year."""
    CalendarYear.objects.all().delete()


@pytest.fixture
def cn() -> None:
    """The years that the package knows."""
    load_from_chinesecalendar()


def upload(*lines: str, head: str = HEAD, encoding: str = "utf-8", source: str = "国办发明电〔2026〕1号"):
    return import_csv(io.BytesIO((head + "\n".join(lines)).encode(encoding)), None, source)


# --- Loading --------------------------------------------------------------------------------------------


def test_loading_the_package_gives_the_years_2004_to_2026(empty: None, queued: list):
    assert load_from_chinesecalendar() == list(range(2004, 2027))
    assert queued == []  # no clock waits
    calendar = office_calendar()
    assert calendar.years == frozenset(range(2004, 2027))
    assert calendar.add_workdays(date(2026, 4, 2), 5) == date(2026, 4, 10)
    assert calendar.why_off(date(2026, 5, 3)) == "劳动节"
    assert CalendarDay.objects.filter(date__year=2026).count() == 33 + 6


def test_loading_twice_changes_nothing(cn: None, queued: list):
    before = list(CalendarDay.objects.values_list("id", flat=True))
    queued.clear()
    assert load_from_chinesecalendar() == []
    assert list(CalendarDay.objects.values_list("id", flat=True)) == before
    assert queued == []


def test_loading_mends_its_own_years_and_leaves_imported_ones(cn: None):
    CalendarDay.objects.filter(date=date(2026, 5, 1)).delete()
    upload("2025-05-01,节假日,劳动节", *(f"2025-10-0{n},节假日,国庆节" for n in range(1, 8)))
    assert load_from_chinesecalendar() == [2026]
    assert CalendarDay.objects.filter(date__year=2025).count() == 8
    assert not office_calendar().is_workday(date(2026, 5, 1))


def test_the_calendar_is_kept_until_it_changes(cn: None, django_assert_num_queries: Callable):
    first = office_calendar()
    with django_assert_num_queries(1):
        assert office_calendar() is first
    upload(*GOOD)
    assert office_calendar() is not first
    assert 2027 in office_calendar().years


# --- Importing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("head", [HEAD, "date,kind,name\n", "日期,类型,名称,备注\r\n"])
def test_a_file_in_any_usual_shape_is_imported(encoding: str, head: str):
    result = upload(*GOOD, head=head, encoding=encoding)
    assert (result.errors, result.warnings, result.year, result.days) == ((), (), 2027, 11)
    calendar = office_calendar()
    assert calendar.why_off(date(2027, 10, 4)) == "国庆节"
    assert calendar.is_workday(date(2027, 10, 9))


@pytest.mark.parametrize("day", ["2027/1/1", "2027.1.1", "2027年1月1日", "20270101", "２０２７-01-01"])
def test_dates_as_spreadsheets_write_them(day: str):
    assert upload(f"{day},节假日,元旦", *NATIONAL).ok
    assert CalendarDay.objects.get(name="元旦", year=2027).date == date(2027, 1, 1)


def test_a_rest_day_needs_no_name():
    assert upload("2027-01-04,休息日,", *GOOD).ok
    assert office_calendar().why_off(date(2027, 1, 4)) == "休息日"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2027-02-30,节假日,春节", "没有 2027-02-30 这一天"),
        ("下周一,节假日,春节", "不是日期"),
        ("2027-02-08,假,春节", "类型“假”不认识"),
        ("2027-02-08", "类型“”不认识"),
        ("2027-01-01,节假日,元旦", "与第 2 行重复"),
        ("2028-01-01,节假日,元旦", "不属于 2027 年"),
        ("2026-11-30,节假日,元旦", "不属于 2027 年"),
        ("1027-01-01,节假日,元旦", "2000–2100"),
        ("2027-10-12,调休上班,国庆节", "是周二，本来就上班"),
        ("2027-02-08,节假日,=1+1", "像公式"),
        ("=A1,节假日,春节", "像公式"),
        ("2027-02-08,节假日,春\u202e节", "看不见的字符"),
        ('2027-02-08,节假日,"春\n节"', "换行"),
        (f"2027-02-08,节假日,{'春' * 41}", "40 个字"),
    ],
)
def test_one_bad_line_refuses_the_whole_file(line: str, reason: str, queued: list):
    result = upload(*GOOD, line)
    assert not result.ok
    assert len(result.errors) == 1
    assert result.errors[0].startswith(f"第 {len(GOOD) + 2} 行：")
    assert reason in result.errors[0]
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert queued == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "表头"),
        (b"a,b\n1,2\n", "表头"),
        (HEAD.encode(), "没有任何日期"),
        (b"PK\x03\x04\x00\x00", "空字符"),
        (b"\xff\xfe\xff", "编码"),
        (HEAD.encode() + b'2027-01-01,"x\n', "CSV"),
        (b"x" * 300_000, "256 KB"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(data: bytes, reason: str):
    result = import_csv(io.BytesIO(data), None)
    assert reason in result.errors[0]
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_every_bad_line_is_named_in_order():
    result = upload("x,节假日,a", *GOOD, "2028-01-01,节假日,b", "2027-01-01,节假日,c")
    assert [error.split("行")[0] for error in result.errors] == ["第 2 ", "第 14 ", "第 15 "]


@pytest.mark.parametrize(("count", "word"), [(6, "偏少"), (41, "偏多")])
def test_an_odd_number_of_holidays_is_stored_with_a_warning(count: int, word: str):
    result = upload(*(f"2027-{1 + n // 28:02}-{1 + n % 28:02},节假日,x" for n in range(count)))
    assert result.ok
    assert word in result.warnings[0]


def test_a_notice_may_set_the_last_days_of_the_december_before(cn: None, queued: list):
    queued.clear()
    assert upload(*GOOD, "2026-12-31,节假日,元旦").ok
    assert not office_calendar().is_workday(date(2026, 12, 31))
    assert queued == [
        ("core.operations.nightly.fill_pending", 2026),
        ("core.operations.nightly.fill_pending", 2027),
    ]


def test_a_day_that_another_notice_has_set_is_refused(cn: None):
    assert upload(*GOOD, "2026-12-31,节假日,元旦").ok
    again = upload("2026-12-31,节假日,元旦", *(f"2026-10-0{n},节假日,国庆节" for n in range(1, 8)))
    assert again.errors == ("第 2 行：2026-12-31 已由 2027 年的日历规定，请从文件中删去",)
    assert CalendarDay.objects.filter(year=2026).count() == 39


def test_importing_a_year_again_replaces_it_and_says_what_changed():
    upload(*GOOD)
    other = [line.replace("2027-01-02,节假日,元旦", "2027-01-02,调休上班,元旦") for line in GOOD]
    result = upload(*other[:-1], "2027-10-10,调休上班,国庆节", source="更正")
    assert result.replaced
    assert result.changes == (
        "2027-01-02 节假日（元旦） 改为 调休上班（元旦）",
        "2027-10-09 删去：调休上班（国庆节）",
        "2027-10-10 新增：调休上班（国庆节）",
    )
    assert CalendarYear.objects.get(year=2027).source == "更正"
    assert not office_calendar().is_workday(date(2027, 10, 9))


def test_a_year_that_has_passed_is_imported_with_a_warning(time_machine_2028: None):
    assert any("已经过去" in warning for warning in upload(*GOOD).warnings)


@pytest.fixture
def time_machine_2028(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "now", lambda: datetime(2028, 1, 2, tzinfo=UTC))


def test_an_import_has_waiting_clocks_filled(queued: list):
    upload(*GOOD)
    assert queued == [("core.operations.nightly.fill_pending", 2027)]


# --- Commands -------------------------------------------------------------------------------------------


def run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


RULES = {
    "x.report": ClockRule("x.report", "书面告知", "30C", "《条例》第一条"),
    "x.ask": ClockRule("x.ask", "申请", "30C", "《条例》第二条", right=True),
}


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "clock_rules", lambda: RULES)


@pytest.fixture
def ready(cn: None, rules: None) -> None:
    """The calendar and two rules."""


def test_deadline_answers_in_json(ready: None):
    assert json.loads(run("deadline", "3W", "2026-04-02", "--json")) == {
        "term": "3W",
        "start": "2026-04-02",
        "raw": "2026-04-08",
        "rolled": "2026-04-08",
        "target": "2026-04-08",
        "due": "2026-04-08",
        "skipped": [{"date": f"2026-04-0{n}", "reason": "清明节"} for n in (4, 5, 6)],
        "basis": "",
    }


@pytest.mark.parametrize(
    ("rule", "due"), [("30C", "2026-05-01"), ("x.report", "2026-05-01"), ("x.ask", "2026-05-06")]
)
def test_a_duty_is_due_on_the_raw_day_and_a_right_on_the_rolled(ready: None, rule: str, due: str):
    found = json.loads(run("deadline", rule, "2026-04-01", "--json"))
    assert (found["raw"], found["rolled"], found["target"]) == ("2026-05-01", "2026-05-06", "2026-04-30")
    assert found["due"] == due
    assert found["term"] == "30C"
    assert found["basis"] == (RULES[rule].basis if rule in RULES else "")


@pytest.mark.parametrize(
    ("term", "start", "due"),
    [
        ("24H", "2026-04-02T10:10", "2026-04-03T10:10"),
        ("4WH", "2026-04-03T16:00:30", "2026-04-07T11:00:30"),
        ("24H", "2026-04-02T10:10+08:00", "2026-04-03T10:10+08:00"),
    ],
)
def test_hours_are_told_as_moments(ready: None, term: str, start: str, due: str):
    found = json.loads(run("deadline", term, start, "--json"))
    assert [found[key] for key in ("raw", "rolled", "target", "due")] == [due] * 4
    assert found["start"] == start


def test_deadline_answers_in_words(ready: None):
    text = run("deadline", "x.ask", "2026-04-01")
    for words in ("申请：30 日", "2026-05-06（周三）", "2026-05-03 劳动节", "《条例》第二条"):
        assert words in text


def test_deadline_refuses_where_a_year_is_missing(ready: None):
    for term in ("60C", "30W"):
        with pytest.raises(CommandError, match="2027 年工作日历未导入") as refused:
            run("deadline", term, "2026-11-20", "--json")
        assert refused.value.returncode != 0


@pytest.mark.parametrize(
    ("term", "start", "sentence"),
    [
        ("5W", "2026-02-30", "不是有效的日期"),
        ("5W", "2026-04-02T25:00", "不是有效的日期"),
        ("5W", "明天", "不是有效的日期"),
        ("4WH", "2026-04-02", "起算时刻"),
        ("x.unknown", "2026-04-02", "没有名为 x.unknown 的期限规则"),
        ("W5", "2026-04-02", "写法不对"),
        ("9999Y", "2026-04-02", "超出"),
        ("5W", "9999-12-31", "超出"),
        ("24H", "0001-01-01T00:00+14:00", "超出"),
    ],
)
def test_deadline_refuses_nonsense_with_a_sentence(ready: None, term: str, start: str, sentence: str):
    with pytest.raises(CommandError, match=sentence) as refused:
        run("deadline", term, start)
    assert refused.value.returncode == 2


def test_load_calendar_loads_the_package(empty: None):
    assert "2004–2026" in run("load_calendar")
    assert "已是最新" in run("load_calendar")


def test_load_calendar_imports_a_file(tmp_path):
    path = tmp_path / "2027.csv"
    path.write_text(HEAD + "\n".join(GOOD), encoding="utf-8")
    assert "已导入 2027 年日历，共 11 天" in run(
        "load_calendar", str(path), "--source", "国办发明电〔2026〕1号"
    )
    assert CalendarYear.objects.get(year=2027).source == "国办发明电〔2026〕1号"
    path.write_text("nothing", encoding="utf-8")
    with pytest.raises(CommandError, match="表头"):
        run("load_calendar", str(path))
    with pytest.raises(CommandError, match="读不出来"):
        run("load_calendar", str(tmp_path / "none.csv"))


# --- The page -------------------------------------------------------------------------------------------

PAGE = "/settings/calendar/"


@pytest.fixture
def admin(client: Client, town: Town, cn: None) -> Client:
    """The one who keeps the calendar, logged in."""
    client.force_login(town.system_admin)
    return client


def post(client: Client, *lines: str):
    file = SimpleUploadedFile("2027.csv", (HEAD + "\n".join(lines)).encode())
    return client.post(PAGE, {"source": "国办发明电〔2026〕1号", "file": file})


def test_the_page_shows_the_working_days_of_a_year(admin: Client):
    page = admin.get(PAGE, {"year": "2026"})
    assert [month.workdays for month in page.context["months"]] == [
        21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23,
    ]  # fmt: skip
    may = page.context["months"][4]
    assert (may.off, may.made_up) == (["1–5 日 劳动节"], ["9 日周六 劳动节"])
    assertContains(page, "1–5 日 劳动节")


def test_the_page_says_that_a_year_is_missing(admin: Client):
    assertContains(admin.get(PAGE, {"year": "2027"}), "2027 年工作日历未导入")


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "²", "-1", "202\x00"])
def test_a_year_that_is_none_shows_this_year(admin: Client, year: str):
    assert admin.get(PAGE, {"year": year}).status_code == 200


def test_the_page_imports_a_file_and_leads_to_the_year(admin: Client, town: Town):
    answer = post(admin, *GOOD)
    assertRedirects(answer, f"{PAGE}?year=2027", fetch_redirect_response=False)
    row = CalendarYear.objects.get(year=2027)
    assert (row.source, row.loaded_by) == ("国办发明电〔2026〕1号", town.system_admin)
    assertContains(admin.get(answer["Location"]), "已导入 2027 年日历，共 11 天")


def test_the_page_says_what_is_wrong_with_a_file_and_stores_nothing(admin: Client):
    answer = post(admin, *GOOD, "2027-02-30,节假日,春节")
    assertContains(answer, "第 13 行：没有 2027-02-30 这一天", status_code=422)
    assertContains(answer, "国办发明电〔2026〕1号", status_code=422)  # what was typed is kept
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_the_page_asks_for_the_file(admin: Client):
    assertContains(admin.post(PAGE, {"source": "x"}), "请选择文件", status_code=422)


@pytest.mark.parametrize("who", ["receptionist", "director", "auditor", "security_admin"])
def test_only_the_keeper_of_the_calendar_may(client: Client, town: Town, who: str):
    client.force_login(getattr(town, who))
    assert client.get(PAGE).status_code == 403
    assert post(client, *GOOD).status_code == 403
    assert not CalendarYear.objects.filter(year=2027).exists()


# --- The explanation ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "start", "right", "words"),
    [
        (
            "30C",
            date(2026, 4, 1),
            False,
            ["2026-05-06（周三）", "过了法定届满日", "劳动节，照计", "《条例》"],
        ),
        ("30C", date(2026, 4, 1), True, ["可以行使的权利"]),
        ("10W", date(2026, 12, 25), False, ["待2027年日历", "2027 年工作日历未导入"]),
        ("4WH", datetime(2026, 4, 3, 8, tzinfo=UTC), False, ["2026-04-07（周二）11:00", "从时刻起算"]),
    ],
)
def test_the_explanation_page(
    admin: Client, rf, town: Town, term: str, start: date, right: bool, words: list
):
    request = rf.get("/")
    request.user = town.system_admin
    clock = Clock(label="书面告知", basis="《条例》第一条", right=right)
    explanation = explain(Term.parse(term), start, office_calendar(), "法定届满日")
    page = render_to_string("core/deadline.html", {"clock": clock, "explanation": explanation}, request)
    for text in ("“书面告知”期限计算说明", *words):
        assert text in page
