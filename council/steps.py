"""What the acts of a motion do, and what stands against them (村法 27–35, 居法 32–34, 集法 26–28)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.access.people import with_permission
from core.deadlines.clocks import Of, Start
from core.intake import places
from core.intake.titles import title_of
from core.models import Access, Party, Task, Unit
from core.parties.adding import another
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.service.clocks import SERVE
from core.tasks import acts as tasks
from core.values.refused import Refused
from core.workflow.record_steps import row_of, said
from council import clocks
from council.models import Meeting, Motion, Objection, Release, Study
from council.publishing import all_names, figures, refuse_personal
from council.rules import LIMITS, RULES, refusal

Data = Mapping[str, Any]
S, W = Motion.Status, Release.What
REVIEWS = "council.review"
SORTED = ("subject", "body", "aim", "form", "mandate")
FIRST = (Study.Step.BRANCH, Study.Step.COMMITTEES, Study.Step.MEMBERS)  # of 四议两公开, in this order


def register(now: Snapshot, data: Data) -> Outcome:
    """议题登记: the village's committee holds it; what concerns the whole town, the centre."""
    facts = {name: data[name] for name in ("demand", "source", "proposers") if name in data}
    return places.taken_in(
        now, data, facts=facts | {"title": title_of(data["demand"])},
        holder=(_village(places.where(data)) or data.get("centre") or places.centre(), None),
        detail=said(Motion(source=data["source"]), "source"),
    )  # fmt: skip


def _village(area: Any) -> Unit | None:
    """The committee of the village or community in which the place lies."""
    above = [int(pk) for pk in area.path.strip("/").split("/")]
    found = Unit.objects.filter(kind=Unit.Kind.VILLAGE, area__in=above, closed_on=None)
    return found.order_by("-area__path", "code").first()


# --- May it be settled here? -------------------------------------------------------------------------------------


def sort(now: Snapshot, data: Data) -> Outcome:
    """能不能在这里定: what the law reserves to others is refused as a decision, and taken as an opinion."""
    sentence, field = refusal(*(data[name] for name in ("subject", "body", "aim", "mandate", "form")))
    if sentence:
        raise Refused(sentence, field)
    facts = {name: data[name] for name in SORTED}
    studied = data["aim"] == Motion.Aim.DECIDE and (
        LIMITS[facts["subject"]].study or facts["form"] == Motion.Form.FOUR
    )
    return Outcome(
        facts={**facts, "status": S.STUDYING if studied else S.TO_ACCEPT},
        starts=[Start(clocks.STUDY.key)] if studied else [],
        detail=said(Motion(**facts), *SORTED),
    )


def next_step(motion: Motion) -> str:
    """The step of the study that comes next; empty when all were taken."""
    done = {study.step for study in motion.studies.all()}
    steps = FIRST if motion.form == Motion.Form.FOUR else (Study.Step.STUDY,)
    return next((str(step) for step in steps if step not in done), "")


def study(now: Snapshot, data: Data) -> Outcome:
    """党组织研究, or the steps of 四议两公开 one after another. Who does not agree ends the study."""
    motion, step = now.matter, Study.Step(data["step"])
    if step != (due := next_step(motion)):
        raise Refused(f"按顺序，现在应当登记“{Study.Step(due).label}”。", "step")
    last = max((one.on for one in motion.studies.all()), default=None)
    if last and data["on"] < last:
        raise Refused(f"日期早于上一步（{last:%Y-%m-%d}），请核对。", "on")
    row = row_of(now, Study, data, "step", "on", "agreed", "words")
    over = not data["agreed"] or step in (Study.Step.STUDY, FIRST[-1])
    return Outcome(
        rows=[row], facts={"status": S.TO_ACCEPT if over else S.STUDYING}, meets=None if over else [],
        detail={**said(row, "step", "on", "words"), "agreed": "同意提交" if data["agreed"] else "不同意提交"},
    )  # fmt: skip


