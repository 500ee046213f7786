"""What the sweeps walk over: valid data for every form, and a matter of every kind at every status.

Nothing here names what a role may do: who can act is asked of the tables and of the cast.
"""

import fcntl
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate, localtime
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Case, Handover, Reception, Room
from core.access.sealed import OPENED
from core.intake import accusations
from core.models import (
    Access,
    Accused,
    Appointment,
    Area,
    Attachment,
    Clock,
    Correspondence,
    Look,
    Matter,
    OutsideBody,
    Party,
    Referral,
    Roster,
    Swap,
    Task,
    Turn,
    User,
)
from core.operations.database_roles import as_owner
from core.parties.forms_representation import all_acting
from core.procedure.below import opening_name
from core.procedure.indicators import Period
from core.procedure.procedure import Procedure, by_kind, procedures
from core.procedure.transitions import NEVER, Transition, Workflow
from core.service.serving import letters, serving_of
from core.statistics.counting import month_before
from core.values.moments import now
from core.views.matters import form_class
from core.workflow.addressed import asked
from core.workflow.perform import open_matter, perform
from core.workflow.permissions import may
from core.workflow.recusal import recusals
from mediation.dossier import DOSSIER
from mediation.forms import RewordForm
from mediation.models import Instalment, Mediation
from mediation.steps.agreement import signed, signers
from mediation.steps.course import consenting, untold
from reports.models import MonthlyReport
from reports.tasks import opening
from tests import databases
from tests.kept import load_calendar, make_town
from tests.people import Town
from tests.sweeps import (
    campaigns,
    care,
    command,
    council,
    handovers,
    incidents,
    legal,
    meetings,
    pay,
    petitions,
    rounds,
)

PARTIES = (
    {
        "name": "陶根发",
        "role": "applicant",
        "phone": "19900000013",
        "address": "澄湖县栖云镇桃坞村三组27号",
        "id_kind": "resident",
        "id_number": "990121195505050310",
    },
    {
        "name": "潘水英",
        "role": "respondent",
        "phone": "19900000004",
        "address": "澄湖县栖云镇桃坞村三组28号",
        "id_kind": "resident",
        "id_number": "990121196902140461",
    },
)
AGENT = {"name": "丁小满", "role": "agent", "phone": "19900000016"}
SECRETS = tuple(party[name] for party in PARTIES for name in ("phone", "address", "id_number"))


def other_case(town: Town, demand: str = "同一条渠又堵了") -> Any:
    """One more case on the same ground, to merge into or to link with."""
    return Matter.objects.filter(title=demand, closed_at=None).first() or town.register(demand)


def lines(prefix: str, **line: Any) -> dict[str, Any]:
    """One line of a table beside a form, as the page posts it."""
    counts = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return {**counts, **{f"{prefix}-0-{name}": value for name, value in line.items()}}


def acts_for(matter: Any, unit: bool = False) -> dict[str, Any]:
    """The beginning of every form of somebody who acts for a side."""
    sides = matter.people.filter(role__in=Party.SIDES, is_organisation=unit)
    return {"principal": sides.first().pk, "proof": "证件、证明原件", "given_on": "2026-01-05"}


# Who takes turns on each kind of roster: the second asks the first to swap.
SITTING = {
    "reception": ("chief", "duty_leader"),
    "duty_roster": ("chief", "duty_leader"),
    "hall_roster": ("unit_head", "handler"),
    "lawyer_roster": ("legal_officer", "other_lawyer"),
}


def sitting(town: Town, matter: Any) -> list[User]:
    return [town.users[name] for name in SITTING[matter.kind]]


def rostered(town: Town, kind: str = "reception", days: int = 21) -> dict[str, Any]:
    """A roster of every day from yesterday on, with two people in turn; each for a minute of its own, for no hour is planned twice."""
    first, minute = localdate() - timedelta(days=1), Roster.objects.filter(kind=kind).count()
    return {
        "first": first,
        "last": first + timedelta(days=days),
        "weekdays": list(range(7)),
        "off": "keep",
        "places": ["接访室"],
        "begins": time(0, minute),
        "ends": time(0, minute + 1),
        "people": [town.users[name] for name in SITTING[kind]],
        "centre": town.centre,
        "town": town.town,
        "title": "领导接访排班",
    }


def turn_of_today(town: Town) -> Turn:
    """Of a published roster, which is made where there is none."""
    here = Turn.objects.published("reception").filter(day=localdate())
    if not here.exists():
        at_status(town, "reception", "published")
    return here.earliest("pk")


def turn_ahead(matter: Any, user: User) -> Turn:
    ahead = Turn.objects.filter(matter=matter.pk, day__gt=localdate(), substitute=None, user=user)
    return ahead.earliest("day")


def lacks(*states: str) -> Callable[[Any], bool]:
    """The matter has no task in one of these states."""
    return lambda matter: not Task.objects.filter(matter=matter.pk, state__in=states).exists()


def its_task(matter: Any, *states: str) -> int:
    return Task.objects.filter(matter=matter.pk, state__in=states).latest("pk").pk


def its_letter(matter: Any) -> int:
    return Correspondence.objects.waiting().filter(matter=matter.pk).latest("pk").pk


def sent_up(matter: Any) -> None:
    """A letter that waits for its answer, sent at an earlier stage."""
    if not Correspondence.objects.waiting().filter(matter=matter.pk).exists():
        Correspondence.objects.create(
            matter_id=matter.pk,
            number=Correspondence.objects.filter(matter=matter.pk).count() + 1,
            purpose="hand_up",
            body=OutsideBody.objects.get(takes_accusations=True),
            dated_on=localdate(),
            due_on=localdate() + timedelta(days=15),
            words="堤防归县里管，请县里安排。",
        )


def its_referral(matter: Any, *states: str) -> dict[str, int]:
    return {"referral": Referral.objects.filter(matter=matter.pk, state__in=states).latest("pk").pk}


def not_asked_of(matter: Any, user: User) -> bool:
    return not any(task.is_asked_of(user) for task in Task.objects.filter(matter=matter.pk, ended_at=None))


def not_given_by(matter: Any, user: User) -> bool:
    own = any(task.is_given_by(user) for task in Task.objects.filter(matter=matter.pk, ended_at=None))
    return not own and not user.has_perm("core.direct")


def of(table: Mapping[str, Any], kind: str, name: str, otherwise: Any = None) -> Any:
    """What a table says of a row: of this kind's own, else of every row of the name."""
    return table.get(f"{kind}.{name}", table.get(name, otherwise))


