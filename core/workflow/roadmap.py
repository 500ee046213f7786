"""The road map (路线图) of a matter: who held it how long, and what comes next.

Made from history, clocks and the workflow's stages alone, so every procedure has one.
The steps' times add up to the age of the matter, exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from core.deadlines.clocks import ClockRule, always, promise, terms_beside
from core.deadlines.lights import Light, late, of_clock, worked, worked_long
from core.deadlines.terms import Measure, Term
from core.deadlines.workdays import DAY, HOURS_WORDS, Calendar, YearMissing
from core.models import Clock, HistoryEntry
from core.procedure.procedure import Procedure
from core.procedure.transitions import PASSES, RETURNS, Rules, Stage, Workflow
from core.records.history import DIGEST, ORIGINAL, OTHER
from core.values.screen_formats import day, until, when
from core.workflow.captions import caption, in_order

HOURS_NOTE = f"一日按 {DAY // 60} 小时：{HOURS_WORDS}；退回不重新计时"
HIDDEN = (DIGEST, ORIGINAL, OTHER)  # kept for the auditor, not for a line of text
QUOTED, QUOTED_FROM = "instruction", "given_by"  # a leader's own words; whose they are is said beside them
FOLD = 6  # a longer road keeps this many steps before the present one in sight


@dataclass
class Step:
    """One row of components/road.html."""

    state: str
    node: str
    name: str
    holder_text: str = ""
    tags: list[tuple[str, str]] = field(default_factory=list)
    from_text: str = ""
    to_text: str = ""
    to_is_limit: bool = False
    used_text: str = ""
    allowed_text: str = ""
    used_pct: float | None = None
    over_pct: float = 0
    light: Light | None = None
    note: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    tracks: list["Step"] = field(default_factory=list)
    met: bool = False
    minutes: int | None = 0
    party: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of the strip: who spent it."""

    hue: int
    x: float
    width: float
    label: str
    text: str


@dataclass(frozen=True)
class Road:
    """What components/road.html shows."""

    age_text: str
    fresh: bool
    hours_note: str
    segments: list[Segment]
    steps: list[Step]
    older: list[Step]


@dataclass(frozen=True)
class Track:
    """What one unit does inside a step, beside others: who, since when, until when, what came of it. `helps`: beside the
    unit in charge.
    """

    name: str
    holder: str
    since: datetime
    until: datetime | None
    rule: str
    unit_id: int
    met: bool
    note: str = ""
    helps: bool = False


@dataclass(frozen=True)
class Leg:
    """A stretch of the history in which stage and holder did not change."""

    entered: HistoryEntry
    left: HistoryEntry | None
    until: datetime
    acts: tuple[HistoryEntry, ...]

    @property
    def since(self) -> datetime:
        return self.entered.happened_at


def legs(
    entries: Sequence[HistoryEntry],
    now: datetime,
    passed: Callable[[HistoryEntry], bool] = lambda entry: False,
) -> list[Leg]:
    """Cut the history where stage or unit changes, or the matter passed to somebody else. Late entries never make time run backwards."""
    cuts = [
        index
        for index, entry in enumerate(entries)
        if index == 0
        or (entry.after, entry.unit_id) != (entries[index - 1].after, entries[index - 1].unit_id)
        or (passed(entry) and entry.holder_id != entries[index - 1].holder_id)
    ]
    made = []
    for number, index in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else len(entries)
        left = entries[end] if end < len(entries) else None
        since = entries[index].happened_at
        until = max(left.happened_at if left else now, since)
        made.append(Leg(entries[index], left, until, tuple(entries[index + 1 : end])))
    return made


