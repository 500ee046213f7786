"""Every kind of paper of every procedure: it prints, says whose it is, and hides what it must."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date, time, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from core.deadlines.clocks import Start
from core.documents import issue
from core.documents.issue import DocumentKind
from core.models import Document, Look, OutsideBody, Turn, Unit
from core.procedure.procedure import by_kind, document_kinds
from core.values.moments import now
from core.values.roles import roles
from core.workflow.perform import open_matter
from council.models import Motion
from grid.models import IncidentKind
from legal.models import Checkup, Guide
from mediation import clocks
from tests.core import test_rosters as rosters
from tests.core.test_papers import POINTS, assert_inside, fonts_of, text_of, words_of
from tests.mediation import files
from tests.people import Town, moment, start_clock
from tests.petitions import files as petitions
from tests.reports import life
from tests.sweeps import care, council, handovers, legal, rounds, world
from tests.sweeps.world import at_status

# WeasyPrint leaves the colour profile open until it is collected, at once.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")

NAMES = ("陶根发", "潘水英")
DEMAND = "邻居家的鱼塘漫水，淹了我家三亩晚稻"
PHONES = ("199-0000-0013", "199-0000-0004")
IDS = ("990121195505050310", "990121196902140461")
PLACE = "澄湖县栖云镇桃坞村三组"
PARTIES = [
    {
        "name": NAMES[0],
        "role": "applicant",
        "sex": "1",
        "birth_on": date(1955, 5, 5),
        "id_kind": "resident",
        "id_number": IDS[0],
        "phone": PHONES[0],
        "address": f"{PLACE}27号",
    },
    {
        "name": NAMES[1],
        "role": "respondent",
        "sex": "2",
        "id_kind": "resident",
        "id_number": IDS[1],
        "phone": PHONES[1],
        "address": f"{PLACE}28号",
    },
]
SECRETS = (*NAMES, *PHONES, *IDS, "鱼塘", "晚稻", "三组")


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


def case(town: Town, **facts: Any) -> Any:
    people = [dict(party) for party in facts.pop("parties", PARTIES)]
    return town.register(DEMAND, at=moment("2026-04-02 10:10"), parties=people, **facts)


def handed_over(town: Town, **facts: Any) -> Any:
    made = case(town, **facts)
    by = town.director if made.sealed else town.dispatcher
    if made.compartment == "accusation":  # goes to nobody else
        town.works.takes_accusations = True
        town.works.save()
    at = moment("2026-04-02 11:00")
    return town.act(
        made, "hand_over", by, at, unit=town.works, grade="ordinary", note="请先到现场看水。"
    ).matter


@cache
def mediation(status: str, **more: Any) -> Callable[..., Any]:
    """With everything in its file that may be there at a status."""

    def make(town: Town, **facts: Any) -> Any:
        return files.whole(town, case(town, **facts), status, **more)

    return make


def fifteen_days_over(town: Town, **facts: Any) -> Any:
    """Wages, applied for on 10 March and not agreed."""
    made = mediation("in_session", dispute="migrant_wages")(town, **facts)
    start_clock(made, clocks.LABOUR, Start(clocks.LABOUR.key, at=made.received_at, unit=made.body))
    return made


def returned(town: Town, **facts: Any) -> Any:
    made = handed_over(town, **facts)
    why = {"reason": "not_ours", "explanation": "鱼塘归农业农村办公室管护，见职责清单第三项"}
    return town.act(made, "return", town.handler, moment("2026-04-02 15:00"), **why).matter


def elsewhere(town: Town, **facts: Any) -> Any:
    made = case(town, **facts)
    if made.red:
        town.act(made, "clear_flags", town.director, reason="已核实")
    told = {"body": "澄湖县水利局", "where": "人民路1号，199-0000-0071", "basis": "《水法》第五十六条"}
    return town.act(made, "elsewhere", town.receptionist, **told).matter


def called_back(town: Town, **facts: Any) -> Any:
    made = handed_over(town, **facts)
    town.act(made, "sign", town.handler)
    town.act(made, "reply", town.handler, answer="鱼塘埂已加高，晚稻不再受淹。")
    if made.red:
        town.act(made, "clear_flags", town.director, reason="已核实")
    said = {"satisfaction": "satisfied", "way": "电话", "note": "三组的人都说好。"}
    return town.act(made, "call_back", town.receptionist, **said).matter


@cache
def petition(status: str, **more: Any) -> Callable[..., Any]:
    """With everything that its papers tell at a status."""

    def make(town: Town, **facts: Any) -> Any:
        people = [dict(party) for party in facts.pop("parties", PARTIES)]
        label = {"compartment": "minor"} if facts.pop("flags", ()) else {}
        facts.pop("materials", None)
        return petitions.whole(town, status, demand=DEMAND, parties=people, **{**more, **label, **facts})

    return make


@cache
def consultation(**more: Any) -> Callable[..., Any]:
    """Answered, with a guide."""

    def make(town: Town, **facts: Any) -> Any:
        people = [dict(party) for party in facts.pop("parties", PARTIES)]
        label = (
            {"flags": ["minor"]}
            if facts.pop("flags", ())
            else {"confidential": bool(facts.pop("accusation", False))}
        )
        facts.pop("materials", None)
        data = {
            **legal.asked(town),
            "question": DEMAND,
            "answer": "可以先申请调解。",
            "parties": people,
            **label,
            **more,
        }
        made = open_matter("consultation", by=town.director, data=data, key=uuid4()).matter
        guide = Guide.objects.get(pk=legal.a_guide())
        return town.act(made, "guide", town.director, guide=guide, helped="").matter

    return make


def aid(town: Town, **facts: Any) -> Any:
    """Told once what is missing, sent to the county, and the county asked again."""
    people = [dict(party) for party in facts.pop("parties", PARTIES)]
    label = (
        {"flags": ["minor"]}
        if facts.pop("flags", ())
        else {"confidential": bool(facts.pop("accusation", False))}
    )
    data = {**legal.asked(town), "subject": "injury", "demand": DEMAND, "parties": people, **label}
    made = open_matter("aid_request", by=town.director, data=data, key=uuid4()).matter
    missing = {"missing": ["means", "case"], "missing_more": "", "supply_by": localdate() + timedelta(days=7)}
    town.act(made, "tell_missing", town.director, **missing)
    letter = {
        "purpose": "forward",
        "body": OutsideBody.objects.get(short_name="县法援中心"),
        "dated_on": localdate(),
        "missing": [],
    }
    made = town.act(
        made, "send", town.director, **letter, words="请审查。", signed_by="周玉兰（中心主任）"
    ).matter
    again = {"letter": made.correspondence.get(), "urged_until": localdate() + timedelta(days=9)}
    return town.act(made, "urge_outside", town.director, **again).matter


def checkup(town: Town, **facts: Any) -> Any:
    """Reported with one finding, of which the enterprise was reminded."""
    people = [dict(party) for party in facts.pop("parties", PARTIES)]
    data = {**legal.booked(town), "demand": DEMAND, "parties": people}
    made = open_matter("checkup", by=town.director, data=data, key=uuid4()).matter
    if facts.pop("flags", ()) or facts.pop("accusation", False):
        Checkup.objects.filter(pk=made.pk).update(compartment="minor")
    town.act(made, "self_check", town.director, gaps=["6"], notes="")
    town.act(made, "visit", town.director, visited_on=localdate(), team="秦援手", visit_words="看了合同。")
    row = legal.found(made)
    town.act(made, "report", town.director)
    return town.act(made, "remind", town.director, finding=row, way="书面", words="知道了").matter


def publicity(town: Town, **facts: Any) -> Any:
    """With a training that was held, and a certificate."""
    made = open_matter("publicity", by=town.director, data=legal.planned(town), key=uuid4()).matter
    held = legal.lesson(made, "held", "training")
    return town.act(made, "certify", town.director, lesson=held, names=["方立新"]).matter


def counselling(town: Town, **facts: Any) -> Any:
    """Of which the police were told."""
    people = [dict(party) for party in facts.pop("parties", PARTIES)]
    data = {**legal.in_need(town), "demand": DEMAND, "parties": people}
    made = open_matter("psych", by=town.director, data=data, key=uuid4()).matter
    town.act(made, "take", town.counsellor)
    return town.act(
        made, "danger", town.counsellor, of="self", why="说今晚要走。", police="派出所王警官"
    ).matter


@cache
def motion(unlawful: bool = False) -> Callable[..., Any]:
    return lambda town, **facts: _motion(town, unlawful, **facts)


def _motion(town: Town, unlawful: bool, **facts: Any) -> Any:
    """Decided and posted, or found unlawful by the town; sealed afterwards, for nothing sealed is talked over."""
    people = [dict(party) for party in facts.pop("parties", PARTIES)]
    data = {**council.proposed(town), "demand": DEMAND, "parties": people}
    made = open_matter("motion", by=town.director, data=data, key=uuid4()).matter
    council.to_every_paper(town, made, unlawful=unlawful)
    if facts.pop("flags", ()) or facts.pop("accusation", False):
        Motion.objects.filter(pk=made.pk).update(compartment="minor")
    return Motion.objects.get(pk=made.pk)


def report(town: Town, **facts: Any) -> Any:
    """Of a month in which the case came in."""
    case(town, **facts)
    return life.issued(town, "2026-04")


def tasked(town: Town, **facts: Any) -> Any:
    made = case(town, **facts)
    unit, user = (
        (made.holder_unit, town.director) if made.sealed else (town.farms, None)
    )  # closed: to one by name
    data = {"what": "疏通排水渠", "unit": unit, "user": user, "due_on": localdate() + timedelta(days=7)}
    return town.act(made, "give_task", town.duty_leader, **data).matter


def sent_up(town: Town, **facts: Any) -> Any:
    """To the county, and asked again."""
    made = case(town, **facts)
    body = OutsideBody.objects.get(takes_accusations=True)
    data = {"purpose": "hand_up", "body": body, "due_on": localdate() + timedelta(days=7)}
    said = "鱼塘边的干渠归县里管，请县里安排停水。"
    made = town.act(made, "send_up", town.director, **data, words=said, signed_by="周玉兰（中心主任）").matter
    again = {"letter": made.correspondence.get(), "urged_until": localdate() + timedelta(days=9)}
    return town.act(made, "urge_answer", town.director, **again).matter


def referred(town: Town, **facts: Any) -> Any:
    """To legal aid, with what is needed for that."""
    made = case(town, **facts)
    body = OutsideBody.objects.get(short_name="县法援中心")
    data = {
        "person": made.people.first(), "help": "legal", "body": body, "ground": "consent", "consent_on": localdate(),
        "consent_how": "written", "shared": ["name"], "need": "" if made.sealed else "想问赔偿怎么算。",
        "due_on": localdate() + timedelta(days=15),
    }  # fmt: skip
    return town.act(made, "send_referral", town.director, **data).matter


def rostered(town: Town, **facts: Any) -> Any:
    """April's leaders, published."""
    with time_machine.travel(moment("2026-04-01 09:00"), tick=False):
        return rosters.act(rosters.draft(town), "publish_roster", town.dispatcher)


