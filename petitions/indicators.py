"""Numbers about petitions, each with the sentence that defines it (domain: 1.6, 1.12, 4.1, 4.2 T7 and T8).

Events of the period are counted. Forms are counted by the letter, call or visit (件次, 批次, 人次), everything else by the
matter: a letter that was split is one letter and several matters. An accusation is in no number but `accusations`, which
is parted by nothing. A term is judged by the law, not by a shorter promise, and once: a duty counts on the day on which it
was done in time, or on its last day when it was not. What was late stays late.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils.timezone import localdate

from core.deadlines.clocks import ClockRule
from core.models import Clock, Correspondence, Matter, Service
from core.outside import numbers as outside
from core.procedure.indicators import Indicator, Period, Split, leader
from core.procedure.splits import UNIT, Way, chosen, split_by, unit_word
from core.service import numbers as service
from core.statistics import duties
from core.tasks import numbers as tasks
from petitions import clocks
from petitions.models import Advice, Charge, Contact, Extension, Instruction, Material, Petition, Review
from petitions.repeats import first_in, repeats_in
from petitions.serving import SERVING

C, K, W = Petition.Channel, Petition.Kind, Petition.Way
Counts = Callable[[Period], Q]
ACCUSED = Q(compartment="accusation")
COUNTED = Q(kind="petition", voided_at=None) & ~ACCUSED
# One of each letter: the whole of it, or where that is an accusation the first of its other parts.
_PARTS = Petition.objects.filter(split_from=OuterRef("split_from"), pk__lt=OuterRef("pk"), voided_at=None)
_SEALED = Matter.objects.filter(ACCUSED, pk=OuterRef("split_from"))
LETTER = Q(split_from=None) | Q(~Exists(_PARTS.exclude(ACCUSED)), Exists(_SEALED))
CONTENT = (Petition.Rating.GOOD, Petition.Rating.FAIR)
NOTICES = tuple(paper.kind for paper in SERVING.papers if clocks.NOTICE in paper.meets)
LEGAL = (clocks.SORT, clocks.NOTICE, clocks.HANDLE)
GROUP = 5  # heads (domain: 1.6)


# --- How they are parted -----------------------------------------------------------------------------------------

WAY, FIELD, DESK = "way-", "field-", "none"
SPLIT = split_by(
    {
        UNIT: Way(
            lambda code: Q(unit=None) if code == DESK else Q(unit__code=code),
            lambda code: "没有交承办单位的" if code == DESK else unit_word(code),
        ),
        WAY: chosen("way", W.choices),
        FIELD: Way(
            lambda value: Q(field="" if value == DESK else value),
            lambda value: "没有写明领域的" if value == DESK else dict(Petition.Field.choices).get(value, ""),
        ),
    }
)
words = SPLIT.words  # 村镇办, （六）…


# --- What came -----------------------------------------------------------------------------------------------------


def matters(period: Period) -> Q:
    return period.within("received_at") & COUNTED


def letters(period: Period) -> Q:
    return matters(period) & LETTER


def having(base: Counts, *conditions: Q, **columns: Any) -> Counts:
    """Those of the base of which this holds too."""
    return lambda period: base(period) & Q(*conditions, **columns)


def accusations(period: Period) -> Q:
    """Counted under the statistician's right alone, whatever has become of them."""
    return ACCUSED & Q(period.within("received_at"), kind="petition", voided_at=None)


def repeated(period: Period) -> Q:
    return letters(period) & repeats_in("centre", period)


def first(scope: str) -> Counts:
    return lambda period: letters(period) & first_in(scope, period)


def finished(period: Period) -> Q:
    return period.within("closed_at") & COUNTED


def in_hand(moment: datetime) -> Q:
    return COUNTED & Q(received_at__lt=moment) & (Q(closed_at=None) | Q(closed_at__gte=moment))


def on(column: str) -> Counts:
    """The day lies in the period."""
    return lambda period: COUNTED & period.within_days(column)


