"""What a list of incidents can be filtered by."""

from typing import Any

import django_filters

from core.lists.filters import MatterFilter, StageFilter
from grid.models import Incident, IncidentKind


def _by(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=choices, method="of_own", label=label, empty_label="全部")


class IncidentFilter(MatterFilter):
    """Also by class, level, channel and stage."""

    topic__first = _by("分类", IncidentKind.Class.choices)
    level = _by("级别", Incident.Level.choices)
    channel = _by("来源", Incident.Channel.choices)
    status = StageFilter("incident")

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        """By a column of the incident itself. What is sealed is found by none of them: its kind would tell."""
        return rows.filter(pk__in=Incident.objects.filter(compartment="", **{name: value}).values("pk"))
