"""Numbers about cases, each with the sentence that defines it (domain: 4.1, 4.2 T1).

What was received, finished and in hand is counted by the moments of receiving and closing, so that
opening + received - finished = closing holds in every area and period, and a month that is over does
not change with what happens later. A voided case leaves all counts as if it had never come in; a
report that was issued before keeps its numbers, and the next one names the difference as 更正.
"""

from datetime import datetime

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import Exact, In, IsNull

from cases import destinations, reception
from cases.clocks import DISPATCH, HANDLE
from cases.models import Case
from core.models import Clock, HistoryEntry
from core.outside import numbers as outside
from core.procedure.indicators import Indicator, Period
from core.procedure.standard_tables import ended_terms
from core.referral import numbers as referral
from core.tasks import numbers as tasks

VISITS = (Case.Channel.VISIT, Case.Channel.LEADER)
CONTENT = (Case.Satisfaction.SATISFIED, Case.Satisfaction.FAIRLY)
RATED = (*CONTENT, Case.Satisfaction.UNSATISFIED)
AT_THE_COUNTER = (Case.Status.SETTLED, Case.Status.TOLD)

COUNTED = Q(kind="case", voided_at=None)
HELD = [rule.key for rule in HANDLE.values()]


def received(period: Period) -> Q:
    return period.within("received_at") & COUNTED


def finished(period: Period) -> Q:
    return period.within("closed_at") & COUNTED


def in_hand(moment: datetime) -> Q:
    """Had come in and was not closed, seen from the moment."""
    return COUNTED & Q(received_at__lt=moment) & (Q(closed_at=None) | Q(closed_at__gte=moment))


def visits(period: Period) -> Q:
    return received(period) & Q(channel__in=VISITS)


def legal_wishes(period: Period) -> Q:
    return received(period) & Q(wishes__contains=[Case.Wish.LEGAL])


def settled(period: Period) -> Q:
    return finished(period) & Q(status=Case.Status.SETTLED)


def dispatched(period: Period) -> Q:
    """A case is passed on for the first time once in its life; what comes after a return is not counted."""
    passed = HistoryEntry.objects.filter(action__in=(*destinations.TO_A_UNIT, *destinations.going_below()))
    before = passed.filter(matter=OuterRef("matter"), seq__lt=OuterRef("seq"))
    entries = passed.filter(period.within("happened_at"))
    return COUNTED & Q(pk__in=entries.exclude(Exists(before)).values("matter"))


def timed(period: Period) -> Q:
    return finished(period) & Q(IsNull(_late(), False))


def on_time(period: Period) -> Q:
    return finished(period) & Q(Exact(_late(), False))


def finished_late(period: Period) -> Q:
    return finished(period) & Q(Exact(_late(), True))


def _late() -> Subquery:
    """Was the finished case late? By the term of handling, or of dispatching where it was settled on the
    spot; unknown without such a deadline. A scalar, for PostgreSQL would read all clocks for an EXISTS.
    """
    counter = [status.value for status in AT_THE_COUNTER]
    on_the_spot = Q(rule=DISPATCH.key) & Q(In(OuterRef("status"), counter))
    met = Clock.objects.filter(
        Q(rule__in=HELD) | on_the_spot, matter=OuterRef("pk"), end=Clock.End.MET, expires_at__isnull=False
    ).order_by()
    over = BoolOr(Q(ended_at__gte=F("expires_at")))
    return Subquery(met.values("matter").annotate(late=over).values("late"))


def overdue(period: Period) -> Q:
    return in_hand(period.until) & _expired("expires_at", period.known_until)


def listed(period: Period) -> Q:
    return in_hand(period.until) & _expired("black_at", period.known_until)


def _expired(mark: str, moment: datetime) -> Q:
    """A duty of the office's own ran at the moment and had passed the mark by then."""
    clocks = Clock.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=moment),
        matter=OuterRef("pk"),
        right=False,
        suspended_at=None,
        started_at__lte=moment,
        **{f"{mark}__lte": moment},
    )
    return Q(IsNull(Subquery(clocks.order_by().values("pk")[:1]), False))


