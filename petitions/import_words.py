"""What the columns of a list of petitions are called (domain: 1.11), and what single words in them mean."""

from core.exchange.import_columns import Column
from core.exchange.import_words import ANSWERS, AREA, CLERKS, NEVER, PEOPLE
from petitions.models import Petition

C, F, K, So = Petition.Channel, Petition.Fact, Petition.Kind, Petition.Source
CHANNELS = {channel.label: channel for channel in C if channel != C.HALL} | {
    "走访": C.VISIT, "个访": C.VISIT, "集体访": C.VISIT, "群众来访": C.VISIT, "窗口": C.VISIT, "上访": C.VISIT,
    "信件": C.LETTER, "写信": C.LETTER, "联名信": C.LETTER, "群众来信": C.LETTER,
    "网上": C.NET, "网信": C.NET, "网络": C.NET, "网上投诉": C.NET, "网络留言": C.NET, "领导信箱": C.NET,
    "电话": C.PHONE, "热线": C.PHONE, "12345热线": C.PHONE,
}  # fmt: skip
KINDS = {kind.label: kind for kind in K} | {
    "建议": K.SUGGESTION, "建议类": K.SUGGESTION, "意见建议": K.SUGGESTION, "建议意见类": K.SUGGESTION,
    "检举": K.ACCUSATION, "控告": K.ACCUSATION, "举报": K.ACCUSATION, "检举控告类": K.ACCUSATION,
    "申诉": K.APPEAL, "求决": K.APPEAL, "求决类": K.APPEAL, "申诉求决类": K.APPEAL, "投诉请求": K.APPEAL,
}  # fmt: skip
FIELDS = {field.label: field for field in Petition.Field}
SOURCES = {source.label: source for source in So} | {
    "直接": So.DIRECT, "本级": So.DIRECT, "自收": So.DIRECT, "转送": So.FORWARDED, "转办": So.FORWARDED, "交办": So.ASSIGNED,
}  # fmt: skip
YES = frozenset("是 有 √ ✓ ✔ 1 y yes 真 已".split())
# Columns that say one fact about the visit or the matter with 是 or 否.
FACTS = {
    "joint": F.JOINT, "above": F.ABOVE, "judicial": F.JUDICIAL, "several": F.SEVERAL, "sued": F.SUED,
    "review_asked": F.REVIEW_ASKED, "arbitrated": F.ARBITRATED,
}  # fmt: skip


def _flag(key: str, *headers: str) -> Column:
    return Column(key, headers, 40)


def _day(key: str, *headers: str) -> Column:
    return Column(key, headers, 40)


COLUMNS = (
    Column("number", ("来源编号", "编号", "留言编号", "登记号", "登记编号", "受理编号"), 40, example="2026-0001"),
    Column("national", ("国家系统编号", "国家信访信息系统编号", "信访件编号", "信访编号", "信访件号"), 40, example="9901202601050001"),
    Column("channel", ("信访形式", "来访形式", "来源", "受理渠道", "反映渠道"), 20, example="来信", asked=True),
    Column("title", ("标题", "留言主题", "主题", "信访标题"), 80, example="三组水渠堵塞"),
    Column(
        "demand", ("诉求", "信访人诉求", "概况", "留言详情", "内容", "主要诉求", "反映内容", "诉求内容", "信访内容", "反映问题"), 10000,
        required=True, example="桃坞村三组的水渠堵了两个月，田里灌不上水，要求清理。",
    ),
    Column(
        "received", ("收到时间", "信访日期", "留言时间", "来信日期", "来访日期", "来访时间", "收到日期", "登记时间", "登记日期", "转交责任单位日期"), 40,
        required=True, example="2026-01-05 09:30",
    ),
    Column("kind", ("类别", "信访类别", "三大类", "信访目的", "内容大类"), 40),
    Column("field", ("内容分类", "信访内容分类", "涉及领域", "一级分类"), 80),
    Column("source", ("从哪里来", "来源方式", "转送方式", "转交方式"), 20, asked=True),
    Column("sender", ("转送单位", "交办单位", "转送、交办单位", "登记机构", "来文单位"), 60, example="县信访局", asked=True),
    Column("sender_number", ("转送文号", "交办文号", "文号", "来文号"), 60),
    _day("sender_on", "上级收到日期", "上级登记日期"),
    _day("report_by", "限办时间", "要求反馈日期", "办理期限", "限办日期"),
    _day("told", "告知日期", "告知时间", "书面告知日期"),
    _day("accepted", "受理日期", "受理时间", "作出受理意见日期"),
    Column("head_count", ("人数", "涉及人数", "来访人数"), 10),
    Column("before", ("以前登记次数", "重复次数"), 10),
    AREA,
    *PEOPLE,
    *ANSWERS,
    *CLERKS,
    _flag("joint", "联名", "联名信或集体访", "联名标志"),
    _flag("above", "越级", "越级标志"),
    _flag("judicial", "涉法涉诉", "涉法涉诉标志"),
    _flag("several", "三跨三分离", "三跨三分离标志"),
    _flag("sued", "是否法院已受理", "法院已受理"),
    _flag("review_asked", "是否已复议", "已复议", "已申请行政复议"),
    _flag("arbitrated", "是否已仲裁", "已仲裁", "已申请仲裁"),
    _flag("urgent", "紧急", "紧急标志", "重大紧急"),
    _flag("unknown", "匿名", "匿名标志"),
    _flag("confidential", "保密", "保密标志", "要求保密"),
    Column("threat", ("扬言", "扬言标志", "扬言内容"), 300),
    *NEVER,
)  # fmt: skip
