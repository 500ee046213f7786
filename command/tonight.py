"""今夜必达: what must reach a person at once, also at night, is telephoned by the duty officer and ticked off.

There is no gateway that sends messages. A notice that says so (Tell.call) waits here with the number to call until its
person has read it or somebody has reached them; every try is a row with minute and name. Nobody is scored by them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from command import rosters
from command.models import Call
from core.access.people import once, with_permission
from core.access.request import Request
from core.models import Exclusion, Holding, Matter, Notice
from core.records.notices import tell
from core.rosters import desk
from core.values.form_base import Form, limit, short_text, yes_or_no
from core.values.moments import now
from core.values.screen_formats import when

PATIENCE = timedelta(minutes=15)
SEALED = "有封闭的要紧事项，请他本人登录看通知。"
KEPT = timedelta(hours=24)  # how long the page shows what was ticked off


def known_to(user: Any) -> QuerySet[Notice]:
    """Notices to be telephoned. Their sentences hold no personal data, so area and unit do not count; whoever is shut out
    of a matter learns nothing of it here either.
    """
    mine = Q(user__in=[user.pk, *user.reach.stands_for]) | Q(unit__in=user.reach.belongs)
    shut_out = Exclusion.objects.current().filter(mine).values("matter")
    return Notice.objects.filter(call=True).exclude(matter__root__in=shut_out)


def open_calls(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Nobody has reached the person, and they have not read it."""
    reached = Call.objects.filter(notice=OuterRef("pk"), reached=True)
    return notices.filter(~Exists(reached), read_at=None)


class CallForm(Form):
    """What came of one call."""

    reached = yes_or_no("结果", "打通了", "没打通")
    words = short_text("谁接的、怎么说", limit(Call, "words"), False)


@require_safe
@permission_required(rosters.SERVE, raise_exception=True)
def page(request: Request) -> HttpResponse:
    """Whom to call now; below, what was ticked off in the last day and night."""
    moment, known = now(), known_to(request.user)
    tries = Prefetch("calls", Call.objects.select_related("by"))
    notices = known.select_related("user", "matter").prefetch_related(tries)
    waiting = list(open_calls(notices).order_by("at", "pk"))
    done = list(
        notices.filter(at__gt=moment - KEPT)
        .exclude(pk__in=[one.pk for one in waiting])
        .order_by("-at", "-pk")
    )
    posts, hidden = _posts([*waiting, *done]), _hidden(request.user, [*waiting, *done])
    return render(
        request,
        "command/tonight.html",
        {
            "waiting": [_line(one, posts, hidden, moment) for one in waiting],
            "done": [_line(one, posts, hidden, moment) for one in done],
            "duty": desk.today(rosters.DUTY.kind, moment),
            "moment": moment,
        },
    )


def _posts(notices: list[Notice]) -> dict[int, str]:
    """The newest post of each person."""
    held = (
        Holding.objects.current()
        .filter(user__in={one.user_id for one in notices})
        .order_by("starts_on", "pk")
    )
    return dict(held.values_list("user", "post__name"))


def _hidden(user: Any, notices: list[Notice]) -> set[int]:
    """What is sealed and not open to the reader: that there is something to call about is all that they learn."""
    sealed = {one.matter.pk for one in notices if one.matter and one.matter.sealed}
    return (
        sealed - set(Matter.objects.visible_to(user, sealed).values_list("pk", flat=True))
        if sealed
        else set()
    )


def _line(notice: Notice, posts: Mapping[int, str], hidden: set[int], moment: datetime) -> dict[str, Any]:
    person, calls = notice.user, list(notice.calls.all())
    reached = next((call for call in calls if call.reached), None)
    return {
        "pk": notice.pk,
        "person": person.name,
        "post": posts.get(person.pk, ""),
        "phone": person.phone,
        "sentence": SEALED if notice.matter_id in hidden else notice.sentence,
        "told": when(notice.at),
        "late": moment >= notice.at + PATIENCE,
        "tries": [f"{when(call.at)} {_by(call)} 没打通{_said(call)}" for call in calls if not call.reached],
        "reached": f"{when(reached.at)} {_by(reached)} 打通{_said(reached)}" if reached else "",
        "read": f"{when(notice.read_at)} 本人已看" if notice.read_at else "",
    }


def _by(call: Call) -> str:
    return call.by.name if call.by else ""


def _said(call: Call) -> str:
    return f"：{call.words}" if call.words else ""


@require_POST
@permission_required(rosters.SERVE, raise_exception=True)
def tick(request: Request, pk: int) -> HttpResponse:
    """One call was made. Who is reached is ticked off once, whoever clicks twice."""
    user = request.user
    notice = get_object_or_404(known_to(user), pk=pk)
    form = CallForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选“打通了”或者“没打通”；说明最多 100 个字。")
    elif not open_calls(Notice.objects.filter(pk=pk)).exists():
        messages.info(request, "这一条已经销项。")
    else:
        try:
            with transaction.atomic():
                Call.objects.create(notice=notice, at=now(), by=user, **form.cleaned_data)
        except IntegrityError:  # two people at the same moment
            messages.info(request, "这一条已经销项。")
    return redirect("tonight")


def remind() -> int:
    """What has reached nobody for a quarter of an hour, to the director and the leaders, each once; returns how many."""
    moment, told = now(), 0
    old = open_calls(Notice.objects.filter(call=True, at__lte=moment - PATIENCE, at__gt=moment - KEPT))
    for notice in old.select_related("user", "matter__area"):
        area = notice.matter.area if notice.matter else None
        people = once(with_permission("core.direct", area=area), with_permission("core.lead", area=area))
        about = f"：{notice.matter.named}" if notice.matter else "。"
        sentence = f"要紧情况 15 分钟没有通知到{notice.user.name}{about}"
        told += tell(people, notice.matter, sentence, urgent=True, key=f"call:{notice.pk}")
    return told
