"""What holds for every answer: the content security policy, and how long a login lasts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode

from core.kept import keep
from core.views.accounts import login_page, password_due, why

Answer = Callable[[HttpRequest], HttpResponse]

# The counter's page asks the reader of identity cards on its own machine, where there is one.
_READER = "/".join(settings.ID_READER_URL.split("/")[:3])

POLICY = "; ".join(
    [
        "default-src 'self'",
        f"connect-src 'self' {_READER}".strip(),
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
    ]
)
# Grid workers send the place of an incident from the phone, the counter photographs papers.
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"


class ContentSecurityPolicy:
    """Own scripts and styles from own files only. A view may set a stricter policy of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        # Nobody types a NUL, and the database takes none.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class LoginLimits:
    """A login ends after LOGIN_IDLE_MINUTES without a request and after LOGIN_HOURS in any case.

    Works in process_view, when the CSRF check has passed: what was posted after the end is not
    carried out but kept for the same user, and only a form of ours may be kept.
    """

    REMEMBER_EVERY = 60  # seconds: not every request writes the session

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Let the request through, or answer with the login page or the password page."""
        if not request.user.is_authenticated:
            return None
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


def _login_again(request: HttpRequest, over: str) -> HttpResponse:
    if "X-Part" in request.headers:
        # A script that looks something up for the page: the page itself has still to be sent, so the
        # session stays as it is, over, and what is typed there is kept when it comes.
        return HttpResponse(status=401)
    if request.method in ("GET", "HEAD"):
        logout(request)
        return _elsewhere(request, resolve_url(settings.LOGIN_URL), why=over)
    kept = keep(request)
    logout(request)
    about = (
        "您刚才提交的内容还没有保存；用同一账号登录后可以接着提交。"
        if kept
        else "您刚才提交的内容太长，没有保存；请用浏览器的“后退”键回到原页复制出来，登录后再提交。"
    )
    return login_page(request, f"{why(over)}{about}", 401, request.path, kept=kept)


def _elsewhere(request: HttpRequest, url: str, **query: str) -> HttpResponse:
    """To another page and back."""
    if request.method in ("GET", "HEAD"):
        query = {"next": request.get_full_path(), **query}
    return redirect(f"{url}?{urlencode(query)}" if query else url)
