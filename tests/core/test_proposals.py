"""What gives or takes rights takes two people (三员)."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import Error, transaction
from django.test import Client
from django.utils.timezone import localdate

from cases.models import Room
from core.accounts import proposals
from core.models import AlarmUnit, Holding, LadderStep, LocalTerm, Notice, Post, Proposal, Unit, User
from core.operations import doctor
from core.values.refused import Refused
from core.web.two_hands import InTwoHands
from tests.people import BEGINNING, PASSWORD, Town

pytestmark = pytest.mark.django_db

# What the system administrator may change alone, and why that gives nobody a right.
HARMLESS = {
    "area": {"code", "name", "level", "parent", "households", "closed_on"},  # rights hang on the path, which stays
    "arealevel": {"depth", "name"},
    "unit": {"code", "name", "short_name", "phone"},
    "outsidebody": {"short_name", "kind", "level", "address", "phone", "hours"},
    "helper": {"name", "kind", "body", "unit", "helps", "phone", "hours", "closed_on"},  # gets a paper, no sight
    "teamtemplate": {"name", "basis", "roles", "closed_on"},  # roles without persons
    # pay is drawn by one person and checked by another, on a sheet that names the document of each rate
    "payrate": {"what", "amount", "number", "note", "without_payroll", "valid_from", "valid_until"},
    "post": {"name"},
    "user": set(),
    "localterm": {"rule", "category", "level", "term", "basis", "valid_from"},  # a term of the town, never longer than the legal one
    "room": {"name", "kind", "order"},
    "alarmunit": set(),
    "question": {"category", "order", "words", "kind", "choices", "retired_on"},
    "petitionclass": {"name", "parent", "retired_on"},
    # registers of mediators: whom a matter is opened to, the head says in an act
    "bodyprofile": {"unit", "kind", "set_up_on", "starts_on", "ends_on"},
    "member": {
        "body", "user", "name", "phone", "post", "sex", "full_time", "on_payroll", "certificate", "valid_until", "fields",
        "languages", "starts_on", "ends_on",
    },
    "training": {"member", "on", "subject", "hours"},
    "expert": {"name", "field", "organisation", "phone", "starts_on", "ends_on"},
    "ladderstep": {"ladder", "level", "name", "term"},
    # lists of the law and of words: what an incident was handled by is kept with it
    "dutyitem": {"basis", "code", "lead", "name", "part", "share", "valid_from", "valid_until", "version"},
    "incidentkind": {"first", "item", "level", "name", "retired_on"},
    "carekind": set(),
    "duty": {"kind", "level", "words"},
    "sitekind": {"cycle", "name", "retired_on"},
    "stationed": {"unit", "way", "weekdays", "phone", "closed_on"},  # who sits where and whom to call: rights come from posts
    "guide": {"bring", "cost", "kind", "retired_on", "source", "source_on", "term", "title", "topics", "valid_from", "where"},
}  # fmt: skip
# What of a new row needs no second person, though a change of it would, and why.
NEW = {
    "unit": {"kind", "area", "closed_on"},  # nobody belongs to it until two people have given a post there
    "outsidebody": {"name", "unit", "closed_on"},  # no accusation goes there until two people have said so
    "post": {"closed_on"},  # it opens nothing until two people have given it
    "user": {"username", "name", "is_active"},  # it opens nothing either
    "incidentkind": set(),
}


def second_security_admin(town: Town) -> User:
    """The cast has one."""
    return holder(town, "security_admin", "second_security_admin", "殷安民")


def holder(town: Town, role: str, username: str, name: str, activated: bool = True) -> User:
    user = User.objects.create_user(username, name, PASSWORD, must_change_password=False)
    giver, second = User.objects.get(username="giver"), User.objects.get(username="second")
    post = Post.objects.filter(role=role).first()
    assert post is not None
    Holding.objects.create(
        post=post,
        user=user,
        starts_on=BEGINNING,
        given_by=giver,
        activated_by=second if activated else None,
    )
    return user


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def the_half(page: Any) -> str:
    found = re.search(r"<code>(\w{6})</code>", page.content.decode())
    assert found, page.content.decode()
    return found[1]


def may_open(user: User, url: str) -> bool:
    return as_user(user).get(url).status_code == 200


def holding_of(user: User) -> Holding:
    return Holding.objects.get(user=user)


# --- Posts ---------------------------------------------------------------------------------------------------


def test_a_post_that_was_held_keeps_role_unit_and_area(town: Town) -> None:
    post = holding_of(town.users["liaison"]).post
    desk = as_user(town.users["system_admin"])
    url = f"/admin/core/post/{post.pk}/change/"
    others = {"role": "director", "unit": town.units["centre"].pk, "area": town.areas["town"].pk}
    desk.post(url, {"name": "新名称", "closed_on": "", **others})
    post.refresh_from_db()
    assert (post.role, post.unit, post.area, post.name) == (
        "liaison",
        town.units["taowu_village"],
        town.areas["taowu_2_1"],
        "新名称",
    )
    for column, value in {
        "role": "director",
        "unit": town.units["centre"],
        "area": town.areas["town"],
    }.items():
        with pytest.raises(Error, match="keeps role"), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(**{column: value})


def test_who_was_given_a_post_by_whom_is_not_rewritten(town: Town) -> None:
    row = holding_of(town.users["liaison"])
    for column in ("user", "given_by", "activated_by"):
        with pytest.raises(Error), transaction.atomic():
            Holding.objects.filter(pk=row.pk).update(**{column: town.users["director"]})


def desks(town: Town) -> dict[str, tuple[Any, Any]]:
    """What the system administrator may change or add."""
    user = town.users["system_admin"]
    return {
        str(model._meta.model_name): (model, desk)
        for model, desk in admin.site._registry.items()
        for right in ("change", "add")
        if user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}")
    }


def columns_of(name: str, model: Any, desk: Any) -> set[str]:
    found = {field.name for field in model._meta.fields if field.editable and not field.primary_key}
    return found & set(desk.fields) if name == "user" else found


def test_every_column_that_the_desk_changes_is_guarded_or_known_to_be_harmless(town: Town) -> None:
    found = desks(town)
    assert {"post", "user", "unit", "alarmunit", "room", "ladderstep"} <= set(found)
    assert set(HARMLESS) <= set(found), "what is kept at the desk is kept by somebody"
    for name, (model, desk) in found.items():
        guarded = set(desk.guarded) if isinstance(desk, InTwoHands) else set()
        if name == "post":
            guarded |= {"role", "unit", "area"}  # fixed once it was held: the test above
        columns = columns_of(name, model, desk)
        assert columns == (guarded & columns) | HARMLESS[name], (name, columns ^ (guarded | HARMLESS[name]))
        assert not guarded & HARMLESS[name], name


def test_a_new_row_gives_nothing_before_the_second_person_agreed(town: Town) -> None:
    """It is stored closed, or its columns that give something are held back, or the reason stands in NEW."""
    for name, (_, desk) in desks(town).items():
        if isinstance(desk, InTwoHands) and not desk.opens:
            left = set(desk.guarded) - set(desk.held_when_new)
            assert left == NEW[name], (name, left ^ NEW[name])


def test_what_a_new_unit_a_new_step_and_a_new_room_give_waits(town: Town) -> None:
    desk = as_user(town.users["system_admin"])
    unit = {
        "code": "B77",
        "name": "新纪检",
        "short_name": "新纪检",
        "kind": "department",
        "area": town.town.pk,
    }
    assert desk.post("/admin/core/unit/add/", {**unit, "takes_accusations": "on"}).status_code == 302
    assert not Unit.objects.get(code="B77").takes_accusations
    proposals.decide(Proposal.objects.latest("pk").pk, by=town.security_admin, agreed=True)
    assert Unit.objects.get(code="B77").takes_accusations
    step = {"ladder": "mediation", "level": 9, "name": "夹塞的一级", "role": "grid_chief", "term": "3W"}
    assert desk.post("/admin/core/ladderstep/add/", step).status_code == 302
    assert LadderStep.objects.get(level=9).closed_on is not None
    room = {"name": "夹塞的室", "kind": "room", "unit": town.works.pk, "order": 9}
    assert desk.post("/admin/cases/room/add/", room).status_code == 302
    assert Room.objects.get(order=9).closed_on is not None
    proposals.decide(Proposal.objects.latest("pk").pk, by=town.security_admin, agreed=True)
    assert Room.objects.get(order=9).closed_on is None


def test_nobody_is_kept_out_of_a_matter_by_one_administrator(town: Town) -> None:
    """The identity number of a party, written into somebody's account, waits; put right again, he is let in again."""
    number = "990121198509170284"
    case = town.register(parties=[{"name": "陶根发", "id_kind": "resident", "id_number": number}])
    director, url = town.director, f"/admin/core/user/{town.director.pk}/change/"
    typed = {"username": "director", "name": "周玉兰", "is_active": "on", "phone": ""}
    desk = as_user(town.users["system_admin"])
    desk.post(url, typed | {"id_number": number})
    assert may_open(director, f"/matters/{case.pk}/")
    row = Proposal.objects.get()
    assert number not in row.words and number not in str(row.values) and "990121" in row.words
    proposals.decide(row.pk, by=town.security_admin, agreed=True)
    assert not may_open(director, f"/matters/{case.pk}/")
    assert not Proposal.objects.get().sealed and User.objects.get(pk=director.pk).id_number == number
    desk.post(url, typed | {"id_number": "990121197802131431"})
    proposals.decide(Proposal.objects.get(agreed=None).pk, by=town.security_admin, agreed=True)
    assert may_open(director, f"/matters/{case.pk}/")


