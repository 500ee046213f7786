"""以案定补: drawn from results by the town's rates, checked by a second person, each yuan opens its case, nothing is paid twice."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.timezone import localdate

from core.models import Notice, PayLine, PayRate
from core.models.pay import BY_SPEED, BY_YIELDING
from core.pay.forms import DrawForm
from core.pay.watch import remind
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, indicators
from core.rosters.forms import DraftForm
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from mediation.models import BodyProfile, Member
from tests.mediation.files import AT, opened
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
APRIL = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}
SIDES = ({"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"})
RESULTS: tuple[dict[str, Any], ...] = (
    {"form": "written", "terms": "修渠。", "agreed_at": moment("2026-04-09 10:00"), "effective_on": date(2026, 4, 10)},
    {"end_reason": "no_agreement", "ended_at": moment("2026-04-20 10:00")},
    {"refusal": "taken", "closed_at": moment("2026-04-21 10:00")},
    {"form": "written", "terms": "修渠。", "agreed_at": moment("2026-05-01 10:00"), "effective_on": date(2026, 5, 1)},
)  # fmt: skip


def rate(what: str = "written", amount: int = 200, **facts: Any) -> PayRate:
    given = {"number": "栖云政发〔2026〕6号", "valid_from": date(2026, 1, 1), **facts}
    return PayRate.objects.create(what=f"mediation_pay.{what}", amount=amount, **given)


@pytest.fixture(scope="module")
def worked(scene: Town) -> Town:
    """Three results of April, one of May."""
    for facts in RESULTS:
        opened(
            scene, scene.register("水漫过田埂", parties=[dict(one) for one in SIDES]), received_at=AT, **facts
        )
    return scene


@pytest.fixture
def town(worked: Town) -> Any:
    with time_machine.travel(moment("2026-05-06 09:00"), tick=False):
        yield copy.deepcopy(worked)


def drawn(town: Town, **days: Any) -> Any:
    rows = {**APRIL, **days}
    return open_matter("mediation_pay", by=town.committee_head, data=rows, key=uuid4()).matter


def test_it_is_drawn_checked_and_paid_once(town: Town, client: Client) -> None:
    rate(), rate("ended", 80)
    made = drawn(town)
    lines = list(made.lines.all())
    assert [(one.what, one.amount) for one in lines] == [("written", 200), ("ended", 80)]
    assert (made.total, made.left_out) == (280, {"没有标准": 1})
    assert made.holder_user == town.director and made.clocks.get(ended_at=None).unit == made.holder_unit
    with pytest.raises(Refused, match="没有可以列的"):
        drawn(town)
    with pytest.raises(PermissionDenied):
        town.act(made, "check_sheet", town.committee_head)
    checked = town.act(made, "check_sheet", town.director).matter
    assert checked.holder_user == town.committee_head
    client.force_login(town.director)
    page = client.get(f"/matters/{made.pk}/").content.decode()
    assert f'href="/matters/{lines[0].about_id}/"' in page and "280.00 元" in page
    paper = str(by_kind()["mediation_pay"].documents[0].context(by_kind()["mediation_pay"].child(made)))
    assert "栖云政发〔2026〕6号" in paper and "2 件 280.00 元" in paper
    made = town.act(made, "pay_sheet", town.committee_head, paid_on=localdate(), voucher="记-31").matter
    assert made.status == "paid" and made.closed_at
    may = Period.of_month(2026, 5)
    number = indicators()["mediation_pay_yuan"]
    assert list(number.rows(type(made).objects, may)) == [made]


def test_who_drew_it_or_is_paid_by_it_does_not_check(town: Town) -> None:
    rate()
    made = drawn(town)
    PayLine.objects.filter(matter=made.pk).update(payee=town.director)
    with pytest.raises(Refused, match="发给您的"):
        town.act(made, "check_sheet", town.director)
    type(made).objects.filter(pk=made.pk).update(first_contact=town.director)
    with pytest.raises(Refused, match="您拟的"):
        town.act(made, "check_sheet", town.director)


def test_it_goes_back_a_line_is_struck_and_may_be_listed_again(town: Town) -> None:
    rate(), rate("ended", 80)
    made = drawn(town)
    town.act(made, "send_back_sheet", town.director, reason="第 2 件还在补材料。")
    made = town.act(
        made, "strike_line", town.committee_head, line=made.lines.get(number=2), reason="补材料。"
    ).matter
    assert made.total == Decimal(200)
    town.act(made, "hand_in_sheet", town.committee_head)
    town.act(made, "check_sheet", town.director)
    again = drawn(town)
    assert [one.what for one in again.lines.all()] == ["ended"]
    town.act(again, "void_sheet", town.committee_head, reason="重拟。")
    assert drawn(town).total == 80


def test_what_is_found_after_the_check_goes_back_and_is_checked_anew(town: Town) -> None:
    rate(), rate("ended", 80)
    made = town.act(drawn(town), "check_sheet", town.director).matter
    made = town.act(made, "send_back_sheet", town.director, reason="第 1 件协议已撤销。").matter
    assert (made.status, made.checked_by, made.checked_on) == ("returned", None, None)
    assert [one.rule for one in made.clocks.filter(ended_at=None)] == ["core.pay_mend"]
    town.act(made, "strike_line", town.committee_head, line=made.lines.get(number=1), reason="已撤销。")
    town.act(made, "hand_in_sheet", town.committee_head)
    made = town.act(made, "check_sheet", town.director).matter
    assert (made.total, made.checked_by) == (Decimal(80), town.director)


def test_the_last_days_of_all_are_refused_in_words() -> None:
    for form in (DrawForm, DraftForm):
        for first, last in (
            ("9999-12-31", "9999-12-31"),
            ("0001-01-01", "9999-12-31"),
            ("9999-12-31", "9999-12-30"),
        ):
            assert "没有 9999 年这样的日期" in str(form({"first": first, "last": last}).errors["last"])


def test_who_is_on_the_payroll_is_left_out_only_where_the_rate_says_so(town: Town) -> None:
    one = rate()
    profile = BodyProfile.objects.create(unit=town.committee, kind="town")
    Member.objects.create(body=profile, user=town.mediator, on_payroll=True, starts_on=date(2025, 1, 1))
    made = drawn(town)
    assert made.total == 200
    town.act(made, "void_sheet", town.committee_head, reason="核对标准。")
    PayRate.objects.filter(pk=one.pk).update(without_payroll=True)
    with pytest.raises(Refused, match="在编人员，按标准不发 1 件"):
        drawn(town)
    Member.objects.filter(body=profile).update(ends_on=date(2026, 4, 9))  # the day before the agreement
    assert drawn(town).total == 200


def test_a_month_that_nobody_has_drawn_is_reminded_of_and_then_told_up(town: Town) -> None:
    rate()
    told = Notice.objects.filter(sentence__contains="以案定补还有 1 件没有列进发放表")
    for at, users in (
        ("2026-05-09 08:40", set()), ("2026-05-10 08:40", {town.committee_head}),
        ("2026-05-20 08:40", {town.committee_head, town.director}),
    ):  # fmt: skip
        with time_machine.travel(moment(at), tick=False):
            remind(), remind()
        assert {one.user for one in told.all()} == users
    assert told.filter(user=town.director).count() == 1
    drawn(town)
    with time_machine.travel(moment("2026-05-21 08:40"), tick=False):
        assert remind() == 0


def test_no_rate_pays_for_speed_or_for_giving_way(town: Town) -> None:
    """Neither by a column, for there is none, nor by words."""
    columns = {field.name for field in PayRate._meta.fields}
    assert columns == {
        "id",
        "what",
        "amount",
        "number",
        "note",
        "without_payroll",
        "valid_from",
        "valid_until",
    }
    for note, sentence in (
        ("7日内调成的加 50 元", BY_SPEED), ("提前办结的加倍", BY_SPEED),
        ("当事人撤诉、息访的", BY_YIELDING), ("一方作出让步的", BY_YIELDING),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=sentence):
            PayRate(
                what="mediation_pay.written", amount=1, number="6号", note=note, valid_from=date(2026, 1, 1)
            ).clean()


def test_nobody_checks_it_and_it_is_told_up(town: Town) -> None:
    rate()
    made = drawn(town)
    with time_machine.travel(moment("2026-05-21 09:00"), tick=False):
        sweep()
    assert Notice.objects.filter(matter=made.pk, sentence__contains="核对发放表", user=town.director).exists()


def test_days_that_are_not_over_are_not_drawn_and_others_see_nothing(town: Town, client: Client) -> None:
    rate()
    with pytest.raises(Refused, match="早于今天"):
        drawn(town, last=date(2026, 5, 6))
    made = drawn(town)
    for user in (town.mediator, town.handler, town.receptionist):
        client.force_login(user)
        assert client.get(f"/matters/{made.pk}/").status_code == 404
        assert client.get("/mediations/pay/new/").status_code == 403
