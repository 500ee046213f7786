"""Completeness of a mediation's file: what its course asks for, what satisfies it, what is missing."""

import secrets
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.documents import dossier_pdf
from core.models import Attachment, Document, HistoryEntry
from core.procedure.procedure import document_kinds
from core.values.moments import now
from mediation.dossier import DOSSIER, reads_apart
from mediation.models import Confirmation, Inquiry, Instalment, Mediation, Session
from mediation.workflow import WORKFLOW
from tests.people import Town, moment

PARTIES = [{"name": "陈守田", "role": "applicant"}, {"name": "沈阿妹", "role": "respondent"}]
R = Mediation.Retention


def mediation(town: Town, **facts: Any) -> Mediation:
    """As far as its papers follow from it: the rows themselves, without the way there."""
    case = town.register("屋檐落水，墙裂了", parties=[dict(one) for one in PARTIES])
    made = town.act(
        case,
        "to_mediation",
        town.dispatcher,
        body=town.committee,
        dispute="neighbour",
        source="application",
        facts="",
    ).opened
    Mediation.objects.filter(pk=made.pk).update(mediator=town.mediator, **facts)
    return Mediation.objects.get(pk=made.pk)


def sat(made: Mediation, town: Town, times: int = 1) -> Mediation:
    for _ in range(times):
        Session.objects.create(
            matter=made, held_at=now(), place="调处室", present="双方", record="谈了", kept_by=town.mediator
        )
    return made


AGREED = {
    "form": "written",
    "terms": "一、修墙。",
    "agreed_at": moment("2026-03-30 10:00"),
    "effective_on": date(2026, 4, 1),
}
ENDED = {"end_reason": "no_agreement", "ended_at": moment("2026-03-30 10:00")}


def issue(made: Mediation, *kinds: str) -> None:
    for kind in kinds:
        key, _, place = kind.partition(" ")
        there = list(document_kinds()[f"mediation.{key}"].scopes(made)) or [""]
        scope = there[int(place or 1) - 1]
        Document.objects.create(
            matter=made, kind=f"mediation.{key}", label=key, scope=scope, digest="sm3:0", size=1,
            verify_code=secrets.token_urlsafe(12),
        )  # fmt: skip


def scan(made: Mediation, town: Town, name: str, item: str = "") -> Attachment:
    about = HistoryEntry.objects.filter(matter_id=made.pk).order_by("seq")[0]
    return Attachment.objects.create(
        matter=made,
        name=name,
        item=item,
        kind="pdf",
        digest="sm3:0",
        size=1,
        about=about,
        added_by=town.mediator,
    )


def names(phrases: list[str]) -> list[str]:
    return [phrase.split("（")[0] for phrase in phrases]


OPENED = "人民调解申请书或者受理登记表"


def test_what_a_written_agreement_needs(town: Town) -> None:
    made = sat(mediation(town, **AGREED), town)
    assert names(DOSSIER.missing(made)) == [
        OPENED, "权利义务告知书", "当事人身份证明", "人民调解记录", "人民调解协议书", "人民调解回访记录",
    ]  # fmt: skip
    issue(made, "register", "rights", "record", "agreement", "visit")
    assert names(DOSSIER.missing(made)) == ["当事人身份证明"]
    scan(made, town, "身份证.pdf", "identity")
    assert DOSSIER.missing(made) == []


def test_what_an_oral_agreement_needs(town: Town) -> None:
    made = sat(mediation(town, **{**AGREED, "form": "oral"}), town)
    assert "人民调解口头协议登记表" in names(DOSSIER.missing(made))
    assert "人民调解协议书" not in names(DOSSIER.missing(made))


def test_what_a_failed_mediation_needs(town: Town) -> None:
    assert names(DOSSIER.missing(mediation(town, **ENDED))) == [OPENED, "终止调解通知书"]
    with_a_sitting = names(DOSSIER.missing(sat(mediation(town, **ENDED), town)))
    assert with_a_sitting == [OPENED, "权利义务告知书", "当事人身份证明", "人民调解记录", "终止调解通知书"]