def its_own(kind: str, table: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{kind}.{name}": value for name, value in table.items()}


# By which acts a matter comes to a status, where the usual ends of the rows do not lead there: (status before, rows).
VIA: Mapping[str, tuple[str, ...]] = {
    **its_own("petition", petitions.VIA),
    **its_own("incident", incidents.VIA),
    **its_own("post_handover", handovers.VIA),
    **its_own("aid_request", legal.AID_VIA),
    **its_own("checkup", legal.CHECKUP_VIA),
    **its_own("motion", council.VIA),
    **its_own("supervision", command.VIA),
    **its_own("briefing", campaigns.SITUATION_VIA),
}
# Valid posted data by transition: what somebody types, not what the form makes of it.
SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    **its_own("petition", petitions.SAMPLES),
    **its_own("incident", incidents.SAMPLES),
    **its_own("post_handover", handovers.SAMPLES),
    **its_own("consultation", legal.CONSULTATION),
    **its_own("aid_request", legal.AID),
    **its_own("checkup", legal.CHECKUP),
    **its_own("psych", legal.COUNSELLING),
    **its_own("publicity", legal.PUBLICITY),
    **its_own("motion", council.SAMPLES),
    **its_own("supervision", command.SAMPLES),
    **its_own("screening", rounds.SAMPLES),
    **its_own("assessment", rounds.ASSESSMENT),
    **its_own("commendation", rounds.COMMENDATION),
    **its_own("office_meeting", meetings.SAMPLES),
    **its_own("briefing", campaigns.SITUATION),
    **its_own("campaign", campaigns.CAMPAIGN),
    **its_own("file_review", campaigns.QUALITY),
    **its_own("care", care.SAMPLES),
    **its_own("mediation_pay", pay.drawing(pay.mediated)),
    **its_own("lawyer_pay", pay.drawing(pay.sat)),
    **its_own("expertise", pay.EXPERTISE),
    "register": lambda town: {
        "channel": "visit",
        "demand": "田间排水渠堵塞，要求清理",
        "secrecy": "internal",
        "area": town.taowu.code,
    },
    "answer_on_spot": lambda town: {"answer": "已说明办理条件和所需材料。"},
    "hand_over": lambda town: {"unit": town.works.pk, "grade": "ordinary", "note": "请先到现场看水。"},
    "sign": lambda town: {},
    "give_task": lambda town: {
        "giver": town.duty_leader.pk,
        "what": "查清淤积原因",
        "unit": town.farms.pk,
        "due_on": f"{localdate() + timedelta(days=5)}",
    },
    "send_up": lambda town: {
        "body": OutsideBody.objects.get(takes_accusations=True).pk,
        "words": "堤防归县里管，请县里安排。",
        "due_on": f"{localdate() + timedelta(days=15)}",
        "dated_on": f"{localdate()}",
        "signed_by": "周玉兰（中心主任）",
    },
    "publish_roster": lambda town: {},
    "finish_roster": lambda town: {},
    "void_roster": lambda town: {"reason": "领导分工有变动。"},
    "instruct_there": lambda town: SAMPLES["instruct"](town),
    "book_reception": lambda town: {"turn": turn_of_today(town).pk},
    "recuse": lambda town: {"reason": "与来访人是亲属。", "article": "《信访工作条例》第二十八条第三款"},
    "end_recusal": lambda town: {"reason": "经核实没有利害关系。"},
    **dict.fromkeys(
        ("take_over", "take_over_check", "take_over_signature"), lambda town: {"reason": "本人出差。"}
    ),
    "name_accused": lambda town: {"accused_name": "不明", "accused_post": "村干部"},
    "refer": lambda town: {"body": "澄湖县纪委监委", "reference": "", "how": "密封送达，对方签收。"},
    "uphold": lambda town: {"reason": "职责清单第 3 项，由村镇办负责。"},
    "ask_instruction": lambda town: {"leader": town.duty_leader.pk, "opinion": "拟由村镇办主办。"},
    "instruct": lambda town: {**SAMPLES["hand_over"](town), "words": "先查清来源，三日内报结果。"},
    "guide": lambda town: {"room": Room.objects.get(name="法律咨询室").pk, "note": "想问怎么起诉。"},
    "take_in_room": lambda town: {},
    "pass_on": lambda town: {"room": Room.objects.get(name="心理咨询室").pk},
    "answer_in_room": lambda town: {"answer": "已说明起诉的办法和期限。"},
    "back_to_hall": lambda town: {"note": "还要村镇办去现场。"},
    "elsewhere": lambda town: {
        "body": "澄湖县人力资源和社会保障局",
        "where": "澄湖县人民路1号，199-0000-0071",
        "basis": "《劳动争议调解仲裁法》第二十一条",
    },
    "reassign": lambda town: {
        "unit": town.farms.pk,
        "grade": "ordinary",
        "reason": "水渠归农业农村办管护。",
    },
    "add_helper": lambda town: {"unit": town.farms.pk, "part": "核对受损面积", "days": "3"},
    "drop_helper": lambda town: {
        "helper": Handover.objects.filter(lead=False, ended_at=None).latest("id").pk,
        "reason": "已由主办单位一并核对。",
    },
    "sign_as_helper": lambda town: {},
    "answer_as_helper": lambda town: {"answer": "受损面积共两亩三分。"},
    "decline_as_helper": lambda town: {"reason": "not_ours", "explanation": "不在本办职责清单内。"},
    "ask_extension": lambda town: {"days": "5", "reason": "要等县里的检测结果。"},
    "grant_extension": lambda town: {"note": "抓紧。"},
    "refuse_extension": lambda town: {"reason": "检测结果已经有了。"},
    "reopen": lambda town: {"reason": "渠还是不通。"},
    "merge": lambda town: {"other": other_case(town).number, "reason": "同一处渠。"},
    "unmerge": lambda town: {"reason": "不是同一条渠。"},
    "urge": lambda town: {"words": "请今天下班前给个准信。"},
    "answer_urge": lambda town: {"words": "正在清理，明天办完。"},
    "raise_flags": lambda town: {"flags": ["violence"], "note": "双方在村口推搡。"},
    "link": lambda town: {"other": other_case(town, "去年的同一条渠").number, "why": "同一条渠"},
    "return": lambda town: {"reason": "not_ours", "explanation": "水渠由农业农村办公室管护。"},
    "note": lambda town: {"note": "已到现场查看。"},
    "reply": lambda town: {"answer": "已清理，排水恢复。"},
    "call_back": lambda town: {"satisfaction": "satisfied", "note": "电话回访。"},
    "clear_flags": lambda town: {"reason": "民警到场，已平息。"},
    "correct": lambda town: {
        "title": "排水渠堵塞",
        "demand": "排水渠堵塞，要求清理",
        "area": town.taowu_2.code,
        "reason": "登记时写错了地点。",
    },
    "add_party": lambda town: {"role": "witness", "name": "钱满囤", "phone": "199-0000-0005"},
    "seal": lambda town: {"compartment": "minor", "reason": "涉及未成年人。"},
    "void": lambda town: {"reason": "重复登记。"},
    "apply": lambda town: {
        "body": town.committee.pk,
        "dispute": "neighbour",
        "source": "court",
        "way": "committee",
        "referred_by": "澄湖县人民法院",
    },
    "to_ladder": lambda town: {},
    "settle_step": lambda town: {"words": "两家都退一步，当场说和。"},
    "hand_up": lambda town: {"reason": "对方要见村里的人。"},
    "accept": lambda town: {"dispute": "neighbour", "source": "court", "willing": "on"},
    "refuse": lambda town: {"refusal": "taken", "refusal_note": "法院已经立案，请按法院通知办理。"},
    "withdraw_mediator": lambda town: {"reason": "与一方是表亲。"},
    "inquire": lambda town: {"place": "村部", "asked": "村民小组长", "record": "水沟是去年填的。"},
    "add_evidence": lambda town: {
        "name": "现场照片",
        "source": "申请人提交",
        "pages": 2,
        "received_on": "2026-01-05",
    },
    "arrange": lambda town: {"when": f"{localtime() + timedelta(days=3):%Y-%m-%dT%H:%M}", "place": "调解室"},
    "close_doors": lambda town: {"reason": "当事人要求。"},
    "prolong": lambda town: {
        "until": f"{localdate() + timedelta(days=45)}",
        "reason": "要等测量结果。",
    },
    "suspend": lambda town: {
        "ground": "capacity",
        "until": f"{localdate() + timedelta(days=20)}",
        "note": "近亲属已经向法院申请。",
    },
    "resume": lambda town: {"reason": "法院已经作出判决。"},
    "raise_risk": lambda town: {"risk": "worse", "note": "扬言要拆墙。", "measures": "组长守着，两家分开。"},
    "record_prevented": lambda town: {"what": "suicide", "people": "1", "note": "劝下楼顶，送回家中。"},
    "report_crowd": lambda town: {
        "government": "镇党委政府值班室 10:20",
        "department": "农业农村局",
        "note": "六人在镇政府门口，要求清渠。",
    },
    "open_doors": lambda town: {"reason": "双方要求公开，已征得监护人同意。"},
    "check_agreement": lambda town: {"verdict": "lawful", "note": ""},
    "take_back": lambda town: {"reason": "一方要改付款的日期。"},
    "put_in_writing": lambda town: {"terms": "恢复排水沟原状，已当场完成。"},
    "urge_performance": lambda town: {"whom": "被申请人", "words": "到期了，请履行。"},
    "tell_unperformed": lambda town: {"reason": "逾期没有履行。"},
    "apply_confirmation": lambda town: {
        "court": "澄湖县人民法院",
        "applied_on": f"{localdate()}",
        "ground": "committee",
        "applicant": "on",
        "respondent": "on",
    },
    "court_accepts": lambda town: {"accepted_on": f"{localdate()}", "decided_by": "澄湖县人民法院"},
    "court_takes_longer": lambda town: {"reason": "标的物要现场核实，法院电话告知。"},
    "record_ruling": lambda town: {
        "number": "（2026）某0121诉前调确12号",
        "result": "confirmed",
        "decided_on": f"{localdate()}",
        "decided_by": "澄湖县人民法院",
    },
    "feed_back": lambda town: {"words": "双方已达成协议。"},
    "visit": lambda town: {"way": "上门", "visited": "双方", "performed": "已履行"},
    "archive": lambda town: {"retention": "ten"},
    "hold_session": lambda town: {
        "place": "调解室",
        "present": "双方当事人",
        "record": "各述理由。",
        "result": "continued",
    },
    "agree": lambda town: {
        "form": "written",
        "terms": "恢复排水沟原状。",
        **lines(
            "instalments", due_on=f"{localdate() + timedelta(days=60)}", amount="1200.50", what="支付修复款"
        ),
    },
    "write": lambda town: {"overall": "本月运行平稳。", "advice": "继续排查。"},
    "recount": lambda town: {},
    "submit": lambda town: {"checker": town.director.pk, "note": "请审。"},
    "check": lambda town: {"signer": town.chief.pk, "note": "数字无误。"},
    "sign_off": lambda town: {"note": "同意印发。"},
    "issue": lambda town: {},
    "send_back": lambda town: {"reason": "总体情况写得太长。"},
    "end": lambda town: {"end_reason": "no_agreement", "end_note": "双方分歧过大。"},
}
# Valid posted data that depends on the matter: its people, what was agreed.
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    **its_own("petition", petitions.OF_A_MATTER),
    **its_own("incident", incidents.OF_A_MATTER),
    **its_own("consultation", legal.CONSULTATION_OF_A_MATTER),
    **its_own("aid_request", legal.AID_OF_A_MATTER),
    **its_own("checkup", legal.CHECKUP_OF_A_MATTER),
    **its_own("psych", legal.COUNSELLING_OF_A_MATTER),
    **its_own("mediation_pay", pay.OF_A_SHEET),
    **its_own("lawyer_pay", pay.OF_A_SHEET),
    **its_own("expertise", pay.EXPERTISE_OF_A_MATTER),
    "log_turn": pay.to_log,
    **its_own("publicity", legal.PUBLICITY_OF_A_MATTER),
    **its_own("motion", council.OF_A_MATTER),
    **its_own("supervision", command.OF_A_MATTER),
    **its_own("screening", rounds.OF_A_MATTER),
    **its_own("assessment", rounds.ASSESSMENT_OF_A_MATTER),
    **its_own("commendation", rounds.COMMENDATION_OF_A_MATTER),
    **its_own("office_meeting", meetings.OF_A_MATTER),
    **its_own("briefing", campaigns.SITUATION_OF_A_MATTER),
    **its_own("campaign", campaigns.CAMPAIGN_OF_A_MATTER),
    **its_own("file_review", campaigns.QUALITY_OF_A_MATTER),
    "receive": lambda town, matter: {
        "reception": Reception.objects.filter(matter=matter.pk, received_at=None).latest("pk").pk,
        "outcome": "answered",
        "record": "来访人说渠又堵了，领导当面说明了清淤的安排。",
    },
    "take_answer": lambda town, matter: {
        "letter": its_letter(matter),
        "outcome": "answered",
        "answer": "县里已经排入本季度计划。",
        "answered_on": f"{localdate()}",
    },
    "urge_answer": lambda town, matter: {
        "letter": its_letter(matter),
        "urged_until": f"{localdate() + timedelta(days=5)}",
    },
    "withdraw_letter": lambda town, matter: {
        "letter": its_letter(matter),
        "reason": "已电话说明，不再需要。",
    },
    "accept_task": lambda town, matter: {"task": its_task(matter, "given")},
    "return_task": lambda town, matter: {"task": its_task(matter, "given"), "reason": "不属本办职责。"},
    "report_task": lambda town, matter: {
        "task": its_task(matter, "accepted"),
        "report": "已查清。",
        "no_proof": "当面说明",
    },
    "approve_task": lambda town, matter: {"task": its_task(matter, "reported"), "note": "可以。"},
    "send_back_task": lambda town, matter: {
        "task": its_task(matter, "reported"),
        "reason": "还不够清楚。",
        "due_on": f"{localdate() + timedelta(days=7)}",
    },
    "extend_task": lambda town, matter: {
        "task": its_task(matter, "given", "accepted"),
        "reason": "雨天。",
        "due_on": f"{localdate() + timedelta(days=9)}",
    },
    "send_referral": lambda town, matter: {
        "person": matter.people.filter(is_organisation=False).first().pk,
        "help": "legal",
        "body": OutsideBody.objects.get(short_name="县法援中心").pk,
        "ground": "consent",
        "consent_on": f"{localdate()}",
        "consent_how": "written",
        "shared": ["name"],
        "need": "" if matter.sealed else "想请律师看赔偿的算法。",
        "due_on": f"{localdate() + timedelta(days=15)}",
    },
    "accept_referral": lambda town, matter: {**its_referral(matter, "sent"), "answered_by": "秦援手"},
    "refuse_referral": lambda town, matter: {
        **its_referral(matter, "sent"),
        "answered_by": "秦援手",
        "words": "不在受理范围。",
    },
    "take_feedback": lambda town, matter: {
        **its_referral(matter, "sent", "accepted"),
        "answered_by": "秦援手",
        "outcome": "helped",
        "words": "已指派律师。",
    },
    "ask_again": lambda town, matter: {
        **its_referral(matter, "sent", "accepted"),
        "answered_by": "秦援手",
        "due_on": f"{localdate() + timedelta(days=20)}",
    },
    "withdraw_referral": lambda town, matter: {
        **its_referral(matter, "sent", "accepted"),
        "reason": "本人撤回同意。",
    },
    "pass_referral": lambda town, matter: {
        **its_referral(matter, "refused"),
        "body": OutsideBody.objects.get(short_name="县民政局").pk,
        "told_on": f"{localdate()}",
        "due_on": f"{localdate() + timedelta(days=15)}",
    },
    "leave_referral": lambda town, matter: {
        **its_referral(matter, "refused"),
        "told_on": f"{localdate()}",
        "reason": "本人不再需要。",
    },
    "cancel_task": lambda town, matter: {
        "task": its_task(matter, "given", "accepted"),
        "reason": "不用了。",
    },
    "change_turn": lambda town, matter: {
        "turn": turn_ahead(matter, sitting(town, matter)[0]).pk,
        "person": sitting(town, matter)[1].pk,
    },
    "ask_swap": lambda town, matter: {
        "turn": turn_ahead(matter, sitting(town, matter)[1]).pk,
        "other": turn_ahead(matter, sitting(town, matter)[0]).pk,
        "reason": "县里开会。",
    },
    "agree_swap": lambda town, matter: {"swap": Swap.objects.get(matter=matter.pk, agreed=None).pk},
    "refuse_swap": lambda town, matter: {
        "swap": Swap.objects.get(matter=matter.pk, agreed=None).pk,
        "reason": "那天也开会。",
    },
    "substitute": lambda town, matter: {
        "turn": turn_ahead(matter, sitting(town, matter)[0]).pk,
        "person": sitting(town, matter)[1].pk,
        "reason": "出差。",
    },
    "sign_in": lambda town, matter: {"turn": Turn.objects.get(matter=matter.pk, day=localdate()).pk},
    "end_recusal": lambda town, matter: {"exclusion": recusals(matter).get().pk},
    "check_accused": lambda town, matter: {f"account_{town.stranger.pk}": "no"},
    "appoint": lambda town, matter: {
        "mediator": (town.committee_head if matter.mediator_id == town.mediator.pk else town.mediator).pk
    },
    "tell_rights": lambda town, matter: {"parties": [party.pk for party in untold(matter)]},
    "withdraw_mediator": lambda town, matter: {
        "assignment": matter.assignments.filter(until=None).first().pk
    },
    "call_off": lambda town, matter: {
        "appointment": matter.appointments.filter(cancelled_at=None).first().pk
    },
    "prolong": lambda town, matter: {
        **SAMPLES["prolong"](town),
        **{f"agreed_{party.pk}": f"{localdate()}" for party in consenting(matter)},
    },
    "reword": lambda town, matter: {
        **RewordForm(matter=matter).initial,
        "facts": "鱼塘漫水。",
        "reason": "写错了字。",
    },
    "give_mandate": lambda town, matter: {
        **acts_for(matter),
        "known": matter.people.filter(role="agent").first().pk,
        "of_age": "on",
        "post": "同村",
        "scope": ["state", "settle"],
    },
    "add_guardian": lambda town, matter: {
        **acts_for(matter),
        "name": "陶小春",
        "of_age": "on",
        "relation": "child",
        "earlier_fail": "配偶已去世",
    },
    "add_officer": lambda town, matter: {
        **acts_for(matter, unit=True),
        "name": "秦守业",
        "of_age": "on",
        "post": "经理",
        "head": "on",
        "credit_code": "91990121MA00000021",
        "stamped": "on",
    },
    "note_capacity": lambda town, matter: {
        "party": matter.people.filter(role="applicant").first().pk,
        "finding": "limited",
        "ground": "（2026）某0121民特3号",
    },
    "end_acting": lambda town, matter: {
        "row": all_acting(matter).first().pk,
        "reason": "本人收回委托。",
    },
    "report_danger": lambda town, matter: {
        "ground": "minor",
        "seen_at": f"{localtime() - timedelta(minutes=9):%Y-%m-%dT%H:%M}",
        "note": "手臂上有伤。",
        **lines("reports", body="police", reported_at=f"{localtime():%Y-%m-%dT%H:%M}", person="值班民警"),
    },
    "sign_agreement": lambda town, matter: lines(
        "signatures",
        who=next(key for key, _ in signers(matter) if key not in signed(matter)),
        how="signed",
        signed_on=f"{localdate()}",
    ),
    "perform": lambda town, matter: {
        "instalment": matter.owed()[0].pk,
        "recipient": f"{matter.people.filter(role='applicant').first().pk}-",
        "done_on": f"{localdate()}",
        "proof": "收条",
    },
    "perform_late": lambda town, matter: {
        "instalment": matter.owed()[0].pk,
        "done_on": f"{localdate()}",
        "proof": "收条",
    },
    "serve": lambda town, matter: {
        "to": to_serve(matter),
        "way": "post",
        "sent_on": f"{localdate()}",
        "tracking": "1099000000000",
    },
    "record_delivery": lambda town, matter: {"letter": letters(matter)[0].pk, "on": f"{localdate()}"},
    "agree_electronic": lambda town, matter: {
        "party": matter.people[0].pk,
        "agrees": "yes",
        "address": "199-0000-0077",
        "given_on": f"{localdate()}",
    },
}


