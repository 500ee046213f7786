"""Each morning: the register is open to who has the posts of today, and to nobody who has left one."""

from core.workflow.perform import perform
from grid.care.steps import strangers
from grid.models import Care


def open_anew() -> int:
    """Returns how many were opened anew. What is erased holds nobody, and is left."""
    stale = [
        care
        for care in Care.objects.filter(erased_at=None).select_related("area", "holder_unit")
        if strangers(care)
    ]
    for care in stale:
        perform(care.pk, "open_anew", by=None)
    return len(stale)
