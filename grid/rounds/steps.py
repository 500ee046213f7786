"""The acts of a screening round: drafted by the calendar or a person, issued by a person, answered by each grid, summed up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import may_there, once, with_permission
from core.deadlines.clocks import Of, Start
from core.deadlines.terms import term_until
from core.intake import places
from core.models import Access, Unit
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from grid.models import ScreenedFind, ScreenedGrid, Screening
from grid.places import village_of
from grid.rounds import clocks
from grid.rounds.clocks import ANSWERS
from grid.rounds.forms import DAYS
from grid.rounds.known import grids_of, known, what_is

Data = Mapping[str, Any]
Result, Occasion = ScreenedGrid.Result, Screening.Occasion
SCREEN = "grid.screen"
CLOSE_DAYS = 5


def draft(now: Snapshot, data: Data) -> Outcome:
    """起草: `areas` or `grid`, else the whole town. By nobody: the calendar's own rounds (grid.rounds.watch)."""
    town, centre = places.town(), places.centre()
    areas = [data["grid"]] if data.get("grid") else list(data.get("areas") or [town])
    grids = grids_of(areas)
    issuers = with_permission(SCREEN, area=town)
    found = [(area, village_of(area)) for area in grids]
    rows = [ScreenedGrid(area=area, unit=unit) for area, unit in found if unit]
    left_out = "、".join(area.full_name for area, unit in found if unit is None)
    if not rows:
        raise Refused("选的地方没有网格，或者没有登记村（社区）单位，没有人可以报送。")
    if not issuers and now.by is None:
        raise Refused("没有可以下发排查的人。")
    facts = {name: data[name] for name in ("occasion", *DAYS, "topics", "words") if data.get(name)}
    return Outcome(
        facts={
            **facts, "title": title_of(data), "area": areas[0] if len(areas) == 1 else town, "asked": len(rows),
            "received_at": now.at, "first_contact": now.by or issuers[0],
        },
        holder=(centre, None),
        rows=rows,
        notices=[Tell(issuers if now.by is None else [], "排查已按日历拟好，请下发或者不开展：{matter}")],
        detail={
            "occasion": Occasion(data["occasion"]).label, "asked": f"{len(rows)} 个网格",
            **({"left_out": f"{left_out}（没有登记村、社区单位）"[:300]} if left_out else {}),
        },
    )  # fmt: skip


def title_of(data: Data) -> str:
    """国庆节前排查（9月21日至9月30日）；汛期排查（7月1日）."""
    first, last, words = data["first"], data["last"], data.get("words", "")
    named = {Occasion.HOLIDAY: f"{words}前排查", Occasion.SENSITIVE: f"{words}排查"}
    word = named.get(data["occasion"]) or f"{words}{Occasion(data['occasion']).label}"
    days = [f"{day.month}月{day.day}日" for day in (first, last)]
    return f"{word}（{'至'.join(dict.fromkeys(days))}）"


def _grids(now: Snapshot) -> list[ScreenedGrid]:
    return list(now.matter.grids.select_related("area", "unit"))


def _answering(rows: Iterable[ScreenedGrid]) -> list[Any]:
    return once(*(with_permission(ANSWERS, unit=row.unit, area=row.area) for row in rows))


def issue(now: Snapshot, data: Data) -> Outcome:
    """下发: each village and whoever answers for its grids sees the round, and its term runs."""
    if data["report_by"] < localdate(now.at):
        raise Refused("报送截止已经过了，请改一个日期。", "report_by")
    rows = _grids(now)
    units: dict[int, Unit] = {row.unit_id: row.unit for row in rows}
    people = _answering(rows)
    term = term_until(now.at, data["report_by"])
    closing = f"{(data['report_by'] - localdate(now.at)).days + CLOSE_DAYS}C"
    return Outcome(
        facts={**{name: data[name] for name in (*DAYS, "topics")}, "issued_on": localdate(now.at)},
        access=[
            *(Access(unit=unit, part=Access.HANDLING) for unit in units.values()),
            *(Access(user=user, part="screening") for user in people),
        ],
        starts=[
            *(Start(clocks.REPORT.key, unit=unit, term=term) for unit in units.values()),
            Start(clocks.CLOSE.key, unit=now.matter.holder_unit, term=closing),
        ],
        notices=[Tell(people, f"排查开始，{data['report_by']:%m-%d} 前报结果，没有发现的报零报告：{{matter}}")],
        detail={"report_by": f"{data['report_by']}", "asked": f"{len(rows)} 个网格"},
    )  # fmt: skip


