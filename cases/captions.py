"""What recorded facts of a case are called, where no form of the act has a field of that name."""

from core.exchange.import_words import KEPT

CAPTIONS = {
    "channel": "来源",
    "instruction": "批示",
    "given_by": "批示人",
    "received_by": "接访领导",
    "order": "次序",
    "from_unit": "原承办单位",
    "returned_by": "退回单位",
    "taken_from": "收回自",
    "from_room": "原功能室",
    "unit": "承办单位",
    "helper": "协办单位",
    "helpers": "协办",
    "days": "延长",
    "until": "延至",
    "room": "功能室",
    "body": "调解组织",
    "answer": "结果",
    "answered_at": "答复时间",
    "satisfaction": "评价",
    "words": "留言",
    "accused": "被检举、控告",
    "checked": "核对账号",
    "flags": "要紧情况",
    "parties": "当事人",
    "told": "已告知",
    **KEPT,
    "measured": "测量",
}
