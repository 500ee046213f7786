"""N10: a term that is over is drafted into an order; colours by days overdue or a lapsed reply; who signs, who decides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from command import documents
from command.listing import LISTING
from command.models import Supervision
from command.workflow import WORKFLOW
from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import Start
from core.documents.issue import preview
from core.models import Clock, Escalation, HistoryEntry, Matter, Notice, OutsideBody, Unit, User
from core.procedure.indicators import Period
from core.procedure.procedure import clock_rules, document_kinds, indicators
from core.procedure.transitions import Outcome
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.escalation import sweep
from core.workflow.perform import Act, _draft
from tests.people import Town, moment, start_clock

pytestmark = pytest.mark.django_db
HANDLE = "cases.handle_ordinary"
FOUR = {
    "leader": "冯立言（村镇办主任）", "measures": "组织施工队清渠", "duty": "俞百川负责现场", "finish_by": date(2026, 9, 25),
}  # fmt: skip
LATER = {**FOUR, "finish_by": date(2026, 10, 16)}


def due(town: Town, unit: Unit | None = None) -> Any:
    """A case in the hand of 村镇办, due on 09-23."""
    case = town.register(at=moment("2026-09-16 09:30"))
    case = town.act(
        case,
        "hand_over",
        town.dispatcher,
        moment("2026-09-16 10:00"),
        unit=unit or town.works,
        grade="ordinary",
    ).matter
    if unit is None:
        case = town.act(case, "sign", town.handler, moment("2026-09-16 10:30")).matter
    Clock.objects.filter(matter=case).exclude(rule__in=(HANDLE, "cases.sign") if unit else (HANDLE,)).delete()
    return case


def order_of(case: Any) -> Supervision:
    return Supervision.objects.filter(parent=case.pk).latest("pk")


def do(town: Town, order: Any, name: str, by: Any, **data: Any) -> Supervision:
    town.act(order, name, by, **data)
    return Supervision.objects.get(pk=order.pk)


def refused(act: Any) -> str:
    with pytest.raises(Refused) as no:
        act()
    return no.value.sentence


@pytest.fixture
def clockwork() -> Iterator[Any]:
    with time_machine.travel(moment("2026-09-16 11:00"), tick=False) as moving:
        yield moving


SIGNED = {"reason": "办理期限届满，仍未完成。", "demand": "请限期办结。"}


def test_what_nobody_took_in_is_not_called_unhandled(town: Town, clockwork: Any) -> None:
    """应受理未受理: given to a unit on Wednesday, due to be signed in on Thursday, a working day late on Friday."""
    case = due(town, town.farms)
    clockwork.move_to(moment("2026-09-21 08:30"))
    sweep()
    order = order_of(case)
    assert (order.trigger, order.unit) == ("not_accepted", town.farms) and "签收" in order.reason


def test_n10(town: Town, clockwork: Any) -> None:
    case = due(town)
    assert case.clocks.get(rule=HANDLE).raw == date(2026, 9, 23)

    def at(text: str) -> None:
        clockwork.move_to(moment(text))
        sweep()

    at("2026-09-24 08:29")
    assert not Supervision.objects.exists()
    at("2026-09-24 08:30")
    order = order_of(case)
    assert (order.form, order.trigger, order.next_colour, order.colour) == (
        "order",
        "not_handled",
        "blue",
        "",
    )
    assert "9月23日届满" in order.reason and "逾期1个工作日" in order.reason
    assert (order.unit, order.status) == (town.works, "draft")
    asked = Notice.objects.filter(sentence__contains="督办通知单待签发").values_list(
        "user__username", flat=True
    )
    assert set(asked) == {"duty_leader"}
    assert not Supervision.objects.visible_to(town.unit_head).exists(), "nobody knows before it is signed"
    with pytest.raises(PermissionDenied):
        do(town, order, "sign", town.supervisor, **SIGNED)
    at("2026-09-24 09:00")
    order = do(town, order, "sign", town.duty_leader, **SIGNED)
    assert (order.status, order.colour, order.holder_unit, order.holder_user) == (
        "issued", "blue", town.works, town.unit_head,
    )  # fmt: skip
    assert order.answer_by == order.clocks.get(rule="command.reply").raw == date(2026, 9, 30)

    at("2026-09-28 23:59")
    assert not order_of(case).next_colour
    at("2026-09-29 08:30")
    order = order_of(case)
    assert (order.next_colour, order.colour) == ("yellow", "blue") and "逾期3个工作日" in order.next_why
    for early in ("2026-09-30 17:00", "2026-10-07 12:00"):
        at(early)
        said = refused(lambda: do(town, order, "sign", town.duty_leader, **SIGNED))
        assert "9月30日" in said and "10月8日" in said
    at("2026-10-08 08:29")
    assert order_of(case).listed_on is None
    at("2026-10-08 08:30")
    order = order_of(case)
    assert order.listed_on == date(2026, 10, 8) and order.next_colour == "yellow"
    lines = HistoryEntry.objects.filter(matter=order.pk, action="command.draft_next")
    assert lines.count() == 2, (
        "drafted on 09-29, listed on 10-08; the reply that lapsed then too adds nothing"
    )
    listed = Notice.objects.filter(sentence__contains="由联席会议决定")
    assert {notice.user for notice in listed} == {town.chief}
    order = do(town, order, "sign", town.duty_leader, **SIGNED)
    assert (order.colour, order.answer_by) == ("yellow", date(2026, 10, 10))

    at("2026-10-10 09:00")
    words = {"held_on": date(2026, 10, 12), "minutes": "栖云综治纪要〔2026〕9号", "measure": "listed", "words": "十日内办结。",
             "due_on": date(2026, 10, 22)}  # fmt: skip
    assert "听取" in refused(lambda: do(town, order, "decide", town.supervisor, **words))
    heard = {
        "heard_at": moment("2026-10-10 08:40"),
        "speaker": "冯立言（村镇办主任）",
        "words": "施工队排期晚。",
        "answer": "不采纳。",
    }
    order = do(town, order, "hear", town.supervisor, **heard)
    at("2026-10-12 08:29")
    assert not order_of(case).next_colour
    at("2026-10-12 08:30")
    assert order_of(case).next_colour == "red", "the reply lapsed"
    order = do(town, order, "decide", town.supervisor, **words)
    put_up = next(view for view in LISTING.views if view.name == "put_up").condition(now())
    assert Supervision.objects.filter(put_up).get() == order, (
        "the list of what is put up, until it is struck off"
    )
    assert order.decisions.get().measure == "listed" and order.tasks.get().due_on == date(2026, 10, 22)
    assert "主要领导" in refused(lambda: do(town, order, "sign", town.duty_leader, **SIGNED))
    order = do(town, order, "sign", town.chief, **SIGNED)
    assert (order.colour, order.answer_by) == ("red", date(2026, 10, 12))
    assert [row.colour for row in order.rounds.all()] == ["blue", "yellow", "red"]

    order = do(town, order, "sign_for", town.unit_head)
    said = refused(lambda: do(town, order, "reply", town.unit_head, **{**FOUR, "finish_by": None}))
    assert said == "首次回复要“四定”齐全，还缺：定时限。"
    order = do(town, order, "reply", town.unit_head, **LATER)
    task = order.tasks.get()
    do(town, order, "accept_task", town.unit_head, task=task)
    do(town, order, "report_task", town.unit_head, task=task, report="已清渠。", no_proof="现场已看")
    assert "交办" in refused(
        lambda: do(town, order, "report", town.unit_head, report="已清渠。", no_proof="现场已看")
    )
    do(town, order, "approve_task", town.duty_leader, task=task)
    order = do(town, order, "report", town.unit_head, report="已清渠。", no_proof="现场已看")
    found = {"way": "现场", "found": "渠已清。"}
    with pytest.raises(PermissionDenied):
        do(town, order, "strike", town.unit_head, **found)
    order = do(town, order, "strike", town.supervisor, **found)
    assert (order.status, order.struck_on) == ("struck", date(2026, 10, 12)) and order.closed_at
    assert not order.clocks.filter(ended_at=None).exists()
    assert Escalation.objects.exclude(refused="").count() == 0


def test_who_orders_and_checks_prints_and_is_told_before_the_form_what_is_missing(
    town: Town, clockwork: Any, client: Client
) -> None:
    """Red is signed by the chief alone, once the unit was heard; nobody fills in a form to learn that."""
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    page = f"/matters/{order.pk}/"
    client.force_login(town.receptionist)
    assert client.get(page).status_code == 404
    for name in ("chief", "supervisor", "unit_head"):
        client.force_login(getattr(town, name))
        papers = f"{client.get(page).context['issuable']}"
        assert "督办通知单" in papers and ("责任倒查表" in papers) == (name != "unit_head"), name
    steps = client.get(page).context["road"].steps
    assert [(step.name, step.to_text) for step in steps if step.state == "now"] == [("签收", "限 09-17 周四")]
    order = do(town, order, "sign_for", town.handler)
    order = do(town, order, "reply", town.handler, **FOUR)
    Supervision.objects.filter(pk=order.pk).update(next_colour="red", next_why="报结后核查没有通过。")
    client.force_login(town.chief)
    shown = client.get(page).content.decode()
    assert "先听取责任单位陈述" in shown and "/do/sign/" not in shown
    heard = {
        "heard_at": moment("2026-09-16 10:50"),
        "speaker": "冯立言",
        "words": "排期晚。",
        "answer": "不采纳。",
    }
    do(town, order, "hear", town.supervisor, **heard)
    assert "/do/sign/" in client.get(page).content.decode()
    client.force_login(town.duty_leader)
    assert "/do/sign/" not in client.get(page).content.decode()


def test_a_draft_is_read_by_who_drafts_signs_and_checks_alone(
    town: Town, clockwork: Any, client: Client
) -> None:
    """Signed, it is read by the unit too, whatever the post there; who has no part in it finds neither, nor its number."""
    order = drafted(town, town.works)
    case = f"/matters/{order.parent_id}/"

    def readers() -> set[str]:
        asked = {name: user for name, user in town.users.items() if not name.startswith("other")}
        return {name for name, user in asked.items() if order.pk in Matter.objects.seen_by(user, [order.pk])}

    shift = {"dispatcher", "second_dispatcher"}
    part = {"supervisor", "director", "duty_leader", "chief", *shift}
    assert readers() == part
    for name in ("unit_head", "receptionist", "petition_officer"):
        client.force_login(getattr(town, name))
        text = client.get(case).content.decode()
        assert order.number not in text and "督办稿" not in text and f"/matters/{order.pk}/" not in text, name
    do(town, order, "sign", town.duty_leader, **SIGNED)
    assert readers() == {*part, "unit_head", "handler"}
    client.force_login(town.archivist)
    assert client.get(f"/matters/{order.pk}/").status_code == 404
    assert f"/matters/{order.pk}/" not in client.get("/search/", {"q": order.number}).content.decode()


def test_an_order_to_the_leader_s_own_unit_is_held_by_the_centre(town: Town, clockwork: Any) -> None:
    order = drafted(town, town.government)
    assert (order.desk, order.holder_unit, order.holder_user) == (
        town.centre, town.centre, town.duty_leader,
    )  # fmt: skip


def test_the_circular_names_no_citizen(town: Town, clockwork: Any) -> None:
    case = town.register(parties=[{"name": "陶根发"}])
    data = {
        "trigger": "unlawful",
        "unit": town.works,
        "reason": "陶根发来过三次，电话 19900000013，没有答复。",
        "demand": "请补办。",
        "work": "",
    }
    order = do(
        town,
        town.act(case, "supervise", town.supervisor, **data).opened,
        "sign",
        town.duty_leader,
        **SIGNED | {"reason": data["reason"]},
    )
    heard = {
        "heard_at": moment("2026-09-16 10:50"),
        "speaker": "冯立言",
        "words": "排期晚。",
        "answer": "不采纳。",
    }
    order = do(town, order, "hear", town.supervisor, **heard)
    assert documents._circulars(order) == []
    held = {
        "held_on": date(2026, 9, 16),
        "minutes": "栖云综治纪要〔2026〕9号",
        "measure": "circular",
        "words": "通报一次。",
        "due_on": None,
    }
    order = do(town, order, "decide", town.supervisor, **held)
    said = f"{documents._circular(order, documents._circulars(order)[0])}"
    assert case.number in said and "通报一次" in said and "没有答复" in said
    assert "陶根发" not in said and "19900000013" not in said and "号号" not in said


def pages(order: Any, key: str) -> int:
    made = Supervision.objects.get(pk=order.pk)
    return len(pypdfium2.PdfDocument(preview(document_kinds()[f"command.{key}"], made)))


def test_an_order_of_usual_words_stands_on_one_page(town: Town, clockwork: Any) -> None:
    clockwork.move_to(moment("2026-09-16 11:00"))
    case = due(town)
    clockwork.move_to(moment("2026-09-24 08:30"))
    sweep()
    order = order_of(case)
    order = do(town, order, "sign", town.duty_leader, reason=order.reason, demand=order.demand)
    assert pages(order, "order") == 1
    do(
        town,
        order,
        "hear",
        town.supervisor,
        heard_at=now(),
        speaker="冯立言",
        words="排期晚。",
        answer="不采纳。",
    )
    held = {"held_on": date(2026, 9, 24), "minutes": "栖云综治纪要〔2026〕9号", "measure": "circular"}
    due_on = date(2026, 10, 9)
    do(
        town,
        order,
        "decide",
        town.supervisor,
        **held,
        words="对逾期办理予以通报，十日内办结。",
        due_on=due_on,
    )
    assert pages(order, "circular") == 1


def test_a_talk_has_its_day_and_is_owed_by_who_supervises(town: Town, clockwork: Any) -> None:
    """约谈 without a day was decided and perhaps never held; the unit's own report does not wait for it, striking off does."""
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    order = do(town, order, "sign_for", town.unit_head)
    order = do(town, order, "reply", town.unit_head, **FOUR)
    at = {
        "heard_at": moment("2026-09-16 10:50"),
        "speaker": "冯立言",
        "words": "排期晚。",
        "answer": "不采纳。",
    }
    order = do(town, order, "hear", town.supervisor, **at)
    typed = {
        "held_on": "2026-09-16",
        "minutes": "栖云综治纪要〔2026〕9号",
        "measure": "talk",
        "words": "由分管领导约谈。",
    }
    asked = next(row.asks for row in WORKFLOW.transitions if row.name == "decide")
    assert "约谈" in asked(typed, matter=order, user=town.supervisor).errors["due_on"][0]
    held = {**typed, "held_on": date(2026, 9, 16), "due_on": date(2026, 9, 21)}
    order = do(town, order, "decide", town.supervisor, **held)
    task = order.tasks.get()
    assert (task.unit, task.due_on) == (order.desk, date(2026, 9, 21)) and task.unit != order.unit
    order = do(town, order, "report", town.unit_head, report="已清渠。", no_proof="现场已看")
    assert "交办" in refused(lambda: do(town, order, "strike", town.supervisor, way="现场", found="属实。"))


