"""A referral that was refused goes on to another, with the same consent where it covers it; the directory of who helps."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from core.models import Access, Clock, Helper, Matter, Notice, Referral, Representation
from core.procedure.procedure import document_kinds
from core.referral import panel, rules
from core.values.refused import Refused
from core.workflow.escalation import sweep
from tests.core.test_referral import NEED, TODAY, body, case, child_of, clock, do, guardian, send
from tests.people import Town, moment

__all__ = ["case"]
pytestmark = pytest.mark.django_db
LATER = {"told_on": TODAY, "due_on": date(2026, 4, 20)}


def helper(name: str = "丁心桥", helps: tuple[str, ...] = ("counselling",), **facts: Any) -> Helper:
    given = {"kind": "counsellor", "body": body("县卫健局"), "phone": "0991-5550188", **facts}
    return Helper.objects.create(name=name, helps=list(helps), **given)


def passed(town: Town, row: Referral, one: Helper, by: Any = None, **facts: Any) -> Referral:
    do(town, row, "pass_referral", by=by, helper=one, body=one.body, unit=one.unit, **{**LATER, **facts})
    return Referral.objects.latest("pk")


def again(row: Referral) -> Clock:
    return Clock.objects.get(matter=row.matter_id, rule="core.refer_again", item=row.number)


def refused(town: Town, case: Any, **facts: Any) -> Referral:
    return do(town, send(town, case, **facts), "refuse_referral", words="这一周没有空。")


def test_it_goes_on_with_the_same_consent_and_the_chain_is_shown(
    town: Town, case: Any, client: Client
) -> None:
    first = refused(town, case, covers=True)
    assert again(first).raw == date(2026, 4, 8)  # 清明 04-04 to 04-06
    second = passed(town, first, helper())
    assert again(first).end == Clock.End.MET and clock(second).raw == date(2026, 4, 20)
    assert (second.earlier, second.consent_on, second.need, second.shared) == (first, TODAY, NEED, ["name"])
    do(town, second, "accept_referral")
    do(town, second, "take_feedback", outcome="helped", words="好多了。")
    client.force_login(town.receptionist)
    page = client.get(f"/matters/{case.pk}/").content.decode()
    assert "已转第2项" in page and "接第1项（县妇联不接收）；04-02 告知本人" in page
    paper = next(kind for key, kind in document_kinds().items() if key == "cases.referral")
    words = str(paper.context(second.matter, second))
    assert "县卫生健康局（丁心桥）" in words and "已告知本人" in words


def test_without_a_consent_that_covers_others_it_is_asked_for_anew(town: Town, case: Any) -> None:
    first, one = refused(town, case), helper()
    with pytest.raises(Refused, match="原来的同意只对上一家"):
        passed(town, first, one)
    row = passed(town, first, one, consent_on=TODAY, consent_how="oral", consent_by=None)
    assert (row.consent_how, row.covers) == ("oral", False)


def test_a_consent_that_covers_others_is_asked_for_anew_where_the_guardian_changed(
    town: Town, case: Any
) -> None:
    child = child_of(case)
    mother = guardian(case, child)
    first = refused(town, case, covers=True, person=child, consent_by=mother)
    Representation.objects.filter(pk=mother.pk).update(ended_at=moment("2026-04-02 10:00"))
    father = guardian(case, child)
    with pytest.raises(Refused, match="不是转介对象现在的监护人"):
        passed(town, first, helper())
    asked = {"consent_on": TODAY, "consent_how": "oral", "consent_by": father}
    assert passed(town, first, Helper.objects.get(), **asked).consent_by == father


def test_the_list_says_no_word_of_a_sealed_matter(town: Town, case: Any) -> None:
    row = do(town, refused(town, case), "leave_referral", reason="住到姐姐家去了。", told_on=TODAY)
    assert "住到姐姐家" in str(panel.lines([row]))
    row.matter.compartment = "domestic_violence"
    assert "住到姐姐家" not in str(panel.lines([row]))


def test_never_to_who_refused_nor_to_who_does_not_help_so_nor_untold(town: Town, case: Any) -> None:
    first, one = refused(town, case, covers=True), helper()
    with pytest.raises(Refused, match="已经不接收"):
        do(town, first, "pass_referral", helper=None, body=body(), unit=None, **LATER)
    with pytest.raises(Refused, match="不提供这种帮助"):
        passed(town, first, helper("县法援律师", ("legal",)))
    with pytest.raises(Refused, match="告知本人"):
        passed(town, first, one, told_on=date(2026, 4, 3))
    second = do(town, passed(town, first, one), "refuse_referral", words="也没有空。")
    with pytest.raises(Refused, match="已经不接收"):
        do(town, second, "pass_referral", helper=None, body=body(), unit=None, **LATER)
    done = passed(town, second, helper("甲"))
    with pytest.raises(Refused, match="没有对方不接收"):
        do(town, done, "pass_referral", helper=None, body=body("县民政局"), unit=None, **LATER)


def test_of_a_matter_that_was_sealed_meanwhile_no_story_goes_on(town: Town, case: Any) -> None:
    first = refused(town, case, covers=True, shared=["name", "address"])
    Matter.objects.filter(pk=case.pk).update(compartment="domestic_violence")
    Access.objects.create(matter=case.top, user=town.director, part="keeper")
    second = passed(town, first, helper(), by=town.director)
    assert (second.shared, second.need) == (["name"], "")
    # Opened again, and refused again: what could not be written then is written now.
    third = do(town, second, "refuse_referral", by=town.director, words="人手不够。")
    Matter.objects.filter(pk=case.pk).update(compartment="")
    with pytest.raises(Refused, match=rules.NEED):
        passed(town, third, helper("乙"), by=town.director)
    assert passed(town, third, helper("丙"), by=town.director, need=NEED).need == NEED


def test_nobody_passes_it_on_or_it_is_given_up_with_a_reason(town: Town, case: Any) -> None:
    first = refused(town, case)
    with time_machine.travel(moment("2026-04-16 09:00"), tick=False):
        sweep()
        told = Notice.objects.filter(user=town.director, sentence__contains="另找帮助")
        assert told.exists()
        row = do(town, first, "leave_referral", reason="本人不再需要。", told_on=date(2026, 4, 15))
    assert row.left == "本人不再需要。" and again(first).end == Clock.End.CANCELLED
    assert not Referral.objects.refused().exists()


def test_the_directory_shows_who_helps_with_what_and_ranks_nobody(
    town: Town, case: Any, client: Client
) -> None:
    busy, free = helper("乙老师"), helper("甲老师")
    helper("停用的", closed_on=TODAY)
    send(town, case, helper=busy, body=busy.body)
    client.force_login(town.receptionist)
    page = client.get("/referrals/helpers/?help=counselling").content.decode()
    assert re.findall("(.老师)<br>", page) == ["乙老师", "甲老师"]  # by name, not by load
    assert "1 项" in page and "停用的" not in page
    assert "甲老师" not in client.get("/referrals/helpers/?help=legal").content.decode()
    form = client.get(f"/matters/{case.pk}/do/send_referral/").content.decode()
    assert "乙老师（县卫健局）：心理疏导，等反馈的 1 项" in form and free.name in form
    client.force_login(town.handler)
    assert client.get("/referrals/helpers/").status_code == 403