def of_command(kind: str) -> Any:
    """A week of duty, or of units in the hall; published."""

    def made(town: Town, **facts: Any) -> Any:
        with time_machine.travel(moment("2026-04-01 09:00"), tick=False):
            data = {**world.rostered(town, kind, 7), "begins": time(8, 30), "ends": time(17, 30)}
            roster = open_matter(kind, by=town.dispatcher, data=data, key=uuid4()).matter
            return town.act(roster, "publish_roster", town.dispatcher).matter

    return made


def passed_on(town: Town, **facts: Any) -> Any:
    """A post of the grid, to be signed by both."""
    data = handovers.drafted(town)
    return open_matter("post_handover", by=town.director, data=data).matter


def screened(town: Town, **facts: Any) -> Any:
    """A round that runs, with what one grid found."""
    made = open_matter("screening", by=town.dispatcher, data=rounds.drafted(town)).matter
    dates = {name: getattr(made, name) for name in ("first", "last", "report_by", "topics")}
    made = town.act(made, "issue_screening", town.dispatcher, **dates).matter
    found = {"what": DEMAND, "topic": IncidentKind.objects.get(pk="1101"), "area": town.taowu_2}
    one = open_matter("incident", by=town.grid_worker, data=found, key=uuid4()).matter
    return town.act(made, "report_found", town.grid_worker, grid=made.grids.get(), found=[one]).matter


