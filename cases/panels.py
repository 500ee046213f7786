"""Parts of the matter's page that only the case has."""

from typing import Any

from django.utils.timezone import localtime

from cases.categories import category_words, class_words
from cases.models import Case
from core.masking import mask_digits
from core.models import Notice
from core.procedures import Panel
from core.shown import when


def brief(case: Case, user: Any) -> dict[str, Any]:
    """What it is about: the words of the demand, tags, and who holds it."""
    tags = [case.get_channel_display(), "重复" if case.repeated else "初次"]
    if case.head_count > 1:
        tags.append(f"{case.head_count} 人" + (" · 集体访" if case.is_group else ""))
    if case.category_id:
        tags.append(category_words(case.category_id))
    if case.wishes:
        tags.append(f"意愿：{case.wish_words}")
    if case.read_aloud:
        tags.append("已向本人宣读")
    tags.append(case.get_secrecy_display())
    holder = case.holder_unit.short_name + (f" · {case.holder_user.name}" if case.holder_user else "")
    facts = [
        ("收到", when(case.received_at)),
        ("首问责任人", case.first_contact.name),
        ("地点", " ".join(part for part in (case.area.full_name, case.place) if part)),
    ]
    if case.petition_class_id:
        facts.append(("信访分类", class_words(case.petition_class_id)))
    if case.materials:
        facts.append(("提交材料", case.materials))
    facts += [(words, answer) for words, answer in case.particulars]
    if case.status == Case.Status.GUIDED and case.room:
        facts.append(("功能室", case.room.name))
    if case.is_open:
        facts.insert(2, ("现由", holder))
    else:
        facts.append(("办结", when(case.closed_at)))
    if case.own_rated_at:
        facts.append(("群众评价", _own_rating(case)))
    if localtime(case.registered_at).date() != localtime(case.received_at).date():
        facts.insert(1, ("登记", f"{when(case.registered_at)}（补录）"))
    return {
        "lead": case.demand,
        "tags": tags,
        "red": case.red,
        "alarmed": _alarmed(case) if case.red else "",
        "sealed": case.get_compartment_display(),
        "facts": facts,
        "answer": case.answer,
        "rated": case.get_satisfaction_display() if case.satisfaction else "",
    }


def _own_rating(case: Case) -> str:
    """The citizen's own word from the look-up page; numbers in it are for nobody else."""
    words = f"“{mask_digits(case.own_words)}”" if case.own_words else ""
    return f"{case.get_own_rating_display()} · {when(case.own_rated_at)}{words}"


def _alarmed(case: Case) -> str:
    """Who was told of the danger, and who has seen it: read from their notices."""
    told = Notice.objects.filter(matter_id=case.pk, urgent=True, sentence__startswith="要紧情况")
    lines = [
        f"{row.user.name}（{f'{when(row.read_at)} 看过' if row.read_at else '还没有看'}）"
        for row in told.select_related("user").order_by("id")
    ]
    return "已告知 " + "、".join(dict.fromkeys(lines)) if lines else "没有可以告知的人，请当面报告值班领导。"


PANELS = (Panel("cases/brief.html", brief, brief=True),)
