"""Papers of a case: the receipt for the citizen, the registration form, the hand-over sheet.

What a sealed case must not show is not even handed to the template.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from cases import clocks
from cases.models import Case, Handover
from core import papers, qr
from core import written as say
from core.calendars import office_calendar
from core.clocks import local_term
from core.documents import DocumentKind
from core.models import Clock, HistoryEntry, Party
from core.terms import Term, compute

S = Case.Status
LIVE = frozenset(S) - {S.VOIDED}
VISITS = {
    Case.Channel.VISIT: "来访",
    Case.Channel.LEADER: "来访",
    Case.Channel.PHONE: "来电",
    Case.Channel.LETTER: "来信",
}

# What the citizen is told of a running clock; the unit's own term for returning is no news for them.
STEPS = {
    clocks.DISPATCH.key: "转给承办单位",
    clocks.SIGN.key: "承办单位签收，并与您联系",
    clocks.RETURN.key: "",
    **{rule.key: "答复办理结果" for rule in clocks.HANDLE.values()},
    clocks.CALL_BACK.key: "综治中心回访，请您评价",
}


# --- 登记回执 -----------------------------------------------------------------------------------------


def receipt(case: Case) -> Mapping[str, Any]:
    """For the citizen. The QR code opens the look-up page with the case's code filled in; the look-up code is
    typed by hand: in an address it would stay in browser histories and logs, and it is the key.
    """
    people = list(case.people)
    hidden = case.sealed or not all(party.may_be_reached() for party in people)
    phone = settings.TOWN["phone"]
    url = f"{settings.PUBLIC_URL}{reverse('lookup')}?{urlencode({'code': case.code})}"
    shown: dict[str, Any] = {
        "unit": say.centre(),
        "lookup_code": say.spaced_key(str(case.lookup_code)),
        "lookup_svg": qr.svg(url, "查进度"),
        "code": say.spaced_code(case.code),
        "registered_at": _received(case),
        "first_contact": f"{case.first_contact.name}　{case.first_contact.phone or phone}",
        "received_by": case.first_contact.name,
        "phone": phone,
        "sealed": hidden,
    }
    if hidden:
        return shown
    return shown | {
        "heading": f"{VISITS.get(Case.Channel(case.channel), '')}事项登记回执",
        "subject": case.title + _crowd(case, people),
        "holder": "已办结" if case.closed_at else case.holder_unit.name,
        "steps": _steps(case),
        "notes": [f"收到您提交的材料：{case.materials}。"] if case.materials else [],
    }


def _received(case: Case) -> str:
    """When it came in, from which all terms count; and when it was typed, if that was a later day."""
    late = localdate(case.registered_at) != localdate(case.received_at)
    typed = f"（{say.short(case.registered_at, weekday=False)}补录）" if late else ""
    return say.moment(case.received_at, weekday=True) + typed


def _crowd(case: Case, people: list[Party]) -> str:
    if case.head_count == 1:
        return ""
    chosen = sum(party.is_representative for party in people)
    return f"（{case.head_count}人" + (f"，代表{chosen}人）" if chosen else "）")


def _steps(case: Case) -> list[dict[str, str]]:
    """What comes next and by when: the clocks that run, also of procedures below; then the town's promise."""
    if case.closed_at:
        told = "已当场答复" if case.status == S.SETTLED else "已办结"
        return [{"when": say.short(case.closed_at), "what": told}]
    soonest = F("expires_at").asc(nulls_first=True)  # what waits for a calendar is counted in few days
    running = Clock.objects.running().filter(matter__root_id=case.root_id).order_by(soonest, "id")
    steps = [(say.due_short(clock), STEPS.get(clock.rule, clock.label)) for clock in running]
    if case.status in (S.REGISTERED, S.RETURNED):
        steps.append((f"转办后{_length(clocks.SIGN)}", STEPS[clocks.SIGN.key]))
        steps.append((f"最迟{_latest(case)}", STEPS[clocks.COMPLEX.key]))
    if case.status != S.REPLIED:
        steps.append((f"答复后{_length(clocks.CALL_BACK)}", STEPS[clocks.CALL_BACK.key]))
    return [{"when": when, "what": what} for when, what in steps if what]


def _length(rule: clocks.ClockRule) -> str:
    return Term.parse(local_term(rule)[0]).label.replace(" ", "")


