"""The monthly report: frozen, numbered, hashed, made once by the queue and anew on demand."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from config.roles import ROLES
from core.digest import digest
from core.documents import read
from core.history import canonical
from core.models import CalendarYear, Document, Notice, Progress
from reports import monthly, tasks
from reports.statistics import month_of, table
from tests.people import Town, moment
from tests.reports import october

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(october.NOW, tick=True):
        yield


def text_of(paper: Document) -> str:
    pdf = pypdfium2.PdfDocument(BytesIO(read(paper.digest)))
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def reports() -> list[Document]:
    return list(Document.objects.filter(kind=monthly.KIND).order_by("scope", "version"))


def test_the_paper_prints_the_frozen_numbers_and_no_person(town: Town) -> None:
    october.tell(town)
    tasks.make_report("2026-10", town.director.pk)
    [paper] = reports()
    assert (paper.scope, paper.version, paper.number) == ("2026-10", 1, "栖云综治月报〔2026〕10期")
    assert paper.facts["table"] == table(month_of("2026-10"))
    text = text_of(paper)
    for told in (
        "综治中心运行情况月报", "二〇二六年十月", "+400.0%", "66.7%", "−33.3点", "1＋5－3＝3", "指标解释",
        "共接待来访4批次、6人次，登记事项5件", paper.number, digest(canonical(paper.facts)),
    ):  # fmt: skip
        assert told in text.replace("\r\n", "").replace("\n", ""), told
    for secret in ("反映", "清理", "陈守田", "SX99", "199-0000-00", "林小满"):
        assert secret not in text


def test_the_job_may_run_twice(town: Town) -> None:
    october.tell(town)
    tasks.make_report("2026-10")
    told = tasks.make_report("2026-10")
    assert [paper.version for paper in reports()] == [1]
    assert "没有新的要求" in told


def test_who_asks_again_gets_a_new_version_once(town: Town) -> None:
    october.tell(town)
    tasks.make_report("2026-10")
    assert tasks.ask("2026-10", town.director)
    assert not tasks.ask("2026-10", town.director)  # it is being made
    tasks.make_report("2026-10", town.director.pk)
    tasks.make_report("2026-10", town.director.pk)  # the queue runs it twice
    assert [paper.version for paper in reports()] == [1, 2]
    assert Notice.objects.filter(user=town.director, sentence__contains="第2版").count() == 1
    first, second = (monthly.fingerprint(paper.facts) for paper in reports())
    assert first == second


def test_what_was_frozen_stays_and_the_next_report_says_what_changed(town: Town) -> None:
    told = october.tell(town)
    tasks.make_report("2026-10")
    town.act(told["E"], "void", town.director, reason="重复登记")
    assert reports()[0].facts["table"]["received"]["month"] == 5
    with time_machine.travel(moment("2026-12-01 09:00")):
        tasks.make_report("2026-11")
    corrections = reports()[1].facts["corrections"]
    assert "2026年10月月报第1版表1“事项登记”原为5，现为4。" in corrections
    assert "更正" in text_of(reports()[1])


def test_a_month_that_runs_is_not_frozen(town: Town) -> None:
    with pytest.raises(ValueError, match="还没有过完"):
        tasks.make_report("2026-11")


def test_a_job_that_fails_says_so_and_can_be_asked_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    october.tell(town)
    tasks.ask("2026-10", town.director)
    with monkeypatch.context() as broken:
        broken.setattr(monthly, "TEMPLATE", "documents/nothing.html")
        with pytest.raises(Exception, match="nothing"):
            tasks.make_report("2026-10", town.director.pk)
    assert reports() == []
    state = tasks.running()
    assert state is not None
    assert state["state"] == "failed"
    assert tasks.ask("2026-10", town.director)
    tasks.make_report("2026-10", town.director.pk)
    assert len(reports()) == 1


# --- By itself -------------------------------------------------------------------------------------------


def due(at: str) -> list[str]:
    with time_machine.travel(moment(at)):
        return tasks.make_due_report()


def test_on_the_first_working_day_after_the_month(town: Town) -> None:
    october.tell(town)
    for month in ("2026-08", "2026-09"):
        assert month_of(month) is not None
    assert due("2026-11-01 06:30") == [
        "2026-08",
        "2026-09",
    ]  # Sunday: October is not due; A came in September
    assert due("2026-11-02 06:30") == ["2026-08", "2026-09", "2026-10"]


def test_not_again_and_only_so_far_back(town: Town) -> None:
    october.tell(town)
    for month in ("2026-08", "2026-09", "2026-10"):
        tasks.make_report(month)
    assert due("2026-11-18 06:30") == []
    assert due("2027-02-20 06:30") == ["2026-11", "2026-12", "2027-01"]  # after a long outage: three months


def test_not_before_the_office_began(town: Town) -> None:
    town.register(at=moment("2026-10-05 09:00"))
    assert due("2026-11-18 06:30") == ["2026-10"]


def test_after_a_long_holiday(town: Town) -> None:
    town.register(at=moment("2026-09-05 09:00"))
    assert due("2026-10-07 06:30") == []
    assert due("2026-10-08 06:30") == ["2026-09"]


def test_without_a_calendar_by_the_tenth(town: Town) -> None:
    october.tell(town)
    for month in ("2026-08", "2026-09"):
        tasks.make_report(month)
    CalendarYear.objects.all().delete()
    assert due("2026-11-09 06:30") == []
    assert due("2026-11-10 06:30") == ["2026-10"]


# --- The page ----------------------------------------------------------------------------------------------


def page(user: object, client: Client) -> str:
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(reverse("reports")).content.decode()


def test_from_the_button_to_the_paper(town: Town, client: Client) -> None:
    october.tell(town)
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
    opened = client.get(reverse("document", args=[reports()[0].pk]))
    assert opened["Content-Type"] == "application/pdf"
    assert opened.content.startswith(b"%PDF")


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
    """A role with reports.view sees the reports; with reports.issue and reports.count_all makes them."""
    for key, user in town.users.items():
        rights = ROLES[{"stranger": "handler", "second_dispatcher": "dispatcher"}.get(key, key)].permissions
        client.force_login(user)
        assert client.get(reverse("reports")).status_code == (200 if "reports.view" in rights else 403), key
        may = {"reports.issue", "reports.count_all"} <= rights
        answer = client.post(reverse("make_report"), {"month": "2026-10"})
        assert answer.status_code == (302 if may else 403), key
        assert ("编制月报" in page(user, client)) == may, key