def study_agreed(now: Snapshot) -> str:
    against = [one for one in now.matter.studies.all() if not one.agreed]
    return f"{against[0].get_step_display()}没有同意提交，请不予受理并答复提议人。" if against else ""


def answer(now: Snapshot, data: Data) -> Outcome:
    """受理, 不予受理: in writing, with the reason."""
    facts = {"answered_on": localdate(now.at), "answer": data["answer"]}
    return Outcome(facts=facts, detail={"answer": data["answer"]})


# --- The meeting -------------------------------------------------------------------------------------------------


def whom_it_concerns_is_known(now: Snapshot) -> str:
    limit = LIMITS.get(now.matter.subject)
    known = any(one.role == Party.Role.INTERESTED for one in now.matter.people)
    if limit and limit.parties and not known:
        return "这类议题要有利害关系人参加，请先“补充当事人”，身份选“利害关系人”。"
    return ""


def call(now: Snapshot, data: Data) -> Outcome:
    """通知开会, in time: for 07-05 a 村民会议 is told by 06-25. A meeting that was not held is called anew."""
    motion, on, told = now.matter, data["on"], data["notified_on"]
    rule = RULES[motion.body]
    if told > (by := rule.notify_by(on)) and not (rule.special and data.get("special")):
        words = f"{motion.get_body_display()}应当提前 {rule.notice} 日通知：{on:%m-%d} 开会，最迟 {by:%m-%d} 通知。"
        more = "遇有特殊情况临时通知的，请写明特殊情况。" if rule.special else ""
        raise Refused(words + more, "on")
    row = row_of(
        now, Meeting, data, "on", "begins", "place", "notified_on", "ways", "special", "eligible", "counted"
    )
    if rule.households is None:
        row.counted = Meeting.Unit.PERSONS
    days = max((on - localdate(now.at)).days, 0) + clocks.AFTER
    return Outcome(
        rows=[row], starts=[Start(clocks.HOLD.key, term=f"{days}C")], cancels=[clocks.HOLD.key],
        detail=said(row, "on", "begins", "place", "notified_on", "ways", "special", "eligible"),
    )  # fmt: skip


def hold(now: Snapshot, data: Data) -> Outcome:
    """登记会议情况: short of the quorum it decides nothing and is called anew."""
    motion, meeting, present = now.matter, now.matter.meeting, data["present"]
    if localdate(now.at) < meeting.on:
        raise Refused(f"会议定在{meeting.on:%-m月%-d日}，还没有开。", "present")
    if present > meeting.eligible:
        raise Refused(f"实到 {present} 多于应到 {meeting.eligible}，请核对。", "present")
    interested = [one for one in motion.people if one.role == Party.Role.INTERESTED]
    missing = [one.name for one in interested if one not in data.get("there", ())]
    if missing and not data.get("absent"):
        raise Refused(
            f"利害关系人没有到会：{'、'.join(missing)}。请写明已通知本人不来、书面意见或者委托；没有通知到的，另行开会。",
            "absent",
        )
    rule, households = RULES[motion.body], meeting.counted == Meeting.Unit.HOUSEHOLDS
    need = rule.quorum_of(meeting.eligible, households)
    enough = present >= need
    facts = {name: data[name] for name in ("present", "chair", "recorder", "record")}
    facts |= {
        "absent": data.get("absent", ""),
        "outcome": "" if enough else f"没有开成：到会少 {need - present}",
    }
    return Outcome(
        facts={"status": S.HELD if enough else S.ACCEPTED}, changes=[(meeting, facts)],
        starts=[Start(clocks.RESOLVE.key if enough else clocks.CALL.key)],
        detail={"present": f"应到 {meeting.eligible}，实到 {present}，至少要 {need}", "outcome": "有效" if enough else "到会人数不够，另行开会"},
    )  # fmt: skip


