"""What goes to the units and comes back from them: 转办单, 反馈（退回）单."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from cases import clocks
from cases.documents import facts
from cases.models import Case, Handover
from core.deadlines.calendars import office_calendar
from core.deadlines.terms import Term
from core.documents import paper_formats as say
from core.documents import render
from core.models import Clock, Document, Party

SHEET = "cases.handover"
# For who must not be reached directly, and for sealed matters, in place of the usual demands.
CAREFUL = (
    "一、不得自行打电话、上门或者寄信联系来访人，需要联系的请首问责任人转达；二、到现场核实，影像留存；"
    "三、办理结果书面报本中心，由本中心答复来访人；四、不属本单位职责的，在退回期限内书面说明理由和依据，逾期不退。"
)


def leads(case: Case) -> list[Handover]:
    """Hand-overs to units in charge, oldest first: each has its own sheet."""
    return [row for row in case.handed if row.lead]


def not_handed(case: Case) -> str:
    return "" if leads(case) else "还没有转给承办单位，没有转办单。"


# --- 转办单 -------------------------------------------------------------------------------------------


def handover(case: Case, row: Handover) -> Mapping[str, Any]:
    """To the unit in charge and to those that help, with a slip to tear off: as it was handed over, whenever printed."""
    found = list(Clock.objects.filter(matter_id=case.pk).order_by("started_at", "id"))
    own = {
        clock.rule: clock for clock in found if clock.unit_id in (None, row.unit_id) and _ran_with(clock, row)
    }
    handle = next((own[rule.key] for rule in clocks.HANDLE.values() if rule.key in own), None)
    longer = _longer_by_then(case, row)
    frame = {
        "lead_unit": row.unit.name,
        "helpers": [_helper(case, one, found) for one in _helpers(case, row)],
        **_terms(row, own, handle, longer),
        "passed_by": row.handed_by.name,
        "passed_phone": row.handed_by.phone or settings.TOWN["phone"],
        "remark": _counted(row, own.get(clocks.RETURNS[case.sent_down].key), handle, longer),
        "demands": CAREFUL if case.sealed else "",
        "sealed": case.sealed,
    }
    if case.sealed:
        return frame
    leader_s, note = facts.of_hand_over(case, row, 200)
    return frame | _matter_of(case) | leader_s | {"note": note}


def _ran_with(clock: Clock, row: Handover) -> bool:
    """Did it run when this was handed over, or begin with it? What began later, or had ended by then, is of another time."""
    over = clock.ended_at is not None and clock.ended_at <= row.handed_at
    return clock.started_at == row.handed_at or (clock.started_at < row.handed_at and not over)


def _helpers(case: Case, row: Handover) -> list[Handover]:
    """Units that helped with this hand-over, whether they have answered since or not; who declined did not help."""
    return [
        one
        for one in case.handed
        if not one.lead
        and not one.returned_for
        and (row.ended_at is None or one.handed_at < row.ended_at)
        and (one.ended_at is None or one.ended_at > row.handed_at)
    ]


def _helper(case: Case, row: Handover, found: list[Clock]) -> dict[str, str]:
    """A unit that helps, with its part and its day; of a sealed matter the part says too much."""
    due = [
        clock
        for clock in found
        if clock.rule == clocks.ASSIST.key and clock.unit_id == row.unit_id and _ran_with(clock, row)
    ]
    day = say.due(due[-1], weekday=True) if due else ""
    return {"unit": row.unit.name, "part": "" if case.sealed else row.part, "due": day}


def _longer_by_then(case: Case, row: Handover) -> bool:
    return case.extensions.filter(granted=True, decided_at__lte=row.handed_at).exists()


def _day_then(clock: Clock | None, longer: bool) -> str:
    """The last day as it was known at the hand-over: a longer term that was granted later is not on the sheet."""
    return say.due(clock, weekday=True) if clock is None or longer else say.first_due(clock)


def _terms(row: Handover, own: Mapping[str, Clock], handle: Clock | None, longer: bool) -> dict[str, str]:
    """What was said of an earlier hand-over to the same unit does not count for this one."""
    feedback = own.get(clocks.FEEDBACK.key)
    back = next((own[rule.key] for rule in clocks.RETURNS.values() if rule.key in own), None)
    return {
        "sign_by": say.due(own.get(clocks.SIGN.key), weekday=True),
        "return_by": "已裁定承办，不得再退" if row.binding else say.due(back, weekday=True),
        "finish_by": _day_then(handle, longer),
        "answer_by": say.due(feedback, weekday=True) if feedback else "与办结时限相同",
    }


def _matter_of(case: Case) -> dict[str, Any]:
    """What it is about and whom to ask; who must not be called is reached through the first contact."""
    people = list(case.people)
    party = people[0] if people else Party()
    direct = party.may_be_reached()
    more = f"等{case.head_count}人" if case.head_count > 1 else ""
    first, rest = render.sheets(case.demand, 200)
    if rest:
        first[-1] += "……（全文见系统）"
    kind = case.category.name if case.category else ""
    return {
        "subject": case.title,
        "visitor": f"{party.name}{more}（{case.area.full_name}）" if party.name else f"未留姓名{more}",
        "visitor_phone": say.phone(party.phone) if direct else f"请经{case.first_contact.name}联系",
        "demands": "" if direct else CAREFUL,
        "source": f"{case.get_channel_display()}，{case.number}",
        "kind": " · ".join(part for part in (case.wish_words, kind) if part) or "未分类",
        "summary": first,
    }


def _counted(row: Handover, back: Clock | None, handle: Clock | None, granted: bool) -> str:
    """How the terms were counted, with the holidays that were left out."""
    left_out = ""
    if back and back.rolled and not row.binding:
        named = say.holidays(office_calendar(), localdate(row.handed_at), back.rolled)
        left_out = f"，已扣除{named}" if named else ""
    by_days = handle is not None and handle.term.endswith("C")
    whole = "按日计算，含节假日" if by_days else "按工作日计算"
    longer = f"，已批准延期{handle.extended_by[:-1]}日" if granted and handle and handle.extended_by else ""
    return f"签收、退回时限按工作日计算{left_out}；办结时限自收到之日的次日起{whole}{longer}。"


# --- 反馈（退回）单 -------------------------------------------------------------------------------------


def returns(case: Case) -> list[Handover]:
    return [row for row in leads(case) if row.returned_for]


def not_returned(case: Case) -> str:
    return "" if returns(case) else "还没有单位退回，不用填退回单。"


def returned(case: Case, row: Handover) -> Mapping[str, Any]:
    """A unit in charge says why it is not theirs; below it the centre's ruling, once there is one."""
    rows = leads(case)
    place = rows.index(row)
    rule = clocks.RETURNS[case.sent_down]
    limit = Clock.objects.filter(
        matter_id=case.pk, rule=rule.key, unit=row.unit_id, started_at__lte=row.ended_at
    ).last()
    why, _, explanation = row.returned_for.partition("：")
    frame: dict[str, Any] = {
        "sheet_number": _sheet_number(case, row),
        "from_unit": row.unit.name,
        "filled_on": say.day(row.ended_at),
        "return_by": say.due(limit, weekday=True),
        "within": Term.parse(limit.term if limit else rule.term).label.replace(" ", ""),
        "basis": (limit.basis if limit else rule.basis).partition("（")[0],
        "returned_by": row.returned_by.name if row.returned_by else "",
        "sealed": case.sealed,
        **_ruling(row, rows[place + 1] if place + 1 < len(rows) else None),
    }
    return frame if case.sealed else frame | {"why": why, "explanation": explanation or why}


def _sheet_number(case: Case, row: Handover) -> str:
    sheets = Document.objects.filter(matter_id=case.pk, kind=SHEET, scope=str(row.pk))
    return sheets.values_list("number", flat=True).first() or ""


def _ruling(row: Handover, then: Handover | None) -> dict[str, str]:
    """What the centre said to it: kept with the unit, or agreed to and given to another."""
    if then is None:
        return {"ruling": ""}
    said = {"ruled_by": then.handed_by.name, "ruled_on": say.day(then.handed_at)}
    if then.unit_id == row.unit_id:
        return {"ruling": "kept" if then.binding else "", **said}
    return {"ruling": "moved", "moved_to": then.unit.name, **said}
