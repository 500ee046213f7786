"""What the sweeps need of pay sheets and of experts' opinions; the tables are those of world.py."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from core.models import PayRate, PaySheet, Turn, TurnLog, User
from core.values.moments import now
from core.workflow.perform import open_matter
from legal.models import Expertise, Point
from mediation.models import Mediation
from tests.people import Town
from tests.sweeps.petitions import day

SIDES = ({"name": "陶根发", "role": "applicant"}, {"name": "潘水英", "role": "respondent"})


def rate(what: str) -> None:
    given = {"amount": 200, "number": "栖云政发〔2026〕6号"}
    PayRate.objects.get_or_create(what=what, valid_from=localdate() - timedelta(days=400), defaults=given)


def days() -> dict[str, Any]:
    yesterday = localdate() - timedelta(days=1)
    return {"first": yesterday, "last": yesterday}


def mediated(town: Town) -> dict[str, Any]:
    """Two files that ended yesterday, and a rate for them."""
    rate("mediation_pay.oral")
    ended = {
        "form": "oral",
        "terms": "修渠。",
        "effective_on": localdate() - timedelta(days=1),
        "mediator": town.mediator,
    }
    for _ in range(2):
        above = town.register("水漫过田埂", parties=[dict(one) for one in SIDES])
        asked = {"body": town.committee, "dispute": "neighbour", "source": "application", "facts": ""}
        made = town.act(above, "to_mediation", town.dispatcher, **asked).opened
        Mediation.objects.filter(pk=made.pk).update(agreed_at=now(), **ended)
    return days()


def sat(town: Town) -> dict[str, Any]:
    """Two visits of yesterday that were written down, and a rate for them."""
    rate("lawyer_pay.hall")
    data = {
        "first": localdate(), "last": localdate(), "weekdays": range(7), "off": "keep", "places": ["大厅"], "begins": time(9), "ends": time(11),
        "people": [town.legal_officer], "centre": town.centre, "town": town.town, "title": "律师值班",
    }  # fmt: skip
    roster = open_matter("lawyer_roster", by=town.dispatcher, data=data, key=uuid4()).matter
    for place, hour in (("大厅", 9), ("二楼", 14)):
        turn = Turn.objects.create(
            matter=roster, day=days()["first"], place=place, user=town.legal_officer, begins=time(hour), ends=time(hour + 2), signed_at=now(),
            signed_by=town.legal_officer,
        )  # fmt: skip
        TurnLog.objects.create(
            matter=roster, turn=turn, people=1, words="解答。", at=now(), by=town.legal_officer
        )
    return days()


def logged(matter: Any) -> None:
    """A turn that was kept and is not written down."""
    turn = Turn.objects.filter(matter=matter.pk, log=None).earliest("pk")
    Turn.objects.filter(pk=turn.pk).update(signed_at=now(), signed_by=turn.person)


def to_log(town: Town, matter: Any) -> dict[str, Any]:
    turn = Turn.objects.filter(matter=matter.pk, signed_at__isnull=False, log=None).earliest("pk")
    return {"turn": turn.pk, "people": "2", "words": "解答租房问题。"}


def drawing(prepare: Callable[[Town], Any]) -> Mapping[str, Callable[[Town], dict[str, Any]]]:
    def typed(town: Town) -> dict[str, Any]:
        prepare(town)
        return {"first": day(-1), "last": day(-1)}

    return {
        "draw_sheet": typed,
        "send_back_sheet": lambda town: {"reason": "第 2 件还在补材料。"},
        "pay_sheet": lambda town: {"paid_on": day(), "voucher": "记-31"},
        "void_sheet": lambda town: {"reason": "重拟。"},
    }


OF_A_SHEET: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "strike_line": lambda town, matter: {"line": matter.lines.filter(struck="").first().pk, "reason": "补材料。"},
}  # fmt: skip
NOT_BY: Mapping[str, Callable[[Any, User], bool]] = dict.fromkeys(
    ("check_sheet", "send_back_sheet"),
    lambda matter, user: PaySheet.objects.get(pk=matter.pk).first_contact_id == user.pk,
)


# --- Experts --------------------------------------------------------------------------------------------------------


def asked(town: Town) -> dict[str, Any]:
    return {
        "what": "contract", "question": "这份渠道承包合同有没有问题", "text": "渠道承包合同", "expert": town.legal_officer, "outside": "",
        "due_on": localdate() + timedelta(days=5),
    }  # fmt: skip


def pointed(matter: Any) -> None:
    """A point that nobody has answered."""
    rows = Point.objects.filter(matter=matter.pk)
    Point.objects.create(
        matter_id=matter.pk, number=rows.count() + 1, version=1, words="违约金过高", at=now(), by=matter.first_contact
    )  # fmt: skip


def settled(matter: Any) -> None:
    Point.objects.filter(matter=matter.pk).update(taken="adopted")


def his(matter: Any, user: User) -> bool:
    return Expertise.objects.get(pk=matter.pk).expert_id == user.pk


def another(town: Town, matter: Any) -> int:
    now_with = Expertise.objects.get(pk=matter.pk).expert_id
    return next(user.pk for user in (town.legal_officer, town.other_lawyer) if user.pk != now_with)


EXPERTISE: Mapping[str, Callable[[Town], dict[str, Any]]] = {
    "ask_expert": lambda town: {**asked(town), "expert": town.legal_officer.pk, "due_on": day(5)},
    "add_point": lambda town: {"words": "违约金过高", "basis": "《民法典》第五百八十五条"},
    "sign_opinion": lambda town: {"summary": "改后再签。"},
    "decline": lambda town: {"reason": "代理过一方。"},
    "revise_text": lambda town: {"words": "降了违约金。", "due_on": day(5)},
    "drop_asking": lambda town: {"reason": "不签了。"},
}
EXPERTISE_OF_A_MATTER: Mapping[str, Callable[[Town, Any], dict[str, Any]]] = {
    "ask_another": lambda town, matter: {"expert": another(town, matter), "due_on": day(5)},
    "take_point": lambda town, matter: {"point": Point.objects.filter(matter=matter.pk, taken="").first().pk, "taken": "adopted"},
}  # fmt: skip
EXPERTISE_GIVEN: Mapping[str, Callable[[Any], Any]] = {
    "take_point": pointed,
    "revise_text": settled,
    "file_opinion": settled,
}
EXPERTISE_NOT_BY: Mapping[str, Callable[[Any, User], bool]] = {
    **dict.fromkeys(("add_point", "sign_opinion", "decline"), lambda matter, user: not his(matter, user)),
    **dict.fromkeys(("ask_another", "take_point", "revise_text", "file_opinion", "drop_asking"), lambda matter, user: his(matter, user)),
}  # fmt: skip
