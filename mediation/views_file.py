"""卷宗: what the file of a mediation holds and lacks, and the one PDF of it."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.access import sealed
from core.lists.prefetch import gather
from core.models import Document
from core.procedure.procedure import by_kind, document_kinds
from core.values.screen_formats import when
from mediation import file, tasks
from mediation.documents import bound
from mediation.models import Mediation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mediation_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of papers, and how far the file is; POST has it made. Through the gate, for who may see people in full."""
    mediation = get_object_or_404(Mediation, pk=sealed.enter(request, pk).pk)
    if not tasks.may(request.user):
        raise PermissionDenied
    user: Any = request.user
    if request.method == "POST":
        if mediation.voided_at is None:
            tasks.ask(mediation, user)
        return redirect("mediation_file", pk=pk)
    gather(mediation, by_kind()[mediation.kind].gathers)
    apart = file.reads_apart(user, mediation)
    lines = [line for line in file.required(mediation) if apart or not line.item.apart]
    context = {
        "matter": mediation,
        "here_url": reverse("matter", args=[pk]),
        "lines": [_line(mediation, user, line) for line in lines],
        "attaches": user.has_perm("core.attach"),
        "missing": sum(bool(line.lacking) for line in lines),
        "job": tasks.job(mediation),
        "papers": [_paper(paper) for paper in bound.versions(mediation)],
    }
    return render(request, "mediation/file.html", context)


def _line(mediation: Mediation, user: Any, line: file.Line) -> dict[str, Any]:
    there = [paper.label for paper in line.held.papers] + [scan.name for scan in line.held.scans]
    return {
        "name": line.item.name,
        "must": "必备" if line.must else "有则入卷",
        "there": "、".join(there),
        "lacks": bool(line.lacking),
        "lacking": line.lacking.removeprefix(line.item.name),
        "issue": _offered(mediation, user, line),
        "attach_url": f"{reverse('attach', args=[mediation.pk])}?{urlencode({'item': line.item.key})}",
    }


def _offered(mediation: Mediation, user: Any, line: file.Line) -> list[tuple[str, str]]:
    """(label, address) of each paper of this line that is missing and may be issued now."""
    issued = {(paper.kind, paper.scope) for paper in line.held.papers}
    offers = []
    for kind in (document_kinds()[key] for key in line.item.kinds if line.lacking):
        if not kind.allowed(user) or kind.why_not(mediation):
            continue
        url = reverse("issue", args=[mediation.pk, kind.key])
        for part in kind.parts(mediation) if kind.parts else [""]:
            if (kind.key, part) not in issued:
                query = f"?{urlencode({'part': part})}" if kind.parts else ""
                offers.append((kind.named(part), f"{url}{query}"))
    return offers


def _paper(paper: Document) -> dict[str, str]:
    return {
        "url": reverse("document", args=[paper.pk]),
        "name": f"第{paper.version}版",
        "when": when(paper.issued_at),
        "pages": str(paper.facts.get("pages", "")),
    }
