"""What is supervised today: one order waits for its signature, one is being put right, one is struck off."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from command.models import Supervision
from core.workflow.perform import perform
from tools.demo.courses import Courses
from tools.demo.hours import DAY
from tools.demo.teller import Told

WORDS = {
    "reason": "办理期限已到，没有提交办理结果，也没有申请延期。",
    "demand": "请说明原因，三日内到现场处理并报结果。",
}
ROAD: tuple[
    tuple[str, str, dict[str, Any]], ...
] = (  # act, by whom (the unit's own where empty), what is said
    ("sign", "duty_leader", WORDS),
    ("sign_for", "", {}),
    (
        "reply",
        "",
        {
            "leader": "分管负责人",
            "measures": "现场核实，组织人员处理。",
            "duty": "承办人负责现场，负责人督促。",
        },
    ),
    ("report", "", {"report": "已处理完毕，群众认可。", "no_proof": "现场已看"}),
    ("strike", "supervisor", {"way": "现场", "found": "与报结一致。"}),
)
ORDERS = (  # unit, days since it was drafted, how far it has come, what it is about
    ("farms", 1, 0, "机埠坏了没人修，下游二十亩田浇不上水，要求抢修。"),
    ("works", 4, 3, "村道路灯有六盏不亮，晚上老人出行不便，要求修复。"),
    ("works", 9, 5, "雨水井盖破损，孩子上学路过有危险，要求更换。"),
)


class Orders:
    """Plans cases that are handled late, and what is put to their units."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours

    def lay(self) -> None:
        for place, (unit, days, steps, demand) in enumerate(ORDERS):
            self._late(40 + place, unit, days, steps, demand)

    def _late(self, place: int, unit: str, days: int, steps: int, demand: str) -> None:
        teller, hand = self.teller, self.teller.hand(unit)
        person = self.courses.citizens[place]
        told = teller.register(
            self.hours.now - (days + 9) * DAY, teller.desk(), channel="visit", demand=demand,
            area=self.courses.village(), parties=[{**person, "role": "applicant"}],
        )  # fmt: skip
        given = self.courses.town.units[unit]
        teller.case(told, 60, "hand_over", teller.who("dispatcher"), unit=given, grade="ordinary")
        teller.case(told, 90, "sign", hand)
        drafted: dict[str, Any] = {"trigger": "not_handled", "unit": given, "work": "", **WORDS}
        teller.case(told, 9 * DAY - 150, "supervise", teller.who("supervisor"), **drafted)
        for name, by, data in ROAD[:steps]:
            self._take(told, name, teller.who(by) if by else hand, data)

    def _take(self, told: Told, name: str, by: Any, data: dict[str, Any]) -> None:
        told.minute += 100

        def act(moment: datetime) -> None:
            order = Supervision.objects.get(parent=told.case.pk)
            four = {"finish_by": localdate(moment) + timedelta(days=7)} if name == "reply" else {}
            perform(order.pk, name, by=by, data={**data, **four}, at=moment)

        self.teller.plan(told.minute, act)
