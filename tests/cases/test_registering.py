"""The registration page: who is known already, group visits, questions, scans, and what a clerk may take along."""

from copy import deepcopy
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from PIL import Image

from cases import categories
from cases.models import Case, Category, PetitionClass, Question
from core.intake import drafts
from core.models import Link, Party
from core.parties import capacity
from tests.people import Town

ID, OTHER_ID = "990121195505050310", "990121196902140461"
PERSON = {
    "name": "陶根发",
    "role": "applicant",
    "phone": "19900000013",
    "address": "澄湖县栖云镇桃坞村三组27号",
    "id_kind": "resident",
    "id_number": ID,
}


def picture(width: int = 1) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, 1), "white").save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def loaded(scene: Town) -> Town:
    categories.load()
    return scene


@pytest.fixture
def town(db: None, loaded: Town) -> Town:
    return deepcopy(loaded)


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def sheet(**fields: Any) -> dict[str, Any]:
    """A posted form with one line of people; `name=` and so on fill that line."""
    line = {f"people-0-{name}": fields.pop(name) for name in list(fields) if name in LINE}
    return {
        "key": str(uuid4()),
        "version": "0",
        "channel": "visit",
        "demand": "邻居把排水沟填了，雨水倒灌进灶房，要求恢复排水沟",
        "area": "不详",
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "2",
        "people-0-role": "applicant",
        "people-0-contact": "ok",
        "people-1-role": "respondent",
        "people-1-contact": "ok",
        **line,
        **fields,
    }


LINE = {"name", "id_number", "phone", "address", "same_as"}


def register(client: Client, **fields: Any) -> Case:
    answer = client.post("/cases/register/", sheet(**fields))
    assert answer.status_code == 302, answer.context["form"].errors or answer.context["people"].errors
    return Case.objects.latest("pk")


def look(client: Client, **fields: Any) -> str:
    answer = client.post("/cases/register/look/", sheet(**fields))
    assert answer.status_code == 200
    return answer.content.decode()


def before(client: Client, **fields: Any) -> list[Any]:
    return list(client.post("/cases/register/look/", sheet(**fields)).context["before"])


# --- 此人以前的事项 ------------------------------------------------------------------------------------------


def test_a_person_is_found_by_paper_phone_and_name_and_the_page_says_which(town: Town, desk: Client) -> None:
    case = town.register("去年的水费问题", parties=[PERSON])
    for fields, why in (
        ({"id_number": "9901 2119 5505 0503 10"}, "证件相同"),
        ({"phone": "199-0000-0013"}, "电话相同 199****0013"),
        ({"name": "陶根发"}, "姓名相同 陶**"),
        ({"name": "另一人", "id_number": ID}, "证件相同"),
    ):
        page = look(desk, demand="x", **fields)
        assert why in page and case.title in page, fields
        for secret in (ID, "19900000013", "27号"):
            assert secret not in page, fields
    assert before(desk, name="陶根") == before(desk, phone="1990000") == before(desk) == []


def test_the_surest_match_comes_first_and_names_all_its_reasons(town: Town, desk: Client) -> None:
    town.register("同名的人", parties=[{"name": "陶根发", "role": "applicant"}])
    town.register("本人", parties=[PERSON])
    for number in range(9):
        town.register(f"同名的人{number}", parties=[{"name": "陶根发", "role": "applicant"}])
    found = before(desk, name="陶根发", id_number=ID, phone="19900000013")
    assert found[0].matter.title == "本人" and found[0].why == ("证件相同", "电话相同", "姓名相同")
    assert len(found) == 11
    answer = desk.post("/cases/register/look/", sheet(name="陶根发", id_number=ID, phone="19900000013"))
    assert [len(one.found) for one in answer.context["known"]] == [1, 10]  # of one name, and nobody knows who
    assert answer.content.decode().count("同名的人") == 3


