"""Pages of law and answers at hand. Only words of law are asked for in their addresses, never what a person said."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from core.access.request import Request
from core.accounts.throttle import papers_limited
from core.documents.render import render as render_paper
from core.records.admin_log import note
from core.views.documents import PDF_POLICY, sent
from legal.advice.papers import guide_paper
from legal.library import law
from legal.models import Guide, Law, Topic

SIGNS = 60  # of what is looked for


@require_safe
@permission_required("core.view_matters", raise_exception=True)
def at_hand(request: Request) -> HttpResponse:
    """法条、常用答复: by words and by kind of dispute; without either the laws that are stored, with their source. A field for an
    answer shows the same under itself (static/js/insert.js). Kept answers are for those who answer.
    """
    words, topic = request.GET.get("q", "")[:SIGNS].strip(), request.GET.get("topic", "")
    asked = bool(words or topic in Topic.values)
    advises = request.user.has_perm("legal.consult")
    found = {
        "words": words, "topic": topic, "topics": Topic.choices, "asked": asked, "articles": law.articles(words, topic),
        "guides": law.guides(topic) if advises and topic in Topic.values else [], "replies": law.replies(words, topic) if advises and asked else [], "laws": [] if asked else Law.objects.annotate(many=Count("articles")),
    }  # fmt: skip
    return render(request, "legal/law.html", found)


@require_safe
@permission_required("legal.consult", raise_exception=True)
def guides(request: Request) -> HttpResponse:
    """办事指引: those in force, of all kinds of dispute or of one, by where they lead."""
    topic = request.GET.get("topic", "")
    may = request.user.has_perm("legal.keep")
    return render(
        request, "legal/guides.html", {"guides": law.guides(topic), "topic": topic, "topics": Topic.choices, "may_review": may}
    )  # fmt: skip


@require_safe
@permission_required("legal.consult", raise_exception=True)
@papers_limited
def print_guide(request: Request, pk: int) -> HttpResponse:
    """One guide for whoever stands at the counter, also with another matter; made anew each time."""
    guide = get_object_or_404(Guide, pk=pk, retired_on=None)
    paper = guide_paper(guide, localdate())
    data = render_paper("documents/paper.html", paper, title="办事指引")
    return sent(data, f"办事指引 {guide.title}.pdf", "application/pdf", PDF_POLICY)


@require_POST
@permission_required("legal.keep", raise_exception=True)
def review_guide(request: Request, pk: int) -> HttpResponse:
    """复核: compared with its source by somebody else than who typed it."""
    guide = get_object_or_404(Guide, pk=pk, retired_on=None)
    if guide.edited_by == request.user:
        messages.error(request, "是您录入的，请另一个人复核。")
    else:
        Guide.objects.filter(pk=pk).update(reviewed_by=request.user, reviewed_on=localdate())
        note(request.user, guide, f"复核办事指引：{guide}")
        messages.success(request, f"已复核：{guide}。")
    return redirect("guides")
