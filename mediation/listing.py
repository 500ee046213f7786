"""矛盾纠纷调解: its views, filters and columns."""

from typing import Any

from django.db.models import Q

from core.keyset import SOONEST
from core.listing import Column, Listing, View
from mediation.filters import MediationFilter

VIEWS = (
    View("open", "在调", lambda at: Q(), live=True, order=SOONEST),
    View("agreed", "达成协议", lambda at: Q(status="agreed")),
    View("ended", "终止调解", lambda at: Q(status="ended")),
    View("all", "全部", lambda at: Q()),
)


def _result(row: Any) -> str:
    return row.get_form_display() or row.get_end_reason_display()


LISTING = Listing(
    label="矛盾纠纷调解",
    views=VIEWS,
    filters=MediationFilter,
    own=(
        Column("纠纷类型", 14, lambda row: row.get_dispute_display()),
        Column("案件来源", 14, lambda row: row.get_source_display(), usual=False),
    ),
    outcome=(Column("调解结果", 24, _result, usual=False),),
    read=("dispute", "source", "form", "end_reason"),
    nothing=("没有这样的调解", "双方愿意调解的事项，在事项页上选“转调解”。"),
)
