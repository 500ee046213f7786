"""A motion: who may decide it, story N9 with its dates and numbers, and the way to the published result."""

import copy
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.forms import Textarea
from django.utils.timezone import localdate

from core.models import Link, Matter
from core.procedure.indicators import Period
from core.values.refused import Refused
from core.workflow.perform import open_matter
from core.workflow.record_steps import asking
from council import papers
from council.forms import CallForm
from council.models import Meeting, Motion, Release
from council.publishing import all_names
from council.rules import LIMITS, RULES, refusal
from council.serving import SERVING
from council.standard_tables import TABLES
from tests.people import Town, moment

B, K, A = Motion.Body, Motion.Subject, Motion.Aim
PROPOSER = {"role": "applicant", "name": "沈阿根", "of_age": True}
NEIGHBOUR = {"role": "interested", "name": "陶水生", "of_age": True}
ROAD = {
    "subject": K.WORKS,
    "body": B.DELEGATES,
    "aim": A.DECIDE,
    "form": "plain",
    "mandate": "2026-01-20 村民会议授权",
}


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def propose(
    town: Town, demand: str = "修通村口公益道路", *parties: Any, at: str = "2026-06-08 09:00", **facts: Any
) -> Motion:
    data = {
        "demand": demand, "source": "residents", "proposers": 12, "area": town.taowu, "town": town.town, "centre": town.centre,
        "parties": [dict(one) for one in parties or (PROPOSER,)], **facts,
    }  # fmt: skip
    return open_matter("motion", by=town.grid_chief, data=data, key=uuid4(), at=moment(at)).matter


def act(town: Town, motion: Any, name: str, by: Any = None, **data: Any) -> Motion:
    return town.act(motion, name, by or town.grid_chief, **data).matter


def sort(town: Town, motion: Any, **more: Any) -> Motion:
    return act(town, motion, "sort", **{**ROAD, **more})


def called(town: Town, told: str, on: str, eligible: int, **sorting: Any) -> Motion:
    """Accepted, and called for a day by a notice of another."""
    motion = sort(town, propose(town), **sorting)
    if motion.status == "studying":
        motion = act(town, motion, "study", step="study", on=date(2026, 6, 10), agreed=True, words="同意。")
    motion = act(town, motion, "accept", answer="受理。")
    facts = {"place": "村部", "ways": "张贴、上门", "eligible": eligible, "counted": "persons"}
    days = {"on": date.fromisoformat(on), "begins": time(19, 30), "notified_on": date.fromisoformat(told)}
    return town.act(motion, "call", town.grid_chief, **days, **facts).matter


def test_a_notice_says_when_and_a_long_answer_is_written_in_lines(town: Town) -> None:
    with time_machine.travel(moment("2026-06-22 09:00")):
        motion = called(town, "2026-06-22", "2026-06-25", 35)
    assert "2026年6月25日（星期四）19时30分" in str(papers.notice(motion, motion.meeting))
    assert isinstance(asking(Meeting, "absent")().fields["absent"].widget, Textarea)


def held(town: Town, motion: Any, present: int, **more: Any) -> Motion:
    data = {"present": present, "chair": "方立新", "recorder": "韩广林", "record": "各述意见。", **more}
    return act(town, motion, "hold", **data)


def resolve(town: Town, motion: Any, yes: int, no: int, abstained: int = 0) -> Motion:
    return act(
        town,
        motion,
        "resolve",
        yes=yes,
        no=no,
        abstained=abstained,
        resolution="修通村口道路，每户出工两天。",
    )


def release(town: Town, motion: Any, what: str = "resolution", days: int = 15, **words: Any) -> Motion:
    """Drafted by the village, released by the director."""
    text = {"title": "村口道路", "words": "修通村口道路，每户出工两天。", **words}
    act(town, motion, "draft_release", what=what, days=days, **text)
    return act(town, motion, "release", town.director, release=Release.objects.latest("pk"))


def refused(done: Any) -> str:
    with pytest.raises(Refused) as no:
        done()
    return no.value.sentence


# --- N9 ----------------------------------------------------------------------------------------------------------


