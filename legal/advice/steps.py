"""What the acts of a consultation do."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import unit_of, with_permission
from core.access.sealing import keepers
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, Matter, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from legal import lawyers
from legal.models import Consultation, Guided, Reply

Data = Mapping[str, Any]
C = Consultation
S = C.Status
ANSWERS = "legal.answer"
GIVEN = ("answer", "lawyer", "minutes", "satisfaction")


def register(now: Snapshot, data: Data) -> Outcome:
    """登记: with an answer it has been given, without one it waits for whoever answers. What is sealed is opened to one by
    name, not to all who answer.
    """
    area = places.where(data)
    label, answered, to = label_of(data), bool(data.get("answer")), data.get("to")
    lawyer = lawyers.named(now.by, now.at, data.get("lawyer", ""))
    facts = {
        "title": title_of(data["question"]), "question": data["question"], "channel": data["channel"],
        "topic": data.get("topic") or "", "compartment": label,
        **(_given(now, data, lawyer) if answered else {"status": S.ASKED}),
    }  # fmt: skip
    asked = [] if answered else [to] if to else [] if label else with_permission(ANSWERS, area=area)
    opened = keepers(area, now.by) if label else [Access(user=now.by, part="first_contact")]
    opened += [Access(user=user, part="answering") for user in asked if user != now.by]
    opened += _his(now, lawyer) if answered else []
    return places.taken_in(
        now, data, facts=facts,
        holder=(data.get("centre") or places.centre(), to if not answered else None),
        access=opened,
        starts=() if answered else None,
        notices=[Tell([user for user in asked if user != now.by], "有法律咨询等您解答：{matter}")],
        detail={"channel": C.Channel(data["channel"]).label, "not_sealed": data.get("not_sealed", ""), **_kept(data)},
    )  # fmt: skip


def label_of(data: Data) -> str:
    """The closed label that was ticked, or said yes to."""
    flags = data.get("flags") or ()
    order = (Matter.Compartment.DOMESTIC_VIOLENCE, Matter.Compartment.MINOR, Matter.Compartment.CONFIDENTIAL)
    asked = [*flags, *(["confidential"] if data.get("confidential") else [])]
    return next((str(label) for label in order if label in asked), "")


def _given(now: Snapshot, data: Data, lawyer: User | None) -> dict[str, Any]:
    """Who answered is who is on duty and named, whoever typed it."""
    facts = {name: data[name] for name in GIVEN if data.get(name) not in (None, "")}
    return {**facts, "status": S.ANSWERED, "answered_at": now.at, "answered_by": lawyer or now.by}


def _his(now: Snapshot, lawyer: User | None) -> list[Access]:
    """It is his: he sees it, and writes it down with his turn."""
    typed = lawyer is not None and lawyer != now.by
    return [Access(user=lawyer, part=Access.DONE, starts_at=now.at)] if typed else []


def _kept(data: Data) -> dict[str, Any]:
    return {name: data[name] for name in ("answer", "lawyer", "minutes") if data.get(name)}


def answer(now: Snapshot, data: Data) -> Outcome:
    """解答: whoever took the question in learns of it, to pass it on."""
    matter = now.matter
    lawyer = lawyers.named(now.by, now.at, data.get("lawyer", ""))
    facts = _given(now, data, lawyer) | ({"topic": data["topic"]} if data.get("topic") else {})
    told = [matter.first_contact] if matter.first_contact != now.by else []
    return Outcome(
        facts=facts, access=_his(now, lawyer), notices=[Tell(told, "咨询已解答，请告知本人：{matter}")],
        detail=_kept(data),
    )  # fmt: skip


def pass_to(now: Snapshot, data: Data) -> Outcome:
    """请人解答, 交专人办理: he sees it from here on, and has it in hand."""
    to = data["to"]
    if to == now.matter.holder_user:
        raise Refused("已经在此人手里，请选别人。", "to")
    unit = unit_of(to) or now.matter.holder_unit
    return Outcome(
        holder=(unit, to),
        access=[Access(user=to, part="answering")],
        notices=[Tell([to], "交给您办理：{matter}")],
        detail={"to": to.name, "note": data.get("note", "")},
    )


def rate(now: Snapshot, data: Data) -> Outcome:
    satisfaction = data["satisfaction"]
    return Outcome(
        facts={"satisfaction": satisfaction}, detail={"satisfaction": C.Satisfaction(satisfaction).label}
    )


def not_rated(now: Snapshot) -> str:
    return "满意度已经记过。" if now.matter.satisfaction else ""


def keep_reply(now: Snapshot, data: Data) -> Outcome:
    """存为常用答复: for everybody who answers, so nobody's name may stand in it."""
    text = f"{data['title']}\n{data['words']}"
    if any(len(name) > 1 and name in text for name in now.matter.names):
        raise Refused("常用答复里不能有当事人的姓名，请改写。", "words")
    row = row_of(now, Reply, data, "title", "topic", "words")
    return Outcome(rows=[row], detail={"title": row.title})


def keeps_a_reply(now: Snapshot) -> str:
    return "" if now.matter.kept.filter(retired_on=None).exists() else "没有在用的常用答复出自本件。"


def retire_reply(now: Snapshot, data: Data) -> Outcome:
    """停用: the law has changed, or the answer was wrong."""
    row = data["reply"]
    return Outcome(
        changes=[(row, {"retired_on": localdate(now.at)})],
        detail={"reply": row.title, "reason": data["reason"]},
    )


def guide(now: Snapshot, data: Data) -> Outcome:
    row = row_of(now, Guided, data, "guide", "helped")
    return Outcome(rows=[row], detail={"guide": str(row.guide), **said(row, "helped")})


def go_below(now: Snapshot, data: Data) -> Outcome:
    """What opens below goes its own way; the question waits for nothing."""
    return Outcome()


def something_is_below(now: Snapshot) -> str:
    return "" if now.below else "还没有转其他程序，请先转办，或者解答。"
