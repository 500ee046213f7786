"""The papers of a petition: each lays out, cites its article and says where to go next; an accusation's say nothing of it."""

import os
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine

from core.documents import issue
from core.models import Document
from core.models.matter import PROTECTED
from core.procedure import dossier_job
from core.procedure.procedure import by_kind, document_kinds
from petitions.documents import DOCUMENTS
from petitions.dossier import DAYS, DOSSIER
from petitions.models import Petition
from petitions.serving import SERVING
from tests.core.test_papers import assert_inside, fonts_of, text_of, words_of
from tests.people import Town, moment
from tests.petitions import files

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
SEALED = {"petitions.receipt", "petitions.hand_over", "petitions.letter", "petitions.urging"}
ACCUSATION = {"accusation": True, "demand": files.ACCUSES}
# By kind: the status at which it is made, its pages, and what must stand on it: article, and where to go next.
PAPERS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "receipt": ("registered", 1, ("第二十二条、第二十三条", "收到意见30日内", "请求复查")),
    "registration": ("accepted", 1, ("群众来访接待登记表", "√信访", "《个人信息保护法》第十七条")),
    "letter": ("objected", 1, ("异议函", "第二十三条第三款", "提出异议")),
    "urging": ("accepted", 1, ("催问函",)),
    "hand_over": ("handed_over", 1, ("第二十二条第二款", "第四十六条第五项", "移送回执", "纪委监委")),
    "sent": ("transferred", 1, ("第二十三条第一款", "15日内", "第四十四条", "澄湖县信访局")),
    "acceptance": ("accepted", 1, ("第三十一条第六项", "2026年6月6日前办结", "第三十五条")),
    "guide": ("to_tell", 1, ("第三十一条第二项", "应当通过仲裁解决", "澄湖县人民路18号", "一年内", "第四十四条")),
    "refusal": ("told", 1, ("第二十三条第一款", "澄湖县劳动人事争议仲裁委员会", "第四十四条")),
    "received": ("studying", 1, ("第二十九条", "第四十五条", "2026年6月1日前回复")),
    "extension_form": ("accepted", 1, ("第三十四条", "2026年6月6日", "同意延期")),
    "charge": ("accepted", 1, ("第十八条第二款", "包案助理冯立言", "一月内清完", "不以信访人写息诉息访承诺为条件")),
    "extension_notice": ("accepted", 1, ("第三十四条", "2026年6月6日前", "2026年7月6日止", "第四十五条")),
    "inquiry": ("accepted", 1, ("第三十一条第六项", "冯立言", "核对无误")),
    "material": ("accepted", 1, ("补充材料通知书", "土地承包合同", "办理期限照常计算")),
    "hearing_notice": ("accepted", 1, ("第三十一条第六项", "第二十八条第三款", "2026年5月12日（星期二）9时00分")),
    "hearing": ("accepted", 1, ("第三十一条第六项", "听证结论")),
    "settlement": ("agreed", 2, ("第三十三条", "2026年6月30日前履行", "第三十五条")),
    "opinion": ("to_serve", 2, ("第三十二条第三项", "第三十五条", "30日内", "澄湖县人民政府（", "栖云镇人民政府2026年6月20日")),
    "reply": ("replied", 1, ("第二十九条", "部分采纳", "民生实事")),
    "service": ("to_serve", 1, ("送达回证", "信访处理意见书", "信访人秦满仓")),
    "report": ("served", 1, ("第二十二条第一款第三项", "听证1次", "补偿款已经支付")),
    "review_list": ("in_review", 1, ("第三十五条", "澄湖县人民政府", "信访处理意见书")),
    "advice": ("to_serve", 1, ("第四十条第四款", "书面反馈采纳情况")),
    "task": ("accepted", 1, ("清理渠道",)),
}  # fmt: skip


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def made_for(town: Town, key: str) -> Petition:
    sent = {
        "source": "assigned",
        "sender": files.OutsideBody.objects.get(short_name="县信访局"),
        "sender_number": "澄信交〔2026〕18号",
    }
    facts: dict[str, Any] = {"hand_over": ACCUSATION, "letter": sent, "report": sent}.get(key, {})
    return files.whole(town, PAPERS[key][0], **facts)


