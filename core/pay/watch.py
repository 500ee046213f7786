"""What was done last month is paid: whoever draws the sheets is reminded from the 10th, the director too from the 20th."""

from datetime import timedelta

from django.utils.timezone import localdate

from core.access.people import once, with_permission
from core.intake.places import town
from core.models import PaySheet
from core.pay.acts import payable
from core.procedure.procedure import Procedure, procedures
from core.records.notices import tell
from core.values.moments import now

FIRST, UPWARDS = 10, 20  # days of the month


def remind() -> int:
    """About each kind of sheet of which something of last month stands on none and has a rate; how many were told, each once
    from either day on.
    """
    if localdate(now()).day < FIRST:
        return 0
    return sum(_about(procedure) for procedure in procedures() if procedure.model is PaySheet)


def _about(procedure: Procedure) -> int:
    today = localdate(now())
    last = today.replace(day=1) - timedelta(days=1)
    lines, _ = payable(procedure.kind, last.replace(day=1), last)
    if not lines:
        return 0
    late = today.day >= UPWARDS
    people = once(
        with_permission(procedure.workflow.opening.permission, area=town()),
        with_permission("core.direct", area=town()) if late else (),
    )
    words = (
        f"{last:%-m月}的{procedure.label}还有 {len(lines)} 件没有列进发放表，请“拟{procedure.label}发放表”"
    )
    key = f"{procedure.kind}:{last:%Y-%m}:{UPWARDS if late else FIRST}"
    return tell(people, None, words, urgent=late, key=key)
