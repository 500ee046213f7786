"""国家系统对账 is asked for each month (art. 21): the desk from the fifth on, the director from the fifteenth, until an export of the
month is compared.
"""

from datetime import timedelta

from django.utils.timezone import localdate

from core.access.people import once, with_permission
from core.intake.places import town
from core.models import Import
from core.procedure.indicators import Period
from core.records.notices import tell
from core.values.moments import now
from petitions.importer import NATIONAL
from petitions.models import Petition

ASKED, LATE = 5, 15  # days of the month after


def remind() -> int:
    """How many were told; each once a month, and once more with the director. A month without petitions is compared by nobody."""
    today = localdate(now())
    end = today.replace(day=1) - timedelta(days=1)
    month = Period.of_month(end.year, end.month)
    came = Petition.objects.filter(month.within("received_at"), voided_at=None)
    compared = Import.objects.filter(kind="petition", source=NATIONAL, at__gte=month.until)
    if today.day < ASKED or compared.exists() or not came.exists():
        return 0
    late = today.day >= LATE
    people = once(
        with_permission("petitions.sort", area=town()),
        with_permission("core.direct", area=town()) if late else (),
    )
    sentence = f"{end.month}月的信访还没有和国家系统对账，请从国家系统导出本月的表，到“国家系统对账”上传。"
    return tell(people, None, sentence, urgent=late, key=f"national:{end:%Y-%m}:{late:d}")
