"""One ordinary and one worst case for every template of templates/documents/."""

from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from core.documents import qr, render
from core.documents.charts import Chart, Series, draw

CENTRE = "澄湖县栖云镇社会治安综合治理中心"
COMMITTEE = "栖云镇人民调解委员会"
LONG_UNIT = (
    "澄湖县栖云山水生态农业综合开发与乡村公共基础设施一体化运营管理有限责任公司"
    "桃坞松岭片区高标准农田水利设施管护和抢修项目部"
)
RARE = "𬸣𫖮"  # beyond the basic plane, in the fonts
NOT_IN_FONTS = "\U000242ee"  # 火 over 衆: in names, not in the fonts
CREATED = datetime(2026, 4, 2, 10, 10, tzinfo=timezone(timedelta(hours=8)))
STORY = (
    "3月下旬，桃坞村三组机耕路拓宽施工，施工队把挖出的渣土堆在路东排水渠里，约190米渠段被堵。"
    "3月30日下了一夜雨，渠水倒灌，三组秦满仓等九户三十余亩秧田积水，最深处没过脚踝，再不排水秧苗就要烂根。"
    "3月31日找过施工队，对方说“路修完了一起清”；4月1日找过村里，答复“等镇上安排”。"
)
LONG_STORY = "\n".join([STORY * 4] * 2)


class Sample(NamedTuple):
    """What to render and what must come out."""

    name: str
    template: str
    context: dict[str, Any]
    pages: int
    size: str = "A4"
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


def verified(number: str) -> dict[str, Any]:
    """The proof of origin each paper carries."""
    address = "https://fengqiao.example.gov.cn/verify/7KQM3XHTW4NC9RPE"
    return {"verify_svg": qr.svg(address, "核验"), "verify_number": number, "created": CREATED}