def backlog(period: Period, *, before: bool = False) -> Q:
    """积案 that stood at the end of the period, or before its beginning."""
    at, day = (period.since, period.first) if before else (period.until, localdate(period.until))
    left = Q(ended_on__lt=day) | Q(ended_on=None, closed_at__lt=at)
    never = Q(ended_on__lt=F("backlog_on"))
    return COUNTED & Q(backlog_on__lt=day) & ~left & ~never


def backlog_settled(period: Period) -> Q:
    ended = Q(period.within_days("ended_on"), ended_on__gte=F("backlog_on"))
    closed = Q(period.within("closed_at"), ended_on=None, backlog_on__lte=TruncDate("closed_at"))
    return COUNTED & (ended | closed)


# --- Duties and their terms ------------------------------------------------------------------------------------------


def _served() -> Any:
    """The day of a notice's service, whenever that was typed."""
    served = Service.objects.filter(matter=OuterRef("matter"), paper__in=NOTICES, served_on__isnull=False)
    by_paper = served.order_by().values("paper").annotate(day=Max("served_on")).order_by("day")
    ended = TruncDate("ended_at")
    return Case(
        When(end=Clock.End.MET, then=Coalesce(Subquery(by_paper.values("day")[:1]), ended)), default=ended
    )


def _in_time(rule: ClockRule, period: Period) -> Q:
    if rule is not clocks.NOTICE:
        return duties.in_time(rule, period)
    served = Service.objects.filter(period.within_days("served_on"), paper__in=NOTICES)
    near = period.within("ended_at") | Q(matter__in=served.values("matter"))
    return duties.in_time(rule, period, _served(), near)


def _gone_late(rule: ClockRule, period: Period) -> Q:
    return duties.gone_late(rule, period, _served() if rule is clocks.NOTICE else None)


def in_time(rule: ClockRule) -> Counts:
    return lambda period: COUNTED & _in_time(rule, period)


def due(rule: ClockRule) -> Counts:
    return lambda period: COUNTED & (_in_time(rule, period) | _gone_late(rule, period))


def late(period: Period) -> Q:
    """Also of imported history: in the month of its answer, or where none was known of its import."""
    known = Least("closed_at", "registered_at")
    found = Q(GreaterThanOrEqual(known, period.since), LessThan(known, period.until), late_before=True)
    for rule in LEGAL:
        found |= _gone_late(rule, period)
    return COUNTED & found


def unrated(period: Period) -> Q:
    return COUNTED & _gone_late(clocks.FOLLOW_UP, period) & ~_in_time(clocks.FOLLOW_UP, period)


_MET = Clock.objects.filter(
    rule=clocks.HANDLE.key, end=Clock.End.MET, right=False
)  # `right`: as the index has it


def answered(period: Period) -> Q:
    """Answered by an opinion or settled by an agreement: the sixty days were met, early or late."""
    met = _MET.filter(period.within("ended_at"))
    return COUNTED & Q(pk__in=met.values("matter"))


TO_ANSWER = duties.days_between(
    Subquery(_MET.filter(matter=OuterRef("pk")).order_by("ended_at").values(day=TruncDate("ended_at"))[:1]),
    TruncDate("received_at"),
)
TO_ACCEPT = duties.days_between(F("accepted_on"), TruncDate("received_at"))


def contacted(period: Period) -> Q:
    return first_accepted(period) & Q(
        pk__in=Contact.objects.exclude(way=Contact.GUIDED).filter(at__lt=period.until).values("matter")
    )


def first_accepted(period: Period) -> Q:
    return on("accepted_on")(period) & first_in("centre", period, "accepted")


def first_answered(period: Period) -> Q:
    return answered(period) & first_in("centre", period, "answered")


def first_finished(period: Period) -> Q:
    return finished(period) & first_in("centre", period, "closed")


def with_rows(model: Any, day: str, **more: Any) -> Counts:
    """Something of this kind was done in the period: an extension granted, a review asked for."""

    def counts(period: Period) -> Q:
        return COUNTED & Q(pk__in=model.objects.filter(_within(day, period), **more).values("matter"))

    return counts


def _within(column: str, period: Period) -> Q:
    return period.within_days(column) if column.endswith("_on") else period.within(column)


