"""Sample contexts of the hall's own papers, as paper_samples.py has them for the others."""

from core.documents import qr
from tests.core.paper_samples import (
    CENTRE,
    CREATED,
    LONG_RECEIPT,
    LONG_STORY,
    LONG_UNIT,
    RECEIPT,
    SECRETS,
    STORY,
    Sample,
    verified,
)

TWICE = {**RECEIPT, "number": "栖云访〔2026〕0042号"}
RETURNED = {
    **verified("栖云退〔2026〕3号"),
    "unit": "栖云镇社会治安综合治理中心",
    "code": "SX9901212026040200422",
    "number": "栖云退〔2026〕3号",
    "sheet_number": "栖云转〔2026〕38号",
    "from_unit": "镇水务站",
    "filled_on": "2026年4月3日",
    "why": "不属本单位职责",
    "explanation": "路东排水渠由村镇建设和综合执法办公室管护，见职责清单第三项；本站只管镇级骨干渠道。",
    "return_by": "2026年4月7日（星期二）",
    "within": "2个工作日",
    "basis": "镇综治中心事项办理时限表第 2 项",
    "returned_by": "罗文远",
    "ruling": "moved",
    "moved_to": "村镇建设和综合执法办公室",
    "ruled_by": "贺志强",
    "ruled_on": "2026年4月3日",
    "sealed": False,
}
BLANKS = [
    {
        "number": f"栖云访〔2026〕004{place}号",
        "code": f"SX990121202604020004{place}2",
        "spaced_code": f"SX990121 20260402 004{place} 2",
        "lookup_code": "7KQM 3XHT",
        "lookup_svg": qr.svg("https://fengqiao.example.gov.cn/progress/", "查进度"),
        "centre": CENTRE,
        "desk_phone": "199-0000-0090",
    }
    for place in range(3)
]
BLANK = {
    **verified("栖云访〔2026〕0040号至0042号"),
    "unit": "栖云镇社会治安综合治理中心",
    "office_phone": "199-0000-0090",
    "kept_years": 10,
    "pairs": [BLANKS[:2], BLANKS[2:]],
}
LINE = {"number": "栖云访〔2026〕0042号", "title": STORY[:40], "state": "不属职责已告知", "note": ""}
SHIFT = {
    "seal": "第 320 号，2026-11-27 02:00，3f9a0c5de871",
    "created": CREATED,
    "unit": "栖云镇社会治安综合治理中心",
    "hall": "栖云镇社会治安综合治理中心",
    "day": "2026年4月2日（星期四）",
    "shift": "上午",
    "printed_at": "2026年4月2日11时58分",
    "printed_by": "林小满",
    "parts": [
        {
            "label": label,
            "count": 3,
            "more": 0,
            "lines": [LINE, {**LINE, "title": "保密事项"}, {**LINE, "note": "4月1日收到，补录"}],
        }
        for label in (
            "本班登记",
            "本班当场办结",
            "要紧情况未解除",
            "待分流",
            "待回访",
            "今天到期",
            "已经逾期",
        )
    ],
    "blanks": [{"span": "栖云访〔2026〕0101号至0120号", "left": 7}],
}
QUIET_SHIFT = {**SHIFT, "blanks": [], "parts": [{**part, "count": 0, "lines": []} for part in SHIFT["parts"]]}
LONG_SHIFT = {
    **SHIFT,
    "parts": [{**part, "lines": [{**LINE, "title": LONG_UNIT[:80]}] * 4} for part in SHIFT["parts"]],
}
LONG_RETURNED = {
    **RETURNED,
    "from_unit": LONG_UNIT[:60],
    "explanation": LONG_STORY[:300],
    "moved_to": LONG_UNIT[:60],
    "sheet_number": "",
}
ELSEWHERE = {
    **verified("栖云告〔2026〕2号"),
    "unit": CENTRE,
    "number": "栖云告〔2026〕2号",
    "code": "SX9901212026040200422",
    "to": "秦满仓等九人",
    "received_on": "2026年4月2日",
    "subject": "在县城工地做工三个月，工资18,600元一直没有发，要求发工资",
    "body": "澄湖县人力资源和社会保障局",
    "where": "澄湖县城关镇人民路1号，199-0000-0071",
    "basis": "《保障农民工工资支付条例》第三条、第十条",
    "told_on": "2026年4月2日",
    "told_by": "林小满",
    "phone": "199-0000-0090",
    "sealed": False,
}
LONG_ELSEWHERE = {
    **ELSEWHERE,
    "to": LONG_UNIT[:60],
    "subject": LONG_STORY[:200],
    "body": LONG_UNIT[:60],
    "where": LONG_UNIT[:60] + "，199-0000-0071转3",
    "basis": LONG_STORY[:200],
}
CALLED_BACK = {
    **verified("栖云访〔2026〕0042号"),
    "unit": "栖云镇社会治安综合治理中心",
    "code": "SX9901212026040200422",
    "number": "栖云访〔2026〕0042号",
    "visitor": "秦满仓",
    "visitor_phone": "199-0000-0013",
    "subject": "桃坞村三组机耕路东侧排水渠被施工渣土堵塞",
    "unit_of_answer": "村镇建设和综合执法办公室　俞百川",
    "answer": "4月15日清渠完毕，排水恢复；施工单位书面承诺不再占渠堆土，并补偿秧苗损失1,260元。",
    "answered_on": "2026年4月15日",
    "called_by": "林小满",
    "called_at": "2026年4月17日9时20分",
    "way": "电话",
    "satisfaction": "satisfied",
    "words": "水排掉了，补偿也拿到了。希望以后施工提前说一声。",
    "own_rating": "基本满意（4月16日）",
    "own_words": "快一点就更好。",
    "reopened": "",
    "earlier": [],
    "sealed": False,
}
LONG_CALLED_BACK = {
    **CALLED_BACK,
    "visitor": LONG_UNIT[:60],
    "unit_of_answer": LONG_UNIT[:60] + "　俞百川",
    "answer": LONG_STORY[:300],
    "words": LONG_STORY[:500],
    "own_words": LONG_STORY[:300],
    "reopened": "2026年4月18日",
    "earlier": [
        {"at": "2026年4月16日9时5分", "by": "林小满", "way": "电话", "rating": "联系不上", "words": ""},
        {
            "at": "2026年4月18日9时5分",
            "by": "林小满",
            "way": "",
            "rating": "不满意，重办",
            "words": STORY[:120],
        },
    ],
}
RECORD = {
    **verified("1"),
    "unit": CENTRE,
    "code": "SX9901212026040200422",
    "matter_number": "栖云访〔2026〕0042号",
    "number": "1",
    "day": "2026年4月13日（星期一）",
    "place": "接访室",
    "leader": "唐志远",
    "recorder": "林小满",
    "order": 1,
    "visitor": "秦满仓",
    "phone": "199 0000 0013",
    "address": "桃坞村三组",
    "head_count": 1,
    "subject": "鱼塘漫水",
    "demand": STORY[:300],
    "record": STORY[:300],
    "outcome": "交办",
    "opinion": "请村镇办先到现场看水。",
    "tasks": ["村镇建设和综合执法办公室，4月20日前：疏通路东排水渠"],
    "sealed": False,
}
ROSTER = {
    **verified("1"),
    "unit": CENTRE,
    "label": "领导接访排班",
    "span": "2026年4月1日至2026年4月30日",
    "draft": False,
    "published": "2026年4月1日",
    "rows": [
        {
            "on": f"4月{day}日（一）",
            "hours": "09:00–11:30",
            "place": "接访室",
            "person": "孟德顺" if day == 20 else "唐志远",
            "post": "副镇长",
            "instead_of": "唐志远" if day == 20 else "",
        }
        for day in (13, 20, 27)
    ],
    "phone": "199-0000-0090",
}
TASK = {
    **verified("栖云交〔2026〕3号"),
    "unit": CENTRE,
    "code": "SX9901212026040200422",
    "matter_number": "栖云访〔2026〕0042号",
    "number": "栖云交〔2026〕3号",
    "scope": "第1项",
    "to_unit": "农业农村办公室",
    "to_person": "",
    "giver": "唐志远（副镇长）",
    "given": "2026年4月2日（星期四）10时10分",
    "due": "2026年4月9日（星期四）",
    "subject": "鱼塘漫水",
    "what": "疏通路东排水渠。",
    "reported": "",
    "report": "",
    "state": "",
    "sealed": False,
}
LETTER = {
    **verified("栖云函〔2026〕3号"),
    "unit": CENTRE,
    "phone": "199-0000-0090",
    "code": "SX9901212026040200422",
    "matter_number": "栖云访〔2026〕0042号",
    "number": "栖云函〔2026〕3号",
    "heading": "提请函",
    "to": "澄湖县水利局",
    "lead": "下列事项超出本镇处理权限或者需要上级协调，现提请贵单位处理。",
    "subject": "鱼塘漫水",
    "about": "",
    "first": "",
    "words": "干渠进水闸归贵局管理，清淤需要停水三天，请安排停水时间。",
    "on": "2026年4月2日",
    "due": "2026年4月16日",
    "signed_by": "周玉兰（中心主任）",
    "sealed": False,
}
SAMPLES = [
    Sample("letter", "letter", LETTER, 1, says=("提请函", "澄湖县水利局", "停水三天", "4月16日前")),
    Sample("letter-long", "letter", {**LETTER, "words": LONG_STORY[:1000], "to": LONG_UNIT}, 2),
    Sample(
        "letter-again",
        "letter",
        {
            **LETTER,
            "heading": "催问函",
            "first": "2026年4月2日发出的提请函",
            "words": "",
            "due": "",
            "signed_by": "",
        },
        1,
        says=("催问函", "4月2日发出的提请函"),
    ),
    Sample(
        "letter-sealed",
        "letter",
        {**LETTER, "sealed": True, "about": "2026年3月30日来函"},
        1,
        says=("依法保密", "来函收悉"),
        hides=("鱼塘", "停水"),
    ),
    Sample("reception", "reception_record", RECORD, 1, says=("唐志远", "秦满仓", "第1位", "疏通路东")),
    Sample(
        "reception-long",
        "reception_record",
        {**RECORD, "record": LONG_STORY[:600], "tasks": RECORD["tasks"] * 3},
        1,
    ),
    Sample(
        "reception-sealed",
        "reception_record",
        {**RECORD, "sealed": True},
        1,
        says=("保密事项",),
        hides=("秦满仓", "鱼塘"),
    ),
    Sample("roster", "roster", ROSTER, 1, says=("接访室", "代唐志远", "2026年4月1日公示")),
    Sample(
        "roster-long",
        "roster",
        {**ROSTER, "draft": True, "rows": ROSTER["rows"] * 14},
        2,
        says=("草稿，未公示",),
    ),
    Sample("task", "task", TASK, 1, says=("栖云交〔2026〕3号", "由单位安排", "交办签收回执")),
    Sample(
        "task-done",
        "task",
        {**TASK, "report": LONG_STORY[:300], "reported": "2026年4月8日", "to_unit": LONG_UNIT},
        1,
    ),
    Sample("blank", "blank", BLANK, 5, "", ("0042号", "何时答复")),
    Sample("twice", "receipt_twice", TWICE, 1, "A4 landscape", ("7KQM 3XHT", "存根", "0042号")),
    Sample(
        "twice-long", "receipt_twice", {**LONG_RECEIPT, "number": "栖云访〔2026〕0042号"}, 1, "A4 landscape"
    ),
    Sample(
        "twice-sealed", "receipt_twice", {**TWICE, "sealed": True}, 1, "A4 landscape", ("已登记",), SECRETS
    ),
    Sample("returned", "returned", RETURNED, 1, says=("栖云转〔2026〕38号", "职责清单第三项")),
    Sample("returned-long", "returned", LONG_RETURNED, 1),
    Sample("returned-open", "returned", {**verified("1"), "unit": CENTRE, "code": "SX1", "number": "1"}, 1),
    Sample("returned-sealed", "returned", {**RETURNED, "sealed": True}, 1, hides=("职责清单", "不属本单位")),
    Sample("shift", "shift", SHIFT, 2, says=("交班人", "接班人", "保密事项", "0120号", "第 320 号")),
    Sample("shift-quiet", "shift", QUIET_SHIFT, 1, says=("当面交代",)),
    Sample("shift-long", "shift", LONG_SHIFT, 3),
    Sample("elsewhere", "elsewhere", ELSEWHERE, 1, says=("人力资源和社会保障局", "第十条")),
    Sample("elsewhere-long", "elsewhere", LONG_ELSEWHERE, 2),
    Sample(
        "elsewhere-sealed",
        "elsewhere",
        {**ELSEWHERE, "sealed": True},
        1,
        hides=("秦满仓", "工资", "人力资源"),
    ),
    Sample("called-back", "called_back", CALLED_BACK, 1, says=("希望以后施工", "基本满意（4月16日）")),
    Sample("called-back-long", "called_back", LONG_CALLED_BACK, 1, says=("联系不上",)),
    Sample("called-back-sealed", "called_back", {**CALLED_BACK, "sealed": True}, 1, hides=SECRETS),
]
