"""Ends and what comes after them: call-back, once more, two as one, other doors, danger; and scans."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cases.models import Case, Room
from core.models import (
    AlarmUnit,
    Attachment,
    Clock,
    Holding,
    Link,
    Matter,
    Notice,
    Post,
    Reserved,
    Unit,
    User,
)
from core.operations import verify_history
from core.procedure.procedure import by_kind
from core.records import numbers
from core.values.refused import Refused
from core.workflow.perform import open_matter, perform
from tests.people import BEGINNING, Town, moment
from tests.sweeps.world import at_once, at_status

real = pytest.mark.django_db(transaction=True)


def fresh(matter: Any) -> Any:
    return Case.objects.get(pk=matter.pk)


# --- Once more ------------------------------------------------------------------------------------------------


def test_who_is_not_satisfied_gets_it_once_more_from_somebody_else(town: Town) -> None:
    case = town.replied(at=moment("2026-04-02 10:10"))
    with pytest.raises(Refused, match="先用“不满意，重办”") as refused:
        town.act(case, "call_back", town.receptionist, satisfaction="unsatisfied", note="渠还是堵。")
    assert refused.value.field == "satisfaction"
    again = town.act(case, "reopen", town.receptionist, reason="渠还是堵。").matter
    assert again.status == "returned" and again.satisfaction == "unsatisfied" and again.reopened_at
    town.act(again, "hand_over", town.dispatcher, unit=town.works, grade="ordinary")
    with pytest.raises(Refused, match="重办要换人：上次由俞百川办理"):
        town.act(again, "sign", town.handler)
    clock = Clock.objects.running().get(matter=case, rule="cases.handle_ordinary")
    assert clock.started_at == fresh(case).reopened_at  # its own clock begins when it is opened again
    town.act(again, "sign", town.unit_head)
    town.act(again, "reply", town.unit_head, answer="已挖通。")
    with pytest.raises(Refused, match="已经重办过一次"):
        town.act(case, "reopen", town.receptionist, reason="……")
    done = town.act(
        case, "call_back", town.receptionist, satisfaction="unsatisfied", note="仍不满意。"
    ).matter
    assert done.status == "finished" and list(verify_history.verify()) == []


def test_only_the_director_ends_what_somebody_is_not_satisfied_with(town: Town) -> None:
    case = town.replied()
    with pytest.raises(Refused):
        town.act(case, "call_back", town.director, satisfaction="unsatisfied")  # not without a word
    done = town.act(
        case, "call_back", town.director, satisfaction="unsatisfied", note="要求超出政策。"
    ).matter
    assert done.status == "finished"


def test_what_is_closed_stays_closed_and_is_registered_anew(town: Town) -> None:
    case = town.register()
    town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    with pytest.raises(Refused, match="不能不满意，重办"):
        town.act(case, "reopen", town.receptionist, reason="还是不行。")
    anew = town.register("还是上回的事", repeated=True)
    town.act(anew, "link", town.receptionist, other=case, why="办结后不满意")
    assert Link.objects.get().second_id == anew.pk and fresh(case).closed_at


# --- Two as one ---------------------------------------------------------------------------------------------------


def two(town: Town) -> tuple[Any, Any]:
    main = town.hand_over(town.register("渠堵了", parties=[{"name": "陶根发"}]))
    other = town.register("同一条渠堵了", parties=[{"name": "潘水英"}])
    town.act(other, "merge", town.dispatcher, other=main, reason="同一条渠。")
    return main, fresh(other)


def test_merged_matters_keep_their_people_clocks_and_call_backs(town: Town) -> None:
    main, other = two(town)
    assert other.status == "merged" and other.merged_into_id == main.pk
    assert not Matter.objects.in_hand_of(town.dispatcher).filter(pk=other.pk).exists()  # it waits
    town.act(main, "sign", town.handler)
    town.act(main, "reply", town.handler, answer="渠已挖通。")
    main, other = fresh(main), fresh(other)
    assert (main.status, other.status) == ("replied", "replied") and main.answer == other.answer
    assert other.merged_into is None and other.history.last().action == "cases.joint_reply"
    for case in (main, other):
        assert Clock.objects.running().get(matter=case).rule == "cases.call_back"
    assert [party.name for party in other.people] == ["潘水英"]
    town.act(other, "call_back", town.receptionist, satisfaction="fairly")
    assert fresh(main).status == "replied"  # each has its own end
    assert Link.objects.get().first_id == main.pk and list(verify_history.verify()) == []


def test_what_was_merged_can_be_parted_again(town: Town) -> None:
    main, other = two(town)
    with pytest.raises(Refused, match="请先解除并案"):
        town.act(main, "void", town.director, reason="……")
    town.act(other, "unmerge", town.dispatcher, reason="不是同一条渠。")
    assert fresh(other).status == "returned" and fresh(other).merged_into is None
    town.act(main, "sign", town.handler)
    town.act(main, "reply", town.handler, answer="已挖通。")
    assert fresh(other).status == "returned"


def test_what_cannot_be_merged_says_why(town: Town) -> None:
    _, other = two(town)
    third, sealed = town.register("又一件"), town.register("举报", accusation=True)
    for what, into, why in (
        (third, third, "不能并入自己"),
        (third, other, "自己没有并入别件"),
        (third, sealed, "封闭事项和不封闭"),
        (third, at_status(town, "case", "finished"), "正在办"),
    ):
        with pytest.raises(Refused, match=why):
            town.act(what, "merge", town.director, other=into, reason="……")
    mediation = at_status(town, "mediation", "accepted")
    with pytest.raises(Refused):
        town.act(third, "merge", town.director, other=mediation, reason="……")


@real
def test_a_reply_and_a_parting_at_the_same_moment_wait_for_one_another(town: Town) -> None:
    for _ in range(3):
        main, other = two(town)
        town.act(main, "sign", town.handler)
        results = at_once(
            lambda m=main: town.act(m, "reply", User.objects.get(pk=town.handler.pk), answer="已挖通。"),
            lambda o=other: town.act(
                o, "unmerge", User.objects.get(pk=town.dispatcher.pk), reason="不是同一条。"
            ),
        )
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
        assert (fresh(other).status, fresh(other).merged_into) in {("replied", None), ("returned", None)}
    assert list(verify_history.verify()) == []


def test_linked_matters_show_one_another_to_who_may_see_them(town: Town, client: Client) -> None:
    one, two_ = town.register("去年的渠"), town.register("今年的渠")
    town.act(two_, "link", town.receptionist, other=one, why="同一条渠")
    with pytest.raises(Refused, match="已经关联"):
        town.act(one, "link", town.receptionist, other=two_, why="……")
    with pytest.raises(Refused, match="就是本事项"):
        town.act(one, "link", town.receptionist, other=one, why="……")
    client.force_login(town.director)
    assert two_.number in client.get(f"/matters/{one.pk}/").content.decode()
    sealed = town.register("举报某人", accusation=True)
    town.act(sealed, "link", town.receptionist, other=one, why="同一处")
    client.force_login(town.dispatcher)  # keeps no sealed matters
    assert sealed.number not in client.get(f"/matters/{one.pk}/").content.decode()


def test_another_matter_is_named_by_number_or_code_and_only_one_that_is_seen(
    town: Town, client: Client
) -> None:
    one, sealed = town.register("去年的渠"), town.register("举报某人", accusation=True)
    case = town.register("今年的渠")
    client.force_login(town.dispatcher)
    url = f"/matters/{case.pk}/do/link/"
    for typed, why in ((sealed.number, "没有找到"), ("访〔", "不止一件"), ("\x00", "")):
        page = client.post(url, {"key": uuid4(), "version": fresh(case).version, "other": typed})
        assert page.status_code == 200 and why in page.content.decode(), typed
    client.post(url, {"key": uuid4(), "version": fresh(case).version, "other": one.number[-6:]})
    assert Link.objects.get().first_id == one.pk


# --- Other doors ----------------------------------------------------------------------------------------------------


def test_a_room_takes_answers_passes_on_or_gives_back(town: Town) -> None:
    law, mind = Room.objects.get(name="法律咨询室"), Room.objects.get(name="心理咨询室")
    case = town.register("怎么要回租金")
    assert not Matter.objects.visible_to(town.legal_officer).filter(pk=case.pk).exists()
    town.act(case, "guide", town.receptionist, room=law)
    clock = Clock.objects.running().get(matter=case, rule="cases.room")
    assert clock.term == "30N" and (clock.expires_at - clock.started_at).total_seconds() == 1800
    lawyer = User.objects.get(pk=town.legal_officer.pk)
    with pytest.raises(Refused, match="已经在这个功能室"):
        town.act(case, "pass_on", lawyer, room=law)
    town.act(case, "pass_on", lawyer, room=mind)
    taken = town.act(case, "take_in_room", lawyer).matter
    assert taken.holder_user == lawyer and not Clock.objects.running().filter(matter=case).exists()
    town.act(case, "back_to_hall", lawyer, note="还要村镇办去看。")
    assert fresh(case).status == "registered" and fresh(case).room is None
    town.act(case, "guide", town.receptionist, room=law)
    done = town.act(
        case, "answer_in_room", lawyer, answer="可以向法庭起诉。", satisfaction="satisfied"
    ).matter
    assert done.status == "settled" and done.holder_unit == town.centre


def test_not_our_duty_is_told_in_writing_and_where_to_go(town: Town) -> None:
    case = town.register("工资被拖欠")
    told = {
        "body": "澄湖县人社局",
        "where": "人民路1号，199-0000-0071",
        "basis": "《劳动争议调解仲裁法》第二十一条",
    }
    done = town.act(case, "elsewhere", town.receptionist, **told).matter
    assert done.status == "told" and done.closed_at and "澄湖县人社局（人民路1号" in done.answer
    for missing in told:
        with pytest.raises(Exception, match=missing):
            town.act(
                town.register("另一件"),
                "elsewhere",
                town.receptionist,
                **{k: v for k, v in told.items() if k != missing},
            )


# --- Danger -----------------------------------------------------------------------------------------------------------


def police(town: Town) -> User:
    unit = Unit.objects.create(
        code="S01", name="栖云派出所", short_name="派出所", kind="stationed", area=town.town
    )
    post = Post.objects.create(role="handler", unit=unit, area=town.town, name="民警")
    user = User.objects.create_user("police", "荀晓岚")
    second = User.objects.get(username="second")
    Holding.objects.create(
        post=post,
        user=user,
        starts_on=BEGINNING,
        given_by=User.objects.get(username="giver"),
        activated_by=second,
    )
    for flag in ("violence", "domestic_violence"):
        AlarmUnit.objects.create(flag=flag, unit=unit)
    return user


def test_danger_is_told_at_once_to_those_it_concerns_and_the_history_says_to_whom(town: Town) -> None:
    officer = police(town)
    case = town.register("要砸门", flags=["violence"])
    told = set(Notice.objects.filter(urgent=True, matter=case).values_list("user__username", flat=True))
    assert told == {"director", "duty_leader", "committee_head", "police"}
    assert "荀晓岚" in case.history.get().detail.values["told"]
    assert not Notice.objects.filter(matter=case, sentence__contains="砸门").exists()
    again = town.act(
        case, "raise_flags", town.receptionist, flags=["domestic_violence"], note="对方动手了。"
    ).matter
    assert again.compartment == "domestic_violence" and set(again.flags) == {"violence", "domestic_violence"}
    assert Matter.objects.visible_to(officer).filter(pk=case.pk).exists()  # who must come must see it
    assert not Matter.objects.visible_to(town.dispatcher).filter(pk=case.pk).exists()
    with pytest.raises(Refused, match="都已经记着"):
        town.act(case, "raise_flags", town.receptionist, flags=["violence"], note="……")


def test_an_accusation_with_danger_stays_with_its_keepers(town: Town) -> None:
    officer = police(town)
    case = town.register("举报，对方威胁我", flags=["violence"], accusation=True)
    assert Notice.objects.filter(user=officer, matter=case, sentence__contains="保密事项").exists()
    assert not Matter.objects.visible_to(officer).filter(pk=case.pk).exists()


def test_only_the_director_says_that_the_danger_is_over_and_nothing_ends_before(town: Town) -> None:
    case = town.register("要砸门", flags=["violence"])
    with pytest.raises(PermissionDenied):
        town.act(case, "clear_flags", town.duty_leader, reason="……")
    for step, facts in (
        ("answer_on_spot", {"answer": "……"}),
        ("elsewhere", {"body": "……", "where": "……", "basis": "……"}),
    ):
        with pytest.raises(Refused, match="还没有解除，不能办结"):
            town.act(case, step, town.director, **facts)
    town.act(case, "clear_flags", town.director, reason="民警到场，已平息。")
    town.act(case, "answer_on_spot", town.receptionist, answer="已劝开。")


# --- The citizen's own word ------------------------------------------------------------------------------------------


def test_a_citizen_rates_once_and_ends_nothing(town: Town) -> None:
    case = town.replied()
    perform(case.pk, "rate", by=None, data={"satisfaction": "unsatisfied", "words": "打 19900000013 找我"})
    case = fresh(case)
    assert (case.status, case.own_rating, case.satisfaction) == ("replied", "unsatisfied", "")
    assert "19900000013" not in str(case.history.last().detail.values)
    assert Notice.objects.filter(user=town.director, sentence__contains="群众评价“不满意”").exists()
    with pytest.raises(Refused, match="已经评价过"):
        perform(case.pk, "rate", by=None, data={"satisfaction": "satisfied"})


def test_the_second_result_is_rated_too_and_the_first_word_stays_in_the_history(town: Town) -> None:
    case = town.replied()
    perform(case.pk, "rate", by=None, data={"satisfaction": "unsatisfied"})
    town.act(case, "reopen", town.receptionist, reason="还是堵")
    assert fresh(case).own_rating == ""
    town.act(case, "hand_over", town.dispatcher, unit=town.farms, grade="ordinary")
    town.act(case, "sign", town.stranger)
    town.act(case, "reply", town.stranger, answer="重新清理。")
    perform(case.pk, "rate", by=None, data={"satisfaction": "satisfied"})
    assert fresh(case).own_rating == "satisfied"
    said = [
        entry.detail.values["satisfaction"]
        for entry in case.history.filter(action="cases.rate").order_by("pk")
    ]
    assert said == ["不满意", "满意"]


def test_what_was_said_at_the_counter_stands_in_the_history(town: Town) -> None:
    case = town.register()
    town.act(case, "answer_on_spot", town.receptionist, answer="当场说清。", satisfaction="satisfied")
    assert case.history.last().detail.values["satisfaction"] == "满意"


# --- Numbers printed beforehand ----------------------------------------------------------------------------------------


def test_a_reserved_number_becomes_a_case_s_once(town: Town) -> None:
    first, second = numbers.reserve(by_kind()["case"], 2, town.receptionist)
    assert [first.number[-5:], second.number[-5:]] == ["0001号", "0002号"]
    ordinary = town.register("平常一件")
    assert ordinary.number.endswith("0003号")  # no number is given twice, none is left out
    late = town.register("停电那天来的", at=moment("2026-04-02 10:10"), reserved=second)
    assert (late.number, late.code, late.lookup_code) == (second.number, second.code, second.lookup_code)
    assert Reserved.objects.get(pk=second.pk).matter_id == late.pk
    with pytest.raises(ValueError, match="已经用过"):
        town.register("再用一次", reserved=second)
    Reserved.objects.filter(pk=first.pk).update(given_up_at=moment("2026-04-03 09:00"), given_up_for="填坏了")
    with pytest.raises(ValueError, match="已作废"):
        town.register("用作废的", reserved=first)


# --- Scans ---------------------------------------------------------------------------------------------------------------


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("IMG_1.png", data.getvalue(), "image/png")


def test_the_scan_of_a_paper_comes_with_the_act_or_neither(town: Town, client: Client) -> None:
    case = town.register()
    town.act(case, "ask_instruction", town.dispatcher, leader=town.chief, opinion="……")
    client.force_login(town.dispatcher)
    url = f"/matters/{case.pk}/do/instruct/"
    typed = {"words": "同意。", "unit": town.works.pk, "grade": "simple", "decided_by": "孟德顺（镇长）"}

    def post(**more: Any) -> Any:
        return client.post(url, {**typed, "key": uuid4(), "version": fresh(case).version, **more})

    assert "scan" in post(scan=SimpleUploadedFile("a.png", b"MZ no picture")).context["form"].errors
    assert fresh(case).status == "awaiting" and not Attachment.objects.exists()
    assert post(scan=[picture()]).status_code == 302
    kept = Attachment.objects.get(matter=case)
    assert kept.name == "批示扫描件.png" and kept.about.action == "cases.instruct"
    assert fresh(case).status == "handed_over"


def test_the_same_key_is_the_same_case_also_with_a_reserved_number(town: Town) -> None:
    row, key = numbers.reserve(by_kind()["case"], 1, town.receptionist)[0], uuid4()
    data = {
        "channel": "visit",
        "demand": "停电",
        "area": town.taowu,
        "centre": town.centre,
        "town": town.town,
        "reserved": row,
    }
    once = open_matter("case", by=town.receptionist, data=data, key=key)
    twice = open_matter("case", by=town.receptionist, data=data, key=key)
    assert twice.repeated and twice.matter.pk == once.matter.pk
