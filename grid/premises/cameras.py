"""报修: a point out of order, who mends it by when, and who is told where nobody does."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from core.access.people import may_there, of_unit, once, somebody
from core.models import User
from core.records.admin_log import note
from core.records.notices import tell
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.form_keys import sent_before
from grid.models import CameraFault, CameraPoint, StillLook

KEEP = "grid.keep_premises"
State = CameraPoint.State
LONGEST = 30  # days in which one is to be mended
TOLD = 2  # days after the term those who keep the register are told too


def keepers(camera: CameraPoint) -> list[User]:
    return somebody(KEEP, area=camera.area)


def menders(camera: CameraPoint) -> list[User]:
    """Who mends it: the unit; without one, or without anybody in it, those who keep the register."""
    return (of_unit(camera.unit) if camera.unit else []) or keepers(camera)


def may_mend(user: Any, camera: CameraPoint) -> bool:
    return may_there(user, KEEP, camera.area) or (camera.unit_id in user.reach.units)


def _locked(camera: CameraPoint) -> CameraPoint:
    return (
        CameraPoint.objects.select_for_update(of=("self",)).select_related("unit", "area").get(pk=camera.pk)
    )


@transaction.atomic
def report_fault(by: User, camera: CameraPoint, words: str, due_on: date) -> CameraFault:
    """Raises Refused."""
    camera, today = _locked(camera), localdate(now())
    if camera.faults.filter(mended_on=None).exists():
        raise Refused("这个点位已经报修，还没有修好。")
    if not today <= due_on <= today + timedelta(days=LONGEST):
        raise Refused(f"修复期限在今天到 {LONGEST} 天以内。", "due_on")
    fault = CameraFault.objects.create(at=now(), by=by, camera=camera, words=words, due_on=due_on)
    _put(by, camera, State.BROKEN)
    tell(menders(camera), None, f"视频点位 {camera.number} 报修，请在 {due_on:%m-%d} 前修好：{camera.place}")
    return fault


@transaction.atomic
def look(by: User, camera: CameraPoint, key: UUID, seen: str, reason: str) -> StillLook:
    """查看画面, once however often it is sent. Raises Used."""
    camera = _locked(camera)
    said = {"by": by, "camera": camera, "seen": seen, "reason": reason}
    known = sent_before(StillLook.objects.all(), key, **said)
    return known or StillLook.objects.create(at=now(), key=key, **said)


@transaction.atomic
def mend(by: User, camera: CameraPoint, words: str) -> None:
    """Raises Refused."""
    camera = _locked(camera)
    fault = camera.faults.filter(mended_on=None).first()
    if fault is None:
        raise Refused("这个点位没有报修，或者已经修好。")
    fault.mended_on, fault.mended_by, fault.mended_words = localdate(now()), by, words
    fault.save(update_fields=["mended_on", "mended_by", "mended_words"])
    _put(by, camera, State.WORKS)
    if fault.by:
        tell([fault.by], None, f"视频点位 {camera.number} 已修好：{camera.place}")


def _put(by: User, camera: CameraPoint, state: str) -> None:
    camera.state, camera.since = state, localdate(now())
    camera.save(update_fields=["state", "since"])
    note(by, camera, f"视频点位现在是：{camera.get_state_display()}")


def remind() -> int:
    """On the last day who mends it; a day later again; two days after the term those who keep the register too."""
    today, told = localdate(now()), 0
    late = CameraFault.objects.filter(mended_on=None, due_on__lte=today)
    for fault in late.select_related("camera__unit", "camera__area"):
        camera, days = fault.camera, (today - fault.due_on).days
        step = min(days, TOLD)
        words = (
            f"今天到期，请修好：{camera.place}"
            if not days
            else f"逾期没有修好，{fault.due_on:%m-%d} 到期：{camera.place}"
        )
        people = once(menders(camera), keepers(camera) if step == TOLD else ())
        told += tell(
            people,
            None,
            f"视频点位 {camera.number} {words}",
            urgent=bool(days),
            key=f"camera:{fault.pk}:{step}",
        )
    return told