# --- To whom ----------------------------------------------------------------------------------------------------------


def drafted(town: Town, unit: Unit, **more: Any) -> Supervision:
    """By a person, about a case; must be called in the time of the story."""
    case = town.register()
    data = {
        "trigger": "unlawful",
        "unit": unit,
        "reason": "没有出具告知书。",
        "demand": "请补办。",
        "work": "",
        **more,
    }
    return town.act(case, "supervise", town.supervisor, **data).opened


def test_a_village_gets_a_letter_unless_it_works_for_the_government(town: Town, clockwork: Any) -> None:
    order = drafted(town, town.taowu_village)
    assert (order.form, order.next_colour) == ("reminder", "")
    sent = do(town, order, "sign", town.duty_leader, **SIGNED, work="")
    assert (sent.status, sent.form, sent.colour, sent.rounds.count()) == ("sent", "reminder", "", 0)
    assert sent.clocks.get(rule="command.letter").unit == town.taowu_village
    back = do(town, sent, "answer", town.grid_chief, answer="已经补办。")
    assert back.clocks.get(ended_at=None).rule == "command.check"  # whoever ordered it looks at it by a day
    assert do(town, back, "strike", town.supervisor, way="材料", found="属实。").closed_at

    order = drafted(town, town.taowu_village)
    named = do(town, order, "sign", town.duty_leader, **SIGNED, work="农村宅基地审批材料初审")
    assert (named.status, named.form, named.colour, named.work) == (
        "issued", "order", "blue", "农村宅基地审批材料初审",
    )  # fmt: skip


