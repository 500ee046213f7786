"""Why a sealed matter is opened is asked before anything of it is shown (core.access.sealed)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.access import sealed
from core.access.forms import LookForm
from core.access.request import Request
from core.accounts.resubmit import keep
from core.models import Look, Matter


class AskWhy:
    """Answers WhyFirst with the question; what comes next is the page that was wanted, or the form that was posted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """An act that was done is its own reason; whatever else a posted form would show of the matter is not."""
        response = self.get_response(request)
        owed: Matter | None = getattr(request, "owes_reason", None)
        if owed is None or sealed.said_today(request.user, owed):
            return response
        if 300 <= response.status_code < 400:
            Look.objects.create(matter_id=owed.pk, by=request.user, reason="办理本事项", what=sealed.ACTED)
            return response
        return sealed.ask(request, owed, LookForm(), reverse("matter", args=[owed.pk]), keep(request))

    def process_exception(self, request: Request, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, sealed.WhyFirst):
            return None
        return sealed.ask(request, problem.matter, LookForm(), request.get_full_path())
