"""Logging in, guessing, running out and coming back: what the person at the desk sees."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from core.accounts import lockout
from core.models import User
from core.views.accounts import AccountLogin, AccountLogout, OwnPassword
from core.web.middleware import POLICY


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {request.POST.getlist('facts')}")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


urlpatterns = [
    path("", page, name="home"),
    path("cases/", page, name="cases"),
    path("public/", public),
    path("login/", AccountLogin.as_view(), name="login"),
    path("logout/", AccountLogout.as_view(), name="logout"),
    path("password/", OwnPassword.as_view(), name="password"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
WRONG = "账号或密码不对。"
BARE = "{{ why }}{{ due }}{{ form.errors }}{{ form.kept }}"
RESUBMIT = (
    "{% for name, value in kept.fields %}[{{ name }}={{ value }}]{% endfor %}{{ kept.path }}{{ kept.files }}"
)


@pytest.fixture(autouse=True)
def _bare_pages(settings) -> None:
    """What is said, without the frame around it."""
    pages = {"registration/login.html": BARE, "core/password.html": BARE, "core/resubmit.html": RESUBMIT}
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", pages)]},
        }
    ]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk01", "林小满", "Qiuyun-26", must_change_password=False)


def attempt(password: str, username: str = "clerk01", address: str = "10.0.0.1", **more):
    """One try at the login page from an address, in a browser of its own."""
    facts = {"username": username, "password": password, **more}
    return Client(REMOTE_ADDR=address).post("/login/", facts)


def logged_in(clerk: User) -> Client:
    client = Client()
    assert client.post("/login/", {"username": clerk.username, "password": "Qiuyun-26"}).status_code == 302
    return client


# --- The same answer for every failure ------------------------------------------------------------


def test_the_right_password_opens_and_gives_a_new_session(clerk: User) -> None:
    client = Client()
    client.get("/login/?next=/cases/")
    before = client.session.session_key
    answer = client.post("/login/", {"username": "clerk01", "password": "Qiuyun-26", "next": "/cases/"})
    assert (answer.status_code, answer.url) == (302, "/cases/")
    assert client.session.session_key != before
    assert client.get("/cases/").status_code == 200


def test_the_way_back_leads_nowhere_else(clerk: User) -> None:
    assert attempt("Qiuyun-26", next="https://example.invalid/").url == "/"


def test_unknown_wrong_and_closed_accounts_get_the_same_answer(clerk: User) -> None:
    User.objects.create_user("closed", "周玉兰", "Qiuyun-26", is_active=False)
    answers = [
        attempt("wrong"),
        attempt("Qiuyun-26", "nobody", "10.0.0.2"),
        attempt("Qiuyun-26", "closed", "10.0.0.3"),
        attempt("Qiuyun-26", "x" * 300, "10.0.0.4"),
    ]
    texts = {answer.content.decode() for answer in answers[:3]}
    assert len(texts) == 1
    assert WRONG in texts.pop()
    assert WRONG in answers[3].content.decode()
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("username", ["clerk01", "nobody"])
def test_every_failure_costs_one_hash(clerk: User, username: str, monkeypatch) -> None:
    """Timing: an unknown account takes as long as a known one."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: made.append(1) or real(*args))
    attempt("wrong", username)
    assert len(made) == 1


# --- The lock of account and address -------------------------------------------------------------


def fail(times: int, clock, username: str = "clerk01", address: str = "10.0.0.1"):
    for _ in range(times):
        answer = attempt("wrong", username, address)
        clock.shift(timedelta(seconds=31))
    return answer


@pytest.mark.parametrize("username", ["clerk01", "nobody"])
def test_five_failures_lock_for_half_an_hour_and_say_how_long(clerk: User, clock, username: str) -> None:
    answer = fail(5, clock, username)
    assert answer.status_code == 429
    assert "还有 30 分钟解锁" in answer.content.decode()
    clock.shift(timedelta(minutes=10))
    answer = attempt("Qiuyun-26", username)
    assert answer.status_code == 429
    assert "还有 20 分钟解锁" in answer.content.decode()