def rated(period: Period) -> Q:
    return finished(period) & Q(satisfaction__in=RATED)


def content(period: Period) -> Q:
    return finished(period) & Q(satisfaction__in=CONTENT)


INDICATORS = (
    Indicator(
        "visits",
        "来访接待（批次）",
        "本期收到的来访和领导接访，一次来访记一批次；作废的不计。",
        visits,
        "批次",
    ),
    Indicator(
        "visitors",
        "来访接待（人次）",
        "本期来访和领导接访各批次的来访人数之和；作废的不计。",
        visits,
        "人次",
        weight="head_count",
    ),
    Indicator(
        "received",
        "事项登记",
        "本期收到并登记、取得“一案一码”的事项，按收到日期计，不论来源；补录和导入的计入收到之日所在的月份。"
        "作废的视同没有收到，从各期扣除；已经印发的月报不改，差额在下一期“更正”列明。",
        received,
        split=destinations.SPLIT,
    ),
    Indicator(
        "unsorted",
        "未定类别",
        "事项登记中还没有定类别的。",
        lambda period: received(period) & Q(category=None),
    ),
    Indicator("settled", "当场办结", "本期由窗口当场答复并办结的事项，按办结日期计。", settled),
    Indicator(
        "dispatched",
        "分流转办",
        "本期首次转承办单位（含领导批示转办）或者转调解的事项，按转出日期计；退回后再转的不重复计。",
        dispatched,
    ),
    Indicator(
        "opening",
        "期初在办",
        "期初零时以前收到、当时尚未办结的事项。期初在办＋事项登记－办结＝期末在办。",
        lambda period: in_hand(period.since),
    ),
    Indicator(
        "finished",
        "办结",
        "本期办结的事项，含以前收到的，按办结日期计；含当场办结、不属职责已书面告知的，并案的各计一件。作废不是办结。",
        finished,
    ),
    Indicator(
        "closing",
        "期末在办",
        "期末二十四时以前收到、当时尚未办结的事项；期间未完的，以现在为准。",
        lambda period: in_hand(period.until),
    ),
    Indicator(
        "timed",
        "有期限的办结",
        "本期办结的事项中有期限可比的：转承办单位的看办理期限，当场办结、当场告知的看分流期限。"
        "直接转调解的按调解期限另计，没有期限的历史事项都不在内。",
        timed,
        sum_of=("on_time_rate", "finished_late"),
    ),
    Indicator(
        "on_time_rate",
        "按期办结率",
        "按期办结÷有期限的办结。承办单位在办理期限内提交结果、窗口在分流期限内当场答复的为按期；"
        "直接转调解的和没有期限的历史事项不在内。",
        on_time,
        "%",
        share_of="timed",
    ),
    Indicator(
        "finished_late",
        "超期办结",
        "本期办结的事项中超过上述期限的，以后也总算超期。按期办结＋超期办结＝有期限的办结。",
        finished_late,
    ),
    Indicator(
        "overdue",
        "超期件",
        "期末在办的事项中，机关自己的任何一个期限（分流、批示、签收、办理、反馈、协办、回访等）当时已过而没有履行的；"
        "期间未完的，以现在为准。",
        overdue,
    ),
    Indicator("listed", "达到挂牌条件", "超期件中超过期限五个工作日以上的。", listed),
    Indicator(
        "rated",
        "参评",
        "本期办结的事项中群众评了满意、基本满意或者不满意的；联系不上、不愿评价的不计。",
        rated,
    ),
    Indicator(
        "satisfaction_rate",
        "满意率",
        "（满意＋基本满意）÷参评。联系不上、不愿评价的不算满意，也不算参评。",
        content,
        "%",
        share_of="rated",
    ),
    ended_terms("ended_terms", "case"),
    Indicator(
        "legal_wishes",
        "意愿选法律服务",
        "本期收到、意愿里选了“法律服务”的事项，不论来源；是意愿，不是已经提供的咨询，咨询见表11。作废的不计。",
        legal_wishes,
    ),
    *reception.indicators(on_time),
    *tasks.indicators("case"),
    *outside.indicators("case"),
    *referral.indicators("case"),
)