def test_the_compensation_for_land_is_not_decided_here(town: Town) -> None:
    with time_machine.travel(moment("2026-06-22 09:00")):
        motion = propose(town, "分配土地补偿费", at="2026-06-22 09:00")
        want = {"subject": K.LAND, "body": B.COUNCIL, "mandate": ""}
        said = refused(lambda: sort(town, motion, **want))
        assert said == "该事项依法应当由成员大会决定，民主协商只能形成意见建议。"
        assert (
            refused(lambda: sort(town, motion, **{**want, "body": B.MEMBER_DELEGATES})) == said
        )  # not its delegates
        motion = sort(town, motion, **want, aim=A.OPINION)
        assert (motion.status, motion.only_opinion) == ("to_accept", True)


def test_a_general_meeting_is_told_ten_days_before_and_needs_two_thirds_of_all(town: Town) -> None:
    members = {"subject": K.LAND, "body": B.MEMBERS, "mandate": ""}
    with time_machine.travel(moment("2026-06-25 16:00"), tick=False) as clock:
        motion = called(town, "2026-06-25", "2026-07-05", 312, **members)
        clock.move_to(moment("2026-06-26 09:00"))
        words = {
            "place": "村部",
            "ways": "张贴",
            "eligible": 312,
            "counted": "persons",
            "on": date(2026, 7, 5),
        }
        late = refused(
            lambda: town.act(motion, "call", town.grid_chief, notified_on=date(2026, 6, 26), **words)
        )
        assert late == "成员大会应当提前 10 日通知：07-05 开会，最迟 06-25 通知。"
        assert "还没有开" in refused(lambda: held(town, motion, 215))
        clock.move_to(moment("2026-07-05 16:00"))
        motion = resolve(town, held(town, motion, 215), 206, 9)
    assert (motion.status, motion.meeting.outcome) == ("failed", "没有通过：同意 206，至少要 208，少 2")


def test_delegates_decide_a_road_by_mandate_and_it_stays_posted_fifteen_days(town: Town) -> None:
    with time_machine.travel(moment("2026-06-22 09:00"), tick=False) as clock:
        motion = propose(town)
        assert "请写明授权的会议和日期" in refused(lambda: sort(town, motion, mandate=""))
        motion = called(town, "2026-06-22", "2026-06-25", 35)
        clock.move_to(moment("2026-06-25 16:00"))
        motion = resolve(town, held(town, motion, 24), 13, 11)
        assert (motion.status, motion.meeting.outcome) == ("resolved", "通过：同意 13，至少要 13")
        clock.move_to(moment("2026-06-26 09:00"))
        motion = release(town, motion)
        assert (motion.status, motion.posted_on, motion.posted_through) == (
            "posted",
            date(2026, 6, 26),
            date(2026, 7, 11),
        )
        clock.move_to(moment("2026-07-11 23:00"))
        task = {"what": "铺路", "unit": town.works, "user": None, "due_on": date(2026, 8, 1)}
        early = refused(lambda: act(town, motion, "carry", town.director, tasks=[task], words="没有异议。"))
        assert early == "公示到7月11日，还没有届满。"
        assert Release.objects.up().count() == 1
        clock.move_to(moment("2026-07-12 09:00"))
        assert (
            act(town, motion, "carry", town.director, tasks=[task], words="没有异议。").status == "carrying"
        )
        assert not Release.objects.up().exists()


def test_short_of_the_quorum_the_meeting_is_called_anew(town: Town) -> None:
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = held(town, called(town, "2026-06-22", "2026-06-25", 35), 23)
        assert (motion.status, motion.meeting.outcome) == ("accepted", "没有开成：到会少 1")


def test_residents_are_told_ten_days_before_but_for_a_special_reason(town: Town) -> None:
    """居委会组织法 26, 村委会组织法 25: ten days, and a special reason that is written down; the members' law has no such word."""
    days = {"on": date(2026, 6, 25), "begins": time(19, 30), "notified_on": date(2026, 6, 22)}
    facts = {"place": "社区", "ways": "张贴、上门", "eligible": 101, "counted": "persons", **days}
    members = {"subject": K.LAND, "body": B.MEMBERS, "mandate": ""}
    residents = {"subject": K.RESIDENTS, "body": B.RESIDENTS, "mandate": ""}
    with time_machine.travel(moment("2026-06-22 09:00")):
        for sorting, lets in ((residents, True), (members, False)):
            motion = sort(town, propose(town), **sorting)
            assert motion.status == "studying", (
                "what an assembly decides the Party organisation studies first"
            )
            motion = act(
                town, motion, "study", step="study", on=date(2026, 6, 10), agreed=True, words="同意。"
            )
            motion = act(town, motion, "accept", answer="受理。")
            late = refused(lambda motion=motion: act(town, motion, "call", **facts))
            assert "应当提前 10 日通知" in late and ("特殊情况" in late) is lets
            assert (
                CallForm(matter=motion, user=town.grid_chief).fields["special"].widget.is_hidden is not lets
            )
            if lets:
                motion = act(town, motion, "call", **facts, special="台风将至，要定转移办法。")
                said = str(papers.minutes(motion, motion.meeting)["rows"])
                assert "台风将至" in said and "党组织研究2026年6月10日" in said
            else:
                assert "应当提前" in refused(
                    lambda motion=motion: act(town, motion, "call", **facts, special="急。")
                )


