"""T12 督办情况表 (domain: 4.2): numbers, and the table. Events of the period are counted, by colour and by unit; units stand in
the order of their codes, never by how many orders they got.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from command.models import Decision, Round, Supervision
from command.models.supervision import Colour
from core.models import Area
from core.procedure.indicators import Indicator, Period
from core.procedure.procedure import indicators
from core.procedure.splits import UNIT, Way, split_by, unit_word
from core.procedure.standard_tables import Facts, StandardTables
from core.statistics.counting import all_of, count_by, total
from core.statistics.sheets import Line, Sheet, cells, flat_rows, named_by

Rows = Callable[[Period], Any]


def _of_unit(code: str) -> Q:
    return Q(pk__in=Supervision.objects.filter(unit__code=code).values("pk"))


SPLIT = split_by({UNIT: Way(_of_unit, unit_word)})
words = SPLIT.words  # 村镇办


def issued(period: Period) -> Any:
    return Round.objects.filter(period.within_days("signed_on"))


def replied(period: Period) -> Any:
    return Round.objects.filter(period.within_days("replied_on"), replied_on__lte=F("reply_by"))


def late(period: Period) -> Any:
    """Whose last day came in the period and is over, and no reply had come by it."""
    over = Q(reply_by__lt=localdate(period.known_until))
    return Round.objects.filter(
        Q(replied_on=None) | Q(replied_on__gt=F("reply_by")), over, period.within_days("reply_by")
    )


def struck(period: Period) -> Any:
    """In the colour that it had when it was struck off."""
    last = Round.objects.filter(matter=OuterRef("matter")).order_by("-signed_on", "-pk").values("pk")[:1]
    return Round.objects.filter(period.within_days("matter__struck_on"), pk=Subquery(last))


def listed(period: Period) -> Any:
    """In the colour that was signed last before the meeting."""
    held = Decision.objects.filter(period.within_days("held_on"), measure=Decision.Measure.LISTED)
    before = Round.objects.filter(matter=OuterRef("matter"), signed_on__lte=OuterRef("held_on"))
    return Round.objects.filter(
        pk__in=held.values(last=Subquery(before.order_by("-signed_on", "-pk").values("pk")[:1]))
    )


COLUMNS: dict[str, tuple[str, str, Rows]] = {
    "issued": ("发出", "本期签发的督办通知单，一件每种颜色计一次", issued),
    "replied": ("按期回复", "本期在期限内首次回复的，一件每种颜色计一次", replied),
    "late": ("逾期", "首次回复期限在本期届满、届满时没有回复的，一件每种颜色计一次", late),
    "struck": ("办结", "本期销号的，按销号时的颜色", struck),
    "listed": ("挂牌", "本期经联席会议决定挂牌督办的，按决定时的颜色", listed),
}


def _numbers() -> Iterator[Indicator]:
    for name, (label, says, rows) in COLUMNS.items():
        for colour in Colour:
            yield Indicator(
                f"supervision_{colour}_{name}", f"{colour.label}督办{label}", f"{says}；{colour.label}。",
                _of(rows, colour), split=SPLIT, afterwards=True,
            )  # fmt: skip
        keys = tuple(f"supervision_{colour}_{name}" for colour in Colour)
        yield Indicator(
            f"supervision_{name}", f"督办{label}", f"{says}。", _of(rows), sum_of=keys, split=SPLIT, afterwards=True
        )  # fmt: skip
    yield Indicator(
        "supervision_displeased", "群众不满意督办", "本期签发的督办通知单、函件中，因群众评价不满意督办的。",
        lambda period: _owned(Supervision.objects.filter(period.within_days("signed_on"), trigger=Supervision.Trigger.DISPLEASED).values("pk")),
        split=SPLIT, afterwards=True,
    )  # fmt: skip
    yield Indicator(
        "supervision_letters", "提示函、建议函、预警函", "本期发出的提示函、建议函和预警函。",
        lambda period: _owned(Supervision.objects.filter(period.within_days("signed_on")).exclude(form=Supervision.Form.ORDER).values("pk")),
        split=SPLIT, afterwards=True,
    )  # fmt: skip


def _of(rows: Rows, colour: str = "") -> Callable[[Period], Q]:
    more = {"colour": colour} if colour else {}
    return lambda period: _owned(rows(period).filter(**more).values("matter"))


def _owned(ids: Any) -> Q:
    return Q(kind="supervision", pk__in=ids)


INDICATORS = tuple(_numbers())

# --- T12 ---------------------------------------------------------------------------------------------------------------

TITLES = {"T12": "表12　督办情况表"}
KEYS = tuple(number.key for number in INDICATORS)


def freeze(month: Period, area: Area | None) -> dict[str, Any]:
    """{"T12": {"": {key: n}, "unit-B01": {…}}, with the names of the units}."""
    asked = [(key, month) for key in KEYS]
    groups = count_by(all_of("supervision", area), ("unit__code", "unit__short_name"), asked)
    units = {
        code: (name, found)
        for (code, name), found in groups.items()
        if any(found[key, month] for key in KEYS[:-1])
    }
    rows = {"": total(groups.values(), asked)} | {f"{UNIT}{code}": units[code][1] for code in sorted(units)}
    return {
        "T12": {
            "rows": {part: {key: int(found[key, month]) for key in KEYS} for part, found in rows.items()},
            "lines": [[f"{UNIT}{code}", units[code][0]] for code in sorted(units)],
        }
    }


def sheet(key: str, month: Period, found: Facts, left: str, area: Area | None) -> Sheet:
    rows = found["rows"]

    def line(label: str, part: str, colour: str = "", **more: Any) -> Line:
        keys = [f"supervision_{colour}{'_' if colour else ''}{name}" for name in COLUMNS]
        return Line(label, cells(rows[part], keys, month, area, part), **more)

    lines = [line(colour.label, "", colour) for colour in Colour]
    lines += [line("合　计", "", sum=True), *(line(name, part, level=1) for part, name in found["lines"])]
    note = (
        f"另发出提示函、建议函、预警函{rows['']['supervision_letters']}件。单位按代码排列，不排名；"
        "挂牌由联席会议决定，村（居）委会只督办其协助政府开展的工作。"
    )
    heads = ["颜色、单位", *(label for label, *_ in COLUMNS.values())]
    return Sheet("T12", TITLES["T12"], left, "单位：件", heads, lines, note)


def named(name: str, rest: list[str]) -> str:
    return named_by(words, rest[0], indicators()[rest[-1]].label)


TABLES = StandardTables(TITLES, {"T12": KEYS}, freeze, sheet, flat_rows("T12"), named)
