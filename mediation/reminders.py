"""Reminders of what was promised: three days before, on the day, the day after (domain: 2.2 M6)."""

from datetime import timedelta

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.records.notices import tell
from core.values.moments import now
from mediation.models import Instalment, Mediation

WORDS = {3: "协议履行期限还有 3 日", 0: "协议履行期限今天到", -1: "协议履行期限昨天已过，没有登记履行"}


def remind() -> int:
    """Once a day. Each instalment is reminded once for each of the three days, however often this runs."""
    today, told = localdate(now()), 0
    for ahead, words in WORDS.items():
        rows = Instalment.objects.filter(
            due_on=today + timedelta(days=ahead), done_on=None, matter__status=Mediation.Status.EFFECTIVE
        ).select_related("matter__mediator", "matter__body", "matter__area")
        for part in rows:
            mediation = part.matter
            to = (
                [mediation.mediator]
                if mediation.mediator
                else with_permission("mediation.appoint", mediation.body)
            )
            tell(
                to,
                mediation,
                f"{words}（第 {part.order} 期）：{mediation.named}",
                key=f"instalment:{part.pk}:{ahead}",
            )
            told += 1
    return told
