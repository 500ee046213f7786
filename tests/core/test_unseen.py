"""Signs that nobody sees, reasons that say nothing, names that are written another way, and what is shown without a reason."""

from copy import deepcopy
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from core.access.forms import LookForm
from core.models import Look, Matter
from core.privacy.masking import mask_names
from core.values import form_base
from tests.cases.test_accusations import accuse
from tests.people import Town

NAMED = (  # as registered, the text, what it becomes
    ("秦满仓（户主）", "秦满仓与邻居争水", "秦**与邻居争水"),
    ("村主任秦满仓", "秦满仓占地", "秦**占地"),
    ("秦满仓", "秦\u200b满 仓占地", "秦**占地"),
    ("秦满仓", "秦·满仓占地", "秦**占地"),
    ("阿卜杜拉·买买提", "阿卜杜拉·买买提的羊", "阿**的羊"),
    ("阿卜杜拉·买买提", "阿卜杜拉买买提的羊", "阿**的羊"),
    ("阿卜杜拉·买买提", "阿卜杜拉家的羊，买买提说", "阿**家的羊，买**说"),
    ("欧阳建国", "欧阳建国说，建国、志强打架", "欧阳**说，**、志强打架"),
    ("欧阳建国", "建国路修渠", "建国路修渠"),
    ("王建国", "建国、志强打架", "建国、志强打架"),
    ("李", "李子树", "李子树"),
    ("（户主）", "户主不在", "户主不在"),
)


@pytest.mark.parametrize(("name", "text", "masked"), NAMED)
def test_a_name_is_masked_however_it_is_written(name: str, text: str, masked: str) -> None:
    assert mask_names(text, [name]) == masked


@pytest.mark.parametrize(
    "reason", ["。。。。。。", "......", "1234", "啊啊啊啊", "\u200b\u200b\u200b\u200b核对", "    "]
)
def test_a_reason_needs_words(reason: str) -> None:
    assert not LookForm({"reason": reason}).is_valid()
    assert LookForm({"reason": "电话回访"}).is_valid()


def every_form(base: type = forms.BaseForm) -> set[type]:
    found = {one for one in base.__subclasses__() if one.__module__.split(".")[0] in OURS}
    return (
        found.union(*(every_form(one) for one in base.__subclasses__())) if base.__subclasses__() else found
    )


OURS = ("core", "cases", "mediation", "reports")


def test_no_form_reads_a_sign_that_nobody_sees() -> None:
    """The base of every form takes them out before anything reads what was typed."""
    assert len(every_form()) > 60
    assert {one.__qualname__ for one in every_form() if not issubclass(one, form_base.Named)} <= {
        "Form",
        "ModelForm",
    }
    typed = QueryDict(mutable=True)
    typed.update({"reason": "电话\u202e回访\u200b核对", "other": "无"})
    form = LookForm(typed)
    assert form.is_valid() and form.cleaned_data["reason"] == "电话回访核对"
    assert typed["reason"] != form.data["reason"]


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def test_what_the_counter_types_is_stored_as_it_is_read(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    typed = {
        "channel": "letter",
        "demand": "水渠\u202e堵\u200b了",
        "area": "不详",
        "key": str(uuid4()),
        "version": "0",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-role": "applicant",
        "people-0-name": "陶\u200f根发",
    }
    client.post("/cases/register/", typed)
    case = Matter.objects.get()
    assert case.title == "水渠堵了" and case.parties.get().name == "陶根发"


@pytest.mark.parametrize("name", ["urge", "name_accused", "link", "refer"])
def test_a_posted_form_shows_nothing_of_a_sealed_matter_without_a_reason(
    town: Town, client: Client, name: str
) -> None:
    case = accuse(town, by=town.petition_officer)
    town.act(case, "ask_instruction", town.director, leader=town.chief, opinion="请示")
    client.force_login(town.director)
    url = f"/matters/{case.pk}/do/{name}/"
    answer = client.post(url, {"words": ""})
    assert answer.status_code == 403 and "许长河" not in answer.content.decode()
    assert client.get(f"/matters/{case.pk}/").status_code == 403
    assert not Look.objects.filter(matter=case, by=town.director).exists()
    done = client.post(
        f"/matters/{case.pk}/do/urge/", {"words": "请抓紧办理", "key": str(uuid4()), "version": 1}
    )
    assert done.status_code == 302 and Look.objects.filter(matter=case, what="办理封闭事项").count() == 1


def test_the_page_after_registering_offers_only_what_may_be_done(town: Town, client: Client) -> None:
    case = accuse(town, by=town.director)
    client.force_login(town.director)
    page = client.get(f"/cases/{case.pk}/registered/").content.decode()
    assert "to_mediation" not in page and "do/hand_over/" in page
    open_one = town.register(by=town.director)
    page = client.get(f"/cases/{open_one.pk}/registered/").content.decode()
    assert "to_mediation" in page


def test_an_auditor_reads_no_number_of_what_accuses_himself(town: Town, client: Client) -> None:
    about, other = accuse(town, accused=[{"name": "安全审计员丙"}]), accuse(town)
    for case in (about, other):
        Look.objects.create(matter=case, by=town.director, reason="核查检举线索", what="查看封闭事项")
    client.force_login(town.auditor)
    page = client.get("/audit/looks/").content.decode()
    assert about.code not in page and other.code in page and "本人应当回避的事项" in page