def kind(key: str) -> issue.DocumentKind:
    return document_kinds()[f"petitions.{key}"]


def test_every_paper_that_is_named_is_there() -> None:
    named = {row.paper.kind for row in by_kind()["petition"].workflow.transitions if row.paper.kind}
    assert {f"petitions.{key}" for key in PAPERS} == {one.key for one in DOCUMENTS}
    assert (named | {paper.kind for paper in SERVING.papers}) <= set(document_kinds())


def test_what_goes_outside_has_a_series_of_its_own() -> None:
    series = [one.number for one in document_kinds().values() if one.number]
    assert len(series) == len(set(series))


@pytest.mark.parametrize("key", PAPERS)
def test_each_paper_is_whole(town: Town, key: str) -> None:
    made, (_, pages, words) = made_for(town, key), PAPERS[key]
    if key == "review_list":
        with time_machine.travel(moment("2026-06-20 15:00")):
            issue.issue(kind("opinion"), made, town.director)
    paper = issue.issue(kind(key), made, town.director)
    data = issue.read(paper.digest)
    if folder := os.environ.get("PAPERS"):
        (Path(folder) / f"{key}.pdf").write_bytes(data)
    pdf, text = pypdfium2.PdfDocument(data), text_of(data)
    assert len(pdf) == pages
    assert fonts_of(data) == {"Paper-Song", "Paper-Hei"}
    for page in pdf:
        assert_inside(page)
    assert "None" not in text and paper.number in text
    assert [word for word in words if re.sub(r"\s", "", word) not in text] == []


def test_an_opinion_answers_point_by_point_in_the_name_of_the_town(town: Town) -> None:
    text = words_of(kind("opinion"), files.whole(town, "to_serve"))
    assert text.count("澄湖县栖云镇人民政府") == 2 and "综合执法办公室（印章）" not in text
    for place, claim in enumerate(files.CLAIMS):
        assert f"（{'一二三'[place]}）关于“{claim}”" in text
    assert "签发：唐志远（分管负责人）" in text
    major = words_of(kind("opinion"), files.whole(town, "to_serve", {"major": True}))
    assert "签发：唐志远（主要负责人）" in major


def test_an_opinion_on_one_request_says_nothing_twice(town: Town) -> None:
    made = files.whole(town, "to_serve", {"opinion": "渠道于2026年6月30日前清理完毕。"})
    made.claims.exclude(number=1).delete()
    text = words_of(kind("opinion"), made)
    assert text.count("清理完毕") == 1
    assert f"关于“{files.CLAIMS[0]}”：予以支持" in text and "（一）" not in text


@pytest.mark.parametrize(
    ("refusal", "ground", "says"),
    [
        ("in_hand", "", ("不予受理告知书", "第十九条第三款")),
        ("no_review", "no_second", ("没有请求复核", "第三十七条")),
        ("no_review", "no_review", ("没有请求复查", "第三十五条")),
        ("final", "second_review", ("不再受理告知书", "第三十六条第三款", "第三十七条")),
    ],
)
def test_each_case_of_refusal_has_its_words(
    town: Town, refusal: str, ground: str, says: tuple[str, ...]
) -> None:
    earlier = files.registered(town)
    Petition.objects.filter(pk=earlier.pk).update(ground=ground)
    made = files.whole(town, "to_tell", {"way": "", "refusal": refusal, "repeats": earlier})
    text = words_of(kind("refusal"), made)
    assert [word for word in (*says, earlier.number) if word not in text] == []
    assert kind("guide").why_not(made)


