"""A campaign of thirty backlog matters to its end; a situation report from the record to its receipt."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404

from command.campaigns import board
from command.campaigns.forms import OutForm
from command.models import Campaign, SituationReport
from command.quality import sampling, steps
from command.quality.procedure import brief
from command.situation.forms import DraftForm, SendUpForm
from core.deadlines.calendars import office_calendar
from core.deadlines.lights import of_matter
from core.models import Exclusion, Matter, OutsideBody
from core.procedure.indicators import Period
from core.procedure.procedure import document_kinds, indicators
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import open_matter
from core.workflow.perform_in_bulk import Birth, open_many
from tests.people import Town, moment

pytestmark = pytest.mark.django_db


def act(town: Town, matter: Any, name: str, by: Any = None, **data: Any) -> Any:
    town.act(matter, name, by or town.supervisor, **data)
    return type(matter).objects.get(pk=matter.pk)


def refused(what: Any) -> str:
    with pytest.raises(Refused) as no:
        what()
    return no.value.sentence


def test_thirty_backlog_matters(town: Town, client: Any) -> None:
    with time_machine.travel(moment("2026-09-28 09:00"), tick=False) as clock:
        begun = moment("2026-08-03 09:30")
        facts = {
            "channel": "visit",
            "area": town.taowu,
            "centre": town.centre,
            "town": town.town,
            "parties": [],
        }
        births = [
            Birth({**facts, "demand": f"积案第{number}件"}, begun + timedelta(minutes=number))
            for number in range(30)
        ]
        cases: list[Any] = open_many("case", by=town.receptionist, births=births)
        Matter.objects.filter(pk__in=[case.pk for case in cases[::2]]).update(holder_unit=town.works)
        new = town.register("新来的一件")
        sealed = town.register("封闭的一件", at=begun)
        Matter.objects.filter(pk=sealed.pk).update(compartment="minor")

        data = {"title": "百日清零", "aim": "清理积案。", "last": date(2026, 10, 30), "target": 30}
        with pytest.raises(PermissionDenied):
            open_matter("campaign", by=town.unit_head, data=data, key=uuid4())
        campaign = open_matter("campaign", by=town.supervisor, data=data, key=uuid4()).matter
        with pytest.raises(Refused, match="还没有选入"):
            act(town, campaign, "start_campaign", town.duty_leader)
        rule = {"kind": "case", "before": date(2026, 8, 31), "unit": None, "late": False}
        campaign = act(town, campaign, "choose_by_rule", **rule)
        assert set(campaign.chosen.values_list("about", flat=True)) == {case.pk for case in cases}
        assert "没有符合条件" in refused(lambda: act(town, campaign, "choose_by_rule", **rule)), "none twice"
        assert "封闭" in refused(
            lambda: act(town, campaign, "choose_one", about=Matter.objects.get(pk=sealed.pk))
        )
        campaign = act(town, campaign, "choose_one", about=Matter.objects.get(pk=new.pk))
        campaign = act(
            town, campaign, "take_out", chosen=campaign.chosen.get(about=new.pk), reason="不是积案"
        )
        Exclusion.objects.create(
            matter_id=cases[1].pk, user=town.supervisor, ground="party", article="二十八", starts_at=begun
        )  # fmt: skip
        offered = OutForm(matter=campaign, user=town.supervisor)["chosen"].field.queryset
        assert cases[0].pk in offered.values_list("about", flat=True)
        assert cases[1].pk not in offered.values_list("about", flat=True), (
            "its title is not for who is shut out of it"
        )
        Exclusion.objects.update(ends_at=moment("2026-09-28 08:00"))
        Matter.objects.filter(pk=new.pk).update(compartment="minor")
        assert board.out(campaign) == [("保密事项", "不列")], "sealed since: no number on page and paper"
        Matter.objects.filter(pk=new.pk).update(compartment="")
        assert not Campaign.objects.visible_to(town.unit_head).exists()
        with pytest.raises(PermissionDenied):
            act(town, campaign, "start_campaign")
        campaign = act(town, campaign, "start_campaign", town.duty_leader)
        assert campaign.clocks.get(rule="command.end_campaign").raw == date(2026, 11, 13)
        client.force_login(town.unit_head)
        page = client.get(f"/matters/{campaign.pk}/").content.decode()
        assert "另有 15 件您看不到" in page and "综治中心" in page, (
            "the board counts all, and names what one may see"
        )

        whole, lines = board.lines(board.chosen(campaign))
        assert (whole.chosen, whole.done, whole.late) == (30, 0, 30) and whole.owed
        assert not any("退回" in word for word in whole.owed), (
            "what a unit may still return is owed to nobody"
        )
        assert [(one.name, one.chosen) for one in lines] == [("村镇办", 15), ("综治中心", 15)], (
            "in office order"
        )
        first = town.act(cases[1], "answer_on_spot", town.director, answer="已办好。").matter
        for case in cases[:28]:  # the others alike, without their acts
            Matter.objects.filter(pk=case.pk).update(status=first.status, closed_at=first.closed_at)
        campaign.refresh_from_db()
        whole, lines = board.lines(board.chosen(campaign))
        assert (whole.done, whole.left) == (28, 2) and whole.ended.total() == 28
        Matter.objects.filter(pk=cases[3].pk).update(compartment="accusation")
        campaign.refresh_from_db()
        told = board.lines(board.chosen(campaign))[0]
        assert (told.chosen, told.done, told.ended.total()) == (30, 27, 27), "what it became moves no number"
        Matter.objects.filter(pk=cases[3].pk).update(compartment="")
        void = cases[0]
        Matter.objects.filter(pk=void.pk).update(voided_at=first.closed_at)
        campaign.refresh_from_db()
        whole, _ = board.lines(board.chosen(campaign))
        assert (whole.chosen, whole.done) == (29, 27), "what is void has come to no lawful ending"
        assert (void.number, "已作废") in board.out(campaign)
        Matter.objects.filter(pk=void.pk).update(voided_at=None)
        task = {"what": "逐件见面。", "unit": town.works, "user": None, "due_on": date(2026, 10, 9)}
        campaign = act(town, campaign, "give_task", town.duty_leader, **task)
        assert campaign.clocks.get(rule="core.task").raw == date(2026, 10, 9)
        clock.move_to(moment("2026-11-02 09:00"))
        campaign = act(
            town, campaign, "extend_campaign", town.duty_leader, last=date(2026, 11, 30), reason="还有两件"
        )
        campaign = act(town, campaign, "end_campaign", town.duty_leader, summary="办结二十八件。")
        assert campaign.status == "ended"
        assert campaign.tasks.get().reason == "事项已“总结结束”", "what is left undone falls away and says so"
        left = Matter.objects.filter(pk__in=[case.pk for case in cases], closed_at=None)
        assert left.count() == 2, "a target closes nothing"
        found = board.figures(board.chosen(campaign), campaign)
        assert (
            "选入 30 件，目标依法办结 30 件，已办结 28 件，在办 2 件" in found["total"]
            and "移出 1 件" in found["total"]
        )
        ended = Matter.objects.filter(indicators()["campaigns_ended"].counts(Period.of_month(2026, 11)))
        assert [row.pk for row in ended] == [campaign.pk]


def test_an_urgent_report_on_one_matter(town: Town, client: Any) -> None:
    """By one button, from its record; an hour for each hand, and who does not read of it is telephoned."""
    county = OutsideBody.objects.filter(kind="letters").first()
    with time_machine.travel(moment("2026-09-28 09:00"), tick=False):
        case = town.register(
            "石大勇等人要求发工资", parties=[{"name": "石大勇"}], flags=["crowd"], head_count=6
        )
    with time_machine.travel(moment("2026-09-28 19:20"), tick=False):
        client.force_login(town.supervisor)
        form = client.get(f"/matters/{case.pk}/do/to_briefing/").content.decode()
        assert "报送单位" in form and "起始日期" not in form
        report = town.act(case, "to_briefing", town.supervisor, body=county).opened
        assert "2026年9月28日9时00分接报" in report.overall and "石大勇" not in report.overall
        assert report.major == "2026年9月28日9时00分，登记（综治中心）。"
        assert report.clocks.get().expires_at == moment("2026-09-28 20:20")
        road = client.get(f"/matters/{report.pk}/").content.decode()
        assert road.count("1 小时内") >= 2 and "1 个工作日内" not in road  # of the two steps to come
        before = moment("2026-09-28 17:20")  # ten minutes of the office are left, and three hours
        assert of_matter(report, before, office_calendar()).text == "剩 3 小时"
        texts = {"overall": report.overall, "major": report.major, "ahead": "请人社局到场。"}
        report = act(town, report, "write_situation", **texts)
        report = act(town, report, "submit_situation", signer=town.duty_leader)
        told = town.duty_leader.notices.get(matter=report)
        assert told.call and "紧急报告待签发" in told.sentence
        report = act(town, report, "sign_situation", town.duty_leader, note="")
        paper = document_kinds()["command.situation"].context(report)
        assert (paper["heading"], paper["mark"]) == ("紧急报告", "急")
        assert [head for head, _ in paper["sections"]][2] == "三、下一步打算和需要协调的事项"
        letter = {
            "purpose": "inform", "body": county, "words": "报送紧急报告。", "dated_on": date(2026, 9, 28),
            "due_on": date(2026, 9, 29), "signed_by": "唐志远", "reference": "",
        }  # fmt: skip
        report = act(town, report, "send_situation", **letter)
        police = OutsideBody.objects.get(short_name="县公安局")
        assert "已经报送过" in refused(lambda: act(town, report, "send_also", **letter))
        report = act(town, report, "send_also", **{**letter, "body": police})
        assert document_kinds()["command.situation"].context(report)["to"] == f"{county.name}、{police.name}"
        took = {
            "outcome": "answered",
            "answer": "已收到。",
            "answered_on": date(2026, 9, 28),
            "answer_reference": "",
        }
        first, second = report.correspondence.order_by("pk")
        report = act(town, report, "take_receipt", letter=first, **took)
        assert report.status == "sent" and not report.closed_at, "the police have not said yet"
        report = act(town, report, "take_receipt", letter=second, **took)
        assert report.status == "received" and report.closed_at
        september = Period.of_month(2026, 9)
        counted = [
            Matter.objects.filter(indicators()[key].counts(september)).count()
            for key in ("urgent_sent", "situations_sent")
        ]
        assert counted == [1, 0]
        assert "紧急报告" in client.get(f"/matters/{report.pk}/").content.decode()


def test_a_situation_report(town: Town) -> None:
    county = OutsideBody.objects.filter(kind="letters").first()
    with time_machine.travel(moment("2026-09-28 09:00"), tick=False) as clock:
        crowd = town.register(
            "要求发工资",
            at=moment("2026-09-22 10:00"),
            flags=["crowd"],
            head_count=6,
            representatives=["石大勇"],
        )
        town.register("路灯不亮", at=moment("2026-09-23 10:00"))
        hidden = town.register("家里的事", at=moment("2026-09-23 11:00"), flags=["violence"])
        Matter.objects.filter(pk=hidden.pk).update(compartment="domestic_violence")
        accusing = town.register("反映干部", at=moment("2026-09-23 12:00"))
        Matter.objects.filter(pk=accusing.pk).update(compartment="accusation")
        data = {"first": date(2026, 9, 21), "last": date(2026, 9, 27), "body": county}
        report = open_matter("briefing", by=town.supervisor, data=data, key=uuid4()).matter
        assert "新登记 3 件（" in report.overall and "期末在办 3 件" in report.overall, (
            "of accusations nothing"
        )
        assert (
            crowd.number in report.major and "多人聚集" in report.major and hidden.number not in report.major
        )
        assert "石大勇" not in report.major + report.overall
        assert "下一步打算" in refused(lambda: act(town, report, "submit_situation", signer=town.duty_leader))
        texts = {name: getattr(report, name) for name in SituationReport.WORDS}
        assert refused(lambda: act(town, report, "write_situation", **texts)) == "文字没有改动。"
        report = act(town, report, "write_situation", **{**texts, "ahead": "请县里协调欠薪。"})
        report = act(town, report, "submit_situation", signer=town.duty_leader)
        with pytest.raises(PermissionDenied):
            act(town, report, "sign_situation", note="")
        report = act(town, report, "send_back_situation", town.duty_leader, reason="数字核一下")
        report = act(
            town,
            act(town, report, "submit_situation", signer=town.duty_leader),
            "sign_situation",
            town.duty_leader,
            note="",
        )
        assert (report.signed_by, report.holder_user) == ("唐志远", town.supervisor)
        letter = {
            "purpose": "inform", "body": county, "words": "报送情况报告。", "dated_on": date(2026, 9, 28),
            "due_on": date(2026, 9, 30), "signed_by": "唐志远", "reference": "",
        }  # fmt: skip
        other = OutsideBody.objects.exclude(pk=county.pk)[0]
        form = SendUpForm({"body": other.pk}, matter=report, user=town.supervisor)
        assert not form.is_valid() and form.cleaned_data["body"] == county  # to whom the signed report says
        report = act(town, report, "send_situation", **letter)
        assert report.status == "sent"
        sent = Matter.objects.filter(indicators()["situations_sent"].counts(Period.of_month(2026, 9)))
        assert [row.pk for row in sent] == [report.pk]
        clock.move_to(moment("2026-10-08 08:31"))  # after 国庆
        sweep()
        told = town.supervisor.notices.filter(matter=report, sentence__contains="到期没有收到")
        assert told.exists(), "who drafted it asks again"
        answer = {
            "letter": report.correspondence.get(),
            "outcome": "answered",
            "answer": "已收到。",
            "answered_on": date(2026, 9, 30),
        }
        report = act(town, report, "take_receipt", **answer, answer_reference="")
        assert report.status == "received" and report.closed_at


def closed(town: Town, demand: str, at: Any) -> Any:
    case = town.act(
        town.register(demand, at=at), "hand_over", town.dispatcher, at, unit=town.works, grade="ordinary"
    ).matter
    town.act(case, "sign", town.handler, at)
    town.act(case, "reply", town.handler, at, answer="已办好。")
    return town.act(case, "call_back", town.receptionist, at, satisfaction="satisfied", note="").matter


def test_a_quality_review(town: Town) -> None:
    with time_machine.travel(moment("2026-10-09 09:00"), tick=False) as clock:
        cases = [closed(town, f"第{number}件", moment(f"2026-09-0{number} 10:00")) for number in (1, 2, 3, 4)]
        sealed = closed(town, "封闭的", moment("2026-09-08 10:00"))
        Matter.objects.filter(pk=sealed.pk).update(compartment="minor")
        data = {
            "kind": "case",
            "first": date(2026, 9, 1),
            "last": date(2026, 9, 30),
            "rule": "every",
            "every": 2,
        }
        assert "一件也抽不到" in refused(
            lambda: open_matter("file_review", by=town.director, data={**data, "every": 6}, key=uuid4())
        )
        assert "一件也抽不到" in refused(
            lambda: open_matter(
                "file_review", by=town.director, data={**data, "rule": "unsatisfied"}, key=uuid4()
            )
        )
        review = open_matter("file_review", by=town.supervisor, data=data, key=uuid4()).matter
        assert [(row.place, row.about_id) for row in review.sample.all()] == [
            (2, cases[1].pk),
            (4, cases[3].pk),
        ]
        again = open_matter("file_review", by=town.director, data=data, key=uuid4()).matter
        assert list(again.sample.values_list("about", flat=True)) == list(
            review.sample.values_list("about", flat=True)
        )
        assert sampling.said(review).endswith(
            "事项 4 件（封闭的除外），按登记号排列，从第 2 件起，每 2 件抽 1 件，共 2 件。"
        )

        half_way = str(document_kinds()["command.review"].context(review))
        assert "还有2件没有评查" in half_way and "不需要" not in half_way, "nothing was looked at yet"

        first, second = review.sample.all()
        found = {"faults": ["answer", "file"], "words": "答复没有依据。", "unit": town.works}
        with pytest.raises(Http404):
            act(town, review, "assess", town.dispatcher, sampled=first, **found)
        town.act(
            again,
            "assess",
            town.director,
            sampled=again.sample.first(),
            faults=[],
            words="没有问题。",
            unit=None,
        )
        own = town.act(
            town.register("主任收的", by=town.director, at=moment("2026-09-09 09:00")),
            "answer_on_spot",
            town.director,
            answer="已说明。",
        ).matter
        mine = open_matter(
            "file_review", by=town.director, data={**data, "last": date(2026, 10, 9), "every": 5}, key=uuid4()
        ).matter
        assert mine.sample.get().about_id == own.pk
        assert "经手过" in refused(
            lambda: act(
                town,
                mine,
                "assess",
                town.director,
                sampled=mine.sample.get(),
                faults=[],
                words="好",
                unit=None,
            )
        )

        review = act(town, review, "assess", sampled=first, **found)
        assert "还有 1 件" in refused(
            lambda: act(town, review, "order_correction", town.duty_leader, due_on=date(2026, 10, 20))
        )
        review = act(town, review, "assess", sampled=second, faults=[], words="没有问题。", unit=None)
        away = {"sampled": first, "faults": [], "words": "没有问题。", "unit": None}
        assert "其本人" in refused(lambda: act(town, review, "assess", town.director, **away)), (
            "nobody wipes it out"
        )
        Matter.objects.filter(pk=first.about_id).update(compartment="accusation")
        assert steps.faulty(review) == [], "it may be about the unit that would hear of it"
        Matter.objects.filter(pk=first.about_id).update(compartment="minor")
        paper = str(document_kinds()["command.review"].context(review))
        assert "保密事项" in paper and cases[1].number not in paper and "答复没有依据。" not in paper
        assert cases[1].number not in str(brief(review, town.supervisor)["rows"]), "sealed since it was drawn"
        Matter.objects.filter(pk=first.about_id).update(compartment="")
        assert "责令整改" in refused(lambda: act(town, review, "end_review"))
        with pytest.raises(PermissionDenied):
            act(town, review, "order_correction", due_on=date(2026, 10, 20))
        review = act(town, review, "order_correction", town.duty_leader, due_on=date(2026, 10, 20))
        task = review.tasks.get()
        assert (task.unit, task.due_on, task.giver) == (town.works, date(2026, 10, 20), town.duty_leader)
        assert cases[1].number in task.what and "答复没有回应诉求" in task.what
        assert steps.counted(review) == [("答复没有回应诉求，或者没有依据", 1), ("卷宗缺材料", 1)]
        assert "没有了结" in refused(lambda: act(town, review, "end_review"))
        clock.move_to(moment("2026-10-21 08:30"))
        sweep()
        assert town.director.notices.filter(matter=review, sentence__contains="评查整改").exists(), (
            "nobody did it"
        )
        review = act(town, review, "accept_task", town.unit_head, task=task)
        review = act(
            town,
            review,
            "report_task",
            town.unit_head,
            task=review.tasks.get(),
            report="已补。",
            no_proof="卷宗里",
        )
        review = act(town, review, "approve_task", town.duty_leader, task=review.tasks.get(), note="")
        assert act(town, review, "end_review").status == "done"
        month = Period.of_month(2026, 10)
        for key in ("quality_reviewed", "quality_ordered", "quality_done"):
            assert review.pk in Matter.objects.filter(indicators()[key].counts(month)).values_list(
                "pk", flat=True
            ), key


def test_a_village_reports_to_the_town_and_the_town_to_the_county(town: Town) -> None:
    """From the village's own record; the centre answers within a working day; what it asked for stands in the town's report."""
    county = OutsideBody.objects.filter(kind="letters").first()
    chief, days = town.grid_chief, {"first": date(2026, 9, 21), "last": date(2026, 9, 27)}
    with time_machine.travel(moment("2026-09-28 09:00"), tick=False) as clock:
        ours = town.register(
            "路灯不亮",
            at=moment("2026-09-23 10:00"),
            flags=["crowd"],
            head_count=6,
            representatives=["石大勇"],
        )
        town.register("别村的事", at=moment("2026-09-23 10:00"), area=town.songling)
        hidden = town.register("家里的事", at=moment("2026-09-23 11:00"), flags=["violence"])
        Matter.objects.filter(pk__in=[ours.pk, hidden.pk]).update(holder_unit=town.taowu_village)
        Matter.objects.filter(pk=hidden.pk).update(compartment="domestic_violence")
        assert "body" not in DraftForm(user=chief).fields and "body" in DraftForm(user=town.supervisor).fields
        report = open_matter("briefing", by=chief, data=days, key=uuid4()).matter
        assert (report.area, report.addressee) == (town.taowu, town.centre.name)
        assert (
            "新登记 1 件（" in report.overall
            and ours.number in report.major
            and hidden.number not in report.major
        )
        assert refused(
            lambda: act(town, report, "submit_situation", chief, signer=town.duty_leader)
        ).endswith("“上报镇里”。")
        assert "下一步打算" in refused(lambda: act(town, report, "hand_up_situation", chief))
        report = act(
            town,
            report,
            "write_situation",
            chief,
            overall=report.overall,
            major=report.major,
            ahead="请供电所来看。",
        )
        report = act(town, report, "hand_up_situation", chief)
        assert (report.holder_unit, report.status) == (town.centre, "handed_up")
        assert town.director.notices.filter(matter=report, sentence__contains="请答复").exists()
        assert (
            refused(lambda: act(town, report, "take_in_situation", chief, answer="知道了。"))
            == "由镇综治中心答复。"
        )
        clock.move_to(moment("2026-09-30 08:31"))
        sweep()
        late = town.director.notices.filter(matter=report, sentence__contains="已经逾期")
        assert late.exists(), "who has to answer hears that nobody did"
        report = act(town, report, "return_situation", town.supervisor, reason="写明哪几盏。")
        assert (report.status, report.holder_user) == ("drafted", chief)
        report = act(
            town,
            act(town, report, "hand_up_situation", chief),
            "take_in_situation",
            answer="周五前供电所来修。",
        )
        assert (report.status, bool(report.closed_at)) == ("taken_in", True)
        assert chief.notices.filter(matter=report, sentence__contains="镇里已答复").exists()
        clock.move_to(moment("2026-10-08 09:00"))
        data = {"first": date(2026, 9, 28), "last": date(2026, 10, 4), "body": county}
        above = open_matter("briefing", by=town.supervisor, data=data, key=uuid4()).matter
        assert "桃坞村报告：请供电所来看。" in above.major
        assert above.pk not in Matter.objects.visible_to(chief).values_list("pk", flat=True)


def test_a_village_reports_one_matter_at_once(town: Town) -> None:
    with time_machine.travel(moment("2026-09-26 22:00"), tick=False) as clock:  # Saturday night
        case = town.register("两家在渠边吵")
        Matter.objects.filter(pk=case.pk).update(holder_unit=town.taowu_village)
        report = town.act(case, "to_briefing", town.grid_chief).opened
        report = act(
            town,
            report,
            "write_situation",
            town.grid_chief,
            overall=report.overall,
            major=report.major,
            ahead="请派出所来人。",
        )
        report = act(town, report, "hand_up_situation", town.grid_chief)
        assert town.director.notices.get(matter=report, sentence__contains="请答复").call, (
            "who does not look is telephoned"
        )
        clock.move_to(moment("2026-09-26 23:01"))
        sweep()
        assert town.director.notices.filter(matter=report, sentence__contains="已经逾期").exists()
        act(town, report, "take_in_situation", town.director, answer="派出所十分钟到。")
        above = town.act(
            case, "to_briefing", town.supervisor, body=OutsideBody.objects.filter(kind="letters").first()
        ).opened
        assert "请派出所来人。" in above.major