def resolve(now: Snapshot, data: Data) -> Outcome:
    """形成决议: computed from the votes, and short of it by how many."""
    motion, meeting = now.matter, now.matter.meeting
    yes, no, abstained = data["yes"], data["no"], data["abstained"]
    if yes + no + abstained != meeting.present:
        raise Refused(
            f"同意、不同意、弃权合计 {yes + no + abstained}，实到 {meeting.present}，请核对。", "yes"
        )
    rule = RULES[motion.body]
    need = rule.enough(meeting.eligible, meeting.present)
    passed = yes >= need
    outcome = (
        f"通过：同意 {yes}，至少要 {need}"
        if passed
        else f"没有通过：同意 {yes}，至少要 {need}，少 {need - yes}"
    )
    facts = {"resolution": data["resolution"], "resolved_on": localdate(now.at)}
    filed = passed and LIMITS[motion.subject].filed
    starts = [Start(clocks.POST.key), *([Start(clocks.FILE.key)] if filed else [])] if passed else []
    return Outcome(
        facts={**facts, "status": S.RESOLVED if passed else S.FAILED}, starts=starts,
        changes=[(meeting, {"yes": yes, "no": no, "abstained": abstained, "outcome": outcome})],
        detail={"outcome": outcome, "resolution": data["resolution"]},
    )  # fmt: skip


def only_an_opinion(now: Snapshot) -> str:
    return "" if now.matter.only_opinion else "这是决议，不是意见建议，请公示、落实。"


def a_decision(now: Snapshot) -> str:
    motion = now.matter
    if not motion.only_opinion:
        return ""
    return f"{motion.get_subject_display()}：协商只形成意见建议，请“提交意见”，由{LIMITS[motion.subject].who}决定。"


# --- The public page ---------------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    """拟公开: nobody reads it outside before a second person has released it."""
    motion, what = now.matter, data["what"]
    if what == W.RESOLUTION and not motion.resolved_on:
        raise Refused("还没有形成决议，不能公开决议。", "what")
    if what == W.RESULT and motion.status not in (S.CHECKED, S.PUBLISHED, S.SUBMITTED):
        raise Refused("结果核查以后才能公开。", "what")
    row = row_of(now, Release, data, "what", "title", "words", "days")
    row.figures = figures(motion.meeting) if what == W.RESOLUTION else ""
    refuse_personal(row, all_names(motion))
    return Outcome(rows=[row], detail=said(row, "what", "title", "words"))


def release(now: Snapshot, data: Data) -> Outcome:
    """发布, by a second person, who reads the words again; with a resolution the posting begins, with the result it ends. The
    days run from when the words really stand there, whatever moment was typed.
    """
    motion, row, on = now.matter, data["release"], localdate(now.now)
    if now.by is not None and now.by.pk == row.by_id:
        raise Refused("拟稿的人不能自己发布，请另一个人发布。", "release")
    refuse_personal(row, all_names(motion))
    through = on + timedelta(days=row.days)
    changes = [(row, {"released_by": now.by, "released_on": on, "through": through})]
    facts: dict[str, Any] = {}
    if row.what == W.RESOLUTION and motion.status == S.RESOLVED:
        facts = {"status": S.POSTED, "posted_on": on, "posted_through": through}
    elif row.what == W.RESULT and motion.status == S.CHECKED:
        facts = {"status": S.PUBLISHED, "published_on": on}
    posted = facts.get("status") == S.POSTED
    starts = [Start(clocks.POSTING.key, at=now.now, term=f"{row.days + clocks.AFTER}C")] if posted else []
    meets = [Of(clocks.POST.key, None)] if posted else [Of(clocks.PUBLISH.key, None)] if facts else []
    return Outcome(
        facts=facts, changes=changes, starts=starts, meets=meets,
        detail={**said(row, "what", "title"), "through": f"{through}"},
    )  # fmt: skip


def take_down(now: Snapshot, data: Data) -> Outcome:
    """撤下: a resolution that is taken down before its days are over was not posted, and is posted anew."""
    motion, row = now.matter, data["release"]
    changes = [(row, {"taken_down_on": localdate(now.at), "why_down": data["reason"]})]
    broken = motion.status == S.POSTED and row.what == W.RESOLUTION and row.released_on == motion.posted_on
    facts = {"status": S.RESOLVED, "posted_on": None, "posted_through": None} if broken else {}
    starts = [Start(clocks.POST.key)] if broken else []
    return Outcome(
        facts=facts, changes=changes, starts=starts, cancels=[clocks.POSTING.key] if broken else [],
        detail={**said(row, "what", "title"), "reason": data["reason"]},
    )  # fmt: skip


