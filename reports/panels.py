"""Parts of the matter's page that only the monthly report has: what it says, and its tables with their lists."""

from typing import Any

from django.urls import reverse

from core.procedure.procedure import Panel
from core.values.screen_formats import when
from reports import monthly, narrative, tables
from reports.models import MonthlyReport


def brief(report: MonthlyReport, user: Any) -> dict[str, Any]:
    """Who has done what; for those who may see reports, the words and the paper as it would be."""
    facts = [
        ("统计期间", f"{report.period.first} 至 {report.period.last}"),
        ("统计时间", when(report.counted_at)),
        ("编制", report.drafter.name if report.drafter else "—"),
        ("审核", report.checker.name if report.checker else "—"),
        ("签发", f"{report.signed_by}　{when(report.signed_at)}" if report.signed_at else "—"),
    ]
    if not user.has_perm("reports.view"):
        return {"facts": facts}
    facts.append(("数据指纹", monthly.fingerprint(report.facts)))
    return {
        "facts": facts,
        "sections": [
            (title, report.words.get(key, "").strip()) for key, (title, _) in narrative.SECTIONS.items()
        ],
        "preview_url": "" if report.issued_at else reverse("preview_report", args=[report.pk]),
    }


def numbers(report: MonthlyReport, user: Any) -> dict[str, Any]:
    """The tables; every number opens its list."""
    if not user.has_perm("reports.view"):
        return {}
    return {
        "tables": tables.sheets(report.period, report.facts["tables"]),
        "corrections": list(monthly.told_corrections(report.facts)),
    }


PANELS = (Panel("reports/brief.html", brief, brief=True), Panel("reports/tables.html", numbers))
