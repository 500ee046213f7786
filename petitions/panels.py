"""Parts of the matter's page that only a petition has."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from core.models import Exclusion
from core.outside.panel import PANEL as OUTSIDE
from core.procedure.procedure import Panel
from core.service.panel import PANEL as SERVICE
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day, when
from core.workflow import appointments, ladder, record_steps
from petitions import lawful
from petitions.models import Petition, UrgentReport
from petitions.repeats import is_repeated

RECORDS = (
    "contacts", "inquiries", "hearings", "materials", "settlements", "extensions", "reviews", "urgent_reports", "conduct", "instructions", "charges",
    "advice", "earlier", "care",
)  # fmt: skip


def brief(petition: Petition, user: Any) -> dict[str, Any]:
    """What is asked, in which part the town acts, and what came of it."""
    return {
        "claims": [_claim(claim) for claim in petition.own_claims()],
        "lead": petition.demand if not petition.own_claims() else "",
        "tags": list(_tags(petition)),
        "facts": list(_facts(petition)),
        "urgent": _urgent(petition),
        "shut_out": list(_shut_out(petition)),
        "split": [{"pk": one.pk, "number": one.number} for one in _of_the_letter(petition, user)],
    }


def _claim(claim: Any) -> dict[str, str]:
    return {
        "number": claim.number,
        "words": claim.words,
        "result": claim.get_result_display(),
        "answer": claim.answer,
    }


def _of_the_letter(petition: Petition, user: Any) -> list[Petition]:
    """The other petitions of the same letter that the reader may see; asks nothing where nothing was split off."""
    letter = petition.split_from_id or petition.pk
    if letter == petition.pk and not any(claim.split_off for claim in petition.claims.all()):
        return []
    seen = (
        Petition.objects.visible_to(user)
        .filter(code=petition.code, kind=petition.kind)
        .exclude(pk=petition.pk)
    )
    return [one for one in seen if letter in (one.split_from_id, one.pk)]


def _tags(petition: Petition) -> Iterator[str]:
    yield petition.get_channel_display()
    if petition.kind_of:
        yield petition.get_kind_of_display()
    if petition.head_count > 1:
        yield f"{petition.head_count} 人" + (" · 集体访" if petition.is_group else "")
    if is_repeated(petition):
        yield "重复"
    yield from (petition.Fact(one).label for one in petition.facts)
    if petition.urgent:
        yield "重大、紧急"
    if petition.major:
        yield "重大、复杂、疑难"
    if petition.backlog_on:
        yield f"积案（{day(petition.backlog_on)}）"
    if localdate(petition.registered_at) > localdate(petition.received_at):
        yield "补录"


def _facts(petition: Petition) -> Iterator[tuple[str, str]]:
    yield "收到", when(petition.received_at)
    if localdate(petition.registered_at) > localdate(petition.received_at):
        yield "登记", f"{when(petition.registered_at)}（补录，期限从收到之日起算）"
    yield (
        "本镇身份",
        petition.get_part_display() + (f"，{petition.part_basis}" if petition.part_basis else ""),
    )
    if petition.sender:
        words = f"{petition.get_source_display()}：{petition.sender.name} {petition.sender_number}"
        yield "来源", words + (f"，上级 {day(petition.sender_on)} 收到" if petition.sender_on else "")
    if petition.threat:
        yield "扬言", petition.threat
    if petition.way:
        yield "办理途径", petition.get_way_display()
    if petition.field:
        yield "涉及领域", petition.get_field_display()
    if petition.told_body:
        told = filter(None, (petition.told_body, petition.told_where, petition.told_term, petition.told_why))
        yield "应当去的机关", "；".join(told)
    if petition.ways:
        yield "告知的途径", petition.ways
    yield from _outcome(petition)


def _outcome(petition: Petition) -> Iterator[tuple[str, str]]:
    """What came of it, and who has it now."""
    if petition.refusal:
        yield "不予受理", petition.get_refusal_display()
    if petition.accepted_on:
        yield "受理", f"{day(petition.accepted_on)} {petition.unit.short_name if petition.unit else ''}"
    if petition.signed_on:
        yield "签发", f"{day(petition.signed_on)} {petition.signed_by.name if petition.signed_by else ''}"
    if petition.performed_on:
        yield "落实", f"{day(petition.performed_on)} {petition.performance}"
    if petition.ground:
        yield "终结", petition.get_ground_display()
    yield "国家系统", petition.national_number or "还没有录入"
    if petition.rated_on:
        yield (
            "评价",
            f"信访部门 {petition.get_rating_office_display()}，责任单位 {petition.get_rating_unit_display()}",
        )
    if petition.is_open:
        holder = petition.holder_unit.short_name
        yield "现由", holder + (f" · {petition.holder_user.name}" if petition.holder_user else "")


def _urgent(petition: Petition) -> str:
    """Which of the reports of art. 25 are still owed."""
    if not petition.urgent:
        return ""
    done = {row.to for row in petition.urgent_reports.all()}
    left = [UrgentReport.To(one).label for one in UrgentReport.owed(petition) if one not in done]
    return f"还没有紧急报告：{'、'.join(left)}（第二十五条）。" if left else ""


def _shut_out(petition: Petition) -> Iterator[str]:
    if accused := "；".join(one.words for one in petition.accused.all()):
        yield f"被检举、控告：{accused}。不得向其透露，不得转给其本人、所在单位。"
    for row in petition.exclusions.all():
        if row.ground == Exclusion.Ground.RECUSED and row.ends_at is None and row.user:
            yield f"{row.user.name}回避：{row.reason}（{row.article}）"


def opinion(petition: Petition, user: Any) -> dict[str, Any]:
    """The draft from the day on which it is written, for who checks and signs it; then what was signed."""
    said = (
        ("查明的事实", petition.found),
        ("处理结果", petition.get_result_display() or petition.get_adopted_display()),
        ("处理意见", petition.opinion),
        ("依据", petition.basis),
    )
    names = [f"{word} {one.name}" for word, one in (("拟稿", petition.drafted_by), ("审核", petition.checked_by), ("签发", petition.signed_by)) if one]  # fmt: skip
    done = petition.signed_on or petition.replied_on
    return {
        "state": " · ".join([f"{day(done)}" if done else "草稿，还没有签发", *names]),
        "claims": [_claim(claim) for claim in petition.own_claims()],
        "parts": [(label, words) for label, words in said if words],
    }


def rungs(petition: Petition, user: Any) -> dict[str, Any]:
    return {"rungs": ladder.lines(petition)}


PANELS = (
    Panel("petitions/brief.html", brief, brief=True),
    Panel("petitions/opinion.html", opinion),
    appointments.PANEL,
    Panel("petitions/rungs.html", rungs),
    record_steps.panel(*RECORDS),
    SERVICE,
    OUTSIDE,
    TASKS,
    lawful.PANEL,
)