def test_what_the_review_of_duty_found_goes_to_discipline_once_the_unit_was_heard(
    town: Town, clockwork: Any
) -> None:
    """J: facts and dates, handed to 纪检; nobody else gets it, and no word of guilt stands in it."""
    clockwork.move_to(moment("2026-09-24 09:00"))
    case = due(town)
    sweep()
    order = do(town, order_of(case), "sign", town.duty_leader, reason="逾期", demand="按期办结")
    asked = next(row.asks for row in WORKFLOW.transitions if row.name == "hand_review")
    form = asked(matter=order)
    assert {body.kind for body in form.fields["body"].queryset} == {"discipline"}
    assert "due_on" not in form.fields and case.number in form.initial["words"]
    data = {
        "purpose": "forward", "body": OutsideBody.objects.get(kind="discipline"), "words": form.initial["words"],
        "signed_by": "周玉兰（中心主任）",
    }  # fmt: skip
    assert "先听取责任单位陈述" in refused(lambda: do(town, order, "hand_review", town.supervisor, **data))
    do(
        town,
        order,
        "hear",
        town.supervisor,
        heard_at=now(),
        speaker="冯立言",
        words="排期晚。",
        answer="不采纳。",
    )
    order = do(town, order, "hand_review", town.supervisor, **data)
    (letter,) = documents.HANDED(order)
    assert (letter.body.kind, order.status) == ("discipline", "issued") and not documents.SUGGESTED(order)
    paper = next(kind for kind in documents.DOCUMENTS if kind.key == "command.review_letter")
    said = paper.context(order, letter)
    assert (said["heading"], said["matter_number"]) == (
        "移送函",
        case.number,
    ) and order.number not in f"{said}"
    assert case.number in said["words"] and paper.permission == "command.check"


