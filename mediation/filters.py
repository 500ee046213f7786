"""What a list of mediations can be filtered by."""

from typing import Any

import django_filters

from core.filters import MatterFilter
from mediation.models import Mediation


class MediationFilter(MatterFilter):
    """Also by kind of dispute and status."""

    dispute = django_filters.ChoiceFilter(
        choices=Mediation.Dispute.choices, method="of_dispute", label="纠纷类型", empty_label="全部"
    )
    status = django_filters.ChoiceFilter(choices=Mediation.Status.choices, label="环节", empty_label="全部")

    def of_dispute(self, rows: Any, name: str, dispute: str) -> Any:
        return rows.filter(pk__in=Mediation.objects.filter(dispute=dispute).values("pk"))
