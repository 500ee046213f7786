"""What goes on beside the way of a petition: national system, urgent reports, leaders in charge, the three proposals, agents."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate, localtime

from core.access.exclusions import barred, names_the_accused, refuse_shut_out
from core.access.people import of_unit, unit_of, with_permission
from core.deadlines.clocks import Of, Start
from core.intake.places import centre
from core.models import Access, Rung, Unit, User
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.tasks import teams
from core.tasks.acts import drop, given
from core.values.form_base import limit
from core.values.refused import Refused
from core.workflow import ladder
from core.workflow.addressed import said_by
from core.workflow.record_steps import row_of, said
from petitions import clocks
from petitions.ladder import LADDER
from petitions.models import Advice, Charge, Contact, Hearing, Instruction, Material, Petition, UrgentReport

Data = Mapping[str, Any]
S = Petition.Status
ADVICE_COLUMNS = ("about", "to", "words", "due_on")
CHARGE_COLUMNS = ("leader", "unit", "team", "plan", "due_on")


def not_entered_yet(now: Snapshot) -> str:
    return f"已经录入：{now.matter.national_number}。" if now.matter.national_number else ""


def enter_national(now: Snapshot, data: Data) -> Outcome:
    """录入国家系统 (art. 21 ¶2): its number, the day, and who."""
    facts = {
        "national_number": data["national_number"],
        "national_on": data["national_on"],
        "national_by": now.by,
    }
    return Outcome(
        facts=facts,
        meets=clocks.over(clocks.ENTER),
        detail={"national_number": data["national_number"], "national_on": f"{data['national_on']:%Y-%m-%d}"},
    )


# --- Urgent (art. 25) ------------------------------------------------------------------------------------------------


def make_urgent(now: Snapshot, data: Data) -> Outcome:
    """发现重大、紧急: whoever takes alarms is told at once, and the reports of art. 25 are owed."""
    told = with_permission("core.take_alarm", area=now.matter.area)
    return Outcome(
        facts={"urgent": True},
        starts=[Start(clocks.URGENT.key, unit=now.matter.first_contact_unit())],
        notices=[Tell(told, "重大、紧急信访事项，请紧急报告：{matter}", call=True)],
        detail={"reason": data["reason"]},
    )


def not_urgent_yet(now: Snapshot) -> str:
    return "已经标为重大、紧急。" if now.matter.urgent else ""


def report_urgent(now: Snapshot, data: Data) -> Outcome:
    """紧急报告: to the party and government, the department, the joint-meeting office: each with its minute and who took
    it. The clock is met when all have it who must; with the first report it is urgent, whoever forgot to say so, and the others
    are owed. Of an accusation nobody is told who is accused (art. 30).
    """
    if data["reported_at"] > now.now:
        raise Refused("报告时间不能晚于现在。", "reported_at")
    if names_the_accused(now.matter, data["receiver"]):
        raise Refused("接收人是被检举、控告的人员或者单位，请越过其向上报告。", "receiver")
    columns = ("to", "reported_at", "receiver", "words")
    row = row_of(now, UrgentReport, data, *columns)
    done = {one.to for one in now.matter.urgent_reports.all()} | {row.to}
    all_told = done.issuperset(UrgentReport.owed(now.matter))
    first = not all_told and not now.matter.urgent
    return Outcome(
        facts={"urgent": True},
        rows=[row],
        meets=clocks.over(clocks.URGENT) if all_told else [],
        starts=[Start(clocks.URGENT.key, unit=now.matter.first_contact_unit())] if first else [],
        detail=said(row, *columns),
    )


# --- 批示 --------------------------------------------------------------------------------------------------------------


def asked_instruction(matter: Petition) -> Instruction | None:
    """What waits for a leader's words: the last that was put before one."""
    rows = list(matter.instructions.all())
    return rows[-1] if rows and rows[-1].given_at is None else None


def an_instruction_is_asked(now: Snapshot) -> str:
    return "" if asked_instruction(now.matter) else "没有报请批示，或者已经批示。"


