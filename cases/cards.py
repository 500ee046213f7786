"""Numbers of cases on the dashboards: of the counter, of a unit, of the centre and of leaders."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from cases.models import Case, Extension, Handover, Ticket
from core.lists.cards import first_contact, held, late
from core.procedure.cards import Card, Live, Looking

S, T = Case.Status, Ticket.State
_counter = partial(Card, packs=frozenset({"counter"}), kind="case")
_unit = partial(Card, packs=frozenset({"unit", "village"}), kind="case")
_centre = partial(Card, packs=frozenset({"centre"}), kind="case")


def _in(key: str, status: Case.Status, says: str) -> Card:
    return _centre(key, str(status.label), says, lambda at: Q(status=status, closed_at=None))


def to_help(looking: Looking) -> Q:
    """Asked of the reader's units beside the unit that has it, and not answered."""
    asked = Handover.objects.filter(unit__in=looking.units, lead=False, answered_at=None, ended_at=None)
    return Q(closed_at=None, pk__in=asked.values("matter"))


def once_more(looking: Looking) -> Q:
    """A return of it was not granted, or the visitor was not content with what had been done."""
    refused = Handover.objects.filter(unit__in=looking.units, lead=True, binding=True, ended_at=None)
    again = Case.objects.filter(reopened_at__isnull=False)
    return held(looking) & (Q(pk__in=refused.values("matter")) | Q(pk__in=again.values("pk")))


def _tickets(looking: Looking) -> Any:
    return Ticket.objects.filter(day=localdate(looking.at), ended_at=None)


def _wall(key: str, label: str, says: str, holds: Callable[[Looking], Q], wall: str = "hall") -> Card:
    return Card(f"wall_{key}", label, f"{says}封闭的不算。", holds, frozenset(), "case", wall=wall)


CARDS = (
    _counter("counter_today", "今天登记", "今天由我登记的。", lambda at: Q(at.today.within("registered_at"), first_contact=at.user, voided_at=None)),
    _counter("counter_undispatched", "还没有分流", "我登记的，还在等分流或者重新分流。",
             lambda at: first_contact(at) & Q(status__in=(S.REGISTERED, S.RETURNED))),
    _counter("counter_open", "我首问、在办", "由我首问登记、没有办结的，不论现在由谁办理。", first_contact),
    _counter("counter_late", "其中逾期", "最紧的期限已过的。", lambda at: first_contact(at) & late(at), warns=True),
    _counter("counter_call_back", "待我回访", "我首问的，单位已答复，等我回访。", lambda at: first_contact(at) & Q(status=S.REPLIED)),
    _unit("unit_unsigned", "待签收", "转给本单位、还没有签收的。", lambda at: held(at) & Q(status=S.HANDED_OVER)),
    _unit("unit_to_help", "待协办答复", "请本单位协办、还没有答复的。", to_help),
    _unit("unit_once_more", "退回、重办", "退回没有同意的，和群众不满意、重新办理的。", once_more),
    _in("centre_registered", S.REGISTERED, "登记以后还没有分流的。"),
    _in("centre_returned", S.RETURNED, "承办单位退回、等中心认定和重新分流的。"),
    _in("centre_unsigned", S.HANDED_OVER, "转出以后承办单位还没有签收的。"),
    _in("centre_replied", S.REPLIED, "单位已答复、等首问责任人回访的。"),
    _centre("centre_extension", "延期待批", "承办单位申请延期、还没有批的。",
            lambda at: Q(closed_at=None, pk__in=Extension.objects.filter(granted=None).values("matter"))),
    Card("leader_awaiting", "待批示", "请领导批示、还没有批示的。", lambda at: Q(closed_at=None, status=S.AWAITING), frozenset({"leader"}), "case"),
)  # fmt: skip
WALL = (
    _wall("registered", "今天登记", "今天登记的。", lambda at: at.today.within("registered_at") & Q(voided_at=None)),
    _wall("settled", "当场办结", "今天当场办结的。", lambda at: at.today.within("closed_at") & Q(status=S.SETTLED)),
    _wall("finished", "今天办结", "今天办结的，当场办结的在内。", lambda at: at.today.within("closed_at") & Q(voided_at=None)),
    _wall("undispatched", "待分流", "还在等分流或者重新分流的。", lambda at: Q(status__in=(S.REGISTERED, S.RETURNED), closed_at=None)),
    _wall("repeated", "重复反映", "没有办结、登记时就是重复反映的。",
          lambda at: Q(closed_at=None, merged_into=None, pk__in=Case.objects.filter(repeated=True).values("pk")), wall="again"),
)  # fmt: skip
LIVE = (
    Live("waiting", "正在等候", "取了号、还没有接待的。", lambda at: _tickets(at).filter(state__in=(T.WAITING, T.CALLED)), "waiting", "hall", "cases.queue"),
    Live("serving", "正在接待", "正在窗口、功能室接待的。", lambda at: _tickets(at).filter(state=T.SERVING), "waiting", "hall", "cases.queue"),
)  # fmt: skip