def test_trying_again_does_not_make_the_lock_longer(clerk: User, clock) -> None:
    fail(5, clock)
    clock.shift(timedelta(minutes=20))
    assert attempt("wrong").status_code == 429
    clock.shift(timedelta(minutes=11))
    assert attempt("Qiuyun-26").status_code == 302


def test_another_account_at_the_same_address_is_not_locked(clerk: User, clock) -> None:
    User.objects.create_user("clerk02", "周玉兰", "Qiuyun-26")
    fail(5, clock)
    assert attempt("Qiuyun-26", "clerk02").status_code == 302


def test_the_right_user_elsewhere_is_only_delayed(clerk: User, clock) -> None:
    for address in ("10.0.0.1", "10.0.0.2"):
        fail(5, clock, address=address)
    clock.shift(timedelta(seconds=-20))
    answer = attempt("Qiuyun-26", address="10.0.0.9")
    assert answer.status_code == 429
    assert "请等 19 秒再试" in answer.content.decode()
    clock.shift(timedelta(seconds=19))
    assert attempt("Qiuyun-26", address="10.0.0.9").status_code == 302


def test_a_locked_account_keeps_what_was_typed(clerk: User, clock) -> None:
    fail(4, clock)
    answer = attempt("wrong", kept="sealed-text")
    assert answer.status_code == 429
    assert 'name="kept" value="sealed-text"' in answer.content.decode()


# --- The growing wait of an account --------------------------------------------------------------


@pytest.mark.parametrize("username", ["clerk01", "nobody"])
def test_the_wait_grows_with_failures_from_anywhere(clerk: User, clock, username: str) -> None:
    waits = []
    for number in range(10):
        attempt("wrong", username, f"10.0.1.{number}")
        request = RequestFactory().post("/login/", REMOTE_ADDR="10.0.9.9")
        waits.append(lockout.seconds_to_wait(request, username))
        clock.shift(timedelta(seconds=31))
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_during_the_wait_the_password_is_not_even_checked(clerk: User, clock) -> None:
    for number in range(6):
        attempt("wrong", address=f"10.0.1.{number}")
        clock.shift(timedelta(seconds=31))
    attempt("wrong", address="10.0.2.1")
    counted = AccessFailureLog.objects.count()
    for password in ("Qiuyun-26", "wrong"):
        answer = attempt(password, address="10.0.2.2")
        assert (answer.status_code, "请等 16 秒再试" in answer.content.decode()) == (429, True)
    assert AccessFailureLog.objects.count() == counted


def test_guessing_elsewhere_does_not_delay_the_user_at_the_usual_place(clerk: User, clock) -> None:
    assert attempt("Qiuyun-26", address="10.0.0.7").status_code == 302
    for number in range(8):
        attempt("wrong", address=f"10.0.1.{number}")
        clock.shift(timedelta(seconds=31))
    attempt("wrong", address="10.0.2.1")
    assert attempt("Qiuyun-26", address="10.0.0.7").status_code == 302


def test_failures_are_forgotten_after_half_an_hour(clerk: User, clock) -> None:
    for number in range(9):
        attempt("wrong", address=f"10.0.1.{number}")
        clock.shift(timedelta(seconds=31))
    clock.shift(timedelta(minutes=31))
    assert attempt("Qiuyun-26", address="10.0.0.9").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_tries_at_the_same_moment_take_turns(clerk: User) -> None:
    request = RequestFactory().post("/login/", REMOTE_ADDR="10.0.0.1")
    found = []

    def second() -> None:
        try:
            with transaction.atomic():
                found.append(lockout.seconds_to_wait(request, "clerk01"))
        finally:
            connections.close_all()

    with transaction.atomic():
        assert lockout.seconds_to_wait(request, "clerk01") == 0
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert found == [1]
    second()
    assert found == [1, 0]


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, "", "10.0.0.1"),
        (1, "nonsense", None),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(settings, count: int, forwarded: str, address) -> None:
    settings.PROXY_COUNT = count
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/login/", REMOTE_ADDR="10.0.0.1", **more)
    assert lockout.client_address(request) == address