def test_a_unit_of_the_county_is_never_ordered(town: Town, clockwork: Any) -> None:
    """派出所 late: only 建议函, to its superior; days overdue raise nothing."""
    police = Unit.objects.create(
        code="P01", name="澄湖县公安局栖云派出所", short_name="派出所", kind="stationed", area=town.town
    )
    bureau = OutsideBody.objects.get(short_name="县公安局")
    case = due(town, police)
    clockwork.move_to(moment("2026-09-24 08:30"))
    sweep()
    order = order_of(case)
    assert (order.form, order.next_colour, order.unit) == ("advice", "", police)
    assert "县级主管单位" in refused(lambda: do(town, order, "sign", town.duty_leader, **SIGNED))
    order = do(town, order, "sign", town.duty_leader, **SIGNED, body=bureau)
    letter = order.correspondence.get()
    assert (letter.purpose, letter.body, order.status, order.holder_unit) == (
        "suggest", bureau, "sent", town.government,
    )  # fmt: skip
    said = document_kinds()["command.letter"].context(order, letter)
    assert "澄湖县公安局栖云派出所承办的下列事项，属于应受理未受理的情形" in said["lead"]
    assert said["matter_number"] == case.number and "督办" not in f"{said}", (
        "of our orders it is told nothing"
    )
    clockwork.move_to(moment("2026-10-09 09:00"))
    sweep()
    order = order_of(case)
    assert Supervision.objects.count() == 1 and (order.colour, order.next_colour) == ("", "")
    data = {"letter": letter, "outcome": "answered", "answer": "已督促。", "answered_on": date(2026, 10, 9)}
    order = do(town, order, "county_answers", town.supervisor, **data)
    assert (order.status, order.answer) == ("answered", "已督促。")
    assert order.clocks.get(ended_at=None).rule == "command.check"