def test_what_the_reader_may_not_see_is_not_found(town: Town, desk: Client) -> None:
    town.register("举报村干部", by=town.director, parties=[PERSON], accusation=True)
    town.register("作废的", by=town.director, parties=[PERSON])
    town.act(Case.objects.latest("pk"), "void", town.dispatcher, reason="重复")
    assert before(desk, id_number=ID, phone="19900000013", name="陶根发") == []
    desk.force_login(town.director)
    assert [one.matter.title for one in before(desk, id_number=ID)] == ["举报村干部"]
    assert "举报村干部" not in look(desk, id_number=ID)  # whoever may see it reads the title on its own page


def test_the_look_asks_for_the_right_and_takes_anything(town: Town, desk: Client) -> None:
    for name in (
        "people-TOTAL_FORMS",
        "people-0-name",
        "people-0-id_number",
        "demand",
        "area",
        "category",
        "key",
    ):
        for value in ("\0", "9" * 40, "-1", "𬸣" * 300, "", "x' OR 1=1"):
            assert desk.post("/cases/register/look/", {**sheet(), name: value}).status_code == 200, (
                name,
                value,
            )
    assert desk.post("/cases/register/look/", {}).status_code == 200
    assert desk.get("/cases/register/look/").status_code == 405
    desk.force_login(town.handler)
    assert desk.post("/cases/register/look/", sheet()).status_code == 403


def test_a_look_costs_few_queries(town: Town, desk: Client) -> None:
    for number in range(6):
        town.register(f"第{number}家的排水沟被填，雨水倒灌进灶房", parties=[PERSON])
    fields = sheet(
        name="陶根发", id_number=ID, phone="19900000013", area="桃坞村", category="0201 用水排水通行通风采光"
    )
    desk.post("/cases/register/look/", fields)
    with CaptureQueriesContext(connection) as captured:
        answer = desk.post("/cases/register/look/", fields)
    assert len(answer.context["before"]) == 6 and answer.context["alike"]
    assert len(captured) <= 12, [row["sql"][:90] for row in captured]


# --- 带入资料 ------------------------------------------------------------------------------------------------


def test_what_is_known_is_taken_along_and_what_was_typed_wins(town: Town, desk: Client) -> None:
    old = town.register(parties=[PERSON]).parties.get()
    party = register(desk, name="陶根发", address="新地址", same_as=str(old.pk)).parties.get()
    assert (party.id_number, party.phone, party.address) == (ID, "19900000013", "新地址")
    assert party.sex == "1" and str(party.birth_on) == "1955-05-05" and party.id_kind == "resident"
    alone = register(desk, demand="再来一次", id_number=ID, same_as=str(old.pk)).parties.get()
    assert alone.name == "陶根发"


def test_whoever_must_not_be_called_stays_so(town: Town, desk: Client) -> None:
    old = town.register(
        parties=[{**PERSON, "contact": "through", "contact_through": "女儿 199-0000-0014"}]
    ).parties.get()
    page = look(desk, name="陶根发")
    assert "只能通过他人" in page and "199****0013" not in page and "女儿" not in page
    party = register(desk, name="陶根发", same_as=str(old.pk)).parties.get()
    assert (party.contact, party.contact_through) == ("through", "女儿 199-0000-0014")


def test_nobody_else_s_papers_and_nothing_hidden_is_taken_along(town: Town, desk: Client) -> None:
    old = town.register(parties=[PERSON]).parties.get()
    hidden = town.register(by=town.director, parties=[PERSON], accusation=True).parties.get()
    count = Case.objects.count()
    for fields in (
        {"name": "别的人", "same_as": str(old.pk)},
        {"name": "陶根发", "id_number": OTHER_ID, "same_as": str(old.pk)},
        {"name": "陶根发", "same_as": str(hidden.pk)},
        {"name": "陶根发", "same_as": "99999999"},
        {"name": "陶根发", "same_as": "9" * 40},
        {"name": "陶根发", "same_as": "x"},
    ):
        answer = desk.post("/cases/register/", sheet(**fields))
        assert answer.status_code == 200, fields
        assert answer.context["people"].total_error_count() and ID not in answer.content.decode(), fields
    assert Case.objects.count() == count


# --- 可能重复 ------------------------------------------------------------------------------------------------


