"""What recorded facts of an incident are called, where no form of the act has a field of that name."""

CAPTIONS = {
    "channel": "来源",
    "camera": "视频点位",
    "topic": "事件类型",
    "level": "级别",
    "item": "履职事项",
    "flags": "要紧情况",
    "told": "已通知",
    "reported": "已报告",
    "not_sealed": "不封闭",
    "clock": "发现时间",
    "unit": "承办单位",
    "task": "交办要求",
    "settled_how": "处置情况",
    "reason": "理由",
    "days": "延长（工作日）",
    "result": "结果",
    "words": "情况",
}