def test_a_warning_is_about_a_matter_and_holds_up_no_order(town: Town, clockwork: Any) -> None:
    case = due(town)
    data = {
        "trigger": "risk",
        "unit": town.works,
        "reason": "双方约定明天在渠边聚集。",
        "demand": "请到场疏导。",
        "work": "",
    }
    letter = town.act(case, "supervise", town.supervisor, **data).opened
    letter = do(town, letter, "sign", town.duty_leader, **SIGNED)
    assert (letter.form, letter.status, letter.colour) == ("warning", "sent", "")
    task = {"what": "到场疏导", "unit": town.works, "user": None, "due_on": date(2026, 9, 18)}
    letter = do(town, letter, "give_task", town.duty_leader, **task)
    letter = do(town, letter, "answer", town.handler, answer="已到场。")
    assert "交办" in refused(lambda: do(town, letter, "strike", town.supervisor, way="电话", found="属实。"))
    clockwork.move_to(moment("2026-09-24 08:30"))
    sweep()
    order = order_of(case)
    assert order.pk != letter.pk and (order.form, order.next_colour) == ("order", "blue")


# --- A colour that waits, and what a unit sets itself ------------------------------------------------------------------


def signing(order: Any) -> Clock | None:
    return order.clocks.filter(rule="command.sign", ended_at=None).first()


