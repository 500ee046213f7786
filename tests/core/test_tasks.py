"""Tasks: given, answered, checked, watched; seen by who must and by nobody else."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate

from core.deadlines.calendars import load_from_chinesecalendar
from core.models import Access, Clock, Exclusion, Holding, Matter, Notice, Post, Task, TeamTemplate
from core.procedure.indicators import Period
from core.procedure.procedure import indicators
from core.records.notices import tell
from core.tasks.forms import HolderField
from core.values.refused import Refused
from core.views.tasks import count, waiting
from core.workflow.escalation import sweep
from core.workflow.perform import perform
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
GIVEN_AT = moment("2026-04-02 10:10")


@pytest.fixture
def case(town: Town) -> Any:
    """Registered on a Thursday before Qingming."""
    load_from_chinesecalendar()
    with time_machine.travel(GIVEN_AT, tick=False):
        yield town.register()


def give(town: Town, case: Any, by: Any = None, **facts: Any) -> Task:
    data = {"what": "疏通排水渠", "unit": town.farms, "user": None, "due_on": date(2026, 4, 9), **facts}
    perform(case.pk, "give_task", by=by or town.duty_leader, data=data, key=uuid4())
    return Task.objects.latest("pk")


def do(town: Town, task: Task, name: str, by: Any, **data: Any) -> Task:
    perform(
        task.matter_id,
        name,
        by=by,
        data={"task": task, **data},
        key=uuid4(),
        decided_by=data.pop("decided_by", ""),
    )
    return Task.objects.get(pk=task.pk)


def running(task: Task, rule: str = "core.task") -> Clock:
    return Clock.objects.get(matter=task.matter_id, rule=rule, item=task.number, ended_at=None)


def told(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


def test_a_task_is_given_accepted_reported_with_proof_and_checked(town: Town, case: Any) -> None:
    task = give(town, case)
    assert (running(task).raw, task.state) == (date(2026, 4, 9), "given")
    assert "交办第 1 项" in told(town.stranger)[-1]
    task = do(town, task, "accept_task", town.stranger)
    assert task.state == "accepted"
    task = do(town, task, "report_task", town.stranger, report="已疏通。", no_proof="")
    assert task.state == "reported" and running(task, "core.task_check").user == town.duty_leader
    assert not Clock.objects.filter(rule="core.task", ended_at=None).exists()
    task = do(town, task, "approve_task", town.duty_leader, note="好。")
    assert task.state == "done" and task.ended_at
    assert not Clock.objects.filter(rule__startswith="core.task", ended_at=None).exists()


def test_a_report_without_proof_says_why(town: Town, case: Any, client: Client) -> None:
    task = do(town, give(town, case), "accept_task", town.stranger)
    client.force_login(town.stranger)
    typed = {
        "task": task.pk,
        "report": "已疏通。",
        "key": str(uuid4()),
        "version": Matter.objects.get(pk=case.pk).version,
    }
    url = f"/matters/{case.pk}/do/report_task/"
    assert "请附上办结的材料" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "no_proof": "现场办结，没有留照片"}).status_code == 302
    task.refresh_from_db()
    assert task.state == "reported"


def test_two_tasks_of_one_unit_have_a_clock_each(town: Town, case: Any) -> None:
    first, second = give(town, case), give(town, case, due_on=date(2026, 4, 7))
    assert running(first).raw != running(second).raw
    do(town, first, "return_task", town.stranger, reason="不属本办。")
    assert not Clock.objects.filter(rule="core.task", item=1, ended_at=None).exists() and running(second)


def test_what_is_returned_or_cancelled_is_over_and_is_not_seen_any_more(town: Town, case: Any) -> None:
    for name, by, data in (
        ("return_task", town.stranger, {"reason": "不属本办职责。"}),
        ("cancel_task", town.duty_leader, {"reason": "已由村里办了。"}),
    ):
        task = give(town, case)
        assert Matter.objects.visible_to(town.stranger).filter(pk=case.pk).exists()
        task = do(town, task, name, by, **data)
        assert task.ended_at and task.reason == data["reason"]
        assert not Matter.objects.visible_to(town.stranger).filter(pk=case.pk).exists()


def test_sent_back_it_runs_again_towards_the_new_day(town: Town, case: Any) -> None:
    task = do(town, give(town, case), "accept_task", town.stranger)
    task = do(town, task, "report_task", town.stranger, report="已疏通。")
    task = do(town, task, "send_back_task", town.duty_leader, reason="下游还堵。", due_on=date(2026, 4, 14))
    assert (task.state, task.reported_at, running(task).raw) == ("accepted", None, date(2026, 4, 14))


def test_a_term_is_prolonged_by_the_giver_to_a_later_day_only(town: Town, case: Any) -> None:
    task = give(town, case)
    with pytest.raises(Refused, match="要晚于原来的"):
        do(town, task, "extend_task", town.duty_leader, reason="雨天。", due_on=date(2026, 4, 8))
    task = do(town, task, "extend_task", town.duty_leader, reason="雨天。", due_on=date(2026, 4, 16))
    assert running(task).raw == task.due_on == date(2026, 4, 16)


def test_only_the_giver_the_director_or_paper_checks(town: Town, case: Any) -> None:
    task = do(town, give(town, case), "accept_task", town.stranger)
    task = do(town, task, "report_task", town.stranger, report="已疏通。")
    for by in (town.dispatcher, town.chief):
        with pytest.raises(Refused, match="由交办人唐志远定"):
            do(town, task, "approve_task", by)
    with pytest.raises(Refused, match="没有您正在办的"):
        do(town, task, "report_task", town.petition_officer, report="我办的。")
    assert do(town, task, "approve_task", town.director).state == "done"


def test_a_clerk_who_types_it_names_the_giver_and_an_empty_day_is_refused(town: Town, case: Any) -> None:
    task = give(town, case, town.dispatcher, giver=town.chief)
    assert (task.giver, task.typed_by) == (town.chief, town.dispatcher)
    with pytest.raises(Refused, match="早于今天"):
        give(town, case, due_on=date(2026, 4, 1))


def test_it_is_reminded_before_on_the_day_then_the_giver_then_the_director(town: Town, case: Any) -> None:
    give(town, case)
    seen: dict[str, list[str]] = {}
    for day in ("2026-04-08 23:50", "2026-04-09 08:30", "2026-04-10 08:30", "2026-04-17 08:30"):
        with time_machine.travel(moment(day), tick=False):
            Notice.objects.all().delete()
            sweep()
            seen[day] = [
                name
                for name in ("stranger", "duty_leader", "director")
                if any("第 1 项" in sentence for sentence in told(getattr(town, name)))
            ]
    assert list(seen.values()) == [
        ["stranger"],
        ["stranger"],
        ["stranger", "duty_leader"],
        ["duty_leader", "director"],
    ]


def test_the_excluded_the_accused_and_a_sealed_matter_without_a_name_are_refused(
    town: Town, case: Any
) -> None:
    Exclusion.objects.create(matter=case, user=town.stranger, ground="recused", article="回避")
    with pytest.raises(Refused, match="回避"):
        give(town, case, user=town.stranger)
    Matter.objects.filter(pk=case.pk).update(compartment="accusation")
    Access.objects.create(matter=case, user=town.duty_leader, part="keeper")
    with pytest.raises(Refused, match="要交办到人"):
        give(town, case, unit=town.works)
    with pytest.raises(Refused, match="检举控告"):
        give(town, case, unit=town.works, user=town.handler)


def test_of_a_sealed_matter_the_one_who_is_named_sees_it_and_nobody_else_of_the_unit(town: Town) -> None:
    case = town.register(compartment="minor")
    Access.objects.get_or_create(matter_id=case.pk, user=town.duty_leader, part="keeper")
    give(town, case, unit=town.works, user=town.handler, due_on=localdate() + timedelta(days=3))
    seen = [
        name
        for name in ("handler", "unit_head")
        if Matter.objects.visible_to(getattr(town, name)).filter(pk=case.pk)
    ]
    assert seen == ["handler"]


def test_it_stands_on_the_queue_the_menu_the_page_and_in_what_i_gave(
    town: Town, case: Any, client: Client
) -> None:
    give(town, case, user=town.stranger)
    client.force_login(town.stranger)
    assert count(town.stranger) == 1
    for url in ("/queue/", f"/matters/{case.pk}/", "/tasks/"):
        assert "疏通排水渠" in client.get(url).content.decode(), url
    client.force_login(town.duty_leader)
    assert "疏通排水渠" in client.get("/tasks/?view=given").content.decode()
    client.force_login(town.handler)
    assert "疏通排水渠" not in client.get("/tasks/").content.decode()


def test_who_is_shut_out_afterwards_finds_it_nowhere(town: Town, case: Any, client: Client) -> None:
    give(town, case)
    Exclusion.objects.create(matter=case, user=town.stranger, ground="recused", article="回避")
    assert count(town.stranger) == 0
    client.force_login(town.stranger)
    assert "疏通" not in client.get("/tasks/").content.decode() + client.get("/queue/").content.decode()
    assert not tell([town.stranger], case, "交办")


def test_a_post_that_is_handed_over_keeps_its_tasks(town: Town, case: Any) -> None:
    """The one named leaves; his successor finds the task, and so does a deputy."""
    task = give(town, case, user=town.stranger)
    post = Post.objects.get(unit=town.farms)
    Holding.objects.filter(post=post).update(ends_on=date(2026, 4, 2))
    with time_machine.travel(moment("2026-04-03 09:00"), tick=False):
        giver, second = town.security_admin, town.director
        Holding.objects.create(
            post=post,
            user=town.legal_officer,
            starts_on=date(2026, 4, 3),
            given_by=giver,
            activated_by=second,
        )
        successor = type(town.legal_officer).objects.get(pk=town.legal_officer.pk)
        assert list(waiting(successor)) == [task]
        assert do(town, task, "accept_task", successor).state == "accepted"


def test_a_case_is_not_closed_while_a_task_is_open(town: Town, case: Any) -> None:
    task = give(town, case)
    with pytest.raises(Refused, match="1 项交办没有了结"):
        town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    do(town, task, "cancel_task", town.duty_leader, reason="不用了。")
    assert town.act(case, "answer_on_spot", town.receptionist, answer="已说明。").matter.closed_at


def test_what_falls_away_with_its_matter_says_so_to_who_had_it(town: Town, case: Any) -> None:
    """Voided while one is in hand: over for good, with its sight, the reason and a line of the history; opened again or not."""
    first, second = give(town, case), give(town, case, unit=town.works)
    do(town, second, "return_task", town.handler, reason="不属本办。")
    done = town.act(case, "void", town.director, reason="登记错了。")
    first.refresh_from_db()
    assert (first.state, first.reason) == ("cancelled", "事项已“作废”") and first.ended_at == GIVEN_AT
    assert done.entry.detail.values["fallen"] == "第1项"
    assert told(town.stranger)[-1].startswith("事项已“作废”，交办第 1 项不再办理")
    assert not Access.objects.current().filter(matter=case.pk, unit=town.farms).exists()
    assert not any("第 2 项不再办理" in sentence for sentence in told(town.handler))


def test_a_task_is_given_to_each_of_a_team_whose_roles_are_laid_out_at_once(
    town: Town, case: Any, client: Client
) -> None:
    """Any matter: the template chosen, its roles stand there with what was typed, unjudged, and nothing is done yet."""
    client.force_login(town.duty_leader)
    url = f"/matters/{case.pk}/do/give_task/"
    assert "template" not in client.get(url).context["form"].fields, "there is none"
    template = TeamTemplate.objects.create(name="1+1+5 责任追究", basis="镇纪要", roles="召集人\n组员 2")
    version = Matter.objects.get(pk=case.pk).version
    typed = {
        "key": str(uuid4()),
        "version": version,
        "what": "查清原因",
        "due_on": "2026-04-09",
        "template": template.pk,
    }
    laid = client.post(url, {**typed, "lay": "1", "due_on": "不是日期"})
    form = laid.context["form"]
    assert [form.fields[name].label for name in form.seats] == ["召集人", "组员1", "组员2"]
    assert not {"unit", "user"} & set(form.fields) and not form.is_bound
    assert 'value="查清原因"' in laid.content.decode() and 'value="不是日期"' in laid.content.decode()
    assert not Task.objects.exists()
    assert "专班还没有选人：召集人、组员1、组员2。" in client.post(url, typed).content.decode()
    held = {one.user: one.pk for one in Holding.objects.current().filter(deputy=False)}
    team = (town.unit_head, town.handler, town.stranger)
    long = typed | {f"seat_{n}": held[user] for n, user in enumerate(team)} | {"what": "查" * 297}
    assert "交办内容最多 296 字" in client.post(url, long).content.decode()  # 组员2：, and no word is cut off
    answer = client.post(url, typed | {f"seat_{n}": held[user] for n, user in enumerate(team)})
    assert answer.status_code == 302, answer.context["form"].errors
    given = {task.user: (task.what, task.unit) for task in Task.objects.all()}
    assert given[town.stranger] == ("组员2：查清原因", town.farms) and len(given) == 3
    client.force_login(town.archivist)
    assert client.post(url, {"lay": "1"}).status_code == 403


def test_a_holder_is_said_with_his_unit_once(town: Town) -> None:
    held = Holding.objects.current().select_related("user", "post__unit").get(user=town.handler, deputy=False)
    unit, says = held.post.unit.short_name, HolderField().label_from_instance
    held.post.name = "承办人"
    assert says(held) == f"{town.handler.name}（{unit}，承办人）"
    held.post.name = f"{unit}承办人"
    assert says(held) == f"{town.handler.name}（{unit}承办人）"


def test_the_numbers_open_their_lists_by_unit(town: Town, case: Any) -> None:
    give(town, case)
    cases = type(case).objects
    with time_machine.travel(moment("2026-04-10 09:00"), tick=False):
        period = Period.of_month(2026, 4)
        late = indicators()["case_tasks_late"]
        assert [row.pk for row in late.rows(cases, period)] == [case.pk]
        assert [row.pk for row in late.rows(cases, period, "B02")] == [case.pk]
        assert not late.rows(cases, period, "B01").exists()
    with time_machine.travel(moment("2026-04-09 09:00"), tick=False):
        assert not late.rows(cases, period).exists()
        assert indicators()["case_tasks_open"].rows(cases, period).exists()


def test_an_instruction_gives_tasks_in_the_same_act(town: Town, case: Any, client: Client) -> None:
    town.act(case, "ask_instruction", town.dispatcher, leader=town.duty_leader, opinion="拟由村镇办主办。")
    client.force_login(town.duty_leader)
    version = Matter.objects.get(pk=case.pk).version
    typed = {
        "words": "先疏通，再查原因。", "unit": town.works.pk, "grade": "ordinary", "key": str(uuid4()), "version": version,
        "tasks-TOTAL_FORMS": "2", "tasks-INITIAL_FORMS": "0",
        "tasks-0-what": "查清淤积原因", "tasks-0-unit": town.farms.pk, "tasks-0-due_on": "2026-04-09",
    }  # fmt: skip
    wrong = client.post(f"/matters/{case.pk}/do/instruct/", {**typed, "tasks-1-what": "报照片"})
    assert "请填写责任单位" in wrong.content.decode()
    assert client.post(f"/matters/{case.pk}/do/instruct/", typed).status_code == 302
    task = Task.objects.get()
    assert (task.what, task.giver, task.unit) == ("查清淤积原因", town.duty_leader, town.farms)
    assert Matter.objects.get(pk=case.pk).holder_unit == town.works
