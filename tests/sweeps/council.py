"""What the sweeps need of motions: a registration, what is typed for each act, the way to every status (world.py)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import Party, Task, User
from core.values.moments import now
from council.models import Meeting, Motion, Objection, Release
from tests.people import Town
from tests.sweeps.petitions import posted_to_somebody

S = Motion.Status


def day(days: int = 0) -> str:
    return f"{localdate() + timedelta(days=days)}"


def proposed(town: Town) -> dict[str, Any]:
    return {
        "demand": "田间排水渠堵塞，要求清理", "source": "committee", "proposers": 1, "area": town.taowu, "town": town.town,
        "centre": town.centre,
    }  # fmt: skip


def rows(matter: Any) -> Any:
    return Motion.objects.filter(pk=matter.pk)


def meeting(matter: Any) -> None:
    """One that was told ten days ago and is today; without votes."""
    own = Meeting.objects.filter(matter=matter.pk)
    if not own.exists():
        Meeting.objects.create(
            matter_id=matter.pk, on=localdate(), place="村部", notified_on=localdate() - timedelta(days=10), ways="张贴", eligible=35,
            at=now(), by=matter.first_contact,
        )  # fmt: skip
    own.update(on=localdate())


def drafted(matter: Any, what: str = "motion") -> None:
    """Words that wait for their release, drafted by nobody who may release them."""
    Release.objects.create(
        matter_id=matter.pk, what=what, title="排水渠清理", words="清理排水渠。", days=15, at=now(), by=matter.holder_user
    )  # fmt: skip


def last_draft(matter: Any) -> int:
    return Release.objects.filter(matter=matter.pk, taken_down_on=None).latest("pk").pk


def objected(matter: Any) -> Objection:
    party, _ = Party.objects.get_or_create(
        matter=matter.top, name="秦满仓", defaults={"role": Party.Role.INTERESTED}
    )
    return Objection.objects.create(
        matter_id=matter.pk, who="秦满仓", party=party, words="不同意。", at=now(), by=matter.first_contact
    )


def answered(matter: Any) -> None:
    """An answer that nobody has brought to who objected."""
    objected(matter)
    Objection.objects.filter(matter=matter.pk).update(
        answered_on=localdate(), upheld=False, answer="不成立。"
    )


def no_objection(matter: Any) -> None:
    """Posted long enough, and nobody waits for an answer."""
    Objection.objects.filter(matter=matter.pk).update(
        answered_on=localdate(), upheld=False, answer="不成立。"
    )
    rows(matter).update(
        aim="decide",
        posted_on=localdate() - timedelta(days=20),
        posted_through=localdate() - timedelta(days=5),
    )


Samples = Mapping[str, Callable[[Town], dict[str, Any]]]
SAMPLES: Samples = {
    "register": lambda town: {"demand": "村口装路灯", "source": "residents", "proposers": "12", "area": town.taowu.code},
    "sort": lambda town: {"subject": "place", "body": "council", "aim": "decide", "form": "plain"},
    "study": lambda town: {"step": "study", "on": day(), "agreed": "yes", "words": "同意。"},
    "accept": lambda town: {"answer": "予以受理。"},
    "decline": lambda town: {"answer": "不属于村里的事。"},
    "call": lambda town: {
        "on": day(12), "begins": "19:30", "place": "村部", "notified_on": day(), "ways": "张贴、上门", "eligible": "35", "counted": "persons",
    },
    "hold": lambda town: {"present": "30", "chair": "方立新", "recorder": "韩广林", "record": "各述意见。"},
    "resolve": lambda town: {"yes": "20", "no": "10", "abstained": "0", "resolution": "清理排水渠。"},
    "submit": lambda town: {"reason": "已送村集体经济组织。"},
    "draft_release": lambda town: {"what": "motion", "title": "排水渠清理", "words": "清理排水渠。", "days": "15"},
    "object": lambda town: {"who": "秦满仓", "words": "占了我家的地。"},
    "carried_out": lambda town: {"on": day(), "words": "已清理。"},
    "check": lambda town: {"on": day(), "words": "看过现场。", "good": "yes"},
    "review": lambda town: {"review": "lawful", "review_words": "合法。"},
    "withdraw": lambda town: {"reason": "不议了。"},
    "carry": lambda town: {
        "words": "没有异议。", "tasks-TOTAL_FORMS": "1", "tasks-INITIAL_FORMS": "0", "tasks-0-what": "清渠", "tasks-0-unit": town.works.pk,
        "tasks-0-due_on": day(5),
    },
}  # fmt: skip
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "release": lambda town, matter: {"release": last_draft(matter)},
    **dict.fromkeys(
        ("take_down", "break_posting"), lambda town, matter: {"release": last_draft(matter), "reason": "写错了。"}
    ),
    "release_after": lambda town, matter: {"release": last_draft(matter)},
    "answer_objection": lambda town, matter: {
        "objection": Objection.objects.filter(matter=matter.pk, answered_on=None).latest("pk").pk, "upheld": "no", "answer": "不成立。",
    },
}  # fmt: skip
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("sort", S.STUDYING): lambda town, matter: {
        "subject": "works",
        "body": "delegates",
        "mandate": "一月村民会议授权",
    },
    ("study", S.STUDYING): lambda town, matter: {"step": "branch"},
    ("hold", S.ACCEPTED): lambda town, matter: {"present": "3"},
    ("resolve", S.FAILED): lambda town, matter: {"yes": "2", "no": "28"},
    ("answer_objection", S.ACCEPTED): lambda town, matter: {"upheld": "yes"},
    ("check", S.CARRYING): lambda town, matter: {"good": "no"},
    ("review", S.ACCEPTED): lambda town, matter: {"review": "unlawful"},
}
VIA: Mapping[str, tuple[str, ...]] = {
    S.STUDYING: (S.PROPOSED, "sort"),
    S.POSTED: (S.RESOLVED, "release"),
    S.CARRYING: (S.POSTED, "carry"),
    S.CHECKING: (S.CARRYING, "carried_out"),
    S.CHECKED: (S.CHECKING, "check"),
    S.PUBLISHED: (S.CHECKED, "release"),
    S.FAILED: (S.HELD, "resolve"),
}
UNTIL: Mapping[str, Sequence[tuple[str, Callable[[Any], bool]]]] = {
    "carried_out": (
        ("give_task", lambda matter: not matter.tasks.exclude(state__in=("cancelled", "returned")).exists()),
        ("accept_task", lambda matter: matter.tasks.filter(state="given").exists()),
        ("report_task", lambda matter: matter.tasks.filter(state="accepted").exists()),
        ("approve_task", lambda matter: matter.tasks.filter(state="reported").exists()),
    ),
}


def study_left(matter: Any) -> None:
    """Whichever step the sample takes is the one that comes next."""
    matter.studies.all()
    rows(matter).update(form="plain")


def held(matter: Any) -> None:
    meeting(matter)
    Meeting.objects.filter(matter=matter.pk).update(present=30)


def waits(matter: Any) -> None:
    """The draft that the next status needs: a resolution before it is posted, a result at the end."""
    drafted(matter, {S.RESOLVED: "resolution", S.CHECKED: "result"}.get(matter.status, "motion"))


GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "study": study_left,
    "hold": meeting,
    "resolve": held,
    "release": waits,
    **dict.fromkeys(("take_down", "break_posting", "release_after"), drafted),
    "answer_objection": objected,
    **dict.fromkeys(("serve", "agree_electronic"), answered),
    "record_delivery": lambda matter: answered(matter) or posted_to_somebody(matter),
    "carry": no_objection,
    "submit": lambda matter: rows(matter).update(aim="opinion"),
    "file_to_town": lambda matter: rows(matter).update(subject="charter", filed_on=None),
    "review": lambda matter: rows(matter).update(subject="charter", filed_on=localdate(), reviewed_on=None),
}
NOT_BY: Mapping[str, Callable[[Any, User], bool]] = {
    "check": lambda matter, user: user.pk in {
        rows(matter).get().carried_by_id, *Task.objects.filter(matter=matter.pk).values_list("reported_by", flat=True)
    },
}  # fmt: skip


def to_every_paper(town: Town, motion: Any, *, unlawful: bool = False) -> None:
    """Answered, met, posted and given out as a task; or found unlawful by the town instead."""
    today, chief, director = localdate(), town.grid_chief, town.director

    def act(name: str, by: User = chief, **data: Any) -> None:
        town.act(motion, name, by, **data)

    subject, body = ("charter", "villagers") if unlawful else ("place", "council")
    act("sort", subject=subject, body=body, aim="decide", form="plain", mandate="")
    if unlawful:
        act("study", step="study", on=today, agreed=True, words="同意。")
    act("accept", answer="予以受理。")
    told = {"on": today, "notified_on": today - timedelta(days=10), "ways": "张贴", "counted": "persons"}
    act("call", **told, place="村部", eligible=35)
    act("hold", present=30, chair="方立新", recorder="韩广林", record="各述意见。")
    act("resolve", yes=20, no=10, abstained=0, resolution="清理排水渠。")
    if unlawful:
        act("file_to_town")
        act("review", director, review="unlawful", review_words="第五条罚款没有依据。")
    else:
        act("draft_release", what="resolution", title="排水渠清理", words="清理排水渠。", days=15)
        act("release", director, release=Release.objects.latest("pk"))
        answered(motion)
    task = {"what": "清渠", "unit": town.works, "user": None, "due_on": today + timedelta(days=5)}
    act("give_task", director, **task, giver=director)
