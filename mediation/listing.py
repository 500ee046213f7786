"""矛盾纠纷调解: its views, filters and columns. An export of them is the office's register (受理登记簿)."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.procedure.listing import ALL, Column, Listing, View, ended, standing
from core.procedure.paging import SOONEST
from mediation.filters import MediationFilter
from mediation.models import Mediation

S = Mediation.Status


VIEWS = (
    View("open", "在办", lambda at: Q(), live=True, order=SOONEST),
    standing("ladder", "梯次调解", S.ON_LADDER),
    standing("applied", "待受理", S.APPLIED),
    standing("mediating", "在调", S.ACCEPTED, S.IN_SESSION, S.SUSPENDED),
    standing("signing", "待签字生效", S.AGREED),
    standing("performing", "履行中", S.EFFECTIVE),
    standing("filing", "待归档", S.PERFORMED, S.ENDED),
    ended("settled", "梯次化解", S.SETTLED),
    ended("archived", "已归档", S.ARCHIVED),
    ALL,
)


def result(row: Any) -> str:
    """What came of it: 调解成功, 终止（…）, 梯次化解, 不予受理, 已作废; empty while nothing has."""
    if row.voided_at:
        return "已作废"
    if row.settled_level is not None:
        return "调解成功（梯次）" if row.effective_on else "梯次化解"
    if row.refusal:
        return "不予受理"
    if row.end_reason:
        return f"终止（{row.get_end_reason_display()}）"
    if row.effective_on:
        return "调解成功"
    return "拟达成" if row.agreed_at else ""


def performance(row: Any) -> str:
    """已履行 2026-04-20, 履行中, 未履行完，已告知途径; empty where nothing is owed."""
    if row.performed_on:
        return f"已履行 {row.performed_on:%Y-%m-%d}"
    if row.effective_on is None:
        return ""
    return "未履行完，已告知途径" if row.told_unperformed_at else "履行中"


def confirmation(row: Any) -> str:
    """What the court did with the agreement; empty where nobody has asked it."""
    found = getattr(row, "confirmation", None)
    return (found.get_result_display() or "已申请") if found else ""


def accepted_on(row: Any) -> date | None:
    return localdate(row.accepted_at) if row.accepted_at else None


def archived_on(row: Any) -> date | None:
    return localdate(row.closed_at) if row.status == S.ARCHIVED else None


LISTING = Listing(
    label="矛盾纠纷调解",
    views=VIEWS,
    filters=MediationFilter,
    own=(
        Column("纠纷类型", 14, lambda row: row.get_dispute_display()),
        Column("案件来源", 14, lambda row: row.get_source_display(), usual=False),
        Column("调解组织", 24, lambda row: row.body.short_name, usual=False),
        Column("调解员", 12, lambda row: row.mediator.name if row.mediator else "", usual=False),
    ),
    outcome=(
        Column("受理日期", 12, accepted_on, usual=False),
        Column("调解结果", 24, result, usual=False),
        Column("协议形式", 12, lambda row: row.get_form_display(), usual=False),
        Column("涉及金额（元）", 14, lambda row: row.amount, number=True, usual=False),
        Column("生效日期", 12, lambda row: row.effective_on, usual=False),
        Column("履行", 22, performance, usual=False),
        Column("司法确认", 12, confirmation, usual=False),
        Column("归档日期", 12, archived_on, usual=False),
        Column("保管期限", 10, lambda row: row.get_retention_display(), usual=False),
    ),
    related=("body", "mediator", "confirmation"),
    read=(
        "dispute", "source", "body__short_name", "mediator__name", "accepted_at", "agreed_at", "settled_level",
        "refusal", "end_reason", "form", "amount", "effective_on", "performed_on", "told_unperformed_at",
        "confirmation__result", "retention",
    ),
    nothing=("没有这样的调解", "双方愿意调解的事项，在事项页上选“转调解”。"),
    both_sides=True,
)  # fmt: skip
