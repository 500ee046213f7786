"""Numbers of legal services (domain: 4.2 T11). A consultation has been given once it is answered; a wish is none."""

from collections.abc import Callable
from typing import Any

from django.db.models import DateField, F, Func, Q, Sum
from django.utils.timezone import localdate

from core.models import TurnLog
from core.procedure.indicators import Indicator, Period, weighed
from legal.models import Consultation, Expertise, Finding, Guide, Guided, Lesson, Point, TextVersion, Written

C = Consultation.Channel


def _asked() -> Q:
    return Q(kind="consultation", voided_at=None)


def given(*channels: str) -> Callable[[Period], Q]:
    def counts(period: Period) -> Q:
        found = _asked() & period.within("answered_at")
        return found & Q(channel__in=channels) if channels else found

    return counts


def guided(*kinds: str) -> Callable[[Period], Q]:
    def counts(period: Period) -> Q:
        rows = Guided.objects.filter(period.within("at"), guide__kind__in=kinds)
        return _asked() & Q(pk__in=rows.values("matter"))

    return counts


def written(period: Period) -> Any:
    return Written.objects.filter(period.within("at"))


# Of a question some papers are of the period, of a check-up some findings, of a plan some events: what has any is listed, and
# they are summed.


def _of(kind: str, rows: Callable[[Period], Any], unit: str, what: Any = None) -> dict[str, Any]:
    return {"unit": unit, **weighed(rows, what, kind=kind, voided_at=None)}


GIVEN = "本期解答的法律咨询，按解答时间计；没有解答的、只选了“法律服务”意愿的不计，作废的不计。"
ADVICE = (
    Indicator("consulted", "法律咨询", GIVEN, given(), afterwards=True),
    Indicator("consulted_in_hall", "法律咨询（现场）", GIVEN.replace("法律咨询", "现场法律咨询"), given(C.HALL), afterwards=True),
    Indicator("consulted_by_phone", "法律咨询（电话）", GIVEN.replace("法律咨询", "电话法律咨询"), given(C.PHONE), afterwards=True),
    Indicator("consulted_online", "法律咨询（网络）", GIVEN.replace("法律咨询", "网络法律咨询"), given(C.NET), afterwards=True),
    Indicator("guided_notary", "公证协助", "本期给了公证办事指引的咨询，一件给几份的计一件；作废的不计。", guided(Guide.Kind.NOTARY), afterwards=True),
    Indicator("guided_forensic", "司法鉴定指引", "本期给了司法鉴定办事指引的咨询，一件给几份的计一件；作废的不计。", guided(Guide.Kind.FORENSIC), afterwards=True),
    Indicator("guided_elsewhere", "仲裁、立案指引", "本期给了仲裁、法院立案办事指引的咨询，一件给几份的计一件；作废的不计。", guided(Guide.Kind.ARBITRATION, Guide.Kind.COURT), afterwards=True),
    Indicator("papers_written", "代写文书", "本期代写的文书，按代写的时间计，一件咨询代写几份的计几份；作废的不计。",
        **_of("consultation", written, "份")),
)  # fmt: skip


def by_day(kind: str, column: str, **more: str) -> Callable[[Period], Q]:
    """By a day of its own row."""
    return lambda period: Q(period.within_days(column), kind=kind, voided_at=None, **more)


def aid(column: str, **more: str) -> Callable[[Period], Q]:
    return by_day("aid_request", column, **more)


AID = (
    Indicator("aid_checked", "法律援助初审", "本期作了初审（一次性告知或者转交）的法律援助申请，按初审日期计；作废的不计。", aid("checked_on"), afterwards=True),
    Indicator("aid_sent", "法律援助转交", "本期转交县法律援助机构的申请，按转交日期计；作废的不计。", aid("sent_on"), afterwards=True),
    Indicator("aid_granted", "县里给予法律援助", "本期县里决定给予（含异议后改正）的申请，按决定日期计；作废的不计。",
        aid("decided_on", refused_why=""), afterwards=True),
)  # fmt: skip


def mended(period: Period) -> Any:
    return Finding.objects.filter(period.within_days("checked_on"), state=Finding.State.PASSED)


def held(period: Period) -> Any:
    return Lesson.objects.filter(period.within_days("held_on"), state=Lesson.State.HELD)


