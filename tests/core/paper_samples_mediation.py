"""Sample contexts of the papers of a mediation's file, as paper_samples.py has them for the others."""

from tests.core.paper_samples import (
    COMMITTEE,
    LONG_STORY,
    LONG_UNIT,
    NOT_IN_FONTS,
    PARTIES,
    RARE,
    STORY,
    TWELVE,
    Sample,
    verified,
)

FRAME = {
    **verified("（2026）栖云人调字第012号"),
    "number": "（2026）栖云人调字第012号",
    "committee": COMMITTEE,
    "code": "SX9901212026031000312",
    "dispute": "邻里纠纷",
    "subject": "陈守田与沈阿妹相邻排水纠纷",
}
PEOPLE = [
    {
        "role": "申请人",
        "name": "陈守田",
        "sex": "男",
        "age": "67",
        "phone": "199-0000-0001",
        "address": "澄湖县栖云镇松岭村二组15号",
    },
    {
        "role": "被申请人",
        "name": "沈阿妹",
        "sex": "女",
        "age": "57",
        "phone": "199-0000-0004",
        "address": "澄湖县栖云镇松岭村二组16号",
    },
]
CROWD = [
    {**PEOPLE[0], "name": f"秦{RARE}{NOT_IN_FONTS}"},
    *[{**PEOPLE[0], "name": f"罗{name}"} for name in "春夏秋冬梅兰竹菊松柏"],
    {"role": "被申请人", "name": LONG_UNIT, "unit": "1", "phone": "", "address": LONG_UNIT},
]
NAMES = "、".join(person["name"] for person in CROWD)
FACTS = "屋檐落水致西墙开裂，双方对修复责任和费用意见不一。"
SIGNERS = ["申请人　陈守田", "被申请人　沈阿妹"]
CROWD_SIGNS = [f"{person['role']}　{person['name']}" for person in CROWD]
WAYS = [
    "（一）自愿选择其他调解组织调解；",
    "（二）属于土地承包经营纠纷的，向农村土地承包仲裁委员会申请仲裁（时效期间为二年）；",
    "（三）依法向澄湖县人民法院提起诉讼（诉讼时效期间一般为三年，自知道或者应当知道权利受到损害以及义务人之日起计算）；",
    "（四）符合法律援助条件的，申请法律援助，也可以拨打12348咨询。",
]
DATA = {"contact": "199-0000-0095", "kept": "10年（疑难复杂或者经司法确认的30年，重大的永久）"}
APPLICATION = {
    **FRAME,
    "parties": PEOPLE,
    "facts": [FACTS],
    "requests": ["1. 改造檐口排水；", "2. 修复墙体或者赔偿10,000元。"],
    **DATA,
    "signers": SIGNERS[:1],
}
REGISTER = {
    **FRAME,
    "accepted_on": "2026年3月10日",
    "parties": PEOPLE,
    "source": "application",
    "facts": FACTS,
    "rungs": [],
    "mediators": "顾明礼",
    "opinion": "予以受理，期限至2026年4月9日。",
    "names": "陈守田、沈阿妹",
    **DATA,
}
RUNG = {"name": "网格员　韩广林", "days": "3月4日至3月6日", "result": "上交", "words": STORY[:160]}
LONG_REGISTER = {
    **REGISTER,
    "parties": CROWD,
    "source": "referred",
    "source_from": "澄湖县人民法院栖云人民法庭",
    "source_number": "（2026）澄法委调字第19号",
    "rungs": [RUNG] * 3,
    "facts": STORY * 2,
}
REFUSAL = {
    **FRAME,
    "to_names": "陈守田",
    "applied_on": "2026年3月10日",
    "reason": "人民法院、公安机关或者其他行政机关已经受理或者解决",
    "note": "县人民法院已于3月2日立案",
    "remedies": WAYS,
    "receivers": ["陈守田"],
    "told_on": "2026年3月11日",
}
RIGHTS = {
    **FRAME,
    "to_names": "陈守田、沈阿妹",
    "mediators": "顾明礼",
    "court": "当事人住所地、标的物所在地或者调解组织所在地的基层人民法院（人民法院邀请调解的，向作出邀请的人民法院）",
    "family": True,
    "signers": [*SIGNERS, "告知人"],
}
MANDATE = {
    **FRAME,
    "principal": PEOPLE[0],
    "principal_id": PARTIES[0]["id_number"],
    "agent": {**PEOPLE[1], "role": "代理人", "name": "陈小禾"},
    "agent_id": "",
    "powers": "代为陈述；代为承认、放弃、变更请求，和解，签订协议（特别授权）；代为领取款物",
    "given_on": "2026年3月12日",
    "until": "2026年6月30日",
    "signers": ["委托人　陈守田", "受托人　陈小禾"],
}
INQUIRY = {
    **FRAME,
    "at": "2026年3月16日9时20分",
    "place": "松岭村二组15号、16号相邻处",
    "asked": "韩广林",
    "by": "顾明礼",
    "present": "许长河",
    "private": False,
    "paragraphs": ["檐口外伸35厘米，其中12厘米越过共有滴水线；西墙裂缝两道。"],
    "signers": ["被调查人　韩广林", "调查人　顾明礼", "记录人"],
}
EVIDENCE = {
    **FRAME,
    "rows": [
        {
            "name": "西墙裂缝照片4张",
            "source": "现场拍摄",
            "pages": 1,
            "received": "2026-03-16",
            "returned": "",
        },
        {
            "name": "修复费用估价单",
            "source": "韩广林提交",
            "pages": 1,
            "received": "2026-03-18",
            "returned": "2026-04-20",
        },
    ],
    "count": 2,
    "pages": 2,
}
PROLONGING = {
    **FRAME,
    "to_names": "陈守田、沈阿妹",
    "accepted_on": "2026年3月10日",
    "until": "2026年4月30日（星期四）",
    "reason": "墙体需要雨后复测",
    "consents": "申请人陈守田于2026年4月7日同意，被申请人沈阿妹于2026年4月8日同意",
    "signers": [*SIGNERS, "办理人　顾明礼"],
}
ARBITRATION = {
    **FRAME,
    "to_names": "陈守田、沈阿妹",
    "applied_on": "2026年3月10日",
    "remedies": ["（一）依法向劳动人事争议仲裁委员会申请仲裁；", "（二）拨打12348咨询。"],
    "signers": [*SIGNERS, "告知人"],
}
RECEIPT = {
    **FRAME,
    "paper": "人民调解协议书",
    "part": "二",
    "several": True,
    "due_on": "2026年4月20日",
    "what": "墙体修复费",
    "amount": "6,800.00",
    "capital": "人民币陆仟捌佰元整",
    "done_on": "2026年4月20日",
    "proof": "转账回单尾号0012",
}
CONFIRMATION = {
    **FRAME,
    "variant": "个人与个人",
    "court": "澄湖县人民法院",
    "ground": "调解组织所在地",
    "parties": PARTIES,
    "left_out": "",
    "agreed_on": "2026年3月30日",
    "effective_on": "2026年4月1日",
    "until": "2026年5月1日，遇法定休假日顺延至2026年5月6日",
    "facts": [FACTS],
    "terms": ["一、乙方于3月31日前安装天沟。", "二、乙方于4月20日前支付甲方6,800.00元。"],
    "applied_on": "2026年4月24日",
    "signers": ["申请人　陈守田", "申请人　沈阿妹"],
}
VISIT = {
    **FRAME,
    "parties": "申请人陈守田；被申请人沈阿妹",
    "paper": "书面协议",
    "cause": "邻里纠纷（陈守田与沈阿妹相邻排水纠纷）",
    "at": "2026年4月30日10时00分",
    "way": "上门",
    "visited": "双方",
    "performed": "天沟已安装，4月24日大雨后墙根无积水；6,800元已付清。",
    "satisfaction": "双方满意",
    "lawsuit": "无",
    "signs": "无",
    "by": "顾明礼",
}
CLOSING = {
    **FRAME,
    "filled_on": "2026年5月20日",
    "mediators": "顾明礼",
    "accepted_on": "2026年3月10日",
    "closed_on": "2026年4月20日",
    "parties": PEOPLE,
    "source": "依申请",
    "facts": FACTS,
    "results": [
        "2026年3月30日达成书面协议，2026年4月1日生效，涉及金额6,800.00元。",
        "2026年4月20日履行完毕。",
    ],
}