def to_serve(matter: Any) -> str:
    """The first paper that is not served yet, and on whom."""
    paper, party = next(serving_of(matter).left(matter))
    return f"{paper.pk}:{party.pk}"


# What must have been done before, where the table says it in a guard and not in a status.
BEFORE: Mapping[str, tuple[str, ...]] = {
    **its_own("petition", petitions.BEFORE),
    **its_own("incident", incidents.BEFORE),
    **its_own("consultation", legal.CONSULTATION_BEFORE),
    "drop_helper": ("add_helper",),
    "sign_as_helper": ("add_helper",),
    "answer_as_helper": ("add_helper", "sign_as_helper"),
    "decline_as_helper": ("add_helper",),
    "grant_extension": ("ask_extension",),
    "refuse_extension": ("ask_extension",),
    "clear_flags": ("raise_flags",),
    "end_recusal": ("recuse",),
}
# What is typed so that a row of a kind leads to a status that is not its usual one.
LEADING: Mapping[str, Mapping[tuple[str, str], Any]] = {
    "petition": petitions.LEADING,
    "consultation": legal.LEADING,
    "aid_request": legal.LEADING,
    "checkup": legal.CHECKUP_LEADING,
    "incident": incidents.LEADING,
    "motion": council.LEADING,
    "supervision": command.LEADING,
    "commendation": rounds.COMMENDATION_LEADING,
    "office_meeting": meetings.LEADING,
}
# Who may by the table, but not this one: a second person voids, and whose decision it is acts without paper.
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    **its_own("motion", council.NOT_BY),
    **its_own("office_meeting", meetings.NOT_BY),
    **its_own("briefing", campaigns.SITUATION_NOT_BY),
    **its_own("assessment", rounds.ASSESSMENT_NOT_BY),
    **its_own("commendation", rounds.COMMENDATION_NOT_BY),
    **its_own("psych", legal.COUNSELLING_NOT_BY),
    **its_own("mediation_pay", pay.NOT_BY),
    **its_own("lawyer_pay", pay.NOT_BY),
    **its_own("expertise", pay.EXPERTISE_NOT_BY),
    "log_turn": lambda matter, user: (
        not any(turn.unlogged and turn.is_of(user) for turn in Turn.objects.filter(matter=matter.pk))
    ),
    **its_own("care", care.NOT_BY),
    **its_own("petition", petitions.NOT_BY),
    **its_own("incident", incidents.NOT_BY),
    **its_own("post_handover", handovers.NOT_BY),
    "void": lambda matter, user: matter.first_contact_id == user.pk,
    "answer_urge": lambda matter, user: (
        not (
            Clock.objects.running()
            .filter(matter=matter.pk, rule="core.urge", unit__in=user.reach.units)
            .exists()
        )
    ),
    "instruct": lambda matter, user: not user.has_perm("core.lead"),
    "reassign": lambda matter, user: not user.has_perm("cases.name_lead"),
    **dict.fromkeys(
        ("take_over", "take_over_check", "take_over_signature"),
        lambda matter, user: (
            asked(matter, user)
            or by_kind()["report"]
            .model.objects.filter(Q(drafter=user) | Q(checker=user), pk=matter.pk)
            .exists()
        ),
    ),
    **dict.fromkeys(("settle_step", "hand_up"), lambda matter, user: matter.holder_user_id != user.pk),
    "instruct_there": lambda matter, user: not user.has_perm("core.lead"),
    **dict.fromkeys(("accept_task", "return_task", "report_task"), not_asked_of),
    **dict.fromkeys(("approve_task", "send_back_task", "extend_task", "cancel_task"), not_given_by),
    "ask_swap": lambda matter, user: user.username != SITTING[matter.kind][1],
    **dict.fromkeys(
        ("agree_swap", "refuse_swap"), lambda matter, user: user.username != SITTING[matter.kind][0]
    ),
    "sign_in": lambda matter, user: user.has_perm(by_kind()[matter.kind].labels["serve"]),
    "check": lambda matter, user: by_kind()["report"].child(matter).drafter_id == user.pk,
    "sign_off": lambda matter, user: (
        not user.has_perm("core.lead") or by_kind()["report"].child(matter).checker_id == user.pk
    ),
}


