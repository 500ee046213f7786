"""接访记录: what was said before the leader, one for each time."""

from collections.abc import Mapping
from typing import Any

from cases.documents import facts
from cases.models import Case, Reception
from core.documents import paper_formats as say


def held(case: Case) -> list[Reception]:
    """What a page has read already is not asked again."""
    held = [(row.received_at, row.pk, row) for row in case.receptions.all() if row.received_at]
    return [row for _, _, row in sorted(held) if row.outcome != Reception.Outcome.ABSENT]


def day_of(row: Reception, place: int) -> str:
    """One paper a day of reception."""
    return f"{row.turn.day}"


def not_received(case: Case) -> str:
    return "" if held(case) else "领导还没有接访，没有接访记录。"


def reception_record(case: Case, row: Reception) -> Mapping[str, Any]:
    """Of a sealed matter who sat there and when, and no word of what was said."""
    frame = {
        "matter_number": case.number,
        "day": say.day(row.turn.day, weekday=True),
        "place": row.turn.place,
        "leader": row.leader.name if row.leader else "",
        "recorder": row.recorded_by.name if row.recorded_by else "",
        "order": row.order,
        "sealed": case.sealed,
    }
    if facts.hidden(case, case.people):
        return {**frame, "sealed": True}
    people = list(case.people)
    return frame | {
        "visitor": "、".join(party.name for party in people[:3]) or "未留姓名",
        "phone": say.phone(people[0].safe_phone()) if people else "",
        "address": (people[0].address if people else "") or "",
        "head_count": case.head_count,
        "subject": case.title,
        "demand": say.cut(case.demand, 300, "（全文见登记表）"),
        "record": row.record,
        "outcome": row.get_outcome_display(),
        "opinion": row.opinion,
        "tasks": [
            f"{task.who}，{say.short(task.due_on)}前：{task.what}"
            for task in case.tasks.select_related("unit", "user")
        ],
    }
