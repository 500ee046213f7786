"""会议台账, its cards and numbers."""

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate

from command.models import Meeting, Resolution
from core.lists.filters import by_stage, one_of
from core.models import Clock
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, Period
from core.procedure.listing import ALL, OPEN, Column, Listing, standing
from core.tasks import numbers as tasks
from core.values.screen_formats import when

S = Meeting.Status


LISTING = Listing(
    label="会议台账",
    views=(
        OPEN,
        standing("ahead", "待通知、待开会", S.DRAFTED, S.CALLED),
        standing("minutes", "待出纪要、待签发", S.HELD, S.WRITTEN),
        standing("carrying", "落实中", S.CARRYING),
        ALL,
    ),
    filters=by_stage("office_meeting", form=one_of("会议", Meeting.Form.choices)),
    own=(
        Column("会议", 10, lambda row: row.get_form_display()),
        Column("开会时间", 16, lambda row: when(row.begins_at)),
        Column("主持人", 8, lambda row: row.chair.name),
    ),
    outcome=(Column("签发日期", 12, lambda row: row.signed_on),),
    related=("chair",),
    read=("form", "begins_at", "chair", "signed_on"),
    nothing=("没有这样的会议", "请“召开会议”，议程由系统汇集。"),
    start=("meeting_new", "召开会议", "command.meet"),
)
CARDS = (
    Card("meeting_minutes", "待出纪要、待签发", "已经开过、纪要还没有签发的会议。", lambda at: Q(status__in=(S.HELD, S.WRITTEN), closed_at=None),
         frozenset({"leader", "centre"}), "office_meeting", permission="command.view"),
    Card("meeting_carrying", "会议议定事项在落实", "议定事项还没有全部了结的会议。", lambda at: Q(status=S.CARRYING, closed_at=None),
         frozenset({"leader", "centre"}), "office_meeting", permission="command.view"),
)  # fmt: skip


def _of(rows: Any) -> Q:
    return Q(kind="office_meeting", pk__in=rows.values("pk"))


def _held(period: Period) -> Any:
    begun = Meeting.objects.filter(period.within("begins_at"))
    return begun.exclude(status__in=(S.DRAFTED, S.CALLED, S.CANCELLED))


def _signed(period: Period) -> Any:
    return Meeting.objects.filter(period.within_days("signed_on"))


def _in_time(period: Period) -> Any:
    """Handed in by the last day; of several tries the last one counts."""
    met = Clock.objects.annotate(on=TruncDate("ended_at")).filter(rule="command.minutes", end=Clock.End.MET)
    return _signed(period).filter(pk__in=met.filter(on__lte=F("raw")).values("matter"))


def _decided(period: Period) -> Any:
    return _signed(period).filter(pk__in=Resolution.objects.filter(struck_at=None).values("matter"))


INDICATORS = (
    Indicator("meetings_held", "开会", "本期开过、登记了到会情况的会议，按开会日期计；不开的不计。", lambda period: _of(_held(period)), unit="次", afterwards=True),
    Indicator("meetings_signed", "印发会议纪要", "本期签发纪要的会议，按签发日期计。", lambda period: _of(_signed(period)), afterwards=True),
    Indicator("meetings_minutes_in_time", "按期交纪要", "其中会后三个工作日内交了纪要的。", lambda period: _of(_in_time(period)), afterwards=True),
    Indicator("meetings_decided", "有议定事项的会议", "本期签发的纪要里有议定事项的会议。", lambda period: _of(_decided(period)), afterwards=True),
    *tasks.indicators("office_meeting"),
)  # fmt: skip
