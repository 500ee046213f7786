"""What the columns of other systems' registers are called, and what single words in them mean."""

from cases.models import Case
from core.exchange.import_columns import Column
from core.exchange.import_words import ANSWERS, AREA, CLERKS, NEVER, PEOPLE

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
    AREA,
    Column("category", ("类别", "一级分类", "事项大类", "纠纷类型", "矛盾类型", "诉求类别", "信访类别"), 80),
    *PEOPLE,
    *ANSWERS,
    *CLERKS,
    *NEVER,
)
