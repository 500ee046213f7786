"""What a list of petitions can be filtered by."""

from typing import Any

import django_filters

from core.lists.filters import MatterFilter, StageFilter
from petitions.models import Petition


def _by(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=choices, method="of_own", label=label, empty_label="全部")


class PetitionFilter(MatterFilter):
    """Also by form, kind, way, source and stage."""

    channel = _by("信访形式", Petition.Channel.choices)
    kind_of = _by("类别", Petition.Kind.choices)
    way = _by("办理途径", Petition.Way.choices)
    source = _by("来源", Petition.Source.choices)
    status = StageFilter("petition")

    def of_own(self, rows: Any, name: str, value: Any) -> Any:
        """By a column of the petition itself. What is sealed is found by none of them: its kind is what the label keeps."""
        own = Petition.objects.filter(**{name: value})
        if name in ("kind_of", "way"):
            own = own.filter(compartment="")
        return rows.filter(pk__in=own.values("pk"))