def test_a_likely_duplicate_is_shown_and_linked_when_wanted(town: Town, desk: Client) -> None:
    old = town.register("排水沟被邻居填了，一下雨水就倒灌进灶房", area=town.taowu_2, parties=[PERSON])
    page = look(desk, area="桃坞村", name="陶根发")
    assert "很像" in page and "续办这一件" in page and old.number in page and "当事人相同" in page
    case = register(desk, area="桃坞村", name="陶根发", link_to=str(old.pk))
    assert Link.objects.get().second_id == case.pk and case.repeated
    assert case.history.count() == 2
    other = register(desk, area="桃坞村", name="别的人", link_to=[str(old.pk), str(case.pk)])
    assert Link.objects.count() == 3 and not other.repeated


def test_nothing_hidden_is_linked(town: Town, desk: Client) -> None:
    hidden = town.register("检举", by=town.director, accusation=True)
    for value in (str(hidden.pk), "99999999", "x", "9" * 40):
        answer = desk.post("/cases/register/", sheet(link_to=value))
        assert answer.status_code == 200 and answer.context["form"].errors["link_to"], value
    assert not Link.objects.exists()
    desk.force_login(town.grid_worker)  # registers, but links nothing
    assert desk.post("/cases/register/", sheet(link_to=str(hidden.pk))).status_code == 200


def test_a_double_click_is_one_case_with_one_link_and_one_scan(town: Town, desk: Client) -> None:
    old = town.register("排水沟被邻居填了，雨水倒灌")
    fields = sheet(link_to=str(old.pk))
    for _ in range(2):
        scan = SimpleUploadedFile("身份证.png", picture(), "image/png")
        assert desk.post("/cases/register/", {**fields, "scan": scan}).status_code == 302
    case = Case.objects.latest("pk")
    assert Case.objects.count() == 2 and Link.objects.count() == 1 and case.attachments.count() == 1


