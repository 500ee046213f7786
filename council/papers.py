"""Papers of a motion: 登记回执, 答复书, 异议答复书, 通知, 会议记录, 决议（协商意见）公告, 责令改正通知书."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models import Party
from core.models.matter import CLOSED, NEVER_CLOSED, PROTECTED
from core.privacy.masking import mask_names
from core.service import paper as service
from core.tasks import paper as tasks
from core.values.screen_formats import filled
from council.models import Meeting, Motion, Objection, Release
from council.rules import CF, JF, RULES
from council.serving import answered

S = Motion.Status
LIVE = frozenset(S) - {S.VOIDED}


def _frame(motion: Motion, heading: str, on: Any, unit: str = "", **more: Any) -> dict[str, Any]:
    return say.paper(unit or motion.holder_unit.name, heading, on, **more)


def _names(motion: Motion, role: str, on: date | None = None) -> str:
    """`on`: those who were there by that day."""
    found = (one for one in motion.people if one.role == role)
    return "、".join(one.name for one in found if on is None or one.there_on(on))


def receipt(motion: Motion) -> Mapping[str, Any]:
    keys = receipt_keys(motion.code, str(motion.lookup_code))
    rows = filled(
        ("登记时间", say.moment(motion.received_at)), ("接 待 人", motion.first_contact.name), ("查 询 码", keys["lookup_code"])
    )  # fmt: skip
    hidden = motion.sealed or not all(one.may_be_reached() for one in motion.people)
    about = [] if hidden else filled(("议　　题", motion.demand), ("由谁提出", motion.get_source_display()))
    closing = [
        "登记不等于受理。十五日内书面答复受理或者不受理；依法由村民会议、成员大会、业主大会等决定的，不能由协商决定。"
    ]
    return _frame(motion, "议题登记回执", motion.received_at, rows=[*about, *rows], closing=closing)


def reply(motion: Motion) -> Mapping[str, Any]:
    declined = motion.status == S.DECLINED
    result = "经审查，不予受理。" if declined else "经审查，予以受理。"
    rows = filled(
        ("议　　题", motion.demand),
        ("类　　别", motion.get_subject_display()),
        ("由什么会议议", "" if declined else motion.get_body_display()),
        ("目　　的", "" if declined else motion.get_aim_display()),
    )
    to = _names(motion, Party.Role.APPLICANT) or "提议人"
    opening = [f"您（你们）于{say.day(motion.received_at)}提出的议题收悉。{result}"]
    return _frame(
        motion, "议题答复书", motion.answered_on, to=to, opening=opening, rows=rows,
        sections=[("理由和安排", say.sentences(motion.answer))], signs=["提议人签收"],
    )  # fmt: skip


def notice(motion: Motion, meeting: Meeting) -> Mapping[str, Any]:
    rule = RULES[motion.body]
    rows = filled(
        ("时　　间", say.day(meeting.on, weekday=True) + meeting.hour), ("地　　点", meeting.place), ("审议事项", mask_names(motion.demand, motion.names)), ("参 加 人", rule.who)
    )  # fmt: skip
    least = rule.quorum_of(meeting.eligible, meeting.counted == meeting.Unit.HOUSEHOLDS)
    closing = [
        f"应到 {meeting.eligible} 人（户），至少 {least} 人（户）到会，会议才有效。请准时参加；不能到会的，请提前说明。"
    ]
    return _frame(
        motion, f"{motion.get_body_display()}通知", meeting.notified_on, to=f"各位{rule.who}", opening=["现将会议事项通知如下："],
        rows=rows, closing=closing,
    )  # fmt: skip


def minutes(motion: Motion, meeting: Meeting) -> Mapping[str, Any]:
    there = [("应到、实到", f"{meeting.eligible}、{meeting.present}")]
    votes = (
        f"同意 {meeting.yes}，不同意 {meeting.no}，弃权 {meeting.abstained}"
        if meeting.yes is not None
        else ""
    )
    rows = filled(
        ("时　　间", say.day(meeting.on, weekday=True) + meeting.hour), ("地　　点", meeting.place),
        ("通　　知", f"{say.day(meeting.notified_on)}，{meeting.ways}"), ("特殊情况", meeting.special), ("研　　究", _studied(motion)), *there, ("主 持 人", meeting.chair), ("记 录 人", meeting.recorder),
        ("利害关系人", _names(motion, Party.Role.INTERESTED, meeting.on)), ("没有到会的", meeting.absent), ("表　　决", votes), ("结　　果", meeting.outcome),
    )  # fmt: skip
    return _frame(
        motion, f"{motion.get_body_display()}会议记录", meeting.on, rows=rows,
        sections=[("议　　题", say.sentences(motion.demand)), ("发言和讨论", say.sentences(meeting.record))],
        signs=["主持人", "记录人", "参加人"],
    )  # fmt: skip


def _studied(motion: Motion) -> str:
    """党组织研究2026年6月10日；the three steps of 四议两公开 before the meeting."""
    return "；".join(f"{one.get_step_display()}{say.day(one.on)}" for one in motion.studies.order_by("pk"))


def _posted(motion: Motion) -> Release | None:
    rows = (one for one in motion.releases.all() if one.what == Release.What.RESOLUTION)
    found = (one for one in rows if one.released_on and not one.taken_down_on)
    return max(found, key=lambda one: one.pk, default=None)


def resolution(motion: Motion) -> Mapping[str, Any]:
    """For the board: the words that a second person released, with the numbers that may be told."""
    word = "协商意见" if motion.only_opinion else "决议"
    row = _posted(motion)
    assert row is not None
    rows = filled(
        ("作出日期", say.day(motion.resolved_on)), ("研　　究", _studied(motion)), ("会　　议", motion.get_body_display()), ("表决情况", row.figures),
        ("公示期限", f"{say.day(row.released_on)}至{say.day(row.through)}"),
    )  # fmt: skip
    phone = settings.TOWN["phone"]
    closing = [f"对以上{word}有异议的，请在公示期内向{motion.holder_unit.name}提出；也可以打电话 {phone}。"]
    return _frame(
        motion, f"{word}公告", row.released_on, rows=rows, sections=[(row.title, say.sentences(row.words))], closing=closing
    )  # fmt: skip


def objection(motion: Motion, one: Objection) -> Mapping[str, Any]:
    """What the village says to who objected."""
    word = "协商意见" if motion.only_opinion else "决议"
    outcome = "异议成立，将重新召开会议审议。" if one.upheld else f"异议不成立，{word}不变。"
    opening = [
        f"您（你们）于{say.day(one.at)}对{motion.get_body_display()}的{word}提出的异议收悉。经核查，{outcome}"
    ]
    further = f"对答复仍有不同意见的，可以到{settings.TOWN['centre']}反映，电话 {settings.TOWN['phone']}。"
    return _frame(
        motion, "异议答复书", one.answered_on, to=one.who, opening=opening, rows=filled(("议　　题", motion.demand), ("异　　议", one.words)),
        sections=[("答复和理由", say.sentences(one.answer))], closing=[further], signs=["提出人签收"],
    )  # fmt: skip


def correction(motion: Motion) -> Mapping[str, Any]:
    """责令改正 by the town (村法 31 ¶3)."""
    body, resident = motion.get_body_display(), motion.body == Motion.Body.RESIDENTS
    here, what, law = (
        ("你社区", "居民自治章程、居民公约", JF) if resident else ("你村", "村民自治章程、村规民约", CF)
    )
    words = (
        f"{here}{body}通过并报备案的{what}，经审查违反{law}第三十一条第二款，依照同条第三款，责令改正，"
        f"请于三十日内由{body}修改后重新报备案。"
    )
    town = settings.TOWN["name"]
    return _frame(
        motion, "责令改正通知书", motion.reviewed_on or localdate(), unit=f"{town}人民政府", to=motion.holder_unit.name, opening=[words],
        sections=[("审查意见", say.sentences(motion.review_words))], signs=["收件人"],
    )  # fmt: skip


def _kind(key: str, label: str, context: Any, **more: Any) -> DocumentKind:
    more = {"statuses": LIVE, "compartments": PROTECTED, **more}
    return DocumentKind(f"council.{key}", label, "documents/paper.html", context, **more)


DOCUMENTS = (
    _kind("receipt", "议题登记回执", receipt, shared=True, compartments=CLOSED),
    _kind("reply", "议题答复书", reply, personal=True, when=lambda motion: "" if motion.answered_on else "还没有答复。"),
    _kind("notice", "会议通知", notice, shared=True, compartments=NEVER_CLOSED, when=lambda motion: "" if motion.meeting else "还没有通知开会。",
        parts=lambda motion: motion.meetings.all()),
    _kind("minutes", "会议记录", minutes, personal=True, when=lambda motion: "" if _held(motion) else "还没有登记会议情况。", parts=lambda motion: _held(motion)),
    _kind("resolution", "决议（协商意见）公告", resolution, shared=True, compartments=NEVER_CLOSED, when=lambda motion: "" if _posted(motion) else "决议还没有由第二人发布，不能张贴。"),
    _kind("objection", "异议答复书", objection, personal=True, when=lambda motion: "" if answered(motion) else "还没有答复的异议。", parts=answered,
        turn=lambda one, place: say.turn(place, "份")),
    service.kind_of("council.service", LIVE, lambda motion: str(motion.holder_unit.name), compartments=PROTECTED),
    _kind("correction", "责令改正通知书", correction, number="{short}改〔{year}〕{serial}号",
        when=lambda motion: "" if motion.review == Motion.Review.UNLAWFUL else "没有责令改正。"),
    tasks.kind_of("council.task", LIVE, "议"),
)  # fmt: skip


def _held(motion: Motion) -> list[Meeting]:
    return [one for one in motion.meetings.all() if one.present is not None]
