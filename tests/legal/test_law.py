"""Law at hand: texts word for word from their files, found by words, number and kind of dispute, renewed whole."""

import re
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin import site
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cases import categories
from cases.models import Category
from core.workflow.perform import open_matter
from legal.admin import GuideAdmin
from legal.library.law import DATA, _categories, articles, guides, import_law, load, number, topic_of
from legal.models import Article, Guide, Law
from tests.people import Town
from tests.sweeps.world import PARTIES

pytestmark = pytest.mark.django_db
TEXT = "# 示例条例\n\n2026年1月5日 某地人民代表大会通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了示例。\n\n第二条 示例的，应当示例。\n\n（一）甲；\n"


def test_the_texts_are_those_of_the_files() -> None:
    assert load() and load() == 0  # nothing is stored twice
    assert {law.name: law.articles.count() for law in Law.objects.all()} == {
        "中华人民共和国个人信息保护法": 74, "最高人民法院关于人民调解协议司法确认程序的若干规定": 13, "中华人民共和国人民调解法": 35,
        "中华人民共和国民法典": 155, "中华人民共和国劳动合同法": 98, "中华人民共和国劳动争议调解仲裁法": 54, "中华人民共和国反家庭暴力法": 38,
        "信访工作条例": 50, "中华人民共和国法律援助法": 71, "滨州市社会治理网格化服务管理条例": 18,
    }  # fmt: skip
    files = "".join(path.read_text(encoding="utf-8") for path in (DATA / "laws").glob("*.md"))
    for article in Article.objects.all():
        assert all(line in files for line in article.text.splitlines()), article
        assert not article.text.startswith("第") and article.text, article
    law = Law.objects.get(name="中华人民共和国法律援助法")
    assert law.dates == "2021年8月20日 第十三届全国人民代表大会常务委员会第三十次会议通过"
    assert all(guide.source and guide.source_on for guide in Guide.objects.all())


def test_a_category_leads_to_its_kind_of_dispute() -> None:
    """By the longest beginning of its code, and only where something stands: every topic named has articles."""
    assert [topic_of(code) for code in ("0701", "0503", "0599", "0301", "09", "1301", "", "labour")] == [
        "labour", "traffic", "injury", "", "", "", "", "",
    ]  # fmt: skip
    load()
    categories.load()
    listed = set(Category.objects.values_list("code", flat=True))
    for code, topic in _categories().items():
        assert code in listed and (not topic or Article.objects.filter(topics__contains=[topic]).exists()), (
            code
        )


def test_a_matter_s_page_leads_to_the_law_and_the_guides_of_its_kind(town: Town, client: Client) -> None:
    load()
    categories.load()
    case = town.register(category=Category.objects.get(code="0701"))
    for user, what in ((town.receptionist, "法条、办事指引"), (town.chief, "法条")):
        client.force_login(user)
        page = client.get(reverse("matter", args=[case.pk])).content.decode()
        found = re.search(r'<a href="([^"]*topic=labour)">([^<]*)</a>', page)
        assert found and found[2] == f"同类纠纷的{what}：劳动用工"
        listed = client.get(found[1]).content.decode()
        assert "劳动争议" in listed and (user == town.chief or re.search(r"/legal/guides/\d+/print/", listed))


def test_a_guide_is_found_by_kind_and_compared_by_a_second_person(town: Town, client: Client) -> None:
    """What no source says is 未填写; who typed it does not compare it; what is typed anew is compared anew."""
    load()
    assert "劳动争议仲裁" in [one.title for one in guides("labour")] and len(guides("labour")) < len(guides())
    guide = Guide.objects.get(title="劳动争议仲裁")
    client.force_login(town.committee_head)
    page = client.get(reverse("guides"), {"topic": "labour"}).content.decode()
    assert "不收费（第五十三条）" in page and "人身安全保护令" not in page
    assert "还没有由第二人复核" in page and "未填写" in page
    assert "劳动争议仲裁" in client.get(reverse("law"), {"topic": "labour"}).content.decode(), (
        "where it is quoted"
    )
    printed = client.get(reverse("guide_paper", args=[guide.pk]))
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    there = reverse("guide_review", args=[guide.pk])
    Guide.objects.update(edited_by=town.committee_head)
    assert "请另一个人复核" in client.post(there, follow=True).content.decode()
    client.force_login(town.director)
    assert f"{town.director.name} {localdate()} 复核" in client.post(there, follow=True).content.decode()
    guide.refresh_from_db()
    typing: Any = SimpleNamespace(user=town.committee_head)
    GuideAdmin(Guide, site).save_model(typing, guide, None, True)
    guide.refresh_from_db()
    assert (guide.edited_by, guide.reviewed_by, guide.reviewed_on) == (town.committee_head, None, None)
    client.force_login(town.receptionist)
    assert client.post(there).status_code == 403