def test_delegates_decide_only_what_they_were_mandated_to() -> None:
    """村委会组织法 29, 居委会组织法 30: whatever it is about."""
    for kind, body, whose in (
        (K.PLACE, B.DELEGATES, "村民会议"),
        (K.PLACE, B.RESIDENT_DELEGATES, "居民会议"),
        (K.RESIDENTS, B.RESIDENT_DELEGATES, "居民会议"),
    ):
        said, field = refusal(kind, body, A.DECIDE, "", "plain")
        assert field == "mandate" and f"要有{whose}的授权" in said
        assert refusal(kind, body, A.DECIDE, "2026-01-20 授权", "plain") == ("", "")
    assert refusal(K.CHARTER, B.RESIDENTS, A.DECIDE, "", "plain") == ("", ""), "居民公约"
    assert refusal(K.WORKS, B.COUNCIL, A.OPINION, "", "four")[1] == "form", "an opinion takes no four steps"


@pytest.mark.parametrize(
    ("body", "eligible", "households", "quorum", "present", "enough"),
    [
        (B.VILLAGERS, 800, False, 401, 401, 201),
        (B.VILLAGERS, 301, True, 201, 201, 101),
        (B.DELEGATES, 36, False, 24, 24, 13),
        (B.RESIDENTS, 101, False, 51, 51, 26),
        (B.RESIDENT_DELEGATES, 31, False, 21, 21, 11),
        (B.MEMBERS, 312, False, 208, 215, 208),
        (B.MEMBER_DELEGATES, 30, False, 20, 20, 20),
    ],
)
def test_quorums(body: str, eligible: int, households: bool, quorum: int, present: int, enough: int) -> None:
    rule = RULES[B(body)]
    assert (rule.quorum_of(eligible, households), rule.enough(eligible, present)) == (quorum, enough)


def test_every_kind_says_who_decides_it() -> None:
    assert set(LIMITS) == set(K)
    for kind, limit in LIMITS.items():
        said, _ = refusal(kind, B.COUNCIL, A.DECIDE, "", "plain")
        assert said == (
            ""
            if B.COUNCIL in limit.bodies
            else f"该事项依法应当由{limit.who}决定，民主协商只能形成意见建议。"
        )
    assert refusal(K.PERSON, B.COUNCIL, A.OPINION, "", "plain")[0].endswith("请不予受理。")


# --- On its way --------------------------------------------------------------------------------------------------


def test_the_four_steps_are_taken_in_their_order(town: Town) -> None:
    motion = sort(town, propose(town), form="four")
    day = {"on": date(2026, 6, 10), "agreed": True, "words": "同意。"}
    said = refused(lambda: act(town, motion, "study", step="members", **day))
    assert said == "按顺序，现在应当登记“党支部提议”。"
    for step in ("branch", "committees", "members"):
        motion = act(town, motion, "study", step=step, **day)
    assert motion.status == "to_accept"
    assert refusal(K.PLACE, B.COUNCIL, A.DECIDE, "", "four")[1] == "form"


def test_what_the_party_organisation_refused_is_declined(town: Town) -> None:
    motion = sort(town, propose(town))
    motion = act(
        town, motion, "study", step="study", on=date(2026, 6, 10), agreed=False, words="条件不成熟。"
    )
    assert "没有同意提交" in refused(lambda: act(town, motion, "accept", answer="受理。"))
    assert act(town, motion, "decline", answer="条件不成熟。").closed_at


def council(town: Town, *parties: Any) -> Motion:
    """A motion of neighbours, accepted for the council."""
    motion = sort(
        town,
        propose(town, "两家合用的排水沟怎么清", *parties),
        subject=K.NEIGHBOURS,
        body=B.COUNCIL,
        mandate="",
    )
    return act(town, motion, "accept", answer="受理。")