def assessed(town: Town, **facts: Any) -> Any:
    """A month that was assessed and confirmed, with an objection that was decided."""
    made = open_matter("assessment", by=town.dispatcher, data=rounds.assessed(town)).matter
    made = town.act(
        made, "open_assessment", town.dispatcher, objections_by=localdate() + timedelta(14)
    ).matter
    rounds.an_objection(made)
    rounds.none_waits(made)
    return town.act(made, "confirm_assessment", town.director).matter


@cache
def commended(signed: bool) -> Callable[..., Any]:
    """A commendation that is posted, and signed after its term."""

    def make(town: Town, **facts: Any) -> Any:
        made = open_matter("commendation", by=town.dispatcher, data=rounds.honoured(town)).matter
        last = localdate() + timedelta(days=14)
        made = town.act(made, "post_commendation", town.dispatcher, objections_by=last).matter
        if signed:
            rounds.its_term_is_over(made)
            made = town.act(made, "sign_commendation", town.duty_leader).matter
        return made

    return make


@cache
def cared(until: str = "proposed") -> Callable[..., Any]:
    """One on the register, visited, and no longer."""

    def make(town: Town, **facts: Any) -> Any:
        made = open_matter("care", by=town.grid_worker, data=care.person(town), key=uuid4()).matter
        if until != "proposed":
            consent = {"consent_by": "self", "consent_on": localdate()}
            town.act(made, "sign_consent", town.grid_worker, **consent)
            town.act(made, "approve", town.director)
            made = town.act(
                made, "visit", town.care_member, day=localdate(), well=True, words="药已买好。"
            ).matter
        if until == "ended":
            town.act(made, "propose_end", town.care_head, why="better", reason="已随女儿生活。")
            made = town.act(made, "end", town.director).matter
        return made

    return make


