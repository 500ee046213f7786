"""Words that every register of an office uses: states, ticks, and what the columns of people, answers and staff are called."""

from core.exchange.import_columns import Column

# Words of a state are no answer to anybody.
OPEN = frozenset(
    "正在办理 办理中 在办 处理中 化解中 调解中 调处中 待办 待处理 待化解 未办 未办结 未处理 未化解 否 × 办理 进行中".split()
)
CLOSED = frozenset("已办结 办结 已办 已完成 完成 结案 已结案 已办理 办理完毕 已处理完毕".split())
TICKED = frozenset("是 √ ✓ ✔ 有".split())
ON_THE_SPOT = frozenset("当场 当日 当天 同日 即日".split())

PERSON = ("申请人", "来访人", "诉求人", "当事人", "反映人", "投诉人")
OTHER = ("被申请人", "对方", "对方当事人", "乙方", "被反映人", "被投诉人")
STAFF = (
    "经办人",
    "接待人",
    "承办人",
    "登记人",
    "受理人",
    "首问责任人",
    "办理人",
    "接访人",
    "网格员",
    "调解员",
)
PHONE = ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码")
ID = ("证件号码", "身份证号", "身份证号码", "身份证", "公民身份号码", "证件号")
ADDRESS = ("住址", "地址", "家庭住址", "联系地址", "现住址", "户籍地址")


def of(people: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """被申请人电话 and 被申请人/电话."""
    return tuple(f"{who}{mark}{word}" for who in people for word in words for mark in ("", "/", "的"))


AREA = Column(
    "area",
    ("地点", "村", "村居", "村（社区）", "所属村", "所属村居", "事发地点", "发生地点"),
    80,
    example="桃坞村",
    asked=True,
)
PEOPLE = (
    Column(
        "name",
        ("姓名", "留言用户", *PERSON, *of(PERSON, ("姓名",))),
        60,
        example="陶根发",
        again="name2",
        personal=True,
    ),
    Column("phone", (*PHONE, *of(PERSON, PHONE)), 60, example="19900000013", again="phone2", personal=True),
    Column(
        "id_number",
        (*ID, *of(PERSON, ID)),
        60,
        example="990121195505050310",
        again="id_number2",
        personal=True,
    ),
    Column(
        "address",
        (*ADDRESS, *of(PERSON, ADDRESS)),
        200,
        example="栖云镇桃坞村三组27号",
        again="address2",
        personal=True,
    ),
    Column("name2", ("对方姓名", *OTHER, *of(OTHER, ("姓名", "名称"))), 60, personal=True),
    Column("phone2", of(("对方", *OTHER), PHONE), 60, personal=True),
    Column("id_number2", of(("对方", *OTHER), ID), 60, personal=True),
    Column("address2", of(("对方", *OTHER), ADDRESS), 200, personal=True),
)
ANSWERS = (
    Column(
        "answer",
        ("答复意见", "办理结果", "处理结果", "答复内容", "调解结果", "化解结果", "处理意见"),
        20000,
        example="已更换灯泡，恢复照明。",
    ),
    Column(
        "answered",
        ("答复时间", "办结时间", "办结日期", "答复日期", "化解时间", "化解日期"),
        40,
        example="2026-01-08 16:00",
    ),
    Column("state", ("办理状态", "办件状态", "状态", "是否办结", "是否化解", "办结情况"), 40),
)
CLERKS = (
    Column("clerk", ("经办人", *(one for one in STAFF if one != "经办人"), *of(STAFF, ("姓名",))), 60),
    Column("clerk_phone", of(STAFF, PHONE), 60),
)
# What grades people, or binds them not to ask again, is taken from nobody's table, in no room.
_NEVER = {
    "不评定人的风险，也不限制进京信访": ("进京访", "进京上访", "风险等级", "风险评估"),
    "稳控不是法定的办理措施": ("稳控",),
    "不得要求信访人承诺不再信访（《信访工作条例》第六条、第十七条）": (
        "息诉息访",
        "息访",
        "罢访",
        "息诉承诺",
    ),
    "劝返不是法定的办理措施；劝阻、批评、教育记在“记信访秩序”": ("劝返",),
}
NEVER = tuple(Column("", words, 0, never=why) for why, words in _NEVER.items())

# What the history says of a row, as it stood there: captions of recorded facts.
KEPT = {
    "source_number": "来源编号",
    "source_title": "原标题",
    "source_date": "编号被表格改成日期",
    "source_state": "原办理状态",
    "source_course": "原办理情况",
    "source_result": "原办理结果",
    "source_category": "原分类",
    "source_clerk": "原经办人",
    "source_columns": "原表其他列",
    "source_name": "姓名原文",
    "source_other_name": "对方姓名原文",
    "not_sealed": "没有封闭",
}