def test_of_an_accusation_no_paper_says_a_word(town: Town) -> None:
    made = files.whole(town, "handed_over", **ACCUSATION)
    offered = {
        one.key
        for one in document_kinds().values()
        if one.key.startswith("petitions.") and not one.why_not(made)
    }
    assert offered == SEALED
    for key in SEALED:
        for part in document_kinds()[key].scopes(made):
            text = words_of(document_kinds()[key], made, part or None)
            secrets = (
                files.ACCUSED,
                "礼品",
                "工程量",
                "农业农村",
                "渠",
                *(one["name"] for one in files.PEOPLE),
            )
            assert [word for word in secrets if word in text] == [], key
    assert "材料＿＿件" in words_of(kind("hand_over"), made)


def test_the_receipt_of_a_split_letter_names_only_what_is_not_sealed(town: Town) -> None:
    claims = [
        {"words": files.ACCUSES, "kind_of": "accusation"},
        {"words": files.CLAIMS[0], "kind_of": "appeal"},
    ]
    text = words_of(kind("receipt"), files.registered(town, claims=claims, accusation=True))
    assert "第2项" in text and files.CLAIMS[0][:20] in text and "第1项" not in text and "礼品" not in text


@pytest.mark.parametrize("status", files.BY_STATUS)
def test_no_paper_is_offered_before_it_is_true(town: Town, status: str) -> None:
    """Offered are those whose story it is, and no others of a bare petition; whoever cannot be told gets no notice."""
    facts: dict[str, Any] = ACCUSATION if status in ("to_hand_over", "handed_over") else {}
    made = files.registered(town, **facts)
    Petition.objects.filter(pk=made.pk).update(status=status)
    bare = Petition.objects.get(pk=made.pk)
    always = {"petitions.receipt", *([] if facts else ["petitions.registration"])}
    assert {one.key for one in DOCUMENTS if not one.why_not(bare)} == always
    if not facts:
        full = files.whole(town, status, {"unreachable": True})
        served = {paper.kind for paper in SERVING.papers}
        assert not [one.key for one in DOCUMENTS if one.key in served and not one.why_not(full)]


def test_papers_that_name_people_are_for_who_may_see_them() -> None:
    for one in DOCUMENTS:
        assert one.personal or one.shared, one.key
        assert one.shared or one.compartments == PROTECTED, one.key


def test_the_dossier_asks_for_what_its_course_made(town: Town) -> None:
    """Every item's papers and acts are there, every paper lies in one; what is issued is missing no more."""
    flow = by_kind()["petition"].workflow
    acts = {row.name for row in flow.transitions} | {flow.opening.name}
    assert not [act for item in DOSSIER.items for act in item.acts if act not in acts]
    held = [paper for item in DOSSIER.items for paper in item.papers]
    assert set(held) == {one.key for one in DOCUMENTS} - {"petitions.hand_over"} and len(held) == len(
        set(held)
    )
    assert {f"petitions.{key}" for key in DAYS} <= set(held)
    made = files.whole(town, "ended")
    missing = "；".join(DOSSIER.missing(made))
    for words in (
        "受理告知书",
        "延期办理告知书",
        "调查笔录和证据材料第1次、第2次",
        "信访处理意见书",
        "送达回证",
    ):
        assert words in missing
    assert "程序告知书" not in missing and "撤回" not in missing
    opinion = issue.issue(kind("opinion"), made, town.director)
    fresh = Petition.objects.get(pk=made.pk)
    assert "信访处理意见书" not in DOSSIER.missing(fresh)
    assert DOSSIER.days[opinion.kind](fresh) == {"": fresh.signed_on}
    for days in DOSSIER.days.values():
        days(fresh)
    dossier_job.ask(fresh, town.petition_officer)
    dossier_job.make(fresh.pk, town.petition_officer.pk)
    bound = Document.objects.get(matter=fresh.pk, kind=DOSSIER.kind)
    text = text_of(issue.read(bound.digest))
    assert "信访案卷" in text and fresh.number in text and text.count("信访事项处理意见书") == 1
