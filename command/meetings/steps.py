"""The acts of a meeting: what each changes, and why not. The system draws the agenda; people correct, decide and sign."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from command.meetings import agenda, clocks
from command.models import AgendaItem, Called, Meeting, Resolution
from core.access import exclusions
from core.access.people import desk_of, of_unit, once, unit_of
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.intake import places
from core.models import Access
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.tasks.acts import given
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.record_steps import row_of

Data = Mapping[str, Any]
S = Meeting.Status
YEAR = timedelta(days=366)


# --- Before it -----------------------------------------------------------------------------------------------------


def _soon(now: Snapshot, begins: Any) -> None:
    if not now.at < begins < now.at + YEAR:
        raise Refused("开会时间要在现在以后、一年以内。", "begins_at")


def draft(now: Snapshot, data: Data) -> Outcome:
    """召开: the agenda is drawn at once. Nobody is told before it is looked at."""
    begins, desk = data["begins_at"], desk_of(now.by, "召集会议")
    _soon(now, begins)
    lines = agenda.drawn(data["form"], begins, data["units"], data["chair"], now.by, now.at)
    form = Meeting.Form(data["form"]).label
    return Outcome(
        facts=places.begun(
            now, form=data["form"], begins_at=begins, place=data["place"], chair=data["chair"], convener=now.by,
            title=f"{localdate(begins):%-m月%-d日}{form}",
        ),
        holder=(desk, now.by),
        rows=[*(Called(unit=unit) for unit in data["units"]), *_numbered(lines, 1)],
        starts=[Start(clocks.CALL.key, unit=desk, user=now.by, term=term_until(now.at, localdate(begins)))],
        detail={"form": form, "begins_at": when(begins), "chair": data["chair"].name, "drawn": f"{len(lines)} 项"},
    )  # fmt: skip


def _numbered(lines: list[AgendaItem], first: int) -> list[AgendaItem]:
    for number, line in enumerate(lines, first):
        line.number = number
    return lines


def _next(meeting: Meeting) -> int:
    """The number of the next line: also those that were taken off keep theirs."""
    return max((row.number for row in meeting.agenda.all()), default=0) + 1


def gather(now: Snapshot, data: Data) -> Outcome:
    """补充汇集: what has come up since; what stands there or was taken off stays as people left it."""
    meeting: Meeting = now.matter
    units = [one.unit for one in meeting.called.select_related("unit")]
    lines = agenda.drawn(meeting.form, meeting.begins_at, units, meeting.chair, now.by, now.at)
    there = {(row.about_id, row.task_id) for row in meeting.agenda.all()}
    fresh = [line for line in lines if (line.about_id, line.task_id) not in there]
    if not fresh:
        raise Refused("没有新的议题。")
    return Outcome(rows=_numbered(fresh, _next(meeting)), detail={"drawn": f"{len(fresh)} 项"})


def add_item(now: Snapshot, data: Data) -> Outcome:
    about = data.get("about")
    if about is not None and about.sealed:
        raise Refused("封闭的事项不上会。请另行研究。", "about")
    called = now.matter.called.values("unit")
    if about is not None and about.root_id in agenda.shut_out(called, now.matter.chair):
        raise Refused("主持人或者参会单位在这件事项里是当事方、要回避，不上这个会。", "about")
    if about is not None and now.matter.agenda.filter(about=about, dropped="").exists():
        raise Refused("这件事项已经在议程里。", "about")
    row = AgendaItem(
        number=_next(now.matter),
        source=AgendaItem.Source.ADDED,
        words=data["words"],
        about=about,
        unit=data.get("unit"),
    )
    return Outcome(rows=[row], detail={"words": data["words"], **({"about": about.number} if about else {})})


def drop_item(now: Snapshot, data: Data) -> Outcome:
    item: AgendaItem = data["item"]
    return Outcome(
        changes=[(item, {"dropped": data["reason"]})],
        detail={"words": agenda.said(item, ()), "reason": data["reason"]},
    )


def something_to_talk_about(now: Snapshot) -> str:
    return "" if agenda.standing(now.matter) else "议程是空的，请先“加议题”。"


def call(now: Snapshot, data: Data) -> Outcome:
    """通知开会: whoever is called sees the meeting from now on; called again where the day has changed."""
    meeting: Meeting = now.matter
    begins = data["begins_at"]
    _soon(now, begins)
    first = meeting.status == S.DRAFTED
    units = [one.unit for one in meeting.called.select_related("unit")]
    form = meeting.get_form_display()
    return Outcome(
        facts={
            "begins_at": begins, "place": data["place"], "title": f"{localdate(begins):%-m月%-d日}{form}", "called_on": localdate(now.at),
        },
        access=[Access(unit=unit, part="called") for unit in units] if first else [],
        starts=[Start(clocks.HOLD.key, unit=meeting.holder_unit, user=meeting.convener, term=_day_after(now, begins))],
        notices=[Tell(_people(meeting, units), f"{form}{'定于' if first else '改到'} {when(begins)} 在{data['place']}召开，请准备：{{matter}}")],
        detail={"begins_at": when(begins), "place": data["place"]},
    )  # fmt: skip


def _day_after(now: Snapshot, begins: Any) -> str:
    return term_until(now.at, localdate(begins) + timedelta(days=1))


def _people(meeting: Meeting, units: Any) -> list[Any]:
    return once([meeting.chair], *(of_unit(unit) for unit in units))


def cancel(now: Snapshot, data: Data) -> Outcome:
    """不开了: who was called is told."""
    meeting: Meeting = now.matter
    called = meeting.status == S.CALLED
    units = [one.unit for one in meeting.called.select_related("unit")]
    told = (
        [Tell(_people(meeting, units), f"{meeting.get_form_display()}不开了：{{matter}}", urgent=True)]
        if called
        else []
    )
    return Outcome(notices=told, detail=dict(data))


# --- At it ---------------------------------------------------------------------------------------------------------


def it_has_begun(now: Snapshot) -> str:
    return "" if now.matter.begins_at <= now.at else f"会议定在 {when(now.matter.begins_at)}，还没有开。"


def hold(now: Snapshot, data: Data) -> Outcome:
    """登记到会情况: by whole units; their names stand in the words."""
    here = {unit.pk for unit in data["present"]}
    rows = list(now.matter.called.select_related("unit"))
    return Outcome(
        facts={"absence": data.get("absence", ""), "others": data.get("others", "")},
        changes=[(row, {"present": row.unit_id in here}) for row in rows],
        detail={
            "present": "、".join(row.unit.short_name for row in rows if row.unit_id in here),
            **{name: data[name] for name in ("absence", "others") if data.get(name)},
        },
    )  # fmt: skip


def something_was_decided(now: Snapshot) -> str:
    return "" if standing(now.matter) else "还没有议定事项。"


def resolve(now: Snapshot, data: Data) -> Outcome:
    item = data.get("item")
    if item is not None and item.about and exclusions.barred(item.about).unit(data["unit"]):
        raise Refused("这个单位在这件事项里已经回避，或者是被检举、控告的，不能交给它。", "unit")
    row = row_of(now, Resolution, data, "item", "what", "unit", "due_on")
    return Outcome(
        rows=[row], detail={"what": row.what, "unit": row.unit.short_name, "due_on": f"{row.due_on}"}
    )


def strike(now: Snapshot, data: Data) -> Outcome:
    row: Resolution = data["resolution"]
    return Outcome(
        changes=[(row, {"struck_at": now.at})], detail={"what": row.what, "reason": data["reason"]}
    )


# --- After it ------------------------------------------------------------------------------------------------------


def standing(meeting: Meeting) -> list[Resolution]:
    """What was decided, in its order; as of the agenda, nothing of what was sealed meanwhile or must be kept from the room."""
    rows = meeting.resolutions.filter(Q(item=None) | Q(item__in=agenda.open_items(meeting)), struck_at=None)
    return list(rows.select_related("unit", "item__about"))


def write(now: Snapshot, data: Data) -> Outcome:
    """纪要送签: to the chair."""
    meeting: Meeting = now.matter
    return Outcome(
        facts={"minutes": data["minutes"]},
        holder=(unit_of(meeting.chair) or meeting.holder_unit, meeting.chair),
        starts=[
            Start(clocks.SIGN.key, unit=unit_of(meeting.chair) or meeting.holder_unit, user=meeting.chair)
        ],
        notices=[Tell([meeting.chair], "会议纪要待签发：{matter}")],
        detail={"minutes": data["minutes"]},
    )


def send_back(now: Snapshot, data: Data) -> Outcome:
    meeting: Meeting = now.matter
    desk = unit_of(meeting.convener) if meeting.convener else None
    return Outcome(
        holder=(desk or meeting.holder_unit, meeting.convener),
        starts=[Start(clocks.MINUTES.key, unit=desk or meeting.holder_unit, user=meeting.convener)],
        notices=[Tell(once([meeting.convener]), "会议纪要退回修改：{matter}", urgent=True)],
        detail=dict(data),
    )


def sign(now: Snapshot, data: Data) -> Outcome:
    """签发纪要: each decision is a task of its unit, given by the chair; without any the meeting is done."""
    meeting: Meeting = now.matter
    name = now.decided_by or (now.by.name if now.by else meeting.chair.name)
    desk = unit_of(meeting.convener) if meeting.convener else None
    holder = (desk or meeting.holder_unit, meeting.convener)
    units = [one.unit for one in meeting.called.select_related("unit")]
    told = Tell(_people(meeting, units), "会议纪要已签发：{matter}")
    facts = {"signed_on": localdate(now.at), "signed_by": name}
    rows = standing(meeting)
    if not rows:
        done, said = {**facts, "status": S.DONE}, {**data, "signed_by": name}
        return Outcome(facts=done, holder=holder, starts=[], notices=[told], detail=said)
    if late := [row for row in rows if row.due_on < localdate(now.at)]:
        raise Refused(f"“{late[0].what}”的完成期限已过，请退回修改。")
    lines = [{"what": row.what, "unit": row.unit, "user": None, "due_on": row.due_on} for row in rows]
    tasks = given(now, lines, meeting.chair)
    first = meeting.tasks.count() + 1
    until = max(row.due_on for row in rows)
    return Outcome(
        facts={**facts, "status": S.CARRYING},
        holder=holder,
        rows=tasks.rows,
        changes=[(row, {"number": number}) for number, row in enumerate(rows, first)],
        starts=[*(tasks.starts or ()), Start(clocks.CARRY.key, unit=holder[0], user=meeting.convener, term=term_until(now.at, until))],
        notices=[*tasks.notices, told],
        detail={**data, **tasks.detail, "signed_by": name},
    )  # fmt: skip


def finish(now: Snapshot, data: Data) -> Outcome:
    return Outcome()


def by_the_system(now: Snapshot) -> str:
    """A person has a row of the same effect."""
    return "期限到了由系统办结；现在办结的，请选“办结”。" if now.by else ""
