"""What several papers of legal services say in the same words."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.models import Party

Values = Mapping[str, Any]
INK = "＿＿＿＿＿＿＿＿＿＿"


def station() -> str:
    return f"{settings.TOWN['name']}公共法律服务工作站"


def applicants(matter: Any) -> list[Party]:
    return [one for one in matter.people if one.role == Party.Role.APPLICANT]


def names(matter: Any) -> str:
    return "、".join(one.name for one in applicants(matter)) or "咨询人"


def frame(heading: str, on: Any, **more: Any) -> dict[str, Any]:
    """As documents/paper.html prints it, in the name of the station."""
    return say.paper(station(), heading, on, **more)