@pytest.mark.parametrize("agreed", [True, False])
def test_closing_a_held_post_waits_for_the_second_person(town: Town, agreed: bool) -> None:
    dispatcher = town.users["dispatcher"]
    post = holding_of(dispatcher).post
    page = as_user(town.users["system_admin"]).post(
        f"/admin/core/post/{post.pk}/change/", {"name": "分流岗", "closed_on": "2026-01-01"}, follow=True
    )
    assert "已提交双人复核" in page.content.decode()
    post.refresh_from_db()
    assert (post.closed_on, post.name) == (None, "分流岗")
    assert may_open(dispatcher, "/queue/") and "停用日期改为" in Proposal.objects.get().words
    proposals.decide(Proposal.objects.get().pk, by=town.users["security_admin"], agreed=agreed)
    post.refresh_from_db()
    assert (post.closed_on is not None) is agreed
    assert may_open(dispatcher, "/cases/") is not agreed


def test_a_unit_that_takes_alarms_takes_none_before_two_agreed(town: Town) -> None:
    as_user(town.users["system_admin"]).post(
        "/admin/core/alarmunit/add/", {"flag": "minor", "unit": town.units["works"].pk, "closed_on": ""}
    )
    row = AlarmUnit.objects.get(flag="minor", unit=town.units["works"])
    assert row.closed_on is not None
    proposals.decide(Proposal.objects.get().pk, by=town.users["security_admin"], agreed=True)
    row.refresh_from_db()
    assert row.closed_on is None


