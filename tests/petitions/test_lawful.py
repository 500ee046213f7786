"""五个法治化: what a month owes and has done, and what one petition still lacks."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.documents.issue import issue
from core.lists.drilldown import Counted
from core.models import Document
from core.procedure.indicators import Period
from core.procedure.procedure import document_kinds
from petitions import lawful
from petitions.models import Petition
from tests.people import Town, moment
from tests.petitions.test_dates import fresh, register
from tests.petitions.test_lawful_way import accepted, drafted, served

APRIL, MAY, JUNE = (Period.of_month(2026, month) for month in (4, 5, 6))


@pytest.fixture
def handled(town: Town) -> Any:
    """Received 04-02, told in time on 04-07, answered on 06-20, fourteen days late; and another that nobody told."""
    with time_machine.travel(moment("2026-04-07 10:00")):
        made = accepted(town)
        served(town, made, "acceptance", date(2026, 4, 7))
        register(town, "2026-04-02 10:00", "村道没有路灯")
    with time_machine.travel(moment("2026-06-20 09:00")):
        drafted(town, made, late_reason="等测产结论。")
        town.act(made, "sign", town.duty_leader)
    return fresh(made)


def numbers(user: Any, period: Period) -> dict[str, dict[str, int]]:
    return {check.key: found for check, found in lawful.month(user, period)}


def test_a_month_and_its_lists_agree(town: Town, handled: Any) -> None:
    """Each number is as long as the list that it opens; each duty is counted in the month in which it was done or due."""
    with time_machine.travel(moment("2026-07-02 09:00")):
        april, june = numbers(town.director, APRIL), numbers(town.director, JUNE)
        assert april["notice"] == {"": 2, "in_time": 1, "late": 1, "lacks": 1}
        assert april["receipt"] == {"": 2, "lacks": 2}
        assert june["handle"] == {"": 1, "in_time": 0, "late": 1, "lacks": 1}
        seen = Petition.objects.visible_to(town.director)
        for period in (APRIL, MAY, JUNE):
            for check, found in lawful.month(town.director, period):
                for part, number in found.items():
                    key = check.indicator.key
                    assert Counted(key, period, part=part).rows(seen).count() == number, (key, part)


def test_a_paper_that_was_issued_is_no_longer_missing(town: Town, handled: Any) -> None:
    with time_machine.travel(moment("2026-06-21 09:00")):
        issue(document_kinds()["petitions.opinion"], handled, town.petition_officer)
        assert numbers(town.director, JUNE)["handle"]["lacks"] == 0


def test_an_accusation_is_counted_nowhere_here(town: Town, handled: Any) -> None:
    with time_machine.travel(moment("2026-07-02 09:00")):
        before = [numbers(town.petition_officer, period) for period in (APRIL, MAY, JUNE)]
    with time_machine.travel(moment("2026-04-09 10:00")):
        made = register(town, "2026-04-09 09:00", "许长河收受礼品", accusation=True, accused=[{"name": "许长河", "unit": town.farms}], channel="visit", head_count=8, urgent=True)  # fmt: skip
    with time_machine.travel(moment("2026-07-02 09:00")):
        assert [numbers(town.petition_officer, period) for period in (APRIL, MAY, JUNE)] == before
        assert [line["label"] for line in lawful.lines(fresh(made)) if line["missing"]] == [
            "紧急报告", "登记、出具回执", "录入国家系统", "移送检举控告", "集体访推选代表",
        ]  # fmt: skip


def test_a_term_in_hours_is_judged_to_the_minute(town: Town) -> None:
    with time_machine.travel(moment("2026-04-07 11:00")):
        for minute, at in (("10:20", "2026-04-07 08:30"), ("10:40", "2026-04-07 08:30")):
            made = register(town, at, urgent=True)
            for to in ("government", "department", "joint"):
                said = {"to": to, "reported_at": moment(at), "receiver": "值班室", "words": "二十人聚集。"}
                town.act(
                    made, "report_urgent", town.petition_officer, at=moment(f"2026-04-07 {minute}"), **said
                )
        assert numbers(town.director, APRIL)["urgent"] == {"": 2, "in_time": 1, "late": 1}


def test_a_group_without_representatives_stands_under_order(town: Town) -> None:
    with time_machine.travel(moment("2026-04-07 10:00")):
        register(town, "2026-04-07 09:00", channel="visit", head_count=8)
        chosen = [{"name": "陆阿根", "role": "applicant", "is_representative": True, "of_age": True}]
        register(town, "2026-04-07 09:00", channel="visit", head_count=8, parties=chosen)
        assert numbers(town.director, APRIL)["group"] == {"": 2, "lacks": 1}


def test_one_petition_shows_paper_and_day_or_what_is_missing(town: Town, handled: Any) -> None:
    with time_machine.travel(moment("2026-06-21 09:00")):
        issue(document_kinds()["petitions.acceptance"], handled, town.petition_officer)
        found = {line["label"]: line for line in lawful.lines(fresh(handled))}
        paper = Document.objects.get(kind="petitions.acceptance")
        assert paper.number in found["书面告知"]["proof"] and "04-07 周二 送达" in found["书面告知"]["proof"]
        assert "逾期" in found["60日内办结"]["proof"] and found["60日内办结"]["missing"] == "没有出具文书"
        assert "还没有到期" in found["送达答复"]["proof"] and found["送达答复"]["missing"] == ""


def test_the_page_opens_its_lists_prints_and_asks_little(town: Town, handled: Any, client: Client) -> None:
    with time_machine.travel(moment("2026-07-02 09:00")):
        client.force_login(town.petition_officer)
        client.get(reverse("petition_lawful"))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("petition_lawful"), {"month": "2026-06"})
        text = page.content.decode()
        assert len(asked) <= 12, len(asked)
        assert [name for name, _ in page.context["five"]] == ["预防", "受理", "办理", "监督追责", "维护秩序"]
        address = lawful.address(next(one for one in lawful.CHECKS if one.key == "handle"), JUNE, "late")
        assert address.replace("&", "&amp;") in text and "村镇办" not in text.split("<main", 1)[-1]
        listed = client.get(address)
        assert (
            handled.title in listed.content.decode() and "义务：60日内办结（逾期" in listed.content.decode()
        )
        assert client.get(reverse("petition_lawful"), {"month": "2026-13"}).status_code == 404
        assert "还缺" in client.get(reverse("matter", args=[handled.pk])).content.decode()


def test_who_may_not_see_petitions_has_no_page(town: Town, client: Client) -> None:
    client.force_login(town.system_admin)
    assert client.get(reverse("petition_lawful")).status_code == 403
