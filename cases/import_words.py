"""What the columns of other systems' registers are called, and what single words in them mean."""

from cases.models import Case
from core.exchange.import_columns import Column

Channel = Case.Channel
CHANNELS = {channel.label: channel for channel in Channel} | {
    "走访": Channel.VISIT,
    "窗口": Channel.VISIT,
    "群众来访": Channel.VISIT,
    "个访": Channel.VISIT,
    "集体访": Channel.VISIT,
    "电话": Channel.PHONE,
    "信件": Channel.LETTER,
    "写信": Channel.LETTER,
    "网上": Channel.NET,
    "网信": Channel.NET,
    "网络留言": Channel.NET,
    "网格上报": Channel.GRID,
    "网格员上报": Channel.GRID,
    "12345热线": Channel.HOTLINE,
    "12345政务服务便民热线": Channel.HOTLINE,
    "热线": Channel.HOTLINE,
    "交办": Channel.SUPERIOR,
    "移送": Channel.TRANSFER,
}
# Words of a state are no answer to anybody.
OPEN = frozenset(
    "正在办理 办理中 在办 处理中 化解中 调解中 调处中 待办 待处理 待化解 未办 未办结 未处理 未化解 否 × 办理 进行中".split()
)
CLOSED = frozenset("已办结 办结 已办 已完成 完成 结案 已结案 已办理 办理完毕 已处理完毕".split())
TICKED = frozenset("是 √ ✓ ✔ 有".split())
ON_THE_SPOT = frozenset("当场 当日 当天 同日 即日".split())

_PERSON = ("申请人", "来访人", "诉求人", "当事人", "反映人", "投诉人")
_OTHER = ("被申请人", "对方", "对方当事人", "乙方", "被反映人", "被投诉人")
_STAFF = (
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
_PHONE = ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码")
_ID = ("证件号码", "身份证号", "身份证号码", "身份证", "公民身份号码", "证件号")
_ADDRESS = ("住址", "地址", "家庭住址", "联系地址", "现住址", "户籍地址")


def _of(people: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """被申请人电话 and 被申请人/电话."""
    return tuple(f"{who}{mark}{word}" for who in people for word in words for mark in ("", "/", "的"))


COLUMNS = (
    Column(
        "number",
        (
            "登记号",
            "编号",
            "留言编号",
            "来源编号",
            "办件编号",
            "工单编号",
            "工单号",
            "受理编号",
            "登记编号",
            "信访编号",
        ),
        40,
        example="2026-0001",
    ),
    Column(
        "channel",
        ("来源", "办件来源", "诉求来源", "信访形式", "来访形式", "受理渠道", "反映渠道"),
        20,
        example="来电",
        asked=True,
    ),
    Column(
        "title", ("标题", "留言主题", "主题", "诉求主题", "工单标题", "事项名称"), 80, example="三组路灯不亮"
    ),
    Column(
        "demand",
        (
            "诉求",
            "留言详情",
            "内容",
            "主要诉求",
            "诉求内容",
            "反映内容",
            "事由",
            "主要事由",
            "纠纷简要情况",
            "反映问题",
            "来访事由",
            "工单内容",
        ),
        10000,
        required=True,
        example="桃坞村三组村道有三盏路灯不亮，夜里看不见路，要求修复。",
    ),
    Column(
        "received",
        (
            "收到时间",
            "来访时间",
            "来访日期",
            "来电时间",
            "来电日期",
            "留言时间",
            "受理时间",
            "受理日期",
            "收到日期",
            "派发时间",
            "登记时间",
            "登记日期",
        ),
        40,
        required=True,
        example="2026-01-05 09:30",
    ),
    Column(
        "area",
        ("地点", "村", "村居", "村（社区）", "所属村", "所属村居", "事发地点", "发生地点"),
        80,
        example="桃坞村",
        asked=True,
    ),
    Column("category", ("类别", "一级分类", "事项大类", "纠纷类型", "矛盾类型", "诉求类别", "信访类别"), 80),
    Column(
        "name",
        ("姓名", "留言用户", *_PERSON, *_of(_PERSON, ("姓名",))),
        60,
        example="陶根发",
        again="name2",
        personal=True,
    ),
    Column(
        "phone", (*_PHONE, *_of(_PERSON, _PHONE)), 60, example="19900000013", again="phone2", personal=True
    ),
    Column(
        "id_number",
        (*_ID, *_of(_PERSON, _ID)),
        60,
        example="990121195505050310",
        again="id_number2",
        personal=True,
    ),
    Column(
        "address",
        (*_ADDRESS, *_of(_PERSON, _ADDRESS)),
        200,
        example="栖云镇桃坞村三组27号",
        again="address2",
        personal=True,
    ),
    Column("name2", ("对方姓名", *_OTHER, *_of(_OTHER, ("姓名", "名称"))), 60, personal=True),
    Column("phone2", _of(("对方", *_OTHER), _PHONE), 60, personal=True),
    Column("id_number2", _of(("对方", *_OTHER), _ID), 60, personal=True),
    Column("address2", _of(("对方", *_OTHER), _ADDRESS), 200, personal=True),
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
    Column("clerk", ("经办人", *(one for one in _STAFF if one != "经办人"), *_of(_STAFF, ("姓名",))), 60),
    Column("clerk_phone", _of(_STAFF, _PHONE), 60),
)
