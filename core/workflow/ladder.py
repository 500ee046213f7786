"""A ladder (梯次): a matter is tried step by step by those who are nearest, each in its term, before it is taken up
formally. The steps are data of the town (LadderStep); the room declares the ladder and what comes after its top.

Starts: `up` (a step's handler holds the matter and its clock runs). Who must answer: the handler. Nobody does: the
clock's escalation. Ends: `settled` or `hand_up` with the reason, which every try keeps (Rung).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.deadlines.clocks import Of, Start
from core.models import Access, Holding, LadderStep, Rung, User
from core.procedure.procedure import by_kind, procedures
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.form_base import long_text
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.forms import ActForm

PART = "ladder"  # of Access


class HandUpForm(ActForm):
    """上交: why it could not be settled here."""

    reason = long_text("上交理由", rows=3, limit=500)


def current(matter: Any) -> Rung | None:
    """The step that tries now; None beside the ladder."""
    return next((row for row in matter.rungs.all() if row.ended_at is None), None)


@dataclass(frozen=True)
class Ladder:
    """What a room declares. `steps`: (level, name, role, term) as the product brings them along. `clock`: the rule of a
    step; `status`: of a matter that stands on it; `permission`: which roles may be given a step. `verb`: what a handler
    does there. `otherwise`: what to do where nobody answers for a place.
    """

    key: str
    label: str
    verb: str
    status: str
    clock: str
    permission: str
    steps: tuple[tuple[int, str, str, str], ...]
    otherwise: str = "请直接办理"

    def first(self) -> LadderStep:
        step = LadderStep.objects.filter(ladder=self.key, closed_on=None).first()
        if step is None:
            raise Refused("还没有设梯次，请系统管理员在“梯次”里建立。", "way")
        return step

    def up(
        self, now: Snapshot, area: Any, step: LadderStep, facts: Mapping[str, Any] | None = None
    ) -> Outcome:
        """On to a step: its handler holds it, its clock runs. A ladder stays in its village."""
        if area.parent_id is None:
            raise Refused(
                f"{self.label}从村（社区）的网格起，{area.name}太大，请先在登记里写明是哪个村。", "way"
            )
        found = handlers(step, area)
        if not found:
            raise Refused(f"这个地方没有{step.name}，{self.otherwise}。", "way")
        chosen = now.by if now.by in found else found[0]
        unit = _unit_of(chosen, step)
        rung = Rung(level=step.level, name=step.name, unit=unit, handler=chosen, started_at=now.at)
        return Outcome(
            facts={**(facts or {}), "status": self.status},
            holder=(unit, chosen),
            rows=[rung],
            access=[Access(user=chosen, part=PART)],
            starts=[Start(self.clock, unit=unit, term=step.term)],
            notices=[Tell([chosen] if chosen != now.by else [], f"请先行{self.verb}：{{matter}}")],
            detail={"step": step.name, "handler": chosen.name},
        )

    def hand_up(self, now: Snapshot, reason: str, beyond: Callable[[], Outcome]) -> Outcome:
        """Not settled here: to the next step that somebody answers for, or `beyond` the top."""
        rung = current(now.matter)
        assert rung is not None
        following = LadderStep.objects.filter(ladder=self.key, level__gt=rung.level, closed_on=None).first()
        goes_on = following is not None and handlers(following, now.matter.area)
        outcome = self.up(now, now.matter.area, following) if goes_on and following else beyond()
        return replace(
            outcome,
            changes=[*outcome.changes, ended(now, Rung.Result.HANDED_UP, reason)],
            starts=outcome.starts or (),
            meets=[*(outcome.meets or ()), Of(self.clock, rung.unit)],
            detail={"reason": reason, **outcome.detail},
        )


def ended(now: Snapshot, result: Rung.Result, words: str) -> tuple[Rung, Mapping[str, Any]]:
    """The change that ends the present try."""
    rung = current(now.matter)
    assert rung is not None
    return rung, {"ended_at": now.at, "result": result, "words": words}


def handlers(step: LadderStep, area: Any) -> list[User]:
    """Who answers for the place on this step: posts of its role there or above, the nearest first; where the
    place is a whole village without one, those of its grids. A whole town is no such place: its villages are
    strangers to one another.
    """
    above = area.line
    posts = Holding.objects.current().filter(post__role=step.role)
    held = posts.filter(post__area__in=above)
    if area.parent_id and not held.exists():
        held = posts.filter(post__area__path__startswith=area.path)
    rows = held.select_related("post__area", "user").order_by("-post__area__path", "user")
    nearest = sorted(rows, key=lambda row: -len(row.post.area.path))
    return list({row.user_id: row.user for row in nearest}.values())


def _unit_of(user: User, step: LadderStep) -> Any:
    held = Holding.objects.current().filter(user=user, post__role=step.role).select_related("post__unit")
    found = held.first()
    if found is None:
        raise Refused(f"{user.name}没有担任{step.name}。", "handler")
    return found.post.unit


# --- Why not ----------------------------------------------------------------------------------------------------


def in_own_hand(now: Snapshot) -> str:
    """A step is its handler's own."""
    rung, ladder = current(now.matter), by_kind()[now.matter.kind].ladder
    if rung and ladder and now.by and now.by.pk != rung.handler_id:
        return f"这一级由{rung.handler.name}{ladder.verb}。"
    return ""


def not_climbed_yet(now: Snapshot) -> str:
    ladder = by_kind()[now.matter.kind].ladder
    return f"已经走过{ladder.label}。" if ladder and now.matter.rungs.exists() else ""


# --- Reading ----------------------------------------------------------------------------------------------------


def lines(matter: Any) -> list[dict[str, str]]:
    """Each try, for the matter's page."""
    return [
        {
            "name": f"{row.name} {row.handler.name}",
            "when": when(row.started_at),
            "result": row.get_result_display() or "正在办",
            "words": row.words,
        }
        for row in matter.rungs.all()
    ]


def names(ladder: str) -> dict[int, str]:
    """The steps of a ladder by level, as they are called now."""
    return dict(LadderStep.objects.filter(ladder=ladder).values_list("level", "name"))


def load() -> int:
    """The steps that rooms bring along, each only into an empty ladder: what the office took out must not come back."""
    known = set(LadderStep.objects.values_list("ladder", flat=True))
    ladders: Sequence[Any] = [
        one.ladder for one in procedures() if one.ladder and one.ladder.key not in known
    ]
    made = [
        LadderStep(ladder=ladder.key, level=level, name=name, role=role, term=term)
        for ladder in ladders
        for level, name, role, term in ladder.steps
    ]
    return len(LadderStep.objects.bulk_create(made))