_LAST = Func(  # of an event's month
    "matter__year", "month", template="(make_date(%(expressions)s, 1) + interval '1 month - 1 day')::date",
    output_field=DateField(),
)  # fmt: skip


def owed(period: Period) -> Any:
    """Whose month ended in the period, and which were not held by then."""
    ended = Lesson.objects.exclude(state=Lesson.State.DROPPED).alias(ends=_LAST)
    over = ended.filter(period.within_days("ends")).filter(ends__lte=localdate(period.known_until))
    return over.filter(Q(held_on=None) | Q(held_on__gt=F("ends")))


CHECKUPS = (
    Indicator("checkups", "法治体检（户）", "本期上门作了法治体检的企业，按上门日期计，一户体检几次的计几次；作废的不计。",
        by_day("checkup", "visited_on"), "户", afterwards=True),
    Indicator("checkup_risks", "法治体检（风险点）", "本期出具的评估报告所列的风险点之和，撤掉的不计；作废的不计。",
        by_day("checkup", "reported_on"), "个", weight="found", afterwards=True),
    Indicator("checkup_mended", "法治体检（整改）", "本期核查为已整改的风险点，按核查日期计；作废的不计。",
        **_of("checkup", mended, "个")),
)  # fmt: skip
PUBLICITY = (
    Indicator("lessons", "法治宣传（场）", "本期开展的普法活动，按开展日期计；取消的、作废的不计。",
        **_of("publicity", held, "场")),
    Indicator("lessons_attended", "法治宣传（人次）", "本期开展的普法活动的参加人次之和。",
        **_of("publicity", held, "人次", Sum("attended"))),
    Indicator("lessons_leaflets", "法治宣传（资料）", "本期开展的普法活动发放的资料份数之和。",
        **_of("publicity", held, "份", Sum("leaflets"))),
    Indicator("lessons_owed", "计划没有开展（场）", "月份在本期内、到期末没有开展的普法活动，晚开展的也计；改期的按新的月份，取消的、作废的不计。",
        **_of("publicity", owed, "场")),
)  # fmt: skip
COUNSELLED = (
    Indicator("counselled", "心理服务接案", "本期咨询员接案的心理服务，按接案日期计，只计件数；作废的不计。",
        by_day("psych", "taken_on"), afterwards=True),
)  # fmt: skip


def on_duty(period: Period) -> Any:
    return TurnLog.objects.filter(period.within_days("turn__day"))


LAWYERS = (
    Indicator("lawyer_turns", "律师值班（班次）", "本期签了到、写了值班记录的律师值班班次，大厅、村（居）都计，按值班日期计；没有记录的不计。",
        **_of("lawyer_roster", on_duty, "班次")),
    Indicator("lawyer_people", "律师值班（人次）", "本期律师值班记录的接待人次之和。",
        **_of("lawyer_roster", on_duty, "人次", Sum("people"))),
)  # fmt: skip


def taken(period: Period) -> Any:
    """Points of opinions that were given in the period, whatever became of them later."""
    return Point.objects.filter(period.within_days("matter__given_on"))


def _adopted(period: Period) -> Any:
    return taken(period).filter(taken__in=(Point.Taken.ADOPTED, Point.Taken.PARTLY))


def reviewed(what: str) -> Callable[[Period], Any]:
    """Versions of texts of a kind, each by the day of its opinion."""
    return lambda period: TextVersion.objects.filter(period.within_days("given_on"), matter__what=what)


REVIEWED = "本期出了专家意见的{what}，按出意见日期计，一份改了几稿、审了几稿的计几稿；作废的不计。"
EXPERTISE = (
    Indicator("papers_reviewed", "文件审查（稿）", REVIEWED.format(what="镇里的决定、文件"),
        **_of("expertise", reviewed(Expertise.What.PAPER), "稿")),
    Indicator("contracts_reviewed", "合同审查（稿）", REVIEWED.format(what="合同、协议"),
        **_of("expertise", reviewed(Expertise.What.CONTRACT), "稿")),
    Indicator("expertise_points", "专家意见（条）", "本期签发的专家意见的条数之和。",
        **_of("expertise", taken, "条")),
    Indicator("expertise_adopted", "采纳的专家意见（条）", "本期签发的专家意见中已登记采纳、部分采纳的条数之和。",
        **_of("expertise", _adopted, "条")),
)  # fmt: skip
