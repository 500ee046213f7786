"""What the sweeps need of meetings; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from command.models import AgendaItem, Meeting, Resolution
from core.models import Task, User
from core.values.moments import now
from core.workflow.addressed import asked
from tests.people import Town
from tests.sweeps.petitions import day

S = Meeting.Status


def convened(town: Town) -> dict[str, Any]:
    return {
        "form": "weekly", "begins_at": now() + timedelta(days=1), "place": "三楼会议室", "chair": town.duty_leader,
        "units": [town.centre, town.works, town.farms],
    }  # fmt: skip


def a_line(matter: Any) -> AgendaItem:
    return matter.agenda.filter(dropped="").first() or AgendaItem.objects.create(
        matter_id=matter.pk, number=matter.agenda.count() + 1, source="added", words="通报近期情况。"
    )


def begun(matter: Any) -> None:
    Meeting.objects.filter(pk=matter.pk).update(begins_at=now() - timedelta(hours=1))


def decided(matter: Any) -> Resolution:
    return matter.resolutions.filter(struck_at=None).first() or Resolution.objects.create(
        matter_id=matter.pk, at=now(), what="清理排水渠。", unit=matter.called.first().unit, due_on=localdate() + timedelta(days=3)
    )  # fmt: skip


def tomorrow() -> str:
    return f"{localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"


def nothing_decided(town: Town, matter: Any) -> dict[str, Any]:
    matter.resolutions.update(struck_at=now())
    return {}


def done(matter: Any) -> None:
    Task.objects.filter(matter=matter.pk, ended_at=None).update(state="done", ended_at=now())


def not_gathered(matter: Any) -> None:
    """What is under supervision in the scene stands on the agenda no more."""
    matter.agenda.all().delete()


SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "convene": lambda town: {
        "form": "weekly", "begins_at": tomorrow(), "place": "三楼会议室", "chair": town.duty_leader.pk, "units": [town.works.pk],
    },
    "add_item": lambda town: {"words": "通报近期情况。"},
    "call": lambda town: {"begins_at": tomorrow(), "place": "二楼会议室"},
    "hold": lambda town: {"present": [town.works.pk], "absence": "农业农村办下乡。"},
    "resolve": lambda town: {"what": "清理排水渠。", "unit": town.works.pk, "due_on": day(9)},
    "write_minutes": lambda town: {"minutes": "各单位汇报了情况。"},
    "sign_minutes": lambda town: {"note": ""},
    "send_back_minutes": lambda town: {"reason": "期限改一下。"},
    "take_over_minutes": lambda town: {"reason": "本人出差。"},
    "cancel_meeting": lambda town: {"reason": "没有议题。"},
}  # fmt: skip
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "drop_item": lambda town, matter: {"item": a_line(matter).pk, "reason": "已另行答复。"},
    "strike_resolution": lambda town, matter: {"resolution": decided(matter).pk, "reason": "不议。"},
}
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("sign_minutes", S.DONE): nothing_decided
}
NOT_BY: Mapping[str, Callable[[Any, User], bool]] = {
    "take_over_minutes": lambda matter, user: asked(matter, user)
}
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "call": a_line, "drop_item": a_line, "hold": begun, "strike_resolution": decided, "sign_minutes": decided, "finish": done,
    "gather": not_gathered,
}  # fmt: skip
