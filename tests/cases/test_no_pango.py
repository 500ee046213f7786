"""On a machine without Pango everything is kept, and a sentence says what to install."""

import sys
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import core.documents
from cases.models import Case
from tests.people import Town

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

SAID = "这台机器还不能排印文书"


class NoPango:
    """The import of the typesetter fails as it does where its library is not there."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> None:
        if name == "core.documents.typesetting":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delitem(sys.modules, "core.documents.typesetting", raising=False)
    monkeypatch.delattr(core.documents, "typesetting", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    return monkeypatch


def registration() -> dict[str, str]:
    people = {"people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0"}
    return {
        "key": str(uuid4()),
        "version": "0",
        "channel": "visit",
        "demand": "路灯不亮",
        "area": "不详",
        **people,
    }


def test_a_visit_is_registered_and_its_receipt_comes_later(
    town: Town, client: Client, bare: pytest.MonkeyPatch
) -> None:
    client.force_login(town.receptionist)
    sheet = registration()
    assert "打印回执" in client.post("/cases/register/", sheet, follow=True).content.decode()
    case = Case.objects.get()
    page = client.post(f"/cases/{case.pk}/receipt/", follow=True).content.decode()
    assert SAID in page and "打印回执" in page and not case.documents.exists()
    bare.undo()  # installed now: the same button brings what is missing
    client.post(f"/cases/{case.pk}/receipt/")
    assert case.documents.get().kind == "cases.receipt"


def test_papers_are_refused_in_a_sentence(town: Town, client: Client, bare: pytest.MonkeyPatch) -> None:
    case = town.register("路灯不亮")
    client.force_login(town.receptionist)
    page = client.post(f"/matters/{case.pk}/papers/cases.receipt/", follow=True)
    assert page.status_code == 200 and SAID in page.content.decode()
    page = client.get("/cases/shift/paper/", follow=True)
    assert page.status_code == 200 and SAID in page.content.decode()
    assert not case.documents.exists()
