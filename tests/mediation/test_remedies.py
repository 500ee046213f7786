"""What a notice of a mediation tells, from the act to the paper: wages, unreviewed kinds, own words, the hall's paper."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases import categories
from cases.models import Case, Category
from core.documents import issue, remedies
from core.models import HistoryDetail, Notice, Party, Remedy
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from mediation.models import Mediation
from tests.core.test_papers import words_of
from tests.people import Town, moment

WORKERS = [{"name": name, "role": "applicant"} for name in ("贺志强", "罗春梅", "苏雨晴")]
COMPANY = {"name": "桃坞建材", "role": "respondent", "is_organisation": True}
END = {"end_reason": "no_agreement", "end_note": "谈不拢", "key": str(uuid4())}


@pytest.fixture(autouse=True)
def in_october() -> Any:
    with time_machine.travel(moment("2026-10-09 09:00")):
        yield


def wages(town: Town, **facts: Any) -> Mediation:
    case = town.register("三人被欠工资", parties=[*(dict(one) for one in WORKERS), dict(COMPANY)], **facts)
    found: Mediation = town.mediate(case, dispute="migrant_wages")
    return found


def post(client: Client, town: Town, made: Any, name: str, **data: Any) -> str:
    client.force_login(town.mediator if name == "end" else town.committee_head)
    given = {**data, "key": str(uuid4()), "version": made.version}
    return client.post(reverse("act", args=[made.pk, name]), given, follow=True).content.decode()


def unreviewed(town: Town, kind: str) -> None:
    row: Any = remedies.of(kind)
    remedies.reword(row, [{**row.lines[0], "text": "新的文字"}, *row.lines[1:]], town.committee_head)


def paper(made: Any, key: str) -> str:
    return words_of(document_kinds()[key], type(made).objects.get(pk=made.pk))


def test_the_notice_of_a_wage_dispute_names_arbitration_its_last_day_and_who_may_sue_at_once(
    town: Town, client: Client
) -> None:
    """Story: three workers, one with a wage note; their employment ended on 31 March 2026."""
    made = wages(town)
    client.force_login(town.mediator)
    form = client.get(reverse("act", args=[made.pk, "end"])).content.decode()
    assert "劳动关系终止日" in form and "谁持有工资欠条" in form
    assert "仲裁协议" not in form and "自行写明" not in form
    holder = Party.objects.get(name="罗春梅")
    post(
        client, town, made, "end", end_reason="no_agreement", end_note="谈不拢",
        ways_ended="2026-03-31", ways_iou=[holder.pk],
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.status, made.labour_ended_on) == ("ended", date(2026, 3, 31))
    text = paper(made, "mediation.end")
    assert "劳动人事争议仲裁委员会申请仲裁" in text and "至2027年3月31日（待2027年日历）止" in text
    assert "罗春梅持有用人单位的工资欠条" in text and text.count("直接起诉") == 1
    assert "贺志强持有" not in text and "三年" not in text


def test_a_day_to_come_is_no_end_of_employment(town: Town, client: Client) -> None:
    made = wages(town)
    page = post(
        client, town, made, "end", end_reason="no_agreement", end_note="谈不拢", ways_ended="2026-10-10"
    )
    assert "日期不能晚于今天" in page
    assert Mediation.objects.get(pk=made.pk).status == "in_session"


@pytest.mark.parametrize(
    ("name", "until", "given"),
    [
        ("end", "in_session", {"end_reason": "no_agreement", "end_note": "谈不拢"}),
        ("refuse", "applied", {"refusal": "taken", "refusal_note": "法院已立案"}),
    ],
)
def test_an_unreviewed_kind_is_refused_and_the_signer_may_word_this_one_paper(
    town: Town, client: Client, name: str, until: str, given: dict[str, str]
) -> None:
    case = town.register("墙", parties=[dict(WORKERS[0]), {"name": "沈阿妹", "role": "respondent"}])
    made = town.mediate(case, until)
    unreviewed(town, "邻里")
    page = post(client, town, made, name, **given)
    assert "该类纠纷的救济途径尚未审核，不能打印告知。" in page and "为本件自行写明" in page
    own = "向澄湖县人民法院栖云法庭起诉（《民事诉讼法》第一百二十二条）。"
    post(client, town, made, name, **given, ways_own=own)
    made.refresh_from_db()
    by = town.mediator if name == "end" else town.committee_head
    assert made.ways["own"] and by.name in made.ways["source"]
    kept = [
        values for values in HistoryDetail.objects.values_list("values", flat=True) if "own_ways" in values
    ]
    assert len(kept) == 1 and own.rstrip("。") in kept[0]["own_ways"] and by.name in kept[0]["ways"]
    told = Notice.objects.filter(user=town.committee_head, sentence__contains="签发人自行写明")
    assert told.exists() == (by != town.committee_head)
    text = paper(made, f"mediation.{'end' if name == 'end' else 'refusal'}")
    assert own.rstrip("。") in text and "新的文字" not in text


def test_own_words_may_not_say_what_the_kind_may_never_be_told(town: Town) -> None:
    made = wages(town)
    assert "申请司法确认（仅就给付义务达成的协议）" in paper(made, "mediation.rights")
    Mediation.objects.filter(pk=made.pk).update(dispute="family")
    for row in remedies.current():
        if row.kind == "婚姻家庭":
            remedies.reword(row, [{**row.lines[0], "text": "新的文字"}, *row.lines[1:]], town.committee_head)
    with pytest.raises(Refused, match="不能告知“仲裁”"):
        town.act(made, "end", town.mediator, end_reason="refused", end_note="不谈", ways_own="申请仲裁")


def test_a_paper_keeps_the_words_it_was_told_with(town: Town) -> None:
    made = wages(town)
    town.act(made, "end", town.mediator, end_reason="refused", end_note="不谈")
    before = paper(made, "mediation.end")
    unreviewed(town, "拖欠农民工工资")
    made.refresh_from_db()
    assert paper(made, "mediation.end") == before
    assert Remedy.objects.get(pk=made.ways["remedy"]).version == 1 and "第1次写定" in made.ways["source"]


def test_an_end_whose_words_were_not_kept_waits_for_the_review(town: Town) -> None:
    made = wages(town)
    town.act(made, "end", town.mediator, end_reason="refused", end_note="不谈")
    Mediation.objects.filter(pk=made.pk).update(ways={})
    made.refresh_from_db()
    kind = document_kinds()["mediation.end"]
    assert kind.why_not(made) == ""
    unreviewed(town, "拖欠农民工工资")
    assert kind.why_not(made) == remedies.UNREVIEWED
    with pytest.raises(Refused, match="尚未审核"):
        issue.issue(kind, made, town.mediator)


def test_of_other_disputes_somebody_picks_the_kind(town: Town, client: Client) -> None:
    case = town.register("集体收益", parties=[dict(WORKERS[0]), dict(COMPANY)])
    made = town.mediate(case, dispute="other")
    client.force_login(town.mediator)
    assert "按哪一类告知救济途径" in client.get(reverse("act", args=[made.pk, "end"])).content.decode()
    picked: Any = remedies.of("其他纠纷", "1299")
    post(client, town, made, "end", end_reason="refused", end_note="不谈", ways_as=picked.pk)
    text = paper(made, "mediation.end")
    assert "农业农村主管部门调解" in text and "三年" not in text


def test_the_category_of_the_case_tells_which_row_of_the_kind(town: Town) -> None:
    forest = Category.objects.create(code="0903", name="山林矿产", judicial="山林土地")
    case = town.register("山界不清", parties=[dict(WORKERS[0]), dict(COMPANY)], category=forest)
    made = town.act(
        town.mediate(case, dispute="land"), "end", town.mediator, end_reason="refused", end_note="x"
    ).matter
    text = paper(made, "mediation.end")
    assert "人民政府处理" in text and "承包仲裁委员会" not in text and "三年" not in text


def test_the_hall_s_paper_tells_the_ways_of_its_category_and_nothing_of_a_sealed_one(
    town: Town, client: Client
) -> None:
    wage = Category.objects.create(code="0701", name="劳动合同、劳务派遣", judicial="其他劳动争议")
    where = {"body": "澄湖县人社局", "where": "人民路1号", "basis": "《劳动争议调解仲裁法》第二十一条"}
    case = town.register("厂里欠工资", parties=[dict(WORKERS[0])], category=wage)
    client.force_login(town.receptionist)
    assert "劳动关系终止日" in client.get(reverse("act", args=[case.pk, "elsewhere"])).content.decode()
    made = town.act(case, "elsewhere", town.receptionist, **where, ways_ended=date(2026, 3, 31)).matter
    text = paper(made, "cases.elsewhere")
    assert "劳动人事争议仲裁委员会" in text and "2027年3月31日" in text and "三年" not in text
    plain = town.act(town.register("问路"), "elsewhere", town.receptionist, **where).matter
    assert "途径维护" not in paper(plain, "cases.elsewhere")
    unreviewed(town, "其他劳动争议")
    case = town.register("厂里又欠工资", parties=[dict(WORKERS[0])], category=wage)
    with pytest.raises(Refused, match="尚未审核"):
        town.act(case, "elsewhere", town.receptionist, **where)
    sealed = town.register("检举厂长", category=wage, accusation=True)
    made = town.act(sealed, "elsewhere", town.petition_officer, **where).matter
    assert made.ways == {} and "仲裁" not in paper(made, "cases.elsewhere")


def test_the_paper_of_rights_tells_of_the_court_to_families_too(town: Town) -> None:
    """Only status is not for the court; support and inheritance are (民事诉讼法解释 355)."""
    made = wages(town)
    Mediation.objects.filter(pk=made.pk).update(dispute="family")
    made.refresh_from_db()
    text = paper(made, "mediation.rights")
    assert "申请司法确认（身份关系除外）" in text


# --- The category and the kind of dispute ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [("0701", "contract", "labour"), ("0701", "family", "migrant_wages"), ("0702", "contract", "labour"), ("0102", "other", "family")],
)  # fmt: skip
def test_a_kind_of_dispute_that_contradicts_the_category_is_refused_where_it_is_chosen(
    town: Town, client: Client, code: str, wrong: str, right: str
) -> None:
    categories.load()
    sides = [dict(WORKERS[0]), dict(COMPANY)]
    case = town.register("说好的事没有做到", parties=sides, category=Category.objects.get(code=code))
    asked = {"body": town.committee, "dispute": wrong, "source": "application"}
    with pytest.raises(Refused, match="登记的类别应当按"):
        town.act(case, "to_mediation", town.dispatcher, **asked)
    made = town.act(case, "to_mediation", town.dispatcher, **{**asked, "dispute": right}).opened
    page = post(client, town, made, "accept", dispute=wrong, source="application", willing="on")
    assert "登记的类别应当按" in page
    town.act(made, "accept", town.committee_head, dispute=right, source="application")


def test_a_category_that_is_corrected_later_decides_what_the_paper_says(town: Town) -> None:
    categories.load()
    case = town.register("没有拿到补偿金", parties=[dict(WORKERS[0]), dict(COMPANY)])
    made = town.mediate(case, dispute="contract")
    Case.objects.filter(pk=case.pk).update(category="0701")
    town.act(made, "end", town.mediator, end_reason="no_agreement", end_note="谈不拢")
    text = paper(made, "mediation.end")
    assert "劳动人事争议仲裁委员会" in text and "三年" not in text
