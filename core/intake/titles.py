"""A title from what somebody said."""

import re

from core.privacy.masking import mask_digits

TITLE = 40  # characters


def title_of(demand: str) -> str:
    """A title from the first words of the demand, at a comma or full stop where there is one."""
    text = mask_digits(re.sub(r"\s+", " ", demand).strip())
    first = re.split(r"[。！？；\n]", text, maxsplit=1)[0] or text
    if len(first) <= TITLE:
        return first
    cut = max(first.rfind(mark, 8, TITLE) for mark in "，,、 ")
    return first[:cut] if cut > 0 else first[: TITLE - 1] + "…"
