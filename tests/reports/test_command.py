"""`manage.py statistics`: the numbers of the report, and sentences for what was typed wrong."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.standard_tables import T1
from core.statistics.counting import COLUMNS, month_of
from reports import monthly, tables
from tests.people import Town
from tests.reports import october

pytestmark = pytest.mark.usefixtures("told")


def printed(*options: str) -> str:
    out = StringIO()
    call_command("statistics", *options, stdout=out)
    return out.getvalue()


def test_json_is_what_the_report_freezes() -> None:
    found = json.loads(printed("--month", "2026-10", "--json"))
    assert found == monthly.frozen(month_of("2026-10"))["tables"]["T1"]
    assert list(found) == list(T1)
    assert all(list(row) == list(COLUMNS) for row in found.values())
    assert found["received"] == dict(zip(COLUMNS, october.OCTOBER["received"], strict=True))


def test_every_table_can_be_printed() -> None:
    frozen = json.loads(json.dumps(tables.frozen(month_of("2026-10"))))
    for name, title in tables.titles().items():
        assert title in printed("--month", "2026-10", "--table", name)
        assert json.loads(printed("--month", "2026-10", "--table", name, "--json")) == frozen[name], name


def test_an_area_is_named_by_its_code(town: Town) -> None:
    found = json.loads(printed("--month", "2026-10", "--area", town.songling.code, "--json"))
    assert (found["received"]["month"], found["finished"]["month"]) == (1, 1)


def test_as_text_with_dashes() -> None:
    text = printed("--month", "2026-10")
    line = next(line for line in text.splitlines() if line.startswith("按期办结率"))
    assert line.split() == ["按期办结率", "66.7%", "—", "—", "100.0%", "−33.3点", "66.7%"]
    assert "未完" not in text
    assert "未完" in printed("--month", "2026-11")


def test_numbers_only() -> None:
    text = printed("--month", "2026-10") + printed("--month", "2026-10", "--json")
    assert not any(word in text for word in ("反映", "林小满", "陈守田", "SX99"))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--month", "2026-13"), "“2026-13”不对"),
        (("--month", "十月"), "“十月”不对"),
        (("--month", "2026-10", "--area", "990000"), "没有编码为“990000”的区域"),
    ],
)
def test_what_was_typed_wrong_is_told_in_chinese(options: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        printed(*options)
    assert refused.value.returncode == 2