def newcomers(screening: Screening) -> list[Any]:
    """Who answers for a grid that has not reported, and was not there when the round was issued."""
    there = set(screening.access.filter(user__isnull=False).values_list("user", flat=True))
    left = screening.grids.filter(result="").select_related("area", "unit")
    return [user for user in _answering(left) if user.pk not in there]


def admit(now: Snapshot, data: Data) -> Outcome:
    new = newcomers(now.matter)
    return Outcome(
        access=[Access(user=user, part="screening") for user in new],
        notices=[Tell(new, f"您负责的网格有排查没有报，{now.matter.report_by:%m-%d} 截止：{{matter}}")],
        detail={"people": "、".join(user.name for user in new)},
    )


# --- Each grid's result ----------------------------------------------------------------------------------------------


def report_zero(now: Snapshot, data: Data) -> Outcome:
    """零报告: said by somebody, never by the system, and not where something is registered."""
    row = _own(now, data)
    if row.finds.exists():
        raise Refused(f"{row.area.name}已经报了有发现，不能再报零报告。", "grid")
    if now.by and (count := known(now.by, now.matter, row.area).count()):
        raise Refused(f"{row.area.name}这一期已经登记了 {count} 件，请报“有发现”。", "grid")
    return _given(now, row, Result.ZERO, {"words": ""})


def report_found(now: Snapshot, data: Data) -> Outcome:
    """有发现: what is registered already is linked, each once."""
    row = _own(now, data)
    finds = [
        ScreenedFind(grid=row, found=one, what=what_is(one), at=now.at, by=now.by) for one in data["found"]
    ]
    return _given(now, row, Result.FOUND, {"words": data.get("words", "")}, finds)


def it_has_begun(now: Snapshot) -> str:
    """Nobody says of days to come that nothing was found."""
    first = now.matter.first
    return f"排查从 {first:%m-%d} 开始，到时候再报。" if localdate(now.at) < first else ""


def _own(now: Snapshot, data: Data) -> ScreenedGrid:
    """As it stands under the matter's lock."""
    row: ScreenedGrid = now.matter.grids.select_related("area", "unit").get(pk=data["grid"].pk)
    if now.by is not None and not may_there(now.by, ANSWERS, row.area):
        raise Refused(f"{row.area.name}不是您负责的网格。", "grid")
    return row


def _given(
    now: Snapshot, row: ScreenedGrid, result: str, more: dict[str, Any], finds: Iterable[ScreenedFind] = ()
) -> Outcome:
    """The first result says who and whether in time; the last grid of a village ends the village's term."""
    matter, finds = now.matter, list(finds)
    stamp = (
        {"at": now.at, "by": now.by, "late": localdate(now.at) > matter.report_by} if row.at is None else {}
    )
    left = matter.grids.filter(unit=row.unit, result="").exclude(pk=row.pk).exists()
    return Outcome(
        facts={"answered": matter.answered + (row.at is None)},
        changes=[(row, {"result": result, **more, **stamp})],
        rows=finds,
        meets=[] if left else [Of(clocks.REPORT.key, row.unit)],
        detail={
            "grid": row.area.full_name,
            "result": f"{Result(result).label}{f' {len(finds)} 件' if finds else ''}",
            **({"late": "逾期报送"} if stamp.get("late") else {}),
            **{name: said for name, said in more.items() if said},
        },
    )  # fmt: skip


# --- Its end -----------------------------------------------------------------------------------------------------------


def all_have_reported_or_may_no_more(now: Snapshot) -> str:
    screening: Screening = now.matter
    left = screening.asked - screening.answered
    early = localdate(now.at) <= screening.report_by
    return f"还没有到报送截止日，还有 {left} 个网格没有报。" if left and early else ""


def close(now: Snapshot, data: Data) -> Outcome:
    """汇总: who has not reported stands so in the paper."""
    left = [row.area.full_name for row in _grids(now) if not row.result]
    return Outcome(
        facts={"summary": data.get("summary", "")},
        detail={"missing": "、".join(left)[:300], "summary": data.get("summary", "")},
    )
