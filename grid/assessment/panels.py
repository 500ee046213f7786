"""Parts of the page of an assessment: its days, each grid's numbers in the order of the tree, objections; and its paper."""

from collections.abc import Mapping
from typing import Any

from core.access.people import paths_with
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Area
from core.procedure.procedure import Panel, indicators
from core.values.screen_formats import day, filled, when
from grid.assessment import numbers
from grid.assessment.forms import OBJECT
from grid.models import Assessment, AssessmentObjection

S = Assessment.Status


def brief(assessment: Assessment, user: Any) -> dict[str, Any]:
    facts = filled(
        ("月份", f"{assessment.month:%Y年%-m月}"),
        ("拟的人", assessment.first_contact.name),
        ("异议截止", assessment.objections_by and day(assessment.objections_by)),
        ("确认", assessment.confirmed_on and f"{day(assessment.confirmed_on)} {assessment.confirmed_by}"),
    )
    return {"facts": facts}


def table(assessment: Assessment, user: Any) -> dict[str, Any]:
    """The reader's own grids once more before all of them: on a phone these are five screens."""
    rows = numbers.lines(assessment)
    places = Area.objects.filter(Area.under(paths_with(user, OBJECT)), pk__in=assessment.grids)
    own = set(places.values_list("code", flat=True))
    mine = [line for line in rows if line.key in own]
    return {
        "pk": assessment.pk,
        "filled": [line.key for line in rows if line.size],
        "heads": [(numbers.label(key), indicators()[key].definition) for key in numbers.NUMBERS],
        "parts": [
            (title, [*map(_row, part)]) for title, part in (("本网格", mine), ("各网格", rows)) if part
        ],
    }


def _row(line: numbers.Line) -> tuple[str, str, list[tuple[str, str, int, int]]]:
    cells = [(key, numbers.label(key), line.now[key], line.drawn[key]) for key in numbers.NUMBERS]
    return line.name, line.key, cells


def objections(assessment: Assessment, user: Any) -> dict[str, Any]:
    rows = list(assessment.objections.select_related("by", "decided_by"))
    files = assessment.incidents.filter(numbers.UNSEALED)
    names = dict(files.values_list("pk", "about__number")) if rows else {}
    return {"rows": [_objection(row, names) for row in rows]}


def _objection(row: AssessmentObjection, names: Mapping[int, str]) -> dict[str, Any]:
    """Of an incident that was sealed since nothing is said."""
    open_ = all(pk in names for pk in row.incidents)
    return {
        "place": row.place,
        "what": numbers.label(row.number),
        "named": "、".join(names.get(pk, "保密事项") for pk in row.incidents),
        "words": row.words if open_ else "",
        "by": f"{row.by.name if row.by else ''} {when(row.at)}",
        "verdict": row.get_verdict_display(),
        "waits": not row.verdict,
        "reason": row.reason if open_ else "",
        "decided": f"{row.decided_by.name if row.decided_by else ''} {when(row.decided_at)}"
        if row.decided_at
        else "",
    }


PANELS = (
    Panel("grid/screening_brief.html", brief, brief=True),
    Panel("grid/assessment_table.html", table),
    Panel("grid/assessment_objections.html", objections),
)

# --- Its paper ---------------------------------------------------------------------------------------------------------


def paper(assessment: Assessment) -> Mapping[str, Any]:
    own = objections(assessment, None)["rows"]
    said = [
        f"第{row['place']}件（{row['what']}）：{row['verdict']}，{row['reason'].rstrip('。')}" for row in own
    ]
    return {
        "heading": "网格考核表",
        "table": [
            ("h1", [("月　　份", f"{assessment.month:%Y年%-m月}"), ("异议截止", say.day(assessment.objections_by))]),
            ("h2", [("异议认定", "；".join(said) or "没有人提出异议")]),
            ("h1", [("确　　认", f"{say.day(assessment.confirmed_on)}，{assessment.confirmed_by}")]),
        ],
        "heads": ("网　　格", *map(numbers.label, numbers.NUMBERS)), "counts": True,
        "list": [(line.name, *map(line.said, numbers.NUMBERS)) for line in numbers.lines(assessment)],
        "note": "按区划编码排列，不打分、不合计、不排名，不考核个人；“拟”是更正以前的数。封闭办理的不计入。",
        "inks": (("综治中心", "（印章）"),),
    }  # fmt: skip


DOCUMENTS = (
    DocumentKind("grid.assessment", "网格考核表", "documents/boxes.html", paper, number="{short}网考〔{year}〕{serial}号",
        permission="grid.view", statuses=frozenset({S.CONFIRMED})),
)  # fmt: skip
