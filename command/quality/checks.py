"""What is looked at when a closed file is reviewed (案件质量评查): the list, as data. Facts and papers, never a mark for a person."""

CHECKS: dict[str, str] = {
    "accepted": "没有按时受理、告知",
    "term": "超过期限没有办理延期",
    "way": "途径、程序不对",
    "facts": "事实没有查清，没有证据",
    "answer": "答复没有回应诉求，或者没有依据",
    "remedy": "没有告知救济途径",
    "served": "文书没有送达，或者没有送达证明",
    "carried": "答应的事没有落实",
    "file": "卷宗缺材料",
    "rating": "群众两次不满意，没有说明原因",
}
