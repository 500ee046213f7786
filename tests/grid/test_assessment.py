"""A month's assessment of the grids: drawn from what is recorded, opened down to its rows, objected to, corrected, confirmed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.documents import issue
from core.models import Clock, Holding, Matter, Notice, Post, User
from core.procedure.procedure import document_kinds
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from grid.assessment import numbers, watch
from grid.assessment.panels import objections, paper, table
from grid.models import Assessment
from tests.grid.test_numbers import report, way
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-10-09 09:00"), tick=False) as moving:
        yield moving


@pytest.fixture
def town(scene: Town, clockwork: Any) -> Iterator[Town]:
    """September: settled on the spot; found by the grid and done in time by the office; told by people and done late."""
    with transaction.atomic():
        report(scene, at="2026-09-03 10:00", settled_how="已代办", topic="0401")
        found = report(scene, at="2026-09-07 09:00", to="town")
        way(scene, found, "2026-09-07 10:00", "2026-09-07 11:00", "2026-09-08 09:00", "2026-09-08 15:00")
        told = report(
            scene, by=scene.dispatcher, at="2026-09-10 09:00", to="town", channel="people", area=scene.taowu_2
        )
        way(scene, told, "2026-09-10 10:00", "2026-09-10 11:00", "2026-09-21 09:00", "2026-09-21 15:00")
        report(
            scene,
            by=scene.dispatcher,
            at="2026-09-28 09:00",
            to="town",
            channel="hotline",
            area=scene.songling,
        )
        yield scene
        transaction.set_rollback(True)


def drawn(town: Town) -> Assessment:
    return open_matter("assessment", by=town.dispatcher, data={"month": SEPTEMBER}).matter


def counts(assessment: Any) -> dict[str, list[int]]:
    return {line.key: [line.now[key] for key in numbers.NUMBERS] for line in numbers.lines(assessment)}


def post(client: Client, pk: int, name: str, **data: Any) -> Any:
    """Through the page: the form as it stands, with these answers."""
    url = reverse("act", args=[pk, name])
    form = client.get(url).context["form"]
    given = {one: form[one].value() for one in ("key", "version")}
    return client.post(url, {**given, **data})


def test_a_month_is_opened_down_to_its_rows_objected_to_and_corrected(
    town: Town, client: Client, clockwork: Any
) -> None:
    client.force_login(town.dispatcher)
    page = client.get(reverse("assessment_new"))
    assert page.context["form"]["month"].value() == "2026-09", "the month before"
    made = client.post(
        reverse("assessment_new"),
        {"key": page.context["form"]["key"].value(), "version": 0, "month": "2026-09"},
    )
    assessment = Assessment.objects.get()
    assert made.status_code == 302 and assessment.title == "2026年9月网格考核"
    grid = town.taowu_2.code
    assert counts(assessment) == {
        grid: [3, 2, 3, 2, 0, 0, 0], "none": [1, 0, 0, 0, 0, 0, 0], "centre": [3, 1, 2, 1, 0, 0, 0],
    }  # fmt: skip
    body = client.get(reverse("matter", args=[assessment.pk])).content.decode()
    assert "不打分、不合计、不排名" in body and f"line={grid}&amp;number=incident_done" in body
    assert "韩广林" not in body, "grids, not persons"

    # Opened: five working days at least; the head of the grid is told.
    early = post(client, assessment.pk, "open_assessment", objections_by="2026-10-14")
    assert "最早 2026-10-15" in early.content.decode()
    assert post(client, assessment.pk, "open_assessment", objections_by="2026-10-16").status_code == 302
    assert Notice.objects.filter(
        matter=assessment, user=town.grid_chief, sentence__contains="10-16 截止"
    ).exists()

    (title, own), (_, every) = table(assessment, town.grid_worker)["parts"]
    assert title == "本网格" and {key for _, key, _ in own} == {grid} < {key for _, key, _ in every}

    # The head opens a number down to its rows, ticks one, and objects: the people had told him, so it was his find.
    client.force_login(town.grid_chief)
    files = client.get(
        reverse("assessment_files", args=[assessment.pk]), {"line": grid, "number": "incident_own_find"}
    )
    (_, counted, _), (_, others, _) = files.context["groups"]
    assert [len(counted), len(others)] == [2, 1] and files.context["objects"]
    row = others[0][0]
    address = (
        f"{reverse('act', args=[assessment.pk, 'object_number'])}?number=incident_own_find&incidents={row.pk}"
    )
    form = client.get(address).context["form"]
    assert (form["number"].value(), form["incidents"].value()) == ("incident_own_find", [f"{row.pk}"])
    said = {"number": "incident_own_find", "incidents": [row.pk], "words": "巡查当天先发现，群众后来才说。"}
    assert post(client, assessment.pk, "object_number", **said).status_code == 302
    assert "还没有认定" in post(client, assessment.pk, "object_number", **said).content.decode()
    clock = Clock.objects.get(matter=assessment, rule="assessment.decide")
    assert (clock.item, clock.raw) == (1, date(2026, 10, 15))

    # Nobody decides: it is told upwards on the day after.
    clockwork.move_to(moment("2026-10-16 09:00"))
    sweep()
    assert Notice.objects.filter(
        user=town.duty_leader, matter=assessment, sentence__contains="第 1 项已经逾期"
    ).exists()

    # The director decides, and the number drawn stays beside the one that counts.
    decision = {
        "objection": assessment.objections.get(), "verdict": "corrected", "incidents": [row], "reason": "巡查日志 9 月 9 日有记录。",
    }  # fmt: skip
    shown = {**decision, "objection": decision["objection"].pk, "incidents": [row.pk]}
    clockwork.move_to(moment("2026-10-17 09:00"))
    client.force_login(town.director)
    with pytest.raises(Refused, match="还有 1 件异议"):
        town.act(assessment, "confirm_assessment", town.director)
    assert post(client, assessment.pk, "decide_objection", **shown).status_code == 302
    assessment = Assessment.objects.get()
    assert counts(assessment)[grid][:3] == [3, 3, 3] and counts(assessment)["centre"][:2] == [3, 2]
    body = client.get(reverse("matter", args=[assessment.pk])).content.decode()
    assert "<small>拟 2</small>" in body and "成立，更正" in body
    assert Notice.objects.filter(user=town.grid_chief, sentence__contains="第1件异议已认定").exists()

    # Confirmed after its term, and printed.
    town.act(assessment, "confirm_assessment", town.director)
    assessment = Assessment.objects.get()
    context = paper(assessment)
    assert context["list"][0] == ("桃坞村 · 桃坞第二网格", "3", "3 拟 2", "3", "2", "0", "0", "0")
    assert issue.issue(document_kinds()["grid.assessment"], assessment, town.director).number.endswith("1号")


def test_an_objection_is_of_ones_own_grid_and_in_its_term(town: Town, clockwork: Any) -> None:
    assessment = drawn(town)
    with pytest.raises(Refused, match="已经拟过"):
        drawn(town)
    with pytest.raises(Refused, match="还没有过完"):
        open_matter("assessment", by=town.dispatcher, data={"month": date(2026, 10, 1)})
    town.act(assessment, "open_assessment", town.dispatcher, objections_by=date(2026, 10, 16))
    assessment = Assessment.objects.get()
    mine, others = (
        assessment.incidents.filter(**how).first() for how in ({"grid": town.taowu_2}, {"grid": None})
    )
    said = {"number": "incident_done", "words": "不是本网格的。"}
    with pytest.raises(Refused, match="自己管辖的网格"):
        town.act(assessment, "object_number", town.grid_chief, incidents=[others], **said)
    clockwork.move_to(moment("2026-10-17 00:30"))
    with pytest.raises(Refused, match="已经截止"):
        town.act(assessment, "object_number", town.grid_chief, incidents=[mine], **said)
    town.act(assessment, "drop_assessment", town.dispatcher, reason="漏了一个网格。")
    again = open_matter("assessment", by=town.director, data={"month": SEPTEMBER}).matter
    clockwork.move_to(moment("2026-10-19 09:00"))
    town.act(again, "open_assessment", town.director, objections_by=date(2026, 10, 26))
    town.act(
        again, "object_number", town.grid_chief, incidents=[again.incidents.get(about=mine.about_id)], **said
    )
    with pytest.raises(Refused, match="还有 1 件异议没有认定"):
        town.act(again, "drop_assessment", town.director, reason="重拟。")
    decision = {"objection": again.objections.get(), "verdict": "upheld", "incidents": [], "reason": "是。"}
    with pytest.raises(Refused, match="这一件是您拟的"):
        town.act(again, "decide_objection", town.director, **decision)


def test_who_answers_for_a_grid_objects_though_the_post_is_at_no_village_s_unit(
    town: Town, client: Client
) -> None:
    """What the gate keeps from him he names by its number."""
    known = Holding.objects.first()
    assert known
    head = User.objects.create_user("sent_head", "许百川", must_change_password=False)
    sent = Post.objects.create(role="grid_chief", unit=town.government, area=town.taowu_2, name="网格长")
    given = {"given_by": known.given_by, "activated_by": known.activated_by}
    Holding.objects.create(post=sent, user=head, starts_on=date(2026, 1, 1), **given)
    assessment = drawn(town)
    town.act(assessment, "open_assessment", town.dispatcher, objections_by=date(2026, 10, 16))
    assert Notice.objects.filter(user=head, matter=assessment.pk).exists()
    client.force_login(head)
    mine = assessment.incidents.filter(grid=town.taowu_2).first()
    form = client.get(reverse("act", args=[assessment.pk, "object_number"])).context["form"]
    offered = {str(words) for _, words in form.fields["incidents"].choices}
    assert len(offered) == assessment.incidents.filter(grid=town.taowu_2).count()
    assert all(mine.about.shown_title not in words for words in offered)
    said = {"number": "incident_done", "words": "是别的网格的。", "incidents": [f"{mine.pk}"]}
    assert post(client, assessment.pk, "object_number", **said).status_code == 302
    assert assessment.objections.get().by == head


def test_without_a_head_the_worker_objects_and_without_both_the_keepers_are_told(town: Town) -> None:
    def gone(user: User) -> None:
        Holding.objects.filter(user=user).update(ends_on=date(2026, 10, 1))

    def opened() -> Assessment:
        made = drawn(town)
        town.act(made, "open_assessment", town.dispatcher, objections_by=date(2026, 10, 16))
        return made

    gone(town.grid_chief)
    first = opened()
    mine = first.incidents.filter(grid=town.taowu_2).first()
    said = {"number": "incident_done", "incidents": [mine], "words": "是别的网格的。"}
    town.act(first, "object_number", town.grid_worker, **said)
    decision = {"objection": first.objections.get(), "verdict": "upheld", "reason": "记录相符。"}
    town.act(first, "decide_objection", town.director, **decision)
    town.act(first, "drop_assessment", town.dispatcher, reason="重拟")
    gone(town.grid_worker)
    again = opened()
    told = Notice.objects.filter(user=town.director, matter=again, sentence__contains="没有人能提异议")
    assert "桃坞第二网格" in told.get().sentence


def test_what_leaves_a_number_leaves_its_parts(town: Town) -> None:
    row = drawn(town).incidents.filter(drawn__contains=[numbers.IN_TIME]).first()
    assert row is not None
    assert not {numbers.DONE, numbers.IN_TIME} & set(numbers.turned(row, numbers.DONE))
    with pytest.raises(ValueError, match="没有计入“有评价”"):
        numbers.turned(row, numbers.SATISFIED)


def test_what_is_sealed_later_is_in_no_number(town: Town, client: Client) -> None:
    assessment = drawn(town)
    town.act(assessment, "open_assessment", town.dispatcher, objections_by=date(2026, 10, 16))
    assessment = Assessment.objects.get()
    row = assessment.incidents.filter(grid=town.taowu_2).first()
    assert row is not None
    said = {"number": "incident_done", "incidents": [row], "words": "那一家的事不算办结。"}
    town.act(assessment, "object_number", town.grid_chief, **said)
    Matter.objects.filter(pk=row.about_id).update(compartment="domestic_violence")
    against = str(objections(assessment, None))
    assert row.about.number not in against and "那一家" not in against and "保密事项" in against
    assert counts(assessment)[town.taowu_2.code][0] == 2
    client.force_login(town.director)
    address = {"line": town.taowu_2.code, "number": "incident_reported"}
    page = client.get(reverse("assessment_files", args=[assessment.pk]), address)
    assert row.about.number not in page.content.decode()
    client.force_login(town.petition_officer)  # sees no incidents, so no assessment of them
    assert client.get(reverse("assessment_files", args=[assessment.pk]), address).status_code == 404


def test_a_month_that_nobody_draws_up_is_told(town: Town, clockwork: Any) -> None:
    clockwork.move_to(moment("2026-10-04 08:25"))
    assert watch.remind() == 0
    clockwork.move_to(moment("2026-10-05 08:25"))
    watch.remind(), watch.remind()
    assert (
        Notice.objects.filter(user=town.dispatcher, sentence__startswith="9月的网格考核还没有拟").count() == 1
    )
    clockwork.move_to(moment("2026-10-10 08:25"))
    watch.remind()
    assert Notice.objects.get(user=town.director, sentence__startswith="9月的网格考核", urgent=True)
    drawn(town)
    assert watch.remind() == 0
