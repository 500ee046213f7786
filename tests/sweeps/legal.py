"""What the sweeps need of legal services: registrations, what is typed for each act, the way to every status (world.py)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import Correspondence, OutsideBody, Unit, User
from core.values.moments import now
from legal.aid.checklist import needed
from legal.models import (
    Aid,
    Certificate,
    Checkup,
    Consultation,
    Counselling,
    Finding,
    Guide,
    Lesson,
    Plan,
    Reply,
)
from tests.people import Town

C, A, K = Consultation.Status, Aid.Status, Checkup.Status


def day(days: int = 0) -> str:
    return f"{localdate() + timedelta(days=days)}"


def asked(town: Town) -> dict[str, Any]:
    """A question that nobody has answered yet."""
    return {"channel": "hall", "question": "田间排水渠堵塞，要求清理，怎么办", "area": town.taowu, "town": town.town, "centre": town.centre}  # fmt: skip


def a_guide() -> int:
    made, _ = Guide.objects.get_or_create(
        kind="court", title="立案", defaults={"source": "县法院诉讼服务中心告知", "source_on": localdate()}
    )  # fmt: skip
    return made.pk


def kept(matter: Any) -> None:
    """An answer of this matter that is kept for others."""
    Reply.objects.create(
        matter_id=matter.pk, title="渠道堵塞", topic="neighbour", words="先向村委会反映。", at=now(), by=matter.first_contact
    )  # fmt: skip


def county() -> int:
    return OutsideBody.objects.get(short_name="县法援中心").pk


def its_letter(matter: Any) -> int:
    return Correspondence.objects.waiting().filter(matter=matter.pk).latest("pk").pk


def sent(matter: Any) -> None:
    """A letter to the county that waits for its answer."""
    if not Correspondence.objects.waiting().filter(matter=matter.pk).exists():
        Correspondence.objects.create(
            matter_id=matter.pk, number=Correspondence.objects.filter(matter=matter.pk).count() + 1, purpose="forward",
            body_id=county(), dated_on=localdate(), due_on=localdate() + timedelta(days=7), words="申请及材料一套。",
        )  # fmt: skip


def ended(matter: Any) -> None:
    """What may be objected to: refused, or ended by the county."""
    own = Aid.objects.filter(pk=matter.pk)
    own.update(upheld_on=None)
    own.filter(status__in=(A.RESULTED, A.OBJECTED)).update(result="ended")


Samples = Mapping[str, Callable[[Town], dict[str, Any]]]
OfMatter = Mapping[str, Callable[[Town, Any], dict[str, Any]]]

CONSULTATION: Samples = {
    "register": lambda town: {"channel": "hall", "question": "房东不退押金怎么办", "area": town.taowu.code},
    "answer": lambda town: {"answer": "先向村委会反映，协商不成可以申请调解。", "satisfaction": "satisfied"},
    "pass_to": lambda town: {"to": town.legal_officer.pk, "note": "请您看一下。"},
    "guide": lambda town: {"guide": a_guide(), "helped": "代为打电话问清"},
    "write_paper": lambda town: {"kind": "claim", "title": "请求恢复排水"},
    "rate": lambda town: {"satisfaction": "satisfied"},
    "keep_reply": lambda town: {"title": "渠道堵塞", "topic": "neighbour", "words": "先向村委会反映。"},
}
AID: Samples = {
    "register": lambda town: {"subject": "other", "demand": "请求赔偿淹水损失"},
    "supplied": lambda town: {"on": day(), "words": "收入证明。"},
    "lapsed": lambda town: {"reason": "没有补充。"},
    "withdraw": lambda town: {"reason": "自己请了律师。"},
    "county_received": lambda town: {"on": day()},
    "assign": lambda town: {"on": day(), "assignee": "秦援手，澄湖律师事务所"},
    "object": lambda town: {"on": day(), "words": "本人没有收入。"},
    "objection_decided": lambda town: {"on": day(), "outcome": "upheld", "words": "维持。"},
    "set_term": lambda town: {"bar_on": day(60)},
    "note_progress": lambda town: {"note": "已经立案，等开庭。"},
    "record_result": lambda town: {"on": day(), "result": "won", "result_words": "判决支持。"},
    "follow_up": lambda town: {"satisfaction": "satisfied", "words": "已收到赔偿。"},
    "pass_to": lambda town: {"to": town.legal_officer.pk},
    "tell_missing": lambda town: {"have": [], "supply_by": day(7)},
}
CONSULTATION_OF_A_MATTER: OfMatter = {
    "retire_reply": lambda town, matter: {"reply": Reply.objects.filter(matter=matter.pk, retired_on=None).latest("pk").pk, "reason": "法律修改了。"},
}  # fmt: skip
AID_OF_A_MATTER: OfMatter = {
    "send": lambda town, matter: {
        "have": needed(matter, localdate()), "body": county(), "words": "申请及材料一套，请审查。", "dated_on": day(), "signed_by": "周玉兰（中心主任）",
    },
    "county_decided": lambda town, matter: {
        "letter": its_letter(matter), "outcome": "accepted", "answer": "经审查，给予法律援助。", "answered_on": day(), "decided_on": day(),
    },
    "urge_outside": lambda town, matter: {"letter": its_letter(matter), "urged_until": day(5)},
}  # fmt: skip
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("county_decided", A.REFUSED): lambda town, matter: {
        "outcome": "refused",
        "answer": "不符合经济困难标准。",
    },
    ("objection_decided", A.GRANTED): lambda town, matter: {"outcome": "corrected"},
    ("objection_decided", A.RESULTED): lambda town, matter: ended(matter) or {},
}
CONSULTATION_BEFORE: Mapping[str, tuple[str, ...]] = {"turn_over": ("to_petition",)}
AID_VIA: Mapping[str, tuple[str, ...]] = {
    A.REFUSED: (A.SENT, "county_decided"),
    A.OBJECTED: (A.REFUSED, "object"),
}
CONSULTATION_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "rate": lambda matter: Consultation.objects.filter(pk=matter.pk).update(satisfaction=""),
    "retire_reply": kept,
    "guide": lambda matter: a_guide(),
}
AID_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "lapsed": lambda matter: Aid.objects.filter(pk=matter.pk).update(
        supply_by=localdate() - timedelta(days=1)
    ),
    "tell_missing": lambda matter: Aid.objects.filter(pk=matter.pk).update(told_on=None, supply_by=None),
    "county_received": lambda matter: Aid.objects.filter(pk=matter.pk).update(received_on=None),
    "object": ended,
    "urge_outside": sent,
}


# --- Check-ups ------------------------------------------------------------------------------------------------------


def booked(town: Town) -> dict[str, Any]:
    return {"demand": "田间排水渠堵塞，要求清理", "size": "small", "area": town.taowu, "town": town.town, "centre": town.centre}  # fmt: skip


def found(matter: Any, state: str = "open", **more: Any) -> Any:
    """A finding of this state, the only one that waits."""
    own = Finding.objects.filter(matter=matter.pk)
    own.filter(state__in=Finding.WAITS).update(state="passed")
    return Finding.objects.create(
        matter_id=matter.pk, number=own.count() + 1, colour="red", area="labour", words="没有签劳动合同", advice="补签", state=state,
        at=now(), by=matter.first_contact, **{"due_on": localdate() + timedelta(days=9), **more},
    )  # fmt: skip


def its(matter: Any, state: str = "open") -> int:
    return Finding.objects.filter(matter=matter.pk, state=state).latest("number").pk


def over(matter: Any) -> None:
    """Over yesterday, and reminded today."""
    found(matter, due_on=localdate() - timedelta(days=1), reminded_on=localdate(), reminder="电话：知道了")


CHECKUP: Samples = {
    "register": lambda town: {"demand": "全面体检", "size": "small", "area": town.taowu.code},
    "self_check": lambda town: {"gaps": ["6"], "notes": "其他都做到了。"},
    "visit": lambda town: {"visited_on": day(), "team": "秦援手，澄湖律师事务所", "visit_words": "看了合同和工资表。"},
    "find": lambda town: {
        "colour": "red", "area": "labour", "words": "三人没有签劳动合同", "advice": "一个月内补签", "due_on": day(20),
    },
    "return_visit": lambda town: {"on": day(), "return_words": "合同都签了。", "satisfaction": "satisfied"},
    "cancel": lambda town: {"reason": "企业停产。"},
    "pass_to": lambda town: {"to": town.legal_officer.pk},
}  # fmt: skip
CHECKUP_OF_A_MATTER: OfMatter = {
    "drop_finding": lambda town, matter: {"finding": its(matter), "reason": "登错。"},
    "mended": lambda town, matter: {"finding": its(matter), "on": day(), "words": "已经补签。"},
    "check_mending": lambda town, matter: {
        "finding": its(matter, "reported"),
        "good": "yes",
        "words": "看过合同。",
    },
    "remind": lambda town, matter: {"finding": its(matter), "way": "电话", "words": "下周补签"},
    "leave": lambda town, matter: {"finding": its(matter), "reason": "企业不愿意。"},
}


def nothing_found(town: Town, matter: Any) -> dict[str, Any]:
    Finding.objects.filter(matter=matter.pk).update(state="dropped")
    return {}


CHECKUP_LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("report", K.RETURNING): nothing_found
}
CHECKUP_VIA: Mapping[str, tuple[str, ...]] = {
    K.RETURNING: (K.MENDING, "check_mending"), K.FILED: (K.RETURNING, "return_visit"),
}  # fmt: skip
CHECKUP_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("drop_finding", "mended", "remind", "report"), found),
    "check_mending": lambda matter: found(matter, "reported"),
    "leave": over,
}


# --- Publicity ------------------------------------------------------------------------------------------------------


def planned(town: Town) -> dict[str, Any]:
    """Of a unit that has no plan of this year yet."""
    unit = (
        Unit.objects.filter(closed_on=None).exclude(pk__in=Plan.objects.values("unit")).order_by("pk").first()
    )
    return {
        "demand": "田间排水渠堵塞，要求清理", "unit": unit, "year": localdate().year, "lines": [(localdate().month, "宪法")],
        "area": town.town, "town": town.town, "centre": town.centre,
    }  # fmt: skip


def lesson(matter: Any, state: str = "planned", kind: str = "monthly") -> Any:
    """An event of this state; with it nothing else is planned."""
    own = Lesson.objects.filter(matter=matter.pk)
    own.filter(state="planned").update(state="dropped")
    held = {"held_on": localdate(), "attended": 40, "place": "文化广场"} if state == "held" else {}
    return Lesson.objects.create(
        matter_id=matter.pk, number=own.count() + 1, month=localdate().month, kind=kind, topic="宪法", state=state, at=now(),
        by=matter.first_contact, **held,
    )  # fmt: skip


def event(matter: Any, **which: str) -> int:
    return Lesson.objects.filter(matter=matter.pk, **which).latest("number").pk


def nothing_held(matter: Any) -> None:
    Certificate.objects.filter(matter=matter.pk).delete()
    Lesson.objects.filter(matter=matter.pk, state="held").delete()


PUBLICITY: Samples = {
    "register": lambda town: {
        "demand": "每月一法", "unit": town.farms.pk, "year": f"{localdate().year}", "lines": f"{localdate().month}月 宪法", "area": "全镇",
    },
    "add_lesson": lambda town: {"month": f"{localdate().month}", "kind": "training", "topic": "人民调解法", "audience": "mediators"},
    "sum_up": lambda town: {"summary": "都开展了。"},
}  # fmt: skip
PUBLICITY_OF_A_MATTER: OfMatter = {
    "hold_lesson": lambda town, matter: {
        "lesson": event(matter, state="planned"), "held_on": day(), "place": "文化广场", "hours": "1.5", "attended": "60", "leaflets": "80",
        "cost": "300", "words": "讲了宪法。",
    },
    "move_lesson": lambda town, matter: {"lesson": event(matter, state="planned"), "month": f"{localdate().month}", "reason": "下雨。"},
    "drop_lesson": lambda town, matter: {"lesson": event(matter, state="planned"), "reason": "和别的活动合并。"},
    "certify": lambda town, matter: {"lesson": event(matter, state="held", kind="training"), "names": "方立新"},
}  # fmt: skip
PUBLICITY_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("hold_lesson", "move_lesson", "drop_lesson"), lesson),
    "certify": lambda matter: lesson(matter, "held", "training"),
    "sum_up": lambda matter: lesson(matter, "held"),
    "void": nothing_held,
}

# --- Counselling ----------------------------------------------------------------------------------------------------


def in_need(town: Town) -> dict[str, Any]:
    return {
        "demand": "田间排水渠堵塞，要求清理", "source": "self", "counsellor": town.counsellor, "area": town.taowu, "town": town.town,
        "centre": town.centre,
    }  # fmt: skip


def another(town: Town, matter: Any) -> int:
    now_with = Counselling.objects.get(pk=matter.pk).counsellor_id
    return next(user.pk for user in (town.counsellor, town.other_counsellor) if user.pk != now_with)


COUNSELLING: Samples = {
    "register": lambda town: {
        "demand": "睡不好",
        "source": "self",
        "counsellor": town.counsellor.pk,
        "area": town.taowu.code,
    },
    "hand_back": lambda town: {"reason": "本人的亲戚，应当另请。"},
    "note": lambda town: {"on": day(), "minutes": "50", "words": "谈了家里的事。"},
    "danger": lambda town: {"of": "self", "why": "说今晚要走。", "police": "派出所王警官"},
    "end_counselling": lambda town: {"outcome": "helped"},
    "withdraw": lambda town: {"reason": "本人不要了。"},
}
COUNSELLING_OF_A_MATTER: OfMatter = dict.fromkeys(
    ("give", "change_counsellor"), lambda town, matter: {"counsellor": another(town, matter)}
)
COUNSELLING_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    # With somebody who counsels no longer.
    "change_counsellor": lambda matter: Counselling.objects.filter(pk=matter.pk).update(counsellor=User.objects.get(username="archivist")),
}  # fmt: skip
COUNSELLING_NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = dict.fromkeys(
    ("take", "hand_back", "note", "danger", "end_counselling"),
    lambda matter, user: Counselling.objects.get(pk=matter.pk).counsellor_id != user.pk,
)

# Who registers which, with what; the people are everybody's.
BEGUN: Mapping[str, Callable[[Town], tuple[Any, dict[str, Any]]]] = {
    "consultation": lambda town: (town.receptionist, asked(town)),
    "checkup": lambda town: (town.receptionist, booked(town)),
    "psych": lambda town: (town.receptionist, in_need(town)),
    "publicity": lambda town: (town.committee_head, planned(town)),
}
