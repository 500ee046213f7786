"""Blank forms: numbers given out on paper become cases once, with their real dates, all of a page or none."""

from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ

from cases.models import Case
from core.documents import issue
from core.intake import blank
from core.models import Document, Exclusion, Holding, Notice, Post, Reserved, User
from core.values.refused import Refused
from core.workflow.perform import open_matter
from tests.core.test_papers import POINTS, assert_inside, fonts_of, text_of
from tests.people import BEGINNING, Town, moment
from tests.sweeps.world import at_once

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

MONDAY, WEDNESDAY = "2026-11-16 08:40", "2026-11-18 10:26"


@pytest.fixture
def batch(town: Town) -> list[Reserved]:
    """Four forms, reserved on Monday."""
    with time_machine.travel(moment(MONDAY), tick=False):
        name = blank.reserve("case", uuid4(), 4, town.receptionist)
    return list(Reserved.objects.filter(batch=name))


@pytest.fixture
def page(town: Town, client: Client, batch: list[Reserved]) -> "Page":
    return Page(client, town.receptionist, batch)


class Page:
    """The page of 补录, as somebody fills it in on Wednesday."""

    def __init__(self, client: Client, user: User, batch: list[Reserved]) -> None:
        client.force_login(user)
        self.client, self.batch, self.key = client, batch, str(uuid4())
        self.url = reverse("blank_entry", args=[batch[0].batch])

    def send(self, *lines: dict[str, Any], key: str = "") -> Any:
        """Lines in the order of the numbers; {} leaves a form empty."""
        data: dict[str, Any] = {"key": key or self.key}
        for row, line in zip(self.batch, lines, strict=False):
            line = {"channel": "visit", "contact": "ok", **line}
            data |= {f"n{row.pk}-{name}": value for name, value in line.items()}
        with time_machine.travel(moment(WEDNESDAY), tick=False):
            return self.client.post(self.url, data)


def line(demand: str = "渠堵了", at: str = "2026-11-16T14:20", **more: Any) -> dict[str, Any]:
    return {"at": at, "demand": demand, **more}


def cases() -> list[Case]:
    return list(Case.objects.order_by("number"))


# --- Reserving ------------------------------------------------------------------------------------------


def test_numbers_are_taken_from_the_one_series(town: Town, batch: list[Reserved]) -> None:
    numbers = [row.number for row in batch]
    assert numbers == [f"栖云访〔2026〕000{n}号" for n in range(1, 5)]
    assert town.register(at=moment(MONDAY)).number == "栖云访〔2026〕0005号"
    assert all(row.code.startswith("SX99012120261116") for row in batch)
    assert len({str(row.lookup_code) for row in batch}) == 4


