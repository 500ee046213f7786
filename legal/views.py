"""Pages of law and answers at hand. Only words of law are asked for in their addresses, never what a person said."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.request import Request
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
    found = {
        "words": words, "topic": topic, "topics": Topic.choices, "asked": asked, "articles": law.articles(words, topic),
        "replies": law.replies(words, topic) if asked and request.user.has_perm("legal.consult") else [], "laws": [] if asked else Law.objects.annotate(many=Count("articles")),
    }  # fmt: skip
    return render(request, "legal/law.html", found)


@require_safe
@permission_required("legal.consult", raise_exception=True)
def guides(request: Request) -> HttpResponse:
    """办事指引: all in force, by where they lead."""
    return render(request, "legal/guides.html", {"guides": Guide.objects.filter(retired_on=None)})
