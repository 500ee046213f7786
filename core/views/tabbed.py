"""A page with tabs: ?view=late."""

from collections.abc import Mapping
from typing import Any

from core.access.request import Request


def tabbed(request: Request, views: Mapping[str, tuple[str, Any]]) -> tuple[str, Any, list[dict[str, Any]]]:
    """The view that is asked for, else the first; its rows; the tabs. `views`: label and rows by name."""
    name = request.GET.get("view", "")
    name = name if name in views else next(iter(views))
    tabs = [
        {"url": f"?view={key}", "label": label, "count": None, "current": key == name}
        for key, (label, _) in views.items()
    ]
    return name, views[name][1], tabs
