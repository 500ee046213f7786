"""Who was asked whether the service was good, and said it was not."""

from typing import Any

from core.procedure.procedure import by_kind
from core.procedure.traits import Displeased


def displeased(matter: Any) -> Displeased | None:
    if matter.satisfaction != type(matter).Satisfaction.UNSATISFIED:
        return None
    return Displeased(f"本人对{by_kind()[matter.kind].label}不满意。", matter.holder_unit)