# --- Passwords ------------------------------------------------------------------------------------------------


def test_a_forgotten_password_takes_any_two_and_neither_knows_the_whole(town: Town) -> None:
    owner, asker, second = (town.users[key] for key in ("security_admin", "system_admin", "auditor"))
    at_work = as_user(owner)
    page = as_user(asker).post("/settings/proposals/", {"user": owner.pk, "reason": "本人到场，忘记密码"})
    first = the_half(page)
    proposal = Proposal.objects.get()
    assert at_work.get("/settings/holdings/").status_code == 200, "nothing has changed yet"
    for nobody in (asker, owner):
        as_user(nobody).post(f"/settings/proposals/{proposal.pk}/", {"agree": "1"})
        proposal.refresh_from_db()
        assert proposal.agreed is None
    half = the_half(as_user(second).post(f"/settings/proposals/{proposal.pk}/", {"agree": "1"}))
    proposal.refresh_from_db()
    owner.refresh_from_db()
    assert proposal.half == "" and owner.must_change_password and owner.check_password(first + half)
    assert not owner.check_password(first) and not owner.check_password(half)
    assert at_work.get("/settings/holdings/").status_code == 302, "whoever was logged in is out"
    for told in (owner, second):
        assert Notice.objects.filter(user=told, sentence__contains="重置密码").count() == 2
    assert LogEntry.objects.filter(change_message__contains="重置密码").count() == 2


def test_a_new_account_has_no_password_that_one_person_knows(town: Town) -> None:
    desk = as_user(town.users["system_admin"])
    page = desk.post(
        "/admin/core/user/add/", {"username": "newcomer", "name": "柏念恩", "phone": "", "is_active": "on"}
    )
    first, user = the_half(page), User.objects.get(username="newcomer")
    assert not user.has_usable_password()
    _, half = proposals.decide(Proposal.objects.get().pk, by=town.users["security_admin"], agreed=True)
    user.refresh_from_db()
    assert user.check_password(first + half)
    page = desk.post(
        f"/admin/core/user/{user.pk}/change/",
        {
            "username": "newcomer",
            "name": "柏念恩",
            "phone": "",
            "is_active": "on",
            "first_password": "Aa345678901",
        },
    )
    user.refresh_from_db()
    assert user.check_password(first + half)