def rows_of(procedure: Procedure) -> list[Transition]:
    """All rows that a person may start, the opening excepted."""
    return [row for row in procedure.workflow.transitions if NEVER not in row.show]


def offered(procedure: Procedure, status: str) -> list[Transition]:
    """The rows of a person that the table offers here."""
    return [row for row in rows_of(procedure) if status in row.sources]


def _first() -> set[tuple[str, str]]:
    """(kind, name) of each act once: what the kernel gives to every kind is the same act of the same form with the same
    words, and a form is read and a page made for the first kind that has it.
    """
    alike: dict[Any, tuple[str, str]] = {}
    for procedure in procedures():
        for row in rows_of(procedure):
            alike.setdefault((row.effect, row.asks, repr(row.words)), (procedure.kind, row.name))
    return {*alike.values()}


FIRST_OF_ITS_KIND = _first()
ROWS = [
    pytest.param(procedure, row, id=f"{procedure.kind}-{row.name}")
    for procedure in procedures()
    for row in rows_of(procedure)
    if (procedure.kind, row.name) in FIRST_OF_ITS_KIND
]
# Every (kind, status) where some table offers a row.
STAGES = [
    pytest.param(procedure.kind, status, id=f"{procedure.kind}-{status}")
    for procedure in procedures()
    for status in sorted(frozenset().union(*(row.sources for row in rows_of(procedure))))
]