def test_whom_it_concerns_must_be_there(town: Town) -> None:
    words = {
        "on": localdate() + timedelta(days=3),
        "notified_on": localdate(),
        "place": "村部",
        "ways": "上门",
        "eligible": 9,
        "counted": "persons",
    }
    assert "利害关系人参加" in refused(lambda: town.act(council(town), "call", town.grid_chief, **words))
    motion = town.act(council(town, PROPOSER, NEIGHBOUR), "call", town.grid_chief, **words).matter
    with time_machine.travel(moment(f"{words['on']} 16:00")):
        assert "没有到会：陶水生" in refused(lambda: held(town, motion, 9))
        assert held(town, motion, 9, there=[motion.people.get(role="interested")]).status == "held"


def carrying(town: Town, on: Any = None) -> Motion:
    """Posted, and given out as one task that is done."""
    day = localdate()
    with time_machine.travel(moment(f"{day - timedelta(days=20)} 16:00")):
        motion = called(town, f"{localdate() - timedelta(days=3)}", f"{localdate()}", 35)
        motion = release(town, resolve(town, held(town, motion, 30), 20, 10))
    task = {"what": "铺路", "unit": town.works, "user": None, "due_on": day + timedelta(days=9)}
    return act(town, motion, "carry", town.director, tasks=[task], words="没有异议。")


def test_the_result_is_checked_by_somebody_else_and_published_by_a_second(town: Town) -> None:
    motion = carrying(town)
    done = {"on": localdate(), "words": "路已修通。"}
    assert "交办没有了结" in refused(lambda: act(town, motion, "carried_out", **done))
    task = motion.tasks.get()
    act(town, motion, "accept_task", town.handler, task=task)
    act(town, motion, "report_task", town.handler, task=task, report="已铺。", no_proof="现场可见")
    act(town, motion, "approve_task", town.director, task=motion.tasks.get())
    motion = act(town, motion, "carried_out", **done)
    seen = {**done, "good": "yes"}
    assert "没有参加落实" in refused(lambda: act(town, motion, "check", town.grid_chief, **seen))
    motion = act(town, motion, "check", town.duty_leader, **seen)
    motion = release(town, motion, "result", 30, words="路已修通，验收合格。")
    assert (motion.status, motion.published_on) == ("published", localdate())
    assert motion.closed_at


def test_an_objection_that_holds_leads_back_to_a_meeting(town: Town) -> None:
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = release(
            town, resolve(town, held(town, called(town, "2026-06-22", "2026-06-25", 35), 30), 20, 10)
        )
        motion = act(town, motion, "object", who="秦满仓", words="占了我家的地。")
        motion = act(
            town, motion, "answer_objection", objection=motion.objections.get(), upheld=True, answer="改线。"
        )
        assert (motion.status, motion.posted_on, Release.objects.up().count()) == ("accepted", None, 0)


def test_who_objects_is_answered_on_paper_and_the_paper_is_served(town: Town) -> None:
    """Each answer is a paper of its own with its day, brought within five working days; who nobody brings it to is seen."""
    with time_machine.travel(moment("2026-06-26 09:00"), tick=False) as clock:
        motion = called(town, "2026-06-23", "2026-06-26", 35)
        motion = release(town, resolve(town, held(town, motion, 30), 20, 10))
        for who, words in (
            ("秦满仓", "占了我家的地。"),
            ("陶水生", "工期太长。"),
            ("秦满仓", "没有通知我家。"),
        ):
            motion = act(town, motion, "object", who=who, words=words, phone="", address="桃坞村3组")
        assert [one.name for one in motion.people if one.role == "interested"] == ["秦满仓", "陶水生"]
        land, works, call = motion.objections.all()
        clock.move_to(moment("2026-07-01 10:00"))
        motion = act(town, motion, "answer_objection", objection=land, upheld=False, answer="测过，没有占。")
        paper = papers.objection(motion, land)
        assert paper["to"] == "秦满仓" and "2026年6月26日" in str(paper) and "决议不变" in str(paper)
        assert motion.clocks.get(rule="core.serve", ended_at=None).target == date(2026, 7, 8)
        clock.move_to(moment("2026-07-02 10:00"))
        motion = act(town, motion, "answer_objection", objection=works, upheld=False, answer="已排工期。")
        first, second = (f"council.objection:{one.pk}" for one in (land, works))
        direct = {"way": "direct", "on": date(2026, 7, 1)}
        motion = act(town, motion, "serve", to=(first, land.party), **direct)
        assert "早于文书日期（2026-07-02）" in refused(
            lambda: act(town, motion, "serve", to=(second, works.party), **direct)
        )
        assert motion.clocks.filter(rule="core.serve", ended_at=None).exists(), "the second waits"
        motion = act(town, motion, "serve", to=(second, works.party), way="direct", on=date(2026, 7, 2))
        assert not motion.clocks.filter(rule="core.serve", ended_at=None).exists()
        answer = {"upheld": True, "answer": "重新通知，再议。"}
        motion = act(town, motion, "answer_objection", objection=call, **answer)
        left = [(paper.label, party.name) for paper, party in SERVING.left(motion)]
        assert left == [("异议答复书（第3份）", "秦满仓")], "his second objection has an answer of its own"


