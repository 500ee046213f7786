"""排查情况汇总表: each grid in the order of its code, and what came of what was found."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
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
    finds = ScreenedFind.objects.filter(matter=screening)
    done = set(finds.filter(solved(now())).values_list("pk", flat=True))
    disputes = [one.pk for one in finds if one.what == What.DISPUTE]
    dealt = len(done.intersection(disputes))
    zero = sum(row.result == "zero" for row in rows)
    left = sum(not row.result for row in rows)
    rate = f"{dealt * 100 / len(disputes):.1f}%" if disputes else "—"
    return {
        "unit": settings.TOWN["centre"], "code": screening.code, "heading": "排查情况汇总表",
        "table": [
            ("h1", [("排　　查", screening.title), ("报送截止", say.day(screening.report_by))]),
            ("h2", [("排查重点", screening.topics)]),
            ("h1", [("应报网格", f"{screening.asked} 个"), ("已　　报", f"{screening.answered} 个（零报告 {zero} 个）；未报 {left} 个")]),
            ("h1", [("发　　现", f"矛盾纠纷 {len(disputes)} 件，安全隐患 {screening.found - len(disputes)} 件"), ("化　　解", f"{dealt} 件，化解率 {rate}")]),
            ("h3", [("汇总意见", screening.summary)], "审核人签名：　　　　　年　　月　　日"),
        ],
        "heads": ("网　格", "结果", "首次报送", "发　现", "办理情况"),
        "list": [_line(row, done) for row in rows],
        "note": "化解率＝化解÷排查发现的矛盾纠纷；化解是到出表时已经办结的，作废、调解不成、不予受理的不算。网格按编码排列，不排名。",
        "inks": (),
    }  # fmt: skip


def _line(row: Any, done: set[int]) -> tuple[str, ...]:
    finds = list(row.finds.all())
    ended = sum(one.pk in done for one in finds)
    words = "、".join(
        f"{label}{n}件"
        for label, n in ((kind.label, sum(one.what == kind for one in finds)) for kind in What)
        if n
    )
    came = f"{localtime(row.at):%m-%d %H:%M}{'（逾期）' if row.late else ''}" if row.at else ""
    return (
        row.area.full_name,
        row.get_result_display(),
        came,
        words,
        f"已办结{ended}件，在办{len(finds) - ended}件" if finds else "",
    )


DOCUMENTS = (
    DocumentKind("grid.screening", "排查情况汇总表", "documents/boxes.html", summary, number="{short}排〔{year}〕{serial}号",
        permission="grid.screen", statuses=frozenset({S.RUNNING, S.CLOSED})),
)  # fmt: skip