def _latest(case: Case) -> str:
    """How hard it is nobody has said yet: the day on which the longest of the promises ends."""
    term = Term.parse(local_term(clocks.COMPLEX)[0])
    return say.short(compute(term, localtime(case.received_at), office_calendar()).raw) or term.label


# --- 群众来访接待登记表 ------------------------------------------------------------------------------

KINDS = {
    "advice": "consultation",
    "help": "help",
    "mediation": "dispute",
    "petition": "petition",
    "legal": "legal",
}
RATINGS = {"satisfied": "good", "fairly": "fair", "unsatisfied": "bad", "unreached": "unreached"}


def registration_form(case: Case) -> Mapping[str, Any]:
    """The office's own form, with numbers in full (domain: 7.2); what must be signed is left for ink."""
    frame = {
        "unit": settings.TOWN["centre"],
        "code": case.code,
        "number": case.number,
        "visited_at": say.moment(case.received_at),
        "received_by": case.first_contact.name,
        "office_phone": settings.TOWN["phone"],
        "sealed": case.sealed,
    }
    if case.sealed:
        return frame
    first, more = papers.sheets(case.demand)
    return (
        frame
        | _visitor(case)
        | _handling(case)
        | {
            "visit_form": "group" if case.is_group else "individual",
            "visit_order": "repeat" if case.repeated else "first",
            "kind": [KINDS[wish] for wish in case.wishes],
            "narrative": first,
            "narrative_more": more,
            "materials": case.materials,
            "result": say.cut(case.answer, 160, "（全文见办理结果）"),
            "result_by": case.answered_by.name if case.answered_by else "",
            "result_on": say.day(case.answered_at),
        }
    )


def _visitor(case: Case) -> dict[str, str]:
    """Who came: the first named; a person who must not be called has no number here either."""
    people = list(case.people)
    party = people[0] if people else Party()
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE)
    chosen = sum(one.is_representative for one in people)
    return {
        "name": party.name,
        "sex": party.get_sex_display() if known else "",
        "age": say.age(party.birth_on, localdate(case.received_at)),
        "people": f"{case.head_count}人",
        "representatives": f"{chosen}人" if case.is_group and chosen else "—",
        "id_number": str(party.id_number),
        "phone": party.safe_phone() or ("" if party.may_be_reached() else "不得联系"),
        "address": party.safe_address() or ("" if party.may_be_reached() else "不公开"),
        "grid": case.area.full_name,
    }


def _handling(case: Case) -> dict[str, str]:
    """What the centre decided, to whom it went, and what the visitor said of the result."""
    handover = case.handovers.select_related("unit", "signed_by").last()
    below = case.offspring.select_related("holder_unit").last()
    shown = {"satisfaction": RATINGS.get(case.satisfaction, ""), "visit_back": _call_back(case)}
    if handover:
        clock = _clocks(case, (rule.key for rule in clocks.HANDLE.values())).last()
        shown |= {
            "opinion": "passed",
            "opinion_to": handover.unit.name,
            "passed_to": handover.unit.name,
            "taken_by": f"{handover.signed_by.name}　{say.short(handover.signed_at, weekday=False)}"
            if handover.signed_by
            else "",
            "due_on": say.short(clock.raw, weekday=False) if clock else "",
        } | _instruction(case, handover, "opinion_reason", 120)
    elif below:
        shown |= {"opinion": "guided", "opinion_to": below.holder_unit.name}
    elif case.status == S.SETTLED:
        shown |= {"opinion": "answered"}
    return shown


def _call_back(case: Case) -> str:
    if not case.called_back_at:
        return ""
    by = "" if case.status == S.SETTLED else _by(case, "cases.call_back")
    words = case.get_satisfaction_display() if case.satisfaction not in RATINGS else ""
    told = "当场" if case.status == S.SETTLED else by
    return "　".join(part for part in (words, say.short(case.called_back_at, weekday=False), told) if part)


def _by(case: Case, action: str) -> str:
    entry = HistoryEntry.objects.filter(matter_id=case.pk, action=action).select_related("by").last()
    return entry.by.name if entry and entry.by else ""


def _clocks(case: Case, rules: Iterable[str]) -> Any:
    return Clock.objects.filter(matter_id=case.pk, rule__in=list(rules)).order_by("started_at", "id")


# --- 转办单 -------------------------------------------------------------------------------------------


