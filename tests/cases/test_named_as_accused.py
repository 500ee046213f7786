"""However his name was written, the accused is found, asked about and kept out (《信访工作条例》第三十条)."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.access import exclusions
from core.models import Accused, HistoryEntry, Look, Matter, Unit, User
from tests.cases.test_accusations import give, person, refused, sees
from tests.people import Town

WRITTEN = (
    "孟德顺镇长",
    "孟 德顺",
    "孟　德　顺",
    "孟德顺、唐志远",
    "孟德顺（副镇长）",
    "副镇长孟德顺",
    "孟德順",
    "孟德順鎮長",
    "孟·德顺",
    "孟\u200b德顺",
    "镇长孟德顺和他的弟弟",
)


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def sheet(**facts: Any) -> dict[str, Any]:
    return {
        "channel": "letter",
        "demand": "检举镇里有人收受好处",
        "area": "不详",
        "accusation": "on",
        "accused_name": "不明",
        "key": str(uuid4()),
        "version": "0",
        "people-TOTAL_FORMS": "0",
        "people-INITIAL_FORMS": "0",
        **facts,
    }


def post(client: Client, typed: dict[str, Any]) -> str:
    return client.post("/cases/register/", typed).content.decode()


@pytest.mark.parametrize("written", WRITTEN)
def test_the_clerk_is_asked_and_until_then_nothing_is_stored(
    town: Town, client: Client, written: str
) -> None:
    client.force_login(town.receptionist)
    typed = sheet(accused_name=written)
    page = post(client, typed)
    assert "是否为本中心工作人员：孟德顺（chief，党政办）" in page and "没有核对不能登记" in page
    assert not Matter.objects.exists()
    asked = {f"account_{user.pk}": "yes" for user in exclusions.pointed_at(written)}
    assert post(client, typed | asked) == ""
    case = Matter.objects.get()
    assert not sees(town.chief, case) and sees(town.director, case)
    assert "孟德顺（chief）是" in HistoryEntry.objects.get(matter=case).detail.values["checked"]
    assert sees(town.duty_leader, case) != ("唐志远" in written)


@pytest.mark.parametrize("written", WRITTEN)
def test_without_a_clerk_whoever_may_be_meant_is_shut_out(town: Town, written: str) -> None:
    case = town.register(accusation=True, accused=[{"name": written}])
    assert not sees(town.chief, case)


def test_two_names_are_two_accused(town: Town) -> None:
    case = town.register(accusation=True, accused=[{"name": "孟德顺（镇长，党政办）、唐志远"}])
    assert [one.name for one in case.accused.order_by("pk")] == ["孟德顺（镇长，党政办）", "唐志远"]
    assert not sees(town.chief, case) and not sees(town.duty_leader, case)


def test_who_only_shares_the_name_is_let_in_by_an_answer(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    typed = sheet(accused_name="唐志远，竹溪村人")
    post(client, typed | {f"account_{town.duty_leader.pk}": "no"})
    case = Matter.objects.get()
    assert sees(town.duty_leader, case) and case.accused.first().not_users == [town.duty_leader.pk]
    namesake = person("唐志远", "namesake")
    assert exclusions.compare(namesake) == 1  # nobody has said anything of this one
    assert sees(town.duty_leader, case)


def test_an_account_is_checked_later_by_an_act(town: Town, client: Client) -> None:
    case = town.register(accusation=True, accused=[{"name": "唐志远"}])
    assert not sees(town.duty_leader, case)
    client.force_login(town.director)
    url = f"/matters/{case.pk}/do/check_accused/"
    Look.objects.create(matter=case, by=town.director, reason="核对同名账号", what="查看封闭事项")
    asked = {"key": str(uuid4()), "version": case.version}
    assert "请核对" in client.post(url, asked).content.decode()
    assert client.post(url, asked | {f"account_{town.duty_leader.pk}": "no"}).status_code == 302
    assert sees(town.duty_leader, case) and case.access.filter(user=town.duty_leader).exists()
    assert "没有待核对" in refused(town, case, "check_accused", town.director, checked=[])


def test_who_bears_another_name_by_now_is_not_let_in_by_what_is_said_of_others(town: Town) -> None:
    case = town.register(accusation=True, accused=[{"name": "唐志远"}])
    User.objects.filter(pk=town.duty_leader.pk).update(name="唐致远")
    namesake = person("唐志远", "namesake")
    assert exclusions.compare(namesake) == 1
    town.act(case, "check_accused", town.director, checked=[(case.accused.get(), [(namesake, False)])])
    assert not sees(town.duty_leader, case)
    assert not exclusions.barred(case).user(namesake)


def test_an_office_behind_a_surname_is_asked_about(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    assert "孟德顺（chief，党政办）" in post(client, sheet(accused_name="孟镇长"))
    assert "罗春梅" not in post(client, sheet(accused_name="孟镇长"))


def test_nobody_answers_for_himself(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    own = {f"account_{town.receptionist.pk}": "no"}
    assert "请由别人登记" in post(client, sheet(accused_name="林小满") | own)
    assert not Matter.objects.exists()


def test_whoever_is_complained_of_in_an_accusation_is_accused(town: Town, client: Client) -> None:
    """The accused is 不明, but the respondent is known; at the counter, by another door, sealed later, added later."""
    against = {"name": "孟德顺", "role": "respondent"}
    case = town.register(accusation=True, accused=[{"name": "不明"}], parties=[against])
    assert not sees(town.chief, case) and set(case.accused.values_list("name", flat=True)) == {
        "不明",
        "孟德顺",
    }
    client.force_login(town.receptionist)
    line = {
        "people-TOTAL_FORMS": "1",
        "people-0-role": "respondent",
        "people-0-name": "孟德順",
        "people-0-of_age": "on",
    }
    typed = sheet(**line)
    assert "孟德顺（chief，党政办）" in post(client, typed)
    sealed = town.register(parties=[against])
    asked = {"compartment": "accusation", "reason": "实为检举", "accused": [{"name": "不明"}]}
    town.act(sealed, "seal", town.director, **asked)
    assert not sees(town.chief, sealed)
    late = town.register(accusation=True, accused=[{"name": "不明"}])
    town.act(late, "ask_instruction", town.director, leader=town.chief, opinion="请示")
    assert sees(town.chief, late)
    done = town.act(late, "add_party", town.director, party=against | {"of_age": True}).matter
    assert not sees(town.chief, late) and (done.status, done.holder_unit) == ("returned", town.centre)
    unit = {"name": "农业农村办", "role": "respondent", "is_organisation": True}
    office = town.register(accusation=True, accused=[{"name": "不明"}], parties=[unit])
    assert Accused.objects.filter(matter=office, unit=town.farms).exists()


# --- The body that has it is accused ----------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["unit", "its only person"])
def test_the_body_that_has_the_accusation_is_accused(town: Town, how: str) -> None:
    """It goes back to the centre in the same act, and its people read it no more."""
    unit = Unit.objects.create(
        code="B10",
        name="纪律检查委员会",
        short_name="镇纪委",
        kind="department",
        area=town.town,
        takes_accusations=True,
    )
    head = person("纪检书记", "inspector")
    give(town, head, "unit_head", unit)
    case = town.register(accusation=True, accused=[{"name": "不明"}])
    town.act(case, "hand_over", town.director, unit=unit, grade="complex")
    assert sees(head, case)
    accused = {"name": "", "unit": unit} if how == "unit" else {"name": "纪检书记"}
    done = town.act(case, "name_accused", town.director, accused=[accused]).matter
    assert (done.status, done.holder_unit, done.lead()) == ("returned", town.centre, None)
    assert not sees(User.objects.get(pk=head.pk), case) and sees(town.director, case)
    assert "不得转送" in refused(town, case, "hand_over", town.director, unit=unit, grade="complex")


def test_where_the_centre_turns_out_to_be_accused_a_keeper_goes_on(town: Town) -> None:
    case = town.register(accusation=True, accused=[{"name": "不明"}])
    named = {"accused": [{"name": "", "unit": town.centre}]}
    everybody = [*named["accused"], {"name": "唐志远"}]
    assert "保管封闭事项的人都应当回避" in refused(
        town, case, "name_accused", town.director, accused=everybody
    )
    done = town.act(case, "name_accused", town.director, **named).matter
    assert (done.holder_unit, done.holder_user) == (town.government, town.duty_leader)
    assert not sees(town.director, case) and sees(town.duty_leader, case)


# --- Links ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sealed_first", [True, False])
def test_a_link_tells_nothing_of_what_the_reader_may_not_see(
    town: Town, client: Client, sealed_first: bool
) -> None:
    """Neither number, code nor reason: in the history, on the page, whichever was there first and sealed when."""
    ordinary = town.register("村里的水渠堵了")
    secret = town.register("检举收受好处", accusation=sealed_first, accused=[{"name": "孟德顺"}])
    town.act(ordinary, "link", town.director, other=secret, why="举报的是同一笔水利款")
    if not sealed_first:
        asked = {"compartment": "accusation", "reason": "实为检举", "accused": [{"name": "孟德顺"}]}
        town.act(secret, "seal", town.director, **asked)
    client.force_login(town.chief)
    page = client.get(f"/matters/{ordinary.pk}/?all").content.decode()
    assert "关联" in page
    for leak in (
        secret.number,
        secret.code.removeprefix(ordinary.code[:8]),
        "同一笔水利款",
        f"/matters/{secret.pk}/",
    ):
        assert leak not in page
    client.force_login(town.director)
    page = client.get(f"/matters/{ordinary.pk}/?all").content.decode()
    assert secret.number in page and "同一笔水利款" in page
