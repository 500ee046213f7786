"""Sample contexts of the papers of a petition, as paper_samples.py has them for the others."""

from tests.core.paper_samples import LONG_STORY, LONG_UNIT, NOT_IN_FONTS, RARE, STORY, Sample, verified

FRAME = {
    **verified("栖云信受〔2026〕17号"),
    "unit": "澄湖县栖云镇人民政府",
    "number": "栖云信受〔2026〕17号",
    "code": "SX9901212026030200175",
}
NOTICE = {
    **FRAME,
    "heading": "信访事项受理告知书",
    "to": "孟德顺、韩广林",
    "opening": ["您于2026年3月2日以来访形式提出的信访事项，我单位已收到。", "自2026年3月5日起受理。"],
    "rows": [("有权处理的机关", "澄湖县水利局")],
    "closing": ["承办单位：农业农村办公室。"],
    "on": "2026年3月5日",
    "receivers": ["孟德顺", "韩广林"],
}
CROWD = [f"秦{RARE}{NOT_IN_FONTS}", "孟德顺", "韩广林", "钱根宝", LONG_UNIT]
LONG_NOTICE = {
    **NOTICE,
    "to": "、".join(CROWD),
    "opening": [STORY, STORY],
    "rows": [("有权处理的机关", LONG_UNIT), ("地址、电话", LONG_UNIT)],
    "receivers": CROWD,
}
RECORD = {
    **FRAME,
    "heading": "调查笔录",
    "lines": [("时间", "2026年4月9日14时30分"), ("被调查人", "方立新")],
    "sections": [("调查情况", [LONG_STORY, LONG_STORY])],
    "closing": ["核对无误。"],
    "signs": ["被调查人　方立新", "调查人　俞百川"],
    "sealed_by": "澄湖县栖云镇人民政府",
}
LETTER = {
    **FRAME,
    "heading": "移　送　函",
    "to": "澄湖县纪委监委",
    "opening": ["随函移送材料＿＿件，密封。"],
    "on": "2026年3月5日",
    "slip": ("移送回执", "材料已收到。"),
}
FORM = {
    **FRAME,
    "heading": "信访事项延期办理审批表",
    "table": [("h1", [("信 访 人", "孟德顺"), ("登 记 号", "栖云信〔2026〕0017号")]), ("h6", [("延期理由", STORY)], "负责人签名：")],
    "note": "依据：《信访工作条例》第三十四条。",
}  # fmt: skip
LIST = {
    **FORM,
    "heading": "复查材料移送清单",
    "heads": ("序号", "材料名称", "日期", "页数", "文号"),
    "list": [
        (str(place), "信访处理意见书", "2026年6月20日", "", "栖云信处〔2026〕9号") for place in range(1, 31)
    ],
    "inks": (("移送人", ""), ("接收人", "（印章）")),
}
SAMPLES = [
    Sample("petition-notice", "petition_paper", NOTICE, 1, says=("孟德顺：", "代收的，与信访人关系")),
    Sample("petition-notice-long", "petition_paper", LONG_NOTICE, 2, says=("钱根宝",)),
    Sample("petition-record", "petition_paper", RECORD, 4, says=("被调查人：方立新",), hides=("签收",)),
    Sample("petition-letter", "petition_paper", LETTER, 1, says=("移送回执",)),
    Sample("petition-form", "boxes", FORM, 1, says=("延期理由",)),
    Sample("petition-list", "boxes", LIST, 2, says=("接收人", "栖云信处〔2026〕9号")),
]
