"""Bodies and mediators: what the law asks of them, who is suitable, who keeps them, what everybody reads."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Appointment, LadderStep, Unit
from mediation.models import Assignment, BodyProfile, Expert, Mediation, Member, Training
from mediation.suitable import suitable, surname, workload
from tests.people import Town

TODAY = date(2026, 11, 18)
D = Mediation.Dispute


def body(town: Town, unit: str = "committee", **facts: Any) -> BodyProfile:
    return BodyProfile.objects.create(unit=town.units[unit], **{"kind": "town", **facts})


def member(of: BodyProfile, **facts: Any) -> Member:
    return Member.objects.create(body=of, **{"sex": "1", "starts_on": date(2025, 1, 1), **facts})


def matter(town: Town, *people: dict[str, Any], **facts: Any) -> Mediation:
    """A mediation of the committee between people, as a row."""
    parties = people or ({"name": "陈守田"}, {"name": "周玉兰", "role": "respondent"})
    case = town.register(parties=[dict(party) for party in parties])
    given = {
        "kind": "mediation", "code": case.code, "number": f"调{case.pk}", "root": case, "parent": case,
        "title": case.title, "masked_title": case.title, "status": "accepted", "area": case.area, "area_path": case.area_path,
        "holder_unit": town.committee, "first_contact": town.committee_head, "received_at": timezone.now(),
        "body": town.committee, "dispute": "neighbour", "facts": "渠", **facts,
    }  # fmt: skip
    return Mediation.objects.create(**given)


# --- What the law asks ----------------------------------------------------------------------------------


def test_a_committee_has_three_to_nine_members_one_head_and_women(town: Town) -> None:
    committee = body(town)
    assert "委员 0 人" in " ".join(committee.warnings(TODAY))
    member(committee, name="甲", post="head")
    member(committee, name="乙")
    member(committee, name="丙", sex="2", post="hired")  # not of the committee
    said = " ".join(committee.warnings(TODAY))
    assert "委员 2 人" in said and "没有妇女" in said and "主任" not in said
    member(committee, name="丁", sex="2")
    assert committee.warnings(TODAY) == []
    member(committee, name="戊", post="head")
    assert committee.warnings(TODAY) == ["现有主任 2 人，应当一人（《人民调解法》第八条）。"]
    Member.objects.filter(name="戊").update(ends_on=TODAY - timedelta(days=1))
    for name in "己庚辛壬癸子":
        member(committee, name=name)
    assert committee.warnings(TODAY) == []
    member(committee, name="丑")
    assert committee.warnings(TODAY) == ["现有委员 10 人，应当三至九人（《人民调解法》第八条）。"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2024-02-29", "2027-02-28", ""),
        ("2024-02-29", "2027-03-01", "超过三年"),
        ("2023-11-18", "2026-11-18", ""),
        ("2023-11-17", "2026-11-17", "届满"),
    ],
)
def test_a_term_is_three_years(town: Town, start: str, end: str, said: str) -> None:
    studio = body(town, kind="studio", starts_on=date.fromisoformat(start), ends_on=date.fromisoformat(end))
    found = studio.warnings(TODAY)  # of a studio nobody asks for members
    assert (said in found[0]) if said else found == []


def test_a_mediator_has_a_name_and_is_in_a_body_once(town: Town) -> None:
    committee = body(town)
    member(committee, user=town.mediator)
    for facts in ({"name": ""}, {"user": town.mediator}, {"name": "甲", "ends_on": date(2024, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            member(committee, **facts)
    assert Member.objects.get().shown_name == town.mediator.name


# --- Who is suitable --------------------------------------------------------------------------------------


def found(mediation: Mediation, **asked: Any) -> dict[str, Any]:
    return {one.name: one for one in suitable(mediation, **asked)}


def test_who_fits_stands_first_and_facts_are_said(town: Town) -> None:
    committee = body(town, kind="town")
    committee.areas.set([town.songling])
    member(committee, user=town.committee_head, fields=[D.LAND])
    near = member(committee, user=town.mediator, fields=[D.NEIGHBOUR], languages="本地话、手语")
    near.areas.set([town.taowu])
    other = matter(town, mediator=town.mediator)
    Assignment.objects.create(matter=other, mediator=town.mediator, since=timezone.now())
    matter(town, mediator=town.mediator, closed_at=timezone.now() + timedelta(days=1))
    first, second = suitable(matter(town), language="手语")
    assert first.name == town.mediator.name and first.user == town.mediator
    assert first.facts == ("擅长邻里", "负责桃坞村", "会手语", "手上 1 件")
    assert second.facts == ("手上 0 件",) and second.text == "顾明礼：手上 0 件"
    assert workload([town.mediator, town.committee_head]) == {town.mediator.pk: 1}


def test_without_a_register_the_holders_of_the_post_are_named(town: Town) -> None:
    assert {one.name for one in suitable(matter(town))} == {"顾明礼", "沈阿妹"}


def test_a_party_and_who_withdrew_and_who_is_appointed_are_excluded(town: Town) -> None:
    committee = body(town)
    member(committee, user=town.mediator, phone="199-0000-0007")
    member(committee, name="秦满仓")
    case = matter(
        town, {"name": "沈阿妹", "phone": "19900000007"}, {"name": "周玉兰", "role": "respondent"}
    )  # fmt: skip
    assert found(case)["沈阿妹"].excluded == "是本案当事人" and not found(case)["沈阿妹"].hints
    assert found(case)["秦满仓"].excluded == "没有账号"
    other = matter(town)
    row = Assignment.objects.create(matter=other, mediator=town.mediator, since=timezone.now())
    assert found(other)["沈阿妹"].excluded == "已是本案调解员"
    row.until, row.withdrew_for = timezone.now(), "与申请人是表兄妹"
    row.save()
    assert found(other)["沈阿妹"].excluded == "已在本案回避：与申请人是表兄妹"
    assert suitable(other)[0].name == "顾明礼"
    member(committee, user=town.handler)
    assert found(other)["俞百川"].excluded == "没有调解的岗位"


def test_the_same_name_or_surname_is_a_hint_only(town: Town) -> None:
    committee = body(town, kind="village")
    member(committee, user=town.mediator)
    case = matter(town, {"name": "沈阿妹", "phone": "19900000008"}, {"name": "顾丁", "role": "respondent"})
    hints = {name: (one.hints, one.excluded) for name, one in found(case).items()}
    assert hints["沈阿妹"] == (("与当事人同名，请核对是否本人",), "")
    assert hints["顾明礼"] == (("与当事人同姓（顾），请核对是否亲属",), "")
    committee.kind = "town"
    committee.save()
    assert not found(case)["顾明礼"].hints


def test_free_on_a_day(town: Town) -> None:
    case, day = matter(town), date(2026, 11, 20)
    at = timezone.make_aware(timezone.datetime(2026, 11, 20, 14))
    made = Appointment.objects.create(
        matter=case,
        user=town.mediator,
        at=at,
        until=at + timedelta(hours=1),
        place="室",
        made_by=town.mediator,
    )
    assert "11 月 20 日14:00 已约调解" in found(case, on=day)["沈阿妹"].facts
    assert suitable(case, on=day)[0].name == "顾明礼"
    assert "11 月 21 日没有约定" in found(case, on=day + timedelta(days=1))["沈阿妹"].facts
    made.cancelled_at = at
    made.save()
    assert "11 月 20 日没有约定" in found(case, on=day)["沈阿妹"].facts


def test_nine_queries_whatever_the_body(town: Town) -> None:
    committee = body(town)
    case = matter(town)
    for name in "甲乙丙丁戊己":
        member(committee, name=name)
    with CaptureQueriesContext(connection) as queries:
        suitable(case, on=TODAY)
    assert len(queries) <= 9


def test_surnames() -> None:
    assert [surname(name) for name in ("欧阳修文", "欧阳", "顾明礼", "")] == ["欧阳", "欧", "顾", ""]


# --- Keeping and reading --------------------------------------------------------------------------------------


def rows(town: Town) -> dict[str, tuple[Any, dict[str, Any]]]:
    committee = body(town)
    one = member(committee, user=town.mediator, phone="199-0000-0007", valid_until=timezone.localdate())
    training = Training.objects.create(member=one, on=timezone.localdate(), subject="民法典相邻关系", hours=4)
    expert = Expert.objects.create(name="倪建筑", field="建筑质量", phone="19900000009")
    village = Unit.objects.create(
        code="T04", name="桃坞村人民调解委员会", short_name="桃坞村调委会", kind="mediation", area=town.taowu
    )
    return {
        "bodyprofile": (committee, {"unit": village.pk, "kind": "village"}),
        "member": (
            one,
            {"body": committee.pk, "name": "殷老", "post": "hired", "sex": "1", "fields_ticked": ["land"],
             "starts_on": "2026-01-01", "phone": "199-0000-0011"},
        ),
        "training": (training, {"member": one.pk, "on": "2026-03-02", "subject": "文书", "hours": "2.5"}),
        "expert": (expert, {"name": "柳医生", "field": "医疗", "starts_on": "2026-01-01"}),
    }  # fmt: skip


@pytest.mark.parametrize("who", ["system_admin", "committee_head"])
def test_who_keeps_them_and_nothing_is_deleted(town: Town, client: Client, who: str) -> None:
    kept = rows(town)
    client.force_login(town.users[who])
    for name, (row, typed) in kept.items():
        desk = f"/admin/mediation/{name}/"
        assert client.get(desk).status_code == 200, name
        assert client.post(f"{desk}add/", typed).status_code == 302, name
        assert client.get(f"{desk}{row.pk}/change/").status_code == 200, name
        assert client.post(f"{desk}{row.pk}/delete/", {"post": "yes"}).status_code == 403, name
    made = Member.objects.get(name="殷老")
    assert made.fields == ["land"] and made.phone == "19900000011" and made.phone_hash
    typed = {**kept["expert"][1], "phone": "12"}
    assert "柳医生" in client.post("/admin/mediation/expert/add/", typed).content.decode()


def test_the_committee_head_finds_no_other_desk_behind_the_door(town: Town, client: Client) -> None:
    client.force_login(town.committee_head)
    for name in ("core/user", "core/post", "core/unit", "cases/room"):
        assert client.get(f"/admin/{name}/").status_code in (403, 404), name
    client.force_login(town.mediator)
    assert client.get("/admin/mediation/member/").status_code in (302, 403)


def test_an_account_without_the_right_to_mediate_is_not_offered(town: Town, client: Client) -> None:
    committee = body(town)
    client.force_login(town.committee_head)
    typed = {
        "body": committee.pk,
        "user": town.handler.pk,
        "post": "member",
        "sex": "1",
        "starts_on": "2026-01-01",
    }
    assert client.post("/admin/mediation/member/add/", typed).status_code == 200
    assert not Member.objects.exists()


def test_everybody_who_mediates_reads_the_pages(town: Town, client: Client) -> None:
    rows(town)
    client.force_login(town.mediator)
    page = client.get(reverse("bodies")).content.decode()
    for words in (
        "栖云镇人民调解委员会",
        "现有委员 1 人",
        "民法典相邻关系",
        "4 学时",
        "还没有登记类别和人员的：桃坞村",
    ):
        assert words in page, words
    assert "维护" not in page and "0007" not in page
    page = client.get(reverse("experts")).content.decode()
    assert "倪建筑" in page and "199****0009" in page
    client.force_login(town.receptionist)
    assert client.get(reverse("bodies")).status_code == 403
    assert client.get(reverse("experts")).status_code == 403


def test_the_page_costs_the_same_for_many(town: Town, client: Client) -> None:
    committee = body(town)
    client.force_login(town.committee_head)

    def cost() -> int:
        client.get(reverse("bodies"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("bodies")).status_code == 200
        return len(queries)

    member(committee, name="甲")
    few = cost()
    for name in "乙丙丁戊己庚":
        Training.objects.create(member=member(committee, name=name), on=TODAY, subject="课", hours=1)
    assert cost() == few <= 12


def test_the_steps_of_the_ladder_are_the_system_administrator_s(town: Town, client: Client) -> None:
    typed = {"ladder": "mediation", "level": 4, "name": "片区长", "role": "grid_chief", "term": "3W"}
    client.force_login(town.committee_head)
    assert client.post("/admin/core/ladderstep/add/", typed).status_code == 403
    client.force_login(town.system_admin)
    for wrong in ({"term": "三天"}, {"role": "receptionist"}):
        assert client.post("/admin/core/ladderstep/add/", {**typed, **wrong}).status_code == 200
    assert client.post("/admin/core/ladderstep/add/", typed).status_code == 302
    assert LadderStep.objects.get(level=4).name == "片区长"