def ask_instruction(now: Snapshot, data: Data) -> Outcome:
    """报请批示: what is grave or urgent goes before the party committee and the government with a suggestion (art. 22). Who is
    away is passed over by asking another.
    """
    leader, before = data["leader"], asked_instruction(now.matter)
    refuse_shut_out(now.matter, leader, "leader")
    if before and before.leader_id == leader.pk:
        raise Refused(f"已经报请{leader.name}批示，还没有批示；本人不在的，改报另一位领导。", "leader")
    row = row_of(now, Instruction, data, "leader", "opinion")
    return Outcome(
        rows=[row],
        cancels=clocks.over(clocks.INSTRUCT) if before else [],
        starts=[Start(clocks.INSTRUCT.key, unit=unit_of(leader), user=leader)],
        access=[Access(user=leader, part="instruction")],
        notices=[Tell([leader], "请批示：{matter}")],
        detail={"leader": leader.name, "opinion": row.opinion},
    )


def instruct(now: Snapshot, data: Data) -> Outcome:
    """批示, by who was asked or is the deputy today, or typed from paper, which says whose words they are."""
    row, by = asked_instruction(now.matter), now.by
    assert row is not None and by is not None
    if not said_by(row.leader, now):
        raise Refused(f"报请的是{row.leader.name}，由本人或者当日的代理人批示；代录纸面批示的，“由谁决定”写明是{row.leader.name}。", "decided_by")  # fmt: skip
    given_by = now.decided_by or f"{by.name}（{by.reach.posts[0].name}）"
    told = filter(None, (row.by, now.matter.holder_user))
    return Outcome(
        changes=[(row, {"words": data["words"], "given_by": given_by, "given_at": now.at})],
        meets=clocks.over(clocks.INSTRUCT),
        notices=[Tell(list(told), "领导已批示，请照办：{matter}")],
        detail={"instruction": data["words"], "given_by": given_by},
    )


# --- 包案 --------------------------------------------------------------------------------------------------------------


def guide(now: Snapshot, data: Data) -> Outcome:
    """导访: taken to whoever is competent."""
    row = row_of(now, Contact, data, "words", way=Contact.GUIDED)
    return Outcome(rows=[row], detail=said(row, "words"))


def take_charge(now: Snapshot, data: Data) -> Outcome:
    """领导包案: the leader, the unit, the team, the plan and its day; the plan is a task of the unit and of each of the team, so
    that it is reminded.
    """
    row, filled = row_of(now, Charge, data, *CHARGE_COLUMNS), teams.members(data)
    refuse_shut_out(now.matter, row.leader, "leader")
    row.team = "；".join(part for part in (teams.said(filled), row.team) if part)
    if not row.team:
        raise Refused("请选专班模板，或者写明工作专班都有谁。", "team")
    if len(row.team) > limit(Charge, "team"):
        raise Refused("专班的人太多，请写短一些。", "team")
    what = f"包案化解：{row.plan[:200]}"
    own = {"what": what, "unit": row.unit, "user": _by_name(now, row.unit), "due_on": row.due_on}
    task = given(now, [own, *teams.lines(filled, what, row.due_on)], row.leader)
    return Outcome(
        rows=[row, *task.rows],
        meets=clocks.over(clocks.CHARGE),
        starts=task.starts,
        access=[Access(user=row.leader, part="charge")],
        notices=[Tell([row.leader], "请您包案：{matter}"), *task.notices],
        detail={**said(row, *CHARGE_COLUMNS), **task.detail},
    )


def _by_name(now: Snapshot, unit: Unit) -> User | None:
    """Of a sealed petition the head of the unit answers: it is opened to nobody else there."""
    if not now.matter.sealed:
        return None
    heads = barred(now.matter).let(with_permission("core.head_unit", unit=unit))
    if not heads:
        raise Refused("封闭的事项要交办到人，这个单位没有可以接办的负责人，请另选。", "unit")
    return heads[0]


def in_charge(now: Snapshot) -> Charge | None:
    return next((row for row in now.matter.charges.all() if row.concluded_on is None), None)


def nobody_in_charge(now: Snapshot) -> str:
    row = in_charge(now)
    return f"已由{row.leader.name}包案。" if row else ""


