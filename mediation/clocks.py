"""Deadlines of a mediation (domain: 2.2, 10.3), and why they may stand still."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from core.deadlines.clocks import ClockRule, inner_rule
from core.deadlines.steps import HOLDERS, Step, days
from core.service.clocks import SERVE
from core.values.moments import now

STEP = ClockRule("mediation.step", "梯次调解", "3W", "镇梯次调解工作规则（每级 3 个工作日）", given=True)
DECIDE = ClockRule(
    "mediation.decide", "决定受理", "3W", "镇调委会工作规则（及时，至迟 3 个工作日）", accepts=True
)
FIRST_SESSION = ClockRule(
    "mediation.first_session", "首次调解", "5W", "镇调委会工作规则（受理后 5 个工作日内）"
)
TERM = ClockRule(
    "mediation.term",
    "调解期限",
    "30C",
    "《人民调解工作若干规定》第三十三条（一般在一个月内调结）",
    legal=True,
)
TERM_MEDICAL = ClockRule(
    "mediation.term_medical",
    "调解期限（医疗）",
    "30W",
    "《医疗纠纷预防和处理条例》第三十八条（自受理之日起三十个工作日内，鉴定时间不计）",
    legal=True,
)
LABOUR = ClockRule(
    "mediation.labour",
    "劳动争议调解",
    "15C",
    "《劳动争议调解仲裁法》第十四条第三款（自收到调解申请之日起十五日内）",
    legal=True,
)
SIGN = ClockRule("mediation.sign", "签字生效", "5W", "镇调委会工作规则（达成协议后 5 个工作日内）")
FEEDBACK = inner_rule(
    "mediation.feedback", "反馈移送机关", "30C", "移送函写明的日期", outlives=True, given=True
)
CONFIRM = ClockRule(
    "mediation.confirm",
    "申请司法确认",
    "30C",
    "《人民调解法》第三十三条、《民事诉讼法》第二百零五条（生效之日起三十日内）",
    right=True,
    legal=True,
    whose="citizen",
)
# The court's own terms and the parties' own promise: shown, counted against nobody here; whoever holds the file asks the court.
ASK_THE_COURT = (
    Step("ask", days(1), (HOLDERS,), "“{label}”期限已过，请向法院询问结果，有结果的登记：{title}"),
)
COURT = ClockRule(
    "mediation.court",
    "法院决定是否受理",
    "3C",
    "《关于人民调解协议司法确认程序的若干规定》第四条（三日内）",
    right=True,
    steps=ASK_THE_COURT,
)
RULING = ClockRule(
    "mediation.ruling",
    "法院作出裁定",
    "15C",
    "《关于人民调解协议司法确认程序的若干规定》第五条（十五日，特殊情况延长十日）；《民事诉讼法》第一百八十七条（至迟三十日）",
    right=True,
    steps=ASK_THE_COURT,
)
PERFORM = ClockRule(
    "mediation.perform",
    "履行协议",
    "30C",
    "协议约定的履行期限；《人民调解法》第三十一条、《民法典》第二百零三条",
    right=True,
    given=True,
)
ENFORCE = ClockRule(
    "mediation.enforce",
    "申请执行",
    "2Y",
    "《民事诉讼法》第二百五十条（二年，从履行期限最后一日起；分期履行的，从最后一期届满之日起）",
    right=True,
    legal=True,
    whose="citizen",
    outlives=True,
)
VISIT = ClockRule("mediation.visit", "回访", "15C", "镇调委会工作规则（最后一期履行期限后 15 日内）")
FILE = inner_rule(
    "mediation.file", "立卷归档", "30C", "镇调委会工作规则（办结后 30 日内）；《人民调解法》第二十七条"
)

LONGEST_SUSPENSION = 60  # calendar days; then it is asked again whether it must go on


@dataclass(frozen=True)
class Ground:
    """Why a mediation may be suspended. `consent`: no law says so, so both sides must agree, as to a longer term.
    `medical`: of medical disputes only.
    """

    label: str
    basis: str
    consent: bool = False
    medical: bool = False


GROUNDS = {
    "medical": Ground(
        "医疗损害鉴定", "《医疗纠纷预防和处理条例》第三十八条：鉴定时间不计入调解期限", medical=True
    ),
    "appraisal": Ground(
        "鉴定、评估、检测", "《人民调解工作若干规定》第三十三条：经双方当事人同意", consent=True
    ),
    "capacity": Ground("等待法院认定民事行为能力", "《民法典》第二十四条"),
    "heir": Ground("当事人死亡，等待继承人表明是否参加", "参照《民事诉讼法》第一百五十三条第一款第一项"),
    "absent": Ground("当事人因不能抗拒的事由不能参加", "参照《民事诉讼法》第一百五十三条第一款第四项"),
}

TERMS = (TERM, TERM_MEDICAL)
MEDIATING = (*TERMS, LABOUR)  # met by effect or end, never by a draft
SETTLED = (*MEDIATING, SIGN)
IN_FORCE = (CONFIRM, PERFORM, VISIT, FILE)  # what an agreement in force may start
# What stands still while a mediation is suspended: not the fifteen days after which a labour dispute may go to arbitration.
STILL = (*TERMS, FIRST_SESSION)

CLOCKS = (
    STEP,
    DECIDE,
    FIRST_SESSION,
    *TERMS,
    LABOUR,
    SIGN,
    FEEDBACK,
    CONFIRM,
    COURT,
    RULING,
    PERFORM,
    ENFORCE,
    VISIT,
    FILE,
    SERVE,
)


def labour_is_over(mediation: Any) -> bool:
    """The fifteen days are over without an agreement in force: the parties may go to arbitration."""
    if not mediation.is_labour:
        return False
    running = [one for one in mediation.clocks.all() if one.rule == LABOUR.key and one.ended_at is None]
    return any(one.raw and localdate(now()) > one.raw for one in running)
