"""An incident from the find to its end (domain: 10.4; supplement: L, N6, N7): who has it, until when, what is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from command.models import Supervision
from core.documents import attachments
from core.documents.issue import issue
from core.documents.uploads import check_upload
from core.lists.search import ids
from core.models import AlarmUnit, Clock, DangerReport, Matter, Notice, OutsideBody, User
from core.parties import capacity
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind
from core.statistics.counting import all_of, count
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from grid.clocks import TO_CHECK
from grid.documents import order, sheet
from grid.forms import HandUpForm
from grid.models import DutyItem, Incident, IncidentKind
from petitions.models import Petition
from tests.cases.test_registering import picture
from tests.people import Town, moment

WHAT = "村口排水沟盖板断了两块，夜里危险"
CHILD = {"name": "柏念慈", "role": "applicant", "id_kind": "resident", "id_number": "990121201803090247"}
FATHER = {"name": "柏成", "role": "other", "id_kind": "resident", "id_number": "990121198906150375"}
LETTER = {"purpose": "hand_up", "words": "无证经营瓶装气，请查处。", "signed_by": "周玉兰（中心主任）"}


def report(
    town: Town, at: str = "2026-04-01 10:00", topic: str = "0102", by: User | None = None, **facts: Any
) -> Any:
    """As a grid worker reports it from the phone."""
    data = {"what": WHAT, "topic": IncidentKind.objects.get(pk=topic), **facts}
    with time_machine.travel(moment(at), tick=False):
        return open_matter("incident", by=by or town.grid_worker, data=data, key=uuid4()).matter


def act(town: Town, made: Any, at: str, name: str, by: User, **data: Any) -> Incident:
    with time_machine.travel(moment(at), tick=False):
        town.act(made, name, by, **data)
    return Incident.objects.get(pk=made.pk)


def at_work(town: Town, made: Any, at: str, level: str = "3") -> Incident:
    act(town, made, at, "dispatch", town.dispatcher, unit=town.works, level=level, task="")
    return act(town, made, at, "sign", town.handler)


def clock(made: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=made, rule=f"incident.{rule}").latest("id")


def running(made: Any) -> set[str]:
    rules = made.clocks.filter(ended_at=None).values_list("rule", flat=True)
    return {rule.removeprefix("incident.") for rule in rules}


def told(user: User, made: Any, words: str) -> bool:
    return Notice.objects.filter(user=user, matter=made, sentence__contains=words).exists()


def test_no_longer_term_begins_anew_and_none_after_its_end(town: Town) -> None:
    """A lower level counts from the find; once it is late nobody lowers it, neither by dispatching nor by adjusting."""
    made = act(town, report(town), "2026-04-01 11:00", "pass_up", town.grid_worker, reason="村里没有材料")
    made = act(
        town, made, "2026-04-01 14:00", "change_level", town.dispatcher, level="2", reason="夜里有人走"
    )
    assert clock(made, "level_2").started_at == moment("2026-04-01 14:00")
    made = act(town, made, "2026-04-02 09:00", "change_level", town.dispatcher, level="3", reason="已经围挡")
    assert clock(made, "level_3").started_at == moment("2026-04-01 14:00")
    made = act(town, made, "2026-04-02 09:10", "change_level", town.dispatcher, level="2", reason="围挡倒了")
    for name, data in (("change_level", {"reason": "不急"}), ("dispatch", {"unit": town.works, "task": ""})):
        with pytest.raises(Refused, match="已经超期"):
            act(town, made, "2026-04-03 10:00", name, town.dispatcher, level="4", **data)


def test_a_find_goes_through_the_village_and_the_town_to_its_end(town: Town) -> None:
    made = report(town)
    assert (made.status, made.area, made.level, made.holder_unit) == (
        "village",
        town.taowu_2,
        "3",
        town.taowu_village,
    )
    assert running(made) == {"level_3", "village"}
    made = act(town, made, "2026-04-01 11:00", "pass_up", town.grid_worker, reason="村里没有材料")
    assert running(made) == {"level_3", "dispatch"} and Matter.objects.visible_to(town.grid_chief).filter(
        pk=made.pk
    )
    at_work(town, made, "2026-04-01 15:00")
    act(town, made, "2026-04-02 10:00", "answer", town.handler, settled_how="已换好")
    assert told(town.grid_worker, made, "请现场核查") and running(made) == {"check"}
    phone = Client()
    phone.force_login(town.grid_worker)
    assert "要我到场核查" in phone.get("/grid/mine/").content.decode(), "a finder checks what is not urgent"
    assert town.grid_worker in TO_CHECK[2].told(clock(made, "check"))
    act(town, made, "2026-04-02 11:00", "check", town.grid_chief, passed="no", words="还有一块松的")
    made = act(town, made, "2026-04-02 16:00", "answer", town.handler, settled_how="松的也换了")
    assert made.redone == 1 and "还有一块松的" not in str(sheet(made)), (
        "what was seen before says nothing of the second answer"
    )
    act(town, made, "2026-04-03 09:00", "check", town.grid_chief, passed="no", words="又松了")
    order = Supervision.objects.get(parent=made)
    assert (order.unit, order.trigger) == (town.works, "unlawful") and "第 2 次不合格" in order.reason
    act(town, made, "2026-04-03 09:20", "answer", town.handler, settled_how="换了新的")
    act(town, made, "2026-04-03 09:40", "check", town.grid_chief, passed="yes", words="平整")
    made = act(town, made, "2026-04-03 10:00", "close", town.dispatcher)
    assert "合格：平整" in str(sheet(made)) and "不合格" not in str(sheet(made))
    assert made.status == "closed" and told(town.grid_worker, made, "已结案") and not running(made)


def test_whoever_handled_it_does_not_check_it(town: Town) -> None:
    made = report(town, to="town")
    act(
        town,
        made,
        "2026-04-01 11:00",
        "dispatch",
        town.dispatcher,
        unit=town.taowu_village,
        level="3",
        task="",
    )
    act(town, made, "2026-04-01 12:00", "sign", town.grid_chief)
    act(town, made, "2026-04-02 10:00", "answer", town.grid_chief, settled_how="已换好")
    with pytest.raises(Refused, match="处置的人不能核查自己的处置"):
        act(town, made, "2026-04-02 11:00", "check", town.grid_chief, passed="yes", words="好")
    assert (
        act(town, made, "2026-04-02 11:00", "check", town.grid_worker, passed="yes", words="好").status
        == "checked"
    )


def test_n6_what_the_county_has_taken_back_goes_there_and_comes_back(town: Town) -> None:
    """Friday 2026-10-09 09:30; Saturday the 10th is worked, so the third working day is Tuesday the 13th."""
    made = report(
        town,
        "2026-10-09 09:30",
        "0602",
        what="老年活动室门口有人无证卖瓶装液化气",
        parties=[{"name": "陆阿根", "role": "applicant", "of_age": True}],
    )
    assert made.status == "reported" and running(made) == {"level_3", "hand_up"}
    assert clock(made, "hand_up").expires_at == moment("2026-10-10 09:30")
    assert clock(made, "level_3").raw == date(2026, 10, 13)
    assert not made.attachments.exists() and made.longitude is None
    letter = HandUpForm(matter=made).initial["words"]
    assert (
        "地点：桃坞村 · 桃坞第二网格" in letter
        and "10月09日09时30分发现：老年活动室" in letter
        and "（上级部门收回）" in letter
    )
    refused = "该事项已由上级部门收回，请上报澄湖县住房和城乡建设局。"
    for name, by in (("dispatch", town.dispatcher), ("dispatch", town.director)):
        with pytest.raises(Refused, match=refused):
            act(town, made, "2026-10-09 09:40", name, by, unit=town.works, level="3", task="查处")
    with pytest.raises(Refused, match=refused):  # nor by way of the hall, which would dispatch it
        act(town, made, "2026-10-09 09:40", "to_case", town.dispatcher)
    county = OutsideBody.objects.get(short_name="县住建局")
    letter = {**LETTER, "body": county, "due_on": date(2026, 10, 13)}
    made = act(town, made, "2026-10-09 09:50", "hand_to_county", town.dispatcher, **letter)
    assert made.status == "at_county" and told(town.grid_worker, made, "已上报县住建局")
    assert running(made) == {"core.outside_answer"} and clock(made, "hand_up").end == "met"
    said = {
        "letter": made.correspondence.get(),
        "outcome": "answered",
        "answer": "已查封。",
        "answered_on": date(2026, 10, 12),
    }
    made = act(town, made, "2026-10-12 15:00", "county_answers", town.dispatcher, **said)
    assert made.status == "answered" and told(town.grid_worker, made, "县住建局已答复")
    made = act(town, made, "2026-10-12 16:00", "close", town.dispatcher)
    assert made.settled_how == "县住建局：已查封。" and running(made) == {
        "tell"
    }  # 陆阿根 is still to be told
    made = act(
        town,
        made,
        "2026-10-12 16:30",
        "feed_back",
        town.grid_worker,
        way="上门",
        words="县里已查封",
        rating="good",
    )
    assert made.rating == "good" and not running(made)


def test_what_was_taken_back_is_not_settled_on_the_spot(town: Town) -> None:
    with pytest.raises(Refused, match="该事项已由上级部门收回，请上报澄湖县住房和城乡建设局"):
        report(town, topic="0602", settled_how="罚了款")


def test_n7_a_child_in_danger_is_reported_to_the_minute_and_known_to_few(town: Town) -> None:
    """Saturday 2026-05-09, a working day, 16:20."""
    lines = [
        {"body": "police", "reported_at": moment("2026-05-09 16:30"), "person": "秦警官"},
        {
            "body": "civil",
            "reported_at": moment("2026-05-09 16:35"),
            "person": "罗科长",
            "receipt": "民接〔2026〕7号",
        },
    ]
    found = {
        "topic": "0703", "what": "柏念慈手臂有瘀伤，说是摔的", "happened_at": moment("2026-05-09 16:20"),
        "flags": ["minor"], "parties": [dict(CHILD), dict(FATHER)],
    }  # fmt: skip
    with pytest.raises(Refused, match="不能自办结"):
        report(town, "2026-05-09 16:40", **found, reports=lines, settled_how="劝过了")
    made = report(town, "2026-05-09 16:40", **found, reports=lines)
    assert (made.status, made.compartment, made.level) == ("reported", "minor", "1")
    kept = DangerReport.objects.filter(matter=made).values_list("body", "reported_at", "seen_at", "receipt")
    assert list(kept) == [
        ("police", moment("2026-05-09 16:30"), moment("2026-05-09 16:20"), ""),
        ("civil", moment("2026-05-09 16:35"), moment("2026-05-09 16:20"), "民接〔2026〕7号"),
    ]
    assert "柏念慈" not in Incident.objects.get(pk=made.pk).masked_title and made.shown_title == "保密事项"
    for user in (town.grid_chief, town.dispatcher, town.handler, town.mediator):
        assert not Matter.objects.visible_to(user).filter(pk=made.pk), user
        assert made.pk not in Matter.objects.visible_to(user).filter(pk__in=ids("柏念慈") or [0]).values_list(
            "pk", flat=True
        )
    assert Matter.objects.visible_to(town.grid_worker).filter(pk=made.pk) and told(
        town.duty_leader, made, "涉未成年人"
    )
    child, father = made.people.get(name="柏念慈"), made.people.get(name="柏成")
    day = date(2026, 5, 9)
    guardian = {
        "principal": child, "known": father, "person": {}, "relation": "parent", "proof": "户口簿", "given_on": day,
        "consented_on": day, "child_view": "不想回家", "data_consent": True, "conflict": True,
    }  # fmt: skip
    act(town, made, "2026-05-09 17:00", "add_guardian", town.grid_worker, **guardian)
    assert "监护人与被监护人利益相反" in capacity.why_none_binds(made.people, day)


def test_what_must_be_reported_is_not_closed_before_it_was(town: Town) -> None:
    made = report(town, topic="0703", flags=["minor"], what="孩子身上有伤")
    act(town, made, "2026-04-01 10:05", "dispatch", town.director, unit=town.works, level="1", task="")
    act(town, made, "2026-04-01 10:06", "sign", town.handler)
    act(town, made, "2026-04-01 11:00", "answer", town.handler, settled_how="民警已到场")
    act(town, made, "2026-04-01 12:00", "check", town.director, passed="yes", words="已分开")
    with pytest.raises(Refused, match="还没有登记报告"):
        act(town, made, "2026-04-01 12:10", "close", town.director)


@pytest.mark.parametrize(
    ("at", "topic", "rule", "until"),
    [
        ("2026-09-30 23:40", "0501", "arrive", "2026-10-01 00:10"),  # level I through 24:00 into 国庆
        ("2026-09-30 23:40", "0501", "first_report", "2026-10-01 01:40"),
        ("2026-09-30 23:40", "0501", "level_1", "2026-10-01 23:40"),
        ("2026-10-03 02:00", "0601", "level_2", "2026-10-04 02:00"),  # a Saturday night in 国庆
        ("2026-09-30 10:00", "0102", "level_3", "2026-10-11 00:00"),  # 10-08, 10-09 and 10-10 (made up for)
        ("2026-09-30 10:00", "0101", "level_4", "2026-10-14 00:00"),
        ("2026-02-13 16:00", "0102", "level_3", "2026-02-26 00:00"),  # 春节: 02-14 is worked, then 02-24, 02-25
    ],
)  # fmt: skip
def test_a_level_s_term_runs_by_the_hour_or_by_working_days(
    town: Town, at: str, topic: str, rule: str, until: str
) -> None:
    assert clock(report(town, at, topic), rule).expires_at == moment(until)


def test_level_one_tells_leader_and_unit_at_once_and_again_when_nobody_comes(town: Town) -> None:
    IncidentKind.objects.filter(pk="0501").update(unit=town.farms)
    made = report(town, "2026-10-01 02:00", "0501")
    assert running(made) == {"arrive", "first_report", "level_1", "dispatch_now"}
    assert all(told(user, made, "Ⅰ级紧急") for user in (town.duty_leader, town.director, town.stranger))
    assert told(town.grid_chief, made, "请到场看") and not told(town.grid_worker, made, "请到场看"), (
        "who is nearest"
    )
    with time_machine.travel(moment("2026-10-01 02:31")):
        sweep()
    assert told(town.duty_leader, made, "“到场”已经逾期")
    act(town, made, "2026-10-01 02:40", "arrive", town.grid_worker, words="拉了警戒线，转移两户", safe=True)
    act(
        town,
        made,
        "2026-10-01 03:00",
        "report_up",
        town.dispatcher,
        to="县应急值班室",
        person="秦值班",
        words="河堤渗水",
    )
    assert running(made) == {"level_1", "dispatch_now"}


def test_a_danger_of_which_no_unit_is_told_is_telephoned_to_110_and_the_page_says_so_till_then(
    town: Town, client: Client
) -> None:
    made = report(town, topic="0501")  # nobody's kind: nobody in the town is called out by it
    client.force_login(town.grid_worker)
    page = f"/matters/{made.pk}/"
    assert "请马上打110" in client.get(page).content.decode()
    assert told(town.duty_leader, made, "请确认已打110")
    data = {"unit": town.works, "level": "1", "task": ""}
    act(town, made, "2026-04-01 10:05", "dispatch", town.dispatcher, **data)
    assert "报警电话还没有记" in client.get(page).content.decode()
    act(town, made, "2026-04-01 10:06", "call_police", town.grid_worker, person="接警员", words="已出警。")
    assert "请马上打110" not in client.get(page).content.decode()
    assert "first_report" in running(made)  # the county is still to be told
    with pytest.raises(Refused, match="已经报过警"):
        act(town, made, "2026-04-01 10:07", "call_police", town.grid_worker, person="接警员", words="")
    IncidentKind.objects.filter(pk="0501").update(unit=town.farms)
    assert "请马上打110" not in client.get(f"/matters/{report(town, topic='0501').pk}/").content.decode()


def test_the_unit_named_for_a_danger_is_told_of_it_wherever_it_is_found(town: Town, client: Client) -> None:
    AlarmUnit.objects.create(flag="violence", unit=town.works)
    AlarmUnit.objects.create(flag="minor", unit=town.works)
    assert not told(town.handler, report(town), "要伤人")
    found = report(town, flags=["violence"])
    assert told(town.handler, found, "要伤人")
    later = report(town)
    act(town, later, "2026-04-01 10:05", "raise_flags", town.grid_worker, flags=["minor"], note="打孩子")
    assert told(town.handler, later, "请确认已打110")
    assert Matter.objects.visible_to(town.handler).filter(pk=later.pk).exists()  # who must come must see it
    IncidentKind.objects.filter(pk="1104").update(unit=town.farms)
    client.force_login(town.grid_worker)
    brawl = report(
        town, topic="1104", flags=["violence"]
    )  # a unit is told, and all the same somebody may be hurt
    assert "请马上打110" in client.get(f"/matters/{brawl.pk}/").content.decode()


def test_a_call_that_nobody_records_is_told_of_and_telephoned(town: Town) -> None:
    """Ten minutes; then whoever reported it is called up by the duty officer, half an hour in the leaders are."""
    with time_machine.travel(moment("2026-04-01 10:00"), tick=False) as clockwork:
        made = report(town, topic="0501")
        for at, step, whom in (
            ("2026-04-01 10:10", "over", {"grid_worker", "director"}),
            ("2026-04-01 10:30", "told", {"director", "duty_leader", "chief"}),
        ):
            clockwork.move_to(moment(at))
            sweep()
            clock = Clock.objects.get(matter=made, rule="incident.police")
            rows = Notice.objects.filter(key=f"clock:{clock.pk}:{step}", call=True)
            assert whom <= set(rows.values_list("user__username", flat=True)), step
        act(
            town, made, "2026-04-01 10:31", "call_police", town.grid_worker, person="接警员", words="已出警。"
        )
        assert "police" not in running(made)
        clockwork.move_to(moment("2026-04-01 11:00"))
        day = Period(date(2026, 4, 1), date(2026, 4, 1))
        assert list(count(all_of("incident"), [("incident_not_called", day)]).values()) == [1]
        hurt = report(town, topic="0502", flags=["violence"])
        assert "police" in running(hurt)
        with pytest.raises(Refused, match="应当打110"):
            act(town, hurt, "2026-04-01 11:01", "no_police", town.dispatcher, reason="自己处理")
        told = {"body": "police", "reported_at": moment("2026-04-01 11:01"), "person": "接警员"}
        danger = {
            "ground": "minor",
            "seen_at": moment("2026-04-01 11:00"),
            "note": "孩子受伤",
            "reports": [told],
        }
        act(town, hurt, "2026-04-01 11:02", "report_danger", town.grid_worker, **danger)
        assert "police" not in running(hurt)
        leak = report(town, topic="0501")
        act(town, leak, "2026-04-01 11:02", "no_police", town.dispatcher, reason="阀门已经关上")
        assert "police" not in running(leak)


def test_what_was_taken_back_is_offered_to_the_county_first(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    for topic, first in (("0602", "上报县级"), ("0102", "派遣")):
        made = report(town, topic=topic, by=town.dispatcher, area=town.taowu)
        page = client.get(f"/matters/{made.pk}/").context
        assert page["actions"][0].label == first
        ahead = [step.name for step in page["road"].steps if step.state == "next"]
        assert ("县级处置" in ahead, "派遣" in ahead) == (first == "上报县级", first == "派遣")


def test_who_found_it_does_not_check_what_is_urgent(town: Town) -> None:
    made = at_work(town, report(town, "2026-04-01 10:00", "0601"), "2026-04-01 10:20", "2")
    made = act(town, made, "2026-04-01 12:00", "answer", town.handler, settled_how="已清通道")
    assert not told(town.grid_worker, made, "请现场核查") and told(town.grid_chief, made, "请现场核查")
    with pytest.raises(Refused, match="发现人以外的人现场核查"):
        act(town, made, "2026-04-01 12:10", "check", town.grid_worker, passed="yes", words="好了")
    with pytest.raises(Refused, match="要先“现场核查”"):
        act(town, made, "2026-04-01 12:10", "close", town.dispatcher)


def test_a_village_that_does_nothing_has_it_handed_up(town: Town) -> None:
    """Its last day is over at midnight; it goes up in the morning."""
    made = report(town)
    with time_machine.travel(moment("2026-04-03 08:29")):
        sweep()
    assert Incident.objects.get(pk=made.pk).status == "village"
    with time_machine.travel(moment("2026-04-03 08:30")):
        sweep()
    made = Incident.objects.get(pk=made.pk)
    assert (
        made.status == "reported"
        and told(town.dispatcher, made, "村里上报")
        and running(made) == {"level_3", "dispatch"}
    )


def test_a_term_is_prolonged_once_and_before_it_is_over(town: Town) -> None:
    made = at_work(town, report(town, to="town"), "2026-04-01 15:00")
    assert clock(made, "level_3").raw == date(2026, 4, 7)  # 清明 04-04 to 04-06
    act(town, made, "2026-04-07 16:00", "ask_extension", town.handler, days=2, reason="等材料")
    with pytest.raises(Refused, match="04-07 止）已过"):
        act(town, made, "2026-04-08 09:00", "grant_extension", town.duty_leader)
    act(town, made, "2026-04-07 17:00", "grant_extension", town.duty_leader)
    assert clock(made, "level_3").raw == date(2026, 4, 9)
    assert (
        "2026年4月7日" in f"{order(Incident.objects.get(pk=made.pk))['table']}"
    )  # the order of April 1 is not rewritten
    with pytest.raises(Refused, match="不能再延"):
        act(town, made, "2026-04-08 09:00", "ask_extension", town.handler, days=2, reason="还等")
    hourly = at_work(town, report(town, topic="0601"), "2026-04-01 10:30", "2")
    with pytest.raises(Refused, match="按小时处置，不延期"):
        act(town, hourly, "2026-04-01 11:00", "ask_extension", town.handler, days=1, reason="来不及")


def test_what_is_called_back_from_the_county_has_a_term_again(town: Town) -> None:
    made = at_work(town, report(town, to="town"), "2026-04-01 15:00")
    letter = {**LETTER, "body": OutsideBody.objects.get(short_name="县住建局"), "due_on": date(2026, 4, 20)}
    made = act(town, made, "2026-04-02 09:00", "hand_to_county", town.dispatcher, **letter)
    assert running(made) == {"core.outside_answer"}
    back = {"letter": made.correspondence.get(), "reason": "镇里自己能办"}
    made = act(town, made, "2026-04-02 10:00", "withdraw_letter", town.dispatcher, **back)
    assert (made.status, running(made)) == ("accepted", {"level_3", "dispatch"})
    made = at_work(town, made, "2026-04-02 11:00")
    assert "level_3" in running(made) and clock(made, "level_3").raw == date(2026, 4, 8)


@pytest.mark.parametrize("away", ["return", "reassign", "hand_to_county"])
def test_who_has_it_no_more_waits_for_no_longer_term(town: Town, away: str) -> None:
    """The centre owes no decision on it, and the next unit may ask for itself."""
    made = at_work(town, report(town, to="town"), "2026-04-01 15:00")
    act(town, made, "2026-04-02 09:00", "ask_extension", town.handler, days=2, reason="等材料")
    county = OutsideBody.objects.get(short_name="县住建局")
    by, data = {
        "return": (town.handler, {"reason": "村道归农业农村办管护"}),
        "reassign": (town.dispatcher, {"unit": town.works, "level": "3", "task": ""}),
        "hand_to_county": (town.dispatcher, {**LETTER, "body": county, "due_on": date(2026, 4, 20)}),
    }[away]
    made = act(town, made, "2026-04-02 10:00", away, by, **data)
    assert "extension" not in running(made)
    if away == "hand_to_county":
        return
    made = (
        at_work(town, made, "2026-04-02 11:00")
        if away == "return"
        else act(town, made, "2026-04-02 11:00", "sign", town.handler)
    )
    with pytest.raises(Refused, match="没有待批的延期申请"):
        act(town, made, "2026-04-02 12:00", "grant_extension", town.duty_leader)
    act(town, made, "2026-04-02 12:00", "ask_extension", town.handler, days=1, reason="要借设备")
    act(town, made, "2026-04-02 13:00", "grant_extension", town.duty_leader)
    assert [one.granted for one in made.extensions.all()] == [None, True]


def test_not_mine_is_returned_in_two_working_days_and_not_later(town: Town) -> None:
    made = at_work(town, report(town, to="town"), "2026-04-01 15:00")
    with pytest.raises(Refused, match="已过退回期限（04-03 止）"):
        act(town, made, "2026-04-04 09:00", "return", town.handler, reason="不归我")
    made = act(town, made, "2026-04-03 16:00", "return", town.handler, reason="村道归农业农村办管护")
    assert (made.status, made.unit, made.holder_unit) == (
        "accepted",
        None,
        town.centre,
    ) and "dispatch" in running(made)
    kind = next(one for one in by_kind()["incident"].documents if one.key == "grid.order")
    assert "现在没有承办单位" in kind.why_not(made)


def test_each_unit_gets_an_order_with_its_own_number(town: Town) -> None:
    made = at_work(town, report(town, to="town"), "2026-04-01 15:00")
    kind = next(one for one in by_kind()["incident"].documents if one.key == "grid.order")
    first = issue(kind, made, town.dispatcher)
    made = act(town, made, "2026-04-03 16:00", "return", town.handler, reason="村道归农业农村办管护")
    act(town, made, "2026-04-03 16:30", "dispatch", town.dispatcher, unit=town.works, level="4", task="")
    again = issue(kind, made, town.dispatcher)
    assert (first.number != again.number, again.version) == (True, 1)
    assert issue(kind, made, town.dispatcher) == again


def test_what_is_on_no_list_waits_for_the_duty_officer(town: Town) -> None:
    made = report(town, topic="0402", to="town")
    with pytest.raises(Refused, match="请值班长先“清单外决定”"):
        act(town, made, "2026-04-01 10:10", "dispatch", town.dispatcher, unit=town.works, level="4", task="")
    taken = DutyItem.objects.get(code="S04")
    made = act(town, made, "2026-04-01 10:20", "decide_item", town.dispatcher, item=taken)
    assert running(made) == {"level_4", "hand_up"}
    other = act(
        town,
        report(town, topic="0402", to="town"),
        "2026-04-01 10:20",
        "decide_item",
        town.dispatcher,
        words="由镇解释政策",
    )
    assert (
        act(
            town, other, "2026-04-01 10:30", "dispatch", town.dispatcher, unit=town.works, level="4", task=""
        ).status
        == "dispatched"
    )


def test_of_what_the_county_leads_the_town_does_its_share_and_tells_it(town: Town) -> None:
    made = at_work(town, report(town, topic="1002", to="town"), "2026-04-01 15:00", "4")
    act(town, made, "2026-04-02 10:00", "answer", town.handler, settled_how="劝导了")
    with pytest.raises(Refused, match="本事项由澄湖县公安局牵头，请先“上报牵头部门”"):
        act(town, made, "2026-04-02 11:00", "close", town.dispatcher)
    letter = {**LETTER, "body": OutsideBody.objects.get(short_name="县公安局"), "due_on": None}
    act(town, made, "2026-04-02 11:00", "tell_lead", town.dispatcher, **letter)
    assert act(town, made, "2026-04-02 11:10", "close", town.dispatcher).status == "closed"


def test_a_new_version_of_an_item_changes_no_old_incident(town: Town) -> None:
    old = report(town, topic="0104")
    first = DutyItem.objects.get(code="S03")
    DutyItem.objects.create(
        code="S03", version=2, name="违法建设的发现和制止", part="own", valid_from=date(2026, 6, 1)
    )
    new = report(town, "2026-06-01 09:00", topic="0104")
    assert (old.item, new.item.version, new.status) == (first, 2, "village")
    with pytest.raises(Refused, match="上级部门收回"):
        act(town, old, "2026-06-01 09:00", "dispatch", town.dispatcher, unit=town.works, level="3", task="")
    with pytest.raises(Exception, match="keeps its words"):
        DutyItem.objects.filter(pk=first.pk).update(part="own")


def test_settled_on_the_spot_is_an_end_that_is_looked_at_again(town: Town) -> None:
    made = report(town, settled_how="当场清走了")
    assert (made.status, made.closed_at) == ("settled", moment("2026-04-01 10:00")) and not running(made)
    with pytest.raises(Refused, match="处置的人不能核查自己的处置"):
        act(town, made, "2026-04-02 09:00", "spot_check", town.grid_worker, passed="yes", words="看过")
    made = act(town, made, "2026-04-02 09:00", "spot_check", town.grid_chief, passed="no", words="又堆上了")
    assert (made.status, made.closed_at, running(made)) == ("village", None, {"level_3", "village"})


def test_a_child_who_is_named_is_known_to_few_though_nobody_ticked_a_flag(town: Town) -> None:
    made = report(town, parties=[dict(CHILD)])
    assert (made.status, made.compartment) == ("reported", "minor")
    assert not Matter.objects.visible_to(town.grid_chief).filter(pk=made.pk)
    settled = report(town, parties=[{**FATHER, "role": "applicant"}], settled_how="当场清走了")
    assert running(settled) == {"tell"}


def test_a_phone_whose_clock_is_days_ahead_is_told(town: Town) -> None:
    with pytest.raises(Refused, match="请核对手机的时间"):
        report(town, happened_at=moment("2026-04-03 10:00"))
    slow = report(town, happened_at=moment("2026-04-01 10:00") + timedelta(minutes=4))
    assert slow.happened_at == slow.received_at


def test_a_dispute_found_is_mediated_from_the_grid_and_its_result_comes_back(town: Town) -> None:
    two = [
        {"name": name, "role": role, "of_age": True}
        for name, role in (("钱满囤", "applicant"), ("陆阿根", "respondent"))
    ]
    made = report(town, topic="1101", what="两家为滴水檐吵起来", parties=two)
    sent = {"body": town.committee, "dispute": "neighbour", "source": "application", "way": "ladder"}
    with time_machine.travel(moment("2026-04-01 10:30"), tick=False):
        mediation = town.act(made, "to_mediation", town.grid_worker, **sent).opened
    assert (mediation.holder_user, mediation.facts) == (town.grid_worker, "两家为滴水檐吵起来")
    made = Incident.objects.get(pk=made.pk)
    assert made.status == "below" and not running(made)
    with time_machine.travel(moment("2026-04-01 16:00"), tick=False):
        town.act(mediation, "settle_step", town.grid_worker, words="改檐口，当场说和")
    made = Incident.objects.get(pk=made.pk)
    assert made.status == "checked" and "当场说和" in made.settled_how and running(made) == {"close"}
    other = report(town, topic="0102")
    with pytest.raises(Refused, match="不属于民间纠纷"):
        act(town, other, "2026-04-01 10:30", "to_mediation", town.grid_worker, **sent)


def test_a_find_becomes_a_petition_with_nothing_typed_again(town: Town, client: Client) -> None:
    """Found on a Wednesday at 17:40, handed on the next day: the days of a petition run from when the find came in."""
    lines = [{"name": "陆阿根", "role": "applicant", "of_age": True}]
    made = report(town, "2026-04-01 17:40", topic="0402", to="town", parties=lines)
    with time_machine.travel(moment("2026-04-01 17:41"), tick=False):
        file = SimpleUploadedFile("沟边.png", picture())
        kept = attachments.add(made, file, check_upload(file), town.grid_worker)
    made = act(town, made, "2026-04-02 10:00", "to_petition", town.dispatcher, channel="hall", part="unit")
    petition = Petition.objects.get(parent=made)
    assert (petition.demand, petition.area, petition.code) == (WHAT, made.area, made.code)
    assert [one.name for one in petition.people] == ["陆阿根"]
    assert petition.received_at == moment("2026-04-01 17:40")
    assert set(petition.clocks.values_list("started_at", flat=True)) == {moment("2026-04-01 17:40")}
    assert told(town.grid_worker, made, "已转有权办理的单位、程序"), "the finder"
    client.force_login(town.petition_officer)
    page = client.get(f"/matters/{petition.pk}/").content.decode()
    assert kept.name in page, "who handles it sees what was seen on the spot"
    assert client.get(reverse("attachment", args=[kept.pk])).status_code == 200


def test_a_find_becomes_a_matter_of_the_hall_with_the_same_words(town: Town) -> None:
    made = report(town, topic="0402", to="town")
    with time_machine.travel(moment("2026-04-01 10:30"), tick=False):
        case = town.act(made, "to_case", town.dispatcher).opened
        assert (case.demand, case.area, case.code) == (WHAT, made.area, made.code)
        town.act(case, "answer_on_spot", town.dispatcher, answer="已说明政策")
    assert Incident.objects.get(pk=made.pk).settled_how == "已说明政策"
