"""Names of a matter's people are masked wherever they stand in free text, and whole behind 查看完整信息."""

import csv
import io
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from psycopg import sql

from core.models import Access, Attachment, Matter, Notice
from core.privacy import masking
from mediation.models import Mediation
from tests.intruder import superuser
from tests.mediation import files
from tests.people import Town

pytestmark = pytest.mark.django_db
NAMES = ("欧阳满仓", "陶根发")
PARTIES = [{"name": "陶根发", "role": "applicant"}, {"name": "欧阳满仓", "role": "respondent"}]
DEMAND = "邻居欧阳满仓家去年加高院墙，陶根发家采光受影响，要求拆除"
SAID = "陶根发说，欧阳满仓 先生不肯见面"


def _free_text(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.TextField | models.CharField)
        and (field.max_length or 100) >= 20
        and not field.choices
        and type(field).__name__ in ("TextField", "CharField")
        and field.editable
        and not field.primary_key
    ]


# Not typed as sentences, or how a row is found again.
KEYS = {
    "kind",
    "code",
    "number",
    "status",
    "title",
    "masked_title",
    "area_path",
    "digest",
    "rule",
    "lookup_code",
}
APART = {
    "Party",
    "MatterText",
    "HistoryEntry",
    "Clock",
    "Document",
    "Access",
    "Notice",
    "Look",
    "Reserved",
    "Imported",
}


def talk_of(*matters: Any) -> int:
    """Put the names into every free text that hangs on these matters; how many columns."""
    done = 0
    for model in apps.get_models():
        if model._meta.app_label not in ("core", "cases", "mediation") or model.__name__ in APART:
            continue
        rows = model._default_manager.all()
        for name in set(_free_text(model)) - KEYS:
            for field in model._meta.fields:
                if field.related_model in (Matter, *(type(one) for one in matters)):
                    about = rows.filter(**{f"{field.name}__in": [one.pk for one in matters]})
                    done += rewrite(about.exclude(**{name: ""}), name)
    return done


def rewrite(rows: Any, name: str) -> int:
    """One column of rows, past the triggers of those that nobody may change."""
    column = rows.model._meta.get_field(name)
    found = list(rows.values_list("pk", flat=True))
    if found:
        with superuser() as cursor:
            cursor.execute(
                sql.SQL("UPDATE {} SET {} = %s WHERE {} = ANY(%s)").format(
                    *map(
                        sql.Identifier, (rows.model._meta.db_table, column.column, rows.model._meta.pk.column)
                    )
                ),
                [SAID[: column.max_length or None], found],
            )
    return len(found)


@pytest.fixture
def talked(town: Town) -> tuple[Any, Mediation]:
    """A case and its mediation, whose texts are full of names."""
    case = town.hand_over(town.register(DEMAND, parties=[dict(one) for one in PARTIES], place="陶根发家门口"))
    town.act(case, "sign", town.handler)
    town.act(case, "note", town.handler, note=SAID)
    town.act(case, "urge", town.dispatcher, words=SAID)
    other = town.register(DEMAND, parties=[dict(one) for one in PARTIES])
    below = files.whole(town, other, "performed")
    Attachment.objects.create(
        matter=case, name="欧阳满仓身份证.jpg", kind="jpg", digest="sm3:0", size=1, added_by=town.handler
    )
    for matter in (case, other, below):
        for user in (town.director, town.handler, town.mediator):
            Access.objects.create(matter_id=matter.pk, user=user, part="reader")
    assert talk_of(case, other, below) > 15
    return case, below


def test_no_page_list_or_export_says_a_name(town: Town, talked: tuple[Any, Mediation]) -> None:
    case, below = talked
    pages = [
        *(f"/matters/{one.pk}/{more}" for one in (case, below, below.parent) for more in ("", "?all")),
        "/cases/?view=all", "/mediations/?view=all", "/queue/", "/search/?q=采光", "/search/?q=欧阳满仓",
        "/day/", "/mediations/register/", f"/matters/{below.pk}/dossier/", "/dashboard/", "/notices/",
        "/cases/shift/", f"/cases/{case.pk}/registered/",
    ]  # fmt: skip
    seen = 0
    for reader in ("director", "dispatcher", "handler", "mediator", "committee_head", "receptionist"):
        client = Client()
        client.force_login(town.users[reader])
        for url in pages:
            page = client.get(url)
            if page.status_code == 200:
                seen += 1
                text = page.content.decode().replace('value="欧阳满仓"', "").replace("“欧阳满仓”", "")
                assert not [name for name in NAMES if name in text], (reader, url)
    assert seen > 30
    client.force_login(town.users["director"])
    rows = list(csv.reader(io.StringIO(b"".join(
        client.post("/exports/case/?view=all", {"reason": "月底核对", "format": "csv"})
    ).decode("utf-8-sig"))))  # fmt: skip
    assert any("邻居欧阳**家去年加高院墙" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if any(name in cell for name in NAMES)]
    assert not [row.sentence for row in Notice.objects.all() if any(name in row.sentence for name in NAMES)]


def test_whole_behind_the_full_view_alone(town: Town, talked: tuple[Any, Mediation]) -> None:
    case, _ = talked
    client = Client()
    client.force_login(town.users["handler"])
    page = client.post(f"/matters/{case.pk}/parties/", {"reason": "联系当事人核实情况"}).content.decode()
    assert (
        case.title in page and SAID in page and "陶根发家门口" not in client.get("/cases/").content.decode()
    )


def test_who_comes_later_is_masked_in_all_titles_of_the_family(town: Town) -> None:
    sides = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]
    case = town.register("邻居欧阳满仓家院墙太高，要求拆除", parties=sides)
    below = files.opened(town, case)
    assert {one.masked_title for one in Matter.objects.filter(code=case.code)} == {case.title}
    assert "欧阳满仓" in case.shown_title
    town.act(case, "add_party", town.receptionist, party=dict(PARTIES[1]))
    for one in (case, below):
        one.refresh_from_db()
        assert one.shown_title == "邻居欧阳**家院墙太高，要求拆除"


def test_names_in_texts() -> None:
    names = ("秦满仓", "秦满", "李", "Smith")
    assert masking.mask_names("秦满仓、秦 满、李庄村，Smith先生", names) == "秦**、秦*、李庄村，S***先生"
    assert masking.mask_names("没有名字", ()) == "没有名字"
    assert masking.veil({"a": ["秦满仓", ("秦满仓", 3)]}, names) == {"a": ["秦**", ("秦**", 3)]}
