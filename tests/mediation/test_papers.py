"""Which paper when: by the form of the agreement, one for each sitting, nothing of a talk apart for the other side."""

from copy import deepcopy
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.documents import issue
from core.models import Document, Party
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from mediation.documents import facts
from mediation.models import Inquiry, Mediation
from tests.core.test_papers import text_of, words_of
from tests.mediation import files
from tests.people import Town

PARTIES = [{"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"}]


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def whole(town: Town, status: str, parties: Any = PARTIES, **facts: Any) -> Mediation:
    return files.whole(town, town.register(parties=[dict(one) for one in parties]), status, **facts)


def kind(key: str) -> issue.DocumentKind:
    return document_kinds()[f"mediation.{key}"]


def issued(made: Mediation, key: str, by: Any, part: str | None = None) -> tuple[Document, str]:
    paper = issue.issue(kind(key), made, by, part)
    return paper, text_of(issue.read(paper.digest))


@pytest.mark.parametrize(
    ("form", "right", "wrong"), [("written", "agreement", "oral"), ("oral", "oral", "agreement")]
)
def test_the_paper_fits_the_form_of_the_agreement(town: Town, form: str, right: str, wrong: str) -> None:
    sitting = whole(town, "in_session")
    assert "调解中" in kind(right).why_not(sitting)
    agreed = whole(town, "agreed", form=form)
    assert kind(right).why_not(agreed) == ""
    assert "请出具" in kind(wrong).why_not(agreed)


def test_each_sitting_has_its_own_record(town: Town) -> None:
    made = whole(town, "agreed")
    early, late = (str(session.pk) for session in made.sessions.all())
    first, text = issued(made, "record", town.mediator, early)
    assert (first.scope, first.label) == (early, "人民调解记录")
    assert "2026年3月15日" in text
    assert "达成协议" not in text  # that came of the last one
    last, text = issued(made, "record", town.mediator)
    assert (last.scope, last.version, last.label) == (late, 1, "人民调解记录（第2次）")
    assert "2026年3月22日" in text
    assert "达成协议" not in text  # that came eight days later
    for words in ("规定告知各方当事人", "当事人身份已核对", "调解成功调解不成√有待继续调解"):
        assert words in text
    assert issue.issue(kind("record"), made, town.mediator, early) == first
    with pytest.raises(Refused, match="没有这一份"):
        issue.issue(kind("record"), made, town.mediator, "第2次")


def test_the_page_offers_those_that_are_not_issued_yet(client: Client, town: Town) -> None:
    made = whole(town, "in_session")
    client.force_login(town.mediator)
    page = client.get(reverse("matter", args=[made.pk])).content.decode()
    assert "人民调解记录</button>" in page
    assert "人民调解记录（第2次）</button>" in page
    address = reverse("issue", args=[made.pk, "mediation.record"])
    early, late = (str(session.pk) for session in made.sessions.all())
    client.post(f"{address}?part={late}")
    assert Document.objects.get(matter=made).scope == late
    page = client.get(reverse("matter", args=[made.pk])).content.decode()
    assert "人民调解记录</button>" in page
    assert "人民调解记录（第2次）</button>" not in page
    client.post(f"{address}?part={early}")
    page = client.get(reverse("matter", args=[made.pk])).content.decode()
    assert "人民调解记录（第2次）</button>" in page  # nothing left: the last one again


def test_what_was_told_apart_stands_on_its_own_record_alone(town: Town) -> None:
    made = whole(town, "performed")
    Inquiry.objects.filter(matter=made, private=True).update(record="我最低要八百元，别告诉她")
    for paper in document_kinds().values():
        if not paper.key.startswith("mediation.") or paper.why_not(made):
            continue
        for part in paper.scopes(made):
            text = words_of(paper, made, part)
            private = paper.key == "mediation.talk"
            assert ("最低要八百元" in text) is private, (paper.key, part)
            assert ("未经本人同意不得向对方透露" in text) is private, (paper.key, part)


def test_a_part_agreement_says_what_is_left_open(town: Town) -> None:
    _, text = issued(whole(town, "agreed", partial=True), "agreement", town.mediator)
    assert "其余争议未达成一致" in text
    assert "潘水英负主要责任" in text  # responsibility
    assert "在调处室当面支付" in text  # manner
    assert "人民币陆佰元整" in text  # an instalment
    assert "人民币壹仟贰佰陆拾元伍角整" in text


