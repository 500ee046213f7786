"""The citizens' look-up: it tells the right one little, and the wrong one nothing at all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from core.models import Failures, HistoryEntry, Matter, Notice, Unit
from core.procedure.procedure import by_kind
from core.views.lookup import PAUSED, SALT, WRONG
from tests.people import Town, moment
from tests.sweeps.world import PARTIES, SECRETS, at_once, at_status

OTHER = "ZZZZZZZZ"


def ask(client: Client, code: str, lookup_code: str, **extra: Any) -> str:
    """The page without what was typed and its tokens."""
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


def test_wrong_locked_and_absent_get_the_same_answer(case: Any, client: Client) -> None:
    other = "2" if case.code[-1] != "2" else "3"
    absent = ask(client, case.code[:-1] + other, case.lookup_code)
    wrong = ask(client, case.code, OTHER)
    dashes = ask(client, "SX12", "-" * 8)
    invisible = ask(client, case.code, "\u200b")
    assert WRONG in wrong and wrong == absent == dashes
    Failures.objects.update(failures=99)
    assert PAUSED in ask(client, case.code, case.lookup_code)
    assert ask(client, case.code, OTHER) == ask(client, case.code, case.lookup_code)
    assert ask(client, case.code, OTHER) == ask(client, case.code[:-1] + other, OTHER)
    assert WRONG in invisible or "必填" in invisible or "填写" in invisible
    assert case.number not in wrong + invisible


def test_five_wrong_tries_lock_the_code_for_half_an_hour(case: Any, town: Town, client: Client) -> None:
    for _ in range(5):
        assert WRONG in ask(client, case.code, OTHER)
    assert PAUSED in ask(client, case.code, case.lookup_code)
    elsewhere = ask(client, case.code, case.lookup_code, REMOTE_ADDR="192.0.2.9")
    assert case.number in elsewhere  # whoever has the receipt is told, whatever others tried
    other = town.register()
    assert case.number not in ask(client, other.code, other.lookup_code) and WRONG not in ask(
        client, other.code, other.lookup_code
    )
    Failures.objects.update(since=timezone.now() - timedelta(minutes=31))
    assert WRONG not in ask(client, case.code, case.lookup_code)


def test_after_thirty_wrong_tries_of_an_address_wrong_ones_are_told_to_wait_and_right_ones_answered(
    case: Any, client: Client
) -> None:
    for number in range(30):
        assert WRONG in ask(client, f"SX{number:05}", OTHER)
    assert PAUSED in ask(client, case.code, OTHER)
    assert PAUSED in ask(client, "SX00031", OTHER)
    assert case.number in ask(client, case.code, case.lookup_code)  # the next one at the hall's own machine
    assert WRONG in ask(client, case.code, OTHER, REMOTE_ADDR="192.0.2.9")


def test_behind_a_proxy_the_address_is_the_visitor_s(case: Any, client: Client, settings: Any) -> None:
    settings.PROXY_COUNT = 1
    for number in range(30):
        ask(client, f"SX{number:05}", OTHER, headers={"x-forwarded-for": "192.0.2.66"})
    assert PAUSED in ask(client, case.code, OTHER, headers={"x-forwarded-for": "192.0.2.66"})
    assert WRONG in ask(client, case.code, OTHER, headers={"x-forwarded-for": "192.0.2.9"})


def test_a_sealed_matter_says_only_that_it_is_registered(town: Town, client: Client) -> None:
    case = town.register(
        "举报赵某挪用渠道养护款", accusation=True, parties=[dict(party) for party in PARTIES]
    )
    Unit.objects.filter(pk=town.works.pk).update(takes_accusations=True)
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
            town.act(
                case, "hand_over", town.director, unit=Unit.objects.get(pk=town.works.pk), grade="simple"
            )


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


# --- What is told --------------------------------------------------------------------------------------------


def page(client: Client, case: Any) -> str:
    """The answer to the right codes."""
    found = Matter.objects.get(pk=case.pk)
    return client.post("/lookup/", {"code": found.code, "lookup_code": found.lookup_code}).content.decode()


def steps(text: str) -> list[tuple[str, str]]:
    """(state, label) of the way that is shown."""
    return re.findall(r'<li data-state="(\w+)"[^>]*><b>([^<]*)</b>', text)


def test_wrong_locked_and_absent_ask_the_database_the_same(case: Any, client: Client) -> None:
    def asked(code: str, lookup_code: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            text = ask(client, code, lookup_code)
            assert WRONG in text or PAUSED in text
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured]

    wrong, absent = asked(case.code, OTHER), asked("SX9", OTHER)
    Failures.objects.update(failures=99)
    assert wrong == absent == asked(case.code, case.lookup_code) and len(wrong) == 4


def test_right_tries_are_not_counted(case: Any, client: Client) -> None:
    for _ in range(8):
        assert case.number in page(client, case)
    assert set(Failures.objects.values_list("failures", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_gain_nothing(calendar: None, town: Town) -> None:
    case = town.register()
    got = at_once(*[lambda: ask(Client(), case.code, OTHER)] * 8)
    assert sum(WRONG in text for text in got) == 5 and sum(PAUSED in text for text in got) == 3
    assert Failures.objects.get(key=f"lookup:127.0.0.1:{case.code}").failures == 8
    assert PAUSED in ask(Client(), case.code, case.lookup_code)


def test_the_way_of_a_case_in_plain_words(town: Town, client: Client) -> None:
    at = moment("2026-03-10 09:30")  # Tuesday
    case = town.register(at=at)
    text = page(client, case)
    assert steps(text)[:2] == [("done", "已登记"), ("now", "正在安排承办单位")] and "最晚3月30日" in text
    assert [state for state, _ in steps(text)].count("now") == 1
    town.hand_over(case, at=at)
    assert ("now", "等待承办单位签收") in steps(page(client, case))
    town.act(case, "sign", town.handler, at)
    text = page(client, case)
    assert town.works.name in text and "3月17日（二）" in text  # the raw day of seven days, long ago
    assert "已经超过" in text and "3月16日" not in text
    town.act(case, "reply", town.handler, answer="已清理，排水恢复。")
    text = page(client, case)
    assert "已清理，排水恢复。" in text and steps(text)[-1] == ("now", "打电话问您满不满意")
    town.act(case, "call_back", town.receptionist, satisfaction="satisfied")
    assert steps(page(client, case))[-1][1] == "已办结" and "负责" not in page(client, case)


def test_the_day_is_the_legal_one_and_not_the_inner_one(town: Town, client: Client) -> None:
    """Of seven days from a Saturday the raw day is a Saturday; the target would be the Friday before."""
    case = town.hand_over(town.register(at=moment("2026-11-14 10:00")), at=moment("2026-11-14 10:00"))
    clock = case.clocks.get(rule="cases.handle_ordinary")
    assert clock.raw != clock.target
    text = page(client, case)
    assert f"{clock.raw.month}月{clock.raw.day}日" in text
    assert f"{clock.target.month}月{clock.target.day}日" not in text


def test_side_ways_look_right(town: Town, client: Client) -> None:
    returned = town.hand_over(town.register())
    town.act(returned, "return", town.handler, reason="not_ours", explanation="不归我办")
    assert ("now", "正在重新安排承办单位") in steps(page(client, returned))
    assert "不归我办" not in page(client, returned) and town.works.name not in page(client, returned)
    for status, words in (
        ("awaiting", "已报领导批示"),
        ("guided", "功能室正在接待"),
        ("below", "正在调解"),
    ):
        shown = steps(page(client, at_status(town, "case", status)))
        assert ("now", words) in shown and [one for one, _ in shown].count("now") == 1, status


def test_a_merged_case_does_not_name_the_other(town: Town, client: Client) -> None:
    one, other = (
        town.register("我家门口的路灯不亮"),
        town.register("整条街的路灯都不亮", by=town.receptionist),
    )
    town.act(one, "merge", town.dispatcher, other=Matter.objects.get(pk=other.pk), reason="同一处")
    text = page(client, one)
    assert "与另一件同类事项合并办理" in text and other.number not in text and other.code not in text


def test_only_the_lead_is_named(town: Town, client: Client) -> None:
    case = town.hand_over(town.register())
    town.act(case, "add_helper", town.dispatcher, unit=town.farms, part="核对面积", days=3)
    text = page(client, case)
    assert town.works.name in text and town.farms.name not in text and "核对面积" not in text


def test_who_is_told_to_go_elsewhere_reads_where(town: Town, client: Client) -> None:
    case = at_status(town, "case", "told")
    text = page(client, case)
    assert "澄湖县人力资源和社会保障局" in text and "199-0000-0071" in text and "劳动争议调解仲裁法" in text


def test_a_voided_case_sends_to_the_hall(town: Town, client: Client) -> None:
    text = page(client, at_status(town, "case", "voided"))
    assert "已作废，请到大厅询问" in text and steps(text) == []


def test_who_must_not_be_reached_gets_the_bare_page(town: Town, client: Client) -> None:
    case = town.replied(parties=[{**PARTIES[0], "contact": "never"}])
    text = page(client, case)
    assert "已登记" in text and case.number in text and "satisfaction" not in text
    assert not [word for word in ("已清理", "已有结果", town.works.name, "回访", "现由") if word in text]


def test_the_look_up_costs_few_queries(case: Any, client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        page(client, case)
    assert len(captured) <= 13, len(captured)  # one is the test's own, to read the codes


# --- One rating ----------------------------------------------------------------------------------------------


def token_of(text: str) -> str:
    return re.findall(r'name="token" value="([^"]*)"', text)[0]


def rate(client: Client, token: str, satisfaction: str = "satisfied", words: str = "") -> tuple[int, str]:
    answer = client.post("/lookup/rate/", {"token": token, "satisfaction": satisfaction, "words": words})
    return answer.status_code, answer.content.decode()


def test_a_result_is_rated_once(town: Town, client: Client) -> None:
    case = town.replied()
    first, second = token_of(page(client, case)), token_of(page(client, case))
    assert case.code not in first and str(case.lookup_code) not in first
    status, text = rate(client, first, "unsatisfied", "还是堵，电话19900000013。")
    assert status == 200 and "谢谢" in text
    assert (
        "谢谢" in rate(client, first, "unsatisfied", "还是堵，电话19900000013。")[1]
    )  # a double click is one
    assert "已经用过" in rate(client, first, "satisfied", "通了")[1]
    assert "已经评价过" in rate(client, second)[1]
    row = Case.objects.get(pk=case.pk)
    assert (row.own_rating, row.status) == ("unsatisfied", "replied") and "19900000013" in row.own_words
    assert HistoryEntry.objects.filter(matter=case, action="cases.rate").count() == 1
    told = Notice.objects.filter(matter=case, sentence__contains="群众评价")
    assert {one.user for one in told} >= {town.receptionist, town.director}
    text = page(client, case)
    assert "您已评价" in text and 'name="token"' not in text
    client.force_login(town.director)
    shown = client.get(f"/matters/{case.pk}/").content.decode()
    assert "<dt>群众评价</dt><dd>不满意" in shown and "还是堵" in shown and "19900000013" not in shown


@pytest.mark.django_db(transaction=True)
def test_two_ratings_at_once_are_one(calendar: None, town: Town) -> None:
    case = town.replied()
    tokens = [token_of(page(Client(), case)) for _ in range(2)]
    got = at_once(*[lambda token=token: rate(Client(), token)[1] for token in tokens])
    assert sorted("谢谢" in text for text in got) == [False, True] and any(
        "已经评价过" in text for text in got
    )
    assert HistoryEntry.objects.filter(matter=case, action="cases.rate").count() == 1


def test_what_is_not_ours_rates_nothing(town: Town, client: Client) -> None:
    case = town.replied()
    token = token_of(page(client, case))
    for wrong in (
        "",
        "x",
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        signing.dumps({"matter": case.pk}),
    ):
        status, text = rate(client, wrong)
        assert status in (200, 400) and "谢谢" not in text, wrong
    old = signing.dumps({"matter": case.pk, "row": "rate", "key": "0" * 32}, salt="elsewhere")
    assert "谢谢" not in rate(client, old)[1]
    for satisfaction, words in (("", ""), ("unreached", ""), ("satisfied", "\0"), ("satisfied", "长" * 301)):
        status, text = rate(client, token, satisfaction, words)
        assert status == 200 and "谢谢" not in text
    assert Case.objects.get(pk=case.pk).own_rating == ""
    assert client.get("/lookup/rate/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/lookup/rate/", {"token": token, "satisfaction": "satisfied"}).status_code == 403


def test_a_token_ages_and_a_case_moves_on(town: Town, client: Client, monkeypatch: Any) -> None:
    case = town.replied()
    token = token_of(page(client, case))
    with monkeypatch.context() as later:
        later.setattr("core.views.lookup.TOKEN_AGE", -1)
        status, text = rate(client, token, words="写了很多字")
        assert status == 400 and "重新查询" in text and "写了很多字" in text
    town.act(case, "reopen", town.receptionist, reason="还是堵。")
    assert "谢谢" not in rate(client, token)[1] and Case.objects.get(pk=case.pk).own_rating == ""


def test_there_is_no_rating_before_the_result_and_none_of_what_is_sealed(town: Town, client: Client) -> None:
    assert 'name="token"' not in page(client, town.register())
    sealed = town.register(flags=["minor"])
    town.act(sealed, "clear_flags", town.director, reason="民警到场，已平息。")
    town.act(sealed, "answer_on_spot", town.director, answer="已说明。")
    assert 'name="token"' not in page(client, sealed) and "已说明" not in page(client, sealed)
    for status in ("settled", "told", "finished"):
        assert 'name="token"' in page(client, at_status(town, "case", status)), status


def test_thirty_ratings_lock_the_address(town: Town, client: Client) -> None:
    case = town.replied()
    token = token_of(page(client, case))
    for _ in range(30):
        rate(client, "x")
    status, text = rate(client, token)
    assert status == 429 and "太频繁" in text and Case.objects.get(pk=case.pk).own_rating == ""
    assert signing.loads(token, salt=SALT)["matter"] == case.pk
