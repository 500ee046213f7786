"""The citizens' look-up: it tells the right one little, and the wrong one nothing at all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Failures, Matter
from core.procedures import by_kind
from core.views.lookup import WRONG
from tests.people import Town
from tests.sweeps.world import PARTIES, SECRETS, at_status, everywhere

OTHER = "ZZZZZZZZ"


def ask(client: Client, code: str, lookup_code: str, **extra: Any) -> str:
    """The page without what was typed and its token."""
    answer = client.post("/lookup/", {"code": code, "lookup_code": lookup_code}, **extra)
    assert answer.status_code == 200
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return text.replace(code, "").replace(lookup_code, "") if code and lookup_code else text


@pytest.fixture
def case(town: Town) -> Any:
    return town.register(parties=[dict(party) for party in PARTIES])


def test_the_right_codes_show_the_step_and_no_more(case: Any, town: Town, client: Client) -> None:
    answer = client.post("/lookup/", {"code": case.code, "lookup_code": case.lookup_code}).content.decode()
    stage = by_kind()["case"].workflow.stage(case.status)
    assert stage.plain in answer and case.number in answer and town.centre.name in answer
    assert not [
        word for word in (*SECRETS, PARTIES[0]["name"], "陶", case.lookup_code, "林小满") if word in answer
    ]
    spaced = client.post(
        "/lookup/",
        {
            "code": f" {case.code[:8]} {case.code[8:].lower()}",
            "lookup_code": f"{case.lookup_code[:4].lower()} {case.lookup_code[4:]}",
        },
    )
    assert stage.plain in spaced.content.decode()


def test_every_status_has_words_for_the_citizen(town: Town, client: Client) -> None:
    for (kind, status), matter in everywhere(town).items():
        root = Matter.objects.get(pk=matter.root_id)
        answer = client.post(
            "/lookup/", {"code": root.code, "lookup_code": root.lookup_code}
        ).content.decode()
        assert by_kind()[root.kind].workflow.stage(root.status).plain in answer, (kind, status)
        Failures.objects.all().delete()


def test_wrong_locked_and_absent_get_the_same_answer(case: Any, client: Client) -> None:
    other = "2" if case.code[-1] != "2" else "3"
    absent = ask(client, case.code[:-1] + other, case.lookup_code)
    wrong = ask(client, case.code, OTHER)
    dashes = ask(client, "SX12", "-" * 8)
    invisible = ask(client, case.code, "\u200b")
    assert Failures.objects.filter(key=f"lookup:{case.code}").update(failures=99) == 1
    locked = ask(client, case.code, case.lookup_code)
    assert WRONG in wrong and wrong == absent == locked == dashes
    assert WRONG in invisible or "必填" in invisible or "填写" in invisible
    assert case.number not in wrong + invisible


def test_five_wrong_tries_lock_the_code_for_half_an_hour(case: Any, town: Town, client: Client) -> None:
    for _ in range(5):
        assert WRONG in ask(client, case.code, OTHER)
    assert WRONG in ask(client, case.code, case.lookup_code)
    elsewhere = ask(client, case.code, case.lookup_code, REMOTE_ADDR="192.0.2.9")
    assert WRONG in elsewhere  # the code is locked, wherever one asks from
    other = town.register()
    assert case.number not in ask(client, other.code, other.lookup_code) and WRONG not in ask(
        client, other.code, other.lookup_code
    )
    Failures.objects.update(since=timezone.now() - timedelta(minutes=31))
    assert WRONG not in ask(client, case.code, case.lookup_code)


def test_thirty_wrong_tries_lock_the_address(case: Any, client: Client) -> None:
    for number in range(30):
        assert WRONG in ask(client, f"SX{number:05}", OTHER)
    assert WRONG in ask(client, case.code, case.lookup_code)
    assert WRONG not in ask(client, case.code, case.lookup_code, REMOTE_ADDR="192.0.2.9")


def test_behind_a_proxy_the_address_is_the_visitor_s(case: Any, client: Client, settings: Any) -> None:
    settings.PROXY_COUNT = 1
    for number in range(30):
        ask(client, f"SX{number:05}", OTHER, headers={"x-forwarded-for": "192.0.2.66"})
    assert WRONG in ask(client, case.code, case.lookup_code, headers={"x-forwarded-for": "192.0.2.66"})
    assert WRONG not in ask(client, case.code, case.lookup_code, headers={"x-forwarded-for": "192.0.2.9"})


def test_a_sealed_matter_says_only_that_it_is_registered(town: Town, client: Client) -> None:
    case = town.register(
        "举报赵某挪用渠道养护款", accusation=True, parties=[dict(party) for party in PARTIES]
    )
    for name in ("registered", "handed_over"):
        assert Matter.objects.get(pk=case.pk).status == name
        answer = client.post(
            "/lookup/", {"code": case.code, "lookup_code": case.lookup_code}
        ).content.decode()
        assert "已登记" in answer and case.number in answer
        assert not [
            word for word in ("举报", "赵某", "负责", town.works.name, "分流", "承办") if word in answer
        ]
        if name == "registered":
            town.act(case, "hand_over", town.director, unit=town.works, grade="simple")


def test_a_mediation_has_no_look_up_of_its_own(town: Town, client: Client) -> None:
    """One code, one look-up code: the case's, at whatever the case stands."""
    child = at_status(town, "mediation", "accepted")
    answer = client.post("/lookup/", {"code": child.code, "lookup_code": child.lookup_code}).content.decode()
    assert child.parent.number in answer and child.number not in answer and "正在调解" in answer


def test_what_is_typed_wrongly_is_said_and_kept(client: Client, db: None) -> None:
    answer = client.post("/lookup/", {"code": "SX99", "lookup_code": ""}).content.decode()
    assert "SX99" in answer and re.search(r"查询码.*?(必填|填写)", answer, re.DOTALL)
    assert client.get("/lookup/", {"code": "SX123"}).content.decode().count("SX123") == 1


def test_look_up_codes_are_random_and_easy_to_read(town: Town) -> None:
    codes = [town.register().lookup_code for _ in range(20)]
    assert len(set(codes)) == 20 and all(re.fullmatch(r"[2-9A-HJKMNP-Z]{8}", code) for code in codes)
