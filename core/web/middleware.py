"""What holds for every answer: the content security policy, and how long a login lasts."""

import codecs
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode

from core.accounts.resubmit import writer
from core.views.accounts import kept_at_the_door, password_due, why

Answer = Callable[[HttpRequest], HttpResponse]

# The counter's page asks the reader of identity cards on its own machine, where there is one.
_READER = "/".join(settings.ID_READER_URL.split("/")[:3])
# A map shows the site's own tiles, where it has some.
_TILES = "/".join(settings.MAP_TILES.split("/")[:3])

POLICY = "; ".join(
    [
        "default-src 'self'",
        f"connect-src 'self' {_READER}".strip(),
        f"img-src 'self' data: {_TILES}".strip(),
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
    ]
)
METHODS = ("GET", "HEAD", "POST")  # no page of ours knows another
# A telephone sends the place of what was found, the counter photographs papers.
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"


class ContentSecurityPolicy:
    """Own scripts and styles from own files only; nothing that was shown to somebody logged in is kept by the
    browser. A view may set a stricter policy of its own. What cannot be read at all, or asks by another
    method than a browser's, is refused here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        # Nobody types a NUL, and the database takes none.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        _refuse_other_encodings(request)
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "no-store" not in response.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def _refuse_other_encodings(request: HttpRequest) -> None:
    """Forms come in UTF-8. Raises BadRequest, with the form readable again for the page that says so."""
    encoding = request.encoding
    request.encoding = None  # type: ignore[assignment]
    if encoding and codecs.lookup(encoding).name != "utf-8":  # an unknown one is not even set
        raise BadRequest(f"a form in {encoding[:20]}")


class LoginLimits:
    """A login ends after LOGIN_IDLE_MINUTES without a request and after LOGIN_HOURS in any case.

    Works in process_view, when the CSRF check has passed: what was posted after the end, however it came
    about, is not carried out but kept for the same user, and only a form of ours may be kept.
    """

    REMEMBER_EVERY = 60  # seconds: not every request writes the session

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Let the request through, or answer with the login page or the password page."""
        if not request.user.is_authenticated:
            return _gone(request) if getattr(view, "login_required", True) else None
        page = request.resolver_match.view_name if request.resolver_match else ""
        if over := self._over(request):
            if page == "logout":
                return None
            if page == "login":
                logout(request)
                return None
            return _login_again(request, over)
        if page not in ("login", "logout", "password") and password_due(request):
            return _elsewhere(request, resolve_url("password"))
        return None

    def _over(self, request: HttpRequest) -> str:
        """The word for why this login is over; empty, and the request counted as a sign of life, if not."""
        now, session = int(timezone.now().timestamp()), request.session
        if now - session.setdefault("login_at", now) >= settings.LOGIN_HOURS * 3600:
            return "hours"
        unseen = now - session.setdefault("seen_at", now)
        if unseen >= settings.LOGIN_IDLE_MINUTES * 60:
            return "idle"
        if unseen >= self.REMEMBER_EVERY and "X-Poll" not in request.headers:  # a page that looks by itself
            session["seen_at"] = now
        return ""


def _gone(request: HttpRequest) -> HttpResponse | None:
    """The session is not there any more: logged out in another window, or ended by the server."""
    if "X-Part" in request.headers:
        return HttpResponse(status=401)
    if request.method == "POST" and writer(request):
        return kept_at_the_door(request, "您已经退出登录，可能是在别的窗口里退出的。")
    return None


def _login_again(request: HttpRequest, over: str) -> HttpResponse:
    if "X-Part" in request.headers:
        # A script that looks something up for the page: the page itself has still to be sent, so the
        # session stays as it is, over, and what is typed there is kept when it comes.
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        logout(request)
        return _elsewhere(request, resolve_url(settings.LOGIN_URL), why=over)
    answer = kept_at_the_door(request, why(over))
    logout(request)
    return answer


def _elsewhere(request: HttpRequest, url: str, **query: str) -> HttpResponse:
    """To another page and back."""
    if request.method in ("GET", "HEAD"):
        query = {"next": request.get_full_path(), **query}
    return redirect(f"{url}?{urlencode(query)}" if query else url)
