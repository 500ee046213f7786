"""What the acts of a commendation ask."""

import re
from typing import Any

from django import forms

from core.values.form_base import choice, limit, long_text, short_text
from core.workflow.forms import ActForm, RowField
from core.workflow.record_steps import asking
from grid.models import Commendation, CommendationObjection
from grid.objections import objected

WORDS = ("honoured", "reasons")
# Levels, stars and figures (整治形式主义为基层减负若干规定; 国办函〔2026〕12号): a commendation says what was done.
GRADED = re.compile(
    r"[一二两三四五六七八九十\d]+\s*颗?星|星级|[特一二三四五]等奖?|[甲乙丙]等|[金银铜]奖|积分|得分|评分|打分|满分|总分|\d+\s*分(?!钟)|"
    r"排名|名次|位居|第[一二三四五\d]+名|冠军|(?:\d|[一二两三四五六七八九]?[十百千])+\s*多?余?(?:件|条|起|次|户次|人次)|最多|\d\s*[%％]|百分之"
)
GRADED_NO = "写到“{}”：表彰不分等次、不评星、不凭件数和积分，请写做了什么、好在哪里。"


TITLE = short_text("称号", 40, help_text="如：热心调解的网格员")


class DraftForm(asking(Commendation, *WORDS, title=TITLE)):  # type: ignore[misc]
    """拟表彰, in words."""

    field_order = kept = ("title", *WORDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["honoured"] = "".join(data.get("honoured", "").split())  # 贺 志强 is 贺志强
        for name in ("title", *WORDS):
            if found := GRADED.search(data.get(name) or ""):
                self.add_error(name, GRADED_NO.format(found.group()))
        return data


class ObjectForm(asking(CommendationObjection, "who", "words")):  # type: ignore[misc]
    """登记异议: of who signed a letter nothing is attached, for the papers are open to every unit."""

    field_order = ("who", "words")

    def clean_scan(self) -> Any:
        if self.cleaned_data["scan"]:
            raise forms.ValidationError("来信原件各单位都看得到，不要附在这里，请交核查的人另行保管。")
        return self.cleaned_data["scan"]


def _waiting(form: Any) -> Any:
    """Never for who is honoured."""
    rows = form.matter.objections.filter(verdict="")
    return rows.none() if form.user and form.user.name in form.matter.honoured else rows


class ExamineForm(ActForm):
    """核查异议: with it the notice falls, or it stands; why, in both cases."""

    objection = RowField("异议", _waiting, says=objected, alone=True)
    verdict = choice("认定", [("corrected", "成立，撤回公示"), ("upheld", "不成立，继续公示")])
    reason = long_text(
        "核查情况",
        rows=3,
        limit=limit(CommendationObjection, "reason"),
        help_text="各单位都看得到，不写是谁提的。",
    )
