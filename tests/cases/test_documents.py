"""Papers of a case: what they promise, that a number is given once, who may open them, what is confirmed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cases import categories
from cases import documents as papers_of_case
from cases.models import Case, Category, Room, Ticket
from core.documents import issue as documents
from core.models import Access, Document, LocalTerm, Look
from core.procedure.procedure import document_kinds
from core.records import history
from core.values.refused import Refused
from core.workflow.perform import perform
from tests.people import Town, moment

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

THURSDAY = "2026-04-02 10:10"  # 清明 follows: 4 to 6 April are off
RECEIPT, FORM, SHEET = (
    document_kinds()[f"cases.{name}"] for name in ("receipt", "registration_form", "handover")
)


def steps(case: Any) -> list[str]:
    shown = papers_of_case.receipt(Case.objects.get(pk=case.pk))
    return [f"{step['when']} {step['what']}" for step in shown["steps"]]


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No layout: for tests of rows and rights."""
    monkeypatch.setattr("core.documents.render.render", lambda template, context, **_: str(context).encode())


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


# --- What the receipt promises --------------------------------------------------------------------------


def test_the_receipt_names_the_days_on_which_something_must_happen(town: Town) -> None:
    case = town.register(at=moment(THURSDAY))
    assert steps(case) == [
        "4月2日（四）下午 转给承办单位",
        "转办后1个工作日 承办单位签收，并与您联系",
        "最迟4月22日（三） 答复办理结果",
        "答复后3个工作日 综治中心回访，请您评价",
    ]
    town.hand_over(case, "ordinary", at=moment("2026-04-02 11:00"))
    assert steps(case) == [
        "4月3日（五）前 承办单位签收，并与您联系",
        "4月9日（四）前 答复办理结果",
        "答复后3个工作日 综治中心回访，请您评价",
    ]
    town.act(case, "sign", town.handler, at=moment("2026-04-03 09:00"))
    town.act(case, "reply", town.handler, at=moment("2026-04-03 15:00"), answer="已清理。")
    assert steps(case) == ["4月9日（四）前 综治中心回访，请您评价"]
    town.act(case, "call_back", town.receptionist, at=moment("2026-04-07 15:00"), satisfaction="satisfied")
    assert steps(case) == ["4月7日（二） 已办结"]


def test_the_receipt_follows_the_town_s_own_shorter_promise(town: Town) -> None:
    LocalTerm.objects.create(rule="cases.handle_complex", term="15C", basis="镇里的承诺")
    LocalTerm.objects.create(rule="cases.call_back", term="2W", basis="镇里的承诺")
    told = steps(town.register(at=moment(THURSDAY)))
    assert "最迟4月17日（五） 答复办理结果" in told
    assert "答复后2个工作日 综治中心回访，请您评价" in told


def test_the_receipt_never_guesses_a_day_of_a_year_without_calendar(town: Town) -> None:
    with time_machine.travel(moment("2026-12-31 11:00"), tick=False):
        case = town.hand_over(town.register())
    assert steps(case)[0] == "待2027年日历 承办单位签收，并与您联系"


def test_the_receipt_tells_of_a_mediation_below(town: Town) -> None:
    case = town.register(parties=[{"name": "陶根发"}, {"name": "潘水英", "role": "respondent"}])
    town.act(
        case, "to_mediation", town.dispatcher, body=town.committee, dispute="other", source="application"
    )
    assert [step.split(" ")[1] for step in steps(case)] == [
        "决定受理",
        "答复办理结果",  # promised on the receipt, whatever way the case goes
        "综治中心回访，请您评价",
    ]


def test_the_receipt_counts_the_people(town: Town) -> None:
    people = [{"name": f"代表{place}", "is_representative": True} for place in "一二三"]
    shown = papers_of_case.receipt(town.register(head_count=9, parties=people))
    assert shown["subject"].endswith("（9人，代表3人）")