def test_no_password_is_stored_anywhere(clerk: User) -> None:
    attempt("Secret-guess-1")
    attempt("Qiuyun-26")
    for table in (AccessAttempt, AccessFailureLog, AccessLog, Session):
        rows = str(list(table.objects.values()))
        assert "Secret-guess-1" not in rows
        assert "Qiuyun-26" not in rows


# --- How long a login lasts ------------------------------------------------------------------------


def test_idle_for_half_an_hour_ends_the_login_and_says_so(clerk: User, clock) -> None:
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=29))
    assert client.get("/cases/").status_code == 200
    clock.shift(timedelta(minutes=29))
    assert client.get("/cases/").status_code == 200
    clock.shift(timedelta(minutes=31))
    answer = client.get("/cases/?kind=case")
    assert answer.url == "/login/?next=%2Fcases%2F%3Fkind%3Dcase&why=idle"
    assert "30 分钟没有操作" in client.get(answer.url).content.decode()
    assert client.get("/cases/").url.startswith("/login/")


def test_after_ten_hours_even_the_busy_log_in_again(clerk: User, clock) -> None:
    client = logged_in(clerk)
    for _ in range(29):
        clock.shift(timedelta(minutes=20))
        assert client.get("/cases/").status_code == 200
    clock.shift(timedelta(minutes=20))
    assert client.get("/cases/").url.endswith("why=hours")


def test_logging_in_anew_starts_both_limits_anew(clerk: User, clock) -> None:
    client = logged_in(clerk)
    clock.shift(timedelta(hours=9))
    client.post("/login/", {"username": "clerk01", "password": "Qiuyun-26"})
    clock.shift(timedelta(minutes=29))
    assert client.get("/cases/").status_code == 200
    assert client.session["login_at"] == int((MORNING + timedelta(hours=9)).timestamp())


def test_not_every_request_writes_the_session(clerk: User, clock, django_assert_num_queries) -> None:
    client = logged_in(clerk)
    client.get("/cases/")
    clock.shift(timedelta(seconds=50))
    with django_assert_num_queries(2):  # session and user
        client.get("/cases/")


def test_what_was_posted_too_late_comes_back_after_the_login(clerk: User, clock) -> None:
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=31))
    facts = ["屋后水沟被堵", "第二行\r\n“引号” <b>"]
    late = client.post(
        "/cases/?draft=1", {"facts": facts, "new_password1": "Secret-1", "csrfmiddlewaretoken": "t"}
    )
    assert late.status_code == 401
    assert "接着提交" in late.content.decode()
    kept = late.context["form"].initial["kept"]
    assert "水沟" not in late.content.decode()
    first = client.post("/login/", {"username": "clerk01", "password": "wrong", "kept": kept})
    assert kept in first.content.decode()
    back = client.post("/login/", {"username": "clerk01", "password": "Qiuyun-26", "kept": kept})
    assert back.context["kept"]["path"] == "/cases/?draft=1"
    assert back.context["kept"]["fields"] == [["facts", fact] for fact in facts]
    assert "&lt;b&gt;" in back.content.decode()


def test_kept_text_is_for_the_same_user_only(clerk: User, clock) -> None:
    User.objects.create_user("clerk02", "周玉兰", "Qiuyun-26", must_change_password=False)
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=31))
    kept = client.post("/cases/", {"facts": "屋后水沟被堵"}).context["form"].initial["kept"]
    assert client.post("/login/", {"username": "clerk02", "password": "Qiuyun-26", "kept": kept}).url == "/"
    for forged in ("", "AAAA", "not base64!", kept[:-8], "é"):
        answer = attempt("Qiuyun-26", kept=forged)
        assert (answer.status_code, answer.url) == (302, "/")


def test_too_long_a_text_is_said_to_be_lost(clerk: User, clock) -> None:
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=31))
    late = client.post("/cases/", {"facts": "字" * 200_001})
    assert late.status_code == 401
    assert "没有保存；请用浏览器的“后退”键" in late.content.decode()
    assert late.context["form"].initial["kept"] == ""


