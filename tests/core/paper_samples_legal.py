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
SAMPLES = [
    Sample("legal-reply", "legal_paper", REPLY, 1, says=("答复", "7KQM 3XHT")),
    Sample("legal-reply-long", "legal_paper", LONG_REPLY, 4, says=("咨询的问题",)),
    Sample("legal-missing", "legal_paper", MISSING, 1, says=("以上告知书已收到",), hides=("查询码",)),
    Sample("legal-checklist", "legal_paper", LIST, 1, says=("申请人的身份证件",)),
]
