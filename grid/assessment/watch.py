"""Each month is assessed: who draws it up is reminded on the 5th, the director too from the 10th."""

from datetime import timedelta

from django.utils.timezone import localdate

from core.access.people import once, with_permission
from core.intake.places import town
from core.models import Matter
from core.procedure.indicators import Period
from core.records.notices import tell
from core.values.moments import now
from grid.assessment.workflow import DRAW
from grid.models import Assessment

FIRST, UPWARDS = 5, 10  # days of the month


def remind() -> int:
    """Once on either day, about a month in which something came in and that nobody has drawn up; how many were told."""
    today = localdate(now())
    last = today.replace(day=1) - timedelta(days=1)
    month = Period.of_month(last.year, last.month)
    came = Matter.objects.filter(month.within("received_at"), kind="incident")
    drawn = Assessment.objects.filter(month=month.first, dropped=False)
    if today.day < FIRST or drawn.exists() or not came.exists():
        return 0
    late = today.day >= UPWARDS
    people = once(
        with_permission(DRAW, area=town()), with_permission("core.direct", area=town()) if late else ()
    )
    words = f"{month.first:%-m月}的网格考核还没有拟，数由系统列出，请“拟网格考核”"
    return tell(
        people, None, words, urgent=late, key=f"assessment:{month.first}:{UPWARDS if late else FIRST}"
    )