def test_nobody_is_late_with_a_colour_that_may_not_be_signed_yet(town: Town, clockwork: Any) -> None:
    """Drafted on 09-29 while the reply runs to 09-30: signed from 10-08, so the working day for it ends on 10-09."""
    case = due(town)
    for day in ("2026-09-24 08:30", "2026-09-29 08:30"):
        clockwork.move_to(moment(day))
        sweep()
        if not order_of(case).colour:
            do(town, order_of(case), "sign", town.duty_leader, **SIGNED)
    order = order_of(case)
    running = signing(order)
    assert order.next_colour == "yellow" and running and running.raw == date(2026, 10, 9)


def test_what_is_reported_waits_for_the_check_and_no_colour_is_signed_meanwhile(
    town: Town, clockwork: Any
) -> None:
    """The draft falls away with the report; what lapses then drafts nothing; sent back, it is drafted with its day."""
    case = due(town)
    for text, name, by, data in (
        ("2026-09-24 08:30", "sign", town.duty_leader, SIGNED),
        ("2026-09-24 15:00", "sign_for", town.unit_head, {}),
        ("2026-09-28 09:00", "reply", town.unit_head, {**FOUR, "finish_by": date(2026, 9, 30)}),
        ("2026-09-29 08:30", "report", town.unit_head, {"report": "已清渠。", "no_proof": "现场已看"}),
    ):
        clockwork.move_to(moment(text))
        sweep()
        assert name != "report" or signing(order_of(case)), "a colour was drafted"
        order = do(town, order_of(case), name, by, **data)
    assert (order.status, order.next_colour, signing(order)) == ("reported", "", None)
    clockwork.move_to(moment("2026-10-08 08:30"))
    sweep()
    order = order_of(case)
    assert (order.next_colour, signing(order), order.listed_on) == ("", None, date(2026, 10, 8))
    order = do(town, order, "send_back", town.supervisor, reason="现场没有清。")
    assert order.next_colour == "yellow" and signing(order).raw == date(2026, 10, 9)  # type: ignore[union-attr]


def test_the_limit_a_unit_sets_itself_has_an_end(town: Town, clockwork: Any, client: Client) -> None:
    """Ten working days from the reply on 09-16, over 国庆; later only as the joint meeting said."""
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    order = do(town, order, "sign_for", town.unit_head)
    client.force_login(town.unit_head)
    assert "最多 10 个工作日" in client.get(f"/matters/{order.pk}/do/reply/").content.decode()

    def by(day: date) -> Any:
        return do(town, order, "reply", town.unit_head, **{**FOUR, "finish_by": day})

    assert refused(lambda: by(date(2027, 6, 1))) == "定的时限最晚到2026年9月30日，请改早。"
    assert "9月30日" in refused(lambda: by(date(2026, 10, 1)))
    order.decisions.create(
        at=moment("2026-09-16 11:00"), by=town.supervisor, held_on=date(2026, 9, 16), minutes="栖综纪〔2026〕3号",
        measure="rectify", words="一个月内改完。", due_on=date(2026, 10, 16),
    )  # fmt: skip
    assert by(date(2026, 10, 16)).finish_by == date(2026, 10, 16)


def test_steps_that_come_at_once_do_what_they_do_once(town: Town, clockwork: Any) -> None:
    """The watch was off for two weeks: one draft, one line on the case, and each step is recorded."""
    case = due(town)
    clockwork.move_to(moment("2026-10-08 09:00"))
    sweep()
    order = order_of(case)
    assert (order.next_colour, order.listed_on) == ("blue", date(2026, 10, 8))
    acts = [entry.action for entry in HistoryEntry.objects.filter(matter__in=[case.pk, order.pk])]
    assert acts.count("cases.supervise") == 1 and acts.count("command.draft_next") == 0
    assert Escalation.objects.filter(clock__rule=HANDLE, step__in=("late", "later", "black")).count() == 3


def late_as_well(case: Any, rule: str, unit: Unit) -> None:
    start_clock(case, clock_rules()[rule], Start(rule, unit=unit))


