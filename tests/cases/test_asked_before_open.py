"""What looks like an accusation, violence at home or a child's matter is asked about before it is stored."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from core.models import HistoryEntry, OnlineIntake
from tests.cases.test_named_as_accused import post, sheet
from tests.people import Town

SAID = (
    ("实名举报许长河挪用集体资金", "accusation", "检举控告"),
    ("丈夫喝酒以后打人，不敢回家", "domestic_violence", ""),
    ("邻居家12岁的女孩在学校被欺凌", "minor", ""),
)


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.mark.parametrize(("demand", "label", "words"), SAID)
def test_the_counter_asks_before_it_stores(
    town: Town, client: Client, demand: str, label: str, words: str
) -> None:
    client.force_login(town.receptionist)
    typed = sheet(demand=demand)
    del typed["accusation"], typed["accused_name"]
    page = post(client, typed)
    assert f'name="closed_{label}"' in page and "没有选不能登记" in page and words in page
    assert not Case.objects.exists()
    named = {"accused_name": "不明"} if label == "accusation" else {}
    assert post(client, typed | named | {f"closed_{label}": "yes"}) == ""
    case = Case.objects.get()
    assert case.compartment == label
    assert (label in case.flags) == (label != "accusation")


@pytest.mark.parametrize(("demand", "label", "words"), SAID)
def test_no_is_kept_in_the_history(town: Town, client: Client, demand: str, label: str, words: str) -> None:
    client.force_login(town.grid_worker if label == "minor" else town.receptionist)
    typed = sheet(demand=demand, channel="grid", area="桃坞村")
    del typed["accusation"], typed["accused_name"]
    assert post(client, typed | {f"closed_{label}": "no"}) == ""
    case = Case.objects.get()
    assert not case.sealed
    kept = HistoryEntry.objects.get(matter=case).detail.values["not_sealed"]
    assert "登记人核对后认为不用封闭" in kept and "写有“" in kept


def test_a_yes_to_an_accusation_asks_whom_it_names(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    typed = sheet(demand="实名举报许长河挪用集体资金", accused_name="许长河", closed_accusation="yes")
    del typed["accusation"]
    assert "是否为本中心工作人员：许长河" in post(client, typed)
    assert not Case.objects.exists()


def test_a_tick_that_is_there_is_not_asked_for(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    assert post(client, sheet(demand="举报，请为我保密")) == ""
    assert Case.objects.get().compartment == "accusation"


def test_the_public_page_asks_too(db: None, client: Client, settings: Any) -> None:
    settings.ONLINE_INTAKE = True
    typed = {"key": str(uuid4()), "name": "陶根发", "phone": "19900000001", "demand": "举报村干部虚报补偿款"}
    page = client.post(reverse("online"), typed).content.decode()
    assert "要不要保密处理" in page and not OnlineIntake.objects.exists()
    client.post(reverse("online"), typed | {"closed": "yes"})
    assert OnlineIntake.objects.get().confidential
    client.post(reverse("online"), typed | {"key": str(uuid4()), "closed": "no", "demand": "举报别的事情"})
    row = OnlineIntake.objects.get(confidential=False)
    assert row.told_open