def way_to(workflow: Workflow, status: str) -> list[tuple[Transition, str | None]]:
    """By which rows, each to which status, people come from the opening to a status: as VIA says, else the shortest way.
    ValueError where there is none.
    """
    if via := of(VIA, workflow.kind, status):
        before, *names = via
        passed = [workflow.transition(name) for name in names]
        assert status in passed[-1].targets, (workflow.kind, status)
        return [
            *way_to(workflow, before),
            *((row, row.target) for row in passed[:-1]),
            (passed[-1], status),
        ]
    ways: deque[tuple[Any, list[tuple[Transition, str | None]]]] = deque([(workflow.opening.target, [])])
    seen: set[str] = set()
    while ways:
        here, passed = ways.popleft()
        if here == status:
            return passed
        seen.add(str(here))
        ways += [
            (row.target, [*passed, (row, row.target)])
            for row in sorted(workflow.transitions, key=lambda row: row.moves.opens == "petition")
            if here in row.sources and row.target and row.target not in seen and NEVER not in row.show
        ]
    raise ValueError(f"{workflow.kind}: no way to {status}")


# Who does it where several may: the director stays free to check what the specialist drafts.
FIRST = {"submit": "supervisor"}


def performers(town: Town, matter: Any, row: Transition) -> Iterator[User]:
    """Those of the cast who see the matter, as it stands, and may do this; for voiding not who registered it."""
    helping = row.name.endswith("_as_helper")
    helpers = Handover.objects.filter(matter=matter.pk, lead=False, ended_at=None)
    units = set(helpers.values_list("unit", flat=True)) if helping else set()
    first = FIRST.get(row.name)
    for user in sorted(town.users.values(), key=lambda user: user.username != first):
        unfit = of(NOT_BY, matter.kind, row.name)
        if (
            may(user, matter, row)
            and not (helping and units.isdisjoint(user.reach.units))
            and not (row.who.named and user.has_perm(row.who.named) and not asked(matter, user))
            and not (unfit and unfit(matter, user))
            and Matter.objects.visible_to(user).filter(pk=matter.pk).exists()
        ):
            yield user


