"""排查情况汇总表: each grid in the order of its code, and what came of what was found."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localtime

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.values.moments import now
from grid.models import ScreenedFind, Screening
from grid.rounds.known import solved
from grid.rounds.panels import rows_of

S, What = Screening.Status, ScreenedFind.What


def summary(screening: Screening) -> Mapping[str, Any]:
    rows = rows_of(screening)
    finds = ScreenedFind.objects.filter(matter=screening, found__compartment="")
    done = set(finds.filter(solved(now())).values_list("pk", flat=True))
    disputes, hazards = (
        [one.pk for one in finds if one.what == what] for what in (What.DISPUTE, What.HAZARD)
    )
    dealt = len(done.intersection(disputes))
    zero = sum(row.result == "zero" for row in rows)
    left = sum(not row.result for row in rows)
    rate = f"{dealt * 100 / len(disputes):.1f}%" if disputes else "—"
    return {
        "heading": "排查情况汇总表",
        "table": [
            ("h1", [("排　　查", screening.title), ("报送截止", say.day(screening.report_by))]),
            ("h2", [("排查重点", screening.topics)]),
            ("h1", [("应报网格", f"{screening.asked} 个"), ("已　　报", f"{screening.answered} 个（零报告 {zero} 个）；未报 {left} 个")]),
            ("h1", [("发　　现", f"矛盾纠纷 {len(disputes)} 件，安全隐患 {len(hazards)} 件"), ("化　　解", f"{dealt} 件，化解率 {rate}")]),
            ("h3", [("汇总意见", screening.summary)], "审核人签名：　　　　　年　　月　　日"),
        ],
        "heads": ("序", "网　　格", "结果、首次报送", "件", "发现和办理"),
        "list": [_line(place, row, done) for place, row in enumerate(rows, 1)],
        "note": "化解率＝化解÷排查发现的矛盾纠纷；化解是到出表时已经办结的，作废、调解不成、不予受理的不算。网格按编码排列，不排名。",
        "inks": (),
    }  # fmt: skip


def _line(place: int, row: Any, done: set[int]) -> tuple[str, ...]:
    finds = [one for one in row.finds.all() if not one.found.sealed]
    kinds = [f"{kind.label}{n}件" for kind in What if (n := sum(one.what == kind for one in finds))]
    came = f" {localtime(row.at):%m-%d}{'（逾期）' if row.late else ''}" if row.at else ""
    ended = f"；已办结{sum(one.pk in done for one in finds)}件" if finds else ""
    result = f"{row.get_result_display()}{came}"
    return str(place), row.area.full_name, result, str(len(finds) or ""), "、".join(kinds) + ended


DOCUMENTS = (
    DocumentKind("grid.screening", "排查情况汇总表", "documents/boxes.html", summary, number="{short}排〔{year}〕{serial}号",
        permission="grid.screen", statuses=frozenset({S.RUNNING, S.CLOSED})),
)  # fmt: skip
