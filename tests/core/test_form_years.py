"""A slip in a year is told in words, before anything reckons with it."""

import pytest

from command.campaigns.forms import RuleForm
from command.quality.forms import DrawForm


@pytest.mark.parametrize("day", ["9999-12-31", "9001-01-01", "0202-10-09"])
def test_a_year_that_nobody_means(day: str) -> None:
    for form, name in ((RuleForm({"before": day}), "before"), (DrawForm({"last": day}), "last")):
        assert "请核对年份" in "".join(form.errors[name])
    assert "before" not in RuleForm({"before": "2026-10-09"}).errors
