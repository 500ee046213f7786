"""交办单: one for each task of a matter, with the slip that the unit signs."""

from collections.abc import Mapping
from typing import Any

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Task
from core.procedure.procedure import by_kind


def _turn(task: Task, place: int) -> str:
    return f"第{task.number}项"


def _parts(child: Any) -> Any:
    return child.tasks.all()  # the page has read them


def _none_yet(child: Any) -> str:
    given = bool(child.tasks.all())  # the page has read them
    return "" if given else "还没有交办，没有交办单。"


def _context(child: Any, task: Task) -> Mapping[str, Any]:
    """Of a sealed matter the sheet says who and by when, and no word of what."""
    post = next(iter(task.giver.reach.posts), None)
    said = {"subject": child.shown_title, "what": task.what, "report": task.report}
    if child.sealed or task.number in (by_kind()[child.kind].withheld(child, None) or ()):
        said = {"subject": "保密事项", "what": "内容依法保密，另行当面交办。", "report": ""}
    return {
        **said,
        "matter_number": child.number,
        "scope": _turn(task, 0),
        "to_unit": task.unit.name,
        "to_person": task.user.name if task.user else "",
        "giver": f"{task.giver.name}（{post.name}）" if post else task.giver.name,
        "given": say.moment(task.given_at, weekday=True),
        "due": say.day(task.due_on, weekday=True),
        "reported": say.day(task.reported_at),
        "state": task.get_state_display() if not task.is_open else "",
        "sealed": child.sealed,
    }


def kind_of(key: str, statuses: frozenset[str], series: str = "") -> DocumentKind:
    """The paper for a procedure's list: `key` is its own, the number's series goes by it."""
    return DocumentKind(
        key, "交办单", "documents/task.html", _context, number=f"{{short}}{series}交〔{{year}}〕{{serial}}号", statuses=statuses,
        when=_none_yet, parts=_parts, turn=_turn, shared=True,
    )  # fmt: skip
