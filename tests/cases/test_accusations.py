"""检举控告: never shown, handed or told to the accused (《信访工作条例》第三十条), and who withdraws (第二十八条)."""

from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from core.access import exclusions
from core.accounts import proposals
from core.lists.search import find
from core.models import (
    Accused,
    Exclusion,
    HistoryEntry,
    Holding,
    Look,
    Matter,
    Notice,
    Party,
    Post,
    Proposal,
    Unit,
    User,
)
from core.values.refused import Refused
from tests.people import BEGINNING, Town, moment
from tests.sweeps.world import PARTIES

NOT_TO = "接收单位是被检举、控告的人员或者单位，不得转送。"
NO_ACCUSATION = "检举控告事项不适用调解，应当按管理权限移送。"
MEDIATION = {"dispute": "neighbour", "source": "application"}


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.fixture
def discipline(town: Town) -> Unit:
    """镇纪委, the unit that may handle accusations, with one who does."""
    unit = Unit.objects.create(
        code="B10",
        name="栖云镇纪律检查委员会",
        short_name="镇纪委",
        kind="department",
        area=town.town,
        takes_accusations=True,
    )
    give(town, person("纪检干部", "inspector"), "handler", unit)
    return unit


def person(name: str, username: str, **facts: Any) -> User:
    return User.objects.create_user(username, name, must_change_password=False, **facts)


def give(town: Town, user: User, role: str, unit: Unit, **facts: Any) -> Holding:
    post, _ = Post.objects.get_or_create(role=role, unit=unit, area=town.town, name=role)
    facts = {"starts_on": BEGINNING, "given_by": User.objects.get(username="giver"), **facts}
    return Holding.objects.create(
        post=post, user=user, activated_by=User.objects.get(username="second"), **facts
    )


def accuse(town: Town, by: User | None = None, **facts: Any) -> Any:
    """孟德顺 writes that 许长河 of the farms' office takes gifts."""
    asked = {
        "accused": [{"name": "许长河", "post": "承办人", "unit": town.farms}],
        "accusation": True,
        **facts,
    }
    return town.register("检举农业农村办许长河收受好处", by=by, **asked)


def sees(user: User, matter: Any) -> bool:
    return Matter.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=matter.pk).exists()


def refused(town: Town, matter: Any, name: str, by: User, **data: Any) -> str:
    with pytest.raises(Refused) as no:
        town.act(matter, name, by, **data)
    return no.value.sentence


def test_the_wall_around_an_accusation(town: Town, discipline: Unit, client: Client) -> None:
    with time_machine.travel(moment("2026-06-15 09:30")):
        case = accuse(town, flags=["threat"])
        assert case.compartment == "accusation" and case.accused.get().words == "许长河（农业农村办，承办人）"
        by = {"by": town.director, "grade": "complex"}
        assert refused(town, case, "hand_over", unit=town.farms, **by) == NOT_TO
        assert "纪检监察" in refused(town, case, "hand_over", unit=town.works, **by)
        assert (
            refused(town, case, "to_mediation", town.director, body=town.committee, **MEDIATION)
            == NO_ACCUSATION
        )
        client.force_login(town.stranger)
        assert client.get(f"/matters/{case.pk}/").status_code == 404
        found = client.get("/search/?q=许长河").content.decode()
        assert (
            case.number not in found and not find(Matter.objects.visible_to(town.stranger), case.code).matters
        )
        assert not Notice.objects.filter(user__in=[town.stranger]).exists()
        helper = {"unit": town.works, "part": "核对", "days": 3}
        assert "不设协办" in refused(town, case, "hand_over", unit=discipline, helpers=[helper], **by)
        done = town.act(case, "hand_over", town.director, unit=discipline, grade="complex").matter
        assert done.status == "handed_over" and sees(User.objects.get(username="inspector"), case)
        assert not sees(town.stranger, case)


