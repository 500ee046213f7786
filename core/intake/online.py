"""网上来件: what citizens send from the public page, and what clerks make of it (《信访工作条例》第十七条、第二十一条).

Nothing is lost: what was sent stays as it is until a clerk has registered it or said why not. Those who asked
for secrecy are read by the keepers of sealed matters alone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from core.models import Matter, OnlineIntake, Party
from core.procedure.intake import Intake
from core.procedure.procedure import by_kind
from core.records import numbers
from core.records.admin_log import note
from core.values.moments import now
from core.values.refused import Refused
from core.values.screen_formats import when
from core.workflow.public_status import Told

KEEP = "core.keep_sealed"
REFUSED_KEPT = timedelta(days=183)
JUST_NOW = timedelta(minutes=10)
GIVEN = ("name", "phone", "place", "demand", "confidential")


def sent_before(kind: str, key: UUID, data: dict[str, Any]) -> OnlineIntake | None:
    """The same words sent again: under the form's key, or minutes later under another (the browser's Back opens a
    new form and fills in the old words). Other words under the same key are another one.
    """
    rows = OnlineIntake.objects.filter(Q(key=key) | Q(sent_at__gt=now() - JUST_NOW), kind=kind).order_by("pk")
    return next((row for row in rows if all(getattr(row, name) == data[name] for name in GIVEN)), None)


def send(kind: str, key: UUID, data: dict[str, Any]) -> OnlineIntake:
    """Keep what a citizen wrote, under a number and a look-up code; the same form again is the same one."""
    if known := sent_before(kind, key, data):
        return known
    given = {name: data[name] for name in GIVEN} | {"told_open": data.get("told_open", False)}
    made = {"kind": kind, "sent_at": now(), "code": _new_code, "lookup_code": numbers.new_lookup_code}
    intake, new = OnlineIntake.objects.get_or_create(key=key, defaults=given | made)
    if new or sent_before(kind, key, data):
        return intake
    return send(kind, uuid4(), data)


def _new_code() -> str:
    today = localdate(now())
    return f"WS{today:%Y%m%d}{numbers.next_number('online', today.year):04}"


def checks(user: Any) -> dict[str, Intake]:
    """The rooms for which this clerk checks what came, by kind."""
    rooms = {kind: room.intake for kind, room in by_kind().items() if room.intake and room.intake.sent_in}
    return {kind: room for kind, room in rooms.items() if user.has_perm(room.sent_in.permission)}  # type: ignore[union-attr]


def readable(user: Any) -> QuerySet[OnlineIntake]:
    """What this clerk may read: of the rooms for which they check, but the confidential only who keeps sealed matters."""
    rows = OnlineIntake.objects.filter(kind__in=checks(user))
    return rows if user.has_perm(KEEP) else rows.filter(confidential=False)


def waiting(user: Any) -> QuerySet[OnlineIntake]:
    """Not checked yet, the oldest first."""
    return readable(user).filter(checked_at=None)


def others_waiting(user: Any) -> int:
    """How many wait for somebody who keeps sealed matters, so that nobody thinks that there is nothing."""
    if user.has_perm(KEEP):
        return 0
    return OnlineIntake.objects.filter(kind__in=checks(user), checked_at=None, confidential=True).count()


def checked_lately(user: Any) -> QuerySet[OnlineIntake]:
    """The last that were checked; `seen` where the reader may see the matter."""
    visible = Matter.objects.visible_to(user).filter(pk=OuterRef("matter"))
    rows = readable(user).exclude(checked_at=None).select_related("matter", "checked_by")
    return rows.annotate(seen=Exists(visible)).order_by("-checked_at", "-id")


def asks(user: Any) -> tuple[str, Sequence[Any]] | None:
    """For the menu: SQL of how many are waiting; None where the public page is switched off."""
    if not settings.ONLINE_INTAKE:
        return None
    counted = "SELECT count(*) FROM core_onlineintake WHERE checked_at IS NULL AND kind = ANY(%s) AND (%s OR NOT confidential)"
    return counted, (list(checks(user)), user.has_perm(KEEP))


def find(user: Any, pk: int) -> OnlineIntake:
    """One that this clerk may check or has checked. Hidden is 404."""
    return get_object_or_404(readable(user).select_related("checked_by"), pk=pk)


def refuse_if_checked(intake: OnlineIntake) -> None:
    """Raises Refused: of two clerks the second is told what the first did."""
    if intake.checked_at and intake.checked_by:
        done = "登记" if intake.matter_id else "不予登记"
        raise Refused(
            f"{intake.code} 已由{intake.checked_by.name}于 {when(intake.checked_at)} 核对：{done}，不用再办。"
        )


# --- Registered --------------------------------------------------------------------------------------------


def opened(user: Any, kind: str, text: str) -> QueryDict | None:
    """What the registration opens with, as if it had been typed; None where no intake is asked for.

    Name and phone stand there in full, so it is kept who opened it. Raises Refused where it has been checked.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    intake = find(user, int(text))
    room = checks(user).get(kind)
    if room is None or intake.kind != kind:
        raise Http404
    refuse_if_checked(intake)
    note(user, intake, "打开核对（姓名、电话全文）")
    typed = {
        "online": text,
        "channel": room.sent_in.channel,  # type: ignore[union-attr]
        room.words: str(intake.demand),
        "place": intake.place,
        "people-TOTAL_FORMS": "2",
        "people-0-role": Party.Role.APPLICANT,
        "people-0-name": str(intake.name),
        "people-0-phone": str(intake.phone),
        "people-1-role": Party.Role.RESPONDENT,
        **({"accusation": "on"} if intake.confidential else {}),
    }
    fields = QueryDict(mutable=True)
    fields.update(typed)
    return fields