def test_unlawful_village_rules_are_corrected(town: Town) -> None:
    rules = {"subject": K.CHARTER, "body": B.VILLAGERS, "mandate": ""}
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = called(town, "2026-06-15", "2026-06-25", 800, **rules)
        motion = resolve(town, held(town, motion, 500), 400, 100)
        motion = act(town, motion, "file_to_town")
        assert motion.access.filter(user=town.legal_officer).exists()
        task = {
            "what": "贴出村规民约。",
            "unit": town.taowu_village,
            "user": None,
            "due_on": date(2026, 7, 1),
        }
        motion = act(town, motion, "give_task", town.director, **task)
        motion = act(
            town, motion, "review", town.legal_officer, review="unlawful", review_words="第五条罚款没有依据。"
        )
        assert motion.status == "accepted"
        task = motion.tasks.get()
        assert (task.state, task.reason) == ("cancelled", "备案审查责令改正"), (
            "nobody carries it out any more"
        )
        assert not motion.clocks.filter(rule="core.task", ended_at=None).exists()
        assert motion.clocks.get(rule="council.review").end == "met"
        assert "责令改正" in papers.correction(motion)["heading"]


def test_village_rules_decided_anew_after_an_objection_are_filed_and_reviewed_anew(town: Town) -> None:
    """村法 31: what was reviewed is not what stands now; meanwhile nobody is late with filing or reviewing the old words."""
    rules = {"subject": K.CHARTER, "body": B.VILLAGERS, "mandate": ""}
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = called(town, "2026-06-15", "2026-06-25", 800, **rules)
        motion = resolve(town, held(town, motion, 500), 400, 100)
        motion = release(town, motion)
        motion = act(
            town,
            act(town, motion, "file_to_town"),
            "review",
            town.legal_officer,
            review="lawful",
            review_words="",
        )
        motion = act(town, motion, "object", who="秦满仓", words="第五条没有议过。")
        said = {"objection": motion.objections.get(), "upheld": True, "answer": "重新议。"}
        motion = act(town, motion, "answer_objection", **said)
    assert (motion.status, motion.filed_on, motion.review, motion.reviewed_on) == ("accepted", None, "", None)
    assert set(motion.clocks.filter(ended_at=None).values_list("rule", flat=True)) == {
        "council.call",
        "core.serve",
    }


@pytest.mark.parametrize("filed", [False, True])
def test_nobody_files_or_reviews_what_an_objection_overturned(town: Town, filed: bool) -> None:
    rules = {"subject": K.CHARTER, "body": B.VILLAGERS, "mandate": ""}
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = called(town, "2026-06-15", "2026-06-25", 800, **rules)
        motion = release(town, resolve(town, held(town, motion, 500), 400, 100))
        motion = act(town, motion, "file_to_town") if filed else motion
        motion = act(town, motion, "object", who="秦满仓", words="第五条没有议过。")
        motion = act(
            town, motion, "break_posting", town.director, release=motion.releases.get(), reason="改错字"
        )
        said = {"objection": motion.objections.get(), "upheld": True, "answer": "重新议。"}
        motion = act(town, motion, "answer_objection", **said)  # also while it is taken down
    assert set(motion.clocks.filter(ended_at=None).values_list("rule", flat=True)) == {
        "council.call",
        "core.serve",
    }


