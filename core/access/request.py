"""The type of a request that a view of ours gets."""

from django.http import HttpRequest

from core.models import User


class Request(HttpRequest):
    """Of somebody who is logged in: LoginRequiredMiddleware lets nobody else through, but where a view says so
    (login_not_required), which asks for an HttpRequest.
    """

    user: User
