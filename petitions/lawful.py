"""五个法治化 (domain-supplement: G) as a view: of each duty how many were owed in a month, done in time, late, and done
without the paper that proves it; the same of one matter, line by line. Made from clocks, rows and papers, nothing is typed.

Accusations are counted nowhere here, and nothing is parted by unit, village or person. Terms are judged as everywhere
(petitions.indicators): what was done in time counts on its day, what was not on its last day.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term
from core.lists.drilldown import Counted
from core.models import Clock, Document, Party
from core.outside.clocks import REPLY
from core.procedure import compiled
from core.procedure.indicators import Indicator, Period, Split
from core.procedure.procedure import Panel
from core.service.clocks import SERVE
from core.statistics.duties import LONGEST
from core.tasks.clocks import DO
from core.values.moments import now
from core.values.screen_formats import day
from petitions import clocks
from petitions.duties import HANDLE, ORDER, OVERSEE, PREVENT, TAKE
from petitions.indicators import COUNTED, GROUP, Counts, due, in_time, matters, with_rows
from petitions.models import Care, Conduct, Petition, Settlement

PARTS = {"in_time": "按期", "late": "逾期", "lacks": "缺依据"}


@dataclass(frozen=True)
class Check:
    """A duty that can be counted: by the clock of `rule`, or by the condition `owed`, with `holds` for one matter. It lacks
    its evidence where it is done and none of `papers` was issued, or where `lacks` says so. `apart`: shown on the matter's
    own page and never counted.
    """

    five: str
    key: str
    label: str
    article: str
    rule: ClockRule | None = None
    papers: tuple[str, ...] = ()
    owed: Counts | None = None
    holds: Callable[[Any], bool] = lambda petition: False
    lacks: Q | None = None
    apart: bool = False

    def condition(self, period: Period, part: str = "") -> Q:
        """ValueError: no such part."""
        if part and part not in self.parts:
            raise ValueError(f"没有“{part}”这样的分项")
        if self.rule is None:
            assert self.owed is not None
            return self.owed(period) & (self._lacking() if part else Q())
        good, whole = _timed(self.rule, period)
        if part == "lacks":
            met = Clock.objects.filter(matter=OuterRef("pk"), rule=self.rule.key, end=Clock.End.MET)
            return whole & Exists(met) & self._lacking()
        return {"": whole, "in_time": good, "late": whole & ~good}[part]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(f"petitions.{key}" for key in self.papers)

    def _lacking(self) -> Q:
        issued = Document.objects.filter(matter=OuterRef("pk"), kind__in=self.kinds)
        return self.lacks if self.lacks is not None else Q(~Exists(issued))

    @property
    def parts(self) -> tuple[str, ...]:
        timed = ("in_time", "late") if self.rule else ()
        return (*timed, "lacks") if self.papers or self.lacks is not None else timed

    @property
    def indicator(self) -> Indicator:
        said = (
            "检举控告不计。"
            if self.rule is None
            else "按期办的计在办的那天，没有按期办的计在届满日；检举控告不计。"
        )
        return Indicator(
            f"petition_duty_{self.key}", f"义务：{self.label}", f"{self.article}：本期应当“{self.label}”的信访事项，{said}", self.condition,
            split=Split(self.condition, lambda part: PARTS[part]), afterwards=True,
        )  # fmt: skip


def _timed(rule: ClockRule, period: Period) -> tuple[Q, Q]:
    """Done in time, and all that was due. A term in hours is judged to the minute."""
    if not Term.parse(rule.term).in_hours:
        return in_time(rule)(period), due(rule)(period)
    own = Clock.objects.filter(rule=rule.key).exclude(end=Clock.End.CANCELLED)
    met = own.filter(period.within("ended_at"), end=Clock.End.MET)
    good = COUNTED & Q(pk__in=met.filter(ended_at__lt=F("expires_at")).values("matter"))
    gone = own.overrun(period.known_until, period.since)
    return good, good | (COUNTED & Q(pk__in=gone.values("matter")))


def _groups(period: Period) -> Q:
    return matters(period) & Q(channel=Petition.Channel.VISIT, head_count__gte=GROUP)


_CHOSEN = Party.objects.filter(matter=OuterRef("root"), is_representative=True)
# fmt: off
CHECKS: tuple[Check, ...] = (
    Check(PREVENT, "step", "代办", "第二十条第四款、第二十七条", clocks.STEP),
    Check(PREVENT, "urgent", "紧急报告", "第二十五条", clocks.URGENT),
    Check(PREVENT, "settled", "调解、和解协议书", "第三十三条", papers=("settlement",), owed=with_rows(Settlement, "agreed_on"), holds=lambda one: bool(one.settlements.all())),
    Check(PREVENT, "care", "疏导帮扶", "第二十七条、第三十七条", owed=with_rows(Care, "at"), holds=lambda one: bool(one.care.all())),
    Check(PREVENT, "explain", "疏导教育、帮扶救助", "第三十二条第二款、第三十七条第三款", clocks.EXPLAIN),
    Check(TAKE, "receipt", "登记、出具回执", "第二十二条、第二十三条第一款", papers=("receipt",), owed=matters, holds=lambda one: True),
    Check(TAKE, "enter", "录入国家系统", "第二十一条第二款", clocks.ENTER),
    Check(TAKE, "sort", "分送", "第二十二条第一款", clocks.SORT),
    Check(TAKE, "notice", "书面告知", "第二十三条第二款、第三款", clocks.NOTICE, ("acceptance", "guide", "refusal", "received", "sent")),
    Check(TAKE, "hand_over", "移送检举控告", "第二十二条第二款、第三十条", clocks.HAND_OVER, ("hand_over",), apart=True),
    Check(HANDLE, "study", "研究论证、回复建议", "第二十九条第一款", clocks.STUDY, ("reply",)),
    Check(HANDLE, "act", "依法履行、答复", "第三十一条第五项", clocks.ACT),
    Check(HANDLE, "handle", "60日内办结", "第三十一条第六项、第三十四条", clocks.HANDLE, ("opinion", "settlement")),
    Check(HANDLE, "extension", "延期审批", "第三十四条", clocks.EXTENSION, ("extension_form",)),
    Check(HANDLE, "redo", "重新处理", "第三十五条、第三十六条", clocks.REDO, ("opinion",)),
    Check(HANDLE, "serve", "送达答复", "第三十五条", SERVE, ("service",)),
    Check(HANDLE, "carry_out", "落实处理意见", "第三十二条第二款", clocks.CARRY_OUT),
    Check(HANDLE, "follow_up", "回访评价", "第二十一条第二款", clocks.FOLLOW_UP),
    Check(HANDLE, "file", "立卷归档", "第二十八条第一款", clocks.FILE, ("dossier",)),
    Check(OVERSEE, "report", "反馈办理结果", "第二十二条第一款第三项", clocks.REPORT, ("report",)),
    Check(OVERSEE, "task", "交办、督办", "第四十条第一款", DO, ("task",)),
    Check(OVERSEE, "advice", "三项建议书面反馈", "第四十条", clocks.ADVICE, ("advice",)),
    Check(OVERSEE, "reply", "回复来函", "第四十条第四款", REPLY, ("letter",)),
    Check(ORDER, "group", "集体访推选代表", "第二十条第三款", owed=_groups, lacks=Q(~Exists(_CHOSEN)), holds=lambda one: one.is_group and one.channel == Petition.Channel.VISIT),
    Check(ORDER, "conduct", "劝阻、批评、教育", "第二十六条、第四十七条", owed=with_rows(Conduct, "seen_at"), holds=lambda one: bool(one.conduct.all())),
)
# fmt: on
COUNTABLE = tuple(check for check in CHECKS if not check.apart)
INDICATORS = tuple(check.indicator for check in COUNTABLE)


# --- Of a month ----------------------------------------------------------------------------------------------------


def month(user: Any, period: Period) -> Iterator[tuple[Check, dict[str, int]]]:
    """Each duty with its numbers by part ("" is what was owed), of what the reader may see. One query."""
    asked = [(check, part) for check in COUNTABLE for part in ("", *check.parts) if part != "late"]

    def make(periods: Sequence[Period]) -> compiled.Made:
        [at] = periods
        return _near(at), [Count("pk", filter=check.condition(at, part)) for check, part in asked]

    rows = compiled.counted(Petition.objects.visible_to(user), {}, "petition duties", [period], make)
    found = dict(zip(asked, rows[0][1:] if rows else [0] * len(asked), strict=True))
    for check in COUNTABLE:
        counts = {part: found.get((check, part), 0) for part in ("", *check.parts)}
        if "late" in counts:
            counts["late"] = counts[""] - counts["in_time"]  # what was due and not done in time
        yield check, counts


def _near(period: Period) -> Q:
    """All that may be counted, said first and cheaply: what any of the rules or conditions may touch."""
    rules = [check.rule for check in COUNTABLE if check.rule]
    in_hours = [rule.key for rule in rules if Term.parse(rule.term).in_hours]
    in_days = Q(rule__in={rule.key for rule in rules} - {*in_hours}, started_at__gte=period.since - LONGEST)
    ran = Clock.objects.filter(in_days | Q(rule__in=in_hours), started_at__lt=period.until)
    own = [check.owed(period) for check in COUNTABLE if check.owed]
    return reduce(or_, own, Q(pk__in=ran.values("matter")))


def address(check: Check, period: Period, part: str) -> str:
    """The list behind a number."""
    return Counted(check.indicator.key, period, part=part).url


# --- Of one matter ---------------------------------------------------------------------------------------------------


def lines(petition: Petition) -> Iterator[dict[str, str]]:
    """Each duty that it has, with the paper and the day that prove it, or what is missing."""
    for check in CHECKS:
        if check.rule is None:
            if check.holds(petition):
                yield _line(check, *_proof(check, petition, ""))
            continue
        for clock in petition.clocks.all():
            if clock.rule == check.rule.key and clock.end != Clock.End.CANCELLED:
                yield _line(check, *_of_clock(check, petition, clock))


def _line(check: Check, proof: str, missing: str) -> dict[str, str]:
    return {
        "five": check.five,
        "label": check.label,
        "article": check.article,
        "proof": proof,
        "missing": missing,
    }


def _of_clock(check: Check, petition: Petition, clock: Clock) -> tuple[str, str]:
    last = f"{day(clock.raw)}届满" if clock.raw else "届满日待工作日历"
    if clock.ended_at is None:
        over = clock.expires_at is not None and clock.expires_at <= now() and clock.suspended_at is None
        return ("", f"逾期没有办，{last}") if over else (f"还没有到期，{last}", "")
    late = clock.expires_at is not None and clock.ended_at >= clock.expires_at
    return _proof(check, petition, f"{day(clock.ended_at)} 办" + (f"（逾期，{last}）" if late else ""))


def _proof(check: Check, petition: Petition, done: str) -> tuple[str, str]:
    newest = {paper.kind: paper for paper in reversed(petition.documents.all()) if paper.kind in check.kinds}
    papers = [
        f"{one.label} {one.number or petition.number}（{day(one.issued_at)}）" for one in newest.values()
    ]
    served = [
        f"{day(row.served_on)} 送达"
        for row in petition.services.all()
        if row.paper in check.kinds and row.served_on
    ]
    proof = "；".join(filter(None, (done, *papers, *served)))
    if check.key == "group" and not any(one.is_representative for one in petition.people):
        return proof, "没有登记代表"
    return proof or "已记录", "没有出具文书" if check.papers and not papers else ""


def facts(petition: Petition, user: Any) -> dict[str, Any]:
    found = list(lines(petition))
    return {"lawful": found, "lawful_missing": sum(bool(line["missing"]) for line in found)}


PANEL = Panel("petitions/lawful_panel.html", facts)
