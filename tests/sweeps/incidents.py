"""What the sweeps need of incidents: a report that every act of the table can follow, and what is typed for each act."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import Correspondence, OutsideBody
from grid.models import DutyItem, Incident, IncidentKind
from tests.people import Town
from tests.sweeps.premises import FIND, FIND_GIVEN
from tests.sweeps.rounds import HAZARD, HAZARD_BEFORE

S = Incident.Status


def registration(town: Town) -> dict[str, Any]:
    """Found in a village, which has it first."""
    return {
        "what": "村口排水沟盖板断了两块，夜里危险",
        "topic": IncidentKind.objects.get(pk="0102"),
        "area": town.taowu,
        "town": town.town,
        "centre": town.centre,
    }


def body(short_name: str) -> int:
    return OutsideBody.objects.get(short_name=short_name).pk


def letter(town: Town) -> dict[str, Any]:
    """A paper to the county, as somebody types it."""
    return {
        "body": body("县住建局"),
        "words": "超出镇里权限，请处置。",
        "due_on": f"{localdate() + timedelta(days=5)}",
        "dated_on": f"{localdate()}",
        "signed_by": "周玉兰（中心主任）",
    }


def its_letter(matter: Any) -> int:
    return Correspondence.objects.waiting().filter(matter=matter.pk).latest("pk").pk


def sent_up(matter: Any) -> None:
    """A letter that waits for its answer."""
    county = OutsideBody.objects.get(short_name="县住建局")
    if not Correspondence.objects.waiting().filter(matter=matter.pk).exists():
        Correspondence.objects.create(
            matter_id=matter.pk, number=matter.correspondence.count() + 1, purpose="hand_up", body=county,
            dated_on=localdate(), due_on=localdate() + timedelta(days=5), words="请处置。",
        )  # fmt: skip
    rows(matter).update(county=county)


def rows(matter: Any) -> Any:
    return Incident.objects.filter(pk=matter.pk)


def shared(matter: Any) -> None:
    """As if the county led it."""
    rows(matter).update(item=DutyItem.objects.get(code="P01"))


CHECKED = {"passed": "yes", "words": "盖板平整，能走人。"}
ANSWERED = {"outcome": "answered", "answer": "已安排检修。"}
SAMPLES: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    **HAZARD,
    **FIND,
    "report": lambda town: {
        "channel": "grid",
        "what": "村口排水沟盖板断了两块，夜里危险",
        "topic": "0102",
        "area": town.taowu.code,
        "to": "town",
    },
    "settle": lambda town: {"settled_how": "换了两块盖板。"},
    "pass_up": lambda town: {"reason": "村里没有材料。"},
    "spot_check": lambda town: CHECKED,
    "accept": lambda town: {"topic": "0102", "level": "3"},
    "decide_item": lambda town: {"words": "清单上没有，由镇先行处置。"},
    **dict.fromkeys(
        ("dispatch", "reassign"), lambda town: {"unit": town.works.pk, "level": "3", "task": "换盖板。"}
    ),
    "return": lambda town: {"reason": "村道由农业农村办管护。"},
    "note": lambda town: {"note": "已到现场查看。"},
    "ask_extension": lambda town: {"days": "2", "reason": "等材料。"},
    "refuse_extension": lambda town: {"reason": "材料已经到了。"},
    "answer": lambda town: {"settled_how": "盖板已换好。"},
    "check": lambda town: CHECKED,
    "rework": lambda town: {"reason": "还有一块没有换。"},
    "feed_back": lambda town: {"way": "电话", "words": "盖板已换好。", "rating": "good"},
    "void": lambda town: {"reason": "重复上报。"},
    **dict.fromkeys(("hand_to_county", "tell_lead"), letter),
    "arrive": lambda town: {"words": "拉了警示带。", "safe": "on"},
    "report_up": lambda town: {"to": "县应急值班室", "person": "秦值班", "words": "河堤渗水，已转移三户。"},
    "no_police": lambda town: {"reason": "阀门已经关上"},
    "call_police": lambda town: {"person": "接警员 990001", "words": "两家动手，已出警。"},
    "change_level": lambda town: {"level": "2", "reason": "夜里有人走。"},
    "raise_flags": lambda town: {"flags": ["violence"], "note": "双方推搡。"},
    "correct_place": lambda town: {"area": town.taowu_2.code, "place": "村口老槐树下"},
    "add_party": lambda town: {"role": "witness", "name": "钱满囤", "phone": "199-0000-0005"},
}
OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    **dict.fromkeys(
        ("county_answers", "lead_answers"),
        lambda town, matter: {"letter": its_letter(matter), "answered_on": f"{localdate()}", **ANSWERED},
    ),
    "urge_county": lambda town, matter: {
        "letter": its_letter(matter),
        "urged_until": f"{localdate() + timedelta(days=7)}",
    },
    **dict.fromkeys(
        ("withdraw_letter", "withdraw_lead"),
        lambda town, matter: {"letter": its_letter(matter), "reason": "已电话说明。"},
    ),
}
# What is typed where a row leads elsewhere than usually: by row and status.
LEADING: Mapping[tuple[str, str], Callable[[Town, Any], dict[str, Any]]] = {
    ("spot_check", S.VILLAGE): lambda town, matter: {**CHECKED, "passed": "no"},
}
# By which acts it comes to a status that the usual end of no row is, or that a side road would reach first.
VIA: Mapping[str, tuple[str, ...]] = {
    S.ANSWERED: (S.AT_WORK, "answer"),
    S.CHECKED: (S.ANSWERED, "check"),
    S.CLOSED: (S.CHECKED, "close"),
}
BEFORE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("grant_extension", "refuse_extension"), ("ask_extension",)),
    **HAZARD_BEFORE,
}
NOT_BY: Mapping[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(
        ("check", "spot_check"), lambda matter, user: rows(matter).filter(answered_by=user).exists()
    ),
    "check": lambda matter, user: (
        rows(matter).filter(answered_by=user).exists() or user.username == "grid_worker"
    ),
}
UNTIL: Mapping[str, tuple[tuple[str, Callable[[Any], bool]], ...]] = {}
GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "call_police": lambda matter: rows(matter).update(level="1", topic=None),
    "no_police": lambda matter: rows(matter).update(level="1", topic=None),
    **FIND_GIVEN,
    "decide_item": lambda matter: rows(matter).update(item=None, item_decided=""),
    "tell_lead": shared,
    "to_mediation": lambda matter: rows(matter).update(topic=IncidentKind.objects.get(pk="1101")),
    **dict.fromkeys(
        ("county_answers", "lead_answers", "urge_county", "withdraw_letter", "withdraw_lead"), sent_up
    ),
}
