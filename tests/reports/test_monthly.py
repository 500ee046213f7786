"""The monthly report: drafted, checked, signed, issued, frozen; later changes are corrections."""

from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from cases.standard_tables import T1
from config.roles import ROLES
from core.documents.issue import read
from core.models import Document, HistoryEntry, Matter, Notice, Progress
from core.statistics.counting import month_of, table
from core.values.refused import Refused
from core.workflow.perform import perform
from mediation import standard_tables as mediation_tables
from mediation.models import Mediation
from reports import monthly, narrative, tables, tasks
from reports.models import MonthlyReport
from tests.people import ROLE_OF, Town, moment
from tests.reports import life

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
    pytest.mark.usefixtures("told"),
]


def text_of(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(BytesIO(data))
    return "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "").replace("\n", "")


def reports() -> list[MonthlyReport]:
    return list(MonthlyReport.objects.order_by("month"))


# --- What is printed -------------------------------------------------------------------------------------------


def test_the_paper_prints_the_frozen_numbers_and_no_person(town: Town) -> None:
    report = life.issued(town, "2026-10")
    assert report.number == "栖云综治月报〔2026〕10期"
    assert report.facts["tables"]["T1"] == table(T1, month_of("2026-10"))
    made = life.paper(report, town.supervisor)
    assert made.number == report.number
    text = text_of(read(made.digest))
    for told in (
        "综治中心运行情况月报", "二〇二六年十月", "+4", "66.7%", "−33.3点", "1＋5－3＝3", "指标解释",
        "共接待来访4批次、6人次，登记事项5件", "事项来源与去向表", "人民调解案件情况统计表", "顾小蕾", "周玉兰", "唐志远",
        monthly.fingerprint(report.facts),
    ):  # fmt: skip
        assert told in text, told
    for secret in ("反映", "陈守田", "SX99", "199-0000-00", "林小满", "草稿"):
        assert secret not in text, secret


def test_a_section_that_nobody_wrote_is_not_printed_and_the_others_are_numbered(town: Town) -> None:
    report = life.drafted(town, "2026-05")  # nothing happened: of what happened more is written
    words = dict(report.words) | {"advice_given": "", "letters": "集中接访两次。", "outlook": ""}
    report = town.act(report, "write", town.supervisor, **words).matter
    titles = [section["title"] for section in monthly.paper(report)["sections"]]
    assert titles == ["一、总体情况", "二、矛盾纠纷排查化解", "三、信访", "四、督办落实"]


def test_a_month_without_anything_draws_and_says_nothing(town: Town) -> None:
    report = life.drafted(town, "2024-05")
    assert monthly.paper(report)["figures"] == []
    assert report.words["overdue"] == "期末没有在办的事项。"


def test_each_number_is_explained_once_under_its_table() -> None:
    """Several tables count 办结, each in its own way."""
    found = tables.definitions()
    terms = [(term["term"], term["text"]) for group in found for term in group["terms"]]
    assert len(terms) == len(set(terms))
    assert [group["title"] for group in found] == [
        title for title in tables.titles().values() if title in {group["title"] for group in found}
    ]
    assert {
        group["title"][:2] for group in found if any(one["term"] == "办结" for one in group["terms"])
    } >= {"表1", "表7"}


def test_who_may_not_draft_is_not_told_to(town: Town, client: Client) -> None:
    client.force_login(town.chief)
    page = client.get(reverse("reports")).content.decode()
    assert "还没有月报" in page and "现在起草" not in page


def test_a_draft_can_be_looked_at_and_says_that_it_is_one(town: Town, client: Client) -> None:
    report = life.drafted(town, "2026-10")
    client.force_login(town.supervisor)
    answer = client.get(reverse("preview_report", args=[report.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "草稿，未经签发" in text_of(answer.content)
    client.force_login(town.receptionist)
    assert client.get(reverse("preview_report", args=[report.pk])).status_code == 403
    assert client.get(reverse("matter", args=[report.pk])).status_code == 404


# --- Four eyes, and six --------------------------------------------------------------------------------------------


def test_each_step_is_another_person_s(town: Town) -> None:
    report = life.drafted(town, "2026-10", town.director)
    report = town.act(report, "submit", town.director, checker=town.duty_leader, note="").matter
    facts = life.counted(report)
    with pytest.raises(Refused, match="编制人以外"):
        town.act(report, "check", town.director, signer=town.duty_leader, note="", facts=facts)
    report = town.act(report, "check", town.duty_leader, signer=town.chief, note="", facts=facts).matter
    with pytest.raises(Refused, match="编制人、审核人以外的领导"):
        town.act(report, "sign_off", town.duty_leader, note="")
    report = town.act(report, "sign_off", town.chief, note="").matter
    assert (report.drafter, report.checker, report.signed_by) == (
        town.director,
        town.duty_leader,
        town.chief.name,
    )


def test_a_signature_on_paper_is_typed_with_the_leader_s_name(town: Town) -> None:
    report = life.checked(town, "2026-10")
    with pytest.raises(Refused, match="谁签的"):
        town.act(report, "sign_off", town.director, note="")
    done = perform(
        report.pk, "sign_off", by=town.director, data={"note": ""}, decided_by="唐志远（分管副镇长）"
    )
    assert done.matter.signed_by == "唐志远（分管副镇长）"


def test_sent_back_it_begins_anew(town: Town) -> None:
    report = life.checked(town, "2026-10")
    report = town.act(report, "send_back", town.duty_leader, reason="重点不突出").matter
    assert (report.status, report.holder_user, report.checker) == ("drafted", town.supervisor, None)
    assert Notice.objects.filter(user=town.supervisor, sentence__contains="退回修改").exists()


def test_numbers_that_have_moved_are_not_checked(town: Town, told: dict[str, Any]) -> None:
    report = life.submitted(town, "2026-10")
    town.act(told["E"], "void", town.director, reason="重复登记")
    with pytest.raises(Refused, match="表1“来访接待（批次）”原为4，现为3"):
        town.act(report, "check", town.director, signer=town.duty_leader, note="", facts=life.counted(report))


def test_counting_anew_keeps_the_words_that_were_edited(town: Town, told: dict[str, Any]) -> None:
    report = life.drafted(town, "2026-10")
    words = dict(report.words) | {"advice": "本月要紧的是水渠。"}
    report = town.act(report, "write", town.supervisor, **words).matter
    town.act(told["E"], "void", town.director, reason="重复登记")
    report = town.act(report, "recount", town.supervisor, facts=life.counted(report)).matter
    assert report.words["advice"] == "本月要紧的是水渠。"
    assert "登记事项4件" in report.words["overall"]
    [entry] = HistoryEntry.objects.filter(matter=report, action="reports.recount").select_related("detail")
    assert "表1“事项登记”原为5，现为4" in entry.detail.values["changes"]


# --- Frozen ----------------------------------------------------------------------------------------------------


def test_what_is_signed_cannot_be_changed_even_by_hand(town: Town) -> None:
    report = life.issued(town, "2026-10")
    for change in ({"facts": {}}, {"words": {}}, {"signed_by": "别人"}):
        with pytest.raises(Error), transaction.atomic():
            MonthlyReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).delete()


def test_what_was_frozen_stays_and_the_next_report_says_what_changed(
    town: Town, told: dict[str, Any]
) -> None:
    first = life.issued(town, "2026-10")
    town.act(told["E"], "void", town.director, reason="重复登记")
    first.refresh_from_db()
    assert first.facts["tables"]["T1"]["received"]["month"] == 5
    with time_machine.travel(moment("2026-12-01 09:00")):
        second = life.issued(town, "2026-11")
        said = list(monthly.told_corrections(second.facts))
        assert len(said) == 1 and said[0].startswith("2026年10月月报：")
        assert "表1“事项登记”原为5，现为4" in said[0]
        assert "表2“来访—未分流”" in said[0]
        assert "更正" in text_of(read(life.paper(second, town.supervisor).digest))
    with time_machine.travel(moment("2027-01-04 09:00")):  # told once, and not again
        assert life.drafted(town, "2026-12").facts["corrections"] == []
        town.register(at=moment("2026-10-30 09:00"))  # typed in late: October moves once more
        [again] = [one for one in monthly.corrections(month_of("2026-12")) if one["key"] == "T1/received"]
        assert (again["month"], again["said"]) == ("2026-10", "表1“事项登记”原为4，现为5")


def test_a_month_has_one_report(town: Town) -> None:
    life.drafted(town, "2026-10")
    assert not tasks.ask("2026-10", town.director)
    assert "已有月报" in tasks.make_report("2026-10", town.director.pk)
    with pytest.raises(Error), transaction.atomic():
        life.drafted(town, "2026-10")


# --- The tables -----------------------------------------------------------------------------------------------


def cell(sheet: Any, row: str, head: str) -> Any:
    line = next(line for line in sheet.rows if line.label == row)
    return line.cells[list(sheet.heads).index(head) - 1]


def mediated(town: Town, result: str, at: str, dispute: str = "neighbour", **facts: Any) -> Any:
    """One mediation of that day that ends the same day."""
    case = town.register(at=moment(at), parties=[
        {"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"},
    ])  # fmt: skip
    opened = town.mediate(case, at=moment(at), dispute=dispute)
    if result == "agree":
        made = town.agree(opened, at=moment(at), **facts)
        if made.status == "agreed":  # in writing: a success when all have signed
            town.sign(made, on=moment(at).date())
    elif result:
        town.act(opened, result, town.mediator, moment(at), **facts)
    return opened


def test_tables_counted_by_hand(town: Town) -> None:
    agreement = {"form": "written", "terms": "疏通。", "amount": Decimal("6800.50")}
    mediated(town, "agree", "2026-10-12 09:00", **agreement)
    mediated(town, "agree", "2026-10-13 09:00", **{**agreement, "form": "oral", "amount": None})
    mediated(town, "end", "2026-10-14 09:00", end_reason="no_agreement", end_note="")
    land = mediated(town, "", "2026-10-15 09:00", dispute="land")
    Mediation.objects.filter(pk=land.pk).update(difficult=True)
    by_key = {
        sheet.key: sheet for sheet in tables.sheets(month_of("2026-10"), tables.frozen(month_of("2026-10")))
    }
    t2, t3 = by_key["T2"], by_key["T3"]
    # T2: October's B on the spot, D to the works unit, E and S nowhere yet, and four to mediation; C by phone.
    assert [cell(t2, "来访", head) for head in ("件数", "占比", "当场办结", "转调解", "未分流")] == [
        "8",
        "88.9%",
        "1",
        "4",
        "2",
    ]
    assert [cell(t2, "来电", head) for head in ("件数", "占比")] == ["1", "11.1%"]
    assert cell(t2, "合　计", "件数") == "9"
    assert [cell(t3, "邻里", head) for head in ("受理", "成功", "成功率", "终止", "期末", "当事人", "金额", "书面", "口头")] == [
        "3", "2", "66.7%", "1", "0", "6", "0.68", "1", "1",
    ]  # fmt: skip
    assert [cell(t3, "山林土地", head) for head in ("受理", "成功率", "期末", "疑难复杂")] == [
        "1",
        "—",
        "1",
        "1",
    ]
    assert "0＋4－2－1＝1" in t3.note and "按成功÷受理为50.0%" in t3.note


def test_the_rows_stand_in_their_order_after_they_were_stored(town: Town) -> None:
    report = MonthlyReport.objects.get(pk=life.drafted(town, "2026-10").pk)
    first, *others = tables.sheets(report.period, report.facts["tables"])
    assert [line.label for line in first.rows][:3] == [
        "来访接待（批次）",
        "来访接待（人次）",
        "事项登记（件）",
    ]
    assert "法律咨询（件）" in [table.rows[0].label for table in others if table.rows]


def test_a_wish_for_legal_help_is_no_advice_given(town: Town) -> None:
    for channel in ("visit", "phone", "net"):
        town.register(at=moment("2026-10-09 09:00"), channel=channel, wishes=["legal"])
    found = tables.frozen(month_of("2026-10"))
    assert (found["T1"]["legal_wishes"]["month"], found["T11"]["consulted"]["month"]) == (3, 0)
    assert narrative.draft(month_of("2026-10"), monthly.frozen(month_of("2026-10")))["advice_given"] == ""


def test_every_number_of_the_tables_of_cases_opens_its_list(town: Town, client: Client) -> None:
    mediated(town, "agree", "2026-10-12 09:00", form="oral", terms="疏通。")
    client.force_login(town.director)
    month = month_of("2026-10")
    asked = set()
    for sheet in tables.sheets(month, tables.frozen(month)):
        if sheet.key in mediation_tables.TITLES:  # test_mediation_tables opens each of their cells
            continue
        for line in sheet.rows:
            asked |= {
                (cell.url, str(cell), sheet.key) for cell in line.cells if cell.url and cell not in ("0", "—")
            }
    assert len(asked) > 40
    for url, number, key in asked:
        answer = client.get(url)
        assert answer.status_code == 200, url
        if number.replace(",", "").isdigit() and key == "T2":
            assert f"共 {number} 件" in answer.content.decode(), (url, number)
    for wrong in ("counted=received&first=2026-10-01&last=2026-10-31&part=visit/nowhere",
                  "counted=finished&first=2026-10-01&last=2026-10-31&part=visit/",
                  "counted=mediation_agreed&first=2026-10-01&last=2026-10-31"):  # fmt: skip
        assert client.get(f"{reverse('case_list')}?{wrong}").status_code == 404, wrong


# --- The page ----------------------------------------------------------------------------------------------


def post(client: Client, user: Any, report: Any, name: str, **data: Any) -> Any:
    """An act by its own page, as the browser would."""
    client.force_login(user)
    version = Matter.objects.get(pk=report.pk).version
    answer = client.post(
        reverse("act", args=[report.pk, name]), {"key": str(uuid4()), "version": version, **data}, follow=True
    )
    assert answer.status_code == 200, (name, answer.content.decode()[-3000:])
    return answer


def test_from_the_button_to_the_paper(town: Town, client: Client) -> None:
    client.force_login(town.director)
    answer = client.post(reverse("make_report"), {"month": "2026-10"}, follow=True)
    assert "排队中" in answer.content.decode()
    assert OrmQ.objects.count() == 1
    call = OrmQ.objects.get().task
    assert (call["func"], call["args"]) == ("reports.tasks.make_report", ("2026-10", town.director.pk))
    import_string(call["func"])(*call["args"])
    shown = client.get(reverse("reports")).content.decode()
    assert "已完成" in shown
    assert "栖云综治月报〔2026〕10期" in shown
    [report] = reports()
    words = {key: report.words[key] for key in narrative.SECTIONS} | {"fields": "巡查正常。"}
    post(client, town.director, report, "write", **words)
    post(client, town.director, report, "submit", checker=town.duty_leader.pk)
    post(client, town.duty_leader, report, "check", signer=town.chief.pk)
    post(client, town.chief, report, "sign_off")
    page = post(client, town.director, report, "issue").content.decode()
    made = Document.objects.get(matter=report)
    assert reverse("document", args=[made.pk]) in page
    opened = client.get(reverse("document", args=[made.pk]))
    assert opened["Content-Type"] == "application/pdf"
    assert "巡查正常。" in text_of(opened.content)
    assert reverse("document", args=[made.pk]) in client.get(reverse("reports")).content.decode()


def test_asking_twice_makes_one(town: Town, client: Client) -> None:
    client.force_login(town.director)
    for _ in range(2):
        client.post(reverse("make_report"), {"month": "2026-10"})
    assert OrmQ.objects.count() == Progress.objects.count() == 1


def test_a_month_that_is_not_offered_is_refused(town: Town, client: Client) -> None:
    client.force_login(town.director)
    answer = client.post(reverse("make_report"), {"month": "2026-11"})
    assert answer.status_code == 422
    assert "没有过完" in answer.content.decode()
    assert not Progress.objects.exists()


def test_who_may_see_and_who_may_make(town: Town, client: Client) -> None:
    """A role with reports.view sees the reports; with reports.draft and reports.count_all drafts them."""
    for key, user in town.users.items():
        rights = ROLES[ROLE_OF[key]].permissions
        client.force_login(user)
        seen = client.get(reverse("reports"))
        assert seen.status_code == (200 if "reports.view" in rights else 403), key
        may = {"reports.draft", "reports.count_all"} <= rights
        answer = client.post(reverse("make_report"), {"month": "2026-10"})
        assert answer.status_code == (302 if may else 403), key
        assert ("起草月报" in seen.content.decode()) == may, key
