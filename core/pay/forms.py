"""Forms of the acts of a pay sheet."""

from datetime import timedelta
from typing import Any

from core.models import PaySheet
from core.values.form_base import day, long_text
from core.values.moments import last_month_end
from core.workflow.forms import ActForm, RowField
from core.workflow.record_steps import asking


class DrawForm(ActForm):
    """拟发放表: of which days; the month before by itself."""

    first = day("自", initial=lambda: last_month_end().replace(day=1))
    last = day("至", initial=last_month_end)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=366):
            self.add_error("last", "止日不能早于起日，一张表最长一年。")
        return data


class StrikeForm(ActForm):
    """划去一行: which, and why."""

    line = RowField("明细", lambda form: form.matter.lines.filter(struck="").select_related("payee"))
    reason = long_text("理由", rows=2, limit=200)


PaidForm = asking(PaySheet, "paid_on", "voucher", required=("paid_on", "voucher"))
