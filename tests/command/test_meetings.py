"""A meeting from draft to minutes to the next one's agenda; what stands on it and who reads what; who does not hand in."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from command.forms import DecisionForm
from command.meetings import agenda, panels, watch
from command.meetings.papers import lines
from command.meetings.views import decided as shown
from command.models import Meeting
from core.models import Access, Clock, Exclusion, Link, Matter, Notice, Task
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.tasks import panel
from core.tasks.paper import _context as task_paper
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
HANDLE = "cases.handle_ordinary"


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-09-28 09:00"), tick=False) as moving:
        yield moving


def late(town: Town, demand: str, unit: Any, **facts: Any) -> Any:
    """A case that a unit has had since 09-14, overdue since 09-23."""
    case = town.register(demand, at=moment("2026-09-14 09:30"), **facts)
    case = town.act(
        case, "hand_over", town.dispatcher, moment("2026-09-14 10:00"), unit=unit, grade="ordinary"
    ).matter
    Clock.objects.filter(matter=case).exclude(rule="cases.sign").delete()
    return case


def convene(town: Town, begins: str, form: str = "weekly", units: Any = (), by: Any = None) -> Meeting:
    data = {
        "form": form, "begins_at": moment(begins), "place": "三楼会议室", "chair": town.duty_leader,
        "units": list(units) or [town.works, town.farms],
    }  # fmt: skip
    return open_matter("office_meeting", by=by or town.supervisor, data=data, key=uuid4()).matter


def do(town: Town, meeting: Any, name: str, by: Any = None, **data: Any) -> Meeting:
    town.act(meeting, name, by or town.supervisor, **data)
    return Meeting.objects.get(pk=meeting.pk)


def refused(act: Any) -> str:
    with pytest.raises(Refused) as no:
        act()
    return no.value.sentence


def called(town: Town, begins: str, **more: Any) -> Meeting:
    meeting = convene(town, begins, **more)
    if not agenda.standing(meeting):
        do(town, meeting, "add_item", words="通报近期情况", about=None, unit=None)
    return do(town, meeting, "call", begins_at=moment(begins), place="三楼会议室")


def held(town: Town, clockwork: Any, begins: str, **more: Any) -> Meeting:
    meeting = called(town, begins, **more)
    clockwork.move_to(moment(begins))
    return do(town, meeting, "hold", present=[town.works, town.farms], absence="", others="")


def decided(town: Town, meeting: Meeting, what: str, unit: Any, due_on: date, item: Any = None) -> Meeting:
    return do(town, meeting, "resolve", what=what, unit=unit, due_on=due_on, item=item)


def test_the_whole_way(town: Town, clockwork: Any) -> None:
    case = late(town, "机埠坏了没人修", town.works)
    meeting = convene(town, "2026-09-30 09:00")
    item = meeting.agenda.get()
    assert (item.source, item.about_id, item.unit, item.words) == (
        "overdue",
        case.pk,
        town.works,
        "9月15日到期，没有办完",
    )
    assert (meeting.status, meeting.title, meeting.holder_user) == ("drafted", "9月30日例会", town.supervisor)
    assert (
        not Meeting.objects.visible_to(town.unit_head).exists()
        and not Notice.objects.filter(matter=meeting).exists()
    )

    meeting = do(town, meeting, "call", begins_at=moment("2026-09-30 14:30"), place="二楼会议室")
    assert Meeting.objects.visible_to(town.unit_head).filter(pk=meeting.pk).exists()
    assert "09-30 周三 14:30" in Notice.objects.get(matter=meeting, user=town.stranger).sentence
    assert "还没有开" in refused(
        lambda: do(town, meeting, "hold", present=[town.works], absence="", others="")
    )
    clockwork.move_to(moment("2026-09-30 17:00"))
    meeting = do(town, meeting, "hold", present=[town.works], absence="农业农村办下乡", others="")
    assert [(one.unit, one.present) for one in meeting.called.all()] == [
        (town.works, True),
        (town.farms, False),
    ]
    meeting = decided(town, meeting, "修好机埠", town.works, date(2026, 10, 12), item)
    meeting = decided(town, meeting, "核对水费", town.farms, date(2026, 10, 16))
    meeting = decided(town, meeting, "另行研究", town.farms, date(2026, 10, 20))
    meeting = do(
        town, meeting, "strike_resolution", resolution=meeting.resolutions.get(what="另行研究"), reason="不议"
    )
    meeting = do(town, meeting, "write_minutes", minutes="村镇办汇报了进度。")
    assert (meeting.status, meeting.holder_user) == ("written", town.duty_leader)
    assert meeting.clocks.get(rule="command.minutes").end == "met"
    with pytest.raises(PermissionDenied):
        do(town, meeting, "sign_minutes", town.supervisor, note="")
    assert "报请的是唐志远" in refused(lambda: do(town, meeting, "sign_minutes", town.chief, note=""))
    meeting = do(town, meeting, "sign_minutes", town.duty_leader, note="")
    assert (meeting.status, meeting.signed_by, meeting.signed_on) == ("carrying", "唐志远", date(2026, 9, 30))
    tasks = list(meeting.tasks.all())
    assert [(one.what, one.unit, one.due_on, one.giver) for one in tasks] == [
        ("修好机埠", town.works, date(2026, 10, 12), town.duty_leader),
        ("核对水费", town.farms, date(2026, 10, 16), town.duty_leader),
    ]
    assert meeting.clocks.filter(rule="core.task", ended_at=None).count() == 2
    assert meeting.clocks.get(rule="command.carry").raw == date(2026, 10, 16)

    following = convene(town, "2026-10-12 09:00")
    left = list(following.agenda.all())
    assert [row.source for row in left[:2]] == [
        "left",
        "left",
    ] and "修好机埠（村镇办，10月12日前，待接受）" in left[0].words
    assert left[2].about_id == case.pk
    assert not convene(town, "2026-10-12 09:00", form="joint").agenda.filter(source="left").exists(), (
        "of the same kind only"
    )

    assert "没有了结" in refused(lambda: do(town, meeting, "finish"))
    for task, by in zip(tasks, (town.unit_head, town.stranger), strict=True):
        do(town, meeting, "accept_task", by, task=task)
        do(
            town,
            meeting,
            "report_task",
            by,
            task=Task.objects.get(pk=task.pk),
            report="已办。",
            no_proof="现场已看",
        )
        do(town, meeting, "approve_task", town.duty_leader, task=Task.objects.get(pk=task.pk), note="")
    assert do(town, meeting, "finish").status == "done"
    month = Period.of_month(2026, 9)
    for key in ("meetings_held", "meetings_signed", "meetings_minutes_in_time", "meetings_decided"):
        rows = Matter.objects.filter(indicators()[key].counts(month))
        assert [row.pk for row in rows] == [meeting.pk], key


def test_what_stands_on_the_agenda(town: Town, clockwork: Any) -> None:
    """Hard first, each once; only of the units that are called; no sealed matter."""
    hard, overdue = late(town, "墙要倒", town.works), late(town, "路坏了", town.farms)
    other = late(town, "水不通", town.taowu_village)
    sealed = late(town, "举报", town.works)
    Matter.objects.filter(pk=sealed.pk).update(compartment="confidential")
    again = town.act(
        town.register("路又坏了"), "hand_over", town.dispatcher, unit=town.farms, grade="ordinary"
    ).matter
    Link.objects.create(first_id=overdue.pk, second_id=again.pk)
    sweep()
    order = hard.offspring.get()
    town.act(order, "sign", town.duty_leader, reason="届满。", demand="请办。")
    meeting = convene(town, "2026-09-30 09:00")
    found = [(row.source, row.about_id) for row in meeting.agenda.all()]
    assert found == [("hard", hard.pk), ("overdue", overdue.pk), ("repeated", again.pk)]
    assert (
        meeting.agenda.get(about=hard.pk).words == "蓝色督办，达到挂牌条件"
        and meeting.agenda.get(about=again.pk).words == "第 2 次反映"
    )
    assert other.pk not in meeting.agenda.values_list("about", flat=True)
    assert "封闭" in refused(
        lambda: do(town, meeting, "add_item", words="x", about=Matter.objects.get(pk=sealed.pk), unit=None)
    )
    do(town, meeting, "drop_item", item=meeting.agenda.get(about=again.pk), reason="已另行答复")
    assert refused(lambda: do(town, meeting, "gather")) == "没有新的议题。", (
        "what a person took off does not come back"
    )
    newer = late(town, "桥断了", town.works)
    do(town, meeting, "gather")
    assert [row.about_id for row in agenda.standing(meeting)] == [hard.pk, overdue.pk, newer.pk]
    Matter.objects.filter(pk=hard.pk).update(compartment="minor")
    assert [row.about_id for row in agenda.standing(meeting)] == [overdue.pk, newer.pk], (
        "sealed since: it is gone"
    )


def test_nothing_is_talked_about_before_those_it_must_be_kept_from(town: Town, clockwork: Any) -> None:
    """The chair is shut out of one, a unit that is called of another: not drawn, not added, and gone where it stood."""
    chairs, units, kept = (late(town, demand, town.works) for demand in ("查副镇长", "查农办", "路坏了"))
    Exclusion.objects.create(
        matter_id=chairs.root_id, user=town.duty_leader, ground="accused", article="三十"
    )
    Exclusion.objects.create(matter_id=units.root_id, unit=town.farms, ground="accused", article="三十")
    meeting = convene(town, "2026-09-30 09:00")
    assert [row.about_id for row in meeting.agenda.all()] == [kept.pk]
    for about in (chairs, units):
        assert "回避" in refused(lambda: do(town, meeting, "add_item", words="x", about=about, unit=None))  # noqa: B023
    item = meeting.agenda.get()
    Exclusion.objects.create(
        matter_id=kept.root_id, unit=town.taowu_village, ground="accused", article="三十"
    )
    clockwork.move_to(moment("2026-09-29 09:00"))
    meeting = do(town, meeting, "call", begins_at=moment("2026-09-30 09:00"), place="三楼会议室")
    clockwork.move_to(moment("2026-09-30 09:00"))
    meeting = do(town, meeting, "hold", present=[town.works, town.farms], absence="", others="")
    assert "不能交给它" in refused(
        lambda: decided(town, meeting, "查清", town.taowu_village, date(2026, 10, 12), item)
    )
    decided(town, meeting, "修路", town.works, date(2026, 10, 12), item)
    do(town, meeting, "write_minutes", minutes="议了。")
    do(town, meeting, "sign_minutes", town.duty_leader, note="")
    Exclusion.objects.create(matter_id=kept.root_id, unit=town.farms, ground="accused", article="三十")
    assert agenda.standing(meeting) == []
    assert not convene(town, "2026-10-14 09:00").agenda.filter(source="left").exists(), "nor what was decided"


def test_what_is_sealed_before_the_minutes_are_signed_is_given_to_no_unit(town: Town, clockwork: Any) -> None:
    """It may be about the unit that would hear what was decided of it (信访工作条例 30)."""
    case = late(town, "查村镇办", town.works)
    meeting = held(town, clockwork, "2026-09-30 09:00")
    decided(town, meeting, "查清", town.works, date(2026, 10, 12), meeting.agenda.get(about=case))
    decided(town, meeting, "核对水费", town.works, date(2026, 10, 12))
    Matter.objects.filter(pk=case.pk).update(compartment="accusation")
    do(town, meeting, "write_minutes", minutes="议了。")
    meeting = do(town, meeting, "sign_minutes", town.duty_leader, note="")
    assert [task.what for task in meeting.tasks.all()] == ["核对水费"]
    assert "查清" not in str(panels.brief(meeting, town.duty_leader))


def test_what_is_sealed_after_the_minutes_is_read_by_who_may_see_it_alone(
    town: Town, clockwork: Any, client: Any
) -> None:
    """Its task, the minutes, the history, the list of tasks and the papers: none keeps a word of it for the room."""
    case = late(town, "查村镇办", town.works)
    meeting = held(town, clockwork, "2026-09-30 09:00")
    decided(town, meeting, "查清账目", town.works, date(2026, 10, 12), meeting.agenda.get(about=case))
    decided(town, meeting, "核对水费", town.works, date(2026, 10, 12))
    do(town, meeting, "write_minutes", minutes="有人反映账目不清。")
    meeting = do(town, meeting, "sign_minutes", town.duty_leader, note="")
    client.force_login(town.handler)
    pages = (f"/matters/{meeting.pk}/?all", "/tasks/", "/queue/")
    words = ("查清账目", "账目不清")
    there = [client.get(page).content.decode() for page in pages]
    assert all(word in there[0] for word in words) and "查清账目" in there[1] and "查清账目" in there[2]
    Matter.objects.filter(pk=case.pk).update(compartment="accusation")
    Access.objects.filter(matter=case).update(ends_at=moment("2026-09-30 09:00"))
    for page in pages:
        body = client.get(page).content.decode()
        assert "核对水费" in body and not any(word in body for word in words), page
    assert agenda.minutes(meeting, None) == agenda.KEPT
    asked = client.get(f"/matters/{meeting.pk}/do/accept_task/").content.decode()
    assert "保密事项" in asked and "核对水费" in asked and "查清账目" not in asked
    task = meeting.tasks.get(what="查清账目")
    assert "查清账目" not in str(task_paper(meeting, task))
    Access.objects.create(matter=case, user=town.director, part="keeper")
    client.force_login(town.director)
    assert all(word in client.get(pages[0]).content.decode() for word in words)


def test_how_much_is_asked_for_the_words_of_many_tasks(town: Town, clockwork: Any) -> None:
    """What is withheld is asked of all meetings at once: only one that names something sealed is looked at by itself."""

    def asked(tasks: list[Task]) -> int:
        with CaptureQueriesContext(connection) as made:
            panel.lines(tasks, town.handler)
        return len(made)

    case = late(town, "查村镇办", town.works)
    for hour in ("09:00", "10:00", "11:00"):
        meeting = held(town, clockwork, f"2026-09-30 {hour}")
        named = meeting.agenda.filter(about=case).first()
        decided(town, meeting, "核对水费", town.works, date(2026, 10, 12), named)
        do(town, meeting, "write_minutes", minutes="议了。")
        do(town, meeting, "sign_minutes", town.duty_leader, note="")
    tasks = list(Task.objects.select_related("matter", "unit", "giver"))
    assert len(tasks) == 3 and asked(tasks) == asked(tasks[:1])


def test_titles_through_the_gate_of_all(town: Town, clockwork: Any, client: Any) -> None:
    case = late(town, "机埠坏了没人修", town.works)
    meeting = called(town, "2026-09-30 09:00")
    there = f"/matters/{meeting.pk}/"
    for user, reads in ((town.unit_head, True), (town.stranger, False)):
        client.force_login(user)
        page = client.get(there).content.decode()
        assert case.number in page and ("机埠坏了" in page) is reads
    assert lines(meeting) == [f"1．{case.number}：9月15日到期，没有办完（村镇办汇报）"], (
        "the paper is read by all"
    )
    alone = called(town, "2026-09-30 10:00", units=[town.works])
    assert "机埠坏了没人修" in lines(alone)[0]
    client.force_login(town.handler)
    assert client.get(f"/matters/{alone.pk}/").status_code == 200
    client.force_login(town.stranger)
    assert client.get(f"/matters/{alone.pk}/").status_code == 404
    with pytest.raises(Http404):
        do(town, alone, "call", town.stranger, begins_at=moment("2026-09-30 11:00"), place="一楼")


def test_who_does_not_hand_in_the_minutes(town: Town, clockwork: Any) -> None:
    meeting = held(town, clockwork, "2026-09-30 09:00")
    assert meeting.clocks.get(rule="command.minutes").raw == date(2026, 10, 10)

    def told(words: str) -> set[str]:
        sweep()
        return set(
            Notice.objects.filter(matter=meeting, sentence__contains=words).values_list(
                "user__username", flat=True
            )
        )

    clockwork.move_to(moment("2026-10-10 23:59"))
    assert not told("请交纪要")
    clockwork.move_to(moment("2026-10-11 08:30"))
    assert not told("请交纪要"), "a Sunday, behind the Saturday that was worked"
    clockwork.move_to(moment("2026-10-12 08:30"))
    assert told("请交纪要") == {"supervisor", "director"}
    clockwork.move_to(moment("2026-10-14 08:30"))
    assert told("逾期 3 个工作日") == {"supervisor", "director", "duty_leader", "chief"}
    meeting = do(town, meeting, "write_minutes", minutes="没有新情况。")
    assert do(town, meeting, "sign_minutes", town.duty_leader, note="").status == "done", (
        "nothing was decided"
    )
    late_ones = Matter.objects.filter(
        indicators()["meetings_minutes_in_time"].counts(Period.of_month(2026, 10))
    )
    assert not late_ones.exists()


def test_ends_by_itself_when_the_last_day_is_over_and_nothing_is_open(town: Town, clockwork: Any) -> None:
    first, second = (
        decided(town, held(town, clockwork, f"2026-09-30 {hour}:00"), "清渠", town.works, date(2026, 10, 9))
        for hour in ("09", "10")
    )
    for meeting in (first, second):
        do(town, meeting, "write_minutes", minutes="已议。")
        do(town, meeting, "sign_minutes", town.duty_leader, note="")
    second.tasks.update(state="done", ended_at=moment("2026-10-08 09:00"))
    clockwork.move_to(moment("2026-10-10 08:30"))
    sweep()
    assert [Meeting.objects.get(pk=one.pk).status for one in (first, second)] == ["carrying", "done"]
    told = Notice.objects.filter(user=town.director, sentence__contains="议定事项落实")
    assert told.filter(matter=first).exists(), "the director is told where something is left open"


def test_refusals(town: Town, clockwork: Any) -> None:
    assert "现在以后" in refused(lambda: convene(town, "2026-09-28 08:59"))
    with pytest.raises(PermissionDenied):
        convene(town, "2026-09-30 09:00", by=town.unit_head)
    empty = convene(town, "2026-09-30 09:00")
    assert "加议题" in refused(
        lambda: do(town, empty, "call", begins_at=moment("2026-09-30 09:00"), place="一楼")
    )
    assert do(town, empty, "cancel_meeting", reason="没有议题").status == "cancelled"
    meeting = decided(town, held(town, clockwork, "2026-09-30 09:00"), "清渠", town.works, date(2026, 9, 30))
    meeting = do(town, meeting, "write_minutes", minutes="已议。")
    clockwork.move_to(moment("2026-10-08 09:00"))
    assert "期限已过" in refused(lambda: do(town, meeting, "sign_minutes", town.duty_leader, note=""))
    meeting = do(town, meeting, "send_back_minutes", town.duty_leader, reason="期限改一下")
    assert (meeting.status, meeting.holder_user) == ("held", town.supervisor)
    assert meeting.clocks.filter(rule="command.minutes", ended_at=None).count() == 1


def test_decisions_stand_on_the_matter(town: Town, clockwork: Any) -> None:
    case = late(town, "机埠坏了没人修", town.works)
    meeting = held(town, clockwork, "2026-09-30 09:00")
    meeting = decided(
        town, meeting, "修好机埠", town.works, date(2026, 10, 12), meeting.agenda.get(about=case.pk)
    )

    assert not shown(case), "not before the minutes are signed"
    meeting = do(
        town, do(town, meeting, "write_minutes", minutes="已议。"), "sign_minutes", town.duty_leader, note=""
    )
    row = shown(case)[0]
    assert (row["what"], row["unit"], row["state"], row["number"]) == (
        "修好机埠",
        "村镇办",
        "待接受",
        meeting.number,
    )


def test_a_decision_names_the_joint_meeting(town: Town, clockwork: Any) -> None:
    """Day and number come from the meeting; another kind of meeting, or one without minutes, cannot be named."""
    meeting = held(town, clockwork, "2026-09-30 09:00", form="joint")
    weekly = held(town, clockwork, "2026-09-30 10:00")
    typed = {
        "measure": "talk",
        "words": "由分管领导约谈。",
        "due_on": "2026-10-12",
        "key": f"{uuid4()}",
        "version": 0,
    }

    def asked(named: Any) -> DecisionForm:
        return DecisionForm({**typed, "meeting": named.pk}, user=town.supervisor)

    assert not asked(meeting).is_valid(), "not signed yet"
    for one in (meeting, weekly):
        do(town, do(town, one, "write_minutes", minutes="已议。"), "sign_minutes", town.duty_leader, note="")
    assert not asked(weekly).is_valid()
    form = asked(meeting)
    assert form.is_valid(), form.errors
    assert (form.answers["held_on"], form.answers["minutes"]) == (date(2026, 9, 30), meeting.number)
    lacking = DecisionForm(typed, user=town.supervisor)
    assert not lacking.is_valid() and set(lacking.errors) == {"held_on", "minutes"}


def test_a_kind_that_the_office_keeps_up_is_asked_for(town: Town, clockwork: Any) -> None:
    def told(user: Any) -> int:
        return Notice.objects.filter(user=user, sentence__startswith="本周的例会还没有召开").count()

    clockwork.move_to(moment("2026-09-01 09:00"))
    assert watch.remind() == 0, "never held, never asked for"
    convene(town, "2026-09-03 09:00")
    clockwork.move_to(moment("2026-09-07 08:35"))
    assert watch.remind() == 0, "on Monday there is time"
    clockwork.move_to(moment("2026-09-08 08:35"))
    watch.remind(), watch.remind()
    assert (told(town.supervisor), told(town.dispatcher)) == (1, 0)
    clockwork.move_to(moment("2026-09-11 08:35"))
    watch.remind()
    assert told(town.director) == 2, "as who calls meetings, and as the director"
    convene(town, "2026-09-12 09:00")
    assert watch.remind() == 0
    clockwork.move_to(moment("2026-10-20 08:35"))
    assert watch.remind() == 0, "given up"
