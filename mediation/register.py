"""人民调解受理登记簿: what the register of mediations shows of each."""

from typing import Any

from core.models import Party
from core.procedure.listing import SEALED, Column, Names, Register
from mediation.listing import accepted_on, archived_on, confirmation, performance, result
from mediation.models import Mediation


def _kept(row: Any) -> str:
    on = archived_on(row)
    return f"{on}（{row.get_retention_display()}）" if on else ""


REGISTER = Register(
    "人民调解受理登记簿",
    "《人民调解受理登记表》各栏",
    "mediation_registered",
    (
        Column("编号", 25, lambda row: row.number),
        Column("受理日期", 18, accepted_on),
        Names("申请人", 18, Party.Role.APPLICANT),
        Names("被申请人", 18, Party.Role.RESPONDENT),
        Column("纠纷类型", 18, lambda row: SEALED if row.sealed else str(row.get_dispute_display())),
        Column("来源", 18, lambda row: str(row.get_source_display())),
        Column("调解组织", 18, lambda row: row.body.short_name),
        Column("调解员", 14, lambda row: row.mediator.name if row.mediator else ""),
        Column("结果", 21, lambda row: result(row) or str(Mediation.Status(row.status).label)),
        Column("协议形式", 14, lambda row: str(row.get_form_display())),
        Column("金额（元）", 19, lambda row: row.amount, number=True),
        Column("生效日期", 18, lambda row: row.effective_on),
        Column("履行", 18, performance),
        Column("司法确认", 14, confirmation),
        Column("归档", 18, _kept),
    ),
    related=("body", "mediator", "confirmation"),
    read=(
        "dispute", "source", "body__short_name", "mediator__name", "accepted_at", "agreed_at", "settled_level", "refusal",
        "end_reason", "form", "amount", "effective_on", "performed_on", "told_unperformed_at", "confirmation__result",
        "retention",
    ),
)  # fmt: skip
