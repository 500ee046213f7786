"""Parts of the matter's page that only the case has."""

from typing import Any

from django.utils.timezone import localtime

from cases.models import Case
from core.procedures import Panel
from core.shown import when


def brief(case: Case, user: Any) -> dict[str, Any]:
    """What it is about: the words of the demand, tags, and who holds it."""
    tags = [case.get_channel_display(), "重复" if case.repeated else "初次"]
    if case.head_count > 1:
        tags.append(f"{case.head_count} 人" + (" · 集体访" if case.is_group else ""))
    if case.category:
        tags.append(str(case.category))
    if case.wishes:
        tags.append(f"意愿：{case.wish_words}")
    tags.append(case.get_secrecy_display())
    holder = case.holder_unit.short_name + (f" · {case.holder_user.name}" if case.holder_user else "")
    facts = [
        ("收到", when(case.received_at)),
        ("首问责任人", case.first_contact.name),
        ("地点", " ".join(part for part in (case.area.full_name, case.place) if part)),
    ]
    if case.is_open:
        facts.insert(2, ("现由", holder))
    else:
        facts.append(("办结", when(case.closed_at)))
    if localtime(case.registered_at).date() != localtime(case.received_at).date():
        facts.insert(1, ("登记", f"{when(case.registered_at)}（补录）"))
    return {
        "lead": case.demand,
        "tags": tags,
        "red": case.red,
        "sealed": case.get_compartment_display(),
        "facts": facts,
        "answer": case.answer,
        "rated": case.get_satisfaction_display() if case.satisfaction else "",
    }


PANELS = (Panel("cases/brief.html", brief, brief=True),)
