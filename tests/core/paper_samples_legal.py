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
    "checks": [("■", "法律援助申请表"), ("□", "申请人的身份证件")],
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
SHEET = {
    **verified("栖云补表〔2026〕3号"),
    "unit": "栖云镇社会治安综合治理中心",
    "heading": "补贴发放表",
    "number": "栖云补表〔2026〕3号",
    "code": "SX9901212026050600012",
    "table": [
        ("h1", [("名　　称", "以案定补发放表（2026-04-01 至 04-30）")]),
        ("h1", [("标准依据", "栖云政发〔2026〕6号")]),
        ("h1", [("合　　计", "8000.00 元（40 件）")]),
        ("h2", [("各人合计", "沈阿妹 40 件 8000.00 元")]),
    ],
    "heads": ("序号", "内容", "领取人", "元", "签名"),
    "list": [
        (place, "2026年4月10日，书面协议生效，（2026）栖云人调字第001号", f"秦{RARE}", "200", "")
        for place in range(1, 41)
    ],
    "note": "一件只发一次；补贴不与办得快慢、当事人是否让步挂钩。",
    "inks": (("核对人", "（签名）"), ("发放单位", "（印章）")),
}
OPINION = {
    **FRAME,
    "heading": "专家意见书",
    "rows": [("请教单位", LONG_UNIT), ("请教什么", "文件、合同审查"), ("专　　家", "县律师协会 沈衡")],
    "sections": [
        ("问　　题", [STORY]),
        (
            "意　　见",
            [
                "1．（第1稿）违约金过高。依据：《民法典》第五百八十五条。采纳情况：不采纳，另有补充协议写明。",
                "总的意见：改后再签。",
            ],
        ),
    ],
    "closing": ["意见供决策参考，由请教单位决定是否采纳并写明理由。"],
    "on": "2026年4月9日",
    "signs": ["专家"],
}
SAMPLES = [
    Sample("pay-sheet", "boxes", SHEET, 3, says=("发放单位", "8000.00 元")),
    Sample("legal-opinion", "paper", OPINION, 1, says=("采纳情况",)),
    Sample("legal-checkup", "paper", REPORT, 2, says=("红色（重大且紧急）", "补签书面劳动合同")),
    Sample("legal-self-check", "paper", SELF_CHECK, 2, says=("不适用",)),
    Sample("legal-plan", "paper", YEAR, 1, says=("12 月",)),
    Sample("legal-danger", "paper", NOTICE, 1, says=("仅限必要信息",), hides=("查询码",)),
    Sample("legal-reply", "paper", REPLY, 1, says=("答复", "7KQM 3XHT")),
    Sample("legal-reply-long", "paper", LONG_REPLY, 4, says=("咨询的问题",)),
    Sample("legal-missing", "paper", MISSING, 1, says=("以上告知书已收到",), hides=("查询码",)),
    Sample("legal-checklist", "paper", LIST, 1, says=("申请人的身份证件",)),
]