# For who must not be reached directly, and for sealed matters, in place of the usual demands.
CAREFUL = (
    "一、不得自行打电话、上门或者寄信联系来访人，需要联系的请首问责任人转达；二、到现场核实，影像留存；"
    "三、办理结果书面报本中心，由本中心答复来访人；四、不属本单位职责的，在退回期限内书面说明理由和依据，逾期不退。"
)


def _running(case: Case) -> Handover | None:
    found = case.handovers.filter(ended_at=None).select_related("unit", "handed_by")
    return found.first()


def which_handover(case: Case) -> str:
    """Each hand-over has its own sheet: the second is 第2次."""
    count = case.handovers.count()
    return f"第{count}次" if count > 1 else ""


def handover(case: Case) -> Mapping[str, Any]:
    """To the unit in charge, with a slip to tear off. Asked for only while a hand-over runs."""
    running = _running(case)
    assert running is not None  # DocumentKind.statuses
    rows = {clock.rule: clock for clock in _clocks(case, [rule.key for rule in clocks.CLOCKS])}
    handle = rows.get(clocks.HANDLE[case.grade].key)
    frame = {
        "unit": settings.TOWN["centre"],
        "code": case.code,
        "lead_unit": running.unit.name,
        "sign_by": say.due(rows.get(clocks.SIGN.key), weekday=True),
        "return_by": say.due(rows.get(clocks.RETURN.key), weekday=True),
        "finish_by": say.due(handle, weekday=True),
        "answer_by": "与办结时限相同",
        "passed_by": running.handed_by.name,
        "passed_phone": running.handed_by.phone or settings.TOWN["phone"],
        "remark": _counted(running, rows.get(clocks.RETURN.key), handle),
        "demands": CAREFUL if case.sealed else "",
        "sealed": case.sealed,
    }
    return frame if case.sealed else frame | _matter_of(case) | _instruction(case, running, "note", 200)


def _matter_of(case: Case) -> dict[str, Any]:
    """What it is about and whom to ask; who must not be called is reached through the first contact."""
    people = list(case.people)
    party = people[0] if people else Party()
    direct = party.may_be_reached()
    more = f"等{case.head_count}人" if case.head_count > 1 else ""
    first, rest = papers.sheets(case.demand, 200)
    if rest:
        first[-1] += "……（全文见系统）"
    kind = case.category.name if case.category else ""
    return {
        "subject": case.title,
        "visitor": f"{party.name}{more}（{case.area.full_name}）" if party.name else f"未留姓名{more}",
        "visitor_phone": str(party.phone) if direct else f"请经{case.first_contact.name}联系",
        "demands": "" if direct else CAREFUL,
        "source": f"{case.get_channel_display()}，{case.number}",
        "kind": " · ".join(part for part in (case.wish_words, kind) if part) or "未分类",
        "summary": first,
    }


def _instruction(case: Case, running: Handover, own: str, limit: int) -> dict[str, str]:
    """The words of the hand-over: a leader's, where the leader decided; else the dispatcher's own."""
    entry = HistoryEntry.objects.filter(matter_id=case.pk, action="cases.hand_over").last()
    note = say.cut(running.note, limit, "（全文见系统）")
    if entry is None or not entry.decided_by:
        return {own: note}
    return {"leader_note": note, "leader_name": entry.decided_by, "leader_on": say.day(running.handed_at)}


def _counted(running: Handover, back: Clock | None, handle: Clock | None) -> str:
    """How the terms were counted, with the holidays that were left out."""
    left_out = ""
    if back and back.rolled:
        named = say.holidays(office_calendar(), localdate(running.handed_at), back.rolled)
        left_out = f"，已扣除{named}" if named else ""
    by_days = handle is not None and handle.term.endswith("C")
    whole = "按日计算，含节假日" if by_days else "按工作日计算"
    return f"签收、退回时限按工作日计算{left_out}；办结时限自收到之日的次日起{whole}。"


DOCUMENTS: tuple[DocumentKind, ...] = (
    DocumentKind("cases.receipt", "登记回执", "documents/receipt.html", receipt, statuses=LIVE, shared=True),
    DocumentKind(
        "cases.registration_form",
        "来访接待登记表",
        "documents/registration_form.html",
        registration_form,
        statuses=LIVE,
        shared=True,
        personal=True,
    ),
    DocumentKind(
        "cases.handover",
        "转办单",
        "documents/handover.html",
        handover,
        number="{short}转〔{year}〕{serial}号",
        statuses=frozenset({S.HANDED_OVER, S.IN_HAND}),
        scope=which_handover,
        shared=True,
        personal=True,
    ),
)