def received(town: Town, **facts: Any) -> Any:
    """Before the first leader of April."""
    turn = Turn.objects.filter(matter=rostered(town).pk).earliest("day")
    with time_machine.travel(moment("2026-04-13 09:10"), tick=False):
        made = case(town, **facts)
        town.act(made, "book_reception", town.receptionist, turn=turn)
        row = made.receptions.get()
        said = {"outcome": "answered", "record": "当面说明了清淤的安排。", "opinion": ""}
        return town.act(made, "receive", town.receptionist, reception=row, **said).matter


def incident(town: Town, **facts: Any) -> Any:
    """Handled and told to the county, which was asked again; with a task."""
    people = [dict(party) for party in facts.get("parties", PARTIES)]
    label = {"confidential": "accusation" in facts, "flags": facts.get("flags", [])}
    data = {
        "what": DEMAND,
        "topic": IncidentKind.objects.get(pk="1001"),
        "area": town.taowu,
        "to": "town",
        "parties": people,
    }
    at = moment("2026-04-02 10:10")
    made = open_matter("incident", by=town.receptionist, data={**data, **label}, key=uuid4(), at=at).matter
    desk = town.director if made.sealed else town.dispatcher
    town.act(made, "dispatch", desk, unit=town.works, level="2", task="立警示牌")
    town.act(made, "sign", town.handler)
    body = OutsideBody.objects.get(short_name="县公安局")
    words, due = {"words": "请处置。", "signed_by": "周玉兰（中心主任）"}, localdate() + timedelta(days=7)
    town.act(made, "tell_lead", desk, purpose="hand_up", body=body, due_on=due, **words)
    town.act(made, "urge_county", desk, letter=made.correspondence.get(), urged_until=due + timedelta(days=2))
    hazard = {"demand": f"加固路沿：{DEMAND}"[:300], "owner": "桃坞村", "finish_by": due, "cycle": 7}
    town.act(made, "watch_hazard", desk, **hazard)
    town.act(made, "recheck", desk, gone=False, words="鱼塘边还没有加固")
    unit, user = (made.holder_unit, town.director) if made.sealed else (town.farms, None)
    town.act(made, "give_task", town.duty_leader, what="补种行道树", unit=unit, user=user, due_on=due)
    return town.act(made, "answer", town.handler, settled_how="警示牌已立").matter


