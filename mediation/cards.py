"""Numbers of mediations on the dashboards: of a mediator, of a committee's head, of a village, of the archive."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db.models import Q

from core.lists.cards import late
from core.models import Appointment, Rung
from core.procedure.cards import Card, Looking
from mediation.models import Instalment, Mediation

S = Mediation.Status
MEDIATING = (S.ACCEPTED, S.IN_SESSION, S.SUSPENDED)
MEDIATOR, BODY, FILES = frozenset({"mediator"}), frozenset({"body"}), frozenset({"files"})
KIND = "mediation"
NEAR = timedelta(days=3)  # as mediation.reminders tells the mediator


def by_me(looking: Looking) -> Q:
    return Q(closed_at=None, pk__in=Mediation.objects.filter(mediator=looking.user).values("pk"))


def in_body(looking: Looking) -> Q:
    """Before a committee that the reader belongs to."""
    return Q(closed_at=None, pk__in=Mediation.objects.filter(body__in=looking.units).values("pk"))


def _at(whose: Callable[[Looking], Q], *statuses: Mediation.Status) -> Callable[[Looking], Q]:
    return lambda looking: whose(looking) & Q(status__in=statuses)


def arranged_today(looking: Looking) -> Q:
    today = Appointment.objects.filter(looking.today.within("at"), user=looking.user, cancelled_at=None)
    return Q(pk__in=today.values("matter"))


def owed_soon(looking: Looking) -> Q:
    """Something promised falls due within three days or has, and is not done."""
    due = Instalment.objects.filter(done_on=None, due_on__lte=looking.today.first + NEAR)
    return by_me(looking) & Q(pk__in=due.values("matter"))


def my_step(looking: Looking) -> Q:
    """The step of the ladder that tries now is the reader's, or their unit's."""
    trying = Rung.objects.filter(Q(handler=looking.user) | Q(unit__in=looking.units), ended_at=None)
    return Q(closed_at=None, pk__in=trying.values("matter"))


def without_mediator(looking: Looking) -> Q:
    nobody = Mediation.objects.filter(mediator=None).values("pk")
    return _at(in_body, *MEDIATING)(looking) & Q(pk__in=nobody)


_mine = partial(Card, packs=MEDIATOR, kind=KIND)
_our = partial(Card, packs=BODY, kind=KIND)
CARDS = (
    _mine("mediator_today", "今天约定", "今天约好由我调解的。", arranged_today),
    Card("step_mine", "待就地化解", "梯次调解正在我或者本单位这一级的。", my_step, MEDIATOR | {"village"}, KIND),
    _mine("mediator_running", "在调", "由我调解、已受理、还没有结果的。", _at(by_me, *MEDIATING)),
    _mine("mediator_signing", "待签字生效", "由我调解、谈成书面协议、没有签完的。", _at(by_me, S.AGREED)),
    _mine("mediator_performing", "履行中", "由我调解、协议已生效、没有履行完的。", _at(by_me, S.EFFECTIVE)),
    _mine("mediator_owed", "三日内到期", "其中有一期三日内到期或者已经过期、没有履行的。", owed_soon, warns=True),
    _mine("mediator_late", "逾期", "由我调解、最紧的期限已过的。", lambda at: by_me(at) & late(at), warns=True),
    _our("body_applied", "待受理", "申请到本调解组织、还没有决定受理的。", _at(in_body, S.APPLIED)),
    _our("body_unassigned", "没有调解员", "已受理、还没有指定调解员的。", without_mediator, warns=True),
    _our("body_running", "在调", "已受理、还没有结果的。", _at(in_body, *MEDIATING)),
    _our("body_signing", "待签字生效", "谈成书面协议、没有签完的。", _at(in_body, S.AGREED)),
    _our("body_performing", "履行中", "协议已生效、没有履行完的。", _at(in_body, S.EFFECTIVE)),
    _our("body_late", "逾期", "最紧的期限已过的。", lambda at: in_body(at) & late(at), warns=True),
    Card("to_file", "待归档", "已经履行或者终止、卷宗还没有归档的。",
         lambda at: Q(closed_at=None, status__in=(S.PERFORMED, S.ENDED)), BODY | FILES, KIND),
)  # fmt: skip