FRONT = {
    **FRAME,
    "cover": "documents/_cover_mediation.html",
    "mediators": "顾明礼",
    "kept_by": "林小满",
    "begun_on": "2026年3月10日",
    "ended_on": "2026年4月1日",
    "results": [
        ("书面协议", True),
        ("口头协议", False),
        ("终止", False),
        ("已履行", True),
        ("已司法确认", True),
    ],
    "filed_by": "白若溪",
    "filed_on": "2026年5月20日",
    "retention": "thirty",
    "pages": 15,
    "remark": "不公开调解；",
    "lines": [
        {"name": "人民调解申请书", "on": "2026-03-10", "page": "1", "note": ""},
        {"name": "人民调解协议书", "on": "2026-03-30", "page": "10—15", "note": "4月1日生效"},
    ],
    "spare": range(12),
    "count": 2,
}
BACK = {
    **FRAME,
    "word": "卷宗",
    "unit": FRAME["committee"],
    "notes": ["一、本卷共2件、15页，按程序先后排列，页号已逐页编写。", "二、缺件：无。"],
    "count": 2,
    "pages": 15,
    "filed_by": "白若溪",
    "filed_on": "2026年5月20日",
}


def sample(name: str, context: dict[str, object], pages: int, *says: str) -> Sample:
    return Sample(name, f"mediation_{name.split('-')[0]}", context, pages, says=says)


