"""What the visitor takes home: the receipt (A5, or two-up on A4), and the paper that names another body."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.timezone import localtime

from cases import clocks
from cases.documents import facts
from cases.documents.facts import S
from cases.models import Case
from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import ClockRule, local_term
from core.deadlines.terms import Term, compute
from core.documents import paper_formats as say
from core.documents.remedies import numbered
from core.intake.receipts import receipt_keys
from core.models import Clock, Party

# What the citizen is told of a running clock; what units and leaders owe one another is no news for them.
STEPS = {
    clocks.DISPATCH.key: "转给承办单位",
    clocks.ROOM.key: "功能室接待您",
    clocks.SIGN.key: "承办单位签收，并与您联系",
    clocks.RETURN.key: "",
    clocks.RETURN_SENT.key: "",
    clocks.INSTRUCT.key: "",
    clocks.FEEDBACK.key: "",
    clocks.ASSIST.key: "",
    clocks.EXTENSION.key: "",
    **{rule.key: "答复办理结果" for rule in clocks.HANDLE.values()},
    clocks.CALL_BACK.key: "综治中心回访，请您评价",
}
BEFORE_A_UNIT = (S.REGISTERED, S.RETURNED, S.GUIDED, S.AWAITING)


# --- 登记回执 -----------------------------------------------------------------------------------------


def receipt(case: Case) -> Mapping[str, Any]:
    """For the citizen. The QR code opens the look-up page with the case's code filled in; the look-up code is
    typed by hand: in an address it would stay in browser histories and logs, and it is the key.
    """
    people = list(case.people)
    phone, sealed = settings.TOWN["phone"], facts.hidden(case, people)
    shown: dict[str, Any] = {
        **receipt_keys(case.code, str(case.lookup_code)),
        "registered_at": facts.received(case),
        "first_contact": f"{case.first_contact.name}　{case.first_contact.phone or phone}",
        "received_by": case.first_contact.name,
        "sealed": sealed,
    }
    if sealed:
        return shown
    return shown | {
        "heading": f"{facts.VISITS.get(Case.Channel(case.channel), '')}事项登记回执",
        "subject": case.masked_title + _crowd(case, people),
        "holder": "已办结" if case.closed_at else case.holder_unit.name,
        "steps": _steps(case),
        "notes": [f"收到您提交的材料：{case.materials}。"] if case.materials else [],
    }


def _crowd(case: Case, people: list[Party]) -> str:
    if case.head_count == 1:
        return ""
    chosen = sum(party.is_representative for party in people)
    return f"（{case.head_count}人" + (f"，代表{chosen}人）" if chosen else "）")


def _steps(case: Case) -> list[dict[str, str]]:
    """What comes next and by when: the clocks that run, also of procedures below; then the town's promise."""
    if case.closed_at:
        told = {
            S.SETTLED: "已当场答复",
            S.TOLD: "已书面告知去哪里办",
            S.REFERRED: "已移送有权处理的机关",
        }.get(S(case.status), "已办结")
        return [{"when": say.short(case.closed_at), "what": told}]
    soonest = F("expires_at").asc(nulls_first=True)  # what waits for a calendar is counted in few days
    running = Clock.objects.running().filter(matter__root_id=case.root_id).order_by(soonest, "id")
    steps = [(say.due_short(clock), STEPS.get(clock.rule, clock.label)) for clock in running]
    if case.status in BEFORE_A_UNIT:
        steps.append((f"转办后{_length(case, clocks.SIGN)}", STEPS[clocks.SIGN.key]))
        if not any(what == STEPS[clocks.COMPLEX.key] for _, what in steps):
            steps.append((f"最迟{_latest(case)}", STEPS[clocks.COMPLEX.key]))
    if case.status != S.REPLIED:
        steps.append((f"答复后{_length(case, clocks.CALL_BACK)}", STEPS[clocks.CALL_BACK.key]))
    told_once = dict.fromkeys((when, what) for when, what in steps if what)  # several units sign on one day
    return [{"when": when, "what": what} for when, what in told_once]


def _length(case: Case, rule: ClockRule) -> str:
    return Term.parse(local_term(rule, case).term).label.replace(" ", "")


def _latest(case: Case) -> str:
    """How hard it is nobody has said yet: the day on which the longest of the promises ends."""
    term = Term.parse(local_term(clocks.COMPLEX, case).term)
    return say.short(compute(term, localtime(case.received_at), office_calendar()).raw) or term.label


# --- 不属职责告知书 -----------------------------------------------------------------------------------


def elsewhere(case: Case) -> Mapping[str, Any]:
    """Which body is competent, where it sits, on what ground (信访工作条例 23 ¶1; domain: 1.5).

    Taken home, it may be found there: where the receipt says nothing, this says it by word of mouth.
    """
    people = list(case.people)
    frame: dict[str, Any] = {
        "unit": say.centre(),
        "received_on": say.day(case.received_at),
        "told_on": say.day(case.answered_at),
        "told_by": case.answered_by.name if case.answered_by else "",
        "phone": settings.TOWN["phone"],
        "sealed": facts.hidden(case, people),
    }
    if frame["sealed"]:
        return frame
    more = f"等{case.head_count}人" if case.head_count > 1 else ""
    return frame | {
        "to": f"{people[0].name}{more}" if people else f"来访人{more}",
        "subject": say.cut(case.demand, 200, "（全文见登记表）").rstrip("。；，").removeprefix("反映"),
        "body": case.told_body,
        "where": case.told_where,
        "basis": case.told_basis,
        "remedies": numbered(case.ways.get("lines", [])),
    }