def test_the_second_of_two_posts_at_once_is_led_to_what_the_first_has_stored(
    town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked whether the form had been used before the first had stored; when it looked for twins it had."""
    fields = sheet(name="陶根发")
    first = desk.post("/cases/register/", fields)
    monkeypatch.setattr(drafts, "registered", lambda key: False)
    second = desk.post("/cases/register/", fields)
    assert second.status_code == 302 and second.headers["Location"] == first.headers["Location"]
    assert Case.objects.count() == 1


def test_going_on_with_the_other_keeps_what_was_typed(town: Town, desk: Client) -> None:
    old = town.register("排水沟被邻居填了，雨水倒灌")
    fields = sheet(name="陶根发", demand="还没写完的诉求，先看另一件")
    answer = desk.post("/cases/register/", {**fields, "go": str(old.pk)})
    assert answer.headers["Location"] == f"/matters/{old.pk}/"
    page = desk.get("/cases/register/").content.decode()
    assert "还没写完的诉求，先看另一件" in page and f"?draft={fields['key']}" in page
    assert Case.objects.count() == 1


def test_the_page_afterwards_says_what_came_in_and_a_refused_form_asks_for_its_files_again(
    town: Town, desk: Client
) -> None:
    old = town.register("排水沟被邻居填了，雨水倒灌")
    scan = SimpleUploadedFile("身份证.png", picture(), "image/png")
    fields = sheet(name="陶根发", head_count="6", representatives="陶根发", link_to=str(old.pk))
    page = desk.post("/cases/register/", {**fields, "scan": scan, "area": "没有这里"}).content.decode()
    assert "选过的文件没有保存" in page
    scan.seek(0)
    page = desk.post("/cases/register/", {**fields, "scan": scan}, follow=True).content.decode()
    for words in ("推选代表", "登记材料.png", old.number, "陶**"):
        assert words in page, words
    assert "陶根发" not in page


# --- 集体访、专问、已宣读、信访分类 -----------------------------------------------------------------------------------


def test_a_group_is_one_case_with_its_representatives(town: Town, desk: Client) -> None:
    case = register(desk, name="陶根发", head_count="6", representatives="陶根发、方立新，陶根发")
    people = {party.name: (party.role, party.is_representative) for party in case.parties.all()}
    assert people == {"陶根发": ("applicant", True), "方立新": ("applicant", True)}
    assert case.is_group and Case.objects.count() == 1
    assert "集体访" in desk.get(f"/matters/{case.pk}/").content.decode()


def test_more_than_five_representatives_are_refused_and_none_is_too(town: Town, desk: Client) -> None:
    names = "甲某、乙某、丙某、丁某、戊某"
    answer = desk.post("/cases/register/", sheet(head_count="9", representatives=f"{names}、己某"))
    assert answer.status_code == 200 and "现有 6 人" in answer.content.decode()
    assert register(desk, head_count="9", representatives=names).parties.count() == 5
    answer = desk.post("/cases/register/", sheet(head_count="5"))
    assert answer.status_code == 200 and "应当推选代表" in answer.content.decode()
    answer = desk.post("/cases/register/", sheet(head_count="5", channel="letter"), follow=True)
    assert "还没有推选代表" in answer.content.decode()  # who wrote is asked to choose them later
    assert register(desk, representatives="甲某、乙某").head_count == 2
    desk.get("/cases/register/")
    answer = desk.post("/cases/register/", sheet(representatives="名" * 61))
    assert answer.status_code == 200 and answer.context["form"].errors["representatives"]


def test_no_place_is_asked_for_and_not_taken_for_the_whole_town(town: Town, desk: Client) -> None:
    answer = desk.post("/cases/register/", sheet(area=""))
    assert answer.status_code == 200 and "不知道的写“不详”" in answer.content.decode()
    assert not Case.objects.exists()
    for words in ("不详", "全镇"):
        assert register(desk, area=words, demand=f"{words}的一件事").area == town.town


def test_the_grid_registers_in_its_own_grid(town: Town, client: Client) -> None:
    client.force_login(town.grid_worker)
    page = client.get("/cases/register/")
    form = page.context["form"]
    own = town.grid_worker.reach.posts[0].area
    assert form["channel"].value() == "grid" and form["area"].value() == own.full_name
    text = page.content.decode()
    menu = text[: text.index("<main")]
    assert "空白登记表" not in menu and "交接班" not in menu and 'capture="environment"' in text
    case = register(client, channel="grid", area=own.full_name)
    assert (case.area, case.channel) == (own, "grid")
    assert client.get("/cases/shift/").status_code == 403


def test_one_person_is_one_block_and_two_under_one_phone_are_told_apart(town: Town, desk: Client) -> None:
    """Seven matters of one and one of another who shares the phone: whose data are taken along is seen."""
    for number in range(7):
        town.register(f"第{number}次来", parties=[PERSON])
    town.register("另一个人", parties=[{**PERSON, "name": "葛守田", "id_number": OTHER_ID}])
    page = look(desk, phone=PERSON["phone"])
    known = desk.post("/cases/register/look/", sheet(phone=PERSON["phone"])).context["known"]
    assert [len(one.found) for one in known] in ([1, 7], [7, 1]) and all(one.differs for one in known)
    assert page.count("带入资料</span>") == 2 and page.count("证件不同") == 2 and "共 7 件" in page
    assert page.count("第") == 3 and page.index("可能重复") < page.index("此人以前的事项")


def test_the_questions_of_a_category_come_and_their_answers_are_kept(town: Town, desk: Client) -> None:
    first = Question.objects.create(category_id="02", words="先问村里没有", kind="yes_no", order=1)
    page = look(desk, category="0201 用水排水通行通风采光")
    assert page.index("先问村里没有") < page.index("是否影响住房")
    assert "对应司法部口径：邻里" in page and "欠" not in page
    houses = Question.objects.get(words="是否影响住房")
    case = register(
        desk,
        category="0201",
        **{f"question_{first.pk}": "是", f"question_{houses.pk}": "", "question_0": "x"},
    )
    assert case.particulars == [["先问村里没有", "是"]]
    assert "先问村里没有" in desk.get(f"/matters/{case.pk}/").content.decode()
    answer = desk.post("/cases/register/", sheet(category="0201", **{f"question_{houses.pk}": "伪造的选项"}))
    assert answer.status_code == 200 and "是否影响住房" in answer.content.decode()
    houses.retired_on = "2026-01-01"
    houses.save()
    assert "是否影响住房" not in look(desk, category="0201")


def test_reading_aloud_and_the_class_of_a_petition_are_facts(town: Town, desk: Client) -> None:
    case = register(desk, read_aloud="on", petition_class="010101")
    assert case.read_aloud and case.petition_class.name == "事故处理"
    assert "已向本人宣读" in desk.get(f"/matters/{case.pk}/").content.decode()
    assert case.petition_class.parent.parent.name == "城乡建设"


def test_the_lists_load_once_and_keep_what_the_office_changed(town: Town, desk: Client) -> None:
    assert PetitionClass.objects.count() == 650 and Question.objects.count() > 40
    PetitionClass.objects.filter(code="01").update(name="改名")
    Question.objects.exclude(words="是否影响住房").delete()
    assert categories.load() == 0
    assert PetitionClass.objects.get(code="01").name == "改名" and Question.objects.count() == 1
    codes = set(Category.objects.values_list("code", flat=True))
    assert set(Question.objects.values_list("category", flat=True)) <= codes


# --- 扫描件、无脚本 ----------------------------------------------------------------------------------------------


def test_scans_go_into_the_case_or_nothing_does(town: Town, desk: Client) -> None:
    scans = [SimpleUploadedFile(f"{n}.png", picture(n), "image/png") for n in (1, 2)]
    case = register(desk, scan=scans)
    assert [one.name for one in case.attachments.order_by("pk")] == ["登记材料.png", "登记材料（2）.png"]
    wrong = SimpleUploadedFile("x.png", b"MZ\x90\x00 program", "image/png")
    answer = desk.post("/cases/register/", sheet(scan=wrong))
    assert answer.status_code == 200 and answer.context["form"].errors["scan"]
    assert Case.objects.count() == 1


def test_without_a_script_the_button_brings_it_all_and_keeps_what_was_typed(town: Town, desk: Client) -> None:
    old = town.register("排水沟被邻居填了，雨水倒灌进灶房", parties=[PERSON])
    answer = desk.post(
        "/cases/register/",
        sheet(
            name="陶根发",
            phone="没写完",
            head_count="三",
            category="0201",
            area="不知道哪里",
            flags=["violence", "threat"],
            same_as=str(old.parties.get().pk),
            read_aloud="on",
            then="look",
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "还没有保存" not in page and "是否影响住房" in page
    for kept in ("陶根发", "没写完", 'value="三"', "不知道哪里", "姓名相同", old.number):
        assert kept in page, kept
    assert page.count(" checked") == 6  # channel, two flags, secrecy, read aloud, 带入资料
    assert Case.objects.count() == 1


def test_grid_workers_and_keepers_register_too(town: Town, desk: Client) -> None:
    for user in (town.grid_worker, town.liaison, town.watch_keeper, town.director):
        desk.force_login(user)
        assert register(desk, name="陶根发").first_contact == user
        assert desk.get("/cases/register/").status_code == 200
    assert Party.objects.count() == 4


def test_a_company_is_a_unit_for_its_title_for_ages_and_for_who_acts_for_it(
    town: Town, client: Client
) -> None:
    """It was a natural person: asked whether it is of age, masked in the title, and nobody could sign for it."""
    client.force_login(town.receptionist)
    firm = {
        "people-0-name": "桃坞建材有限公司",
        "people-0-role": "respondent",
        "demand": "桃坞建材有限公司欠款",
    }
    asked = client.post("/cases/register/", sheet(**firm)).content.decode()
    assert "像是单位" in asked and not Case.objects.exists()
    client.post("/cases/register/", sheet(**firm, **{"people-0-is_organisation": "unit"}))
    made = Case.objects.get()
    assert made.people.get().is_organisation and "桃坞建材有限公司" in made.shown_title
    assert capacity.unasked(made.people, localdate()) == []
    form = client.get(f"/matters/{made.pk}/do/add_officer/").context["form"]
    assert list(form.fields["principal"].queryset) == list(made.people)
