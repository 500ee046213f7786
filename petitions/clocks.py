"""Deadlines of a petition (信访工作条例 arts. 22–36; domain: 1.2). The legal term is the ceiling; a shorter promise of the
province or the town is data (LocalTerm). 简易办理 is not used.
"""

from core.deadlines.clocks import ClockRule, Of, inner_rule
from core.deadlines.steps import HEADS, HOLDERS, OVER, REMINDER, SOON, SUPERVISED, Step, days, of_items, used
from core.outside.clocks import ANSWER, REPLY
from core.service.clocks import SERVE
from core.tasks.clocks import CLOCKS as TASKS

XF = "《信访工作条例》"

# 催办 at 30 (half), 45 and 55 of the sixty days (domain: 10.2), then as everywhere.
URGING = tuple(
    Step(
        f"day{day}",
        used(day),
        (HOLDERS,) if day < 55 else (HOLDERS, HEADS),
        f"“{{label}}”已用 {day} 日：{{title}}",
    )
    for day in (45, 55)
)
# The term to ask has run out unused: the system ends it, the day after; what was posted in time reopens it.
LAPSES = (
    REMINDER,
    Step("lapse", days(1), (HOLDERS,), "“{label}”期满，没有请求的终结：{title}", acts="lapse"),
)
STANDS = (
    Step("stands", days(1), (HOLDERS,), "“{label}”期满，对方没有提出：{title}", acts="transfer_stands"),
)
MAY_OBJECT = (Step("soon", SOON, (HOLDERS,), "不属于本镇职权的，{due}以前可以“{label}”：{title}"),)

# What others owe is counted against nobody here; whoever holds the matter asks.
ASK_ABOVE = (
    Step("ask", days(1), (HOLDERS,), "“{label}”的期限已过，请向决定的机关询问，有结果的登记：{title}"),
)
ASK_BOTH = (
    Step(
        "ask",
        days(1),
        (HOLDERS,),
        "“{label}”的日子已过，履行了的登记，没有履行的“协议没有履行”，接着办理：{title}",
    ),
)