def test_keepers_and_alarms_leave_the_accused_out(town: Town, client: Client) -> None:
    """The duty leader keeps sealed matters and takes alarms: not of what accuses him. His superior is asked instead."""
    accused = [{"name": "唐志远", "post": "副镇长", "unit": town.government}]
    case = accuse(town, accused=accused, flags=["threat"])
    assert not sees(town.duty_leader, case) and sees(town.director, case)
    assert not case.access.filter(user=town.duty_leader).exists()
    assert not Notice.objects.filter(user=town.duty_leader).exists()
    assert "唐志远" not in HistoryEntry.objects.get(matter=case).detail.values["told"]
    client.force_login(town.director)
    Look.objects.create(by=town.director, matter=case, reason="查处")
    assert "被检举、控告：唐志远" in client.get(f"/matters/{case.pk}/").content.decode()
    assert (
        refused(town, case, "ask_instruction", town.director, leader=town.duty_leader, opinion="请示")
        == NOT_TO
    )
    town.act(case, "ask_instruction", town.director, leader=town.chief, opinion="请示")
    assert sees(town.chief, case)


def test_the_deputy_of_the_accused_stands_in_his_place_here_too(town: Town) -> None:
    deputy = person("代理人甲", "deputy")
    give(town, deputy, "duty_leader", town.government, deputy=True, ends_on=localdate() + timedelta(days=3))
    case = accuse(town, accused=[{"name": "唐志远", "unit": town.government}])
    case.access.create(user=deputy, part="keeper")
    assert not sees(deputy, case)
    assert sees(deputy, town.register())


def test_where_every_keeper_is_accused_it_goes_to_the_superior_body(town: Town) -> None:
    everybody = [
        {"name": "", "unit": town.centre},
        {"name": "唐志远", "unit": town.government},
    ]
    said = ""
    with pytest.raises(Refused) as no:
        accuse(town, accused=everybody)
    said = no.value.sentence
    assert "县纪检监察机关或者县信访局" in said and not Accused.objects.exists()
    with pytest.raises(Refused, match="另选"):
        accuse(town, accused=everybody, superior="澄湖县纪委监委", keeper=town.director)
    case = accuse(town, accused=everybody, superior="澄湖县纪委监委", keeper=town.chief)
    assert sees(town.chief, case) and (case.holder_unit, case.holder_user) == (town.government, town.chief)
    assert not any(sees(user, case) for key, user in town.users.items() if key != "chief")
    assert HistoryEntry.objects.get(matter=case).detail.values["superior"] == "澄湖县纪委监委"


def test_an_account_made_later_for_the_accused_is_shut_out(town: Town) -> None:
    """Made, renamed, given a post: each time it is compared again, through the pages that do it."""
    case = accuse(town, accused=[{"name": "新来的", "unit": town.centre}])
    client = Client()
    client.force_login(town.system_admin)
    made = {"username": "newcomer", "name": "新来的", "is_active": "on"}
    assert (
        client.post("/admin/core/user/add/", made).status_code == 200
    )  # with the first half of the password
    user = User.objects.get(username="newcomer")
    assert Exclusion.objects.filter(
        user=user, matter=case
    ).exists()  # whatever office was written beside the name
    Exclusion.objects.filter(user=user).delete()
    post = Post.objects.create(role="petition_officer", unit=town.centre, area=town.town, name="信访")
    client.force_login(town.security_admin)
    given = {"user": user.pk, "post": post.pk, "starts_on": f"{localdate()}"}
    assert client.post(reverse("holdings"), given).status_code == 302
    assert Exclusion.objects.filter(user=user, matter=case, ground="accused").exists()
    other = accuse(town, accused=[{"name": "改名以后"}])
    client.force_login(town.system_admin)
    renamed = {"username": "newcomer", "name": "改名以后", "is_active": "on"}
    change = f"/admin/core/user/{user.pk}/change/"
    assert client.post(change, {**renamed, "id_number": "990121198509170284"}).status_code == 302
    assert "990121198509170284" not in client.get(change).content.decode()  # written, never shown
    assert not Exclusion.objects.filter(
        user=user, matter=other
    ).exists()  # a new name waits for a second person
    proposals.decide(Proposal.objects.get(act="change").pk, by=town.security_admin, agreed=True)
    assert client.post(change, renamed).status_code == 302
    assert User.objects.get(pk=user.pk).id_number == "990121198509170284"
    assert Exclusion.objects.filter(user=user, matter=other).exists()


