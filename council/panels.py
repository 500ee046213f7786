"""Parts of a motion's page."""

from collections.abc import Iterator
from typing import Any

from core.procedure.procedure import Panel
from core.service.panel import PANEL as SERVICE
from core.tasks.panel import PANEL as TASKS
from core.values.screen_formats import day
from core.workflow import record_steps
from council.models import Motion
from council.rules import INSTEAD, LIMITS, RULES

RECORDS = ("studies", "meetings", "objections", "releases")


def brief(motion: Motion, user: Any) -> dict[str, Any]:
    """What it is about, who decides it, and how it was decided."""
    limit = LIMITS.get(motion.subject)
    tags = (motion.get_subject_display(), motion.get_body_display(), motion.get_aim_display(), "四议两公开" if motion.form == Motion.Form.FOUR else "")  # fmt: skip
    return {
        "heading": "议题", "lead": motion.demand, "tags": [tag for tag in tags if tag],
        "notices": [("warn", INSTEAD.format(who=limit.who))] if limit and motion.only_opinion else [],
        "facts": list(_facts(motion)),
    }  # fmt: skip


def _facts(motion: Motion) -> Iterator[tuple[str, str]]:
    many = f"（{motion.proposers} 人联名）" if motion.proposers > 1 else ""
    yield "由谁提出", f"{motion.get_source_display()}{many}"
    if limit := LIMITS.get(motion.subject):
        yield "由谁决定", f"{limit.who}（{limit.basis}）"
    if motion.mandate:
        yield "授权", motion.mandate
    if motion.answer:
        yield "答复", f"{day(motion.answered_on)} {motion.answer}"
    if meeting := motion.meeting:
        rule = RULES[motion.body]
        least = rule.quorum_of(meeting.eligible, meeting.counted == meeting.Unit.HOUSEHOLDS)
        yield (
            "会议",
            f"{day(meeting.on)} {meeting.hour} {meeting.place}，应到 {meeting.eligible}，至少 {least} 到会",
        )
        if meeting.present is not None:
            yield "到会", f"{meeting.present}"
        if meeting.outcome:
            yield "表决", meeting.outcome
    for label, words in (
        ("决议", motion.resolution),
        ("落实", motion.carried),
        ("备案审查", motion.review_words),
    ):
        if words:
            yield label, words
    if motion.posted_on:
        yield "公示", f"{day(motion.posted_on)} 至 {day(motion.posted_through)}"


PANELS = (Panel("core/lead.html", brief, brief=True), TASKS, SERVICE, record_steps.panel(*RECORDS))
