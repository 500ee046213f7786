"""The care register against everybody: pages, lists, searches, exports, papers, statistics, administrators; and what is refused
as a kind, in other words, on every way in.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.timezone import localdate

from core.documents import issue
from core.exchange.retention import forget_files
from core.models import Export, HistoryDetail, Holding, Look, Matter, MatterText, Proposal, User
from core.procedure.indicators import Period
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from core.workflow.perform import open_matter, perform
from grid import lists
from grid.care import watch
from grid.care.refused import refused, refused_kind
from grid.care.tables import counts, suppressed
from grid.models import Care, CareKind
from tests.people import Town
from tests.sweeps.care import person
from tests.sweeps.test_urls import address, walk

pytestmark = pytest.mark.django_db
MAY = ("care_head", "care_member", "care_officer", "director")
NAME, PHONE, HOME = "苗秋英", "199-0000-0188", "桃坞村五组12号"
SECRETS = (NAME, PHONE, PHONE.replace("-", ""), HOME, "买药")


@pytest.fixture
def town(scene: Town) -> Iterator[Town]:
    with transaction.atomic():
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def care(town: Town) -> Care:
    made = open_matter("care", by=town.grid_worker, data=person(town), key=uuid4()).matter
    perform(
        made.pk,
        "sign_consent",
        by=town.grid_worker,
        data={"consent_by": "self", "consent_on": localdate()},
        key=uuid4(),
    )
    perform(made.pk, "approve", by=town.director, key=uuid4())
    visit = {"day": localdate(), "well": True, "words": "替她买药。"}
    perform(made.pk, "visit", by=town.care_member, data=visit, key=uuid4())
    return Care.objects.get(pk=made.pk)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="core.accounts.backend.PostBackend")
    return client


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8", "replace"))


OTHERS = (
    "queue", "dashboard", "notices", "tasks", "my_day", "letters", "referrals", "own_village", "grid_map", "map_areas", "grid_posts",
    "screening_list", "supervision_list", "incident_list", "reports",
)  # fmt: skip


def addresses(town: Town, care: Care) -> tuple[dict[str, str], dict[str, str]]:
    """Of this matter and its paper; and pages that show many matters."""
    paper = issue.issue(document_kinds()["grid.care_visits"], care, town.care_member)
    world = {
        "matter": care, "town": town, "verify": paper.verify_code, "document": paper.pk, "notice": 1, "clock": care.clocks.first().pk,
        "batch": uuid4(), "rule": 1, "remedy": 1, "holding": 1, "job": "0" * 32, "camera": 1,
    }  # fmt: skip
    urls = {name: url for name, pattern in walk(get_resolver()) if (url := address(name, pattern, world))}
    ids = (f"/{care.pk}/", f"/{paper.pk}", f"/{paper.verify_code}/", f"/{care.clocks.first().pk}/")
    own = {name: url for name, url in urls.items() if any(one in f"{url}/" for one in ids)}
    own |= {f"list {view}": f"{reverse('care_list')}?view={view}" for view in ("listed", "all")}
    for words in (NAME, PHONE):
        own[f"search {words}"] = f"{reverse('search')}?q={words}"
        own[f"list {words}"] = f"{reverse('care_list')}?view=all&q={words}"
    return own, {name: urls[name] for name in OTHERS}


def test_nobody_finds_the_name_on_any_page(town: Town, care: Care) -> None:
    """Also whoever keeps what is sealed, whoever administers, who proposed it; and who may open it before saying why."""
    own, others = addresses(town, care)
    told, hidden = [], set()
    for key in ("petition_officer", "system_admin", "grid_worker", "director"):
        client = logged_in(town.users[key])
        client.raise_request_exception = False
        for name, url in (own | (others if key == "director" else {})).items():
            response = client.get(url)
            if response.status_code == 404 and name == "matter":
                hidden.add(key)
            asked = name.split(" ")[-1]  # what was typed stands in the field
            told += [(key, name, one) for one in SECRETS if one in text_of(response).replace(asked, "")]
    assert told == []
    assert hidden == {"petition_officer", "grid_worker", "system_admin"}
    seen = {
        key for key, user in town.users.items() if Matter.objects.visible_to(user).filter(pk=care.pk).exists()
    }
    assert seen == set(MAY)


def test_who_may_open_it_says_why_and_it_is_logged(town: Town, care: Care) -> None:
    client = logged_in(town.care_head)
    page = reverse("matter", args=[care.pk])
    assert client.get(page).status_code == 403
    assert not Look.objects.filter(matter=care.pk, by=town.care_head).exists()
    client.post(reverse("why", args=[care.pk]), {"reason": "今天上门走访", "next": page}, follow=True)
    shown = client.get(page)
    assert shown.status_code == 200 and "替她买药" in shown.content.decode()
    assert NAME in shown.content.decode() and HOME in shown.content.decode()
    assert Look.objects.get(matter=care.pk, by=town.care_head).reason == "今天上门走访"
    listed = client.get(reverse("care_list")).content.decode()
    assert "苗某" in listed and NAME not in listed


def test_it_stands_in_plain_text_nowhere(town: Town, care: Care) -> None:
    assert NAME not in MatterText.objects.get(matter=care.pk).text
    assert NAME not in str(
        list(HistoryDetail.objects.filter(entry__matter=care.pk).values_list("values", flat=True))
    )
    assert care.masked_title == care.title == "关爱对象走访"
    assert not care.parties.exists()


def test_nothing_of_it_is_taken_out_of_the_house(town: Town, care: Care) -> None:
    client = logged_in(town.director)
    answer = client.post(reverse("export", args=["care"]), {"reason": "报县里的表", "format": "csv"})
    assert answer.status_code == 404
    assert "导出" not in client.get(reverse("care_list")).content.decode()
    assert not Export.objects.filter(kind="care").exists()


def test_who_leaves_the_post_reads_it_no_more(town: Town, care: Care) -> None:
    assert watch.open_anew() == 0
    Holding.objects.filter(user=town.care_member).update(ends_on=date(2021, 1, 1))
    held = Holding.objects.filter(user=town.director).get()
    Holding.objects.create(
        post=held.post, user=town.stranger, starts_on=date(2021, 1, 1), given_by=held.given_by, activated_by=held.activated_by
    )  # fmt: skip
    assert watch.open_anew() == 1 and watch.open_anew() == 0
    sees = {
        user.pk: Matter.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=care.pk).exists()
        for user in (town.stranger, town.care_member)
    }
    assert sees == {town.stranger.pk: True, town.care_member.pk: False}


def test_consent_taken_back_ends_it_without_anybody_deciding(town: Town, care: Care) -> None:
    perform(care.pk, "withdraw_consent", by=town.care_member, data={"words": ""}, key=uuid4())
    ended = Care.objects.get(pk=care.pk)
    assert (ended.status, ended.why) == ("ended", "asked")
    clock = ended.clocks.get(ended_at=None)
    assert (clock.rule, clock.term) == ("care.erase", "3C")


def test_what_is_erased_is_gone_from_the_disk(town: Town, care: Care) -> None:
    paper = issue.issue(document_kinds()["grid.care_visits"], care, town.care_member)
    perform(care.pk, "withdraw_consent", by=town.care_member, data={"words": ""}, key=uuid4())
    forget_files()
    assert issue.read(paper.digest).startswith(b"%PDF")
    perform(care.pk, "erase", by=None)
    client = logged_in(town.director)
    client.post(reverse("why", args=[care.pk]), {"reason": "核对删除情况", "next": "/"})
    assert client.get(reverse("document", args=[paper.pk])).status_code == 404
    assert "已依法删除" in client.get(reverse("matter", args=[care.pk])).content.decode()
    forget_files()
    with pytest.raises(issue.Broken, match="打不开"):
        issue.read(paper.digest)


def test_of_a_child_the_guardian_consents(town: Town) -> None:
    child = person(town, topic=CareKind.objects.get(name="困境儿童"), guardian="苗建国 199-0000-0189")
    made = open_matter("care", by=town.grid_worker, data=child, key=uuid4()).matter
    with pytest.raises(Refused, match="监护人同意"):
        perform(
            made.pk,
            "sign_consent",
            by=town.grid_worker,
            data={"consent_by": "self", "consent_on": localdate()},
            key=uuid4(),
        )


# --- What is no kind of care -----------------------------------------------------------------------------------------------

LISTS = (
    "信访人", "上访户", "缠访老户", "越级上访人员", "刑释人员", "刑满释放人员", "安置帮教对象", "两释人员", "社区矫正对象", "社矫对象",
    "吸毒人员", "涉毒人员", "戒毒康复人员", "涉教人员", "邪教人员", "犯罪嫌疑人", "嫌疑人员", "严重精神障碍患者", "易肇事肇祸", "精神病人",
    "精神残疾人", "在逃人员", "在逃", "重点人员", "重点对象", "艾滋病患者", "重点 人群", "重－点－人－员", "信·访·人", "上 訪 戶", "吸毒人員",
    "两劳人员", "非访人员", "维权人员", "药物滥用人员", "信教群众", "宗教人员", "精障患者", "监视居住人员", "极端倾向人员", "三失人员", "八失人员",
    "生活失意人员", "不良行为青少年", "涉军人员",
    "ＡＩＤＳ患者", "aids", "精神障礙", "社区 矫正", "刑 滿 釋 放", "信\u200b访人", "前科人员", "高危人员", "布控对象",
)  # fmt: skip


KINDS = (
    "独居老人",
    "留守老人",
    "留守儿童",
    "残疾人",
    "困境儿童",
    "空巢老人",
    "失独家庭",
    "低保边缘户",
    "高龄老人",
)
HARMLESS = (
    "慢性病，要买药",
    "今天精神不错，体重稳定",
    "血压平稳控制得好",
    "存在逃学情况",
    "系列管道要修",
    "严重性不大",
    "女儿进京打工，家里有两劳动力",
    "投资失败，心里失落",
)


def test_a_list_of_the_police_is_no_kind() -> None:
    let = [name for name in LISTS if not (refused_kind(name).endswith("）。") and "《" in refused_kind(name))]
    assert let == []
    for name in LISTS:
        with pytest.raises(ValidationError):
            CareKind(name=name, article="某法第一条").save()


def test_people_in_need_are_a_kind_and_harmless_words_may_be_written() -> None:
    assert [name for name in KINDS if refused_kind(name)] == []
    assert [words for words in HARMLESS if refused(words)] == []


def test_it_is_refused_on_the_page_at_the_door_in_the_admin_and_in_the_import(
    town: Town, monkeypatch: Any
) -> None:
    topic = CareKind.objects.get(name="独居老人")
    client = logged_in(town.grid_worker)
    page = client.get(reverse("care_new"))
    key = str(page.context["form"]["key"].value())
    posted = {
        "key": key, "version": 0, "area": town.taowu.pk, "topic": topic.pk, "name": NAME, "address": HOME, "basis": "consent",
        "need": "刑 滿 釋 放，回村不久",
    }  # fmt: skip
    answer = client.post(reverse("care_new"), posted)
    assert "不设“刑释人员”这一类" in answer.content.decode() and not Care.objects.exists()
    with pytest.raises(Refused, match="信访人"):
        open_matter("care", by=town.grid_worker, data=person(town, need="多次上访"), key=uuid4())

    admin = logged_in(town.system_admin)
    asked = {"name": "重-点-人-员", "article": "某条", "cycle": 30, "unit": town.farms.pk}
    answer = admin.post(reverse("admin:grid_carekind_add"), asked)
    assert answer.status_code == 200 and "没有法律依据给居民贴身份标签" in answer.content.decode()
    renamed = {**asked, "name": "戒毒人员"}
    admin.post(reverse("admin:grid_carekind_change", args=[topic.pk]), renamed)
    assert not Proposal.objects.exists()
    row = {"类别": "社区矫正对象", "法律依据": "某条", "周期": "30", "未成年人": ""}
    CareKind.objects.all().delete()
    monkeypatch.setattr(lists, "_rows", lambda name: [row])
    with pytest.raises(ValidationError, match="社区矫正法"):
        lists._care_kinds()


def test_a_kind_waits_for_a_second_person(town: Town) -> None:
    admin = logged_in(town.system_admin)
    asked = {"name": "失能老人", "article": "《老年人权益保障法》第七条", "cycle": 20, "unit": town.farms.pk}
    admin.post(reverse("admin:grid_carekind_add"), asked)
    made = CareKind.objects.get(name="失能老人")
    assert (
        made.closed_on
        and made not in CareKind.objects.in_use()
        and Proposal.objects.filter(agreed=None).count() == 1
    )
    with pytest.raises(Refused, match="还没有经第二人同意"):
        open_matter("care", by=town.grid_worker, data=person(town, topic=made), key=uuid4())


def test_a_kind_says_who_helps_before_anybody_is_listed(town: Town) -> None:
    admin = logged_in(town.system_admin)
    answer = admin.post(
        reverse("admin:grid_carekind_add"), {"name": "失能老人", "article": "某条", "cycle": 20}
    )
    assert not CareKind.objects.filter(name="失能老人").exists() and answer.context["errors"]
    CareKind.objects.filter(name="独居老人").update(unit=None)  # as the product brings it along
    assert not CareKind.objects.in_use().filter(name="独居老人").exists()
    with pytest.raises(Refused, match="“独居老人”还没有写由哪个部门帮扶"):
        open_matter("care", by=town.grid_worker, data=person(town), key=uuid4())


# --- T13 -------------------------------------------------------------------------------------------------------------------


def rows(*cells: tuple[int, ...]) -> dict[str, dict[str, int]]:
    keys = ("on", "new", "ended", "due", "made", "help")
    return {f"类{place}": dict(zip(keys, one, strict=True)) for place, one in enumerate(cells)}


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ((2, 9), (None, None, 11)),  # the other would give it away
        ((2, 5, 9), (None, None, 9, 16)),
        ((1, 1, 9), (None, None, None, 11)),  # together two: each would be known to be one
        ((1, 2, 9), (None, None, 9, 12)),
        ((2,), (None, None)),
        ((2, 0), (None, 0, None)),
        ((3, 4), (3, 4, 7)),
        ((0,), (0, 0)),
    ],
)
def test_small_cells_are_left_out_also_by_subtraction(
    column: tuple[int, ...], shown: tuple[Any, ...]
) -> None:
    found = suppressed(rows(*((n, 0, 0, 0, 0, 0) for n in column)))
    assert tuple(row["on"] for row in found.values()) == shown


def test_who_came_is_not_told_by_who_left() -> None:
    found = suppressed(rows((10, 1, 0, 9, 9, 0), (12, 5, 6, 20, 18, 0)))
    assert found["类0"]["new"] is None and found["类0"]["ended"] is None
    for key in ("new", "ended"):
        hidden = [name for name, row in found.items() if row[key] is None]
        assert len(hidden) > 1


def test_the_counts_cost_the_same_for_every_number_of_kinds(
    town: Town, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        counts(Period.of_month(2026, 4))