def answers(town: Town, row: Transition, matter: Any, user: User, to: str | None = None) -> dict[str, Any]:
    """The sample of a row as its form cleans it; the sample must be valid."""
    form = form_class(row)(posted(town, row, matter, to), matter=matter, user=user)
    assert form.is_valid(), (row.name, form.errors)
    return form.answers


def posted(town: Town, row: Transition, matter: Any, to: str | None = None) -> dict[str, Any]:
    """What the page would post."""
    return {**sample(town, row, matter, to), "key": str(uuid4()), "version": matter.version if matter else 0}


def sample(town: Town, row: Transition, matter: Any, to: str | None = None) -> dict[str, Any]:
    """What somebody types for a row on this matter, so that it leads to a status."""
    kind, name = sample_of(matter.kind, row)
    own, more = of(SAMPLES, kind, name, lambda _: {}), of(OF_A_MATTER, kind, name, lambda *_: {})
    leading = LEADING.get(kind, {}).get((name, to or ""), lambda *_: {})
    return {**own(town), **more(town, matter), **leading(town, matter)}


def sample_of(kind: str, row: Transition) -> tuple[str, str]:
    """Whose sample a row takes, by kind and name: what opens a procedure asks what that one's opening asks."""
    below = row.moves.opens
    return (below, by_kind()[below].workflow.opening.name) if below else (kind, row.name)


def has_sample(kind: str, row: Transition) -> bool:
    key = sample_of(kind, row)
    return bool(of(SAMPLES, *key) or of(OF_A_MATTER, *key) or row.asks is None)


def do(
    town: Town, matter: Any, name: str, by: User | None = None, to: str | None = None, **options: Any
) -> Any:
    """Perform a row with its sample by somebody who may, so that it leads to a status; returns the matter it opened, or
    itself.
    """
    procedure = by_kind()[matter.kind]
    row = procedure.workflow.transition(name)
    matter = procedure.child(Matter.objects.get(pk=matter.pk))
    by = by or next(performers(town, matter, row))
    data = answers(town, row, matter, by, to)
    options.setdefault("decided_by", of(SAMPLES, matter.kind, name, lambda _: {})(town).get("decided_by", ""))
    result = perform(matter.pk, name, by=by, data=data, key=uuid4(), **options)
    return result.opened or result.matter


def _without_mediator(matter: Any) -> bool:
    return not matter.mediator_id


def _unsigned(matter: Any) -> bool:
    """More than one signature is missing."""
    return len({key for key, _ in signers(matter)} - signed(matter)) > 1


# The same for what depends on how far a mediation is: done as long as the condition holds.
UNTIL: Mapping[str, Sequence[tuple[str, Callable[[Any], bool]]]] = {
    **its_own("petition", petitions.UNTIL),
    **its_own("incident", incidents.UNTIL),
    **its_own("motion", council.UNTIL),
    **dict.fromkeys(("accept_task", "return_task"), (("give_task", lacks("given")),)),
    "report_task": (("give_task", lacks("given", "accepted")), ("accept_task", lacks("accepted"))),
    **dict.fromkeys(
        ("approve_task", "send_back_task"),
        (
            ("give_task", lacks("given", "accepted", "reported")),
            ("accept_task", lacks("accepted", "reported")),
            ("report_task", lacks("reported")),
        ),
    ),
    **dict.fromkeys(("extend_task", "cancel_task"), (("give_task", lacks("given", "accepted")),)),
    **dict.fromkeys(
        ("receive", "instruct_there"),
        (
            (
                "book_reception",
                lambda matter: not Reception.objects.filter(matter=matter.pk, received_at=None).exists(),
            ),
        ),
    ),
    **dict.fromkeys(
        ("agree_swap", "refuse_swap"),
        (("ask_swap", lambda matter: not Swap.objects.filter(matter=matter.pk, agreed=None).exists()),),
    ),
    "answer_urge": (
        (
            "urge",
            lambda matter: not Clock.objects.running().filter(matter=matter.pk, rule="core.urge").exists(),
        ),
    ),
    "hold_session": (("appoint", _without_mediator), ("tell_rights", lambda matter: bool(untold(matter)))),
    "agree": (("tell_rights", lambda matter: bool(untold(matter))),),
    "withdraw_mediator": (("appoint", _without_mediator),),
    "inquire": (("appoint", _without_mediator),),
    "add_guardian": (("note_capacity", lambda matter: not matter.people.exclude(capacity="").exists()),),
    "end_acting": (
        (
            "give_mandate",
            lambda matter: not all_acting(matter).exists(),
        ),
    ),
    "open_doors": (("close_doors", lambda matter: not matter.behind_closed_doors),),
    "call_off": (("arrange", lambda matter: not matter.appointments.filter(cancelled_at=None).exists()),),
    "sign_agreement": (
        ("check_agreement", lambda matter: not matter.checked_at),
        ("sign_agreement", _unsigned),
    ),
    "record_delivery": (("serve", lambda matter: not letters(matter)),),
    "archive": (
        ("tell_unperformed", lambda matter: matter.status == "effective" and not matter.told_unperformed_at),
    ),
    "court_accepts": (("apply_confirmation", lambda matter: not hasattr(matter, "confirmation")),),
    "court_takes_longer": (
        ("apply_confirmation", lambda matter: not hasattr(matter, "confirmation")),
        ("court_accepts", lambda matter: not matter.confirmation.accepted_on),
    ),
    "record_ruling": (("apply_confirmation", lambda matter: not hasattr(matter, "confirmation")),),
}


