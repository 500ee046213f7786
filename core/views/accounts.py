"""Logging in and out, and changing one's own password."""

import math
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, RedirectURLMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.csrf import csrf_failure

from core.accounts.forms import LoginForm, PasswordForm
from core.accounts.lockout import client_address, locked_until
from core.accounts.resubmit import keep, posted, restore, typed, writer
from core.deadlines.workdays import HOURS_WORDS
from core.records.admin_log import note

# Why somebody stands before the login page, by the word in its address.
WHY = {
    "idle": "您已有 {minutes} 分钟没有操作，系统为安全起见已自动退出，请重新登录。",
    "hours": "本次登录已满 {hours} 小时，请重新登录。",
}


def why(word: str) -> str:
    """The sentence for a word of WHY; nothing for any other word."""
    return WHY.get(word, "").format(minutes=settings.LOGIN_IDLE_MINUTES, hours=settings.LOGIN_HOURS)


def login_page(request: HttpRequest, sentence: str, status: int, path: str, **initial: str) -> HttpResponse:
    """The login page outside its own view: after a login ran out, or while an account is locked."""
    context = {
        "form": LoginForm(request, initial=initial),
        "next": path,
        "why": sentence,
        **at_the_door(),
    }
    return render(request, "registration/login.html", context, status=status)


def kept_at_the_door(request: HttpRequest, sentence: str, status: int = 401) -> HttpResponse:
    """The login page for a form that came too late: what was typed goes through it, for who typed it."""
    kept = keep(request)
    about = (
        "您刚才提交的内容还没有保存；用同一账号登录后可以接着提交，提交前先给您看一遍。"
        if kept
        else "您刚才提交的内容太长，没有保存；请用浏览器的“后退”键回到原页复制出来，登录后再提交。"
    )
    return login_page(request, f"{sentence}{about}", status, request.path, kept=kept)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's (403): somebody has logged in anew since it was opened, or the browser
    has lost its cookie. Nothing is carried out; who typed it gets it back to look at and send. A form that does not
    come from a page of ours is refused without more.
    """
    match = request.resolver_match
    page, view = (match.view_name, match.func) if match else ("", None)
    foreign = reason.startswith(("Origin", "Referer"))
    who = None if foreign else writer(request)
    if (who and who == request.user.pk) or not (foreign or who or getattr(view, "login_required", True)):
        if page not in ("login", "logout"):
            return offer_again(request, posted(request), status=403)
    elif who:
        other: Any = request.user
        sentence = (
            f"这张表单不是现在登录的{other.name}填写的，须由填写人登录。" if other.is_authenticated else ""
        )
        return kept_at_the_door(request, sentence, 403)
    return csrf_failure(request, reason)


def offer_again(request: HttpRequest, content: dict[str, Any], status: int = 200) -> HttpResponse:
    """What was typed, to be read and sent once more."""
    frame = "base.html" if request.user.is_authenticated else "plain.html"
    shown = {"kept": content, "typed": typed(content["fields"]), "frame": frame}
    return render(request, "core/resubmit.html", shown, status=status)


def at_the_door() -> dict[str, Any]:
    """Whose door it is; in the demo also the accounts to try and their password."""
    place = settings.TOWN["county"] + settings.TOWN["name"]
    office = settings.TOWN["centre"].removeprefix(settings.TOWN["name"])
    door = {"door": {"place": [place, office], "phone": settings.TOWN["phone"], "hours": HOURS_WORDS}}
    if not settings.DEMO:
        return door
    return door | {"demo_accounts": settings.DEMO_ACCOUNTS, "demo_password": settings.DEMO_PASSWORD}


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """What django-axes answers for a locked pair of account and address (429): why, and for how long."""
    username = str((credentials or {}).get("username") or "")
    left = (locked_until(username, client_address(request)) - timezone.now()).total_seconds()
    sentence = (
        f"这个账号在这台电脑上连续 {settings.AXES_FAILURE_LIMIT} 次没有登录成功，已锁定，"
        f"还有 {max(1, math.ceil(left / 60))} 分钟解锁。急用请找安全管理员解锁。"
    )
    path = request.POST.get("next", "")
    return login_page(request, sentence, 429, path, username=username, kept=request.POST.get("kept", ""))


class AccountLogin(LoginView):
    """Named accounts only. Text kept from before (core.accounts.resubmit) is offered again after the login."""

    authentication_form = LoginForm

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Whoever is logged in need not log in; but a text that is kept asks for its writer."""
        super().setup(request, *args, **options)
        self.redirect_authenticated_user = not request.POST.get("kept")

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """In a transaction, because tries of one account take turns (core.accounts.lockout)."""
        return super().post(request, *args, **options)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session["login_at"] = self.request.session["seen_at"] = int(timezone.now().timestamp())
        token = form.cleaned_data["kept"]
        if not token:
            return response
        if kept := restore(token, form.get_user()):
            self.request.user = form.get_user()
            return offer_again(self.request, kept)
        messages.warning(self.request, "登录前保留的内容属于另一个账号，没有显示。")
        return redirect(settings.LOGIN_REDIRECT_URL)

    def get_initial(self) -> dict[str, Any]:
        """Without JavaScript the demo fills in an account by its address (?as=clerk)."""
        return {"username": self.request.GET.get("as", "")} if settings.DEMO else {}

    def form_invalid(self, form: Any) -> HttpResponse:
        status = 429 if form.must_wait() else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        return super().get_context_data(why=why(self.request.GET.get("why", "")), **at_the_door(), **options)


class AccountLogout(LogoutView):
    """By POST only, so that no link or picture can log somebody out."""


class OwnPassword(RedirectURLMixin, PasswordChangeView):
    """Change one's own password; the only page while a change is due (core.web.middleware.LoginLimits)."""

    form_class = PasswordForm
    template_name = "core/password.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.user
        user.must_change_password, user.password_changed_at = False, timezone.now()
        form.save()
        note(user, user, "修改了自己的密码")
        update_session_auth_hash(self.request, user)  # this session stays, all others of the user end
        messages.success(self.request, "密码已修改。")
        return redirect(self.get_success_url())

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        return super().get_context_data(
            due=password_due(self.request), next=self.get_redirect_url(), **options
        )


def password_due(request: HttpRequest) -> str:
    """Why the password must be changed now; empty when it need not be.

    Age is judged by the moment of the login, so that nobody is interrupted in the middle of a form.
    """
    user: Any = request.user
    if user.must_change_password:
        return "这是首次登录或密码已被重置，请先设一个只有您自己知道的密码。"
    age = request.session["login_at"] - user.password_changed_at.timestamp()
    if age > settings.PASSWORD_DAYS * 86400:
        return f"密码已用满 {settings.PASSWORD_DAYS} 天，请先修改。"
    return ""