@cache
def supervised(trigger: str = "not_handled", unit: str = "works") -> Callable[..., Any]:
    """A case put to a unit, to its end where that is an order."""

    def make(town: Town, **facts: Any) -> Any:
        made = case(town, **facts)
        police = Unit(
            code="P01", name="澄湖县公安局栖云派出所", short_name="派出所", kind="stationed", area=town.town
        )
        if unit == "police":
            police.save()
        to = police if unit == "police" else getattr(town, unit)
        words = {"reason": "办理期限届满，仍未完成。", "demand": "请限期办结。", "work": ""}
        order = town.act(made, "supervise", town.supervisor, trigger=trigger, unit=to, **words).opened
        bodies = {"body": OutsideBody.objects.get(short_name="县公安局")} if unit == "police" else {}
        order = town.act(order, "sign", town.duty_leader, **words, **bodies).matter
        if order.status == "sent":
            return order
        town.act(order, "sign_for", town.handler)
        four = {"leader": "冯立言（主任）", "measures": "组织清渠。", "duty": "俞百川负责现场。"}
        order = town.act(
            order, "reply", town.handler, **four, finish_by=localdate() + timedelta(days=5)
        ).matter
        task = {
            "what": "疏通排水渠",
            "unit": town.works,
            "user": None,
            "due_on": localdate() + timedelta(days=7),
        }
        return town.act(order, "give_task", town.duty_leader, **task).matter

    return make


def reviewed(town: Town, **facts: Any) -> Any:
    """Who had it when goes to 纪检, once the unit was heard."""
    order = supervised()(town, **facts)
    said = {"speaker": "冯立言（主任）", "words": "排期晚。", "answer": "不采纳。"}
    town.act(order, "hear", town.supervisor, heard_at=now(), **said)
    letter = {"purpose": "forward", "body": OutsideBody.objects.get(kind="discipline")}
    return town.act(
        order,
        "hand_review",
        town.supervisor,
        **letter,
        words="经过见责任倒查表。",
        signed_by="周玉兰（中心主任）",
    ).matter


def circulated(town: Town, **facts: Any) -> Any:
    order, at = supervised()(town, **facts), localtime() - timedelta(minutes=1)
    said = {"heard_at": at, "speaker": "冯立言（主任）", "words": "排期晚。", "answer": "不采纳。"}
    town.act(order, "hear", town.supervisor, **said)
    held = {
        "held_on": localdate(),
        "minutes": "栖云综治纪要〔2026〕9号",
        "measure": "circular",
        "words": "全镇通报。",
    }
    return town.act(order, "decide", town.supervisor, **held).matter


def own(kind: str, status: str) -> Callable[..., Any]:
    """What the office opens for itself, brought to a status."""

    def make(town: Town, **facts: Any) -> Any:
        case(town, **facts)
        return at_status(town, kind, status)

    return make


def campaign(town: Town, **facts: Any) -> Any:
    made = own("campaign", "running")(town, **facts)
    task = {"what": "逐件核对。", "unit": town.works, "user": None, "due_on": localdate() + timedelta(days=5)}
    return town.act(made, "give_task", town.duty_leader, **task).matter