def complete(mediation: Any) -> None:
    """A scan for every paper that its file still lacks."""
    for line in DOSSIER.lines(mediation):
        for _ in range(3 if line.lacking else 0):
            scan(mediation, line.item.key)


def scan(mediation: Any, item: str) -> None:
    facts = {"kind": "pdf", "digest": "sm3:" + "0" * 64, "size": 1, "added_by": mediation.first_contact}
    Attachment.objects.create(matter_id=mediation.pk, name="扫描件.pdf", item=item, **facts)


# What the court and the parties do after the file was closed asks for an agreement that is in force.
AFTER_FILING = ("apply_confirmation", "court_accepts", "record_ruling", "perform_late")


def agreed_before_filing(pk: int) -> None:
    """An archived mediation as if it had ended in a written agreement that is not performed."""
    agreement = {
        "form": "written",
        "terms": "恢复排水沟原状。",
        "agreed_at": now(),
        "effective_on": localdate(),
    }
    Mediation.objects.filter(pk=pk).update(end_reason="", ended_at=None, **agreement)
    if not Instalment.objects.filter(matter_id=pk, done_on=None).exists():
        order = Instalment.objects.filter(matter_id=pk).count() + 1
        Instalment.objects.create(matter_id=pk, order=order, due_on=localdate(), what="恢复原状")


def _somebody_new(matter: Any, **more: Any) -> None:
    Party.objects.create(matter_id=matter.root_id, **{"role": "respondent", "of_age": True, **more})


def referred(matter: Any) -> None:
    """A referral that nobody has answered, also of a matter that is closed."""
    if not Referral.objects.filter(matter=matter.pk, state="sent").exists():
        Referral.objects.create(
            matter_id=matter.pk, number=Referral.objects.filter(matter=matter.pk).count() + 1,
            person=matter.people.filter(is_organisation=False).first(), help="legal", shared=["name"],
            need="" if matter.sealed else "想问赔偿怎么算。",
            body=OutsideBody.objects.get(short_name="县法援中心"), ground="aid",
            due_on=localdate() + timedelta(days=9), sender=matter.first_contact,
        )  # fmt: skip


def refused(matter: Any) -> None:
    """A referral that was refused and waits for another receiver."""
    referred(matter)
    row = Referral.objects.filter(matter=matter.pk, state="sent").latest("pk")
    Referral.objects.filter(pk=row.pk).update(state="refused", ended_at=now(), words="不在受理范围。")


# What stands in the rows before an act, beside what other acts leave.
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    **its_own("petition", petitions.GIVEN),
    **its_own("incident", incidents.GIVEN),
    **its_own("post_handover", handovers.GIVEN),
    **its_own("consultation", legal.CONSULTATION_GIVEN),
    **its_own("aid_request", legal.AID_GIVEN),
    **its_own("checkup", legal.CHECKUP_GIVEN),
    **its_own("publicity", legal.PUBLICITY_GIVEN),
    **its_own("motion", council.GIVEN),
    **its_own("supervision", command.GIVEN),
    **its_own("screening", rounds.GIVEN),
    **its_own("assessment", rounds.ASSESSMENT_GIVEN),
    **its_own("commendation", rounds.COMMENDATION_GIVEN),
    **its_own("office_meeting", meetings.GIVEN),
    **its_own("briefing", campaigns.SITUATION_GIVEN),
    **its_own("campaign", campaigns.CAMPAIGN_GIVEN),
    **its_own("file_review", campaigns.QUALITY_GIVEN),
    **its_own("care", care.GIVEN),
    **its_own("expertise", pay.EXPERTISE_GIVEN),
    **its_own("psych", legal.COUNSELLING_GIVEN),
    "log_turn": pay.logged,
    "supervise": command.displeased,
    **dict.fromkeys(
        ("accept_referral", "refuse_referral", "take_feedback", "ask_again", "withdraw_referral"), referred
    ),
    **dict.fromkeys(("pass_referral", "leave_referral"), refused),
    "tell_rights": lambda matter: untold(matter) or _somebody_new(matter, name="潘新来"),  # who came later
    "report_crowd": lambda matter: Case.objects.filter(pk=matter.pk).update(
        head_count=6, flags=["crowd"], flags_cleared_at=None
    ),
    "finish_roster": lambda matter: Turn.objects.filter(matter=matter.pk).update(
        day=F("day") - timedelta(days=60)
    ),
    "add_officer": lambda matter: _somebody_new(
        matter, name="澄湖县丰收农机公司", is_organisation=True, of_age=False
    ),
    "put_in_writing": lambda matter: Mediation.objects.filter(pk=matter.pk).update(form="oral"),
    "call_off": lambda matter: (
        matter.status == "suspended"  # what was arranged before the talks stood still
        and Appointment.objects.create(
            matter_id=matter.pk,
            user=matter.mediator or matter.first_contact,
            at=now() + timedelta(days=2),
            until=now() + timedelta(days=2, hours=1),
            place="调解室",
            made_by=matter.first_contact,
        )
    ),
    **dict.fromkeys(("take_answer", "urge_answer", "withdraw_letter"), lambda matter: sent_up(matter)),
    "check_accused": lambda matter: Accused.objects.create(matter_id=matter.pk, name="许长河"),
    "record_ruling": lambda matter: scan(matter, "ruling"),  # comes with the court's own paper
    "archive": lambda matter: complete(by_kind()[matter.kind].child(Matter.objects.get(pk=matter.pk))),
}


def prepare(town: Town, matter: Any, row: Transition) -> None:
    """Do what must have been done before a row, where it has not been."""
    kind = matter.kind
    if not getattr(matter, "mediator_id", None):
        for before in of(BEFORE, kind, row.name, ()):
            do(town, matter, before)
    if accusations.an_accusation in row.guards and not matter.sealed:
        Matter.objects.filter(pk=matter.pk).update(compartment=Matter.Compartment.ACCUSATION)
        Access.objects.create(matter_id=matter.pk, user=town.director, part="keeper")
        say_why(town, matter)
    if row.name in AFTER_FILING and matter.status == "archived":
        agreed_before_filing(matter.pk)
    if given := of(GIVEN, kind, row.name):
        given(matter)
    for before, missing in of(UNTIL, kind, row.name, ()):
        while missing(fresh := by_kind()[kind].child(Matter.objects.get(pk=matter.pk))):
            do(town, fresh, before)


