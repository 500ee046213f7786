"""The desk: where one lands, what is waiting, what was told, what is searched."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import sealed
from core.deadlines.calendars import office_calendar
from core.lists import table
from core.lists.search import COMMON, find
from core.lists.search_hits import explain
from core.models import Matter, Notice
from core.procedure import paging
from core.tasks import panel as tasks
from core.values.moments import now
from core.values.screen_formats import when
from core.views.tasks import waiting

# Where a login lands: the first that is allowed.
HOMES = (
    ("cases.dispatch", "queue"),
    ("core.lead", "dashboard"),
    ("cases.register", "register"),
    ("core.view_matters", "queue"),
    ("core.audit", "looks"),
    ("core.give_posts", "holdings"),
    ("core.manage_calendar", "calendar"),
)


def home(request: HttpRequest) -> HttpResponse:
    """To the page this person's day starts with."""
    user: Any = request.user
    target = next((name for permission, name in HOMES if user.has_perm(permission)), "notices")
    return redirect(target)


# What static/js/ listens to, by place.
KEYS = (
    (
        "每一页",
        (
            ("Ctrl K", "到搜索框"),
            ("Ctrl ↵", "提交正在填的表单"),
            ("?", "打开这一页"),
            ("Tab", "到下一项；第一次按可以跳到正文"),
        ),
    ),
    (
        "填表",
        (
            ("↑ ↓", "在提示里选"),
            ("↵", "取用选中的提示"),
            ("Esc", "收起提示"),
            ("Alt A", "加一行"),
            ("空格", "打勾、选中"),
        ),
    ),
    ("排队叫号", (("Alt N", "下一步：叫下一位、开始接待"), ("Alt Q", "取号，打印号条"))),
    ("从清单打开的事项", (("Alt [", "上一件"), ("Alt ]", "下一件"))),
)


def keys(request: HttpRequest) -> HttpResponse:
    """键盘操作: the keys that the pages listen to."""
    return render(request, "core/keys.html", {"groups": KEYS})


def queue(request: HttpRequest) -> HttpResponse:
    """我的待办: open matters in my hand, or with my unit and taken by nobody; the most pressing first."""
    user: Any = request.user
    mine = Matter.objects.in_hand_of(user)
    chosen, forward = paging.cut(request, mine, paging.SOONEST)
    page = paging.page(request, _read(chosen), paging.SOONEST, forward, mine)
    asked = tasks.lines(waiting(user).select_related("matter", "unit", "user", "giver"))
    shown = {"page": page, "moment": now(), "tasks": asked, **_mixed(page.rows)}
    return render(request, "core/queue.html", shown)


def _read(matters: Any) -> list[Matter]:
    return list(matters.select_related(*table.SHOWN).only(*table.READ))


def _mixed(matters: Sequence[Matter], found: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Heads and rows of matters of all kinds."""
    moment, calendar = now(), office_calendar()
    columns = table.chosen(table.columns(None, moment, calendar))
    return {
        "heads": table.plain_heads(columns),
        "rows": table.rows(matters, columns, moment, calendar, found),
    }


def notices(request: HttpRequest) -> HttpResponse:
    """What was told to me, newest first."""
    user: Any = request.user
    page = Paginator(Notice.objects.filter(user=user), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "core/notices.html",
        {
            "page": page,
            "notices": [
                {
                    "pk": row.pk,
                    "sentence": row.sentence,
                    "when_text": when(row.at),
                    "urgent": row.urgent,
                    "unread": row.read_at is None,
                    "url": reverse("notice", args=[row.pk]),
                }
                for row in page
            ],
        },
    )


@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one: it is marked, and one stands before its matter."""
    user: Any = request.user
    Notice.objects.filter(pk=pk, user=user, read_at=None).update(read_at=now())
    found = Notice.objects.filter(pk=pk, user=user).first()
    return redirect("matter", pk=found.matter_id) if found and found.matter_id else redirect("notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    Notice.objects.filter(user=user, read_at=None).update(read_at=now())
    return redirect("notices")


@permission_required("core.view_matters", raise_exception=True)
def search(request: HttpRequest) -> HttpResponse:
    """One box for everything, under the reader's rights; a single code leads straight to its matter."""
    hits = find(Matter.objects.visible_to(request.user), request.GET.get("q", ""))
    chosen, forward = paging.cut(request, hits.matters, paging.NEWEST)
    found = paging.NEWEST.ready(paging.chosen_of(Matter.objects.all(), chosen))
    fetched = _read(found.order_by(*paging.NEWEST.by(forward)))
    if hits.exact and len(fetched) == 1:
        return redirect("matter", pk=fetched[0].pk)
    counted = COMMON + 1 if hits.common else None
    page = paging.page(request, fetched, paging.NEWEST, forward, hits.matters, counted, COMMON)
    sealed.found(request.user, page.rows)
    return render(
        request,
        "core/search.html",
        {
            "asked": hits.asked,
            "page": page,
            **_mixed(page.rows, explain(hits, page.rows)),
        },
    )
