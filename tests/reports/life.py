"""A monthly report on its way: drafted, checked, signed, issued, by those of the cast whose part it is."""

from typing import Any

from core.documents import issue
from core.models import Document
from core.procedure.procedure import document_kinds
from core.statistics.counting import month_of
from core.workflow.perform import open_matter
from reports import monthly, tasks
from reports.models import MonthlyReport
from tests.people import Town


def drafted(town: Town, month: str, by: Any = None) -> Any:
    by = by or town.supervisor
    return open_matter("report", by=by, data=tasks.opening(month_of(month), by)).matter


def counted(report: Any) -> dict[str, Any]:
    """What the form of an act counts."""
    return monthly.frozen(report.period)


def submitted(town: Town, month: str) -> Any:
    report = drafted(town, month)
    return town.act(report, "submit", town.supervisor, checker=town.director, note="").matter


def checked(town: Town, month: str) -> Any:
    report = submitted(town, month)
    facts = counted(report)
    return town.act(
        report, "check", town.director, signer=town.duty_leader, note="数字无误", facts=facts
    ).matter


def signed(town: Town, month: str) -> Any:
    return town.act(checked(town, month), "sign_off", town.duty_leader, note="").matter


def issued(town: Town, month: str) -> Any:
    """Without its paper, which takes longer than all before it."""
    report = town.act(signed(town, month), "issue", town.supervisor).matter
    return MonthlyReport.objects.get(pk=report.pk)


def paper(report: Any, by: Any = None) -> Document:
    return issue.issue(document_kinds()[monthly.KIND], report, by)
