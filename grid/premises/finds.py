"""视频发现: the watch room finds something; whoever answers for the place is telephoned until one answers.

The report is the ordinary one, received at the minute of the find, so that every clock runs from there.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localdate

from core.models import Area, User
from core.models.matter import CLOSED, PROTECTED
from core.procedure.procedure import Panel
from core.procedure.transitions import (
    IF_POSSIBLE,
    PRIMARY,
    QUIET,
    Clocks,
    Outcome,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.values.form_base import radio, short_text
from core.values.moments import now as present
from core.values.screen_formats import when
from core.workflow.forms import ActForm
from core.workflow.perform import open_matter
from core.workflow.record_steps import asking, row_of, said
from grid import clocks
from grid.models import CameraPoint, FindCall, Incident, StillLook
from grid.models.posts import Kind
from grid.posts import answering
from grid.posts.answering import Answer

Data = Mapping[str, Any]
S = Incident.Status
OPEN = frozenset(S) - {S.SETTLED, S.CLOSED, S.VOIDED}
WATCH = "grid.watch"
LAW = "《公共安全视频图像信息系统管理条例》"
CALLED = (Kind.WORKER, Kind.PART_TIME, Kind.LIAISON, Kind.HEAD)


def to_call(area: Area) -> list[Answer]:
    """Whom to telephone, in this order: those of the place itself, then of what it lies in, up to the village."""
    chain = answering.chain(area)
    found = answering.on(chain, localdate(present()))
    return [
        row
        for place in reversed(chain)
        for kind in CALLED
        for row in found[place]
        if row.kind == kind and not row.doubled
    ]


def name_of(row: Answer) -> str:
    return f"{row.name}（{row.label}{f'，代{row.instead_of}' if row.instead_of else ''}）"


def find(by: User, camera: CameraPoint, data: Data, key: UUID) -> Any:
    """The incident, received when it was found. Raises Refused."""
    told = {
        **{name: data.get(name) for name in ("what", "topic", "level", "flags")},
        "channel": Incident.Channel.VIDEO, "camera": camera, "area": camera.area, "place": camera.place,
        "happened_at": data["found_at"],
    }  # fmt: skip
    return open_matter("incident", by=by, data=told, key=key, at=data["found_at"]).matter


def was_found_by_camera(now: Snapshot) -> str:
    return "" if now.matter.camera_id else "不是视频发现的事件。"


def nobody_has_answered(now: Snapshot) -> str:
    return "电话已经打通，不用再打。" if now.matter.calls.filter(answered="yes").exists() else ""


class CallForm(ActForm):
    """记电话: whom, and whether somebody answered. The minute is that of the act."""

    person = forms.ChoiceField(label="打给谁", widget=forms.RadioSelect)
    answered = radio("打通了没有", [("yes", "打通了"), ("no", "没有接")])
    words = short_text("说了什么", 200, False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name_of(row) for row in to_call(self.matter.area)] if self.matter is not None else []
        self.fields["person"].choices = [(name, name) for name in (*names, "值班领导")]  # type: ignore[attr-defined]
        called = set(self.matter.calls.values_list("person", flat=True)) if self.matter is not None else set()
        self.initial["person"] = next((name for name in names if name not in called), "值班领导")


def call(now: Snapshot, data: Data) -> Outcome:
    """Nobody answered: the clock goes on, and the next one is to be called."""
    asked = ("person", "answered", "words")
    row = row_of(now, FindCall, data, *asked)
    return Outcome(
        rows=[row],
        meets=None if row.answered == "yes" else [],
        detail=said(row, *asked),
    )


def look(now: Snapshot, data: Data) -> Outcome:
    row = row_of(now, StillLook, data, "seen", "reason", camera=now.matter.camera)
    return Outcome(rows=[row], detail={"camera": str(row.camera), **said(row, "seen", "reason")})


# fmt: off
ROWS = (
    Transition("call", "记电话", OPEN, None, anybody(WATCH), call, CallForm, (was_found_by_camera, nobody_has_answered), closed=PROTECTED,
        show=PRIMARY | QUIET | IF_POSSIBLE, clocks=Clocks(meets=clocks.CALLING),
        words=Words("电话已记下；没有接的，请接着打下一位。", note="先打网格员，没有接的打代理人、网格长，再打村里。")),
    Transition("look_still", "查看画面登记", frozenset(S) - {S.VOIDED}, None, anybody(WATCH), look, asking(StillLook, "seen", "reason"),
        (was_found_by_camera,), closed=CLOSED, show=QUIET | IF_POSSIBLE,
        words=Words("查看画面已登记。", note="写明看了哪一段、为什么看；不在本系统存放视频。", basis=f"{LAW}第十六条")),
)
# fmt: on


def still_to_call(incident: Incident) -> str:
    """At the top of the page, until somebody has answered."""
    made = {row.person: row.answered for row in incident.calls.all()} if incident.camera_id else {}
    if not incident.camera_id or not incident.is_open or "yes" in made.values():
        return ""
    left = [name for row in to_call(incident.area) if (name := name_of(row)) not in made]
    return f"视频发现，电话还没有打通，请马上打给{left[0] if left else '值班领导'}。"


def calls(incident: Incident, user: Any) -> dict[str, Any]:
    """Whom to telephone now, with what came of it so far."""
    if not incident.camera_id or not incident.is_open or not user.has_perm(WATCH):
        return {}
    made = {row.person: row for row in incident.calls.all()}
    if any(row.answered == "yes" for row in made.values()):
        return {}
    rows = [(name_of(one), one.phone, made.get(name_of(one))) for one in to_call(incident.area)]
    return {"found": when(incident.happened_at), "rows": rows}


PANEL = Panel("grid/find_calls.html", calls)
