"""会议通知, one for each unit; 会议纪要 in its official layout (GB/T 9704: no addressee, no seal; domain: 7.1); 交办单."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from command.meetings import agenda, steps
from command.meetings.workflow import CARRYING, SIGNED, S
from command.models import Called, Meeting
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.tasks import paper as tasks

NEVER: frozenset[str] = frozenset()  # a meeting is never sealed


def lines(meeting: Meeting) -> list[str]:
    """The agenda as everybody may read it."""
    items = agenda.standing(meeting)
    titles = agenda.open_to_all(meeting, [one.about_id for one in items if one.about_id])
    return [
        f"{place}．{agenda.said(one, titles)}" + (f"（{one.unit.short_name}汇报）" if one.unit else "")
        for place, one in enumerate(items, 1)
    ]


def _call(meeting: Meeting, called: Called) -> Mapping[str, Any]:
    return {
        "mark": "", "heading": f"{meeting.get_form_display()}通知", "to": called.unit.name,
        "lead": f"定于{say.moment(meeting.begins_at, weekday=True)}在{meeting.place}召开{meeting.get_form_display()}，由{meeting.chair.name}主持，请派员参加。",
        "sections": [("一、议程", lines(meeting)), ("二、请准备", ["写明由你单位汇报的，请带办理情况和下一步打算；不能到会的，请提前告知。"])],
        "on": say.day(meeting.called_on), "signed_by": meeting.chair.name, "code": meeting.number, "phone": settings.TOWN["phone"],
    }  # fmt: skip


def _minutes(meeting: Meeting) -> Mapping[str, Any]:
    called = list(meeting.called.select_related("unit"))
    return {
        "unit": settings.TOWN["name"] + "综治工作", "form": meeting.get_form_display(), "issuer": settings.TOWN["centre"],
        "on": say.day(meeting.signed_on), "code": meeting.number,
        "lead": f"{say.moment(meeting.begins_at)}，{meeting.chair.name}在{meeting.place}主持召开{meeting.get_form_display()}。纪要如下。",
        "agenda": lines(meeting), "minutes": agenda.minutes(meeting, None).splitlines(),
        "decided": [
            f"{place}．{row.what}（{row.unit.short_name}，{say.day(row.due_on)}前完成）" for place, row in enumerate(steps.standing(meeting), 1)
        ],
        "present": "、".join(one.unit.short_name for one in called if one.present),
        "absent": "、".join(one.unit.short_name for one in called if one.present is False), "why": meeting.absence,
        "others": meeting.others, "sent": "、".join(one.unit.short_name for one in called), "signed_by": meeting.signed_by,
    }  # fmt: skip


def _kind(
    key: str, label: str, template: str, context: Any, number: str, statuses: Any, **more: Any
) -> DocumentKind:
    return DocumentKind(
        f"command.{key}", label, f"documents/{template}.html", context, number=f"{{short}}{number}〔{{year}}〕{{serial}}号",
        permission="command.view", statuses=statuses, compartments=NEVER, **more,
    )  # fmt: skip


DOCUMENTS = (
    _kind("call", "会议通知", "official_letter", _call, "会通", frozenset({S.CALLED}),
          parts=lambda meeting: meeting.called.select_related("unit"), turn=lambda row, place: row.unit.short_name),
    _kind("minutes", "会议纪要", "minutes", _minutes, "纪要", SIGNED),
    replace(tasks.kind_of("command.meeting_task", CARRYING, "会"), compartments=NEVER, shared=False),
)  # fmt: skip
