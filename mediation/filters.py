"""What a list of mediations can be filtered by."""

from typing import Any

import django_filters

from core.lists.filters import MatterFilter, RowFilter
from core.models import Unit
from mediation.models import Mediation


class MediationFilter(MatterFilter):
    """Also by kind of dispute, source, body and status."""

    dispute = django_filters.ChoiceFilter(
        choices=Mediation.Dispute.choices, method="of_own", label="纠纷类型", empty_label="全部"
    )
    source = django_filters.ChoiceFilter(
        choices=Mediation.Source.choices, method="of_own", label="案件来源", empty_label="全部"
    )
    body = RowFilter(
        queryset=Unit.objects.filter(kind=Unit.Kind.MEDIATION, closed_on=None),
        method="of_own",
        label="调解组织",
        empty_label="全部",
    )
    status = django_filters.ChoiceFilter(choices=Mediation.Status.choices, label="环节", empty_label="全部")

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        """By a column of the mediation itself."""
        return rows.filter(pk__in=Mediation.objects.filter(**{name: value}).values("pk"))