def test_a_form_of_another_site_is_not_kept(clerk: User, clock) -> None:
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=31))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/cases/", {"facts": "别人的内容"}).status_code == 403


def test_logging_out_is_a_post_and_works_after_the_end_too(clerk: User, clock) -> None:
    client = logged_in(clerk)
    assert client.get("/logout/").status_code == 405
    clock.shift(timedelta(minutes=31))
    assert client.post("/logout/").url == "/login/"
    assert client.get("/cases/").url.startswith("/login/")


# --- A password that must be changed ---------------------------------------------------------------


def test_until_the_first_password_is_changed_every_page_leads_there(clerk: User) -> None:
    User.objects.update(must_change_password=True)
    client = logged_in(clerk)
    assert client.get("/cases/").url == "/password/?next=%2Fcases%2F"
    assert client.post("/cases/", {"facts": "x"}).url == "/password/"
    assert "首次登录" in client.get("/password/").content.decode()
    change = {"old_password": "Qiuyun-26", "new_password1": "Songling-7", "new_password2": "Songling-7"}
    assert client.post("/password/", {**change, "next": "/cases/"}).url == "/cases/"
    assert client.get("/cases/").status_code == 200
    clerk.refresh_from_db()
    assert (clerk.must_change_password, clerk.password_changed_at) == (False, MORNING)


def test_after_ninety_days_the_next_login_asks_for_a_new_password(clerk: User, clock) -> None:
    User.objects.update(password_changed_at=MORNING - timedelta(days=90) + timedelta(hours=1))
    client = logged_in(clerk)
    clock.shift(timedelta(minutes=29))
    client.get("/cases/")
    clock.shift(timedelta(minutes=29))
    client.get("/cases/")
    clock.shift(timedelta(minutes=29))
    assert client.post("/cases/", {"facts": "x"}).status_code == 200  # not in the middle of a form
    assert "已用满 90 天" in logged_in(clerk).get("/password/").content.decode()


def test_a_weak_or_mistyped_change_is_refused(clerk: User) -> None:
    client = logged_in(clerk)
    for old, new, again, sentence in (
        ("wrong", "Songling-7", "Songling-7", "原密码不对"),
        ("Qiuyun-26", "Songling-7", "Songling-8", "不一样"),
        ("Qiuyun-26", "songling", "songling", "三类"),
        ("Qiuyun-26", "Qiuyun-26", "Qiuyun-26", "最近 5 次"),
    ):
        answer = client.post(
            "/password/", {"old_password": old, "new_password1": new, "new_password2": again}
        )
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_a_change_ends_the_other_logins_of_the_user(clerk: User) -> None:
    here, elsewhere = logged_in(clerk), logged_in(clerk)
    here.post(
        "/password/",
        {"old_password": "Qiuyun-26", "new_password1": "Songling-7", "new_password2": "Songling-7"},
    )
    assert here.get("/cases/").status_code == 200
    assert elsewhere.get("/cases/").url.startswith("/login/")


# --- What every answer carries -------------------------------------------------------------------


def test_every_answer_carries_the_policy(clerk: User) -> None:
    for answer in (
        Client().get("/login/"),
        Client().get("/cases/"),
        logged_in(clerk).get("/"),
        Client().get("/no"),
    ):
        assert answer["Content-Security-Policy"] == POLICY
        assert "geolocation=(self)" in answer["Permissions-Policy"]
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in POLICY


def test_no_page_takes_another_method_than_a_browser_s(clerk: User) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        answer = logged_in(clerk).generic(method, "/cases/")
        assert answer.status_code == 405 and answer["Content-Security-Policy"] == POLICY


def test_public_pages_stay_public() -> None:
    assert Client().get("/public/").content == b"public"


def test_demo_accounts_are_shown_in_the_demo_only(settings) -> None:
    settings.DEMO_ACCOUNTS, settings.DEMO_PASSWORD = [{"username": "clerk"}], "so open"
    assert "demo_accounts" not in Client().get("/login/").context
    settings.DEMO = True
    assert Client().get("/login/").context["demo_accounts"] == [{"username": "clerk"}]
