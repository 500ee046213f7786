"""A room of two facts registers with all that the hall has: it declares its form, its receipt and nothing more."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse
from django.utils.timezone import localtime, now

from config import urls as real_urls
from core.documents.issue import DocumentKind
from core.intake import blank, drafts, online
from core.intake.forms import ASKS, RegistrationForm
from core.models import Document, Draft, Matter, Party, Reserved
from core.procedure import procedure as kernel
from core.procedure.intake import Blank, Intake, SentIn
from core.procedure.procedure import Procedure
from core.procedure.transitions import Outcome, Stage, Transition, Workflow, anybody
from core.views import blank as blank_pages
from core.views import registering
from tests.people import Town

WORDS = "小区里的无主石狮子挡住了消防通道，要求挪走"
AGAIN = "无主石狮子挡住了小区的消防通道，要求挪走它"
ID = "990121195505050310"


class FindForm(RegistrationForm):
    """Two facts: what, and since when."""

    KIND = "find"
    demand = None
    title = forms.CharField(label="发现什么", max_length=80, widget=forms.TextInput(attrs=ASKS))
    since = forms.CharField(label="多久了", max_length=20, required=False)


def take_in(shown: Any, data: Any) -> Outcome:
    return Outcome(
        facts={
            "title": data["title"],
            "area": data["area"],
            "received_at": shown.at,
            "first_contact": shown.by,
        },
        holder=(data["centre"], None),
        rows=[Party(order=order, **party) for order, party in enumerate(data["parties"], 1)],
        reserved=data.get("reserved"),
        detail={"多久了": data.get("since", "")},
    )


FINDS = Procedure(
    kind="find",
    label="巡查发现",
    model=Matter,
    workflow=Workflow(
        "find",
        Transition("register", "登记", frozenset(), "open", anybody("cases.register"), take_in, FindForm),
        (Stage("open", "待处理", "处理", "窗口"), Stage("gone", "已处理", "处理")),
        (Transition("done", "处理好了", {"open"}, "gone", anybody("core.attach")),),
        frozenset({"gone"}),
    ),
    clocks=(),
    documents=(
        DocumentKind("find.receipt", "回执", "documents/sheet.html", lambda child: {"t": child.title}),
    ),
    labels={"app": "find", "list": "case_list", "number": "巡{year}-{serial}"},
    intake=Intake(
        FindForm,
        "find.receipt",
        words="title",
        blank=Blank("documents/blank.html", "cases.counter"),
        sent_in=SentIn("cases.check_online", ""),
    ),
)


def forget() -> None:
    """What is remembered of the procedures."""
    for found in vars(kernel).values():
        if hasattr(found, "cache_clear"):
            found.cache_clear()
    clear_url_caches()


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = ModuleType("find_root")
    pages = [*registering.addresses("find", "finds/"), *blank_pages.addresses("find", "finds/")]
    vars(root).update(urlpatterns=[*real_urls.urlpatterns, *pages], handler500=real_urls.handler500)
    monkeypatch.setitem(sys.modules, "find_root", root)
    everything = kernel.procedures()
    with monkeypatch.context() as declared, override_settings(ROOT_URLCONF="find_root"):
        declared.setattr(kernel, "procedures", lambda: (*everything, FINDS))
        declared.setattr("core.documents.render.render", lambda name, context, **_: str(context).encode())
        forget()
        yield
    forget()


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def sheet(**fields: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "version": "0",
        "title": WORDS,
        "area": "桃坞村",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "1",
        "people-0-role": "applicant",
        "people-0-contact": "ok",
        **fields,
    }


def finds() -> Any:
    return Matter.objects.filter(kind="find")


def test_its_page_asks_its_facts_and_every_script_finds_what_it_needs(desk: Client) -> None:
    page = desk.get("/finds/register/").content.decode()
    for words in ("发现什么", "多久了", "地点", "检举控告", "当事人", "发生时间", "扫描件", "桃坞村"):
        assert words in page, words
    assert 'data-look="/finds/register/look/"' in page and 'data-draft="/finds/register/draft/"' in page
    asks = {name for name in ("title", "area", "people-0-phone") if f'name="{name}"' in page}
    assert len(asks) == 3 and page.count("data-asks") >= 8


def test_it_registers_once_with_people_scans_and_receipt(town: Town, desk: Client) -> None:
    post = sheet(**{"people-0-name": "陶根发", "people-0-id_number": ID, "since": "三天"})
    files = {"scan": SimpleUploadedFile("石狮子.txt", b"", "text/plain")}
    assert "scan" in desk.post("/finds/register/", {**post, **files}).context["form"].errors
    first = desk.post("/finds/register/", post)
    made = finds().get()
    assert first.url == f"/finds/{made.pk}/registered/" == desk.post("/finds/register/", post).url
    assert (made.title, made.number, made.area) == (WORDS, "巡2026-1", town.taowu)
    assert made.parties.get().id_number == ID and finds().count() == 1
    page = desk.get(first.url).content.decode()
    assert "陶**" in page and "data-prepare" in page and not Document.objects.exists()
    papers = {desk.post(f"/finds/{made.pk}/receipt/").url for _ in range(2)}
    assert papers == {reverse("document", args=[Document.objects.get().pk])}
    case = town.register("另一件")
    for url in (f"/finds/{case.pk}/registered/", f"/cases/{made.pk}/registered/"):
        assert desk.get(url).status_code == 404


def test_a_form_is_used_once_and_other_words_under_its_key_are_refused(desk: Client) -> None:
    post = sheet()
    desk.post("/finds/register/", post)
    page = desk.post("/finds/register/", {**post, "title": "另一样东西"})
    assert page.status_code == 200 and page.context["used"] and finds().count() == 1
    twin = desk.post("/finds/register/", sheet())
    assert twin.context["twin"] and finds().count() == 1
    assert desk.post("/finds/register/", sheet(anew="1")).status_code == 302 and finds().count() == 2


def test_what_is_known_is_shown_and_taken_along(town: Town, desk: Client) -> None:
    person = {"name": "陶根发", "role": "applicant", "phone": "19900000013", "address": "三组27号"}
    town.register("去年的水费问题", parties=[person])
    desk.post("/finds/register/", sheet())
    answer = desk.post("/finds/register/look/", sheet(title=AGAIN, **{"people-0-phone": "19900000013"}))
    assert [one.matter.kind for one in answer.context["before"]] == ["case"]  # of any room
    assert [one.matter.kind for one in answer.context["alike"]] == ["find"]  # of its own
    assert "29 号" not in answer.content.decode() and not answer.context["may_link"]
    key = answer.context["before"][0].party.pk
    line = {"people-0-name": "陶根发", "people-0-same_as": str(key)}
    assert desk.post("/finds/register/", sheet(title="别的", **line)).status_code == 302
    assert finds().get(title="别的").parties.get().address == "三组27号"


def test_a_draft_is_its_own_room_s_and_outlives_everything(
    town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is killed in the middle of storing; the login ends; the draft lies there."""
    post = sheet()
    assert desk.post("/finds/register/draft/", post).json()["saved"]
    with monkeypatch.context() as killed:
        killed.setattr("core.views.registering.drafts.discard", _killed)
        with pytest.raises(SystemError):
            desk.post("/finds/register/", post)
    assert not finds().exists() and Draft.objects.get().kind == "find"
    desk.logout()
    assert desk.post("/finds/register/", post).status_code == 302 and not finds().exists()
    desk.force_login(town.receptionist)
    (mine,) = drafts.mine(town.receptionist, "find")
    assert drafts.mine(town.receptionist, "case") == [] and WORDS.startswith(mine.words.rstrip("…"))
    assert WORDS in desk.get(f"/finds/register/?draft={mine.key}").content.decode()
    assert WORDS not in desk.get(f"/cases/register/?draft={mine.key}").content.decode()
    assert desk.post("/finds/register/", post).status_code == 302
    assert finds().count() == 1 and not Draft.objects.exists()


