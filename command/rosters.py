"""值班带班 and 进驻单位: rosters of command, and their pages: who is here today, who is late, whom to call."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from command.models import Stationed
from core.access.people import with_permission
from core.access.request import Request
from core.models import Holding, User
from core.rosters import desk
from core.rosters.procedure import roster_of
from core.rosters.rule import Seat
from core.values.moments import now

KEEP, SERVE, SIT = "command.keep_rosters", "command.on_duty", "command.sit_in_hall"
Way = Stationed.Way


def duty_seats() -> list[Seat[User]]:
    """A leader leads each duty; the others keep it."""
    leaders = with_permission("core.lead")
    officers = [user for user in with_permission(SERVE) if user not in leaders]
    return [Seat("带班领导", leaders), Seat("值班员", officers)]


def hall_seats() -> list[Seat[User]]:
    """The units of the hall in the order of the office, each with its people; not those that come when called."""
    rows = Stationed.objects.filter(closed_on=None).exclude(way=Way.ON_CALL).select_related("unit")
    sit = {user.pk: user for user in with_permission(SIT)}
    held = Holding.objects.current().filter(user__in=sit, post__unit__in=[row.unit_id for row in rows])
    people: dict[int, list[User]] = {}
    for unit, user in held.order_by("user__name").values_list("post__unit", "user").distinct():
        people.setdefault(unit, []).append(sit[user])
    return [Seat(row.unit.short_name, people.get(row.unit_id, []), row.days) for row in rows]


DUTY = roster_of(
    "duty_roster", "值班带班", app="command", keep=KEEP, serve=SERVE, basis="镇值班工作制度（24 小时值班，领导带班）",
    page="duty_roster", series="值班", seats="command.rosters.duty_seats", where="岗位", overnight=True, public=False,
)  # fmt: skip
HALL = roster_of(
    "hall_roster", "进驻单位坐班", app="command", keep=KEEP, serve=SIT,
    basis="综治中心进驻单位管理制度（常驻、轮驻、随叫随到）", page="hall_roster", series="坐班",
    seats="command.rosters.hall_seats", where="单位",
)  # fmt: skip


@require_safe
@permission_required("core.view_matters", raise_exception=True)
def page(request: Request, kind: str) -> HttpResponse:
    """Today first, then the days to come, then the rosters themselves."""
    on_call = Stationed.objects.filter(closed_on=None, way=Way.ON_CALL).select_related("unit")
    shown = desk.context(kind, request.user, now())
    called = [(row.unit.name, row.number) for row in on_call] if kind == HALL.kind else []
    return render(request, "command/roster.html", {**shown, "on_call": called})
