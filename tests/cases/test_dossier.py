"""The dossier of a case: what it must hold by its course, and one PDF of its papers and scans with true page numbers."""

import io
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cases.dossier import DOSSIER
from cases.models import Case
from cases.workflow import WORKFLOW
from core.documents import attachments, dossier_pdf, issue
from core.documents.uploads import check_upload
from core.models import Document, Look
from core.procedure import dossier_job
from core.procedure.procedure import by_kind, document_kinds
from tests.core.pdf_parts import Parts
from tests.people import Town
from tests.reports import life

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
PARTIES = [{"name": "陶根发", "role": "applicant"}]


def returned_and_answered(town: Town) -> Any:
    """Handed over twice, answered, called back."""
    case = town.hand_over(town.register(parties=[dict(one) for one in PARTIES], materials="土地承包合同"))
    town.act(case, "return", town.handler, reason="not_ours", explanation="归农业农村办公室管护")
    town.act(case, "uphold", town.dispatcher, reason="见职责清单第七项")
    town.act(case, "sign", town.handler)
    town.act(case, "reply", town.handler, answer="已清理，排水恢复。")
    said = {"satisfaction": "satisfied", "way": "电话", "note": "满意。"}
    return town.act(case, "call_back", town.receptionist, **said).matter


def scan(town: Town, case: Any, item: str, name: str, data: bytes) -> None:
    file = ContentFile(data, name)
    attachments.add(case, file, check_upload(file), town.receptionist, name, item=item)


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(data, "JPEG")
    return data.getvalue()


def fresh(case: Any) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_a_case_needs_follows_its_course(town: Town) -> None:
    case = town.register(parties=[dict(one) for one in PARTIES])
    assert DOSSIER.missing(fresh(case)) == ["来访接待登记表"]
    case = returned_and_answered(town)
    assert DOSSIER.missing(fresh(case)) == [
        "来访接待登记表", "来访人提交的材料（请上传扫描件）", "转办单第1次、第2次", "退回单", "回访记录",
    ]  # fmt: skip
    issue.issue(document_kinds()["cases.handover"], fresh(case), town.dispatcher, "")
    scan(town, case, "materials", "承包合同.jpg", picture())
    assert "转办单第2次" in DOSSIER.missing(fresh(case))
    assert "来访人提交的材料" not in "".join(DOSSIER.missing(fresh(case)))


def test_each_act_that_gives_an_item_is_an_act_and_each_paper_a_paper() -> None:
    known = {row.name for row in WORKFLOW.transitions}
    assert {act for item in DOSSIER.items for act in item.acts} <= known
    own = {kind.key for kind in by_kind()["case"].documents} - {DOSSIER.kind}
    assert {paper for item in DOSSIER.items for paper in item.papers} == own


def test_the_button_leads_to_one_pdf_in_the_order_of_the_list(town: Town, client: Client) -> None:
    case = returned_and_answered(town)
    for key, part in (("called_back", None), ("handover", ""), ("registration_form", None)):
        issue.issue(document_kinds()[f"cases.{key}"], fresh(case), town.director, part)
    scan(town, case, "materials", "承包合同.jpg", picture())
    client.force_login(town.receptionist)
    page = client.get(reverse("matter", args=[case.pk])).content.decode()
    address = reverse("dossier", args=[case.pk])
    assert f'href="{address}">案卷</a>' in page and "缺退回单" in page
    listed = client.get(address).content.decode()
    assert "每次转办一份" in listed and "副卷" not in listed
    assert client.post(address).status_code == 302
    assert "案卷已合成" in dossier_job.make(case.pk, town.receptionist.pk)
    paper = Document.objects.get(matter=case, kind=DOSSIER.kind)
    data = issue.read(paper.digest)
    assert list(Parts(data).lacking()) == []
    with pypdfium2.PdfDocument(data) as pdf:
        pages = ["".join(one.get_textpage().get_text_bounded().split()) for one in pdf]
    assert "事项案卷" in pages[0] and "陶根发" in pages[0]
    lines = dossier_pdf.counted(dossier_pdf.sheets(DOSSIER, fresh(case)))
    assert [line.name for line in lines] == ["来访接待登记表", "承包合同", "转办单", "回访记录"]
    first = len(pages) - 2 - paper.facts["pages"] - (len(pages) - paper.facts["pages"]) % 2
    assert "来访接待登记表" in pages[first]
    index = "".join(pages[1:first])
    for place, line in enumerate(lines, 1):
        assert f"{place}{line.name}{line.on:%Y-%m-%d}{line.first}" in index
    assert "案卷情况说明" in pages[-2] and "缺件：转办单第2次、退回单。" in pages[-2]
    assert client.get(reverse("document", args=[paper.pk])).status_code == 200
    assert Look.objects.filter(matter=case, by=town.receptionist, what="事项案卷").count() == 1


def test_who_may_not_see_people_in_full_finds_no_button(town: Town, client: Client) -> None:
    case = town.register(by=town.grid_worker, parties=[dict(one) for one in PARTIES])
    client.force_login(town.grid_worker)
    assert "案卷" not in client.get(reverse("matter", args=[case.pk])).content.decode()
    assert client.get(reverse("dossier", args=[case.pk])).status_code == 403


def test_a_kind_without_a_dossier_has_no_page(town: Town, client: Client) -> None:
    report = life.drafted(town, "2026-03")
    client.force_login(town.supervisor)
    assert client.get(reverse("dossier", args=[report.pk])).status_code in (403, 404)
    client.force_login(town.director)
    assert client.get(reverse("dossier", args=[report.pk])).status_code == 404
