"""国家系统对账: only here, only there, differs; what is only there comes in with one button; what is hidden stays so."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.exchange import imports
from core.models import Import, Notice
from core.workflow.perform import perform
from petitions import watch
from petitions.models import Petition
from tests.people import Town, moment
from tests.petitions.test_dates import register

HEAD = "信访件编号,信访形式,姓名,电话,信访日期,概况,人数\n"
NOW = "2026-05-20 09:00"


def row(
    number: str,
    words: str,
    on: str = "2026-05-12",
    form: str = "来信",
    name: str = "秦满仓",
    phone: str = "19900000021",
) -> str:
    return f"{number},{form},{name},{phone},{on},{words},1\n"


@pytest.fixture
def now() -> Any:
    with time_machine.travel(moment(NOW)):
        yield


@pytest.fixture
def here(town: Town, now: None) -> dict[str, Petition]:
    """Entered and the same; entered with another form; only here; without a number; an accusation."""
    made = {
        "same": register(town, "2026-05-12 09:00", "排水渠堵了，请镇里清理", national_number="99N1"),
        "other": register(town, "2026-05-12 09:00", "村道路面塌了一块", national_number="99N2"),
        "only": register(town, "2026-05-13 09:00", "路灯不亮三个月", national_number="99N3"),
        "bare": register(town, "2026-05-12 09:00", "承包地面积量错了"),
        "secret": register(
            town, "2026-05-12 09:00", "会计私分补偿款", national_number="99N5", accusation=True, accused=[{"name": "许长河"}]
        ),
    }  # fmt: skip
    return {name: Petition.objects.get(pk=one.pk) for name, one in made.items()}


EXPORT = (
    HEAD + row("99N1", "排水渠堵了，请镇里清理") + row("99N2", "村道路面塌了一块", form="来访") + row("99N4", "承包地面积量错了")
    + row("99N5", "会计私分补偿款") + row("99N6", "孟小禾家旁边的水闸坏了", on="2026-05-14", name="孟小禾", phone="19900000022")
    + row("99N7", "举报有人虚报冒领补贴", on="2026-05-14", name="佟大水", phone="19900000023") + row("", "没有编号的一行")
)  # fmt: skip


def upload(client: Client, user: Any, text: str = EXPORT) -> Import:
    client.force_login(user)
    file = SimpleUploadedFile("export.csv", text.encode("utf-8-sig"))
    answer = client.post("/petitions/national/", {"file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    made = Import.objects.latest("pk")
    assert answer.headers["Location"] == f"/petitions/national/{made.pk}/"
    return made


def test_the_three_lists(town: Town, here: dict[str, Petition], client: Client) -> None:
    made = upload(client, town.petition_officer)
    found = client.get(f"/petitions/national/{made.pk}/").context["found"]
    assert [line.number for line in found.there] == ["99N6", "99N7"]
    assert found.there[0].title == "孟**家旁边的水闸坏了"
    assert [line.pk for line in found.here] == [here["only"].pk]
    assert {line.pk: line.said for line in found.differs} == {
        here["other"].pk: "信访形式不同", here["bare"].pk: "这里没有录入国家系统编号 99N4",
    }  # fmt: skip
    assert [(line.place, line.said) for line in found.unread] == [(8, "国家系统编号是空的。")]
    assert found.same == 2


def test_what_is_hidden_is_in_no_list(town: Town, here: dict[str, Petition], client: Client) -> None:
    """Whoever may not see the accusation finds it neither as differing nor as missing here, whatever the file says."""
    other = town.dispatcher
    assert not Petition.objects.visible_to(other).filter(pk=here["secret"].pk).exists()
    made = upload(client, other, EXPORT.replace("99N5,来信", "99N5,来访"))
    page = client.get(f"/petitions/national/{made.pk}/")
    found = page.context["found"]
    assert here["secret"].pk not in {line.pk for line in (*found.here, *found.differs)}
    assert "99N5" not in page.content.decode()
    made = upload(client, other, HEAD + row("99N1", "排水渠堵了，请镇里清理"))
    assert here["secret"].pk not in {
        line.pk for line in client.get(f"/petitions/national/{made.pk}/").context["found"].here
    }


def test_what_is_only_there_comes_in_with_one_button(
    town: Town, here: dict[str, Petition], client: Client
) -> None:
    made = upload(client, town.petition_officer)
    assert client.post(f"/petitions/national/{made.pk}/bring/").status_code == 302
    imports.run(made.pk)
    come = {one.national_number: one for one in Petition.objects.filter(national_number__in=("99N6", "99N7"))}
    assert come["99N7"].compartment == "accusation" and come["99N6"].compartment == ""
    assert come["99N6"].clocks.get(rule="petition.notice").raw == date(2026, 5, 29)
    assert not come["99N6"].clocks.filter(rule="petition.enter").exists()
    assert Petition.objects.count() == 5 + 2
    again = upload(client, town.petition_officer)
    assert client.get(f"/petitions/national/{again.pk}/").context["found"].there == []


def test_a_line_may_be_registered_by_hand(town: Town, here: dict[str, Petition], client: Client) -> None:
    made = upload(client, town.petition_officer)
    answer = client.post(f"/petitions/national/{made.pk}/register/", {"row": "6"})
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    form = page.context["form"]
    assert (form["national_number"].value(), form["demand"].value()) == ("99N6", "孟小禾家旁边的水闸坏了")
    assert form["at"].value() == "2026-05-14T00:00" and "孟小禾" in page.content.decode()
    assert client.post(f"/petitions/national/{made.pk}/register/", {"row": "8"}).status_code == 404


def test_petitions_past_their_day_without_a_number_stand_on_top(
    town: Town, here: dict[str, Petition], client: Client
) -> None:
    client.force_login(town.petition_officer)
    late = client.get("/petitions/national/").context["late"]
    assert [line.pk for line in late] == [here["bare"].pk]
    data = {"national_number": "99N4", "national_on": date(2026, 5, 20)}
    perform(here["bare"].pk, "enter_national", by=town.petition_officer, data=data)
    assert client.get("/petitions/national/").context["late"] == []


def test_the_file_is_its_uploaders_alone(town: Town, here: dict[str, Petition], client: Client) -> None:
    made = upload(client, town.petition_officer)
    client.force_login(town.director)
    assert client.get(f"/petitions/national/{made.pk}/").status_code == 404
    client.force_login(town.handler)
    assert client.get("/petitions/national/").status_code == 403


def test_without_the_column_of_the_number_the_headers_are_asked(
    town: Town, now: None, client: Client, tmp_path: Path
) -> None:
    made = upload(client, town.petition_officer, "姓名,信访日期,概况\n秦满仓,2026-05-12,排水渠堵了\n")
    answer = client.get(f"/petitions/national/{made.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("import_made", args=[made.pk])
    assert "没有认出“国家系统编号”一列" in answer.content.decode()
    assert made.source == "国家系统"


def test_a_month_that_nobody_compares_is_asked_for(
    town: Town, here: dict[str, Petition], client: Client
) -> None:
    """May's: not on the fourth of June, the desk on the fifth, the director too on the fifteenth; after a file nobody."""
    with time_machine.travel(moment("2026-06-04 08:40"), tick=False) as clockwork:
        assert watch.remind() == 0
        clockwork.move_to(moment("2026-06-05 08:40"))
        watch.remind()
        told = Notice.objects.filter(sentence__contains="5月的信访还没有和国家系统对账")
        assert told.filter(user=town.petition_officer, urgent=False).exists()
        clockwork.move_to(moment("2026-06-15 08:40"))
        watch.remind()
        assert told.filter(user=town.director, urgent=True).exists()
        Notice.objects.all().delete()
        upload(client, town.petition_officer)
        assert watch.remind() == 0
