"""Sample contexts of the papers of legal services, as paper_samples.py has them for the others."""

from tests.core.paper_samples import LONG_STORY, LONG_UNIT, NOT_IN_FONTS, RARE, STORY, Sample, verified

FRAME = {
    **verified("栖云法询〔2026〕0017号"),
    "unit": "栖云镇公共法律服务工作站",
    "number": "栖云法询〔2026〕0017号",
    "code": "SX9901212026030200175",
}
REPLY = {
    **FRAME,
    "heading": "法律咨询答复单",
    "rows": [("登记时间", "2026年3月2日9时20分"), ("查 询 码", "7KQM 3XHT")],
    "sections": [
        ("咨询的问题", ["房东不退押金，怎么办。"]),
        ("答　　复", ["先书面催告，协商不成可以申请调解或者起诉。"]),
    ],
    "closing": ["以上答复供参考。"],
    "on": "2026年3月2日",
}
LONG_REPLY = {
    **REPLY,
    "sections": [("咨询的问题", [STORY]), ("答　　复", [LONG_STORY, LONG_STORY])],
    "closing": [LONG_UNIT],
}
MISSING = {
    **FRAME,
    "heading": "法律援助申请补正告知书",
    "to": f"秦{RARE}{NOT_IN_FONTS}",
    "opening": ["经初审，还需要补充下列材料，现一次性告知，请于2026年2月19日前交到本站："],
    "sections": [("需要补充的", ["1. 劳动关系、拖欠报酬的证据材料", "2. 经济困难状况说明"])],
    "on": "2026年2月12日",
    "signs": ["以上告知书已收到。申请人（法定代理人）"],
}
LIST = {
    **FRAME,
    "heading": "法律援助申请材料初审清单",
    "rows": [("申 请 人", "韩广林")],
    "checks": [("☑", "法律援助申请表"), ("□", "申请人的身份证件")],
    "on": "2026年2月12日",
}
RISK = "1．【劳动用工】三人没有签劳动合同。建议：补签书面劳动合同。整改期限：2026年3月31日。"
REPORT = {
    **FRAME,
    "heading": "法律风险评估报告",
    "rows": [("企　　业", f"桃坞{RARE}建材有限公司"), ("体检日期", "2026年3月10日"), ("风 险 点", "2 个")],
    "sections": [("红色（重大且紧急）", [RISK]), ("上门情况", [LONG_STORY])],
    "closing": ["颜色说明风险的轻重缓急，不是对企业的评价。"],
    "on": "2026年3月12日",
    "signs": ["服务团"],
}
SELF_CHECK = {
    **FRAME,
    "heading": "企业法治体检自查清单",
    "opening": ["请逐项自查，如实勾选，交回本站。"],
    "checks": [("□是　□否　□不适用", "6. 用工一个月内都签了书面劳动合同（《劳动合同法》第十条、第八十二条）")]
    * 13,
    "on": "2026年3月2日",
}
YEAR = {
    **FRAME,
    "heading": "2026 年普法计划和完成情况",
    "opening": [f"责任单位：{LONG_UNIT}。计划 12 场，已开展 1 场。"],
    "rows": [(f"{month} 月", "每月一法《宪法》（群众）：待开展") for month in range(1, 13)],
    "on": "2026年1月5日",
}
NOTICE = {
    **FRAME,
    "heading": "危险情况通知书",
    "to": "公安机关（派出所王警官）",
    "opening": [f"秦{RARE}存在伤害自身的危险，依照《精神卫生法》第二十八条通知贵机关，仅限必要信息。"],
    "rows": [("为什么通知", "说今晚要走。")],
    "on": "2026年3月5日",
    "signs": ["接报人"],
}
SAMPLES = [
    Sample("legal-checkup", "legal_paper", REPORT, 2, says=("红色（重大且紧急）", "补签书面劳动合同")),
    Sample("legal-self-check", "legal_paper", SELF_CHECK, 2, says=("不适用",)),
    Sample("legal-plan", "legal_paper", YEAR, 1, says=("12 月",)),
    Sample("legal-danger", "legal_paper", NOTICE, 1, says=("仅限必要信息",), hides=("查询码",)),
    Sample("legal-reply", "legal_paper", REPLY, 1, says=("答复", "7KQM 3XHT")),
    Sample("legal-reply-long", "legal_paper", LONG_REPLY, 4, says=("咨询的问题",)),
    Sample("legal-missing", "legal_paper", MISSING, 1, says=("以上告知书已收到",), hides=("查询码",)),
    Sample("legal-checklist", "legal_paper", LIST, 1, says=("申请人的身份证件",)),
]
