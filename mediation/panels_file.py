"""The file on the mediation's page: what it lacks, once the matter comes to its end, and the way to the one PDF."""

from typing import Any

from django.urls import reverse

from core.procedure.procedure import Panel
from core.values.screen_formats import day
from mediation import file, tasks
from mediation.documents import bound
from mediation.models import Mediation

S = Mediation.Status
# Before that everything would be missing.
AT_THE_END = frozenset({S.EFFECTIVE, S.PERFORMED, S.ENDED, S.REFUSED, S.ARCHIVED})


def panel(mediation: Mediation, user: Any) -> dict[str, Any]:
    """Nothing for who may not see people in full."""
    if not tasks.may(user):
        return {}
    paper = next(iter(bound.versions(mediation)), None)
    ending = mediation.status in AT_THE_END
    return {
        "url": reverse("mediation_file", args=[mediation.pk]),
        "ending": ending,
        "missing": _missing(mediation, user) if ending else [],
        "paper_url": reverse("document", args=[paper.pk]) if paper else "",
        "paper": f"第{paper.version}版，{paper.facts.get('pages')} 页，{day(paper.issued_at)}"
        if paper
        else "",
    }


def _missing(mediation: Mediation, user: Any) -> list[str]:
    apart = file.reads_apart(user, mediation)
    return [
        line.lacking for line in file.required(mediation) if line.lacking and (apart or not line.item.apart)
    ]


FILE_PANEL = Panel("mediation/file_panel.html", panel)