def somebody_in_charge(now: Snapshot) -> str:
    return "" if in_charge(now) else "没有领导包案。"


def conclude_charge(now: Snapshot, data: Data) -> Outcome:
    """化解认定: signed by the leader in charge, never a promise of the petitioner. What the team has not finished falls away."""
    row = in_charge(now)
    assert row is not None
    if not said_by(row.leader, now):
        raise Refused(
            f"化解认定由{row.leader.name}签字；代录的，“由谁决定”写明是{row.leader.name}。", "decided_by"
        )
    given_then = now.matter.tasks.filter(given_at=row.at, giver=row.leader, ended_at=None)
    left = drop(now, given_then.select_related("unit", "user", "access"), "包案已化解认定")
    return replace(
        left,
        changes=[(row, {"concluded_on": localdate(now.at), "conclusion": data["words"]}), *left.changes],
        detail={"words": data["words"], **left.detail},
    )


def list_backlog(now: Snapshot, data: Data) -> Outcome:
    return Outcome(
        facts={"backlog_on": localdate(now.at), "backlog_why": data["reason"]},
        starts=[] if in_charge(now) else [Start(clocks.CHARGE.key, unit=centre())],
        detail={"reason": data["reason"]},
    )


def not_listed_yet(now: Snapshot) -> str:
    return "已经列为积案。" if now.matter.backlog_on else ""


# --- 补充材料 ------------------------------------------------------------------------------------------------------------

MATERIAL_COLUMNS = ("what", "due_on")


def not_asked_before(now: Snapshot) -> str:
    """One list in one handling, so that nobody is sent home twice for what could have been said at once."""
    asked = list(now.matter.materials.all())
    if len(asked) <= now.matter.anew:
        return ""
    return (
        f"需要补充的材料已于{asked[-1].at:%Y年%-m月%-d日}一次告知，不能再通知另一份；通知书可以重新打印。"
        "材料仍不齐的，按已有材料和调查的情况继续办理。"
    )


def ask_material(now: Snapshot, data: Data) -> Outcome:
    """通知补充材料: says what and by when; nothing that runs stands still for it."""
    days = (data["due_on"] - localdate(now.at)).days
    if days < 1:
        raise Refused("补充期限应当在今天以后。", "due_on")
    row = row_of(now, Material, data, *MATERIAL_COLUMNS)
    start = Start(clocks.MATERIAL.key, unit=now.matter.holder_unit, term=f"{days}C")
    return Outcome(rows=[row], starts=[start], detail=said(row, *MATERIAL_COLUMNS))


def material_waits(now: Snapshot) -> str:
    return "" if any(row.came_on is None for row in now.matter.materials.all()) else "没有等补充的材料。"


def material_came(now: Snapshot, data: Data) -> Outcome:
    """登记补充的材料: also after the term, for what comes late is looked at all the same."""
    rows = [row for row in now.matter.materials.all() if row.came_on is None]
    if data["came_on"] < localdate(rows[-1].at):
        raise Refused("收到日期早于通知的日期。", "came_on")
    came = {"came_on": data["came_on"], "came": data["came"]}
    return Outcome(changes=[(row, came) for row in rows], detail=came)


# --- 听证 (art. 31(6)) ---------------------------------------------------------------------------------------------------

HEARING_COLUMNS = ("held_at", "place", "chair", "people")


def called(matter: Petition) -> Hearing | None:
    """The one that was called and is not recorded yet."""
    return next((row for row in matter.hearings.all() if not row.record), None)


def call_hearing(now: Snapshot, data: Data) -> Outcome:
    """通知听证: when, where, who; called once more it is put off, and told anew."""
    if data["held_at"] <= now.at:
        raise Refused("听证时间应当在通知以后。", "held_at")
    row, told_on = row_of(now, Hearing, data, *HEARING_COLUMNS), localdate(now.at)
    detail = said(row, *HEARING_COLUMNS)
    if before := called(now.matter):
        values = {name: data[name] for name in HEARING_COLUMNS}
        return Outcome(changes=[(before, {**values, "told_on": told_on})], detail=detail)
    row.told_on = told_on
    return Outcome(rows=[row], detail=detail)