STORIES: dict[str, Callable[..., Any]] = {
    **{
        f"grid.{key}": incident
        for key in ("receipt", "order", "sheet", "letter", "urging", "task", "rectify", "recheck")
    },
    "grid.screening": screened,
    "grid.assessment": assessed,
    "grid.commendation_notice": commended(False),
    "grid.commendation": commended(True),
    "grid.care_consent": cared(),
    "grid.care_visits": cared("listed"),
    "grid.care_end": cared("ended"),
    "cases.receipt": case,
    "cases.receipt_twice": case,
    "cases.returned": returned,
    "cases.task": tasked,
    "cases.referral": referred,
    "cases.letter": sent_up,
    "cases.urging": sent_up,
    "cases.reception": rostered,
    **{f"command.{kind}": of_command(kind) for kind in ("duty_roster", "hall_roster")},
    "legal.lawyer_roster": of_command("lawyer_roster"),
    "legal.lawyer_pay": own("lawyer_pay", "checked"),
    "mediation.mediation_pay": own("mediation_pay", "checked"),
    "legal.opinion": own("expertise", "given"),
    "cases.reception_record": received,
    "grid.post_handover": passed_on,
    "cases.elsewhere": elsewhere,
    "cases.called_back": called_back,
    "cases.registration_form": handed_over,
    "cases.handover": handed_over,
    "mediation.application": mediation("applied"),
    "mediation.register": mediation("accepted"),
    "mediation.refusal": mediation("refused"),
    "mediation.rights": mediation("accepted"),
    "mediation.mandate": mediation("in_session"),
    "mediation.inquiry": mediation("in_session"),
    "mediation.talk": mediation("in_session"),
    "mediation.evidence": mediation("in_session"),
    "mediation.prolonging": mediation("in_session"),
    "mediation.record": mediation("in_session"),
    "mediation.agreement": mediation("agreed"),
    "mediation.oral": mediation("agreed", form="oral"),
    "mediation.receipt": mediation("performed"),
    "mediation.confirmation": mediation("effective"),
    "mediation.arbitration": fifteen_days_over,
    "mediation.end": mediation("ended"),
    "mediation.service": mediation("ended"),
    "mediation.visit": mediation("performed"),
    "mediation.closing": mediation("performed"),
    "cases.dossier": case,
    "mediation.dossier": mediation("performed"),
    "reports.monthly": report,
    "legal.reply": consultation(),
    "legal.guide": consultation(),
    **{
        f"legal.{key}": aid
        for key in ("aid_receipt", "application", "checklist", "missing", "letter", "urging")
    },
    **{f"legal.checkup_{key}": checkup for key in ("list", "report", "reminder")},
    **dict.fromkeys(("legal.publicity", "legal.certificate"), publicity),
    **dict.fromkeys(("legal.counselling", "legal.danger"), counselling),
    **{
        f"council.{key}": motion()
        for key in ("receipt", "reply", "notice", "minutes", "resolution", "objection", "service", "task")
    },
    "council.correction": motion(unlawful=True),
    **{f"command.{key}": supervised() for key in ("order", "reply", "duty", "task")},
    "command.circular": circulated,
    "command.reminder": supervised(unit="taowu_village"),
    "command.warning": supervised("risk"),
    "command.letter": supervised(unit="police"),
    "command.review_letter": reviewed,
    "command.call": own("office_meeting", "called"),
    **dict.fromkeys(("command.minutes", "command.meeting_task"), own("office_meeting", "carrying")),
    "command.situation": own("briefing", "signed"),
    "command.campaign": own("campaign", "ended"),
    "command.campaign_task": campaign,
    **dict.fromkeys(("command.review", "command.correction"), own("file_review", "correcting")),
    "petitions.receipt": petition("registered"),
    "petitions.sent": petition("transferred"),
    "petitions.hand_over": petition("handed_over", accusation=True),
    "petitions.guide": petition("to_tell"),
    "petitions.refusal": petition("told"),
    "petitions.received": petition("studying"),
    "petitions.reply": petition("replied"),
    "petitions.report": petition("served"),
    "petitions.review_list": petition("in_review"),
    "petitions.dossier": petition("ended"),
    **{f"petitions.{key}": petition("to_serve") for key in ("opinion", "service", "advice")},
    **{
        f"petitions.{key}": petition("accepted")
        for key in (
            "registration",
            "acceptance",
            "letter",
            "urging",
            "task",
            "extension_form",
            "charge",
            "extension_notice",
            "inquiry",
            "hearing_notice",
            "material",
            "hearing",
            "settlement",
        )
    },
}
SIZES = {
    "cases.receipt": "A5",
    "petitions.receipt": "A5",
    "grid.receipt": "A5",
    "cases.receipt_twice": "A4 landscape",
}
TAKEN_HOME = (
    "legal.reply",
    "legal.aid_receipt",
    "legal.checkup_list",
    "legal.counselling",
    "grid.receipt",
    "council.receipt",
    "petitions.receipt",
    "cases.receipt",
    "cases.receipt_twice",
    "cases.elsewhere",
)
OF_THE_OFFICE = ("petitions.registration", "cases.registration_form", "cases.called_back")
ON_THE_QUEUE = (
    "petitions.dossier",
    "mediation.dossier",
    "cases.dossier",
)  # bound of the others: tests/mediation/test_bound.py
KINDS = [kind for key, kind in document_kinds().items() if key not in ON_THE_QUEUE]
SHARED = [kind for kind in document_kinds().values() if kind.shared]


def by_story(kinds: Iterable[DocumentKind]) -> list[Any]:
    """The papers that one story has, together: it is told once for all of them."""
    found: dict[Callable[..., Any], list[DocumentKind]] = {}
    for kind in kinds:
        found.setdefault(STORIES[kind.key], []).append(kind)
    return [pytest.param(story, alike, id=alike[0].key) for story, alike in found.items()]


def issued(town: Town, kind: DocumentKind, **facts: Any) -> tuple[Document, bytes]:
    made = issue.issue(kind, STORIES[kind.key](town, **facts), town.director)
    return made, issue.read(made.digest)


def test_every_kind_of_paper_has_a_story() -> None:
    assert set(STORIES) == set(document_kinds())