def prepared_alike(kind: str, rows: Sequence[Transition]) -> Iterator[list[Transition]]:
    """The rows in groups: of each that begins with the same act, what one row needs the next finds done."""
    groups: dict[str, list[Transition]] = {}
    for row in rows:
        until = of(UNTIL, kind, row.name, ())
        alone = (
            not until or row.name in AFTER_FILING or of(BEFORE, kind, row.name) or of(GIVEN, kind, row.name)
        )
        groups.setdefault(row.name if alone else f"after {until[0][0]}", []).append(row)
    for group in groups.values():
        yield sorted(group, key=lambda row: len(of(UNTIL, kind, row.name, ())))


def say_why(town: Town, matter: Any) -> None:
    """Whoever may open what is sealed has said why today."""
    Look.objects.bulk_create(
        Look(matter_id=matter.pk, by=user, reason="值班长交办", what=OPENED) for user in town.users.values()
    )


# What the office opens for itself: by whom, with what.
PLANNED: Mapping[str, tuple[str, Callable[[Town], dict[str, Any]]]] = {
    "post_handover": ("director", handovers.drafted),
    "screening": ("dispatcher", rounds.drafted),
    "assessment": ("dispatcher", rounds.assessed),
    "commendation": ("dispatcher", rounds.honoured),
    "office_meeting": ("supervisor", meetings.convened),
    "briefing": ("supervisor", campaigns.period),
    "campaign": ("supervisor", campaigns.planned),
    "file_review": ("supervisor", campaigns.drawn),
    "care": ("grid_worker", care.person),
    "mediation_pay": ("committee_head", pay.mediated),
    "lawyer_pay": ("committee_head", pay.sat),
    "expertise": ("director", pay.asked),
}


def at_status(town: Town, kind: str, status: str, area: Area | None = None, **given: Any) -> Any:
    """A matter of this kind that came to this status the shortest way, by those who may."""
    procedure = by_kind()[kind]
    if kind == "report":
        months = MonthlyReport.objects.count() + 1  # one a month
        month = month_before(Period.of_month(localdate().year, localdate().month), months)
        matter = open_matter(kind, by=town.supervisor, data=opening(month, town.supervisor)).matter
    elif kind in SITTING:
        matter = open_matter(kind, by=town.dispatcher, data=rostered(town, kind), key=uuid4()).matter
    elif kind in PLANNED:
        who, data = PLANNED[kind]
        matter = open_matter(kind, by=getattr(town, who), data=data(town), key=uuid4()).matter
    elif kind == "petition":
        people = [*map(dict, PARTIES), {"of_age": True, **AGENT}]
        data = {**petitions.registration(town), "parties": people, **given}
        matter = open_matter(kind, by=town.receptionist, data=data, key=uuid4()).matter
    elif kind == "incident":
        data = {
            **incidents.registration(town),
            "parties": [*map(dict, PARTIES), {"of_age": True, **AGENT}],
            **given,
        }
        matter = open_matter(kind, by=town.grid_worker, data=data, key=uuid4()).matter
    elif kind in legal.BEGUN:
        by, facts = legal.BEGUN[kind](town)
        people = [*map(dict, PARTIES), {"of_age": True, **AGENT}]
        matter = open_matter(kind, by=by, data={**facts, "parties": people, **given}, key=uuid4()).matter
    elif kind == "motion":
        data = {
            **council.proposed(town),
            "parties": [*map(dict, PARTIES), {"of_age": True, **AGENT}],
            **given,
        }
        matter = open_matter(kind, by=town.dispatcher, data=data, key=uuid4()).matter
    elif kind == "case":
        matter = town.register(
            parties=[dict(party) for party in (*PARTIES, AGENT)], area=area or town.taowu, **given
        )
    else:
        case = at_status(town, "case", "registered", area, **given)
        matter = do(town, case, opening_name(procedure))
    return brought_to(town, matter, status)


def brought_to(town: Town, matter: Any, status: str) -> Any:
    """The same of a matter that has just been opened."""
    procedure = by_kind()[matter.kind]
    for row, to in way_to(procedure.workflow, status):
        prepare(town, matter, row)
        matter = do(town, matter, row.name, to=to)
        if row.moves.opens:
            matter = matter.parent
    matter = procedure.child(Matter.objects.get(pk=matter.pk))
    assert matter.status == status, (matter.kind, status, matter.status)
    if matter.compartment in (
        Matter.Compartment.ACCUSATION,
        Matter.Compartment.COUNSELLING,
        Matter.Compartment.REGISTER,
    ):
        say_why(town, matter)
    return matter


def everywhere(town: Town) -> dict[tuple[str, str], Any]:
    """One matter of every kind at every status, by (kind, status)."""
    other_case(town, "去年的同一条渠")
    return {
        (procedure.kind, stage.status): at_status(town, procedure.kind, stage.status)
        for procedure in procedures()
        for stage in procedure.workflow.stages
    }


@dataclass(frozen=True)
class Standing:
    """The cast, and one matter of every kind at every status."""

    town: Town
    matters: Mapping[tuple[str, str], Any]


BUILT = settings.HOME / "standing"


def _built() -> bytes:
    """What stands in the database `standing`, pickled. The first worker that needs it builds it; as after a test,
    nothing is done that waits for a commit.
    """
    with BUILT.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not BUILT.exists():
            databases.copy(connection.settings_dict["NAME"], BUILT.name)
            with databases.connected_to(BUILT.name):
                with transaction.atomic():
                    load_calendar()
                    town = make_town()
                    objects = pickle.dumps(Standing(town, everywhere(town)))
                    connection.run_on_commit.clear()
                with as_owner(), connection.cursor() as cursor:
                    cursor.execute("ANALYZE")  # the planner knows the tables as it does in a town
            BUILT.write_bytes(objects)
        return BUILT.read_bytes()


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    """Built once a run and copied for each file; what its tests do is taken back after each of them."""
    with django_db_blocker.unblock():
        objects = _built()
        with databases.copied(BUILT.name), transaction.atomic():
            yield pickle.loads(objects)  # noqa: S301 (our own)
            transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@contextmanager
def ready(town: Town, matter: Any, row: Transition) -> Iterator[Any]:
    """The matter as no guard refuses the row; what is done to it inside is taken back."""
    procedure = by_kind()[matter.kind]
    with undone():
        prepare(town, matter, row)
        yield procedure.model.objects.get(pk=matter.pk)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each on a connection of its own; results and exceptions in order."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(20)
            found[place] = act()
        except Exception as error:  # noqa: BLE001 (the caller judges it)
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "somebody waits for ever"
    return found
