"""An expert is asked by a day, answers point by point on each version, and each point is adopted or not, with why."""

import copy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils.timezone import localdate

from core.models import Access, Exclusion, Matter, Notice
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from legal.models import Expertise
from legal.standard_tables import TABLES
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 15)


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(moment("2026-04-09 09:00"), tick=False):
        yield copy.deepcopy(scene)


def question(town: Town, **facts: Any) -> dict[str, Any]:
    return {
        "what": "contract", "question": "这份渠道承包合同有没有问题", "text": "渠道承包合同", "expert": town.legal_officer, "outside": "",
        "due_on": DUE, **facts,
    }  # fmt: skip


def asked(town: Town, **facts: Any) -> Expertise:
    return open_matter("expertise", by=town.director, data=question(town, **facts), key=uuid4()).matter


def point(town: Town, made: Any, words: str = "违约金过高", by: Any = None) -> Any:
    return town.act(
        made, "add_point", by or town.legal_officer, words=words, basis="《民法典》第五百八十五条"
    ).matter


def test_a_contract_is_looked_at_version_by_version_and_point_by_point(town: Town, client: Client) -> None:
    made = asked(town)
    assert made.clocks.get(ended_at=None).raw == DUE and made.holder_user == town.legal_officer
    point(town, made), point(town, made, "没有写交付日期")
    made = town.act(made, "sign_opinion", town.legal_officer, summary="改后再签。").matter
    assert (made.status, made.given_on, made.holder_user) == ("given", date(2026, 4, 9), town.director)
    with pytest.raises(Refused, match="2 条意见没有登记"):
        town.act(made, "revise_text", town.director, words="违约金降到百分之三十。", due_on=DUE)
    first, second = made.points.order_by("number")
    with pytest.raises(Refused, match="意见是您出的"):
        town.act(made, "take_point", town.legal_officer, point=first, taken="adopted", why="")
    town.act(made, "take_point", town.director, point=first, taken="adopted", why="")
    with pytest.raises(Refused, match="1 条意见没有登记"):
        town.act(made, "file_opinion", town.director)
    town.act(made, "take_point", town.director, point=second, taken="not", why="另有补充协议写明。")
    made = town.act(made, "revise_text", town.director, words="违约金降到百分之三十。", due_on=DUE).matter
    assert made.status == "asked" and made.newest == 2
    made = point(town, made, "可以签")
    assert made.points.get(number=3).version == 2
    made = town.act(made, "sign_opinion", town.legal_officer, summary="没有别的意见。").matter
    town.act(made, "take_point", town.director, point=made.points.get(number=3), taken="adopted", why="")
    made = town.act(made, "file_opinion", town.director).matter
    paper = str(by_kind()["expertise"].documents[0].context(made))
    assert "不采纳，另有补充协议写明" in paper and "《民法典》" in paper
    first = paper.index("第1稿：渠道承包合同（2026年4月9日）")
    assert first < paper.index("总的意见：改后再签") < paper.index("第2稿") < paper.index("没有别的意见"), (
        "version by version"
    )
    april, keys = Period.of_month(2026, 4), ("expertise_given", "expertise_points", "expertise_adopted")
    assert [
        list(indicators()[key].rows(Expertise.objects, april).values_list("pk", flat=True)) for key in keys
    ] == [[made.pk]] * 3
    table = TABLES.freeze(april, None)["T11"]
    assert [table[key]["month"] for key in ("contracts_reviewed", "papers_reviewed")] == [2, 0]
    client.force_login(town.director)
    page = client.get(f"/matters/{made.pk}/").content.decode()
    assert "第 2 稿" in page and "不采纳" in page
    assert client.get("/legal/experts/").status_code == 200


def test_below_a_dispute_it_holds_nothing_up_and_shows_the_expert_nothing_of_it(
    town: Town, client: Client
) -> None:
    case = town.register(
        "两家争一堵墙", parties=[{"name": "陶根发", "role": "applicant", "phone": "19900000013"}]
    )
    facts = question(town, what="dispute", text="")
    shut_out = Exclusion.objects.create(
        matter=case.root, user=town.legal_officer, ground="party", article="第二十八条"
    )
    with pytest.raises(Refused, match="已经回避"):
        town.act(case, "to_expertise", town.director, **facts)
    shut_out.delete()
    result = town.act(case, "to_expertise", town.director, **facts)
    made, case = result.opened, type(case).objects.get(pk=case.pk)
    assert (made.parent_id, case.status) == (case.pk, "registered")
    seen = Matter.objects.visible_to(town.legal_officer)
    assert seen.filter(pk=made.pk).exists() and not seen.filter(pk=case.pk).exists()
    client.force_login(town.legal_officer)
    page = client.post(f"/matters/{made.pk}/parties/", {"reason": "看看是谁的事"}).content.decode()
    assert "这份渠道承包合同" in page and "陶根发" not in page and "19900000013" not in page


