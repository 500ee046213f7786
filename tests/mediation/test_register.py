"""受理登记簿: its lines, who sees which names, the Excel file of the same list."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from core.lists import register as book
from core.models import Look
from mediation.models import Confirmation, Mediation
from mediation.procedure import PROCEDURE
from mediation.register import REGISTER
from tests.core.test_papers import text_of
from tests.mediation.test_people import matter
from tests.people import Town, moment

URL, PAPER = "/mediations/register/?year=2026&month=3", "/registers/mediation/paper/?year=2026&month=3"


@pytest.fixture
def march(town: Town) -> dict[str, Mediation]:
    """One of each fate, received in March 2026; one in April."""
    at = moment("2026-03-10 09:00")

    def one(**facts: Any) -> Mediation:
        return matter(
            town,
            {"name": "陈守田"},
            {"name": "沈阿妹", "role": "respondent"},
            **{"received_at": at, "accepted_at": at, **facts},
        )

    written = {"form": "written", "terms": "修好", "agreed_at": at + timedelta(days=20)}
    found = {
        "archived": one(**written, amount=6800, effective_on="2026-04-01", performed_on="2026-04-20",
                        status="archived", closed_at=moment("2026-05-06 09:00"), retention="thirty",
                        mediator=town.mediator),
        "ended": one(status="ended", end_reason="no_agreement", ended_at=at + timedelta(days=9)),
        "refused": one(status="refused", refusal="taken", accepted_at=None, closed_at=at + timedelta(days=1)),
        "settled": one(status="settled", settled_level=1, accepted_at=None, closed_at=at + timedelta(days=1)),
        "voided": one(status="voided", voided_at=at + timedelta(days=1), closed_at=at + timedelta(days=1)),
        "sealed": one(status="in_session", compartment="domestic_violence"),
        "april": one(received_at=moment("2026-04-01 00:00"), accepted_at=moment("2026-04-02 00:00")),
    }  # fmt: skip
    Confirmation.objects.create(
        matter=found["archived"], court="澄湖县人民法院", applied_on="2026-04-24", result="confirmed",
        decided_on="2026-05-04",
    )  # fmt: skip
    return found


def line(row: Mediation, **how: Any) -> dict[str, str]:
    [made] = book.lines(REGISTER, list(book.fetched(PROCEDURE, Mediation.objects.filter(pk=row.pk))), **how)
    return dict(zip([column.head for column in REGISTER.columns], made.cells, strict=True))


def test_a_line_says_what_became_of_it(march: dict[str, Mediation]) -> None:
    said = line(march["archived"])
    assert (said["受理日期"], said["申请人"], said["被申请人"]) == ("2026-03-10", "陈**", "沈**")
    assert (said["结果"], said["协议形式"], said["金额（元）"]) == ("调解成功", "书面协议", "6,800.00")
    assert (said["生效日期"], said["履行"]) == ("2026-04-01", "已履行 2026-04-20")
    assert (said["司法确认"], said["归档"]) == ("裁定有效", "2026-05-06（30年）")
    fates = {name: line(march[name])["结果"] for name in ("ended", "refused", "settled", "voided", "april")}
    assert fates == {
        "ended": "终止（分歧过大，达不成协议）",
        "refused": "不予受理",
        "settled": "梯次化解",
        "voided": "已作废",
        "april": "已受理",
    }
    assert line(march["refused"])["受理日期"] == ""


def test_names_in_full_but_never_of_what_is_sealed(march: dict[str, Mediation]) -> None:
    assert line(march["archived"], full=True)["申请人"] == "陈守田"
    for full in (False, True):
        said = line(march["sealed"], full=full)
        assert {said["申请人"], said["被申请人"], said["纠纷类型"]} == {"保密"}


def test_the_page_has_the_month_of_what_its_reader_sees(
    town: Town, client: Client, march: dict[str, Mediation]
) -> None:
    client.force_login(town.committee_head)
    page = client.get(URL).content.decode()
    there = {name: row.number in page for name, row in march.items()}
    assert there == {name: name not in ("april", "sealed") for name in march}
    assert "陈守田" not in page and "共 5 件" in page
    year = client.get("/mediations/register/?year=2026&month=").content.decode()
    assert "共 6 件" in year
    for odd in ("year=x", "year=1900&month=1", "year=2026&month=13", "after=x"):
        assert client.get(f"/mediations/register/?{odd}").status_code == 200, odd
    client.force_login(town.receptionist)  # without the right to see mediations
    assert march["archived"].number not in client.get(URL).content.decode()


def test_the_paper_is_masked_until_a_reason_is_given(
    town: Town, client: Client, march: dict[str, Mediation]
) -> None:
    client.force_login(town.committee_head)
    masked = text_of(client.get(PAPER).content)
    assert "陈**" in masked and "陈守田" not in masked and "共5件" in masked
    assert not Look.objects.exists()
    assert client.post(PAPER, {"reason": " "}).status_code == 302 and not Look.objects.exists()
    full = text_of(client.post(PAPER, {"reason": "报司法局"}).content)
    assert "陈守田" in full
    looks = Look.objects.all()
    assert {look.matter_id for look in looks} == {
        row.pk for name, row in march.items() if name not in ("april", "sealed")
    }
    assert {(look.by, look.reason) for look in looks} == {(town.committee_head, "报司法局")}
    who = (user for user in town.users.values() if user.has_perm("core.view_matters"))
    client.force_login(next(user for user in who if not user.has_perm("core.reveal")))
    assert client.post(PAPER, {"reason": "看看"}).status_code == 403


def test_more_than_fits_is_said(
    town: Town, client: Client, march: dict[str, Mediation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST", 2)
    client.force_login(town.committee_head)
    assert "共5件，列前2件，其余见电子表格" in text_of(client.get(PAPER).content)


def test_the_excel_file_has_the_columns_of_the_register(
    town: Town, client: Client, march: dict[str, Mediation]
) -> None:
    client.force_login(town.committee_head)
    [url] = [part.split('"')[0] for part in client.get(URL).content.decode().split('href="')
             if part.startswith("/exports/mediation/")]  # fmt: skip
    answer = client.post(url.replace("&amp;", "&"), {"format": "xlsx", "reason": "年度立卷"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    _, heads, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == 5
    found = next(dict(zip(heads, row, strict=True)) for row in rows if march["archived"].number in row)
    assert (found["申请人"], found["被申请人"], found["涉及金额（元）"]) == ("陈**", "沈**", 6800)
    assert (found["调解员"], found["履行"], found["司法确认"]) == ("沈阿妹", "已履行 2026-04-20", "裁定有效")
    assert timezone.make_aware(found["归档日期"]).date().isoformat() == "2026-05-06"