TO_SERVE = dict.fromkeys(
    (
        "way",
        "receiver",
        "relation",
        "on",
        "refused_for",
        "witness",
        "witness_post",
        "tracking",
        "place",
        "by",
    ),
    "",
)
SERVICE = {
    **verified("（2026）栖云人调字第012号"),
    "unit": "栖云镇人民调解委员会",
    "code": "SX9901212026040200422",
    "matter_number": "（2026）栖云人调字第012号",
    "subject": "鱼塘漫水淹了晚稻，要求加高塘埂、赔偿损失",
    "paper": "终止调解通知书",
    "paper_number": "",
    "dated": "2026年8月28日",
    "lines": [
        {**TO_SERVE, "name": "陆阿根", "part": "申请人", "address": "桃坞村三组", "acting": "", "way": "留置送达：拒绝签收",
         "on": "2026年8月31日", "refused_for": "不同意终止", "witness": "罗春梅", "witness_post": "桃坞村委会副主任",
         "by": "贺志强"},
        {**TO_SERVE, "name": "柏念慈", "part": "被申请人", "address": "", "acting": "法定代理人柏成"},
    ],
}  # fmt: skip
SAMPLES = [
    Sample(
        "service", "service", SERVICE, 1, says=("罗春梅（桃坞村委会副主任）", "法定代理人柏成", "不同意终止")
    ),
    Sample("service-many", "service", {**SERVICE, "lines": SERVICE["lines"] * 5}, 4),
    sample("application", APPLICATION, 1, "现自愿申请人民调解委员会进行调解"),
    sample(
        "application-long",
        {**APPLICATION, "parties": CROWD, "facts": [LONG_STORY], "requests": [], "signers": CROWD_SIGNS[:11]},
        4,
        "U+242EE",
    ),
    sample("register", REGISTER, 1, "予以受理，期限至2026年4月9日。"),
    sample("register-long", LONG_REGISTER, 2, "（2026）澄法委调字第19号"),
    sample("refusal", REFUSAL, 1, "诉讼时效期间一般为三年"),
    sample("refusal-long", {**REFUSAL, "to_names": NAMES, "note": STORY[:-1], "told_on": ""}, 2),
    sample("rights", RIGHTS, 1, "（四）自主表达意愿、自愿达成调解协议。"),
    sample("rights-six", {**RIGHTS, "signers": [*SIGNERS, *CROWD_SIGNS[1:4], "告知人"]}, 1),
    sample("rights-long", {**RIGHTS, "to_names": NAMES, "signers": [*CROWD_SIGNS, "告知人"]}, 2),
    sample("mandate", MANDATE, 1, "代为领取款物"),
    sample("mandate-long", {**MANDATE, "principal": CROWD[-1], "powers": STORY[:-1]}, 1),
    sample("inquiry", INQUIRY, 1),
    sample(
        "inquiry-long",
        {**INQUIRY, "private": True, "paragraphs": [LONG_STORY]},
        2,
        "未经本人同意不得向对方透露",
    ),
    sample("evidence", EVIDENCE, 1, "合计2件"),
    sample("evidence-long", {**EVIDENCE, "rows": [{**EVIDENCE["rows"][0], "name": STORY[:80]}] * 12}, 3),
    sample("prolonging", PROLONGING, 1, "2026年4月30日（星期四）"),
    sample(
        "prolonging-long",
        {**PROLONGING, "to_names": NAMES, "reason": STORY[:-1], "signers": CROWD_SIGNS},
        2,
    ),
    sample("receipt", RECEIPT, 1, "人民币陆仟捌佰元整（¥6,800.00）"),
    sample("receipt-deed", {**RECEIPT, "amount": "", "capital": "", "what": STORY[:118], "done_on": ""}, 1),
    sample("confirmation", CONFIRMATION, 1, "共同申请日期：2026年4月24日", "顺延至2026年5月6日"),
    sample(
        "confirmation-long",
        {
            **CONFIRMATION,
            "variant": "个人与单位",
            "parties": TWELVE,
            "facts": [LONG_STORY],
            "terms": [STORY] * 6,
            "signers": CROWD_SIGNS,
        },
        4,
        "法定代表人（负责人）",
    ),
    sample("arbitration", ARBITRATION, 1, "第十四条第三款"),
    sample("visit", VISIT, 1, "双方满意"),
    sample(
        "visit-long",
        {
            **VISIT,
            "parties": NAMES,
            "performed": STORY[:200],
            "lawsuit": STORY[:200],
            "signs": STORY * 2,
        },
        1,
    ),
    sample("closing", CLOSING, 1, "2026年4月20日履行完毕"),
    sample("closing-long", {**CLOSING, "parties": CROWD, "facts": STORY * 4, "results": [STORY] * 3}, 2),
    Sample("dossier-front", "dossier_front", FRONT, 2, says=("调解卷宗", "10—15", "15页")),
    Sample(
        "dossier-front-long",
        "dossier_front",
        {
            **FRONT,
            "subject": LONG_UNIT,
            "lines": [{**FRONT["lines"][0], "name": LONG_UNIT[:40]}] * 16,
            "spare": (),
        },
        4,
    ),
    Sample("dossier-back", "dossier_back", BACK, 2, says=("卷宗情况说明", "本卷共2件15页")),
    Sample("dossier-back-long", "dossier_back", {**BACK, "notes": [STORY] * 12, "filed_on": ""}, 3),
]