def registering(intake: OnlineIntake, typed: dict[str, Any]) -> tuple[dict[str, Any], datetime]:
    """What the clerk's form cannot change: a wish for secrecy, and the moment from which all terms count. It is taken
    for an accusation unless the clerk says that it is none.
    """
    open_to_all = intake.confidential and not typed.get("confidential")
    return ({"accusation": True} if open_to_all else {}), intake.sent_at


def checked(intake: OnlineIntake, matter: Any, user: Any) -> None:
    """The intake became this matter, which takes over its look-up code. In the transaction of registering.

    Raises Refused where somebody else has checked it meanwhile: then the matter is not stored either.
    """
    locked = (
        OnlineIntake.objects.select_for_update(of=("self",)).select_related("checked_by").get(pk=intake.pk)
    )
    if locked.matter_id == matter.pk:
        return  # a double click
    refuse_if_checked(locked)
    locked.matter, locked.checked_at, locked.checked_by = matter, now(), user
    locked.save(update_fields=["matter", "checked_at", "checked_by"])
    matter.lookup_code = str(locked.lookup_code)
    Matter.objects.filter(pk=matter.pk).update(lookup_code=matter.lookup_code)


# --- Not registered ----------------------------------------------------------------------------------------


@transaction.atomic
def refuse(intake: OnlineIntake, reason: str, user: Any) -> None:
    """不予登记: the reason is kept, and told to who wrote. Raises Refused where it has been checked."""
    locked = (
        OnlineIntake.objects.select_for_update(of=("self",)).select_related("checked_by").get(pk=intake.pk)
    )
    refuse_if_checked(locked)
    locked.refused_for, locked.checked_at, locked.checked_by = reason, now(), user
    locked.save(update_fields=["refused_for", "checked_at", "checked_by"])


def forget_refused() -> int:
    """Once a day: who wrote what was refused half a year ago, when no court can be asked any more (行政诉讼法
    46). Number, days and reason stay; name, telephone and words go (个人信息保护法 47).
    """
    old = OnlineIntake.objects.filter(matter=None, checked_at__lte=now() - REFUSED_KEPT, forgotten_at=None)
    return old.update(name="", phone="", place="", demand="", forgotten_at=now())


# --- Told to who wrote -------------------------------------------------------------------------------------


def sought(code: str) -> tuple[str, Told] | None:
    """What was sent in under a number: its look-up code and what is told of it; None for no such number."""
    intake = OnlineIntake.objects.filter(code=code).select_related("matter").first()
    return (str(intake.lookup_code), _told(intake)) if intake else None


def _told(intake: OnlineIntake) -> Told:
    if intake.checked_at is None:
        return Told(
            "已收到，等待核对", (f"{when(intake.sent_at)} 收到。工作人员核对后登记，必要时给您打电话。",)
        )
    if intake.matter:
        lines = (f"事项编号：{intake.matter.code}。", "以后用这个编号查进度，查询码不变。")
        return Told("已登记", lines, next_code=intake.matter.code)
    return Told("不予登记", (f"理由：{intake.refused_for}。", "有不同意见，可以打电话或到大厅当面说。"))