def test_an_ordinary_demand_against_a_unit_reaches_that_unit(town: Town) -> None:
    """Who is complained of in a demand must answer it (23, 32): that is no ground to shut anybody out."""
    against = [{"name": "农业农村办公室", "role": "respondent", "is_organisation": True}]
    case = town.register("农业农村办不发补贴", parties=against)
    done = town.act(case, "hand_over", town.dispatcher, unit=town.farms, grade="ordinary").matter
    assert done.holder_unit == town.farms and sees(town.stranger, case)
    assert not Exclusion.objects.exists()


def test_a_party_with_an_account_does_not_handle_his_own_matter(town: Town) -> None:
    User.objects.filter(pk=town.handler.pk).update(phone="199-0000-0077")
    mine = {"name": "俞百川", "role": "applicant", "phone": "19900000077"}
    case = town.hand_over(town.register(parties=[mine]))
    assert not sees(town.handler, case) and sees(town.unit_head, case)
    assert not Notice.objects.filter(user=town.handler).exists()
    with pytest.raises(Http404):
        town.act(case, "sign", town.handler)
    # by the identity number too, and where the account learns of it afterwards
    late = town.register(
        parties=[{"name": "周玉兰", "id_kind": "resident", "id_number": "990121198509170284"}]
    )
    director = User.objects.get(pk=town.director.pk)
    assert sees(director, late)
    director.id_number = "990121198509170284"
    director.save()
    assert exclusions.compare(director) == 1 and not sees(director, late)
    with pytest.raises(Refused, match="涉及您本人"):
        town.register(
            by=town.director,
            parties=[{"name": "周玉兰", "id_kind": "resident", "id_number": "990121198509170284"}],
        )


def test_what_turns_out_to_be_an_accusation_comes_back_from_the_accused_unit(town: Town) -> None:
    case = town.hand_over(town.register("村镇办俞百川刁难"))
    town.act(case, "sign", town.handler)
    assert sees(town.handler, case) and Notice.objects.filter(user=town.handler).exists()
    asked = {
        "compartment": "accusation",
        "reason": "实为检举",
        "accused": [{"name": "俞百川", "unit": town.works}],
    }
    done = town.act(case, "seal", town.director, **asked).matter
    assert (done.status, done.holder_unit) == ("returned", town.centre) and done.lead() is None
    assert not sees(town.handler, case) and not sees(town.unit_head, case)
    assert not Notice.objects.filter(user__in=[town.handler, town.unit_head]).exists()
    mediation = town.register("另一件", parties=[dict(party) for party in PARTIES])
    town.mediate(mediation, until="applied")
    said = refused(town, mediation, "seal", town.director, **asked)
    assert said.startswith(NO_ACCUSATION)


def test_an_accusation_is_referred_on_paper_where_the_town_has_no_body(town: Town) -> None:
    case = accuse(town)
    to = {"reference": "栖纪移〔2026〕1号", "how": "6月15日密封送交，李某签收。"}
    assert refused(town, case, "refer", town.director, body="农业农村办公室", **to) == NOT_TO
    done = town.act(case, "refer", town.director, body="澄湖县纪委监委", **to).matter
    assert done.status == "referred" and done.closed_at and "澄湖县纪委监委" in done.answer
    assert "不是检举控告" in refused(town, town.register(), "refer", town.director, body="县纪委", **to)


