"""Acts that are asked of one person by name: his, or his deputy's for the day; somebody else takes them over by an
act of its own, so that the record says who was asked, who acted and why (责任倒查).
"""

from collections.abc import Mapping
from typing import Any

from core.access import exclusions
from core.models import Access, Holding, Matter, User
from core.models.matter import CLOSED
from core.procedure.transitions import (
    IF_POSSIBLE,
    PASSES,
    Guard,
    Outcome,
    Snapshot,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.records.notices import Tell
from core.values.form_base import long_text
from core.values.refused import Refused
from core.workflow.forms import ActForm

TAKES_OVER = "take_over"


class TakeOverForm(ActForm):
    """代为办理: why not the one who was asked."""

    reason = long_text("理由", rows=2, limit=300, help_text="例如本人出差、住院；会告知本人，并写进路线图。")


def asked(matter: Matter, user: User) -> bool:
    """Is it asked of nobody by name, of this user, or of one whose deputy the user is today?"""
    return matter.holder_user_id is None or acts_as(matter.holder_user_id, user)


def acts_as(person: int, user: User) -> bool:
    """Is the user this person, or the deputy today?"""
    return person == user.pk or person in user.reach.stands_for


def said_by(person: User, now: Snapshot) -> bool:
    """Does the person asked do it, or the deputy today, or does what is typed from paper say one of them?"""
    own = now.by is None or acts_as(person.pk, now.by)
    return own or any(name in now.decided_by for name in _may_sign(person))


def not_asked(row: Transition, now: Snapshot, workflow: Workflow) -> str:
    """Why this user, who could do it in his own name, may not do what another was asked; empty when he may."""
    by, matter = now.by, now.matter
    if not row.who.named or by is None or not by.has_perm(row.who.named) or asked(matter, by):
        return ""
    label = next(
        other.label for other in workflow.offered(matter.status) if other.name.startswith(TAKES_OVER)
    )
    return f"这一步报请的是{matter.holder_user.name}，由本人或者当日的代理人办；由您办的，请先“{label}”。"


def named_another(row: Transition, now: Snapshot) -> str:
    """Why words typed from paper are not those of the one who was asked; empty when they are."""
    by, matter = now.by, now.matter
    if not row.who.named or by is None or by.has_perm(row.who.named) or not now.decided_by:
        return ""
    if matter.holder_user is None or any(name in now.decided_by for name in _may_sign(matter.holder_user)):
        return ""
    return f"这一步报请的是{matter.holder_user.name}，“由谁决定”写的是别人；由别人办的，请其本人先代为办理。"


def _may_sign(user: User) -> list[str]:
    """His own name and those of his deputies today."""
    posts = Holding.objects.current().filter(user=user, deputy=False).values("post")
    deputies = Holding.objects.current().filter(post__in=posts, deputy=True)
    return [user.name, *deputies.values_list("user__name", flat=True)]


def somebody_else_is_asked(now: Snapshot) -> str:
    return "这一步就是报请您的，不用代办。" if now.by is None or asked(now.matter, now.by) else ""


def take_over(now: Snapshot, data: Mapping[str, Any]) -> Outcome:
    """The matter is in this user's hand from here on; who was asked first is told."""
    by, first = now.by, now.matter.holder_user
    assert by is not None
    posts = [post for post in by.reach.posts if post.unit_id in by.reach.units]
    if exclusions.barred(now.matter).user(by) or not posts:
        raise Refused("您不能代办这一步。")
    return Outcome(
        holder=(posts[0].unit, by),
        access=[Access(user=by, part="taken_over")],
        notices=[Tell([first], f"{by.name}已代为办理报请您的事项：{{matter}}")],
        detail={"asked": first.name, "taken_over_by": by.name, "reason": data["reason"]},
    )


def taking_over(
    label: str, sources: frozenset[str], permission: str, step: str = "", guards: tuple[Guard, ...] = ()
) -> Transition:
    """The row by which another leader takes over what was asked of one by name; `step` tells several of one
    workflow apart, `guards` keep out who may not do that step either.
    """
    return Transition(TAKES_OVER + step, label, sources, None, anybody(permission),
        take_over, TakeOverForm, (somebody_else_is_asked, *guards), closed=CLOSED, show=IF_POSSIBLE | PASSES,
        words=Words("已转到您名下，请接着办理这一步。",
            note="原来报请的领导同时收到通知；办理时间从现在起算到您名下。"))  # fmt: skip