RECEIPT = {
    **verified("栖云访〔2026〕0042号"),
    "unit": CENTRE,
    "heading": "来访事项登记回执",
    "lookup_code": "7KQM 3XHT",
    "lookup_svg": qr.svg("https://fengqiao.example.gov.cn/progress/", "查进度"),
    "code": "SX990121 20260402 0042 2",
    "registered_at": "2026年4月2日（星期四）10时10分",
    "subject": "桃坞村田间排水渠堵塞",
    "first_contact": "林小满（2号窗口）　199-0000-0020",
    "holder": "镇村镇建设和综合执法办公室",
    "steps": [
        {"when": "4月3日（五）前", "what": "承办单位签收，并与您联系"},
        {"when": "4月8日（三）前", "what": "到现场核实、处理"},
        {"when": "4月10日（五）前", "what": "书面答复办理结果"},
        {"when": "答复后3个工作日", "what": "综治中心回访，请您评价"},
    ],
    "notes": ["秧田排水等不得的，请直接打镇水务站值班电话199-0000-0091。"],
    "phone": "199-0000-0090，找值班主任",
    "received_by": "林小满",
    "sealed": False,
}
LONG_RECEIPT = {
    **RECEIPT,
    "heading": "信访事项登记回执",
    "subject": "请求兑现2019年修建石桥至云门村道占用承包地的青苗补助和土地占用补助（代表5人，联名31人）",
    "holder": f"镇农业农村办公室；配合：{LONG_UNIT}",
    "steps": [
        {"when": "3月17日（二）前", "what": "书面告知是否受理、走什么程序"},
        {"when": "自受理起60日内", "what": "作出处理意见；复杂的可延长不超过30日，并告知理由"},
        {"when": "收到意见30日内", "what": "不服的，可向县人民政府请求复查"},
        {"when": "收到复查意见30日内", "what": "不服的，可向市人民政府请求复核"},
    ],
    "notes": ["您提交的材料共5份已收下，原件已当面退还。"],
}
FORM = {
    **verified("栖云访〔2026〕0042号"),
    "unit": "栖云镇社会治安综合治理中心",
    "code": "SX9901212026040200422",
    "number": "栖云访〔2026〕0042号",
    "number_word": "栖云访",
    "blank": False,
    "name": f"秦{RARE}",
    "sex": "男",
    "age": "70岁",
    "people": "1人",
    "id_number": "990121195505050310",
    "phone": "199-0000-0013",
    "representatives": "—",
    "address": "澄湖县栖云镇桃坞村三组27号",
    "grid": "桃坞村第二网格",
    "visited_at": "2026年4月2日10时10分",
    "visit_form": "individual",
    "visit_order": "first",
    "kind": ["help", "legal"],
    "narrative": [STORY, "诉求：一、马上清渠排水；二、秧苗如果烂了，要有人赔；三、今后施工不要再占渠堆土。"],
    "narrative_more": [],
    "materials": "现场照片4张（打印件），九户村民签名的情况说明1页，共5页",
    "checked_on": "2026年4月2日",
    "received_by": "林小满",
    "window": "2号综合窗口",
    "companion": "无",
    "opinion": "passed",
    "opinion_to": "村镇建设和综合执法办公室",
    "opinion_reason": "涉及施工占渠和农田排水，须到现场处置，建议当日转办。",
    "leader_note": "请村镇建设和综合执法办公室牵头，水务站、桃坞村配合，先排水、后清渠、再定责，按时限办结并答复群众。",
    "leader_name": "唐志远",
    "leader_on": "2026年4月2日",
    "passed_to": "村镇建设和综合执法办公室",
    "taken_by": "冯立言　4月3日",
    "due_on": "4月8日",
    "result": "4月15日清渠完毕，排水恢复；施工单位书面承诺不再占渠堆土，并补偿秧苗损失1,260元，九户均已签收。",
    "result_by": "俞百川",
    "result_on": "2026年4月15日",
    "satisfaction": "good",
    "visit_back": "电话　4月17日　林小满",
    "office_phone": "199-0000-0090",
    "kept_years": 10,
    "sealed": False,
}
# The sheet that continues the form runs over, too.
_first, _rest = render.sheets(f"{LONG_STORY}\n{LONG_STORY}")
LONG_FORM = {
    **FORM,
    "name": LONG_UNIT[:60],
    "address": LONG_UNIT,
    "opinion_to": LONG_UNIT,
    "passed_to": LONG_UNIT,
    "result": STORY[:180],
    "leader_note": STORY[:120],
    "narrative": _first,
    "narrative_more": _rest,
}
BLANK_FORM = {
    "unit": "栖云镇社会治安综合治理中心",
    "number_word": "栖云访",
    "blank": True,
    "office_phone": "199-0000-0090",
    "kept_years": 10,
}
HANDOVER = {
    **verified("栖云转〔2026〕38号"),
    "unit": "栖云镇社会治安综合治理中心",
    "code": "SX9901212026040200422",
    "number": "栖云转〔2026〕38号",
    "lead_unit": "镇村镇建设和综合执法办公室",
    "helpers": [
        {"unit": "镇水务站", "part": "架泵排水，核实渠道过水断面", "due": "2026年4月9日（星期四）"},
        {"unit": LONG_UNIT, "part": "清运渣土", "due": "待2027年日历公布后确定"},
    ],
    "subject": "桃坞村三组机耕路东侧排水渠被施工渣土堵塞，三十余亩秧田无法排水",
    "visitor": "秦满仓（桃坞村三组）",
    "visitor_phone": "199-0000-0013",
    "source": "窗口来访，栖云访〔2026〕0042号",
    "kind": "求助 · 农田水利",
    "summary": [
        "渣土堆入路东排水渠，约190米渠段被堵，九户三十余亩秧田积水。诉求：一、清渠排水；二、落实赔偿。"
    ],
    "leader_note": "先排水、后清渠、再定责，按时限办结并答复群众。",
    "leader_name": "唐志远",
    "leader_on": "2026年4月2日",
    "demands": "",
    "sign_by": "2026年4月3日（星期五）",
    "return_by": "2026年4月7日（星期二）",
    "finish_by": "2026年4月8日（星期三）",
    "answer_by": "2026年4月10日（星期五）",
    "passed_by": "林小满",
    "passed_phone": "199-0000-0020",
    "head_name": "江南星",
    "head_on": "2026年4月2日",
    "remark": "时限按工作日计算，已扣除2026年清明节假期（4月4日至6日）。",
    "sealed": False,
}
LONG_HANDOVER = {
    **HANDOVER,
    "lead_unit": LONG_UNIT,
    "subject": STORY[:120],
    "summary": [STORY, STORY, STORY],
    "leader_note": STORY[:150],
}
EMPTY_HANDOVER = {
    **verified(""),
    "unit": "栖云镇社会治安综合治理中心",
    "code": "SX9901212026040200422",
    "number": "栖云转〔2026〕39号",
    "lead_unit": "镇水务站",
    "summary": [],
}
PARTIES = [
    {
        "role": "甲方",
        "capacity": "申请人",
        "name": "陈守田",
        "organisation": False,
        "sex": "男",
        "born": "1958年3月16日",
        "id_number": "990121195803160112",
        "address": "澄湖县栖云镇松岭村二组15号",
        "phone": "199-0000-0001",
    },
    {
        "role": "乙方",
        "capacity": "被申请人",
        "name": "沈阿妹",
        "organisation": False,
        "sex": "女",
        "born": "1969年2月14日",
        "id_number": "990121196902140461",
        "address": "澄湖县栖云镇松岭村二组16号",
        "phone": "199-0000-0004",
    },
]
COMPANY = {
    "role": "乙方",
    "name": LONG_UNIT,
    "organisation": True,
    "id_number": "91990121MA0A1B2C3W",
    "address": "澄湖县栖云镇石桥村六组1号",
    "phone": "199-0000-0040",
}
WORKERS = [{**PARTIES[0], "capacity": "", "name": f"罗{name}"} for name in "春夏秋冬梅兰竹菊松柏"]
TWELVE = [{**PARTIES[0], "capacity": "", "name": f"秦{RARE}{NOT_IN_FONTS}"}, *WORKERS, COMPANY]
AGREEMENT = {
    **verified("（2026）栖云人调字第012号"),
    "committee": COMMITTEE,
    "number": "（2026）栖云人调字第012号",
    "parties": PARTIES,
    "facts": [
        (
            "2025年10月，乙方翻修东厢房，檐口外伸35厘米，其中12厘米越过双方共有的滴水线，雨水落于甲方西墙根。"
            "2026年2月降雨后，甲方西墙出现裂缝两道：靠堂屋一道长0.9米，系新裂；靠灶间一道长1.6米，系旧裂加重。"
            "双方对修复费用的承担发生争议。经现场查看和双方确认，修复费用合计8,000.00元，乙方承担85%，甲方承担15%。"
        )
    ],
    "terms": [
        "一、乙方于2026年3月31日前在东厢房西檐安装天沟和落水管，将雨水引至东侧明沟，费用由乙方承担。",
        "二、乙方于2026年4月20日前，一次性支付甲方墙体修复费6,800.00元（人民币陆仟捌佰元整）。",
        "三、双方就本纠纷再无其他争议，不得再以同一事实争吵。",
    ],
    "instalments": [],
    "performance": ["第二项由乙方在栖云镇综治中心矛盾纠纷调处室当面支付，甲方出具收条，收条交本委员会存卷。"],
    "other": [
        (
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
            "双方可以自本协议生效之日起30日内共同向调解组织所在地的基层人民法院申请司法确认。"
        )
    ],
    "signers": ["甲方　陈守田", "乙方　沈阿妹", "人民调解员　顾明礼", "记录人　林小满"],
}
LONG_AGREEMENT = {
    **AGREEMENT,
    "parties": TWELVE,
    "facts": [LONG_STORY],
    "terms": ["一、乙方分三期支付，每期分别转入甲方各人本人的银行账户："],
    "instalments": [
        {
            "no": "一",
            "due": "2026年5月20日（三）",
            "what": "第一期工资",
            "amount": "90,000.00",
            "capital": "人民币玖万元整",
        },
        {
            "no": "二",
            "due": "2026年6月18日（四）",
            "what": "第二期、第三期工资，转入各人本人账户",
            "amount": "67,500.00",
            "capital": "人民币陆万柒仟伍佰元整",
        },
        {
            "no": "三",
            "due": "2026年7月20日（一）",
            "what": "第二期、第三期工资，转入各人本人账户",
            "amount": "67,500.00",
            "capital": "人民币陆万柒仟伍佰元整",
        },
    ],
    "responsibility": ["乙方拖欠工资，负全部责任。"],
    "instalments_total": {"amount": "225,000.00", "capital": "人民币贰拾贰万伍仟元整"},
    "signers": [f"{party['role']}　{party['name']}" for party in TWELVE]
    + ["人民调解员　顾明礼", "记录人　林小满"],
}
RECORD = {
    **verified("（2026）栖云人调字第012号"),
    "committee": COMMITTEE,
    "number": "（2026）栖云人调字第012号",
    "held_at": "2026年3月23日14时30分至17时10分",
    "place": "栖云镇综治中心矛盾纠纷调处室",
    "parties_line": "陈守田，沈阿妹",
    "checked": True,
    "present": "人民调解员顾明礼；记录人林小满；松岭村第一综合网格员许长河",
    "cause": "屋檐落水致墙体开裂的相邻排水纠纷",
    "openness": "双方要求不公开进行",
    "statements": [
        {
            "who": "调解员",
            "said": "权利义务告知书已经送给二位，再问一遍：是否要求调解员、记录人回避？是否愿意今天接受调解？",
        },
        {"who": "陈守田", "said": "不要求回避，愿意调解。"},
        {"who": "沈阿妹", "said": "不要求回避，愿意。檐口是伸出来一点，师傅讲不伸出来雨水要打自家窗。"},
        {"who": "", "said": "（15时50分至16时10分休会。调解员分别与双方交谈。）"},
        {"who": "调解员", "said": "对“旧缝不是此次落水造成”，申请人是否认可？"},
        {"who": "陈守田", "said": "认可，一半旧一半新，写清楚就行。"},
    ],
    "results": [("调解成功", True), ("调解不成", False), ("有待继续调解", False)],
    "signers": ["申请人　陈守田", "被申请人　沈阿妹", "人民调解员　顾明礼", "记录人　林小满"],
}
END = {
    **verified("（2026）栖云人调字第013号"),
    "committee": COMMITTEE,
    "number": "（2026）栖云人调字第013号",
    "to_names": "陈守田、沈阿妹",
    "dispute": "相邻排水纠纷",
    "accepted_on": "2026年3月10日",
    "reason": "被申请人于2026年4月8日书面表示不再接受调解",
    "remedies": [
        "（一）自愿选择其他调解组织调解；",
        "（二）依法向澄湖县人民法院提起诉讼（地址：澄湖县城关镇人民路1号，电话：199-0000-0095）；",
        "（三）符合法律援助条件的，可以向澄湖县法律援助中心申请法律援助。",
    ],
    "receivers": ["陈守田", "沈阿妹"],
    "ended_on": "2026年4月9日",
}
ORAL = {
    "signers": ["甲方　陈守田", "乙方　沈阿妹"],
    **verified("（2026）栖云人调字第014号"),
    "committee": COMMITTEE,
    "code": "SX9901212026031000312",
    "number": "（2026）栖云人调字第014号",
    "parties": PARTIES,
    "facts": ["沈阿妹家鸡进陈守田家菜地，啄坏菜苗约20棵，双方3月9日争吵。"],
    "terms": [
        "一、沈阿妹当日赔偿菜苗款30元；二、沈阿妹在3月15日前修好鸡栏；三、双方互相道歉，就此不再争吵。"
    ],
    "performance": "赔偿款当场付清；鸡栏3月15日前修好，由网格员许长河查看。",
    "mediator": "顾明礼",
    "agreed_on": "2026年3月10日",
    "place": "松岭村村民委员会",
    "remark": "",
}
LONG_ORAL = {
    **ORAL,
    "parties": TWELVE,
    "facts": [STORY, STORY],
    "terms": [STORY, STORY],
    "performance": STORY,
}
VILLAGES = ["上埠村", "下埠村", "松岭村", "桃坞村", "柳塘村", "石桥村", "云门村", "竹溪村"]
REPORT = {
    **verified("YB-990121101-202603-1"),
    "unit": CENTRE,
    "heading": "综治中心运行情况月报",
    "month_line": "2026年第3期　二〇二六年三月",
    "cover": [
        {"label": "统计期间", "value": "2026年3月1日至3月31日"},
        {"label": "数据截止", "value": "2026年3月31日24时"},
        {"label": "编　　制", "value": "林小满"},
        {"label": "审　　核", "value": "江南星"},
        {"label": "签　　发", "value": "唐志远"},
        {"label": "报出日期", "value": "2026年4月3日"},
    ],
    "snapshot": "YB-990121101-202603-1",
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "issued_on": "2026年4月3日",
    "draft": False,
    "sections": [
        {
            "title": "一、总体情况",
            "paragraphs": [
                (
                    "3月，镇综治中心坚持“一把抓、再分家”，综合受理、分流转办、跟踪督办、回访评价各环节运行平稳。"
                    "共接待来访128批次、247人次，登记事项203件，环比增长33.6%，同比增长15.3%。"
                )
            ],
        }
    ],
    "tables": [
        {
            "key": "T1",
            "title": "表1　综治中心运行情况汇总表",
            "left": "栖云镇　2026年3月",
            "right": "点＝百分点",
            "heads": ["指　标", "本月", "上月", "环比", "上年同月", "同比", "今年累计"],
            "rows": [
                {"label": "来访接待（批次）", "cells": ["128", "96", "+33.3%", "121", "+5.8%", "342"]},
                {"label": "来访接待（人次）", "cells": ["247", "171", "+44.4%", "263", "−6.1%", "640"]},
                {"label": "期初在办（件）", "cells": ["41", "38", "+7.9%", "52", "−21.2%", "35"]},
                {"label": "事项登记（件）", "cells": ["203", "152", "+33.6%", "176", "+15.3%", "542"]},
                {
                    "label": "其中：当场办结",
                    "level": 2,
                    "cells": ["86", "61", "+41.0%", "66", "+30.3%", "226"],
                },
                {"label": "分流转办", "level": 2, "cells": ["117", "91", "+28.6%", "110", "+6.4%", "316"]},
                {"label": "办结（件）", "cells": ["198", "149", "+32.9%", "171", "+15.8%", "531"]},
                {"label": "期末在办（件）", "cells": ["46", "41", "+12.2%", "57", "−19.3%", "46"]},
                {"label": "超期件", "cells": ["3", "0", "—", "8", "−62.5%", "11"]},
                {"label": "按期办结率", "cells": ["98.5%", "97.3%", "+1.2点", "95.3%", "+3.2点", "97.9%"]},
                {"label": "满意率", "cells": ["97.2%", "96.9%", "+0.3点", "94.1%", "+3.1点", "96.8%"]},
            ],
            "note": "勾稽：期初在办＋事项登记－办结＝期末在办（41＋203－198＝46）。累计栏的期初为1月1日零时。",
        }
    ],
    "figures": [],
    "definitions": [
        {
            "title": "表1　综治中心运行情况汇总表",
            "terms": [
                {
                    "term": "事项登记",
                    "text": "统计期内在本中心登记、取得“一案一码”的事项件数，按登记日期统计；合并登记的计一件。",
                },
                {
                    "term": "当场办结、分流转办",
                    "text": "登记当日由窗口答复并办结的为当场办结；转其他单位或者程序的为分流转办。",
                },
                {"term": "按期办结率", "text": "在法定或者内控期限内办结的件数÷办结件数，保留一位小数。"},
                {
                    "term": "满意率",
                    "text": "（满意＋基本满意）÷参评。未联系上、拒绝评价的不计入参评，单独列示。",
                },
                {"term": "同比、环比", "text": "率类指标比较百分点。基数为零的记“—”。"},
            ],
        }
    ],
    "corrections": [],
}