def test_a_draft_says_all_that_the_unit_is_late_with(town: Town, clockwork: Any) -> None:
    """Found in one sweep, or added while the draft waits; one line for each day that brought something."""
    at_once, by_and_by = due(town), due(town)
    for case in (at_once, by_and_by):
        late_as_well(case, "cases.sign", town.works)
    Clock.objects.filter(matter=at_once).update(look_at=moment("2026-09-24 08:30"))
    clockwork.move_to(moment("2026-09-18 08:30"))
    sweep()
    assert (
        "“承办单位签收”" in order_of(by_and_by).reason
        and "事项办理（一般）" not in order_of(by_and_by).reason
    )
    clockwork.move_to(moment("2026-09-24 08:30"))
    sweep()
    for case, lines in ((at_once, 0), (by_and_by, 1)):
        order = order_of(case)
        assert "“承办单位签收”" in order.reason and "“事项办理（一般）”" in order.reason
        acts = HistoryEntry.objects.filter(matter=order.pk, action="command.draft_next")
        assert acts.count() == lines


def test_what_another_unit_is_late_with_raises_no_colour(town: Town, clockwork: Any) -> None:
    case = due(town)
    clockwork.move_to(moment("2026-09-24 08:30"))
    sweep()
    do(town, order_of(case), "sign", town.duty_leader, **SIGNED)
    case.clocks.all().delete()
    late_as_well(case, "cases.sign", town.farms)
    clockwork.move_to(moment("2026-09-29 08:30"))
    sweep()
    order = order_of(case)
    assert (order.unit, order.next_colour) == (town.works, "")
    assert Notice.objects.filter(user=town.director, sentence__contains="请另行督办农业农村办").exists()


def test_what_an_act_shows_to_be_against_the_rules_is_drafted_and_a_person_signs(
    town: Town, clockwork: Any
) -> None:
    """不依法办理: the second return of a case that was not agreed to; once an order runs, its next colour."""
    case = due(town, town.works)
    ours = {"reason": "not_ours", "explanation": "不归我们管。"}
    town.act(case, "sign", town.handler)
    town.act(case, "return", town.handler, **ours)
    town.act(case, "hand_over", town.dispatcher, unit=town.farms, grade="ordinary")
    town.act(case, "return", User.objects.get(pk=town.stranger.pk), **ours)
    assert not Supervision.objects.exists(), "once may be right"
    town.act(case, "uphold", town.director, reason="职责清单第 3 项，问过刘长河。")
    order = order_of(case)
    assert (order.status, order.trigger, order.unit, order.next_colour) == (
        "draft", "unlawful", town.farms, "blue",
    )  # fmt: skip
    assert order.reason.startswith("第 2 次退回，没有同意：职责清单第 3 项")
    assert HistoryEntry.objects.filter(matter=case, action="cases.supervise", by=None).exists()
    assert Notice.objects.filter(user=town.duty_leader, matter=order, sentence__contains="待签发").exists()


def test_the_same_unit_again_is_raised_and_another_is_told_of(town: Town, clockwork: Any) -> None:
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    case = order.parent
    _put(case, town.works, "又一次。")
    order.refresh_from_db()
    assert (order.next_colour, order.next_why) == ("yellow", "又一次。")
    _put(case, town.farms, "别的单位。")
    assert Supervision.objects.count() == 1
    told = Notice.objects.filter(user=town.director, sentence__contains="请另行督办")
    assert told.exists(), "the act stands, and a person hears what the system did not draft"


def test_what_is_reported_is_checked_before_another_colour_is_drafted(town: Town, clockwork: Any) -> None:
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    Supervision.objects.filter(pk=order.pk).update(status="reported")
    _put(order.parent, town.works, "又一次。")
    order.refresh_from_db()
    assert not order.next_colour
    assert Notice.objects.filter(user=town.director, sentence__contains="已经报结").exists()


def _put(case: Any, unit: Unit, words: str) -> None:
    _draft(case, Outcome(at_fault=(unit, words)), Act(None, now()))


def test_a_red_order_that_lapses_may_be_listed_after_three_working_days(town: Town, clockwork: Any) -> None:
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    Clock.objects.filter(matter=order.parent_id).delete()  # the order's own terms alone
    Supervision.objects.filter(pk=order.pk).update(colour="red")
    reply = order.clocks.get(rule="command.reply")
    days = [office_calendar().add_workdays(reply.raw, count) for count in (1, 2, 3)]
    for day, listed in zip(days, (False, False, True), strict=True):
        clockwork.move_to(moment(f"{day} 09:00"))
        sweep()
        order.refresh_from_db()
        assert bool(order.listed_on) is listed, day
    told = Notice.objects.filter(sentence__contains="达到挂牌条件", matter=order)
    assert told.exists() and not order.next_colour