# --- The list --------------------------------------------------------------------------------------------------------


def _number(
    key: str, label: str, definition: str, counts: Counts, unit: str = "件", **facts: Any
) -> Indicator:
    below = f"petition_{facts.pop('of')}" if "of" in facts else ""
    return Indicator(
        f"petition_{key}", label, definition, counts, unit, share_of=below, **{"split": SPLIT, **facts}
    )  # fmt: skip


_VISITS = having(letters, channel=C.VISIT)
_GROUPS = having(_VISITS, head_count__gte=GROUP)
FORMS = (
    ("letters", "来信", "来信，一封记一件；拆分的诉求不另计。", C.LETTER, "件"),
    ("visits", "来访（批次）", "来访，一次来访记一批次；拆分的诉求不另计。", C.VISIT, "批次"),
    ("net", "网上信访", "网上信访，一次记一件。", C.NET, "件"),
    ("calls", "来电", "来电，一次记一件。", C.PHONE, "件"),
    ("fax", "传真", "传真，一份记一件。", C.FAX, "件"),
    ("hall", "大厅转入", "由大厅事项转为信访、没有另写信访形式的。", C.HALL, "件"),
)
_ADVICE = tuple((value, label) for value, label in Advice.About.choices)


def _advice(about: str, label: str) -> tuple[Indicator, Indicator]:
    taken = {"taken__in": (Advice.Taken.WHOLLY, Advice.Taken.PARTLY)}
    return (
        _number(f"advice_{about}", f"{label}（件）", f"本期提出过“{label}”的信访事项，一件提几条也只计一件。",
                with_rows(Advice, "at", about=about), afterwards=True),
        _number(f"advice_{about}_taken", f"{label}被采纳（件）", f"本期收到书面反馈、“{label}”全部或者部分采纳的信访事项。",
                with_rows(Advice, "replied_on", about=about, **taken), afterwards=True),
    )  # fmt: skip


def _sent(purpose: str) -> Counts:
    """Sent and not withdrawn."""
    return with_rows(Correspondence, "dated_on", purpose=purpose, direction="sent", withdrawn_at=None)


def _without_accusations(number: Indicator) -> Indicator:
    return replace(number, counts=lambda period: number.counts(period) & ~ACCUSED)


_TOLD, _HANDLED, _RATED = in_time(clocks.NOTICE), in_time(clocks.HANDLE), in_time(clocks.FOLLOW_UP)
_RATED_ON = having(on("rated_on"), ~Q(rating_unit=""))
_FIRST = "本登记机构没有同一人（证件、电话，或者姓名和地点）就同一事项的更早登记、也没有关联到更早的一件的；导入的历史信访一并比对。"
_BY_LAW = "期限按法定期限计，本地的承诺期限只用于提醒；按期办的计在办的那天，没有按期办的计在届满日，以后补办也总算逾期。"


def _charged_to(column: str) -> Split:
    return Split(lambda period, part: with_rows(Charge, column, leader=int(part))(period), leader)