def test_what_a_refusal_needs(town: Town) -> None:
    assert names(DOSSIER.missing(mediation(town, refusal="taken"))) == [OPENED, "不予受理告知书"]


def test_what_was_settled_on_the_ladder_needs_its_register_alone(town: Town) -> None:
    assert names(DOSSIER.missing(mediation(town, settled_level=1))) == [OPENED]


def test_each_sitting_has_its_record(town: Town) -> None:
    made = sat(mediation(town, **ENDED), town, times=3)
    issue(made, "record", "record 3")
    assert "人民调解记录第2次" in DOSSIER.missing(made)
    scan(made, town, "第二次调解记录.pdf", "record")
    assert "人民调解记录" not in "".join(DOSSIER.missing(made))


def test_a_scan_that_was_withdrawn_is_not_there(town: Town) -> None:
    made = mediation(town, **ENDED)
    found = scan(made, town, "终止调解通知书.pdf", "end")
    assert names(DOSSIER.missing(made)) == [OPENED]
    Attachment.objects.filter(pk=found.pk).update(withdrawn_at=now(), withdrawn_why="传错")
    assert names(DOSSIER.missing(made)) == [OPENED, "终止调解通知书"]


def test_the_note_explains_papers_of_others_and_no_other(town: Town) -> None:
    made = sat(mediation(town, **AGREED), town)
    note = "当事人身份证明没有复印件：双方不愿留。人民调解协议书也没有。"
    assert "当事人身份证明" in names(DOSSIER.missing(made))
    assert "当事人身份证明" not in names(DOSSIER.missing(made, note))
    assert "人民调解协议书" in names(DOSSIER.missing(made, note))
    Mediation.objects.filter(pk=made.pk).update(file_note=note)
    assert "当事人身份证明" not in names(DOSSIER.missing(Mediation.objects.get(pk=made.pk)))


def test_what_was_confirmed_and_performed_needs_its_papers(town: Town) -> None:
    made = sat(mediation(town, **AGREED), town)
    Instalment.objects.create(
        matter=made, due_on=date(2026, 4, 20), what="付款", done_on=date(2026, 4, 20), proof="回单"
    )
    Confirmation.objects.create(
        matter=made, court="澄湖县人民法院", applied_on=date(2026, 4, 24), result="confirmed",
        decided_on=date(2026, 5, 8),
    )  # fmt: skip
    lacking = names(DOSSIER.missing(made))
    assert {"履行凭证", "司法确认申请书", "法院裁定书"} <= set(lacking)
    for item in ("receipt", "confirmation", "ruling"):
        scan(made, town, f"{item}.pdf", item)
    assert not {"履行凭证", "司法确认申请书", "法院裁定书"} & set(names(DOSSIER.missing(made)))


def test_a_scan_is_what_was_chosen_whatever_its_name(town: Town) -> None:
    made = sat(mediation(town, **AGREED), town)
    for name in ("没有协议书.pdf", "与申请书无关的照片.jpg", "扫描0001.pdf"):
        scan(made, town, name)
    found, beside = DOSSIER.held(made)
    assert not any(there.scans for there in found)
    assert len(beside) == 3
    assert "人民调解协议书" in names(DOSSIER.missing(made))
    scan(made, town, "扫描0002.pdf", "agreement")
    assert "人民调解协议书" not in names(DOSSIER.missing(made))


def test_a_talk_apart_lies_in_the_sub_file(town: Town) -> None:
    made = mediation(town, accepted_at=now())
    Inquiry.objects.create(
        matter=made,
        at=now(),
        place="村委会",
        asked="陈守田",
        record="底线五千元",
        private=True,
        by=town.mediator,
    )
    assert "单独谈话记录" in names(DOSSIER.missing(made))
    scan(made, town, "谈话.pdf", "talk")
    assert "单独谈话记录" not in names(DOSSIER.missing(made))
    assert "谈话" not in [line.name for line in dossier_pdf.sheets(DOSSIER, made)]
    readers = {name for name, user in town.users.items() if reads_apart(user, made)}
    assert readers == {"mediator", "committee_head", "archivist"}


