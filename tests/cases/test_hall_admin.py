"""The system administrator keeps windows, alarms, questions and petition classes; nothing is deleted."""

from typing import Any

import pytest
from django.test import Client

from cases import categories
from cases.models import Category, PetitionClass, Question, Room
from core.models import AlarmUnit
from tests.people import Town


@pytest.fixture
def rows(town: Town) -> dict[str, tuple[Any, dict[str, Any]]]:
    """A row of each kind, and what is typed to add one more."""
    categories.load()
    water = Category.objects.get(code="0201")
    alarm = AlarmUnit.objects.create(flag="minor", unit=town.farms)
    asked = Question.objects.create(category=water, words="渠在谁家门口？")
    petition, _ = PetitionClass.objects.get_or_create(code="990000", defaults={"name": "城乡建设"})
    return {
        "room": (
            Room.objects.all()[0],
            {"name": "信访接待室", "kind": "room", "unit": town.centre.pk, "order": 4},
        ),
        "alarmunit": (alarm, {"flag": "violence", "unit": town.works.pk}),
        "question": (
            asked,
            {"category": "0201", "order": 2, "words": "淤了多长？", "kind": "number", "choices": ""},
        ),
        "petitionclass": (petition, {"code": "990100", "name": "安全生产", "parent": "990000"}),
    }


def test_rows_are_added_and_changed_and_never_deleted(
    town: Town, client: Client, rows: dict[str, tuple[Any, dict[str, Any]]]
) -> None:
    client.force_login(town.system_admin)
    for name, (row, typed) in rows.items():
        desk = f"/admin/{row._meta.app_label}/{name}/"
        assert client.get(desk).status_code == 200, name
        assert client.post(f"{desk}add/", typed).status_code == 302, name
        found = (
            type(row).objects.latest("pk")
            if name != "petitionclass"
            else PetitionClass.objects.get(pk="990100")
        )
        assert client.post(f"{desk}{found.pk}/change/", {**typed, "order": 7}).status_code == 302, name
        assert client.post(f"{desk}{found.pk}/delete/", {"post": "yes"}).status_code == 403, name
        assert type(row).objects.filter(pk=found.pk).exists()


def test_a_choice_needs_two_and_a_code_stays(
    town: Town, client: Client, rows: dict[str, tuple[Any, dict[str, Any]]]
) -> None:
    client.force_login(town.system_admin)
    typed = {**rows["question"][1], "kind": "choice", "choices": "有、"}
    assert "至少写两个" in client.post("/admin/cases/question/add/", typed).content.decode()
    client.post("/admin/cases/petitionclass/990000/change/", {"code": "990001", "name": "改过的"})
    assert PetitionClass.objects.get(code="990000").name == "改过的"
    assert not PetitionClass.objects.filter(code="990001").exists()


@pytest.mark.parametrize("who", ["director", "security_admin", "auditor"])
def test_nobody_else_has_this_desk(
    town: Town, client: Client, rows: dict[str, tuple[Any, dict[str, Any]]], who: str
) -> None:
    client.force_login(town.users[who])
    for name, (row, typed) in rows.items():
        desk = f"/admin/{row._meta.app_label}/{name}/"
        assert client.get(desk).status_code in (302, 403)
        assert client.post(f"{desk}add/", typed).status_code in (302, 403)
    assert not Room.objects.filter(name="信访接待室").exists()


def test_the_two_level_list_is_loaded_once_and_what_the_office_renamed_stays(db: None) -> None:
    assert (
        categories.load() > 95 == Category.objects.count()
        and Category.objects.filter(parent=None).count() == 17
    )
    Category.objects.filter(code="0201").update(name="排水")
    assert categories.load() == 0 and Category.objects.get(code="0201").name == "排水"
    assert Category.objects.get(code="0603").judicial == "生产经营"
    assert set(Category.objects.filter(mediable=False).values_list("parent_id", flat=True)) == {
        None,
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
    }
    # 若干规定 art. 20: rights between citizens; 征收, 征用 in their civil side, sharing of the village's money whole.
    barred = Category.objects.filter(mediable=False)
    assert set(barred.filter(parent="11").values_list("code", flat=True)) == {"1103"}
    assert not barred.filter(code="1299").exists() and barred.filter(code="1201").exists()
    assert set(Category.objects.filter(civil_side_only=True).values_list("code", flat=True)) == {
        "1101",
        "1102",
    }