LEADERS = (
    _number("instructed", "领导批示", "本期由领导批示的信访事项，按批示的时间计。", with_rows(Instruction, "given_at"), afterwards=True),
    _number("charged", "领导包案", "本期由领导包案的信访事项，按包案的那天计。", with_rows(Charge, "at"), split=_charged_to("at"), afterwards=True, of_leader="包案"),
    _number("charges_concluded", "包案化解", "领导包案的信访事项中本期签字认定化解的。", with_rows(Charge, "concluded_on"),
            split=_charged_to("concluded_on"), afterwards=True, of_leader="化解"),
)  # fmt: skip
INDICATORS = (
    *LEADERS,
    _number("received", "信访总量", "本期收到并登记的信访，按收到日期计，一信、一访、一电为一件（批）；检举控告另计，作废的不计。",
            letters, sum_of=tuple(f"petition_{key}" for key, *_ in FORMS)),
    *(_number(key, label, f"本期收到的{said}", having(letters, channel=channel), unit) for key, label, said, channel, unit in FORMS),
    _number("joint", "联名信", "来信中五人以上联名的，或者登记为联名的。",
            having(letters, Q(head_count__gte=GROUP) | Q(facts__contains=["joint"]), channel=C.LETTER)),
    _number("visitors", "来访（人次）", "来访各批次的人数之和。", _VISITS, "人次", weight="head_count"),
    _number("groups", "集体访（批次）", "来访中同一事项五人以上的。", _GROUPS, "批次"),
    _number("group_people", "集体访（人次）", "集体访各批次的人数之和。", _GROUPS, "人次", weight="head_count"),
    _number("first", "初次", f"信访总量中登记机构初次的：{_FIRST}初次＋重复＝信访总量。", first("centre")),
    _number("repeated", "重复", "信访总量中登记机构重复的：不是初次的；补记了以前的信访的也是重复。", repeated),
    _number("first_in_form", "初次（该形式）", "信访总量中登记机构该形式初次的：以前没有用同一形式就同一事项登记过。", first("channel")),
    _number("first_anywhere", "初次（各级）", "信访总量中各级初次的：登记机构初次，上级、其他机关以前也没有登记过。", first("level")),
    _number("revisits", "重访", "重复中的来访。", having(repeated, channel=C.VISIT), "批次"),
    _number("matters", "信访事项", "本期收到的信访事项，一信多诉拆分的各计一件；检举控告另计。建议意见＋申诉求决＋未分类＝信访事项。", matters),
    _number("suggestions", "建议意见", "信访事项中建议意见类的。", having(matters, kind_of=K.SUGGESTION)),
    _number("appeals", "申诉求决", "信访事项中申诉求决类的。", having(matters, kind_of=K.APPEAL)),
    _number("unsorted", "未分类", "信访事项中还没有分类的。", having(matters, kind_of="")),
    Indicator("petition_accusations", "检举控告", "本期收到的检举控告，封闭办理；只在这一行计数，不计入其他任何指标，不分单位、地区、类别。", accusations),
    _number("above", "越级", "信访事项中登记为越级提出的。", having(matters, facts__contains=["above"])),
    _number("opening", "期初在办", "期初零时以前收到、当时没有办结的信访事项。期初在办＋信访事项－办结＝期末在办。", lambda period: in_hand(period.since)),
    _number("finished", "办结", "本期归档、书面告知、转送、交还、回复、登记存查的信访事项；等复查、复核的仍算在办。", finished),
    _number("closing", "期末在办", "期末二十四时以前收到、当时没有办结的；期间未完的，以现在为准。", lambda period: in_hand(period.until)),
    _number("backlog_before", "期初积案", "期初以前列为积案、当时没有化解的。期初积案＋新增－化解＝期末积案。", lambda period: backlog(period, before=True)),
    _number("backlog_new", "新增积案", "本期列为积案的，列时已经终结的不计。", having(on("backlog_on"), Q(ended_on=None) | Q(ended_on__gte=F("backlog_on")))),
    _number("backlog_settled", "化解积案", "本期终结（没有终结的按办结）的积案。", backlog_settled),
    _number("backlog", "期末积案", "期末以前列为积案、当时没有化解的。", backlog),
    _number("to_tell", "应告知", f"书面告知（第二十三条，十五日）本期办了的和没有按期办的。{_BY_LAW}", due(clocks.NOTICE)),
    _number("told", "按期告知", "应告知中按期书面告知的，按送达日期。", _TOLD),
    _number("told_rate", "按期受理告知率", "按期告知÷应告知。", _TOLD, "%", of="to_tell", sum_of=("petition_told",)),
    _number("to_handle", "应办结", f"第三十一条第六项受理的，办结（第三十四条，六十日、批准延期的另加）本期办了的和没有按期办的。{_BY_LAW}没有期限记录的导入历史不在内。", due(clocks.HANDLE)),
    _number("handled", "按期办结", "应办结中按期签发处理意见书或者履行调解、和解协议的。", _HANDLED),
    _number("handled_rate", "按期办结率", "按期办结÷应办结。", _HANDLED, "%", of="to_handle", sum_of=("petition_handled",)),
    _number("late", "超过法定期限", "本期有分送、书面告知、办结的法定期限过了还没有办的信访事项，一件只计一次，以后补办也计；导入的历史信访已超期的，计在答复的月份，没有答复的计在导入的月份。", late),
    _number("accepted", "受理", "本期受理的，按受理日期。", on("accepted_on")),
    _number("answered", "作出答复", "本期签发处理意见书或者履行调解、和解协议的。", answered),
    _number("answer_days", "答复天数", "作出答复的，从收到到答复的天数之和；平均答复周期＝答复天数÷作出答复。", answered, "天", weight=TO_ANSWER),
    _number("first_accepted", "受理初次", "本期受理的初次信访事项。", first_accepted),
    _number("first_accept_days", "初次受理天数", "受理初次，从收到到受理的天数之和；初次平均受理周期＝初次受理天数÷受理初次。", first_accepted, "天", weight=TO_ACCEPT),
    _number("first_answered", "答复初次", "本期作出答复的初次信访事项。", first_answered),
    _number("first_answer_days", "初次答复天数", "答复初次，从收到到答复的天数之和；初次平均答复周期＝初次答复天数÷答复初次。", first_answered, "天", weight=TO_ANSWER),
    _number("contact_rate", "初次办理联系率", "受理初次中期末以前联系过信访人的÷受理初次。", contacted, "%", of="first_accepted"),
    _number("first_finished", "办结初次", "本期办结的初次信访事项。", first_finished),
    _number("repeat_rate", "重复信访率", "本期收到的重复（件、批）÷本期办结初次；两头不是同一批信访，可以超过100%。", repeated, "%", of="first_finished", sum_of=("petition_repeated",)),
    _number("guided", "导访", "本期陪同、引导信访人到有权处理的窗口、机关的。", with_rows(Contact, "at", way=Contact.GUIDED)),
    _number("material", "通知补充材料", "本期通知信访人补充材料的；一次办理只通知一次，期限照常计算。", with_rows(Material, "at")),
    _number("extended", "延期", "本期批准延期的。", with_rows(Extension, "decided_at", granted=True)),
    _number("refused", "不予受理", "本期决定不予受理、不再受理的。", lambda period: COUNTED & period.within("sorted_at") & ~Q(refusal="")),
    _number("to_rate", "应评", "本期应当回访评价的：按期评价的，和过了回访期限没有评价的。", due(clocks.FOLLOW_UP)),
    _number("rating_rate", "参评率", "应评中按期评价的÷应评。", _RATED, "%", of="to_rate", sum_of=("petition_rated_in_time",)),
    _number("rated_in_time", "按期参评", "应评中按期评价的。", _RATED),
    _number("content_in_time", "按期参评满意", "按期参评中对责任单位满意、基本满意的。", having(_RATED, rating_unit__in=CONTENT)),
    _number("unrated", "逾期未评", "应评中过了回访期限没有评价的。", unrated),
    _number("rated", "参评", "本期评价了的，办结以后评价的也计。", _RATED_ON, afterwards=True),
    _number("content_rate", "参评满意率（责任单位）", "参评中对责任单位（满意＋基本满意）÷参评；没有评价的不算满意。", having(_RATED_ON, rating_unit__in=CONTENT), "%", of="rated", afterwards=True),
    _number("content_office_rate", "参评满意率（信访部门）", "参评中对信访部门（满意＋基本满意）÷参评。", having(_RATED_ON, rating_office__in=CONTENT), "%", of="rated", afterwards=True),
    _number("reviews", "复查", "本期提出复查请求的。", with_rows(Review, "asked_on", level=1)),
    _number("second_reviews", "复核", "本期提出复核请求的。", with_rows(Review, "asked_on", level=2)),
    _number("forwarded", "转送", "本期向有权处理的机关转送过的，按函件落款日期。", _sent("forward"), afterwards=True),
    _number("assigned", "交办", "本期向有权处理的机关交办过的，按函件落款日期。", _sent("assign"), afterwards=True),
    *(number for about, label in _ADVICE for number in _advice(about, label)),
    *(_without_accusations(number) for own in (tasks, outside, service) for number in own.indicators("petition")),
)  # fmt: skip
