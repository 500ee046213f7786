"""排查台账, and its cards."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.timezone import localdate

from core.lists.filters import MatterFilter, StageFilter
from core.procedure.cards import Card, Looking
from core.procedure.listing import Column, Listing, View
from core.procedure.paging import SOONEST
from grid.models import ScreenedGrid, Screening
from grid.rounds.clocks import ANSWERS
from grid.rounds.steps import SCREEN

S = Screening.Status


class ScreeningFilter(MatterFilter):
    """Also by the kind of round and stage."""

    occasion = django_filters.ChoiceFilter(
        choices=Screening.Occasion.choices, method="of_own", label="种类", empty_label="全部"
    )
    status = StageFilter("screening")


def _at(*statuses: str) -> Any:
    return lambda at: Q(status__in=statuses)


def _behind(at: Any) -> Q:
    """Running, the last day over, and not every grid has reported."""
    left = ScreenedGrid.objects.filter(result="", matter__report_by__lt=localdate(at))
    return Q(status=S.RUNNING, pk__in=left.values("matter"))


LISTING = Listing(
    label="排查台账",
    views=(
        View("open", "全部在办", lambda at: Q(), live=True, order=SOONEST),
        View("draft", "待下发", _at(S.DRAFT), live=True, order=SOONEST),
        View("running", "排查中", _at(S.RUNNING), live=True, order=SOONEST),
        View("behind", "逾期没有报齐", _behind, live=True, order=SOONEST),
        View("closed", "已汇总", _at(S.CLOSED)),
        View("all", "全部", lambda at: Q()),
    ),
    filters=ScreeningFilter,
    own=(
        Column("种类", 12, lambda row: row.get_occasion_display()),
        Column("报送截止", 12, lambda row: row.report_by),
        Column("已报", 10, lambda row: f"{row.answered}/{row.asked}"),
        Column("发现", 8, lambda row: f"{row.found}", number=True),
    ),
    outcome=(Column("汇总意见", 30, lambda row: row.summary, usual=False),),
    read=("occasion", "report_by", "answered", "asked", "found", "summary"),
    nothing=("没有这样的排查", "半月排查、节前排查由系统按日历拟好；其他的请“起草排查”。"),
    start=("screening_new", "起草排查", SCREEN),
)


def mine(looking: Looking) -> Q:
    """A grid of mine has not reported."""
    paths = [post.path for post in looking.user.reach.posts]
    under = Q(pk=None)
    for path in paths:
        under |= Q(area__path__startswith=path)
    left = ScreenedGrid.objects.filter(under, result="")
    return Q(status=S.RUNNING, closed_at=None, pk__in=left.values("matter"))


CARDS = (
    Card("screening_mine", "待报排查", "本人、本村负责的网格还没有报结果的排查。", mine, frozenset({"village", "own"}),
         "screening", permission=ANSWERS, warns=True),
    Card("screening_draft", "排查待下发", "拟好、还没有下发的排查。", lambda at: Q(status=S.DRAFT, closed_at=None),
         frozenset({"centre"}), "screening", permission=SCREEN),
    Card("screening_behind", "排查没有报齐", "报送截止已过、还有网格没有报的排查。", lambda at: _behind(at.at) & Q(closed_at=None),
         frozenset({"centre", "leader"}), "screening", permission="grid.view", warns=True),
)  # fmt: skip
