"""What the frame of every page needs: menu, counters, banner. One query, besides the posts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.models import Heartbeat, Matter, Notice, User
from core.moments import now

WATCH_LATE = timedelta(minutes=5)

# (section, ((url name, words, icon, permission), …)); an entry shows to whom it is allowed.
MENU = (
    (
        "接访服务大厅",
        (
            ("register", "来访登记", "pen", "cases.register"),
            ("case_list", "事项台账", "list", "core.view_matters"),
        ),
    ),
    ("六个中心", (("mediation_list", "矛盾纠纷调解", "talk", "core.view_matters"),)),
    (
        "统计与管理",
        (
            ("dashboard", "运行看板", "chart", "reports.view"),
            ("reports", "月报", "print", "reports.view"),
            ("calendar", "工作日历", "clock", "core.manage_calendar"),
            ("jobs", "后台任务", "settings", "core.view_jobs"),
            ("looks", "查看记录", "eye", "core.audit"),
            ("acts", "管理记录", "paper", "core.audit"),
            ("admin:index", "机构与人员", "people", "core.view_post"),
            ("holdings", "任职授权", "key", "core.give_posts"),
            ("lockouts", "登录锁定", "lock", "core.unlock"),
        ),
    ),
)


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Section:
    label: str
    items: list[Item]


@dataclass(frozen=True)
class Shell:
    """The frame: see templates/base.html."""

    menu: list[Section]
    queue_count: int
    unread: int
    banner: str
    town: str
    user_label: str
    demo: bool
    phone: str = settings.TOWN["phone"]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that pages without the frame ask nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    user: Any = request.user
    town = settings.TOWN["county"] + settings.TOWN["centre"]
    if not user.is_authenticated:
        return Shell([], 0, 0, "", town, "", settings.DEMO)
    queue, unread, watched = _counters(user)
    late = user.has_perm("core.view_matters") and (watched is None or now() - watched > WATCH_LATE)
    banner = "期限提醒已停了五分钟以上：灯照常准确，但不会有新的提醒。请告知系统管理员。" if late else ""
    post = user.reach.posts[0].name if user.reach.posts else ""
    return Shell(
        _menu(request, user),
        queue,
        unread,
        banner,
        town,
        f"{user.name} · {post}" if post else user.name,
        settings.DEMO,
    )


def _menu(request: HttpRequest, user: Any) -> list[Section]:
    made = []
    for label, entries in MENU:
        items = [
            Item(url, words, icon, request.path == url)
            for name, words, icon, permission in entries
            if user.has_perm(permission) and (url := reverse(name))
        ]
        if items:
            made.append(Section(label, items))
    return made


def _counters(user: Any) -> tuple[int, int, Any]:
    """Open matters in the user's hand, unread notices, when the watch last ran: one round trip."""
    counted = {
        "queue": _count(Matter.objects.in_hand_of(user)),
        "unread": _count(Notice.objects.filter(user=user, read_at=None)),
        "watched": Subquery(Heartbeat.objects.filter(name="watch").values("ran_at")),
    }
    found = User.objects.filter(pk=user.pk).values(**counted).get()
    return found["queue"], found["unread"], found["watched"]


def _count(rows: "QuerySet[Any]") -> Coalesce:
    """How many, as a part of another query."""
    counted = rows.order_by().annotate(_one=Value(1)).values("_one").annotate(_many=Count("pk")).values("_many")
    return Coalesce(Subquery(counted), 0)
