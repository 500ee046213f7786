"""The office's own forms of a case: 群众来访接待登记表, 回访记录. In full, for the file."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from cases import clocks
from cases.documents import facts
from cases.documents.facts import S
from cases.models import CallBack, Case
from core.documents import paper_formats as say
from core.documents import render
from core.models import Clock, Party

KINDS = {
    "advice": "consultation",
    "help": "help",
    "mediation": "dispute",
    "petition": "petition",
    "legal": "legal",
}
RATINGS = {"satisfied": "good", "fairly": "fair", "unsatisfied": "bad", "unreached": "unreached"}


# --- 群众来访接待登记表 ------------------------------------------------------------------------------


def registration_form(case: Case) -> Mapping[str, Any]:
    """The office's own form, with numbers in full (domain: 7.2); what must be signed is left for ink."""
    frame = {
        "number": case.number,
        "visited_at": say.moment(case.received_at),
        "received_by": case.first_contact.name,
        "office_phone": settings.TOWN["phone"],
        "kept_years": settings.TOWN["record_years"],
        "read_aloud": case.read_aloud,
        "sealed": case.sealed,
    }
    if case.sealed:
        return frame
    return (
        frame
        | say.visitor(case)
        | _decided(case)
        | _narrative(case)
        | {
            "visit_form": "group" if case.is_group else "individual",
            "visit_order": "repeat" if case.repeated else "first",
            "kind": _kinds(case),
            "window": _window(case),
            "materials": case.materials,
        }
        | _result(case)
    )


def _kinds(case: Case) -> list[str]:
    """What the visitor wishes; where nobody asked, what the category says: a dispute that may be mediated."""
    wished = [KINDS[wish] for wish in case.wishes]
    return wished or (["dispute"] if case.category and case.category.mediable else [])


def _window(case: Case) -> str:
    """Where the visitor's number was called first."""
    ticket = case.tickets.select_related("passed_from", "room").first()
    return (ticket.passed_from or ticket.room).name if ticket else ""


def _result(case: Case) -> dict[str, str]:
    """What came of it, and what the visitor said of that."""
    return {
        "result": say.cut(case.answer, 160, "（全文见办理结果）"),
        "result_by": case.answered_by.name if case.answered_by else "",
        "result_on": say.day(case.answered_at),
        "satisfaction": RATINGS.get(case.satisfaction, ""),
        "visit_back": _call_back(case),
    }


def _narrative(case: Case) -> dict[str, list[str]]:
    """The demand; below it what the counter asked besides, or on the continuation sheet where that is long."""
    asked = "；".join(f"{question}：{answer}" for question, answer in case.particulars)
    first, more = render.sheets(case.demand)
    if asked:
        fits = not more and sum(map(len, first)) + len(asked) <= render.NARRATIVE_LIMIT
        (first if fits else more).append(f"专项情况：{asked}。")
    return {"narrative": first, "narrative_more": more}


def _decided(case: Case) -> dict[str, str]:
    """What the centre decided and to whom it went; a leader's last words stand also where nobody has it yet."""
    told = case.instructions.last()
    words = facts.leader_s(told.words, told.given_by, told.given_at) if told else {}
    if case.last_lead():
        return _handed(case) | words
    return _without_unit(case) | words


def _handed(case: Case) -> dict[str, str]:
    row = case.last_lead()
    keys = [rule.key for rule in clocks.HANDLE.values()]
    clock = Clock.objects.filter(matter_id=case.pk, rule__in=keys).order_by("started_at", "id").last()
    helpers = [one.unit.name for one in case.handed if not one.lead and not one.returned_for]
    signed = f"{row.signed_by.name}　{say.short(row.signed_at, weekday=False)}" if row.signed_by else ""
    leader_s, note = facts.of_hand_over(case, row, 120)
    return {
        "opinion": "passed",
        "opinion_to": row.unit.name,
        "passed_to": row.unit.name + (f"（协办：{'、'.join(dict.fromkeys(helpers))}）" if helpers else ""),
        "taken_by": signed,
        "due_on": say.short(clock.raw, weekday=False) if clock else "",
        "opinion_reason": note,
        **leader_s,
    }


def _without_unit(case: Case) -> dict[str, str]:
    """Answered here, shown to a room, to a procedure of its own, or to a body outside the town."""
    below = case.offspring.select_related("holder_unit").last()
    if case.status == S.TOLD:
        where = f"{case.told_body}（{case.told_where}）" if case.told_where else case.told_body
        return {"opinion": "not_ours", "opinion_to": where, "opinion_reason": case.told_basis}
    if below:
        return {"opinion": "guided", "opinion_to": below.holder_unit.name}
    if case.room:
        return {"opinion": "guided", "opinion_to": case.room.name}
    return {"opinion": "answered"} if case.status == S.SETTLED else {}


def _call_back(case: Case) -> str:
    """How, when, by whom: 电话　4月17日　林小满."""
    if not case.called_back_at:
        return ""
    words = case.get_satisfaction_display() if case.satisfaction not in RATINGS else ""
    call = _last(_calls(case))
    parts = (words, call.way, say.short(case.called_back_at, weekday=False), call.by.name if call.by else "")
    return "　".join(part for part in parts if part)


def _calls(case: Case) -> list[CallBack]:
    return list(case.calls.select_related("by"))


def _last(calls: list[CallBack]) -> CallBack:
    """An empty one where nobody called: what another system said of it came without its circumstances."""
    return calls[-1] if calls else CallBack()


# --- 回访记录 -----------------------------------------------------------------------------------------


def not_called_back(case: Case) -> str:
    return "" if case.called_back_at else "还没有回访，没有回访记录。"


def called_back(case: Case) -> Mapping[str, Any]:
    """Who called, when, how, what was said: each call its own line, the last one in the boxes."""
    frame: dict[str, Any] = {
        "sealed": case.sealed,
    }
    calls = _calls(case)
    last = _last(calls)
    frame |= {
        "called_by": last.by.name if last.by else "",
        "called_at": say.moment(case.called_back_at) if case.called_back_at else "",
    }
    if case.sealed:
        return frame
    return frame | _called(case, last) | {"earlier": [_attempt(call) for call in calls[:-1]]}


def _called(case: Case, last: CallBack) -> dict[str, Any]:
    people = list(case.people)
    party = people[0] if people else Party()
    own = case.get_own_rating_display() if case.own_rating else ""
    return {
        "visitor": party.name or "未留姓名",
        "visitor_phone": say.phone(party.safe_phone()) or ("" if party.may_be_reached() else "不得联系"),
        "subject": case.title,
        "unit_of_answer": _answered_by(case),
        "answer": say.cut(case.answer, 300, "（全文见办理结果）"),
        "answered_on": say.day(case.answered_at),
        "way": last.way,
        "satisfaction": case.satisfaction,
        "words": last.words,
        "own_rating": f"{own}（{say.short(case.own_rated_at, weekday=False)}）" if own else "",
        "own_words": case.own_words,
        "reopened": say.day(case.reopened_at),
    }


def _answered_by(case: Case) -> str:
    """The unit in charge, and who answered for it."""
    row = case.last_lead()
    name = case.answered_by.name if case.answered_by else ""
    return f"{row.unit.name}　{name}" if row else name


def _attempt(call: CallBack) -> dict[str, str]:
    return {
        "at": say.moment(call.at),
        "by": call.by.name if call.by else "",
        "way": call.way,
        "rating": "不满意，重办" if call.reopened else str(call.get_rating_display()),
        "words": say.cut(call.words, 120, "……"),
    }