def test_nobody_is_told_to_print_what_he_may_not() -> None:
    for kind, procedure in by_kind().items():
        for row in procedure.workflow.transitions:
            done = row.words.done if isinstance(row.words.done, str) else "".join(row.words.done.values())
            if "请打印" not in done or row.paper.kind not in document_kinds():
                continue
            needed = {row.permission, procedure.seen_with} - {""}
            may = [key for key, role in roles().items() if needed <= role.permissions]
            paper = document_kinds()[row.paper.kind].permission
            assert [key for key in may if paper not in roles()[key].permissions] == [], (kind, row.name)


def test_a_key_says_whose_paper_it_is() -> None:
    for kind, procedure in by_kind().items():
        for paper in procedure.documents:
            assert paper.key.startswith(f"{procedure.labels['app']}."), (kind, paper.key)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_each_paper_prints(town: Town, kind: DocumentKind) -> None:
    made, data = issued(town, kind)
    pages = pypdfium2.PdfDocument(data)
    size = POINTS[SIZES.get(kind.key, "A4")]
    for page in pages:
        assert tuple(map(round, page.get_size())) == size
        assert_inside(page)
    assert fonts_of(data) == {"Paper-Song", "Paper-Hei"}
    assert made.number in text_of(data)
    child = by_kind()[made.matter.kind].child(made.matter)
    assert pages.get_metadata_dict()["Title"] == made.label == kind.scopes(child)[made.scope]
    assert "None" not in text_of(data)


@pytest.mark.parametrize(("story", "kinds"), by_story(SHARED))
@pytest.mark.parametrize("label", [{"accusation": True}, {"flags": ["minor"]}], ids=["accusation", "minor"])
def test_what_leaves_the_house_shows_nothing_of_a_sealed_matter(
    town: Town, story: Callable[..., Any], kinds: list[DocumentKind], label: dict[str, Any]
) -> None:
    made = story(town, materials="鱼塘照片", **label)
    for kind in kinds:
        if made.compartment not in kind.compartments:  # not made of such a matter at all
            continue
        text = words_of(kind, made)
        assert not [secret for secret in SECRETS if secret in text], kind.key
        assert not [secret for secret in SECRETS if secret in kind.label]  # the file's title


@pytest.mark.parametrize(("story", "kinds"), by_story(KINDS))
@pytest.mark.parametrize("contact", ["never", "through"])
def test_nobody_is_told_how_to_reach_who_must_not_be_reached(
    town: Town, story: Callable[..., Any], kinds: list[DocumentKind], contact: str
) -> None:
    careful = {**PARTIES[0], "contact": contact, "contact_through": "姐姐陶根娣 199-0000-0077"}
    made = story(town, parties=[careful, PARTIES[1]])
    for kind in kinds:
        text = words_of(kind, made)
        told = [PHONES[0], "27号"]
        if kind.key not in OF_THE_OFFICE:  # the office's own forms say through whom
            told += ["陶根娣", "0077"]
        if kind.key == "cases.handover":
            told += ["收到后与来访人联系"]
        if kind.key in TAKEN_HOME:
            told += SECRETS
        assert not [words for words in told if words in text], kind.key


VOIDABLE = [
    pytest.param(procedure.model, kind, id=kind.key)
    for procedure in by_kind().values()
    for kind in procedure.documents
    if "voided" in procedure.model.Status.values
]


@pytest.mark.parametrize(("model", "kind"), VOIDABLE)
def test_a_paper_is_refused_when_its_matter_was_voided(model: type[Any], kind: DocumentKind) -> None:
    assert "已作废" in kind.why_not(model(status="voided"))


def test_a_preview_is_marked_and_stores_nothing(town: Town, client: Client) -> None:
    """Who may issue may look first; a paper with people in full leaves a Look."""
    made = STORIES["mediation.application"](town)
    before = Document.objects.count()
    client.force_login(town.committee_head)
    answer = client.get(reverse("preview", args=[made.pk, "mediation.application"]))
    assert answer["Content-Type"] == "application/pdf"
    assert "预览，未出具" in text_of(answer.content)
    assert Document.objects.count() == before
    assert Look.objects.filter(matter=made.pk, by=town.committee_head, reason="预览文书").exists()
    client.force_login(town.receptionist)
    assert client.get(reverse("preview", args=[made.pk, "mediation.application"])).status_code == 404
