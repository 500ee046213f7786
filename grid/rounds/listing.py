"""排查台账, and its cards."""

from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from core.lists.filters import by_stage, one_of
from core.procedure.cards import Card, Looking
from core.procedure.listing import ALL, OPEN, Column, Listing, View, ended, standing
from core.procedure.paging import SOONEST
from grid.models import ScreenedGrid, Screening
from grid.rounds.clocks import ANSWERS
from grid.rounds.steps import SCREEN

S = Screening.Status


def _behind(at: Any) -> Q:
    """Running, the last day over, and not every grid has reported."""
    left = ScreenedGrid.objects.filter(result="", matter__report_by__lt=localdate(at))
    return Q(status=S.RUNNING, pk__in=left.values("matter"))


LISTING = Listing(
    label="排查台账",
    views=(
        OPEN,
        standing("draft", "待下发", S.DRAFT),
        standing("running", "排查中", S.RUNNING),
        View("behind", "逾期没有报齐", _behind, live=True, order=SOONEST),
        ended("closed", "已汇总", S.CLOSED),
        ALL,
    ),
    filters=by_stage("screening", occasion=one_of("种类", Screening.Occasion.choices)),
    own=(
        Column("种类", 12, lambda row: row.get_occasion_display()),
        Column("报送截止", 12, lambda row: row.report_by),
        Column("已报", 10, lambda row: f"{row.answered}/{row.asked}"),
    ),
    outcome=(Column("汇总意见", 30, lambda row: row.summary, usual=False),),
    read=("occasion", "report_by", "answered", "asked", "summary"),
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