def _killed(*_: Any) -> None:
    raise SystemError


def test_its_blank_forms_are_numbered_and_entered(town: Town, desk: Client) -> None:
    batch = blank.reserve("find", uuid4(), 2, town.receptionist)
    assert blank.lay_out(batch, town.receptionist.pk) and blank.paper("find", batch)
    assert desk.get("/finds/blank/").context["batches"] and not desk.get("/cases/blank/").context["batches"]
    first, second = Reserved.objects.order_by("pk")
    page = desk.get(f"/finds/blank/{batch}/entry/").content.decode()
    assert first.number in page and "来源" not in page
    mark = f"n{first.pk}-"
    typed = {
        f"{mark}at": f"{localtime(now()):%Y-%m-%dT%H:%M:%S}",
        f"{mark}demand": WORDS,
        f"{mark}area": "桃坞村",
    }
    for post in ({**typed, f"{mark}demand": ""}, {**typed, f"{mark}at": "2999-01-01T10:00"}):
        assert desk.post(f"/finds/blank/{batch}/entry/", {"key": str(uuid4()), **post}).context["wrong"]
    desk.post(f"/finds/blank/{batch}/entry/", {"key": str(uuid4()), **typed})
    made = finds().get()
    assert (made.title, made.number, made.lookup_code) == (WORDS, first.number, first.lookup_code)
    assert desk.post(f"/finds/blank/{batch}/{second.pk}/give-up/", {"reason": "写坏了"}).status_code == 302


def test_what_citizens_send_in_is_checked_beside_the_hall_s(town: Town, desk: Client) -> None:
    sent = {"name": "陶根发", "phone": "19900000013", "place": "", "demand": WORDS, "confidential": False}
    came = online.send("find", uuid4(), sent)
    page = desk.get("/cases/online/").content.decode()
    assert came.code in page and f"/finds/register/?online={came.pk}" in page
    opened = desk.get(f"/finds/register/?online={came.pk}").content.decode()
    assert WORDS in opened and "陶根发" in opened
    assert desk.get(f"/cases/register/?online={came.pk}").status_code == 404
    assert desk.post("/finds/register/", sheet(online=str(came.pk))).status_code == 302
    came.refresh_from_db()
    assert came.matter_id == finds().get().pk and finds().get().lookup_code == came.lookup_code


def test_the_right_of_its_opening_row_is_asked(town: Town, client: Client) -> None:
    client.force_login(town.chief)
    for url in ("/finds/register/", "/finds/blank/"):
        assert client.get(url).status_code == 403, url
    assert client.post("/finds/register/draft/", sheet()).status_code == 403


def test_the_page_and_the_post_ask_no_more_than_before(town: Town, desk: Client) -> None:
    """Of the hall, with one person; the receipt is made afterwards."""
    post = {**sheet(), "channel": "visit", "demand": WORDS, "people-0-name": "方立新"}
    desk.post("/cases/register/", {**post, "key": str(uuid4()), "demand": "先来一件，什么都记住了"})
    for most, ask in (
        (9, lambda: desk.get("/cases/register/")),
        (25, lambda: desk.post("/cases/register/", post)),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code in (200, 302)
        counted = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(counted) <= most, counted