def test_who_withdraws_sees_it_no_more_and_somebody_else_goes_on(town: Town) -> None:
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    said = {"reason": "与来访人是表亲。", "article": exclusions.ARTICLE_RECUSAL}
    other = {"person": town.unit_head, **said}
    assert "中心主任" in refused(town, case, "recuse", town.handler, **other)
    done = town.act(case, "recuse", town.handler, **said).matter
    assert (done.holder_unit, done.holder_user) == (town.works, None)
    assert not sees(town.handler, case) and sees(town.unit_head, case)
    with pytest.raises(Http404):
        town.act(case, "reply", town.handler, answer="已清理。")
    assert Notice.objects.filter(user=town.unit_head, sentence__contains="请接办").exists()
    said["reason"] = "也是亲属。"
    assert "没有别人" in refused(town, case, "recuse", town.director, **(other | said))
    row = Exclusion.objects.get(user=town.handler)
    town.act(case, "end_recusal", town.director, exclusion=row, reason="经核实不是亲属。")
    assert sees(town.handler, case)
    acts = list(HistoryEntry.objects.filter(matter=case).values_list("action", flat=True))
    assert {"cases.recuse", "cases.end_recusal"} <= set(acts)


def test_the_last_reader_of_a_sealed_matter_names_who_goes_on(town: Town) -> None:
    case = accuse(town, accused=[{"name": "罗春梅"}])
    said = {"reason": "有利害关系。", "article": exclusions.ARTICLE_RECUSAL}
    for user in (town.receptionist, town.duty_leader):
        town.act(case, "recuse", user, **said)
    assert "没有人能看到" in refused(town, case, "recuse", town.director, **said)
    town.act(case, "recuse", town.director, successor=town.chief, **said)
    assert sees(town.chief, case) and not sees(town.director, case)


def test_a_mediator_who_withdrew_is_shut_out_like_everybody_else(town: Town) -> None:
    mediation = town.mediate(
        town.register(parties=[{"name": "陶根发"}, {"name": "潘水英", "role": "respondent"}])
    )
    row = mediation.assignments.get(until=None)
    town.act(mediation, "withdraw_mediator", town.committee_head, assignment=row, reason="与一方是表亲。")
    assert not sees(town.mediator, mediation) and sees(town.committee_head, mediation)
    assert Exclusion.objects.get().matter_id == mediation.root_id
    said = refused(town, mediation, "appoint", town.committee_head, mediator=town.mediator)
    assert said == "沈阿妹已经回避，不能再指定。"


def test_the_sheet_asks_whom_it_accuses(town: Town, client: Client) -> None:
    client.force_login(town.director)
    typed = {
        "channel": "letter",
        "demand": "检举许长河收受好处",
        "area": "不详",
        "accusation": "on",
        "key": str(uuid4()),
        "version": "0",
        "people-TOTAL_FORMS": "0",
        "people-INITIAL_FORMS": "0",
    }
    page = client.post("/cases/register/", typed).content.decode()
    assert "请写明被检举、控告的人员或者单位" in page and not Matter.objects.exists()
    assert "指定保管人" not in page
    whole = {**typed, "accused_unit": town.centre.pk}
    page = client.post("/cases/register/", {**whole, "accused_name": ""}).content.decode()
    assert "指定保管人" not in page and Matter.objects.get().compartment == "accusation"


def test_a_wish_for_secrecy_is_no_accusation(town: Town) -> None:
    case = town.register("家里的事，不要让人知道", confidential=True)
    assert case.compartment == "confidential" and not sees(town.dispatcher, case)
    done = town.act(case, "hand_over", town.director, unit=town.works, grade="simple").matter
    assert sees(town.handler, done)


def test_parties_added_later_are_compared(town: Town) -> None:
    User.objects.filter(pk=town.handler.pk).update(phone="199-0000-0077")
    case = town.hand_over(town.register())
    town.act(case, "sign", town.handler)
    party = {"name": "俞百川", "role": Party.Role.RESPONDENT, "phone": "19900000077"}
    done = town.act(
        case, "add_party", town.receptionist if sees(town.receptionist, case) else town.director, party=party
    )
    assert done.matter.holder_user is None and not sees(town.handler, case)
