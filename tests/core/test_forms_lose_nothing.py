"""Nothing swallowed, nothing doubled: a form sent again, Back, and a login that ended while somebody typed."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Case, Room, Ticket
from core.models import HistoryEntry, OnlineIntake
from core.values.moments import now
from core.workflow.perform import Used, open_matter, perform
from tests.cases.test_registering import picture, sheet
from tests.people import PASSWORD, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def page(answer: Any) -> str:
    return str(answer.content.decode())


# --- The same key, other words ---------------------------------------------------------------------------------


def test_a_registration_under_a_used_key_is_refused_with_its_words_and_the_way_to_the_first(
    desk: Client,
) -> None:
    first = sheet(name="陶根发", demand="路灯不亮很久了")
    desk.post("/cases/register/", first)
    case = Case.objects.get()
    assert desk.post("/cases/register/", first).url == f"/cases/{case.pk}/registered/"  # a second click
    other = {**first, "people-0-name": "秦满仓", "demand": "水渠堵了"}
    refused = desk.post("/cases/register/", other)
    said = page(refused)
    assert Case.objects.count() == 1 and refused.status_code == 200
    assert "已经用过" in said and case.code in said and f"/matters/{case.pk}/" in said
    assert "水渠堵了" in said and "秦满仓" in said
    fresh = refused.context["form"]["key"].value()
    assert str(fresh) != first["key"]
    desk.post("/cases/register/", {**other, "key": str(fresh)})
    assert Case.objects.latest("pk").demand == "水渠堵了" and Case.objects.count() == 2


def test_every_field_of_a_form_counts_and_the_button_does_not(town: Town, desk: Client) -> None:
    sent = sheet(demand="路灯不亮")
    desk.post("/cases/register/", sent)
    scan = SimpleUploadedFile("照片.png", picture())
    for more in ({"place": "三组"}, {"at": "2026-01-05T09:00"}, {"decided_by": "某人"},
                 {"scan": scan}, {"head_count": "3"}):  # fmt: skip
        assert "已经用过" in page(desk.post("/cases/register/", {**sent, **more})), more
    assert Case.objects.count() == 1
    assert desk.post("/cases/register/", {**sent, "then": "answer_on_spot"}).status_code == 302


def test_an_act_under_a_used_key_is_refused_with_its_words(town: Town, client: Client) -> None:
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    client.force_login(town.handler)
    address = f"/matters/{case.pk}/do/note/"
    opened = client.get(address).context["form"]
    fields = {"key": str(opened["key"].value()), "version": str(case.history.count()), "note": "到过现场"}
    assert client.post(address, fields).status_code == 302
    assert client.post(address, fields).status_code == 302
    refused = client.post(address, {**fields, "note": "约了明天再去"})
    assert refused.status_code == 409 and "已经用过" in page(refused) and "约了明天再去" in page(refused)
    entries = HistoryEntry.objects.filter(matter=case, action="cases.note")
    assert [entry.detail.values for entry in entries] == [entries[0].detail.values]
    again = {**fields, "note": "约了明天再去", "key": str(refused.context["form"]["key"].value())}
    assert client.post(address, again).status_code == 302 and entries.all().count() == 2


def test_the_words_of_any_caller_are_compared(town: Town) -> None:
    key, data = uuid4(), {"channel": "visit", "demand": "甲", "area": town.taowu, "centre": town.centre}
    data["town"] = town.town
    opened = open_matter("case", by=town.receptionist, data=data, key=key)
    assert open_matter("case", by=town.receptionist, data=data, key=key).matter == opened.matter
    for other in ({**data, "demand": "乙"}, {**data, "area": town.songling}, {**data, "flags": ["x"]}):
        with pytest.raises(Used) as used:
            open_matter("case", by=town.receptionist, data=other, key=key)
        assert used.value.matter.pk == opened.matter.pk
    with pytest.raises(Used) as used:
        open_matter("case", by=town.director, data=data, key=key)
    assert used.value.matter is None, "another's form tells nothing"
    key = uuid4()
    given = {"unit": town.works, "grade": "simple"}
    perform(opened.matter.pk, "hand_over", by=town.dispatcher, data=given, key=key)
    for more in ({"decided_by": "某人"}, {"data": given | {"grade": "ordinary"}}, {"beside": ["sm3:0"]}):
        with pytest.raises(Used):
            perform(opened.matter.pk, "hand_over", by=town.dispatcher, key=key, **{"data": given} | more)


def test_a_ticket_under_a_used_key_is_refused_where_it_says_something_else(town: Town, desk: Client) -> None:
    Room.objects.create(unit=town.centre, kind=Room.Kind.WINDOW, name="1号窗口")
    room = desk.get("/cases/waiting/").context["form"]["room"].value()
    fields = {"key": str(uuid4()), "room": room, "people": "1", "purpose": "问政策"}
    assert desk.post("/cases/waiting/", fields).url == desk.post("/cases/waiting/", fields).url
    refused = desk.post("/cases/waiting/", {**fields, "purpose": "调解"})
    assert "已经取过 1 号" in page(refused) and Ticket.objects.count() == 1
    assert str(refused.context["form"]["key"].value()) != fields["key"]


# --- Back ---------------------------------------------------------------------------------------------------------


def test_nothing_behind_a_login_is_kept_by_the_browser(town: Town, desk: Client) -> None:
    case = town.register()
    for url in ("/", "/queue/", "/search/?q=x", f"/matters/{case.pk}/", "/cases/register/", "/cases/", "/nonsense/",
                "/password/", "/notices/"):  # fmt: skip
        assert "no-store" in desk.get(url).headers["Cache-Control"], url


def test_the_same_words_of_the_same_people_are_registered_twice_only_if_that_is_meant(desk: Client) -> None:
    words = sheet(name="陶根发", demand="路灯不亮很久了")
    desk.post("/cases/register/", words)
    back = {**words, "key": str(uuid4())}
    asked = desk.post("/cases/register/", back)
    assert Case.objects.count() == 1 and "刚才已登记同样的人、同样的内容" in page(asked)
    assert Case.objects.get().code in page(asked) and "路灯不亮很久了" in page(asked)
    assert (
        desk.post("/cases/register/", {**back, "people-0-name": "秦满仓", "key": str(uuid4())}).status_code
        == 302
    )
    assert desk.post("/cases/register/", {**back, "anew": "1"}).status_code == 302
    assert Case.objects.count() == 3
    Case.objects.update(registered_at=now() - timedelta(minutes=11))
    desk.post("/cases/register/", {**words, "key": str(uuid4())})
    assert Case.objects.count() == 4


def test_a_form_that_comes_up_again_learns_what_it_made(town: Town, desk: Client) -> None:
    words = sheet()
    assert desk.get(f"/sent/{words['key']}/").status_code == 204
    desk.post("/cases/register/", words)
    assert Case.objects.get().code in page(desk.get(f"/sent/{words['key']}/"))
    desk.force_login(town.director)
    assert desk.get(f"/sent/{words['key']}/").status_code == 204, "another's"


def test_a_public_message_sent_again_from_a_new_form_is_one(settings: Any, client: Client) -> None:
    settings.ONLINE_INTAKE = True
    words = {"name": "方立新", "phone": "19900000001", "demand": "路口没有灯", "place": ""}
    codes = [client.post("/online/", {**words, "key": str(uuid4())}).context["code"] for _ in range(3)]
    assert len(set(codes)) == 1 and OnlineIntake.objects.count() == 1
    client.post("/online/", {**words, "demand": "路口没有灯，井盖也没有", "key": str(uuid4())})
    assert OnlineIntake.objects.count() == 2


# --- A login that ended -------------------------------------------------------------------------------------------

FORMS = {  # address of a form (case's key in it): by whom, a field to write into, the words
    "/cases/register/": ("receptionist", "demand", "屋后水沟被堵"),
    "/matters/{pk}/do/note/": ("handler", "note", "到过现场"),
    "/matters/{pk}/parties/": ("handler", "reason", "核对电话"),
    "/lists/case/filters/?status=registered": ("receptionist", "name", "我的清单"),
    "/cases/waiting/": ("receptionist", "purpose", "问政策"),
}


def browser(user: Any) -> Client:
    """One that checks tokens as a real one must."""
    client = Client(enforce_csrf_checks=True)
    login(client, user)
    return client


def login(client: Client, user: Any, **more: str) -> Any:
    client.get("/login/")
    token = client.cookies["csrftoken"].value
    given = {"username": user.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    return client.post("/login/", given | more)


def tokens(client: Client, url: str) -> dict[str, str]:
    """What is hidden in the form of a page."""
    said = page(client.get(url))
    form = next(part for part in said.split("<form")[1:] if "_writer" in part and "/logout/" not in part)
    return dict(
        re.findall(r'type="hidden" name="(csrfmiddlewaretoken|_writer|key|version)" value="([^"]+)"', form)
    )


@pytest.mark.parametrize("url", FORMS)
@pytest.mark.parametrize("end", ["logged out", "session gone", "again in another window", "another person"])
def test_what_was_typed_survives_a_login_that_ended(town: Town, url: str, end: str) -> None:
    Room.objects.create(unit=town.centre, kind=Room.Kind.WINDOW, name="1号窗口")
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    who, field, words = FORMS[url]
    url = url.format(pk=case.pk)
    user = town.users[who]
    client = browser(user)
    hidden = tokens(client, url)
    out = {"csrfmiddlewaretoken": hidden["csrfmiddlewaretoken"]}
    if end == "session gone":
        Session.objects.all().delete()
    else:
        client.post("/logout/", out)
    if end == "again in another window":
        login(client, user)
    elif end == "another person":
        login(client, town.director)
    before = HistoryEntry.objects.count()
    late = client.post(url, {**hidden, field: words})
    assert late.status_code in (401, 403), late.status_code
    if end != "again in another window":
        assert words not in page(late) and "还没有保存；用同一账号登录后可以接着提交" in page(late)
        kept = late.context["form"].initial["kept"]
        other = login(client, town.director, kept=kept)
        assert other.status_code == 302 and words not in page(client.get("/")), "another's words"
        client.post("/logout/", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
        late = login(client, user, kept=kept)
    assert words in page(late).split("<dl")[1], "not shown before it is sent"
    assert (field, words) in [tuple(pair) for pair in late.context["kept"]["fields"]]
    assert late.context["kept"]["path"] == url
    assert HistoryEntry.objects.count() == before


def test_a_form_of_a_public_page_survives_a_new_token(settings: Any, client: Client) -> None:
    settings.ONLINE_INTAKE = True
    citizen = Client(enforce_csrf_checks=True)
    citizen.get("/online/")
    fields = {"name": "方立新", "phone": "19900000001", "demand": "路口没有灯", "key": str(uuid4())}
    expired = citizen.post("/online/", {**fields, "csrfmiddlewaretoken": "x" * 64})
    assert expired.status_code == 403 and "路口没有灯" in page(expired).split("<dl")[1]
    assert not OnlineIntake.objects.exists()


def test_only_a_form_of_ours_is_kept(town: Town) -> None:
    client = browser(town.receptionist)
    forged = signing.dumps(town.receptionist.pk, salt="something else")
    for writer in ("", "1", str(town.receptionist.pk), forged):
        answer = client.post("/cases/register/", {"demand": "别人的内容", "_writer": writer})
        assert answer.status_code == 403 and "别人的内容" not in page(answer)
    hidden = tokens(client, "/cases/register/")
    foreign = client.post(
        "/cases/register/", hidden | {"demand": "别人的内容"}, headers={"Origin": "http://evil.example"}
    )
    assert foreign.status_code == 403 and "别人的内容" not in page(foreign)


def test_a_script_is_told_that_the_login_is_over(town: Town) -> None:
    assert Client().post("/cases/register/draft/", {}, headers={"X-Part": "1"}).status_code == 401


# --- Forms that cannot be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["gbk", "utf-7", "utf-16", "utf-8", "utf8", "nonsense", "idna", "rot13"])
@pytest.mark.parametrize("strict", [True, False])
def test_a_form_in_another_encoding_is_a_400_of_ours(town: Town, charset: str, strict: bool) -> None:
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
    for user in (None, town.receptionist):
        if user:
            client.force_login(user)
        for url in ("/lookup/", "/login/", "/online/", "/cases/register/"):
            for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
                answer = client.generic("POST", url, b"code=x", f"{kind}; charset={charset}")
                assert answer.status_code < 500, (url, kind)
                if charset in ("gbk", "utf-7", "utf-16"):
                    assert answer.status_code == 400 and "系统看不懂这个请求" in page(answer)