def test_who_asks_the_court_must_be_able_to(town: Town) -> None:
    assert "身份关系" in kind("confirmation").why_not(whole(town, "effective", identity=True))
    assert "口头协议" in kind("confirmation").why_not(whole(town, "effective", form="oral"))
    assert kind("confirmation").why_not(whole(town, "effective")) == ""


@pytest.mark.parametrize(("organisation", "variant"), [(False, "个人与个人"), (True, "个人与单位")])
def test_the_application_to_the_court_is_of_both_sides(town: Town, organisation: bool, variant: str) -> None:
    parties = [PARTIES[0], {**PARTIES[1], "is_organisation": organisation}]
    text = words_of(kind("confirmation"), whole(town, "effective", parties))
    assert f"（{variant}）" in text
    assert "至2026年5月1日，遇法定休假日顺延至2026年5月6日" in text  # 劳动节
    for name in ("陶根发", "潘水英"):
        assert f"申请人{name}" in text


@pytest.mark.parametrize(
    ("dispute", "limit"),
    [("labour", "时效期间为一年"), ("migrant_wages", "时效期间为一年"), ("land", "时效期间为二年")],
)
@pytest.mark.parametrize(("status", "key"), [("ended", "end"), ("refused", "refusal")])
def test_other_ways_are_told_with_their_time_limits(
    town: Town, dispute: str, limit: str, status: str, key: str
) -> None:
    text = words_of(kind(key), whole(town, status, dispute=dispute))
    assert limit in text
    assert "三年" not in text
    among_neighbours = words_of(kind(key), whole(town, status))
    assert limit not in among_neighbours and "诉讼时效期间一般为三年" in among_neighbours


def test_an_end_without_a_sitting_has_no_record(town: Town) -> None:
    made = files.opened(town, town.register(parties=[dict(one) for one in PARTIES]))
    Mediation.objects.filter(pk=made.pk).update(status="ended", **files.BY_STATUS["ended"])
    made = Mediation.objects.get(pk=made.pk)
    assert "没有记过调解" in kind("record").why_not(made)
    assert "调解记录" not in words_of(kind("end"), made)


def test_own_initiative_has_no_application(town: Town) -> None:
    assert "受理登记表" in kind("application").why_not(whole(town, "accepted", source="initiative"))


def test_applicants_stand_before_respondents_and_agents(town: Town) -> None:
    made = whole(town, "accepted", [PARTIES[1], PARTIES[0]])
    assert [party.role for party in facts.parties(made)] == ["applicant", "respondent", "agent"]
    assert {party.role for party in facts.sides(made)} == {Party.Role.APPLICANT, Party.Role.RESPONDENT}


def test_who_signs_for_a_firm_is_said_where_it_signs_alone(town: Town) -> None:
    made = whole(town, "performed", [PARTIES[0], {**PARTIES[1], "is_organisation": True}])
    for key in ("record", "visit"):
        values = values_of(made, key)
        assert "负责人签名" not in values.get("parties_line", values.get("parties"))
    assert "被申请人　潘水英（负责人签名并盖章）" in values_of(made, "record")["signers"]


def test_the_closing_report_keeps_the_lines_of_short_terms(town: Town) -> None:
    made = whole(town, "performed", terms="一、修墙。\n二、付款。")
    assert values_of(made, "closing")["results"][1:3] == ["一、修墙。", "二、付款。"]
    made.terms = "\n".join(f"{number}、付款。" for number in range(1, 60))
    assert "（全文见协议）" in values_of(made, "closing")["results"][1]


def values_of(made: Mediation, key: str) -> Any:
    return kind(key).values(made, None)[1]


def test_the_record_of_an_oral_agreement_has_a_line_for_each_side(town: Town) -> None:
    """It asks for signatures of free will: there must be where to put them (人民调解法 art. 28)."""
    made = town.agree(town.mediate(town.register(parties=[dict(one) for one in PARTIES])))
    kind = document_kinds()["mediation.oral"]
    html = render_to_string(kind.template, kind.values(made, None)[1])
    cell = html.split("自愿签名", 1)[1].split("</tr>", 1)[0]
    assert cell.count('class="blank"') == 2 and "甲方" in cell and "乙方" in cell
