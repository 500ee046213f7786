"""Printed papers: a template of `templates/documents/` and a context of plain values → PDF/A.

Cheap to import: WeasyPrint comes in with the first paper of a process (`core.documents.typesetting`).
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.documents import libraries
from core.values.refused import Refused

# What fills the box of the registration form at its ordinary size (measured: 7 lines of 37).
NARRATIVE_LIMIT = 260
_LACK = '<span class="lack"></span>'


def render(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """Print `template` as PDF/A-3b, in our two fonts, without network.

    `title` becomes a property of the file and may be seen by everybody who gets the
    file: no content of a sealed matter. `context["created"]` (datetime with zone, optional) is
    its creation date; equal input gives equal bytes. Characters that the fonts lack are printed
    as 〓 and named at the foot of the page; `lacking` tells them beforehand.
    Raises Refused where this machine has no Pango, `core.documents.typesetting.ForbiddenResource` if the
    template refers to anything from outside.
    """
    return _typesetting().typeset(html_of(template, context, title=title))


def html_of(template: str, context: Mapping[str, Any], *, title: str) -> str:
    """The page that `render` prints, whole, with what the fonts lack marked."""
    typesetting = _typesetting()
    created = context.get("created")
    html: str = render_to_string(
        template,
        {
            **context,
            "title": title,
            "author": settings.TOWN["centre"],
            "created": created.isoformat(timespec="seconds") if isinstance(created, datetime) else "",
            "song": typesetting.SONG.as_uri(),
            "hei": typesetting.HEI.as_uri(),
        },
    )
    html, lacking = typesetting.printable(html)
    if lacking:
        codes = "、".join(f"U+{ord(character):04X}" for character in lacking[:4])
        more = f"等{len(lacking)}字" if len(lacking) > 4 else ""
        html = html.replace(
            _LACK, f'<span class="lack">〓为字库暂缺的字，请手写补正：<br>{codes}{more}</span>'
        )
    return html


def lacking(text: str) -> list[str]:
    """Return the characters of `text` that our fonts cannot print, sorted, each once."""
    return _typesetting().printable(text)[1]


def _typesetting() -> Any:
    try:
        from core.documents import typesetting
    except OSError as error:  # a library of the system cannot be loaded
        packages = "、".join(libraries.missing()) or str(error)
        raise Refused(
            f"这台机器还不能排印文书：请系统管理员安装 {packages} 后再出具。内容都已保存。"
        ) from error
    return typesetting


def sheets(text: str, limit: int = NARRATIVE_LIMIT) -> tuple[list[str], list[str]]:
    """Cut a narrative into the paragraphs of the form and those of its continuation sheet.

    The first part has at most `limit` characters and ends with a sentence where it can. Empty
    lines are dropped. The second list is empty when all fits.
    """
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    if sum(map(len, paragraphs)) <= limit:
        return paragraphs, []
    first: list[str] = []
    room = limit
    while len(paragraphs[0]) <= room:
        first.append(paragraphs.pop(0))
        room -= len(first[-1])
    ends = [match.end() for match in re.finditer("[。；！？][”’）]?", paragraphs[0]) if match.end() <= room]
    cut = ends[-1] if ends else (room if not first else 0)
    if cut:
        first.append(paragraphs[0][:cut])
        paragraphs[0] = paragraphs[0][cut:]
    return first, paragraphs