def test_a_posting_is_not_dated_back(town: Town) -> None:
    def counted() -> list[Any]:
        table = TABLES.freeze(Period.of_month(2026, 6), None)["T11A"]
        return [table[f"motions_{key}"]["month"] for key in ("proposed", "held", "resolved", "checked")]

    with time_machine.travel(moment("2026-06-25 16:00")):
        before = counted()
        motion = resolve(town, held(town, called(town, "2026-06-22", "2026-06-25", 35), 30), 20, 10)
        assert [now - then for now, then in zip(counted(), before, strict=True)] == [1, 1, 1, 0]
        act(town, motion, "draft_release", what="resolution", days=15, title="村口道路", words="修通。")
    with time_machine.travel(moment("2026-07-20 09:00")):
        row = Release.objects.latest("pk")
        motion = town.act(motion, "release", town.director, moment("2026-06-26 09:00"), release=row).matter
        assert (motion.posted_on, motion.posted_through) == (date(2026, 7, 20), date(2026, 8, 4))


def test_words_that_name_somebody_are_not_published(town: Town) -> None:
    with time_machine.travel(moment("2026-06-25 16:00")):
        motion = resolve(town, held(town, called(town, "2026-06-22", "2026-06-25", 35), 30), 27, 2, 1)
        draft = {"what": "resolution", "days": 15, "title": "村口道路"}
        for words, found in (
            ("沈阿根提出的道路", "当事人姓名：沈阿根"),
            ("请打 19900000013", "电话、证件号码"),
            ("反对 1 票", "反对 1 票"),
        ):
            assert found in refused(
                lambda words=words: act(town, motion, "draft_release", words=words, **draft)
            )
        act(town, motion, "draft_release", words="修通道路。", **draft)
        row = Release.objects.latest("pk")
        assert row.figures == "通过（有不足 3 的票数、人数，不公开）"
        town.act(
            motion,
            "add_party",
            town.grid_chief,
            party={"role": "interested", "name": "修通道", "of_age": True},
        )
        assert "修通道" in refused(lambda: act(town, motion, "release", town.director, release=row))
    with time_machine.travel(moment("2026-06-26 09:00")):
        town.act(motion, "add_party", town.grid_chief, party={"role": "interested", "name": "秦满仓"})
        motion.refresh_from_db()
        said = dict(papers.minutes(motion, motion.meetings.get())["rows"])
        assert said["利害关系人"] == "修通道"  # who was registered after the meeting is not on its record
    Matter.objects.filter(pk=motion.pk).update(compartment="confidential")
    motion.refresh_from_db()
    assert {"沈阿根", "秦满仓"} <= set(
        all_names(motion)
    )  # whoever it is sealed for, its own people are not published


def test_neither_who_raised_it_nor_who_objects_is_named_nor_the_one_who_stayed_away(town: Town) -> None:
    with time_machine.travel(moment("2026-06-25 16:00")):
        raised = town.register("路灯不亮", parties=[{"role": "applicant", "name": "秦满仓", "of_age": True}])
        closed = town.register("路灯不亮", parties=[{"role": "applicant", "name": "柏念慈", "of_age": True}])
        motion = called(town, "2026-06-22", "2026-06-25", 35)
        for other in (raised, closed):
            Link.objects.create(first_id=min(other.pk, motion.pk), second_id=max(other.pk, motion.pk))
        Matter.objects.filter(pk=closed.pk).update(compartment="minor")
        motion = resolve(town, held(town, motion, 34), 30, 4)
        draft = {"what": "resolution", "days": 15, "title": "村口道路"}
        assert "秦满仓" in refused(
            lambda: act(town, motion, "draft_release", words="秦满仓反映的路灯", **draft)
        )
        act(
            town, motion, "draft_release", words="柏念慈一家的路", **draft
        )  # nobody learns who stands in what is sealed
        motion = release(town, motion)
        assert Release.objects.latest("pk").figures == "通过（有不足 3 的票数、人数，不公开）", (
            "of 35 one did not come"
        )
        for who in ("应如是", "村民代表"):
            motion = act(town, motion, "object", who=who, words="占了地。")
        progress = {"what": "progress", "days": 15, "title": "路灯"}
        assert "应如是" in refused(
            lambda: act(town, motion, "draft_release", words="应如是的异议不成立。", **progress)
        )
        act(town, motion, "draft_release", words="村民代表看过现场。", **progress)