def a_hearing_was_called(now: Snapshot) -> str:
    row = called(now.matter)
    if row is None:
        return "还没有通知听证，请先“通知听证”，送达通知书。"
    return "" if row.held_at <= now.at else f"听证定在{localtime(row.held_at):%m-%d %H:%M}，还没有举行。"


def hear(now: Snapshot, data: Data) -> Outcome:
    row = called(now.matter)
    assert row is not None
    kept = {name: data.get(name) or "" for name in ("record", "conclusion")}
    return Outcome(changes=[(row, kept)], detail=kept)


# --- 三项建议 (art. 40) --------------------------------------------------------------------------------------------------


def advise(now: Snapshot, data: Data) -> Outcome:
    if data["due_on"] <= localdate(now.at):
        raise Refused("反馈期限应当在今天以后。", "due_on")
    number = now.matter.advice.count() + 1
    row = row_of(now, Advice, data, *ADVICE_COLUMNS, number=number)
    days = (row.due_on - localdate(now.at)).days
    start = Start(clocks.ADVICE.key, unit=now.matter.holder_unit, term=f"{days}C", item=number)
    return Outcome(rows=[row], starts=[start], detail=said(row, *ADVICE_COLUMNS))


def advice_waits(now: Snapshot) -> str:
    return "" if any(row.replied_on is None for row in now.matter.advice.all()) else "没有等反馈的建议。"


def advice_answered(now: Snapshot, data: Data) -> Outcome:
    """书面反馈采纳情况; a refusal gives its reasons."""
    row = data["advice"]
    kept = {"taken": data["taken"], "reply": data["reply"], "replied_on": data["on"]}
    return Outcome(
        changes=[(row, kept)], meets=[Of(clocks.ADVICE.key, None, row.number)],
        detail={"advice": row.get_about_display(), "taken": Advice.Taken(data["taken"]).label, "reply": data["reply"]},
    )  # fmt: skip


# --- 代办 --------------------------------------------------------------------------------------------------------------


def to_ladder(now: Snapshot, data: Data) -> Outcome:
    """交代办: the grid worker first, then the grid head, then the officer for the county's bureaus (article 3)."""
    return LADDER.up(now, now.matter.area, LADDER.first())


def settle_step(now: Snapshot, data: Data) -> Outcome:
    """办到位: one of the four of art. 27; it is answered as an acceptance or a notice all the same."""
    ending = ladder.ended(now, Rung.Result.SETTLED, data["words"])
    return Outcome(
        holder=(now.matter.first_contact_unit(), None),
        changes=[ending],
        notices=[
            Tell(
                with_permission("petitions.sort", area=now.matter.area),
                "代办已办到位，请分类、告知：{matter}",
            )
        ],
        detail={"three": dict(THREE)[data["three"]], "words": data["words"]},
    )


THREE = (
    ("solved", "诉求合理的，解决问题到位"),
    ("taught", "诉求无理的，思想教育到位"),
    ("helped", "生活困难的，帮扶救助到位"),
    ("lawful", "行为违法的，依法处理"),
)


def hand_up(now: Snapshot, data: Data) -> Outcome:
    """上交: to the next step, and from the last one back to the desk, where it is sorted."""
    return LADDER.hand_up(now, data["reason"], lambda: _back(now))


def _back(now: Snapshot) -> Outcome:
    centre = now.matter.first_contact_unit()
    told = with_permission("petitions.sort", unit=centre)
    return Outcome(
        facts={"status": S.REGISTERED},
        holder=(centre, None),
        notices=[Tell(told, "代办未成，请分类：{matter}")],
    )


def assign(now: Snapshot, data: Data) -> Outcome:
    """指定承办人."""
    user = data["user"]
    if user not in of_unit(now.matter.holder_unit):
        raise Refused("承办人应当是本单位的人。", "user")
    refuse_shut_out(now.matter, user, "user")
    return Outcome(
        holder=(now.matter.holder_unit, user),
        access=[Access(user=user, part="handling")],
        notices=[Tell([user], "请您承办：{matter}")],
        detail={"user": user.name},
    )