def test_articles_are_found_by_words_number_and_kind() -> None:
    load()
    assert [one.citation for one in articles("法律援助法 第四十三条")] == ["《法律援助法》第四十三条"]
    assert "《法律援助法》第四十二条" in [one.citation for one in articles("", "labour")]
    assert articles("七日内进行审查", "aid")[0].quoted.startswith(
        "《法律援助法》第四十三条：“法律援助机构应当自收到法律援助申请之日起七日内"
    )
    assert "《民法典》第七百三十三条" in [one.citation for one in articles("", "rent")], "what is asked most"
    assert articles("第一千零六十二条")[0].text.startswith("夫妻在婚姻关系存续期间所得的下列财产")
    assert articles("", "") == [] and articles("没有这样的词") == [] and articles("\0") == []


def test_law_is_at_hand_in_every_field_that_quotes_it(town: Town, client: Client) -> None:
    """An opinion, a record, an answer of whichever room; kept answers are for those who answer."""
    load()
    mediation = town.mediate(town.register(parties=[dict(party) for party in PARTIES]), until="told")
    case = town.hand_over(town.register())
    case = town.act(case, "sign", town.handler).matter
    for user, url, name in (
        (town.mediator, f"/matters/{mediation.pk}/do/hold_session/", "record"),
        (town.handler, f"/matters/{case.pk}/do/reply/", "answer"),
        (town.receptionist, reverse("register_consultation"), "answer"),
    ):
        client.force_login(user)
        field = client.get(url).context["form"].fields[name]
        assert field.widget.attrs["data-insert"] == reverse("law") and reverse("law") in field.help_text, name
    asked = {
        "question": "法律援助要多久",
        "channel": "hall",
        "answer": "七日。",
        "area": town.taowu,
        "centre": town.centre,
        "town": town.town,
    }
    made = open_matter("consultation", by=town.legal_officer, data=asked, key=uuid4()).matter
    town.act(
        made,
        "keep_reply",
        town.legal_officer,
        title="援助期限",
        topic="aid",
        words="法律援助机构七日内决定。",
    )
    shown = {}
    for user in (town.mediator, town.legal_officer):
        client.force_login(user)
        page = client.get(reverse("law"), {"q": "法律援助机构"})
        shown[user] = bool(page.context["articles"]), bool(page.context["replies"])
    assert shown == {town.mediator: (True, False), town.legal_officer: (True, True)}
    client.force_login(town.system_admin)
    assert client.get(reverse("law")).status_code == 403


def test_numbers_are_read() -> None:
    assert [
        number(f"第{words}条") for words in ("一", "十", "十二", "二十", "四十三", "一百零五", "一千零六十二")
    ] == [
        1,
        10,
        12,
        20,
        43,
        105,
        1062,
    ]


def test_a_newer_text_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    assert import_law(TEXT, "甲") and not import_law(TEXT, "甲")
    assert import_law(TEXT.replace("（一）甲；", "（一）乙；"), "乙")
    law = Law.objects.get(name="示例条例")
    assert (law.source, [one.text for one in law.articles.all()]) == (
        "乙",
        ["为了示例。", "示例的，应当示例。\n（一）乙；"],
    )
    wrong = tmp_path / "wrong.md"
    wrong.write_text("没有名称的文字", encoding="utf-8")
    with pytest.raises(CommandError, match="不是法律文本"):
        call_command("load_laws", str(wrong), stdout=StringIO())
