"""What recorded facts of a mediation are called, where no form of the act has a field of that name."""

CAPTIONS = {
    "until": "延至",
    "chosen_by": "由谁选定",
    "apart": "单独谈话",
    "refused": "拒绝",
    "due": "届满日",
    "overdue": "超期",
    "basis": "依据",
    "form": "协议形式",
    "signed": "签字",
    "effective_on": "生效日期",
    "what": "履行",
    "told": "告知",
    "fed_back_to": "反馈给",
    "facts": "纠纷简要情况",
    "requests": "申请事项",
    "inquiry": "调查记录",
    "session": "调解记录",
}
