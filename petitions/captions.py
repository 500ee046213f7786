"""What recorded facts of a petition are called, where no form of the act has a field of that name."""

from core.exchange.import_words import KEPT

CAPTIONS = {
    **KEPT,
    "channel": "信访形式",
    "part": "本镇身份",
    "source": "来源",
    "sender": "转送、交办单位",
    "late_entry": "补录",
    "claims": "诉求",
    "accused": "被检举、控告",
    "checked": "核对账号",
    "superior": "转送上级",
    "keeper": "保管人",
    "flags": "要紧情况",
    "body": "单位",
    "purpose": "方式",
    "agreed": "是否同意",
    "answered_on": "收到日期",
    "heard_from": "听证开始",
    "heard_until": "听证结束",
    "ground": "终结依据",
    "three": "三到位一处理",
    "level": "层级",
    "result": "结果",
    "role": "身份",
    "days": "延长（日）",
    "answer": "答复",
    "answered_at": "答复时间",
    "national_number": "国家系统编号",
    "opinion": "处理意见",
}