def report_with_charts() -> dict[str, Any]:
    """The month's report as it is really issued: with both charts."""
    months = ["2025.3", *map(str, range(4, 13)), "2026.1", "2", "3"]
    received = [176, 168, 191, 204, 187, 179, 193, 172, 185, 196, 187, 152, 203]
    finished = [number - 5 for number in received]
    course = [Series("登记", received, line=True), Series("办结", finished)]
    trend = Chart("trend", "columns", "登记和办结件数", "", months, course)
    villages = Chart(
        "villages", "bars", "各村登记件数", "", VILLAGES, [Series("登记", [34, 31, 29, 27, 22, 18, 9, 0])]
    )
    figures = [
        {"caption": "图1　近十三个月登记和办结件数", "svg": draw(trend)},
        {"caption": "图2　各村登记件数", "svg": draw(villages)},
    ]
    long = {"corrections": ["2026年2月月报表1“来访接待（人次）”应为171，误为117，其他数据不变。"]}
    return {**REPORT, **long, "figures": figures}


SECRETS = ("排水渠", "秦满仓", "199-0000-0013", "村镇建设", "桃坞")
SAMPLES = [
    Sample("receipt", "receipt", RECEIPT, 1, "A5", ("7KQM 3XHT", "扫码核验", "桃坞村田间排水渠堵塞")),
    Sample("receipt-long", "receipt", LONG_RECEIPT, 1, "A5", ("抢修项目部",)),
    Sample("receipt-sealed", "receipt", {**RECEIPT, "sealed": True}, 1, "A5", ("已登记",), SECRETS),
    Sample("form", "registration_form", FORM, 1, says=(f"秦{RARE}", "0042号", "第1页")),
    Sample("form-blank", "registration_form", BLANK_FORM, 1, says=("栖云访〔",)),
    Sample(
        "form-read-aloud",
        "registration_form",
        {**FORM, "read_aloud": True},
        1,
        says=("以上记录已向来访人宣读，来访人确认无误", "宣读人", "捺印"),
    ),
    Sample("form-long", "registration_form", LONG_FORM, 3, says=("（接续页）", "（续页）", "共3页")),
    Sample(
        "form-sealed",
        "registration_form",
        {**FORM, "sealed": True},
        1,
        says=("0042号",),
        hides=(*SECRETS, RARE),
    ),
    Sample("handover", "handover", HANDOVER, 1, says=("2026年4月8日（星期三）",)),
    Sample("handover-long", "handover", LONG_HANDOVER, 1),
    Sample("handover-empty", "handover", EMPTY_HANDOVER, 1),
    Sample(
        "handover-sealed",
        "handover",
        {**HANDOVER, "sealed": True, "lead_unit": "镇纪委"},
        1,
        says=("保密事项",),
        hides=SECRETS[:3],
    ),
    Sample("agreement", "mediation_agreement", AGREEMENT, 2, says=("990121195803160112", "共2页")),
    Sample("agreement-long", "mediation_agreement", LONG_AGREEMENT, 5, says=("U+242EE", "225,000.00")),
    Sample("record", "mediation_record", RECORD, 2),
    Sample(
        "record-long",
        "mediation_record",
        {**RECORD, "statements": [{"who": "", "said": LONG_STORY}], "openness": ""},
        3,
    ),
    Sample("end", "mediation_end", END, 1, says=("第二十六条",)),
    Sample(
        "end-long",
        "mediation_end",
        {**END, "to_names": f"{LONG_UNIT}、陈守田", "reason": STORY, "ended_on": ""},
        2,
    ),
    Sample("oral", "oral_agreement", ORAL, 1, says=("第三十条",)),
    Sample("oral-long", "oral_agreement", LONG_ORAL, 2),
    Sample("report", "monthly_report", REPORT, 6, says=("按期办结率", "9f86d081")),
]