def test_nobody_else_opens_the_page(town: Town) -> None:
    allowed = {key for key, user in town.users.items() if may_open(user, "/settings/proposals/")}
    assert allowed == {"system_admin", "security_admin", "auditor"}


# --- Ending ---------------------------------------------------------------------------------------------------


def test_one_alone_silences_nobody(town: Town) -> None:
    auditor, first = town.users["auditor"], town.users["security_admin"]
    second = second_security_admin(town)
    successor = holder(town, "auditor", "next_auditor", "关明远", activated=False)
    url = f"/settings/holdings/{holding_of(auditor).pk}/end/"
    page = as_user(first).post(url, {"reason": "调离", "successor": ""})
    assert "不能少于 1 人" in page.content.decode() and not Proposal.objects.exists()
    as_user(first).post(url, {"reason": "调离", "successor": holding_of(successor).pk})
    assert may_open(auditor, "/audit/looks/") and not may_open(successor, "/audit/looks/")
    proposals.decide(Proposal.objects.get().pk, by=second, agreed=True)
    assert not may_open(auditor, "/audit/looks/") and may_open(successor, "/audit/looks/")


def test_the_last_two_security_administrators_end_only_with_a_successor(town: Town) -> None:
    first, second = town.users["security_admin"], second_security_admin(town)
    row = holding_of(first)
    with pytest.raises(Refused, match="安全管理员不能少于 2 人"):
        proposals.ask(Proposal.Act.END, row, by=first, reason="退休", words="退休")
    desk = as_user(town.users["system_admin"])
    desk.post(f"/admin/core/user/{first.pk}/change/", {"username": first.username, "name": first.name})
    desk.post(f"/admin/core/post/{row.post_id}/change/", {"name": row.post.name, "closed_on": "2026-01-01"})
    assert not Proposal.objects.exists() and may_open(first, "/settings/holdings/")
    third = holder(town, "security_admin", "third", "骆安平", activated=False)
    proposals.ask(Proposal.Act.END, row, by=first, reason="退休", words="退休", successor=holding_of(third))
    with pytest.raises(Refused, match="申请人"):
        proposals.decide(Proposal.objects.get().pk, by=first, agreed=True)
    proposals.decide(Proposal.objects.get().pk, by=second, agreed=True)
    assert [may_open(user, "/settings/holdings/") for user in (first, second, third)] == [False, True, True]


def test_what_has_been_asked_is_asked_once_and_decided_once(town: Town) -> None:
    second = second_security_admin(town)
    row = holding_of(town.users["liaison"])
    for _ in range(2):
        as_user(town.users["security_admin"]).post(
            f"/settings/holdings/{row.pk}/end/", {"reason": "调离", "successor": ""}
        )
    proposal = Proposal.objects.get()
    clients = [as_user(second), as_user(second)]
    for client in clients:
        client.post(f"/settings/proposals/{proposal.pk}/", {"agree": "1"})
    row.refresh_from_db()
    assert row.ends_on is not None
    assert LogEntry.objects.filter(change_message__startswith="同意").count() == 1


# --- Fewer than two are left --------------------------------------------------------------------------------


