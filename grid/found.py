"""What a patrol or a visit finds: reported along with it, as an incident."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.models import Area, User
from core.workflow.perform import open_matter


def incident_found(by: User, area: Area, data: Mapping[str, Any], key: UUID, place: str = "") -> Any:
    """The incident of `what` was found there; None where nothing was."""
    if not data.get("what"):
        return None
    told = {"what": data["what"], "topic": data.get("topic"), "area": area, "place": place}
    return open_matter("incident", by=by, data=told, key=key).matter
