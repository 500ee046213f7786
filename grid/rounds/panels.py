"""Parts of the page of a round: how far it is, and each grid in the order of its code."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from core.models import Matter
from core.procedure.procedure import Panel
from core.values.screen_formats import day, when
from grid.models import ScreenedGrid, Screening
from grid.posts import answering
from grid.posts.answering import Answer
from grid.posts.duties import Kind

ANSWERING = (Kind.WORKER, Kind.HEAD)


def brief(screening: Screening, user: Any) -> dict[str, Any]:
    return {"facts": list(_facts(screening)), "left": _left(screening)}


def _facts(screening: Screening) -> Iterator[tuple[str, str]]:
    yield "种类", f"{screening.get_occasion_display()} {screening.words}".strip()
    yield "排查日期", f"{day(screening.first)} 至 {day(screening.last)}"
    yield "报送截止", day(screening.report_by)
    yield "排查重点", screening.topics
    yield "已报", f"{screening.answered} / {screening.asked} 个网格"
    yield "发现", f"{screening.finds.filter(found__compartment='').count()} 件"
    if screening.summary:
        yield "汇总意见", screening.summary


def _left(screening: Screening) -> str:
    """逾期没有报的: as a fact of grids."""
    left = screening.asked - screening.answered
    over = screening.status == Screening.Status.RUNNING and localdate() > screening.report_by
    return f"报送截止已过，还有 {left} 个网格没有报。" if left and over else ""


def who(rows: list[ScreenedGrid], on: Any) -> dict[int, str]:
    """Who answers for each grid on a day: its worker, else its head, else the unit."""
    found = answering.on([row.area_id for row in rows], on)

    def name(row: ScreenedGrid) -> str:
        answers: list[Answer] = [
            one for one in found[row.area_id] if one.kind in ANSWERING and not one.doubled
        ]
        return answers[0].name if answers else row.unit.short_name

    return {row.area_id: name(row) for row in rows}


def rows_of(screening: Screening) -> list[ScreenedGrid]:
    return list(
        screening.grids.select_related("area__parent", "unit", "by").prefetch_related("finds__found__area")
    )


def grids(screening: Screening, user: Any) -> dict[str, Any]:
    """What was found is a link where the reader sees it, and a number else."""
    rows = rows_of(screening)
    ids = [find.found_id for row in rows for find in row.finds.all()]
    seen = Matter.objects.seen_by(user, ids)
    names = who(rows, min(localdate(), screening.report_by))
    return {"rows": [_row(row, names[row.area_id], seen) for row in rows]}


def _row(row: ScreenedGrid, name: str, seen: set[int]) -> dict[str, Any]:
    finds = list(row.finds.all())
    return {
        "grid": row.area.full_name,
        "who": name,
        "result": row.get_result_display(),
        "missing": not row.result,
        "at": when(row.at) if row.at else "",
        "late": row.late,
        "words": row.words,
        "finds": [
            {"pk": one.found_id, "what": one.get_what_display(), "title": one.found.shown_title, "closed": bool(one.found.closed_at)}
            for one in finds
            if one.found_id in seen
        ],
        "others": len([one for one in finds if one.found_id not in seen and not one.found.sealed]),
    }  # fmt: skip


PANELS = (
    Panel("grid/screening_brief.html", brief, brief=True),
    Panel("grid/screening_grids.html", grids),
)