def test_nobody_signs_what_another_wrote(town: Town) -> None:
    made = asked(town)
    point(town, made)
    other = {"expert": town.other_lawyer, "outside": "", "due_on": DUE}
    with pytest.raises(Refused, match="已写 1 条意见没有签发"):
        town.act(made, "ask_another", town.director, **other)
    made = town.act(made, "decline", town.legal_officer, reason="要回避。").matter
    with pytest.raises(Refused, match="已写 1 条意见没有签发"):
        town.act(made, "ask_another", town.director, **other)
    assert town.act(made, "drop_asking", town.director, reason="另外请一件。").matter.closed_at


def test_what_is_sealed_meanwhile_is_brought_to_its_end(town: Town) -> None:
    """No other is asked then, and nothing is stuck with its clock running."""
    case = town.register("两家争一堵墙")
    made = town.act(case, "to_expertise", town.director, **question(town, what="dispute", text="")).opened
    dropped = asked(town)
    Matter.objects.filter(pk__in=(case.pk, made.pk, dropped.pk)).update(compartment="domestic_violence")
    for one in (made, dropped):
        Access.objects.create(matter=Matter.objects.get(pk=one.pk), user=town.director, part="keeper")
    with pytest.raises(Refused, match="封闭的事项，不能办“另请专家”"):
        town.act(made, "ask_another", town.director, expert=town.other_lawyer, outside="", due_on=DUE)
    point(town, made)
    made = town.act(made, "sign_opinion", town.legal_officer, summary="改后再签。").matter
    town.act(made, "take_point", town.director, point=made.points.get(), taken="adopted", why="")
    assert town.act(made, "file_opinion", town.director).matter.closed_at
    assert town.act(dropped, "drop_asking", town.director, reason="已封闭。").matter.closed_at


def test_a_day_that_no_term_reaches_is_refused_in_words(town: Town) -> None:
    with pytest.raises(Refused, match="日期太远，请核对年份"):
        asked(town, due_on=date(2206, 4, 15))


def test_it_is_his_own_word_or_goes_back_and_to_another(town: Town) -> None:
    made = asked(town)
    with pytest.raises(Http404):
        point(town, made, by=town.other_lawyer)
    Access.objects.create(matter=made, user=town.other_lawyer, part="shown")
    with pytest.raises(Refused, match="请的是苏雨晴"):
        point(town, made, by=town.other_lawyer)
    made = town.act(made, "decline", town.legal_officer, reason="代理过一方。").matter
    assert made.clocks.get(ended_at=None).rule == "legal.ask_expert"
    again = {"expert": town.legal_officer, "outside": "", "due_on": DUE}
    with pytest.raises(Refused, match="刚才退回"):
        town.act(made, "ask_another", town.director, **again)
    made = town.act(made, "ask_another", town.director, **{**again, "expert": town.other_lawyer}).matter
    assert point(town, made, by=town.other_lawyer).points.count() == 1


def test_an_outside_expert_is_typed_from_paper_by_the_justice_office(town: Town) -> None:
    made = asked(town, expert=None, outside="县律师协会 沈衡")
    made = point(town, made, by=town.committee_head)
    made = town.act(made, "sign_opinion", town.committee_head, summary="可以签。").matter
    assert "县律师协会 沈衡" in str(by_kind()["expertise"].documents[0].context(made))


def test_who_does_not_answer_is_reminded_then_it_is_told_up(town: Town) -> None:
    made = asked(town)
    with time_machine.travel(moment("2026-04-16 09:00"), tick=False):
        sweep()
        told = Notice.objects.filter(matter=made.pk, sentence__contains="专家出意见")
        assert {town.legal_officer, town.director} <= {one.user for one in told}
    made = asked(town, due_on=date(2026, 4, 20))
    with pytest.raises(Refused, match="晚于今天"):
        asked(town, due_on=localdate())
