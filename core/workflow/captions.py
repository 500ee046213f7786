"""What the keys of recorded facts are called: the one place where a key becomes a word.

The history keeps facts by identifiers. What a form asked bears the label of its field; of the rest a room has a table
(Workflow.captions), the kernel the ones below. Whoever renames a label changes what is read, and no fact.
"""

from collections.abc import Mapping
from typing import Any

from core.procedure.transitions import Transition, Workflow

# Of the kernel's own acts, in the order in which they are said.
CAPTIONS: Mapping[str, str] = {
    "lapsed": "期限",
    "asked": "原报请",
    "opened_to": "新任保管",
    "shut_to": "离任，不再开放",
    "taken_over_by": "代为办理",
    "guardian": "监护人",
    "agent": "委托代理人",
    "officer": "单位代表",
    "reported": "已报告",
    "unit": "承办单位",
    "step": "梯次",
    "handler": "处理人",
    "item": "交办第{}项",
    "letter": "函件",
    "about": "所复的来函",
    "task": "交办",
    "fallen": "不再办理的交办",
    "referral": "转介",
    "earlier": "接续",
    "ground": "依据",
    "answered_by": "接收单位经办人",
    "outcome": "反馈结果",
    "giver": "交办人",
    "doer": "责任",
    "returned_by": "退回",
    "due_on": "完成期限",
    "turn": "班次",
    "turns": "班次",
    "people": "轮值",
    "hours": "时间",
    "weekdays": "每周",
    "off": "节假日",
    "places": "地点",
    "signed_in": "签到",
    "swap": "换班",
    "person": "代班",
    "named_by": "指定",
    "handed_by": "移交",
    "handed_to": "接手",
    "by_list": "交接清单",
    "area_from": "原地点",
    "area_to": "现地点",
    "compartment": "封闭",
    "superior": "送交的上级机关",
    "keeper": "保管人",
    "material": "材料",
    "entry": "条目",
    "entries_through": "到第几条为止",
    "to": "文书、受送达人",
    "tracking": "邮件号",
    "served_on": "送达日期",
    "ways": "救济途径",
    "own_ways": "自写的途径",
    "reason": "理由",
}
LAST = ("reason",)


def caption(flow: Workflow, row: Transition | None, key: str) -> str:
    """The word for a key. `old.title`: what stood there before; `session.2`, `item.2`: the second of its kind."""
    first, _, rest = key.partition(".")
    if first == "old":
        return f"原{caption(flow, row, rest)}"
    if rest.isdigit():
        word = caption(flow, row, first)
        return word.format(rest) if "{}" in word else f"第{rest}次{word}"
    field = _fields(row).get(key)
    return str((field and field.label) or flow.captions.get(key) or CAPTIONS.get(key) or key)


def in_order(flow: Workflow, row: Transition | None, keys: Any) -> list[str]:
    """The database keeps facts in no order of ours: first what the tables name, as they name it, then as the form asks."""
    known = [key for key in (*CAPTIONS, *flow.captions, *_fields(row)) if key not in LAST]
    places = {key: place for place, key in reversed(list(enumerate([*known, *LAST])))}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _fields(row: Transition | None) -> Mapping[str, Any]:
    return getattr(row.asks, "base_fields", {}) if row else {}