def test_the_sub_file_is_hidden_from_who_sees_the_matter(town: Town, client: Client) -> None:
    made = mediation(town, accepted_at=now(), status="accepted")
    Inquiry.objects.create(
        matter=made,
        at=now(),
        place="村委会",
        asked="陈守田",
        record="底线五千元",
        private=True,
        by=town.mediator,
    )
    found = scan(made, town, "谈话.pdf", "talk")
    paper = Document.objects.create(
        matter=made, kind="mediation.talk", label="单独谈话记录", digest="sm3:0", size=1, verify_code="talk"
    )
    addresses = [
        reverse("attachment", args=[found.pk]),
        reverse("document", args=[paper.pk]),
        reverse("preview", args=[made.pk, "mediation.talk"]),
    ]
    page = reverse("matter", args=[made.pk])
    for user, sees in ((town.dispatcher, False), (town.director, False), (town.committee_head, True)):
        client.force_login(user)
        text = client.get(page).content.decode()
        assert ("底线五千元" in text) is sees, user
        assert ("谈话.pdf" in text) is sees, user
        if not sees:
            assert [client.get(address).status_code for address in addresses] == [404] * 3, user
            assert "副卷" not in client.get(reverse("attach", args=[made.pk])).content.decode()
    assert client.get(addresses[2]).status_code == 200


def test_the_form_asks_what_a_scan_is_and_the_page_offers_what_is_missing(town: Town, client: Client) -> None:
    made = sat(mediation(town, **AGREED, status="effective", accepted_at=now()), town)
    client.force_login(town.committee_head)
    page = client.get(reverse("dossier", args=[made.pk])).content.decode()
    assert reverse("issue", args=[made.pk, "mediation.rights"]) in page
    attach = reverse("attach", args=[made.pk])
    assert f"{attach}?item=agreement" in page
    pdf = SimpleUploadedFile("扫描0001.txt", "三次通话".encode(), "text/plain")
    assert client.post(attach, {"file": pdf, "name": ""}).status_code == 422  # nobody guesses
    pdf.seek(0)
    assert client.post(attach, {"file": pdf, "name": "", "item": "agreement"}).status_code == 302
    assert Attachment.objects.get(matter=made).item == "agreement"


def test_a_scan_that_comes_with_an_act_is_what_the_act_makes(town: Town) -> None:
    made = mediation(town)
    known = {row.name for row in WORKFLOW.transitions}
    assert {act for item in DOSSIER.items for act in item.acts} <= known
    for row in WORKFLOW.transitions:
        if row.paper.kind:
            papers = next(
                item.papers for item in DOSSIER.items if item.key == DOSSIER.item_of(row.name, made, {})
            )
            assert row.paper.kind in papers, row.name
    for act, answers, item in (
        ("inquire", {"private": True}, "talk"),
        ("inquire", {"private": False}, "inquiry"),
        ("agree", {"form": "oral"}, "oral"),
        ("refuse", {"refusal": "taken"}, "refusal"),
        ("serve", {}, "service"),
        ("appoint", {}, ""),
    ):
        assert DOSSIER.item_of(act, made, answers) == item


def test_the_retention_class_follows_the_kind(town: Town) -> None:
    made = mediation(town, **AGREED)
    assert made.usual_retention == R.TEN
    court = Confirmation.objects.create(matter=made, court="法院", applied_on=date(2026, 4, 24))
    assert made.usual_retention == R.TEN  # nobody has ruled
    court.result, court.decided_on = "confirmed", date(2026, 5, 8)
    court.save()
    assert made.usual_retention == R.THIRTY
    assert mediation(town, difficult=True).usual_retention == R.THIRTY
    assert mediation(town, difficult=True, grave=True).usual_retention == R.PERMANENT