def _down(now: Snapshot, why: str) -> list[tuple[Any, dict[str, Any]]]:
    """A resolution that no longer holds does not stand there."""
    stands = (
        one for one in now.matter.releases.all() if one.what == W.RESOLUTION and one.taken_down_on is None
    )
    return [(one, {"taken_down_on": localdate(now.at), "why_down": why}) for one in stands]


def something_to_release(now: Snapshot) -> str:
    waits = Release.objects.filter(matter=now.matter.pk, released_on=None, taken_down_on=None).exists()
    return "" if waits else "没有等着发布的。"


def something_stands(now: Snapshot) -> str:
    return "" if Release.objects.filter(matter=now.matter.pk, taken_down_on=None).exists() else "没有公开的。"


# --- After the posting -------------------------------------------------------------------------------------------


# 秦满仓, not 一名村民: several who are not named are told together.
_PERSON = re.compile(r"(?!.*(?:村民|居民|代表|群众|户))[\u4e00-\u9fff]{2,4}")


def object_to(now: Snapshot, data: Data) -> Outcome:
    """登记异议, of which the term is a clock of its own. Who objects is from now on one of those it concerns, and is served."""
    who = data["who"]
    party = next((one for one in now.matter.people if one.name == who), None)
    new = party or another(
        now,
        {
            "party": {
                "role": Party.Role.INTERESTED, "name": who, "is_organisation": not _PERSON.fullmatch(who),
                **{name: data.get(name) or "" for name in ("phone", "address")},
            }
        },
    )  # fmt: skip
    row = row_of(now, Objection, data, "who", "words", party=new)
    return Outcome(rows=[row] if party else [new, row], detail={"words": row.words})


def an_objection_waits(now: Snapshot) -> str:
    return "" if _open(now) else "没有等答复的异议。"


def _open(now: Snapshot) -> int:
    return sum(1 for one in now.matter.objections.all() if one.answered_on is None)


def answer_objection(now: Snapshot, data: Data) -> Outcome:
    """答复异议: one that holds leads back to a meeting."""
    values = {"upheld": data["upheld"], "answer": data["answer"], "answered_on": localdate(now.at)}
    answered, serve = (data["objection"], values), Start(SERVE.key, unit=now.matter.holder_unit)
    said = {"upheld": "成立，重新议" if data["upheld"] else "不成立", "answer": data["answer"]}
    if not data["upheld"]:
        last = _open(now) == 1
        return Outcome(
            changes=[answered], starts=[serve], meets=None if last else [], cancels=[], detail=said
        )
    again = _decided_anew(now, "异议成立，重新议", clocks.CALL.key)
    return replace(
        again, changes=[answered, *again.changes], starts=[*(again.starts or ()), serve], detail={**said, **again.detail}
    )  # fmt: skip


def _decided_anew(now: Snapshot, why: str, starts: str) -> Outcome:
    """Back to a meeting: what was decided is neither posted, filed nor carried out any more; what is decided then is filed anew."""
    given = now.matter.tasks.filter(ended_at=None).select_related("unit", "user", "access")
    left = tasks.drop(now, given, why)
    void = {"filed_on": None, "posted_on": None, "posted_through": None}
    return replace(
        left, facts={"status": S.ACCEPTED, "reviewed_on": None, "review": "", **void}, starts=[Start(starts)],
        changes=[*_down(now, why), *left.changes], cancels=[*(rule.key for rule in clocks.DECIDED), *(left.cancels or ())],
    )  # fmt: skip


def posting_is_over(now: Snapshot) -> str:
    """It stays up through its last day."""
    through = now.matter.posted_through
    if through and localdate(now.at) <= through:
        return f"公示到{through:%-m月%-d日}，还没有届满。"
    return "还有异议没有答复，请先“答复异议”。" if _open(now) else ""


