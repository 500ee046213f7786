"""What the frame of every page needs: menu, counters, banner. One query, besides the posts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from core.models import gate
from core.records.server_clock import off
from core.values.moments import now

WATCH_LATE = timedelta(minutes=5)

# (section, ((url name, words, icon, permission), …)); an entry shows to whom it is allowed.
MENU = (
    (
        "接访服务大厅",
        (
            ("my_day", "我的日程", "clock", "core.hold"),
            ("register", "来访登记", "pen", "cases.register"),
            ("waiting", "排队叫号", "people", "cases.queue"),
            ("case_list", "事项台账", "list", "core.view_matters"),
            ("visit_register", "来访登记簿", "list", "cases.counter"),
            ("online_list", "网上来件", "mail", "cases.check_online"),
            ("blank", "空白登记表", "paper", "cases.counter"),
            ("shift", "交接班", "tray", "cases.counter"),
            ("reception", "领导接访", "people", "cases.view_reception"),
            ("tasks", "交办事项", "tray", "core.do_task"),
        ),
    ),
    (
        "矛盾纠纷调解中心",
        (
            ("mediation_list", "矛盾纠纷调解", "talk", "core.view_matters"),
            ("mediation_register", "调解登记簿", "list", "mediation.mediate"),
            ("bodies", "调解组织", "people", "mediation.view_bodyprofile"),
        ),
    ),
    (
        "统计与管理",
        (
            ("import_cases", "导入事项", "up", "cases.import"),
            ("rules", "分流规则", "settings", "cases.route"),
            ("dashboard", "运行看板", "chart", "reports.view"),
            ("reports", "月报", "print", "reports.view"),
            ("remedies", "救济途径", "paper", "core.review_remedies"),
            ("calendar", "工作日历", "clock", "core.manage_calendar"),
            ("jobs", "后台任务", "settings", "core.view_jobs"),
            ("looks", "查看记录", "eye", "core.audit"),
            ("exports", "导出记录", "down", "core.audit"),
            ("imports", "导入记录", "up", "core.audit"),
            ("acts", "管理记录", "paper", "core.audit"),
            ("verification", "校验经过", "key", "core.audit"),
            ("admin:index", "机构与人员", "people", "core.view_post"),
            ("holdings", "任职授权", "key", "core.give_posts"),
            ("proposals", "双人复核", "people", "core.countersign"),
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
    centre: str = settings.TOWN["centre"]

    @property
    def online(self) -> bool:
        """Whether citizens may write to us (settings.ONLINE_INTAKE)."""
        return settings.ONLINE_INTAKE


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that pages without the frame ask nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    user: Any = getattr(request, "user", None)  # a request that was refused early has none
    town = settings.TOWN["county"] + settings.TOWN["centre"]
    if user is None or not user.is_authenticated:
        return Shell([], 0, 0, "", town, "", settings.DEMO)
    queue, unread, watched, clock, tasks = _counters(user)
    late = user.has_perm("core.view_matters") and (watched is None or now() - watched > WATCH_LATE)
    banner = "期限提醒已停了五分钟以上：灯照常准确，但不会有新的提醒。请告知系统管理员。" if late else ""
    if wrong := off(clock):
        banner = f"{wrong}：期限、灯和登记时间都会跟着错。请告知系统管理员校准，校准前先不要登记。"
    post = user.reach.posts[0].name if user.reach.posts else ""
    return Shell(
        _menu(request, user, () if tasks else ("tasks",)),
        queue,
        unread,
        banner,
        town,
        f"{user.name} · {post}" if post else user.name,
        settings.DEMO,
    )


def _menu(request: HttpRequest, user: Any, none: Collection[str] = ()) -> list[Section]:
    """`none`: entries behind which nothing waits for certain, which are not counted."""
    made = []
    for label, entries in MENU:
        items = [
            Item(url, words, icon, request.path == url, count)
            for name, words, icon, permission in entries
            if user.has_perm(permission)
            and (url := reverse(name))
            and (count := 0 if name in none else _waiting(name, user)) is not None
        ]
        if items:
            made.append(Section(label, items))
    return made


def _waiting(name: str, user: Any) -> int | None:
    """What waits behind an entry, where settings name who counts it; None leaves the entry out."""
    counts = settings.MENU_COUNTS.get(name)
    return import_string(counts)(user) if counts else 0


# Matter.objects.in_hand_of(user), written out: every page asks it, and building it costs more than running it.
_NAMES = {"compartment": "m.compartment", "kind": "m.kind", "root": "m.root_id", "area": "m.area_path"}
_OWN = {"closed": "m.closed_at", "merged": "m.merged_into_id", "holder": "m.holder_user_id"}
_BOTH = {"pk": "m.id", "unit": "m.holder_unit_id"}


# Whether any open task might be asked of the user: mostly none, and then nobody counts (core.views.tasks.count).
ASKED = "EXISTS (SELECT FROM core_task t WHERE t.ended_at IS NULL AND (t.user_id = ANY(%s) OR t.unit_id = ANY(%s)))"


def _counters(user: Any) -> tuple[int, int, Any, Any, bool]:
    """Open matters in the user's hand, unread notices, when the watch last ran, the database's clock, whether there may
    be tasks: one round trip.
    """
    own = [user.pk, *user.reach.stands_for]
    mine, whose = gate.in_hand(user, **_OWN, **_BOTH)
    sees, params = gate.each(user, **_NAMES, **_BOTH)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM core_matter m WHERE %s AND {mine} AND {sees}),"  # noqa: S608 (fixed text)
            " (SELECT count(*) FROM core_notice WHERE user_id = %s AND read_at IS NULL),"
            " (SELECT ran_at FROM core_heartbeat WHERE name = 'watch'), clock_timestamp(), " + ASKED,
            (
                user.has_perm("core.view_matters"),
                *whose,
                *params,
                user.pk,
                own,
                list(user.reach.units),
            ),
        )
        return cursor.fetchone()