def test_the_server_s_command_makes_the_second_and_everybody_hears_of_it(town: Town) -> None:
    assert any("安全管理员不足 2 人" in found.seen for found in doctor.examine(["administrators"]))
    newcomer = User.objects.create_user("rescue", "殷安民", PASSWORD, must_change_password=False)
    asked = {
        "account": "rescue",
        "first": "security_admin",
        "second": "director",
        "document": "栖政〔2026〕9号",
    }
    for wrong, said in (
        ({"second": "security_admin"}, "三个人"),
        ({"account": "nobody"}, "没有启用的账号"),
        ({"document": " "}, "文号"),
        ({"account": "auditor"}, "三员互不兼任"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("second_security_admin", **{**asked, **wrong})
    call_command("second_security_admin", **asked, stdout=StringIO())
    assert may_open(newcomer, "/settings/holdings/") and not list(doctor.examine(["administrators"]))
    assert "栖政〔2026〕9号" in LogEntry.objects.latest("pk").get_change_message()
    for told in ("auditor", "duty_leader", "chief"):
        assert Notice.objects.filter(user=town.users[told], sentence__contains="补设").count() == 1
    with pytest.raises(CommandError, match="两人以上"):
        call_command("second_security_admin", **{**asked, "account": "liaison"})


def test_what_waits_for_the_second_person_stands_first_and_is_found(town: Town) -> None:
    """The page listed it last, and from three hundred holdings on not at all."""
    second = second_security_admin(town)
    waiting = holder(town, "handler", "newcomer", "裘初来", activated=False)
    page = as_user(second).get("/settings/holdings/")
    assert page.context["holdings"][0]["user"] == waiting.name
    for words, found in (("裘初来", {waiting.name}), ("newcomer", {waiting.name}), ("没有这个人", set())):
        listed = as_user(second).get("/settings/holdings/", {"q": words}).context["holdings"]
        assert {row["user"] for row in listed} == found


def test_a_deputy_ends_before_the_day_and_what_is_over_is_not_activated(town: Town) -> None:
    second = second_security_admin(town)
    deputy = holder(town, "handler", "deputy", "梁代班")
    row = holding_of(deputy)
    Holding.objects.filter(pk=row.pk).update(deputy=True, ends_on=localdate() + timedelta(days=30))
    page = as_user(town.security_admin).get("/settings/holdings/", {"q": "梁代班"}).content.decode()
    assert f"/settings/holdings/{row.pk}/end/" in page
    as_user(town.security_admin).post(f"/settings/holdings/{row.pk}/end/", {"reason": "本人提前返岗"})
    asked = Proposal.objects.get(act=Proposal.Act.END, object_id=row.pk)
    proposals.decide(asked.pk, by=second, agreed=True)
    row.refresh_from_db()
    assert row.ends_on is not None and row.ends_on <= localdate()
    late = holding_of(holder(town, "handler", "late", "卫晚到", activated=False))
    Holding.objects.filter(pk=late.pk).update(
        starts_on=localdate() - timedelta(days=9), ends_on=localdate() - timedelta(days=1)
    )
    assert as_user(second).post(f"/settings/holdings/{late.pk}/activate/").status_code == 404


@pytest.mark.parametrize("activated", [True, False])
@pytest.mark.parametrize("ahead", [0, 7])
def test_what_was_taken_back_before_it_began_never_opens_anything(
    town: Town, activated: bool, ahead: int
) -> None:
    second = second_security_admin(town)
    row = holding_of(holder(town, "handler", "early", "计将来", activated=activated))
    Holding.objects.filter(pk=row.pk).update(starts_on=localdate() + timedelta(days=ahead))
    asked = proposals.ask(Proposal.Act.END, row, by=town.security_admin, reason="授予错了", words="计将来")
    proposals.decide(asked.pk, by=second, agreed=True)
    never = not activated or ahead > 0
    for days in range(-1, 10):
        opens = Holding.objects.current(localdate() + timedelta(days=days)).filter(pk=row.pk).exists()
        assert opens == (not never and days == 0)
    if never:
        assert as_user(second).post(f"/settings/holdings/{row.pk}/activate/").status_code == 404
        assert [
            one["ended"]
            for one in as_user(second).get("/settings/holdings/", {"q": "early"}).context["holdings"]
        ] == [True]


def test_a_term_of_the_town_is_chosen_and_listed_in_words(town: Town) -> None:
    """No 4WH and no name of a rule in code; a new one begins today."""
    client = as_user(town.system_admin)
    page = client.get("/admin/core/localterm/add/").content.decode()
    offered = re.findall(r"<option value=\"[a-z_.]+\"[^>]*>([^<]+)</option>", page)
    assert offered and not [words for words in offered if re.search(r"\d(W|C|H|WH|N|M|Y)）", words)]
    assert f'value="{localdate():%Y/%m/%d}"' in page or f'value="{localdate():%Y-%m-%d}"' in page
    LocalTerm.objects.create(
        rule="cases.dispatch", level="town", term="2WH", basis="镇规", valid_from=localdate()
    )
    listed = client.get("/admin/core/localterm/").content.decode()
    assert "2 个工作小时" in listed and "cases.dispatch" not in listed and "2WH" not in listed