class Builder:
    """Draws the road of one matter from what the page has fetched already."""

    def __init__(
        self,
        procedure: Procedure,
        matter: Any,
        entries: Sequence[HistoryEntry],
        clocks: Sequence[Clock],
        calendar: Calendar,
        now: datetime,
        tracks: Sequence[Track] = (),
        links: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.flow, self.matter, self.entries, self.clocks = (
            procedure.workflow,
            matter,
            list(entries),
            list(clocks),
        )
        self.tracks, self.links = tracks, links
        self.calendar, self.now = calendar, matter.closed_at or now

    def build(self) -> Road:
        cut = legs(self.entries, self.now, lambda entry: PASSES in self._row(entry).show)
        steps = [self._past(number, leg) for number, leg in enumerate(cut, 1)]
        backs = [step for step in steps if step.state == "back"]
        for turn, step in enumerate(backs, 1):
            step.name += f"（第 {turn} 次退回）"
        known = [step.minutes for step in steps if step.minutes is not None]
        age = sum(known) if len(known) == len(steps) else None
        current = len(steps) - 1
        folded = max(current - FOLD, 0)
        return Road(
            worked_long(age),
            age == 0,
            HOURS_NOTE,
            _segments(steps),
            steps[folded:] + self._to_come(len(steps)),
            steps[:folded],
        )

    def _minutes(self, start: datetime, end: datetime) -> int | None:
        try:
            return self.calendar.working_minutes(start, end)
        except YearMissing:
            return None

    def _past(self, number: int, leg: Leg) -> Step:
        stage = self._stage(leg.entered)
        last = leg.left is None
        ended = last and leg.entered.after in self.flow.final
        back = leg.left is not None and RETURNS in self._row(leg.left).show
        step = Step(
            state="back" if back else "now" if last and not ended else "done",
            node="↩" if back else str(number),
            name=stage.step,
            holder_text=_holder(leg),
            from_text=when(leg.since),
            minutes=0,
        )
        step.party = step.holder_text.split(" · ")[0]
        if ended:
            step.node, step.note = "✓", f"{stage.label}。"
            return step
        step.minutes = self._minutes(leg.since, leg.until)
        step.used_text = worked(step.minutes)
        step.to_text = f"现在 {when(leg.until)}" if last else when(leg.until)
        step.tags = [("当前环节", "accent")] if last else []
        step.note = self._note(leg, stage.note)
        self._measure(step, leg, stage.limits, running=last)
        step.tracks = [self._track(track) for track in self._beside(leg)]
        step.links = list(self.links) if last else []
        return step

    def _stage(self, entered: HistoryEntry) -> Stage:
        """How its stage was shown then; while it waited for a procedure below, as that one says."""
        opened = [
            kind
            for entry in self.entries
            if entry.seq <= entered.seq and (kind := self._row(entry).moves.opens)
        ]
        return self.flow.stage(entered.after, opened[-1] if opened else "")

    def _beside(self, leg: Leg) -> list[Track]:
        """Units at work in this stretch beside one another; one alone is the step itself."""
        last = leg.left is None
        found = [
            track
            for track in self.tracks
            if track.since < leg.until
            and (track.until is None or track.until > leg.since)
            and (last or (track.until is not None and track.until <= leg.until))
        ]
        return found if any(track.helps for track in found) else []

    def _track(self, track: Track) -> Step:
        end = track.until or self.now
        step = Step(
            state="done" if track.met else "now",
            node="",
            name=track.name,
            holder_text=track.holder,
            from_text=when(track.since),
            to_text=when(end) if track.until else f"现在 {when(end)}",
            note=track.note,
            met=track.met,
            minutes=self._minutes(track.since, end),
        )
        step.used_text = worked(step.minutes)
        clock = next(
            (
                clock
                for clock in reversed(self.clocks)
                if clock.rule == track.rule and clock.unit_id == track.unit_id
            ),
            None,
        )
        self._against(step, clock, track.since, end, running=track.until is None)
        return step

    def _row(self, entry: HistoryEntry) -> Any:
        return self.flow.row(entry.action) or self.flow.opening

    def _measure(self, step: Step, leg: Leg, limits: Rules, *, running: bool) -> None:
        """The bar: time used against the clock that limits this stage."""
        self._against(step, self._clock_of(limits, leg), leg.since, leg.until, running=running)

    def _against(
        self, step: Step, clock: Clock | None, since: datetime, end: datetime, *, running: bool
    ) -> None:
        if clock is None or step.minutes is None:
            return
        if running and clock.suspended_at:  # nothing is used up, no day is set
            step.light = of_clock(clock, self.now, self.calendar)
            step.note = f"{clock.suspended_for}。" + (
                f"到 {day(clock.suspended_until)} 再定" if clock.suspended_until else ""
            )
            return
        minutes = _by_the_clock if clock.measure in (Measure.HOURS, Measure.MINUTES) else self._minutes
        allowed = minutes(since, clock.expires_at) if clock.expires_at else None
        # The length of a clock that began later (the next instalment's) is not that of the stretch.
        later = timezone.localdate(clock.started_at) > timezone.localdate(since)
        step.allowed_text = (
            f"到 {_limit(clock)}" if later and clock.expires_at else Term.parse(clock.term).label
        )
        if allowed is not None:  # else the end waits for the calendar of its year, and no share can be told
            allowed, used = max(allowed, 0), minutes(since, end) or 0
            whole = max(used, allowed) or 1
            step.used_pct = 100 * min(used, allowed) / whole
            step.over_pct = 100 * max(used - allowed, 0) / whole
        if running:
            step.light = of_clock(clock, self.now, self.calendar)
            step.note = step.note or f"依据：{clock.basis}"
            if clock.raw:
                step.to_text, step.to_is_limit = f"限 {_limit(clock)}", True
        elif clock.expires_at and end > clock.expires_at:
            step.light = Light("red", late(clock.expires_at, end, clock.measure, self.calendar))

    def _clock_of(self, limits: Rules, leg: Leg) -> Clock | None:
        """The clock of one of these rules that ran when this stretch ended, of several the one that was due first; not another
        unit's, and one of the people's own only where there is no other.
        """
        rules = {rule.key: rule.whose == "citizen" for rule in limits}
        found = [
            clock
            for clock in self.clocks
            if clock.rule in rules
            and clock.unit_id in (None, leg.entered.unit_id)
            and clock.end != Clock.End.CANCELLED
            and clock.started_at <= leg.until
            and (clock.ended_at is None or clock.ended_at >= leg.since)
        ]
        newest = {clock.rule: clock for clock in found}

        def first(clock: Clock) -> tuple[bool, bool, bool, Any]:
            over = clock.ended_at is not None and clock.ended_at < leg.until
            return rules[clock.rule], over, clock.expires_at is None, clock.expires_at

        return min(newest.values(), key=first, default=None)

    def _note(self, leg: Leg, stage_note: str) -> str:
        """What came of it: the words of the act that ended it, or of the last note."""
        if leg.left is not None:
            row = self._row(leg.left)
            words = said(leg.left, self.flow)
            return f"{row.label}：{words}" if words else f"{row.label}。"
        told = (said(entry, self.flow) for entry in reversed(leg.acts))
        return next(filter(None, told), stage_note)

    def _to_come(self, passed: int) -> list[Step]:
        """Its way from here."""
        made: list[Step] = []
        for number, name in enumerate(self.flow.ahead_of(self.matter), passed + 1):
            stage = self.flow.stage(name)
            by, basis = self.term_of(stage)
            made.append(
                Step(
                    state="next",
                    node=str(number),
                    name=stage.step,
                    holder_text=stage.who,
                    tags=[("下一步", "")] if not made else [],
                    from_text=by,
                    note=" ".join(part for part in (stage.note, f"依据：{basis}" if basis else "") if part),
                    minutes=0,
                )
            )
        return made

    def term_of(self, stage: Stage) -> tuple[str, str]:
        """By when a step to come is to be done, and by what rule: the clock that runs for it already, else the term that
        will be in force. Where several may come, each is said with its name: 简单 1 个工作日，一般 7 日.
        """
        fitting = [rule for rule in stage.limits if rule.fits(self.matter)]
        own = [rule for rule in fitting if rule.whose != "citizen"] or fitting
        if own and own[0].fits is not always:
            own = own[:1]
        keys = [rule.key for rule in own]
        running = [clock for clock in self.clocks if clock.rule in keys and clock.ended_at is None]
        if found := next((clock for clock in running if clock.expires_at and not clock.suspended_at), None):
            return f"到 {_limit(found)}", found.basis
        told = {rule.label: self._promised(rule) for rule in own}
        if len(set(told.values())) > 1:
            bases = {basis for _, basis in told.values()}
            words = _each([(name, term) for name, (term, _) in told.items()])
            return words, bases.pop() if len(bases) == 1 else ""
        term, basis = next(iter(told.values()), ("", ""))
        return f"{term}内" if term else "按所定期限" if own else "—", basis

    def _promised(self, rule: ClockRule) -> tuple[str, str]:
        """Its length in words, empty where the act that starts it says it, and by what."""
        if rule.given:
            return "", rule.basis
        term = promise(rule, terms_beside(self.calendar), self.matter.about, timezone.localdate(self.now))
        return Term.parse(term.term).label, term.basis


def _each(terms: Sequence[tuple[str, str]]) -> str:
    """简单 1 个工作日，一般 7 日 of what differs in its brackets alone; else each by its whole name."""
    parts = [name.removesuffix("）").partition("（") for name, _ in terms]
    short = len({head for head, *_ in parts}) == 1 and all(inner for *_, inner in parts)
    names = [inner for *_, inner in parts] if short else [name for name, _ in terms]
    each = (
        f"{name} {term}" if term else f"{name}按所定期限"
        for name, (_, term) in zip(names, terms, strict=True)
    )
    return "，".join(words.replace(" ", "\u00a0") for words in each)  # a line breaks between them


def _holder(leg: Leg) -> str:
    people = [entry.holder for entry in (leg.entered, *leg.acts) if entry.holder]
    unit = leg.entered.unit.short_name
    return f"{unit} · {people[-1].name}" if people else unit


def _by_the_clock(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds()) // 60


def _limit(clock: Clock) -> str:
    return until(clock.expires_at)


def said(entry: HistoryEntry, flow: Workflow, limit: int = 80) -> str:
    """The words of an act, for one line; with labels where there are several, but for the one that is the act's own."""
    values = getattr(getattr(entry, "detail", None), "values", None) or {}
    row = flow.row(entry.action)
    shown = [key for key in values if values[key] not in ("", None, 0) and key not in HIDDEN]
    told = {key: str(values[key]).rstrip("。；") for key in in_order(flow, row, shown)}
    several = len(told) > 1
    if QUOTED in told:
        told.pop(QUOTED_FROM, None)
        told[QUOTED] = f"“{told[QUOTED]}”"
    words = {key: caption(flow, row, key) for key in told}
    own = row.label if row else ""
    text = "；".join(
        f"{words[key]}：{value}" if several and words[key] != own else value for key, value in told.items()
    )
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _segments(steps: list[Step]) -> list[Segment]:
    """The strip: neighbours of one holder are one part; its share of the time is its width."""
    parts: list[tuple[str, int]] = []
    for step in steps:
        if not step.minutes:
            continue
        label = step.party + ("（退回）" if step.state == "back" else "")
        if parts and parts[-1][0] == label:
            parts[-1] = (label, parts[-1][1] + step.minutes)
        else:
            parts.append((label, step.minutes))
    total, x, made = sum(minutes for _, minutes in parts) or 1, 0.0, []
    for number, (label, minutes) in enumerate(parts):
        width = 100 * minutes / total
        made.append(Segment(number % 5 + 1, x, width, label, worked(minutes)))
        x += width
    return made
