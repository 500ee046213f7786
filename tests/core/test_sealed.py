"""Whoever opens a sealed matter says why, once a day and matter, and leaves a trace."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from core.documents import attachments, issue
from core.documents.uploads import check_upload
from core.models import Access, Exclusion, Look
from core.procedure.procedure import document_kinds
from core.values.moments import now
from tests.mediation import files
from tests.people import Town

pytestmark = pytest.mark.django_db
SIDES = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]
WORDS, ASKED = "家里打孩子的事", "写明理由后打开"


def as_user(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def sealed_addresses(town: Town) -> tuple[list[str], list[int]]:
    """Every page of a sealed case, its mediation, their papers and files; and the numbers of both."""
    case = town.register(WORDS, parties=[dict(one) for one in SIDES], flags=["minor"])
    below = files.opened(town, case)
    for matter in (case, below):
        Access.objects.create(matter_id=matter.pk, user=town.director, part="reader")
    paper = issue.issue(document_kinds()["cases.registration_form"], case, town.director)
    file = ContentFile("纸条".encode(), "纸条.txt")
    scan = attachments.add(case, file, check_upload(file), town.director)
    pages = [
        *(reverse(name, args=[one.pk]) for one in (case, below) for name in ("matter", "attach", "reveal")),
        reverse("act", args=[case.pk, "hand_over"]),
        reverse("preview", args=[case.pk, "cases.receipt"]),
        reverse("document", args=[paper.pk]),
        reverse("attachment", args=[scan.pk]),
        reverse("withdraw", args=[scan.pk]),
        reverse("registered", kwargs={"pk": case.pk, "kind": "case"}),
        reverse("clock", args=[case.clocks.first().pk]),
    ]
    return pages, [case.pk, below.pk]


def test_every_page_of_a_sealed_matter_asks_why_and_leaves_a_trace(town: Town) -> None:
    pages, numbers = sealed_addresses(town)
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        client = as_user(town.director)
        before = Look.objects.count()
        for url in pages:
            page = client.get(url)
            assert page.status_code == 403 and ASKED in page.content.decode(), url
            assert WORDS not in page.content.decode()
        assert Look.objects.count() == before, "nothing was seen"
        for pk in numbers:
            wrong = client.post(reverse("why", args=[pk]), {"reason": "看", "next": pages[0]})
            assert wrong.status_code == 403 and "至少四个字" in wrong.content.decode()
            done = client.post(
                reverse("why", args=[pk]), {"reason": "值班长交办，核对分流", "next": "//evil.example/"}
            )
            assert done.url == reverse("matter", args=[pk])  # type: ignore[attr-defined]
        assert {look.reason for look in Look.objects.order_by("-pk")[:2]} == {"值班长交办，核对分流"}
        for url in pages:
            assert ASKED not in client.get(url).content.decode(errors="replace"), url
        assert WORDS in client.get(pages[0]).content.decode()
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert as_user(town.director).get(pages[0]).status_code == 403, "another day"


def test_who_may_not_see_it_is_not_even_asked(town: Town) -> None:
    pages, numbers = sealed_addresses(town)
    client = as_user(town.handler)
    for url in pages:
        page = client.get(url)
        assert page.status_code in (403, 404) and ASKED not in page.content.decode(), url
    assert (
        client.post(reverse("why", args=[numbers[0]]), {"reason": "我想看看", "next": ""}).status_code == 404
    )


def test_who_is_shut_out_is_written_down_at_every_door_and_told_nothing(town: Town) -> None:
    pages, numbers = sealed_addresses(town)
    Exclusion.objects.create(
        matter_id=numbers[0], user=town.director, ground="recused", article="第二十八条第三款"
    )
    client, nobody = as_user(town.director), client_404(town.director)
    for url in pages:
        before = Look.objects.count()
        page = client.get(url)
        assert page.status_code == 404 and page.content == nobody, url
        tried = Look.objects.latest("pk")
        assert Look.objects.count() == before + 1, url
        assert (tried.by, tried.what) == (town.director, "被排除人试图打开") and tried.matter_id in numbers, (
            url
        )
    as_user(town.handler).get(pages[0])
    assert not Look.objects.filter(by=town.handler).exists(), "hidden for another reason"
    Exclusion.objects.update(ends_at=now())
    assert client.get(pages[0]).status_code == 403, "a try is no reason given"


def client_404(user: object) -> bytes:
    """The page of a matter that there is not."""
    return as_user(user).get(reverse("matter", args=[999_999_999])).content


def test_who_registered_it_today_goes_on_without_being_asked(town: Town) -> None:
    case = town.register(WORDS, by=town.receptionist, flags=["minor"])
    client = as_user(town.receptionist)
    assert client.get(reverse("registered", kwargs={"pk": case.pk, "kind": "case"})).status_code == 200
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert client.get(reverse("matter", args=[case.pk])).status_code in (302, 403)


def test_a_search_that_lists_it_leaves_a_trace_once_a_day(town: Town) -> None:
    case = town.register(WORDS, by=town.receptionist, flags=["minor"])
    for _ in range(2):
        assert "保密" in as_user(town.receptionist).get("/search/?q=孩子").content.decode()
    assert Look.objects.filter(matter=case, by=town.receptionist, what="搜索结果中列出").count() == 1


def test_an_act_is_its_own_reason(town: Town) -> None:
    case = town.register(WORDS, flags=["minor"])
    Access.objects.create(matter_id=case.pk, user=town.director, part="reader")
    url = reverse("act", args=[case.pk, "hand_over"])
    looks = Look.objects.filter(matter=case, by=town.director, what="办理封闭事项")
    asked = as_user(town.director).post(url, {"key": "x"})  # nothing was done, so a reason is asked
    assert asked.status_code == 403 and not looks.exists()
    done = {"key": str(uuid4()), "version": case.version, "unit": town.works.pk, "grade": "ordinary"}
    as_user(town.director).post(url, done)
    assert looks.count() == 1


def test_what_was_posted_without_todays_reason_is_kept_until_the_reason_is_given(town: Town) -> None:
    case = town.register(WORDS, flags=["minor"])
    Access.objects.create(matter_id=case.pk, user=town.director, part="reader")
    client, url = as_user(town.director), reverse("act", args=[case.pk, "hand_over"])
    page = client.post(url, {"key": "x", "note": "请先上门看孩子"}).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept and "请先上门看孩子" not in page
    why = reverse("why", args=[case.pk])
    assert kept[1] in client.post(why, {"reason": "", "kept": kept[1]}).content.decode()
    again = client.post(why, {"reason": "分流到责任单位办理", "kept": kept[1]}).content.decode()
    assert "请先上门看孩子" in again and f'action="{url}"' in again
