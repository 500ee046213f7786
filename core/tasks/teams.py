"""工作专班 by a template (core.models.TeamTemplate): each of its roles is filled with a person, who gets what is to be done as a
task, so that he sees the matter, is reminded and reports. Asked by a TeamForm (core.tasks.forms).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.models import Task
from core.values.form_base import limit
from core.values.refused import Refused

Data = Mapping[str, Any]


def members(data: Data) -> list[tuple[str, Any]]:
    """Each role with the holding of whoever fills it; none where no template was chosen. Raises Refused."""
    filled = list(data.get("members") or ()) if data.get("template") else []
    if empty := [role for role, holding in filled if holding is None]:
        raise Refused(f"专班还没有选人：{'、'.join(empty)}。", "template")
    roles: dict[int, str] = {}
    for role, holding in filled:
        if (before := roles.setdefault(holding.user_id, role)) != role:
            raise Refused(f"{holding.user.name}选了两次：{before}、{role}。", "template")
    return filled


def said(filled: list[tuple[str, Any]]) -> str:
    """召集人冯立言，包村干部1俞百川."""
    return "，".join(f"{role}{holding.user.name}" for role, holding in filled)


def lines(filled: list[tuple[str, Any]], what: str, due_on: date) -> list[dict[str, Any]]:
    """What each member is to do, as lines for core.tasks.acts.given. Raises Refused for words that a task cannot hold."""
    left = limit(Task, "what") - max((len(f"{role}：") for role, _ in filled), default=0)
    if len(what) > left:
        raise Refused(f"交给专班的，交办内容最多 {left} 字，请写短一些。", "what")
    return [
        {"what": f"{role}：{what}", "unit": holding.post.unit, "user": holding.user, "due_on": due_on}
        for role, holding in filled
    ]