# --- Back, and dropped ------------------------------------------------------------------------------------------------


def test_what_is_sent_back_is_raised_and_what_is_dropped_goes_on(town: Town, clockwork: Any) -> None:
    order = do(town, drafted(town, town.works), "sign", town.duty_leader, **SIGNED)
    order = do(town, order, "sign_for", town.handler)
    order = do(town, order, "reply", town.handler, **FOUR)
    order = do(town, order, "report", town.handler, report="办了。", no_proof="无")
    order = do(town, order, "send_back", town.supervisor, reason="现场没有清。")
    assert (order.status, order.colour, order.next_colour, order.holder_unit) == (
        "working", "blue", "yellow", town.works,
    )  # fmt: skip
    order = do(town, order, "drop", town.duty_leader, reason="已当面说明。")
    assert (order.status, order.colour, order.next_colour) == ("working", "blue", "")
    first = drafted(town, town.works)
    first = do(town, first, "drop", town.duty_leader, reason="已办结。")
    assert first.status == "dropped" and first.closed_at
    assert not Supervision.objects.visible_to(town.unit_head).filter(pk=first.pk).exists()


def test_what_people_called_bad_is_put_to_the_unit_with_their_words(
    town: Town, clockwork: Any, client: Client
) -> None:
    """整改: of a closed case, to the unit that answered, by a term, answered, checked by another."""
    case = town.replied()
    town.act(
        case, "call_back", town.director, satisfaction="unsatisfied", note="渠还是堵，陶根发打 19900000013。"
    )
    told = Notice.objects.filter(matter=case.pk, sentence__startswith="群众评价不满意")
    assert {notice.user for notice in told} == {town.supervisor, town.director, town.duty_leader, town.chief}
    town.act(case, "link", town.dispatcher, other=town.register(), why="同一条渠。")
    assert told.count() == 4, "once"
    page, form = f"/matters/{case.pk}/", f"/matters/{case.pk}/do/supervise/"
    client.force_login(town.supervisor)
    assert form in client.get(page).content.decode()
    drafted = client.get(form).context["form"]
    data = {name: drafted[name].initial for name in ("trigger", "unit", "reason", "demand")}
    assert (data["trigger"], data["unit"]) == ("displeased", town.works.pk)
    assert "渠还是堵" in data["reason"] and "19900000013" not in data["reason"]
    other = {**data, "unit": town.works, "work": "", "trigger": "unlawful"}
    assert "只能因群众不满意督办" in refused(lambda: town.act(case, "supervise", town.supervisor, **other))
    order = town.act(case, "supervise", town.supervisor, **{**other, "trigger": "displeased"}).opened
    order = do(town, order, "sign", town.duty_leader, **SIGNED)
    order = do(town, order, "sign_for", town.unit_head)
    order = do(town, order, "reply", town.unit_head, **FOUR)
    order = do(town, order, "report", town.unit_head, report="已重新清渠，本人认可。", no_proof="现场已看")
    assert do(town, order, "strike", town.supervisor, way="电话", found="本人认可。").closed_at
    period = Period(date(2026, 9, 1), date(2026, 9, 30))
    assert list(Matter.objects.filter(indicators()["supervision_displeased"].counts(period))) == [
        order.matter_ptr
    ]


def test_what_is_closed_and_content_is_not_put_to_anybody(town: Town, clockwork: Any, client: Client) -> None:
    case = town.replied()
    data = {
        "unit": town.works,
        "reason": "不满意。",
        "demand": "请整改。",
        "work": "",
        "trigger": "displeased",
    }
    assert "没有登记过群众评价不满意" in refused(lambda: town.act(case, "supervise", town.supervisor, **data))
    town.act(case, "call_back", town.director, satisfaction="satisfied", note="")
    client.force_login(town.supervisor)
    assert "/do/supervise/" not in client.get(f"/matters/{case.pk}/").content.decode()
    assert "没有评价不满意" in refused(lambda: town.act(case, "supervise", town.supervisor, **data))
