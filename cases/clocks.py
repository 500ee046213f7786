"""Deadlines of a case. The times are the centre's own promises (domain: 3.3), not law: settings may
only shorten them.
"""

from core.clocks import ClockRule

TABLE = "镇综治中心事项办理时限表"

DISPATCH = ClockRule(
    "cases.dispatch", "分流", "4WH", f"{TABLE}第 1 项（登记后 4 个工作小时内分流）", whose="centre"
)
SIGN = ClockRule("cases.sign", "承办单位签收", "1W", f"{TABLE}第 2 项（转办后 1 个工作日内签收）")
RETURN = ClockRule(
    "cases.return", "退回限期", "2W", f"{TABLE}第 2 项（不属职责的，2 个工作日内说明理由退回）", right=True
)
SIMPLE = ClockRule("cases.handle_simple", "事项办理（简单）", "1W", f"{TABLE}第 3 项（简单事项 1 个工作日）")
ORDINARY = ClockRule("cases.handle_ordinary", "事项办理（一般）", "7C", f"{TABLE}第 3 项（一般事项 7 日）")
COMPLEX = ClockRule("cases.handle_complex", "事项办理（复杂）", "20C", f"{TABLE}第 3 项（复杂事项 20 日）")
CALL_BACK = ClockRule(
    "cases.call_back", "回访", "3W", f"{TABLE}第 6 项（答复后 3 个工作日内回访）", whose="first_contact"
)

HANDLE = {"simple": SIMPLE, "ordinary": ORDINARY, "complex": COMPLEX}
CLOCKS = (DISPATCH, SIGN, RETURN, SIMPLE, ORDINARY, COMPLEX, CALL_BACK)
