"""Deadlines of legal services. The law's own terms of legal aid are owed by the county (法律援助法 43, 49)."""

from django.conf import settings

from core.deadlines.clocks import ClockRule, inner_rule
from core.deadlines.steps import (
    BLACK,
    DIRECTORS,
    DOERS,
    HEADS,
    HOLDERS,
    LEADERS,
    OVER,
    REMINDER,
    SOON,
    Step,
    days,
)

FY = "《法律援助法》"
COUNTY_LATE = (
    Step("over", OVER, (HOLDERS, HEADS), "县里“{label}”的期限已过，请催问：{title}", urgent=True),
    Step("black", BLACK, (HOLDERS, DIRECTORS, LEADERS), "县里“{label}”逾期超过 5 个工作日，请领导出面催办：{title}", urgent=True),
)  # fmt: skip
BEFORE_THE_BAR = (
    Step("month", days(-30), (HOLDERS,), "“{label}”将于{due}届满，没有转交的请抓紧转交：{title}"),
    Step("soon", days(-15), (HOLDERS, HEADS), "“{label}”将于{due}届满，没有转交的请马上转交：{title}"),
    Step("urgent", days(-6), (HOLDERS, HEADS, DIRECTORS),
        "距“{label}”（{due}）不足七日：没有转交的请当日转交，已转交的请当日联系县里先行提供（第四十四条），不予援助的请告知本人自己申请、起诉：{title}",
        urgent=True),
)  # fmt: skip

ANSWER = inner_rule("legal.answer", "解答咨询", "3W", "镇公共法律服务工作站规定（3 个工作日内）")
CHECK = inner_rule(
    "legal.check",
    "法援初审、转交",
    "3W",
    "镇公共法律服务工作站规定（3 个工作日内，紧急的 4 个工作小时内）",
    given=True,
)
SUPPLY = ClockRule(
    "legal.supply", "补充材料", "7C", f"{FY}第四十三条第二款（一次性告知；镇规定7日内补充）", right=True, whose="citizen",
    steps=(REMINDER, Step("over", days(1), (HOLDERS, HEADS), "“{label}”期满，请按现有材料转交，或者按视为撤回办结：{title}")), given=True,
)  # fmt: skip
BAR = ClockRule(
    "legal.bar", "时效、期限届满", "365C", "《劳动争议调解仲裁法》第二十七条（劳动关系终止的，自终止之日起一年）；其他按登记的届满日",
    right=True, whose="citizen", steps=BEFORE_THE_BAR, given=True,
)  # fmt: skip
DECIDE = inner_rule(
    "legal.decide", "县里决定是否给予法律援助", settings.LEGAL_AID["decide"], f"{FY}第四十三条第一款（自收到申请之日起七日内）",
    right=True, whose="outside", legal=True, steps=COUNTY_LATE
)  # fmt: skip
ASSIGN = inner_rule(
    "legal.assign", "县里指派承办人员", settings.LEGAL_AID["assign"], f"{FY}第四十三条第一款（自决定之日起三日内）",
    right=True, whose="outside", legal=True, steps=COUNTY_LATE
)  # fmt: skip
OBJECTION = inner_rule(
    "legal.objection", "司法行政部门审查异议", settings.LEGAL_AID["objection"], f"{FY}第四十九条第二款（自收到异议之日起五日内）",
    right=True, whose="outside", legal=True, steps=COUNTY_LATE
)  # fmt: skip
FOLLOW_UP = inner_rule("legal.follow_up", "回访", "15C", "镇公共法律服务工作站规定（15 日内）")
PROGRESS = inner_rule("legal.progress", "了解承办情况", "60C", "镇公共法律服务工作站规定（每 60 日了解一次）")
OF_AID = (CHECK, SUPPLY, BAR, DECIDE, ASSIGN, OBJECTION, PROGRESS, FOLLOW_UP)

# Of a check-up. What an enterprise mends by which day, the report says; nobody here is late with it.
MENDING = (
    Step("soon", SOON, (HOLDERS,), "“{label}”第 {item} 个风险点快到期，请提醒企业：{title}"),
    Step("over", OVER, (HOLDERS, HEADS), "“{label}”第 {item} 个风险点期满，企业没有报整改，请“提醒企业整改”：{title}", urgent=True),
    Step("black", BLACK, (HOLDERS, DIRECTORS, LEADERS),
        "“{label}”第 {item} 个风险点逾期超过 5 个工作日，请上门督促，或者写明不整改的情况：{title}", urgent=True),
)  # fmt: skip


def _own(key: str, label: str, term: str, says: str) -> ClockRule:
    return inner_rule(f"legal.{key}", label, term, f"镇公共法律服务工作站规定（{says}）")


SELF_CHECK = _own("self_check", "收回自查清单", "10C", "预约后 10 日内")
VISIT = _own("visit", "上门体检", "15C", "自查后 15 日内")
REPORT = _own("checkup_report", "出具评估报告", "10W", "上门后 10 个工作日内")
MEND = inner_rule(
    "legal.mend", "企业整改", "30C", "《法律风险评估报告》所定的整改期限", right=True, whose="outside", steps=MENDING, given=True
)  # fmt: skip
MEND_CHECK = _own("mend_check", "核查整改", "5W", "企业报整改后 5 个工作日内")
RETURN = _own("return", "体检回访", "30C", "整改了结后 30 日内")
OF_CHECKUP = (SELF_CHECK, VISIT, REPORT, MEND, MEND_CHECK, RETURN)

# Of a plan of publicity. What was not held by the end of its month its unit is reminded of, then it is told up.
XJ = "《法治宣传教育法》第九条"
LESSONS = (
    Step("soon", days(-7), (DOERS,), "“{label}”第 {item} 场请在月底（{due}）前开展：{title}"),
    Step("over", OVER, (DOERS, HEADS), "“{label}”第 {item} 场月底没有开展，请补上，或者请司法所改期：{title}", urgent=True),
    Step("black", BLACK, (HEADS, DIRECTORS, LEADERS), "“{label}”第 {item} 场逾期超过 5 个工作日没有开展：{title}", urgent=True),
)  # fmt: skip
LESSON = inner_rule(
    "legal.lesson", "普法活动", "30C", f"{XJ}，年度普法计划（当月月底前）", steps=LESSONS, given=True
)
SUM = _own("sum_up", "年度普法总结", "15C", "全部活动了结后 15 日内")

# Of counselling. What was said has no clock; that somebody answers has one.
TAKE = _own("take", "咨询员接案", "3W", "登记后 3 个工作日内")
GIVE = _own("give", "另请咨询员", "2W", "退回后 2 个工作日内")
COUNSEL = _own("counsel", "疏导或者结束", "30C", "每 30 日至少疏导一次，或者结束")

# Of an expert's opinion: he answers by the day that was asked for; whoever asked says what became of it.
OPINE = inner_rule("legal.opine", "专家出意见", "10W", "请教时所定的日子", given=True)
ASK = _own("ask_expert", "另请专家", "2W", "退回后 2 个工作日内")
TAKE_UP = _own("take_up", "登记采纳情况", "10W", "意见签发后 10 个工作日内")
OF_EXPERTISE = (OPINE, ASK, TAKE_UP)
