"""卷宗, 案卷: what the dossier of a matter holds and lacks, and the one PDF of it."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.access import sealed
from core.access.request import Request
from core.documents import dossier_pdf
from core.documents.dossier import Dossier, Line
from core.lists.prefetch import gather
from core.models import Document
from core.procedure import dossier_job
from core.procedure.procedure import Procedure, by_kind, document_kinds
from core.values.screen_formats import day, when


def dossier(request: Request, pk: int) -> HttpResponse:
    """The list of papers, and how far the PDF is; POST has it made. Through the gate, for who may see people in full."""
    matter = sealed.enter(request, pk)
    procedure, user = by_kind()[matter.kind], _reader(request)
    if procedure.dossier is None:
        raise Http404
    child = procedure.child(matter)
    if request.method == "POST":
        if child.voided_at is None:
            dossier_job.ask(matter, user)
        return redirect("dossier", pk=pk)
    gather(child, procedure.gathers)
    lines = _seen(procedure.dossier, child, user)
    context = {
        "matter": child,
        "word": procedure.dossier.word,
        "here_url": reverse("matter", args=[pk]),
        "lines": [_line(child, user, line) for line in lines],
        "apart": any(item.apart for item in procedure.dossier.items),
        "attaches": user.has_perm("core.attach"),
        "missing": sum(bool(line.lacking) for line in lines),
        "job": dossier_job.job(procedure.dossier, child),
        "papers": [_paper(paper) for paper in dossier_pdf.versions(procedure.dossier, child)],
    }
    return render(request, "core/dossier.html", context)


def _reader(request: Request) -> Any:
    if not dossier_job.may(request.user):
        raise PermissionDenied
    return request.user


def _seen(dossier: Dossier, child: Any, user: Any) -> list[Line]:
    """The lines, without the sub-file for who may not know it."""
    lines = dossier.lines(child)
    return lines if dossier.reads_apart(user, child) else [line for line in lines if not line.item.apart]


def _line(child: Any, user: Any, line: Line) -> dict[str, Any]:
    there = [paper.label for paper in line.held.papers] + [scan.name for scan in line.held.scans]
    return {
        "name": line.item.words,
        "must": "必备" if line.must else "有则入卷",
        "why": line.item.required.words if line.must and line.item.required else "",
        "there": "、".join(there),
        "lacks": bool(line.lacking),
        "lacking": line.lacking.removeprefix(line.item.words),
        "issue": _offered(child, user, line),
        "attach_url": f"{reverse('attach', args=[child.pk])}?{urlencode({'item': line.item.key})}",
    }


def _offered(child: Any, user: Any, line: Line) -> list[tuple[str, str]]:
    """(label, address) of each paper of this line that is missing and may be issued now."""
    issued = {(paper.kind, paper.scope) for paper in line.held.papers}
    offers = []
    for kind in (document_kinds()[key] for key in line.item.papers if line.lacking):
        if not kind.allowed(user) or kind.why_not(child):
            continue
        url = reverse("issue", args=[child.pk, kind.key])
        for part, words in kind.scopes(child).items():
            if (kind.key, part) not in issued:
                query = f"?{urlencode({'part': part})}" if part else ""
                offers.append((words, f"{url}{query}"))
    return offers


def _paper(paper: Document) -> dict[str, str]:
    return {
        "url": reverse("document", args=[paper.pk]),
        "name": f"第{paper.version}版",
        "when": when(paper.issued_at),
        "pages": str(paper.facts.get("pages", "")),
    }


def panel(procedure: Procedure, child: Any, user: Any) -> dict[str, Any]:
    """On the matter's page: the way to it, and near the end what it lacks. Nothing for who may not see people in full."""
    dossier = procedure.dossier
    if dossier is None or not dossier_job.may(user):
        return {}
    paper = next(iter(dossier_pdf.versions(dossier, child)), None)
    ending = child.status in dossier.ending
    return {
        "word": dossier.word,
        "url": reverse("dossier", args=[child.pk]),
        "ending": ending,
        "missing": [line.lacking for line in _seen(dossier, child, user) if line.lacking] if ending else [],
        "paper_url": reverse("document", args=[paper.pk]) if paper else "",
        "paper": f"第{paper.version}版，{paper.facts.get('pages')} 页，{day(paper.issued_at)}"
        if paper
        else "",
    }
