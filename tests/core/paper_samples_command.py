"""Sample contexts of the papers of supervision."""

from tests.core.paper_samples import LONG_UNIT, STORY, Sample, verified

ORDER = {
    **verified("栖云督〔2026〕3号"),
    "unit": "澄湖县栖云镇人民政府",
    "mark": "黄色督办",
    "number": "栖云督〔2026〕3号",
    "heading": "督办通知单",
    "to": "村镇建设和综合执法办公室",
    "lead": "你单位承办的“桃坞村田间排水渠堵塞”（栖云访〔2026〕0042号），属于应办理未办理的情形，现予黄色督办。",
    "sections": [
        ("一、存在问题", ["“事项办理（一般）”2026年4月8日届满，至2026年4月13日逾期3个工作日，仍未完成。"]),
        ("二、办理要求", ["请说明原因，依法按程序办理，按期办结并报结果。"]),
        ("三、首次回复", ["请在1个工作日内签收，2026年4月15日前首次回复。"]),
    ],
    "on": "2026年4月13日",
    "signed_by": "唐志远",
    "code": "SX9901212026040200422",
    "phone": "199-0000-0090",
}
LONG = {**ORDER, "to": LONG_UNIT, "sections": [("一、存在问题", [STORY, STORY]), ("二、办理要求", [STORY])]}
SAMPLES = [
    Sample(
        "official-letter",
        "official_letter",
        ORDER,
        1,
        says=("黄色督办", "栖云督〔2026〕3号", "签发人：唐志远"),
    ),
    Sample("official-letter-long", "official_letter", LONG, 2, says=("二、办理要求",)),
]

MINUTES = {
    **verified("栖云纪要〔2026〕3号"),
    "unit": "栖云镇综治工作",
    "form": "例会",
    "number": "栖云纪要〔2026〕3号",
    "issuer": "栖云镇社会治安综合治理中心",
    "on": "2026年9月30日",
    "lead": "2026年9月30日14时30分，唐志远在三楼会议室主持召开例会。纪要如下。",
    "agenda": ["1．栖云访〔2026〕0042号：9月23日到期，没有办完（村镇办汇报）", "2．研究国庆值班"],
    "minutes": ["村镇办汇报：配件已到，本周进场。", "会议要求按期修好，先保浇灌。"],
    "decided": ["1．十日内修好机埠（村镇办，2026年10月12日前完成）"],
    "present": "村镇办",
    "absent": "农业农村办",
    "why": "农业农村办下乡",
    "others": "陶守正（桃坞村）",
    "sent": "村镇办、农业农村办",
    "signed_by": "唐志远",
    "code": "栖云会〔2026〕001号",
}
SAMPLES += [
    Sample(
        "minutes", "minutes", MINUTES, 1, says=("例会纪要", "栖云纪要〔2026〕3号", "签发人：唐志远", "分送")
    ),
    Sample(
        "minutes-long",
        "minutes",
        {**MINUTES, "minutes": [STORY] * 3, "decided": []},
        2,
        says=("没有议定事项",),
    ),
]
