"""Duties judged by the law, for any procedure: done in time, or gone late, each once.

A shorter promise of the province or the town reminds, and judges nobody: the last day is that of the rule's own term. A
duty that was done in time counts on the day on which it was done; one that was not, on its last day, whatever came later:
so no month counts it twice, and what was late stays late.
"""

from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Case, DateField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Least, NullIf, TruncDate
from django.utils.timezone import localdate

from core.deadlines.clocks import ClockRule
from core.models import Clock
from core.procedure.indicators import Period

LONGEST = timedelta(days=150)  # no term in days is longer, prolonged or not


def joined(one: Any, sign: str, other: Any, field: Any) -> Func:
    """Sums and differences of days: a day and a number are a day, two days a number."""
    return Func(one, other, arg_joiner=f" {sign} ", template="(%(expressions)s)", output_field=field)


def days_between(one: Any, other: Any) -> Func:
    """Whole days from the second day to the first."""
    return joined(one, "-", other, IntegerField())


def _clocks(rule: ClockRule, period: Period, done: Any) -> Any:
    """Clocks of a rule that the period may count, with `last`, the last day (by the law, where that counts calendar days), and
    `done`.
    """
    near = Clock.objects.filter(
        rule=rule.key, started_at__lt=period.until, started_at__gte=period.since - LONGEST
    ).annotate(done=done or TruncDate("ended_at"))
    if not (rule.legal and rule.term.endswith("C")):
        return near.annotate(last=F("raw"))
    prolonged = NullIf(Func(F("extended_by"), Value("C"), Value(""), function="replace"), Value(""))
    days = joined(
        Value(int(rule.term[:-1])), "+", Coalesce(Cast(prolonged, IntegerField()), 0), IntegerField()
    )
    own = joined(TruncDate("started_at"), "+", days, DateField())
    return near.annotate(last=Case(When(local=None, then=F("raw")), default=own))


def in_time(rule: ClockRule, period: Period, done: Any = None, near: Q | None = None) -> Q:
    """Matters whose duty was done in the period and in time. `done`: the day, where it is not that of the act; `near`: clocks
    of which alone it can lie in the period, for it may cost a query each.
    """
    met = _clocks(rule, period, done).filter(end=Clock.End.MET, last__isnull=False)
    if done is None:
        met = met.filter(period.within("ended_at"), done__lte=F("last"))
    else:
        met = met.filter(
            near or Q(), _Within(F("done"), Value(period.first), Least(Value(period.last), F("last")))
        )
    return Q(pk__in=met.values("matter"))


class _Within(Func):
    """Is a day one of those from `first` to `last`? Two comparisons would make it twice, and it may cost a query."""

    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, day: Any, first: Any, last: Any) -> None:
        after = joined(last, "+", Value(1), DateField())
        super().__init__(day, Func(first, Greatest(first, after), function="daterange"), arg_joiner=" <@ ")


def gone_late(rule: ClockRule, period: Period, done: Any = None) -> Q:
    """Matters whose last day was over in the period, and it was not done by then."""
    over = _clocks(rule, period, done).filter(
        period.within_days("last"), last__lt=localdate(period.known_until)
    )
    return Q(pk__in=over.filter(Q(ended_at=None) | Q(done__gt=F("last"))).values("matter"))