def test_the_look_up_code_stands_in_no_address(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("core.documents.qr.svg", lambda text, label="": drawn.append(text) or "")
    case = town.register()
    documents.issue(RECEIPT, case, town.receptionist)
    lookup, verify = drawn
    assert lookup == f"{settings.PUBLIC_URL}{reverse('lookup')}?code={case.code}"
    assert verify.startswith(settings.PUBLIC_URL + "/v/")
    assert not [url for url in drawn if case.lookup_code in url]


# --- What the forms say ---------------------------------------------------------------------------------


def test_a_leader_s_words_stand_as_the_leader_s(town: Town) -> None:
    case = town.register(at=moment(THURSDAY))
    data = {"unit": town.works, "grade": "simple", "note": "先排水。"}
    perform(
        case.pk,
        "hand_over",
        by=town.dispatcher,
        data=data,
        at=moment("2026-04-02 11:00"),
        decided_by="唐志远（分管副镇长）",
    )
    case = Case.objects.get(pk=case.pk)
    for shown in (papers_of_case.handover(case, case.last_lead()), papers_of_case.registration_form(case)):
        told = (shown["leader_note"], shown["leader_name"], shown["leader_on"])
        assert told == ("先排水。", "唐志远（分管副镇长）", "2026年4月2日")
    assert "清明节假期（4月4日至6日）" in papers_of_case.handover(case, case.last_lead())["remark"]


def test_the_registration_form_tells_the_whole_way(town: Town) -> None:
    case = town.replied(at=moment("2026-04-02 10:10"), wishes=["help"])
    town.act(case, "call_back", town.receptionist, satisfaction="fairly")
    shown = papers_of_case.registration_form(Case.objects.get(pk=case.pk))
    assert (shown["kind"], shown["opinion"], shown["satisfaction"]) == (["help"], "passed", "fair")
    assert shown["taken_by"].startswith("俞百川")
    assert (shown["result"], shown["result_by"]) == ("已清理，排水恢复。", "俞百川")
    assert shown["visit_back"].endswith("林小满")


def test_a_paper_costs_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    case = Case.objects.get(pk=town.hand_over(town.register(parties=[{"name": "陶根发"}])).pk)
    for make, most in (
        (papers_of_case.receipt, 7),
        (lambda case: papers_of_case.handover(case, case.last_lead()), 11),
        (papers_of_case.registration_form, 10),
    ):
        with django_assert_max_num_queries(most):
            make(Case.objects.get(pk=case.pk))


# --- Numbers and versions -------------------------------------------------------------------------------


def test_the_same_facts_give_the_same_paper(town: Town, plain: None) -> None:
    case = town.register()
    first = documents.issue(RECEIPT, case, town.receptionist)
    assert documents.issue(RECEIPT, case, town.dispatcher) == first
    assert Document.objects.count() == 1


def test_a_new_paper_supersedes_and_keeps_the_number(town: Town, plain: None) -> None:
    case = town.hand_over(town.register())
    first = documents.issue(SHEET, case, town.dispatcher)
    town.act(
        case,
        "correct",
        town.dispatcher,
        title="改过的标题",
        area=None,
        category=None,
        demand="改过的诉求",
        reason="听错了",
    )
    second = documents.issue(SHEET, case, town.dispatcher)
    assert (first.number, first.version) == (second.number, 1) == ("栖云转〔2026〕1号", 1)
    assert second.version == 2
    assert "改过的标题" not in documents.read(first.digest).decode()


def test_a_second_hand_over_has_a_sheet_and_a_number_of_its_own(town: Town, plain: None) -> None:
    case = town.hand_over(town.register())
    first = documents.issue(SHEET, case, town.dispatcher)
    town.act(case, "return", town.handler, reason="not_ours", explanation="职责清单第三项")
    second = documents.issue(SHEET, town.hand_over(case), town.dispatcher)
    assert (first.number, second.number) == ("栖云转〔2026〕1号", "栖云转〔2026〕2号")
    assert (second.version, second.label) == (1, "转办单（第2次）")


def test_a_number_whose_paper_failed_is_given_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> bytes:
        raise MemoryError

    case = town.hand_over(town.register())
    monkeypatch.setattr("core.documents.render.render", broken)
    with pytest.raises(MemoryError):
        documents.issue(SHEET, case, town.dispatcher)
    quick(monkeypatch)
    assert documents.issue(SHEET, case, town.dispatcher).number == "栖云转〔2026〕1号"


def test_what_may_not_be_issued_now_is_refused_with_a_sentence(town: Town, plain: None) -> None:
    with pytest.raises(Refused, match="还没有转给承办单位，没有转办单。"):
        documents.issue(SHEET, town.register(), town.dispatcher)


def test_a_changed_file_is_noticed_and_a_cut_one_written_anew(town: Town, plain: None) -> None:
    made = documents.issue(RECEIPT, town.register(), town.receptionist)
    data = documents.read(made.digest)
    path = Path(settings.MEDIA_ROOT) / documents.path_of(made.digest)
    path.write_bytes(data.replace("林小满".encode(), "林大满".encode()))
    with pytest.raises(documents.Broken, match="校验值"):
        documents.read(made.digest)
    path.write_bytes(data[:100])
    documents.keep(data)
    assert documents.read(made.digest) == data


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_paper(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    case = town.hand_over(town.register())

    def click(_: int) -> int:
        try:
            return documents.issue(SHEET, case, town.dispatcher).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        assert len(set(clicks.map(click, range(4)))) == 1
    assert list(Document.objects.values_list("number", "version")) == [("栖云转〔2026〕1号", 1)]


# --- Pages ------------------------------------------------------------------------------------------------


def issue(client: Client, case: Any, key: str = "cases.receipt") -> Any:
    return client.post(reverse("issue", args=[case.pk, key]))


def test_issuing_leads_to_the_paper(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.receptionist)
    answer = issue(client, case)
    made = Document.objects.get()
    assert answer.url == reverse("document", args=[made.pk])
    assert issue(client, case).url == answer.url
    page = client.get(answer.url)
    assert page.content.startswith(b"%PDF-")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%E7%99%BB%E8%AE%B0")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def _refuses(*_: Any) -> None:
    raise Refused("磁盘快满了。")


def test_the_receipt_is_made_after_the_answer_and_once(
    town: Town, client: Client, plain: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever registered it has it made, also without the right to issue papers; others who see it only open it."""
    client.force_login(town.grid_worker)
    post = {"key": str(uuid4()), "version": "0", "channel": "grid", "demand": "井盖坏了", "area": "桃坞村"}
    page = client.post(
        "/cases/register/", {**post, "people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0"}, follow=True
    )
    case = Case.objects.get()
    assert "data-prepare" in page.content.decode() and not case.documents.exists()
    url = reverse("receipt", kwargs={"pk": case.pk, "kind": "case"})
    assert client.get(url).status_code == 405 and not case.documents.exists()
    with monkeypatch.context() as full:
        full.setattr("core.documents.disk_space.ask", _refuses)
        assert "已登记，回执没有印出来：磁盘快满了。" in client.post(url, follow=True).content.decode()
    first = client.post(url)
    paper = case.documents.get()
    assert first.url == reverse("document", args=[paper.pk])
    town.hand_over(case)  # something has changed: a new version would say so
    assert client.post(url).url == first.url and case.documents.get() == paper
    page = client.get(reverse("registered", kwargs={"pk": case.pk, "kind": "case"})).content.decode()
    assert first.url in page and "data-prepare" not in page


def test_who_neither_registered_nor_issues_has_no_receipt_made(
    town: Town, client: Client, plain: None
) -> None:
    case = town.register(area=town.taowu)
    Access.objects.create(matter=case, user=town.grid_worker, part="handling")
    client.force_login(town.grid_worker)
    assert client.post(reverse("receipt", kwargs={"pk": case.pk, "kind": "case"})).status_code == 403
    assert not Document.objects.exists()


def test_issuing_asks_for_rights_in_order(town: Town, client: Client, plain: None) -> None:
    case = town.register()
    assert issue(client, case).status_code == 302  # to the login
    client.force_login(town.stranger)
    assert issue(client, case).status_code == 404
    client.force_login(town.chief)
    assert issue(client, case).status_code == 403
    client.force_login(town.receptionist)
    assert client.get(reverse("issue", args=[case.pk, "cases.receipt"])).status_code == 405
    assert issue(client, case, "mediation.agreement").status_code == 404
    assert not Document.objects.exists()


def test_not_now_is_said_on_the_matter_s_page(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.dispatcher)
    answer = client.post(reverse("issue", args=[case.pk, "cases.handover"]), follow=True)
    assert answer.redirect_chain == [(reverse("matter", args=[case.pk]), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["还没有转给承办单位，没有转办单。"]


def test_a_paper_in_full_is_opened_by_right_and_written_down(town: Town, client: Client, plain: None) -> None:
    made = documents.issue(FORM, town.register(), town.receptionist)
    url = reverse("document", args=[made.pk])
    client.force_login(town.chief)
    assert client.get(url).status_code == 403
    client.force_login(town.stranger)
    assert client.get(url).status_code == 404
    assert not Look.objects.exists()
    client.force_login(town.dispatcher)
    assert client.get(url).status_code == 200
    look = Look.objects.get()
    assert (look.by, look.matter_id, look.what) == (town.dispatcher, made.matter_id, "来访接待登记表")


def test_a_receipt_shows_nobody_so_no_look_is_written(town: Town, client: Client, plain: None) -> None:
    made = documents.issue(RECEIPT, town.register(), town.receptionist)
    client.force_login(town.chief)
    assert client.get(reverse("document", args=[made.pk])).status_code == 200
    assert not Look.objects.exists()


def test_a_report_is_opened_by_who_may_see_reports(town: Town, client: Client) -> None:
    made = documents.store("reports.monthly", "月报", b"%PDF-", None, scope="2026-03")
    url = reverse("document", args=[made.pk])
    client.force_login(town.receptionist)
    assert client.get(url).status_code == 403
    client.force_login(town.supervisor)
    assert client.get(url).content == b"%PDF-"


def test_a_changed_file_is_not_given_out(town: Town, client: Client, plain: None) -> None:
    made = documents.issue(RECEIPT, town.register(), town.receptionist)
    path = Path(settings.MEDIA_ROOT) / documents.path_of(made.digest)
    path.write_bytes(b"%PDF- something else")
    client.force_login(town.receptionist)
    answer = client.get(reverse("document", args=[made.pk]))
    path.unlink()  # a backup of this worker would tell of it
    assert answer.status_code == 500
    assert "校验值不符" in answer.content.decode()


# --- Confirming ---------------------------------------------------------------------------------------------


@pytest.fixture
def anybody(client: Client) -> Client:
    cache.clear()
    return client


def confirm(client: Client, code: str) -> Any:
    return client.get(reverse("verify", args=[code]))


def test_anybody_may_confirm_a_paper(town: Town, anybody: Client, plain: None) -> None:
    case = town.hand_over(town.register("要求清理南坡排水渠", parties=[{"name": "陶根发"}]))
    first = documents.issue(FORM, case, town.dispatcher)
    page = confirm(anybody, first.verify_code)
    text = page.content.decode()
    assert page.status_code == 200
    assert first.number in text
    assert "来访接待登记表" in text
    assert first.digest.removeprefix("sm3:") in text.replace(" ", "")
    assert "陶根发" not in text
    assert "南坡" not in text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_superseded_paper_says_so(town: Town, anybody: Client, plain: None) -> None:
    case = town.register()
    first = documents.issue(RECEIPT, case, town.receptionist)
    second = documents.issue(RECEIPT, town.hand_over(case), town.receptionist)
    assert "第1版，已被第2版取代" in confirm(anybody, first.verify_code).content.decode()
    assert "取代" not in confirm(anybody, second.verify_code).content.decode()


def test_of_a_sealed_matter_only_number_and_day_are_confirmed(
    town: Town, anybody: Client, plain: None
) -> None:
    made = documents.issue(RECEIPT, town.register("反映某干部", accusation=True), town.receptionist)
    text = confirm(anybody, made.verify_code).content.decode()
    assert made.number in text
    assert "登记回执" not in text
    assert "校验值" not in text


def test_a_report_is_confirmed_too(town: Town, anybody: Client) -> None:
    made = documents.store("reports.monthly", "月报", b"%PDF-", None, scope="2026-03")
    documents.store("reports.monthly", "月报", b"%PDF- more", None, scope="2026-03")
    text = confirm(anybody, made.verify_code).content.decode()
    assert "2026-03" in text
    assert "已被第2版取代" in text


@pytest.mark.parametrize("code", ["never-given-out", "x" * 5000])
def test_an_unknown_code_gets_the_same_page(db: None, anybody: Client, code: str) -> None:
    answer = confirm(anybody, code)
    assert answer.status_code == 404
    assert "查无此件" in answer.content.decode()


def test_asking_too_often_is_slowed_down(db: None, anybody: Client) -> None:
    answers = [confirm(anybody, "guess").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]


# --- Made of facts, not of words -------------------------------------------------------------------------


def test_the_record_of_calls_needs_no_word_of_the_history(town: Town) -> None:
    """Labels of the history may be renamed, and its words erased: the official record of a call-back stays whole."""
    case = town.replied()
    town.act(case, "reopen", town.receptionist, reason="渠还是堵的")
    town.act(case, "hand_over", town.dispatcher, unit=town.farms, grade="simple")
    town.act(case, "sign", town.stranger)
    town.act(case, "reply", town.stranger, answer="又清了一遍。")
    town.act(case, "call_back", town.receptionist, satisfaction="fairly", way="电话", note="水退了")
    case = Case.objects.get(pk=case.pk)
    before = papers_of_case.called_back(case)
    for entry in case.history.all():
        history.erase(entry, by=town.auditor, reason="测试")
    assert papers_of_case.called_back(case) == before
    assert (before["way"], before["words"], before["called_by"]) == ("电话", "水退了", "林小满")
    (first,) = before["earlier"]
    assert (first["rating"], first["words"]) == ("不满意，重办", "渠还是堵的")


def test_a_sheet_is_issued_also_when_the_unit_has_answered(town: Town, plain: None) -> None:
    case = town.replied()
    assert documents.issue(SHEET, case, town.dispatcher).label == "转办单"
    assert "没有转办单" in SHEET.why_not(town.register())


def test_the_registration_form_says_where_and_what(town: Town) -> None:
    categories.load()
    dispute = Category.objects.get(code="0201")
    case = town.register(parties=[{"name": "苏雨晴", "phone": "19900000001"}], category=dispute)
    Ticket.objects.create(
        day=localdate(), number=1, room=Room.objects.get(name="综合受理窗口"), arrived_at=now(), case=case
    )
    shown = papers_of_case.registration_form(case)
    assert (shown["kind"], shown["window"], shown["phone"]) == (["dispute"], "综合受理窗口", "199-0000-0001")