def arrange(now: Snapshot, data: Data) -> Outcome:
    """交办落实: the resolution becomes tasks."""
    if not data["tasks"]:
        raise Refused("请至少写一项：谁在哪一天以前做什么。")
    given = tasks.given(now, data["tasks"])
    return replace(
        given,
        starts=[*(given.starts or ()), Start(clocks.CARRY.key)],
        detail={**given.detail, "words": data["words"]},
    )


def something_was_done(now: Snapshot) -> str:
    done = any(task.state == Task.State.DONE for task in now.matter.tasks.all())
    return "" if done else "还没有办完、验收的任务。"


def carried_out(now: Snapshot, data: Data) -> Outcome:
    facts = {"carried_on": data["on"], "carried": data["words"], "carried_by": now.by}
    return Outcome(facts=facts, detail={"on": f"{data['on']}", "words": data["words"]})


def another_than_did_it(now: Snapshot) -> str:
    """核查 by somebody who neither did it nor reported it."""
    did = {now.matter.carried_by_id}
    for task in now.matter.tasks.all():
        did |= {task.user_id, task.reported_by_id}
    return "核查要由没有参加落实的人来做。" if now.by is not None and now.by.pk in did else ""


def rules_are_filed(now: Snapshot) -> str:
    motion = now.matter
    limit = LIMITS.get(motion.subject)
    filed = not limit or not limit.filed or motion.review == Motion.Review.LAWFUL
    return "" if filed else "章程、村规民约、居民公约还没有报镇备案并审查合法（村、居委会组织法第三十一条）。"


def check(now: Snapshot, data: Data) -> Outcome:
    good = data["good"] == "yes"
    facts = {"status": S.CHECKED, "checked_on": data["on"]} if good else {"status": S.CARRYING}
    starts = [Start(clocks.PUBLISH.key if good else clocks.CARRY.key)]
    words = "已经落实" if good else "没有落实，退回"
    return Outcome(
        facts=facts, starts=starts, detail={"good": words, "on": f"{data['on']}", "words": data["words"]}
    )


# --- 报镇备案 ------------------------------------------------------------------------------------------------------


def to_be_filed(now: Snapshot) -> str:
    motion = now.matter
    limit = LIMITS.get(motion.subject)
    if not limit or not limit.filed:
        return "只有章程、村规民约、居民公约要报镇备案。"
    return "已经报镇备案。" if motion.filed_on else ""


def file_to_town(now: Snapshot, data: Data) -> Outcome:
    """报镇备案: whoever reviews sees it from now on."""
    reviewers = [user for user in with_permission(REVIEWS, area=now.matter.area) if user != now.by]
    return Outcome(
        facts={"filed_on": localdate(now.at), "reviewed_on": None, "review": ""},
        access=[Access(user=user, part="review") for user in reviewers],
        notices=[Tell(reviewers, "村规民约报镇备案，请审查：{matter}")],
    )


def waits_for_review(now: Snapshot) -> str:
    motion = now.matter
    return "" if motion.filed_on and not motion.reviewed_on else "没有等审查的备案。"


def review(now: Snapshot, data: Data) -> Outcome:
    """备案审查: what breaks the law goes back to the assembly, by an order of the town (村法 31 ¶3), and nobody carries it out
    any more.
    """
    lawful = data["review"] == Motion.Review.LAWFUL
    facts = {**{name: data[name] for name in ("review", "review_words")}, "reviewed_on": localdate(now.at)}
    words = said(Motion(**facts), "review", "review_words")
    if lawful:
        return Outcome(facts=facts, starts=[], cancels=[], detail=words)
    again = _decided_anew(now, "备案审查责令改正", clocks.CORRECT.key)
    cancels = [one for one in again.cancels or () if one != clocks.REVIEW.key]
    return replace(again, facts={**again.facts, **facts}, cancels=cancels, detail={**words, **again.detail})


# --- Beside ------------------------------------------------------------------------------------------------------