def test_a_double_click_reserves_once_and_lays_out_once(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    form = {"key": str(uuid4()), "count": "3"}
    first, second = (client.post(reverse("blank"), form) for _ in range(2))
    assert first.url == second.url
    assert (Reserved.objects.count(), OrmQ.objects.count()) == (3, 1)
    other = client.post(reverse("blank"), {**form, "count": "20"})
    assert "已经用过" in other.content.decode() and Reserved.objects.count() == 3
    assert str(other.context["form"]["key"].value()) != form["key"]


@pytest.mark.parametrize("count", ["0", "51", "-1", "x", "", "1.5", "9" * 30, "1\x00"])
def test_only_one_to_fifty_at_once(town: Town, client: Client, count: str) -> None:
    client.force_login(town.receptionist)
    answer = client.post(reverse("blank"), {"key": str(uuid4()), "count": count})
    assert answer.status_code == 200
    assert answer.context["form"].errors["count"]
    assert not Reserved.objects.exists()


def test_the_paper_bears_codes_and_nothing_else(town: Town, client: Client, batch: list[Reserved]) -> None:
    name = batch[0].batch
    client.force_login(town.receptionist)
    url = reverse("blank_paper", args=[name])
    assert client.get(url).url == reverse("blank_batch", args=[name])
    blank.give_up(batch[3], "写坏了", town.receptionist)
    blank.lay_out(name, town.receptionist.pk)
    assert blank.lay_out(name, town.receptionist.pk).endswith("已有。")
    made = Document.objects.get()
    assert (made.matter, made.number) == (None, "栖云访〔2026〕0001号至0003号")
    data = client.get(url).content
    assert data == issue.read(made.digest)
    pages = pypdfium2.PdfDocument(data)
    assert [tuple(map(round, leaf.get_size())) for leaf in pages] == [
        POINTS[size] for size in ("A4", "A4", "A4 landscape", "A4", "A4 landscape")
    ]
    for leaf in pages:
        assert_inside(leaf)
    assert fonts_of(data) == {"Paper-Song", "Paper-Hei"}
    text = text_of(data)
    for row in batch[:3]:
        assert text.count(row.code) == 2 and row.number in text
        assert text.count(str(row.lookup_code)[4:]) == 1
    assert batch[3].code not in text
    assert "林小满" not in text


def test_a_batch_is_open_to_the_unit_that_reserved_it(
    town: Town, client: Client, batch: list[Reserved]
) -> None:
    issue.store("cases.blank", blank.LABEL, b"%PDF-1.7", town.receptionist, scope=batch[0].batch)
    pages = [reverse(name, args=[batch[0].batch]) for name in ("blank_batch", "blank_entry", "blank_paper")]
    post = Post.objects.create(role="receptionist", unit=town.works, area=town.town)
    Holding.objects.create(
        post=post,
        user=town.stranger,
        starts_on=BEGINNING,
        given_by=town.security_admin,
        activated_by=town.auditor,
    )
    for user, status in (
        (town.dispatcher, 200),
        (town.petition_officer, 200),
        (town.stranger, 404),  # sits at the counter of another hall
        (town.grid_chief, 403),
        (town.handler, 403),
        (town.auditor, 403),
    ):
        client.force_login(user)
        assert [client.get(url).status_code for url in pages] == [status] * 3, user
        assert client.get(reverse("blank")).status_code == (403 if status == 403 else 200)
    client.force_login(town.supervisor)  # sees reports, but no keys of visitors
    assert client.get(reverse("document", args=[Document.objects.get().pk])).status_code == 403
    client.force_login(town.stranger)
    assert batch[0].number not in client.get(reverse("blank")).content.decode()
    give_up = reverse("blank_give_up", args=[batch[0].batch, batch[0].pk])
    assert client.post(give_up, {"reason": "不是我的"}).status_code == 404


def test_the_pages_cost_few_queries(
    town: Town, client: Client, batch: list[Reserved], django_assert_max_num_queries: Any
) -> None:
    client.force_login(town.receptionist)
    for url in (
        reverse("blank"),
        reverse("blank_batch", args=[batch[0].batch]),
        reverse("blank_entry", args=[batch[0].batch]),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


# --- Giving up --------------------------------------------------------------------------------------------


def test_a_spoilt_form_is_given_up_with_a_reason(town: Town, client: Client, batch: list[Reserved]) -> None:
    client.force_login(town.dispatcher)
    url = reverse("blank_give_up", args=[batch[0].batch, batch[1].pk])
    for reason in ("", "   ", "长" * 51, "\x00"):
        client.post(url, {"reason": reason})
        assert Reserved.objects.get(pk=batch[1].pk).given_up_at is None
    client.post(url, {"reason": "被水泡坏"})
    client.post(url, {"reason": "又点了一下"})
    row = Reserved.objects.get(pk=batch[1].pk)
    assert (row.given_up_for, row.given_up_by) == ("被水泡坏", town.dispatcher)
    text = client.get(reverse("blank_batch", args=[row.batch])).content.decode()
    assert "还有 3 份未用" in text and "被水泡坏" in text
    assert row.number not in client.get(reverse("blank_entry", args=[row.batch])).content.decode()


def test_what_became_a_case_is_not_given_up(town: Town, page: Page) -> None:
    page.send(line())
    with pytest.raises(Refused, match="已经补录过"):
        blank.give_up(page.batch[0], "丢了", town.receptionist)


# --- Entering ---------------------------------------------------------------------------------------------


def test_filled_forms_become_cases_with_their_numbers_and_real_dates(town: Town, page: Page) -> None:
    answer = page.send(
        line("渠堵了", name="陶根发", phone="19900000013", area="桃坞村"),
        {},
        line("想问低保怎么办", at="2026-11-17T09:05", channel="phone"),
    )
    assert answer.url == reverse("blank_batch", args=[page.batch[0].batch])
    first, second = cases()
    printed = page.batch[0]
    assert (first.number, first.code, str(first.lookup_code)) == (
        printed.number,
        printed.code,
        str(printed.lookup_code),
    )
    assert first.received_at == moment("2026-11-16 14:20")
    assert first.registered_at == moment(WEDNESDAY)
    assert first.clocks.get(rule="cases.dispatch").started_at == first.received_at
    assert first.history.get().late
    assert first.area == town.taowu
    party = first.parties.get()
    assert (party.name, str(party.phone)) == ("陶根发", "19900000013")
    assert (second.number, second.channel, second.area) == (page.batch[2].number, "phone", town.town)
    left = [blank.why_gone(row) for row in Reserved.objects.filter(batch=printed.batch)]
    assert [bool(sentence) for sentence in left] == [True, False, True, False]


def test_the_page_says_late_on_the_case(town: Town, page: Page) -> None:
    page.send(line())
    with time_machine.travel(moment(WEDNESDAY), tick=False):
        text = page.client.get(reverse("matter", args=[cases()[0].pk])).content.decode()
    assert "补录" in text


def test_a_double_click_enters_once(page: Page) -> None:
    first, second = (page.send(line(), line("第二件")) for _ in range(2))
    assert first.url == second.url
    assert len(cases()) == 2


BAD = [
    ({"at": ""}, "at", "来访时间"),
    ({"at": "2026-11-19T09:00"}, "at", "不能晚于现在"),
    ({"at": "2026-11-15T09:00"}, "at", "预留的日子"),
    ({"at": "0026-11-16T09:00"}, "at", "预留的日子"),
    ({"at": "昨天"}, "at", "真实日期"),
    ({"at": "2026-11-31T09:00"}, "at", "真实日期"),
    ({"demand": ""}, "demand", "录入诉求"),
    ({"demand": "长" * 10001}, "demand", "10000"),
    ({"demand": "a\x00b"}, "demand", ""),
    ({"area": "没有这个村"}, "area", "没有"),
    ({"channel": "pigeon"}, "channel", ""),
    ({"contact": "through"}, "contact", ""),
    ({"name": "长" * 61}, "name", "60"),
    ({"name": "", "phone": "19900000013"}, "name", "请同时填姓名"),
    ({"name": "陶根发", "phone": "123456789012345678901"}, "phone", ""),
    ({"flags": ["fire"]}, "flags", ""),
]


@pytest.mark.parametrize(("wrong", "field", "word"), BAD)
def test_one_wrong_line_and_nothing_is_stored(
    page: Page, wrong: dict[str, Any], field: str, word: str
) -> None:
    answer = page.send(line("对的一件"), line("错的一件", name="潘水英") | wrong)
    assert answer.status_code == 200
    assert not Case.objects.exists()
    right, bad = answer.context["rows"]
    assert not right.errors
    assert word in str(bad.errors[field])
    text = answer.content.decode()
    assert "一份都还没有保存" in text and "对的一件" in text
    assert page.send(line("对的一件"), line("改好了")).status_code == 302
    assert len(cases()) == 2


def test_an_empty_page_is_told_so(page: Page) -> None:
    answer = page.send({}, {}, {}, {})
    assert "一份都没有填" in answer.content.decode()


def test_a_number_that_a_colleague_used_stays_with_its_words(town: Town, page: Page) -> None:
    page.send(line("同事录的"), key=str(uuid4()))
    answer = page.send(line("我录的"), line("第二件"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f"{page.batch[0].number}已经补录过" in text and "我录的" in text
    assert [case.demand for case in cases()] == ["同事录的"]
    assert page.send({}, line("第二件")).status_code == 302
    assert [case.number for case in cases()] == [row.number for row in page.batch[:2]]


def test_a_number_given_up_is_not_entered(town: Town, page: Page) -> None:
    blank.give_up(page.batch[0], "写坏了", town.receptionist)
    assert "已经作废" in page.send(line()).content.decode()
    assert not Case.objects.exists()


def test_numbers_of_another_batch_are_not_taken(town: Town, page: Page) -> None:
    other = Reserved.objects.filter(batch=blank.reserve("case", uuid4(), 1, town.grid_chief)).get()
    page.batch = [other]
    page.send(line("顺手录别人的号"))
    assert not Case.objects.exists()


def test_whom_a_paper_accuses_is_asked_as_at_the_counter(town: Town, page: Page) -> None:
    """Of a name that somebody here bears a person says whether it is him; whom nobody could keep goes to the superior."""
    accuses = line("反映有人收礼", accusation="on")
    assert "请写明被检举、控告的人员或者单位" in page.send(accuses).content.decode()
    accuses |= {"accused_name": f"{town.handler.name}"}
    asked = page.send(accuses).content.decode()
    account = f"account_{town.handler.pk}"
    assert f'name="n{page.batch[0].pk}-{account}"' in asked and not Case.objects.exists()
    page.send({**accuses, account: "yes"})
    assert Exclusion.objects.get().user == town.handler
    whole = line("反映中心", accusation="on", accused_unit=str(town.centre.pk))
    named = page.send({}, whole, key=str(uuid4())).content.decode()
    assert "指定保管人" not in named and Case.objects.count() == 2


def test_several_names_are_asked_one_by_one_and_nobody_is_named_without_a_tick(
    town: Town, page: Page
) -> None:
    named = line(
        "反映有人收礼",
        accused_name=f"{town.handler.name[0]} {town.handler.name[1:]}、{town.stranger.name}，丁一",
    )
    assert "没有勾“检举控告”" in page.send(named).content.decode() and not Case.objects.exists()
    said = {f"account_{one.pk}": "yes" for one in (town.handler, town.stranger)}
    assert page.send({**named, "accusation": "on", **said}).status_code == 302
    shut_out = Exclusion.objects.exclude(user=None).values_list("user", flat=True)
    assert set(shut_out) == {town.handler.pk, town.stranger.pk}
    assert Case.objects.get().accused.count() == 3


def test_the_keeper_who_is_named_holds_a_post_today(town: Town, page: Page) -> None:
    """Else the matter would end with no reader."""
    gone = town.liaison
    Holding.objects.filter(user=gone).update(starts_on=BEGINNING, ends_on=moment(MONDAY).date())
    accuses = line("反映中心", accusation="on", accused_unit=str(town.centre.pk))
    keeps = {"superior": "澄湖县纪委监委", "keeper": str(gone.pk)}
    assert page.send({**accuses, **keeps}).status_code == 200 and not Case.objects.exists()
    assert page.send({**accuses, **keeps, "keeper": str(town.duty_leader.pk)}).status_code == 302


def test_an_accusation_is_sealed_at_once_and_danger_told(town: Town, page: Page) -> None:
    page.send(line("反映某干部", accusation="on", accused_name="不明"), line("扬言要动手", flags=["threat"]))
    sealed, danger = cases()
    assert sealed.compartment == "accusation"
    assert danger.flags == ["threat"]
    assert Notice.objects.filter(user=town.duty_leader, matter=danger).exists()
    page.client.force_login(town.dispatcher)
    text = page.client.get(reverse("blank_batch", args=[page.batch[0].batch])).content.decode()
    assert f"/matters/{sealed.pk}/" not in text and f"/matters/{danger.pk}/" in text


def test_who_may_not_register_enters_nothing(town: Town, page: Page) -> None:
    page.client.force_login(town.handler)
    assert page.send(line()).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_make_one_case_of_a_number(town: Town) -> None:
    name = blank.reserve("case", uuid4(), 3, town.receptionist)
    rows = list(Reserved.objects.filter(batch=name))
    facts = {"channel": "visit", "demand": "渠堵了", "area": None, "town": town.town, "centre": town.centre}
    now = rows[0].reserved_at

    def typing(user: User, *numbers: int) -> Any:
        return lambda: blank.enter([(rows[n].pk, now, facts) for n in numbers], user, uuid4())

    found = at_once(typing(town.receptionist, 0, 1), typing(town.dispatcher, 2, 1))
    assert sorted(type(one).__name__ for one in found) == ["NotEntered", "int"]
    assert Case.objects.count() == 2


def test_a_reserved_number_is_used_once_whoever_asks(town: Town, batch: list[Reserved]) -> None:
    facts = {"channel": "visit", "demand": "渠堵了", "town": town.town, "centre": town.centre}
    open_matter("case", by=town.receptionist, data={**facts, "reserved": batch[0]})
    with pytest.raises(ValueError, match="已经用过"):
        open_matter("case", by=town.receptionist, data={**facts, "reserved": batch[0]})
