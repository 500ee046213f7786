"""What a list of supervisions can be filtered by."""

from typing import Any

import django_filters

from command.models import Supervision
from command.models.supervision import Colour
from core.lists.filters import MatterFilter, StageFilter


def _by(label: str, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=choices, method="of_own", label=label, empty_label="全部")


class SupervisionFilter(MatterFilter):
    """Also by paper, colour, case and stage."""

    form = _by("文种", Supervision.Form.choices)
    colour = _by("颜色", Colour.choices)
    trigger = _by("情形", Supervision.Trigger.choices)
    status = StageFilter("supervision")
