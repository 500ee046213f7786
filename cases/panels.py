"""Parts of the matter's page that only the case has."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate, localtime

from cases.categories import category_words, class_words
from cases.models import Case
from core.models import Exclusion, Holding, Imported, Notice, Turn
from core.parties import danger_reports
from core.privacy.masking import mask_digits
from core.procedure.procedure import Panel
from core.values.screen_formats import when
from core.workflow import appointments


def brief(case: Case, user: Any) -> dict[str, Any]:
    """What it is about: the words of the demand, tags, and who holds it."""
    return {
        "lead": case.demand,
        "tags": list(_tags(case)),
        "red": case.red,
        "alarmed": _alarmed(case) + danger_reports.to_tell(case, localdate()) if case.red else "",
        "sealed": case.get_compartment_display(),
        "facts": list(_facts(case)),
        "shut_out": list(_shut_out(case)),
        "answer": case.answer,
        "rated": case.get_satisfaction_display() if case.satisfaction else "",
    }


def _tags(case: Case) -> Iterator[str]:
    yield from (case.get_channel_display(), "重复" if case.repeated else "初次")
    if case.head_count > 1:
        yield f"{case.head_count} 人" + (" · 集体访" if case.is_group else "")
    if case.category_id:
        yield category_words(case.category_id)
    if case.wishes:
        yield f"意愿：{case.wish_words}"
    if case.read_aloud:
        yield "已向本人宣读"
    yield case.get_secrecy_display()


def _shut_out(case: Case) -> Iterator[str]:
    """Whom an accusation names, and who is kept out of it and why: for those who may see it."""
    if accused := "；".join(one.words for one in case.accused.all()):
        yield f"被检举、控告：{accused}。不得向其透露，不得转给其本人、所在单位。"
    for row in case.exclusions.all():
        if row.ground == Exclusion.Ground.RECUSED and row.ends_at is None and row.user:
            yield f"{row.user.name}回避：{row.reason}（{row.article}）"


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    yield "收到", when(case.received_at)
    if localtime(case.registered_at).date() != localtime(case.received_at).date():
        yield "登记", f"{when(case.registered_at)}（补录）"
    yield "首问责任人", _first_contact(case)
    if case.is_open:
        yield (
            "现由",
            case.holder_unit.short_name + (f" · {case.holder_user.name}" if case.holder_user else ""),
        )
    yield "地点", " ".join(part for part in (case.area.full_name, case.place) if part)
    if case.petition_class_id:
        yield "信访分类", class_words(case.petition_class_id)
    if case.materials:
        yield "提交材料", case.materials
    yield from ((words, answer) for words, answer in case.particulars)
    if case.status == Case.Status.GUIDED and case.room:
        yield "功能室", case.room.name
    if case.closed_at:
        yield "办结", when(case.closed_at)
    if case.own_rated_at:
        yield "群众评价", _own_rating(case)


def _first_contact(case: Case) -> str:
    """Who imports an old register took nobody in: unless it names one of ours, that is what is said."""
    if case.source_key and Imported.objects.filter(matter=case, batch__by=case.first_contact_id).exists():
        return f"原表没有写（{case.first_contact.name}导入）"
    return case.first_contact.name


def _own_rating(case: Case) -> str:
    """The citizen's own word from the look-up page; numbers in it are for nobody else."""
    words = f"“{mask_digits(case.own_words)}”" if case.own_words else ""
    return f"{case.get_own_rating_display()} · {when(case.own_rated_at)}{words}"


def _alarmed(case: Case) -> str:
    """Who was told of the danger, and who has seen it: read from their notices."""
    told = Notice.objects.filter(matter_id=case.pk, urgent=True, sentence__startswith="要紧情况")
    rows = list(told.select_related("user").order_by("id"))
    held = Holding.objects.current().filter(user__in=[row.user_id for row in rows]).select_related("post")
    posts = {holding.user_id: holding.post.name for holding in held.order_by("-id")}
    lines = [
        f"{row.user.name}（{posts.get(row.user_id, '已不在任')}，{f'{when(row.read_at)} 看过' if row.read_at else '还没有看'}）"
        for row in rows
    ]
    return (
        "已告知 " + "、".join(dict.fromkeys(lines)) + "。"
        if lines
        else "没有可以告知的人，请当面报告值班领导。"
    )


def receptions(case: Case, user: Any) -> dict[str, Any]:
    """领导接访 of the case; asks nothing where there was none."""
    rows = list(case.receptions.all())
    turns = (
        Turn.objects.select_related("user", "substitute").in_bulk([row.turn_id for row in rows])
        if rows
        else {}
    )
    return {
        "receptions": [
            {
                "day": f"{turns[row.turn_id].day:%Y-%m-%d} {turns[row.turn_id].hours}",
                "place": turns[row.turn_id].place,
                "leader": row.leader.name if row.leader else turns[row.turn_id].person.name,
                "outcome": row.get_outcome_display() or "等候接访",
                "record": row.record,
                "opinion": row.opinion,
            }
            for row in rows
        ]
    }


PANELS = (
    Panel("cases/brief.html", brief, brief=True),
    Panel("cases/reception_panel.html", receptions),
    appointments.PANEL,
)