SORT = ClockRule(
    "petition.sort",
    "分送",
    "15C",
    f"{XF}第二十二条第一款（信访部门在15日内转送、报请、交办）",
    legal=True,
    accepts=True,
)
NOTICE = ClockRule(
    "petition.notice",
    "书面告知",
    "15C",
    f"{XF}第二十三条第二款、第三款（自收到之日起15日内书面告知）",
    legal=True,
    accepts=True,
)
# A possibility of ours and no duty: nobody is late with it, whoever holds the matter is reminded while there is time.
OBJECT = ClockRule(
    "petition.object",
    "提出异议",
    "5W",
    f"{XF}第二十三条第三款（自收到之日起5个工作日内提出异议）",
    right=True,
    legal=True,
    whose="centre",
    steps=MAY_OBJECT,
)
# Theirs begins when they have it, which is asked for; what nobody asked about stands by no lapse of days.
THEIR_RECEIPT = inner_rule(
    "petition.their_receipt",
    "登记对方收到",
    "5W",
    "镇信访工作规则（转送、交办后 5 个工作日内问清对方哪一天收到）",
)
THEIR_OBJECTION = ClockRule(
    "petition.their_objection",
    "对方提出异议",
    "5W",
    f"{XF}第二十三条第三款（接收单位自收到之日起5个工作日内）",
    right=True,
    legal=True,
    steps=STANDS,
)
REPORT = ClockRule(
    "petition.report",
    "反馈办理结果",
    "30C",
    f"{XF}第二十二条第一款第三项（指定办理期限）",
    outlives=True,
    given=True,
)
STUDY = ClockRule(
    "petition.study", "研究论证、回复", "60C", f"{XF}第二十九条第一款（认真研究论证并回复；镇规定60日内）"
)
HANDLE = ClockRule(
    "petition.handle",
    "办结",
    "60C",
    f"{XF}第三十四条（自受理之日起60日内办结）",
    legal=True,
    steps=(SUPERVISED[0], *URGING, *SUPERVISED[1:]),
)
# Of way five where the town itself is the organ: it acts or answers by the law of the matter, the file of the petition closed
# or not.
ACT = ClockRule(
    "petition.act",
    "依法履行、答复",
    "2M",
    f"{XF}第三十一条第五项；《行政诉讼法》第四十七条第一款（两个月；法律法规另有期限的从其规定）",
    outlives=True,
)
EXTENSION = ClockRule(
    "petition.extension",
    "延期审批",
    "3W",
    "镇信访工作规则（3 个工作日内，最晚到办结期限届满）",
    whose="centre",
    given=True,
)
MATERIAL = ClockRule(
    "petition.material",
    "补充材料",
    "7C",
    "补充材料通知书写明的期限（信访办理期限照常计算）",
    right=True,
    whose="citizen",
    steps=(REMINDER, Step("over", OVER, (HOLDERS,), "“{label}”期满没有收到，请按已有材料继续办理：{title}")),
    given=True,
)
REDO = ClockRule(
    "petition.redo", "重新处理", "30C", "复查、复核意见写明的期限；没有写明的，镇规定30日", given=True
)
REVIEW = ClockRule(
    "petition.review",
    "请求复查",
    "30C",
    f"{XF}第三十五条（自收到书面答复之日起30日内）",
    right=True,
    legal=True,
    whose="citizen",
    steps=LAPSES,
)
SECOND = ClockRule(
    "petition.second",
    "请求复核",
    "30C",
    f"{XF}第三十六条第一款（自收到复查意见之日起30日内）",
    right=True,
    legal=True,
    whose="citizen",
    steps=LAPSES,
)
# Terms of the bodies above: shown, counted against nobody here.
REVIEW_DECIDED = ClockRule(
    "petition.review_decided",
    "作出复查意见",
    "30C",
    f"{XF}第三十五条（收到请求之日起30日内）",
    right=True,
    legal=True,
    steps=ASK_ABOVE,
)
SECOND_DECIDED = ClockRule(
    "petition.second_decided",
    "作出复核意见",
    "30C",
    f"{XF}第三十六条（收到请求之日起30日内，听证所需时间不计）",
    right=True,
    legal=True,
    steps=ASK_ABOVE,
)
URGENT = ClockRule(
    "petition.urgent", "紧急报告", "2H", f"{XF}第二十五条（及时报告；镇规定2小时内）", whose="centre"
)
ENTER = inner_rule(
    "petition.enter",
    "录入国家信访信息系统",
    "3W",
    f"{XF}第二十一条第二款（及时录入；镇规定3个工作日内）",
    outlives=True,
)
HAND_OVER = ClockRule(
    "petition.hand_over",
    "移送纪检监察机关",
    "15C",
    f"{XF}第二十二条第二款（按照管理权限转送；15日内）",
    legal=True,
)
PERFORM = ClockRule(
    "petition.perform", "履行协议", "30C", "协议约定的履行期限", right=True, given=True, steps=ASK_BOTH
)
INSTRUCT = inner_rule("petition.instruct", "领导批示", "1W", "镇信访工作规则（报请后 1 个工作日内批示）")
# A backlog without a leader in charge is a mark on a file.
CHARGE = inner_rule(
    "petition.charge", "领导包案", "5W", "镇信访工作规则（列为积案后 5 个工作日内包案）", whose="centre"
)
CARRY_OUT = ClockRule(
    "petition.carry_out", "落实处理意见", "30C", f"{XF}第三十二条第二款（督促执行；镇规定30日内）"
)
FOLLOW_UP = inner_rule("petition.follow_up", "回访评价", "15C", "镇信访工作规则（送达后 15 日内）")
ADVICE = ClockRule(
    "petition.advice",
    "反馈建议采纳情况",
    "30C",
    f"{XF}第四十条第四款（书面反馈采纳情况；镇规定30日内）",
    outlives=True,
    steps=of_items(),
    given=True,
)
# Owed for what is not supported (art. 32 ¶2); after the end it goes on (art. 37 ¶3), and begins anew with each visit that
# is refused because of it.
EXPLAIN = inner_rule(
    "petition.explain",
    "疏导教育、帮扶救助",
    "15C",
    f"{XF}第三十二条第二款（不予支持的疏导教育）、第三十七条第三款（终结以后继续疏导教育、帮扶救助）；镇规定15日内",
    outlives=True,
)
STEP = ClockRule("petition.step", "代办", "3W", "镇信访代办工作规则（每级 3 个工作日）", given=True)
FILE = inner_rule("petition.file", "立卷归档", "30C", "镇信访工作规则（终结后 30 日内）")

FIRST = (SORT, NOTICE, OBJECT, REPORT, ENTER, URGENT)  # what a registration may start
DECIDING = (SORT, OBJECT, HAND_OVER)
ANSWERING = (HANDLE, STUDY, REDO)

CLOCKS = (
    SORT, NOTICE, OBJECT, THEIR_RECEIPT, THEIR_OBJECTION, REPORT, STUDY, ACT, HANDLE, MATERIAL, EXTENSION, REDO, REVIEW, REVIEW_DECIDED,
    SECOND, SECOND_DECIDED, URGENT, ENTER, HAND_OVER, PERFORM, INSTRUCT, CHARGE, EXPLAIN, CARRY_OUT, FOLLOW_UP, ADVICE, STEP, FILE, ANSWER, REPLY,
    SERVE,    *TASKS,
)  # fmt: skip


def over(*rules: ClockRule) -> list[Of]:
    """Whichever unit's clocks of these rules run: the desk's own duty is met also while a unit has the matter in hand."""
    return [Of(rule.key, None) for rule in rules]
